"""Nouns that belong to another noun than the parser hung them on.

* "of X" belongs to the noun right before it.
* A preposition governs a noun or an "-ing" clause, never a past participle: the participle between the two is an attribute
  ("after renewed fighting": Huddleston and Pullum 2002, ch. 7 §2).
* A noun behind a preposition is no subject: the participle behind it tells what it is like ("strikes on fighters still holding out").
* Coordination joins likes: a noun is no conjunct of a clause that lies inside another noun's phrase ("issues
  relating to ensuring peace, as well as the prospects of trade").
"""

from dataclasses import replace
from typing import Final

from kg.model import Node, Parse

_PREPOSITIONS: Final = frozenset({"after", "amid", "before", "despite", "during", "following"})
_GOVERNORS: Final = frozenset({"against", "at", "by", "for", "from", "in", "on", "to", "with"})
_CLAUSES: Final = ("acl", "advcl", "xcomp", "acl:relcl")


def of_the_noun_before(parse: Parse, node: Node) -> int | None:
    """The noun right before "of X" where X hangs on an earlier one; None where nothing is to change."""
    case = next(iter(parse.children(node.index, "case")), None)
    if case is None or case.index == 0 or case.lemma.lower() != "of":
        return None
    before = parse.nodes[case.index - 1]
    plain = before.upos == "NOUN" and before.mention is None and before.time is None
    return before.index if plain and node.head < before.index else None


def noun_alike(parse: Parse, node: Node) -> int | None:
    """The noun with which a noun is joined that the parser hung inside a clause of that noun's phrase."""
    if node.deprel != "conj" or node.upos != "NOUN" or any(parse.children(node.index, "cop", "nsubj", "nsubj:pass")):
        return None
    above = parse.nodes[node.head]
    if above.upos == "NOUN" and _adds(parse, node):  # joins at the top of what is told
        above = _clause_around(parse, above) or above
    if above.upos != "VERB" or above.deprel not in _CLAUSES:
        return None
    while above.head >= 0:
        above = parse.nodes[above.head]
        if above.upos in ("NOUN", "PROPN"):
            return above.index
        if above.deprel not in _CLAUSES:
            return None
    return None


def _adds(parse: Parse, node: Node) -> bool:
    """Whether "as well as" joins the node to what stands before."""
    return any(
        part.lemma.lower() == "well" for cc in parse.children(node.index, "cc") for part in parse.children(cc.index, "fixed")
    )


def _clause_around(parse: Parse, node: Node) -> Node | None:
    """The verb of which a noun is the object."""
    above = parse.nodes[node.head] if node.head >= 0 else node
    return above if node.deprel == "obj" and above.upos == "VERB" else None


def attribute_behind_preposition(parse: Parse) -> dict[int, Node]:
    """The noun behind a preposition whose participle the parser took for the verb of a clause."""
    for verb in parse.nodes[:-1]:
        noun = parse.nodes[verb.index + 1]
        marks = [c for n, rel in ((verb, "mark"), (noun, "case")) for c in parse.children(n.index, rel) if c.lemma.lower() in _PREPOSITIONS and c.index < verb.index]
        taken = verb.deprel == "advcl" and verb.xpos in ("VBN", "VBD") and noun.head == verb.index and noun.deprel == "obj" and noun.upos == "NOUN"
        if taken and marks and not any(c.deprel.startswith(("nsubj", "aux")) for c in parse.children(verb.index)):
            moved = {c.index: replace(c, head=noun.index, deprel="nmod" if c.deprel == "obl" else c.deprel) for c in parse.children(verb.index)}
            moved |= {m.index: replace(m, head=noun.index, deprel="case") for m in marks}
            moved[noun.index] = replace(noun, head=verb.head, deprel="obl")
            return moved | {verb.index: replace(verb, head=noun.index, deprel="amod")}
    return {}


def noun_behind_preposition(parse: Parse) -> dict[int, Node]:
    """The noun behind a preposition that the parser took for the subject of the participle behind it."""
    for node in parse.nodes:
        verb = parse.nodes[node.head] if node.deprel == "nsubj" and node.head > node.index else node
        case = next((c for c in parse.children(node.index, "case") if c.index < node.index and c.lemma.lower() in _GOVERNORS), None)
        before = parse.nodes[case.index - 1] if case is not None and case.index else node
        if verb is not node and verb.deprel == "advcl" and verb.xpos == "VBG" and before is not node and before.upos == "NOUN" and before.mention is None:
            return {node.index: replace(node, head=before.index, deprel="nmod"), verb.index: replace(verb, head=node.index, deprel="acl")}
    return {}

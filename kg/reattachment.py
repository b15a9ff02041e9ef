"""Parses in, parses out: two attachments that a parser of news gets wrong by rule are put right.

An agent behind "by" belongs to the deed, not to the thing it was done to ("the demolition of churches
by troops": Huddleston and Pullum 2002, ch. 5 §16.5, agents of event nominals); and coordination joins
likes, so a noun is no conjunct of a clause that lies inside another noun's phrase ("issues relating to
ensuring peace, as well as the prospects of trade").
"""

from collections.abc import Sequence
from dataclasses import replace

from kg.lexicon import Lexicon
from kg.model import Node, Parse

_CLAUSES = ("acl", "advcl", "xcomp", "acl:relcl")


def reattach(parses: Sequence[Parse], lexicon: Lexicon) -> tuple[Parse, ...]:
    """The parses with agents of deeds and unlike conjuncts where they belong."""
    return tuple(_reattach_one(parse, lexicon) for parse in parses)


def _reattach_one(parse: Parse, lexicon: Lexicon) -> Parse:
    heads: dict[int, int] = {}
    for node in parse.nodes:
        found = _deed_of_agent(parse, node, lexicon) if node.deprel == "nmod" else _like(parse, node)
        if found is not None:
            heads[node.index] = found
    if not heads:
        return parse
    nodes = tuple(replace(n, head=heads[n.index]) if n.index in heads else n for n in parse.nodes)
    return Parse(sentence=parse.sentence, nodes=nodes)


def _deed_of_agent(parse: Parse, node: Node, lexicon: Lexicon) -> int | None:
    """The noun of the deed above the thing on which "by X" hangs; None where nothing is to change."""
    if node.mention is None or not any(c.lemma.lower() == "by" for c in parse.children(node.index, "case")):
        return None
    thing = parse.first_conjunct(node.head)
    if thing.deprel != "nmod" or _is_deed(thing, lexicon):
        return None
    deed = parse.nodes[thing.head]
    of_thing = any(c.lemma.lower() == "of" for c in parse.children(thing.index, "case"))
    return deed.index if of_thing and deed.upos == "NOUN" and _is_deed(deed, lexicon) else None


def _is_deed(node: Node, lexicon: Lexicon) -> bool:
    lemma = node.lemma.lower()
    if node.mention is not None or lemma in lexicon.words("predicates", "no_deeds"):
        return False
    ending = lemma.endswith(tuple(lexicon.words("predicates", "deed_endings")))
    return ending or lemma in lexicon.words("predicates", "deeds")


def _like(parse: Parse, node: Node) -> int | None:
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

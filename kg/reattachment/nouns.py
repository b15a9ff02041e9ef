"""Nouns that belong to another noun than the parser hung them on.

* "of X" belongs to the noun right before it.
* Coordination joins likes: a noun is no conjunct of a clause that lies inside another noun's phrase ("issues
  relating to ensuring peace, as well as the prospects of trade").
"""

from typing import Final

from kg.model import Node, Parse

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

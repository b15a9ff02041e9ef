"""Names that the parser hung on a word beside the one that they belong to.

* A name right behind a noun in front of the subject is that noun's ("according to news agency N, X said").
* A name in a compound belongs to all of it ("the Northern Council high-level meeting").
* Names that are told alike are joined alike ("A of Norland and B of Sudria": B joins A, not Norland).
"""

from kg.model import Node, Parse


def noun_of_name(parse: Parse, node: Node) -> int | None:
    """The noun of an adverbial that a name stands right behind, where the verb has its subject further on."""
    before = parse.nodes[node.index - 1] if node.index and node.mention is not None and node.head > node.index else None
    if before is None or before.upos != "NOUN" or before.deprel != "obl" or before.head != node.head:
        return None
    further = any(node.index < s.index < node.head for s in parse.children(node.head, "nsubj"))
    return before.index if further else None


def whole_compound(parse: Parse, node: Node) -> int | None:
    """The last noun of a compound in whose middle a name hangs."""
    above = parse.nodes[node.head]
    if above.deprel != "compound" or above.mention is not None:
        return None
    while above.deprel == "compound" and above.mention is None:
        above = parse.nodes[above.head]
    return above.index if above.upos in ("NOUN", "PROPN") else None


def told_alike(parse: Parse, node: Node) -> int | None:
    """The name "of X" with which a name "of Y" is joined, where the parser joined it to X."""
    owner = parse.first_conjunct(node.head)
    above = parse.nodes[owner.head] if owner.head >= 0 else owner
    if node.mention is None or above.mention is None or owner.deprel != "nmod" or not _is_of(parse, owner):
        return None
    behind = parse.nodes[node.index + 1 : node.index + 2]
    return above.index if any(n.lemma.lower() == "of" for n in behind) else None


def is_next_told_alike(parse: Parse, node: Node) -> bool:
    """Whether "B of Y" behind "A of X," is no other word for A but the next of a row: "A of X, B of Y and C of Z"."""
    above = parse.nodes[node.head]
    alike = all(n.mention is not None and any(_is_of(parse, c) for c in parse.children(n.index, "nmod")) for n in (node, above))
    return alike and any(c.index > node.index and c.mention is not None for c in parse.children(above.index, "conj"))


def _is_of(parse: Parse, node: Node) -> bool:
    return any(c.lemma.lower() == "of" for c in parse.children(node.index, "case"))

"""The words and nodes that belong to a node of a parse: its phrase, its clause, what is coordinated with it."""

from collections.abc import Iterator
from typing import Final

from kg.model import Parse, Span

_DETACHED: Final = frozenset({"acl:relcl", "conj", "cc", "punct", "parataxis", "advcl", "appos", "case", "mark"})


def phrase_span(parse: Parse, index: int) -> Span:
    """The words of a node's phrase, without its preposition, conjuncts and loose clauses."""
    kept = [index]
    joined = min((c.index for c in parse.children(index, "conj")), default=len(parse.nodes))
    for child in parse.children(index):
        if child.index > joined:  # "security and trade in the region": what follows belongs to all
            continue
        loose = child.deprel in _DETACHED or (child.deprel == "det" and child.index < index)
        if not loose:
            kept.extend(parse.subtree(child.index))
    spans = [parse.nodes[i].span for i in kept]
    start, end = min(s.start for s in spans), max(s.end for s in spans)
    return Span(start, end)


def clause_span(parse: Parse, index: int) -> Span:
    """The words of a clause from its first to its last node, punctuation at the ends dropped."""
    inside = [
        i for i in parse.subtree(index)
        if parse.nodes[i].deprel not in ("punct",) and not _inserted(parse, i, index)
    ]  # fmt: skip
    return Span(parse.nodes[inside[0]].span.start, parse.nodes[inside[-1]].span.end)


def with_conjuncts(parse: Parse, index: int) -> Iterator[int]:
    """A node and what is coordinated with it."""
    yield index
    for child in parse.children(index, "conj"):
        yield from with_conjuncts(parse, child.index)


def _inserted(parse: Parse, index: int, top: int) -> bool:
    """Whether a node stands in an aside of the clause: "..., he said", ", displacing thousands"."""
    while index != top and index >= 0:
        node = parse.nodes[index]
        if node.deprel == "parataxis" or (node.deprel == "advcl" and node.xpos == "VBG" and _behind_comma(parse, index)):
            return True
        index = parse.nodes[index].head
    return False


def _behind_comma(parse: Parse, index: int) -> bool:
    """Whether a comma sets a clause off ("voted to leave, displacing thousands")."""
    first = min(parse.subtree(index))
    return parse.nodes[first].form == "," or (first > 0 and parse.nodes[first - 1].form == ",")

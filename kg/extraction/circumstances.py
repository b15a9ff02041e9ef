"""When and where: adjuncts that need no frame."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from kg.extraction.filling import Fillers
from kg.lexicon import Lexicon
from kg.model import EntityKind, Predicate, Relation, Span, TimeMention, TimeValue

_PLACES: Final = frozenset({EntityKind.CITY, EntityKind.PLACE, EntityKind.REGION, EntityKind.STATE, EntityKind.POLITY})
_NEAR_DAYS: Final = 10  # an act is dated from its context only where that is about the news of these days


class Circumstances:
    """Looks up time and place of predicates in one article."""

    def __init__(self, fillers: Fillers, lexicon: Lexicon) -> None:
        self._fillers = fillers
        self._times = fillers.analysis.times
        self._place_cases = lexicon.words("extraction", "place_cases")

    def time(self, predicate: Predicate) -> TimeValue | None:
        """The time that the words give: its own adjuncts, else those of the verb that carries it."""
        own = self._stated(self._time_nodes(predicate))
        return own or self._of_carrier(predicate)

    def _time_nodes(self, predicate: Predicate) -> Iterator[int]:
        parse = self._fillers.parse_of(predicate)
        carriers = [predicate.node] + ([predicate.light_node] if predicate.light_node is not None else [])
        for carrier in carriers:
            for child in parse.children(carrier):
                if child.time is not None:
                    yield child.time
                for below in parse.children(child.index):  # "early on Thursday", "in May and June"
                    attached = child.deprel in ("advmod", "obl", "nmod", "obl:unmarked") and child.mention is None
                    if below.time is not None and attached and child.upos in ("ADV", "ADP", "NUM", "ADJ"):
                        yield below.time
        for argument in predicate.arguments:
            for node in argument.nodes:
                number = parse.nodes[node].time
                if number is not None:
                    yield number

    def _stated(self, numbers: Iterator[int]) -> TimeValue | None:
        mentions = [self._times[n] for n in dict.fromkeys(numbers)]
        values = [with_relation(m) for m in mentions if m.value is not None]
        return max(values, key=_precision, default=None)

    def _of_carrier(self, predicate: Predicate) -> TimeValue | None:
        """ "On Monday A met B and praised C": a time before the first of joined verbs holds for all."""
        parse = self._fillers.parse_of(predicate)
        node = parse.nodes[predicate.light_node if predicate.light_node is not None else predicate.node]
        while node.deprel == "conj" and node.head >= 0:
            node = parse.nodes[node.head]
            early = [c.time for c in parse.children(node.index) if c.time is not None and c.index < node.index]
            found = self._stated(iter(n for n in early if n is not None))
            if found is not None:
                return found
        return self._in_name(predicate)

    def _in_name(self, predicate: Predicate) -> TimeValue | None:
        """A year inside the name of a conflict or agreement."""
        span = predicate.span
        inside = [m for m in self._times if span.covers(m.span) and m.value is not None]
        return inside[0].value if inside else None

    def place(self, predicate: Predicate) -> tuple[str, Span] | None:
        """The place told of the act: IRI and words."""
        parse = self._fillers.parse_of(predicate)
        found: list[tuple[int, str, Span]] = []
        for argument in predicate.arguments:
            if argument.relation is not Relation.OBLIQUE or argument.case not in self._place_cases:
                continue
            for node in argument.nodes[:1]:
                for filler in self._fillers.of_node(parse, node):
                    if filler.entity.kind in _PLACES and parse.nodes[node].mention is not None:
                        rank = 0 if filler.entity.kind is EntityKind.CITY else 1
                        found.append((rank, filler.entity.iri, filler.span))
        best = min(found, key=lambda row: row[0], default=None)
        return None if best is None else best[1:]


def with_relation(mention: TimeMention) -> TimeValue:
    """A value behind "since", "until", "by", "before", "after" turned to an open interval."""
    value = mention.value
    assert value is not None
    if mention.relation in ("since", "after"):
        return replace(value, end=None, edtf=f"{value.edtf}/..", earliest_end=None, latest_end=None)
    if mention.relation in ("until",):
        return replace(value, start=None, edtf=f"../{value.edtf}", earliest_start=None, latest_start=None)
    if mention.relation in ("by", "before"):
        return replace(value, edtf=f"../{value.edtf}", earliest_start=None, earliest_end=None)
    return value


def _precision(value: TimeValue) -> tuple[int, int]:
    start = value.start or value.end or ""
    return (len(start), 1 if value.start == value.end else 0)


def is_news(value: TimeValue, published: date | None) -> bool:
    """Whether a value is a day in the days before publication."""
    if published is None or value.start is None or len(value.start) != 10 or value.start != value.end:
        return False
    return timedelta(0) <= published - date.fromisoformat(value.start) <= timedelta(days=_NEAR_DAYS)

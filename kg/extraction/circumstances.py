"""When and where: adjuncts that need no frame."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from kg.extraction.filler import Filler
from kg.extraction.filling import Fillers
from kg.extraction.phrases import phrase_span
from kg.extraction.places import Place, Places
from kg.lexicon import Lexicon
from kg.model import Node, Parse, Predicate, Relation, TimeMention, TimeValue

_DAY: Final = len("2021-04-01")
_NEAR_DAYS: Final = 10  # an act is dated from its context only where that is about the news of these days


_CALLING = frozenset({"call", "invite", "receive", "recall", "summon"})


class Circumstances:
    """Looks up time and place of predicates in one article."""

    def __init__(self, fillers: Fillers, lexicon: Lexicon) -> None:
        self._fillers = fillers
        self._times = fillers.analysis.times
        self._times_of: dict[int, list[TimeMention]] = {}  # by sentence
        for mention in self._times:
            self._times_of.setdefault(mention.sentence, []).append(mention)
        self._places = Places(fillers, lexicon)
        self._occasion_cases = lexicon.words("extraction", "occasion_cases")
        self._gatherings = lexicon.words("extraction", "gatherings")
        self._going = lexicon.words("predicates", "light_oblique")
        self._carrying = lexicon.words("predicates", "light_object")
        self._carriers = lexicon.words("extraction", "time_carriers")

    def time(self, predicate: Predicate) -> TimeValue | None:
        """The time that the words give: its own adjuncts, else those of the verb that carries it."""
        own = self._stated(self._time_nodes(predicate))
        return (
            own
            or self._of_occasion(predicate)
            or self._of_holding(predicate)
            or self._of_attempt(predicate)
            or self._behind(predicate)
            or self._of_carrier(predicate)
            or self._of_main_clause(predicate)
            or self._of_copula(predicate)
            or self._of_infinitive(predicate)
            or self._enduring(predicate)
        )

    def _time_nodes(self, predicate: Predicate) -> Iterator[int]:
        parse = self._fillers.parse_of(predicate)
        carriers = [predicate.node] + ([predicate.light_node] if predicate.light_node is not None else [])
        for carrier in carriers:
            for child in parse.children(carrier):
                if child.time is not None and not self._is_term(parse, child):
                    yield child.time
                for below in parse.children(child.index):  # "early on Thursday", "in May and June"
                    attached = child.deprel in ("advmod", "obl", "nmod", "obl:unmarked") and child.mention is None
                    if below.time is not None and attached and child.upos in ("ADV", "ADP", "NUM", "ADJ"):
                        yield below.time
        for argument in predicate.arguments:
            for node in argument.nodes:
                number = parse.nodes[node].time
                if number is not None and not self._is_term(parse, parse.nodes[node]):
                    yield number

    def _is_term(self, parse: Parse, node: Node) -> bool:
        """Whether years are those for which something is to hold: "signed a plan for 2023-2024"."""
        value = None if node.time is None else self._times[node.time].value
        years = value is not None and len(value.start or value.end or "") == len("2023")
        return years and any(c.lemma.lower() == "for" for c in parse.children(node.index, "case"))

    def _of_occasion(self, predicate: Predicate) -> TimeValue | None:
        """ "agreed in the March 3 deal", "said during his 2014 visit": the date inside the occasion's words."""
        parse = self._fillers.parse_of(predicate)
        inside = (
            child.time
            for argument in predicate.arguments
            if argument.relation is Relation.OBLIQUE
            for node in argument.nodes[:1]
            if argument.case in self._occasion_cases or self._goes_to(predicate, argument.case, parse.nodes[node].lemma)
            for child in parse.children(node, "compound", "nmod", "nmod:poss", "nummod", "amod", "nmod:unmarked", "nmod:desc")
            if child.time is not None
        )
        return self._stated(inside)

    def _goes_to(self, predicate: Predicate, case: str | None, noun: str) -> bool:
        """ "travelled to Nortown for talks on Monday", "summoned X for a meeting on Monday": one goes to a gathering on its day."""
        called = predicate.lemma in _CALLING or f"{predicate.lemma} for" in self._going
        return case == "for" and noun in self._gatherings and called

    def _of_holding(self, predicate: Predicate) -> TimeValue | None:
        """ "the meeting in Nortown, held on 24 July": the day of the clause that says when it was held."""
        if predicate.pos != "NOUN":
            return None
        parse = self._fillers.parse_of(predicate)
        clauses = [c for c in parse.children(predicate.node, "acl", "acl:relcl") if c.lemma.lower() in self._carrying and c.xpos == "VBN"]
        return self._stated(iter([c.time for verb in clauses for c in parse.children(verb.index) if c.time is not None]))

    def _of_attempt(self, predicate: Predicate) -> TimeValue | None:
        """ "attempts last year at dialogue", "a round of talks on Monday": the day of what carries the noun."""
        parse = self._fillers.parse_of(predicate)
        node = parse.nodes[predicate.node]
        above = parse.nodes[node.head] if predicate.pos == "NOUN" and node.deprel == "nmod" else None
        if above is None or above.lemma.lower() not in self._carriers:
            return None
        return self._stated(iter([c.time for c in parse.children(above.index) if c.time is not None]))

    def _of_copula(self, predicate: Predicate) -> TimeValue | None:
        """ "X has been the subject of sanctions since 2011": what a clause says to be dates its nouns."""
        parse = self._fillers.parse_of(predicate)
        node = parse.nodes[predicate.node]
        while node.upos == "NOUN" and node.deprel in ("nmod", "nsubj") and node.head >= 0:
            node = parse.nodes[node.head]
        if node.index == predicate.node or not any(parse.children(node.index, "cop")):
            return None
        return self._stated(c.time for c in parse.children(node.index) if c.time is not None)

    def _stated(self, numbers: Iterator[int]) -> TimeValue | None:
        mentions = [self._times[n] for n in dict.fromkeys(numbers)]
        values = [with_relation(m) for m in mentions if m.value is not None]
        return _interval(values) or max(values, key=_precision, default=None)

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

    def _behind(self, predicate: Predicate) -> TimeValue | None:
        """ "stopped by a truce in 1994": a year right behind the noun dates it, whatever the parse hangs it on."""
        parse = self._fillers.parse_of(predicate)
        node = parse.nodes[predicate.node]
        if node.deprel == "amod" and node.head >= 0:  # "an X-mediated truce in 1994"
            node = parse.nodes[node.head]
        if node.upos != "NOUN":
            return None
        row = parse.nodes[max(parse.subtree(node.index)) + 1 :][:2]
        if len(row) < 2 or row[0].lemma.lower() not in ("in", "of") or row[1].time is None:
            return None
        found = self._stated(iter([row[1].time]))
        return found if found is not None and len(found.start or found.end or "") < _DAY else None

    def _of_main_clause(self, predicate: Predicate) -> TimeValue | None:
        """ "Things worsened in 1991 when X voted", "will travel next week to sign": the time of the main clause holds."""
        parse = self._fillers.parse_of(predicate)
        node = parse.nodes[predicate.light_node if predicate.light_node is not None else predicate.node]
        if node.deprel not in ("advcl", "acl:relcl", "advcl:relcl") or node.head < 0:
            return None
        if not any(c.lemma.lower() in ("when", "to") for c in parse.children(node.index, "advmod", "mark")):
            return None
        above = parse.nodes[node.head]
        own = [above.time] if above.time is not None else [c.time for c in parse.children(above.index)]
        return self._stated(iter([number for number in own if number is not None]))

    def _of_infinitive(self, predicate: Predicate) -> TimeValue | None:
        """ "voted to join X in 1991": a past year behind the infinitive dates what was done, not what was to be."""
        parse, published = self._fillers.parse_of(predicate), self._fillers.analysis.article.published
        if predicate.xpos != "VBD" or published is None:
            return None
        inner = [child.index for child in parse.children(predicate.node, "xcomp")]
        numbers = [c.time for index in inner for c in parse.children(index) if c.time is not None]
        found = self._stated(iter(numbers))
        end = (found.end or found.start) if found is not None else None
        return found if end is not None and end < published.isoformat()[: len(end)] else None

    def _enduring(self, predicate: Predicate) -> TimeValue | None:
        """ "They have been at war since the fall of the empire": begun then, not over when it was written."""
        parse = self._fillers.parse_of(predicate)
        carrier = predicate.light_node if predicate.light_node is not None else predicate.node
        perfect = any(c.form.lower() in ("have", "has") for c in parse.children(carrier, "aux"))
        since = [n for a in predicate.arguments if a.case == "since" for n in a.nodes if parse.nodes[n].time is None]
        published = self._fillers.analysis.article.published
        if not perfect or not since or published is None:
            return None
        words = phrase_span(parse, since[0])
        return TimeValue(
            start=None, end=None, edtf="/..", earliest_end=published.isoformat(), span=words,
            words=f"since {words.of(self._fillers.body)}",
        )  # fmt: skip

    def _in_name(self, predicate: Predicate) -> TimeValue | None:
        """A year inside the name of a conflict or agreement."""
        times = self._times_of.get(predicate.sentence, ())
        inside = [m for m in times if predicate.span.covers(m.span) and m.value is not None]
        return inside[0].value if inside else None

    def place(self, predicate: Predicate, sides: Sequence[Filler] = ()) -> Place | None:
        """The place that the words give (``Places.place``)."""
        return self._places.place(predicate, sides)


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


def is_news(value: TimeValue, published: date | None) -> bool:
    """Whether a value is a day in the days before publication."""
    return value.start == value.end and is_recent(value, published)


def is_recent(value: TimeValue, published: date | None) -> bool:
    """Whether a day, or the days from it on, lie in the days before publication."""
    if published is None or value.start is None or len(value.start) != 10:
        return False
    return timedelta(0) <= published - date.fromisoformat(value.start) <= timedelta(days=_NEAR_DAYS)


def _interval(values: Sequence[TimeValue]) -> TimeValue | None:
    """ "broke out in 1974 and lasted until 1979": a beginning and an end that follows it."""
    ends = [v for v in values if v.start is None and v.end is not None]
    begins = [v for v in values if v.start is not None and not v.edtf.startswith("../")]
    if len(ends) != 1 or len(begins) != 1 or (begins[0].start or "") >= (ends[0].end or ""):
        return None
    first, last = begins[0], ends[0]
    return replace(
        first, end=last.end, edtf=f"{first.edtf.removesuffix('/..')}/{last.edtf.removeprefix('../')}",
        earliest_end=last.earliest_end, latest_end=last.latest_end, words=f"{first.words} {last.words}".strip(),
    )  # fmt: skip


def _precision(value: TimeValue) -> tuple[int, int]:
    start = value.start or value.end or ""
    return (len(start), 1 if value.start == value.end else 0)

"""When and where an act was that does not say so itself: carried over from what was told before.

What is carried over is marked as inferred and never stands as stated.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from kg.extraction.circumstances import Place, is_news, is_recent
from kg.frames import ActCatalogue
from kg.model import Act, Analysis, Factuality, Parse, Predicate, Role, TimeValue


def dated_from_context(acts: Sequence[Act], analysis: Analysis) -> Iterator[Act]:
    """Undated news takes over the last news day told before it, marked as inferred.

    The day of publication serves where a press statement speaks in the present tense. The tale of
    the day ends where a main clause is dated before it ("The war lasted until 1994"): nothing behind
    takes a day over until the news goes on.
    """
    published = analysis.article.published
    last: TimeValue | None = None
    for act, turned in _in_order(acts, analysis):
        if turned:
            last = None
        if act.time is not None:
            if is_news(act.time, published):
                last = act.time
            yield act
            continue
        predicate = analysis.predicates[act.predicate] if act.predicate is not None else None
        if published is not None and predicate is not None and _done_by_the_text(act, predicate, analysis):
            day = published.isoformat()
            yield replace(act, time=TimeValue(start=day, end=day, edtf=day, inferred=True))
        elif last is not None and predicate is not None and not _background(predicate, analysis):
            yield replace(act, time=replace(last, inferred=True, words="", span=None))
        else:
            yield act


def _done_by_the_text(act: Act, predicate: Predicate, analysis: Analysis) -> bool:
    """Whether a text does the act itself: in the present tense, or by the words of its issuer."""
    agents = {p.entity for p in act.participations if p.role is Role.AGENT}
    issued = bool(agents) and agents <= set(analysis.resolution.issuers) and predicate.xpos not in ("VBD", "VBN")
    return issued or (predicate.xpos in ("VBZ", "VBP") and not predicate.modals)


def _in_order(acts: Sequence[Act], analysis: Analysis) -> Iterator[tuple[Act, bool]]:
    """The acts in text order, each with whether the tale has turned to the past since the one before."""
    seen = 0
    for act in sorted(acts, key=lambda a: (a.trigger, a.iri)):
        yield act, any(_turns_to_the_past(analysis, i) for i in range(seen, act.sentence + 1))
        seen = act.sentence + 1


def _turns_to_the_past(analysis: Analysis, sentence: int) -> bool:
    """Whether the main clause of a sentence is dated before the news."""
    parse, published = analysis.parses[sentence], analysis.article.published
    dated = [n.time for n in parse.nodes if n.time is not None and _heads_main_clause(parse, n.head)]
    values = [analysis.times[number].value for number in dated]
    return published is not None and any(v is not None and _is_past(v, published) for v in values)


def _is_past(value: TimeValue, published: date) -> bool:
    end = value.end or value.start
    return end is not None and not is_news(value, published) and end < published.isoformat()[: len(end)]


def _heads_main_clause(parse: Parse, index: int) -> bool:
    while index >= 0 and parse.nodes[index].deprel == "conj":
        index = parse.nodes[index].head
    return index >= 0 and parse.nodes[index].head < 0


def _background(predicate: Predicate, analysis: Analysis) -> bool:
    """Past perfect, a bare noun and a reduced clause ("accords reached") tell of an earlier time than the news."""
    parse = analysis.parses[predicate.sentence]
    carrier = parse.nodes[predicate.light_node if predicate.light_node is not None else predicate.node]
    auxiliaries = {c.form.lower() for c in parse.children(carrier.index, "aux")}
    bare = predicate.pos == "NOUN" and predicate.light_verb is None
    return bool(auxiliaries & {"had", "have", "has"}) or bare or carrier.deprel in ("acl", "amod")


@dataclass(frozen=True, slots=True)
class _Scene:
    """Where the people last spoken of are."""

    place: Place
    day: str | None
    sides: frozenset[str]

    def holds(self, sides: frozenset[str], day: str | None) -> bool:
        """Whether an act of these sides on this day may be part of it."""
        return bool(sides & self.sides) and (day is None or self.day is None or day == self.day)


def placed_from_context(acts: Sequence[Act], analysis: Analysis, catalogue: ActCatalogue) -> Iterator[Act]:
    """Acts without a place, of sides that were last told to be somewhere, on no other day: there.

    What is done from a distance ("by telephone") has no such place, nor has what lies in the past.
    """
    scene: _Scene | None = None
    for act, turned in _in_order(acts, analysis):
        if turned:
            scene = None
        if act.type in catalogue.types and catalogue.types[act.type].remote:
            if scene is not None and scene.sides & {p.entity for p in act.participations}:
                scene = None  # who calls has left the meeting
            yield act
            continue
        sides, day = _sides(act), act.time.start if act.time is not None else None
        predicate = analysis.predicates[act.predicate] if act.predicate is not None else None
        told_now = predicate is not None and not _background(predicate, analysis)
        if act.place is not None and act.place_span is not None:
            if told_now and sides and _is_now(act, analysis):
                scene = _Scene((act.place, act.place_span), day, sides)
        elif scene is not None and told_now and _is_now(act, analysis) and scene.holds(sides, day):
            act = replace(act, place=scene.place[0], place_inferred=True)
        yield act


def _sides(act: Act) -> frozenset[str]:
    return frozenset(x for p in act.participations for x in (p.entity, *p.on_behalf_of))


def _is_now(act: Act, analysis: Analysis) -> bool:
    """Whether an act is part of the news: a fact, of the last days where it is dated."""
    recent = act.time is None or act.time.inferred or is_recent(act.time, analysis.article.published)
    return recent and act.factuality is Factuality.ASSERTED

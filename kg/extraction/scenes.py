"""Where an act was that does not say so itself: carried over from the scene told before.

What is carried over is marked as inferred and never stands as stated.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kg.extraction.circumstances import Place, is_recent
from kg.extraction.telling import in_order, is_background
from kg.frames import ActCatalogue
from kg.model import Act, Analysis, Factuality


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
    for act, turned in in_order(acts, analysis):
        if turned:
            scene = None
        if act.type in catalogue.types and catalogue.types[act.type].remote:
            if scene is not None and scene.sides & {p.entity for p in act.participations}:
                scene = None  # who calls has left the meeting
            yield act
            continue
        sides, day = _sides(act), act.time.start if act.time is not None else None
        predicate = analysis.predicates[act.predicate] if act.predicate is not None else None
        told_now = predicate is not None and not is_background(predicate, analysis)
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

"""Acts in, acts out: what follows from an article without being said, marked as inferred.

Each rule reads several acts together: a named war has the sides of the clashes in its sentence; a meeting on the sidelines of another is at its place; two
ministers who meet on the day of a round of consultations of their states are part of it; the wars and
clashes of the sides of an enduring conflict belong to it; the only war of a year is the one that a
clash of that year led to.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from kg.frames import ActCatalogue
from kg.model import STATE_KINDS, Act, ActRelation, Analysis, Factuality, Role, TimeValue

ENDURING = "/.."  # EDTF: begun at an unknown time, not over


def infer(acts: Sequence[Act], analysis: Analysis, catalogue: ActCatalogue) -> tuple[Act, ...]:
    """The acts with inferred places, times and ties."""
    reader = _Reader(analysis, catalogue)
    known = {a.iri: a for a in acts}
    for rule in (reader.not_done_by_voters, reader.in_one_breath, reader.beside, reader.within_round, reader.of_conflict, reader.same_war):
        for act in rule(tuple(known.values())):
            known[act.iri] = act
    return tuple(known.values())


class _Reader:
    """Applies the rules to the acts of one article; each rule gives the acts that it changes."""

    def __init__(self, analysis: Analysis, catalogue: ActCatalogue) -> None:
        self._catalogue = catalogue
        self._kinds = {e.iri: e.kind for e in analysis.resolution.entities}

    def not_done_by_voters(self, acts: Sequence[Act]) -> Iterator[Act]:
        """ "X voted to leave, displacing thousands": harm that comes out of what is no use of force is not X's doing."""
        known = {a.iri: a for a in acts}
        for cause in acts:
            if self._catalogue.is_a(cause.type, "UseOfForce") or self._catalogue.is_a(cause.type, "ArmedConflict"):
                continue
            for harm in (known[t] for t in _targets(cause, "ledTo") if t in known):
                doers = {p.entity for p in cause.participations}
                kept = tuple(p for p in harm.participations if p.role is not Role.AGENT or p.entity not in doers)
                if harm.sentence == cause.sentence and kept != harm.participations:
                    yield replace(harm, participations=kept)

    def in_one_breath(self, acts: Sequence[Act]) -> Iterator[Act]:
        """ "A and B clashed, with the conflict reigniting in the Long War": the sides are those of the sentence."""
        conflicts = [a for a in acts if self._catalogue.is_a(a.type, "ArmedConflict")]
        for act in conflicts:
            beside = [a for a in conflicts if a.sentence == act.sentence and a.participations and not a.name]
            if act.name and not act.participations and len(beside) == 1:
                sides = tuple(replace(p, inferred=True) for p in beside[0].participations)
                yield replace(act, participations=sides)

    def beside(self, acts: Sequence[Act]) -> Iterator[Act]:
        """What is held on the sidelines of an act is at its place, and on a day of it."""
        known = {a.iri: a for a in acts}
        for act in acts:
            for target in _targets(act, "onSidelinesOf"):
                whole = known.get(target)
                if whole is None or act.factuality is not Factuality.ASSERTED:
                    continue
                if act.place is None and whole.place is not None:
                    yield replace(act, place=whole.place, place_inferred=True)
                if whole.time is None and act.time is not None:
                    known[target] = replace(whole, time=replace(act.time, inferred=True, words="", span=None))
                    yield known[target]

    def within_round(self, acts: Sequence[Act]) -> Iterator[Act]:
        """A meeting of the states of one part of a round, on its day and nowhere else, is part of it."""
        parts: dict[tuple[str, frozenset[str], str | None], list[Act]] = {}
        for act in acts:
            if "/part/" in act.iri and any(_targets(act, "subEventOf")):
                parts.setdefault((act.type, self._states(act), _day(act)), []).append(act)
        for act in acts:
            states, day = self._states(act), _day(act)
            same = parts.get((act.type, states, day), ()) if states and day is not None else ()
            part = next((p for p in same if _places_agree(act, p)), None)
            if part is not None and act not in same:
                yield _with(act, "subEventOf", part.iri)

    def of_conflict(self, acts: Sequence[Act]) -> Iterator[Act]:
        """Wars and clashes of the sides of an enduring conflict, on its ground, or told under it are parts of it."""
        conflicts = [a for a in acts if self._catalogue.is_a(a.type, "ArmedConflict")]
        enduring = [a for a in conflicts if a.time is not None and a.time.edtf == ENDURING]
        if len(enduring) != 1:
            return
        whole = enduring[0]
        ground = {e for t in whole.topics for e in t.entities} | ({whole.place} if whole.place else set())
        for act in conflicts:
            sides = self._states(act)
            of_sides = bool(sides) and sides <= self._states(whole)
            unnamed = not act.participations and act.place is None and act.trigger > whole.trigger
            if act.iri != whole.iri and (of_sides or act.place in ground or unnamed):
                yield _with(act, "partOfConflict", whole.iri)

    def same_war(self, acts: Sequence[Act]) -> Iterator[Act]:
        """ "the clash of September 2012 led to the worst conflict in decades": the only war of 2012 told elsewhere."""
        known = {a.iri: a for a in acts}
        for cause in acts:
            for effect in (known[t] for t in _targets(cause, "ledTo") if t in known):
                bare = not effect.participations and effect.time is None and cause.time is not None
                same = [
                    a for a in acts
                    if bare and a.type == effect.type and a.iri != effect.iri and _year(a.time) == _year(cause.time) is not None
                ]  # fmt: skip
                if len(same) == 1:
                    yield _with(effect, "sameOccurrenceAs", same[0].iri)

    def _states(self, act: Act) -> frozenset[str]:
        sides = (x for p in act.participations for x in (p.entity, *p.on_behalf_of))
        return frozenset(x for x in sides if self._kinds.get(x) in STATE_KINDS)


def _targets(act: Act, kind: str) -> Iterable[str]:
    return [r.target for r in act.relations if r.kind == kind]


def _with(act: Act, kind: str, target: str) -> Act:
    if target in _targets(act, kind):
        return act
    return replace(act, relations=(*act.relations, ActRelation(kind=kind, target=target, inferred=True)))


def _day(act: Act) -> str | None:
    return act.time.start if act.time is not None else None


def _year(time: TimeValue | None) -> str | None:
    return time.start[:4] if time is not None and time.start is not None and not time.inferred else None


def _places_agree(a: Act, b: Act) -> bool:
    return a.place is None or b.place is None or a.place == b.place

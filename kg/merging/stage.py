"""The stage: acts told more than once found and joined, ties led on to what is left."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import islice
from typing import Final

from kg.frames import ActCatalogue
from kg.merging.joining import join
from kg.merging.sameness import Sameness
from kg.merging.saying import without_doubled_saying, without_threatened_deeds
from kg.merging.sides import agents, doers, sides
from kg.model import Act, ActRelation, Analysis

_RECENT: Final = 30  # acts last told with something in common that one is compared with: time stays linear in long texts


def merge_acts(acts: Sequence[Act], analysis: Analysis, catalogue: ActCatalogue) -> tuple[Act, ...]:
    """Fewer acts, more evidence, in text order; ties follow their targets."""
    sameness = Sameness(analysis, catalogue)
    renamed: dict[str, str] = {}
    found = without_doubled_saying(sorted(acts, key=lambda a: (a.trigger, a.iri)), analysis, catalogue)
    found = without_threatened_deeds(found, analysis, catalogue)
    for same in (sameness.told_in_one_clause, sameness.same):  # verb and noun first, while each is alone
        found = _joined(found, same, catalogue, renamed)
    existing = {a.iri for a in found}
    return tuple(_renamed(act, renamed, existing) for act in found)


def _joined(
    acts: Sequence[Act], same: Callable[[Act, Act], bool], catalogue: ActCatalogue, renamed: dict[str, str]
) -> list[Act]:
    """The acts with those joined that are the same; ``renamed`` takes the IRIs that are gone."""
    told = _Told()
    for act in acts:
        place = next((i for i in told.like(act) if same(told.acts[i], act)), None)
        if place is None:
            told.add(act)
            continue
        merged = join(told.acts[place], act, catalogue)
        renamed[act.iri] = renamed[told.acts[place].iri] = merged.iri
        told.replace(place, merged)
    return told.acts


class _Told:
    """The acts kept so far, found by sentence, sides, states and agents: without one in common no two are the same."""

    def __init__(self) -> None:
        self.acts: list[Act] = []
        self._places: dict[int | str | frozenset[str], dict[int, None]] = {}  # in the order in which they were last told

    def like(self, act: Act) -> list[int]:
        """The places of those that an act may be the same as, newest first."""
        keys = self._keys(act) if doers(act) else (*self._keys(act), act.type)  # "the strike" may be one of somebody's told before
        return sorted({i for key in keys for i in islice(reversed(self._places.get(key, {})), _RECENT)}, reverse=True)

    def add(self, act: Act) -> None:
        """Keeps an act."""
        self.acts.append(act)
        self.replace(len(self.acts) - 1, act)

    def replace(self, place: int, act: Act) -> None:
        """Puts a fuller telling in the place of an act."""
        self.acts[place] = act
        for key in (*self._keys(act), act.type):
            row = self._places.setdefault(key, {})
            row.pop(place, None)
            row[place] = None

    @staticmethod
    def _keys(act: Act) -> tuple[int | frozenset[str], ...]:
        states = frozenset((p.on_behalf_of or (p.entity,))[-1] for p in act.participations)
        sent_by = frozenset((p.on_behalf_of or (p.entity,))[-1] for p in act.participations if p.entity in agents(act))
        return act.sentence, sides(act), states, frozenset(agents(act)), sent_by


def _renamed(act: Act, renamed: dict[str, str], existing: set[str]) -> Act:
    ties: list[ActRelation] = []
    for tie in act.relations:
        target = tie.target
        for _ in range(5):
            target = renamed.get(target, target)
        if (target in existing or "/act/" not in target) and target != act.iri and (tie.kind, target) not in {(t.kind, t.target) for t in ties}:
            ties.append(replace(tie, target=target))
    return replace(act, relations=tuple(ties))

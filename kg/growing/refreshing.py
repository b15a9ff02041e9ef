"""Facts from Wikidata itself: of whom, in which order, and when to stop asking.

First the people asked for, their offices and states; then who follows them, as far as one step tells: holders of the
offices (P1308), heads of the states (P35, P6), successors (P1366); then the positions of all these people; then the
classes above the positions, some steps up. What Wikidata has made a redirect is told under its new number.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from kg.growing.client import Client, Read
from kg.growing.closure import Classes, office_roots
from kg.growing.entity import Entity, number, true_statements
from kg.growing.facts import Fact, OfficeFact, PersonFact, fact_of

STEPS_UP: Final = 4  # from a position to a class of office
_HEADS: Final = ("P1308", "P35", "P6")


@dataclass(slots=True)
class Refresh:
    """What was asked for and answered."""

    client: Client
    told: Callable[[str, int, int], None]  # step, ids answered, of how many
    read: dict[int, Read] = field(default_factory=dict)
    redirects: dict[int, int] = field(default_factory=dict)
    asked: set[int] = field(default_factory=set)

    def facts(self, items: Iterable[int]) -> list[Fact]:
        """The facts of some items and of who follows; each carries its revision and day.

        Raises:
            WikidataError: No answer that can be used.
        """
        first = self._ask("asked for", items)
        self._ask("successors", {i for entity in first for i in _following(entity)})
        people = [r.entity for r in self.read.values()]
        roots = office_roots()
        above = self._ask("positions", {i for e in people for i in _positions(e)})
        for _ in range(STEPS_UP):
            above = self._ask("classes", {i for e in above for i in (*_superclasses(e), *_classes(e))} - roots)
        classes = Classes(self._pairs(), self.redirects)
        return list(self._told(classes))

    def _ask(self, step: str, items: Iterable[int]) -> list[Entity]:
        """The entities of those items that nobody asked for yet."""
        new = sorted({self.redirects.get(i, i) for i in items} - self.asked)
        self.asked.update(new)
        done, found = 0, []

        def told(count: int) -> None:
            nonlocal done
            done += count
            self.told(step, done, len(new))

        for read in self.client.entities((f"Q{i}" for i in new), told):
            item, asked = read.entity.number, number(read.asked)
            if item is None:
                continue
            if asked is not None and asked != item:
                self.redirects[asked] = item
                self.asked.add(item)
            self.read[item] = read
            found.append(read.entity)
        return found

    def _pairs(self) -> "np.ndarray[tuple[int, int], np.dtype[np.uint32]]":
        pairs = [(item, above) for item, read in sorted(self.read.items()) for above in _superclasses(read.entity)]
        return np.array(pairs, dtype=np.uint32).reshape(-1, 2)

    def _told(self, classes: Classes) -> Iterator[Fact]:
        for item, read in sorted(self.read.items()):
            fact = fact_of(read.entity, classes, self.redirects)
            if fact is not None:
                fact.as_of = read.day
                revision = f", revision {read.entity.lastrevid}" if read.entity.lastrevid else ""
                if not isinstance(fact, OfficeFact):
                    fact.source = f"Wikidata, {read.entity.id}{revision}, read on {read.day} (CC0 1.0)"
                if isinstance(fact, PersonFact):
                    fact.formerly = sorted(old for old, new in self.redirects.items() if new == item)
                yield fact


def _following(entity: Entity) -> Iterator[int]:
    """Who may hold now what another held: heads of a state, holders of an office, successors of a person."""
    for prop in _HEADS:
        for statement in true_statements(getattr(entity.told, prop)):
            if statement.mainsnak.item is not None:
                yield statement.mainsnak.item
    for statement in true_statements(entity.told.P39):
        for snak in statement.qualified.P1366:
            if snak.item is not None:
                yield snak.item


def _positions(entity: Entity) -> Iterator[int]:
    return (s.mainsnak.item for s in true_statements(entity.told.P39) if s.mainsnak.item is not None)


def _superclasses(entity: Entity) -> Iterator[int]:
    return (s.mainsnak.item for s in true_statements(entity.told.P279) if s.mainsnak.item is not None)


def _classes(entity: Entity) -> Iterator[int]:
    return (s.mainsnak.item for s in true_statements(entity.told.P31) if s.mainsnak.item is not None)

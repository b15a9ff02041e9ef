"""Facts of layers in, rows of the index out.

A tenure ends where its statement ends. "No end" holds up to the day of the dump or answer, and only where the
statement tells a start, no successor, no reason for an end, and its holder is not dead; an end without a date leaves
all days from the start on unknown. What cannot be told is left out and counted.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import msgspec

from kg.errors import GrowingError
from kg.gazetteer.rows import EntityRow, Name, NameUse, PersonRow, Row, TenureRow
from kg.gazetteer.seeds import OTHER_OFFICE
from kg.growing.days import Bound
from kg.growing.facts import EntityFact, Fact, Held, OfficeFact, PersonFact, decode
from kg.growing.known import Known
from kg.growing.offices import Offices
from kg.model import EntityKind

_PERSON: Final = b'{"type":"person"'
_ALIASES: Final = 12  # of one person
_LAST_LATIN: Final = "\u024f"
_IN_TEXT: Final = re.compile(r"[\w\s.'’&/-]+")  # a name that running text may hold


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """A file of facts, with the words and the day that hold for those without their own."""

    path: Path
    source: str
    as_of: str  # day up to which "no end" is known
    known_offices: bool = False  # without tenures of an office of no class
    min_population: int = 0  # of settlements that are the capital of no state

    def facts(self, *, people: bool = True) -> Iterator[Fact]:
        """The facts in the order of the file."""
        with self.path.open("rb") as file:
            for number, line in enumerate(file, 1):
                if people or not line.startswith(_PERSON):
                    try:
                        yield decode(line)
                    except msgspec.MsgspecError as error:
                        raise GrowingError(f"{self.path}: line {number}: expected a fact: {error}; build or refresh anew") from error

    def people(self) -> Iterator[tuple[PersonFact, str]]:
        """The people, each with the day up to which it is known."""
        for fact in self.facts():
            if isinstance(fact, PersonFact):
                yield fact, fact.as_of or self.as_of


@dataclass(slots=True)
class Report:
    """What became of the facts."""

    entities: int = 0
    people: int = 0
    tenures: int = 0
    left_out: Counter[str] = field(default_factory=Counter)  # reason: how many


class Assembly:
    """The rows of a dump's layer and of those read after it; of one entity the later fact counts."""

    def __init__(self, layers: Sequence[Layer], known: Known) -> None:
        self._layers, self._known, self.report = layers, known, Report()
        posts: dict[int, tuple[OfficeFact, str]] = {}
        entities: dict[int, tuple[EntityFact, str]] = {}
        self._told_by: dict[int, Layer] = {}
        for layer in layers:
            for fact in layer.facts(people=False):
                day = fact.as_of or layer.as_of
                if isinstance(fact, OfficeFact) and day >= posts.get(fact.id, (fact, ""))[1]:
                    posts[fact.id] = (fact, day)
                elif isinstance(fact, EntityFact) and day >= entities.get(fact.id, (fact, ""))[1]:
                    entities[fact.id] = (fact, day)
                    self._told_by[fact.id] = layer
        self._entities = [fact for fact, _ in entities.values()]
        bodies = {i: label for i, (_, label) in known.entities.items()} | {f.id: f.label for f in self._entities}
        self._capitals = {(city, f.id) for f in self._entities if f.kind == "state" for city in f.capitals}
        self._offices = Offices({i: fact for i, (fact, _) in posts.items()}, known, bodies)

    def rows(self) -> Iterator[Row]:
        """Entities, then people, each followed by the tenures."""
        for entity in self._entities:
            yield from self._entity(entity, self._told_by[entity.id])
        last = {person.id: day for layer in self._layers[1:] for person, day in layer.people()}
        told: set[int] = set()  # people of ``last`` of whom the dump knows a later day
        for place, layer in enumerate(self._layers):
            for person, day in layer.people():
                if person.id in told or (place == 0 and day <= last.get(person.id, "")):
                    continue
                if person.id in last:
                    told.add(person.id)
                yield from self._person(person, day, layer)

    def _entity(self, fact: EntityFact, layer: Layer) -> Iterator[EntityRow]:
        """The row of an entity that the packaged index lacks: what it has stays."""
        if fact.id in self._known.entities:
            return
        capital_of = [i for i in fact.capital_of if (fact.id, i) in self._capitals]
        if fact.kind == "city" and not capital_of and fact.population < layer.min_population:
            return
        self.report.entities += 1
        yield EntityRow(
            key=f"Q{fact.id}", kind=EntityKind(fact.kind), label=fact.label, wikidata=f"Q{fact.id}", types=tuple(fact.types),
            names=tuple(_names(fact)), iso2=fact.iso2, iso3=fact.iso3, capital_of=tuple(f"Q{i}" for i in capital_of),
            source=fact.source or layer.source,
        )  # fmt: skip

    def _person(self, fact: PersonFact, as_of: str, layer: Layer) -> Iterator[Row]:
        """A person with the tenures that can be told, nothing where none can; under the key that the packaged index has."""
        source = fact.source or layer.source
        key = f"Q{next((old for old in fact.formerly if old in self._known.people), fact.id)}"
        tenures = [row for held in fact.held if (row := self._tenure(key, fact, held, as_of, source)) is not None]
        if layer.known_offices:
            known = [row for row in tenures if row.office != OTHER_OFFICE]
            self.report.left_out["tenures of an office of no class"] += len(tenures) - len(known)
            tenures = known
        if not tenures:
            self.report.left_out["people without an office of a state or body that is kept"] += 1
            return
        aliases = [a for a in fact.aliases if _latin(a)][:_ALIASES]
        self.report.people += 1
        self.report.tenures += len(tenures)
        yield PersonRow(
            key=key, name=fact.name, aliases=tuple(aliases), gender=fact.gender, wikidata=f"Q{fact.id}", source=source
        )
        yield from tenures

    def _tenure(self, key: str, person: PersonFact, held: Held, as_of: str, source: str) -> TenureRow | None:
        if held.end is None and person.dead:
            self.report.left_out["tenures without an end of people who died"] += 1
            return None
        if held.start and held.end and held.end < held.start[: len(held.end)]:
            self.report.left_out["tenures that end before they start"] += 1
            return None
        post = self._offices.of_statement(held)
        if post is None:
            self.report.left_out["tenures of no state or body that is kept"] += 1
            return None
        office, of = post
        return TenureRow(
            person=key, office=office, of=f"Q{of}", title=self._offices.title(held.position) or office.replace("-", " "),
            start=held.start, end=held.end, true_on=_true_on(held, as_of), statement=held.statement or None,
            office_wikidata=f"Q{held.position}", source=source,
        )  # fmt: skip


def _true_on(held: Held, as_of: str) -> str | None:
    """The day up to which a tenure is vouched for: none where it may have been over before."""
    if held.end is not None:
        return as_of
    over = held.over or held.open is Bound.VAGUE
    begun = held.start is not None or held.open is Bound.NONE
    return as_of if begun and not over else None


def _names(fact: EntityFact) -> Iterable[Name]:
    """The label as a name in running text where it can be one, all else only for look-ups of whole names."""
    subnational = "SubnationalUnit" in fact.types
    if subnational or not _in_text(fact.label):
        yield Name(text=fact.label, use=NameUse.FOREIGN)
    else:
        yield Name(text=fact.label, strong=fact.kind != "city" or not _english_word(fact.label))
    for alias in fact.aliases:
        spoken = fact.kind == "organisation" and _in_text(alias)
        yield Name(text=alias, use=NameUse.NAME if spoken else NameUse.FOREIGN, strong=" " in alias)


def _latin(text: str) -> bool:
    return max(text) <= _LAST_LATIN


def _in_text(name: str) -> bool:
    return len(name) > 2 and name[0].isupper() and _latin(name) and bool(_IN_TEXT.fullmatch(name))


def _english_word(name: str) -> bool:
    """Whether a name of one word is also a word: "Split", "Mobile"."""
    from lemminflect import getAllLemmas  # reads its tables when imported

    return " " not in name and bool(getAllLemmas(name.lower()))

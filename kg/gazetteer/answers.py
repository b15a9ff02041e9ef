"""What the gazetteer answers with: things, people, and who held which office when."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from kg.gazetteer.intervals import interval
from kg.gazetteer.names import Form
from kg.gazetteer.rows import NameUse
from kg.model import EntityKind

# What the tables call head of state or government goes by many titles.
TITLE_CLASSES: Final = {
    "president": ("head-of-state", "head-of-government"),
    "monarch": ("head-of-state",),
    "head-of-state": ("head-of-state",),
    "prime-minister": ("head-of-government",),
    "chancellor": ("head-of-government", "minister"),
    "head-of-government": ("head-of-government",),
    "leader": ("head-of-state", "head-of-government"),
    "crown-prince": ("head-of-government", "deputy-prime-minister", "defence-minister"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An entity that is no person."""

    key: str  # Wikidata id, else a key of our own
    kind: EntityKind
    label: str
    source: str  # who says so
    wikidata: str | None = None
    iso2: str | None = None
    iso3: str | None = None
    types: tuple[str, ...] = ()
    organ_of: str | None = None
    capital_of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NameMatch:
    """A name at a place in a row of words."""

    length: int  # words
    use: NameUse
    entries: tuple[Entry, ...]  # best first
    strong: bool = True  # False: alone it does not tell the first from others


@dataclass(frozen=True, slots=True)
class Holder:
    """A person in an office, from a sourced row."""

    person: str
    name: str
    office: str
    of: str
    title: str
    start: str | None
    end: str | None
    true_on: str | None
    statement: str | None  # Wikidata statement id
    office_wikidata: str | None
    source: str

    @property
    def words(self) -> str:
        """ "Minister of Foreign Affairs, 2020-11-18 to 2021-05-27"; without an end the day until which the row tells."""
        until = f" to {self.end}" if self.end else f", true on {self.true_on}" if self.true_on else ""
        return f"{self.title}, {self.start or 'since an unknown day'}{until}"

    def held_on(self, day: date) -> bool | None:
        """Whether the row has the person in office on a day; None where it cannot know."""
        return interval(self.start, self.end, self.true_on).covers(day.isoformat())


@dataclass(frozen=True, slots=True)
class Person:
    """Someone who held an office, by the sourced rows."""

    key: str
    name: str
    gender: str | None
    wikidata: str | None
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedPerson:
    """A person one of whose names agrees with a name."""

    person: Person
    known_as: str  # that name, folded
    form: Form  # what the two have in common

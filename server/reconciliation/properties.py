"""What is known of a record: properties to fetch (data extension) and to narrow by (queries)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from kg.gazetteer import Holder
from server.reconciliation.records import Directory, Record

Cell = dict[str, Any]  # one value as the specification writes it: {"id", "name"}, {"str"}, {"date"} or {} for none
WIKIDATA: Final = "https://wikidata.reconci.link/en/api"  # the service whose identifiers are Wikidata's
NONE: Final[Cell] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Property:
    """A property; ``of`` are the types that have it, () where it only narrows queries."""

    id: str
    name: str
    description: str
    of: tuple[str, ...]
    type: str | None = None  # of its values, where these are records
    service: str | None = None  # that knows its values, where these are no records of ours

    def reference(self) -> dict[str, object]:
        """The property as answers name it."""
        return {"id": self.id, "name": self.name}

    def described(self) -> dict[str, object]:
        """The property as suggestions tell it."""
        return self.reference() | {"description": self.description}


_ALL: Final = ("Person", "Office", "Agent", "Place")
_TENURES: Final = "of each office held, in the order of the others"
PROPERTIES: Final = {p.id: p for p in (
    Property(id="country", name="country or body", of=("Person", "Office", "City", "Organization"), type="Agent",
             description="State or body whose office is held (one of each office), of which a city is the capital or an organisation an organ"),
    Property(id="office", name="office", of=("Person",), type="Office", description="Office held; in queries also a title or class: foreign minister"),
    Property(id="on", name="on the day", of=(), description="In queries: a day (2021-04-02) on which the person must have been in office"),
    Property(id="title", name="title", of=("Person", "Office"), description=f"Title as the source words it, {_TENURES}"),
    Property(id="since", name="in office since", of=("Person",), description=f"First day, {_TENURES}"),
    Property(id="until", name="in office until", of=("Person",), description=f"First day no longer, {_TENURES}; none does not mean still in office"),
    Property(id="known-on", name="known on", of=("Person",), description=f"Day on which the source was true, {_TENURES}"),
    Property(id="statement", name="Wikidata statement", of=("Person",), description=f"Identifier of the P39 statement, {_TENURES}"),
    Property(id="holder", name="holder", of=("Office",), type="Person", description="Who holds it on the day of the setting, else all who are known"),
    Property(id="office-class", name="class of office", of=("Office",), description="Such as foreign-minister"),
    Property(id="iso2", name="ISO 3166-1 alpha-2", of=("GeopoliticalEntity",), description="Code of two letters, such as AM"),
    Property(id="iso3", name="ISO 3166-1 alpha-3", of=("GeopoliticalEntity",), description="Code of three letters, such as ARM"),
    Property(id="gender", name="gender", of=("Person",), description="As the source has it"),
    Property(id="wikidata", name="Wikidata item", of=_ALL, service=WIKIDATA, description="Item of Wikidata, such as Q399"),
    Property(id="iri", name="IRI", of=_ALL, description="Name of the thing in the graph"),
    Property(id="source", name="source", of=_ALL, description="Who says that it exists"),
)}  # fmt: skip


def properties_of(kind: frozenset[str]) -> tuple[Property, ...]:
    """The properties that things of a type, given with all types above it, may have values of."""
    return tuple(p for p in PROPERTIES.values() if kind & set(p.of))


def values(directory: Directory, record: Record, name: str, on: date | None = None) -> list[Cell]:
    """The values of a property of a record; with ``on`` only of offices certainly held on that day."""
    if record.person is not None and name in _OF_TENURES:
        tenures = [t for t in directory.gazetteer.tenures(record.person.key) if on is None or t.held_on(on)]
        return [_OF_TENURES[name](directory, t) for t in sorted(tenures, key=lambda t: (t.start or "", t.of, t.office, t.title))]
    found = _OTHERS[name](directory, record, on) if name in _OTHERS else []
    return [cell for cell in found if cell]


def _reference(record: Record | None) -> Cell:
    return NONE if record is None else {"id": record.id, "name": record.name}


def _str(text: str | None) -> Cell:
    return NONE if text is None else {"str": text}


def _date(text: str | None) -> Cell:
    """A day as a date, a month or year as words: a date would invent the day."""
    return {"date": f"{text}T00:00:00Z"} if text is not None and len(text) == 10 else _str(text)


def _entity(directory: Directory, key: str) -> Cell:
    return _reference(directory.record(f"entity/{key}"))


def _office(directory: Directory, tenure: Holder) -> Cell:
    post = directory.post_of(tenure)
    return _reference(None if post is None else directory.of_office(post))


_OF_TENURES: Final[dict[str, Callable[[Directory, Holder], Cell]]] = {
    "country": lambda directory, tenure: _entity(directory, tenure.of),
    "office": _office,
    "title": lambda _, tenure: _str(tenure.title),
    "since": lambda _, tenure: _date(tenure.start),
    "until": lambda _, tenure: _date(tenure.end),
    "known-on": lambda _, tenure: _date(tenure.true_on),
    "statement": lambda _, tenure: _str(tenure.statement),
}


def _countries(directory: Directory, record: Record, on: date | None) -> list[Cell]:
    if record.office is not None:
        return [_entity(directory, record.office.of)]
    entry = record.entry
    keys = () if entry is None else (*entry.capital_of, *([entry.organ_of] if entry.organ_of else []))
    return [_entity(directory, key) for key in keys]


def _holders(directory: Directory, record: Record, on: date | None) -> list[Cell]:
    post = record.office
    if post is None:
        return []
    keys = dict.fromkeys(t.person for t in directory.tenures_of(post) if on is None or t.held_on(on))
    return [_entity(directory, key) for key in keys]


def _wikidata(directory: Directory, record: Record, on: date | None) -> list[Cell]:
    return [{"id": record.wikidata, "name": record.name}] if record.wikidata else []


def _source(directory: Directory, record: Record, on: date | None) -> list[Cell]:
    of = record.entry or record.person
    return [] if of is None else [_str(of.source)]


_OTHERS: Final[dict[str, Callable[[Directory, Record, date | None], list[Cell]]]] = {
    "country": _countries,
    "holder": _holders,
    "wikidata": _wikidata,
    "source": _source,
    "title": lambda _, record, __: [_str(t) for t in record.office.titles] if record.office else [],
    "office-class": lambda _, record, __: [_str(record.office.office)] if record.office else [],
    "iso2": lambda _, record, __: [_str(record.entry.iso2)] if record.entry else [],
    "iso3": lambda _, record, __: [_str(record.entry.iso3)] if record.entry else [],
    "gender": lambda _, record, __: [_str(record.person.gender)] if record.person else [],
    "iri": lambda directory, record, _: [_str(directory.base + record.id)],
}

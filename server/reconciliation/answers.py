"""Answers in the form of the specification: results, extensions, suggestions, proposals, flyouts."""

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import islice
from typing import Any, Final

from markupsafe import escape

from kg.iris import slug
from server.reconciliation.matching import Matcher, Scored
from server.reconciliation.properties import PROPERTIES, Property, properties_of, values
from server.reconciliation.protocol import Extension, Query
from server.reconciliation.records import Directory, Record
from server.reconciliation.types import TYPES, Type, lineage

SUGGESTED: Final = 20  # at once


def results(matcher: Matcher, batch: Mapping[str, Query]) -> dict[str, Any]:
    """A reconciliation result batch."""
    return {key: {"result": [_candidate(matcher.directory, s) for s in matcher.candidates(query)]} for key, query in batch.items()}


def _candidate(directory: Directory, scored: Scored) -> dict[str, Any]:
    record = scored.record
    told = record.description if scored.tenure is None else directory.words_of(scored.tenure)
    return {
        "id": record.id, "name": record.name, "description": told, "score": round(100 * scored.score, 1), "match": scored.match,
        "type": record.type_references(), "features": [{"id": slug(f.name), "value": f.weight} for f in scored.features],
    }  # fmt: skip


def extension(directory: Directory, asked: Extension) -> dict[str, Any]:
    """A data extension response; an identifier that nobody bears has no values."""
    records = {identifier: directory.record(identifier) for identifier in asked.ids}
    rows = {}
    for identifier, record in records.items():
        row = {}
        for wanted in asked.properties:
            cells = [] if record is None else values(directory, record, wanted.property, wanted.on)
            row[wanted.property] = cells[: wanted.limit or None]
        rows[identifier] = row
    return {"meta": [_column(PROPERTIES[p]) for p in dict.fromkeys(w.property for w in asked.properties)], "rows": rows}


def _column(prop: Property) -> dict[str, Any]:
    kind = {"type": TYPES[prop.type].reference()} if prop.type else {}
    return prop.reference() | kind | ({"service": prop.service} if prop.service else {})


def proposals(kind: str | None, limit: int) -> dict[str, Any]:
    """A data extension property proposal for a type, or for all."""
    found = properties_of(lineage(kind)) if kind else tuple(p for p in PROPERTIES.values() if p.of)
    answer: dict[str, Any] = {"properties": [p.described() for p in found[: limit or None]]}
    return answer | ({"type": kind} if kind else {}) | ({"limit": limit} if limit else {})


def suggested_entities(matcher: Matcher, prefix: str, kinds: tuple[str, ...], cursor: int) -> dict[str, Any]:
    """Records that have the prefix as identifier or code, or whose name begins so; of one of the types where any is given."""
    directory = matcher.directory
    exact = directory.record(prefix)
    identifiers = dict.fromkeys((*([exact.id] if exact else []), *matcher.search.starting(prefix)))
    found = (r for i in identifiers if (r := directory.record(i)) is not None and (not kinds or r.all_types & set(kinds)))
    return {"result": [_suggested(record) for record in islice(found, cursor, cursor + SUGGESTED)]}


def _suggested(record: Record) -> dict[str, Any]:
    return {"id": record.id, "name": record.name, "description": record.description, "notable": record.type_references()}


def suggested_types(prefix: str, cursor: int) -> dict[str, Any]:
    """Types whose name or identifier has a word that begins so."""
    return {"result": [t.described() for t in _starting(TYPES.values(), prefix)[cursor : cursor + SUGGESTED]]}


def suggested_properties(prefix: str, cursor: int) -> dict[str, Any]:
    """Properties whose name or identifier has a word that begins so."""
    return {"result": [p.described() for p in _starting(PROPERTIES.values(), prefix)[cursor : cursor + SUGGESTED]]}


def _starting(things: Iterable[Any], prefix: str) -> list[Any]:
    wanted = " ".join(prefix.lower().replace("-", " ").split())
    names = ((t, (t.name.lower(), t.id.lower().replace("-", " "))) for t in things)
    return [t for t, spellings in names if any(f" {spelling}".find(f" {wanted}") >= 0 for spelling in spellings)]


def flyout(identifier: str, thing: Record | Type | Property) -> dict[str, str]:
    """A small preview of what was suggested, as HTML."""
    kinds = f" <small>{escape(', '.join(TYPES[t].name for t in thing.types))}</small>" if isinstance(thing, Record) else ""
    return {"id": identifier, "html": f"<p><strong>{escape(thing.name)}</strong>{kinds}<br>{escape(thing.description)}</p>"}


def facts(directory: Directory, record: Record, on: date | None = None) -> list[tuple[str, list[str]]]:
    """What is known of a record, by name of property, for pages."""
    shown = ("iso2", "iso3", "country", "gender", "office-class", "title", "source") if record.person is None else ("gender", "source")
    rows = [(PROPERTIES[p].name, [str(c.get("name") or c.get("str")) for c in values(directory, record, p, on)]) for p in shown]
    return [(name, cells) for name, cells in rows if cells]

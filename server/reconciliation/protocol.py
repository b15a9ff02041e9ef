"""What clients send: batches of queries and extensions, checked word by word (Reconciliation API 0.2).

In comes JSON text, out come frozen values or a 400 that says what was expected, what was found and where.
The specification: https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from werkzeug.exceptions import BadRequest, RequestEntityTooLarge

from server.reconciliation.properties import PROPERTIES
from server.reconciliation.types import TYPES, type_of

MAX_QUERIES: Final = 50  # of a batch, as the manifest says
MAX_IDS: Final = 500  # of an extension
MAX_PROPERTIES: Final = 30  # of a query or an extension
MAX_VALUES: Final = 20  # of a property of a query
MAX_TEXT: Final = 300  # code points of a name, a value or an identifier
MAX_LIMIT: Final = 50  # candidates of a query; more are never given
DEFAULT_LIMIT: Final = 10
STRICTNESS: Final = ("any", "all", "should")
_QUERY_FIELDS: Final = ("query", "type", "limit", "properties", "type_strict")


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """What a property of a query shall be: words, or an entity that was reconciled before."""

    text: str
    id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Constraint:
    """A property of a query; any of the values will do."""

    property: str  # of PROPERTIES, but for "on"
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """One reconciliation query."""

    text: str | None
    types: tuple[str, ...] = ()
    strict: str = "any"  # of STRICTNESS: any type will do, all are needed, or types only weigh
    limit: int = DEFAULT_LIMIT
    constraints: tuple[Constraint, ...] = ()
    on: date | None = None  # the day on which a person must have been in office


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A property to fetch: at most ``limit`` values (0 for all), offices only as of the day ``on``."""

    property: str
    limit: int = 0
    on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Extension:
    """A data extension query."""

    ids: tuple[str, ...]
    properties: tuple[Wanted, ...] = field(default=())


def read_batch(text: str) -> dict[str, Query]:
    """The queries of a batch by their keys; 400 for what is none, 413 for more than ``MAX_QUERIES``."""
    rows = _object(_json(text, "queries"), "queries")
    if len(rows) > MAX_QUERIES:
        raise RequestEntityTooLarge(f"expected at most {MAX_QUERIES} queries in a batch, found {len(rows)}")
    return {key: _query(row, f"queries.{_short(key)}") for key, row in rows.items()}


def _query(row: Any, where: str) -> Query:
    _object(row, where)
    unknown = sorted(set(row) - set(_QUERY_FIELDS))
    if unknown:
        raise BadRequest(f"{where}: expected {', '.join(_QUERY_FIELDS)}, found {_short(unknown[0])!r}")
    text = _text(row["query"], f"{where}.query").strip() or None if "query" in row else None
    constraints, on = _constraints(row.get("properties", []), f"{where}.properties")
    if text is None and not constraints:
        raise BadRequest(f"{where}: expected a query that is not empty, or properties")
    strict = row.get("type_strict", "any")
    if strict not in STRICTNESS:
        raise BadRequest(f"{where}.type_strict: expected one of {', '.join(STRICTNESS)}, found {_short(strict)!r}")
    limit = _whole(row.get("limit", DEFAULT_LIMIT), f"{where}.limit", least=1)
    return Query(
        text=text, types=_types(row.get("type"), f"{where}.type"), strict=strict, limit=min(limit, MAX_LIMIT),
        constraints=constraints, on=on,
    )  # fmt: skip


def _types(found: Any, where: str) -> tuple[str, ...]:
    """A type or a list of types, each by its identifier or as an object that has one."""
    if found is None:
        return ()
    rows = _list(found, where, MAX_PROPERTIES) if isinstance(found, list) else [found]
    return tuple(_type(_text(row.get("id") if isinstance(row, dict) else row, where), where) for row in rows)


def _type(name: str, where: str) -> str:
    """A type of ours; 400 for another."""
    found = type_of(name)
    if found is None:
        raise BadRequest(f"{where}: expected one of {', '.join(TYPES)}, found {_short(name)!r}")
    return found.id


def _constraints(found: Any, where: str) -> tuple[tuple[Constraint, ...], date | None]:
    """The properties of a query, and its day apart."""
    made: list[Constraint] = []
    on: date | None = None
    for number, row in enumerate(_list(found, where, MAX_PROPERTIES)):
        here = f"{where}[{number}]"
        _object(row, here)
        if "pid" not in row or "v" not in row:
            raise BadRequest(f"{here}: expected pid and v, found {', '.join(map(_short, row)) or 'nothing'}")
        name = _property(_text(row["pid"], f"{here}.pid"), f"{here}.pid")
        values = _list(row["v"], f"{here}.v", MAX_VALUES) if isinstance(row["v"], list) else [row["v"]]
        read = tuple(_value(value, f"{here}.v") for value in values)
        filled = tuple(value for value in read if value.text or value.id)  # an empty cell says nothing
        if name == "on" and filled:
            if len(filled) > 1 or on is not None:
                raise BadRequest(f"{here}.v: expected one day, found {len(filled) + (on is not None)}")
            on = read_day(filled[0].text, f"{here}.v")
        elif filled:
            made.append(Constraint(property=name, values=filled))
    return tuple(made), on


def _property(name: str, where: str) -> str:
    """A property of ours; 400 for another."""
    if name not in PROPERTIES:
        raise BadRequest(f"{where}: expected one of {', '.join(PROPERTIES)}, found {_short(name)!r}")
    return name


def _value(found: Any, where: str) -> Value:
    if isinstance(found, dict):
        if "id" not in found:
            raise BadRequest(f"{where}: expected an entity with its id, found {', '.join(map(_short, found)) or 'nothing'}")
        identifier = _text(found["id"], f"{where}.id")
        return Value(text=_text(found.get("name", identifier), f"{where}.name").strip(), id=identifier)
    if isinstance(found, bool | int | float):
        return Value(text=json.dumps(found))
    return Value(text=_text(found, where).strip())


def read_extension(text: str) -> Extension:
    """A data extension query; 400 for what is none, 413 for too many ids."""
    row = _object(_json(text, "extend"), "extend")
    for name in ("ids", "properties"):
        if name not in row:
            raise BadRequest(f"extend: expected ids and properties, found {', '.join(map(_short, row)) or 'nothing'}")
    ids = _list(row["ids"], "extend.ids", MAX_IDS)
    properties = _list(row["properties"], "extend.properties", MAX_PROPERTIES)
    return Extension(
        ids=tuple(dict.fromkeys(_text(i, "extend.ids") for i in ids)),
        properties=tuple(_wanted(p, f"extend.properties[{n}]") for n, p in enumerate(properties)),
    )


def _wanted(row: Any, where: str) -> Wanted:
    _object(row, where)
    if "id" not in row:
        raise BadRequest(f"{where}: expected id, found {', '.join(map(_short, row)) or 'nothing'}")
    settings = _object(row.get("settings") or {}, f"{where}.settings")
    limit = settings.get("limit") or 0
    if isinstance(limit, str) and re.fullmatch(r"\s*\d{1,9}(\.0*)?\s*", limit):  # as the example of the specification has it
        limit = float(limit)
    on = settings.get("on") or ""
    return Wanted(
        property=_property(_text(row["id"], f"{where}.id"), f"{where}.id"), limit=_whole(limit, f"{where}.settings.limit", least=0),
        on=read_day(_text(on, f"{where}.settings.on"), f"{where}.settings.on") if on else None,
    )  # fmt: skip


def read_day(text: str, where: str) -> date:
    """A day as YYYY-MM-DD, also with the time behind it that spreadsheets add; else 400."""
    try:
        return date.fromisoformat(text.strip().partition("T")[0])
    except ValueError as error:
        raise BadRequest(f"{where}: expected a day such as 2021-04-02, found {_short(text)!r}") from error


def read_number(text: str | None, where: str, default: int) -> int:
    """A whole number of a parameter, not negative; ``default`` where it is left out."""
    if text is None or not text.strip():
        return default
    if not text.strip().isdecimal() or len(text) > 9:
        raise BadRequest(f"{where}: expected a whole number, found {_short(text)!r}")
    return int(text)


def _json(text: str, where: str) -> Any:
    try:
        return json.loads(text, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        told = f"{error.msg} at line {error.lineno}, column {error.colno}" if isinstance(error, json.JSONDecodeError) else str(error)
        raise BadRequest(f"{where}: expected JSON: {told}") from error


def _no_number(name: str) -> float:
    raise ValueError(f"{name} is no number of JSON")


def _object(found: Any, where: str) -> Mapping[str, Any]:
    if not isinstance(found, dict):
        raise BadRequest(f"{where}: expected an object, found {_kind(found)}")
    return found


def _list(found: Any, where: str, most: int) -> list[Any]:
    if not isinstance(found, list):
        raise BadRequest(f"{where}: expected a list, found {_kind(found)}")
    if len(found) > most:
        raise RequestEntityTooLarge(f"{where}: expected at most {most}, found {len(found)}")
    return found


def _text(found: Any, where: str) -> str:
    if not isinstance(found, str):
        raise BadRequest(f"{where}: expected a string, found {_kind(found)}")
    if len(found) > MAX_TEXT:
        raise BadRequest(f"{where}: expected at most {MAX_TEXT} characters, found {len(found)}")
    if any("\ud800" <= c <= "\udfff" for c in found):
        raise BadRequest(f"{where}: expected characters of Unicode, found half of a surrogate pair")
    return found


def _whole(found: Any, where: str, *, least: int) -> int:
    if isinstance(found, bool) or not isinstance(found, int | float) or found != found // 1 or found < least:
        raise BadRequest(f"{where}: expected a whole number from {least}, found {_short(found)!r}")
    return int(found)


def _kind(found: Any) -> str:
    names = {dict: "an object", list: "a list", str: "a string", bool: "true or false", int: "a number", float: "a number", type(None): "null"}
    return names.get(type(found), "something else")


def _short(found: Any) -> str:
    text = found if isinstance(found, str) else json.dumps(found)
    return text.encode("utf-8", "replace").decode() if len(text) <= 40 else text[:40].encode("utf-8", "replace").decode() + "…"

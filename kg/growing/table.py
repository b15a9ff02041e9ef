"""A user's own CSV as rows of the index: officials with their tenures, or states, bodies and places.

A table with a column ``office`` holds officials, one tenure to a line; one with a column ``kind`` holds the rest. Every
fault is told with its line and what was expected; one fault, and nothing is added.
"""

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from kg.concepts import ConceptScheme
from kg.errors import GrowingError
from kg.gazetteer import Gazetteer
from kg.gazetteer.intervals import interval
from kg.gazetteer.phrases import office_class, state_key
from kg.gazetteer.rows import EntityRow, Name, PersonRow, Row, TenureRow
from kg.gazetteer.seeds import OTHER_OFFICE
from kg.growing.offices import kept_as
from kg.model import EntityKind

OFFICIALS: Final = ("name", "office", "of", "source")  # columns that must be there
ENTITIES: Final = ("name", "kind", "source")
MORE_ON_OFFICIALS: Final = ("id", "title", "start", "end", "true_on", "aliases", "gender", "statement")
MORE_ON_ENTITIES: Final = ("id", "aliases", "iso2", "iso3", "type", "organ_of", "capital_of")
KINDS: Final = ("state", "polity", "organisation", "city", "region", "place", "group")
SHOWN: Final = 20  # faults that are told
_QID: Final = re.compile(r"Q[1-9]\d{0,9}")
_KEY: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_SEPARATOR: Final = "|"  # between several values of one cell


@dataclass(slots=True)
class _Faults:
    """What is wrong, by line."""

    path: Path
    told: list[str] = field(default_factory=list)

    def add(self, line: int, words: str) -> None:
        self.told.append(f"line {line}: {words}")

    def check(self) -> None:
        """``GrowingError`` where there is any."""
        if self.told:
            more = f"\n  and {len(self.told) - SHOWN:,} more" if len(self.told) > SHOWN else ""
            raise GrowingError(f"{self.path}: nothing is added:\n  " + "\n  ".join(self.told[:SHOWN]) + more)


def read_table(path: Path, gazetteer: Gazetteer) -> list[Row]:
    """The rows of a CSV file; separators may be commas, semicolons or tabs, and the first line names the columns.

    Args:
        path: In UTF-8.
        gazetteer: Where states and bodies are looked up.

    Raises:
        GrowingError: No such table, or some lines are at fault.
    """
    header, lines = _lines(path)
    officials = "office" in header
    needed, optional = (OFFICIALS, MORE_ON_OFFICIALS) if officials else (ENTITIES, MORE_ON_ENTITIES)
    if missing := [c for c in needed if c not in header]:
        raise GrowingError(
            f"{path}: expected the columns {', '.join(OFFICIALS)} of officials or {', '.join(ENTITIES)} of other things;"
            f" found {', '.join(header) or 'none'}: {', '.join(missing)} missing"
        )
    if unknown := [c for c in header if c not in (*needed, *optional)]:
        raise GrowingError(f"{path}: expected of further columns only {', '.join(optional)}; found {', '.join(unknown)}")
    faults, rows = _Faults(path), list[Row]()
    offices = ConceptScheme.load("offices")
    for number, cells in lines:
        if len(cells) != len(header):
            faults.add(number, f"expected {len(header)} cells, found {len(cells)}")
            continue
        row = dict(zip(header, cells, strict=True))
        if empty := [c for c in needed if not row[c]]:
            faults.add(number, f"expected a value of {', '.join(empty)}, found none")
            continue
        told = _Line(row, number, faults, gazetteer, offices)
        rows += told.official() if officials else told.entity()
    if not rows and not faults.told:
        faults.add(1, "expected lines below the names of the columns, found none")
    faults.check()
    return rows


def _lines(path: Path) -> tuple[list[str], Iterator[tuple[int, list[str]]]]:
    """The names of the columns, and the cells of each further line that is not empty, with its number."""
    try:
        text = path.read_text("utf-8-sig")
    except OSError as error:
        raise GrowingError(f"{path}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise GrowingError(f"{path}: expected UTF-8, found byte {error.object[error.start]:#04x} at {error.start:,}") from error
    first = text.partition("\n")[0]
    if "\0" in text or first.lstrip()[:1] in ("<", "{", "["):
        raise GrowingError(f"{path}: expected CSV, found {'HTML or XML' if first.lstrip()[:1] == '<' else 'something else'}")
    separator = max(",;\t", key=first.count)
    reader = csv.reader(text.splitlines(keepends=True), delimiter=separator, strict=True)

    def lines() -> Iterator[tuple[int, list[str]]]:
        try:
            for cells in reader:
                if any(c.strip() for c in cells):
                    yield reader.line_num, [c.strip() for c in cells]
        except csv.Error as error:
            raise GrowingError(f"{path}: line {reader.line_num}: {error}") from error

    found = lines()
    header = [c.lower().replace(" ", "_") for c in next(found, (0, []))[1]]
    if double := {c for c in header if header.count(c) > 1}:
        raise GrowingError(f"{path}: expected each column once, found {', '.join(sorted(double))} twice")
    return header, found


@dataclass(slots=True)
class _Line:
    """One line and where its faults are noted."""

    row: Mapping[str, str]
    number: int
    faults: _Faults
    gazetteer: Gazetteer
    offices: ConceptScheme

    def official(self) -> list[Row]:
        """A person and a tenure."""
        row = self.row
        key = self._key()
        office = self._office(row["office"])
        of = self._body("of", row["of"])
        gender = row.get("gender") or None
        if gender not in (None, "male", "female"):
            self._fault("gender", "male, female or nothing", gender)
        start, end, true_on = (row.get(c) or None for c in ("start", "end", "true_on"))
        self._check_days(start, end, true_on)
        wikidata = key if _QID.fullmatch(key) else None
        return [
            PersonRow(key=key, name=row["name"], aliases=self._several("aliases"), gender=gender, wikidata=wikidata, source=row["source"]),
            TenureRow(
                person=key, office=office, of=of or "", title=row.get("title") or row["office"], start=start, end=end,
                true_on=true_on, statement=row.get("statement") or None, source=row["source"],
            ),
        ]  # fmt: skip

    def entity(self) -> list[Row]:
        """A state, body or place."""
        row, key = self.row, self._key()
        if row["kind"] not in KINDS:
            self._fault("kind", f"one of {', '.join(KINDS)}", row["kind"])
            return []
        for column, length in (("iso2", 2), ("iso3", 3)):
            if row.get(column) and not re.fullmatch(rf"[A-Z]{{{length}}}", row[column]):
                self._fault(column, f"{length} capital letters", row[column])
        above = self._body("organ_of", row.get("organ_of") or None)
        states = [self._body("capital_of", value) for value in self._several("capital_of")]
        names = (row["name"], *self._several("aliases"))
        return [
            EntityRow(
                key=key, kind=EntityKind(row["kind"]), label=row["name"], names=tuple(Name(text=n) for n in names), source=row["source"],
                wikidata=key if _QID.fullmatch(key) else None, iso2=row.get("iso2") or None, iso3=row.get("iso3") or None,
                types=self._several("type"), organ_of=above, capital_of=tuple(filter(None, states)),
            )
        ]  # fmt: skip

    def _key(self) -> str:
        """The id of the line, else one made of the name."""
        told = self.row.get("id") or re.sub(r"[^a-z0-9]+", "-", self.row["name"].lower()).strip("-")
        if re.fullmatch(r"[QqPp]\d+", told) and not _QID.fullmatch(told):
            self._fault("id", "a Wikidata id such as Q42, or a key of your own", told)
        elif not _KEY.fullmatch(told):
            self._fault("id", "a Wikidata id such as Q42, or letters, digits and hyphens", told)
        return told

    def _office(self, text: str) -> str:
        """The class under which the index keeps what the scheme or a title calls so."""
        try:
            return OTHER_OFFICE if text == OTHER_OFFICE else kept_as(office_class(text, self.offices) or "")
        except ValueError as error:
            self.faults.add(self.number, f"office: {error}, or {OTHER_OFFICE}")
            return ""

    def _body(self, column: str, text: str | None) -> str | None:
        """The key of a state or body."""
        try:
            return state_key(text, self.gazetteer)
        except ValueError as error:
            self.faults.add(self.number, f"{column}: {error}")
            return None

    def _several(self, column: str) -> tuple[str, ...]:
        return tuple(v.strip() for v in self.row.get(column, "").split(_SEPARATOR) if v.strip())

    def _check_days(self, start: str | None, end: str | None, true_on: str | None) -> None:
        for column, value in (("start", start), ("end", end), ("true_on", true_on)):
            try:
                interval(value, None, None)
            except ValueError as error:
                self.faults.add(self.number, f"{column}: {error}")
                return
        if start and end and end < start[: len(end)]:
            self._fault("end", f"a day after the start, {start}", end)
        if not (start or end or true_on):
            self.faults.add(self.number, "expected at least one of start, end and true_on, found none")

    def _fault(self, column: str, expected: str, found: str | None) -> None:
        self.faults.add(self.number, f"{column}: expected {expected}, found {found!r}")

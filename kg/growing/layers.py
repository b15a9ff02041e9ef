"""A user's gazetteer: a folder with the layers that were gathered and the index that is made of them.

The index is the packaged one with the layers laid over it: the dump, what Wikidata told, tables of the user's own. A new layer is
written beside the old one and takes its place only when the index that holds it is whole.
"""

import fcntl
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, count
from pathlib import Path
from typing import Final

import msgspec
from msgspec import Struct

from kg.errors import GrowingError
from kg.gazetteer.compilation import compile_index
from kg.gazetteer.packaged import INDEX, OWN, up_to_date
from kg.gazetteer.rows import EntityRow, PersonRow, Row, TenureRow
from kg.growing.assembly import Assembly, Layer, Report
from kg.growing.facts import Fact, decode, encode
from kg.growing.known import Known

DUMP: Final = "dump"
LIVE: Final = "live"
TABLES: Final = "tables"
_ROWS: Final[dict[str, type[Row]]] = {"entity": EntityRow, "person": PersonRow, "tenure": TenureRow}


class Header(Struct):
    """What holds for a whole layer."""

    source: str
    as_of: str  # day, ISO 8601
    file: str  # of facts or rows
    known_offices: bool = False  # without tenures of an office of no class
    min_population: int = 0  # of settlements that are the capital of no state


@dataclass(frozen=True, slots=True)
class Folder:
    """The folder of a user's gazetteer."""

    path: Path

    @property
    def index(self) -> Path:
        """What look-ups read."""
        return self.path / OWN

    @property
    def work(self) -> Path:
        """What an unfinished build has so far."""
        return self.path / "work"

    @property
    def cache(self) -> Path:
        """Answers of Wikidata."""
        return self.path / "cache"

    def header(self, name: str) -> Header | None:
        """The header of a layer, None where there is no such layer."""
        path = self.path / f"{name}.json"
        try:
            return msgspec.json.decode(path.read_bytes(), type=Header)
        except FileNotFoundError:
            return None
        except (OSError, msgspec.MsgspecError) as error:
            raise GrowingError(f"{path}: expected the header of a layer: {error}") from error

    def names(self) -> list[str]:
        """The layers in the order in which they are laid."""
        found = [n for n in (DUMP, LIVE) if self.header(n) is not None]
        return [*found, *sorted(f"{TABLES}/{p.stem}" for p in (self.path / TABLES).glob("*.json"))]

    def facts(self, name: str) -> Path | None:
        """The file of facts or rows of a layer."""
        header = self.header(name)
        return None if header is None else self.path / header.file

    def put(self, name: str, header: Header, draft: Path) -> Report:
        """Makes a file the layer of a name, and the index anew; nothing changes where that fails.

        Args:
            name: ``DUMP``, ``LIVE`` or ``tables/NAME``.
            header: Its ``file`` is where ``draft`` is moved, relative to the folder: a name that is not in use.
            draft: The facts, for a table the rows.

        Raises:
            ResourceError: A row cannot stand, or the index cannot be written.
        """
        old = self.header(name)
        with self._new_index(self._headers() | {name: header}, {name: draft}) as report:
            goal = self.path / header.file
            goal.parent.mkdir(parents=True, exist_ok=True)
            shutil.move(draft, goal)
            self._write_header(name, header)
        if old is not None and old.file != header.file:
            (self.path / old.file).unlink(missing_ok=True)
        return report

    def renew(self) -> Report:
        """Makes the index anew of the layers, over the packaged index of today."""
        with self._new_index(self._headers(), {}) as report:
            return report

    def remove(self, name: str) -> Report:
        """Takes a layer away; ``GrowingError`` where there is none of that name."""
        header = self.header(name)
        if header is None:
            raise GrowingError(f"{self.path}: expected a layer, one of {', '.join(self.names()) or 'none'}; found {name!r}")
        headers = self._headers()
        del headers[name]
        with self._new_index(headers, {}) as report:
            (self.path / f"{name}.json").unlink()
        (self.path / header.file).unlink(missing_ok=True)
        return report

    def add_live(self, facts: Iterable[Fact]) -> Report:
        """Adds what Wikidata told to what it told before: of one entity the later counts."""
        old = self.facts(LIVE)
        kept: dict[int, Fact] = {}
        if old is not None:
            with old.open("rb") as file:
                kept = {fact.id: fact for fact in map(decode, file)}
        kept |= {fact.id: fact for fact in facts}
        if not kept:
            raise GrowingError("Wikidata told nothing that the gazetteer can use")
        draft = self.path / "live.new"
        draft.write_bytes(b"".join(encode(kept[i]) + b"\n" for i in sorted(kept)))
        day = max(fact.as_of for fact in kept.values())
        return self.put(LIVE, Header(source=f"Wikidata, read by {day} (CC0 1.0)", as_of=day, file=self.unused("live")), draft)

    def add_table(self, name: str, rows: list[Row]) -> Report:
        """Adds a table of the user's own, or replaces the one of its name."""
        draft = self.path / "table.new"
        write_rows(rows, draft)
        known = max((r.true_on for r in rows if isinstance(r, TenureRow) and r.true_on), default="")
        header = Header(source=f"{len(rows)} rows of {name}", as_of=known, file=self.unused(f"{TABLES}/{name}"))
        return self.put(f"{TABLES}/{name}", header, draft)

    def unused(self, stem: str) -> str:
        """A name that no file of the folder has: a layer that is replaced stays whole until the index is."""
        return next(name for n in count(1) if not (self.path / (name := f"{stem}-{n}.facts")).exists())

    @contextmanager
    def lock(self) -> Iterator[None]:
        """The folder to oneself; ``GrowingError`` where another command is at work in it."""
        self.path.mkdir(parents=True, exist_ok=True)
        file = os.open(self.path / "lock", os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            yield
        except BlockingIOError as error:
            raise GrowingError(f"{self.path}: another command is at work there: wait for it to end") from error
        finally:
            os.close(file)

    def _headers(self) -> dict[str, Header]:
        return {n: h for n in self.names() if (h := self.header(n)) is not None}

    @contextmanager
    def _new_index(self, headers: dict[str, Header], drafts: dict[str, Path]) -> Iterator[Report]:
        """An index of some layers, which takes its place at the end of the block."""
        draft = self.path / f"{OWN}.new"
        try:
            yield self._compile(headers, drafts, draft)
            os.replace(draft, self.index)
        finally:
            draft.unlink(missing_ok=True)

    def _compile(self, headers: dict[str, Header], drafts: dict[str, Path], target: Path) -> Report:
        ordered = [n for n in (DUMP, LIVE, *sorted(n for n in headers if n.startswith(TABLES))) if n in headers]
        paths = {n: drafts.get(n, self.path / headers[n].file) for n in ordered}
        facts = [
            Layer(path=paths[n], source=h.source, as_of=h.as_of, known_offices=h.known_offices, min_population=h.min_population)
            for n, h in ((n, headers[n]) for n in ordered) if not n.startswith(TABLES)
        ]  # fmt: skip
        assembly = Assembly(facts, Known.of())
        tables = chain.from_iterable(read_rows(paths[n]) for n in ordered if n.startswith(TABLES))
        compile_index(chain(assembly.rows(), tables), target, base=up_to_date(INDEX))
        return assembly.report

    def _write_header(self, name: str, header: Header) -> None:
        path = self.path / f"{name}.json"
        draft = path.with_suffix(".new")
        draft.write_bytes(msgspec.json.encode(header))
        os.replace(draft, path)


def write_rows(rows: list[Row], path: Path) -> None:
    """Rows as JSON lines."""
    kinds: dict[type, str] = {cls: kind for kind, cls in _ROWS.items()}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"".join(msgspec.json.encode([kinds[type(row)], row]) + b"\n" for row in rows))


def read_rows(path: Path) -> Iterator[Row]:
    """The rows of such a file."""
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            try:
                kind, told = msgspec.json.decode(line)
                row: Row = msgspec.convert(told, _ROWS[kind])
            except (msgspec.MsgspecError, ValueError, KeyError) as error:
                raise GrowingError(f"{path}: line {number}: expected a row: {error}; add the table anew") from error
            yield row

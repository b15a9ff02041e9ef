"""Rows in, index out: one SQLite file that opens in a millisecond and is read page by page.

The file is written beside its target and moved over it when it is whole: an index that was there stays as
it was until then, and as it is if anything fails. Memory does not grow with the number of rows.
"""

import os
import re
import shutil
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Final

from kg.errors import ResourceError
from kg.gazetteer.intervals import interval
from kg.gazetteer.names import FIRST_PART_STATES, fold, name_keys, sound_key, sound_keys, surname
from kg.gazetteer.packaged import FORMAT
from kg.gazetteer.rows import EntityRow, NameUse, PersonRow, Row, TenureRow

BATCH: Final = 5000  # rows
_SCHEMA: Final = Path(__file__).parent / "schema.sql"
_PRAGMAS: Final = "PRAGMA page_size = 4096; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -16000;"
# A later row fills in or replaces: None and empty columns keep what was there.
_ENTITY: Final = """
INSERT INTO entity (key, kind, label, wikidata, iso2, iso3, types, organ_of, capital_of, source) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (key) DO UPDATE SET kind = excluded.kind, label = excluded.label, wikidata = coalesce(excluded.wikidata, wikidata),
    iso2 = coalesce(excluded.iso2, iso2), iso3 = coalesce(excluded.iso3, iso3), organ_of = coalesce(excluded.organ_of, organ_of),
    types = CASE excluded.types WHEN '' THEN types ELSE excluded.types END,
    capital_of = CASE excluded.capital_of WHEN '' THEN capital_of ELSE excluded.capital_of END, source = excluded.source
"""
_NAME: Final = """
INSERT INTO name SELECT ?, ?, id, ?, ? FROM entity WHERE key = ? ON CONFLICT DO UPDATE SET strong = excluded.strong
"""
_PERSON: Final = """
INSERT INTO person (key, name, gender, wikidata, source) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (key) DO UPDATE SET name = excluded.name, gender = coalesce(excluded.gender, gender),
    wikidata = coalesce(excluded.wikidata, wikidata), source = excluded.source
"""
_PERSON_NAME: Final = "INSERT OR IGNORE INTO person_name SELECT ?, id, ?, ? FROM person WHERE key = ?"
_TENURE: Final = f"INSERT OR REPLACE INTO tenure SELECT id{', ?' * 14} FROM person WHERE key = ?"
_BEGINNING: Final = """
INSERT INTO beginning VALUES (?, ?) ON CONFLICT (word) DO UPDATE SET longest = max(longest, excluded.longest)
"""
_COUNTS: Final = (
    "DELETE FROM short_name",
    "INSERT INTO short_name SELECT surname_sound(name), id FROM person WHERE surname_sound(name) != ''",
    "INSERT OR IGNORE INTO short_name SELECT first_sound(name), id FROM person WHERE first_sound(name) != '' AND id IN "
    "(SELECT person FROM tenure JOIN entity ON entity.key = tenure.of WHERE entity.iso3 IN ({states}))",
    "DELETE FROM given_name",
    "INSERT INTO given_name SELECT given(name), sum(gender = 'male'), sum(gender = 'female') FROM person "
    "WHERE gender IN ('male', 'female') AND instr(trim(name), ' ') GROUP BY given(name)",
)
_WORD: Final = re.compile(
    r"(?:[A-Z]\.){2,}|[A-Z]\.(?=\s)|\w+(?=[’']s\b)|[’']s\b|[^\W\d_]+(?:[’'][^\W\d_]+)*|\w+|[^\w\s]"
)


def compile_index(rows: Iterable[Row], target: Path, *, base: Path | None = None) -> None:
    """Writes the index of some rows, added to those of another index where ``base`` names one.

    Args:
        rows: Entities, people and tenures (``kg/gazetteer/rows.py``); a person of ``base`` needs no row.
        target: The file to write; may be ``base`` itself.
        base: An index to begin with.

    Raises:
        ResourceError: A row has no source, a date of another form or a tenure of nobody; or the file cannot
            be written. The target is then as it was.
    """
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        if base is not None:
            shutil.copyfile(base, draft)
        with closing(sqlite3.connect(draft, isolation_level=None)) as db:
            _Writer(db, new=base is None).write(rows)
        os.replace(draft, target)
    except (OSError, sqlite3.Error) as error:
        raise ResourceError(f"{target}: the index cannot be written: {error}") from error
    finally:
        draft.unlink(missing_ok=True)


class _Writer:
    """The tables of an index, filled batch by batch."""

    def __init__(self, db: sqlite3.Connection, *, new: bool) -> None:
        self.db = db
        self.sources: dict[str, int] = {}
        db.executescript(_PRAGMAS)
        if new:
            db.executescript(_SCHEMA.read_text("utf-8"))
            db.execute("INSERT INTO meta VALUES ('format', ?)", (FORMAT,))
        self.sources.update((text, number) for number, text in db.execute("SELECT id, text FROM source"))

    def write(self, rows: Iterable[Row]) -> None:
        """All rows in one transaction, then what is counted over all of them."""
        self.db.execute("BEGIN")
        remaining = iter(rows)
        while batch := list(islice(remaining, BATCH)):
            self.entities([r for r in batch if isinstance(r, EntityRow)])
            self.people([r for r in batch if isinstance(r, PersonRow)])
            self.tenures([r for r in batch if isinstance(r, TenureRow)])
        self.counts()
        self.db.execute("COMMIT")
        self.db.execute("VACUUM")

    def entities(self, rows: list[EntityRow]) -> None:
        """Entities with the names by which they can be found, and how long the names are that begin with a word."""
        self.db.executemany(
            _ENTITY,
            ((r.key, r.kind.value, r.label, r.wikidata, r.iso2, r.iso3, " ".join(r.types), r.organ_of, " ".join(r.capital_of),
              self.source(r.source, r.key)) for r in rows),
        )  # fmt: skip
        cut = [(row.key, name, words) for row in rows for name in row.names if (words := words_of(name.text))]
        self.db.executemany(
            _NAME, ((" ".join(words), n.use.value, n.strong, fold(n.text), key) for key, n, words in cut)
        )
        self.db.executemany(_BEGINNING, ((w[0].upper(), len(w)) for _, n, w in cut if n.strong and n.use is not NameUse.FOREIGN))

    def people(self, rows: list[PersonRow]) -> None:
        """People with the sounds of their names."""
        self.db.executemany(
            _PERSON, ((r.key, r.name, r.gender, r.wikidata, self.source(r.source, r.key)) for r in rows)
        )
        names = [(row.key, name) for row in rows for name in (row.name, *row.aliases)]
        sounds = sound_keys(name for _, name in names)
        forms = (
            (sound, fold(name), form, key)
            for (key, name), whole in zip(names, sounds, strict=True)
            if whole
            for sound, form in name_keys(whole).items()
        )
        self.db.executemany(_PERSON_NAME, forms)

    def tenures(self, rows: list[TenureRow]) -> None:
        """Tenures with the days on which they are certain and possible."""
        for row in rows:
            try:
                days = interval(row.start, row.end, row.true_on)
            except ValueError as error:
                raise ResourceError(f"tenure of {row.person} as {row.title}: {error}") from error
            added = self.db.execute(
                _TENURE,
                (row.office, row.of, row.title, row.start, row.end, row.true_on, row.statement, row.office_wikidata,
                 self.source(row.source, row.person), row.statement or f"{row.start} {row.title}",
                 days.certain_from, days.certain_until, days.possible_from, days.possible_until, row.person),
            )  # fmt: skip
            if not added.rowcount:
                raise ResourceError(f"tenure of {row.person} as {row.title}: expected a row of that person before it")

    def source(self, text: str, key: str) -> int:
        """The number of a source; a row without one is refused."""
        if not text.strip():
            raise ResourceError(f"{key}: expected the source of the row, found none")
        if text not in self.sources:
            self.sources[text] = len(self.sources) + 1
            self.db.execute("INSERT INTO source VALUES (?, ?)", (self.sources[text], text))
        return self.sources[text]

    def counts(self) -> None:
        """What follows from all rows: short names of people, and which gender goes with a given name."""
        self.db.create_function("surname_sound", 1, lambda name: sound_key(surname(name)), deterministic=True)
        self.db.create_function("first_sound", 1, lambda name: sound_key(fold(name).split(" ")[0]), deterministic=True)
        self.db.create_function("given", 1, lambda name: fold(name).split(" ")[0], deterministic=True)
        states = ", ".join(f"'{code}'" for code in FIRST_PART_STATES)
        for statement in _COUNTS:
            self.db.execute(statement.format(states=states))


def words_of(name: str) -> list[str]:
    """A name cut as the tokeniser cuts running text."""
    return _WORD.findall(name.replace("’", "'"))

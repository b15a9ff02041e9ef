"""The gazetteer: names to entities, offices to holders by day.

Tenures are half-open intervals ``[start, end)``. A row says nothing beyond the day on which it was
known to be true: who held an office later is unknown, and an honest "unknown" is an answer.
"""

import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Final

from kg.errors import ResourceError
from kg.gazetteer import linking
from kg.gazetteer.answers import TITLE_CLASSES, Entry, Holder, NamedPerson, NameMatch, Person
from kg.gazetteer.names import Form, fold, name_keys, sound_key
from kg.gazetteer.packaged import FORMAT, INDEX, up_to_date
from kg.gazetteer.rows import NameUse
from kg.model import EntityKind

MIN_NAMESAKES: Final = 3  # people of a given name before it tells a gender
CACHED: Final = 8192  # answers of one kind that are kept
# A name may mean several things: the sort that news mostly means comes first.
_PRIORITY: Final = {k: i for i, k in enumerate(("state", "organisation", "polity", "region", "city", "place", "group"))}
_HOLDER: Final = """SELECT person.key, person.name, office, of, title, "start", "end", true_on, statement, office_wikidata, tenure.source
    FROM tenure JOIN person ON person.id = tenure.person """
_ENTITY: Final = "entity.id, key, kind, label, source, wikidata, iso2, iso3, types, organ_of, capital_of"


class Gazetteer:
    """Look-ups over a compiled index."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._connection: tuple[int, sqlite3.Connection] | None = None
        self.entry = lru_cache(CACHED)(self._entry)
        self._named = lru_cache(CACHED)(self._read_named)
        self._longest = lru_cache(CACHED * 4)(self._read_longest)
        self.offices_of = lru_cache(CACHED)(self._read_offices_of)
        self.gender_by_given_name = lru_cache(CACHED)(self._gender_by_given_name)

    @classmethod
    def load(cls, path: Path = INDEX) -> "Gazetteer":
        """Opens an index, by default the packaged one; ``ResourceError`` for what is none or of another version."""
        found = cls(up_to_date(path))
        rows = found._rows("SELECT value FROM meta WHERE key = 'format'")
        if not rows or rows[0][0] != FORMAT:
            raise ResourceError(f"{path}: expected a gazetteer of format {FORMAT}, found {rows[0][0] if rows else 'none'}")
        return found

    def _rows(self, query: str, values: Sequence[Any] = ()) -> list[Any]:
        """The rows of a query; a process that was forked opens the file anew."""
        pid = os.getpid()
        if self._connection is None or self._connection[0] != pid:
            self._connection = (pid, self._opened())
        try:
            return self._connection[1].execute(query, values).fetchall()
        except sqlite3.Error as error:
            raise ResourceError(f"{self.path}: expected an index of the gazetteer: {error}") from error

    def _opened(self) -> sqlite3.Connection:
        try:
            return sqlite3.connect(
                f"{self.path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
            )
        except sqlite3.Error as error:
            raise ResourceError(f"{self.path}: cannot be opened: {error}") from error

    # --- things -------------------------------------------------------------------------------------

    def _entry(self, key: str) -> Entry | None:
        """The entity of a key; None for a person and for what no row tells."""
        rows = self._rows(f"SELECT {_ENTITY} FROM entity WHERE key = ?", (key,))
        return self._entry_of(rows[0]) if rows else None

    def by_code(self, code: str) -> str | None:
        """The key of the state with an ISO 3166-1 code of two or three letters; former states do not count."""
        column = "iso3" if len(code) == 3 else "iso2"
        rows = self._rows(f"SELECT key, types FROM entity WHERE {column} = ? ORDER BY id DESC", (code,))
        return next((key for key, types in rows if "FormerState" not in types.split()), None)

    def match(self, words: Sequence[str], start: int, *, all_caps: bool = False) -> tuple[NameMatch, ...]:
        """The names that begin at ``words[start]``, longest first; case counts unless ``all_caps``."""
        found: list[NameMatch] = []
        for length in range(min(self._longest(words[start].upper()), len(words) - start), 0, -1):
            found += self._named(" ".join(words[start : start + length]).replace("’", "'"), all_caps)
        return tuple(found)

    def _read_longest(self, word: str) -> int:
        rows = self._rows("SELECT longest FROM beginning WHERE word = ?", (word,))
        return int(rows[0][0]) if rows else 0

    def _read_named(self, text: str, all_caps: bool) -> tuple[NameMatch, ...]:
        """The entities of a name as the tokeniser cuts it, by use in the order in which uses were told."""
        if all_caps:
            rows = self._rows("SELECT text FROM name JOIN entity ON entity.id = entity WHERE folded = ? ORDER BY entity", (fold(text),))
            text = next((t for (t,) in rows if t.upper() == text.upper()), text)
        query = f"SELECT {_ENTITY}, use, strong FROM name JOIN entity ON entity.id = entity WHERE text = ? AND strong AND use != 'foreign'"
        return self._matches(self._rows(query, (text,)), len(text.split(" ")))

    def by_name(self, name: str) -> tuple[NameMatch, ...]:
        """The entities that a whole name means, in whatever case, with or without diacritics, in other languages too."""
        query = f"SELECT {_ENTITY}, use, strong FROM name JOIN entity ON entity.id = entity WHERE folded = ?"
        return self._matches(self._rows(query, (fold(name),)), len(name.split()))

    def names(self, limit: int) -> Iterator[tuple[str, str, EntityKind, str | None]]:
        """English names of things, then whole names of people, folded, at most ``limit`` of each: with the key of the bearer, its
        kind, and the sorted sound key where the index has it.
        """
        query = "SELECT folded, key, kind FROM name JOIN entity ON entity.id = entity WHERE use = 'name' ORDER BY entity, text LIMIT ?"
        yield from ((folded, key, EntityKind(kind), None) for folded, key, kind in self._rows(query, (limit,)))
        query = f"SELECT folded, key, sound FROM person_name JOIN person ON person.id = person WHERE form = {Form.FULL:d} ORDER BY person, folded LIMIT ?"
        yield from ((folded, key, EntityKind.PERSON, sound) for folded, key, sound in self._rows(query, (limit,)))

    def close(self) -> None:
        """Closes the file; the next look-up opens it again."""
        if self._connection is not None:
            self._connection[1].close()
            self._connection = None

    # --- people -------------------------------------------------------------------------------------

    def person(self, key: str) -> Person | None:
        """The person of a key."""
        rows = self._rows("SELECT key, name, gender, wikidata, source FROM person WHERE key = ?", (key,))
        return self._person_of(rows[0]) if rows else None

    def gender(self, person: str) -> str | None:
        """ "male" or "female" where a row says so."""
        found = self.person(person)
        return None if found is None else found.gender

    def _gender_by_given_name(self, name: str) -> str | None:
        """The gender that the sourced people of a given name share, where there are enough of them."""
        given = fold(name).split()
        rows = self._rows("SELECT male, female FROM given_name WHERE name = ?", given[:1]) if len(given) > 1 else []
        if not rows or sum(rows[0]) < MIN_NAMESAKES or min(rows[0]) * 20 > max(rows[0]):
            return None
        return "male" if rows[0][0] > rows[0][1] else "female"

    def tenures(self, person: str) -> tuple[Holder, ...]:
        """All sourced tenures of a person."""
        return tuple(self._holder_of(row) for row in self._rows(f"{_HOLDER} WHERE person.key = ?", (person,)))

    def tenures_on(self, person: str, on: date) -> tuple[Holder, ...]:
        """The sourced tenures of a person that cover a day."""
        return tuple(t for t in self.tenures(person) if t.held_on(on) is True)

    def holders(self, office: str, of: str, on: date | None) -> tuple[Holder, ...]:
        """Who certainly held a class of office of a state or body on a day: all that fit, () for unknown."""
        return () if on is None else self._in_office(office, of, on, "certain")

    def possible_holders(self, office: str, of: str, on: date) -> tuple[Holder, ...]:
        """Who may have held it as far as any row tells: also tenures without an end, and days that a row leaves open."""
        return self._in_office(office, of, on, "possible")

    def _in_office(self, office: str, of: str, on: date, sureness: str) -> tuple[Holder, ...]:
        day, found = on.isoformat(), []
        for one in TITLE_CLASSES.get(office, (office,)):
            query = f"{_HOLDER} WHERE of = ? AND office = ? AND {sureness}_from <= ? AND {sureness}_until > ? ORDER BY certain_from, person.key"
            found += self._rows(query, (of, one, day, day))
        return tuple(self._holder_of(row) for row in found)

    def may_hold(self, person: str, office: str, of: str, on: date) -> bool:
        """Whether a person held a class of office on a day, or no row says that the tenure was over."""
        return any(h.person == person for h in self.possible_holders(office, of, on))

    def all_tenures(self, office: str) -> tuple[Holder, ...]:
        """Every tenure in one class of office."""
        return tuple(self._holder_of(row) for row in self._rows(f"{_HOLDER} WHERE office = ? ORDER BY of, certain_from, person.key", (office,)))

    def posts(self) -> tuple[tuple[str, str, str, str | None], ...]:
        """The offices that any row tells: class, key of the state or body, title, Wikidata item; each once."""
        return tuple(self._rows("SELECT DISTINCT office, of, title, office_wikidata FROM tenure ORDER BY of, office, office_wikidata, title"))

    def _read_offices_of(self, of: str) -> frozenset[str]:
        """The classes of office of a state or body that any row tells."""
        return frozenset(row[0] for row in self._rows("SELECT DISTINCT office FROM tenure WHERE of = ?", (of,)))

    def people_named(self, name: str) -> tuple[NamedPerson, ...]:
        """The people one of whose names agrees with a full one in spelling, order or form; how, tells ``form``."""
        keys = name_keys(sound_key(name))
        rows = self._rows(
            "SELECT key, name, gender, wikidata, source, folded, sound, form FROM person_name JOIN person ON person.id = person "
            f"WHERE sound IN ({', '.join('?' * len(keys))})", tuple(keys),
        )  # fmt: skip
        folded = fold(name)
        best: dict[str, tuple[int, bool, Sequence[Any]]] = {}
        for row in rows:
            rank = (max(row[7], keys[row[6]]), row[5] != folded, row)
            if row[0] not in best or rank[:2] < best[row[0]][:2]:
                best[row[0]] = rank
        return tuple(NamedPerson(person=self._person_of(row), known_as=row[5], form=Form(form)) for form, _, row in best.values())

    def people_called(self, name: str) -> tuple[Person, ...]:
        """The people whom news may call by this one word for short: their surname, or the first part where that is usage."""
        rows = self._rows(
            "SELECT key, name, gender, wikidata, source FROM short_name JOIN person ON person.id = person WHERE sound = ?", (sound_key(name),)
        )  # fmt: skip
        return tuple(self._person_of(row) for row in rows)

    # --- names to candidates: kg/gazetteer/linking.py --------------------------------------------------

    def link(self, name: str, *, office: str | None = None, of: str | None = None, on: date | None = None) -> linking.Linking:
        """What a name of any kind means; see ``linking.link``."""
        return linking.link(self, name, office=office, of=of, on=on)

    def link_person(self, name: str, *, office: str | None = None, of: str | None = None, on: date | None = None) -> linking.Linking:
        """Whom a full name means; see ``linking.link_person``."""
        return linking.link_person(self, name, office=office, of=of, on=on)

    def by_surname(self, name: str, office: str, of: str, on: date) -> linking.Linking:
        """Whom a surname means beside an office, its state and a day; see ``linking.called``."""
        return linking.called(self, name, office, of, on)

    def state_of_leader(self, surname_only: str, on: date | None) -> str | None:
        """The one state of which all heads of state and government of a surname are known; those to come do not count."""
        rows = self._rows(
            "SELECT DISTINCT of FROM short_name JOIN tenure ON tenure.person = short_name.person WHERE sound = ? AND possible_from <= ? "
            "AND office IN ('head-of-state', 'head-of-government')", (sound_key(surname_only), on.isoformat() if on else "9999-12-31"),
        )  # fmt: skip
        return rows[0][0] if len(rows) == 1 else None

    # --- rows to values -------------------------------------------------------------------------------

    @cached_property
    def _sources(self) -> dict[int, str]:
        """The few hundred sources by number: most rows share one."""
        return dict(self._rows("SELECT id, text FROM source"))

    def _entry_of(self, row: Sequence[Any]) -> Entry:
        return Entry(
            key=row[1], kind=EntityKind(row[2]), label=row[3], source=self._sources[row[4]], wikidata=row[5], iso2=row[6], iso3=row[7],
            types=tuple(row[8].split()), organ_of=row[9], capital_of=tuple(row[10].split()),
        )  # fmt: skip

    def _person_of(self, row: Sequence[Any]) -> Person:
        return Person(row[0], row[1], row[2], row[3], self._sources[row[4]])

    def _holder_of(self, row: Sequence[Any]) -> Holder:
        return Holder(*[*row[:10], self._sources[row[10]]])

    def _matches(self, rows: Iterable[Sequence[Any]], length: int) -> tuple[NameMatch, ...]:
        """Rows of names as matches, one for each use; strong names first, then the sort that news mostly means."""
        uses: dict[str, list[Sequence[Any]]] = {}
        for row in rows:
            uses.setdefault(row[11], []).append(row)
        return tuple(
            NameMatch(length=length, use=NameUse(use), entries=tuple(map(self._entry_of, sorted(found, key=_rank))), strong=any(r[12] for r in found))
            for use, found in sorted(uses.items(), key=lambda u: min(r[0] for r in u[1]))
        )


def _rank(row: Sequence[Any]) -> tuple[bool, int, bool, bool, int]:
    return not row[12], _PRIORITY[row[2]], "FormerState" in row[8].split(), not row[10], row[0]


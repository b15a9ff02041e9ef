"""What the packaged index holds, as far as it helps to tell what Wikidata's statements are about."""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from kg.errors import ResourceError
from kg.gazetteer.packaged import INDEX, up_to_date
from kg.growing.entity import number


class Open(NamedTuple):
    """A tenure without a known end: numbers of person, position (0 for unknown) and jurisdiction, class of office."""

    person: int
    position: int
    office: str
    of: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Entities, statements and offices of an index by Wikidata number or id."""

    entities: dict[int, tuple[str, str]]  # number: kind, label
    statements: dict[str, tuple[str, int]]  # statement id: class of office, jurisdiction
    offices: dict[int, tuple[str, int]]  # number of an office that has one class and jurisdiction: these
    open: tuple["Open", ...]  # tenures without a known end
    people: frozenset[int] = frozenset()
    adjectives: Mapping[int, tuple[str, ...]] = field(default_factory=dict)  # of states and bodies: "Armenian"

    @classmethod
    def of(cls, index: Path = INDEX) -> "Known":
        """Reads an index, by default the packaged one; ``ResourceError`` where there is none."""
        entities: dict[int, tuple[str, str]] = {}
        statements: dict[str, tuple[str, int]] = {}
        still_open: list[Open] = []
        people: set[int] = set()
        adjectives: dict[int, tuple[str, ...]] = {}
        seen: dict[int, set[tuple[str, int]]] = {}
        try:
            with closing(sqlite3.connect(f"{up_to_date(index).absolute().as_uri()}?mode=ro", uri=True)) as db:
                for key, kind, label in db.execute("SELECT wikidata, kind, label FROM entity WHERE wikidata IS NOT NULL"):
                    if (item := number(key)) is not None:
                        entities[item] = (kind, label)
                told = "SELECT wikidata, name.text FROM name JOIN entity ON entity.id = entity WHERE use = 'adjective' AND wikidata IS NOT NULL"
                for key, text in db.execute(told):
                    if (item := number(key)) is not None:
                        adjectives[item] = (*adjectives.get(item, ()), text)
                for statement, office, of, post, person, open_ended in _tenures(db):
                    people.add(person)
                    if statement:
                        statements[statement] = (office, of)
                    seen.setdefault(post, set()).add((office, of))
                    if open_ended:
                        still_open.append(Open(person, post, office, of))
        except sqlite3.Error as error:
            raise ResourceError(f"{index}: expected an index of the gazetteer: {error}") from error
        offices = {post: pairs.pop() for post, pairs in seen.items() if post and len(pairs) == 1}
        return cls(entities=entities, statements=statements, offices=offices, open=tuple(dict.fromkeys(still_open)), people=frozenset(people), adjectives=adjectives)


def _tenures(db: sqlite3.Connection) -> Iterator[tuple[str | None, str, int, int, int, bool]]:
    """Statement, class of office, jurisdiction, office, person, and whether it is open, of the tenures of Wikidata's people and bodies."""
    rows = db.execute(
        'SELECT statement, office, of, office_wikidata, person.key, "end" IS NULL AND true_on IS NOT NULL '
        "FROM tenure JOIN person ON person.id = tenure.person"
    )
    for statement, office, of, post, person, open_ended in rows:
        body, holder = number(of), number(person)
        if body is not None and holder is not None:
            yield statement, office, body, number(post or "") or 0, holder, bool(open_ended)

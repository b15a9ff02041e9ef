"""What can be reconciled: the things, people and offices of the gazetteer, each with its identifier.

An identifier is what stands behind the base in the IRI of the thing: ``entity/Q159``, ``office/foreign-minister-RUS``.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from kg import iris
from kg.concepts import ConceptScheme
from kg.gazetteer import Entry, Gazetteer, Holder
from kg.gazetteer.answers import Person
from kg.gazetteer.names import fold
from server.reconciliation.search import Name
from server.reconciliation.types import TYPES, lineage, narrowest

# Classes of office of which a state has several at a time: the Wikidata item tells them apart (scripts/build_seeds.py).
MANY: Final = frozenset({"minister", "deputy-minister", "other-office", "ambassador", "permanent-representative", "commander"})
# Of things whose names begin alike the sort that is mostly meant is suggested first.
_RANK: Final = {k: i for i, k in enumerate(("state", "organisation", "polity", "region", "person", "office", "city"))}
# Names of things, and of people, that can be found by their beginning or by likeness: 130 MB and 12 ms a search for both together.
MAX_NAMES: Final = 100_000
_LATEST: Final = 2  # offices that a description names


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """One post: a class of office at a state or body, of a loose class ("minister") one with its own Wikidata item."""

    key: str  # "foreign-minister-RUS", "minister-RUS-Q123"
    office: str  # class
    of: str  # key of the state or body
    name: str
    titles: tuple[str, ...]  # as the rows word it
    wikidata: str | None  # where all rows agree


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A thing, person or office as clients see it; one of the three last fields is filled."""

    id: str
    name: str
    description: str
    types: tuple[str, ...]  # narrowest ones
    wikidata: str | None
    entry: Entry | None = None
    person: Person | None = None
    office: Office | None = None

    @property
    def all_types(self) -> frozenset[str]:
        """Its types and all above them."""
        return frozenset().union(*map(lineage, self.types))

    def type_references(self) -> list[dict[str, object]]:
        """Its types as answers name them."""
        return [TYPES[t].reference() for t in self.types]


class Directory:
    """Records by identifier, over one gazetteer."""

    def __init__(self, gazetteer: Gazetteer, offices: ConceptScheme, base: str = iris.BASE) -> None:
        self.gazetteer, self.offices, self.base = gazetteer, offices, base

    def record(self, identifier: str) -> Record | None:
        """The record of an identifier, of a bare key ("Q159") or of a whole IRI."""
        name = identifier.strip().removeprefix(self.base)
        if name.startswith("office/"):
            post = self.posts.get(name.removeprefix("office/"))
            return None if post is None else self.of_office(post)
        key = name.removeprefix("entity/")
        entry = self.gazetteer.entry(key)
        if entry is not None:
            return self.of_entry(entry)
        person = self.gazetteer.person(key)
        return None if person is None else self.of_person(person)

    def of_entry(self, entry: Entry) -> Record:
        """The record of a state, body or place."""
        types = narrowest(entry.kind, entry.types)
        about = [TYPES[types[0]].name if types else entry.kind.value]
        about += [f"ISO {entry.iso2}"] if entry.iso2 else []
        about += [f"capital of {self.label(s)}" for s in entry.capital_of]
        about += [f"organ of {self.label(entry.organ_of)}"] if entry.organ_of else []
        return Record(
            id=f"entity/{entry.key}", name=entry.label, description=", ".join(about), types=types, wikidata=entry.wikidata, entry=entry
        )

    def of_person(self, person: Person) -> Record:
        """The record of a person; the description names the latest offices."""
        held = sorted(self.gazetteer.tenures(person.key), key=lambda t: (t.start or "", t.end or "9999"), reverse=True)
        return Record(
            id=f"entity/{person.key}", name=person.name, description="; ".join(map(self.words_of, held[:_LATEST])), types=("Person",),
            wikidata=person.wikidata, person=person,
        )  # fmt: skip

    def of_office(self, post: Office) -> Record:
        """The record of a post."""
        concept = self.offices.concepts.get(post.office)
        about = f"{concept.label if concept else 'office'} of {self.label(post.of)}"
        return Record(
            id=f"office/{post.key}", name=post.name, description=about if about != post.name else ", ".join(post.titles),
            types=("Office",), wikidata=post.wikidata, office=post,
        )  # fmt: skip

    def words_of(self, tenure: Holder) -> str:
        """A tenure in words: its office and what is known of its days."""
        what = f"{tenure.title}, {self.label(tenure.of)}"
        if tenure.end:
            return f"{what} ({tenure.start or '?'} to {tenure.end})"
        return f"{what} ({f'since {tenure.start}' if tenure.start else 'since ?'}{f', known on {tenure.true_on}' if tenure.true_on else ''})"

    def label(self, key: str) -> str:
        """The name of a state or body."""
        entry = self.gazetteer.entry(key)
        return key if entry is None else entry.label

    def post_of(self, tenure: Holder) -> Office | None:
        """The post of a tenure."""
        return self.posts.get(self._post_key(tenure.office, tenure.of, tenure.office_wikidata))

    def tenures_of(self, post: Office) -> tuple[Holder, ...]:
        """All tenures in a post."""
        return tuple(t for t in self.gazetteer.all_tenures(post.office) if t.of == post.of and self.post_of(t) == post)

    def posts_of(self, office: str, of: str) -> tuple[Office, ...]:
        """The posts of a class at a state or body."""
        return tuple(p for p in self._posts_at.get(of, ()) if p.office == office)

    def posts_at(self, of: str) -> tuple[Office, ...]:
        """The posts of a state or body."""
        return self._posts_at.get(of, ())

    @cached_property
    def posts(self) -> Mapping[str, Office]:
        """All posts by key."""
        found: dict[str, list[tuple[str, str, str, str | None]]] = {}
        for office, of, title, item in self.gazetteer.posts():
            found.setdefault(self._post_key(office, of, item), []).append((office, of, title, item))
        return {key: self._post(key, rows) for key, rows in found.items()}

    @cached_property
    def _posts_at(self) -> Mapping[str, tuple[Office, ...]]:
        found: dict[str, list[Office]] = {}
        for post in self.posts.values():
            found.setdefault(post.of, []).append(post)
        return {of: tuple(posts) for of, posts in found.items()}

    def _post(self, key: str, rows: list[tuple[str, str, str, str | None]]) -> Office:
        office, of, _, item = rows[0]
        titles = tuple(dict.fromkeys(title for _, _, title, _ in rows))
        concept = self.offices.concepts.get(office)
        name = f"{titles[0]}, {self.label(of)}" if office in MANY or concept is None else f"{concept.label} of {self.label(of)}"
        return Office(key=key, office=office, of=of, name=name, titles=titles, wikidata=item if len({r[3] for r in rows}) == 1 else None)

    def _post_key(self, office: str, of: str, item: str | None) -> str:
        entry = self.gazetteer.entry(of)
        code = (entry.iso3 if entry else None) or of
        return f"{office}-{code}-{item}" if item and office in MANY else f"{office}-{code}"

    def names(self) -> Iterator[Name]:
        """Every name by which something may be looked up; those of offices are found by their beginning only."""
        for folded, key, kind, sound in self.gazetteer.names(MAX_NAMES):
            yield Name(folded, f"entity/{key}", _RANK.get(kind.value, len(_RANK)), sound)
        for post in self.posts.values():
            for name in dict.fromkeys((post.name, *(f"{title} of {self.label(post.of)}" for title in post.titles))):
                yield Name(fold(name), f"office/{post.key}", _RANK["office"], "")

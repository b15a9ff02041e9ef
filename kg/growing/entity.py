"""Wikidata's entity JSON, as a line of a dump or an answer of the API holds it: only what we use is decoded.

The form is that of https://doc.wikimedia.org/Wikibase/master/php/docs_topics_json.html: PHP writes an empty map as
``[]``, a snak has a value, ``somevalue`` (there is one, unknown which) or ``novalue`` (there is none), and a
statement is ``preferred``, ``normal`` or ``deprecated`` (known to be wrong).
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from msgspec import Raw, Struct, field
from msgspec.json import Decoder

_LONGEST_ID: Final = 10  # characters: numbers of items fit into 32 bits, in 2026 they have nine digits


class Value(Struct, gc=False):
    """The value of a snak that is no plain text: an entity, a time, a quantity or a text in a language."""

    id: str | None = None
    number: int | None = field(default=None, name="numeric-id")
    time: str | None = None
    precision: int | None = None
    calendar: str | None = field(default=None, name="calendarmodel")
    amount: str | None = None
    text: str | None = None

    @property
    def item(self) -> int | None:
        """The number of an item: 30 of Q30; None of anything else."""
        return number(self.id if self.id is not None else f"Q{self.number}")


class DataValue(Struct, gc=False):
    """A value with its type."""

    value: str | Value


class Snak(Struct, gc=False):
    """What is said of a property."""

    kind: str = field(default="value", name="snaktype")
    data: DataValue | None = field(default=None, name="datavalue")

    @property
    def value(self) -> Value | None:
        """The value, where there is one that is no plain text."""
        return self.data.value if self.data is not None and isinstance(self.data.value, Value) else None

    @property
    def item(self) -> int | None:
        """The number of the item that is told."""
        return None if self.value is None else self.value.item

    @property
    def text(self) -> str | None:
        """The plain text that is told."""
        return self.data.value if self.data is not None and isinstance(self.data.value, str) else None


class Qualifiers(Struct, gc=False):
    """What qualifies a statement: start, end, end cause, replaced by; jurisdiction, of, representative of, country."""

    P580: list[Snak] = []
    P582: list[Snak] = []
    P1534: list[Snak] = []
    P1366: list[Snak] = []
    P1001: list[Snak] = []
    P642: list[Snak] = []
    P1268: list[Snak] = []
    P17: list[Snak] = []


class Statement(Struct, gc=False):
    """One statement about an entity."""

    mainsnak: Snak
    rank: str = "normal"
    id: str = ""
    qualifiers: Qualifiers | list[Any] = []

    @property
    def qualified(self) -> Qualifiers:
        """The qualifiers, none where PHP wrote an empty list."""
        return self.qualifiers if isinstance(self.qualifiers, Qualifiers) else _NONE


_NONE = Qualifiers()


class Term(Struct, gc=False):
    """A text in a language."""

    value: str


class Labels(Struct, gc=False):
    """Labels in English, and in "all languages", which stands in for it."""

    en: Term | None = None
    mul: Term | None = None


class Aliases(Struct, gc=False):
    """Other names, likewise."""

    en: list[Term] = []
    mul: list[Term] = []


class Claims(Struct, gc=False):
    """Statements by property: instance and subclass of, position, and what facts are made of (``facts.py``)."""

    P31: list[Statement] = []
    P279: list[Statement] = []
    P39: list[Statement] = []
    P6: list[Statement] = []
    P17: list[Statement] = []
    P21: list[Statement] = []
    P35: list[Statement] = []
    P36: list[Statement] = []
    P297: list[Statement] = []
    P298: list[Statement] = []
    P570: list[Statement] = []
    P576: list[Statement] = []
    P1001: list[Statement] = []
    P1082: list[Statement] = []
    P1308: list[Statement] = []
    P1376: list[Statement] = []


class Redirects(Struct, gc=False):
    """How the API tells that the entity asked for has become another."""

    source: str = field(name="from")
    target: str = field(name="to")


class Entity(Struct, gc=False):
    """An entity; in a dump also a redirect, which has ``entity`` and ``redirect`` and nothing else."""

    id: str = ""
    labels: Labels | list[Any] = []
    aliases: Aliases | list[Any] = []
    claims: Claims | list[Any] = []
    lastrevid: int | None = None
    entity: str = ""
    redirect: str = ""
    redirects: Redirects | None = None
    missing: str | bool | None = None

    @property
    def number(self) -> int | None:
        """The number of an item, None of a property or lexeme."""
        return number(self.id)

    @property
    def label(self) -> str | None:
        """The English label, else the one for all languages."""
        if not isinstance(self.labels, Labels):
            return None
        term = self.labels.en or self.labels.mul
        return None if term is None else " ".join(term.value.split())

    @property
    def other_names(self) -> tuple[str, ...]:
        """English aliases and those of all languages, each once, without the label."""
        if not isinstance(self.aliases, Aliases):
            return ()
        names = (" ".join(t.value.split()) for t in (*self.aliases.en, *self.aliases.mul))
        return tuple(n for n in dict.fromkeys(names) if n and n != self.label)

    @property
    def told(self) -> Claims:
        """The statements."""
        return self.claims if isinstance(self.claims, Claims) else _NOTHING


_NOTHING = Claims()


class ClassClaims(Struct, gc=False):
    """The statements that the class closure needs."""

    P279: list[Statement] = []


class ClassLine(Struct, gc=False):
    """A line of a dump as the first pass reads it."""

    id: str = ""
    claims: ClassClaims | list[Any] = []
    entity: str = ""
    redirect: str = ""


class KindClaims(Struct, gc=False):
    """The statements that tell what an entity is; those that its facts are made of as they stand in the line."""

    P31: list[Statement] = []
    P279: list[Statement] = []
    P39: list[Statement] = []
    P17: Raw = Raw()
    P21: Raw = Raw()
    P36: Raw = Raw()
    P297: Raw = Raw()
    P298: Raw = Raw()
    P570: Raw = Raw()
    P576: Raw = Raw()
    P1001: Raw = Raw()
    P1082: Raw = Raw()
    P1376: Raw = Raw()


class KindLine(Struct, gc=False):
    """A line of a dump as the second pass looks at it first: most are of no use, and none is read twice."""

    id: str = ""
    labels: Raw = Raw(b"[]")
    aliases: Raw = Raw(b"[]")
    claims: KindClaims | list[Any] = []

    def entity(self) -> Entity:
        """The whole entity; ``msgspec.ValidationError`` where a part of it has another form."""
        told = self.claims if isinstance(self.claims, KindClaims) else KindClaims()
        claims = Claims(P31=told.P31, P279=told.P279, P39=told.P39)
        for prop in _LATER:
            if memoryview(raw := getattr(told, prop)).nbytes:
                setattr(claims, prop, _statements(raw))
        return Entity(id=self.id, labels=_labels(self.labels), aliases=_aliases(self.aliases), claims=claims)


_LATER: Final = tuple(p for p in KindClaims.__struct_fields__ if p not in ("P31", "P279", "P39"))
_statements = Decoder(list[Statement]).decode
_labels = Decoder(Labels | list[Any]).decode
_aliases = Decoder(Aliases | list[Any]).decode


def number(identifier: str) -> int | None:
    """30 of "Q30"; None of a property, lexeme or anything else."""
    if identifier[:1] != "Q" or not identifier[1:].isdecimal() or len(identifier) > _LONGEST_ID:
        return None
    return int(identifier[1:])


def true_statements(statements: Iterable[Statement]) -> Iterator[Statement]:
    """All that are not deprecated: for a history of offices, preferred ones and normal ones are both true."""
    return (s for s in statements if s.rank != "deprecated")


def best(statements: Sequence[Statement]) -> list[Statement]:
    """Those of the best rank, as Wikidata's "truthy" statements are: the preferred ones, where there are none the normal ones."""
    preferred = [s for s in statements if s.rank == "preferred"]
    return preferred or [s for s in statements if s.rank == "normal"]

"""The input of the index: what an entity, a person and a tenure row hold, wherever they come from.

``kg/gazetteer/seeds.py`` makes such rows of ``seeds/``; a Wikidata dump or a user's table makes them
likewise, and ``compilation.compile_index`` turns any stream of them into an index. A person comes before
the tenures. Rows may repeat a key: what a later row tells replaces what an earlier one told, what it leaves
open (None, ``()``) stays, and names are added.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from kg.model import EntityKind


class NameUse(StrEnum):
    """How a name refers."""

    NAME = "name"
    ADJECTIVE = "adjective"
    PEOPLE = "people"  # "Armenians"
    METONYM = "metonym"  # "the Kremlin"
    FOREIGN = "foreign"  # in another language: for look-ups of a whole name, not for running text


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """One spelling; case and diacritics as English news writes them."""

    text: str
    use: NameUse = NameUse.NAME
    strong: bool = True  # False: alone it does not tell one entity ("Korea"): never found in running text, a near match at best


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityRow:
    """A state, polity, region, city, place, organisation or people."""

    key: str  # Wikidata id ("Q399"), else a key of one's own without blanks ("minsk-group")
    kind: EntityKind
    label: str
    source: str  # who says so: a data set with its licence, a page, a file
    names: tuple[Name, ...] = ()  # all by which it can be found; the label is none of itself
    wikidata: str | None = None  # only with a source that gives it
    iso2: str | None = None  # ISO 3166-1 alpha-2
    iso3: str | None = None  # ISO 3166-1 alpha-3
    types: tuple[str, ...] = ()  # local names of classes of the ontology: "State", "FormerState", "City"
    organ_of: str | None = None  # key of the state or body above
    capital_of: tuple[str, ...] = ()  # keys of states; names of such a city may stand for their governments


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRow:
    """A person; whoever holds no office needs no row."""

    key: str
    name: str
    source: str
    aliases: tuple[str, ...] = ()  # other full names; one of a single word counts as weak
    gender: str | None = None  # "male", "female"
    wikidata: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TenureRow:
    """A person in an office from a day on until another, as a half-open interval ``[start, end)``.

    Dates have the precision that the source has: ``2004-03-09``, ``2004-03``, ``2004``. What falls into
    an imprecise start or end is unknown, neither in office nor out of it.
    """

    person: str  # key of a PersonRow that came before
    office: str  # class of office, key of ``ontology/offices.ttl``: "foreign-minister"
    of: str  # key of the state or body
    title: str  # as the source words it
    source: str
    start: str | None = None  # None: unknown, not "always"
    end: str | None = None  # None: unknown, not "still in office"
    true_on: str | None = None  # the day on which the source was right: without an end nothing is known beyond it
    statement: str | None = None  # Wikidata statement id, which identifies the row
    office_wikidata: str | None = None


Row: TypeAlias = EntityRow | PersonRow | TenureRow

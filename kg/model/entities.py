"""Who and where: mentions, the entities that they are linked to, and the offices that the article tells."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from kg.model.text import Span


class EntityKind(StrEnum):
    """What sort of thing a mention or an entity is (the ``kind`` of the JSON form)."""

    STATE = "state"
    POLITY = "polity"  # de facto polity, subnational unit: can act, is no state
    REGION = "region"
    CITY = "city"
    PLACE = "place"
    PERSON = "person"
    ORGANISATION = "organisation"
    GROUP = "group"  # population group, armed group's members, unnamed "officials"
    AGREEMENT = "agreement"
    CONFLICT = "conflict"


# What counts as a state in diplomacy, what can act, and what is a place only.
STATE_KINDS: Final = (EntityKind.STATE, EntityKind.POLITY)
AGENT_KINDS: Final = frozenset({*STATE_KINDS, EntityKind.PERSON, EntityKind.ORGANISATION, EntityKind.GROUP})
PLACE_KINDS: Final = frozenset({EntityKind.CITY, EntityKind.REGION, EntityKind.PLACE})


class MentionForm(StrEnum):
    """How a mention refers."""

    NAME = "name"  # "Sergei Lavrov", with or without a role in front or behind
    ADJECTIVE = "adjective"  # "Russian"
    ROLE = "role"  # a title alone: "the French minister", "officials from Armenia"
    NOMINAL = "nominal"  # "both leaders", "the two sides", "the disputed region"
    PRONOUN = "pronoun"


@dataclass(frozen=True, slots=True, kw_only=True)
class RolePhrase:
    """The words that give a person an office: "Russian Deputy Prime Minister (PM)"."""

    span: Span
    title: str  # "Deputy Prime Minister", as written, without the jurisdiction
    office: str | None = None  # class of office, key of ``ontology/offices.ttl``: "deputy-prime-minister"
    of: tuple[int, ...] = ()  # mentions of the states or bodies it belongs to
    rank: str | None = None  # "General"
    former: bool = False
    counterpart_of: bool = False  # "his Russian counterpart": office to be taken from the other


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A stretch of text that refers to an entity."""

    index: int
    sentence: int
    span: Span  # the whole phrase: role, rank, name, apposition that only gives the role
    head: Span  # the words that name it: "Sergei Lavrov"; of a title alone the title's words
    kind: EntityKind
    form: MentionForm
    name: str | None = None  # the name's words, white space folded
    plural: bool = False
    roles: tuple[RolePhrase, ...] = ()
    of: int | None = None  # mention of the state or body that it is an organ or part of
    candidates: tuple[str, ...] = ()  # gazetteer keys ("Q159") that the name may mean, best first


@dataclass(frozen=True, slots=True, kw_only=True)
class NearMatch:
    """An item of the knowledge base that an entity may be, too uncertain to be linked."""

    wikidata: str
    score: float  # 0 to 1
    reasons: tuple[str, ...]
    statement: str | None = None  # Wikidata statement id of the tenure that speaks for it


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """A thing that mentions are linked to."""

    iri: str
    kind: EntityKind
    label: str
    aliases: tuple[str, ...] = ()  # surface forms in this article, first one first
    wikidata: str | None = None
    iso2: str | None = None
    iso3: str | None = None
    types: tuple[str, ...] = ()  # local names of further classes: "GovernmentBody", "FormerState", "DisputedTerritory"
    organ_of: str | None = None  # IRI of the state or body that it is an organ of
    members: tuple[str, ...] = ()  # IRIs, of a group that stands for known entities
    seat_of: str | None = None  # IRI of the one state whose capital a city is
    mentions: tuple[Span, ...] = ()
    score: float | None = None  # of the link to the knowledge base, 0 to 1
    reasons: tuple[str, ...] = ()
    statement: str | None = None  # Wikidata statement id of the tenure that supports the link
    near: tuple[NearMatch, ...] = ()  # items that it may be, below the threshold of a link, best first


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """What a mention refers to: no entity, one, or several ("both leaders")."""

    mention: int
    entities: tuple[str, ...]  # IRIs
    score: float  # 0 to 1
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Tenure:
    """A person in an office as the article tells it (a ``role`` of the JSON form)."""

    iri: str
    person: str  # IRI
    title: str  # as written; taken from the other side for a counterpart
    office: str | None  # class of office: "foreign-minister"
    of: str | None  # IRI of state or body
    evidence: tuple[Span, ...]
    rank: str | None = None
    former: bool = False
    inferred: bool = False  # title taken over from a counterpart
    wikidata: str | None = None  # of the office, where a sourced row has it
    statement: str | None = None  # Wikidata statement id of the tenure that supports the link


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """Coreference and entity linking of one article."""

    entities: tuple[Entity, ...]
    links: tuple[Link, ...]  # one per mention, in the mentions' order
    tenures: tuple[Tenure, ...]
    issuers: tuple[str, ...] = ()  # IRIs: who speaks in the text as "we", () where nobody does
    implied: tuple[Entity, ...] = ()  # states that the article names by their capitals alone

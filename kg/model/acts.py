"""What was said and done: quotations and acts, with those who take part, and how the article tells it."""

from dataclasses import dataclass
from enum import StrEnum

from kg.model.text import Span
from kg.model.times import TimeValue


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """A quotation: ``span`` includes the marks, ``text`` is what stands between them."""

    span: Span
    text: str
    sentence: int
    speakers: tuple[str, ...] = ()  # entity IRIs; () where none is named
    verb: int | None = None  # predicate that introduces it


class Role(StrEnum):
    """Part that a participant plays in an act (the ``as`` of the JSON form)."""

    AGENT = "agent"
    ADDRESSEE = "addressee"
    PARTICIPANT = "participant"
    HOST = "host"
    MEDIATOR = "mediator"
    SIGNATORY = "signatory"
    AFFECTED = "affected"


class Factuality(StrEnum):
    """How the article presents an act."""

    ASSERTED = "asserted"
    DENIED = "denied"
    PLANNED = "planned"
    DEMANDED = "demanded"
    CONDITIONAL = "conditional"
    ALLEGED = "alleged"


class Evidentiality(StrEnum):
    """On what ground the article tells it."""

    DIRECT_QUOTATION = "directQuotation"
    INDIRECT_SPEECH = "indirectSpeech"
    NARRATED = "narrated"
    HEARSAY = "hearsay"
    INFERRED = "inferred"


@dataclass(frozen=True, slots=True, kw_only=True)
class Participation:
    """One entity in one role of one act."""

    entity: str  # IRI
    role: Role
    on_behalf_of: tuple[str, ...] = ()  # IRIs of states or bodies
    tenure: str | None = None  # IRI: in which capacity
    span: Span | None = None
    label: str | None = None  # for an unnamed holder: "(unnamed) Chinese ambassador"
    inferred: bool = False  # not told of this act, taken over from one told together with it


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """What an act is about: the article's words, and the SKOS concept where one fits."""

    label: str
    span: Span
    concepts: tuple[str, ...] = ()  # IRIs of ``ontology/topics.ttl``
    entities: tuple[str, ...] = ()  # IRIs of entities named in it


@dataclass(frozen=True, slots=True, kw_only=True)
class ActRelation:
    """A tie between two acts: ``onSidelinesOf``, ``subEventOf``, ``partOfConflict``, ``after``, ``ledTo`` ..."""

    kind: str  # local name of a property in ``ontology/core.ttl``
    target: str  # IRI
    inferred: bool = False
    span: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One diplomatic act or other event as the article tells it."""

    iri: str
    type: str  # IRI of the class
    sentence: int
    trigger: Span
    participations: tuple[Participation, ...] = ()
    time: TimeValue | None = None
    place: str | None = None  # entity IRI
    place_span: Span | None = None
    place_inferred: bool = False  # carried over from context, not said of this act
    topics: tuple[Topic, ...] = ()
    quotes: tuple[Quote, ...] = ()
    relations: tuple[ActRelation, ...] = ()
    outcome: str | None = None  # the words: "the people chose to be independent"
    effects: tuple[str, ...] = ()  # what it did to a state of things, in the words: "increasing violence"
    name: str | None = None  # "2016 Four-Day War", where the text gives one
    factuality: Factuality = Factuality.ASSERTED
    evidentiality: Evidentiality = Evidentiality.NARRATED
    sources: tuple[str, ...] = ()  # entity IRIs of who is cited ("several agencies reported")
    confidence: float = 1.0  # 0 to 1
    reasons: tuple[str, ...] = ()
    evidence: tuple[Span, ...] = ()  # sentences, the fullest first
    by_negation: bool = False  # told by a negation: "will not sign" reports a rejection
    voiced: bool = False  # done by the very words that tell it: "we condemn", "they must leave"
    predicate: int | None = None
    cameo: str | None = None  # code of the wording where that is finer than the code of the class
    cameo_planned: str | None = None  # code of the wording when it is only planned, where that is another than the class's

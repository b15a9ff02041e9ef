"""The values that flow between the stages of a conversion.

All are frozen, slotted, keyword-only dataclasses with tuples inside. A span is ``[start, end)`` in
code points of ``Article.body``; ``body[span.start:span.end]`` are the words it stands for. Absence
is a value: nothing found is ``()`` or ``None``, never an exception.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of ``Article.body``: code points, start inclusive, end exclusive."""

    start: int
    end: int

    def of(self, body: str) -> str:
        """The words of this span."""
        return body[self.start : self.end]

    def covers(self, other: "Span") -> bool:
        """Whether the other span lies wholly inside this one."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: "Span") -> bool:
        """Whether the two share at least one code point."""
        return self.start < other.end and other.start < self.end


# --- reading and segmentation -------------------------------------------------------------------


class PartKind(StrEnum):
    """What a stretch of an article's text is for."""

    HEADLINE = "headline"
    STANDFIRST = "standfirst"  # a summary under the headline: repeats, adds no act of its own
    DATELINE = "dateline"  # the line with outlet and date
    PARAGRAPH = "paragraph"
    CREDIT = "credit"  # "SOURCE: ..."


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One stretch of the text and its function."""

    kind: PartKind
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One news article. ``body`` is the whole text as read, headline and credit lines included."""

    id: str  # slug, from the file name, the address or the text's hash
    iri: str
    body: str
    parts: tuple[Part, ...]
    title: str | None = None
    published: date | None = None
    outlet: str | None = None  # the publisher, only where the text names it
    credit: str | None = None  # the "SOURCE: ..." line: not the publisher
    place: str | None = None  # city of the dateline ("TOKYO - ...")
    url: str | None = None
    language: str = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """One word as the Universal Dependencies treebanks of English cut them ("do" "n't")."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence; never crosses a part."""

    index: int
    span: Span
    part: PartKind
    paragraph: int  # counts paragraphs of the article from 0
    tokens: tuple[Token, ...]


# --- language analysis --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """The Universal Dependencies analysis of one word; ``head`` is an index, -1 for the root."""

    form: str
    lemma: str
    upos: str
    xpos: str
    head: int
    deprel: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A word of a parsed sentence, or the one-token stand-in of a mention or time expression."""

    index: int
    span: Span  # of all that it stands for
    form: str
    lemma: str
    upos: str
    xpos: str
    head: int  # index of the governing node, -1 for the root
    deprel: str
    mention: int | None = None  # index of the outermost mention that it stands for
    time: int | None = None  # index of the time mention that it stands for


@dataclass(frozen=True, slots=True, kw_only=True)
class Parse:
    """The dependency tree of one sentence over its simplified words."""

    sentence: int
    nodes: tuple[Node, ...]
    _children: tuple[tuple[int, ...], ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        below: list[list[int]] = [[] for _ in self.nodes]
        for node in self.nodes:
            if node.head >= 0:
                below[node.head].append(node.index)
        object.__setattr__(self, "_children", tuple(map(tuple, below)))

    def children(self, index: int, *deprels: str) -> Iterator[Node]:
        """The dependents of a node in text order, all or those with one of the given relations."""
        for child in self._children[index]:
            node = self.nodes[child]
            if not deprels or node.deprel in deprels:
                yield node

    def first_conjunct(self, index: int, at_most: int | None = None) -> Node:
        """The first of the words joined with a node ("A" of "A, B and C"), climbing ``at_most`` steps where given."""
        node, steps = self.nodes[index], 0
        while node.deprel == "conj" and node.head >= 0 and steps != at_most:
            node, steps = self.nodes[node.head], steps + 1
        return node

    def subtree(self, index: int) -> tuple[int, ...]:
        """Indices of a node and all below it, in text order."""
        found, todo = [], [index]
        while todo:
            here = todo.pop()
            found.append(here)
            todo.extend(self._children[here])
        return tuple(sorted(found))


# --- who and where --------------------------------------------------------------------------------


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


# --- when ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeValue:
    """When, with its uncertainty. Dates are ISO 8601 prefixes: ``2021-04-01``, ``2021-04``, ``2021``.

    ``start`` and ``end`` are the values to show and to query; the four bounds say how far each
    could lie off; None is unknown. ``edtf`` follows the Extended Date/Time Format (ISO 8601-2).
    """

    start: str | None
    end: str | None
    edtf: str
    earliest_start: str | None = None
    latest_start: str | None = None
    earliest_end: str | None = None
    latest_end: str | None = None
    inferred: bool = False  # carried over from context, not said of this act
    words: str = ""
    span: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeMention:
    """A time expression and its value; ``value`` is None where it cannot be fixed ("recently")."""

    index: int
    sentence: int
    span: Span
    value: TimeValue | None
    relation: str | None = None  # "since", "until", "by", "before", "after"; None is "at"


# --- predicates -----------------------------------------------------------------------------------


class Relation(StrEnum):
    """Grammatical relation of an argument after normalisation (passive turned to active)."""

    SUBJECT = "subject"
    OBJECT = "object"
    INDIRECT_OBJECT = "indirect_object"
    OBLIQUE = "oblique"  # has a case word
    CLAUSE = "clause"  # finite complement: "said that ..."
    INFINITIVE = "infinitive"  # "to ..." complement or purpose
    POSSESSOR = "possessor"  # "Russia's call for"
    MODIFIER = "modifier"  # adjective or noun before the noun: "telephone conversation"
    CLAUSE_SUBJECT = "clause_subject"  # of a clause or infinitive: "demanded that X ...", "called for X to ..."


@dataclass(frozen=True, slots=True, kw_only=True)
class Argument:
    """One argument of a predicate; ``nodes`` are the heads of its conjuncts in text order."""

    relation: Relation
    case: str | None  # lemma(s) of the preposition: "with", "because of"
    nodes: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Predicate:
    """A verb, noun or adjective with its arguments, ready to be matched with frames."""

    index: int
    sentence: int
    node: int  # of the trigger word
    span: Span  # of the trigger, with its light verb's span kept apart
    lemma: str
    pos: str  # VERB, NOUN, ADJ
    arguments: tuple[Argument, ...]
    particle: str | None = None
    light_verb: str | None = None  # lemma: "hold" in "held talks"
    light_node: int | None = None
    passive: bool = False
    negated: bool = False
    modals: tuple[str, ...] = ()  # "will", "may", "should" ...
    xpos: str = ""
    governor: int | None = None  # predicate in whose argument this one stands
    governor_relation: Relation | None = None


# --- speech ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """A quotation: ``span`` includes the marks, ``text`` is what stands between them."""

    span: Span
    text: str
    sentence: int
    speakers: tuple[str, ...] = ()  # entity IRIs; () where none is named
    verb: int | None = None  # predicate that introduces it


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis:
    """What is known of an article before its acts are told."""

    article: Article
    sentences: tuple[Sentence, ...]
    mentions: tuple[Mention, ...]
    times: tuple[TimeMention, ...]
    parses: tuple[Parse, ...]  # one per sentence, same order
    predicates: tuple[Predicate, ...]
    resolution: Resolution
    quotes: tuple[Quote, ...]


# --- acts -----------------------------------------------------------------------------------------


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


# --- other facts ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A claim of a state or polity to a territory, as told."""

    claimant: str  # entity IRI
    territory: str  # entity IRI
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A quantity of people or things with its vagueness kept: never a number that is not there."""

    quantity: str  # local name: "killed", "displaced", "wounded"
    words: str  # "thousands", "more than 100,000 people"
    span: Span
    lower: int | None = None
    upper: int | None = None
    lower_exclusive: bool = False
    upper_exclusive: bool = False
    magnitude: int | None = None  # power of ten of a number word ("thousands": 3) where no number is told
    act: str | None = None  # IRI of the act it belongs to
    time: TimeValue | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the article states beside acts and offices."""

    claims: tuple[Claim, ...] = ()
    estimates: tuple[Estimate, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversion(Analysis):
    """What an article tells, beside what the stages before the acts found; ``acts`` are the merged ones."""

    acts: tuple[Act, ...]
    doubtful: tuple[Act, ...] = ()  # found, but too unsure to be told
    facts: Facts

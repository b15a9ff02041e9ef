"""Which entities and words stand in an argument of a predicate."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from kg.lexicon import Lexicon
from kg.model import (
    Analysis,
    Entity,
    EntityKind,
    Link,
    Mention,
    MentionForm,
    Node,
    Parse,
    PartKind,
    Predicate,
    Quote,
    Span,
    Tenure,
)

AGENT_KINDS: Final = frozenset(
    {EntityKind.STATE, EntityKind.POLITY, EntityKind.PERSON, EntityKind.ORGANISATION, EntityKind.GROUP}
)
MAX_QUOTE: Final = 5_000  # code points; a longer quotation is none
_SEATED: Final = frozenset({"administration", "authority", "court", "government", "junta", "leadership", "parliament", "regime"})
_FOLLOWING: Final = frozenset({"loyal", "faithful", "allied", "ally", "aligned", "align", "affiliated", "affiliate"})
_DETACHED: Final = frozenset({"acl:relcl", "conj", "cc", "punct", "parataxis", "advcl", "appos", "case", "mark"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Filler:
    """An entity in an argument, with the words that name it there."""

    entity: Entity
    span: Span
    node: int | None  # None where it is not named there: the speaker behind "we"
    mention: int | None
    inferred: bool = False  # taken over from an act told together with it
    through: str | None = None  # the noun through which it acts: "the Norlandic side", "the Berg administration"


class Fillers:
    """Looks up the entities behind the nodes of an analysed article."""

    def __init__(self, analysis: Analysis, lexicon: Lexicon) -> None:
        self.analysis = analysis
        self.body = analysis.article.body
        self._grounds = lexicon.words("extraction", "grounds")
        self._collectives = lexicon.words("extraction", "collectives")
        self.harming = lexicon.words("extraction", "harming_verbs")
        self._expert = lexicon.words("extraction", "experts")
        self._texts = lexicon.words("extraction", "texts")
        self._disputed_seats = lexicon.words("extraction", "disputed_seats")
        self._first_person = lexicon.words("extraction", "first_person")
        self._entities = {e.iri: e for e in (*analysis.resolution.entities, *analysis.resolution.implied)}
        self._links: dict[int, Link] = {link.mention: link for link in analysis.resolution.links}
        self._tenures: dict[str, list[Tenure]] = {}
        for tenure in analysis.resolution.tenures:
            self._tenures.setdefault(tenure.person, []).append(tenure)
        self._told: dict[str, list[tuple[Span, int]]] = {}
        for link in analysis.resolution.links:
            for iri in link.entities:
                self._told.setdefault(iri, []).append((analysis.mentions[link.mention].span, link.mention))
        self._mentions = sorted(analysis.mentions, key=lambda m: m.span.start)
        self._mention_starts = [m.span.start for m in self._mentions]
        self._quotes = sorted(analysis.quotes, key=lambda q: q.span)
        self._quote_starts = [q.span.start for q in self._quotes]
        self.is_first_person = any(
            self.is_first_person_pronoun(n) and self.quote_around(n.span) is None
            for parse in analysis.parses
            if analysis.sentences[parse.sentence].part is PartKind.PARAGRAPH
            for n in parse.nodes
        )
        self._predicates = {(p.sentence, p.node): p for p in analysis.predicates}
        self._by_sentence: dict[int, list[Predicate]] = {}
        for predicate in analysis.predicates:
            self._by_sentence.setdefault(predicate.sentence, []).append(predicate)
        self._nested = _nested(analysis)

    def parse_of(self, predicate: Predicate) -> Parse:
        """The parse in which a predicate stands."""
        return self.analysis.parses[predicate.sentence]

    def entity(self, iri: str) -> Entity | None:
        """The entity of an IRI, None for one that the resolution does not know."""
        return self._entities.get(iri)

    def state_of_seat(self, filler: Filler) -> Filler | None:
        """The state that is visited with its capital; of one whose standing is in dispute none, which would take a side."""
        state = self._entities.get(filler.entity.seat_of or "")
        disputed = filler.entity.label in self._disputed_seats
        return None if state is None or disputed else replace(filler, entity=state)

    def predicate_at(self, sentence: int, node: int) -> Predicate | None:
        """The predicate of a node."""
        return self._predicates.get((sentence, node))

    def predicates_of(self, sentence: int) -> Sequence[Predicate]:
        """The predicates of a sentence in text order."""
        return self._by_sentence.get(sentence, ())

    def nested(self, mention: int) -> Iterator[tuple[str, Filler]]:
        """The entities named inside a mention ("its envoy to X"), each with the word before it."""
        outer = self.analysis.mentions[mention].span
        for inner in self._nested.get(mention, ()):
            before = self.body[outer.start : inner.span.start].split()
            if before:
                for iri in self._links[inner.index].entities if inner.index in self._links else ():
                    if iri in self._entities:
                        entity = self._entities[iri]
                        yield before[-1].lower(), Filler(entity=entity, span=inner.span, node=-1, mention=inner.index)

    def mention_of(self, node: Node) -> Mention | None:
        """The outermost mention that a node stands for."""
        return None if node.mention is None else self.analysis.mentions[node.mention]

    def of_node(self, parse: Parse, index: int) -> tuple[Filler, ...]:
        """The entities that a node names, or that act through it ("the Norlandic side")."""
        node = parse.nodes[index]
        named = () if node.mention is None else self._of_mention(node.mention, node)
        if named:
            return named
        if self.is_first_person_pronoun(node):
            quote = self.quote_around(node.span)
            return tuple(self.speakers_of(quote)) if quote is not None else self.issuers(node.span)
        if node.lemma.lower() in self._grounds:  # "flew to the city of X"
            names = (c for c in parse.children(index, "nmod") if any(m.lemma.lower() == "of" for m in parse.children(c.index, "case")))
            found = [f for c in names if c.mention is not None for f in self._of_mention(c.mention, c)]
            if found:
                return tuple(found)
        lemma = node.lemma.lower()
        if lemma not in self._collectives and lemma not in self._expert:
            return ()
        found = []
        for child in (*parse.children(index, "amod", "compound", "nmod:poss", "nmod", "appos"), *_followed(parse, index)):
            if any(c.lemma.lower() == "by" for c in parse.children(child.index, "case")):
                continue
            for part in self.with_conjuncts(parse, child.index):
                if parse.nodes[part].mention is not None:
                    sides = self._of_mention(parse.nodes[part].mention or 0, parse.nodes[part])
                    seats = (self.state_of_seat(f) for f in sides if f.entity.kind is EntityKind.CITY and _seated(parse, node, child))
                    found.extend(replace(f, through=lemma) for f in (*sides, *seats) if f is not None)
        kinds = AGENT_KINDS if lemma in self._collectives else {EntityKind.ORGANISATION}
        return tuple(f for f in found if f.entity.kind in kinds)

    def _of_mention(self, mention: int, node: Node) -> tuple[Filler, ...]:
        link = self._links.get(mention)
        if link is None:
            return ()
        return tuple(
            Filler(entity=self._entities[iri], span=node.span, node=node.index, mention=mention)
            for iri in link.entities
            if iri in self._entities
        )

    def inside(self, span: Span) -> Iterator[Filler]:
        """The entities named inside a stretch of words, shorter than it."""
        first, last = (bisect_left(self._mention_starts, at) for at in (span.start, span.end))
        for mention in self._mentions[first:last]:
            if span.covers(mention.span) and mention.span != span:
                for iri in self._links[mention.index].entities if mention.index in self._links else ():
                    yield Filler(entity=self._entities[iri], span=mention.span, node=None, mention=mention.index)

    # --- who speaks -------------------------------------------------------------------------------

    def is_first_person_pronoun(self, node: Node) -> bool:
        """Whether a word is "I", "we" or a form of them."""
        return node.upos == "PRON" and node.form.lower() in self._first_person

    def quote_around(self, span: Span) -> Quote | None:
        """The quotation in which words stand; the innermost where they nest."""
        for i in range(bisect_right(self._quote_starts, span.start) - 1, -1, -1):
            if self._quotes[i].span.covers(span):
                return self._quotes[i]
            if span.start - self._quotes[i].span.start > MAX_QUOTE:
                break
        return None

    def speakers_of(self, quote: Quote) -> Iterator[Filler]:
        """The speakers of a quotation, as named last before it."""
        for iri in quote.speakers:
            yield from self._as_told(iri, quote.span)

    def issuers(self, near: Span) -> tuple[Filler, ...]:
        """Who speaks as "we" outside quotations: who issued the text."""
        return tuple(f for iri in self.analysis.resolution.issuers for f in self._as_told(iri, near))

    def _as_told(self, iri: str, near: Span) -> Iterator[Filler]:
        """An entity as named last before a place, else first behind it."""
        if iri not in self._entities:
            return
        told = self._told.get(iri)
        if told is None:
            yield Filler(entity=self._entities[iri], span=near, node=None, mention=None)
            return
        at = bisect_right([span.start for span, _ in told], near.start)
        span, mention = told[max(0, at - 1)]
        yield Filler(entity=self._entities[iri], span=span, node=None, mention=mention)

    def acts_in_office(self, filler: Filler) -> bool:
        """Whether somebody is a state, a body (not of the press), or a person or group in an office."""
        entity = filler.entity
        if entity.kind is EntityKind.PERSON:
            return entity.wikidata is not None or self.holds_office(filler)
        if entity.kind is EntityKind.GROUP:
            return filler.mention is not None and self.analysis.mentions[filler.mention].form is MentionForm.ROLE
        return "NewsOrganization" not in entity.types

    def is_text(self, node: Node) -> bool:
        """Whether a noun is a text in which somebody speaks ("a statement", "the resolution")."""
        return node.lemma.lower() in self._texts

    def holds_office(self, filler: Filler) -> bool:
        """Whether a person has an office in this article, is told by one, is known to serve a state, or acts through a government."""
        told = None if filler.mention is None else self.analysis.mentions[filler.mention]
        by_title = told is not None and told.form is MentionForm.ROLE and bool(told.roles)
        serves = filler.through is not None or filler.entity.organ_of is not None
        return by_title or serves or self.has_office(filler.entity.iri)

    def has_office(self, person: str) -> bool:
        """Whether the article gives a person an office."""
        return person in self._tenures

    @staticmethod
    def with_conjuncts(parse: Parse, index: int) -> Iterator[int]:
        """A node and what is coordinated with it."""
        yield index
        for child in parse.children(index, "conj"):
            yield from Fillers.with_conjuncts(parse, child.index)

    def capacity(self, person: str, near: Span) -> Tenure | None:
        """The office in which a person acts here: told nearest before, else first in the article."""
        tenures = [t for t in self._tenures.get(person, []) if not t.former]
        if not tenures:
            return None
        before = [t for t in tenures if any(e.start <= near.end for e in t.evidence)]
        return before[-1] if before else tenures[0]

    def behalf(self, entity: Entity, near: Span) -> tuple[tuple[str, ...], str | None]:
        """The states or bodies that an entity acts for, and the tenure that says so."""
        if entity.kind is EntityKind.PERSON:
            tenure = self.capacity(entity.iri, near)
            if tenure is None and entity.organ_of is not None:  # an official without an office told
                return self._up(entity.organ_of), None
            if tenure is None or tenure.of is None:
                return (), tenure.iri if tenure else None
            return self._up(tenure.of), tenure.iri
        if entity.organ_of is not None:
            return self._up(entity.organ_of), None
        return (), None

    def _up(self, iri: str) -> tuple[str, ...]:
        """A body and what it is an organ of, at most three steps up."""
        chain = [iri]
        for _ in range(3):
            above = self._entities.get(chain[-1])
            if above is None or above.organ_of is None or above.organ_of in chain:
                break
            chain.append(above.organ_of)
        return tuple(chain)

    def phrase(self, parse: Parse, index: int) -> Span:
        """The words of a node's phrase, without its preposition, conjuncts and loose clauses."""
        kept = [index]
        joined = min((c.index for c in parse.children(index, "conj")), default=len(parse.nodes))
        for child in parse.children(index):
            if child.index > joined:  # "security and trade in the region": what follows belongs to all
                continue
            loose = child.deprel in _DETACHED or (child.deprel == "det" and child.index < index)
            if not loose:
                kept.extend(self._contiguous(parse, child.index))
        spans = [parse.nodes[i].span for i in kept]
        start, end = min(s.start for s in spans), max(s.end for s in spans)
        return Span(start, end)

    def _contiguous(self, parse: Parse, index: int) -> tuple[int, ...]:
        return parse.subtree(index)

    def clause(self, parse: Parse, index: int) -> Span:
        """The words of a clause from its first to its last node, punctuation at the ends dropped."""
        inside = [
            i for i in parse.subtree(index)
            if parse.nodes[i].deprel not in ("punct",) and not self._inserted(parse, i, index)
        ]  # fmt: skip
        return Span(parse.nodes[inside[0]].span.start, parse.nodes[inside[-1]].span.end)

    @staticmethod
    def _inserted(parse: Parse, index: int, top: int) -> bool:
        while index != top and index >= 0:
            node = parse.nodes[index]
            if node.deprel == "parataxis" or (node.deprel == "advcl" and node.xpos == "VBG" and _behind_comma(parse, index)):
                return True
            index = parse.nodes[index].head
        return False


def _seated(parse: Parse, body: Node, seat: Node) -> bool:
    """Whether a capital says which state's a body is: "the Nortown government", "a court in Nortown"."""
    inside_it = [c.lemma.lower() for c in parse.children(seat.index, "case")] == ["in"]
    return seat.deprel == "compound" or (inside_it and body.lemma.lower() in _SEATED)


def _followed(parse: Parse, index: int) -> Iterator[Node]:
    """Whom a force follows: "forces loyal to X", "militias allied with X"."""
    for adjective in parse.children(index, "amod", "acl"):
        if adjective.lemma.lower() in _FOLLOWING and adjective.index > index:
            yield from parse.children(adjective.index, "obl")


def _nested(analysis: Analysis) -> dict[int, list[Mention]]:
    """The mentions inside each mention."""
    found: dict[int, list[Mention]] = {}
    open_: list[Mention] = []
    for mention in sorted(analysis.mentions, key=lambda m: (m.span.start, -m.span.end)):
        open_ = [m for m in open_ if m.span.end >= mention.span.end and m.sentence == mention.sentence]
        for outer in open_:
            if outer.span != mention.span:
                found.setdefault(outer.index, []).append(mention)
        open_.append(mention)
    return found


def _behind_comma(parse: Parse, index: int) -> bool:
    """Whether a comma sets a clause off ("voted to leave, displacing thousands")."""
    first = min(parse.subtree(index))
    return parse.nodes[first].form == "," or (first > 0 and parse.nodes[first - 1].form == ",")

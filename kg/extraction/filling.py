"""Which entities and words stand in an argument of a predicate."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from kg.extraction.capacities import Capacities
from kg.extraction.filler import Filler
from kg.extraction.phrases import with_conjuncts
from kg.extraction.speakers import Speakers
from kg.lexicon import Lexicon
from kg.model import AGENT_KINDS, Analysis, Entity, EntityKind, Link, Mention, Node, Parse, Predicate, Span

_SEATED: Final = frozenset({"administration", "authority", "court", "government", "junta", "leadership", "parliament", "regime"})
_FOLLOWING: Final = frozenset({"loyal", "faithful", "allied", "ally", "aligned", "align", "affiliated", "affiliate"})


class Fillers:
    """Looks up the entities behind the nodes of an analysed article."""

    def __init__(self, analysis: Analysis, lexicon: Lexicon) -> None:
        self.analysis = analysis
        self.body = analysis.article.body
        self._grounds = lexicon.words("extraction", "grounds")
        self._collectives = lexicon.words("extraction", "collectives")
        self.harming = lexicon.words("extraction", "harming_verbs")
        self._expert = lexicon.words("extraction", "experts")
        self._owned = lexicon.words("extraction", "texts") | lexicon.words("extraction", "owned")
        self._disputed_seats = lexicon.words("extraction", "disputed_seats")
        self._entities = {e.iri: e for e in (*analysis.resolution.entities, *analysis.resolution.implied)}
        self.capacities = Capacities(analysis, self._entities)
        self.speakers = Speakers(analysis, self._entities, lexicon)
        self._links: dict[int, Link] = {link.mention: link for link in analysis.resolution.links}
        self._mentions = sorted(analysis.mentions, key=lambda m: m.span.start)
        self._mention_starts = [m.span.start for m in self._mentions]
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
        if self.speakers.is_first_person_pronoun(node):
            quote = self.speakers.quote_around(node.span)
            return tuple(self.speakers.of(quote)) if quote is not None else self.speakers.issuers(node.span)
        if node.lemma.lower() in self._grounds:  # "flew to the city of X"
            names = (c for c in parse.children(index, "nmod") if any(m.lemma.lower() == "of" for m in parse.children(c.index, "case")))
            found = [f for c in names if c.mention is not None for f in self._of_mention(c.mention, c)]
            if found:
                return tuple(found)
        lemma = node.lemma.lower()
        if lemma not in self._collectives and lemma not in self._expert:
            return ()
        if lemma == "agency" and any(c.lemma.lower() == "news" for c in parse.children(index, "compound")):  # "told Norlandic news agencies"
            return ()
        found = []
        for child in (*parse.children(index, "amod", "compound", "nmod:poss", "nmod", "appos"), *_followed(parse, index)):
            cases = {c.lemma.lower() for c in parse.children(child.index, "case")}
            if "by" in cases or ("in" in cases and any(f.entity.kind is EntityKind.ORGANISATION for f in found)):  # "the Reform movement in X": where it is
                continue
            for part in with_conjuncts(parse, child.index):
                if parse.nodes[part].mention is not None:
                    sides = self._of_mention(parse.nodes[part].mention or 0, parse.nodes[part])
                    seats = (self.state_of_seat(f) for f in sides if f.entity.kind is EntityKind.CITY and _seated(parse, node, child))
                    found.extend(replace(f, through=lemma) for f in (*sides, *seats) if f is not None)
        kinds = AGENT_KINDS if lemma in self._collectives else {EntityKind.ORGANISATION}
        return tuple(f for f in found if f.entity.kind in kinds)

    def inside(self, span: Span) -> Iterator[Filler]:
        """The entities named inside a stretch of words, shorter than it."""
        first, last = (bisect_left(self._mention_starts, at) for at in (span.start, span.end))
        for mention in self._mentions[first:last]:
            if span.covers(mention.span) and mention.span != span:
                for iri in self._links[mention.index].entities if mention.index in self._links else ():
                    yield Filler(entity=self._entities[iri], span=mention.span, node=None, mention=mention.index)

    def is_owned(self, node: Node) -> bool:
        """Whether a noun speaks or acts for those whose it is: a text ("the resolution"), a gathering, a means ("the aid programme")."""
        return node.lemma.lower() in self._owned

    def _of_mention(self, mention: int, node: Node) -> tuple[Filler, ...]:
        link = self._links.get(mention)
        if link is None:
            return ()
        return tuple(
            Filler(entity=self._entities[iri], span=node.span, node=node.index, mention=mention)
            for iri in link.entities
            if iri in self._entities
        )


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

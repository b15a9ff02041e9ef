"""Who speaks: in a quotation, or as "we" outside quotations."""

from bisect import bisect_right
from collections.abc import Iterator
from typing import Final

from kg.extraction.filler import Filler
from kg.lexicon import Lexicon
from kg.model import Analysis, Entity, Node, PartKind, Quote, Span

_MAX_QUOTE: Final = 5_000  # code points; a longer quotation is none


class Speakers:
    """Looks up the quotations of one article and their speakers; ``is_first_person`` where the article itself says "we"."""

    def __init__(self, analysis: Analysis, entities: dict[str, Entity], lexicon: Lexicon) -> None:
        self._analysis, self._entities = analysis, entities
        self._first_person = lexicon.words("extraction", "first_person")
        self._told: dict[str, list[tuple[Span, int]]] = {}
        for link in analysis.resolution.links:
            for iri in link.entities:
                self._told.setdefault(iri, []).append((analysis.mentions[link.mention].span, link.mention))
        self._quotes = sorted(analysis.quotes, key=lambda q: q.span)
        self._quote_starts = [q.span.start for q in self._quotes]
        self.is_first_person = any(
            self.is_first_person_pronoun(n) and self.quote_around(n.span) is None
            for parse in analysis.parses
            if analysis.sentences[parse.sentence].part is PartKind.PARAGRAPH
            for n in parse.nodes
        )

    def is_first_person_pronoun(self, node: Node) -> bool:
        """Whether a word is "I", "we" or a form of them."""
        return node.upos == "PRON" and node.form.lower() in self._first_person

    def quote_around(self, span: Span) -> Quote | None:
        """The quotation in which words stand; the innermost where they nest."""
        for i in range(bisect_right(self._quote_starts, span.start) - 1, -1, -1):
            if self._quotes[i].span.covers(span):
                return self._quotes[i]
            if span.start - self._quotes[i].span.start > _MAX_QUOTE:
                break
        return None

    def of(self, quote: Quote) -> Iterator[Filler]:
        """The speakers of a quotation, as named last before it."""
        for iri in quote.speakers:
            yield from self._as_told(iri, quote.span)

    def issuers(self, near: Span) -> tuple[Filler, ...]:
        """Who speaks as "we" outside quotations: who issued the text."""
        return tuple(f for iri in self._analysis.resolution.issuers for f in self._as_told(iri, near))

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

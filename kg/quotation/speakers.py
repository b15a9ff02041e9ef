"""Quotations in, their speakers out.

In order: the predicate of speech in whose argument the words stand; the verb inserted in or behind
full sentences (", said X"); "according to X"; "X:" in front; for words that fill whole sentences,
who spoke last. These are the patterns of Pareti et al. (2013) and O'Keefe et al. (2012). A quoted
phrase that nobody is said to have spoken ("they discussed '...'") has no speaker.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from kg.lexicon import Lexicon
from kg.model import Mention, Node, Parse, Predicate, Quote, Relation, Resolution, Sentence, Span
from kg.quotation.speech import SUBJECTS, Speech

_TAIL: Final = 14  # tokens of a sentence that only names the speaker of the words before it
_FEW: Final = 2  # so many words alone are kept only where somebody is said to have spoken them
_DEPTH: Final = 40  # steps up a tree
_BESIDE: Final = ("conj", "parataxis", "cc", "punct", "appos")  # joined, not governed

Found = tuple[int | None, tuple[str, ...]]  # introducing predicate, speakers


def attribute_quotes(
    quotes: Sequence[Quote],
    sentences: Sequence[Sentence],
    parses: Sequence[Parse],
    predicates: Sequence[Predicate],
    resolution: Resolution,
    mentions: Sequence[Mention],
    lexicon: Lexicon,
) -> tuple[Quote, ...]:
    """The quotations with speakers (entity IRIs, () where none is named) and introducing predicate."""
    reader = _Attribution(quotes, sentences, parses, predicates, resolution, mentions, lexicon)
    found: list[Quote] = []
    for quote in quotes:
        verb, speakers = reader.of(quote, found[-1] if found else None)
        if speakers or len(quote.text.split()) > _FEW:
            found.append(replace(quote, speakers=speakers, verb=verb))
    return tuple(found)


class _Attribution:
    """Looks for who said the words, in one article."""

    def __init__(
        self, quotes: Sequence[Quote], sentences: Sequence[Sentence], parses: Sequence[Parse],
        predicates: Sequence[Predicate], resolution: Resolution, mentions: Sequence[Mention], lexicon: Lexicon,
    ) -> None:  # fmt: skip
        self._sentences, self._parses = sentences, parses
        self._starts = [s.span.start for s in sentences]
        self._quoted = sorted(q.span for q in quotes)
        self._quote_starts = [s.start for s in self._quoted]
        self._speech = Speech(predicates, resolution, lexicon)
        self._insertions: dict[int, list[Predicate]] = {}
        self._verbs: dict[int, list[Predicate]] = {}
        for predicate in predicates:
            if predicate.pos == "VERB" and not self._is_quoted(predicate.span):
                self._verbs.setdefault(predicate.sentence, []).append(predicate)
                if predicate.lemma in self._speech.inserting:
                    self._insertions.setdefault(predicate.sentence, []).append(predicate)
        self._according = {p.sentence: tuple(n for n in p.nodes if _follows_according(p, n)) for p in parses}

    def of(self, quote: Quote, before: Quote | None) -> Found:
        """The introducing predicate and the speakers of one quotation."""
        first = quote.sentence
        last = max(first, bisect_right(self._starts, quote.span.end - 1) - 1)
        for number in dict.fromkeys((last, first)):
            found = self._governing(quote, number)
            if found is not None:
                return found
        for number in dict.fromkeys((last, first)):
            found = self._inserted(quote, number)
            if found is not None:
                return found
        return (
            self._in_words(quote, first, last) or self._from_context(quote, first, last, before) or (None, ())
        )

    # --- by structure

    def _governing(self, quote: Quote, number: int) -> Found | None:
        """The nearest predicate of speech above the quoted words, by the tree."""
        parse = self._parses[number]
        inside = _covered(parse, quote.span)
        within = {n.index for n in inside}
        tops = [n for n in inside if n.head not in within]
        for node in tops:
            for above in _ancestors(parse, node):
                found = self._introducing(parse, above)
                if found is not None:
                    return found
        return self._around(parse, inside) or self._goes_on(parse, tops)

    def _around(self, parse: Parse, inside: Sequence[Node]) -> Found | None:
        """A verb of speech inserted in quoted clauses: below them in the tree, outside the marks."""
        below = (c for n in inside for c in parse.children(n.index, "parataxis", "advcl", "ccomp", "conj"))
        for node in below:
            if node.upos == "VERB":
                found = self._introducing(parse, node, inserted=True)
                if found is not None:
                    return found
        return None

    def _goes_on(self, parse: Parse, tops: Sequence[Node]) -> Found | None:
        """ "X said A was B, and C 'was D'": what is joined to a verb of speech with a subject of its own."""
        for node in tops:
            here = node
            for _ in range(_DEPTH):
                if here.head < 0 or here.deprel == "conj":
                    break
                here = parse.nodes[here.head]
            above = self._speech.at(parse, here.head)
            if above is None or not any(parse.children(here.index, *SUBJECTS)):
                continue
            if any(a.relation is Relation.CLAUSE for a in above.arguments):
                return self._introducing(parse, parse.nodes[above.node], inserted=True)
        return None

    def _introducing(self, parse: Parse, node: Node, *, inserted: bool = False) -> Found | None:
        """Verb and speakers if the node is a predicate of speech outside all quotations."""
        predicate = self._speech.at(parse, node.index)
        if predicate is None or self._is_quoted(node.span):
            return None
        verbs = self._speech.inserting if inserted else self._speech.verbs
        if predicate.pos == "VERB" and predicate.lemma in verbs:
            return predicate.index, self._spokesman(parse, predicate) or self._speech.speakers(
                parse, predicate
            )
        if self._speech.is_noun(predicate) and not inserted:
            speakers = self._speech.owners(parse, node)
            return (predicate.index, speakers) if speakers else None
        return None

    def _spokesman(self, parse: Parse, predicate: Predicate) -> tuple[str, ...]:
        """ "X said Norland reaffirms '...'": a state speaks by the mouth of X; () for other subjects."""
        if not self._speech.speakers(parse, predicate) or self._speech.persons(parse, predicate):
            return ()
        for above in _ancestors(parse, parse.nodes[predicate.node]):
            outer = self._speech.at(parse, above.index)
            if outer is not None and outer.pos == "VERB" and outer.lemma in self._speech.inserting:
                return () if self._is_quoted(outer.span) else self._speech.persons(parse, outer)
        return ()

    def _is_quoted(self, span: Span) -> bool:
        at = bisect_right(self._quote_starts, span.start) - 1
        return at >= 0 and self._quoted[at].covers(span)

    # --- by place: parses of long quotations are the least sure

    def _inserted(self, quote: Quote, number: int) -> Found | None:
        """The nearest verb beside quoted full sentences that inserts speech."""
        if not _is_sentence(quote.text):
            return None
        parse = self._parses[number]
        beside = [
            (min(abs(p.span.start - quote.span.end), abs(quote.span.start - p.span.end)), p)
            for p in self._insertions.get(number, [])
        ]
        for _, predicate in sorted(beside, key=lambda row: (row[0], row[1].index)):
            speakers = self._speech.speakers(parse, predicate)
            if speakers:
                return predicate.index, speakers
        return None

    def _in_words(self, quote: Quote, first: int, last: int) -> Found | None:
        """ "according to X" in the sentence, or "X:" in front."""
        for number in dict.fromkeys((last, first)):
            parse = self._parses[number]
            for node in self._according[number]:
                if not quote.span.covers(node.span):
                    named = self._speech.entities(node) or self._speech.owners(parse, node)
                    if named:
                        return None, named
        parse = self._parses[first]
        before = parse.nodes[: _position(parse, quote.span.start)]
        if len(before) < 2 or before[-1].form != ":":
            return None
        if len(before) == 2:
            named = self._speech.entities(before[0])
            return (None, named) if named else None
        return self._main_clause(first, spoken=False)

    # --- by the course of the text

    def _from_context(self, quote: Quote, first: int, last: int, before: Quote | None) -> Found | None:
        """For words that fill their sentences: a tail behind them, a colon before, or who spoke last."""
        start, end = self._sentences[first].span.start, self._sentences[last].span.end
        outside = any(
            not quote.span.overlaps(p.span)
            for number in range(first, last + 1)
            for p in self._verbs.get(number, [])
        )
        if quote.span.start - start > 1 or (end - quote.span.end > 1 and outside):
            return None
        return self._tail(quote, last + 1) or self._announced(first) or self._went_on(first, before)

    def _tail(self, quote: Quote, number: int) -> Found | None:
        """ "... yield!" the minister said: cut off by the splitter of sentences."""
        if number >= len(self._sentences) or not quote.text.endswith(("!", "?", "…", "...")):
            return None
        sentence = self._sentences[number]
        if sentence.span.start > quote.span.end + 2 or len(sentence.tokens) > _TAIL:
            return None
        return self._main_clause(number)

    def _announced(self, first: int) -> Found | None:
        """The sentence before ends in a colon, or tells that somebody spoke and the words follow it."""
        if first == 0 or self._sentences[first - 1].part is not self._sentences[first].part:
            return None
        parse = self._parses[first - 1]
        colon = bool(parse.nodes) and parse.nodes[-1].form == ":"
        same = self._sentences[first - 1].paragraph == self._sentences[first].paragraph
        return self._main_clause(first - 1, spoken=not colon) if colon or same else None

    def _went_on(self, first: int, before: Quote | None) -> Found | None:
        """The last speaker: of the same paragraph, or of the one before if that ended with his words."""
        if before is None or not before.speakers:
            return None
        paragraph = self._sentences[first].paragraph
        last = self._sentences[bisect_right(self._starts, before.span.end - 1) - 1]
        ended = last.index == first - 1 and last.paragraph == paragraph - 1
        return (before.verb, before.speakers) if last.paragraph == paragraph or ended else None

    def _main_clause(self, number: int, *, spoken: bool = True) -> Found | None:
        """The main verb of a sentence and its subjects, ``spoken`` if only a verb of speech will do."""
        parse = self._parses[number]
        for predicate in (self._insertions if spoken else self._verbs).get(number, []):
            if parse.nodes[predicate.node].deprel in ("root", "parataxis"):
                speakers = self._speech.speakers(parse, predicate)
                return (predicate.index, speakers) if speakers else None
        return None


def _position(parse: Parse, offset: int) -> int:
    """How many nodes begin before an offset."""
    return bisect_left(parse.nodes, offset, key=lambda node: node.span.start)


def _covered(parse: Parse, span: Span) -> tuple[Node, ...]:
    """The nodes inside a span."""
    found = parse.nodes[_position(parse, span.start) : _position(parse, span.end)]
    return tuple(node for node in found if span.covers(node.span))


def _ancestors(parse: Parse, node: Node) -> Iterator[Node]:
    """The nodes above in whose complements a node stands: neither joined ones nor those it is the subject of."""
    here = node
    for _ in range(_DEPTH):
        if here.head < 0:
            return
        above = parse.nodes[here.head]
        if here.deprel not in _BESIDE and here.deprel not in SUBJECTS:
            yield above
        here = above


def _is_sentence(text: str) -> bool:
    """Whether words look like full sentences rather than a phrase."""
    return text[:1].isupper() or text.rstrip().endswith((",", "!", "?")) or len(text.split()) > 12


def _follows_according(parse: Parse, node: Node) -> bool:
    """ "according to X"."""
    for case in parse.children(node.index, "case", "fixed", "mark"):
        if case.lemma.lower() in ("accord", "according"):
            return True
        if any(f.lemma.lower() in ("accord", "according") for f in parse.children(case.index, "fixed")):
            return True
    head = parse.nodes[node.head] if node.head >= 0 else None
    return head is not None and head.form.lower() == "according"

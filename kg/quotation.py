"""Quotations and who said them.

A speaker is the subject of the verb of speech that governs the words or is inserted in them
("..., said X"), or the one of "according to X"; a quotation that follows without a new speaker goes
on with the last one of its paragraph. A quoted phrase whose clause names no single speaker has none.
The rules follow the patterns of O'Keefe et al. (2012).
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from kg.lexicon import Lexicon
from kg.model import EntityKind, Mention, Parse, Predicate, Quote, Relation, Resolution, Sentence, Span

_QUOTED: Final = re.compile(
    r"“([^”\n]{2,2000}?)(?:”|(?=\n|$))|(?<![\w\"])\"([^\"\n]{2,2000}?)\"(?!\w)|(?<!\w)‘([^‘’\n]{12,2000}?)’(?!\w)"
)
MIN_WORDS: Final = 3  # shorter ones are titles, terms or irony


def find_quotes(sentences: Sequence[Sentence], body: str) -> tuple[Quote, ...]:
    """The quotations of the running text, in order; each lies in the sentence where it begins."""
    found: list[Quote] = []
    for first, last in _paragraphs(sentences):
        start, end = first.span.start, last.span.end
        for match in _QUOTED.finditer(body, start, min(len(body), end + 2)):
            text = next(g for g in match.groups() if g is not None)
            if len(text.split()) < MIN_WORDS:
                continue
            sentence = next((s for s in sentences if s.span.start <= match.start() < s.span.end), None)
            if sentence is not None:
                found.append(Quote(span=Span(match.start(), match.end()), text=text, sentence=sentence.index))
    return tuple(found)


def _paragraphs(sentences: Sequence[Sentence]) -> list[tuple[Sentence, Sentence]]:
    rows: dict[int, tuple[Sentence, Sentence]] = {}
    for sentence in sentences:
        first, _ = rows.get(sentence.paragraph, (sentence, sentence))
        rows[sentence.paragraph] = (first, sentence)
    return list(rows.values())


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
    reader = _Speakers(sentences, parses, predicates, resolution, mentions, lexicon)
    found: list[Quote] = []
    for quote in quotes:
        verb, speakers = reader.of(quote)
        if not speakers and verb is None and found:
            before = found[-1]
            whole = (
                sentences[quote.sentence].span.start + 2 >= quote.span.start
                and quote.span.end + 2 >= sentences[quote.sentence].span.end
            )
            if whole and sentences[before.sentence].paragraph == sentences[quote.sentence].paragraph:
                verb, speakers = before.verb, before.speakers
        found.append(replace(quote, speakers=speakers, verb=verb))
    return tuple(found)


class _Speakers:
    """Finds the verb and the speakers of one quotation."""

    def __init__(
        self, sentences: Sequence[Sentence], parses: Sequence[Parse], predicates: Sequence[Predicate],
        resolution: Resolution, mentions: Sequence[Mention], lexicon: Lexicon,
    ) -> None:  # fmt: skip
        self._sentences, self._parses = sentences, parses
        self._links = {link.mention: link.entities for link in resolution.links}
        self._kinds = {e.iri: e.kind for e in resolution.entities}
        self._verbs = lexicon.words("speech", "verbs")
        self._by_sentence: dict[int, list[Predicate]] = {}
        for predicate in predicates:
            self._by_sentence.setdefault(predicate.sentence, []).append(predicate)

    def of(self, quote: Quote) -> tuple[int | None, tuple[str, ...]]:
        """The nearest verb of speech outside the quotation whose subject can speak."""
        nearby = [s for s in (quote.sentence, quote.sentence + 1) if s < len(self._sentences)]
        nearby += [s.index for s in self._sentences if s.span.start < quote.span.end and s.span.end > quote.span.end]
        candidates: list[tuple[int, Predicate]] = []
        for number in dict.fromkeys(nearby):
            for predicate in self._by_sentence.get(number, []):
                if quote.span.covers(predicate.span) or predicate.lemma not in self._verbs or predicate.pos != "VERB":
                    continue
                distance = min(abs(predicate.span.start - quote.span.end), abs(quote.span.start - predicate.span.end))
                if number != quote.sentence and (distance > 120 or not self._continues(quote, number)):
                    continue
                candidates.append((distance, predicate))
        for _, predicate in sorted(candidates, key=lambda row: row[0]):
            speakers = self._subjects(predicate)
            if speakers:
                return predicate.index, speakers
        return self._according(quote)

    def _continues(self, quote: Quote, number: int) -> bool:
        """Whether the next sentence is the tail of the quotation's own ("..." he said)."""
        sentence = self._sentences[number]
        return sentence.span.start <= quote.span.end + 1

    def _subjects(self, predicate: Predicate) -> tuple[str, ...]:
        parse = self._parses[predicate.sentence]
        nodes = [n for a in predicate.arguments if a.relation is Relation.SUBJECT for n in a.nodes]
        found = [iri for n in nodes for iri in self._links.get(self._mention(parse, n), ())]
        speaking = (EntityKind.PERSON, EntityKind.ORGANISATION, EntityKind.STATE, EntityKind.GROUP, EntityKind.POLITY)
        return tuple(dict.fromkeys(i for i in found if self._kinds.get(i) in speaking))

    @staticmethod
    def _mention(parse: Parse, node: int) -> int:
        number = parse.nodes[node].mention
        return -1 if number is None else number

    def _according(self, quote: Quote) -> tuple[int | None, tuple[str, ...]]:
        parse = self._parses[quote.sentence]
        for node in parse.nodes:
            cases = {c.lemma.lower() for c in parse.children(node.index, "case")}
            fixed = {
                f.lemma.lower() for c in parse.children(node.index, "case") for f in parse.children(c.index, "fixed")
            }
            if node.mention is not None and (cases | fixed) & {"according", "accord"}:
                return None, self._links.get(node.mention, ())
            for below in parse.children(node.index, "nmod"):  # "according to a tweet by X"
                if (cases | fixed) & {"according", "accord"} and below.mention is not None:
                    return None, self._links.get(below.mention, ())
        return None, ()

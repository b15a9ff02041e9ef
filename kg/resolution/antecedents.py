"""The row of what was told before: antecedents and coordinated parties.

Recency with grammatical role, in the spirit of Lappin and Leass (1994): subjects outrank others,
the same sentence outranks the one before, number and known gender must agree.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Final

from kg.model import STATE_KINDS, EntityKind, Mention, Parse, PartKind, Quote, Sentence
from kg.resolution.clauses import Clauses
from kg.resolution.registry import Registry

_Told = tuple[Mention, tuple[str, ...]]
PLACE_WORDS: Final = frozenset({"in", "to", "at"})  # prepositions
_LOOK_BACK: Final = 4  # sentences
_JOINED: Final = 16  # steps of joined names
_FEMALE_TITLES: Final = frozenset(["mrs", "ms", "miss", "queen", "princess", "dame", "lady", "madam", "baroness", "duchess", "empress", "sister"])
_MALE_TITLES: Final = frozenset(
    ["mr", "king", "prince", "emir", "sultan", "pope", "sir", "lord", "sheikh", "ayatollah", "archbishop", "cardinal", "father", "baron", "duke"]
)


class Antecedents:
    """The row of linked mentions, newest last."""

    def __init__(
        self,
        registry: Registry,
        mentions: Sequence[Mention],
        sentences: Sequence[Sentence],
        parses: Sequence[Parse],
        nodes: dict[int, tuple[Parse, int]],
        quotes: Sequence[Quote] = (),
    ) -> None:
        self.registry, self.sentences = registry, sentences
        self._nodes = nodes
        self._parses = parses
        self._quoted = [q.span for q in quotes]
        self._told: dict[int, list[_Told]] = {}  # by sentence
        self.clauses = Clauses(nodes, self.linked)
        self._by_sentence: dict[int, list[Mention]] = {}
        self.states_told_of = self._states_in(mentions)
        for mention in mentions:
            self._by_sentence.setdefault(mention.sentence, []).append(mention)

    def of_sentence(self, index: int) -> list[Mention]:
        """The mentions of a sentence in text order."""
        return self._by_sentence.get(index, [])

    def told(self, mention: Mention, entities: tuple[str, ...]) -> None:
        """Takes a linked mention into the row."""
        if entities:
            self._told.setdefault(mention.sentence, []).append((mention, entities))

    def told_in(self, sentence: int) -> Sequence[_Told]:
        """The linked mentions of a sentence, in the order in which they were linked."""
        return self._told.get(sentence, ())

    def before(self, mention: Mention, sentences: int = _LOOK_BACK) -> Iterator[_Told]:
        """What was told before a mention, newest first, outermost mentions only where they nest."""
        for index in range(mention.sentence, max(0, mention.sentence - sentences) - 1, -1):
            told = sorted(self.told_in(index), key=lambda row: -row[0].span.start)
            yield from ((m, e) for m, e in told if index < mention.sentence or m.span.end <= mention.span.start)

    def anywhere_before(self, mention: Mention) -> Iterator[_Told]:
        """All that was told before, newest first; for a headline, which is read last, all in text order."""
        if self.sentences[mention.sentence].part is PartKind.HEADLINE:
            told = (row for rows in self._told.values() for row in rows)
            return iter(sorted(told, key=lambda row: row[0].span.start))
        return self.before(mention, 10**6)

    def speakers_first(self, mention: Mention) -> Iterator[_Told]:
        """All that was told before, those first who were subjects of main clauses in the last sentences: a text goes on with who speaks."""
        near = (row for row in self.before(mention, _LOOK_BACK - 2) if row[0].sentence < mention.sentence)
        return chain((row for row in near if self.clauses.is_main_subject(row[0])), self.anywhere_before(mention))

    def thing_told_last(self, mention: Mention) -> bool:
        """Whether the subject told last before "it" is a thing that no mention stands for: "The document was signed. It calls for peace"."""
        place = self.clauses.place(mention)
        if place is None:
            return False
        parse, index = place
        here = [n for n in parse.nodes[:index] if n.deprel in ("nsubj", "nsubj:pass")]
        above = self._parses[mention.sentence - 1].nodes if mention.sentence else ()
        told = here or [n for n in above if n.deprel in ("nsubj", "nsubj:pass") and above[n.head].head < 0]
        return bool(told) and told[-1].mention is None and told[-1].xpos == "NN"

    def outside_words(self, mention: Mention, told: Iterable[_Told], further: Sequence[_Told] = ()) -> list[_Told]:
        """What was told in the text's own words, for a mention outside quotations: "'I spoke with B', he said" is not B's.

        Where nothing was, what was told ``further`` off in such words; else all.
        """
        rows = list(told)
        if not self._quoted or any(q.covers(mention.span) for q in self._quoted):
            return rows
        own = ([r for r in some if not any(q.covers(r[0].span) for q in self._quoted)] for some in (rows, further))
        return next((some for some in own if some), rows)

    def gender_told(self, mention: Mention) -> str | None:
        """The gender that an honorific or title in a mention tells."""
        words = mention.span.of(self.registry.article.body).lower().split()
        if any(w.strip(".,") in _FEMALE_TITLES or w.strip(".,").endswith("woman") for w in words):
            return "female"
        return "male" if any(w.strip(".,") in _MALE_TITLES or w.strip(".,").endswith("sman") for w in words) else None

    def gender(self, entities: tuple[str, ...]) -> str | None:
        """The gender of one person, where it is told or known."""
        return self.registry.gender_of(self.registry.records[entities[0]])

    def coordinated(self, sentence: int) -> list[tuple[Mention, ...]]:
        """The agents joined by "and" in a sentence, row by row in text order."""
        parse = self._parses[sentence]
        rows: dict[int, list[Mention]] = {}
        for mention in self._by_sentence.get(sentence, []):
            if self._nodes.get(mention.index, (None, 0))[0] is parse:
                top = parse.first_conjunct(self._nodes[mention.index][1], _JOINED)
                rows.setdefault(top.index, []).append(mention)
        return [tuple(row) for row in rows.values() if len(row) > 1]

    def joined_with(self, mention: Mention) -> tuple[str, ...]:
        """The entities of those joined with a mention by "and", told before it: two titles are two people."""
        rows = (row for row in self.coordinated(mention.sentence) if mention in row)
        return tuple(i for row in rows for m in row if m.span.end <= mention.span.start for i in self.entities_of(m))

    def entities_of(self, mention: Mention) -> tuple[str, ...]:
        """What a mention was linked to so far."""
        return self.linked(mention.sentence, mention.index)

    def kind(self, iri: str) -> EntityKind:
        """The kind of an entity."""
        return self.registry.records[iri].kind

    def linked(self, sentence: int, number: int) -> tuple[str, ...]:
        """What the mention of that number in a sentence was linked to so far."""
        return next((e for m, e in self.told_in(sentence) if m.index == number), ())

    def _states_in(self, mentions: Sequence[Mention]) -> set[str]:
        """Gazetteer keys of the states that an article is about: told as more than a place, where any is."""
        states = [m for m in mentions if m.candidates and m.kind in STATE_KINDS]
        return {m.candidates[0] for m in [m for m in states if self.clauses.case(m) not in PLACE_WORDS] or states}

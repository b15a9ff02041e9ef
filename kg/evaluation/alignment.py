"""Which predicted act tells which gold act of an article.

Greedy one-to-one alignment by a score of shared participants, place in the text, type and date, as
event coders are measured in the literature on argument-level event extraction: the best pair first.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from kg.evaluation.gold import GoldAct, GoldArticle, GoldRole
from kg.evaluation.names import GoldNames, plain
from kg.evaluation.predicted import Predicted, PredictedAct, PredictedRole, Side
from kg.evaluation.scale import load_scale
from kg.model import Span

_STRAIGHT: Final = str.maketrans("“”’‘", "\"\"''")
_FIRST_LETTERS: Final = 40  # enough to find a gold sentence that the text continues otherwise
_MIN_SHARE_ELSEWHERE: Final = 0.5  # of the participants, for an act told in another sentence


@dataclass(frozen=True)
class Alignment:
    """One article: its gold, what was predicted, and the pairs (index of gold act, of predicted act)."""

    gold: GoldArticle
    predicted: Predicted
    names: GoldNames
    asked: tuple[int, ...]  # gold acts that have a type
    pairs: tuple[tuple[int, int], ...]  # same family of types
    strict: tuple[tuple[int, int], ...]  # same type, aligned anew
    neutral: frozenset[int]  # predictions that the gold cannot judge
    spans: tuple[Span | None, ...]  # of each gold act's sentence

    @cached_property
    def missed(self) -> tuple[int, ...]:
        """Gold acts without a prediction."""
        found = {i for i, _ in self.pairs}
        return tuple(i for i in self.asked if i not in found)

    @cached_property
    def extra(self) -> tuple[int, ...]:
        """Predictions without a gold act."""
        found = {j for _, j in self.pairs}
        return tuple(j for j in range(len(self.predicted.acts)) if j not in found and j not in self.neutral)

    @cached_property
    def states_behind(self) -> dict[str, str]:
        """Whom each person with an office acts for, both as plain names."""
        return {plain(r.person): plain(r.of) for r in self.gold.roles}

    @cached_property
    def role_pairs(self) -> tuple[tuple[int, int], ...]:
        """Gold offices that were found: same person, same state or body, a word of the title in common."""
        taken: dict[int, int] = {}
        for i, role in enumerate(self.gold.roles):
            hit = next((j for j, q in enumerate(self.predicted.roles) if j not in taken and self._same_role(role, q)), None)
            if role.of and hit is not None:
                taken[hit] = i
        return tuple((i, j) for j, i in taken.items())

    def _same_role(self, gold: GoldRole, found: PredictedRole) -> bool:
        same = self.names.same([found.person], gold.person) and self.names.same([found.of], gold.of or "")
        return same and bool(set(plain(gold.title).split()) & set(plain(found.title).split()))

    def due(self, act: GoldAct) -> tuple[str, ...]:
        """Participants that must be found: not the state behind an official who takes part himself."""
        behind = self._behind_officials(act)
        return tuple(name for name, _ in act.participants if plain(name) not in behind)

    def _behind_officials(self, act: GoldAct) -> set[str]:
        """The states and bodies, as plain names, for which those who take part act."""
        people = {plain(name) for name, _ in act.participants}
        return {of for person, of in self.states_behind.items() if of and person in people}

    def has(self, act: PredictedAct, name: str) -> bool:
        """Whether a gold participant is among the predicted, itself or through one who acts for it."""
        return any(self.names.same(side.any_name, name) for side in act.sides)

    def right(self, act: GoldAct, found: PredictedAct) -> tuple[Side, ...]:
        """The predicted participants that the gold names."""
        return tuple(s for s in found.sides if any(self.names.same(s.any_name, name) for name, _ in act.participants))

    def wrong(self, act: GoldAct, found: PredictedAct) -> tuple[Side, ...]:
        """The predicted participants that it does not; the state behind an official there is no fault."""
        behind = self._behind_officials(act)
        right = self.right(act, found)
        return tuple(
            s for s in found.sides if s not in right and not any(self.names.same(s.names, state) for state in behind)
        )


def align(gold: GoldArticle, predicted: Predicted) -> Alignment:
    """Aligns the acts of one article."""
    scale, names = load_scale(), GoldNames(gold.entities)
    asked = tuple(i for i, act in enumerate(gold.acts) if act.type != scale.uncoded)
    spans = tuple(find_sentence(predicted.body, act.sentence) for act in gold.acts)
    scorer = _Scorer(names, gold.acts, spans, predicted.acts)
    pairs = _greedy(asked, predicted.acts, scorer.score)
    strict = _greedy(asked, predicted.acts, scorer.strict_score)
    return Alignment(
        gold=gold, predicted=predicted, names=names, asked=asked, pairs=pairs, strict=strict, spans=spans,
        neutral=frozenset(_neutral(gold.acts, spans, predicted.acts, {j for _, j in pairs})),
    )  # fmt: skip


def same_days(gold: str, act: PredictedAct) -> bool:
    """Whether a predicted date says what the gold says, as precisely."""
    first, _, last = gold.partition("/")
    return bool(act.start) and act.start.startswith(first) and act.end.startswith(last or first)


def find_sentence(body: str, sentence: str) -> Span | None:
    """Where a gold sentence stands, white space and the form of quotation marks aside."""
    text, where = _solid(body)
    wanted, _ = _solid(sentence)
    at = text.find(wanted)
    if at < 0:
        at = text.find(wanted[:_FIRST_LETTERS])
    if at < 0 or not wanted:
        return None
    end = min(at + len(wanted), len(text))
    return Span(where[at], where[end - 1] + 1)


def _solid(text: str) -> tuple[str, list[int]]:
    """The text without white space, and where each character came from."""
    where = [i for i, c in enumerate(text) if not c.isspace()]
    straight = text.translate(_STRAIGHT)
    return "".join(straight[i] for i in where), where


class _Scorer:
    """How well a predicted act tells a gold act; 0 for not at all."""

    def __init__(
        self, names: GoldNames, golds: Sequence[GoldAct], spans: Sequence[Span | None], found: Sequence[PredictedAct]
    ) -> None:
        self._names, self._golds, self._spans, self._found = names, golds, spans, found

    def strict_score(self, i: int, j: int) -> float:
        return self.score(i, j) if self._golds[i].type == self._found[j].type else 0.0

    def score(self, i: int, j: int) -> float:
        gold, found, span = self._golds[i], self._found[j], self._spans[i]
        if not load_scale().same_family(gold.type, found.type):
            return 0.0
        hits = sum(any(self._names.same(s.any_name, name) for s in found.sides) for name, _ in gold.participants)
        share = hits / max(1, len(gold.participants))
        here = _told_in(found, span)
        if gold.participants and not hits:
            return 0.0
        if not here and (share < _MIN_SHARE_ELSEWHERE or load_scale().is_saying(gold.type)):
            return 0.0
        dated = bool(gold.date) and same_days(gold.date or "", found)
        return 1.0 + share + here + 0.5 * (gold.type == found.type) + 0.25 * dated


def _told_in(act: PredictedAct, span: Span | None) -> bool:
    return span is not None and any(span.overlaps(evidence) for evidence in act.evidence)


def _greedy(
    golds: Sequence[int], found: Sequence[PredictedAct], score: Callable[[int, int], float]
) -> tuple[tuple[int, int], ...]:
    """The best pair again and again, of equal ones that which stands later in the text."""
    scored = sorted(((score(i, j), i, j) for i in golds for j in range(len(found))), reverse=True)
    left, right = set(golds), set(range(len(found)))
    pairs = []
    for value, i, j in scored:
        if value > 0 and i in left and j in right:
            pairs.append((i, j))
            left.remove(i)
            right.remove(j)
    return tuple(pairs)


def _neutral(
    golds: Sequence[GoldAct], spans: Sequence[Span | None], found: Sequence[PredictedAct], matched: set[int]
) -> Iterator[int]:
    """Predictions of types that the gold never has, or on sentences of which it codes nothing by type."""
    scale = load_scale()
    for j, act in enumerate(found):
        here = [gold.type for gold, span in zip(golds, spans, strict=True) if _told_in(act, span)]
        unjudged = act.type not in scale.family_of or (bool(here) and set(here) == {scale.uncoded})
        if j not in matched and unjudged:
            yield j

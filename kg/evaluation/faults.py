"""An alignment in, its faults out: what was missed, what is extra, what is wrong in what was found."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from kg.evaluation.alignment import Alignment, same_days
from kg.evaluation.figures import same_place, same_quote
from kg.evaluation.gold import GoldAct
from kg.evaluation.predicted import PredictedAct


class FaultKind(StrEnum):
    """How prediction and gold differ."""

    MISSED = "missed"
    EXTRA = "extra"
    WRONG = "wrong"


class Aspect(StrEnum):
    """In what they differ."""

    ACT = "act"
    TYPE = "type"
    PARTICIPANTS = "participants"
    ROLE = "role"
    DATE = "date"
    PLACE = "place"
    QUOTES = "quotes"
    OFFICE = "office"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One difference; "" where a side has nothing, or where no sentence can be shown."""

    article: str
    kind: FaultKind
    aspect: Aspect
    act: str  # the type concerned, "" for offices
    expected: str
    found: str
    sentence: str


def faults(alignment: Alignment) -> tuple[Fault, ...]:
    """The faults of one article: acts in text order, then offices."""
    finder = _Finder(alignment)
    acts = sorted(finder.acts(), key=lambda row: row[0])
    return (*(fault for _, fault in acts), *finder.offices())


class _Finder:
    """Compares the two sides of one article."""

    def __init__(self, alignment: Alignment) -> None:
        self._a = alignment

    def acts(self) -> Iterator[tuple[int, Fault]]:
        """Each fault of an act with its place in the text."""
        a = self._a
        for i in a.missed:
            act, span = a.gold.acts[i], a.spans[i]
            yield (span.start if span else 0), self._fault(
                FaultKind.MISSED, Aspect.ACT, act.type, act.sentence, expected=_sides_of_gold(act)
            )
        for j in a.extra:
            found = a.predicted.acts[j]
            yield _start(found), self._fault(
                FaultKind.EXTRA, Aspect.ACT, found.type, self._sentence(found), found=_sides_of(found)
            )
        for i, j in a.pairs:
            gold, found = a.gold.acts[i], a.predicted.acts[j]
            for aspect, expected, told in self._differences(gold, found):
                yield _start(found), self._fault(
                    FaultKind.WRONG, aspect, found.type, gold.sentence, expected=expected, found=told
                )

    def _differences(self, gold: GoldAct, found: PredictedAct) -> Iterator[tuple[Aspect, str, str]]:
        """What is wrong in an act that was found: aspect, expected, found."""
        if gold.type != found.type:
            yield Aspect.TYPE, gold.type, found.type
        lost = [name for name in self._a.due(gold) if not self._a.has(found, name)]
        wrong = [side.label for side in self._a.wrong(gold, found)]
        if lost or wrong:
            yield Aspect.PARTICIPANTS, "; ".join(lost), "; ".join(wrong)
        for name, part in gold.participants:
            told = {s.part for s in found.sides if self._a.names.same(s.any_name, name)}
            if told and part not in told:
                yield Aspect.ROLE, f"{name} as {part}", f"as {' and '.join(sorted(told))}"
        yield from self._circumstances(gold, found)

    @staticmethod
    def _circumstances(gold: GoldAct, found: PredictedAct) -> Iterator[tuple[Aspect, str, str]]:
        when = found.start if found.start == found.end else f"{found.start}/{found.end}"
        if gold.date and not same_days(gold.date, found):
            yield Aspect.DATE, gold.date, when
        elif not gold.date and found.start and not found.inferred:
            yield Aspect.DATE, "", when
        if gold.place and not same_place(gold.place, found.place):
            yield Aspect.PLACE, gold.place, found.place or ""
        if gold.quote and not any(same_quote(gold.quote, text) for text in found.quotes):
            yield Aspect.QUOTES, gold.quote, " | ".join(found.quotes)

    def offices(self) -> Iterator[Fault]:
        """Offices missed and offices that the gold does not have."""
        a = self._a
        hit_gold, hit_found = {i for i, _ in a.role_pairs}, {j for _, j in a.role_pairs}
        for i, role in enumerate(a.gold.roles):
            if role.of and i not in hit_gold:
                words = f"{role.person}, {role.title} of {role.of}"
                yield self._fault(FaultKind.MISSED, Aspect.OFFICE, "", "", expected=words)
        for j, found in enumerate(a.predicted.roles):
            if j not in hit_found:
                words = f"{found.person}, {found.title} of {found.of or '?'}"
                yield self._fault(FaultKind.EXTRA, Aspect.OFFICE, "", "", found=words)

    def _sentence(self, act: PredictedAct) -> str:
        return " ".join(act.evidence[0].of(self._a.predicted.body).split()) if act.evidence else ""

    def _fault(
        self, kind: FaultKind, aspect: Aspect, act: str, sentence: str, *, expected: str = "", found: str = ""
    ) -> Fault:
        return Fault(
            article=self._a.gold.name, kind=kind, aspect=aspect, act=act, expected=expected, found=found,
            sentence=sentence,
        )  # fmt: skip


def _start(act: PredictedAct) -> int:
    return min((span.start for span in act.evidence), default=0)


def _sides_of_gold(act: GoldAct) -> str:
    return "; ".join(f"{name} as {part}" for name, part in act.participants)


def _sides_of(act: PredictedAct) -> str:
    return "; ".join(f"{side.label} as {side.part}" for side in act.sides)

"""Alignments of articles in, precision, recall and F1 out, summed over all articles."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from kg.evaluation.alignment import Alignment, same_days
from kg.evaluation.gold import GoldAct
from kg.evaluation.names import plain
from kg.evaluation.predicted import PredictedAct
from kg.evaluation.scale import load_scale

_MIN_QUOTE_SHARE: Final = 0.5  # of the gold quote, for a part of it to count as found


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """Precision, recall and their harmonic mean, each between 0 and 1."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """The harmonic mean, 0 where both are 0."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0

    def as_object(self) -> dict[str, float]:
        """For JSON."""
        return {"precision": self.precision, "recall": self.recall, "f1": self.f1}


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """The figures of a set of articles."""

    acts: Rate
    deeds: Rate  # acts without statements and pledges, on which annotators differ most
    strict: Rate  # exact types
    participants: Rate  # of the aligned acts
    roles: Rate
    dates_right: float  # of aligned acts whose gold has a date
    dates_invented: float  # of aligned acts whose gold has none: given one that is not marked inferred
    places: float
    quotes: float
    linked: float  # of predicted states, officials and bodies: those with a Wikidata id
    gold: int
    predicted: int
    recall_by_type: dict[str, tuple[int, int]]  # found, asked

    def as_object(self) -> dict[str, object]:
        """For JSON."""
        return {
            "acts": {**self.acts.as_object(), "gold": self.gold, "predicted": self.predicted},
            "deeds": self.deeds.as_object(), "strict": self.strict.as_object(),
            "participants": self.participants.as_object(), "roles": self.roles.as_object(),
            "dates": {"right": self.dates_right, "invented": self.dates_invented},
            "places": self.places, "quotes": self.quotes, "linked": self.linked,
            "recallByType": {name: {"found": n, "gold": of} for name, (n, of) in self.recall_by_type.items()},
        }  # fmt: skip


def figures(alignments: Iterable[Alignment]) -> Figures:
    """The figures over all articles together (micro-averaged)."""
    n: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    found: Counter[str] = Counter()
    for a in alignments:
        _count_acts(a, n)
        _count_roles_and_links(a, n)
        for i, j in a.pairs:
            _count_pair(a, a.gold.acts[i], a.predicted.acts[j], n)
        asked.update(a.gold.acts[i].type for i in a.asked)
        found.update(a.gold.acts[i].type for i, _ in a.pairs)
    return Figures(
        acts=Rate(precision=_share(n["hits"], n["predicted"]), recall=_share(n["hits"], n["gold"])),
        deeds=Rate(precision=_share(n["deed hits"], n["deeds predicted"]), recall=_share(n["deed hits"], n["deeds"])),
        strict=Rate(precision=_share(n["strict hits"], n["predicted"]), recall=_share(n["strict hits"], n["gold"])),
        participants=Rate(precision=_share(n["sides right"], n["sides"]), recall=_share(n["due found"], n["due"])),
        roles=Rate(precision=_share(n["roles found"], n["roles predicted"]), recall=_share(n["roles found"], n["roles"])),
        dates_right=_share(n["dates right"], n["dates"]), dates_invented=_share(n["dates invented"], n["undated"]),
        places=_share(n["places right"], n["places"]), quotes=_share(n["quotes found"], n["quotes"]),
        linked=_share(n["linked"], n["linkable"]), gold=n["gold"], predicted=n["predicted"],
        recall_by_type={name: (found[name], of) for name, of in asked.most_common()},
    )  # fmt: skip


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def _count_acts(a: Alignment, n: Counter[str]) -> None:
    is_saying = load_scale().is_saying
    judged = [act for j, act in enumerate(a.predicted.acts) if j not in a.neutral]
    n["gold"] += len(a.asked)
    n["predicted"] += len(judged)
    n["hits"] += len(a.pairs)
    n["strict hits"] += len(a.strict)
    n["deeds"] += sum(not is_saying(a.gold.acts[i].type) for i in a.asked)
    n["deeds predicted"] += sum(not is_saying(act.type) for act in judged)
    n["deed hits"] += sum(not is_saying(a.gold.acts[i].type) for i, _ in a.pairs)


def _count_roles_and_links(a: Alignment, n: Counter[str]) -> None:
    n["roles"] += sum(bool(role.of) for role in a.gold.roles)
    n["roles predicted"] += len(a.predicted.roles)
    n["roles found"] += len(a.role_pairs)
    linkable = [e for e in a.predicted.entities if e.kind in load_scale().linked_kinds]
    n["linkable"] += len(linkable)
    n["linked"] += sum(bool(e.wikidata) for e in linkable)


def _count_pair(a: Alignment, gold: GoldAct, found: PredictedAct, n: Counter[str]) -> None:
    due, right = a.due(gold), a.right(gold, found)
    n["due"] += len(due)
    n["due found"] += sum(a.has(found, name) for name in due)
    n["sides"] += len(right) + len(a.wrong(gold, found))
    n["sides right"] += len(right)
    if gold.date:
        n["dates"] += 1
        n["dates right"] += same_days(gold.date, found)
    else:
        n["undated"] += 1
        n["dates invented"] += bool(found.start) and not found.inferred
    if gold.place:
        n["places"] += 1
        n["places right"] += same_place(gold.place, found.place)
    if gold.quote:
        n["quotes"] += 1
        n["quotes found"] += any(same_quote(gold.quote, text) for text in found.quotes)


def same_place(gold: str, found: str | None) -> bool:
    """Whether one place name is part of the other."""
    if not found:
        return False
    first, second = plain(gold), plain(found)
    return first in second or second in first


def same_quote(gold: str, found: str) -> bool:
    """Whether the gold quote stands in the predicted, or most of it is what was predicted."""
    first, second = plain(gold), plain(found)
    return first in second or (second in first and len(second) > _MIN_QUOTE_SHARE * len(first))

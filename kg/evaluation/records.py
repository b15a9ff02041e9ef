"""Single sentences with coded events (actor, act, actor): records and conversions in, figures out.

The records are lines of JSON with a sentence and the CAMEO events expected of it, as event coders
such as PETRARCH are tested with. Acts are compared by the names that ``act_map.json`` gives to CAMEO
codes, actors by country or by shared words.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations, product
from pathlib import Path
from typing import Any, Final, Literal

from kg.errors import EvaluationError
from kg.evaluation.figures import Rate
from kg.evaluation.gold import malformed, read_json
from kg.evaluation.predicted import Predicted, PredictedAct, Side
from kg.evaluation.scale import load_scale

_CODE: Final = re.compile(r"[A-Za-z-]{3,15}")  # an actor code: country, then sectors
_MIN_SHARED_WORDS: Final = 0.5
_UNKNOWN_CODE: Final = "000"


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """One end of an event: words or an actor code, and the country's ISO 3166-1 alpha-3 code."""

    words: str
    country: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Who did what to whom; an end may be missing."""

    act: str | None
    source: Actor | None
    target: Actor | None
    undirected: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A sentence and the events expected of it."""

    id: str
    text: str
    published: date | None
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordFigures:
    """The figures of a set of records; precision is a lower bound, since many records show one event only."""

    act: Rate  # the acts, actors left aside
    act_and_dyad: Rate
    dyad: Rate  # both actors, the act left aside
    records: int
    gold: int
    predicted: int

    def as_object(self) -> dict[str, object]:
        """For JSON."""
        return {
            "records": self.records, "gold": self.gold, "predicted": self.predicted, "act": self.act.as_object(),
            "act+dyad": self.act_and_dyad.as_object(), "dyad": self.dyad.as_object(),
        }  # fmt: skip


class Coder:
    """Names acts by their CAMEO codes: the longest known beginning of a code decides."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self._names = names

    @classmethod
    def load(cls, path: Path) -> "Coder":
        """Reads ``act_map.json``; ``EvaluationError`` for a file of another form."""
        content = read_json(path)
        try:
            return cls(dict(content["cameo_prefix_to_act"]))
        except (KeyError, TypeError, ValueError) as error:
            raise malformed(path, "a table from CAMEO codes to acts", error) from error

    def act(self, code: str) -> str | None:
        """The name of a code's act, None for an unknown one."""
        return next((self._names[code[:n]] for n in (4, 3, 2) if code[:n] in self._names), None)

    def event(self, act: str | None, source: Actor | None, target: Actor | None) -> Event:
        """An event, undirected where its act has no order of actors."""
        return Event(act=act, source=source, target=target, undirected=act in load_scale().undirected)


def read_records(path: Path, coder: Coder) -> tuple[Record, ...]:
    """The records of a file, one JSON object a line; ``EvaluationError`` says which line is at fault."""
    try:
        lines = path.read_text("utf-8").splitlines()
    except OSError as error:
        raise EvaluationError(f"{path}: cannot be read: {error.strerror}") from error
    found = []
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                found.append(_record(json.loads(line), coder))
            except (KeyError, TypeError, ValueError, AttributeError) as error:
                raise malformed(f"{path}:{number}", "a record", error) from error
    return tuple(found)


def _record(row: Mapping[str, Any], coder: Coder) -> Record:
    events = [
        coder.event(e.get("act") or coder.act(e["code"]), _gold_actor(e, "source"), _gold_actor(e, "target"))
        for e in row["expected"]
    ]
    day = row.get("date")
    return Record(
        id=row["id"], text=row["text"], published=date.fromisoformat(day) if day else None, events=_distinct(events)
    )


def _gold_actor(row: Mapping[str, Any], end: str) -> Actor | None:
    words = row.get(end)
    return None if words is None else Actor(words=words, country=row.get(f"{end}_country"))


def coded_events(found: Predicted, coder: Coder) -> tuple[Event, ...]:
    """The acts of a sentence as events: every pair of a source and a target, or of equal sides."""
    iso3 = {e.label: e.iso3 for e in found.entities if e.iso3}
    return _distinct([
        coder.event(coder.act(act.cameo or _UNKNOWN_CODE), _actor(source, iso3), _actor(target, iso3))
        for act in found.acts
        for source, target in _pairs(act)
    ])  # fmt: skip


def _pairs(act: PredictedAct) -> Iterable[tuple[Side | None, Side | None]]:
    scale = load_scale()
    sources = [side for side in act.sides if side.part in scale.sources]
    targets = [side for side in act.sides if side.part in scale.targets]
    nobody: list[Side | None] = [None]
    if sources or targets:
        return product(sources or nobody, targets or nobody)
    return combinations(act.sides, 2) if len(act.sides) > 1 else product(act.sides, nobody)


def _actor(side: Side | None, iso3: Mapping[str, str]) -> Actor | None:
    if side is None:
        return None
    country = next((iso3[name] for name in (side.label, *side.behalf) if name in iso3), None)
    return Actor(words=side.label, country=country)


def _distinct(events: Sequence[Event]) -> tuple[Event, ...]:
    """Each event once; the two orders of an undirected one are the same."""
    kept: dict[object, Event] = {}
    for event in events:
        ends = [a.words if a else None for a in (event.source, event.target)]
        key = (event.act, frozenset(ends) if event.undirected else tuple(ends))
        kept.setdefault(key, event)
    return tuple(kept.values())


def record_figures(rows: Iterable[tuple[Record, Sequence[Event]]]) -> RecordFigures:
    """The figures over all records together; each predicted event serves one gold event."""
    pairs = list(rows)
    gold = sum(len(record.events) for record, _ in pairs)
    predicted = sum(len(events) for _, events in pairs)

    def rate(figure: Literal["act", "act+dyad", "dyad"]) -> Rate:
        hits = sum(_hits(record.events, events, figure) for record, events in pairs)
        return Rate(precision=hits / predicted if predicted else 0.0, recall=hits / gold if gold else 0.0)

    return RecordFigures(
        act=rate("act"), act_and_dyad=rate("act+dyad"), dyad=rate("dyad"),
        records=len(pairs), gold=gold, predicted=predicted,
    )  # fmt: skip


def _hits(gold: Sequence[Event], found: Sequence[Event], figure: str) -> int:
    left = list(found)
    hits = 0
    for wanted in gold:
        same = next((e for e in left if _agree(wanted, e, figure)), None)
        if same is not None:
            left.remove(same)
            hits += 1
    return hits


def _agree(gold: Event, found: Event, figure: str) -> bool:
    acts = figure == "dyad" or gold.act == found.act
    return acts and (figure == "act" or _same_dyad(gold, found))


def _same_dyad(gold: Event, found: Event) -> bool:
    straight = _same_actor(gold.source, found.source) and _same_actor(gold.target, found.target)
    return straight or (
        gold.undirected and _same_actor(gold.source, found.target) and _same_actor(gold.target, found.source)
    )


def _same_actor(gold: Actor | None, found: Actor | None) -> bool:
    if gold is None or found is None:
        return gold is found
    codes = {code[:3].upper() for code in (found.country, found.words) if code and _CODE.fullmatch(code)}
    if gold.country and gold.country[:3].upper() in codes:
        return True
    if gold.words.isupper() and _CODE.fullmatch(gold.words) and gold.words[:3] in codes:
        return True
    first, second = _words(gold.words), _words(found.words)
    return bool(first and second) and len(first & second) >= _MIN_SHARED_WORDS * min(len(first), len(second))


def _words(text: str) -> set[str]:
    return set(re.findall(r"[a-z0-9]+", text.lower())) - load_scale().actor_words

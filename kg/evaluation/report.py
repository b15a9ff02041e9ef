"""Figures and faults in, lines for people out; the figures of the baseline stand beside."""

from collections.abc import Iterator, Sequence

from kg.evaluation.event_free import Alarm
from kg.evaluation.faults import Fault
from kg.evaluation.figures import Figures, Rate
from kg.evaluation.records import RecordFigures

_NAME = 14


def figure_lines(found: Figures, baseline: Figures | None) -> Iterator[str]:
    """The figures of a set of articles."""
    yield _heading("articles", baseline is not None)
    for name in ("acts", "deeds", "strict", "participants", "roles"):
        counts = f"   {found.predicted} found, {found.gold} gold" if name == "acts" else ""
        yield _rates(name, getattr(found, name), getattr(baseline, name) if baseline else None) + counts
    for name in ("dates_right", "dates_invented", "places", "quotes", "linked"):
        yield _single(name.replace("_", " "), getattr(found, name), getattr(baseline, name) if baseline else None)
    yield "recall by type: " + ", ".join(f"{name} {n}/{of}" for name, (n, of) in found.recall_by_type.items())


def record_lines(found: RecordFigures, baseline: RecordFigures) -> Iterator[str]:
    """The figures of a set of sentence records."""
    yield _heading("sentences", True)
    yield _rates("act", found.act, baseline.act) + f"   {found.predicted} found, {found.gold} gold"
    yield _rates("act+dyad", found.act_and_dyad, baseline.act_and_dyad)
    yield _rates("dyad", found.dyad, baseline.dyad)


def event_free_lines(alarms: Sequence[Alarm], baseline: int, sentences: int, *, texts: bool) -> Iterator[str]:
    """How many event-free sentences were given an act, and which, with their words or by id only."""
    yield f"event-free sentences with an act: {len(alarms)} of {sentences}; by lemmas alone {baseline}"
    for alarm in alarms:
        yield f"  {alarm.sentence.id}: {', '.join(act.type for act in alarm.acts)}"
        if texts:
            yield f"    «{alarm.sentence.text}»"


def fault_lines(faults: Sequence[Fault]) -> Iterator[str]:
    """The faults, article by article."""
    article = None
    for fault in faults:
        if fault.article != article:
            article = fault.article
            yield f"== {article}"
        yield f"{fault.kind.value} {fault.aspect.value} {fault.act}".rstrip()
        if fault.expected:
            yield f"    expected  {fault.expected}"
        if fault.found:
            yield f"    found     {fault.found}"
        if fault.sentence:
            yield f"    «{fault.sentence}»"


def _heading(what: str, with_baseline: bool) -> str:
    return f"{what:{_NAME}} {'P':>5} {'R':>7} {'F1':>7}" + ("     by lemmas alone: P, R, F1" if with_baseline else "")


def _rates(name: str, found: Rate, baseline: Rate | None) -> str:
    return f"{name:{_NAME}} {_three(found)}" + (f"     {_three(baseline)}" if baseline else "")


def _three(rate: Rate) -> str:
    return f"{rate.precision:5.3f}   {rate.recall:5.3f}   {rate.f1:5.3f}"


def _single(name: str, found: float, baseline: float | None) -> str:
    return f"{name:{_NAME}} {found:5.3f}" + ("" if baseline is None else f"{'':21}{baseline:5.3f}")

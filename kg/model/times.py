"""When: time expressions and their values, with what is uncertain about them."""

from dataclasses import dataclass

from kg.model.text import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeValue:
    """When, with its uncertainty. Dates are ISO 8601 prefixes: ``2021-04-01``, ``2021-04``, ``2021``.

    ``start`` and ``end`` are the values to show and to query; the four bounds say how far each
    could lie off; None is unknown. ``edtf`` follows the Extended Date/Time Format (ISO 8601-2).
    """

    start: str | None
    end: str | None
    edtf: str
    earliest_start: str | None = None
    latest_start: str | None = None
    earliest_end: str | None = None
    latest_end: str | None = None
    inferred: bool = False  # carried over from context, not said of this act
    words: str = ""
    span: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeMention:
    """A time expression and its value; ``value`` is None where it cannot be fixed ("recently")."""

    index: int
    sentence: int
    span: Span
    value: TimeValue | None
    relation: str | None = None  # "since", "until", "by", "before", "after"; None is "at"

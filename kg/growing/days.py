"""Wikidata's time values as the dates of the gazetteer: ``2004-03-09``, ``2004-03`` or ``2004``.

https://www.wikidata.org/wiki/Help:Dates: precision 9 is a year, 10 a month, 11 a day; 6 to 8 are a millennium, a
century and a decade. Dates of the Julian calendar are turned to the Gregorian one where the day is told.
"""

import re
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from kg.growing.entity import Snak, Value

_TIME: Final = re.compile(r"([+-])0*(\d{1,16})-(\d\d)-(\d\d)T")
_YEAR: Final = 9
_MONTH: Final = 10
_DAY: Final = 11
_JULIAN: Final = "Q1985786"  # "proleptic Julian calendar", so named in every time value of a dump
_FIRST: Final = date(1, 1, 1)


class Bound(StrEnum):
    """What is known of a start or an end that has no date."""

    ABSENT = "absent"  # nothing is said
    NONE = "none"  # ``novalue``: there is none
    VAGUE = "vague"  # there is one, but ``somevalue``, a decade or century, or a form that nobody knows


def bound(snaks: list[Snak]) -> tuple[str | None, Bound | None]:
    """The date of a qualifier, or why it has none; of several dates that differ none is taken."""
    if not snaks:
        return None, Bound.ABSENT
    if all(s.kind == "novalue" for s in snaks):
        return None, Bound.NONE
    found = {day_of(s.value) for s in snaks if s.value is not None}
    day = next(iter(found)) if len(found) == 1 and all(s.kind == "value" for s in snaks) else None
    return (day, None) if day is not None else (None, Bound.VAGUE)


def day_of(value: Value) -> str | None:
    """A date in the precision that it has; None before the year 1, after 9999, for decades and for unknown forms."""
    match = _TIME.match(value.time or "")
    if match is None or match[1] == "-" or value.precision is None or value.precision < _YEAR:
        return None
    year, month, day = int(match[2]), int(match[3]), int(match[4])
    if not 1 <= year <= 9999:
        return None
    if value.precision == _YEAR or month == 0:
        return f"{year:04}"
    if not 1 <= month <= 12:
        return None
    if value.precision == _MONTH or day == 0:
        return f"{year:04}-{month:02}"
    if (value.calendar or "").endswith(_JULIAN):
        return _gregorian(year, month, day)
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _gregorian(year: int, month: int, day: int) -> str | None:
    """A day of the Julian calendar in the Gregorian one (Richards, Mapping Time, 1998, by way of the day count)."""
    lengths = (31, 29 if year % 4 == 0 else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
    if not 1 <= day <= lengths[month - 1]:
        return None
    years = year - 1
    ordinal = years * 365 + years // 4 + sum(lengths[: month - 1]) + day - 2  # 1 January 1 Julian is 30 December 1 BC
    try:
        return (_FIRST + timedelta(days=ordinal - 1)).isoformat()
    except OverflowError:
        return None

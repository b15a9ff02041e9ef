"""Days, months, years and their parts as ``TimeValue``: bounds and EDTF (ISO 8601-2:2019).

A value says "within": what is dated lies somewhere between the bounds. Only an explicit range
("from 3 to 5 May") says "throughout": it begins on the first and ends on the last day.
"""

import calendar
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from kg.model import TimeValue

MONTHS: Final = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
SHORT_MONTHS: Final = {**{name[:3]: number for name, number in MONTHS.items()}, "sept": 9}
WEEKDAYS: Final = {name.lower(): number for number, name in enumerate(calendar.day_name)}
NUMBERS: Final = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "a couple of": 2, "twenty": 20, "thirty": 30,
}  # fmt: skip
_SEASONS: Final = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
# Sub-year groupings of ISO 8601-2: quarters 33 to 36, halves 40 and 41
_QUARTERS: Final = {"first": 33, "second": 34, "third": 35, "fourth": 36, "last": 36}
_HALVES: Final = {"first": 40, "second": 41, "latter": 41, "last": 41}


def within(first: str, last: str, edtf: str) -> TimeValue:
    """Somewhere between two dates, each an ISO prefix."""
    low, high = lowest(first), highest(last)
    return TimeValue(
        start=first,
        end=last,
        edtf=edtf,
        earliest_start=low,
        latest_start=high,
        earliest_end=low,
        latest_end=high,
    )


def throughout(first: str, last: str) -> TimeValue:
    """From one date to another, each an ISO prefix."""
    return TimeValue(
        start=first, end=last, edtf=f"{first}/{last}",
        earliest_start=lowest(first), latest_start=highest(first),
        earliest_end=lowest(last), latest_end=highest(last),
    )  # fmt: skip


def of_day(day: date) -> TimeValue:
    """One day."""
    return of_prefix(day.isoformat())


def of_days(first: date, last: date) -> TimeValue:
    """Some day or days from the first to the last."""
    if first >= last:
        return of_day(last)
    return within(first.isoformat(), last.isoformat(), f"{first.isoformat()}/{last.isoformat()}")


def of_prefix(text: str, *, about: bool = False) -> TimeValue:
    """A day, month or year; EDTF marks an approximate one with a tilde."""
    return within(text, text, text + ("~" if about else ""))


def part_of(text: str, part: str | None, *, about: bool = False) -> TimeValue:
    """The early, middle or late third of a month or year; the whole without ``part``.

    EDTF has no thirds: the expression stays approximate, the bounds tell the third.
    """
    if part is None:
        return of_prefix(text, about=about)
    low, high = date.fromisoformat(lowest(text)), date.fromisoformat(highest(text))
    third = (high - low) / 3
    first = {"early": low, "mid": low + third, "late": high - third}[part].isoformat()
    last = {"early": low + third, "mid": high - third, "late": high}[part].isoformat()
    return replace(
        of_prefix(text, about=True),
        earliest_start=first, latest_start=last, earliest_end=first, latest_end=last,
    )  # fmt: skip


def of_decade(first: int, part: str | None) -> TimeValue:
    """A decade, or its early (years 0 to 3), middle (4 to 6) or late (7 to 9) part."""
    if part is None:
        return within(str(first), str(first + 9), f"{first // 10}X")
    low, high = {"early": (0, 3), "mid": (4, 6), "late": (7, 9)}[part]
    return within(str(first + low), str(first + high), f"{first + low}~/{first + high}~")


def of_century(hundred: int, part: str | None) -> TimeValue:
    """The years 18XX for 18."""
    low, high = {None: (0, 99), "early": (0, 33), "mid": (34, 66), "late": (67, 99)}[part]
    first, last = f"{hundred}{low:02d}", f"{hundred}{high:02d}"
    return within(first, last, f"{hundred}XX" if part is None else f"{first}~/{last}~")


def of_season(year: str, season: str) -> TimeValue:
    """A season: bounds are the whole year, since hemispheres differ."""
    return replace(of_prefix(year), edtf=f"{year}-{_SEASONS[season.lower()]}")


def of_share(year: str, which: str, share: str) -> TimeValue:
    """A quarter or half of a year."""
    which = which.lower()
    if share.lower() == "half":
        code, length = _HALVES[which], 6
        begin = 6 * (code - 40) + 1
    else:
        code, length = _QUARTERS[which], 3
        begin = 3 * (code - 33) + 1
    first, last = f"{year}-{begin:02d}", f"{year}-{begin + length - 1:02d}"
    return replace(within(first, last, f"{year}-{code}"))


def shifted_month(day: date, months: int) -> str:
    """The month so many months after that of ``day``, as ISO prefix."""
    count = day.year * 12 + day.month - 1 + months
    return f"{count // 12:04d}-{count % 12 + 1:02d}"


def shifted_day(day: date, days: int) -> date | None:
    """A day so many days off; None outside the calendar."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None


def valid_day(year: int, month: int, day: int) -> date | None:
    """The day, None where the calendar has none such."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def month_number(words: str) -> int:
    """1 to 12 for a full or shortened name."""
    plain = words.lower().rstrip(".")
    return MONTHS.get(plain) or SHORT_MONTHS[plain]


def lowest(text: str) -> str:
    """First day of an ISO prefix."""
    return text + "-01-01"[len(text) - 4 :] if len(text) < 10 else text


def highest(text: str) -> str:
    """Last day of an ISO prefix."""
    if len(text) == 10:
        return text
    if len(text) == 4:
        return f"{text}-12-31"
    year, month = int(text[:4]), int(text[5:7])
    return f"{text}-{calendar.monthrange(year, month)[1]:02d}"

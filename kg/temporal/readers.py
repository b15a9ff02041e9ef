"""A matched expression and its context in, its value out; None where the words fix no date.

The named groups of the patterns are the interface: ``day``, ``month``, ``year``, ``weekday``,
``part`` (early, mid, late), ``which`` (last, this, next), ``unit``, ``number`` ...
"""

import re
from datetime import date, timedelta
from typing import Final

from kg.model import TimeValue
from kg.temporal import dates
from kg.temporal.context import STEPS, Context, group, looks_ahead, part

_JUST_PAST: Final = 14  # days before publication to which a date belongs even where the words look ahead: "announced on 28 August that"
_SOON: Final = 7  # days after publication to which a date without a year may still belong


def nothing(match: re.Match[str], context: Context) -> TimeValue | None:
    """Words about time that fix none: "recently"."""
    return None


# --- dates told by their numbers ---------------------------------------------------------------------


def full_date(match: re.Match[str], context: Context) -> TimeValue | None:
    """Day, month and year."""
    month = match["month"]
    number = int(month) if month.isdigit() else dates.month_number(month)
    day = dates.valid_day(int(match["year"]), number, int(match["day"]))
    return None if day is None else dates.of_day(day)


def day_of_year(match: re.Match[str], context: Context) -> TimeValue | None:
    """Day and month; the year from "last year", else the nearest that fits."""
    day = _day_in_year(match, context, "day", "month")
    return None if day is None else dates.of_day(day)


def day_range(match: re.Match[str], context: Context) -> TimeValue | None:
    """Two days, of one month or of two."""
    first = _day_in_year(match, context, "day", "month")
    last = _day_in_year(match, context, "last", "last_month" if group(match, "last_month") else "month")
    if first is None or last is None:
        return None
    if last < first:  # "from 30 December to 2 January 2021"
        first = dates.valid_day(first.year - 1, first.month, first.day) or first
    return dates.throughout(first.isoformat(), last.isoformat()) if first < last else None


def week_of_day(match: re.Match[str], context: Context) -> TimeValue | None:
    """ "the week of 5 April": seven days from that day."""
    first = _day_in_year(match, context, "day", "month")
    return None if first is None else dates.of_days(first, first + timedelta(days=6))


def feast(match: re.Match[str], context: Context) -> TimeValue | None:
    """Days that stand under a name in every year."""
    words = match["feast"].lower().replace("’", "'")
    month, day = {"christmas day": (12, 25), "christmas eve": (12, 24), "new year's day": (1, 1)}.get(
        words, (12, 31)
    )
    year = int(match["year"]) if match["year"] else _nearest_year(match, context, month, day)
    return None if year is None else dates.of_day(date(year, month, day))


def _day_in_year(match: re.Match[str], context: Context, day: str, month: str) -> date | None:
    month_number, day_number = dates.month_number(match[month]), int(match[day])
    year = _year(match, context, month_number, day_number)
    return None if year is None else dates.valid_day(year, month_number, day_number)


def _year(match: re.Match[str], context: Context, month: int, day: int = 1) -> int | None:
    """The year told, "last year", or the one that makes the date the nearest past or coming one."""
    told, which = group(match, "year"), group(match, "which_year")
    if told:
        return int(told)
    if context.on is None:
        return None
    if which:
        return context.on.year + STEPS[which]
    return _nearest_year(match, context, month, day)


def _nearest_year(match: re.Match[str], context: Context, month: int, day: int) -> int | None:
    if context.on is None:
        return None
    on = context.on
    this = dates.valid_day(on.year, month, day) or date(on.year, month, 1)
    if looks_ahead(match) and not 0 < (on - this).days <= _JUST_PAST:
        return on.year if this >= on or (on.month == month and day == 1) else on.year + 1
    return on.year if (this - on).days <= _SOON else on.year - 1


# --- months, seasons, years, decades --------------------------------------------------------------------


def month(match: re.Match[str], context: Context) -> TimeValue | None:
    """A month with or without its year, or a part of it."""
    number = dates.month_number(match["month"])
    year = _year(match, context, number)
    which = group(match, "which")
    if year is not None and which and context.on is not None:  # "last March", "next June"
        year = context.on.year
        past = number < context.on.month
        if which in ("last", "this past"):
            year -= 0 if past else 1
        elif which in ("next", "this coming", "coming"):
            year += 0 if number > context.on.month else 1
    if year is None:
        return None
    return dates.part_of(f"{year:04d}-{number:02d}", part(match), about=bool(group(match, "about")))


def month_range(match: re.Match[str], context: Context) -> TimeValue | None:
    """ "from May to July", "between May 2019 and March 2020"."""
    first, last = dates.month_number(match["month"]), dates.month_number(match["last_month"])
    year = _year(match, context, last)
    if year is None:
        return None
    begin = int(match["first_year"]) if group(match, "first_year") else year - (1 if first > last else 0)
    start, end = f"{begin:04d}-{first:02d}", f"{year:04d}-{last:02d}"
    return dates.throughout(start, end) if start < end else None


def season(match: re.Match[str], context: Context) -> TimeValue | None:
    """A season of a year told; "this spring" is of the year of publication."""
    year = group(match, "year") or (str(context.on.year) if context.on is not None else None)
    return None if year is None else dates.of_season(year, match["season"])


def year(match: re.Match[str], context: Context) -> TimeValue | None:
    """A year or a part of it."""
    return dates.part_of(match["year"], part(match), about=bool(group(match, "about")))


def year_range(match: re.Match[str], context: Context) -> TimeValue | None:
    """ "between 2018 and 2020", "2018-20"."""
    first, last = match["year"], match["last"]
    last = last if len(last) == 4 else first[:2] + last
    return dates.throughout(first, last) if first < last else None


def share_of_year(match: re.Match[str], context: Context) -> TimeValue | None:
    """A quarter or half of a year told or of "this year"."""
    which = group(match, "which_year")
    told = group(match, "year")
    if told is None and which and context.on is not None:
        told = str(context.on.year + STEPS[which])
    return None if told is None else dates.of_share(told, match["number"], match["share"])


_TIES: Final = {
    "twenties": 20, "thirties": 30, "forties": 40, "fifties": 50,
    "sixties": 60, "seventies": 70, "eighties": 80, "nineties": 90,
}  # fmt: skip


def decade(match: re.Match[str], context: Context) -> TimeValue | None:
    """ "the early 90s", "the 1990s", "the nineties"; "the 1800s" are a century."""
    words = match["decade"].lower()
    if words in _TIES:
        return dates.of_decade(1900 + _TIES[words], part(match))
    number = int(words)
    if number < 100:
        return dates.of_decade((1900 if number >= 30 else 2000) + number, part(match))
    if number % 100 == 0 and number < 1900:
        return dates.of_century(number // 100, part(match))
    return dates.of_decade(number, part(match))


def century(match: re.Match[str], context: Context) -> TimeValue | None:
    """ "the late 19th century"."""
    return dates.of_century(int(match["century"]) - 1, part(match))

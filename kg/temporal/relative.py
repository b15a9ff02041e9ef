"""Expressions that count from publication or from what was told last, read like those in ``readers``."""

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from kg.model import TimeValue
from kg.temporal import dates
from kg.temporal.clock import day_at_home
from kg.temporal.context import STEPS, Context, group, looks_ahead, part

_DAYS: Final = {
    "today": 0, "tonight": 0, "yesterday": -1, "tomorrow": 1, "the day before yesterday": -2, "the day after tomorrow": 2,
}  # fmt: skip


_SUNDAY: Final = 6


def weekday(match: re.Match[str], context: Context) -> TimeValue | None:
    """The nearest past one, publication day itself included; the next one where the words look ahead."""
    if context.on is None:
        return None
    which = group(match, "which") or ""
    ahead = which in ("next", "coming", "this coming") or (which in ("", "this") and looks_ahead(match))
    return dates.of_day(
        _nearest(context.on, match["weekday"], ahead=ahead, other=which in ("last", "this past"))
    )


def weekday_range(match: re.Match[str], context: Context) -> TimeValue | None:
    """ "from Monday to Wednesday", "Tuesday and Wednesday"."""
    if context.on is None:
        return None
    ahead = looks_ahead(match)
    last = _nearest(context.on, match["last"], ahead=ahead)
    first = _nearest(last, match["weekday"])
    return dates.of_days(first, last) if first < last else None


def weekend(match: re.Match[str], context: Context) -> TimeValue | None:
    """Saturday and Sunday, the last ones that have begun or the coming ones."""
    if context.on is None:
        return None
    which = group(match, "which") or ""
    ahead = which in ("next", "coming", "this coming") or (
        which not in ("last", "this past") and looks_ahead(match)
    )
    begun = context.on.weekday() >= 5
    saturday = _nearest(context.on, "Saturday", ahead=ahead and not (begun and which in ("", "this")))
    if which == "last" and begun:
        saturday -= timedelta(days=7)
    return dates.of_days(saturday, saturday + timedelta(days=1))


def near_day(match: re.Match[str], context: Context) -> TimeValue | None:
    """ "today", "yesterday evening", "last night"."""
    if context.on is None:
        return None
    word = group(match, "word")
    step = _DAYS[word] if word else (-1 if group(match, "which") == "last" else 0)
    return dates.of_day(context.on + timedelta(days=step))


def period(match: re.Match[str], context: Context) -> TimeValue | None:
    """ "last week", "early next month", "earlier this year", "the end of the year"."""
    if context.on is None:
        return None
    step, unit = STEPS[match["which"].lower()], match["unit"].lower()
    earlier, later = group(match, "earlier"), group(match, "later")
    if unit == "week" and step == -1 and context.on.weekday() == _SUNDAY:  # the seven days before it, whichever day opens the week
        return dates.of_days(context.on - timedelta(days=7), context.on - timedelta(days=1))
    if unit == "week":
        return _week(context.on, step, so_far=step == 0 and not later and not looks_ahead(match))
    text = f"{context.on.year + step:04d}" if unit == "year" else dates.shifted_month(context.on, step)
    if earlier and step == 0:
        return replace(
            dates.of_prefix(text), latest_start=context.on.isoformat(), latest_end=context.on.isoformat()
        )
    if later and step == 0:
        day = context.on.isoformat()
        return replace(dates.of_prefix(text), earliest_start=day, earliest_end=day)
    return dates.part_of(text, part(match))


def _week(on: date, step: int, *, so_far: bool) -> TimeValue:
    monday = on - timedelta(days=on.weekday()) + timedelta(days=7 * step)
    sunday = monday + timedelta(days=6)
    return dates.of_days(monday, min(on, sunday) if so_far else sunday)


def ago(match: re.Match[str], context: Context) -> TimeValue | None:
    """ "two days ago" counts from publication, "two days earlier" and "later" from what was told last."""
    direction = match["direction"].lower()
    number = dates.NUMBERS.get(match["number"].lower()) or int(match["number"])
    unit = match["unit"].lower()
    sign = 1 if direction in ("later", "after", "from now") else -1
    if direction in ("ago", "from now"):
        anchor = context.on.isoformat() if context.on else None
    else:
        anchor = context.told or (context.on.isoformat() if context.on else None)
    return None if anchor is None else _shifted(anchor, unit, sign * number)


def ahead(match: re.Match[str], context: Context) -> TimeValue | None:
    """ "will meet in two weeks" counts from publication."""
    number = dates.NUMBERS.get(match["number"].lower()) or int(match["number"])
    return None if context.on is None else _shifted(context.on.isoformat(), match["unit"].lower(), number)


def same_day(match: re.Match[str], context: Context) -> TimeValue | None:
    """ "later in the day": the day told last."""
    return None if context.day is None else dates.of_day(context.day)


def neighbour(match: re.Match[str], context: Context) -> TimeValue | None:
    """ "the same day", "the previous day", "the following year": counts from what was told last."""
    which, unit = match["which"].lower(), match["unit"].lower()
    step = {"same": 0, "that": 0, "that same": 0, "previous": -1, "preceding": -1, "before": -1}.get(which, 1)
    if context.told is None:
        return None
    return _shifted(context.told, unit, step, exact=True)


def _shifted(anchor: str, unit: str, count: int, *, exact: bool = False) -> TimeValue | None:
    """Days, weeks, months or years off an ISO prefix; None where that is less precise than the unit.

    Whole weeks, months and years are rounded in speech ("two weeks ago"): they give an approximate value.
    """
    whole = date.fromisoformat(dates.lowest(anchor))
    if unit == "year":
        number = whole.year + count
        return dates.of_prefix(f"{number:04d}", about=not exact) if 1 <= number <= 9999 else None
    if unit == "month":
        text = dates.shifted_month(whole, count) if len(anchor) > 4 and whole.year > 100 else None
        return None if text is None else dates.of_prefix(text, about=not exact)
    if len(anchor) < 10:
        return None
    if unit == "week":
        if exact:
            return _week(whole, count, so_far=False)
        day = dates.shifted_day(whole, 7 * count)
        around = (day - timedelta(days=3), day + timedelta(days=3)) if day and day.year > 1 else None
        return None if around is None else replace(dates.of_days(*around), edtf=f"{day}~")
    day = dates.shifted_day(whole, count)
    return None if day is None else dates.of_day(day)


def clock(match: re.Match[str], context: Context) -> TimeValue | None:
    """ "2 a.m. (1700 GMT on Wednesday)": the day at home, which the conversion in brackets fixes."""
    if context.on is None or not group(match, "weekday"):
        return None
    elsewhere = _nearest(context.on, match["weekday"], ahead=looks_ahead(match))
    day = day_at_home(match, elsewhere)
    return None if day is None else dates.of_day(day)


def _nearest(on: date, name: str, *, ahead: bool = False, other: bool = False) -> date:
    """The nearest day of that name before (``ahead``: after) a day, that day itself only looking back."""
    wanted = dates.WEEKDAYS[name.lower()]
    if ahead:
        return on + timedelta(days=(wanted - on.weekday() - 1) % 7 + 1)
    back = (on.weekday() - wanted) % 7
    return on - timedelta(days=7 if other and back == 0 else back)

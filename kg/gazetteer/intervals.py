"""Tenures as half-open intervals: what dates of any precision say about a day.

Days are ISO 8601 (``2004-03-09``), so that they compare as text. A start or end of a month or year
leaves its days open; without an end nothing is certain beyond the day on which the row was true.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

NEVER: Final = "9999-12-31"  # no day of news is later
ALWAYS: Final = "0001-01-01"


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """Certain on ``certain_from <= day < certain_until``; impossible outside ``possible_from <= day < possible_until``."""

    certain_from: str
    certain_until: str
    possible_from: str
    possible_until: str

    def covers(self, day: str) -> bool | None:
        """True, False, or None for a day on which the row does not tell."""
        if self.certain_from <= day < self.certain_until:
            return True
        return None if self.possible_from <= day < self.possible_until else False


def interval(start: str | None, end: str | None, true_on: str | None) -> Interval:
    """What the dates of a row say; ``ValueError`` for a date of another form.

    Without a start the person was in office at most on the days that the row vouches for: none before
    ``true_on``, where there is no end, and none at all otherwise.
    """
    first, begun = _days(start) if start else (ALWAYS, true_on if true_on and not end else NEVER)
    if end:
        until, latest = _days(end)
    else:
        until, latest = (_next(_days(true_on)[0]) if true_on else begun), NEVER
    return Interval(certain_from=begun, certain_until=until, possible_from=first, possible_until=latest)


def _days(value: str) -> tuple[str, str]:
    """The first and the last day of a day, month or year."""
    if len(value) == 10:
        return date.fromisoformat(value).isoformat(), value
    if len(value) == 7:
        first = date.fromisoformat(f"{value}-01")
        return first.isoformat(), ((first + timedelta(days=31)).replace(day=1) - timedelta(days=1)).isoformat()
    if len(value) == 4 and value.isdigit() and int(value) > 0:
        return f"{value}-01-01", f"{value}-12-31"
    raise ValueError(f"expected a date as YYYY-MM-DD, YYYY-MM or YYYY, found {value!r}")


def _next(day: str) -> str:
    return (date.fromisoformat(day) + timedelta(days=1)).isoformat()

"""A clock time at home and the same moment elsewhere in, the day at home out."""

import re
from datetime import date, timedelta
from typing import Final

# Hours ahead of Greenwich; https://www.iana.org/time-zones
_ZONES: Final = {
    "GMT": 0, "UTC": 0, "BST": 1, "CET": 1, "CEST": 2, "EET": 2, "EEST": 3, "MSK": 3, "JST": 9, "KST": 9,
    "EST": -5, "EDT": -4, "ET": -4, "CST": -6, "CDT": -5, "PST": -8, "PDT": -7, "PT": -7,
}  # fmt: skip
_FURTHEST: Final = (-12 * 60, 14 * 60)  # minutes ahead of Greenwich, least and most on Earth
_DAY: Final = 24 * 60


def day_at_home(match: re.Match[str], elsewhere: date) -> date | None:
    """The day on which it is ``hour`` at home while it is ``other`` in ``zone`` on the day ``elsewhere``."""
    home = _minutes(match["hour"], match["minute"], match["half"])
    digits = re.sub(r"\D", "", match["other"])
    hour, minute = (digits[:-2], digits[-2:]) if len(digits) > 2 else (digits, "")
    there = _minutes(hour, minute, match["other_half"])
    zone = _ZONES.get(match["zone"].upper())
    if home is None or there is None or zone is None:
        return None
    ahead = (home - there) % _DAY
    fitting = [
        shift for shift in (ahead - _DAY, ahead)
        if _FURTHEST[0] <= shift + zone * 60 <= _FURTHEST[1]
    ]  # fmt: skip
    if not fitting:
        return None
    return elsewhere + timedelta(days=(there + min(fitting, key=abs)) // _DAY)


def _minutes(hour: str, minute: str | None, half: str | None) -> int | None:
    """Minutes since midnight."""
    hours, minutes = int(hour), int(minute or 0)
    if half:
        hours = hours % 12 + (12 if half.lower().startswith("p") else 0)
    return hours * 60 + minutes if hours < 24 and minutes < 60 else None

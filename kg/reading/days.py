"""Text in, the day that it names out: the forms in which outlets print the day of publication.

Of "3/5/2021" and "3.5.2021" the dotted form is day first everywhere it is used; the one with strokes is
read only where one of the numbers can be no month, since outlets differ.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from kg.model import Span

EARLIEST: Final = 1800  # years of news; what lies outside is a slip or no date
LATEST: Final = 2199
_MONTHS: Final = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_MONTH: Final = "(?:" + "|".join(f"{m[:3]}(?:{m[3:]})?" for m in _MONTHS) + r"|sept)\.?"
_ORDINAL: Final = r"(?:st|nd|rd|th)?"
_DAY: Final = re.compile(
    rf"(?<![\w.])(?:"
    rf"(?P<m1>{_MONTH})[ -](?P<d1>\d{{1,2}}){_ORDINAL},?[ -](?P<y1>\d{{4}})"
    rf"|(?P<d2>\d{{1,2}}){_ORDINAL}(?: of)?[ -](?P<m2>{_MONTH}),?[ -](?P<y2>\d{{4}})"
    rf"|(?P<y3>\d{{4}})[-/.](?P<m3>\d{{1,2}})[-/.](?P<d3>\d{{1,2}})(?=T\d|\D|$)"
    rf"|(?P<d4>\d{{1,2}})\.[ ]?(?P<m4>\d{{1,2}})\.[ ]?(?P<y4>\d{{4}})"
    rf"|(?P<a5>\d{{1,2}})/(?P<b5>\d{{1,2}})/(?P<y5>\d{{4}})"
    rf"|(?P<y6>\d{{4}}),?[ ](?P<m6>{_MONTH})[ ](?P<d6>\d{{1,2}}){_ORDINAL}"
    rf")(?![\d/])",
    re.IGNORECASE,
)


def days_in(text: str) -> Iterator[tuple[date, Span]]:
    """The days named in a line, in order, each with its place."""
    for match in _DAY.finditer(text):
        day = _day_of({k: v for k, v in match.groupdict().items() if v is not None})
        if day is not None:
            yield day, Span(match.start(), match.end())


def _day_of(found: dict[str, str]) -> date | None:
    parts = {key[0]: value for key, value in found.items()}
    if "a" in parts:
        a, b = int(parts["a"]), int(parts["b"])
        if a <= 12 and b <= 12 and a != b:
            return None  # March 5 or 3 May: outlets differ
        parts["m"], parts["d"] = (parts["b"], parts["a"]) if a > 12 else (parts["a"], parts["b"])
    try:
        year = int(parts["y"])
        return date(year, _month(parts["m"]), int(parts["d"])) if EARLIEST <= year <= LATEST else None
    except ValueError:
        return None


def _month(text: str) -> int:
    if text.isdigit():
        return int(text)
    return next(i for i, name in enumerate(_MONTHS, 1) if name.startswith(text[:3].lower()))

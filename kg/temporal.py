"""Time expressions in, intervals with EDTF out.

Expressions are resolved against the day of publication and the day told last, as in TIMEX3
normalisation (Strötgen and Gertz 2013): a bare weekday or month is the nearest past one, since news
reports what has happened; "next" and "coming" look ahead. The precision of the words is kept, and
nothing is dated that the words do not date. EDTF as in ISO 8601-2:2019.
"""

import calendar
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from kg.model import Sentence, Span, TimeMention, TimeValue

MONTHS: Final = {name.lower(): i for i, name in enumerate(calendar.month_name) if name}
_SHORT: Final = {
    "jan": 1,
    "feb": 2,
    "mar": 3,
    "apr": 4,
    "jun": 6,
    "jul": 7,
    "aug": 8,
    "sept": 9,
    "sep": 9,
    "oct": 10,
    "nov": 11,
    "dec": 12,
}
WEEKDAYS: Final = {name.lower(): i for i, name in enumerate(calendar.day_name)}
_NUMBERS: Final = {
    "a": 1,
    "an": 1,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "couple": 2,
}

_M: Final = r"(?P<month>January|February|March|April|May|June|July|August|September|October|November|December|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\.?)"
_D: Final = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_Y: Final = r"(?P<year>(?:1[5-9]|20)\d\d)"
_W: Final = r"(?P<weekday>Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
_VAGUE: Final = r"(?P<vague>(?:early|mid|late|beginning of|end of|start of|middle of)[- ]?(?:the )?)"
_ABOUT: Final = r"(?P<about>(?:around|about|approximately|circa|roughly|sometime in) )"
_DAYPART: Final = r"(?: (?:morning|afternoon|evening|night))?"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Context:
    """What relative expressions are relative to."""

    on: date | None  # publication
    last: date | None  # day told last in the text
    future: bool  # the verb looks ahead


_Reader = Callable[[re.Match[str], _Context], TimeValue | None]


def resolve_times(sentences: Sequence[Sentence], body: str, *, on: date | None) -> tuple[TimeMention, ...]:
    """The time expressions of all sentences; relative ones have no value without ``on``."""
    found: list[TimeMention] = []
    last: date | None = None
    for sentence in sentences:
        text = sentence.span.of(body)
        context = _Context(on=on, last=last, future=bool(_FUTURE.search(text)))
        for start, end, value in _expressions(text, context):
            span = Span(sentence.span.start + start, sentence.span.start + end)
            span, value, relation = _finish(body, sentence, span, value)
            found.append(
                TimeMention(index=len(found), sentence=sentence.index, span=span, value=value, relation=relation)
            )
            if value is not None and value.start is not None and value.start == value.end and len(value.start) == 10:
                last = date.fromisoformat(value.start)
                context = replace(context, last=last)
    return tuple(found)


_FUTURE: Final = re.compile(
    r"\b(?:will|shall|is to|are to|is due|are due|plans? to|scheduled|set to|expected to|upcoming|next)\b"
)
_RELATIONS: Final = {"since": "since", "until": "until", "till": "until", "by": "by", "before": "before", "after": "after",
                     "from": "since", "prior to": "before", "through": "until"}  # fmt: skip
_BEFORE: Final = re.compile(
    r"\b(since|until|till|by|before|after|prior to|from|through)\s+(?:the\s+)?(?:(?:early|late|mid)[- ])?$",
    re.IGNORECASE,
)


def _finish(
    body: str, sentence: Sentence, span: Span, value: TimeValue | None
) -> tuple[Span, TimeValue | None, str | None]:
    """The relation from the word in front, and the words themselves."""
    before = _BEFORE.search(body, sentence.span.start, span.start)
    relation = _RELATIONS[before.group(1).lower()] if before and before.end() == span.start else None
    if value is not None:
        value = replace(value, words=" ".join(span.of(body).split()), span=span)
    return span, value, relation


def _expressions(text: str, context: _Context) -> Iterator[tuple[int, int, TimeValue | None]]:
    """Non-overlapping matches in text order; the first pattern of the table that fits wins."""
    taken: list[tuple[int, int]] = []
    found: list[tuple[int, int, re.Match[str], _Reader]] = []
    for pattern, reader in _PATTERNS:
        for match in pattern.finditer(text):
            if not any(s < match.end() and match.start() < e for s, e in taken):
                taken.append((match.start(), match.end()))
                found.append((match.start(), match.end(), match, reader))
    for start, end, match, reader in sorted(found, key=lambda row: row[0]):
        value = reader(match, context)
        yield start, end, value
        if value is not None and value.start is not None and value.start == value.end and len(value.start) == 10:
            context = replace(context, last=date.fromisoformat(value.start))


# --- values ------------------------------------------------------------------------------------------


def _interval(first: str, last: str, edtf: str, *, shown: tuple[str, str] | None = None) -> TimeValue:
    """Between two bounds: begins and ends somewhere in them."""
    start, end = shown or (first, last)
    lo, hi = _low(first), _high(last)
    return TimeValue(
        start=start, end=end, edtf=edtf, earliest_start=lo, latest_start=hi, earliest_end=lo, latest_end=hi
    )


def _day(value: date) -> TimeValue:
    text = value.isoformat()
    return _interval(text, text, text)


def _days(first: date, last: date) -> TimeValue:
    return _interval(first.isoformat(), last.isoformat(), f"{first.isoformat()}/{last.isoformat()}")


def _prefix(text: str, about: bool = False) -> TimeValue:
    return _interval(text, text, text + ("~" if about else ""))


def _low(text: str) -> str:
    return text + "-01-01"[len(text) - 4 :] if len(text) < 10 else text


def _high(text: str) -> str:
    if len(text) == 10:
        return text
    if len(text) == 4:
        return f"{text}-12-31"
    year, month = int(text[:4]), int(text[5:7])
    return f"{text}-{calendar.monthrange(year, month)[1]:02d}"


def _month_number(text: str) -> int:
    plain = text.lower().rstrip(".")
    return MONTHS.get(plain) or _SHORT[plain]


def _safe(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


# --- readers -----------------------------------------------------------------------------------------


def _full_date(m: re.Match[str], c: _Context) -> TimeValue | None:
    value = _safe(int(m["year"]), _month_number(m["month"]), int(m["day"]))
    return None if value is None else _day(value)


def _iso(m: re.Match[str], c: _Context) -> TimeValue | None:
    value = _safe(int(m["year"]), int(m["m"]), int(m["d"]))
    return None if value is None else _day(value)


def _day_span(m: re.Match[str], c: _Context) -> TimeValue | None:
    year = _year_of(m, c)
    if year is None:
        return None
    month = _month_number(m["month"])
    first, last = _safe(year, month, int(m["day"])), _safe(year, month, int(m["last"]))
    return _days(first, last) if first and last and first <= last else None


def _year_of(m: re.Match[str], c: _Context) -> int | None:
    """The year told, "last year", or the one that makes the date the nearest past (or coming) one."""
    groups = m.groupdict()
    if groups.get("year"):
        return int(m["year"])
    if c.on is None:
        return None
    if groups.get("relative"):
        return c.on.year + {"last": -1, "this": 0, "next": 1, "previous": -1}[m["relative"].lower()]
    month, day = _month_number(m["month"]), int(groups.get("day") or 1)
    this_year = _safe(c.on.year, month, day) or date(c.on.year, month, 1)
    if this_year <= c.on or (this_year - c.on).days < 8 or (c.future and (this_year - c.on).days < 200):
        return c.on.year
    return c.on.year - 1


def _month_day(m: re.Match[str], c: _Context) -> TimeValue | None:
    year = _year_of(m, c)
    value = _safe(year, _month_number(m["month"]), int(m["day"])) if year else None
    return None if value is None else _day(value)


def _month_year(m: re.Match[str], c: _Context) -> TimeValue | None:
    if not m.groupdict().get("year") and not m.groupdict().get("relative") and c.on is None:
        return None
    year = _year_of(m, c)
    if year is None:
        return None
    month = _month_number(m["month"])
    return _part_of(m.groupdict().get("vague"), f"{year}-{month:02d}", bool(m.groupdict().get("about")))


def _part_of(vague: str | None, text: str, about: bool = False) -> TimeValue:
    """The early, middle or late part of a month, year or decade."""
    if not vague:
        return _prefix(text, about)
    lo, hi = date.fromisoformat(_low(text)), date.fromisoformat(_high(text))
    third = (hi - lo) / 3
    early = vague.startswith(("early", "beginning", "start"))
    late = vague.startswith(("late", "end"))
    first = hi - third if late else lo if early else lo + third
    last = lo + third if early else hi if late else hi - third
    return replace(
        _interval(text, text, text + "~"),
        earliest_start=first.isoformat(), latest_start=last.isoformat(),
        earliest_end=first.isoformat(), latest_end=last.isoformat(),
    )  # fmt: skip


def _year_only(m: re.Match[str], c: _Context) -> TimeValue | None:
    return _part_of(m.groupdict().get("vague"), m["year"], bool(m.groupdict().get("about")))


def _year_span(m: re.Match[str], c: _Context) -> TimeValue | None:
    last = m["last"] if len(m["last"]) == 4 else m["year"][:2] + m["last"]
    return _interval(m["year"], last, f"{m['year']}/{last}") if m["year"] < last else None


_DECADE_PART: Final = {"early": (0, 3), "mid": (4, 6), "late": (7, 9)}


def _decade(m: re.Match[str], c: _Context) -> TimeValue | None:
    text = m["decade"]
    first = int(text[:4]) if len(text) >= 4 else (1900 if int(text) >= 30 else 2000) + int(text)
    vague = (m.groupdict().get("vague") or "").rstrip("- ")
    lo, hi = _DECADE_PART.get(vague.split()[0] if vague else "", (0, 9))
    edtf = f"{first // 10}X" if not vague else f"{first + lo}~/{first + hi}~"
    return _interval(str(first + lo), str(first + hi), edtf)


def _weekday(m: re.Match[str], c: _Context) -> TimeValue | None:
    if c.on is None:
        return None
    wanted = WEEKDAYS[m["weekday"].lower()]
    ahead = (m.groupdict().get("which") or "").lower() in ("next", "coming", "this coming")
    if ahead:
        return _day(c.on + timedelta(days=(wanted - c.on.weekday() - 1) % 7 + 1))
    back = (c.on.weekday() - wanted) % 7
    if (m.groupdict().get("which") or "").lower() == "last" and back == 0:
        back = 7
    return _day(c.on - timedelta(days=back))


def _weekday_date(m: re.Match[str], c: _Context) -> TimeValue | None:
    return _month_day(m, c)


_OFFSETS: Final = {"today": 0, "tonight": 0, "yesterday": -1, "tomorrow": 1}


def _relative_day(m: re.Match[str], c: _Context) -> TimeValue | None:
    return None if c.on is None else _day(c.on + timedelta(days=_OFFSETS[m["word"].lower()]))


def _same_day(m: re.Match[str], c: _Context) -> TimeValue | None:
    return None if c.last is None else _day(c.last)


def _previous_day(m: re.Match[str], c: _Context) -> TimeValue | None:
    if c.last is None:
        return None
    step = 1 if m["which"].lower() in ("next", "following") else -1
    return _day(c.last + timedelta(days=step))


def _period(m: re.Match[str], c: _Context) -> TimeValue | None:
    """ "last week", "this month", "next year", "earlier this year"."""
    if c.on is None:
        return None
    step = {"last": -1, "past": -1, "previous": -1, "this": 0, "the": 0, "next": 1, "coming": 1}[m["which"].lower()]
    unit = m["unit"].lower()
    earlier = bool(m.groupdict().get("earlier"))
    if unit == "year":
        text = str(c.on.year + step)
    elif unit == "month":
        months = c.on.year * 12 + c.on.month - 1 + step
        text = f"{months // 12}-{months % 12 + 1:02d}"
    else:
        monday = c.on - timedelta(days=c.on.weekday()) + timedelta(days=7 * step)
        last = (
            min(c.on, monday + timedelta(days=6))
            if earlier or step == 0 and not c.future
            else monday + timedelta(days=6)
        )
        return _days(monday, last) if monday < last else _day(monday)
    value = _prefix(text)
    if earlier:
        value = replace(value, latest_start=c.on.isoformat(), latest_end=c.on.isoformat())
    return value


def _ago(m: re.Match[str], c: _Context) -> TimeValue | None:
    """ "two days ago", "a week earlier": the latter counts from the day told last."""
    anchor = c.on if m["back"].lower() == "ago" else c.last or c.on
    number = _NUMBERS.get(m["number"].lower()) or (int(m["number"]) if m["number"].isdigit() else 0)
    if anchor is None or not number:
        return None
    unit = m["unit"].lower()
    if unit == "day":
        return _day(anchor - timedelta(days=number))
    if unit == "week":
        return replace(_days(anchor - timedelta(days=7 * number + 3), anchor - timedelta(days=7 * number - 3)),
                       edtf=f"{(anchor - timedelta(days=7 * number)).isoformat()}~")  # fmt: skip
    if unit == "month":
        months = anchor.year * 12 + anchor.month - 1 - number
        return _prefix(f"{months // 12}-{months % 12 + 1:02d}", True)
    return _prefix(str(anchor.year - number), True)


_SEASONS: Final = {"spring": "21", "summer": "22", "autumn": "23", "fall": "23", "winter": "24"}


def _season(m: re.Match[str], c: _Context) -> TimeValue | None:
    return replace(_prefix(m["year"]), edtf=f"{m['year']}-{_SEASONS[m['season'].lower()]}")


def _unknown(m: re.Match[str], c: _Context) -> TimeValue | None:
    return None


def _rows() -> Iterator[tuple[str, _Reader]]:
    """The patterns, longer before shorter; the tests hold their examples."""
    relative_year = r"(?:,? (?P<relative>last|this|next|previous) year|,? (?:of )?" + _Y + r")"
    yield rf"\b(?:{_W},? )?{_M} {_D},? {_Y}\b", _full_date
    yield rf"\b(?:{_W},? )?{_D} {_M},? {_Y}\b", _full_date
    yield r"\b(?P<year>(?:1[5-9]|20)\d\d)-(?P<m>\d\d)-(?P<d>\d\d)\b", _iso
    yield rf"\b{_M} {_D}\s?(?:-|–|and|to|through)\s?(?P<last>\d{{1,2}})(?:st|nd|rd|th)?(?:,? {_Y})?\b", _day_span
    yield rf"\b{_D}\s?(?:-|–|and|to)\s?(?P<last>\d{{1,2}})(?:st|nd|rd|th)? {_M}(?:,? {_Y})?\b", _day_span
    yield rf"\b{_M} {_D}{relative_year}\b", _month_day
    yield rf"\b{_D} {_M}{relative_year}\b", _month_day
    yield rf"\b(?:{_W},? )?(?:the )?{_D} (?:of )?{_M}\b", _weekday_date
    yield rf"\b(?:{_W},? )?{_M} {_D}\b(?!,?\d)", _weekday_date
    yield rf"\b(?:{_ABOUT}|{_VAGUE})?{_M},?(?: of)? {_Y}\b", _month_year
    yield rf"\b{_VAGUE}?{_M}(?: of)? (?P<relative>last|this|next) year\b", _month_year
    yield rf"\b(?:between|from) {_Y} (?:and|to|until) (?P<last>\d{{4}})\b", _year_span
    yield rf"(?<!\d){_Y}\s?[-–—/]\s?(?P<last>(?:1[5-9]|20)\d\d|\d\d)\b(?!-)", _year_span
    yield rf"\b(?:{_VAGUE})?(?:the )?(?P<decade>(?:1[5-9]|20)\d0|[2-9]0)s\b", _decade
    yield rf"\b(?P<season>spring|summer|autumn|fall|winter)(?: of)? {_Y}\b", _season
    yield (
        rf"\b(?:early |late |later )?(?:(?P<which>last|next|this coming|this past|this|coming) )?{_W}{_DAYPART}\b",
        _weekday,
    )
    yield (
        r"(?i:\b(?:earlier |later |late |early )?(?P<word>today|tonight|yesterday|tomorrow)(?: (?:morning|afternoon|evening|night))?\b)",
        _relative_day,
    )
    yield r"(?i:\b(?:the )?same day\b|\bthat (?:same )?day\b|\blater in the day\b|\bearlier in the day\b)", _same_day
    yield r"(?i:\b(?:the|a) (?P<which>previous|next|following|preceding) day\b)", _previous_day
    yield (
        r"(?i:\b(?P<earlier>earlier |later )?(?:in )?(?P<which>last|this|next|past|previous|coming) (?P<unit>week|month|year)\b)",
        _period,
    )
    yield r"(?i:\b(?P<earlier>earlier |later )in (?P<which>the) (?P<unit>week|month|year)\b)", _period
    yield (
        r"(?i:\b(?P<number>a|an|one|two|three|four|five|six|seven|eight|nine|ten|\d{1,3}) (?P<unit>day|week|month|year)s? (?P<back>ago|earlier|before)\b)",
        _ago,
    )
    yield (
        rf"\b(?:{_ABOUT}|{_VAGUE})?(?:the year )?(?<![$€£\d.,]){_Y}\b(?![.,]\d|\s?(?:%|percent|per|people|troops|soldiers|tons|tonnes|million|miles|kilometers|kilometres|km|men|dollars|euros|civilians|refugees|migrants|members|workers|ships|deaths|jobs|prisoners))",
        _year_only,
    )
    yield rf"(?:(?<=\b[Ii]n )|(?<=\b[Ss]ince )|(?<=\b[Uu]ntil )|(?<=\b[Bb]y )){_VAGUE}?{_M}\b(?! \d)", _month_year
    yield r"(?i:\b(?:in )?recent (?:years|months|weeks|days|decades)\b|\brecently\b|\bin the past\b)", _unknown


_PATTERNS: Final = tuple((re.compile(pattern), reader) for pattern, reader in _rows())

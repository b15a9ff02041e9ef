"""A text with marks on it: what is marked is cut into pieces that may overlap, in the order of the text."""

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from kg.model import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A stretch of an article's text that tells something."""

    span: Span
    kind: str  # act, who, when, quote, topic, number
    href: str | None = None
    title: str = ""
    act: str | None = None  # the act that it belongs to


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Words under the same marks."""

    text: str
    kinds: tuple[str, ...] = ()
    href: str | None = None
    title: str = ""


# Sub-year groupings of ISO 8601-2
_PARTS_OF_YEARS = {
    "21": "spring", "22": "summer", "23": "autumn", "24": "winter", "33": "first quarter of", "34": "second quarter of",
    "35": "third quarter of", "36": "fourth quarter of", "40": "first half of", "41": "second half of",
}  # fmt: skip
_PRIORITY = ("act", "who", "number", "quote", "when", "topic")  # whose link and title win


def cut(text: str, start: int, marks: Iterable[Mark]) -> tuple[Piece, ...]:
    """The pieces of ``text``, which begins at offset ``start`` of the article."""
    whole = Span(start, start + len(text))
    near = [m for m in marks if m.span.start < whole.end and whole.start < m.span.end]
    places = {whole.start, whole.end}
    for mark in near:
        places |= {max(mark.span.start, whole.start), min(mark.span.end, whole.end)}
    edges = sorted(places)
    return tuple(
        _piece(text[a - start : b - start], [m for m in near if m.span.start <= a and b <= m.span.end])
        for a, b in itertools.pairwise(edges)
    )


def _piece(text: str, marks: Sequence[Mark]) -> Piece:
    ranked = sorted(marks, key=lambda m: (_PRIORITY.index(m.kind), m.span.end - m.span.start))
    kinds = tuple(dict.fromkeys(m.kind for m in ranked))
    linked = next((m for m in ranked if m.href), None)
    titles = dict.fromkeys(m.title for m in ranked if m.title)
    return Piece(text=text, kinds=kinds, href=linked.href if linked else None, title="; ".join(titles))


def day(text: str) -> str:
    """A day, month or year as people write it; anything else as it is."""
    try:
        if len(text) == 10:
            found = date.fromisoformat(text)
            return f"{found.day} {found:%B} {found.year}"
        if len(text) == 7:
            found = date.fromisoformat(f"{text}-01")
            return f"{found:%B} {found.year}"
    except ValueError:
        pass
    return text


def period(edtf: str) -> str:
    """A time in the Extended Date/Time Format as people write it; anything else as it is."""
    begin, slash, end = edtf.partition("/")
    if not slash:
        return _around(begin)
    if begin in ("", ".."):
        return "ongoing" if end == ".." else f"until {_around(end)}"
    if end in ("", ".."):
        return f"since {_around(begin)}"
    return f"{_around(begin)} to {_around(end)}"


def _around(text: str) -> str:
    known = text.rstrip("~")
    year, _, part = known.partition("-")
    shown = f"{_PARTS_OF_YEARS[part]} {year}" if part in _PARTS_OF_YEARS else day(known)
    return shown if known == text else f"about {shown}"

"""A body in, its parts out: headline, standfirst, date line, credits and paragraphs, told by their form.

The headline may stand before or after the body, as agencies and aggregators have it. A line of outlet
and date, a byline ("By Jane Doe"), a credit ("SOURCE: ...") and the lead of a wire report
("TOKYO, Nov 27 (Reuters) -") have forms of their own; what ends like a sentence or is long is prose.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from kg.model import Part, PartKind, Span
from kg.reading.days import days_in

HEAD_LINES: Final = 4  # a date line among the first lines has only headlines above it
MAX_DATE_LINE: Final = 14  # words of a line of outlet and date
MAX_HEADLINE: Final = 25  # words; a longer line is prose even without a full stop
MIN_PROSE: Final = 5  # words; a shorter sentence is a motto or a heading
_CREDIT: Final = re.compile(r"^\s*(?:source|credit|via)\s*:\s*(?P<name>.+)$", re.IGNORECASE)
_BYLINE: Final = re.compile(
    r"^\s*(?:by|reporting by|additional reporting by|editing by|written by|reported by|compiled by)\s+(?-i:[A-Z])[^.!?]{2,120}$"
    r"|^\s*\(?(?:reporting|additional reporting|writing|editing|compiled) by\b.{2,200}$",
    re.IGNORECASE,
)
_FRAME: Final = re.compile(r"^\s*(?:begin|end)\s+text\W*$|^\s*[#*_=-]{3,}\s*$|^\s*(?:-\s*)?(?:30|ends?)(?:\s*-)?\s*$", re.IGNORECASE)
# What stands beside a date in a date line, and is no part of an outlet's name.
_BESIDE: Final = re.compile(
    r"\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b,?|\b(?:first |last )?(?:published|posted|updated|modified|issued|date|release date)\b( on| at)?:?"
    r"|\bT?\d{1,2}[:.]\d{2}(?::\d{2})?(?:\s*[ap]\.?m\.?|Z)?|\b(?:GMT|UTC|EST|EDT|CET|CEST|MSK|IST|JST)\b|[+-]\d{2}:?\d{2}\b|\bat\b",
    re.IGNORECASE,
)
_RUNNING: Final = re.compile(r"\b(?:of|on|in|for|from|since|until|by|to|dated|the)$", re.IGNORECASE)  # a headline's date
_RULES: Final = " ,|-–—•:.()"  # what parts outlet and date
_PLACE: Final = r"(?=[^\n(,/:—–|]*[A-Z]{3})[A-Z][A-Z'’.-]*(?:[ /-][A-Z][A-Z'’.-]+)*"
_TITLE_PLACE: Final = r"[A-Z][\w'’.-]+(?:[ -][A-Z][\w'’.-]+){0,3}"
_REGION: Final = r"(?:, [A-Z][A-Za-z. ]{1,25}?)?"
_DAY: Final = r"(?:,? (?:[A-Z][a-z]{2,8}\.? \d{1,2}|\d{1,2} [A-Z][a-z]{2,8}\.?)(?:,? \d{4})?\.?)"
_AGENCY: Final = r"\((?P<agency>[^)\n]{2,40})\)|/(?P<slashed>[A-Z][A-Za-z -]{1,20})/\.?"
_DASH: Final = r"(?:—|–|―|--|-|_)"
_LEADS: Final = (
    re.compile(rf"^(?P<place>{_PLACE}){_REGION}{_DAY}?\s*(?:{_AGENCY})?\s*{_DASH}\s+"),
    re.compile(rf"^(?P<place>{_PLACE}){_REGION}(?:{_DAY}\s*(?:{_AGENCY})?|\s*(?:\((?P<bracketed>[^)\n]{{2,40}})\)))\s*[:|]\s+"),
    re.compile(rf"^(?P<place>{_PLACE}){_REGION}[.,]?{_DAY}\s*(?:/(?P<slashed>[A-Z][A-Za-z -]{{1,20}})/)\.?\s+"),
    re.compile(rf"^(?P<place>{_TITLE_PLACE}){_REGION}{_DAY}\s*(?:{_AGENCY})?\s*{_DASH}\s+"),
    re.compile(rf"^(?P<place>{_TITLE_PLACE}){_REGION}\s*(?:{_AGENCY})\s*{_DASH}\s+"),
    re.compile(r"^(?P<agency>[A-Z][\w.-]*(?: [A-Z][\w.-]*)? (?:Agency|News|Press))\s*(?:/|\||—|–|--| -)\s+(?=[A-Z])"),
    re.compile(r"^\((?P<agency>[A-Z][A-Za-z .&/-]{1,30})\)\s*(?:—|–|--|-|_|:)\s+"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """The parts of a body, in order and without overlap, and what they tell."""

    parts: tuple[Part, ...]
    title: str | None
    published: date | None
    outlet: str | None
    credit: str | None
    place: str | None


def lay_out(body: str) -> Layout:
    """Cuts a body into its parts; every character that is no white space lies in one of them."""
    lines = [Span(m.start(), m.end()) for m in re.finditer(r"[^\n]+", body) if m.group().strip()]
    texts = [s.of(body).strip() for s in lines]
    kinds = _kinds(texts)
    parts, lead = _parts(body, lines, kinds)
    title = next((t for t, k in zip(texts, kinds, strict=True) if k is PartKind.HEADLINE), None)
    date_lines = [t for t, k in zip(texts, kinds, strict=True) if k is PartKind.DATELINE]
    credits = (m["name"].strip() for t, k in zip(texts, kinds, strict=True) if k is PartKind.CREDIT and (m := _CREDIT.match(t)))
    days = (day for text in (*date_lines, lead[0] if lead else "") for day, _ in days_in(text))
    return Layout(
        parts=parts, title=title, published=next(days, None),
        outlet=next((name for name in map(_outlet, date_lines) if name), None),
        credit=next(credits, None) or (_agency(lead) if lead else None), place=lead.groupdict().get("place") if lead else None,
    )  # fmt: skip


def _kinds(texts: Sequence[str]) -> list[PartKind]:
    """What each line is for."""
    kinds = [_kind_by_form(t) for t in texts]
    dated = next((i for i, t in enumerate(texts[:HEAD_LINES]) if _is_date_line(t)), 0)
    prose = [i for i, t in enumerate(texts) if i >= dated and kinds[i] is PartKind.PARAGRAPH and _is_prose(t)]
    if not prose or len(texts) == 1:
        return kinds
    titles = [i for i in range(prose[0]) if kinds[i] is PartKind.PARAGRAPH]
    if titles:
        kinds[titles[0]] = PartKind.HEADLINE
        for i in titles[1:]:
            kinds[i] = PartKind.DATELINE if len(texts[i].split()) < MAX_DATE_LINE - 2 else PartKind.STANDFIRST
    else:
        _headline_after(texts, kinds)
    return kinds


def _kind_by_form(text: str) -> PartKind:
    if _CREDIT.match(text) or _BYLINE.match(text):
        return PartKind.CREDIT
    if _FRAME.match(text) or _is_date_line(text):
        return PartKind.DATELINE
    return PartKind.PARAGRAPH


def _is_date_line(text: str) -> bool:
    """A short line with a date, at its end or its beginning: a headline may name a date within."""
    if len(text.split()) > MAX_DATE_LINE or re.search(r"[!?]$|(?<![ap]\.m)\.$", text):
        return False
    before, after = _around_days(text) or ("both", "sides")
    return not (before and after) and not _RUNNING.search(before)


def _around_days(text: str) -> tuple[str, str] | None:
    """What stands before the first day and behind the last, without hours and words such as "Published"."""
    days = [span for _, span in days_in(text)]
    if not days:
        return None
    before, after = text[: days[0].start], text[days[-1].end :]
    return _BESIDE.sub(" ", before).strip(_RULES), _BESIDE.sub(" ", after).strip(_RULES)


def _is_prose(text: str) -> bool:
    """A paragraph ends like a sentence or is long; a headline does neither."""
    words = len(text.split())
    return words > MAX_HEADLINE or (words >= MIN_PROSE and bool(re.search(r"[.!?:][\"'”’)]*$", text)))


def _headline_after(texts: Sequence[str], kinds: list[PartKind]) -> None:
    """Body first: the headline is the last line without a full stop that stands behind it."""
    for i in range(len(texts) - 1, 0, -1):
        if kinds[i] is PartKind.PARAGRAPH and not _is_prose(texts[i]):
            kinds[i] = PartKind.HEADLINE
            for j in range(i + 1, len(texts)):
                if kinds[j] is PartKind.PARAGRAPH:
                    kinds[j] = PartKind.STANDFIRST
            return


def _parts(
    body: str, lines: Sequence[Span], kinds: Sequence[PartKind]
) -> tuple[tuple[Part, ...], "re.Match[str] | None"]:
    """The parts, the lead of the first paragraph that has one ("TOKYO (Reuters) -") cut off."""
    parts: list[Part] = []
    first = next((i for i, k in enumerate(kinds) if k is PartKind.PARAGRAPH), None)
    found: re.Match[str] | None = None
    for i, (span, kind) in enumerate(zip(lines, kinds, strict=True)):
        if i == first and (found := _lead(span.of(body))):
            cut = span.start + found.end()
            parts.append(Part(kind=PartKind.DATELINE, span=Span(span.start, cut)))
            span = Span(cut, span.end)
        parts.append(Part(kind=kind, span=span))
    return tuple(parts), found


def _lead(text: str) -> "re.Match[str] | None":
    return next((m for m in (pattern.match(text) for pattern in _LEADS) if m and m.end() < len(text)), None)


def _agency(lead: "re.Match[str]") -> str | None:
    groups = lead.groupdict()
    return groups.get("agency") or groups.get("slashed") or groups.get("bracketed")


def _outlet(text: str) -> str | None:
    """The name beside the date in "Outlet, 3 May 2021"."""
    before, after = _around_days(text) or ("", "")
    name = " ".join((before or after).split())
    return name if 1 < len(name) < 60 and any(c.isalpha() for c in name) else None

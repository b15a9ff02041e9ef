"""A source in, an ``Article`` out: decoding, refusal of what is no English article, its parts.

The headline may stand before or after the body, as agencies and aggregators have it; a line of
outlet and date, a dateline ("NORTOWN - ..."), a credit line ("SOURCE: ...") are told from paragraphs
by their form.
"""

import hashlib
import re
import unicodedata
from datetime import date
from pathlib import Path
from typing import Final

from kg import iris
from kg.errors import ReadingError
from kg.model import Article, Part, PartKind, Span

MAX_BYTES: Final = 5_000_000  # no news article comes near; larger input is refused unread
MIN_ENGLISH_SHARE: Final = 0.12  # of words in the list below; English news has 0.35 to 0.5
MIN_WORDS_FOR_LANGUAGE: Final = 25
_MONTHS: Final = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_DATE: Final = re.compile(
    r"\b(?:(?P<month>"
    + "|".join(m[:3] + r"(?:" + m[3:] + r"|t)?\.?" for m in _MONTHS)
    + r") (?P<day>\d{1,2})(?:st|nd|rd|th)?,? (?P<year>\d{4})"
    r"|(?P<day2>\d{1,2})(?:st|nd|rd|th)? (?P<month2>"
    + "|".join(m[:3] + r"(?:" + m[3:] + r"|t)?\.?" for m in _MONTHS)
    + r"),? (?P<year2>\d{4})"
    r"|(?P<iso>\d{4}-\d{2}-\d{2}))\b"
)
_CREDIT: Final = re.compile(r"^\s*(?:source|credit|via)\s*:\s*(?P<name>.+)$", re.IGNORECASE)
_FRAME: Final = re.compile(r"^\s*(?:begin|end)\s+text\W*$|^\s*[#*_=-]{3,}\s*$", re.IGNORECASE)
_DATELINE: Final = re.compile(
    r"^(?P<place>[A-Z][A-Z'’ .-]{2,30}(?:, [A-Z][A-Za-z. ]{2,25})?)(?:,? (?:[A-Z][a-z]{2,8}\.? \d{1,2}(?:, \d{4})?))?\s*(?:\([^)]{2,30}\)\s*)?(?:—|–|--|-|_)\s+"
)
_ENGLISH: Final = frozenset(
    [
        "the",
        "of",
        "and",
        "to",
        "in",
        "a",
        "is",
        "that",
        "for",
        "on",
        "with",
        "as",
        "was",
        "by",
        "at",
        "it",
        "be",
        "are",
        "from",
        "has",
        "have",
        "had",
        "an",
        "this",
        "which",
        "not",
        "were",
        "its",
        "said",
        "his",
        "their",
        "or",
        "will",
        "who",
        "been",
        "after",
        "but",
        "also",
        "more",
        "would",
        "they",
        "he",
        "she",
    ]
)


_HEAD_LINES = 4  # a date line among the first lines has only headlines above it


def read_article(
    source: Path | str,
    *,
    identifier: str | None = None,
    published: date | None = None,
    encoding: str = "utf-8-sig",
    base: str = iris.BASE,
) -> Article:
    """Reads a file; ``ReadingError`` says what was expected, found and where."""
    path = Path(source)
    return article_of(
        decode(_bytes_of(path), str(path), encoding), name=str(path),
        identifier=identifier or iris.slug(path.stem), published=published, base=base,
    )  # fmt: skip


def _bytes_of(path: Path) -> bytes:
    if path.is_dir():
        raise ReadingError(f"{path}: expected an article, found a folder")
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise ReadingError(f"{path}: expected an article of at most {MAX_BYTES:,} bytes, found {size:,}")
        return path.read_bytes()
    except OSError as error:
        raise ReadingError(f"{path}: cannot be read: {error.strerror}") from error


def decode(data: bytes, name: str, encoding: str = "utf-8-sig") -> str:
    """Bytes to text with plain newlines; ``ReadingError`` for what is empty, binary or ill-coded."""
    if len(data) > MAX_BYTES:
        raise ReadingError(f"{name}: expected an article of at most {MAX_BYTES:,} bytes, found more")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    if b"\x00" in data and encoding != "utf-16":
        raise ReadingError(f"{name}: expected text, found binary data (a zero byte at offset {data.index(0)})")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise ReadingError(
            f"{name}: expected UTF-8, found byte 0x{data[error.start]:02x} at offset {error.start}; "
            "give --encoding if the file is in another one"
        ) from error
    except LookupError as error:
        raise ReadingError(f"{name}: unknown encoding {encoding}") from error
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise ReadingError(f"{name}: expected an article, found nothing but white space")
    control = sum(unicodedata.category(c) == "Cc" and c not in "\n\t" for c in text)
    if control > len(text) / 100:
        raise ReadingError(f"{name}: expected text, found binary data ({control} control characters)")
    return text


def article_of(
    body: str,
    *,
    name: str = "text",
    identifier: str | None = None,
    published: date | None = None,
    base: str = iris.BASE,
) -> Article:
    """An article from its text; without an identifier the text's SHA-256 names it."""
    _check_english(body, name)
    lines = _lines(body)
    kinds = _kinds(body, lines)
    found_date = published
    outlet = credit = None
    for span, kind in zip(lines, kinds, strict=True):
        text = span.of(body)
        if kind is PartKind.DATELINE:
            day = _date_in(text)
            found_date = found_date or day
            outlet = outlet or _outlet(text)
        elif kind is PartKind.CREDIT and (match := _CREDIT.match(text)):
            credit = credit or match["name"].strip()
    headline = next((s for s, k in zip(lines, kinds, strict=True) if k is PartKind.HEADLINE), None)
    parts, place = _parts(body, lines, kinds)
    key = identifier or "text-" + hashlib.sha256(body.encode()).hexdigest()[:16]
    return Article(
        id=key, iri=iris.article(key, base), body=body, parts=parts,
        title=headline.of(body).strip() if headline else None, published=found_date, outlet=outlet, credit=credit,
        place=place,
    )  # fmt: skip


def _check_english(body: str, name: str) -> None:
    words = re.findall(r"[^\W\d_]+", body.lower())
    letters = sum(c.isalpha() for c in body)
    latin = sum(c.isalpha() and ord(c) < 0x250 for c in body)
    if letters and latin < 0.7 * letters:
        raise ReadingError(f"{name}: expected English, found mostly another script")
    if not words:
        raise ReadingError(f"{name}: expected English, found no words")
    if len(words) >= MIN_WORDS_FOR_LANGUAGE:
        share = sum(w in _ENGLISH for w in words) / len(words)
        if share < MIN_ENGLISH_SHARE:
            raise ReadingError(
                f"{name}: expected English, found {share:.0%} common English words (at least {MIN_ENGLISH_SHARE:.0%})"
            )


def _lines(body: str) -> list[Span]:
    return [Span(m.start(), m.end()) for m in re.finditer(r"[^\n]+", body) if m.group().strip()]


def _kinds(body: str, lines: list[Span]) -> list[PartKind]:
    """What each line is for."""
    texts = [s.of(body).strip() for s in lines]
    kinds = [_kind_by_form(t) for t in texts]
    after_dateline = next((i for i in range(min(len(kinds), _HEAD_LINES)) if kinds[i] is PartKind.DATELINE), 0)
    prose = [
        i for i, (t, k) in enumerate(zip(texts, kinds, strict=True))
        if i >= after_dateline and k is PartKind.PARAGRAPH and _is_prose(t)
    ]  # fmt: skip
    if not prose or len(lines) == 1:
        return kinds
    first, last = prose[0], prose[-1]
    titles = [i for i in range(first) if kinds[i] is PartKind.PARAGRAPH]
    if titles:
        kinds[titles[0]] = PartKind.HEADLINE
        for i in titles[1:]:
            kinds[i] = PartKind.DATELINE if i > titles[0] and len(texts[i].split()) < 12 else PartKind.STANDFIRST
    else:
        _headline_after(texts, kinds, last)
    return kinds


def _kind_by_form(text: str) -> PartKind:
    if _CREDIT.match(text):
        return PartKind.CREDIT
    if _FRAME.match(text):
        return PartKind.DATELINE
    day = _DATE.search(text)
    if day and len(text.split()) <= 14 and not text.endswith((".", "!", "?")):
        return PartKind.DATELINE
    return PartKind.PARAGRAPH


def _is_prose(text: str) -> bool:
    """A paragraph ends like a sentence or is long; a headline does neither."""
    return len(text.split()) > 25 or (bool(re.search(r"[.!?:][\"'”’)]*$", text)) and len(text.split()) > 4)


def _headline_after(texts: list[str], kinds: list[PartKind], last: int) -> None:
    """Body first: the headline is the line without a full stop that stands behind it."""
    for i in range(len(texts) - 1, 0, -1):
        if kinds[i] is PartKind.PARAGRAPH and not _is_prose(texts[i]):
            kinds[i] = PartKind.HEADLINE
            for j in range(i + 1, len(texts)):
                if kinds[j] is PartKind.PARAGRAPH:
                    kinds[j] = PartKind.STANDFIRST
            return


def _parts(body: str, lines: list[Span], kinds: list[PartKind]) -> tuple[tuple[Part, ...], str | None]:
    parts: list[Part] = []
    place = None
    for span, kind in zip(lines, kinds, strict=True):
        if kind is PartKind.PARAGRAPH and place is None and not any(p.kind is PartKind.PARAGRAPH for p in parts):
            match = _DATELINE.match(span.of(body))
            if match:
                place = match["place"].split(",")[0].strip()
                cut = span.start + match.end()
                parts.append(Part(kind=PartKind.DATELINE, span=Span(span.start, cut)))
                span = Span(cut, span.end)
        parts.append(Part(kind=kind, span=span))
    return tuple(parts), place


def _date_in(text: str) -> date | None:
    match = _DATE.search(text)
    if match is None:
        return None
    try:
        if match["iso"]:
            return date.fromisoformat(match["iso"])
        month = match["month"] or match["month2"]
        number = next(i for i, m in enumerate(_MONTHS, 1) if m[:3].lower() == month[:3].lower())
        return date(int(match["year"] or match["year2"]), number, int(match["day"] or match["day2"]))
    except (ValueError, StopIteration):
        return None


def _outlet(text: str) -> str | None:
    """The name before the date in "Outlet, 3 May 2021"."""
    match = _DATE.search(text)
    before = text[: match.start()].strip(" ,|-–—") if match else ""
    return (
        before
        if 1 < len(before) < 60
        and not re.fullmatch(r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|Updated|Published", before)
        else None
    )

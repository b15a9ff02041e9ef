"""Sentences in, quotations out: pairs the marks, tells quotations from titles and scare quotes.

Marks are paired by direction and surroundings, paragraph by paragraph. A quotation over several
paragraphs repeats its opening mark and closes once (Chicago Manual of Style 13.32): each paragraph
then gives one quotation. Only the outer of nested quotations counts.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import Final

from kg.model import PartKind, Quote, Sentence, Span

_DOUBLE: Final = re.compile(r"[\"“”„«»]")
_CLOSERS: Final = {"“": "”", "„": "“”", "«": "»", '"': '"', "”": "”", "»": "«"}
_MIRRORED: Final = "”»"  # open a quotation in some languages' use: ”so“, »so«
_SINGLE: Final = re.compile(
    r"(?<![\w’'])(?:‘(?=[^\s\d])(?P<curly>[^‘“”\"\n]{2,1500}?)(?<=[^\s‘])’(?!\w)"
    r"|'(?=[^\s\d'])(?P<straight>[^'“”\"\n]{2,1500}?)(?<=[^\s'])'(?!\w))"
)
_PLURAL_POSSESSIVE: Final = re.compile(r"s[’'] [a-z]")  # "the ministers’ plan" does not close a quotation
_WORD: Final = re.compile(r"[^\W\d_][\w’'.-]*")
_SPOKEN: Final = (",", "!", "?")  # in front of the closing mark: words that were spoken
_FEW: Final = 2  # so many words alone are a term, unless they were spoken
_TITLE: Final = 6  # so many capitalised words may still be a title
_SMALL: Final = frozenset(
    ("a", "an", "the", "of", "and", "in", "on", "for", "to", "at", "by", "with", "or", "from", "as")
)


def find_quotes(sentences: Sequence[Sentence], body: str) -> tuple[Quote, ...]:
    """The quotations of the running text, in order; each lies in the sentence where it begins."""
    starts = [s.span.start for s in sentences]
    found: list[Quote] = []
    for paragraph in _paragraphs(sentences):
        for span in _marked(body, paragraph):
            inner = body[span.start + 1 : span.end - 1 if _closed(body, span) else span.end]
            if _is_quotation(inner):
                sentence = sentences[max(0, bisect_right(starts, span.start) - 1)]
                found.append(Quote(span=span, text=inner.strip(), sentence=sentence.index))
    return tuple(found)


def _paragraphs(sentences: Sequence[Sentence]) -> Iterator[Span]:
    """The stretches of running text in which marks are paired."""
    rows: dict[int, Span] = {}
    for sentence in sentences:
        if sentence.part is PartKind.PARAGRAPH:
            start = rows[sentence.paragraph].start if sentence.paragraph in rows else sentence.span.start
            rows[sentence.paragraph] = Span(start, sentence.span.end)
    yield from rows.values()


def _marked(body: str, paragraph: Span) -> list[Span]:
    """What stands in marks, marks included: double ones first, single ones between them."""
    double = list(_in_double_marks(body, paragraph))
    found, at = list(double), paragraph.start
    for end, until in [*((s.start, s.end) for s in double), (paragraph.end, paragraph.end)]:
        found.extend(_in_single_marks(body, at, end))
        at = until
    return sorted(found)


def _in_double_marks(body: str, paragraph: Span) -> Iterator[Span]:
    """Pairs of double marks; an opening one inside an open quotation is the mark of its next paragraph."""
    marks = [m.start() for m in _DOUBLE.finditer(body, paragraph.start, paragraph.end)]
    opened: int | None = None
    skip = -1  # closing mark of a nested quotation
    for number, at in enumerate(marks):
        if opened is None:
            if body[at] not in _MIRRORED and _opens(body, at, paragraph):
                opened = at
        elif at == skip or (body[opened] == '"' and body[at] in "“”"):
            continue
        elif body[opened] == '"' and _opens(body, at, paragraph) and body[at - 1].isspace():
            if _is_nested(body, marks[number + 1 : number + 3], paragraph):
                skip = marks[number + 1]
            else:
                yield _unclosed(body, opened, at)
                opened = at
        elif body[at] in _CLOSERS[body[opened]]:
            yield Span(opened, at + 1)
            opened = None
        elif body[at] == body[opened]:
            yield _unclosed(body, opened, at)
            opened = at
    if opened is not None and _may_stay_open(body, opened, paragraph):
        yield _unclosed(body, opened, paragraph.end)


def _opens(body: str, at: int, paragraph: Span) -> bool:
    """Whether a mark stands where a quotation may begin."""
    if body[at] in "“„«":
        return True
    before = body[at - 1] if at > paragraph.start else " "
    behind = body[at + 1] if at + 1 < paragraph.end else " "
    return not before.isalnum() and not behind.isspace()


def _is_nested(body: str, following: list[int], paragraph: Span) -> bool:
    """Whether a straight mark that opens inside a quotation closes before that does: two closing ones follow."""
    return len(following) == 2 and all(
        body[at] == '"'
        and not body[at - 1].isspace()
        and not (_opens(body, at, paragraph) and body[at + 1].isalnum())
        for at in following
    )


def _unclosed(body: str, start: int, end: int) -> Span:
    """A quotation without closing mark, up to ``end`` without white space."""
    return Span(start, start + len(body[start:end].rstrip()))


def _may_stay_open(body: str, opened: int, paragraph: Span) -> bool:
    """Whether the words run on in the next paragraph, or the closing mark was forgotten."""
    goes_on = body[paragraph.end : paragraph.end + 8].strip().startswith(('"', "“"))
    return goes_on or body[opened] == "“"


def _in_single_marks(body: str, start: int, end: int) -> Iterator[Span]:
    """Quotations in single marks, which are apostrophes too."""
    at = start
    while match := _SINGLE.search(body, at, end):
        close = match.end() - 1
        if _PLURAL_POSSESSIVE.match(body, close - 1, end):
            later = body.find(body[close], close + 1, min(end, close + 400))
            if (
                later > 0
                and not body[later + 1 : later + 2].isalnum()
                and not _PLURAL_POSSESSIVE.match(body, later - 1, end)
            ):
                close = later
        yield Span(match.start(), close + 1)
        at = close + 1


def _closed(body: str, span: Span) -> bool:
    """Whether the last character is the closing mark."""
    return span.end - span.start > 1 and body[span.end - 1] in _CLOSERS.get(body[span.start], "’'")


def _is_quotation(inner: str) -> bool:
    """Words of somebody, not a title ("the Iron Curtain") or a term ("frozen" conflict)."""
    words = _WORD.findall(inner)
    if not words:
        return False
    if inner.rstrip().endswith(_SPOKEN):
        return True
    if len(words) < _FEW:
        return False
    capitalised = all(w[0].isupper() for w in words if w.lower() not in _SMALL)
    return not (capitalised and len(words) <= _TITLE and not inner.rstrip().endswith("."))

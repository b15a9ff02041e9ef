"""The page of an article: its text with what it tells marked in place, and the acts beside it."""

import itertools
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from kg import iris
from kg.iris import DEM
from kg.model import Span
from server.views.acts import ActRow, act_rows
from server.views.reader import Facts, Reader, Value
from server.views.text import Mark, Piece, cut, day, period

DCTERMS: Final = "http://purl.org/dc/terms/"
CAST: Final = 14  # of those who take part, the most active, named under the title
_OMISSION: Final = "\n\u2026\n"
_MEANINGS: Final = {"claim": "territorial claim", "number": "number as the article gives it", "quote": "quotation"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Part of a paragraph: a sentence that tells acts, or what stands between."""

    anchor: str | None
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph and the acts that it is the first to tell."""

    stretches: tuple[Stretch, ...]
    acts: tuple[ActRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticlePage:
    """An article with its marked text."""

    title: str
    date: str
    credit: Value | None
    publisher: str
    address: str
    paragraphs: tuple[Paragraph, ...]
    complete: bool  # whether the store holds the whole text
    acts: tuple[ActRow, ...]
    cast: tuple[Value, ...]
    statements: str


def article_page(reader: Reader, facts: Facts) -> ArticlePage:
    """One article."""
    rows = reader.rows("acts-of-article", thing=facts.iri)
    acts = act_rows(reader, _in_order(rows))
    marks = marks_of(reader, facts.iri)
    told = {Span(int(r["start"]), int(r["end"])): None for r in rows if "start" in r}
    first: dict[str, int] = {}
    for row in rows:
        first[row["act"]] = min(first.get(row["act"], 1 << 60), int(row.get("start", 0)))
    text, complete = _text(reader, facts.iri)
    credit = facts.dem("creditedSource") or facts.dem("sourceCredit")
    return ArticlePage(
        title=facts.text(f"{DCTERMS}title") or facts.text(f"{DCTERMS}identifier") or facts.iri,
        date=day(facts.text(f"{DCTERMS}issued")), credit=credit[0] if credit else None,
        publisher=facts.text(f"{DCTERMS}publisher"), address=facts.text("https://schema.org/url"),
        paragraphs=tuple(_paragraphs(text, marks, list(told), acts, first)), complete=complete, acts=acts,
        cast=tuple(side for side, _ in Counter(s for a in acts for s in a.sides).most_common(CAST)),
        statements=next(iter(reader.rows("statements-of", thing=facts.iri)), {}).get("n", "0"),
    )  # fmt: skip


def _in_order(rows: Sequence[dict[str, str]]) -> list[str]:
    """The acts by the place of the word that tells each, else of its sentence."""
    places: dict[str, tuple[int, int]] = {}
    for row in rows:
        start = int(row.get("start", 0))
        word = iris.span_of(row["act"])
        places.setdefault(row["act"], (word.start if word else start, start))
    return sorted(places, key=lambda act: (places[act], act))


def marks_of(reader: Reader, article: str) -> tuple[Mark, ...]:
    """All that an article's attestations point at, with the words that tell the acts."""
    found: dict[Mark, None] = {}
    for row in reader.rows("marks", thing=article):
        mark = _mark(reader, row)
        if mark is not None:
            found[mark] = None
    for row in reader.rows("topics-of-article", thing=article):
        span = iris.span_of(row["topic"])
        if span is not None:
            found[Mark(span=span, kind="topic", title=f"topic: {row['label']}", act=row["act"])] = None
    return tuple(found)


def _mark(reader: Reader, row: dict[str, str]) -> Mark | None:
    span, node = Span(int(row["start"]), int(row["end"])), row["node"]
    if "who" in row:
        label = row.get("label") or reader.name(row["who"])
        return Mark(span=span, kind="who", href=reader.href(row["who"]), title=label, act=row.get("act"))
    if "timed" in row:
        return Mark(span=span, kind="when", title=f"time: {period(row.get('edtf', ''))}", act=row["timed"])
    if "told" in row:
        word = iris.span_of(node)
        return Mark(span=word, kind="act", href=reader.href(node), title=row["told"], act=node) if word else None
    kind = row.get("class", "").removeprefix(DEM)
    if kind == "Quotation":
        return Mark(span=span, kind="quote", href=reader.href(node), title="quotation", act=row.get("quoting"))
    if kind == "QuantityEstimate":
        return Mark(span=span, kind="number", href=reader.href(node), title=_MEANINGS["number"], act=row.get("counted"))
    return None


def _text(reader: Reader, article: str) -> tuple[str, bool]:
    """The body; where a graph holds none, the attested sentences in their places with gaps between."""
    stored = reader.rows("text-of", thing=iris.text(article))
    if stored:
        return stored[0]["text"], True
    fragments = [(int(r["start"]), r["words"]) for r in reader.rows("fragments", thing=article)]
    return assembled(fragments), False


def assembled(fragments: Iterable[tuple[int, str]]) -> str:
    """Text with every fragment at its offset; what is unknown between is filled with space and one mark of omission."""
    out: list[str] = []
    at = 0
    for start, words in sorted(fragments):
        if start > at:
            out.append(_OMISSION.ljust(start - at) if start - at >= len(_OMISSION) else " " * (start - at))
            at = start
        new = words[at - start :]
        out.append(new)
        at += len(new)
    return "".join(out)


def _paragraphs(
    text: str, marks: Sequence[Mark], told: Sequence[Span], acts: Sequence[ActRow], first: dict[str, int]
) -> Iterable[Paragraph]:
    at, left = 0, list(acts)
    shown = [m for m in marks if m.kind != "topic"]
    for line in text.splitlines(keepends=True):
        span = Span(at, at + len(line))
        at = span.end
        own = [a for a in left if first.get(a.iri, 0) < span.end]
        left = [a for a in left if a not in own]
        if line.strip():
            yield Paragraph(stretches=tuple(_stretches(line, span, shown, told)), acts=tuple(own))


def _stretches(line: str, span: Span, marks: Sequence[Mark], told: Sequence[Span]) -> Iterable[Stretch]:
    """The line cut at the ends of its telling sentences."""
    inside = [s for s in told if span.start <= s.start and s.end <= span.end]
    edges = sorted({span.start, span.end, *(s.start for s in inside), *(s.end for s in inside)})
    for a, b in itertools.pairwise(edges):
        anchor = f"at-{a}" if any(s.start <= a and b <= s.end for s in inside) else None
        yield Stretch(anchor=anchor, pieces=cut(line[a - span.start : b - span.start], a, marks))

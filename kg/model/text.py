"""What was read: an article, its parts, sentences and words, each by its place in the body."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of ``Article.body``: code points, start inclusive, end exclusive."""

    start: int
    end: int

    def of(self, body: str) -> str:
        """The words of this span."""
        return body[self.start : self.end]

    def covers(self, other: "Span") -> bool:
        """Whether the other span lies wholly inside this one."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: "Span") -> bool:
        """Whether the two share at least one code point."""
        return self.start < other.end and other.start < self.end


class PartKind(StrEnum):
    """What a stretch of an article's text is for."""

    HEADLINE = "headline"
    STANDFIRST = "standfirst"  # a summary under the headline: repeats, adds no act of its own
    DATELINE = "dateline"  # the line with outlet and date
    PARAGRAPH = "paragraph"
    CREDIT = "credit"  # "SOURCE: ..."


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One stretch of the text and its function."""

    kind: PartKind
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One news article. ``body`` is the whole text as read, headline and credit lines included."""

    id: str  # slug, from the file name, the address or the text's hash
    iri: str
    body: str
    parts: tuple[Part, ...]
    title: str | None = None
    published: date | None = None
    outlet: str | None = None  # the publisher, only where the text names it
    credit: str | None = None  # the "SOURCE: ..." line: not the publisher
    place: str | None = None  # city of the dateline ("TOKYO - ...")
    url: str | None = None
    language: str = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """One word as the Universal Dependencies treebanks of English cut them ("do" "n't")."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence; never crosses a part."""

    index: int
    span: Span
    part: PartKind
    paragraph: int  # counts paragraphs of the article from 0
    tokens: tuple[Token, ...]

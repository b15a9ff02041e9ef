"""A source in, an ``Article`` out: decoded, refused where it is no English article, cut into its parts.

``kg.reading.text`` turns bytes into text and tells what is no text, ``kg.reading.language`` what is no
English, ``kg.reading.days`` finds dates, ``kg.reading.layout`` tells headline, date line and credits
from paragraphs.
"""

import hashlib
import unicodedata
from datetime import date
from pathlib import Path

from kg import iris
from kg.errors import ReadingError
from kg.model import Article
from kg.reading.language import check_english
from kg.reading.layout import lay_out
from kg.reading.text import MAX_BYTES, decode, tidy

__all__ = ["MAX_BYTES", "article_of", "decode", "read_article"]


def read_article(
    source: Path | str,
    *,
    identifier: str | None = None,
    published: date | None = None,
    url: str | None = None,
    encoding: str = "utf-8-sig",
    base: str = iris.BASE,
) -> Article:
    """Reads a file; ``ReadingError`` says what was expected, found and where."""
    path = Path(source)
    return article_of(
        decode(_bytes_of(path), str(path), encoding), name=str(path),
        identifier=identifier or _identifier(path.stem), published=published, url=url, base=base,
    )  # fmt: skip


def _identifier(name: str) -> str:
    """The slug of a name; with a hash of the name where letters are lost in it, as of one in Cyrillic."""
    letters = unicodedata.normalize("NFKD", name)
    if any(c.isalnum() and not c.isascii() for c in letters):
        return f"{iris.slug(name)}-{hashlib.sha256(name.encode('utf-8', 'surrogateescape')).hexdigest()[:8]}"
    return iris.slug(name)


def _bytes_of(path: Path) -> bytes:
    """At most one byte more than allowed: devices and pipes have no size that could be asked."""
    if path.is_dir():
        raise ReadingError(f"{path}: expected an article, found a folder")
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise ReadingError(f"{path}: expected an article of at most {MAX_BYTES:,} bytes, found {size:,}")
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:  # ValueError: a zero byte in the name
        raise ReadingError(f"{path}: cannot be read: {getattr(error, 'strerror', None) or error}") from error


def article_of(
    text: str,
    *,
    name: str = "text",
    identifier: str | None = None,
    published: date | None = None,
    url: str | None = None,
    base: str = iris.BASE,
) -> Article:
    """An article from its text; without an identifier the text's SHA-256 names it.

    Offsets count in ``Article.body``, the text with plain line ends and spaces (``kg.reading.text.tidy``).
    ``ReadingError`` for what is empty, binary or not English.
    """
    body = tidy(text, name)
    check_english(body, name)
    layout = lay_out(body)
    key = identifier or "text-" + hashlib.sha256(body.encode()).hexdigest()[:16]
    return Article(
        id=key, iri=iris.article(key, base), body=body, parts=layout.parts, title=layout.title,
        published=published or layout.published, outlet=layout.outlet, credit=layout.credit, place=layout.place, url=url,
    )  # fmt: skip

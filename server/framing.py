"""The content of an answer in frames: the first held back, limits kept, rows counted, compressed on the way."""

import re
import zlib
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final, TypeVar

from kg.errors import AnswerTooLarge
from server.refusals import QueryExhausted

FRAME: Final = 65_536  # bytes; an answer up to this size is sent whole, with its length
WORTH_COMPRESSING: Final = 1_000  # bytes
GZIP_LEVEL: Final = 4  # of zlib: half the time of 6 for some 5 % more bytes
_GZIP: Final = 31  # zlib's window bits for a gzip header
# How a row shows in what Oxigraph writes. Quotation marks within JSON strings are escaped, "<" within XML too.
# Each pattern begins with what re looks for at once, not by trying every byte.
_ROWS: Final = {
    "application/sparql-results+json": (
        re.compile(rb'"bindings":\[\{'), re.compile(rb'\},\{(?:(?<="\}\},\{)|(?<=\}\}\},\{)|(?<=\{\},\{))(?=["}])'),
    ),
    "application/sparql-results+xml": (re.compile(rb"<result>"),),
    "text/csv": (re.compile(rb"\r\n"),), "text/tab-separated-values": (re.compile(rb"\n"),),
}  # fmt: skip
_HEADED: Final = ("text/csv", "text/tab-separated-values")  # whose first line names the variables
_OVERLAP: Final = 12  # bytes: one less than the longest pattern
_Item = TypeVar("_Item")


class Written(Exception):
    """No more content is wanted."""


class Frames:
    """A file-like object to write an answer to; ``begun`` once its status has left."""

    def __init__(self, status: str, headers: list[tuple[str, str]], environ: dict[str, Any], start_response: Callable[..., Any]) -> None:
        self._status, self._headers, self._start = status, headers, start_response
        self._head = environ.get("REQUEST_METHOD") == "HEAD"
        self._whole = environ.get("SERVER_PROTOCOL") == "HTTP/1.0"  # knows no chunks: only a length tells that all is there
        self._takes_gzip = takes_gzip(environ.get("HTTP_ACCEPT_ENCODING", ""))
        self._held = bytearray()
        self._send: Callable[[bytes], Any] | None = None
        self._zip: Any = None
        self._patterns: tuple[re.Pattern[bytes], ...] = ()
        self._tail = b""
        self._max_rows = self._max_bytes = 0
        self.bytes = self.rows = 0

    @property
    def begun(self) -> bool:
        """Whether status and headers have left, so that they can no longer change."""
        return self._send is not None

    def limit(self, *, rows: int, size: int) -> None:
        """The most rows or triples, and bytes, that may be written."""
        self._max_rows, self._max_bytes = rows, size

    def count(self, items: Iterable[_Item]) -> Iterator[_Item]:
        """Counts items as they pass."""
        for item in items:
            self.rows += 1
            if self._max_rows and self.rows > self._max_rows:
                self._check_rows()
            yield item

    def count_rows_of(self, media_type: str) -> None:
        """Counts rows by their form in this media type of SPARQL results."""
        self._patterns = _ROWS.get(media_type, ())
        self.rows = -1 if media_type in _HEADED else 0

    def write(self, data: Any) -> int:
        """Takes content; a frame leaves when it is full."""
        self._held += data
        if len(self._held) >= FRAME and not self._whole:
            self._leave()
        elif self._max_bytes and self.bytes + len(self._held) > self._max_bytes:
            self._counted()
        return len(data)

    def flush(self) -> None:
        """Nothing: frames leave when they are full."""

    def rest(self) -> list[bytes]:
        """Ends the answer: what has not left yet."""
        if self._send is not None:
            content = self._counted() + b""
            self._send(content if self._zip is None else self._zip.compress(content) + self._zip.flush())
            return []
        content = self._counted()
        if self._takes_gzip and len(content) >= WORTH_COMPRESSING:
            self._compressed()
            content = self._zip.compress(content) + self._zip.flush()
        self._start(self._status, [*self._headers, ("Content-Length", str(len(content)))])
        return [] if self._head else [content]

    def _leave(self) -> None:
        content = self._counted()
        if self._send is None:
            if self._takes_gzip:
                self._compressed()
            self._send = self._start(self._status, self._headers)
            if self._head:
                raise Written
        assert self._send is not None
        content = content if self._zip is None else self._zip.compress(content)
        if content:
            self._send(content)

    def _counted(self) -> bytes:
        """What is held, within the limits; nothing is held afterwards."""
        content = bytes(self._held)
        self._held.clear()
        self.bytes += len(content)
        if self._max_bytes and self.bytes > self._max_bytes:
            raise AnswerTooLarge(f"the answer is larger than {self._max_bytes:,} bytes; narrow the query or add a LIMIT")
        if self._patterns:
            self.rows += self._rows_in(self._tail + content) - (self._rows_in(self._tail) if self._tail else 0)
            self._tail = (self._tail + content)[-_OVERLAP:]
            self._check_rows()
        return content

    def _rows_in(self, content: bytes) -> int:
        return sum(len(pattern.findall(content)) for pattern in self._patterns)

    def _check_rows(self) -> None:
        if self._max_rows and self.rows > self._max_rows:
            raise QueryExhausted(f"the answer has more than {self._max_rows:,} rows; narrow the query or add a LIMIT")

    def _compressed(self) -> None:
        self._zip = zlib.compressobj(GZIP_LEVEL, wbits=_GZIP)
        headers = [(name, f'{value[:-1]}-gzip"' if name == "ETag" else value) for name, value in self._headers]
        self._headers = [*headers, ("Content-Encoding", "gzip")]  # and the tag differs (RFC 9110, 8.8.3)


def takes_gzip(accepted: str) -> bool:
    """Whether an Accept-Encoding header allows gzip (RFC 9110, 12.5.3)."""
    for part in accepted.lower().split(","):
        coding, _, parameters = part.partition(";")
        if coding.strip() in ("gzip", "x-gzip", "*"):
            return not re.fullmatch(r"\s*q=0(\.0*)?\s*", parameters)
    return False

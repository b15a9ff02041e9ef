"""A Wikidata JSON dump as blocks of whole lines: gzip, bzip2, Zstandard or plain.

A dump is one JSON array with an entity to a line (https://www.wikidata.org/wiki/Wikidata:Database_download). Its
compressed forms may be many streams one after the other. Reading can go on at any line: at the compressed byte
where a stream begins, from which what was read before is unpacked again and dropped.
"""

import bz2
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import BinaryIO, Final, Protocol

import zstandard
from isal import isal_zlib
from isal.igzip_lib import IsalError

from kg.errors import DumpError

READ: Final = 1 << 17  # compressed bytes at a time: what they unpack to stays in the processor's cache
UNPACKED: Final = 1 << 24  # bytes that one step may unpack to: a file made to explode does not
LONGEST_LINE: Final = 1 << 26  # bytes; the longest entities have some 5 MB
_NEAR: Final = 1 << 16  # bytes by which a file is known again
_GZIP: Final = 31  # zlib's window bits for a gzip member with header and check sum
_STEP: Final = 1 << 12  # bytes of Zstandard at a time: one of them may unpack to some thousand
_LONG_WINDOW: Final = 1 << 27  # of `zstd --long`
_INCOMPLETE: Final = "the download is not complete; complete it and run the same command again, it goes on from there"
_NAMED_DAY: Final = re.compile(r"(?<!\d)(20\d\d)-?([01]\d)-?([0-3]\d)(?!\d)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A place between two lines: where its stream begins in the file, and the unpacked bytes from there."""

    offset: int = 0
    skip: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Some whole lines."""

    data: bytes  # ends with a line break, except at the end of the file
    end: Point  # where the next block begins
    read: int  # compressed bytes read so far
    dropped: int = 0  # lines longer than any entity, left out


class _Unpacker(Protocol):
    """What unpacks one stream."""

    @property
    def eof(self) -> bool: ...

    @property
    def unused_data(self) -> bytes: ...

    def parts(self, data: bytes) -> Iterator[bytes]: ...


class _Gzip:
    """One gzip member."""

    def __init__(self) -> None:
        self._inner = isal_zlib.decompressobj(_GZIP)

    @property
    def eof(self) -> bool:
        return bool(self._inner.eof)

    @property
    def unused_data(self) -> bytes:
        return bytes(self._inner.unused_data)

    def parts(self, data: bytes) -> Iterator[bytes]:
        full = True
        while data or full:
            part = self._inner.decompress(data, UNPACKED)
            data, full = self._inner.unconsumed_tail, len(part) == UNPACKED
            yield part


class _Bzip2:
    """One bzip2 stream."""

    def __init__(self) -> None:
        self._inner = bz2.BZ2Decompressor()

    @property
    def eof(self) -> bool:
        return self._inner.eof

    @property
    def unused_data(self) -> bytes:
        return self._inner.unused_data

    def parts(self, data: bytes) -> Iterator[bytes]:
        yield self._inner.decompress(data, UNPACKED)
        while not (self._inner.eof or self._inner.needs_input):
            yield self._inner.decompress(b"", UNPACKED)


class _Zstandard:
    """One Zstandard frame; its window, at most 128 MiB, bounds what it holds."""

    def __init__(self) -> None:
        self._inner = zstandard.ZstdDecompressor(max_window_size=_LONG_WINDOW).decompressobj()
        self._rest = b""

    @property
    def eof(self) -> bool:
        return bool(self._inner.eof)

    @property
    def unused_data(self) -> bytes:
        return bytes(self._inner.unused_data) + self._rest

    def parts(self, data: bytes) -> Iterator[bytes]:
        for i in range(0, len(data), _STEP):
            yield self._inner.decompress(data[i : i + _STEP])
            if self._inner.eof:
                self._rest = data[i + _STEP :]
                return


_DAMAGE: Final[tuple[type[Exception], ...]] = (
    IsalError,  # type: ignore[assignment]  # its stub takes the class for an instance
    zstandard.ZstdError, OSError, EOFError, ValueError,
)  # fmt: skip
_UNPACKERS: Final[dict[bytes, type[_Unpacker]]] = {b"\x1f\x8b": _Gzip, b"BZh": _Bzip2, b"\x28\xb5\x2f\xfd": _Zstandard}


class Dump:
    """A dump file; ``DumpError`` where it is none."""

    def __init__(self, path: Path) -> None:
        self.path, self._closes = path, False
        if not path.is_file():
            raise DumpError(f"{path}: expected a Wikidata JSON dump, found {'a folder' if path.is_dir() else 'no such file'}")
        with path.open("rb") as file:
            head = file.read(_NEAR)
        self.size = path.stat().st_size
        self.identity = hashlib.sha256(head).hexdigest()
        self._unpacker = next((u for magic, u in _UNPACKERS.items() if head.startswith(magic)), None)
        self._check(next(self.blocks(), Block(data=b"", end=Point(), read=0)).data)

    def blocks(self, start: Point = Point()) -> Iterator[Block]:
        """The lines from a place on.

        Raises:
            DumpError: The file is damaged or ends in the middle of a stream, or cannot be read.
        """
        with self.path.open("rb") as file:
            cutter, end = _Cutter(start), b"]"
            for data, opened, read in self._unpacked(file, start.offset):
                block = cutter.add(data, opened, read)
                if block is not None:
                    end = block.data[-16:].strip() or end
                    yield block
            last = cutter.rest(self.size)
            end = (last.data[-16:].strip() if last is not None else b"") or end
            if self._closes and not end.endswith(b"]"):
                raise DumpError(f"{self.path}: ends without the ] that closes it: {_INCOMPLETE}")
            if last is not None:
                yield last

    def before(self, read: int) -> str:
        """A digest of what stands before a byte of the file: another dump, or one that changed there, has another."""
        with self.path.open("rb") as file:
            file.seek(max(0, read - _NEAR))
            return hashlib.sha256(file.read(min(_NEAR, read))).hexdigest()

    def day(self) -> date | None:
        """The day that the file's name, or that of its folder, tells: ``wikidata-20261102-all.json.gz``."""
        for text in (self.path.name, self.path.resolve().name, self.path.resolve().parent.name):
            for year, month, day in _NAMED_DAY.findall(text):
                try:
                    return date(int(year), int(month), int(day))
                except ValueError:
                    continue
        return None

    def _unpacked(self, file: BinaryIO, offset: int) -> Iterator[tuple[bytes, int | None, int]]:
        """Unpacked bytes, the place of the stream where they are its first, and the compressed bytes read."""
        file.seek(offset)
        unpacker: _Unpacker | None = None
        opened: int | None = offset
        data = b""
        while True:
            if not data:
                data = file.read(READ)
                if not data:
                    break
            if self._unpacker is None:
                yield data, file.tell() - len(data), file.tell()
                data = b""
                continue
            if unpacker is None:
                if not data.strip(b"\0"):  # padding behind the last stream
                    data = b""
                    continue
                unpacker, opened = self._unpacker(), file.tell() - len(data)
            try:
                for part in unpacker.parts(data):
                    yield part, opened, file.tell()
                    opened = None
            except _DAMAGE as error:
                raise DumpError(
                    f"{self.path}: damaged before byte {file.tell():,} of {self.size:,}: {error}; download it again"
                ) from error
            data, unpacker = (unpacker.unused_data, None) if unpacker.eof else (b"", unpacker)
        if unpacker is not None:
            raise DumpError(
                f"{self.path}: ends in the middle of a compressed stream at byte {self.size:,}: {_INCOMPLETE}"
            )

    def _check(self, data: bytes) -> None:
        """Whether the file begins as a dump does."""
        text = data.lstrip(b"\xef\xbb\xbf \t\r\n")
        self._closes = text[:1] == b"["
        if text[:1] in (b"[", b"{"):
            return
        found = "nothing" if not text else "HTML or XML" if text[:1] == b"<" else f"{text[:40].decode('utf-8', 'replace')!r}"
        raise DumpError(f"{self.path}: expected a Wikidata JSON dump, one entity to a line, found {found}")


class _Cutter:
    """Cuts a stream of bytes behind its line breaks and knows where each block begins in the file."""

    def __init__(self, start: Point) -> None:
        self.position = 0  # unpacked bytes since start.offset, at the end of what was handed out
        self.skip = start.skip
        self.seen = 0  # unpacked bytes since start.offset
        self.streams: list[tuple[int, int]] = []  # place in the file, unpacked bytes before
        self.tail = b""
        self.overlong = False

    def add(self, data: bytes, opened: int | None, read: int) -> Block | None:
        """The whole lines that there are now."""
        if opened is not None:
            self.streams.append((opened, self.seen))
        self.seen += len(data)
        if self.skip:
            dropped = min(self.skip, len(data))
            self.skip, data, self.position = self.skip - dropped, data[dropped:], self.position + dropped
        cut = data.rfind(b"\n") + 1
        if not cut:
            self.tail += data
            if len(self.tail) > LONGEST_LINE:
                self.position, self.tail, self.overlong = self.position + len(self.tail), b"", True
            return None
        whole, self.tail = b"".join((self.tail, memoryview(data)[:cut])), data[cut:]
        return self._block(whole, read)

    def rest(self, read: int) -> Block | None:
        """The last line, where no line break ends it."""
        whole, self.tail = self.tail, b""
        return self._block(whole, read) if whole else None

    def _block(self, whole: bytes, read: int) -> Block:
        self.position += len(whole)
        while len(self.streams) > 1 and self.streams[1][1] <= self.position:
            del self.streams[0]
        offset, before = self.streams[0]
        dropped, self.overlong = self.overlong, False
        if dropped:
            whole = whole[whole.find(b"\n") + 1 :]
        return Block(data=whole, end=Point(offset=offset, skip=self.position - before), read=read, dropped=int(dropped))

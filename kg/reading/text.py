"""Bytes to text, and text to the plain form that offsets count in; what is no text is refused."""

import html
import re
import unicodedata
from typing import Final

from kg.errors import ReadingError

MAX_BYTES: Final = 5_000_000  # no news article comes near; larger input is refused unread
MAX_CONTROL_SHARE: Final = 0.01  # of characters; text has none, a stray one is forgiven
_SIGNATURES: Final = (
    (b"%PDF-", "a PDF file"), (b"PK\x03\x04", "a ZIP or office file"), (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"), (b"GIF8", "a GIF image"), (b"\x1f\x8b", "a gzip file"),
    (b"\xd0\xcf\x11\xe0", "an old office file"), (b"{\\rtf", "an RTF file"), (b"\x7fELF", "a program"),
)  # fmt: skip
_MARKUP: Final = re.compile(r"\s*(?:<!doctype html|<html|<\?xml)", re.IGNORECASE)
_ENTITY: Final = re.compile(r"&(?:[A-Za-z][A-Za-z0-9]{1,30}|#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6});")
_LINE_END: Final = re.compile("\r\n|[\r\f\v\x1c\x1d\x1e\x85\u2028\u2029]")
_INVISIBLE: Final = re.compile("[\u00ad\u200b\u2060\ufeff]")  # soft hyphen, zero-width space, joiner, mark
# What XML, and so RDF/XML, cannot carry.
_UNFIT: Final = re.compile("[\ud800-\udfff\ufffe\uffff]")
_BOMS: Final = (
    (b"\xff\xfe\x00\x00", "utf-32"), (b"\x00\x00\xfe\xff", "utf-32"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"),
    (b"\xef\xbb\xbf", "utf-8-sig"),
)  # fmt: skip


def decode(data: bytes, name: str, encoding: str = "utf-8-sig") -> str:
    """Bytes to text; a byte order mark wins over ``encoding``. ``ReadingError`` for what is binary or ill-coded."""
    if len(data) > MAX_BYTES:
        raise ReadingError(f"{name}: expected an article of at most {MAX_BYTES:,} bytes, found more")
    for signature, words in _SIGNATURES:
        if data.startswith(signature):
            raise ReadingError(f"{name}: expected text, found binary data ({words})")
    encoding = next((e for mark, e in _BOMS if data.startswith(mark)), encoding)
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise ReadingError(f"{name}: {_ill_coded(data, error)}") from error
    except LookupError as error:
        raise ReadingError(f"{name}: unknown encoding {encoding}") from error


def _ill_coded(data: bytes, error: UnicodeDecodeError) -> str:
    line = data.count(b"\n", 0, error.start) + 1
    expected = "UTF-8" if error.encoding.startswith("utf-8") or error.encoding == "utf8" else error.encoding
    found = f"byte 0x{data[error.start]:02x}" if error.start < len(data) else "an end too soon"
    return (
        f"expected {expected}, found {found} at offset {error.start}, line {line}; "
        "give the encoding if it is another one, such as --encoding windows-1252"
    )


def tidy(text: str, name: str) -> str:
    """The body of an article: entities resolved, lines ended by newlines, words parted by plain spaces, in NFC.

    ``ReadingError`` for what is empty, binary or marked up.
    """
    if "\x00" in text:
        hint = "; if it is UTF-16, give --encoding utf-16-le or utf-16-be" if _half_zero(text) else ""
        raise ReadingError(f"{name}: expected text, found binary data (a zero byte at offset {text.index(chr(0))}){hint}")
    if _MARKUP.match(text):
        raise ReadingError(f"{name}: expected plain text, found a marked-up page; save its text")
    text = _INVISIBLE.sub("", _LINE_END.sub("\n", _resolved(text)))
    text = _UNFIT.sub("\ufffd", unicodedata.normalize("NFC", text))
    _check_control(text, name)
    text = "".join(map(_plain, text))
    if not text.strip():
        raise ReadingError(f"{name}: expected an article, found nothing but white space")
    return text


def _half_zero(text: str) -> bool:
    """Every second place a zero: Latin letters in UTF-16."""
    return text.count("\x00") > 0.4 * len(text)


def _resolved(text: str) -> str:
    """Character references to characters; a second time for those that were escaped twice."""
    for _ in range(2):
        if _ENTITY.search(text) is None:
            break
        text = _ENTITY.sub(lambda m: html.unescape(m.group()), text)
    return text


def _check_control(text: str, name: str) -> None:
    control = sum(_is_control(c) for c in text)
    if control > MAX_CONTROL_SHARE * len(text):
        raise ReadingError(f"{name}: expected text, found binary data ({control:,} control characters)")


def _is_control(char: str) -> bool:
    return unicodedata.category(char) == "Cc" and char not in "\n\t"


def _plain(char: str) -> str:
    """Spaces of every width as a plain one; what is left of control characters too."""
    if char <= "~":
        return char if char >= " " or char in "\n\t" else " "
    return " " if unicodedata.category(char) in ("Zs", "Cc") else char

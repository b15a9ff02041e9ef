"""What the server and its query processes say to each other: messages of a kind, a head in JSON and content in bytes."""

import json
import struct
from typing import Any, Final, NamedTuple

PREFIX: Final = struct.Struct(">cII")  # kind, bytes of the head, bytes of the content
_json = json.JSONEncoder(separators=(",", ":")).encode
REQUEST: Final = b"R"
READY: Final = b"Y"  # the process has opened the store
SETTLE: Final = b"S"  # open the store anew, which shows readers what a killed process has left; READY when that is done
WHOLE: Final = b"W"  # status, headers, notes and the content
HEAD: Final = b"H"  # status, headers and the first frame
DATA: Final = b"D"  # a further frame
END: Final = b"E"  # notes; the answer is complete
BROKEN: Final = b"X"  # notes; it failed after its beginning


class Message(NamedTuple):
    """One message."""

    kind: bytes
    head: Any
    content: bytes


def encode(kind: bytes, head: Any, content: bytes = b"") -> bytes:
    """A message as bytes."""
    encoded = _json(head).encode()
    return b"".join((PREFIX.pack(kind, len(encoded), len(content)), encoded, content))


def sizes(prefix: bytes | bytearray) -> tuple[int, int]:
    """The bytes of head and content that follow a prefix."""
    _, head, content = PREFIX.unpack_from(prefix)
    return head, content


def decode(data: bytes | bytearray) -> Message:
    """The message of its bytes."""
    kind, length, _ = PREFIX.unpack_from(data)
    middle = PREFIX.size + length
    return Message(kind, json.loads(data[PREFIX.size : middle]), bytes(data[middle:]))

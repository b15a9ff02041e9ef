"""Which SERVICE of a query or update may be called: none, or those that an operator lists.

With a list, Oxigraph calls by itself, so that nothing may be hidden from this check: the word must not occur but before a listed
address, not even in a string, a comment or a name.
"""

import re
from collections.abc import Collection
from typing import Final

from kg.errors import OutsideError
from kg.faults import OPAQUE

KEYWORD: Final = re.compile(r"(?<![\w?$:.-])SERVICE(\s+SILENT)?(?![\w:-])", re.IGNORECASE)
_CALL: Final = re.compile(r"SERVICE\s*(?:SILENT\s*)?<([^<>\s]*)>", re.IGNORECASE)
_WORD: Final = re.compile("service", re.IGNORECASE)
_ESCAPE: Final = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")  # SPARQL 1.1, 19.2
_LARGEST: Final = 0x10FFFF  # code point


def calls(text: str) -> bool:
    """Whether a query has a SERVICE, once strings, IRIs and comments are gone."""
    return bool(KEYWORD.search(OPAQUE.sub(" ", text)))


def without_calls(text: str) -> str:
    """The query, or update, with a GRAPH in the place of each SERVICE: of the same form, and reaches nothing."""
    return KEYWORD.sub(lambda m: "GRAPH".ljust(len(m[0])), text)


def check_calls(text: str, allowed: Collection[str]) -> None:
    """``OutsideError`` unless every SERVICE is one of those allowed, by its full address."""
    plain = _ESCAPE.sub(lambda m: chr(min(int(m[1] or m[2], 16), _LARGEST)), text)
    others = _CALL.sub(lambda m: " " if m[1] in allowed else m[0], plain)
    if _WORD.search(others):
        found = _CALL.search(others)
        what = f"SERVICE <{found[1]}> reaches outside the store" if found else "the word SERVICE stands where it calls none of those allowed"
        raise OutsideError(f"{what}; allowed are only: {', '.join(sorted(allowed))}")

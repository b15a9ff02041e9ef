"""Abbreviations that an article explains: "Joint Coordination Mechanism (JCM)".

Letters are matched against the initials of the words in front, from the last one backwards; small
words may be skipped (Schwartz and Hearst 2003, reduced to initials).
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from kg.model import Sentence

MAX_WORDS: Final = 12
_SMALL: Final = frozenset(
    ["of", "for", "the", "and", "on", "in", "to", "de", "du", "la", "des", "del", "&", ",", "-", "’s", "'s"]
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Expansion:
    """An abbreviation in brackets and the words that it stands for, as token indices of a sentence."""

    sentence: int
    start: int
    end: int  # of the words; the bracket follows
    words: tuple[str, ...]


def find_acronyms(sentences: Sequence[Sentence]) -> Mapping[str, Expansion]:
    """The abbreviations that are explained anywhere in an article, by their letters."""
    found: dict[str, Expansion] = {}
    for sentence in sentences:
        for short, expansion in _explained(sentence):
            found.setdefault(short, expansion)
    return found


def _explained(sentence: Sentence) -> Iterator[tuple[str, Expansion]]:
    texts = [t.text for t in sentence.tokens]
    for i, text in enumerate(texts[:-2]):
        if text not in ("(", "[") or texts[i + 2] not in (")", "]") or not re.fullmatch(r"[A-Z][A-Za-z0-9]{1,9}", texts[i + 1]):
            continue
        start = _start(texts, i, [c for c in texts[i + 1] if c.isupper()])
        if start is not None and sum(c.isupper() for c in texts[i + 1]) > 1:
            yield (
                texts[i + 1],
                Expansion(sentence=sentence.index, start=start, end=i, words=tuple(texts[start:i])),
            )


def _start(texts: Sequence[str], end: int, letters: list[str]) -> int | None:
    """Where the words begin whose initials are the letters; None where they do not fit."""
    at, left = end, list(letters)
    while left and at > max(0, end - MAX_WORDS):
        at -= 1
        if texts[at][:1].upper() == left[-1]:
            left.pop()
        elif texts[at].lower() not in _SMALL:
            return None
    return at if not left and texts[at][:1].isupper() else None

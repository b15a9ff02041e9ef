"""Words in, word-piece ids out: the uncased tokenisation of BERT (Wu et al. 2016, Devlin et al. 2019).

Lower-cases, strips accents, splits off punctuation, then takes the longest known prefix again and
again. Curly quotation marks and dashes become their ASCII forms first.
"""

import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Final

from kg.errors import ModelError

MAX_PIECES_PER_WORD: Final = 24  # longer strings are addresses or noise: their head is enough
_PLAIN: Final = str.maketrans(
    {"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "–": "-", "—": "-"}
)
_SHAPES: Final = ("lower", "initial", "upper", "mixed", "digit", "alphanumeric", "punctuation", "other")


class WordPiece:
    """The vocabulary of an encoder and the greedy segmentation over it."""

    def __init__(self, vocabulary: Sequence[str]) -> None:
        self._ids = {piece: i for i, piece in enumerate(vocabulary)}
        missing = [piece for piece in ("[PAD]", "[UNK]", "[CLS]", "[SEP]") if piece not in self._ids]
        if missing:
            raise ModelError(f"vocabulary: expected the special pieces, {', '.join(missing)} not found")
        self.pad, self.unknown = self._ids["[PAD]"], self._ids["[UNK]"]
        self.first, self.last = self._ids["[CLS]"], self._ids["[SEP]"]
        self._known: dict[str, tuple[int, ...]] = {}

    @classmethod
    def load(cls, path: Path) -> "WordPiece":
        """Reads a vocabulary file of one piece a line; ``ModelError`` when it is missing."""
        try:
            return cls(path.read_text("utf-8").splitlines())
        except OSError as error:
            raise ModelError(f"expected a vocabulary at {path}: {error.strerror}") from error

    def pieces(self, word: str) -> tuple[int, ...]:
        """The ids of one word, at least one."""
        found = self._known.get(word)
        if found is None:
            found = self._segment(word)
            if len(self._known) < 200_000:
                self._known[word] = found
        return found

    def _segment(self, word: str) -> tuple[int, ...]:
        ids: list[int] = []
        for part in _basic(word):
            ids.extend(self._greedy(part))
        return tuple(ids[:MAX_PIECES_PER_WORD]) or (self.unknown,)

    def _greedy(self, part: str) -> list[int]:
        ids: list[int] = []
        start = 0
        while start < len(part):
            for end in range(min(len(part), start + 32), start, -1):
                piece = ("##" if start else "") + part[start:end]
                if piece in self._ids:
                    ids.append(self._ids[piece])
                    start = end
                    break
            else:
                return [self.unknown]
        return ids


@lru_cache(maxsize=65_536)
def shape(word: str) -> int:
    """The index in 0..7 of a word's letter shape, which an uncased encoder cannot see."""
    if word.isdigit():
        name = "digit"
    elif any(c.isdigit() for c in word):
        name = "alphanumeric"
    elif not any(c.isalnum() for c in word):
        name = "punctuation"
    elif word.islower():
        name = "lower"
    elif word.isupper():
        name = "upper" if len(word) > 1 else "initial"
    elif word[:1].isupper() and word[1:].islower():
        name = "initial"
    elif any(c.isupper() for c in word):
        name = "mixed"
    else:
        name = "other"
    return _SHAPES.index(name)


SHAPE_COUNT: Final = len(_SHAPES)


def _basic(word: str) -> list[str]:
    plain = unicodedata.normalize("NFD", word.translate(_PLAIN).lower())
    parts: list[str] = [""]
    for c in plain:
        category = unicodedata.category(c)
        if category == "Mn" or category.startswith("C"):
            continue
        if c.isspace():
            parts.append("")
        elif category.startswith("P") or (ord(c) < 128 and not c.isalnum()):
            parts.extend((c, ""))
        else:
            parts[-1] += c
    return [part for part in parts if part]

"""Names that begin like a word, or that read like it: for suggestions, and for candidates that no exact name gives."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from rapidfuzz import fuzz, process

from kg.gazetteer.names import fold, in_order, sound_key, sound_keys

MIN_LIKENESS: Final = 82.0  # of 100: two slips of the pen in a name of twelve letters
_LAST: Final = "\U0010ffff"  # behind every character that a name can have


@dataclass(frozen=True, slots=True)
class Name:
    """A folded name; of names that begin alike those of a small rank are suggested first."""

    text: str
    bearer: str  # identifier
    rank: int
    sound: str | None = None  # sorted sound key: None where it is still to be made, "" where it shall not be compared


class NameSearch:
    """An index over names."""

    def __init__(self, names: Iterable[Name]) -> None:
        self._names = [name for name in names if name.text]
        unsounded = [n.text for n in self._names if n.sound is None]
        made = iter(sound_keys(unsounded)) if unsounded else iter(())
        self._sounds = [in_order(next(made)) if n.sound is None else n.sound for n in self._names]
        # where each word of each name begins: the name from there on, and its number
        self._beginnings = sorted((rest, number) for number, name in enumerate(self._names) for rest in _from_each_word(name.text))

    def starting(self, prefix: str) -> Iterator[str]:
        """Who has a name, or a word in a name, that begins so: whole names first, then names that begin so, by rank and length."""
        wanted = fold(prefix)
        if not wanted:
            return
        start = bisect_left(self._beginnings, (wanted, -1))
        end = bisect_left(self._beginnings, (wanted + _LAST, -1))
        found = {number for _, number in self._beginnings[start:end]}
        yield from dict.fromkeys(self._names[n].bearer for n in sorted(found, key=lambda n: self._order(n, wanted)))

    def _order(self, number: int, wanted: str) -> tuple[bool, bool, int, int, str]:
        name = self._names[number]
        return name.text != wanted, not name.text.startswith(wanted), name.rank, len(name.text), name.text

    def holding(self, text: str) -> tuple[str, ...]:
        """Who has a name in which these words stand as whole words."""
        wanted = fold(text)
        start = bisect_left(self._beginnings, (wanted, -1))
        end = bisect_left(self._beginnings, (f"{wanted} {_LAST}", -1))
        hits = (n for rest, n in self._beginnings[start:end] if rest == wanted or rest.startswith(f"{wanted} "))
        return tuple(dict.fromkeys(self._names[n].bearer for n in hits)) if wanted else ()

    def similar(self, text: str, limit: int) -> tuple[tuple[str, float], ...]:
        """Who has a name that sounds nearly so, in whatever order of its parts, with the likeness (``MIN_LIKENESS`` to 100)."""
        sound = in_order(sound_key(text))
        if not sound:
            return ()
        found: dict[str, float] = {}
        for _, likeness, number in process.extract(sound, self._sounds, scorer=fuzz.ratio, score_cutoff=MIN_LIKENESS, limit=limit):
            found.setdefault(self._names[number].bearer, likeness)
        return tuple(found.items())


def _from_each_word(name: str) -> Iterator[str]:
    words = name.split()
    for at in range(len(words)):
        yield " ".join(words[at:])

"""Whether a predicted name means an entity of the gold."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Final

from kg.evaluation.gold import GoldEntity
from kg.evaluation.scale import load_scale

_OTHER: Final = re.compile(r"[^a-z0-9 ]+")
_MIN_SHARED: Final = 0.5  # of the longer name's words, when all of the shorter's are in it


def plain(text: str | None) -> str:
    """Lower case without accents, possessives and punctuation."""
    decomposed = unicodedata.normalize("NFKD", text or "")
    letters = "".join(c for c in decomposed if not unicodedata.combining(c)).lower()
    return _OTHER.sub(" ", letters.replace("'s", " ")).strip()


class GoldNames:
    """The names of one gold article: aliases, and surnames of people."""

    def __init__(self, entities: Sequence[GoldEntity]) -> None:
        self._meaning: dict[str, str] = {}
        self._people: set[str] = set()
        for entity in entities:
            name = plain(entity.name)
            self._people.discard(name)
            if entity.kind == "person":
                self._people.add(name)
            for alias in map(plain, (entity.name, *entity.aliases)):
                self._meaning.setdefault(alias, name)
                if entity.kind == "person" and " " in alias:
                    self._meaning.setdefault(alias.split()[-1], name)

    def same(self, labels: Iterable[str], gold: str) -> bool:
        """Whether one of the labels means the gold entity."""
        target = self._meaning.get(plain(gold), plain(gold))
        return any(self._means(label, target, gold) for label in labels)

    def _means(self, label: str, target: str, gold: str) -> bool:
        key = plain(label)
        if not key:
            return False
        if self._meaning.get(key, key) == target or key == plain(gold):
            return True
        if target in self._people and self._meaning.get(key.split()[-1]) == target:
            return True
        return _one_within_other(_words(label), _words(gold))


def _words(text: str) -> set[str]:
    return set(plain(text).split()) - load_scale().name_words


def _one_within_other(first: set[str], second: set[str]) -> bool:
    if not first or not second:
        return False
    shared, sizes = len(first & second), sorted((len(first), len(second)))
    return shared == sizes[0] and shared >= _MIN_SHARED * sizes[1]

"""Names of the gazetteer in the place of names in training sentences: the model meets names of the whole world.

A name is replaced by one of the same type and number of words, so that tags and tree stay right; only
names whose words are all proper nouns, or sentences without a tree, are touched.
"""

import random
import re
from dataclasses import replace
from importlib.resources import files
from typing import Final

from kg.tagging import tagged_names
from training.data import Example

SHARE: Final = 0.25  # of the names of a sentence
_LABEL: Final = re.compile(r'^e:\S+ a dem:(\w+).*?rdfs:label "([^"]+)"@en', re.M)
_TYPES: Final = {"officials.ttl": "PER", "cities.ttl": "LOC", "states.ttl": "LOC", "organisations.ttl": "ORG"}
_WORD: Final = re.compile(r"[A-ZÀ-Þ][^\W\d_]*[a-zß-ÿ][\w'’-]*")

Names = dict[tuple[str, int], list[tuple[str, ...]]]


def names() -> Names:
    """The names of ``seeds/`` by type and number of words, in Latin letters."""
    found: Names = {}
    for file, kind in _TYPES.items():
        for match in _LABEL.finditer((files("seeds") / file).read_text("utf-8")):
            words = tuple(match[2].split())
            if all(_WORD.fullmatch(word) for word in words) and words[0][0].isupper():
                found.setdefault((kind, len(words)), []).append(words)
    return found


def renamed(example: Example, known: Names, chance: random.Random) -> Example:
    """The sentence with some of its names replaced; itself where nothing was."""
    if example.entities is None:
        return example
    words, lemmas = list(example.words), list(example.lemmas or ())
    for start, end, kind in tagged_names(example.entities):
        choice = known.get((kind, end - start))
        proper = example.upos is None or set(example.upos[start:end]) == {"PROPN"}
        if choice and proper and chance.random() < SHARE:
            words[start:end] = chance.choice(choice)
            if lemmas:
                lemmas[start:end] = words[start:end]
    return replace(example, words=tuple(words), lemmas=tuple(lemmas) or None)

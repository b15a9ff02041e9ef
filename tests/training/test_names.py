"""Names put into training sentences: types, lengths and layers stay right."""

import random
from dataclasses import replace

import pytest

from training.data import Example
from training.names import Names, names, renamed

SENTENCE = Example(
    id="1", words=("Ana", "Solano", "left", "Norgrad"), upos=("PROPN", "PROPN", "VERB", "PROPN"),
    xpos=("NNP", "NNP", "VBD", "NNP"), lemmas=("Ana", "Solano", "leave", "Norgrad"), heads=(2, 0, -1, 2),
    deprels=("nsubj", "flat", "root", "obj"), entities=("B-PER", "I-PER", "O", "B-LOC"),
)  # fmt: skip
KNOWN: Names = {("PER", 2): [("Ion", "Vale")], ("LOC", 1): [("Sudville",)]}


def many(example: Example, known: Names) -> list[Example]:
    return [renamed(example, known, random.Random(seed)) for seed in range(60)]


def test_names_of_the_same_type_and_length_take_their_place() -> None:
    found = many(SENTENCE, KNOWN)
    assert {e.words for e in found} == {
        ("Ana", "Solano", "left", "Norgrad"), ("Ion", "Vale", "left", "Norgrad"),
        ("Ana", "Solano", "left", "Sudville"), ("Ion", "Vale", "left", "Sudville"),
    }  # fmt: skip
    assert all(e.lemmas == (*e.words[:2], "leave", e.words[3]) for e in found)
    assert {(e.heads, e.entities) for e in found} == {(SENTENCE.heads, SENTENCE.entities)}


@pytest.mark.parametrize(
    "example",
    [
        replace(SENTENCE, entities=None),
        replace(SENTENCE, entities=("B-ORG", "I-ORG", "O", "O")),
        replace(SENTENCE, upos=("PROPN", "NOUN", "VERB", "NOUN")),
    ],
    ids=["no layer of names", "no name of the type", "words that are no proper nouns"],
)
def test_other_sentences_stay_as_they_are(example: Example) -> None:
    assert {e.words for e in many(example, KNOWN)} == {SENTENCE.words}


def test_the_gazetteer_gives_names_of_all_types() -> None:
    known = names()
    assert ("Sergei", "Lavrov") in known["PER", 2] or ("Sergey", "Lavrov") in known["PER", 2]
    assert ("Baku",) in known["LOC", 1]
    assert all(len(words) == size for (_, size), rows in known.items() for words in rows)
    assert {kind for kind, _ in known} == {"PER", "LOC", "ORG"}

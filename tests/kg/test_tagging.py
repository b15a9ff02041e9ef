"""Tags decoded as a linear chain: the best valid row, found by Viterbi's algorithm, is that of trying all."""

from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.tagging import CERTAIN, agreed, allowed, best_tags

TAGS = ["O", "B-PER", "I-PER", "B-ORG", "I-ORG"]


def total(path: tuple[int, ...], scores: np.ndarray, transitions: np.ndarray) -> float:
    padded = (0, *path, 0)
    steps = sum(float(transitions[a, b]) for a, b in pairwise(padded))
    return steps + sum(float(scores[i, tag]) for i, tag in enumerate(path))


@settings(max_examples=100, deadline=None)
@given(st.integers(1, 5), st.integers(0, 2**32 - 1))
def test_no_other_row_of_tags_is_better(words: int, seed: int) -> None:
    chance = np.random.default_rng(seed)
    transitions = allowed(TAGS, chance.normal(size=(5, 5)).astype(np.float32))
    scores = chance.normal(scale=2, size=(words, 5)).astype(np.float32)
    found = tuple(best_tags(scores, transitions).tolist())
    best = max(total(path, scores, transitions) for path in product(range(5), repeat=words))
    assert total(found, scores, transitions) == pytest.approx(best, abs=1e-4)


def test_a_name_goes_on_only_where_one_of_its_type_has_begun() -> None:
    transitions = allowed(TAGS)
    ways = {(TAGS[a], TAGS[b]) for a, b in np.argwhere(np.isneginf(transitions))}
    assert ways == {
        ("O", "I-PER"), ("B-ORG", "I-PER"), ("I-ORG", "I-PER"), ("O", "I-ORG"), ("B-PER", "I-ORG"), ("I-PER", "I-ORG"),
    }  # fmt: skip


def test_one_type_is_taken_for_a_whole_name() -> None:
    # word by word B-PER, I-ORG, I-ORG: not a name
    scores = np.array([[0, 5, 0, 4, 0], [0, 0, 1, 0, 5], [0, 0, 1, 0, 5]], dtype=np.float32)
    assert best_tags(scores, allowed(TAGS)).tolist() == [3, 4, 4]


def test_words_certainly_outside_names_part_the_sentence() -> None:
    outside = [CERTAIN + 1, 0, 0, 0, 0]
    scores = np.array([[0, 3, 0, 0, 0], outside, [0, 3, 0, 0, 0], [0, 0, 3, 0, 0], outside], dtype=np.float32)
    assert best_tags(scores, allowed(TAGS)).tolist() == [1, 0, 1, 2, 0]
    assert best_tags(scores[:0], allowed(TAGS)).tolist() == []


def test_a_name_of_several_words_means_one_thing_within_a_text() -> None:
    sentences = [["Ana", "Solano", "left"], ["met", "Ana", "Solano"], ["said", "Ana", "Solano"], ["in", "Ana"]]
    person, place = ("B-PER", "I-PER"), ("B-LOC", "I-LOC")
    tags = [(*person, "O"), ("O", *place), ("O", *person), ("O", "B-LOC")]
    assert agreed(sentences, tags) == (tags[0], ("O", *person), tags[2], tags[3])
    even = [(*person, "O"), ("O", *place)]
    assert agreed(sentences[:2], even) == tuple(even)

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.analysis import OnnxAnalyser
from kg.errors import ModelError
from kg.parsing import best_tree
from kg.resources import Resources


def test_a_plain_sentence_gets_its_tree_and_lemmas(resources: Resources) -> None:
    words = resources.analyser.parse([["The", "ministers", "met", "their", "neighbours", "in", "Paris", "."]])[0]
    assert [w.lemma for w in words[1:3]] == ["minister", "meet"]
    assert (words[1].deprel, words[1].head) == ("nsubj", 2)
    assert words[4].deprel == "obj"


def test_names_are_tagged(resources: Resources) -> None:
    tags = resources.analyser.tag_entities([["Anna", "Holm", "flew", "to", "London", "."]])[0]
    assert tags == ("B-PER", "I-PER", "O", "O", "B-LOC", "O")


def test_nothing_gives_nothing(resources: Resources) -> None:
    assert resources.analyser.parse([]) == ()
    assert resources.analyser.parse([[]]) == ((),)


def test_a_sentence_longer_than_the_encoder_is_no_error(resources: Resources) -> None:
    words = ["internationalisation"] * 160
    assert len(resources.analyser.parse([words])[0]) == 160


def test_a_missing_model_is_told(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"labels\.json: expected the label lists"):
        OnnxAnalyser.load(tmp_path)


@settings(max_examples=200, deadline=None)
@given(st.integers(1, 12), st.integers(0, 2**32 - 1))
def test_decoded_heads_always_form_one_tree(n: int, seed: int) -> None:
    heads = best_tree(np.random.default_rng(seed).normal(size=(n, n + 1)).astype(np.float32))
    assert (heads == 0).sum() == 1
    for word in range(1, n + 1):
        seen = set()
        while word != 0:
            assert word not in seen
            seen.add(word)
            word = int(heads[word - 1])

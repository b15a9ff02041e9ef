"""Names out of GUM's mentions, on sentences of our own in GUM's form."""

from pathlib import Path

import pytest

from training.data import UNSURE, read_conllu
from training.gum_names import with_names

# Each word: form, fine tag, head (from 1), relation, Entity brackets.
SENTENCES = {
    "a title and an apposition are no part of a name": (
        [("President", "NNP", 2, "nmod:desc", "(1-person"), ("Ana", "NNP", 8, "nsubj", ""), ("Solano", "NNP", 2, "flat", ""),
         (",", ",", 6, "punct", ""), ("a", "DT", 6, "det", ""), ("chemist", "NN", 2, "appos", "1)"), (",", ",", 2, "punct", ""),
         ("left", "VBD", 0, "root", ""), ("Norgrad", "NNP", 8, "obj", "(2-place)")],
        "O B-PER I-PER O O O O O B-LOC",
    ),
    "the longest of names within each other, without its article": (
        [("The", "DT", 2, "det", "(1-organization"), ("Bank", "NNP", 5, "nsubj", ""), ("of", "IN", 4, "case", ""),
         ("Norland", "NNP", 2, "nmod", "(2-place)1)"), ("fell", "VBD", 0, "root", "")],
        "O B-ORG I-ORG I-ORG O",
    ),
    "described people are no names": (
        [("the", "DT", 2, "det", "(1-person"), ("ministers", "NNS", 5, "nsubj", ""), ("of", "IN", 4, "case", ""),
         ("Norland", "NNP", 2, "nmod", "(2-place)1)"), ("left", "VBD", 0, "root", "")],
        "O O O B-LOC O",
    ),
    "titles alone, peoples and proper nouns in no mention are unsure; other named things are outside": (
        [("Mr.", "NNP", 2, "compound", "(1-person"), ("President", "NNP", 6, "vocative", "1)"), ("the", "DT", 4, "det", "(2-person"),
         ("Sudrian", "NNP", 6, "nsubj", "2)"), ("Nordnet", "NNP", 6, "nsubj", ""), ("won", "VBD", 0, "root", ""),
         ("Easter", "NNP", 8, "compound", "(3-event"), ("Cup", "NNP", 6, "obj", "3)")],
        f"O {UNSURE} O {UNSURE} {UNSURE} O O O",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SENTENCES)
def test_names_are_taken_from_mentions(name: str, tmp_path: Path) -> None:
    rows, expected = SENTENCES[name]
    coarse = {"NNP": "PROPN", "NNPS": "PROPN"}
    lines = [
        "\t".join([str(i), form, form, coarse.get(fine, "X"), fine, "_", str(head), relation, "_", f"Entity={entity}" if entity else "_"])
        for i, (form, fine, head, relation, entity) in enumerate(rows, 1)
    ]
    (tmp_path / "own.conllu").write_text("\n".join(["# sent_id = GUM_news_own-1", *lines, "", ""]), "utf-8")
    [example] = [with_names(e) for e in read_conllu(tmp_path / "own.conllu")]
    assert example.entities == tuple(expected.split())
    assert not example.knows_other

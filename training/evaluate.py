"""Measures the adopted model: ``python -m training.evaluate --treebanks FOLDER [--model kg/models]``.

Runs the model as the product runs it (8-bit weights, one sentence at a time, one thread) on gold
tokens of sentences whose layer it was not trained on, and prints the table of ``docs/evaluation.md``: tags,
UAS and LAS without punctuation, lemmas, entities by exact span and type, size and words per second.
"""

import argparse
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from kg.analysis import MODELS, Analyser, OnnxAnalyser
from kg.model import Word
from kg.tagging import tagged_names
from training.data import Example, held_out, pud_with_entities, read_conllu, read_iob2

ENTITY_TYPES: Final = ("PER", "LOC", "ORG")  # OTH is not annotated in the final sets

HEADER: Final = f"{'set':34} {'sentences':>9} {'words':>7} {'UPOS':>6} {'UAS':>6} {'LAS':>6} {'lemma':>6} {'NER F1':>6}"


@dataclass(slots=True)
class Count:
    """Right, predicted and gold; of layers where each word has one label the last two are equal."""

    right: int = 0
    predicted: int = 0
    gold: int = 0

    def add(self, right: int, predicted: int, gold: int) -> None:
        """Adds a sentence."""
        self.right += right
        self.predicted += predicted
        self.gold += gold

    @property
    def f1(self) -> float:
        """In percent; the accuracy where predicted and gold are equal."""
        total = self.predicted + self.gold
        return 200 * self.right / total if total else 0.0


@dataclass(slots=True)
class Score:
    """The counts of one set of sentences."""

    sentences: int = 0
    words: int = 0
    layers: dict[str, Count] = field(default_factory=lambda: {n: Count() for n in ("upos", "uas", "las", "lemma", "ner")})


def main() -> None:
    """Reads the arguments, measures, prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--treebanks", type=Path, required=True)
    parser.add_argument("--model", type=Path, default=MODELS)
    a = parser.parse_args()
    analyser = OnnxAnalyser.load(a.model)
    print(HEADER)
    for name, examples in test_sets(a.treebanks):
        print(line(name, score(analyser, examples)))
    size = sum((a.model / name).stat().st_size for name in ("names.onnx", "trees.onnx", "labels.json", "vocab.txt")) / 1e6
    tags, trees = speed(analyser, [e for e in pud_with_entities(a.treebanks) if held_out(e)])
    print(f"size {size:.1f} MB; words per second on one thread: entities {tags:,.0f}, trees {trees:,.0f}")


def test_sets(treebanks: Path) -> Iterator[tuple[str, list[Example]]]:
    """Sentences outside the training set."""
    gum = ("news", "interview")
    yield "PUD, 200 news sentences held out", [e for e in pud_with_entities(treebanks) if held_out(e)]
    yield "GUM dev, news and interview", [
        e for e in read_conllu(treebanks / "gum-dev.conllu") if e.id.split("_")[1] in gum
    ]
    yield "GUM test, news and interview", [
        e for e in read_conllu(treebanks / "gum-test.conllu") if e.id.split("_")[1] in gum
    ]
    yield "EWT test (web)", list(read_conllu(treebanks / "ewt-test.conllu"))
    yield "Universal NER, EWT test (web)", list(read_iob2(treebanks / "ner" / "uner-ewt-test.iob2", knows_other=False))


def score(analyser: Analyser, examples: Iterable[Example]) -> Score:
    """The counts of all sentences together."""
    total = Score()
    for example in examples:
        [tags], [words] = analyser.tag_entities([example.words]), analyser.parse([example.words])
        total.sentences += 1
        total.words += len(words)
        if example.heads is not None:
            _count_tree(example, words, total)
        if example.entities is not None:
            found, gold = entities(tags), entities(example.entities)
            total.layers["ner"].add(len(found & gold), len(found), len(gold))
    return total


def _count_tree(example: Example, words: Sequence[Word], total: Score) -> None:
    layers = (example.heads or (), example.deprels or (), example.upos or (), example.lemmas or ())
    for word, head, deprel, upos, lemma in zip(words, *layers, strict=True):
        total.layers["upos"].add(word.upos == upos, 1, 1)
        total.layers["lemma"].add(word.lemma.lower() == lemma.lower(), 1, 1)
        if deprel != "punct":
            total.layers["uas"].add(word.head == head, 1, 1)
            total.layers["las"].add(word.head == head and word.deprel == deprel, 1, 1)


def entities(tags: Sequence[str]) -> set[tuple[int, int, str]]:
    """The entities of BIO tags: first word, word behind the last, type."""
    return {name for name in tagged_names(tags) if name[2] in ENTITY_TYPES}


def speed(analyser: Analyser, examples: Sequence[Example]) -> tuple[float, float]:
    """Words per processor second for entities and for trees, after one round to warm up."""
    rows = [example.words for example in examples]
    words = sum(map(len, rows))
    seconds = []
    for run in (analyser.tag_entities, analyser.parse):
        run(rows)
        started = time.process_time()
        run(rows)
        seconds.append(time.process_time() - started)
    return words / seconds[0], words / seconds[1]


def line(name: str, total: Score) -> str:
    """One row of the table; a layer without gold is left empty."""
    cells = (f"{c.f1:6.1f}" if c.gold else f"{'':6}" for c in total.layers.values())
    return f"{name:34} {total.sentences:9,} {total.words:7,} " + " ".join(cells)


if __name__ == "__main__":
    main()

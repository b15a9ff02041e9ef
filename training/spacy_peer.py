"""The alternative that was not adopted: a spaCy pipeline over static vectors, measured like the model.

``python -m training.spacy_peer --treebanks FOLDER --minilm FOLDER --out FOLDER`` needs spaCy (the
``train`` extra). It learns from the same sentences as ``training.train`` (a trained pipeline in ``--out`` is measured again): tags, lemmas, trees and names on one
convolutional encoder, whose static vectors are the mean of MiniLM's word-piece embeddings; then it
prints the table that ``training.evaluate`` prints for the adopted model, on the same gold tokens.
"""

import argparse
import random
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import spacy
from safetensors.numpy import load_file
from spacy.cli.init_config import fill_config
from spacy.cli.train import train
from spacy.tokens import Doc, DocBin

from kg.model import Word
from kg.wordpiece import WordPiece
from training.data import Example, read_conllu, training_set
from training.evaluate import HEADER, line, score, speed, test_sets
from training.minilm import CHECKSUMS, verify

STEPS: Final = 3000
CONFIG: Final = Path(__file__).with_suffix(".cfg")


class SpacyAnalyser:
    """A spaCy pipeline with the interface of ``kg.analysis.Analyser``."""

    def __init__(self, folder: Path) -> None:
        self.pipeline = spacy.load(folder)

    def tag_entities(self, sentences: Sequence[Sequence[str]]) -> tuple[tuple[str, ...], ...]:
        """Entity tags alone."""
        encode, names = self.pipeline.get_pipe("tok2vec"), self.pipeline.get_pipe("ner")
        return tuple(_tags(names(encode(self._doc(words)))) for words in sentences)

    def parse(self, sentences: Sequence[Sequence[str]]) -> tuple[tuple[Word, ...], ...]:
        """Trees of sentences of gold tokens; the pipeline finds names on the way."""
        docs = [self._doc(words) for words in sentences]
        for _, component in self.pipeline.pipeline:
            docs = [component(doc) for doc in docs]
        return tuple(_words(doc) for doc in docs)

    def _doc(self, words: Sequence[str]) -> Doc:
        return Doc(self.pipeline.vocab, words=list(words), sent_starts=[i == 0 for i in range(len(words))])


def main() -> None:
    """Reads the arguments, trains, measures, prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--treebanks", type=Path, required=True)
    parser.add_argument("--minilm", type=Path, required=True, help=f"folder with {' and '.join(CHECKSUMS)}")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--steps", type=int, default=STEPS, help="of about 1,000 words")
    a = parser.parse_args()
    a.out.mkdir(parents=True, exist_ok=True)
    verify(a.minilm)
    if not (a.out / "model" / "model-last").exists():
        learn(a.treebanks, a.minilm, a.out, a.steps)
    analyser = SpacyAnalyser(a.out / "model" / "model-last")
    print(HEADER)
    for name, examples in test_sets(a.treebanks):
        print(line(name, score(analyser, examples)))
    size = sum(p.stat().st_size for p in (a.out / "model" / "model-last").rglob("*") if p.is_file()) / 1e6
    tags, trees = speed(analyser, next(examples for _, examples in test_sets(a.treebanks)))
    print(f"size {size:.1f} MB; words per second on one thread: entities {tags:,.0f}, trees {trees:,.0f}")


def learn(treebanks: Path, minilm: Path, out: Path, steps: int) -> None:
    """Writes corpora and vectors to ``out`` and trains into ``out/model``."""
    examples = training_set(treebanks)
    random.Random(1).shuffle(examples)
    gum = [e for e in read_conllu(treebanks / "gum-dev.conllu") if e.id.split("_")[1] in ("news", "interview")]
    blank = spacy.blank("en")
    for name, part in (("train", examples), ("dev", gum)):
        DocBin(docs=(_gold(blank.vocab, e) for e in part), store_user_data=False).to_disk(out / f"{name}.spacy")
    forms = {w for e in examples for w in e.words} | {w for _, part in test_sets(treebanks) for e in part for w in e.words}
    _vectors(forms, minilm).to_disk(out / "vectors")
    settings = {
        "corpora.train.path": str(out / "train.spacy"), "corpora.dev.path": str(out / "dev.spacy"),
        "initialize.vectors": str(out / "vectors"), "training.max_steps": steps,
    }  # fmt: skip
    fill_config(out / "config.cfg", CONFIG, silent=True)
    train(out / "config.cfg", out / "model", overrides=settings)


def _vectors(forms: Iterable[str], minilm: Path) -> Any:
    """A blank pipeline whose vectors are, for each form, the mean of MiniLM's embeddings of its pieces."""
    table = load_file(minilm / "model.safetensors")["embeddings.word_embeddings.weight"]
    pieces = WordPiece.load(minilm / "vocab.txt")
    rows = sorted(forms)
    data = np.stack([table[list(pieces.pieces(form))].mean(0) for form in rows])
    pipeline = spacy.blank("en")
    pipeline.vocab.vectors = spacy.vectors.Vectors(strings=pipeline.vocab.strings, data=data, keys=rows)
    for form in rows:
        pipeline.vocab.strings.add(form)
    return pipeline


def _gold(vocab: Any, e: Example) -> Doc:
    known: dict[str, Any] = {}
    if e.heads and e.deprels and e.upos and e.xpos and e.lemmas:
        heads = [i if h < 0 else h for i, h in enumerate(e.heads)]
        known = {"heads": heads, "deps": list(e.deprels), "pos": list(e.upos), "tags": list(e.xpos), "lemmas": list(e.lemmas)}
    else:
        known = {"sent_starts": [i == 0 for i in range(len(e.words))]}
    if e.entities:
        known["ents"] = list(e.entities)
    return Doc(vocab, words=list(e.words), **known)


def _tags(doc: Doc) -> tuple[str, ...]:
    return tuple(f"{t.ent_iob_}-{t.ent_type_}" if t.ent_iob_ in ("B", "I") else "O" for t in doc)


def _words(doc: Doc) -> tuple[Word, ...]:
    return tuple(
        Word(
            form=t.text, lemma=t.lemma_, upos=t.pos_, xpos=t.tag_, head=-1 if t.head == t else t.head.i,
            deprel="root" if t.dep_ == "ROOT" else t.dep_,
        )
        for t in doc
    )


if __name__ == "__main__":
    main()

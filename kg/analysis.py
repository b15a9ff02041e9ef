"""The language model: words in, entity tags and Universal Dependencies trees out.

MiniLM-L6 with heads for tags, lemmas, trees and entities, trained as ``training/`` tells, run by
onnxruntime. The only module that imports it. Trees are decoded with Chu-Liu/Edmonds where the best
heads form none (Dozat and Manning 2017).
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray

from kg.errors import ModelError
from kg.model import Word
from kg.trees import best_tree
from kg.wordpiece import SHAPE_COUNT, WordPiece, shape

MODELS: Final = Path(__file__).parent / "models"
MAX_PIECES: Final = 500  # of the encoder's 512
BATCH_PIECES: Final = 900  # measured best on one core, docs/performance.md
_OUTPUTS: Final = ("upos", "xpos", "lemma", "entity", "arcs", "relations")
_PLAIN: Final = {"“": '"', "”": '"', "‘": "'", "’": "'"}


class Analyser(Protocol):
    """What the pipeline asks of a language model."""

    def tag_entities(self, sentences: Sequence[Sequence[str]]) -> tuple[tuple[str, ...], ...]:
        """BIO tags (PER, LOC, ORG, OTH) per word of each sentence."""
        ...

    def parse(self, sentences: Sequence[Sequence[str]]) -> tuple[tuple[Word, ...], ...]:
        """Universal Dependencies per word of each sentence."""
        ...


class OnnxAnalyser:
    """The model that comes with the product."""

    def __init__(self, session: Any, labels: Mapping[str, Sequence[str]], pieces: WordPiece) -> None:
        self._session = session
        self._labels, self._pieces = labels, pieces

    @classmethod
    def load(cls, folder: Path = MODELS, *, threads: int = 1) -> "OnnxAnalyser":
        """Loads weights, labels and vocabulary; ``ModelError`` for what is missing or does not fit."""
        try:
            labels = json.loads((folder / "labels.json").read_text("utf-8"))
            weights = (folder / "model.onnx").read_bytes()
        except (OSError, ValueError) as error:
            raise ModelError(f"expected the language model in {folder}: {error}") from error
        missing = {"upos", "xpos", "deprel", "lemma", "entity"} - set(labels)
        if missing:
            raise ModelError(f"{folder / 'labels.json'}: expected label lists, {sorted(missing)} not found")
        import onnxruntime  # loading it takes longer than everything else here

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        try:
            session = onnxruntime.InferenceSession(weights, options, providers=["CPUExecutionProvider"])
        except Exception as error:  # onnxruntime's own errors share no base class
            raise ModelError(f"{folder / 'model.onnx'} is no usable model: {error}") from error
        return cls(session, labels, WordPiece.load(folder / "vocab.txt"))

    def tag_entities(self, sentences: Sequence[Sequence[str]]) -> tuple[tuple[str, ...], ...]:
        """BIO tags per word; runs the encoder and the entity head only."""
        found: list[tuple[str, ...]] = [()] * len(sentences)
        for indices, outputs in self._run(sentences, ("entity",)):
            for row, index in enumerate(indices):
                scores = outputs[0][row, : len(sentences[index])]
                found[index] = tuple(_bio([self._labels["entity"][i] for i in scores.argmax(-1)]))
        return tuple(found)

    def parse(self, sentences: Sequence[Sequence[str]]) -> tuple[tuple[Word, ...], ...]:
        """Tags, lemmas and one tree per sentence."""
        found: list[tuple[Word, ...]] = [()] * len(sentences)
        wanted = ("upos", "xpos", "lemma", "arcs", "relations")
        for indices, outputs in self._run(sentences, wanted):
            for row, index in enumerate(indices):
                found[index] = self._words(sentences[index], [output[row] for output in outputs])
        return tuple(found)

    def _words(self, words: Sequence[str], scores: list[NDArray[np.float32]]) -> tuple[Word, ...]:
        n = len(words)
        upos, xpos, scripts, arcs, relations = scores
        heads = best_tree(arcs[:n, : n + 1])
        deprels = relations[np.arange(n), heads].argmax(-1)
        labels = self._labels
        return tuple(
            Word(
                form=word,
                lemma=_lemma(word, labels["lemma"][scripts[i].argmax()], labels["upos"][upos[i].argmax()]),
                upos=labels["upos"][upos[i].argmax()],
                xpos=labels["xpos"][xpos[i].argmax()],
                head=int(heads[i]) - 1,
                deprel="root" if heads[i] == 0 else labels["deprel"][deprels[i]],
            )
            for i, word in enumerate(words)
        )

    def _run(
        self, sentences: Sequence[Sequence[str]], outputs: tuple[str, ...]
    ) -> Iterator[tuple[list[int], list[NDArray[np.float32]]]]:
        """Batches of like length: the sentences' indices and the scores, padding left in."""
        rows = [[self._pieces.pieces(_PLAIN.get(w, w)) for w in sentence] for sentence in sentences]
        rows = [_clipped(row) for row in rows]
        order = sorted((i for i, row in enumerate(rows) if row), key=lambda i: (sum(map(len, rows[i])), i))
        for indices in _batches(order, [sum(map(len, row)) + 2 for row in rows]):
            feed = self._inputs([rows[i] for i in indices], [sentences[i] for i in indices])
            yield indices, self._session.run(list(outputs), feed)

    def _inputs(
        self, rows: list[list[tuple[int, ...]]], sentences: list[Sequence[str]]
    ) -> dict[str, NDArray[np.int64]]:
        words = max(len(row) for row in rows)
        length = max(sum(map(len, row)) for row in rows) + 2
        ids = np.full((len(rows), length), self._pieces.pad, dtype=np.int64)
        present = np.zeros((len(rows), length), dtype=np.int64)
        first, last, shapes = (np.zeros((len(rows), words), dtype=np.int64) for _ in range(3))
        for i, row in enumerate(rows):
            flat, at = [self._pieces.first], 1
            for j, pieces in enumerate(row):
                flat.extend(pieces)
                first[i, j], last[i, j] = at, at + len(pieces) - 1
                shapes[i, j] = shape(sentences[i][j]) + (SHAPE_COUNT if j == 0 else 0)
                at += len(pieces)
            flat.append(self._pieces.last)
            ids[i, : len(flat)], present[i, : len(flat)] = flat, 1
        return {"ids": ids, "present": present, "first": first, "last": last, "shape": shapes}


def _clipped(row: list[tuple[int, ...]]) -> list[tuple[int, ...]]:
    """Pieces cut, longest words first, until the sentence fits the encoder; every word keeps one."""
    limit = 24
    while sum(map(len, row)) > MAX_PIECES and limit > 1:
        limit = max(1, limit // 2)
        row = [pieces[:limit] for pieces in row]
    return row


def _batches(order: list[int], lengths: list[int]) -> Iterator[list[int]]:
    batch: list[int] = []
    for index in order:
        if batch and lengths[index] * (len(batch) + 1) > BATCH_PIECES:
            yield batch
            batch = []
        batch.append(index)
    if batch:
        yield batch


def _bio(tags: list[str]) -> Iterator[str]:
    """Tags in which every name begins with B."""
    before = "O"
    for tag in tags:
        if tag.startswith("I") and before[2:] != tag[2:]:
            tag = "B" + tag[1:]
        yield tag
        before = tag


@cache
def _lemma(word: str, script: str, upos: str) -> str:
    """The lemma: the dictionary's for verbs and nouns, else by the model's edit script.

    ``lemminflect`` was right on 99.2 % of nouns and 99.7 % of verbs of held-out news; the scripts
    ("2|y": two letters off, "y" on) serve for function words and what it does not know.
    """
    if upos == "PROPN":
        return word
    if upos in ("VERB", "NOUN") and word.isalpha():
        from lemminflect import getLemma  # reads its tables when imported

        found = getLemma(word.lower(), upos=upos)
        if found:
            return str(found[0])
    if script.startswith("="):
        return script[1:]
    cut, _, tail = script.partition("|")
    lower = word.lower()
    return (lower[: len(lower) - int(cut)] if int(cut) else lower) + tail or lower

"""The language model: words in, entity tags and Universal Dependencies trees out.

MiniLM-L6 with heads for tags, lemmas, trees and entities, trained as ``training/`` tells, run by
onnxruntime. The only module that imports it. Trees are decoded as in Dozat and Manning 2017, entities
as a linear chain, whose transitions are in the metadata of the file of weights.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import accumulate
from pathlib import Path
from typing import Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray

from kg.errors import ModelError
from kg.model import Word
from kg.parsing import best_tree
from kg.tagging import allowed, best_tags
from kg.wordpiece import SHAPE_COUNT, WordPiece, shape

MODELS: Final = Path(__file__).parent / "models"
MAX_PIECES: Final = 500  # of the encoder's 512; longer sentences are read in windows
_TREE: Final = ("upos", "xpos", "lemma", "arcs", "relations")
_LABELS: Final = {"upos": "upos", "xpos": "xpos", "lemma": "lemma", "entity": "entity", "relations": "deprel"}
_CUTS: Final = frozenset(".;:,!?")  # a window ends after one of these where it can
_KEPT, _SHORT = 200, 100  # sentences whose vectors are kept for their trees, and pieces of the longest: 31 MB at most
SLOWER: Final = ["SkipLayerNormFusion"]  # its operator takes four times as long as the two that it replaces
_PLAIN: Final = str.maketrans("‘’“”", "''\"\"")

class Analyser(Protocol):
    """What the pipeline asks of a language model."""

    def tag_entities(self, sentences: Sequence[Sequence[str]]) -> tuple[tuple[str, ...], ...]:
        """BIO tags (PER, LOC, ORG, OTH) per word of each sentence."""
        ...

    def parse(self, sentences: Sequence[Sequence[str]]) -> tuple[tuple[Word, ...], ...]:
        """Universal Dependencies per word of each sentence."""
        ...


class OnnxAnalyser:
    """The model that comes with the product.

    Sentences are run one at a time: the 8-bit activations are scaled over all that is run together,
    so this alone makes a sentence's analysis independent of its neighbours; running several together
    would be some three percent faster.
    """

    def __init__(self, names: Any, trees: Any, labels: Mapping[str, Sequence[str]], pieces: WordPiece) -> None:
        self._names, self._trees = names, trees
        self._labels, self._pieces = labels, pieces
        self._transitions = _transitions(names, labels["entity"])
        self._begun: dict[bytes, NDArray[np.float32]] = {}  # the lower layers' vectors of sentences tagged last
        self._proper = {
            layer: [i for i, tag in enumerate(labels[layer]) if tag in ("PROPN", "NNP", "NNPS")] for layer in ("upos", "xpos")
        }

    @classmethod
    def load(cls, folder: Path | None = None, *, threads: int = 1) -> "OnnxAnalyser":
        """Loads weights, labels and vocabulary, by default the packaged ones.

        Raises:
            ModelError: a file is missing or unreadable, or the files do not fit each other.
        """
        folder = folder or MODELS
        labels = _labels(folder / "labels.json")
        names, trees = (_session(folder / f"{part}.onnx", threads) for part in ("names", "trees"))
        _check_sizes((names, trees), labels, folder)
        try:
            pieces = WordPiece.load(folder / "vocab.txt")
        except UnicodeDecodeError as error:
            raise ModelError(f"{folder / 'vocab.txt'}: expected UTF-8, found {error}") from error
        return cls(names, trees, labels, pieces)

    def tag_entities(self, sentences: Sequence[Sequence[str]]) -> tuple[tuple[str, ...], ...]:
        """BIO tags (PER, LOC, ORG, OTH) per word; runs the lower layers only."""
        self._begun.clear()
        return tuple(self._tags(words) for words in sentences)

    def parse(self, sentences: Sequence[Sequence[str]]) -> tuple[tuple[Word, ...], ...]:
        """Tags, lemmas and one tree per sentence."""
        return tuple(self._tree(words) for words in sentences)

    def _tags(self, words: Sequence[str]) -> tuple[str, ...]:
        names = self._labels["entity"]
        found: list[str] = []
        for inputs in self._inputs_of(words):
            scores, vectors = self._names.run(["entity", "vectors"], inputs)
            found.extend(names[i] for i in best_tags(scores, self._transitions).tolist())
            if len(self._begun) < _KEPT and len(vectors) <= _SHORT:
                self._begun[inputs["ids"].tobytes()] = vectors
        return tuple(found)

    def _tree(self, words: Sequence[str]) -> tuple[Word, ...]:
        """The words of all windows; the root of a later window hangs on that of the first."""
        found: list[Word] = []
        root = -1
        for inputs in self._inputs_of(words):
            ids = inputs["ids"].tobytes()
            vectors = self._begun[ids] if ids in self._begun else self._names.run(["vectors"], inputs)[0]
            del inputs["ids"]
            scores = self._trees.run(_TREE, {"vectors": vectors, **inputs})
            start = len(found)
            found.extend(self._words(words[start : start + len(scores[0])], scores, start, root))
            root = next(i for i, word in enumerate(found) if word.head == -1)
        return tuple(found)

    def _inputs_of(self, words: Sequence[str]) -> Iterator[dict[str, NDArray[np.int64]]]:
        """The network's inputs for each window of a sentence, in order."""
        pieces = [self._pieces.pieces(word) for word in words]
        for start, end in _windows(words, [len(ids) for ids in pieces]):
            yield self._inputs(words[start:end], pieces[start:end], begins=start == 0)

    def _inputs(
        self, words: Sequence[str], pieces: Sequence[tuple[int, ...]], *, begins: bool
    ) -> dict[str, NDArray[np.int64]]:
        """The network's inputs: piece ids, the first and last piece of each word, its letter shape."""
        ids = [self._pieces.first, *(i for word in pieces for i in word), self._pieces.last]
        starts = list(accumulate(map(len, pieces), initial=1))  # behind the first special piece
        shapes = [shape(word) for word in words]
        shapes[0] += SHAPE_COUNT if begins else 0
        rows = {
            "ids": ids, "shape": shapes, "last": [i - 1 for i in starts[1:]], "first": starts[:-1],
        }  # fmt: skip
        return {name: np.asarray(row, dtype=np.int64) for name, row in rows.items()}

    def _words(
        self, words: Sequence[str], scores: list[NDArray[np.float32]], start: int, root: int
    ) -> Iterator[Word]:
        """One window: ``start`` is its first word's index, ``root`` the sentence's root so far or -1."""
        upos, xpos, scripts, arcs, relations = scores
        heads = best_tree(arcs)
        deprels = relations[np.arange(len(words)), heads].argmax(-1)
        lower = [i for i, form in enumerate(words) if form.islower()]  # no English proper noun
        upos[np.ix_(lower, self._proper["upos"])] = xpos[np.ix_(lower, self._proper["xpos"])] = -np.inf
        names = [
            [self._labels[layer][best] for best in numbers.tolist()]
            for layer, numbers in (
                ("upos", upos.argmax(-1)), ("xpos", xpos.argmax(-1)), ("lemma", scripts.argmax(-1)), ("deprel", deprels)
            )
        ]  # fmt: skip
        root_label = "root" if root == -1 else "parataxis"
        for form, tag, fine, script, deprel, head in zip(words, *names, heads.tolist(), strict=True):
            if tag == "VERB" and deprel == "case":  # "according to"
                tag = "ADP"
            yield Word(
                form=form,
                lemma=_lemma(form, script, tag),
                upos=tag,
                xpos=fine,
                head=start + head - 1 if head else root,
                deprel=deprel if head else root_label,
            )


def _labels(path: Path) -> dict[str, list[str]]:
    try:
        labels = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise ModelError(f"{path}: expected the label lists of the language model, found: {error}") from error
    lists = labels if isinstance(labels, dict) else {}
    missing = sorted(name for name in _LABELS.values() if not isinstance(lists.get(name), list))
    if missing:
        raise ModelError(f"{path}: expected label lists, found none for {', '.join(missing)}")
    return lists


def _session(path: Path, threads: int) -> Any:
    try:
        weights = path.read_bytes()
    except OSError as error:
        raise ModelError(f"{path}: expected the weights of the language model, found: {error.strerror}") from error
    import onnxruntime  # loading it takes longer than everything else here

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    try:
        return onnxruntime.InferenceSession(
            weights, options, providers=["CPUExecutionProvider"], disabled_optimizers=SLOWER
        )
    except Exception as error:  # onnxruntime's own errors share no base class
        raise ModelError(f"{path}: expected an ONNX model, found: {error}") from error


def _check_sizes(sessions: Iterable[Any], labels: Mapping[str, Sequence[str]], folder: Path) -> None:
    widths = {output.name: output.shape[-1] for session in sessions for output in session.get_outputs()}
    for output, name in _LABELS.items():
        if widths.get(output) != len(labels[name]):
            raise ModelError(
                f"{folder}: expected {len(labels[name])} scores of {output} as labels.json lists, "
                f"found {widths.get(output, 'none')} in names.onnx and trees.onnx"
            )


def _transitions(names: Any, tags: Sequence[str]) -> NDArray[np.float32]:
    """How well an entity tag follows another, from the metadata of the weights; any equally well where they tell nothing."""
    told = names.get_modelmeta().custom_metadata_map.get("transitions")
    scores = None if told is None else np.asarray(json.loads(told), dtype=np.float32)
    if scores is not None and scores.shape != (len(tags), len(tags)):
        raise ModelError(f"names.onnx: expected transitions between {len(tags)} tags as labels.json lists, found {scores.shape}")
    return allowed(tags, scores)


def _windows(words: Sequence[str], sizes: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Slices of at most ``MAX_PIECES`` pieces, cut after punctuation in their second half if any."""
    start = 0
    while start < len(words):
        end, total = start, 0
        while end < len(words) and total + sizes[end] <= MAX_PIECES:
            total += sizes[end]
            end += 1
        if end < len(words):
            middle = (start + end) // 2
            end = next((i for i in range(end, middle, -1) if words[i - 1] in _CUTS), end)
        yield start, end
        start = end


@lru_cache(maxsize=65_536)
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
    lower = word.lower().translate(_PLAIN)
    return (lower[: len(lower) - int(cut)] if int(cut) else lower) + tail or lower

"""Scores of entity tags in, the best row of tags out: Viterbi's algorithm over a linear chain (Lafferty et al. 2001).

A sentence stands between two words outside any name; a name begins with B and goes on with I of its type.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

CERTAIN: Final = 5.0  # a word whose score outside names leads by so much is outside: on 10,000 words no tag differs


def allowed(tags: Sequence[str], transitions: NDArray[np.float32] | None = None) -> NDArray[np.float32]:
    """Scores of a tag behind another, (tags, tags), with -inf where a name would go on that has not begun."""
    scores = np.zeros((len(tags), len(tags)), np.float32) if transitions is None else transitions.copy()
    for to, tag in enumerate(tags):
        if tag.startswith("I"):
            scores[[i for i, before in enumerate(tags) if before[2:] != tag[2:]], to] = -np.inf
    return scores


def best_tags(scores: NDArray[np.float32], transitions: NDArray[np.float32]) -> NDArray[np.int64]:
    """The numbers of the best tags; ``scores`` is (words, tags), tag 0 is outside names, ``transitions`` as of ``allowed``."""
    best = np.zeros(len(scores), dtype=np.int64)
    doubtful = (scores[:, 1:].max(-1) > scores[:, 0] - CERTAIN).nonzero()[0].tolist()
    for start, end in _runs(doubtful):
        best[start:end] = _best_path(scores[start:end], transitions)
    return best


def _runs(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The stretches of successive numbers: the first, and one more than the last."""
    start = 0
    for at in range(1, len(numbers) + 1):
        if at == len(numbers) or numbers[at] != numbers[at - 1] + 1:
            yield numbers[start], numbers[at - 1] + 1
            start = at


def _best_path(scores: NDArray[np.float32], transitions: NDArray[np.float32]) -> list[int]:
    total, ways_back = transitions[0] + scores[0], []
    for row in scores[1:]:
        ways = total[:, None] + transitions
        before = ways.argmax(0)
        ways_back.append(before)
        total = ways.max(0) + row
    path = [int((total + transitions[:, 0]).argmax())]
    for before in reversed(ways_back):
        path.append(int(before[path[-1]]))
    return path[::-1]


def agreed(sentences: Sequence[Sequence[str]], tags: Sequence[Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    """The tags of an article's sentences where names of several words have the type that most of their mentions have.

    A name means one thing within a text (Gale, Church and Yarowsky 1992); where two types have as many mentions, each keeps its own.
    """
    spans = [(i, *name) for i, row in enumerate(tags) for name in tagged_names(row) if name[1] - name[0] > 1]
    counts: dict[tuple[str, ...], Counter[str]] = {}
    for i, start, end, kind in spans:
        counts.setdefault(tuple(sentences[i][start:end]), Counter())[kind] += 1
    rows = [list(row) for row in tags]
    for i, start, end, _ in spans:
        found = counts[tuple(sentences[i][start:end])].most_common(2)
        if len(found) > 1 and found[0][1] > found[1][1]:
            rows[i][start:end] = [f"B-{found[0][0]}", *[f"I-{found[0][0]}"] * (end - start - 1)]
    return tuple(tuple(row) for row in rows)


def tagged_names(tags: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """The names of BIO tags: first word, word behind the last, type."""
    for start, tag in enumerate(tags):
        if tag.startswith("B"):
            end = start + 1
            while end < len(tags) and tags[end].startswith("I"):
                end += 1
            yield start, end, tag[2:]

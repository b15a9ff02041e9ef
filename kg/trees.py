"""Head scores in, one tree out: the maximum spanning arborescence of Chu-Liu and Edmonds."""

import numpy as np
from numpy.typing import NDArray


def best_tree(scores: NDArray[np.float32]) -> NDArray[np.int64]:
    """The heads (0 is the root, word ``i`` is ``i + 1``) of the best tree with one root word.

    ``scores`` is (words, 1 + words): how well each word hangs on the root or on another word.
    """
    n = scores.shape[0]
    if n == 0:
        return np.zeros(0, dtype=np.int64)
    weights = scores.astype(np.float64).copy()
    weights[np.arange(n), np.arange(n) + 1] = -np.inf
    heads: NDArray[np.int64] = weights.argmax(-1)
    if (heads == 0).sum() == 1 and not _cycle(heads):
        return heads
    root = int((weights[:, 0] - np.where(np.isinf(weights), -1e9, weights)[:, 1:].max(-1)).argmax()) if n > 1 else 0
    weights[:, 0] = -np.inf
    weights[root, :] = -np.inf
    weights[root, 0] = 0.0
    return _edmonds(weights)


def _cycle(heads: NDArray[np.int64]) -> list[int]:
    """The words of one cycle, [] without one."""
    state = np.zeros(len(heads) + 1, dtype=np.int8)
    state[0] = 2
    for start in range(1, len(heads) + 1):
        path: list[int] = []
        here = start
        while state[here] == 0:
            state[here] = 1
            path.append(here)
            here = int(heads[here - 1])
        if state[here] == 1:
            return path[path.index(here) :]
        for seen in path:
            state[seen] = 2
    return []


def _edmonds(weights: NDArray[np.float64]) -> NDArray[np.int64]:
    """Contracts cycles, cheapest way in, until none is left."""
    heads: NDArray[np.int64] = weights.argmax(-1)
    for _ in range(len(heads) + 1):
        cycle = _cycle(heads)
        if not cycle:
            return heads
        inside = np.zeros(weights.shape[1], dtype=bool)
        inside[cycle] = True
        best, gain = (0, 0), -np.inf
        for word in cycle:
            row = np.where(inside, -np.inf, weights[word - 1])
            head = int(row.argmax())
            value = row[head] - weights[word - 1, heads[word - 1]]
            if value > gain:
                best, gain = (word, head), value
        word, head = best
        heads[word - 1] = head
        weights[word - 1, inside] = -np.inf
    return heads

"""Head scores in, one tree out: Chu-Liu/Edmonds (Edmonds 1967) with exactly one root word.

The best head of every word is taken first; cycles among them are contracted until none is left,
which gives the highest-scoring arborescence.
"""

import numpy as np
from numpy.typing import NDArray


def best_tree(scores: NDArray[np.float32]) -> NDArray[np.int64]:
    """The heads (0 is the root, word ``i`` is ``i + 1``) of the best tree with one root word.

    ``scores`` is (words, 1 + words): how well each word hangs on the root or on another word.
    """
    n = scores.shape[0]
    if n == 0:
        return np.zeros(0, dtype=np.int64)
    square = np.full((n + 1, n + 1), -np.inf)
    square[1:] = scores
    np.fill_diagonal(square, -np.inf)
    heads = np.asarray(square.argmax(-1))
    if (heads[1:] == 0).sum() != 1 or _cycle(heads):
        # A second root word then costs more than any tree can gain (Zmigrod et al. 2020, section 3).
        square[1:, 0] -= (n + 1) * (float(scores.max()) - float(scores.min()) + 1.0)
        heads = _arborescence(square)
    return heads[1:].astype(np.int64)


def _arborescence(scores: NDArray[np.float64]) -> NDArray[np.int64]:
    """The best heads of a graph whose node 0 is the root; ``scores`` is (dependents, heads)."""
    heads = np.asarray(scores.argmax(-1))
    cycle = _cycle(heads)
    if not cycle:
        return heads
    smaller, outside, ways_in, ways_out = _contracted(scores, heads, cycle)
    chosen = _arborescence(smaller)
    node = len(outside)  # the cycle as one node
    for i, word in enumerate(outside[1:], 1):
        heads[word] = cycle[ways_out[i]] if chosen[i] == node else outside[chosen[i]]
    entry = cycle[ways_in[chosen[node]]]
    heads[entry] = outside[chosen[node]]
    return heads


def _contracted(
    scores: NDArray[np.float64], heads: NDArray[np.int64], cycle: list[int]
) -> tuple[NDArray[np.float64], list[int], NDArray[np.int64], NDArray[np.int64]]:
    """The scores with the cycle as a last node, the nodes outside it, and which word of the cycle
    an outer head would enter by and an outer dependent would hang on.
    """
    members = set(cycle)
    outside = [i for i in range(len(heads)) if i not in members]
    entering = scores[np.ix_(cycle, outside)] - scores[cycle, heads[cycle]][:, None]
    leaving = scores[np.ix_(outside, cycle)]
    smaller = np.full((len(outside) + 1, len(outside) + 1), -np.inf)
    smaller[:-1, :-1] = scores[np.ix_(outside, outside)]
    smaller[-1, :-1], smaller[:-1, -1] = entering.max(0), leaving.max(1)
    return smaller, outside, entering.argmax(0), leaving.argmax(1)


def _cycle(heads: NDArray[np.int64]) -> list[int]:
    """The nodes of one cycle, [] without one; node 0 has no head."""
    done = [False] * len(heads)
    done[0] = True
    for start in range(1, len(heads)):
        path: list[int] = []
        on_path: set[int] = set()
        here = start
        while not done[here]:
            done[here] = True
            path.append(here)
            on_path.add(here)
            here = int(heads[here])
        if here in on_path:
            return path[path.index(here) :]
    return []

"""Dependency trees from scores: the best tree with one root.

Greedy heads are taken when they form such a tree, which they mostly do. Otherwise the maximum spanning arborescence of
Chu & Liu (1965) and Edmonds (1967), with one root as Dozat & Manning (2017) and Zmigrod et al. (2020) demand.
"""

import numpy as np
from numpy.typing import NDArray

__all__ = ["best_tree"]

Scores = NDArray[np.float32]
Heads = NDArray[np.intp]

_NEVER = np.float32(-1e9)


def best_tree(scores: Scores) -> Heads:
    """The heads of the best tree in which exactly one word hangs on the root.

    Args:
        scores: (n + 1, n + 1) scores of head (column) for dependent (row); index 0 is the root.

    Returns:
        For each of the n words, in order, the index of its head; 0 is the root.
    """
    size = len(scores)
    if size == 2:
        return np.zeros(1, dtype=np.intp)
    own = scores.copy()
    np.fill_diagonal(own, _NEVER)
    heads = own.argmax(1)
    heads[0] = -1
    if (heads[1:] == 0).sum() == 1 and not _cycle(heads):
        return _heads(heads[1:])
    own[0] = _NEVER
    heads = _arborescence(own)
    roots = np.flatnonzero(heads == 0)
    if len(roots) != 1:
        heads = _single_root(own)
    return _heads(heads[1:])


def _heads(found: object) -> Heads:
    return np.asarray(found, dtype=np.intp)


def _single_root(scores: Scores) -> Heads:
    """The best tree over all choices of the one root, most promising first.

    A word's advantage as root over its best other head bounds what choosing it can win, so few are tried.
    """
    advantage = scores[1:, 0] - scores[1:, 1:].max(1)
    best_value, best = -np.inf, None
    bound = scores[1:, 1:].max(1).sum()
    rows = np.arange(1, len(scores))
    for word in (1 + np.argsort(-advantage, kind="stable")).tolist():
        if best is not None and bound + advantage[word - 1] <= best_value:
            break
        one = scores.copy()
        one[1:, 0] = _NEVER
        one[word] = _NEVER
        one[word, 0] = scores[word, 0]
        heads = _arborescence(one)
        value = float(scores[rows, heads[1:]].sum())
        if value > best_value:
            best_value, best = value, heads
    assert best is not None
    return best


def _cycle(heads: Heads) -> list[int]:
    """The words of one cycle, or an empty list."""
    chain = heads.tolist()
    state = [0] * len(chain)
    for start in range(1, len(chain)):
        path, node = [], start
        while node > 0 and not state[node]:
            state[node] = start
            path.append(node)
            node = chain[node]
        if node > 0 and state[node] == start:
            return path[path.index(node) :]
    return []


def _arborescence(scores: Scores) -> Heads:
    heads = scores.argmax(1)
    heads[0] = -1
    found = _cycle(heads)
    if not found:
        return _heads(heads)
    cycle = np.array(found)
    outside = np.ones(len(scores), dtype=bool)
    outside[cycle] = False
    rest = np.flatnonzero(outside)
    size = len(rest)
    smaller = np.full((size + 1, size + 1), _NEVER, dtype=scores.dtype)  # the cycle contracted to the last node
    smaller[:size, :size] = scores[np.ix_(rest, rest)]
    from_cycle = scores[np.ix_(rest, cycle)]
    smaller[:size, size] = from_cycle.max(1)
    leaving = cycle[from_cycle.argmax(1)]
    gain = scores[np.ix_(cycle, rest)] - scores[cycle, heads[cycle]][:, None]
    smaller[size, :size] = gain.max(0)
    entering = cycle[gain.argmax(0)]
    inner = _arborescence(smaller)
    out = heads.copy()
    for i in range(1, size):
        out[rest[i]] = leaving[i] if inner[i] == size else rest[inner[i]]
    out[entering[inner[size]]] = rest[inner[size]]
    return _heads(out)

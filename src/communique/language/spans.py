"""Spans from BIO scores."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

__all__ = ["ScoredSpan", "decode"]

_FORBIDDEN = np.float32(-1e4)


@dataclass(frozen=True, slots=True)
class ScoredSpan:
    """A labelled span of words.

    Attributes:
        start, end: index of the first word and behind the last.
        label: without the BIO prefix.
        probability, first, least: mean probability of the tags it is made of, that of the first one, and the lowest.
    """

    start: int
    end: int
    label: str
    probability: float
    first: float
    least: float


def decode(scores: NDArray[np.float32], labels: Sequence[str], eagerness: float = 0.0) -> list[ScoredSpan]:
    """The spans of the best well-formed BIO sequence (Viterbi).

    Args:
        scores: log-probabilities (word, label).
        labels: BIO labels in the order of the columns.
        eagerness: taken from the score of being outside.
    """
    if not len(scores):
        return []
    outside = labels.index("O")
    if eagerness:
        scores = scores.copy()
        scores[:, outside] -= np.float32(eagerness)
    best = _best(scores, tuple(labels), *_constraints(tuple(labels)))
    within = np.flatnonzero(best != outside).tolist()
    if not within:
        return []
    chosen = [labels[i] for i in best.tolist()]
    likely = np.exp(scores[np.arange(len(best)), best]).tolist()
    spans: list[ScoredSpan] = []
    for i in within:
        label = chosen[i]
        if label.startswith("B-"):
            end = i + 1
            inside = f"I-{label[2:]}"
            while end < len(chosen) and chosen[end] == inside:
                end += 1
            own = likely[i:end]
            figures = (round(x, 4) for x in (sum(own) / len(own), own[0], min(own)))
            spans.append(ScoredSpan(i, end, label[2:], *figures))
    return spans


@lru_cache(maxsize=16)
def _constraints(labels: tuple[str, ...]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    transitions = np.zeros((len(labels), len(labels)), dtype=np.float32)
    for i, before in enumerate(labels):
        for j, after in enumerate(labels):
            if after.startswith("I-") and before[2:] != after[2:]:
                transitions[i, j] = _FORBIDDEN
    opening = np.array([_FORBIDDEN if x.startswith("I-") else 0 for x in labels], dtype=np.float32)
    return transitions, opening


def _best(
    scores: NDArray[np.float32], labels: tuple[str, ...], transitions: NDArray[np.float32], opening: NDArray[np.float32]
) -> NDArray[np.intp]:
    """The best well-formed sequence: the best labels, and where they are ill-formed, Viterbi's.

    A span may reach back over words that are outside by themselves, to begin somewhere, but no farther than that costs
    less than beginning right there. So each stretch up to words that are outside more surely is searched by itself.
    """
    best: NDArray[np.intp] = scores.argmax(1)
    wrong = np.concatenate(([opening[best[0]] < 0], transitions[best[:-1], best[1:]] < 0))
    if not wrong.any():
        return best
    outside = labels.index("O")
    kinds = [label[2:] for label in labels if label.startswith("I-")]
    inside, begin = ([labels.index(f"{prefix}-{kind}") for kind in kinds] for prefix in "IB")
    most = float((scores[:, inside] - scores[:, begin]).max())
    margins = np.where(best == outside, scores[:, outside] - np.delete(scores, outside, axis=1).max(1), 0)
    start, run, sure = 0, 0, 0.0
    for at, margin in enumerate(margins.tolist()):
        if margin <= 0:
            sure = 0.0
            continue
        run, before, sure = (at, 0.0, margin) if sure == 0 else (run, sure, sure + margin)
        if before <= most < sure:
            _search(best, wrong, scores, start, run, transitions, opening)
            start = run
    _search(best, wrong, scores, start, len(best), transitions, opening)
    return best


def _search(
    best: NDArray[np.intp],
    wrong: NDArray[np.bool_],
    scores: NDArray[np.float32],
    start: int,
    end: int,
    transitions: NDArray[np.float32],
    opening: NDArray[np.float32],
) -> None:
    """Put the best well-formed sequence in place of an ill-formed stretch."""
    if wrong[start:end].any():
        best[start:end] = _viterbi(scores[start:end], transitions, opening)


def _viterbi(
    scores: NDArray[np.float32], transitions: NDArray[np.float32], opening: NDArray[np.float32]
) -> NDArray[np.intp]:
    total = scores[0] + opening
    back: list[NDArray[np.intp]] = []
    for row in scores[1:]:
        step = total[:, None] + transitions
        back.append(step.argmax(0))
        total = step.max(0) + row
    path = [int(total.argmax())]
    for pointers in reversed(back):
        path.append(int(pointers[path[-1]]))
    return np.array(path[::-1])

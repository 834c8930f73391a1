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
    best = scores.argmax(1)
    within = np.flatnonzero(best != outside)
    if not len(within):
        return []
    chosen = best.tolist()
    inside = _inside(tuple(labels))
    if any(chosen[i] in inside and (i == 0 or chosen[i - 1] not in inside[chosen[i]]) for i in within.tolist()):
        best = _best(scores, best, tuple(labels))
        within = np.flatnonzero(best != outside)
        chosen = best.tolist()
    likely = dict(zip(within.tolist(), np.exp(scores[within, best[within]]).tolist(), strict=True))
    spans: list[ScoredSpan] = []
    for i in likely:
        if chosen[i] in inside:
            continue
        end = i + 1
        while end < len(chosen) and chosen[i] in inside.get(chosen[end], ()):
            end += 1
        own = [likely[j] for j in range(i, end)]
        figures = (round(x, 4) for x in (sum(own) / len(own), own[0], min(own)))
        spans.append(ScoredSpan(i, end, labels[chosen[i]][2:], *figures))
    return spans


@lru_cache(maxsize=16)
def _inside(labels: tuple[str, ...]) -> dict[int, tuple[int, ...]]:
    """For each label inside a span those that may stand before it."""
    return {
        i: tuple(j for j, before in enumerate(labels) if before[1:] == label[1:])
        for i, label in enumerate(labels)
        if label.startswith("I-")
    }


@lru_cache(maxsize=16)
def _constraints(labels: tuple[str, ...]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    transitions = np.zeros((len(labels), len(labels)), dtype=np.float32)
    for i, before in enumerate(labels):
        for j, after in enumerate(labels):
            if after.startswith("I-") and before[2:] != after[2:]:
                transitions[i, j] = _FORBIDDEN
    opening = np.array([_FORBIDDEN if x.startswith("I-") else 0 for x in labels], dtype=np.float32)
    return transitions, opening


def _best(scores: NDArray[np.float32], single: NDArray[np.intp], labels: tuple[str, ...]) -> NDArray[np.intp]:
    """The best well-formed sequence: the best single labels, and where they are ill-formed, Viterbi's.

    A span may reach back over words that are outside by themselves, to begin somewhere, but no farther than that costs
    less than beginning right there. So each stretch up to words that are outside more surely is searched by itself.
    """
    best = single.copy()
    transitions, opening = _constraints(labels)
    wrong = np.concatenate(([opening[best[0]] < 0], transitions[best[:-1], best[1:]] < 0))
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

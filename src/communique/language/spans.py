"""Spans from BIO scores."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

__all__ = ["ScoredSpan", "decode"]


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
    within = np.flatnonzero(best != outside).tolist()
    if not within:
        return []
    chosen = best.tolist()
    before = _before(tuple(labels))
    wrong = [i for i in within if chosen[i] in before and (i == 0 or chosen[i - 1] not in before[chosen[i]])]
    if wrong:
        _mend(chosen, wrong, scores, outside, before)
        within = [i for i, label in enumerate(chosen) if label != outside]
    likely = dict(zip(within, np.exp(scores[within, [chosen[i] for i in within]]).tolist(), strict=True))
    spans: list[ScoredSpan] = []
    for i in likely:
        if chosen[i] in before:
            continue
        end = i + 1
        while end < len(chosen) and chosen[i] in before.get(chosen[end], ()):
            end += 1
        own = [likely[j] for j in range(i, end)]
        figures = (round(x, 4) for x in (sum(own) / len(own), own[0], min(own)))
        spans.append(ScoredSpan(i, end, labels[chosen[i]][2:], *figures))
    return spans


@lru_cache(maxsize=16)
def _before(labels: tuple[str, ...]) -> dict[int, tuple[int, int]]:
    """For each label inside a span those that may stand before it: the one that begins the span, and itself."""
    return {i: (labels.index(f"B{label[1:]}"), i) for i, label in enumerate(labels) if label.startswith("I-")}


def _mend(
    chosen: list[int],
    wrong: Sequence[int],
    scores: NDArray[np.float32],
    outside: int,
    before: Mapping[int, tuple[int, int]],
) -> None:
    """Put the best well-formed sequence in the place of ill-formed stretches.

    A span may reach back over words that are outside by themselves, to begin somewhere, but no farther than that costs
    less than beginning right there. So each stretch up to words that are outside more surely is searched by itself.

    Args:
        chosen: the best label of each word by itself.
        wrong: words inside a span that doesn't begin.
    """
    most = float((scores[:, list(before)] - scores[:, [begin for begin, _ in before.values()]]).max())
    rest = scores.copy()
    rest[:, outside] = -np.inf
    margins = (scores[:, outside] - rest.max(1)).tolist()
    bounds, run, sure = [0], 0, 0.0
    for at, margin in enumerate(margins):
        if margin <= 0:
            sure = 0.0
            continue
        run, last, sure = (at, 0.0, margin) if sure == 0 else (run, sure, sure + margin)
        if last <= most < sure:
            bounds.append(run)
    for start, end in pairwise([*bounds, len(chosen)]):
        if any(start <= i < end for i in wrong):
            chosen[start:end] = _viterbi(scores[start:end].tolist(), before)


def _viterbi(rows: Sequence[list[float]], before: Mapping[int, tuple[int, int]]) -> list[int]:
    """The best well-formed sequence: a label inside a span follows its like, any other follows what is best.

    In plain numbers: for two dozen labels that takes a third of the time that arrays take.
    """
    total = [-math.inf if label in before else score for label, score in enumerate(rows[0])]
    back: list[list[int]] = []
    for row in rows[1:]:
        top = max(total)
        pointers = [total.index(top)] * len(row)
        step = [top + score for score in row]
        for label, (begin, same) in before.items():
            pointers[label] = begin if total[begin] >= total[same] else same
            step[label] = total[pointers[label]] + row[label]
        back.append(pointers)
        total = step
    path = [total.index(max(total))]
    for pointers in reversed(back):
        path.append(pointers[path[-1]])
    return path[::-1]

"""Spans from tags: always well-formed, and the best of all that are."""

from itertools import product

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from communique.language.spans import _before, _viterbi, decode

LABELS = ("O", "B-State", "I-State", "B-Place", "I-Place")


@given(st.integers(0, 10_000), st.integers(1, 60), st.floats(0.5, 8))
def test_the_search_by_stretches_finds_what_the_whole_search_finds(seed: int, words: int, spread: float) -> None:
    scores = np.random.default_rng(seed).normal(0, spread, (words, len(LABELS))).astype(np.float32)
    scores[:, 0] += np.float32(2 * spread)  # most words are outside
    scores -= np.log(np.exp(scores).sum(1, keepdims=True))
    path = _viterbi(scores.tolist(), _before(LABELS))
    expected = []
    for i, label in enumerate(LABELS[p] for p in path):
        if label.startswith("B-"):
            expected.append([i, i + 1, label[2:]])
        elif label.startswith("I-"):
            assert expected[-1][1:] == [i, label[2:]]
            expected[-1][1] = i + 1
    assert [[s.start, s.end, s.label] for s in decode(scores, LABELS)] == expected


@given(st.integers(0, 10_000), st.integers(1, 5))
def test_no_well_formed_sequence_is_better_than_the_one_found(seed: int, words: int) -> None:
    scores = np.random.default_rng(seed).normal(0, 2, (words, len(LABELS)))
    before = _before(LABELS)

    def well_formed(path: tuple[int, ...]) -> bool:
        return all(x not in before or (i > 0 and path[i - 1] in before[x]) for i, x in enumerate(path))

    paths = filter(well_formed, product(range(len(LABELS)), repeat=words))
    best = max(paths, key=lambda path: sum(scores[i, x] for i, x in enumerate(path)))
    assert _viterbi(scores.tolist(), before) == list(best)

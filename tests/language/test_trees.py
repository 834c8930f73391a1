"""The best tree with one root, against trying every tree."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from communique.language.trees import best_tree


def is_tree(heads: list[int]) -> bool:
    if heads.count(0) != 1:
        return False
    for word in range(1, len(heads) + 1):
        seen, node = set(), word
        while node:
            if node in seen:
                return False
            seen.add(node)
            node = heads[node - 1]
    return True


def value(scores, heads) -> float:
    return sum(float(scores[i + 1, h]) for i, h in enumerate(heads))


@settings(max_examples=120, deadline=None)
@given(st.integers(1, 4).flatmap(lambda n: arrays(np.float32, (n + 1, n + 1), elements=st.floats(-20, 20, width=32))))
def test_no_tree_is_better(scores) -> None:
    found = best_tree(scores).tolist()
    assert is_tree(found)
    words = len(scores) - 1
    every = [h for h in itertools.product(range(words + 1), repeat=words) if is_tree(list(h))]
    assert value(scores, found) == pytest.approx(max(value(scores, h) for h in every), abs=1e-3)


def test_long_sentences_stay_trees() -> None:
    scores = np.random.default_rng(7).normal(size=(121, 121)).astype(np.float32)
    assert is_tree(best_tree(scores).tolist())

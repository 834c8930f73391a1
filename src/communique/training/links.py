"""What the network learns of facts: which properties join two mentions of one window.

Facts are annotated between things of a document, not between mentions, so every two mentions of the things that a fact
joins are an example of it (distant supervision, Mintz et al. 2009, https://aclanthology.org/P09-1113). That is what
is asked of the network later too: it is the best of a pair's mentions that counts.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from communique.schema import DATES, ENDS, LINKS, ROLES

from .gold import ACT_MARK, DATE_MARK
from .treebank import Mark, Sentence

__all__ = ["link_loss"]

_KINDS = sorted({ACT_MARK, DATE_MARK}.union(*(kinds for ends in ENDS.values() for kinds in ends)))
_NUMBER = {kind: i for i, kind in enumerate(_KINDS)}
_PROPERTY = {name: i for i, name in enumerate(LINKS)}


def _allowed() -> NDArray[np.bool_]:
    """Which links (subject class, object class, link) the ontology allows."""
    table = np.zeros((len(_KINDS), len(_KINDS), len(LINKS)), dtype=bool)
    for link, i in _PROPERTY.items():
        subjects, objects = (frozenset((ACT_MARK,)), ROLES[link]) if link in ROLES else ENDS[link]
        for s in subjects:
            for o in (DATE_MARK,) if link in DATES else objects:
                table[_NUMBER[s], _NUMBER[o], i] = True
    return table


_ALLOWED = _allowed()


@dataclass(frozen=True, slots=True)
class _Targets:
    spans: list[tuple[int, int]]
    wanted: Tensor
    counted: Tensor


def link_loss(sentences: Sequence[Sentence], words: Tensor, left: Tensor, right: Tensor) -> Tensor | None:
    """Binary cross entropy over all links that the ontology allows, a positive one a unit; None if there is none.

    Args:
        words: (batch,) how many words of each sentence the network saw.
        left, right: (batch, word, link, depth), word 0 being the root.
    """
    total: Tensor | None = None
    positive = 0.0
    for row, sentence in enumerate(sentences):
        targets = _targets(sentence, int(words[row]))
        if targets is None:
            continue
        first = torch.tensor([s + 1 for s, _ in targets.spans])
        last = torch.tensor([e for _, e in targets.spans])
        subjects = (left[row, first] + left[row, last]) / 2
        objects = (right[row, first] + right[row, last]) / 2
        scores = torch.einsum("irk,jrk->ijr", subjects, objects)
        loss = functional.binary_cross_entropy_with_logits(scores, targets.wanted.to(scores.device), reduction="none")
        loss = (loss * targets.counted.to(scores.device)).sum()
        total = loss if total is None else total + loss
        positive += float(targets.wanted.sum())
    return None if total is None else total / max(1.0, positive)


def _targets(sentence: Sentence, words: int) -> _Targets | None:
    marks = [m for m in sentence.marks if m.end <= words]
    if len(marks) < 2:
        return None
    kinds = np.array([_NUMBER[m.kind] for m in marks])
    counted = _ALLOWED[kinds[:, None], kinds[None, :]].copy()
    wanted = np.zeros(counted.shape, dtype=bool)
    for i, subject in enumerate(marks):
        for j, value in enumerate(marks):
            if counted[i, j].any():
                _fill(subject, value, sentence, wanted[i, j], counted[i, j])
    if not counted.any():
        return None
    return _Targets(
        [(m.start, m.end) for m in marks], torch.from_numpy(wanted & counted).float(), torch.from_numpy(counted).float()
    )


def _fill(
    subject: Mark, value: Mark, sentence: Sentence, wanted: NDArray[np.bool_], counted: NDArray[np.bool_]
) -> None:
    """What is known of one pair; of names that several things share only what holds for all of them."""
    pairs = [(s, o) for s in subject.ids for o in value.ids]
    if any(s == o for s, o in pairs):
        counted[:] = False
        return
    for pair in pairs:
        for link in sentence.facts.get(pair, ()):
            if link in _PROPERTY:
                wanted[_PROPERTY[link]] = True
    if len(pairs) > 1:
        for i in np.flatnonzero(wanted):
            counted[i] = counted[i] and all(LINKS[i] in sentence.facts.get(pair, ()) for pair in pairs)

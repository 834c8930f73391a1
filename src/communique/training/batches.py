"""Sentences to tensors: batches of like length within a budget of padded pieces."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import torch
from torch import Tensor

from communique.language.wordpiece import EncodedSentence, WordPiece

from .treebank import Sentence

__all__ = ["IGNORED", "Batch", "batches"]

IGNORED = -100
"""The target that a loss leaves out."""

_LOWER, _TITLE, _UPPER = 1, 2, 3


@dataclass(frozen=True, slots=True)
class Batch:
    """Sentences of like length with the encoder's input tensors (batch, piece) and (batch, word).

    `segments` (batch, word) numbers the sentences inside a window from 1; the root is 0, padding -1.
    """

    sentences: list[Sentence]
    ids: Tensor
    shapes: Tensor
    first: Tensor
    segments: Tensor

    def targets(self, values: Sequence[Sequence[int]]) -> Tensor:
        """Pad one integer a word to (batch, word); the root and padding are ignored."""
        out = torch.full(self.first.shape, IGNORED)
        for row, (own, first) in enumerate(zip(values, self.first, strict=True)):
            words = min(len(own), int((first > 0).sum()))
            out[row, 1 : words + 1] = torch.tensor(own[:words])
        return out

    def heads(self) -> Tensor:
        """The treebank's heads; a head that was cut off is ignored."""
        out = self.targets([s.heads for s in self.sentences])
        words = (self.first > 0).sum(1, keepdim=True)
        return torch.where(out > words, IGNORED, out)


def batches(
    sentences: Sequence[Sentence],
    pieces: WordPiece,
    budget: int,
    rng: random.Random | None = None,
    hidden: float = 0.0,
) -> Iterator[Batch]:
    """All sentences once, in batches of at most `budget` padded pieces (or one sentence).

    Args:
        rng: shuffles, and varies letter case so that the shapes don't become a crutch; None keeps the data as it is.
        hidden: share of words to hide, on average of sentences, so that their surroundings have to do. Needs `rng`.
    """
    encoded = [(pieces.encode(s.words), s) for s in sentences]
    noise = rng.random if rng else lambda: 0.0
    if rng:
        rng.shuffle(encoded)
    encoded.sort(key=lambda pair: len(pair[0].ids) + 4 * noise())
    groups: list[list[tuple[EncodedSentence, Sentence]]] = []
    longest = 0
    for pair in encoded:
        longest = max(longest, len(pair[0].ids))
        if not groups or (len(groups[-1]) + 1) * longest > budget:
            groups.append([])
            longest = len(pair[0].ids)
        groups[-1].append(pair)
    if rng:
        rng.shuffle(groups)
    for group in groups:
        shown = [(_hide(e, rng, hidden, pieces.mask), s) for e, s in group] if rng and hidden else group
        yield _batch(shown, rng)


def _batch(group: Sequence[tuple[EncodedSentence, Sentence]], rng: random.Random | None) -> Batch:
    length = max(len(e.ids) for e, _ in group)
    words = max(len(e.first) for e, _ in group)
    ids = torch.zeros(len(group), length, dtype=torch.long)
    shapes = torch.zeros(len(group), length, dtype=torch.long)
    first = torch.zeros(len(group), words, dtype=torch.long)
    segments = torch.full((len(group), words), -1)
    for row, (e, sentence) in enumerate(group):
        segments[row, : len(e.first)] = 1
        segments[row, 0] = 0
        if sentence.segments:
            segments[row, 1 : len(e.first)] = torch.tensor(sentence.segments[: len(e.first) - 1]) + 1
        ids[row, : len(e.ids)] = torch.tensor(e.ids)
        shapes[row, : len(e.shapes)] = torch.tensor(_vary_case(e.shapes, rng) if rng else e.shapes)
        first[row, : len(e.first)] = torch.tensor(e.first)
    return Batch([s for _, s in group], ids, shapes, first, segments)


def _hide(sentence: EncodedSentence, rng: random.Random, share: float, mask: int) -> EncodedSentence:
    """Whole words hidden, in one sentence none, in another up to twice the share; their shapes stay."""
    rate = rng.uniform(0, 2 * share)
    ids = list(sentence.ids)
    ends = [*sentence.first[1:], len(ids) - 1]
    for start, end in pairwise(ends):
        if rng.random() < rate:
            ids[start:end] = [mask] * (end - start)
    return EncodedSentence(ids, sentence.shapes, sentence.first)


def _vary_case(shapes: list[int], rng: random.Random) -> list[int]:
    """Now and then a sentence in capitals, in lower case, or in title case, as on web pages."""
    draw = rng.random()
    if draw < 0.03:
        return [_UPPER if 1 <= s <= 5 else s for s in shapes]
    if draw < 0.06:
        return [_LOWER if 1 <= s <= 5 else s for s in shapes]
    if draw < 0.08:
        return [_TITLE if s == _LOWER else s for s in shapes]
    return shapes

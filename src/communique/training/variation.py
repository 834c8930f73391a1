"""Other names in the same sentences, so that the recogniser learns contexts and not this corpus' people and places.

The annotated documents speak of one government's few years. In every epoch some of their names are exchanged for others
of the same kind; a name that occurs twice in a paragraph is exchanged for the same other name.
"""

import random
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from .treebank import Mark, Sentence, spans_of

__all__ = ["Names", "collect_names", "exchange_names"]

Names = Mapping[str, Sequence[tuple[str, ...]]]
"""Names, as words, by the class that they are exchanged in."""


def collect_names(sentences: Iterable[Sentence], tag_set: str, classes: Mapping[str, str]) -> Names:
    """The distinct names tagged in some data.

    Args:
        tag_set: the tag set to read.
        classes: the class to file each label's names under; other labels are left out.
    """
    found: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for sentence in sentences:
        for start, end, label in spans_of(sentence.tags.get(tag_set, ())):
            if label in classes:
                found[classes[label]].add(tuple(sentence.words[start:end]))
    return {kind: sorted(names) for kind, names in sorted(found.items())}


def exchange_names(
    sentence: Sentence, names: Names, layers: Sequence[str], rng: random.Random, rate: float = 0.5
) -> Sentence:
    """A copy of a tagged sentence with some names exchanged.

    A name is exchanged for one of the same number of words where there is one, so that given name and surname keep
    their places. State names are exchanged only for names found in `names` themselves: adjectives stay.

    Args:
        layers: tag sets whose spans are names.
        rate: the share of names to exchange.
    """
    chosen: dict[tuple[str, ...], tuple[str, ...]] = {}
    known = {kind: set(pool) for kind, pool in names.items()}
    spans = [s for layer in layers for s in spans_of(sentence.tags.get(layer, ()))]
    words = list(sentence.words)
    tags = {name: list(values) for name, values in sentence.tags.items()}
    marks = list(sentence.marks)
    taken: list[tuple[int, int]] = []
    for start, end, label in sorted(spans, reverse=True):
        old = tuple(words[start:end])
        pool = names.get(label)
        if not pool or (label != "Official" and old not in known[label]):
            continue
        if any(a < end and start < b for a, b in taken) or (old not in chosen and rng.random() > rate):
            continue
        if old not in chosen:
            alike = [n for n in pool if len(n) == len(old)] or pool
            chosen[old] = rng.choice(alike)
        new = chosen[old]
        words[start:end] = new
        for name, values in tags.items():
            values[start:end] = _stretch(values[start:end], len(new), is_name=name in layers, label=label)
        shift = len(new) - (end - start)
        marks = [moved for m in marks if (moved := _moved(m, start, end, shift)) is not None]
        taken = [(a + shift, b + shift) for a, b in taken]
        taken.append((start, start + len(new)))
    return Sentence(
        words, tags=tags, text="", starts_paragraph=sentence.starts_paragraph, marks=marks, facts=sentence.facts
    )


def _moved(mark: Mark, start: int, end: int, shift: int) -> Mark | None:
    """A mark after the words from `start` to `end` were exchanged; None if it was a part of them."""
    if mark.start >= end:
        return replace(mark, start=mark.start + shift, end=mark.end + shift)
    if mark.end <= start:
        return mark
    if mark.start <= start and end <= mark.end:
        return replace(mark, end=mark.end + shift)
    return None


def _stretch(tags: Sequence[str], length: int, *, is_name: bool, label: str) -> list[str]:
    first = tags[0]
    if is_name and first != "O" and first[2:] != label and len({t[2:] for t in tags}) > 1:
        return ["O"] * length
    if first == "O":
        return ["O"] * length
    rest = f"I-{first[2:]}" if first[:2] in ("B-", "I-") else "O"
    return [first, *[rest] * (length - 1)]

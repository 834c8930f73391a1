"""Which thing of a class is named next before and behind another: of two states, the one whose side is spoken of."""

from collections import defaultdict
from collections.abc import Iterable

from communique.extraction import Draft

from .cast import Cast
from .stage import Stage

__all__ = ["FARTHEST", "Nearness"]

FARTHEST = 6


class Nearness:
    """Ranks of things by how near they are named to the first words for another thing outside the headlines.

    Args:
        stage: which blocks are headlines, and where meetings are told of that have no name.
    """

    def __init__(self, draft: Draft, cast: Cast, stage: Stage) -> None:
        order = [
            (m.passage.start, m.passage.end, key, cast.members[key].kind)
            for m in draft.mentions
            if m.block not in stage.headlines and (key := cast.of.get(m.id)) is not None
        ]
        told = ((key, w.word) for key, words in stage.words.items() for w in words)
        order = sorted(order + [(w.start, w.end, key, "Meeting") for key, w in told])
        self._place: dict[str, tuple[int, int]] = {}
        self._of_kind: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
        for start, end, key, kind in order:
            self._place.setdefault(key, (start, end))
            self._of_kind[kind].append((start, end, key))
        self._known: dict[tuple[str, str], tuple[dict[str, int], dict[str, int]]] = {}

    def of(self, subject: str, value: str, kind: str) -> tuple[int, int]:
        """The ranks of a thing of a class among those before and among those behind, from 0; `FARTHEST` if far."""
        if (subject, kind) not in self._known:
            self._known[subject, kind] = self._ranks(subject, kind)
        before, behind = self._known[subject, kind]
        return before.get(value, FARTHEST), behind.get(value, FARTHEST)

    def _ranks(self, subject: str, kind: str) -> tuple[dict[str, int], dict[str, int]]:
        if subject not in self._place:
            return {}, {}
        start, end = self._place[subject]
        around = self._of_kind[kind]
        return (
            _first(key for s, e, key in reversed(around) if s < start and key != subject),
            _first(key for s, e, key in around if (e > end or s >= start) and key != subject),
        )


def _first(keys: Iterable[str]) -> dict[str, int]:
    ranks: dict[str, int] = {}
    for key in keys:
        if key not in ranks:
            ranks[key] = len(ranks)
            if len(ranks) >= FARTHEST:
                break
    return ranks

"""The words that speak for a fact that may be."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from communique.extraction import Dated, Draft
from communique.findings import Passage, Value

from .cast import Cast
from .signals import Signals
from .stage import Stage

__all__ = ["Candidate", "Evidence"]

_MOST = 60
"""Mentions and days that are held against each other."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A fact that may be."""

    subject: str
    property: str
    object: str | Value


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for candidates, looked up for those that are kept.

    Attributes:
        passages: what the rules read, by subject, property and object.
        dated: the dates that sentences give.
    """

    draft: Draft
    cast: Cast
    signals: Signals
    stage: Stage
    passages: Mapping[tuple[str, str, str | Value], Sequence[Passage]]
    dated: Mapping[tuple[str, str, str | Value], Sequence[Dated]]

    def of(self, candidate: Candidate) -> tuple[Passage, ...]:
        """The passages that speak for a fact; none where it is nowhere said."""
        subject, prop, value = candidate.subject, candidate.property, candidate.object
        said = tuple(sorted(self.passages.get((subject, prop, value), ())))
        if said:
            return said
        if isinstance(value, str):
            return self._beside(subject, prop, value)
        return tuple(d.passage for d in self.dated.get((subject, prop, value), ())[:1]) or self._on(subject, value)

    def _on(self, subject: str, day: Value) -> tuple[Passage, ...]:
        """The thing and the day, where they are named nearest to each other."""
        stage = self.stage
        days = [d.passage for d in self.draft.days if day in (d.first, d.last)][:_MOST]
        if subject == stage.main and stage.told:  # on the day of the document, or on another day that it gives
            return (*stage.told, *days)[:2]
        named = [self.draft.mentions[i].passage for i in self.cast.members[subject].mentions[:_MOST]]
        named = named or [w.said for w in stage.words.get(subject, ())]
        pairs = [(n, d) for d in days for n in named]
        return min(pairs, key=lambda pair: abs(pair[0].start - pair[1].start), default=tuple(days[:1]))

    def _beside(self, subject: str, prop: str, value: str) -> tuple[Passage, ...]:
        """Both things, where they are named nearest to each other."""
        stage, mentions = self.stage, self.draft.mentions
        best = self.signals.best.get((subject, prop, value))
        if best is not None:
            return tuple(sorted({best[1], best[2]}))
        one, two = self.cast.members[subject].mentions, self.cast.members[value].mentions
        if two and not one and subject in stage.words:  # a meeting told of by a verb only
            said = [w.said for w in stage.words[subject]]
            return (min(said, key=lambda p: min(abs(p.start - mentions[i].passage.start) for i in two)),)
        if not one or not two:  # the main meeting, told of by a verb only
            return (*(mentions[i].passage for i in (*one[:1], *two[:1])), *stage.told)
        near = min(((abs(a - b), a, b) for a in one for b in two), default=(0, one[0], two[0]))
        return tuple(sorted({mentions[near[1]].passage, mentions[near[2]].passage}))

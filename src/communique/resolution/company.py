"""A second look at candidates, which sees how likely the first one found the facts around each.

An official acts for the state whose minister stands beside him in the list; who takes part brings his state along. The
first look judges every candidate alone; the second has its probabilities as features (stacked graphical learning, Kou
and Cohen 2007, https://doi.org/10.1137/1.9781611972771.48).
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from communique.extraction import Draft
from communique.findings import Value

from .candidates import FEATURES
from .cast import Cast
from .evidence import Candidate
from .stage import Stage

__all__ = ["COMPANY_FEATURES", "company_rows"]

_LEAST = 0.02
"""What the first look finds less likely isn't looked at again."""
_OF_STATES = "represents"
COMPANY_FEATURES: tuple[str, ...] = (
    *FEATURES,
    "likely",
    "rival objects, best",
    "rival objects, all",
    "rival subjects, best",
    "rival subjects, all",
    "same pair otherwise",
    "over a third",
    "rivals over a third",
    "object next before",
    "object next behind",
    "object beside in its sentence",
    "subject next before",
    "subject next behind",
    "object at the main meeting",
    "subject at the main meeting",
    "subject present",
    "object present",
)
_AT = {name: i for i, name in enumerate(COMPANY_FEATURES)}
_Fact = tuple[str, str, str]


class _Likely:
    """The first look's probabilities of facts between members, by either end."""

    def __init__(self, candidates: Sequence[Candidate], likely: Sequence[float]) -> None:
        self.of: dict[_Fact, float] = {}
        self.objects: dict[tuple[str, str], dict[str, float]] = defaultdict(dict)
        self.subjects: dict[tuple[str, str], dict[str, float]] = defaultdict(dict)
        self.pairs: dict[tuple[str, str], dict[str, float]] = defaultdict(dict)
        for candidate, p in zip(candidates, likely, strict=True):
            if p < _LEAST:
                continue
            end = _end(candidate)
            self.of[candidate.subject, candidate.property, end] = p
            self.objects[candidate.subject, candidate.property][end] = p
            self.subjects[end, candidate.property][candidate.subject] = p
            self.pairs[candidate.subject, end][candidate.property] = p

    def over(self, subject: str, prop: str, end: str) -> float:
        """How likely a fact follows from others over a third thing."""
        return max(self._over(subject, prop, end), default=0.0)

    def _over(self, subject: str, prop: str, end: str) -> Iterator[float]:
        if prop == "represents":
            for office, p in self.objects[subject, "holdsOffice"].items():
                yield p * self.whose(office, end)
        elif prop == "officeOf":
            for person, p in self.subjects[subject, "holdsOffice"].items():
                yield p * self.of.get((person, _OF_STATES, end), 0.0)
        elif prop == "holdsOffice":
            for whole, p in self.objects[subject, _OF_STATES].items():
                yield p * self.whose(end, whole)
        elif prop == "partOf":
            for office, p in self.subjects[subject, "officeOf"].items():
                for person, q in self.subjects[office, "holdsOffice"].items():
                    yield p * q * self.of.get((person, _OF_STATES, end), 0.0)
        else:  # who does something brings the state along, and the state its people
            for other, p in self.objects[subject, prop].items():
                yield p * self.of.get((other, _OF_STATES, end), 0.0)
                yield p * self.of.get((end, _OF_STATES, other), 0.0)

    def whose(self, office: str, whole: str) -> float:
        """How likely an office belongs to something, or to a part of it."""
        parts = (p * self.of.get((body, "partOf", whole), 0.0) for body, p in self.objects[office, "officeOf"].items())
        return max(self.of.get((office, "officeOf", whole), 0.0), *parts, 0.0)


def company_rows(
    candidates: Sequence[Candidate],
    rows: NDArray[np.float32],
    likely: Sequence[float],
    present: Mapping[str, float],
    draft: Draft,
    cast: Cast,
    stage: Stage,
) -> tuple[list[int], NDArray[np.float32]]:
    """The candidates that deserve a second look, by index, and a row of `COMPANY_FEATURES` for each.

    Args:
        rows, likely: of the first look.
        present: the probability that each member of the cast is a thing to write down, by key.
    """
    known = _Likely(candidates, likely)
    beside = _Beside(draft, cast, stage.headlines)
    looked = [i for i, p in enumerate(likely) if p >= _LEAST]
    found = np.zeros((len(looked), len(COMPANY_FEATURES)), dtype=np.float32)
    found[:, : len(FEATURES)] = rows[looked]
    third: dict[_Fact, float] = {}
    for row, index in zip(found, looked, strict=True):
        candidate = candidates[index]
        subject, prop, end = candidate.subject, candidate.property, _end(candidate)
        row[_AT["likely"]] = likely[index]
        rivals = [p for o, p in known.objects[subject, prop].items() if o != end]
        row[_AT["rival objects, best"]], row[_AT["rival objects, all"]] = max(rivals, default=0.0), sum(rivals)
        row[_AT["subject present"]] = present[subject]
        if isinstance(candidate.object, Value):
            continue
        rivals = [p for s, p in known.subjects[end, prop].items() if s != subject]
        row[_AT["rival subjects, best"]], row[_AT["rival subjects, all"]] = max(rivals, default=0.0), sum(rivals)
        others = (p for q, p in known.pairs[subject, end].items() if q != prop)
        row[_AT["same pair otherwise"]] = max(others, default=0.0)
        for other in known.objects[subject, prop]:
            if (subject, prop, other) not in third:
                third[subject, prop, other] = known.over(subject, prop, other)
        row[_AT["over a third"]] = third[subject, prop, end]
        row[_AT["rivals over a third"]] = max(
            (third[subject, prop, o] for o in known.objects[subject, prop] if o != end), default=0.0
        )
        before, behind, close = beside.of(end)
        row[_AT["object next before"]] = known.of.get((subject, prop, before), 0.0)
        row[_AT["object next behind"]] = known.of.get((subject, prop, behind), 0.0)
        row[_AT["object beside in its sentence"]] = close
        before, behind, _ = beside.of(subject)
        row[_AT["subject next before"]] = known.of.get((before, prop, end), 0.0)
        row[_AT["subject next behind"]] = known.of.get((behind, prop, end), 0.0)
        row[_AT["object at the main meeting"]] = known.of.get((stage.main, "participant", end), 0.0)
        row[_AT["subject at the main meeting"]] = max(
            known.of.get((stage.main, p, subject), 0.0) for p in ("participant", "sessionOf")
        )
        row[_AT["object present"]] = present[end]
    return looked, found


def _end(candidate: Candidate) -> str:
    return candidate.object if isinstance(candidate.object, str) else f"{candidate.object.text} "  # no key has a space


class _Beside:
    """Which member of the same class is named next before and behind each member's first words in the text."""

    def __init__(self, draft: Draft, cast: Cast, titles: frozenset[int]) -> None:
        self._of: dict[str, tuple[str, str, int]] = {}
        last: dict[str, tuple[str, int]] = {}
        for mention in draft.mentions:
            key = cast.of.get(mention.id)
            if key is None or mention.block in titles:
                continue
            kind = cast.members[key].kind
            before, sentence = last.get(kind, ("", -1))
            if before and before != key and not self._of[before][1]:
                one, _, close = self._of[before]
                self._of[before] = one, key, close + (mention.sentence == sentence)
            if key not in self._of:
                before = before if before != key else ""
                self._of[key] = before, "", int(bool(before) and mention.sentence == sentence)
            last[kind] = key, mention.sentence
        self._none = "", "", 0

    def of(self, key: str) -> tuple[str, str, int]:
        """The neighbours before and behind, and how many of them are in the same sentence."""
        return self._of.get(key, self._none)

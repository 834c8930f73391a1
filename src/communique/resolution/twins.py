"""Meetings told twice: of two that may be one, how much of what is said of the one is said of the other.

A communiqué's headline, its first sentence and its last paragraph may tell of one event in three ways. Where they
aren't joined, most of what is said of one is likely of another too, and a careful reader writes down one of them.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from communique.findings import Value

from .evidence import Candidate

__all__ = ["Twin", "told_again", "twins"]

_LEAST = 0.1
"""Facts that the first look finds less likely tell nothing of how alike two meetings are."""
_COMMON = 100
"""Meetings of which one thing is said: said of more it tells none apart, and pairs cost the square."""
_WHEN = "startDate"


@dataclass(frozen=True, slots=True)
class Twin:
    """The meeting of the document that is most like another one.

    Attributes:
        key: its key, or an empty string.
        share: of what is likely said of the other one, what is likely said of this one too, 0 to 1.
        facts: how many facts it is likely to have.
        apart: how likely the two are on different days.
    """

    key: str = ""
    share: float = 0.0
    facts: float = 0.0
    apart: float = 0.0


def twins(candidates: Sequence[Candidate], likely: Sequence[float], meetings: Sequence[str]) -> dict[str, Twin]:
    """The twin of each meeting.

    Args:
        likely: what the first look says of each candidate.
        meetings: keys.
    """
    said: dict[str, dict[tuple[str, str | Value], float]] = {key: {} for key in meetings}
    for candidate, p in zip(candidates, likely, strict=True):
        if candidate.subject in said and p >= _LEAST:
            said[candidate.subject][candidate.property, candidate.object] = p
    telling: dict[tuple[str, str | Value], list[tuple[str, float]]] = defaultdict(list)
    for key, facts in said.items():
        for fact, p in facts.items():
            telling[fact].append((key, p))
    return {key: _twin(key, facts, said, telling) for key, facts in said.items()}


def told_again(facts: Iterable[tuple[str, str, str | Value]], meetings: Sequence[str]) -> set[str]:
    """The meetings of which nothing is said that isn't said of another one.

    Args:
        facts: those that are kept.
        meetings: keys of those that may be dropped; of two that are told alike the first stays.
    """
    said: dict[str, set[tuple[str, str | Value]]] = defaultdict(set)
    telling: dict[tuple[str, str | Value], set[str]] = defaultdict(set)
    for subject, prop, value in facts:
        said[subject].add((prop, value))
        telling[prop, value].add(subject)
    gone: set[str] = set()
    for key in reversed(meetings):
        others = sorted((telling[fact] for fact in said.get(key, ())), key=len)
        if others and others[0].intersection(*others[1:]) - gone - {key}:
            gone.add(key)
    return gone


def _twin(
    key: str,
    facts: Mapping[tuple[str, str | Value], float],
    said: Mapping[str, Mapping[tuple[str, str | Value], float]],
    telling: Mapping[tuple[str, str | Value], Sequence[tuple[str, float]]],
) -> Twin:
    shared: dict[str, float] = defaultdict(float)
    for fact, p in facts.items():
        for other, q in telling[fact] if len(telling[fact]) <= _COMMON else ():
            if other != key:
                shared[other] += min(p, q)
    if not shared:
        return Twin()
    other = max(shared, key=lambda k: (shared[k], sum(said[k].values()), k))
    mine, theirs = _days(facts), _days(said[other])
    alike = sum(p * theirs.get(day, 0.0) for day, p in mine.items())
    apart = min(1.0, sum(mine.values())) * min(1.0, sum(theirs.values())) - alike
    return Twin(other, shared[other] / sum(facts.values()), sum(said[other].values()), max(0.0, apart))


def _days(facts: Mapping[tuple[str, str | Value], float]) -> dict[str | Value, float]:
    return {value: p for (prop, value), p in facts.items() if prop == _WHEN}

"""Who gets the roles of acts: of those who may stand in them the likely ones, holders as a group."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from communique.findings import Act

from .cast import Cast
from .roles import RoleCandidate

__all__ = ["with_roles"]

_POSSIBLE = 0.15
_LIKELY = 0.2
"""How likely those who are meant together are on average, at least: else nobody is known to act."""
_GROUP_CUTS = (0.3, 0.45, 0.6)
_SEVERAL = 2
_EITHER = 0.5
"""How much of the chance that his state is meant counts for an official, and the other way round: either is right."""
_USUAL = 0.75
"""The F1 of holders on documents of all kinds: who is more than half as likely adds to it (Lipton et al. 2014)."""


def with_roles(
    acts: Sequence[Act],
    candidates: Sequence[RoleCandidate],
    probabilities: Sequence[float],
    least: float,
    together: Sequence[Sequence[Collection[str]]],
    cast: Cast,
    represents: Mapping[str, str],
) -> list[Act]:
    """The acts with what is likely in their roles.

    Args:
        probabilities: of each candidate.
        least: from which probability on something is kept as addressed or concerned.
        together: for each act who may be meant together.
        represents: for whom each official acts.
    """
    likely: dict[tuple[int, str], dict[str, float]] = defaultdict(dict)
    for candidate, probability in zip(candidates, probabilities, strict=True):
        likely[candidate.act, candidate.role][candidate.entity] = probability
    settled: list[Act] = []
    for number, act in enumerate(acts):
        before = settled[-1].by if settled else ()
        by = _holders(act, before, likely[number, "by"], together[number], cast, represents)
        toward = tuple(k for k, p in likely[number, "toward"].items() if p >= least)
        concerns = tuple(k for k, p in likely[number, "concerns"].items() if p >= least and k not in toward)
        settled.append(replace(act, by=by, toward=toward, concerns=concerns))
    return settled


def _holders(
    act: Act,
    before: tuple[str, ...],
    likely: Mapping[str, float],
    together: Sequence[Collection[str]],
    cast: Cast,
    represents: Mapping[str, str],
) -> tuple[str, ...]:
    """Who performs an act: of the groups that may be meant, the one that adds most to the F1 of all acts together.

    Holders are meant together ("the leaders", "both sides", one of them), so they aren't decided one by one: a person
    and the other's state together are no likely answer, however likely each is. But who speaks for a state and the
    state are one answer, so the chances of both are those of either.
    """
    groups = {tuple(act.by), before, *(tuple(k for k in likely if k in g) for g in together)}
    groups |= {(k,) for k, p in likely.items() if p >= _POSSIBLE}
    for cut in _GROUP_CUTS:
        above = [k for k, p in likely.items() if p >= cut]
        kinds = {k: cast.members[k].kind for k in above}
        states = tuple(k for k in above if kinds[k] == "State")
        bodies = tuple(k for k in above if kinds[k] not in ("State", "Official"))
        groups.add(tuple(k for k in above if kinds[k] == "Official"))
        groups |= {states, bodies}
        if len(states) < _SEVERAL:  # several states beside a body are its members: it acts, or they do
            groups.add(tuple(k for k in above if kinds[k] != "Official"))
    groups = {tuple(k for k in g if k in likely) for g in groups} - {()}
    sides = {key: represents[key] for key in likely if key in represents}
    other = {key: likely.get(sides.get(key, ""), 0.0) for key in likely}  # the chance of a person's side, and of a side
    for person, side in sides.items():  # that of the likeliest of its people
        other[side] = max(other.get(side, 0.0), likely[person])

    def gain(group: tuple[str, ...]) -> float:
        both = {sides[key] for key in group if key in sides}.intersection(group)
        apart = (0.0 if sides.get(key, key) in both else other[key] for key in group)
        return sum(2 * min(1.0, likely[key] + _EITHER * p) - _USUAL for key, p in zip(group, apart, strict=True))

    best = max(sorted(groups), key=gain, default=())
    return best if sum(likely[k] for k in best) >= _LIKELY * len(best) else ()

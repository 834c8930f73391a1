"""Which entities found in a document are which of its annotated ones, and which acts.

One to one, by class and shared names; meetings, which seldom have a fixed name, by the overlap of their names or of
what is known of them; acts by the overlap of their contents. So a judge can be told what is true.
"""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol, TypeVar

from communique.findings import Entity, Value

__all__ = ["aligned_acts", "aligned_entities"]

_MEETING = "Meeting"
_MEETING_LEAST = 0.4
_ACT_LEAST = 0.5
_First = TypeVar("_First")
_Second = TypeVar("_Second")


def aligned_entities(
    found: Sequence[Entity], facts: Mapping[tuple[str, str, str | Value], Any], gold: Mapping[str, Any]
) -> dict[str, str]:
    """The annotated entity's id for each found entity's key, where there is one.

    Args:
        facts: what is known of the found entities, to tell meetings and holders of like offices apart.
        gold: the content of a gold file.
    """
    named = {e["id"]: {_normal(n) for n in (e["name"], *e.get("aliases", ()))} for e in gold["entities"]}
    own = {e.key: {_normal(n) for n in (e.name, *e.aliases)} for e in found}
    classes = {e["id"]: _classes(e) for e in gold["entities"]}
    around: dict[str, set[tuple[str, str]]] = {e.key: set() for e in found}
    for s, p, o in facts:
        if isinstance(o, str) and s in around and o in around:
            around[s] |= {(p, n) for n in own[o]}
            around[o] |= {(p, n) for n in own[s]}
    expected: dict[str, set[tuple[str, str]]] = {i: set() for i in named}
    for s, p, o in gold["facts"]:
        if o in named:
            expected[s] |= {(p, n) for n in named[o]}
            expected[o] |= {(p, n) for n in named[s]}

    def alike(entity: Entity, i: str) -> float:
        shared = len(own[entity.key] & named[i]) if {entity.kind, *entity.also} & classes[i] else 0
        return shared and shared + 0.01 * len(around[entity.key] & expected[i])

    ordinary = [e for e in found if e.kind != _MEETING]
    matched = {
        e.key: i for e, i in _pairs(ordinary, [i for i in named if _MEETING not in classes[i]], alike, 1).items()
    }
    known: dict[str, set[tuple[str, str]]] = {}
    for s, p, o in facts:
        known.setdefault(s, set()).add((p, o.text if isinstance(o, Value) else matched.get(o, o)))
    said: dict[str, set[tuple[str, str]]] = {}
    for s, p, o in gold["facts"]:
        said.setdefault(s, set()).add((p, str(o)))

    def same_event(entity: Entity, i: str) -> float:
        by_name = max((_overlap(a, b) for a in own[entity.key] for b in named[i]), default=0.0)
        mine, theirs = known.get(entity.key, set()), said.get(i, set())
        by_fact = 2 * len(mine & theirs) / (len(mine) + len(theirs)) if mine and theirs else 0.0
        return max(by_name, by_fact)

    meetings = [e for e in found if e.kind == _MEETING]
    annotated = [i for i in named if _MEETING in classes[i]]
    matched.update({e.key: i for e, i in _pairs(meetings, annotated, same_event, _MEETING_LEAST).items()})
    return matched


class Told(Protocol):
    """An act, settled or not."""

    @property
    def act(self) -> str: ...
    @property
    def content(self) -> str: ...


def aligned_acts(found: Sequence[Told], gold: Mapping[str, Any]) -> dict[int, dict[str, Any]]:
    """The annotated act for each found one's index, where the contents overlap enough."""

    def alike(number: int, act: int) -> float:
        overlap = _overlap(_normal(found[number].content), _normal(gold["acts"][act]["content"]))
        return overlap and overlap + 0.001 * (found[number].act == gold["acts"][act]["act"])

    pairs = _pairs(list(range(len(found))), list(range(len(gold["acts"]))), alike, _ACT_LEAST)
    return {number: gold["acts"][act] for number, act in pairs.items()}


def _pairs(
    found: Sequence[_First], wanted: Sequence[_Second], alike: Callable[[_First, _Second], float], least: float
) -> dict[_First, _Second]:
    """One-to-one pairs, the most alike first."""
    scored = sorted(((alike(f, w), i, j) for i, f in enumerate(found) for j, w in enumerate(wanted)), reverse=True)
    pairs: dict[_First, _Second] = {}
    taken: set[int] = set()
    for value, i, j in scored:
        if value >= least and found[i] not in pairs and j not in taken:
            pairs[found[i]] = wanted[j]
            taken.add(j)
    return pairs


def _classes(entity: Mapping[str, Any]) -> set[str]:
    kind = entity["class"]
    return {kind} if isinstance(kind, str) else set(kind)


def _normal(name: str) -> str:
    plain = name.casefold().replace("’", "'").replace("&", " and ")
    plain = re.sub(r"'s?\b|\.", "", plain)
    return re.sub(r"^(the|his|her) ", "", re.sub(r"[^\w]+", " ", plain).strip())


def _overlap(a: str, b: str) -> float:
    one, two = Counter(a.split()), Counter(b.split())
    shared = sum((one & two).values())
    return 2 * shared / (sum(one.values()) + sum(two.values())) if shared else 0.0

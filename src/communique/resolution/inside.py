"""A document's findings: what its survey offers, weighed by the judge."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from communique.document import Document
from communique.extraction import Draft
from communique.findings import Act, Fact, Findings, Passage, Value

from .acts import settle_acts
from .candidates import Candidate, fact_candidates
from .constraints import is_allowed
from .judge import judge
from .naming import settle_entities
from .roles import RoleCandidate, role_candidates, with_roles
from .signals import Signals
from .survey import Survey, survey

__all__ = ["Performance", "perform", "propose", "resolve"]

FactKey = tuple[str, str, str | Value]
_ONE = frozenset(("ordinal", "startDate", "endDate", "established", "signed"))
_SIDES = ("State", "InternationalOrganization")


def resolve(document: Document, draft: Draft) -> Findings:
    """Join mentions to entities, and say the facts and acts of them that are likely.

    The confidence of a fact is the judge's probability.
    """
    seen = survey(document, draft)
    candidates, rows = propose(seen)
    likely = judge().facts(rows)
    played = perform(seen, candidates, likely, judge().cuts)
    roles = judge().roles(played.rows)
    acts = with_roles(played.acts, played.candidates, roles, judge().cuts["role"], seen.stage, seen.cast)
    entities = settle_entities(draft, seen.cast, played.facts, seen.meeting_names, seen.gatherings)
    by_key = {e.key: e for e in entities}
    facts = [
        Fact(s, p, v, passages, round(confidence, 3))
        for (s, p, v), (passages, confidence) in played.facts.items()
        if is_allowed(by_key, s, p, v)
    ]
    facts.sort(key=lambda f: (f.evidence[0].start, f.subject, f.property, str(f.object)))
    return Findings(draft.document, tuple(entities), tuple(facts), tuple(acts))


def propose(seen: Survey) -> tuple[list[Candidate], NDArray[np.float32]]:
    """The candidate facts of a surveyed document, with their features."""
    rules = {fact: confidence for fact, (_, confidence) in seen.facts.found.items()}
    passages = {fact: said for fact, (said, _) in seen.facts.found.items()}
    signals = Signals.of(seen.draft, seen.cast, rules)
    return fact_candidates(seen.draft, seen.cast, signals, seen.stage, passages)


@dataclass(slots=True)
class Performance:
    """A document once its facts are judged: its acts as rules have them, and who else may stand in their roles."""

    facts: dict[FactKey, tuple[tuple[Passage, ...], float]]
    acts: list[Act]
    candidates: list[RoleCandidate]
    rows: NDArray[np.float32]


def perform(
    seen: Survey, candidates: Sequence[Candidate], likely: Sequence[float], cuts: Mapping[str, float]
) -> Performance:
    """Keep the likely facts, and see with them who acts.

    Args:
        likely: the probability of each candidate.
        cuts: the least probability that is kept, by property.
    """
    facts: dict[FactKey, tuple[tuple[Passage, ...], float]] = {}
    best: dict[tuple[str, str], tuple[float, FactKey]] = {}
    for candidate, probability in zip(candidates, likely, strict=True):
        key = (candidate.subject, candidate.property, candidate.object)
        if probability < cuts[candidate.property] or not candidate.passages:
            continue
        if candidate.property in _ONE:
            rival = best.get(key[:2])
            if rival is not None and rival[0] >= probability:
                continue
            if rival is not None:
                del facts[rival[1]]
            best[key[:2]] = (probability, key)
        facts[key] = (candidate.passages, probability)
    represents: dict[str, str] = {}
    for subject, prop, value in sorted(facts, key=lambda f: facts[f][1]):
        if prop == "represents" and isinstance(value, str):
            represents[subject] = value  # the likeliest comes last
    _set_stage(seen, facts, represents)
    acts = settle_acts(seen.draft, seen.cast, seen.scene, seen.gatherings)
    return Performance(facts, acts, *role_candidates(seen.draft, seen.cast, acts, seen.stage, represents))


def _set_stage(seen: Survey, facts: Mapping[FactKey, object], represents: Mapping[str, str]) -> None:
    """Who takes part in the main meeting, now that it is judged."""
    seen.scene.represents = represents
    present = {v for s, p, v in facts if s == seen.stage.main and p == "participant"}
    members = seen.cast.members
    people = [k for k, m in members.items() if k in present and m.kind == "Official"]
    states = [k for k, m in members.items() if k in present and m.kind in _SIDES]
    if len(people) > 1:
        seen.scene.people = tuple(people)
    if len(states) > 1:
        seen.scene.states = tuple(states)
    seen.stage = replace(seen.stage, people=frozenset(seen.scene.people), states=frozenset(seen.scene.states))

"""A document's findings: what its survey offers, weighed by the judge."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from communique.document import Document
from communique.extraction import ActDraft, Draft
from communique.findings import Act, Entity, Fact, Findings, Passage, Value
from communique.schema import ORGANIZATIONS

from .acts import settle_acts
from .candidates import fact_candidates
from .casting import with_roles
from .company import company_rows
from .constraints import is_allowed
from .evidence import Candidate, Evidence
from .foreground import Foreground
from .judge import ACT_CUT, CUT, LEAST, fact_cut, judge
from .naming import settle_entities
from .presence import entity_rows, expected
from .references import principals
from .roles import RoleCandidate, role_candidates
from .signals import Signals
from .survey import Survey, survey
from .twins import told_again, twins
from .utterances import act_rows

__all__ = ["Performance", "Proposal", "heard", "perform", "presence", "propose", "reconsider", "resolve"]

FactKey = tuple[str, str, str | Value]
_ONE = frozenset(("ordinal", "startDate", "endDate", "established", "signed"))
_ONE_STATE = frozenset(("represents", "officeOf", "partOf"))
"""Nobody acts for two states, no office is one of two, and no body a part of two."""
_NAMED = 0.9
"""Of 42 agreements with a year before their name in annotated documents 38 were signed in it; too few to learn from."""
_FIRST = Value("1", "integer")
_SIDES = ("State", "InternationalOrganization")


def resolve(document: Document, draft: Draft) -> Findings:
    """Join mentions to entities, and say the facts and acts of them that are likely.

    The confidence of a fact or an act is the judge's probability.
    """
    seen = survey(document, heard(draft, judge().acts(act_rows(draft))))
    first = propose(seen)
    likely = judge().facts(first.rows)
    present = judge().entities(presence(seen, first, likely))
    second = reconsider(seen, first, likely, present)
    gone = {k for k, p in zip(seen.cast.members, present, strict=True) if p < CUT}
    played = perform(seen, second, judge().company(second.rows), gone)
    roles = judge().roles(played.rows)
    acts = with_roles(played.acts, played.candidates, roles, CUT, played.together, seen.cast, seen.scene.represents)
    entities = settle_entities(draft, seen.cast, played.facts, seen.meeting_names, seen.gatherings)
    acting = {key for act in acts for key in act.by}
    sitting = {v for _, prop, v in played.facts if prop == "sessionOf"}
    entities = [_as_seen(e, acting, sitting) for e in entities if e.key not in played.gone]
    by_key = {e.key: e for e in entities}
    facts = [
        Fact(s, p, v, passages, round(confidence, 3))
        for (s, p, v), (passages, confidence) in played.facts.items()
        if is_allowed(by_key, s, p, v)
    ]
    facts.sort(key=lambda f: (f.evidence[0].start, f.subject, f.property, str(f.object)))
    return Findings(draft.document, tuple(entities), tuple(facts), tuple(acts))


def _as_seen(entity: Entity, acting: Collection[str], sitting: Collection[object]) -> Entity:
    """An entity with the class that what is said of it asks for: a forum that acts is an organization as well ("the
    Council called on both sides"), and an organization that holds a session a forum.

    Args:
        acting, sitting: who performs acts, and of whom meetings are sessions, by key.
    """
    more: tuple[str, ...] = ()
    if entity.kind == "Forum" and entity.key in acting:
        more = ("InternationalOrganization",)
    elif entity.kind in ORGANIZATIONS and entity.key in sitting:
        more = ("Forum",)
    return replace(entity, also=tuple(dict.fromkeys((*entity.also, *more))))


def heard(draft: Draft, likely: Sequence[float]) -> Draft:
    """The draft with those of its acts that are likely, as sure as they are; of several kinds the likeliest.

    Args:
        likely: the probability of each act.
    """
    best: dict[Passage, float] = {}
    for act, p in zip(draft.acts, likely, strict=True):
        if act.span not in best or act.signs.instead:  # another act in the same words is one of its own: an acceptance
            best[act.span] = max(p, best.get(act.span, 0.0))
    first: set[Passage] = set()
    judged: list[ActDraft] = []
    for act, p in zip(draft.acts, likely, strict=True):
        rival = act.signs.instead or act.span not in first
        first.add(act.span)
        if p >= ACT_CUT and (not rival or p == best[act.span]):
            judged.append(replace(act, confidence=p))
    return replace(draft, acts=tuple(judged))


@dataclass(slots=True)
class Proposal:
    """Facts that may be, with a row of features for each, and what they were taken from."""

    candidates: list[Candidate]
    rows: NDArray[np.float32]
    evidence: Evidence


def propose(seen: Survey) -> Proposal:
    """What a surveyed document may say, with the features (`candidates.FEATURES`) for a first look at each."""
    rules = {fact: confidence for fact, (_, confidence) in seen.facts.found.items()}
    passages = {fact: said for fact, (said, _) in seen.facts.found.items()}
    signals = Signals.of(seen.draft, seen.cast, rules, seen.gatherings)
    likely = {g.member.key: g.likely for g in seen.gatherings}
    return Proposal(*fact_candidates(seen.draft, seen.cast, signals, seen.stage, passages, likely))


def presence(seen: Survey, first: Proposal, likely: Sequence[float]) -> NDArray[np.float32]:
    """A row of `presence.ENTITY_FEATURES` for each member of the cast.

    Args:
        likely: what the first look says of each candidate.
    """
    facts = expected(first.candidates, likely)
    alike = twins(first.candidates, likely, [g.member.key for g in seen.gatherings])
    return entity_rows(seen.draft, seen.cast, first.evidence.signals, seen.stage, facts, seen.gatherings, alike)


def reconsider(seen: Survey, first: Proposal, likely: Sequence[float], present: Sequence[float]) -> Proposal:
    """What deserves a second look, with the features (`company.COMPANY_FEATURES`) for it.

    Args:
        likely: what the first look says of each candidate.
        present: the probability that each member of the cast is a thing to write down.
    """
    chances = dict(zip(seen.cast.members, present, strict=True))
    kept, rows = company_rows(first.candidates, first.rows, likely, chances, seen.draft, seen.cast, seen.stage)
    return Proposal([first.candidates[i] for i in kept], rows, first.evidence)


@dataclass(slots=True)
class Performance:
    """A document once its facts are judged: its acts as rules have them, and who else may stand in their roles.

    Attributes:
        gone: the members of the cast that are no things to write down, nor are meetings of which nothing is said.
        together: for each act who may be meant together.
    """

    facts: dict[FactKey, tuple[tuple[Passage, ...], float]]
    acts: list[Act]
    gone: set[str]
    candidates: list[RoleCandidate]
    rows: NDArray[np.float32]
    together: Sequence[Sequence[Collection[str]]]


def perform(
    seen: Survey,
    second: Proposal,
    likely: Sequence[float],
    gone: Collection[str],
) -> Performance:
    """Keep the likely facts, and see with them who acts.

    Args:
        second: the candidates that were looked at again.
        likely: the probability of each candidate.
        gone: the members of the cast that aren't things to write down.
    """
    facts: dict[FactKey, tuple[tuple[Passage, ...], float]] = {}
    best: dict[tuple[str, str], tuple[float, FactKey]] = {}
    absent = set(gone)
    judged = list(zip(second.candidates, likely, strict=True))
    least = fact_cut([p for c, p in judged if not {c.subject, c.object} & absent])
    for candidate, probability in judged:
        key = (candidate.subject, candidate.property, candidate.object)
        if _in_its_name(seen, candidate):
            probability = max(probability, _NAMED)
        if probability < least or {key[0], key[2]} & absent:
            continue
        if candidate.property == "sessionOf" and candidate.subject in seen.stage.visits:
            continue  # whoever visits holds no session of a forum
        if candidate.property == "heldAt" and candidate.subject in seen.stage.calls:
            continue  # those who telephone are in two places: none of 153 annotated calls is held at one
        passages = second.evidence.of(candidate)
        if not passages:
            continue
        of_state = isinstance(key[2], str) and seen.cast.members[key[2]].kind == "State"
        if candidate.property in _ONE or (candidate.property in _ONE_STATE and of_state):
            rival = best.get(key[:2])
            if rival is not None and rival[0] >= probability:
                continue
            if rival is not None:
                del facts[rival[1]]
            best[key[:2]] = (probability, key)
        facts[key] = (passages, probability)
    _side_with_holders(seen, facts, second, judged)
    _dismiss_founders(seen, facts)
    unnamed = [g.member.key for g in seen.gatherings if not g.member.mentions and not g.main]
    again = told_again(facts, unnamed)
    facts = {fact: said for fact, said in facts.items() if fact[0] not in again}
    told = {s for s, _, _ in facts}
    gone = {*gone, *(m.key for m in seen.cast.kind("Meeting") if not m.mentions and m.key not in told)}
    represents: dict[str, str] = {}
    for subject, prop, value in sorted(facts, key=lambda f: facts[f][1]):
        if prop == "represents" and isinstance(value, str):
            represents[subject] = value  # the likeliest comes last
    _restage(seen, facts, represents)
    acts, voices = settle_acts(seen.draft, seen.cast, seen.scene, seen.gatherings)
    if seen.stage.main in gone:
        acts = [replace(act, made_at=None) for act in acts]
    present = {
        v: p
        for (s, prop, v), (_, p) in facts.items()
        if s == seen.stage.main and prop == "participant" and isinstance(v, str)
    }
    foreground = Foreground(seen.draft, seen.cast, seen.scene.holders)
    views = [foreground.of(told, seen.draft) for told in seen.draft.acts]
    roles = role_candidates(seen.draft, seen.cast, acts, seen.stage, seen.scene, present, gone, views, voices)
    together = [(*seen.stage.groups, *view.several) for view in views]
    return Performance(facts, acts, gone, *roles, together)


def _in_its_name(seen: Survey, candidate: Candidate) -> bool:
    """Whether the year that an agreement was signed in is part of its name: "the 2016 Memorandum"."""
    if candidate.property != "signed" or not isinstance(candidate.object, Value):
        return False
    names = seen.cast.members[candidate.subject].names
    return candidate.object.datatype == "gYear" and any(n.startswith(f"{candidate.object.text} ") for n in names)


def _side_with_holders(
    seen: Survey,
    facts: dict[FactKey, tuple[tuple[Passage, ...], float]],
    second: Proposal,
    judged: Sequence[tuple[Candidate, float]],
) -> None:
    """Give an office to the state that its holders act for, where it went to another one, and may be theirs."""
    acting = {s: v for s, p, v in facts if p == "represents" and seen.cast.members[str(v)].kind == "State"}
    holders: dict[str, set[str | Value]] = defaultdict(set)
    for person, prop, office in facts:
        if prop == "holdsOffice" and person in acting:
            holders[str(office)].add(acting[person])
    chances: dict[tuple[str, str | Value], tuple[Candidate | None, float]]
    chances = {(c.subject, c.object): (c, p) for c, p in judged if c.property == "officeOf" and p >= LEAST}
    for office, states in holders.items():
        own = [v for s, p, v in facts if (s, p) == (office, "officeOf") and seen.cast.members[str(v)].kind == "State"]
        if len(own) == len(states) == 1 and not states & set(own):
            (state,) = states
            candidate, probability = chances.get((office, state), (None, 0.0))
            passages = second.evidence.of(candidate) if candidate is not None else ()
            if passages:
                del facts[office, "officeOf", own[0]]
                facts[office, "officeOf", state] = (passages, probability)


def _dismiss_founders(seen: Survey, facts: dict[FactKey, tuple[tuple[Passage, ...], float]]) -> None:
    """Take those who founded a forum from the list of who is at its later sessions, unless a sentence puts them there.

    "Since its inception in 1983, when President A and Prime Minister B announced it" names them in the same breath.
    """
    for meeting, joining, forum in list(facts):
        if joining != "sessionOf" or (meeting, "ordinal", _FIRST) in facts:
            continue
        founders = [v for s, p, v in facts if s == forum and p == "establishedBy" and isinstance(v, str)]
        for founder in founders:
            for prop in ("participant", "delegationHead", "host"):
                present = (meeting, prop, founder)
                if seen.cast.members[founder].kind == "Official" and present not in seen.facts.found:
                    facts.pop(present, None)


def _restage(seen: Survey, facts: Mapping[FactKey, object], represents: Mapping[str, str]) -> None:
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
    seen.stage = replace(
        seen.stage,
        people=frozenset(seen.scene.people),
        states=frozenset(seen.scene.states),
        principals=frozenset(principals(seen.scene.people, represents, seen.scene.offices)),
    )

"""Whether what was found is a thing that a careful reader would write down, as numbers.

The recogniser and the lexicon see a few words; the whole document shows whether they are a name of its own or only a
part of another one, how often it is named, and whether anything is said of it.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from communique.extraction import Draft, Mention
from communique.findings import Value
from communique.schema import ENTITY_CLASSES

from .cast import Cast, Member, normal
from .evidence import Candidate
from .meetings import Gathering
from .signals import Signals
from .stage import Stage
from .twins import Twin

__all__ = ["ENTITY_FEATURES", "entity_rows", "expected"]

_AROUND = ("Office", "GovernmentBody", "Meeting", "Agreement", "Forum", "Organization", "InternationalOrganization")
_TOLD = ("participant", "heldAt", "startDate")
"""What a meeting has to show for itself where only a verb tells of it."""
ENTITY_FEATURES: tuple[str, ...] = (
    *(f"kind {k}" for k in ENTITY_CLASSES),
    *(f"only inside {k}" for k in _AROUND),
    *(f"same name as {k}" for k in ENTITY_CLASSES),
    "mentions",
    "highest confidence",
    "mean confidence",
    "first sentence",
    "in headline",
    "known",
    "words",
    "letters",
    "capitals only",
    "begins small",
    "adjective only",
    "only nested",
    "rules",
    "best rule",
    "best hint",
    "in contents",
    "is main",
    "has words",
    "outside sentences",
    *(f"rules of {p}" for p in _TOLD),
    "is a visit",
    "is a call",
    "told in passing",
    "share of its word",
    "open",
    "words tell of a meeting",
    "twin's share",
    "twin's facts",
    "twin is main",
    "twin is told first",
    "twin on another day",
    "best fact",
    "facts as subject",
    "facts as object",
)
_AT = {name: i for i, name in enumerate(ENTITY_FEATURES)}


@dataclass(slots=True)
class Expected:
    """The likeliest fact of something, and how many facts it is likely to be the subject and the object of."""

    best: float = 0.0
    as_subject: float = 0.0
    as_object: float = 0.0


def expected(candidates: Sequence[Candidate], likely: Sequence[float]) -> dict[str, Expected]:
    """What may be said of each member, by key, as the first look at the candidates has it."""
    found: dict[str, Expected] = defaultdict(Expected)
    for candidate, p in zip(candidates, likely, strict=True):
        subject = found[candidate.subject]
        subject.best, subject.as_subject = max(subject.best, p), subject.as_subject + p
        if isinstance(candidate.object, str):
            other = found[candidate.object]
            other.best, other.as_object = max(other.best, p), other.as_object + p
    return found


def entity_rows(
    draft: Draft,
    cast: Cast,
    signals: Signals,
    stage: Stage,
    facts: Mapping[str, Expected],
    gatherings: Sequence[Gathering],
    alike: Mapping[str, Twin],
) -> NDArray[np.float32]:
    """A row of `ENTITY_FEATURES` for each member of the cast, in its order.

    Args:
        facts: what may be said of each.
        gatherings: the meetings.
        alike: the twin of each meeting.
    """
    gathered = {g.member.key: g for g in gatherings}
    holders = _holders(draft, cast)
    named: dict[str, Counter[str]] = defaultdict(Counter)
    for member in cast.members.values():
        for name in {normal(n) for n in member.names}:
            named[name][member.kind] += 1
    concerned = Counter(m for act in draft.acts for m in act.concerns)
    rules, hints = _said(signals)
    told = Counter((subject, prop) for subject, prop, _ in signals.rules)
    rows = np.zeros((len(cast.members), len(ENTITY_FEATURES)), dtype=np.float32)
    for row, member in zip(rows, cast.members.values(), strict=True):
        row[_AT[f"kind {member.kind}"]] = 1
        for name in member.names:
            for kind, count in named[normal(name)].items():
                row[_AT[f"same name as {kind}"]] = count - (kind == member.kind) > 0
        _fill_mentions(row, member, draft, holders)
        row[_AT["in headline"]] = member.key in stage.titled
        row[_AT["known"]] = bool(member.known)
        own = rules.get(member.key, [])
        row[_AT["rules"]], row[_AT["best rule"]] = min(len(own), 12), max(own, default=0.0)
        row[_AT["best hint"]] = hints.get(member.key, 0.0)
        row[_AT["in contents"]] = min(sum(concerned[m] for m in member.mentions), 6)
        row[_AT["is main"]] = member.key == stage.main
        if member.key in facts:
            own_facts = facts[member.key]
            row[_AT["best fact"]] = own_facts.best
            row[_AT["facts as subject"]], row[_AT["facts as object"]] = own_facts.as_subject, own_facts.as_object
        if member.kind == "Meeting":
            for prop in _TOLD:
                row[_AT[f"rules of {prop}"]] = min(told[member.key, prop], 6)
            g = gathered.get(member.key)
            if g is not None:
                row[_AT["told in passing"]], row[_AT["open"]] = g.passing, g.open
                row[_AT["share of its word"]], row[_AT["words tell of a meeting"]] = g.share, g.likely
                _fill_twin(row, g, alike[member.key], gathered, stage)
            row[_AT["is a visit"]] = member.key in stage.visits
            row[_AT["is a call"]] = member.key in stage.calls
    return rows


def _fill_twin(
    row: NDArray[np.float32], own: Gathering, twin: Twin, gathered: Mapping[str, Gathering], stage: Stage
) -> None:
    row[_AT["twin's share"]], row[_AT["twin's facts"]] = twin.share, twin.facts
    row[_AT["twin is main"]] = bool(twin.key) and twin.key == stage.main
    row[_AT["twin is told first"]] = bool(twin.key) and gathered[twin.key].position < own.position
    row[_AT["twin on another day"]] = twin.apart


def _fill_mentions(row: NDArray[np.float32], member: Member, draft: Draft, holders: Mapping[int, Mention]) -> None:
    mentions = [draft.mentions[i] for i in member.mentions]
    row[_AT["has words"]] = bool(mentions)
    if not mentions:
        return
    confidences = [m.confidence for m in mentions]
    row[_AT["mentions"]] = min(len(mentions), 12)
    row[_AT["highest confidence"]], row[_AT["mean confidence"]] = max(confidences), sum(confidences) / len(confidences)
    row[_AT["first sentence"]] = min(m.sentence for m in mentions[:1])
    row[_AT["outside sentences"]] = all(m.start < 0 for m in mentions)
    longest = max((m.text for m in mentions), key=len)
    row[_AT["words"]], row[_AT["letters"]] = min(len(longest.split()), 15), min(len(longest), 60)
    row[_AT["capitals only"]] = longest.isupper()
    row[_AT["begins small"]] = longest[:1].islower()
    row[_AT["adjective only"]] = all(m.form in ("adjective", "demonym") for m in mentions)
    if all(m.id in holders for m in mentions):
        row[_AT["only nested"]] = 1
        for mention in mentions:
            around = holders[mention.id].kind
            if around in _AROUND:
                row[_AT[f"only inside {around}"]] = 1


def _holders(draft: Draft, cast: Cast) -> dict[int, Mention]:
    """For each mention inside a longer one of another thing: the longer one."""
    by_block: dict[int, list[Mention]] = defaultdict(list)
    for mention in draft.mentions:
        if mention.id in cast.of:
            by_block[mention.block].append(mention)
    found: dict[int, Mention] = {}
    for mentions in by_block.values():
        ordered = sorted(mentions, key=lambda m: (m.passage.start, -m.passage.end))
        open_ones: list[Mention] = []
        for mention in ordered:
            open_ones = [o for o in open_ones if o.passage.end > mention.passage.start]
            around = [
                o
                for o in open_ones
                if o.passage.end >= mention.passage.end
                and cast.of[o.id] != cast.of[mention.id]
                and (o.passage.start, o.passage.end) != (mention.passage.start, mention.passage.end)
            ]
            if around:
                found[mention.id] = around[-1]
            open_ones.append(mention)
    return found


def _said(signals: Signals) -> tuple[dict[str, list[float]], dict[str, float]]:
    """The confidences of the rules, and the highest hint, that have each member at one end."""
    rules: dict[str, list[float]] = defaultdict(list)
    hints: dict[str, float] = defaultdict(float)
    for (subject, _, value), confidence in signals.rules.items():
        rules[subject].append(confidence)
        if not isinstance(value, Value):
            rules[value].append(confidence)
    for (subject, _, value), (probability, _, _) in signals.best.items():
        hints[subject] = max(hints[subject], probability)
        hints[value] = max(hints[value], probability)
    return rules, hints

"""Candidates for facts with what speaks for each, as numbers.

Rules say what sentences state, the network says what it thinks of pairs of mentions, and the document as a whole says
who is on stage. Each alone is often wrong; the judge weighs them together, pair by pair.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from communique.extraction import Dated, Day, Draft
from communique.findings import Passage, Value
from communique.schema import ENDS, ENTITY_CLASSES

from .cast import Cast, Member, normal
from .nearness import Nearness
from .signals import LINKED, Signals
from .stage import Stage

__all__ = ["FEATURES", "Candidate", "fact_candidates"]

PROPERTIES = tuple(ENDS)
_FAR = 60
_LONG = 20
_SMALL = 60
"""Members of a document in which everybody may have been at every meeting; pairs cost the square."""
_DISTANT = frozenset(("participant", "heldAt", "delegationHead"))
_OF_PARTIES = frozenset(("party", "hasMember", "host", "represents", "officeOf", "establishedBy"))
_OF_STATES = frozenset(("represents", "officeOf"))
"""What the lexicon knows of the well-known: nobody's minister is another state's."""
_DAY = len("2022-10-26")
_OFTEN = 4
"""The states named most, for which anybody of the document may act."""
_EARLY = 8
"""Sentences at the beginning of a document, whose dates may be the main meeting's."""
_BESIDE = 1
"""Sentences between a meeting and a date that may be its own."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A fact that may be, with the passages that speak for it."""

    subject: str
    property: str
    object: str | Value
    passages: tuple[Passage, ...]


_KIND_AT = {kind: i for i, kind in enumerate(ENTITY_CLASSES)}
_PROPERTY_AT = {name: i for i, name in enumerate(PROPERTIES)}
FEATURES: tuple[str, ...] = (
    *(f"is {p}" for p in PROPERTIES),
    *(f"subject {k}" for k in ENTITY_CLASSES),
    *(f"object {k}" for k in ENTITY_CLASSES),
    *(f"hint {name}" for name in LINKED),
    "rule",
    "hint",
    "rival object rule",
    "rival object hint",
    "rival subject rule",
    "rival subject hint",
    "chain",
    "chain over states",
    "subject is a visit",
    "subject is a call",
    "subject has words",
    "subject mentions",
    "object mentions",
    "subject first sentence",
    "object first sentence",
    "subject in headline",
    "object in headline",
    "same sentences",
    "gap",
    "subject first",
    "sentence gap",
    "subject is main",
    "object is home",
    "home is sure",
    "object on stage",
    "object issues",
    "states",
    "officials",
    "meetings",
    "object known",
    "known affiliation",
    "object in subject's name",
    "words of subject",
    "object nearest before",
    "object nearest behind",
    "date gap",
    "date behind",
    "date nearest",
    "dates in sentence",
    "date to the day",
    "date of a year",
    "date vague",
    "word of founding",
    "word of concluding",
    "date of the document",
    "sentences with the date",
    "first sentence with the date",
    "sentences to the date",
)
_AT = {name: i for i, name in enumerate(FEATURES)}
_TAIL = _AT["rule"]
_APART = [_AT[name] for name in ("gap", "sentence gap", "same sentences", "subject first")]


@dataclass(slots=True)
class _Profile:
    """One member as the features need it."""

    sentences: NDArray[np.int64]
    starts: NDArray[np.int64]
    seen: frozenset[int]
    names: tuple[str, ...]
    words: int


def fact_candidates(
    draft: Draft,
    cast: Cast,
    signals: Signals,
    stage: Stage,
    passages: Mapping[tuple[str, str, str | Value], list[Passage]],
) -> tuple[list[Candidate], NDArray[np.float32]]:
    """Every fact that may be, and a row of `FEATURES` for each.

    Args:
        passages: the evidence of what rules state.
    """
    profiles = {m.key: _profile(m, draft) for m in cast.members.values()}
    dated = _dated(draft, cast)
    nearness = Nearness(draft, cast, stage.headlines)
    counts = {kind: sum(m.kind == kind for m in cast.members.values()) for kind in ("State", "Official", "Meeting")}
    found: list[Candidate] = []
    rows: list[NDArray[np.float32]] = []
    apart: dict[tuple[str, str], tuple[float, ...]] = {}
    nearby = _near_days(draft, cast, stage, profiles, passages)
    literals = dict.fromkeys([*dated, *nearby])
    for subject, prop, value in dict.fromkeys([*_pairs(cast, signals, stage, profiles), *literals]):
        row = np.zeros(len(FEATURES), dtype=np.float32)
        row[_PROPERTY_AT[prop]] = 1
        row[len(PROPERTIES) + _KIND_AT[cast.members[subject].kind]] = 1
        own = profiles[subject]
        if isinstance(value, str):
            _fill_pair(row, subject, prop, value, cast, signals, stage, profiles, apart)
            ranks = nearness.of(subject, value, cast.members[value].kind)
            row[_AT["object nearest before"]], row[_AT["object nearest behind"]] = ranks
        else:
            steps, day = nearby.get((subject, prop, value), (_LONG, None))
            _fill_date(row, value, dated.get((subject, prop, value), ()), day, draft)
            row[_AT["sentences to the date"]] = steps
        row[_AT["rule"]] = signals.rules.get((subject, prop, value), 0.0)
        row[_AT["subject mentions"]] = min(len(own.starts), 12)
        row[_AT["subject first sentence"]] = min(own.sentences[0], 30) if len(own.sentences) else 30
        row[_AT["subject in headline"]] = subject in stage.titled
        row[_AT["subject is main"]] = subject == stage.main
        row[_AT["states"]], row[_AT["officials"]], row[_AT["meetings"]] = counts.values()
        row[_AT["words of subject"]] = own.words
        row[_AT["subject has words"]] = bool(own.names)
        row[_AT["subject is a visit"]] = subject in stage.visits
        row[_AT["subject is a call"]] = subject in stage.calls
        rows.append(row)
        said = tuple(sorted(passages.get((subject, prop, value), ())))
        said = said or tuple(d.passage for d in dated.get((subject, prop, value), ())[:1])
        found.append(
            Candidate(subject, prop, value, said or _words_of(subject, prop, value, draft, cast, signals, stage))
        )
    return found, np.array(rows, dtype=np.float32).reshape(-1, len(FEATURES))


def _pairs(
    cast: Cast, signals: Signals, stage: Stage, profiles: Mapping[str, _Profile]
) -> Iterable[tuple[str, str, str | Value]]:
    """What may be a fact: all that a rule or a hint says, and what stands near enough to be one."""
    pairs: dict[tuple[str, str, str | Value], None] = dict.fromkeys([*signals.rules, *signals.best])
    by_sentence: dict[int, list[str]] = defaultdict(list)
    for key, profile in profiles.items():
        for sentence in profile.seen:
            by_sentence[sentence].append(key)
    stage_wide = _stage_wide(cast, stage)
    for key, profile in profiles.items():
        near = {o for s in profile.seen for d in (-1, 0, 1) for o in by_sentence.get(s + d, ())} - {key}
        for prop in _JOINING[cast.members[key].kind]:
            for other in sorted(near | stage_wide[prop]):
                if other != key and cast.members[other].kind in ENDS[prop][1]:
                    pairs[key, prop, other] = None
    kinds = {m.key: m.kind for m in cast.members.values()}
    return [
        (s, p, o)
        for s, p, o in pairs
        if kinds[s] in ENDS[p][0]
        and (isinstance(o, Value) or (o != s and kinds[o] in ENDS[p][1]))
        and not (p in _OF_STATES and isinstance(o, str) and kinds[o] == "State" and signals.known(s, o) < 0)
    ]


def _stage_wide(cast: Cast, stage: Stage) -> dict[str, frozenset[str]]:
    """What may be joined to a thing however far apart they are named: who is on stage, in short documents everybody."""
    home = frozenset((stage.home,)) if stage.home else frozenset[str]()
    stars = stage.people | stage.states | stage.issuers | home
    everybody = stars
    if len(cast.members) <= _SMALL:
        everybody = frozenset(cast.members)
    wide = {prop: everybody if prop in _DISTANT else stars if prop in _OF_PARTIES else home for prop in PROPERTIES}
    often = sorted(cast.kind("State"), key=lambda m: -len(m.mentions))[:_OFTEN]
    wide |= {prop: wide[prop] | {m.key for m in often} for prop in _OF_STATES}
    return wide | {"sessionOf": frozenset(m.key for kind in ENDS["sessionOf"][1] for m in cast.kind(kind))}


_JOINING = {
    kind: tuple(p for p, (subjects, objects) in ENDS.items() if objects and kind in subjects) for kind in ENTITY_CLASSES
}


def _profile(member: Member, draft: Draft) -> _Profile:
    mentions = [draft.mentions[i] for i in member.mentions]
    names = tuple(dict.fromkeys(normal(n) for n in member.names))
    return _Profile(
        np.array([m.sentence for m in mentions], dtype=np.int64),
        np.array([m.start for m in mentions], dtype=np.int64),
        frozenset(m.sentence for m in mentions),
        names,
        max((len(n.split()) for n in names), default=0),
    )


def _fill_pair(
    row: NDArray[np.float32],
    subject: str,
    prop: str,
    value: str,
    cast: Cast,
    signals: Signals,
    stage: Stage,
    profiles: Mapping[str, _Profile],
    apart: dict[tuple[str, str], tuple[float, ...]],
) -> None:
    own, other = profiles[subject], profiles[value]
    row[len(PROPERTIES) + len(ENTITY_CLASSES) + _KIND_AT[cast.members[value].kind]] = 1
    hints = signals.hints.get((subject, value))
    if hints is not None:
        row[_TAIL - len(LINKED) : _TAIL] = hints
        row[_AT["hint"]] = hints[LINKED.index(prop)]
    row[_AT["rival object rule"]], row[_AT["rival object hint"]] = signals.rival(subject, prop, value, as_subject=True)
    row[_AT["rival subject rule"]], row[_AT["rival subject hint"]] = signals.rival(
        value, prop, subject, as_subject=False
    )
    row[_AT["chain"]] = signals.chain(subject, prop, value)
    if prop == "participant" and cast.members[value].kind == "Official":
        states = signals.around(value, "represents", as_subject=True)
        chained = (signals.soft(value, "represents", x) * signals.soft(subject, prop, x) for x in states)
        row[_AT["chain over states"]] = max(chained, default=0.0)
    row[_AT["object mentions"]] = min(len(other.starts), 12)
    row[_AT["object first sentence"]] = min(other.sentences[0], 30) if len(other.sentences) else 30
    row[_AT["object in headline"]] = value in stage.titled
    if (subject, value) not in apart:
        apart[subject, value] = _apart(own, other)
    row[_APART] = apart[subject, value]
    row[_AT["object is home"]] = value == stage.home
    row[_AT["home is sure"]] = stage.sure
    row[_AT["object on stage"]] = value in stage.people or value in stage.states
    row[_AT["object issues"]] = value in stage.issuers
    row[_AT["object known"]] = bool(cast.members[value].known)
    row[_AT["known affiliation"]] = signals.known(subject, value)
    row[_AT["object in subject's name"]] = any(f" {o} " in f" {s} " for o in other.names for s in own.names)


def _apart(own: _Profile, other: _Profile) -> tuple[float, ...]:
    """How far apart two members are named: the features of `_APART`."""
    if not len(own.starts) or not len(other.starts):
        return _FAR, _LONG, 0, False
    sentences = np.abs(own.sentences[:, None] - other.sentences[None, :])
    together = sentences == 0
    if not together.any():
        return _FAR, min(int(sentences.min()), _LONG), 0, False
    steps = np.where(together, other.starts[None, :] - own.starts[:, None], 9999)
    nearest = int(steps.flat[np.abs(steps).argmin()])
    return min(abs(nearest), _FAR), 0, min(int(together.any(1).sum()), 6), nearest > 0


def _dated(draft: Draft, cast: Cast) -> dict[tuple[str, str, str | Value], list[Dated]]:
    """What may be dates of things, each with the sentences that may say so, the nearest first."""
    found: dict[tuple[str, str, str | Value], list[Dated]] = defaultdict(list)
    for dated in sorted(draft.dated, key=lambda d: (d.gap, d.mention)):
        member = cast.member(dated.mention)
        if member is None:
            continue
        if dated.first.datatype == "integer":
            found[member.key, "ordinal", dated.first].append(dated)
        elif member.kind == "Meeting":
            found[member.key, "startDate", dated.first].append(dated)
            if dated.last is not None:
                found[member.key, "endDate", dated.last].append(dated)
        if member.kind == "Agreement":
            found[member.key, "signed", dated.first].append(dated)
        if member.kind in ENDS["established"][0]:
            found[member.key, "established", dated.first].append(dated)
    return found


def _near_days(
    draft: Draft,
    cast: Cast,
    stage: Stage,
    profiles: Mapping[str, _Profile],
    passages: Mapping[tuple[str, str, str | Value], list[Passage]],
) -> dict[tuple[str, str, str | Value], tuple[int, Day | None]]:
    """When things may have been, with the sentences from a date to where the thing is told, and that date.

    The main meeting may also have been on the day of the document, or on any day that its first sentences give. Dates
    of other things count where their sentence tells of a founding or a conclusion.
    """
    found: dict[tuple[str, str, str | Value], tuple[int, Day | None]] = {}

    def note(key: str, prop: str, value: Value | None, day: Day, steps: int) -> None:
        if value is not None and steps < found.get((key, prop, value), (_FAR, None))[0]:
            found[key, prop, value] = steps, day

    def note_meeting(key: str, day: Day, steps: int) -> None:
        note(key, "startDate", day.first, day, steps)
        note(key, "endDate", day.last, day, steps)

    by_sentence: dict[int, list[Day]] = defaultdict(list)
    for day in draft.days:
        by_sentence[day.sentence].append(day)
        if stage.main and day.sentence < _EARLY and day.first.datatype == "date":
            note_meeting(stage.main, day, _LONG)
    if stage.main and len(draft.document.date) == _DAY:
        found.setdefault((stage.main, "startDate", Value(draft.document.date, "date")), (_LONG, None))
    at = [day.passage.start for day in draft.days]
    for (key, _, _), said in passages.items():
        if cast.members[key].kind == "Meeting":
            for told in said:
                for day in draft.days[bisect_left(at, told.start) : bisect_left(at, told.end)]:
                    note_meeting(key, day, 0)
    for member in cast.members.values():
        founded, signed = member.kind in ENDS["established"][0], member.kind == "Agreement"
        if not (founded or signed or member.kind == "Meeting"):
            continue
        for sentence in profiles[member.key].seen:
            for steps in range(-_BESIDE, _BESIDE + 1):
                for day in by_sentence.get(sentence + steps, ()):
                    if member.kind == "Meeting":
                        note_meeting(member.key, day, abs(steps))
                    if founded and day.founded:
                        note(member.key, "established", day.first, day, abs(steps))
                    if signed and day.signed:
                        note(member.key, "signed", day.first, day, abs(steps))
    return found


def _fill_date(row: NDArray[np.float32], value: Value, said: Sequence[Dated], beside: Day | None, draft: Draft) -> None:
    row[_AT["date gap"]] = _FAR
    if beside is not None:
        row[_AT["word of founding"]] = beside.founded
        row[_AT["word of concluding"]] = beside.signed
    if said:
        nearest = said[0]
        row[_AT["date gap"]] = min(nearest.gap, _FAR)
        row[_AT["date behind"]] = nearest.behind
        row[_AT["date nearest"]] = nearest.nearest
        row[_AT["dates in sentence"]] = min(nearest.dates, 5)
        row[_AT["date vague"]] = nearest.vague
        row[_AT["word of founding"]] = nearest.founded
        row[_AT["word of concluding"]] = nearest.signed
    row[_AT["date to the day"]] = value.datatype == "date"
    row[_AT["date of a year"]] = value.datatype == "gYear"
    row[_AT["date of the document"]] = value.text == draft.document.date
    row[_AT["first sentence with the date"]] = min(
        (d.sentence for d in draft.days if value in (d.first, d.last)), default=_LONG
    )
    row[_AT["sentences with the date"]] = min(len(said), 4)


def _words_of(
    subject: str, prop: str, value: str | Value, draft: Draft, cast: Cast, signals: Signals, stage: Stage
) -> tuple[Passage, ...]:
    """Where both things are named nearest to each other, for a fact that no rule states."""
    if not isinstance(value, str):
        days = [d.passage for d in draft.days if value in (d.first, d.last)][:_SMALL]
        if subject == stage.main and stage.told:  # on the day of the document, or on another day that it gives
            return (*stage.told, *days)[:2]
        named = [draft.mentions[i].passage for i in cast.members[subject].mentions[:_SMALL]]
        pairs = [(n, d) for d in days for n in named]
        return min(pairs, key=lambda pair: abs(pair[0].start - pair[1].start), default=tuple(days[:1]))
    best = signals.best.get((subject, prop, value))
    if best is not None:
        return tuple(sorted({draft.mentions[best[1]].passage, draft.mentions[best[2]].passage}))
    one, two = cast.members[subject].mentions, cast.members[value].mentions
    if not one or not two:  # the main meeting, told of by a verb only
        return (*(draft.mentions[i].passage for i in (*one[:1], *two[:1])), *stage.told)
    near = min(((abs(a - b), a, b) for a in one for b in two), default=(0, one[0], two[0]))
    return tuple(sorted({draft.mentions[near[1]].passage, draft.mentions[near[2]].passage}))

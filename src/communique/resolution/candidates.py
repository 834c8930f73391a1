"""Candidates for facts with what speaks for each, as numbers.

Rules say what sentences state, the network says what it thinks of pairs of mentions, and the document as a whole says
who is on stage. Each alone is often wrong; the judge weighs them together, pair by pair.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from communique.extraction import Draft
from communique.findings import Passage, Value
from communique.lexicon.derived import state_of_place
from communique.schema import ENDS, ENTITY_CLASSES

from .cast import Cast, Member, normal
from .dating import date_features, near_days, said_dates
from .evidence import Candidate, Evidence
from .nearness import Nearness
from .signals import LINKED, Signals
from .stage import Stage

__all__ = ["FEATURES", "fact_candidates"]

PROPERTIES = tuple(ENDS)
_FAR = 60
_LONG = 20
_LATE = 30
_SMALL = 60
"""Members of a document in which everybody may have been at every meeting; pairs cost the square."""
_UNSAID = frozenset(("participant", "party", "hasMember", "sessionOf", "holdsOffice", "represents", "officeOf"))
"""What follows from the whole of a document, too; any other fact needs a rule or a hint that says so: of 30,000 without
one in 168 documents the judge found five as likely as 0.2."""
_OF_PARTIES = frozenset(("party", "hasMember", "represents", "officeOf"))
_OF_STATES = frozenset(("represents", "officeOf"))
"""What the lexicon knows of the well-known: nobody's minister is another state's."""
_OFTEN = 4
"""The states named most, for which anybody of the document may act."""


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
    "subject is a body on stage",
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
    "share of its class",
    "sentences to a place of it",
    "date hint",
    "rival date hint",
    "words tell of a meeting",
)
_AT = {name: i for i, name in enumerate(FEATURES)}
_TAIL = _AT["rule"]
_APART = [_AT[name] for name in ("gap", "sentence gap", "same sentences", "subject first")]


@dataclass(slots=True)
class _Profile:
    """One member as the features need it.

    Attributes:
        at: where it is named or told of: token indices by sentence.
        seen: these sentences, in order.
        count: how often.
        names: in normal form.
        words: of the longest name.
    """

    at: dict[int, list[int]]
    seen: list[int]
    count: int
    names: tuple[str, ...]
    words: int


def fact_candidates(
    draft: Draft,
    cast: Cast,
    signals: Signals,
    stage: Stage,
    passages: Mapping[tuple[str, str, str | Value], Sequence[Passage]],
    told: Mapping[str, float],
) -> tuple[list[Candidate], NDArray[np.float32], "Evidence"]:
    """Every fact that may be, a row of `FEATURES` for each, and where to look up what speaks for one.

    Args:
        passages: the evidence of what rules state.
        told: how likely the network thinks that each meeting's words tell of one.
    """
    profiles = {m.key: _profile(m, draft, stage) for m in cast.members.values()}
    countries = _countries(draft, cast)
    dated = said_dates(draft, cast)
    nearness = Nearness(draft, cast, stage)
    counts = {kind: sum(m.kind == kind for m in cast.members.values()) for kind in ("State", "Official", "Meeting")}
    total = Counter(m.kind for m in cast.members.values() for _ in m.mentions)
    found: list[Candidate] = []
    rows: list[NDArray[np.float32]] = []
    nearby = near_days(draft, cast, stage, {k: p.seen for k, p in profiles.items()}, passages)
    hinted = ((thing, prop, day) for (thing, prop), days in signals.days.items() for day in days)
    literals = dict.fromkeys([*dated, *nearby, *hinted])
    subjects: dict[str, NDArray[np.float32]] = {}
    pairs: dict[tuple[str, str], NDArray[np.float32]] = {}
    for subject, prop, value in dict.fromkeys([*_pairs(cast, signals, stage, profiles), *literals]):
        own = profiles[subject]
        if subject not in subjects:
            subjects[subject] = _of_subject(cast.members[subject], own, stage, counts)
            subjects[subject][_AT["words tell of a meeting"]] = told.get(subject, 0.0)
        if isinstance(value, str):
            if (subject, value) not in pairs:
                pair = pairs[subject, value] = subjects[subject].copy()
                _fill_pair(pair, subject, value, cast, signals, stage, profiles)
                kind = cast.members[value].kind
                ranks = nearness.of(subject, value, kind)
                pair[_AT["object nearest before"]], pair[_AT["object nearest behind"]] = ranks
                pair[_AT["share of its class"]] = len(cast.members[value].mentions) / max(1, total[kind])
                if kind == "State":
                    pair[_AT["sentences to a place of it"]] = _steps(own.seen, countries.get(value, ()))
            row = pairs[subject, value].copy()
            _fill_link(row, subject, prop, value, cast, signals)
        else:
            row = subjects[subject].copy()
            steps, day = nearby.get((subject, prop, value), (_LONG, None))
            for name, number in date_features(value, dated.get((subject, prop, value), ()), day, draft):
                row[_AT[name]] = number
            row[_AT["sentences to the date"]] = steps
            row[_AT["date hint"]], row[_AT["rival date hint"]] = signals.date_hints(subject, prop, value)
        row[_PROPERTY_AT[prop]] = 1
        row[_AT["rule"]] = signals.rules.get((subject, prop, value), 0.0)
        rows.append(row)
        found.append(Candidate(subject, prop, value))
    evidence = Evidence(draft, cast, signals, stage, passages, dated)
    return found, np.array(rows, dtype=np.float32).reshape(-1, len(FEATURES)), evidence


def _of_subject(member: Member, own: _Profile, stage: Stage, counts: Mapping[str, int]) -> NDArray[np.float32]:
    """A row with what is the same for all facts of one subject."""
    row = np.zeros(len(FEATURES), dtype=np.float32)
    row[len(PROPERTIES) + _KIND_AT[member.kind]] = 1
    row[_AT["subject mentions"]] = min(own.count, 12)
    row[_AT["subject first sentence"]] = _first(own)
    row[_AT["subject in headline"]] = member.key in stage.titled
    row[_AT["subject is main"]] = member.key == stage.main
    row[_AT["subject is a body on stage"]] = member.key in stage.bodies
    row[_AT["states"]], row[_AT["officials"]], row[_AT["meetings"]] = counts.values()
    row[_AT["words of subject"]] = own.words
    row[_AT["subject has words"]] = bool(own.names)
    row[_AT["subject is a visit"]] = member.key in stage.visits
    row[_AT["subject is a call"]] = member.key in stage.calls
    return row


def _first(profile: _Profile) -> int:
    """The sentence of the first mention."""
    return min(next(iter(profile.at), _LATE), _LATE)


def _pairs(
    cast: Cast, signals: Signals, stage: Stage, profiles: Mapping[str, _Profile]
) -> Iterable[tuple[str, str, str | Value]]:
    """What may be a fact: all that a rule or a hint says, and of what may go unsaid all that stands near enough."""
    pairs: dict[tuple[str, str, str | Value], None] = dict.fromkeys([*signals.rules, *signals.best])
    by_sentence: dict[int, list[str]] = defaultdict(list)
    for key, profile in profiles.items():
        for sentence in profile.seen:
            by_sentence[sentence].append(key)
    stage_wide = _stage_wide(cast, stage)
    states = frozenset(m.key for m in cast.kind("State")) if len(cast.members) <= _SMALL else frozenset[str]()
    for key, profile in profiles.items():
        near = {o for s in profile.seen for d in (-1, 0, 1) for o in by_sentence.get(s + d, ())} - {key}
        for prop in _JOINING[cast.members[key].kind]:
            wide = stage_wide[prop]
            if prop == "hasMember" and key in stage.bodies:  # whoever sits there is listed anywhere
                wide |= states
            for other in sorted(near | wide):
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
    wide = {prop: stars if prop in _OF_PARTIES else home for prop in _UNSAID} | {"participant": everybody}
    often = sorted(cast.kind("State"), key=lambda m: -len(m.mentions))[:_OFTEN]
    wide |= {prop: wide[prop] | {m.key for m in often} for prop in _OF_STATES}
    return wide | {"sessionOf": frozenset(m.key for m in cast.kind("Forum")) | stage.bodies}


_JOINING = {kind: tuple(p for p in ENDS if p in _UNSAID and kind in ENDS[p][0]) for kind in ENTITY_CLASSES}


def _profile(member: Member, draft: Draft, stage: Stage) -> _Profile:
    mentions = [draft.mentions[i] for i in member.mentions]
    names = tuple(dict.fromkeys(normal(n) for n in member.names))
    at: dict[int, list[int]] = defaultdict(list)
    for mention in mentions:
        at[mention.sentence].append(mention.start)
    for word in stage.words.get(member.key, ()):
        at[word.sentence].append(word.at)
    count = sum(map(len, at.values()))
    return _Profile(dict(at), sorted(at), count, names, max((len(n.split()) for n in names), default=0))


def _countries(draft: Draft, cast: Cast) -> dict[str, list[int]]:
    """By state the sentences that name a place in it, the line of an agency's report included."""
    found: dict[str, set[int]] = defaultdict(set)
    for mention in draft.mentions:
        if mention.kind == "Place" or mention.form == "capital":
            state = cast.state(state_of_place(mention.text))
            if state is not None:
                found[state.key].add(mention.sentence)
    return {key: sorted(sentences) for key, sentences in found.items()}


def _steps(one: Sequence[int], other: Sequence[int]) -> int:
    """Sentences between the nearest two of two sorted lists."""
    nearest, at = _LONG, 0
    for sentence in one:
        while at < len(other) and other[at] < sentence:
            at += 1
        nearest = min([nearest, *(abs(sentence - s) for s in other[max(0, at - 1) : at + 1])])
    return nearest


def _fill_pair(
    row: NDArray[np.float32],
    subject: str,
    value: str,
    cast: Cast,
    signals: Signals,
    stage: Stage,
    profiles: Mapping[str, _Profile],
) -> None:
    """What is the same for all links between two members."""
    own, other = profiles[subject], profiles[value]
    row[len(PROPERTIES) + len(ENTITY_CLASSES) + _KIND_AT[cast.members[value].kind]] = 1
    hints = signals.hints.get((subject, value))
    if hints is not None:
        row[_TAIL - len(LINKED) : _TAIL] = hints
    row[_AT["object mentions"]] = min(other.count, 12)
    row[_AT["object first sentence"]] = _first(other)
    row[_AT["object in headline"]] = value in stage.titled
    row[_APART] = _apart(own, other)
    row[_AT["object is home"]] = value == stage.home
    row[_AT["home is sure"]] = stage.sure
    row[_AT["object on stage"]] = value in stage.people or value in stage.states
    row[_AT["object issues"]] = value in stage.issuers
    row[_AT["object known"]] = bool(cast.members[value].known)
    row[_AT["known affiliation"]] = signals.known(subject, value)
    row[_AT["object in subject's name"]] = any(f" {o} " in f" {s} " for o in other.names for s in own.names)


def _fill_link(row: NDArray[np.float32], subject: str, prop: str, value: str, cast: Cast, signals: Signals) -> None:
    """What one link between two members has of its own."""
    hints = signals.hints.get((subject, value))
    if hints is not None:
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


def _apart(own: _Profile, other: _Profile) -> tuple[float, ...]:
    """How far apart two members are named: the features of `_APART`."""
    together = own.at.keys() & other.at.keys()
    if not together:
        return _FAR, _steps(own.seen, other.seen), 0, False
    steps = (b - a for sentence in sorted(together) for a in own.at[sentence] for b in other.at[sentence])
    nearest = min(steps, key=abs)
    return min(abs(nearest), _FAR), 0, min(sum(len(own.at[sentence]) for sentence in together), 6), nearest > 0

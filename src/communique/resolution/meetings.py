"""Which sentences tell of one meeting, and what they say together."""

from calendar import month_name
from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass, field
from functools import lru_cache

from communique.extraction import Draft, EventDraft, Mention
from communique.extraction.telling import COLLECTIVE, is_call
from communique.findings import Passage, Value
from communique.resources import data_lines

from .cast import Cast, Member, normal
from .stage import Words

__all__ = ["Gathering", "settle_meetings"]

_MONTHS = frozenset(name.casefold() for name in month_name if name)
_EARLY = 6
_LIKELY = 0.5
_BESIDE = 2
"""Sentences from a meeting to one that tells who else was there."""


@dataclass(slots=True)
class Gathering:
    """One meeting under construction, each value with the passage that says it.

    Attributes:
        passing: whether it is told in passing only.
        told: whether a sentence tells of it by a verb, below the headlines.
        share: as of `EventDraft`, the highest of what tells it.
        open: whether nothing tells it as done.
        words: those that tell it without naming it.
        events: those of them that the network has hints of.
        likely: as of `EventDraft`, the highest of them.
        block, sentence: where it is told of last.
    """

    member: Member
    sort: str
    main: bool
    position: int
    names: list[str] = field(default_factory=list)
    participants: dict[str, Passage] = field(default_factory=dict)
    heads: dict[str, Passage] = field(default_factory=dict)
    hosts: dict[str, Passage] = field(default_factory=dict)
    places: dict[str, Passage] = field(default_factory=dict)
    start: tuple[Value, Passage] | None = None
    end: tuple[Value, Passage] | None = None
    ordinal: tuple[int, Passage] | None = None
    evidence: list[Passage] = field(default_factory=list)
    words: list[Words] = field(default_factory=list)
    events: list[EventDraft] = field(default_factory=list)
    likely: float = 0.0
    block: int = -1
    sentence: int = -1
    told: bool = False
    passing: bool = True
    share: float = 0.0
    open: bool = True
    forums: dict[str, Passage] = field(default_factory=dict)


def settle_meetings(
    draft: Draft, cast: Cast, title_blocks: Sequence[int], resolve: Callable[[Mention], Sequence[str]]
) -> list[Gathering]:
    """Join the events of a document into meetings; the document's own main meeting, if there is one, comes first.

    Args:
        title_blocks: indices of the blocks that are titles.
        resolve: whom a participant mention means.
    """
    gatherings: list[Gathering] = []

    def whom(mention: Mention) -> Sequence[str]:
        return resolve(mention) or _meant(mention, draft, cast, gatherings)

    for event in draft.events:
        gathering = _belonging(event, draft, gatherings, title_blocks, cast, whom)
        if gathering is None:
            if event.mention is None and not _worth_telling(event, draft, cast, gatherings, whom):
                continue
            early = event.sentence < _EARLY and not event.passing
            early = early and (event.sort != "visit" or event.start is not None)
            main = not any(g.main for g in gatherings) and (event.block in title_blocks or early)
            told_by = draft.mentions[event.mention].passage if event.mention is not None else event.word
            position = (told_by or event.evidence).start
            gathering = Gathering(cast.new("Meeting"), event.sort, main, position)
            gatherings.insert(0 if main else len(gatherings), gathering)
        _merge(gathering, event, draft, cast, whom)
        gathering.told = gathering.told or (event.told and not event.passing and event.block not in title_blocks)
        gathering.block, gathering.sentence = event.block, event.sentence
    return gatherings


@lru_cache(maxsize=1)
def _common() -> frozenset[str]:
    return frozenset(data_lines(__package__, "common_meeting_words.txt"))


def _words(name: str) -> set[str]:
    """The words that tell a meeting from others: none of "the trilateral meeting on November 13"."""
    return {w for w in normal(name).split() if not w.isdigit() and w not in _MONTHS} - _common()


def _belonging(
    event: EventDraft,
    draft: Draft,
    gatherings: Sequence[Gathering],
    title_blocks: Sequence[int],
    cast: Cast,
    resolve: Callable[[Mention], Sequence[str]],
) -> Gathering | None:
    """The meeting told of before that an event is, if it is one of them."""
    if not gatherings:
        return None
    main = gatherings[0] if gatherings[0].main else None
    if event.block in title_blocks:
        return main
    people = {
        k
        for m in event.participants
        for k in resolve(draft.mentions[m])
        if cast.members[k].kind in ("Official", "State")
    }
    early = event.told and not event.passing and event.sentence < _EARLY
    if early and main is not None and not main.told and _one_sort(main, event) and _one_time(main, event):
        present = {k for k in main.participants if cast.members[k].kind == "Official"}
        named = {k for k in people if cast.members[k].kind == "Official"}
        if not present or not named or named & present:
            return main  # the first sentence tells of what the title announces
    on_visit = event.told and main is not None and main.sort == "visit" and event.start is None
    if on_visit and event.mention is None and (not people or (main and people & set(main.participants))):
        return main  # whom one met on the visit
    if event.mention is None and event.definite:  # who was in a delegation, or there besides
        fitting = [
            g for g in gatherings if _one_sort(g, event) and _one_time(g, event) and _one_company(g, event, people)
        ]
        near = [g for g in fitting if g.block == event.block and 0 <= event.sentence - g.sentence <= _BESIDE]
        return max(near, key=lambda g: (not g.passing, g.sentence), default=main if main in fitting else None)
    possible = [
        g
        for g in gatherings
        if (event.start is None or g.start is None or g.start[0].text.startswith(event.start.text))
        and (event.ordinal is None or g.ordinal is None or g.ordinal[0] == event.ordinal)
    ]
    if event.mention is None:
        officials = {k for k in people if cast.members[k].kind == "Official"}
        return next(
            (g for g in possible if g.sort == event.sort and officials and officials <= set(g.participants)), None
        )
    name = draft.mentions[event.mention].text
    for g in possible:
        if any(normal(name) == normal(n) for n in g.names):
            return g
    if main in possible and main is not None and main.ordinal is not None and main.ordinal[0] == event.ordinal:
        return main  # "the inaugural NCG meeting" after "Inaugural Nuclear Consultative Group Meeting"
    forums = [f for f in cast.kind("Forum") if normal(name) in map(normal, f.names)]
    mine = [_words(n) for n in (name, *(n for f in forums for n in f.names))]  # "this year's JPMG": its own session
    for g in possible:
        theirs = set().union(*(_words(n) for n in g.names)) if g.names else set()
        if not mine[0]:
            if g.sort == event.sort and event.definite and event.start is None:
                return g
        elif theirs and any(m and (m <= theirs or theirs <= m) for m in mine) and g.sort == event.sort:
            return g
    return None


def _one_sort(main: Gathering, event: EventDraft) -> bool:
    return main.sort == event.sort or "visit" not in (main.sort, event.sort)


def _one_time(main: Gathering, event: EventDraft) -> bool:
    """Whether two meetings may have begun on one day, as far as they tell."""
    if main.start is None or event.start is None:
        return True
    a, b = main.start[0].text, event.start.text
    return a.startswith(b) or b.startswith(a)


def _one_company(g: Gathering, event: EventDraft, people: Set[str]) -> bool:
    """Whether a word in passing that tells of people at a place of their own may mean a meeting told before."""
    return not (event.passing and event.places and people and g.participants) or bool(people & g.participants.keys())


def _meant(mention: Mention, draft: Draft, cast: Cast, gatherings: Sequence[Gathering]) -> Sequence[str]:
    """Whom a pronoun or group word in the telling of a meeting means: "he", "the two ministers"."""
    if mention.kind != "Reference":
        return ()
    if mention.form == "person":
        return _subject_before(mention, draft, cast)
    kinds = {"persons": ("Official",), "states": ("State", "InternationalOrganization")}.get(mention.form, ())
    main = gatherings[0].participants if gatherings else {}
    meant = tuple(k for k in main if cast.members[k].kind in kinds)
    return meant if len(meant) > 1 else ()


def _subject_before(mention: Mention, draft: Draft, cast: Cast) -> Sequence[str]:
    """Who is named first in the last sentence that names anybody: its subject more often than not."""
    found: Mention | None = None
    for at in range(mention.id - 1, -1, -1):
        earlier = draft.mentions[at]
        nearest = mention.sentence - _EARLY if found is None else found.sentence - 1
        if earlier.sentence <= nearest:
            break
        if earlier.kind == "Official":
            found = earlier
    key = cast.of.get(found.id) if found is not None else None
    return (key,) if key is not None else ()


def _worth_telling(
    event: EventDraft,
    draft: Draft,
    cast: Cast,
    gatherings: Sequence[Gathering],
    whom: Callable[[Mention], Sequence[str]],
) -> bool:
    """Whether a meeting told only by a verb may be one: people or a group who met, or somebody who went to a place.

    Whether it is worth writing down is the judge's to say.
    """
    if event.definite and not event.passing:
        return False
    named = [m for m in event.participants if draft.mentions[m].kind != "Reference"]
    if event.passing and event.likely >= _LIKELY and (event.places or event.start is not None):
        return True
    if event.passing:
        return any(whom(draft.mentions[m]) for m in event.participants)
    if not gatherings and event.sort != "visit" and event.sentence < _EARLY:  # it would be the main meeting
        group = any(draft.mentions[m].kind in COLLECTIVE for m in named)
        return len(named) > 1 or (group and event.start is not None and bool(event.places))
    people = {k for m in event.participants for k in whom(draft.mentions[m])}
    alone = event.sort == "visit" or any(draft.mentions[m].kind in COLLECTIVE for m in named)
    dated = event.start is not None or event.ordinal is not None
    if event.sort == "visit":
        return bool(people) and (len(named) > 1 or bool(event.places))
    return len(people) > 1 or (alone and dated) or any(draft.mentions[m].kind == "Official" for m in named)


def _merge(
    g: Gathering, event: EventDraft, draft: Draft, cast: Cast, resolve: Callable[[Mention], Sequence[str]]
) -> None:
    if event.mention is not None:
        mention = draft.mentions[event.mention]
        cast.add(g.member, mention)
        g.names.append(mention.text)
        if mention.passage.start < g.position:
            g.position = mention.passage.start
    g.evidence.append(event.evidence)
    if event.word is not None:
        g.words.append(Words(event.sentence, event.at, event.word, event.evidence))
    g.passing, g.open = g.passing and event.passing, g.open and event.open
    g.share, g.likely = max(g.share, event.share), max(g.likely, event.likely)
    if event.hints or event.days:
        g.events.append(event)
    for ids, into in ((event.participants, g.participants), (event.heads, g.heads), (event.hosts, g.hosts)):
        for m in ids:
            for key in resolve(draft.mentions[m]):
                if cast.members[key].kind not in ("Meeting", "Forum", "Place"):
                    into.setdefault(key, event.evidence)
            body = cast.member(m)
            alone = len(event.participants) == 1 and event.mention is not None  # "the Council held its third session"
            sits = body is not None and (body.kind == "Forum" or (alone and body.kind in COLLECTIVE))
            if body is not None and sits and into is g.participants:
                g.forums.setdefault(body.key, event.evidence)
    for m in event.places:
        place = cast.member(m)
        if place is not None:
            g.places.setdefault(place.key, event.evidence)
    if event.start is not None and (g.start is None or len(event.start.text) > len(g.start[0].text)):
        g.start = (event.start, event.evidence)
        g.end = (event.end, event.evidence) if event.end is not None else g.end
    if event.ordinal is not None and g.ordinal is None:
        g.ordinal = (event.ordinal, event.evidence)
    if any(is_call(name) for name in g.names):
        g.sort = "call"

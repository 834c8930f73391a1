"""Which words of an annotated document tell of its meetings.

Meetings are annotated as things, and most have no name: "after two days of talks in Muscat the ministers …". The words
that tell of them are found by what stands beside them: of the words that may tell of a meeting those are taken whose
sentence names most of the people, states, places and days of one (distant supervision, Mintz et al. 2009,
https://aclanthology.org/P09-1113).
"""

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from communique.extraction.passing import sort_and_share
from communique.language.lemmas import Lemmas

from .treebank import UNKNOWN, Mark, Sentence

__all__ = ["EVENT", "with_triggers"]

EVENT = "event"
"""The tag set of words that tell of a meeting."""

_TAG = "B-Event"
_WEIGHTS = {"Official": 1.0, "Office": 0.8, "Place": 0.8, "Date": 0.8}
_WEIGHT = 0.6
_NEAR = 12.0
"""Words over which what stands beside a trigger counts for a third."""
_RARE = 0.2
"""Words of which fewer tell of a meeting hardly ever do."""
_LEAST = 0.75
_SURE = 1.2
"""For what is said of a meeting that has a name elsewhere in the document."""
_AROUND = ("Meeting", "Forum", "Agreement", "Office", "Organization", "InternationalOrganization", "GovernmentBody")
_POINTING = frozenset(("the", "this", "these", "that", "their", "its", "his", "her"))
_LIGHT = frozenset(("hold", "have", "conduct", "begin", "open", "start", "conclude", "resume", "complete", "continue"))
_OBJECT = 8
"""Words from "held" to a meeting's name: it tells of that one."""
_REACH = 4
"""Words from "held" to "talks": both tell of one meeting."""


@dataclass(frozen=True, slots=True)
class _Trigger:
    at: int
    share: float
    noun: bool
    lemma: str


def with_triggers(
    sentences: Sequence[Sentence], gold: Mapping[str, Any], bounds: str, lemmas: Lemmas
) -> Iterator[Sentence]:
    """A document's paragraphs with the words that tell of its meetings tagged and marked.

    Args:
        sentences: the paragraphs, with marks for names and dates.
        bounds: the tag set of sentence bounds.
        lemmas: of the words.
    """
    wanted = _details(gold)
    named = {i for s in sentences for m in s.marks if m.kind == "Meeting" for i in m.ids}
    for paragraph in sentences:
        tags = ["O"] * len(paragraph.words)
        marks = list(paragraph.marks)
        starts = [i for i, tag in enumerate(paragraph.tags[bounds]) if tag == "B"] or [0]
        for start, end in zip(starts, [*starts[1:], len(paragraph.words)], strict=True):
            triggers = _triggers(paragraph, start, end, lemmas)
            told = _told(paragraph, start, end, triggers, wanted, named)
            for trigger in triggers:
                meeting = told.get(trigger.at)
                if meeting is not None:
                    tags[trigger.at] = _TAG
                    marks.append(Mark(trigger.at, trigger.at + 1, "Meeting", (meeting,)))
                elif trigger.noun and trigger.at and paragraph.words[trigger.at - 1].lower() in _POINTING:
                    tags[trigger.at] = UNKNOWN  # "the talks" may be a meeting told of elsewhere
        yield replace(paragraph, tags={**paragraph.tags, EVENT: tags}, marks=marks)


def _details(gold: Mapping[str, Any]) -> dict[str, set[str]]:
    """By meeting the ids of what its facts name, days among them."""
    classes = {e["id"]: e["class"] for e in gold["entities"]}
    found: dict[str, set[str]] = defaultdict(set)
    for subject, prop, value in gold["facts"]:
        if "Meeting" in classes[subject] and prop != "sessionOf":
            found[subject].add(str(value))
    return found


def _days(mark: Mark) -> list[str]:
    """The first and the last day of the mark of a date."""
    return mark.ids[0].split("/")


def _triggers(paragraph: Sentence, start: int, end: int, lemmas: Lemmas) -> list[_Trigger]:
    inside = {i for m in paragraph.marks if m.kind in _AROUND for i in range(m.start, m.end)}
    found = []
    for at in range(start, end):
        word = paragraph.words[at]
        if at in inside or not word.isalpha():
            continue
        options = [(part, lemmas.lemma(word.lower(), part)) for part in ("VERB", "NOUN")]
        known = [(share, part, lemma) for part, lemma in options if (share := sort_and_share(lemma, part)[1]) > _RARE]
        if known and (known[0][2] != "be" or _is_stay(paragraph, at)):
            share, part, lemma = max(known)
            found.append(_Trigger(at, share, part == "NOUN", lemma))
    nouns = [t.at for t in found if t.noun]
    return [t for t in found if t.lemma != "have" or any(0 < at - t.at <= _REACH for at in nouns)]


def _is_stay(paragraph: Sentence, at: int) -> bool:
    """Whether a form of "be" puts somebody in a place: "was in Brasília"."""
    return paragraph.words[at].lower() != "where" and " ".join(paragraph.words[at + 1 : at + 2]).lower() in ("in", "at")


def _told(
    paragraph: Sentence,
    start: int,
    end: int,
    triggers: Sequence[_Trigger],
    wanted: Mapping[str, set[str]],
    named: set[str],
) -> dict[int, str]:
    """The meeting that each trigger of a sentence tells of, if it tells of one."""
    beside = [m for m in paragraph.marks if start <= m.start < end]
    here = {i for m in beside if m.kind == "Meeting" for i in m.ids}
    names = [m.start for m in beside if m.kind == "Meeting"]
    triggers = [t for t in triggers if t.noun or not any(0 < at - t.at <= _OBJECT for at in names)]
    scored = []
    for meeting, details in wanted.items():
        if meeting in here:
            continue
        for trigger in triggers:
            best: dict[str, float] = {}
            for mark in beside:
                for thing in details.intersection(_days(mark) if mark.kind == "Date" else mark.ids):
                    near = math.exp(-min(abs(mark.start - trigger.at), abs(mark.end - 1 - trigger.at)) / _NEAR)
                    weight = _WEIGHTS.get(mark.kind, _WEIGHT)
                    best[thing] = max(best.get(thing, 0.0), weight * (0.5 + 0.5 * near))
            least = _SURE if meeting in named else _LEAST
            if sum(best.values()) >= least:
                scored.append((sum(best.values()) + trigger.share, -trigger.at, trigger, meeting))
    told: dict[int, str] = {}
    for _, _, trigger, meeting in sorted(scored, key=lambda s: s[:2], reverse=True):
        if trigger.at not in told and meeting not in told.values():
            told[trigger.at] = meeting
    for trigger in triggers:
        for other in triggers:
            if trigger.lemma in _LIGHT and other.noun and 0 < other.at - trigger.at <= _REACH:
                both = told.get(trigger.at) or told.get(other.at)
                if both:
                    told.setdefault(trigger.at, both)
                    told.setdefault(other.at, both)
    return told

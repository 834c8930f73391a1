"""What the network thinks of pairs: which properties join two mentions, or a mention and a date; who has which role.

A hint is no fact yet: resolution weighs it together with what the sentences state and what the whole document says.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from communique.language.components import has_scores, links_of
from communique.schema import DATES, ENDS, LINKS, ROLES

from .draft import DateHint, Hint, Mention
from .paragraph import Paragraph

__all__ = ["date_hints", "find_hints", "hints_of_meetings", "role_hints"]

_LEAST = 0.03
_FAR = 200
_AT_ONCE = 64
# Words between two mentions: the network sees about as many at once, and pairs cost the square of a paragraph.
_PROPERTIES = tuple(name for name in LINKS if name not in ROLES and name not in DATES)
_DATE_COLUMNS = [LINKS.index(name) for name in DATES]
_COLUMNS = [LINKS.index(name) for name in _PROPERTIES]
_ROLES = tuple(ROLES)
_ROLE_COLUMNS = [LINKS.index(name) for name in _ROLES]
_IN_ROLES = frozenset().union(*ROLES.values())


def find_hints(paragraph: Paragraph) -> Iterator[Hint]:
    """The likely facts between the paragraph's mentions, in text order."""
    mentions = [m for m in paragraph.mentions if m.kind != "Reference"]
    if len(mentions) < 2 or not has_scores(paragraph.doc):
        return
    starts = np.array([m.start for m in mentions])
    for low in range(0, len(mentions), _AT_ONCE):
        subjects = mentions[low : low + _AT_ONCE]
        first = int(np.searchsorted(starts, subjects[0].start - _FAR))
        last = int(np.searchsorted(starts, subjects[-1].start + _FAR))
        objects = mentions[first:last]
        odds = links_of(paragraph.doc, _spans(subjects), _spans(objects), _COLUMNS)
        probable = 1 / (1 + np.exp(-odds))
        probable *= np.array([[_allowed(s.kind, o.kind) for o in objects] for s in subjects])
        for i, j, k in np.argwhere(probable >= _LEAST).tolist():
            if subjects[i].id != objects[j].id:
                yield Hint(subjects[i].id, _PROPERTIES[k], objects[j].id, round(float(probable[i, j, k]), 3))


def hints_of_meetings(
    paragraph: Paragraph, words: Sequence[int]
) -> list[tuple[tuple[tuple[str, int, float], ...], tuple[DateHint, ...]]]:
    """What the network thinks of words that tell of meetings: property, mention id, probability; and dates.

    Args:
        words: token indices.
    """
    mentions = [m for m in paragraph.mentions if m.kind != "Reference"]
    spans = [(word, word + 1) for word in words]
    found: list[list[tuple[str, int, float]]] = [[] for _ in words]
    if words and mentions:
        odds = links_of(paragraph.doc, spans, _spans(mentions), _COLUMNS)
        probable = 1 / (1 + np.exp(-odds))
        probable *= np.array([_allowed("Meeting", m.kind) for m in mentions])
        for i, j, k in np.argwhere(probable >= _LEAST).tolist():
            if abs(mentions[j].start - words[i]) <= _FAR:
                found[i].append((_PROPERTIES[k], mentions[j].id, round(float(probable[i, j, k]), 3)))
    days: list[list[DateHint]] = [[] for _ in words]
    for i, hint in _dated(paragraph, spans, ["Meeting"] * len(words), [-1] * len(words)):
        days[i].append(hint)
    return [(tuple(who), tuple(when)) for who, when in zip(found, days, strict=True)]


def date_hints(paragraph: Paragraph) -> Iterator[DateHint]:
    """The likely dates of the paragraph's mentions."""
    things = [m for m in paragraph.mentions if m.start >= 0 and any(m.kind in ENDS[prop][0] for prop in DATES)]
    if has_scores(paragraph.doc):
        for _, hint in _dated(paragraph, _spans(things), [m.kind for m in things], [m.id for m in things]):
            yield hint


def _dated(
    paragraph: Paragraph, spans: Sequence[tuple[int, int]], kinds: Sequence[str], ids: Sequence[int]
) -> Iterator[tuple[int, DateHint]]:
    """The likely dates of things, each with the thing's index."""
    dates = [d for _, sentence in paragraph.sentences for d in paragraph.dates(sentence)]
    if not spans or not dates:
        return
    odds = links_of(paragraph.doc, spans, [(start, end) for _, start, end in dates], _DATE_COLUMNS)
    probable = 1 / (1 + np.exp(-odds))
    for i, j, k in np.argwhere(probable >= _LEAST).tolist():
        day, start, end = dates[j]
        value = day.last if DATES[k] == "endDate" else day.first
        if kinds[i] in ENDS[DATES[k]][0] and value is not None and abs(start - spans[i][0]) <= _FAR:
            probability = round(float(probable[i, j, k]), 3)
            yield i, DateHint(ids[i], DATES[k], value, paragraph.passage(start, end), probability)


def role_hints(paragraph: Paragraph, start: int, end: int) -> tuple[tuple[str, int, float], ...]:
    """The mentions that may stand in the roles of the act whose content is a stretch: role, mention id, probability."""
    near = [m for m in paragraph.mentions if m.kind in _IN_ROLES and start - _FAR <= m.start <= end + _FAR]
    if not near:
        return ()
    odds = links_of(paragraph.doc, [(start, end)], _spans(near), _ROLE_COLUMNS)[0]
    probable = 1 / (1 + np.exp(-odds))
    return tuple(
        (role, near[j].id, round(float(probable[j, k]), 3))
        for j, k in np.argwhere(probable >= _LEAST).tolist()
        if near[j].kind in ROLES[role := _ROLES[k]]
    )


def _spans(mentions: Sequence[Mention]) -> list[tuple[int, int]]:
    return [(m.start, m.end) for m in mentions]


@lru_cache(maxsize=256)
def _allowed(subject: str, value: str) -> NDArray[np.bool_]:
    return np.array([subject in ENDS[p][0] and value in ENDS[p][1] for p in _PROPERTIES])

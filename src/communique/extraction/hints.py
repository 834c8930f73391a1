"""What the network thinks of pairs: which properties join two mentions, or a mention and a date; who has which role.

A hint is no fact yet: resolution weighs it together with what the sentences state and what the whole document says.
"""

from collections.abc import Collection, Iterator, Sequence
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
_DATE = "Date"
_End = tuple[int, int, str]
"""From which token up to which something stands, and its class."""
_IN_ROLES = frozenset().union(*ROLES.values())


def find_hints(paragraph: Paragraph) -> Iterator[Hint]:
    """The likely facts between the paragraph's mentions, in text order."""
    mentions = [m for m in paragraph.mentions if m.kind != "Reference"]
    if len(mentions) < 2 or not has_scores(paragraph.doc):
        return
    ends = _ends(mentions)
    for i, j, k, probability in _likely(paragraph, ends, ends, _COLUMNS):
        if mentions[i].id != mentions[j].id:
            yield Hint(mentions[i].id, _PROPERTIES[k], mentions[j].id, probability)


def hints_of_meetings(
    paragraph: Paragraph, words: Collection[int]
) -> dict[int, tuple[tuple[tuple[str, int, float], ...], tuple[DateHint, ...]]]:
    """What the network thinks of words that tell of meetings: property, mention id, probability; and dates.

    Args:
        words: token indices.
    """
    mentions = [m for m in paragraph.mentions if m.kind != "Reference"]
    told = [(word, word + 1, "Meeting") for word in sorted(set(words))]
    found: dict[int, list[tuple[str, int, float]]] = {word: [] for word, _, _ in told}
    days: dict[int, list[DateHint]] = {word: [] for word, _, _ in told}
    for i, j, k, probability in _likely(paragraph, told, _ends(mentions), _COLUMNS):
        if abs(mentions[j].start - told[i][0]) <= _FAR:
            found[told[i][0]].append((_PROPERTIES[k], mentions[j].id, probability))
    for i, hint in _dated(paragraph, told, [-1] * len(told)):
        days[told[i][0]].append(hint)
    return {word: (tuple(found[word]), tuple(days[word])) for word in found}


def date_hints(paragraph: Paragraph) -> Iterator[DateHint]:
    """The likely dates of the paragraph's mentions."""
    things = [m for m in paragraph.mentions if m.start >= 0 and any(m.kind in ENDS[prop][0] for prop in DATES)]
    if has_scores(paragraph.doc):
        for _, hint in _dated(paragraph, _ends(things), [m.id for m in things]):
            yield hint


def _dated(paragraph: Paragraph, things: Sequence[_End], ids: Sequence[int]) -> Iterator[tuple[int, DateHint]]:
    """The likely dates of things, each with the thing's index."""
    dates = [d for _, sentence in paragraph.sentences for d in paragraph.dates(sentence)]
    for i, j, k, probability in _likely(paragraph, things, [(s, e, _DATE) for _, s, e in dates], _DATE_COLUMNS):
        day, start, end = dates[j]
        value = day.last if DATES[k] == "endDate" else day.first
        if value is not None and abs(start - things[i][0]) <= _FAR:
            yield i, DateHint(ids[i], DATES[k], value, paragraph.passage(start, end), probability)


def _likely(
    paragraph: Paragraph, subjects: Sequence[_End], objects: Sequence[_End], columns: Sequence[int]
) -> Iterator[tuple[int, int, int, float]]:
    """The likely links that the ontology allows: indices of subject, object and column, and the probability.

    Both sides are in text order, and a few subjects at a time are held against what is near them.
    """
    starts = np.array([start for start, _, _ in objects])
    for low in range(0, len(subjects), _AT_ONCE):
        group = subjects[low : low + _AT_ONCE]
        first = int(np.searchsorted(starts, group[0][0] - _FAR))
        near = objects[first : int(np.searchsorted(starts, group[-1][0] + _FAR))]
        if not near:
            continue
        odds = links_of(paragraph.doc, [e[:2] for e in group], [e[:2] for e in near], columns)
        probable = 1 / (1 + np.exp(-odds))
        probable *= np.array([[_allowed(s, o) for _, _, o in near] for _, _, s in group])
        for i, j, k in np.argwhere(probable >= _LEAST).tolist():
            yield low + i, first + j, k, round(float(probable[i, j, k]), 3)


def role_hints(paragraph: Paragraph, start: int, end: int) -> tuple[tuple[str, int, float], ...]:
    """The mentions that may stand in the roles of the act whose content is a stretch: role, mention id, probability."""
    near = [m for m in paragraph.mentions if m.kind in _IN_ROLES and start - _FAR <= m.start <= end + _FAR]
    if not near:
        return ()
    odds = links_of(paragraph.doc, [(start, end)], [(m.start, m.end) for m in near], _ROLE_COLUMNS)[0]
    probable = 1 / (1 + np.exp(-odds))
    return tuple(
        (role, near[j].id, round(float(probable[j, k]), 3))
        for j, k in np.argwhere(probable >= _LEAST).tolist()
        if near[j].kind in ROLES[role := _ROLES[k]]
    )


def _ends(mentions: Sequence[Mention]) -> list[_End]:
    return [(m.start, m.end, m.kind) for m in mentions]


@lru_cache(maxsize=256)
def _allowed(subject: str, value: str) -> NDArray[np.bool_]:
    if value == _DATE:
        return np.array([subject in ENDS[p][0] for p in DATES])
    return np.array([subject in ENDS[p][0] and value in ENDS[p][1] for p in _PROPERTIES])

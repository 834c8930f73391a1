"""What the network thinks of pairs: which properties join two mentions, or a mention and a date; who has which role.

A hint is no fact yet: resolution weighs it together with what the sentences state and what the whole document says.
"""

from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence

import numpy as np

from communique.language.components import has_scores, links_of
from communique.schema import DATES, ENDS, ENTITY_CLASSES, LINKS, ROLES

from .draft import DateHint, Hint, Mention
from .paragraph import Paragraph

__all__ = ["date_hints", "find_hints", "hints_of_meetings", "role_hints"]

_LEAST_ODDS = -3.476
"""Log-odds of a probability of 0.03."""
_FAR = 200
_AT_ONCE = 64
# Words between two mentions: the network sees about as many at once, and pairs cost the square of a paragraph.
_ROLE_COLUMNS = slice(len(ROLES))
_COLUMNS = slice(len(ROLES), len(LINKS) - len(DATES))
_DATE_COLUMNS = slice(len(LINKS) - len(DATES), len(LINKS))
_DATE, _ACT = "Date", "Act"
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
            yield Hint(mentions[i].id, LINKS[_COLUMNS][k], mentions[j].id, probability)


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
            found[told[i][0]].append((LINKS[_COLUMNS][k], mentions[j].id, probability))
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
    paragraph: Paragraph, subjects: Sequence[_End], objects: Sequence[_End], columns: slice
) -> Iterator[tuple[int, int, int, float]]:
    """The likely links that the ontology allows: indices of subject, object and column, and the probability.

    Both sides are in text order, and a few subjects at a time are held against what is near them.
    """
    starts = [start for start, _, _ in objects]
    for low in range(0, len(subjects), _AT_ONCE):
        group = subjects[low : low + _AT_ONCE]
        first = bisect_left(starts, group[0][0] - _FAR)
        near = objects[first : bisect_left(starts, group[-1][0] + _FAR)]
        if not near:
            continue
        odds = links_of(paragraph.doc, [e[:2] for e in group], [e[:2] for e in near], columns)
        allowed = _ALLOWED[[_CLASS[c] for _, _, c in group]][:, [_CLASS[c] for _, _, c in near], columns]
        hits = np.nonzero((odds >= _LEAST_ODDS) & allowed)
        chances = (1 / (1 + np.exp(-odds[hits]))).tolist()
        for i, j, k, probability in zip(*(axis.tolist() for axis in hits), chances, strict=True):
            yield low + i, first + j, k, round(probability, 3)


def role_hints(paragraph: Paragraph, contents: Sequence[tuple[int, int]]) -> list[tuple[tuple[str, int, float], ...]]:
    """For each act the mentions that may stand in its roles: role, mention id, probability.

    Args:
        contents: the stretches of the acts' contents, in text order.
    """
    near = [m for m in paragraph.mentions if m.kind in _IN_ROLES]
    found: list[list[tuple[str, int, float]]] = [[] for _ in contents]
    acts = [(start, end, _ACT) for start, end in contents]
    for i, j, k, probability in _likely(paragraph, acts, _ends(near), _ROLE_COLUMNS):
        if abs(near[j].start - contents[i][0]) <= _FAR:
            found[i].append((LINKS[_ROLE_COLUMNS][k], near[j].id, probability))
    return [tuple(hints) for hints in found]


def _ends(mentions: Sequence[Mention]) -> list[_End]:
    return [(m.start, m.end, m.kind) for m in mentions]


def _allowed(subject: str, link: str, value: str) -> bool:
    """Whether the ontology lets a link join two classes; an act has roles, and a date is one of a thing."""
    if link in ROLES:
        return subject == _ACT and value in ROLES[link]
    subjects, objects = ENDS[link]
    return subject in subjects and (value == _DATE if link in DATES else value in objects)


_CLASS = {name: i for i, name in enumerate((*ENTITY_CLASSES, _DATE, _ACT))}
_ALLOWED = np.array([[[_allowed(s, link, o) for link in LINKS] for o in _CLASS] for s in _CLASS])
"""By subject's class, object's class and link."""

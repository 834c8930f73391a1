"""Who is in the foreground at a place of a text: whom the words before it named last.

What is said of "he", "both sides" or "the ministers" mostly continues with whom the words just before name, not with
who is on stage in the document as a whole (centering, Grosz, Joshi and Weinstein 1995, https://aclanthology.org/J95-2003).
"""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from communique.extraction import ActDraft, Draft

from .cast import Cast

__all__ = ["FAR", "Foreground", "View"]

FAR = 8
"""Ranks from here on are one."""
_PEOPLE = "Official"
_SIDES = ("State", "InternationalOrganization", "Organization", "GovernmentBody", "Forum")
_LONG = 60
"""How many names back one looks."""
_NEAR = 2
"""So many of the people and of the sides named last may be meant by a pronoun."""
_Named = list[tuple[int, int, str]]
"""Offset, sentence and key of each name, in text order."""


@dataclass(frozen=True, slots=True)
class View:
    """The foreground at one place.

    Attributes:
        ranks: for the people and the sides named before, how many others of them were named since.
        leading: who is named first in the last sentence that names any, of the people and of the sides.
        several: the last people, and the last sides, that one sentence names together.
    """

    ranks: Mapping[str, int]
    leading: frozenset[str]
    several: tuple[frozenset[str], ...]

    @property
    def near(self) -> frozenset[str]:
        """Whom a pronoun or a group word may mean here."""
        return frozenset(k for k, rank in self.ranks.items() if rank < _NEAR).union(*self.several)


class Foreground:
    """Looks up the foreground at places of a text.

    Args:
        holders: who holds each office, by key: a title in the text names its holder.
    """

    def __init__(self, draft: Draft, cast: Cast, holders: Mapping[str, Sequence[str]]) -> None:
        self._named: tuple[_Named, _Named] = ([], [])
        for mention in draft.mentions:
            member = cast.member(mention.id)
            if member is None:
                continue
            key, kind = member.key, member.kind
            if kind == "Office" and len(holders.get(key, ())) == 1:
                key, kind = holders[key][0], _PEOPLE
            if kind == _PEOPLE or kind in _SIDES:
                self._named[kind != _PEOPLE].append((mention.passage.start, mention.sentence, key))
        for named in self._named:
            named.sort()

    def at(self, position: int) -> View:
        """The foreground at an offset into the document's text."""
        ranks: dict[str, int] = {}
        leading: list[str] = []
        several: list[frozenset[str]] = []
        for named in self._named:
            end = bisect_left(named, (position,))
            before = named[max(0, end - _LONG) : end]
            own: dict[str, int] = {}
            for _, _, key in reversed(before):
                own.setdefault(key, len(own))
            ranks |= own
            if before:
                leading.append(next(key for _, sentence, key in before if sentence == before[-1][1]))
            several.append(_together(before))
        return View(ranks, frozenset(leading), tuple(several))

    def of(self, told: ActDraft, draft: Draft) -> View:
        """The foreground where an act is told: before the word that stands for its holder, if that is no name."""
        words = [draft.mentions[m] for m in told.by[:1] if draft.mentions[m].kind == "Reference"]
        return self.at(min([told.span.start, *(w.passage.start for w in words)]))


def _together(before: _Named) -> frozenset[str]:
    """The last that one sentence names together."""
    found: set[str] = set()
    last = -1
    for _, sentence, key in reversed(before):
        if sentence != last:
            if len(found) > 1:
                break
            found, last = set(), sentence
        found.add(key)
    return frozenset(found) if len(found) > 1 else frozenset()

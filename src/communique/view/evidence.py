"""The words behind a fact: a quotation, and which of its words to mark."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rdflib.term import Node as Term

from .text import utf16_length

__all__ = ["Evidence", "Quotations"]

SENTENCE = 48
"""A shorter quotation is shown inside a longer one that has it, where there is one (characters)."""

LONGEST = 2000
"""Characters of a quotation that are kept: far more than any sentence, far less than a hostile document."""

FACT_QUOTES = 12
"""Quotations that a fact or an act keeps."""


@dataclass(frozen=True, slots=True, order=True)
class Evidence:
    """A quotation, by its index in `Network.quotes`, and the marked stretches in it, in UTF-16 code units."""

    document: int
    quote: int
    marks: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class _Place:
    document: int
    start: int
    end: int


class Quotations:
    """All passages of a graph, and the quotations that are shown of them."""

    def __init__(self) -> None:
        self._places: dict[Term, _Place] = {}
        self._texts: dict[_Place, str] = {}
        self._sentences: dict[int, list[_Place]] = {}
        self._quotes: dict[_Place, int] = {}
        self._named: dict[Term, dict[int, list[_Place]]] = defaultdict(lambda: defaultdict(list))

    def add(self, passage: Term, document: int, start: int, quote: str) -> None:
        """Take in a passage: `quote` stands at `start` in the document's text. Endless ones are cut."""
        if len(quote) > LONGEST:
            quote = quote[: LONGEST - 1] + "…"
        place = _Place(document, start, start + len(quote))
        if quote.strip():
            self._places[passage] = place
            self._texts[place] = quote

    @property
    def quotes(self) -> tuple[tuple[int, str], ...]:
        """The quotations used: index of the document, and the text."""
        return tuple((place.document, self._texts[place]) for place in self._quotes)

    def place(self, passage: Term) -> tuple[int, int] | None:
        """Document and offset of a passage, or None for one that isn't known."""
        found = self._places.get(passage)
        return (found.document, found.start) if found else None

    def mentions(self, passages: Iterable[Term], limit: int) -> tuple[Evidence, ...]:
        """Where something is named: the sentence around each mention, the documents by turns, at most `limit`."""
        by_document: dict[int, list[_Place]] = defaultdict(list)
        for place in sorted(self._known(passages)):
            by_document[place.document].append(place)
        turns = sorted((turn, place) for places in by_document.values() for turn, place in enumerate(places))
        return self._marked((place, self._around(place)) for _, place in turns[:limit])

    def name(self, entity: Term, passages: Iterable[Term]) -> None:
        """Take in where an entity is named."""
        for place in sorted(self._known(passages)):
            self._named[entity][place.document].append(place)

    def facts(self, passages: Iterable[Term], subject: Term, value: Term) -> tuple[Evidence, ...]:
        """Quotations of a fact, with the names of its subject and object marked."""
        pairs = []
        for place in sorted(set(self._known(passages)))[:FACT_QUOTES]:
            outer = self._around(place)
            inner = [place]
            if outer == place:
                inner = [*self._within(place, subject), *self._within(place, value)]
            pairs += [(name, outer) for name in inner] or [(place, outer)]
        return self._marked(pairs)

    def acts(self, passages: Iterable[Term], content: str) -> tuple[Evidence, ...]:
        """Quotations of an act, with its content marked."""
        pairs = []
        for place in sorted(set(self._known(passages)))[:FACT_QUOTES]:
            found = _stretch(self._texts[place], content)
            inner = place
            if found:
                inner = _Place(place.document, place.start + found[0], place.start + found[1])
            pairs.append((inner, place))
        return self._marked(pairs)

    def _within(self, place: _Place, entity: Term) -> Sequence[_Place]:
        if entity not in self._named:
            return ()
        names = self._named[entity].get(place.document, [])
        first = bisect_left(names, _Place(place.document, place.start, 0))
        last = bisect_left(names, _Place(place.document, place.end, 0))
        return [name for name in names[first:last] if name.end <= place.end]

    def _known(self, passages: Iterable[Term]) -> Iterable[_Place]:
        return (self._places[passage] for passage in passages if passage in self._places)

    def _around(self, place: _Place) -> _Place:
        """The shortest sentence that has the passage in it, or the passage itself."""
        if place.end - place.start >= SENTENCE:
            return place
        if not self._sentences:
            for other in sorted(self._texts):
                if other.end - other.start >= SENTENCE:
                    self._sentences.setdefault(other.document, []).append(other)
        candidates = self._sentences.get(place.document, [])
        before = bisect_right(candidates, _Place(place.document, place.start + 1, 0))
        near: Sequence[_Place] = candidates[max(0, before - 64) : before]
        around = [other for other in near if other.start <= place.start and place.end <= other.end]
        return min(around, key=lambda other: (other.end - other.start, other.start), default=place)

    def _marked(self, pairs: Iterable[tuple[_Place, _Place]]) -> tuple[Evidence, ...]:
        marks: dict[_Place, set[tuple[int, int]]] = {}
        for inner, outer in pairs:
            stretches = marks.setdefault(outer, set())
            if inner != outer:
                text = self._texts[outer]
                start = utf16_length(text[: inner.start - outer.start])
                stretches.add((start, start + utf16_length(text[inner.start - outer.start : inner.end - outer.start])))
        return tuple(
            Evidence(outer.document, self._quotes.setdefault(outer, len(self._quotes)), _merged(stretches))
            for outer, stretches in marks.items()
        )


def _stretch(text: str, words: str) -> tuple[int, int] | None:
    """Where the words stand in a text, whatever white space is between them."""
    words = " ".join(words.split())
    if not words:
        return None
    start = text.find(words)
    if start >= 0:
        return start, start + len(words)
    offsets = [at for at, letter in enumerate(text) if not (letter.isspace() and at and text[at - 1].isspace())]
    start = "".join(" " if text[at].isspace() else text[at] for at in offsets).find(words)
    return (offsets[start], offsets[start + len(words) - 1] + 1) if start >= 0 else None


def _merged(stretches: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(stretches):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)

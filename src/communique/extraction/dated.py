"""Dates beside things that have dates: what may be when a meeting was, a forum was founded, an agreement was signed."""

from collections.abc import Iterator

from .draft import Dated, Day, Mention
from .institutions import CONCLUDING, FOUNDED, FOUNDING
from .paragraph import Paragraph

__all__ = ["find_dated", "find_days"]

_EARLY = 8
_DATED = ("Meeting", "Forum", "Agreement", "Organization", "InternationalOrganization", "GovernmentBody")


def find_dated(paragraph: Paragraph) -> Iterator[Dated]:
    """Every date of a sentence with every thing of the sentence that may have it."""
    for number, sentence in paragraph.sentences:
        dates = paragraph.dates(sentence)
        things = [m for m in paragraph.mentions if m.kind in _DATED and m.sentence == number]
        if not dates or not things:
            continue
        lemmas = {t.lemma_.lower() for t in sentence}
        founded, signed = bool(lemmas & (FOUNDING | FOUNDED)), bool(lemmas & CONCLUDING)
        for found, start, end in dates:
            nearest = {kind: min(_gap(m, start, end) for m in things if m.kind == kind) for kind in _kinds(things)}
            for thing in things:
                gap = _gap(thing, start, end)
                yield Dated(
                    mention=thing.id,
                    first=found.first,
                    last=found.last,
                    passage=paragraph.passage(min(thing.start, start), max(thing.end, end)),
                    gap=gap,
                    behind=start >= thing.start,
                    nearest=gap == nearest[thing.kind],
                    dates=len(dates),
                    vague=found.vague,
                    founded=founded,
                    signed=signed,
                )


def find_days(paragraph: Paragraph) -> Iterator[Day]:
    """The days that the document's first sentences give."""
    for number, sentence in paragraph.sentences:
        if number < _EARLY:
            for found, start, end in paragraph.dates(sentence):
                if found.first.datatype == "date":
                    yield Day(found.first, found.last, number, paragraph.passage(start, end))


def _kinds(things: list[Mention]) -> set[str]:
    return {m.kind for m in things}


def _gap(mention: Mention, start: int, end: int) -> int:
    """Words between a mention and a date; 0 where one holds the other."""
    return max(0, start - mention.end + 1 if start >= mention.end else mention.start - end + 1)

"""Dates and ordinals beside things: when a meeting may have been, or a forum founded, and the how-manieth it may be."""

from collections.abc import Iterator

from spacy.tokens import Span

from communique.findings import Value
from communique.lexicon.derived import deeds

from .draft import Dated, Day, Mention
from .ordinals import count_at
from .paragraph import Paragraph

__all__ = ["find_counted", "find_dated", "find_days"]

_BEFORE = 4
"""Words between an ordinal and the meeting that it counts: "the second annual high-level economic dialogue"."""
_DATED = ("Meeting", "Forum", "Agreement", "Organization", "InternationalOrganization", "GovernmentBody")


def find_dated(paragraph: Paragraph) -> Iterator[Dated]:
    """Every date of a sentence with every thing of the sentence that may have it."""
    for number, sentence in paragraph.sentences:
        dates = paragraph.dates(sentence)
        things = [m for m in paragraph.mentions if m.kind in _DATED and m.sentence == number]
        if not dates or not things:
            continue
        founded, signed = _deeds_of(paragraph, sentence)
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


def find_counted(paragraph: Paragraph) -> Iterator[Dated]:
    """Every ordinal in a meeting's words or right before them."""
    meetings = [m for m in paragraph.mentions if m.kind == "Meeting" and m.start >= 0]
    for meeting in meetings:
        reach = paragraph.doc[max(0, meeting.start - _BEFORE) : meeting.end]
        counted = [(token, number) for token in reach if (number := count_at(token)) is not None]
        nearest = min((_gap(meeting, t.i, t.i + 1) for t, _ in counted), default=0)
        for token, number in counted:
            gap = _gap(meeting, token.i, token.i + 1)
            yield Dated(
                mention=meeting.id,
                first=Value(str(number), "integer"),
                last=None,
                passage=paragraph.passage(min(meeting.start, token.i), meeting.end),
                gap=gap,
                behind=token.i >= meeting.start,
                nearest=gap == nearest,
                dates=len(counted),
                vague=False,
                founded=False,
                signed=False,
            )


def find_days(paragraph: Paragraph) -> Iterator[Day]:
    """The dates that the document's sentences give."""
    for number, sentence in paragraph.sentences:
        dates = paragraph.dates(sentence)
        founded, signed = _deeds_of(paragraph, sentence) if dates else (False, False)
        for found, start, end in dates:
            yield Day(found.first, found.last, number, paragraph.passage(start, end), founded, signed)


def _deeds_of(paragraph: Paragraph, sentence: Span) -> tuple[bool, bool]:
    """Whether a sentence has a word of founding, of concluding."""
    founding = deeds("founding") | deeds("founded")
    return bool(paragraph.words(sentence, founding)), bool(paragraph.words(sentence, deeds("concluding")))


def _kinds(things: list[Mention]) -> set[str]:
    return {m.kind for m in things}


def _gap(mention: Mention, start: int, end: int) -> int:
    """Words between a mention and a date; 0 where one holds the other."""
    return max(0, start - mention.end + 1 if start >= mention.end else mention.start - end + 1)

"""One document through all of extraction."""

import re
from collections.abc import Sequence
from datetime import date

from spacy.tokens import Doc

from communique.document import Block, Document

from .acts import find_acts
from .credits import find_credits
from .dated import find_counted, find_dated, find_days
from .dates import find_dates
from .draft import ActDraft, Dated, DateHint, Day, Draft, EventDraft, Hint, Link, Mention
from .hinted_events import heard_events
from .hints import date_hints, find_hints
from .institutions import find_institutions
from .joining import find_joining
from .meetings import find_events
from .mentions import find_mentions
from .officials import find_officials
from .paragraph import Paragraph
from .speakers import find_speakers
from .voices import find_quotations, find_turns

__all__ = ["extract", "texts_of"]

_OPENING_BLOCKS, _OPENING = 8, 1200
_HEAD_BLOCKS, _HEAD = 4, 120
_AHEAD = 2
"""Years that a text looks ahead: "will meet again in 2026"."""
_YEAR = re.compile(r"\b(?:1[89]|20)\d\d\b")
_PLACE = re.compile(r"^([^\W\d_][\w.’' -]{1,40}?)\s*(?:,|\(|[–—-] |/)")
_AGENCY = re.compile(r"\(([^\W\d_][\w.&’' -]{1,40})\)")


def texts_of(document: Document) -> list[str]:
    """What the language pipeline reads of a document: each block's text behind a news date line."""
    return [block.text[block.date_line :] for block in document.blocks]


def extract(document: Document, docs: Sequence[Doc]) -> Draft:
    """What the sentences of a document say.

    Args:
        document: the document.
        docs: the parse of each of `texts_of`, in order.
    """
    today = _date(document.info.date) or _opening(document)
    paragraphs: list[Paragraph] = []
    mentions: list[Mention] = []
    links: list[Link] = []
    events: list[EventDraft] = []
    acts: list[ActDraft] = []
    hints: list[Hint] = []
    of_dates: list[DateHint] = []
    dated: list[Dated] = []
    days: list[Day] = []
    surnames: set[str] = set()
    sentence = 0
    here: Mention | None = None
    for index, (block, doc) in enumerate(zip(document.blocks, docs, strict=True)):
        paragraph = Paragraph(document, block, index, block.date_line, doc, sentence, today, here)
        paragraphs.append(paragraph)
        sentence += sum(1 for _ in doc.sents)
        paragraph.mentions = find_mentions(paragraph, len(mentions), surnames)
        mentions += paragraph.mentions
        surnames |= {m.text.split()[-1] for m in paragraph.mentions if m.kind == "Official" and " " in m.text}
        if block.date_line:
            told_in = _date_line(document, block, index, paragraph.first_sentence, len(mentions))
            mentions += told_in
            here = paragraph.here = next((m for m in told_in if m.kind == "Place"), None)
        links += find_officials(paragraph)
        links += find_institutions(paragraph)
        links += find_joining(paragraph)
        leads = _leads(paragraphs, block)
        events += heard_events(paragraph, list(find_events(paragraph, leads)))
        hints += find_hints(paragraph)
        of_dates += date_hints(paragraph)
        dated += [*find_dated(paragraph), *find_counted(paragraph)]
        days += find_days(paragraph)
        if block.kind != "title":
            acts += find_acts(paragraph, leads)
    for mention, parts in find_credits(document, len(mentions)):
        mentions.append(mention)
        links += parts
    text = [p for p in paragraphs if p.block.kind != "title"]
    titles = tuple(b.text for b in document.blocks if b.kind == "title")
    return Draft(
        document.info,
        tuple(mentions),
        tuple(links),
        tuple(events),
        tuple(acts),
        titles,
        find_speakers(text),
        tuple(hints),
        tuple(of_dates),
        tuple(dated),
        tuple(days),
        tuple(find_turns(text)),
        tuple(find_quotations(text)),
    )


def _leads(paragraphs: Sequence[Paragraph], block: Block) -> list[Paragraph]:
    """What introduces a block, and what introduces that."""
    found: list[Paragraph] = []
    while block.lead >= 0:
        found.append(paragraphs[block.lead])
        block = found[-1].block
    return found


def _date_line(document: Document, block: Block, index: int, sentence: int, first_id: int) -> list[Mention]:
    """The place and the agency of a news date line: "Jerusalem, 26 October, 2022 (TPS) — "."""
    found: list[Mention] = []
    line = block.text[: block.date_line]
    for kind, pattern in (("Place", _PLACE), ("Organization", _AGENCY)):
        match = pattern.search(line)
        if match:
            passage = document.passage(block, *match.span(1))
            outside = -1  # the line isn't parsed, so no token is part of these mentions
            found.append(Mention(first_id + len(found), kind, match[1], passage, index, sentence, outside, outside))
    return found


def _opening(document: Document) -> date | None:
    """The last day of the first date in an undated text ("On April 8, 2024, the Commission met"), if it is no old one,
    else the month in its head ("Issue 18, February 2001").

    The days that it gives without a year are near it.
    """
    beginning = " ".join(b.text for b in document.blocks[:_OPENING_BLOCKS])[:_OPENING]
    day = next((d.last or d.first for d in find_dates(beginning, None) if d.first.datatype == "date"), None)
    years = [int(year) for block in document.blocks for year in _YEAR.findall(block.text)]
    if day is not None:
        return _date(day.text) if int(day.text[:4]) >= max(years) - _AHEAD else None
    for block in document.blocks[:_HEAD_BLOCKS]:
        month = next((d.first for d in find_dates(block.text, None) if d.first.datatype == "gYearMonth"), None)
        if month is not None and len(block.text) <= _HEAD and int(month.text[:4]) >= max(years) - _AHEAD:
            return _date(f"{month.text}-28")
    return None


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None

"""Whose words a text gives: the turns of a transcript, and quotations with who is told to say them."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from spacy.tokens import Span, Token

from communique.language.syntax import subjects
from communique.resources import data_lines

from .draft import Mention, Voice
from .paragraph import Paragraph
from .people import PEOPLE, with_holder

__all__ = ["find_quotations", "find_turns"]

_LABEL = re.compile(r"[\W_]*([A-Z][^:\n]{0,80}?)[\W_]*:(?=\s|\*)")
_LABEL_WORDS = 10
_TURNS = 2
"""So many turns make a transcript: "Present:" and "Subject:" are heads of lists and letters."""
_QUOTED = re.compile(r"[“\"]([^”\"]{2,})(?:[”\"]|$)|‘([^‘]{2,}?)’(?!\w)|(?<![^\s:])'([A-Z][^\n]{,600}?[.,?!])'(?!\w)")
"""In double marks, or in single ones, which apostrophes look like."""
_INITIALS = 4
_INVERTED = 8
"""Words from a verb behind its quotation to the name that follows: "said the foreign minister, A"."""
_FAR = 60
"""Words from a quotation to who is told to say it, at most."""
_TITLES = 200
_NOBODY = -1


@lru_cache(maxsize=1)
def _saying() -> frozenset[str]:
    return frozenset(data_lines(__package__, "saying_verbs.txt"))


def find_turns(paragraphs: Sequence[Paragraph]) -> Iterator[Voice]:
    """The turns of a transcript: "PRESIDENT TONG: …", each up to the next one.

    Args:
        paragraphs: the text's paragraphs without its titles.
    """
    labels = [_label(paragraph) for paragraph in paragraphs]
    often = Counter(label for label in labels if label)
    known = _Known.of([m for p in paragraphs for m in p.mentions]) if often else _Known({}, {}, {})
    begun: list[tuple[int, int]] = []
    for at, (paragraph, label) in enumerate(zip(paragraphs, labels, strict=True)):
        if label:
            speaker = _named(paragraph, label, known)
            if speaker != _NOBODY or often[label] >= _TURNS:
                begun.append((at, speaker))
    if len(begun) < _TURNS:
        return
    for (at, speaker), (behind, _) in pairwise([*begun, (len(paragraphs), _NOBODY)]):
        yield Voice(_start(paragraphs[at]), _end(paragraphs[behind - 1]), speaker)


def find_quotations(paragraphs: Sequence[Paragraph]) -> Iterator[Voice]:
    """The quotations of a text.

    Args:
        paragraphs: the text's paragraphs without its titles.
    """
    before = _NOBODY
    for paragraph in paragraphs:
        for voice in _quotations(paragraph, before):
            before = voice.mention
            yield voice


class _Known(NamedTuple):
    """The first mention of each person by surname and by initials, and of each office by its title."""

    surnames: dict[str, int]
    initials: dict[str, int]
    titles: dict[str, int]

    @classmethod
    def of(cls, mentions: Sequence[Mention]) -> "_Known":
        known = cls({}, {}, {})
        for mention in mentions:
            words = mention.text.split()
            if mention.kind == "Official" and words:
                known.surnames.setdefault(words[-1].casefold(), mention.id)
                known.initials.setdefault("".join(w[0] for w in words).upper(), mention.id)
            elif mention.kind == "Office" and len(known.titles) < _TITLES:
                known.titles.setdefault(f" {mention.text.casefold()} ", mention.id)
        return known


def _start(paragraph: Paragraph) -> int:
    return paragraph.passage(0, 1).start


def _end(paragraph: Paragraph) -> int:
    return paragraph.passage(0, len(paragraph.doc)).end


def _label(paragraph: Paragraph) -> str:
    match = _LABEL.match(paragraph.doc.text) if len(paragraph.doc) else None
    return match[1] if match and len(match[1].split()) <= _LABEL_WORDS else ""


def _named(paragraph: Paragraph, label: str, known: _Known) -> int:
    """Whom the label of a turn names: somebody in it, else whose surname, title or initials it is."""
    behind = paragraph.doc.text.index(label) + len(label)
    inside = [m for m in paragraph.mentions if paragraph.doc[m.start].idx < behind and m.kind in ("Official", "Office")]
    folded = label.casefold()
    initials = known.initials.get(label, _NOBODY) if len(label) <= _INITIALS else _NOBODY
    possible = [
        *(m.id for m in inside if m.kind == "Official"),
        known.surnames.get(folded.split()[-1], _NOBODY),
        initials,
        *(m.id for m in inside),
        *(id_ for title, id_ in known.titles.items() if f" {folded} " in title),
    ]
    return next((id_ for id_ in possible if id_ != _NOBODY), _NOBODY)


def _quotations(paragraph: Paragraph, before: int) -> Iterator[Voice]:
    """The quotations of a paragraph; one that nobody is told to say goes on with who spoke before.

    Args:
        before: who spoke last in the paragraphs before.
    """
    doc = paragraph.doc
    found = [
        s
        for m in _QUOTED.finditer(doc.text)
        if (s := doc.char_span(*m.span(m.lastindex or 0), alignment_mode="expand"))
    ]
    quoted = frozenset(i for s in found for i in range(s.start, s.end))
    for number, stretch in enumerate(found):
        speaker = _sayer(paragraph, stretch, quoted)
        if speaker is not None:
            before = speaker.id
        elif number == 0 and stretch.start > 1:
            before = _NOBODY
        yield Voice(paragraph.passage(stretch.start, stretch.end).start, paragraph.passage(0, stretch.end).end, before)


def _sayer(paragraph: Paragraph, stretch: Span, quoted: frozenset[int]) -> Mention | None:
    """Who is told, in the sentences that a quotation is part of, to say it."""
    doc = paragraph.doc
    start, end = doc[stretch.start].sent.start, doc[stretch.end - 1].sent.end
    if end < len(doc) and end - stretch.end <= 2:  # the point before the mark of quotation has ended the sentence
        end = doc[end].sent.end
    start, end = max(start, stretch.start - _FAR), min(end, stretch.end + _FAR)
    verbs = [t for t in paragraph.words(doc[start:end], _saying()) if t.i not in quoted and t.pos_ == "VERB"]
    for verb in sorted(verbs, key=lambda v: min(abs(v.i - stretch.start), abs(v.i - stretch.end))):
        speaker = _subject(paragraph, verb, quoted)
        if speaker is not None:
            return speaker
    if stretch.start > 1 and doc[stretch.start - 2].text in (":", ","):  # "A addressed the crowd: …"
        return _subject(paragraph, doc[start : stretch.start].root, quoted)
    return None


def _subject(paragraph: Paragraph, verb: Token, quoted: frozenset[int]) -> Mention | None:
    for token in subjects(verb):
        mention = paragraph.headed_by(token, PEOPLE) if token.i not in quoted else None
        if mention is not None:
            return next(iter(with_holder(paragraph, mention)), mention)
    behind = (m for m in paragraph.mentions if 0 < m.start - verb.i <= _INVERTED and m.kind in ("Official", "Office"))
    inverted = verb.i > 0 and verb.nbor(-1).is_punct  # "…", said A
    return next((m for m in behind if m.start not in quoted), None) if inverted else None

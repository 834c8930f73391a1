"""A document after reading: clean paragraphs, each character of which knows where it stood in the original."""

import re
from array import array
from collections.abc import Iterable
from dataclasses import dataclass, field

from communique.findings import DocumentInfo, Passage

__all__ = ["Block", "Credit", "Document", "in_first_person"]

_I = re.compile(r"\bI\b(?![.)])")
_WE = re.compile(r"\b(?:[Ww]e|[Mm]y|[Oo]ur)\b")
_QUOTED = re.compile(r"[“\"][^”\"]*[”\"]?")


def in_first_person(texts: Iterable[str], *, several: bool = False) -> bool:
    """Whether any of some texts says "I" for itself, outside quotations; or "we", where several may speak."""
    own = (_QUOTED.sub(" ", text) for text in texts)
    return any(_I.search(text) or (several and _WE.search(text)) for text in own)


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, heading or list item: white space normalised, mark-up and page noise gone.

    Attributes:
        kind: ``title``, ``heading``, ``paragraph`` or ``item``.
        text: the clean text.
        offsets: for each character of `text`, its offset in the document's text as read.
        lead: the index (in `Document.blocks`) of what introduces the block: for an ``item`` a paragraph, a heading, or
            the open-ended item around it ("to broaden cooperation in:"); for what goes on with it a clause like "The
            Council,"; otherwise -1.
        date_line: length of a news date line ("Jerusalem, 26 October, 2022 (TPS) — ") at the start of `text`; 0
            without one. The language pipeline reads what follows it.
    """

    kind: str
    text: str
    offsets: "array[int]" = field(repr=False)
    lead: int = -1
    date_line: int = 0


@dataclass(frozen=True, slots=True)
class Credit:
    """A name that stands outside the text: in its front matter, its letterhead or its byline, or under it.

    Attributes:
        role: ``author`` or ``signatory`` (a person), or ``publisher`` (a body).
        passage: where it stands.
    """

    role: str
    passage: Passage


@dataclass(frozen=True, slots=True)
class Document:
    """One text, as read and as cleaned.

    Attributes:
        info: what it says of itself.
        text: the text as read (decoded, line ends as in the file); what passages' offsets count in.
        blocks: the clean paragraphs, in order.
        credits: who wrote it and who put it out, where that is said outside the paragraphs.
    """

    info: DocumentInfo
    text: str = field(repr=False)
    blocks: tuple[Block, ...] = field(repr=False)
    credits: tuple[Credit, ...] = field(default=(), repr=False)

    def passage(self, block: Block, start: int, end: int) -> Passage:
        """The passage of the original that a stretch of a block's clean text came from.

        Args:
            block: one of this document's blocks.
            start: offset of the stretch in `block.text`.
            end: offset behind it; greater than `start`.

        Raises:
            IndexError: if the stretch lies outside the block.
        """
        first, last = block.offsets[start], block.offsets[end - 1]
        return Passage(first, last + 1, self.text[first : last + 1])

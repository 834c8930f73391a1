"""Markdown to blocks: the structure of CommonMark documents and Pandoc's tables, as far as prose needs it.

Marks are blotted out where they stand (see `masking`). Deviations from CommonMark are those that matter to prose: an
indented line is no code, a fence is dropped but not what it encloses, and a hard line break parts blocks where the
sentence ends at it.
"""

import re
from dataclasses import dataclass

from .draft import Draft, Line, lines_of
from .inline import inline
from .masking import visible

__all__ = ["markdown_drafts"]

_QUOTE = re.compile(r"[ \0]{0,3}(?:>[ \0]?){1,20}")
_FENCE = re.compile(r"[ \0]*+(?:`{3,}|~{3,})")
_UNDERLINE = re.compile(r"(?:=+|-+)")
_RULE = re.compile(r"(?:\*[ ]?){3,}|(?:-[ ]?){3,}|(?:_[ ]?){3,}")
_HEADING = re.compile(r"[ \0]{0,3}(#{1,6})(?=[ \0]|$)")
_HEADING_END = re.compile(r"(?<=[ \0])#+[ \0]*$")
_MARKER = re.compile(r"[ \0]*+(?:[-*+•‣▪◦●○■□·]|(\d{1,3})[.)])(?:[ \0]++|$)")
_DEFINITION = re.compile(r"[ ]{0,3}\[(?!\^)([^\[\]]{1,200})\]:[ ]*+\S")
_BORDER = re.compile(r"[|:+=\- ]*--[|:+=\- ]*|[|:+=\- ]*==[|:+=\- ]*")
_ALL_STRONG = re.compile(r"(?:(?:\*{2,8}|__)[^*_]+(?:\*{2,8}|__)\s*)+[:.]?")
_SENTENCE_END = re.compile(r"[.!?:;…][\"”’')\]*_]*$")
_HEADING_LENGTH = 150
_WRAPPED_LENGTH = 60


def markdown_drafts(mask: str, start: int) -> list[Draft]:
    """The blocks of a mask from an offset on, inline marks blotted out."""
    reader = _Reader()
    for line in lines_of(mask, start):
        reader.take(line)
    reader.close()
    for draft in reader.drafts:
        draft.mask = inline(draft.mask, reader.definitions)
    return reader.drafts


@dataclass(slots=True)
class _Item:
    """A list item that is open: where its text begins, its number if it has one, its first block."""

    indent: int
    number: int | None
    draft: Draft | None = None


class _Reader:
    """Takes lines one by one; what it has seen is in `drafts` and `definitions`."""

    def __init__(self) -> None:
        self.drafts: list[Draft] = []
        self.definitions: set[str] = set()
        self._open: list[Line] = []
        self._items: list[_Item] = []
        self._lead: Draft | None = None
        self._quoted = False
        self._table = False

    def take(self, line: Line) -> None:
        """Add the next line."""
        shown = visible(line.mask)
        if not shown:
            self.close()
            self._table = False
            return
        quote = _QUOTE.match(line.mask)
        if quote and not self._quoted:
            self.close()
        self._quoted = quote is not None
        if quote:
            line.hide(quote.end())
            shown = visible(line.mask)
            if not shown:
                self.close()
                return
        if not self._is_mark(line, shown) and not self._is_item(line, shown):
            self._continue(line, shown)

    def close(self, kind: str = "") -> None:
        """End the open block; `kind` overrides what it is."""
        if not self._open:
            return
        lines, self._open = self._open, []
        item = self._items[-1] if self._items else None
        text = "".join(line.mask + line.end for line in lines)
        draft = Draft(kind or ("item" if item else "paragraph"), lines[0].start, text)
        if draft.kind == "item" and item:
            outer = self._items[-2].draft if len(self._items) > 1 else None
            draft.lead = item.draft.lead if item.draft else outer or self._lead
            item.draft = item.draft or draft
        else:
            if draft.kind == "paragraph" and _is_strong_heading(text):
                draft.kind = "heading"
            self._lead = draft
            self._items.clear()
        self.drafts.append(draft)

    def _is_mark(self, line: Line, shown: str) -> bool:
        """Whether a line is no text but a mark between blocks, or a block of its own."""
        if _FENCE.match(line.mask):
            self.close()
            return True
        if _UNDERLINE.fullmatch(shown) and 0 < len(self._open) < 3 and not self._items:
            self.close("heading")
            return True
        if _RULE.fullmatch(shown):
            self.close()
            self._items.clear()
            self._lead = None
            return True
        if not self._open and (definition := _DEFINITION.match(line.mask)):
            self.definitions.add(definition[1].strip().lower())
            return True
        return self._is_heading(line) or self._is_row(line, shown)

    def _is_heading(self, line: Line) -> bool:
        heading = _HEADING.match(line.mask)
        if not heading:
            return False
        self.close()
        line.hide(heading.end())
        if end := _HEADING_END.search(line.mask[-99:]):
            keep = len(line.mask) - len(end[0])
            line.mask = line.mask[:keep] + " " * len(end[0])
        if visible(line.mask).strip("# "):
            self._open = [line]
            self.close("heading")
        return True

    def _is_row(self, line: Line, shown: str) -> bool:
        if len(shown) >= 3 and shown[0] in "|+:-" and _BORDER.fullmatch(shown):
            # The line above the border of a table without outer pipes is its head, a row like any other.
            self.close()
            self._table = "|" in shown or "+" in shown
            return True
        if not (shown.startswith("|") or (self._table and "|" in shown)):
            return False
        self.close()
        if shown.strip("| "):
            line.mask = re.sub(r"^[ \0]*+\||\|[ \0]*+$", lambda m: " " * len(m[0]), line.mask)
            self._open = [line]
            self.close("paragraph")
        return True

    def _is_item(self, line: Line, shown: str) -> bool:
        marker = _MARKER.match(line.mask)
        if not marker:
            return False
        indent, number = line.indent, int(marker[1]) if marker[1] else None
        inner = self._items[-1] if self._items else None
        # A number at the start of a line within a paragraph is mostly a year or a quantity that came to stand there.
        sibling = inner is not None and number is not None and inner.number == number - 1 and indent < inner.indent
        if self._open and number is not None and number != 1 and not sibling:
            return False
        if marker.end() == len(line.mask):
            self.close()
            return True
        self.close()
        while self._items and indent < self._items[-1].indent:
            self._items.pop()
        line.hide(marker.end())
        self._items.append(_Item(line.indent, number))
        self._open = [line]
        return True

    def _continue(self, line: Line, shown: str) -> None:
        if self._open:
            if self._breaks(shown):
                self.close()
        else:
            while self._items and line.indent < self._items[-1].indent:
                self._items.pop()
        self._open.append(line)

    def _breaks(self, shown: str) -> bool:
        """Whether the line end before a line is a hard break, and one at which something ends."""
        last = self._open[-1].mask
        if not last.endswith(("  ", "\\")):
            return False
        ended = visible(last).rstrip("\\ ")
        if len(self._open) < 4 and _is_strong_heading("\n".join(line.mask for line in self._open)):
            return True
        return not shown[0].islower() and (_SENTENCE_END.search(ended[-9:]) is not None or len(ended) < _WRAPPED_LENGTH)


def _is_strong_heading(mask: str) -> bool:
    """Whether a block is one short piece of bold text that is no sentence."""
    if len(mask) > 8 * _HEADING_LENGTH:
        return False
    shown = visible(mask)
    if len(shown) > _HEADING_LENGTH or not _ALL_STRONG.fullmatch(shown):
        return False
    return not shown.rstrip("*_ ").endswith((".", ",", ";"))

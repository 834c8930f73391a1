"""Inline Markdown: emphasis, links, images, code, escapes and entities of one block, blotted out where they stand."""

import re
from collections import deque
from collections.abc import Collection

from .masking import BLOT, blot, decoded_entity

__all__ = ["inline"]

_DESTINATION = (
    r"\(\s{0,9}(?:<[^<>\n]{0,4000}>|(?:[^\s()<>]|\([^\s()]{0,400}\)){0,4000}+)"
    r"(?:\s{1,9}(?:\"[^\"]{0,400}\"|'[^']{0,400}'|\([^()]{0,400}\)))?\s{0,9}\)"
)
_TOKEN = re.compile(
    rf"""
      (?P<escape>\\(?:[!-/:-@\[-`{{-~]|(?=[\r\n]|$)))
    | (?P<code>`++)
    | <(?P<address>(?:https?://|mailto:)[^<>\s]{{1,4000}})>
    | (?P<entity>&(?:\#\d{{1,7}}|\#[xX][0-9a-fA-F]{{1,6}}|[A-Za-z][A-Za-z0-9]{{1,31}});)
    | (?P<footnote>\[\^[^\[\]\s]{{1,50}}\]:?)
    | (?P<open>!?\[)
    | \](?P<link>{_DESTINATION}|\[(?P<reference>[^\[\]]{{0,200}})\]|\{{[^{{}}]{{0,200}}\}})?
    | (?P<run>\*++|_++|~~)
    """,
    re.VERBOSE,
)
_LONGEST_IMAGE = 2_000


def inline(mask: str, definitions: Collection[str] = ()) -> str:
    """The mask of a block with its inline marks blotted out and its entities decoded, of the same length.

    Text of links stays, images go. A single asterisk that pairs with none stays: it may mark a footnote.
    Time is linear in the length.

    Args:
        mask: the block's mask.
        definitions: labels of reference links that the document defines, in lower case.
    """
    if not _TOKEN.search(mask):
        return mask
    marks = _Marks(mask, definitions)
    for token in _TOKEN.finditer(mask):
        marks.take(token)
    marks.finish()
    return "".join(marks.out)


class _Marks:
    """The marks of a block that wait for their counterparts, and the characters of the mask to be."""

    def __init__(self, mask: str, definitions: Collection[str]) -> None:
        self.out = list(mask)
        self._mask = mask
        self._definitions = definitions
        # Bounded, for texts that only open brackets; what lies a thousand brackets back begins no link.
        self._brackets: deque[re.Match[str]] = deque(maxlen=1000)
        self._leftover: list[tuple[int, int]] = []
        self._code: dict[int, int] = {}
        self._runs: dict[str, list[list[int]]] = {"*": [], "_": [], "~": []}

    def take(self, token: re.Match[str]) -> None:
        """Do what the next token asks for."""
        start, end = token.span()
        if token["escape"]:
            self._hide(start, start + 1)
        elif token["entity"]:
            self.out[start:end] = decoded_entity(token[0])
        elif token["address"]:
            self._hide(start, start + 1)
            self._hide(end - 1, end)
        elif token["footnote"]:
            self._hide(start, end)
        elif token["code"]:
            opened = self._code.pop(end - start, None)
            if opened is None:
                self._code[end - start] = start
            else:
                self._hide(opened, opened + end - start)
                self._hide(start, end)
        elif token["open"]:
            self._brackets.append(token)
        elif token["run"]:
            self._take_run(token[0][0], start, end)
        else:
            self._close_bracket(token)

    def finish(self) -> None:
        """Blot out what is left of strong emphasis; marks that stood single may be text."""
        for start, end in self._leftover:
            self._hide(start, end)
        for waiting in self._runs.values():
            for start, end, whole in waiting:
                if whole > 1:
                    self._hide(start, end)

    def _hide(self, start: int, end: int) -> None:
        self.out[start:end] = blot(self._mask[start:end])

    def _close_bracket(self, token: re.Match[str]) -> None:
        if not self._brackets:
            return
        opening = self._brackets.pop()
        if token["link"] is None or token["reference"] is not None:
            # A reference link, by the label behind it or by its own text; in brackets that are none, it's plain text.
            label = token["reference"] or self._mask[opening.end() : min(token.start(), opening.end() + 200)]
            if label.strip().lower() not in self._definitions:
                return
        if opening[0] == "![" and token.end() - opening.start() <= _LONGEST_IMAGE:
            self._hide(opening.start(), token.end())
        else:
            self._hide(*opening.span())
            self._hide(*token.span())

    def _take_run(self, mark: str, start: int, end: int) -> None:
        """Pair a run of emphasis marks with those before it; a rest that can open waits."""
        before, after = self._beside(start - 1, -1), self._beside(end, 1)
        opens, closes = not after.isspace(), not before.isspace()
        if mark == "_":
            # Within a word an underscore is no mark.
            opens, closes = opens and not before.isalnum(), closes and not after.isalnum()
        waiting = self._runs[mark]
        whole = end - start
        while closes and waiting and start < end:
            opening = waiting[-1]
            length = min(end - start, opening[1] - opening[0])
            self._hide(opening[1] - length, opening[1])
            self._hide(start, start + length)
            opening[1] -= length
            start += length
            if opening[0] == opening[1]:
                waiting.pop()
        if opens and start < end:
            waiting.append([start, end, whole])
        elif whole > 1 and mark != "_":
            self._leftover.append((start, end))

    def _beside(self, at: int, step: int) -> str:
        """The first character to one side that isn't blotted out; a space at the block's ends."""
        while 0 <= at < len(self._mask):
            if self._mask[at] != BLOT:
                return self._mask[at]
            at += step
        return " "

"""A block while the document is being read, before noise, title and bylines are told from prose."""

from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from .masking import BLOT
from .noise import Scope

__all__ = ["Draft", "Line", "lines_of"]


@dataclass(slots=True, eq=False)
class Draft:
    """One block to be.

    Attributes:
        kind: ``title``, ``heading``, ``paragraph`` or ``item``.
        start: where its mask begins in the text.
        mask: the stretch of the document's mask that it covers, mark-up blotted out.
        lead: for an item, what introduces its list: a paragraph, a heading, or the item around it.
        text: the clean text, once squeezed.
        offsets: its offsets, once squeezed.
        noise: whether it is page noise, or begins the comments of a page's readers.
        date_line: length of the date line at its start.
    """

    kind: str
    start: int
    mask: str = field(repr=False)
    lead: "Draft | None" = None
    text: str = ""
    offsets: "array[int]" = field(default_factory=lambda: array("i"), repr=False)
    noise: Scope = ""
    date_line: int = 0


@dataclass(slots=True)
class Line:
    """One line of a mask.

    Attributes:
        start: where it begins in the text.
        mask: its characters, without the line end; readers blot out marks at its start.
        end: its line end.
    """

    start: int
    mask: str
    end: str

    @property
    def indent(self) -> int:
        """Spaces before its first visible character."""
        shown = self.mask.replace(BLOT, "")
        return len(shown) - len(shown.lstrip())

    def hide(self, length: int) -> None:
        """Put spaces in place of its first characters."""
        self.mask = " " * length + self.mask[length:]


def lines_of(mask: str, start: int) -> Iterator[Line]:
    """The lines of a mask from an offset on."""
    at = start
    for text in _split(mask[start:]):
        content = text.rstrip("\r\n")
        yield Line(at, content, text[len(content) :])
        at += len(text)


def _split(mask: str) -> Iterable[str]:
    # `str.splitlines` also splits at separators that a mask holds no more, so it splits at \n, \r\n and \r only.
    return mask.splitlines(keepends=True)

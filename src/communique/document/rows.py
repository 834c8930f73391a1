"""Lines of plain text that are rows of a list or a table without marks: the members of a delegation, line by line."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from communique.resources import data_lines

from .draft import Line
from .masking import visible

__all__ = ["rows_of"]

_GAP = re.compile(r"(?<=[^\s.?!:;])(?: {2,}|\t+ *)(?=\S)")
_WIDE = 3
_FIRST_COLUMN = 40
_CELL_WORDS = 4


def rows_of(lines: Sequence[Line]) -> frozenset[int]:
    """Where the rows among the lines of a text begin, by `Line.start`.

    Rows are lines one below the other that all begin with a form of address ("H.E.", "Mr."), or whose second column
    begins at the same place.
    """
    found: set[int] = set()
    for run in _runs(lines):
        found |= _addressed(run)
        for line, below in pairwise(run):
            if _in_columns(line.mask, below.mask):
                found |= {line.start, below.start}
    return frozenset(found)


def _runs(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Stretches of at least two lines without a blank one between them."""
    run: list[Line] = []
    for line in lines:
        if visible(line.mask):
            run.append(line)
            continue
        if len(run) > 1:
            yield run
        run = []
    if len(run) > 1:
        yield run


@lru_cache(maxsize=1)
def _address() -> re.Pattern[str]:
    forms = "|".join(re.escape(form) for form in data_lines(__package__, "address.txt"))
    return re.compile(rf"(?:{forms})\b\.? ?(?=[A-Z])")


def _addressed(run: Sequence[Line]) -> set[int]:
    """The lines that begin with a form of address, if the others are their indented ends or what introduces them."""
    named = [line for line in run if _address().match(visible(line.mask))]
    if len(named) < 2:
        return set()
    indent, first = named[0].indent, named[0].start
    starts = {line.start for line in named}
    listed = all(line.start in starts for line in run if line.start >= first and line.indent <= indent)
    if listed and not any(visible(line.mask).endswith(" and") for line in named[:-1]):
        return starts
    pairs = [p for p in pairwise(run) if not visible(p[0].mask).endswith(" and")]
    return {line.start for pair in pairs if all(x.start in starts for x in pair) for line in pair}


def _in_columns(line: str, below: str) -> bool:
    gaps = [g for text in (line, below) for g in _GAP.finditer(text) if _is_column(text, g)]
    widest = max(gaps, key=lambda g: g.end() - g.start(), default=None)
    if widest is None or widest.end() - widest.start() < _WIDE:
        return False
    column = widest.end()
    return all(
        len(text) > column
        and text.strip()[0].isalpha()
        and text[column - 1] in " \t"
        and not text[column].isspace()
        and bool(text[:column].strip())
        for text in (line, below)
    )


def _is_column(text: str, gap: re.Match[str]) -> bool:
    return gap.end() <= _FIRST_COLUMN and 0 < len(text[: gap.start()].split()) <= _CELL_WORDS

"""Page noise: what a web page says around its text, told by the patterns of ``data/noise.tsv``."""

import re
from functools import cache
from typing import Literal

from communique.resources import data_lines

__all__ = ["Noise", "Scope", "load_noise"]

Scope = Literal["", "line", "end"]
"""Not noise; noise itself; the head of what readers wrote under the text."""

_LONGEST = 250


class Noise:
    """Tells lines that belong to the page, not to the document."""

    def __init__(self, lines: list[str], ends: list[str]) -> None:
        """Compile patterns; `lines` are noise themselves, `ends` begin what readers wrote under the text."""
        self._lines = re.compile("|".join(f"(?:{pattern})" for pattern in lines), re.IGNORECASE)
        self._ends = re.compile("|".join(f"(?:{pattern})" for pattern in ends), re.IGNORECASE)

    def scope(self, line: str) -> Scope:
        """How much of the page is noise by a whole line, without white space at its ends: nothing, it, or the rest."""
        if len(line) > _LONGEST:
            return ""
        line = _straight(line)
        if self._ends.fullmatch(line):
            return "end"
        return "line" if self._lines.fullmatch(line) else ""


@cache
def load_noise() -> Noise:
    """The patterns that come with the package."""
    lines: list[str] = []
    ends: list[str] = []
    for row in data_lines(__package__, "noise.tsv"):
        scope, pattern, _ = row.split("\t")
        (ends if scope == "end" else lines).append(pattern)
    return Noise(lines, ends)


def _straight(line: str) -> str:
    """The line as the patterns are written: straight apostrophes, single spaces."""
    return " ".join(line.replace("’", "'").split())

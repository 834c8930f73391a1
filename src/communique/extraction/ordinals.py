"""Ordinal numbers, in words and in figures."""

import re
from functools import lru_cache
from pathlib import Path

from spacy.tokens import Token

__all__ = ["count_at", "ordinal_of"]

_MODE_TOKENS = 6
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}


@lru_cache(maxsize=1)
def _words() -> dict[str, int]:
    lines = (Path(__file__).parent / "data" / "ordinals.tsv").read_text(encoding="utf-8").splitlines()
    pairs = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return {word: int(number) for word, number in pairs}


def ordinal_of(word: str) -> int | None:
    """The number of an ordinal, or None.

    >>> ordinal_of("48th"), ordinal_of("second"), ordinal_of("Inaugural"), ordinal_of("two")
    (48, 2, 1, None)
    >>> ordinal_of("Twenty-first")
    21
    """
    plain = word.lower()
    number = re.fullmatch(r"(\d{1,3})(?:st|nd|rd|th)", plain)
    if number:
        return int(number[1])
    tens, _, units = plain.partition("-")
    if tens in _TENS and 0 < _words().get(units, 0) < 10:
        return _TENS[tens] + _words()[units]
    return _words().get(plain)


def count_at(token: Token) -> int | None:
    """The number of an ordinal that counts meetings, or None: "the first in-person session" is no first session."""
    number = ordinal_of(token.text)
    behind = "".join(t.text_with_ws for t in token.doc[token.i + 1 : token.i + 1 + _MODE_TOKENS]).lower()
    return None if number is None or behind.startswith(_modes()) else number


@lru_cache(maxsize=1)
def _modes() -> tuple[str, ...]:
    """How people meet, in lower case."""
    lines = (Path(__file__).parent / "data" / "meeting_modes.txt").read_text(encoding="utf-8").splitlines()
    return tuple(line for line in lines if line and not line.startswith("#"))

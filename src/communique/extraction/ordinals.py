"""Ordinal numbers, in words, in figures and in Roman figures."""

import re
from functools import lru_cache

from spacy.tokens import Token

from communique.resources import data_lines

__all__ = ["count_at", "ordinal_of"]

_MODE_TOKENS = 6
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
_FIGURES = re.compile(r"([0-9]{1,4})(?:st|nd|rd|th)")
_ROMAN = re.compile(r"(?=[XVI])(X{0,3})(IX|IV|V?I{0,3})")
_UNITS = {"": 0, "I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9}
_NUMBERED = re.compile(r"([A-Z]+)-?([0-9]{1,2})")


@lru_cache(maxsize=1)
def _words() -> dict[str, int]:
    pairs = (line.split("\t") for line in data_lines(__package__, "ordinals.tsv"))
    return {word: int(number) for word, number in pairs}


def ordinal_of(word: str) -> int | None:
    """The number of an ordinal, or None.

    >>> ordinal_of("48th"), ordinal_of("second"), ordinal_of("Inaugural"), ordinal_of("two")
    (48, 2, 1, None)
    >>> ordinal_of("Twenty-first")
    21
    """
    plain = word.lower()
    number = _FIGURES.fullmatch(plain)
    if number:
        return int(number[1])
    tens, _, units = plain.partition("-")
    if tens in _TENS and 0 < _words().get(units, 0) < 10:
        return _TENS[tens] + _words()[units]
    return _words().get(plain)


def count_at(token: Token) -> int | None:
    """The number of an ordinal that counts meetings, or None: "the first in-person session" is no first session.

    Tokens of one ordinal ("twenty-sixth") are read at the last of them.
    """
    number = ordinal_of(_whole(token))
    if number is None:
        return _numbered(token) or _roman(token)
    behind = "".join(t.text_with_ws for t in token.doc[token.i + 1 : token.i + 1 + _MODE_TOKENS]).lower()
    return None if behind.startswith(_modes()) else number


def _whole(token: Token) -> str:
    """An ordinal with its tens, which the tokenizer parts."""
    before = token.doc[max(0, token.i - 2) : token.i]
    parted = len(before) == 2 and before[1].text == "-" and before[0].lower_ in _TENS
    return f"{before[0].text}-{token.text}" if parted else token.text


def _numbered(token: Token) -> int | None:
    """The number in a conference's abbreviation: "COP27", "COP 27"."""
    whole = _NUMBERED.fullmatch(token.text)
    if whole:
        return int(whole[2]) if whole[1] in _abbreviations() else None
    before = token.nbor(-1) if token.i else None
    return (
        int(token.text) if re.fullmatch(r"\d{1,2}", token.text) and before and before.text in _abbreviations() else None
    )


def _roman(token: Token) -> int | None:
    """The value of a Roman figure where ordinals stand: "the XVII Meeting", "TICAD VI", not "Charles III"."""
    figure = _ROMAN.fullmatch(token.text)
    if figure is None or token.text == "I":
        return None
    before = token.nbor(-1) if token.i else None
    named = before is not None and before.text[:1].isupper() and before.pos_ != "DET"
    if named and before is not None and before.text not in _abbreviations():
        return None
    return 10 * len(figure[1]) + _UNITS[figure[2]]


@lru_cache(maxsize=1)
def _modes() -> tuple[str, ...]:
    """How people meet, in lower case."""
    return tuple(data_lines(__package__, "meeting_modes.txt"))


@lru_cache(maxsize=1)
def _abbreviations() -> frozenset[str]:
    return frozenset(data_lines(__package__, "numbered_meetings.txt"))

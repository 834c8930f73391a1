"""Words from documents, made safe to show: they stay the words they are, and nothing else."""

import unicodedata

__all__ = ["plain", "utf16_length"]

STAND_IN = "\N{REPLACEMENT CHARACTER}"

# Joiners change how letters of many scripts connect; every other format character only hides or reorders text.
JOINERS = "\u200c\u200d"


def _unseen(character: str) -> str:
    if character in "\t\n\r\v\f\x85\u2028\u2029":
        return " "
    category = unicodedata.category(character)
    if category in ("Cc", "Cs", "Cn", "Co") or (category == "Cf" and character not in JOINERS):
        return STAND_IN
    return character


def plain(text: str) -> str:
    """The text with a visible stand-in (U+FFFD) for each character that hides, reorders or controls.

    These are control characters, bidirectional controls and other format characters, lone surrogates and code points
    without a meaning; line ends become spaces. One code point gives one code point, so offsets stay true.

    >>> plain("Israel\\u202e lear")
    'Israel\\ufffd lear'
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(map(_unseen, text))


def utf16_length(text: str) -> int:
    """Length of the text as a browser counts it, in UTF-16 code units."""
    if text.isascii():
        return len(text)
    return len(text) + sum(character > "\uffff" for character in text)

"""Words to WordPiece ids and word shapes: the encoder's input.

The algorithm is BERT's greedy longest-match WordPiece (Wu et al. 2016, https://arxiv.org/abs/1609.08144; Devlin et al.
2019) over the uncased English vocabulary of BERT. It is forty lines, so the runtime does not pull in a tokenizer
library of its own; a test holds it against that library word by word.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

__all__ = ["SHAPES", "EncodedSentence", "WordPiece", "word_shape"]

CLASSIFY, SEPARATE, UNKNOWN, MASK = "[CLS]", "[SEP]", "[UNK]", "[MASK]"
MAX_PIECES = 10
"""Pieces kept of one word: a 400-character URL says no more than its beginning."""
MAX_LENGTH = 256
"""Pieces in one sentence, the two special ones included."""

SHAPES = 12
"""How many classes `word_shape` has."""

# Typography that the vocabulary does not know is written as what it does know.
_PLAIN = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "\u00a0": " ", "…": "..."})


def word_shape(word: str) -> int:
    """The class of a word's letter case, from 1 to 11 (0 is kept for padding).

    The encoder's vocabulary is uncased; this gives the case back.

    >>> word_shape("treaty"), word_shape("Tokyo"), word_shape("NATO"), word_shape("1983")
    (1, 2, 3, 6)
    """
    if word.isalpha():
        if word.islower():
            return 1
        if len(word) == 1:
            return 4 if word.isupper() else 1
        if word.isupper():
            return 3
        return 2 if word[0].isupper() and word[1:].islower() else 5
    if any(c.isdigit() for c in word):
        return 6
    letters = [c for c in word if c.isalpha()]
    if not letters:
        return 7
    if all(c.islower() for c in letters):
        return 8
    if all(c.isupper() for c in letters):
        return 9
    return 10 if word[0].isupper() else 11


@dataclass(frozen=True, slots=True)
class EncodedSentence:
    """One sentence as the encoder reads it.

    Attributes:
        ids: piece ids, the special ones at both ends included.
        shapes: the shape of the word that each piece belongs to.
        first: for the root (0) and each word, the index of its first piece. Shorter than the sentence when the
            sentence had to be cut at `MAX_LENGTH`.
    """

    ids: list[int]
    shapes: list[int]
    first: list[int]


class WordPiece:
    """Greedy longest-match pieces of single words, remembered from call to call.

    Args:
        vocabulary: the pieces, in the order of their ids.
    """

    def __init__(self, vocabulary: Sequence[str]) -> None:
        self._ids = {piece: i for i, piece in enumerate(vocabulary)}
        self._special = {name: self._ids[name] for name in (CLASSIFY, SEPARATE, UNKNOWN)}
        self.mask = self._ids.get(MASK, self._ids[UNKNOWN])
        """What stands for a hidden word."""
        self._seen: dict[str, tuple[list[int], int]] = {}

    @classmethod
    def from_file(cls, path: Path) -> "WordPiece":
        """Read a vocabulary with one piece a line.

        Raises:
            OSError: if the file can't be read.
        """
        return cls(path.read_text(encoding="utf-8").splitlines())

    def pieces(self, word: str) -> list[int]:
        """The ids of a word's pieces, at most `MAX_PIECES`, at least one."""
        return self._word(word)[0]

    def encode(self, words: Sequence[str], max_length: int = MAX_LENGTH) -> EncodedSentence:
        """Encode one tokenized sentence."""
        ids, shapes, first = [self._special[CLASSIFY]], [0], [0]
        for word in words:
            pieces, shape = self._word(word)
            if len(ids) + len(pieces) + 1 > max_length:
                break
            first.append(len(ids))
            ids += pieces
            shapes += [shape] * len(pieces)
        ids.append(self._special[SEPARATE])
        shapes.append(0)
        return EncodedSentence(ids, shapes, first)

    def _word(self, word: str) -> tuple[list[int], int]:
        known = self._seen.get(word)
        if known is None:
            if len(self._seen) > 200_000:  # hostile input must not fill the memory
                self._seen.clear()
            pieces = [i for part in _basic_tokens(word) for i in self._longest_match(part)]
            known = self._seen[word] = (pieces[:MAX_PIECES] or [self._special[UNKNOWN]], word_shape(word))
        return known

    def _longest_match(self, part: str) -> list[int]:
        if len(part) > 100:  # as BERT does
            return [self._special[UNKNOWN]]
        start, found = 0, []
        while start < len(part):
            for end in range(len(part), start, -1):
                piece = self._ids.get(("##" if start else "") + part[start:end])
                if piece is not None:
                    break
            else:
                return [self._special[UNKNOWN]]
            found.append(piece)
            start = end
        return found


def _basic_tokens(word: str) -> list[str]:
    """BERT's basic tokenization of one word: lower case, no accents, punctuation and ideographs apart."""
    plain = unicodedata.normalize("NFD", word.translate(_PLAIN).lower())
    parts: list[str] = []
    current = ""
    for c in plain:
        kind = unicodedata.category(c)
        if kind == "Mn" or c in "\ufffd\0" or (kind in ("Cc", "Cf", "Co") and c not in "\t\n\r"):
            continue
        apart = kind[0] == "P" or (ord(c) < 128 and not c.isalnum() and not c.isspace()) or _is_ideograph(c)
        if c.isspace() or apart:
            if current:
                parts.append(current)
            current = ""
            if apart:
                parts.append(c)
        else:
            current += c
    if current:
        parts.append(current)
    return parts


def _is_ideograph(c: str) -> bool:
    code = ord(c)
    return (
        0x4E00 <= code <= 0x9FFF
        or 0x3400 <= code <= 0x4DBF
        or 0x20000 <= code <= 0x2CEAF
        or 0xF900 <= code <= 0xFAFF
        or 0x2F800 <= code <= 0x2FA1F
    )

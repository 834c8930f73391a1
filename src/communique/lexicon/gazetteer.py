"""Finding known names in a row of tokens: the longest name wherever one begins.

A trie over tokens (Fredkin, "Trie memory", 1960), searched from left to right without overlaps. Names are cut at
build time in every way that a tokenizer may cut them, and spelling variants share one key, so that the search does
nothing but look tokens up.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import Generic, TypeVar

from communique.lexicon.records import FormKind

__all__ = ["Form", "Gazetteer", "Match", "tokenizations"]

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Form(Generic[R]):
    """A surface form of a record.

    Attributes:
        text: the form as the data file spells it.
        record: what it names.
        kind: what the form is to the record.
        ambiguous: True if it names something else as often.
    """

    text: str
    record: R
    kind: FormKind
    ambiguous: bool = False


@dataclass(frozen=True, slots=True)
class Match(Generic[R]):
    """A name found: ``tokens[start:end]``.

    Attributes:
        start: index of the first token.
        end: index behind the last token.
        forms: what it may name, the likeliest first; never empty.
    """

    start: int
    end: int
    forms: tuple[Form[R], ...]

    @property
    def record(self) -> R:
        """The likeliest record."""
        return self.forms[0].record

    @property
    def kind(self) -> FormKind:
        """What the words are to the likeliest record."""
        return self.forms[0].kind

    @property
    def ambiguous(self) -> bool:
        """True if the words alone don't tell what is named."""
        return len(self.forms) > 1 or self.forms[0].ambiguous


class _Node(Generic[R]):
    __slots__ = ("forms", "next")

    def __init__(self) -> None:
        self.next: dict[str, _Node[R]] = {}
        self.forms: tuple[Form[R], ...] = ()


class Gazetteer(Generic[R]):
    """Names to be found in tokens.

    Case counts ("US" is no "us", "Turkey" no "turkey"), but headlines in capitals are understood, and so are curly
    apostrophes, the dashes used as hyphens, "&" for "and", letters without their accents, and "U.S" for "U.S.".

    Args:
        forms: the names; of several records with one name, the earlier given is the likelier.
        ignore_case: treat upper and lower case as the same.
    """

    def __init__(self, forms: Iterable[Form[R]], *, ignore_case: bool = False) -> None:
        self._ignore_case = ignore_case
        self._root: _Node[R] = _Node()
        self._keys: dict[str, str] = {}
        loose: list[str] = []
        for form in forms:
            text = form.text.lower() if ignore_case else form.text
            for tokens in tokenizations(text):
                node = self._root
                for token in tokens:
                    key = _folded(token)
                    if token not in self._keys:
                        self._keys[token] = key
                        loose.append(token)
                    node = node.next.setdefault(key, _Node())
                if all(form.record is not other.record for other in node.forms):
                    node.forms = (*node.forms, form)
        for token in loose:  # after all names as spelled: these come first
            for variant in _variants(token):
                self._keys.setdefault(variant, self._keys[token])

    def find(self, tokens: Sequence[str]) -> Iterator[Match[R]]:
        """Yield the names in `tokens` from left to right, the longest where several begin, never overlapping.

        Tokens of white space inside a name are passed over. Linear in the number of tokens.
        """
        if self._ignore_case:
            tokens = [token.lower() for token in tokens]
        keys, first, size = self._keys, self._root.next, len(tokens)
        end = 0
        for start, token in enumerate(tokens):
            if token not in keys or start < end:
                continue
            node = first.get(keys[token])
            if node is None:
                continue
            found: tuple[Form[R], ...] = ()
            i = start + 1
            while True:
                if node.forms:
                    found, end = node.forms, i
                while i < size and tokens[i].isspace():
                    i += 1
                following = node.next.get(keys.get(tokens[i], "")) if i < size else None
                if following is None:
                    break
                node, i = following, i + 1
            if found:
                yield Match(start, end, found)

    def lookup(self, text: str) -> tuple[Form[R], ...]:
        """What `text` as a whole may name, the likeliest first; empty if it is no known name."""
        for tokens in tokenizations(" ".join(text.split())):
            for match in self.find(tokens):
                if match.start == 0 and match.end == len(tokens):
                    return match.forms
        return ()


# A word, with what hangs on to it: "(Kinshasa)", "Washington,", "People's", "Leaders'".
_CHUNK = re.compile(r"(?P<open>\(?)(?P<word>.+?)(?P<possessive>'s|'|’s|’)?(?P<close>[),]*)")
# Where a tokenizer may cut or not: hyphens and slashes, a plus between digits.
_JOINT = re.compile(r"(?<=\w)([-–‐‑/])(?=\w)|(?<=\.)([-–‐‑])(?=\w)|(?<=\d)(\+)(?=\d)")
_PLAIN = re.compile(r"\w+(?: \w+)*")


def tokenizations(text: str) -> Iterator[tuple[str, ...]]:
    """Ways in which a tokenizer may cut a name.

    >>> list(tokenizations("Guinea-Bissau"))
    [('Guinea', '-', 'Bissau'), ('Guinea-Bissau',)]
    >>> list(tokenizations("People's Republic of China"))
    [('People', "'s", 'Republic', 'of', 'China')]
    """
    if _PLAIN.fullmatch(text):
        yield tuple(text.split(" "))
        return
    for cuts in product(*(_cuts(chunk) for chunk in text.split())):
        yield tuple(token for cut in cuts for token in cut)


@lru_cache(maxsize=4096)
def _cuts(chunk: str) -> list[tuple[str, ...]]:
    match = _CHUNK.fullmatch(chunk)
    if match is None:
        return [(chunk,)]
    word = match["word"]
    parts = [part for part in _JOINT.split(word) if part]
    before = (match["open"],) if match["open"] else ()
    after = (*((match["possessive"],) if match["possessive"] else ()), *match["close"])
    cores: list[tuple[str, ...]] = [(parts[0],)] if parts else [(word,)]
    for joint, part in zip(parts[1::2], parts[2::2], strict=True):
        # At each joint cut, or not.
        cores = [cut for core in cores[:8] for cut in ((*core, joint, part), (*core[:-1], f"{core[-1]}{joint}{part}"))]
    if word.endswith(".") and len(parts) == 1 and not re.fullmatch(r"(?:\w\.)+", word):
        cores.append((word[:-1], "."))
    if word.lower() == "cannot":
        cores.append((word[:3], word[3:]))
    return [(*before, *core, *after) for core in cores]


_APOSTROPHES = str.maketrans(dict.fromkeys("’ʼ‘ʻ`", "'"))
_HYPHENS = str.maketrans(dict.fromkeys("–‐‑—", "-"))
_DOTTED = re.compile(r"(?:\w\.)+\w?\.?")


@lru_cache(maxsize=16384)
def _folded(token: str) -> str:
    """The spelling that stands for all variants of a token."""
    if token.isascii() and token.isalnum():
        return token
    token = token.translate(_APOSTROPHES).translate(_HYPHENS)
    token = "".join(c for c in unicodedata.normalize("NFKD", token) if not unicodedata.combining(c))
    if token == "&":
        return "and"
    return token[:-1] if token.endswith(".") and _DOTTED.fullmatch(token) else token


def _variants(token: str) -> set[str]:
    """Other spellings of a token."""
    spellings = {token, _folded(token)}
    if token == "and":
        spellings.add("&")
    if "'" in token or "’" in token:
        spellings |= {token.replace("'", mark).replace("’", mark) for mark in "'’ʼ‘ʻ`"}
    if "-" in token:
        spellings |= {token.replace("-", mark) for mark in "-–‐‑"}
    if not token.isascii():
        spellings.add(unicodedata.normalize("NFD", token))
    if token.islower():  # "Of" in titles, "OF" in headlines
        spellings |= {spelling.upper() for spelling in spellings} | {spelling.capitalize() for spelling in spellings}
    elif len(token) > 3:
        spellings |= {spelling.upper() for spelling in spellings}
    return spellings

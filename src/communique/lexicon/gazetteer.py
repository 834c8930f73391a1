"""Finding known names in a row of tokens: the longest name wherever one begins.

A table of token sequences, searched from left to right without overlaps. Names are cut at build time in every way that
a tokenizer may cut them, and spelling variants share one key, so that the search does nothing but look tokens up.
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
        self._keys: dict[str, str] = {}
        self._entries: dict[tuple[str, ...], tuple[Form[R], ...]] = {}
        self._lengths: dict[str, list[int]] = {}
        keys, entries = self._keys, self._entries
        for form in forms:
            text = form.text.lower() if ignore_case else form.text
            for tokens in tokenizations(text):
                for token in tokens:
                    if token not in keys:
                        keys[token] = _folded(token)
                entry = tuple([keys[token] for token in tokens])
                others = entries.get(entry, ())
                if all(form.record is not other.record for other in others):
                    entries[entry] = (*others, form)
        for token in list(keys):  # after all names as spelled: these come first
            for variant in _variants(token):
                keys.setdefault(variant, keys[token])
        for entry in entries:
            lengths = self._lengths.setdefault(entry[0], [])
            if len(entry) not in lengths:
                lengths.append(len(entry))
        for lengths in self._lengths.values():
            lengths.sort(reverse=True)

    def find(self, tokens: Sequence[str]) -> Iterator[Match[R]]:
        """Yield the names in `tokens` from left to right, the longest where several begin, never overlapping.

        Tokens of white space inside a name are passed over. Linear in the number of tokens.
        """
        if self._ignore_case:
            tokens = [token.lower() for token in tokens]
        keys, entries, lengths = self._keys, self._entries, self._lengths
        free = 0  # the first token behind the last name
        for start, token in enumerate(tokens):
            if token not in keys or start < free or keys[token] not in lengths:
                continue
            sizes = lengths[keys[token]]
            path, ends = [keys[token]], [start + 1]
            i = start + 1
            while i < len(tokens) and len(path) < sizes[0]:
                if tokens[i] in keys:
                    path.append(keys[tokens[i]])
                    ends.append(i + 1)
                elif not tokens[i].isspace():
                    break
                i += 1
            for size in sizes:
                if size <= len(path) and (forms := entries.get(tuple(path[:size]))):
                    free = ends[size - 1]
                    yield Match(start, free, forms)
                    break

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
_PLAIN = re.compile(r"(?!.*\b[Cc]annot\b)\w+(?: \w+)*")  # "can not" is two words to a tokenizer


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


def _variants(token: str) -> Iterable[str]:
    """Other spellings of a token."""
    if token.isascii() and token.isalnum():
        spellings = {token}
    else:
        spellings = {token, _folded(token), unicodedata.normalize("NFD", token)}
        if "'" in token or "’" in token:
            spellings |= {token.replace("'", mark).replace("’", mark) for mark in "'’ʼ‘ʻ`"}
        if "-" in token:
            spellings |= {token.replace("-", mark) for mark in "-–‐‑"}
    if token == "and":
        spellings.add("&")
    if token.islower():  # "Of" in titles, "OF" in headlines
        return [cased for spelling in spellings for cased in (spelling, spelling.upper(), spelling.capitalize())]
    if len(token) > 3:  # "IRAN" in headlines; but "US" is no "Us"
        return [cased for spelling in spellings for cased in (spelling, spelling.upper())]
    return spellings

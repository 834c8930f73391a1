"""Whose official somebody is: the state or organization behind a known name."""

import re
import unicodedata
from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import Final

from communique.lexicon.knowledge import lexicon
from communique.lexicon.records import Leader

__all__ = ["affiliation_of"]

_BEFORE: Final = 2
"""Years before an office in which its later holder already acts for the state: candidates and lesser offices."""
_AFTER: Final = 3
"""Years after an office in which its holder is still known by it."""

_LETTERS: Final = (("ø", "o"), ("ł", "l"), ("đ", "d"), ("ı", "i"), ("æ", "ae"), ("ß", "ss"))
"""Letters that have no decomposition."""
_UNSPELLED: Final = re.compile("[.,'’‘`ʼʻ]")
_HYPHEN: Final = re.compile("[-\u2010\u2011\u2013]")
_COMBINING: Final = re.compile("[\u0300-\u036f]+")
_MUHAMMAD: Final = re.compile(r"m[ou]hamm?[ae]d\b")
_UNNAMED: Final = frozenset({"al", "el", "jr", "sr"})
"""Words that a name is spelled with or without."""
_NUMERALS: Final = frozenset({"ii", "iii", "iv"})
"""Numerals that private names are spelled with or without; after a single name they are a ruler's."""
_VOWELS: Final = frozenset("aeiouy")

_SPELLINGS: Final[Mapping[str, str]] = {
    "defence": "defense",
    "advisor": "adviser",
    "councillor": "councilor",
    "chairperson": "chairman",
    "chairwoman": "chairman",
    "chair": "chairman",
    "tsar": "czar",
    "premier": "prime minister",
}
_LOOSE: Final = frozenset({"of", "for", "to", "the", "affairs", "acting", "former", "then", "mr", "madam", "us"})
"""Words of a title that tell no office from another."""
_LESSER: Final = frozenset({"vice", "deputy", "under", "assistant"})
"""Words that make another office of the one that they stand before."""
_JOINED: Final = re.compile(r",|&|/|\band\b", re.IGNORECASE)


def affiliation_of(name: str, title: str = "", year: int | None = None, among: Collection[str] = ()) -> str:
    """Name of the state or organization whose official bears the name.

    A full name matches without regard to case, accents, dots, hyphens, middle initials and order. A surname alone
    matches if title and year, where given, fit those of the official. The year also decides between the offices that
    one person held for several states or organizations.

    Args:
        name: a full name or a surname.
        title: title before the name ("President"); empty if there is none.
        year: year of the text.
        among: names of states and organizations that are likelier, those of the document for instance.

    Returns:
        The name as in the tables of states and organizations; an empty string if nobody fits, or if officials of
        several states or organizations do.

    >>> affiliation_of("Kishida Fumio"), affiliation_of("Bush", "President", 1990), affiliation_of("Kim")
    ('Japan', 'United States', '')
    """
    by_name, by_surname = _known(name)
    if by_name:
        found = [leader for leader in by_name if _in_office(leader, year, _BEFORE, _AFTER)] or list(by_name)
        found = [leader for leader in found if _holds(leader, title)] or found
    else:
        found = [leader for leader in by_surname if _in_office(leader, year, _BEFORE, _AFTER) and _holds(leader, title)]
    affiliations = {leader.affiliation for leader in found}
    for narrower in (
        affiliations.intersection(among),
        {leader.affiliation for leader in found if year is not None and _in_office(leader, year)},
    ):
        if len(affiliations) > 1:
            affiliations = affiliations & narrower or affiliations
    return affiliations.pop() if len(affiliations) == 1 else ""


def _in_office(leader: Leader, year: int | None, before: int = 0, after: int = 0) -> bool:
    if year is None:
        return True
    return leader.since - before <= year and (leader.until is None or year <= leader.until + after)


def _holds(leader: Leader, title: str) -> bool:
    given = _offices(title)
    return not given or any(_fits(one, _office(held)) for one in given for held in leader.titles)


def _fits(given: frozenset[str], held: frozenset[str]) -> bool:
    return given & _LESSER == held & _LESSER and (given <= held or held <= given)


@lru_cache(maxsize=256)
def _offices(title: str) -> tuple[frozenset[str], ...]:
    """The offices that a title joins ("Deputy Prime Minister and Foreign Minister")."""
    return tuple(office for part in _JOINED.split(title) if (office := _office(part)))


@lru_cache(maxsize=1024)
def _office(title: str) -> frozenset[str]:
    words = (_SPELLINGS.get(word, word) for word in _fold(title).split())
    return frozenset(" ".join(words).split()) - _LOOSE


def _fold(text: str) -> str:
    """Lower case without accents, dots, commas and apostrophes; hyphens as spaces; one spelling of Muhammad."""
    # Replacing and patterns rather than str.translate, which is slow on text beyond ASCII.
    text = _UNSPELLED.sub("", text.lower())
    if not text.isascii():
        for letter, plain in _LETTERS:
            text = text.replace(letter, plain)
        text = _COMBINING.sub("", unicodedata.normalize("NFKD", text))
    return _MUHAMMAD.sub("mohammed", _HYPHEN.sub(" ", text))


def _words(folded: str) -> list[str]:
    """Words of a folded name; neighbouring initials make one ("J. D. Vance" is "JD Vance")."""
    words: list[str] = []
    initials = False
    for word in folded.split():
        if len(word) == 1 and initials:
            words[-1] += word
        elif word not in _UNNAMED:
            words.append(word)
        initials = len(word) == 1
    if len(words) > 2 and words[-1] in _NUMERALS:
        words.pop()
    return words


def _full(words: list[str]) -> tuple[str, ...]:
    """Key of a full name, whatever the order: its words without middle initials."""
    middle = [word for word in words[1:-1] if len(word) > 3 or (len(word) > 1 and not _VOWELS.isdisjoint(word))]
    return tuple(sorted((words[0], *middle, words[-1])))


@lru_cache(maxsize=4096)
def _known(name: str) -> tuple[tuple[Leader, ...], tuple[Leader, ...]]:
    """Officials of that full name, and those of that surname."""
    words = _words(_fold(name))
    if not words:
        return (), ()
    full = _full(words)
    by_name: list[Leader] = []
    by_surname: list[Leader] = []
    # Only few rows have the longest word anywhere; an index of all would take longer than many such scans.
    longest = max(words, key=len)
    for leader, line in zip(lexicon().leaders, _folded(), strict=True):
        if longest not in line:
            continue
        forms = [_words(form) for form in line.split("|")]
        if len(words) > 1 and any(len(form) > 1 and _full(form) == full for form in forms):
            by_name.append(leader)
        if words in forms[1:]:
            by_surname.append(leader)
    return tuple(by_name), tuple(by_surname)


@lru_cache(maxsize=1)
def _folded() -> tuple[str, ...]:
    """Name and surnames of each official, folded in one go: one by one it takes several times as long."""
    lines = "\n".join("|".join((leader.name, *leader.surnames)) for leader in lexicon().leaders)
    return tuple(_fold(lines).split("\n"))

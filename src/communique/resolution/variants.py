"""The other names that a name stands for by itself: a "new Treaty on X of 8 June 2012" is the "Treaty on X" too."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache

from communique.extraction.dates import find_dates
from communique.findings import Entity
from communique.lexicon.derived import deeds
from communique.lexicon.tables import rows, values

from .offices import bare_title

__all__ = ["shorter_names", "with_shorter_names"]

_OWNER = re.compile(r"^(?:the )?(?:\w[\w.-]* ){0,3}\w[\w.-]*(?:['’]s|s['’]) (?=\w)", re.IGNORECASE)
_LIST_MARK = re.compile(r"^(?:[IVX]+|\d{1,2}|[a-z])\s?[.):–-]+\s+(?=\w)")
_SIGNED = "|".join(sorted(deeds("concluded")))
_CONCLUDED = re.compile(rf",? (?:{_SIGNED})\b.*$", re.IGNORECASE)
_DANGLING = re.compile(rf"(?:,|\s(?:of|in|on|from|at|dated|the|{_SIGNED}))+\s*$", re.IGNORECASE)
_BETWEEN = re.compile(r",? between .*$")
_NUMBERED = re.compile(r"^(.*\bresolutions? (?:[A-Z]+/)*[\d/.-]+)\b(?: \(\d{4}\))?.*$", re.IGNORECASE)
_OWN = re.compile(r" (?:of|in|to) (?:his|her|its|their|the same|that) .*$")
_IN_PLACE = re.compile(r",? (?:in|at) (?:the )?[A-Z][\w’'.-]*(?: [A-Z][\w’'.-]*){0,2}$")
_YEAR = re.compile(r"^\d{4} (?=\w)")
_OWNED = ("GovernmentBody", "Organization")
"""Of "Denmark's Emergency Management Agency" the last three words are a name too."""
_LONGEST = 300
"""Letters of a name beyond which it is none."""
_ARTICLE = re.compile(r"^the (?=\w)", re.IGNORECASE)


def shorter_names(kind: str, name: str) -> Iterator[str]:
    """Shorter forms of a name, each made by taking one thing off its edges or several after one another.

    Args:
        kind: the class of what is named.
        name: as the text has it.

    >>> list(shorter_names("Agreement", "new Treaty on Trade of 8 June 2012"))
    ['Treaty on Trade of 8 June 2012', 'new Treaty on Trade', 'Treaty on Trade']
    >>> list(shorter_names("Office", "Kenya's Vice-President"))
    ['Vice-President']
    """
    found = [name] if len(name) <= _LONGEST else []
    for longer in found:
        for shorter in _steps(kind, longer):
            if len(shorter) < len(longer) and shorter not in found and any(c.isalpha() for c in shorter):
                found.append(shorter)
                yield shorter


def with_shorter_names(entities: Iterable[Entity]) -> list[Entity]:
    """The entities with the shorter forms of their names as aliases, where no other of their class has the form."""
    everything = list(entities)
    forms: Mapping[str, dict[str, None]] = defaultdict(dict)
    for entity in everything:
        for name in (entity.name, *entity.aliases):
            forms[entity.key].update(dict.fromkeys(shorter_names(entity.kind, name)))
    named = Counter((e.kind, n) for e in everything for n in {e.name, *e.aliases, *forms[e.key]})
    return [
        replace(e, aliases=tuple(sorted({*e.aliases, *(n for n in forms[e.key] if _is_own(e, n, named))} - {e.name})))
        for e in everything
    ]


def _is_own(entity: Entity, form: str, named: Mapping[tuple[str, str], int]) -> bool:
    """Whether a form means this entity alone; titles are shared ("Foreign Minister")."""
    return entity.kind == "Office" or named[entity.kind, form] == 1


def _steps(kind: str, name: str) -> Iterator[str]:
    before, behind = _loose(kind)
    for words in before:
        if name.lower().startswith(f"{words} "):
            yield name[len(words) + 1 :]
    for words in behind:
        if name.lower().endswith(f" {words}"):
            yield name[: -len(words) - 1].rstrip(" ,")
    if kind == "Office":
        yield bare_title(name)
        yield _OWNER.sub("", name)
        yield _OWN.sub("", name)
        yield _IN_PLACE.sub("", name)
    elif kind in _OWNED:
        rest = _OWNER.sub("", name)
        if " " in rest and rest[:1].isupper():
            yield rest
    elif kind == "Agreement":
        yield _LIST_MARK.sub("", name)
        yield _YEAR.sub("", name)
        for cut in (
            _CONCLUDED.sub("", name),
            _without_date(name),
            _BETWEEN.sub("", name),
            _IN_PLACE.sub("", name),
        ):
            if " " in cut:
                yield cut
        if numbered := _NUMBERED.match(name):
            yield numbered[1]
    elif kind == "Forum":
        yield _ARTICLE.sub("", name)


def _without_date(name: str) -> str:
    last = max(find_dates(name, None), key=lambda d: d.end, default=None)
    return name if last is None or last.end < len(name) else _DANGLING.sub("", name[: last.start].rstrip())


@lru_cache(maxsize=16)
def _loose(kind: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The loose words of a class that stand before its names, and behind them, in lower case."""
    found = [(row["side"], values(row["words"].lower())) for row in rows("loose_words") if row["class"] == kind]
    before, behind = (tuple(w for s, words in found if s == side for w in words) for side in ("before", "behind"))
    return before, behind

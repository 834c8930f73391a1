"""Lines that say where, when and by whom a text was written: date lines of news, bylines, lines with a mere date."""

import re
from dataclasses import dataclass
from functools import cache

from .dates import FoundDate, find_dates
from .publishers import Publishers, word_list

__all__ = ["Byline", "DateLine", "read_byline", "read_date_line", "read_mere_date"]

_LONGEST = 180
_WORD = r"[A-ZÀ-ÖØ-Þ][\w.'’\-]*+"
_PLACE = rf"{_WORD}(?:(?:,? (?:(?:de|del|la|al|el|of|the|and|am|an|der|sur|upon)[ -])?|/){_WORD}){{0,6}}"
_DASH = r"(?:[—–―]|--+|-(?= ))"
_AGENCY = r"(?:\((?P<agency>[^()\n]{2,60})\)|/(?P<wire>[A-Za-z .-]{2,40})/\.?)"
_HEAD = re.compile(
    rf"(?P<place>{_PLACE})?[,.:]?\s?(?P<middle>[^()/—–―\n]{{0,60}}?)[,.]?\s?{_AGENCY}(?P<dash>\s?(?:{_DASH}|:)|(?<=/\.))?\s?"
)
_BARE = re.compile(rf"(?P<place>{_PLACE})(?P<middle>,[^()/—–―\n]{{3,60}}?)?\s?(?P<dash>{_DASH}|:)\s")
_CAPITALS = re.compile(r"[A-ZÀ-ÖØ-Þ.'’\-]{3,}")
_WEEKDAY = re.compile(r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b,?", re.IGNORECASE)
_TIME = re.compile(
    r"\b\d{1,2}[:.]\d{2}(?::\d{2})?(?:\s?[ap]\.?m\.?)?|\b\d{1,2}\s?[ap]\.?m\.?\b|\b(?:GMT|UTC|EST|EDT|CET|CEST|BST|IST|ET|Z)\b"
    r"(?:[+-]\d{1,4})?|T\d\d:\d\d\S*",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"\b(?:first |originally |last )?(?:posted|published|updated|released|issued|modified|created|dated?"
    r"|for immediate release|embargoed until)(?: on| at)?\b:?",
    re.IGNORECASE,
)
_SEPARATORS = re.compile(r"\s*(?:[|•·/]|\s[—–-]|[—–-]\s|,)\s*")
_BY = re.compile(r"(?:(?:written|reported|story)\s)?by:?\s+(?=\S)", re.IGNORECASE)
_WHERE = re.compile(r" in (?!['’])[^a-z].*")
"""Behind an author's name: "in Addis Ababa"."""
_NAME = re.compile(
    rf"{_WORD}(?: (?:(?:bin|ibn|al|el|van|von|der|de|da|di|la|le|ten|of|for|the|and|in|&)[ -])*+{_WORD}){{0,7}}"
)


@dataclass(frozen=True, slots=True)
class DateLine:
    """The start of a news report.

    Attributes:
        length: of the date line in the paragraph, with the dash and the space behind it.
        date: the date in it.
        agency: the news agency in it, or an empty string.
    """

    length: int
    date: FoundDate | None
    agency: str


@dataclass(frozen=True, slots=True)
class Byline:
    """A line that says by whom, and maybe when.

    Attributes:
        people: the authors' names.
        organization: who they write for, or who is named as the author; may be empty.
        date: the date in it.
    """

    people: tuple[str, ...]
    organization: str
    date: FoundDate | None


def read_date_line(text: str, publishers: Publishers) -> DateLine | None:
    """The date line at the start of a paragraph; None without one.

    Forms: "Jerusalem, 26 October, 2022 (TPS) — ", "GENEVA (AP) — ", "MOSCOW, March 5. /TASS/. ", "(Reuters) - ",
    "Tokyo, 5 May 2010 — ", "BRUSSELS — ". A sentence must follow.
    """
    start = text[:_LONGEST]
    line = _with_agency(start, publishers) or _bare(start)
    return line if line and any(character.isalpha() for character in text[line.length : line.length + 40]) else None


def _with_agency(start: str, publishers: Publishers) -> DateLine | None:
    found = _HEAD.match(start)
    if not found:
        return None
    agency = (found["agency"] or found["wire"]).strip()
    when = next(find_dates(start[: found.end()]), None)
    known = publishers.is_agency(agency)
    if found["dash"] is None or not (known or (when and _NAME.fullmatch(agency))):
        return None
    rest = _without_date(found["middle"], next(find_dates(found["middle"]), None))
    if len(rest.split()) > 3 or (found["place"] is None and not known):
        return None
    return DateLine(found.end(), when, agency)


def _bare(start: str) -> DateLine | None:
    found = _BARE.match(start)
    if not found:
        return None
    words = [word.casefold() for word in re.findall(r"\w+", found["place"])]
    if any(word in _not_places() for word in words):
        return None
    when = next(find_dates(found[0]), None)
    if when:
        before, after = found[0][: when.start], found[0][when.end : found.start("dash")]
        if before.rstrip().endswith(",") and not any(c.isalnum() for c in _without_date(after, None)):
            return DateLine(found.end(), when, "")
        return None
    city = found["place"].split(",")[0]
    if found["dash"] == ":" or not all(_CAPITALS.fullmatch(word) for word in re.split(r"[ /]", city)):
        return None
    rest = found["middle"] or ""
    return DateLine(found.end(), None, "") if re.fullmatch(rf"(?:, {_PLACE})?", rest) else None


@cache
def _not_places() -> frozenset[str]:
    return word_list("not_places.txt")


def _without_date(text: str, when: FoundDate | None) -> str:
    """The text without date, weekday, time and labels such as "Posted on", trimmed of separators."""
    if when:
        text = f"{text[: when.start]} {text[when.end :]}"
    for pattern in (_LABEL, _WEEKDAY, _TIME):
        text = pattern.sub(" ", text)
    return text.strip(" \t,.|•·—–-/:;()")


def read_mere_date(line: str) -> tuple[str, FoundDate] | None:
    """The place, if any, and the date of a line that holds nothing else; None if it does.

    Forms: "October 12, 2003", "Washington, DC, May 5, 2010", "20 May 2023, Hiroshima", "Released on 3 May 1995".
    """
    if len(line) > 100:
        return None
    when = next((found for found in find_dates(line) if found.year is not None), None)
    if when is None:
        return None
    before, after = _without_date(line[: when.start], None), _without_date(line[when.end :], None)
    place = before or after
    if before and after:
        return None
    return (place, when) if not place or (re.fullmatch(_PLACE, place) and len(place.split()) <= 4) else None


def read_byline(line: str, publishers: Publishers) -> Byline | None:
    """Who wrote a text, by a line such as "By TPS • 26 October, 2022" or "By Jane Roe, Reuters | March 3, 2021".

    None if the line is no byline; "By working together we …" begins a sentence.
    """
    if len(line) > _LONGEST or line.endswith((".", "?", "!", ":")):
        return None
    when = next((found for found in find_dates(line) if found.year is not None), None)
    by = _BY.match(line) or (re.search(r"\bby:?\s+(?=\S)", line, re.IGNORECASE) if when else None)
    if not by or (by.start() and _without_date(line[: by.start()], when if when and when.end <= by.start() else None)):
        return None
    rest = line[by.end() :]
    if when and when.start >= by.end():
        rest = f"{line[by.end() : when.start]}|{line[when.end :]}"
    names = [part for part in (_without_date(part, None) for part in _SEPARATORS.split(rest)) if part]
    if not names or len(names) > 6 or not all(_NAME.fullmatch(name) for name in names):
        return None
    organization = next((name for name in names if publishers.is_organization(name)), "")
    writers = (_WHERE.sub("", name) for name in names if not publishers.is_organization(name))
    people = tuple(person for name in writers for person in re.split(r" (?:and|&) ", name))
    return Byline(people, organization, when) if people or organization else None

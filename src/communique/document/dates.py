"""Calendar dates as documents write them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

__all__ = ["FoundDate", "find_dates", "parse_date"]

_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
           "december")  # fmt: skip
_NUMBER = {name[:length]: n for n, name in enumerate(_MONTHS, 1) for length in (3, len(name))} | {"sept": 9}
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_SHORT = r"(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_TO = r"\s?(?:[-–—&]|and|to)\s?"
_DATE = re.compile(
    rf"""
    (?<![\w.,/-])(?:
      (?P<y1>\d{{4}})(?P<s1>[-/.])(?P<m1>\d{{1,2}})(?P=s1)(?P<d1>\d{{1,2}})
    | (?P<a2>\d{{1,2}})(?P<s2>[-/.])(?P<b2>\d{{1,2}})(?P=s2)(?P<y2>\d{{4}})\b
    | (?P<d5>\d{{1,2}})\.(?P<n5>\d\d)\.(?P<y5>\d\d)\b(?!\.\d)
    | (?P<d6>{_DAY})\s(?P<m6>{_SHORT})\.?[\s'’]{{1,2}}(?P<y6>\d\d)\b(?![:.]\d)
    | (?:{_DAY}(?:st|nd|rd|th)?{_TO})?
      (?P<d3>{_DAY})(?:st|nd|rd|th)?(?:\s+day)?(?:\s+of)?[\s,-]{{1,3}}(?P<m3>{_MONTH})
      (?:[\s,-]{{1,3}}(?P<y3>\d{{4}})\b)?
    | (?P<m4>{_MONTH})\s{{1,3}}(?:the\s)?(?:{_DAY}(?:st|nd|rd|th)?{_TO})?(?P<d4>{_DAY})(?:st|nd|rd|th)?\b
      (?:,?\s{{1,3}}(?P<y4>\d{{4}})\b)?
    )(?:(?=T\d)|(?![\w/]))
    """,
    re.VERBOSE | re.IGNORECASE,
)
_EARLIEST, _LATEST = 1500, 2199
_SINCE = 40
"""Years of two figures from here on are of the twentieth century."""


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date in a text.

    Attributes:
        start, end: where it stands.
        month, day: of the year.
        year: None if the text doesn't give it.
    """

    start: int
    end: int
    month: int
    day: int
    year: int | None

    def resolve(self, near: date | None = None) -> date | None:
        """The calendar date; without a year the one closest to `near`, or None if there is no such date."""
        if self.year is not None:
            return _calendar(self.year, self.month, self.day)
        if near is None:
            return None
        years = (near.year - 1, near.year, near.year + 1)
        candidates = [day for year in years if (day := _calendar(year, self.month, self.day))]
        return min(candidates, key=lambda day: abs(day - near), default=None)


def find_dates(text: str) -> Iterator[FoundDate]:
    """The dates in a text: "26 October, 2022", "October 26, 2022", "3rd of March 2021", "2022-10-26", "26.10.2022",
    "26.10.22", "26 Oct 22".

    Of a range ("4-8 June 1979") it is the last day, on which documents are issued.
    Figures between points are read day first, as they are where points are used. Between slashes or hyphens they are
    read only if one of them can't be a month. Days that don't exist are no dates.
    """
    for found in _DATE.finditer(text):
        parts = _parts(found)
        if parts:
            year, month, day = parts
            if _calendar(2000 if year is None else year, month, day):
                yield FoundDate(found.start(), found.end(), month, day, year)


def parse_date(text: str) -> date | None:
    """The first date in a text that has a year; None without one."""
    return next((found.resolve() for found in find_dates(text[:1000]) if found.year is not None), None)


def _parts(found: re.Match[str]) -> tuple[int | None, int, int] | None:
    if found["y1"]:
        return int(found["y1"]), int(found["m1"]), int(found["d1"])
    if found["y2"]:
        first, second, year = int(found["a2"]), int(found["b2"]), int(found["y2"])
        if found["s2"] == "." or first > 12 or first == second:
            return year, second, first
        return (year, first, second) if second > 12 else None
    if found["y5"]:
        return _century(found["y5"]), int(found["n5"]), int(found["d5"])
    if found["y6"]:
        return _century(found["y6"]), _NUMBER[found["m6"].lower()], int(found["d6"])
    number = "3" if found["m3"] else "4"
    year_text = found[f"y{number}"]
    month = _NUMBER[found[f"m{number}"].rstrip(".").lower()]
    return int(year_text) if year_text else None, month, int(found[f"d{number}"])


def _century(figures: str) -> int:
    """The year of "29.06.17" and "4 Sep 89"."""
    year = int(figures)
    return year + (2000 if year < _SINCE else 1900)


def _calendar(year: int, month: int, day: int) -> date | None:
    if not _EARLIEST <= year <= _LATEST:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None

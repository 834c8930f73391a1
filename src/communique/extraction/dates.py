"""Dates in sentences, resolved against the document's own date."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from communique.findings import Value

__all__ = ["DateMention", "find_dates"]

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ),
        1,
    )
    for name in names.split()
}
_DAYS = {d: i for i, d in enumerate(["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"])}
_FULL = "January|February|March|April|May|June|July|August|September|October|November|December"
_MONTH_WORD = rf"(?:{_FULL}|{_FULL.upper()}|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?)"
_MONTH, _LAST_MONTH = rf"(?P<month>{_MONTH_WORD})", rf"(?P<lastmonth>{_MONTH_WORD})"
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_LAST = r"(?:the\s+)?(?P<last>[0-3]?\d)(?:st|nd|rd|th)?"
_TO = r"\s?(?:-|–|—|\bto\b|\buntil\b|\bthrough\b)\s?"
_RANGE = rf"(?:(?:{_TO}|\s?\band\b\s?){_LAST})?"
_YEAR = r"(?P<year>1[5-9]\d\d|20\d\d)"
_OWN_YEAR = rf"(?:\s*,?\s+{_YEAR})?(?!\d)"
_WEEKDAY = "(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
_ON = rf"(?:{_WEEKDAY}(?:\s*,)?\s+(?:the\s+)?)?"  # "Monday, 11 October": one date, not two

_PATTERNS = (
    re.compile(rf"(?:^|(?<=[(;–—] )){_YEAR},?\s+{_DAY}{_RANGE}\s+{_MONTH}\b"),  # chronologies: "1959, 8 November"
    re.compile(rf"^{_YEAR},?\s+{_MONTH}(?:\s+{_DAY}{_RANGE})?(?!\d)"),
    re.compile(rf"^{_YEAR}(?=\s*[:–—-]\s)"),
    re.compile(rf"\b{_ON}{_MONTH}\s+{_DAY},?{_TO}{_ON}{_LAST_MONTH}\s+{_LAST}{_OWN_YEAR}"),
    re.compile(rf"\b{_ON}{_DAY}(?:\s+of)?\s+{_MONTH},?{_TO}{_ON}{_LAST}(?:\s+of)?\s+{_LAST_MONTH}{_OWN_YEAR}"),
    re.compile(rf"\b{_ON}{_MONTH}\s+{_DAY}{_RANGE}{_OWN_YEAR}"),
    re.compile(rf"\b{_ON}{_DAY}{_RANGE}(?:\s+of)?\s+{_MONTH}{_OWN_YEAR}"),
    re.compile(rf"\b{_MONTH}\s*(?:of\s+|,\s*)?{_YEAR}\b"),
    re.compile(r"\b(?P<year>1[5-9]\d\d|20\d\d)-(?P<month>0[1-9]|1[0-2])-(?P<day>[0-3]\d)\b"),
    re.compile(
        r"\b(?P<relative>today|tonight|this (?:morning|afternoon|evening)|yesterday|last night|tomorrow)\b",
        re.IGNORECASE,
    ),
    re.compile(r"\b(?P<when>last|next|this|earlier this|later this) (?P<unit>year|month|week)\b", re.IGNORECASE),
    re.compile(rf"\b(?:(?P<when>last|past|next|coming)\s+)?(?P<weekday>{_WEEKDAY})\b"),
    re.compile(
        r"\b(?i:in|since|of|from|to|by|until|after|before|between|during|fall|autumn|spring|summer|winter|early|late|mid-?)"
        rf"\s+(?:of\s+)?{_YEAR}\b"
    ),
    re.compile(rf"\({_YEAR}\)"),
    re.compile(rf"\b(?i:in|last|next|this|since|early|late|mid)[\s-]+{_MONTH}\b(?!\s+\d)"),
    re.compile(rf"(?<=[a-z,] )(?P<month>{_FULL})\b(?= [a-z]|[,.;)])"),  # "the December summit", "until June"
)
_SIGN = re.compile(
    rf"[0-9]|(?i:(?:day|night|morning|afternoon|evening|tomorrow|year|month|week)\b)|{_MONTH_WORD}"
)  # without one of these no pattern matches
_AHEAD = re.compile(r"\b(?:will|shall|would|(?:is|are) (?:to|due|expected|scheduled))\b")


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date in a text.

    Attributes:
        start, end: character offsets.
        first: the date, or the first day of a range.
        last: the last day of a range.
        vague: given only by week, month or year relative to the document ("this week").
    """

    start: int
    end: int
    first: Value
    last: Value | None = None
    vague: bool = False


def find_dates(text: str, today: date | None) -> Iterator[DateMention]:
    """The dates in a text, none overlapping, in order.

    Args:
        text: any text.
        today: the document's date; without it only full dates, months with year and years are found.
    """
    if not _SIGN.search(text):
        return iter(())
    read: list[tuple[int, int]] = []  # an impossible day is not read again as a month
    dates: list[DateMention] = []
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            if any(start < match.end() and match.start() < end for start, end in read):
                continue
            read.append(match.span())
            found = _resolve(match, today)
            if found is not None:
                dates.append(found)
    return iter(sorted(dates, key=lambda d: d.start))


def _resolve(match: re.Match[str], today: date | None) -> DateMention | None:
    parts = {k: v for k, v in match.groupdict().items() if v}
    start, end = match.span()
    if "relative" in parts:
        return _relative(parts["relative"].lower(), today, start, end)
    if "unit" in parts:
        return _period(parts["when"].lower(), parts["unit"].lower(), today, start, end)
    if "weekday" in parts:
        if today is None:
            return None
        ahead = parts.get("when") in ("next", "coming") or (
            "when" not in parts and _AHEAD.search(match.string, 0, start) is not None
        )
        return DateMention(start, end, _day(_weekday(parts["weekday"].lower(), today, ahead=ahead)))
    year = int(parts["year"]) if "year" in parts else None
    if "month" not in parts:
        return None if year is None else DateMention(start, end, Value(f"{year:04}", "gYear"))
    month = _month(parts["month"])
    if "day" not in parts:
        year = year or _year_of(match[0].split()[0].lower(), month, today)
        if year is None:
            return None
        return DateMention(start, end, Value(f"{year:04}-{month:02}", "gYearMonth"), vague="year" not in parts)
    last_month = _month(parts["lastmonth"]) if "lastmonth" in parts else month
    turns = last_month < month  # 30 December to 2 January: the year that is given is the second
    year = year - turns if year else _nearest_year(month, int(parts["day"]), today)
    first = _date(year, month, int(parts["day"]))
    if first is None:
        return None
    last = _date(first.year + turns, last_month, int(parts["last"])) if "last" in parts else None
    return DateMention(start, end, _day(first), _day(last) if last and last > first else None)


def _month(text: str) -> int:
    return int(text) if text.isdigit() else _MONTHS[text.lower().rstrip(".")]


def _weekday(name: str, today: date, *, ahead: bool) -> date:
    """The latest day of that name up to today, or the first one after it."""
    back = (today.weekday() - _DAYS[name]) % 7
    return today + timedelta(days=7 - back) if ahead else today - timedelta(days=back)


def _relative(word: str, today: date | None, start: int, end: int) -> DateMention | None:
    if today is None:
        return None
    shift = {"yesterday": -1, "last night": -1, "tomorrow": 1}.get(word, 0)
    return DateMention(start, end, _day(today + timedelta(days=shift)))


def _period(when: str, unit: str, today: date | None, start: int, end: int) -> DateMention | None:
    if today is None:
        return None
    shift = {"last": -1, "next": 1}.get(when, 0)
    if unit == "year":
        value = Value(f"{today.year + shift:04}", "gYear")
    elif unit == "month":
        months = today.year * 12 + today.month - 1 + shift
        value = Value(f"{months // 12:04}-{months % 12 + 1:02}", "gYearMonth")
    else:
        day = today + timedelta(days=7 * shift)
        value = Value(f"{day.year:04}-{day.month:02}", "gYearMonth")
    return DateMention(start, end, value, vague=True)


def _nearest_year(month: int, day: int, today: date | None) -> int | None:
    """The year that puts a day without year nearest to the document's date."""
    if today is None:
        return None
    candidates = [d for y in (today.year - 1, today.year, today.year + 1) if (d := _date(y, month, day))]
    return min(candidates, key=lambda d: abs((d - today).days)).year if candidates else None


def _year_of(word: str, month: int, today: date | None) -> int | None:
    """The year of a month without one: of "last April" the latest that is over, of "next April" the first to come."""
    if today is None or word not in ("last", "next"):
        return _nearest_year(month, 15, today)
    return today.year - (month >= today.month) if word == "last" else today.year + (month <= today.month)


def _date(year: int | None, month: int, day: int) -> date | None:
    if year is None:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _day(day: date) -> Value:
    return Value(day.isoformat(), "date")

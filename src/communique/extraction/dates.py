"""Dates in sentences, resolved against the document's own date."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from communique.findings import Value
from communique.lexicon.derived import deeds

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
_TO = r"\s?(?:-|–|—|/|\bto\b|\buntil\b|\bthrough\b)\s?"
_DAYS_BETWEEN = r"(?:,\s[0-3]?\d(?:st|nd|rd|th)?){0,6}"  # "October 2, 3 and 4"
_RANGE = rf"(?:{_DAYS_BETWEEN}(?:{_TO}|\s?\band\b\s?){_LAST})?"
_YEAR = r"(?P<year>1[5-9]\d\d|20\d\d)"
_OWN_YEAR = rf"(?:\s*,?\s+{_YEAR})?(?!\d)"
_WHOSE_YEAR = r",?\s(?:of\s)?(?P<whose>last|this|next)\syear\b"
_WEEKDAY = "(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
_SEASONS = {"spring": 4, "summer": 7, "autumn": 10, "fall": 10, "winter": 1}
_COUNTS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_NUMBERS = {word: number for number, word in enumerate(_COUNTS, 1)}
_JUST = 60
"""Days: "on May 3 they agreed that they will" may be of last week, whatever stands before it."""
_NUMBERS |= {"a": 1, "an": 1}
_ROMANS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_ROMAN = {roman: number for number, roman in enumerate(_ROMANS, 1)}
_PART = (
    "end|beginning|start|middle|close|(?:first|second|third|fourth|last|final|opening|closing) (?:week|days|half|part)"
)
_ON = rf"(?:{_WEEKDAY}(?:\s*,)?\s+(?:the\s+)?)?"  # "Monday, 11 October": one date, not two

# What a text has to hold for a pattern to match in it: most sentences hold nothing of it, and few all.
_NUMBER, _NAME, _WORD = 1, 2, 4
_PATTERNS = tuple(
    (needed, re.compile(pattern))
    for needed, pattern in (
        # "6.9.1975"
        (_NUMBER, r"\b(?P<day>[0-3]?\d)\.\s?(?P<month>[01]?\d)\.\s?(?P<year>1[89]\d\d|20\d\d)\b"),
        # "6.IX.1975"
        (_NUMBER, r"\b(?P<day>[0-3]?\d)[.-](?P<roman>[IVX]{1,4})[.-](?P<year>1[89]\d\d|20\d\d)\b"),
        (_NUMBER, r"\b(?P<year>1[89]\d\d|20\d\d)/(?P<month>[01]?\d)/(?P<day>[0-3]?\d)\b"),
        # chronologies: "1959, 8 November"
        (_NUMBER | _NAME, rf"(?:^|(?<=[(;–—] )){_YEAR},?\s+{_DAY}{_RANGE}\s+{_MONTH}\b"),
        (_NUMBER | _NAME, rf"^{_YEAR},?\s+{_MONTH}(?:\s+{_DAY}{_RANGE})?(?!\d)"),
        (_NUMBER, rf"^{_YEAR}(?=\s*[:–—-]\s)"),
        (_NUMBER | _NAME, rf"\b{_ON}{_MONTH}\s+{_DAY},?{_TO}{_ON}{_LAST_MONTH}\s+{_LAST}{_OWN_YEAR}"),
        (
            _NUMBER | _NAME,
            rf"\b{_ON}{_DAY}(?:\s+of)?\s+{_MONTH},?{_TO}{_ON}{_LAST}(?:\s+of)?\s+{_LAST_MONTH}{_OWN_YEAR}",
        ),
        (_NUMBER | _NAME, rf"\b{_ON}{_MONTH}\s+{_DAY}{_RANGE}(?:{_WHOSE_YEAR}|{_OWN_YEAR})"),
        (_NUMBER | _NAME, rf"\b{_ON}{_DAY}{_RANGE}(?:\s+of)?\s+{_MONTH}(?:{_WHOSE_YEAR}|{_OWN_YEAR})"),
        (_NAME | _WORD, rf"\b{_MONTH}{_WHOSE_YEAR}"),
        (_NAME, rf"\b{_MONTH}\s(?P<whose>last)\b(?!\s+(?:{_WEEKDAY}|week|year|month|night))"),
        (_NAME, rf"\b(?i:{_PART})\s(?:of|in)\s{_MONTH}(?:\s+{_YEAR})?\b"),
        (_WORD, r"\b(?i:end|beginning|start|middle|close)\sof\s(?P<when>the|this|last|next)\s(?P<unit>year|month)\b"),
        (_WORD, rf"(?i)\b(?P<count>{'|'.join(_NUMBERS)}|\d\d?)\s(?P<span>day|week|month|year)s?\sago\b"),
        (_WORD, r"(?i)\b(?P<relative>day before yesterday|day after tomorrow)\b"),
        (_NUMBER, r"\bthe\s(?P<ordinal>[0-3]?\d)(?:st|nd|rd|th)\s(?P<old>inst(?:ant)?|ult(?:imo)?)\b"),
        (
            _NUMBER,
            r"\bon\sthe\s(?P<ordinal>[0-3]?\d)(?:st|nd|rd|th)\b(?=[,.;]|\s(?:and|at|in|to|for|with|after|when|[a-z]+ed)\b|$)",
        ),
        (
            _WORD,
            rf"\b(?P<when>last|past|next|coming|this|in(?:\sthe)?)\s(?P<season>{'|'.join(_SEASONS)})\b(?!\s(?:of\s)?\d)",
        ),
        (
            _WORD,
            rf"\b(?:(?P<when>last|past|next|coming)\s+)?(?P<weekday>{_WEEKDAY})(?:{_TO}|\sand\s)(?P<lastday>{_WEEKDAY})\b",
        ),
        (_WORD, r"\b(?:the\s)?(?P<when>last|past|previous|this|next|coming|over the|at the)\s(?P<unit>weekend)\b"),
        (_WORD, r"\bthe\s(?P<when>previous|preceding)\s(?P<unit>month|week)\b"),
        (_NUMBER | _NAME, rf"\b{_MONTH}\s*(?:of\s+|,\s*)?{_YEAR}\b"),
        (_NUMBER, r"\b(?P<year>1[5-9]\d\d|20\d\d)-(?P<month>0[1-9]|1[0-2])-(?P<day>[0-3]\d)\b"),
        (
            _WORD,
            r"(?i)\b(?P<relative>today|tonight|this (?:morning|afternoon|evening)|yesterday|last night|tomorrow)\b",
        ),
        (_WORD, r"(?i)\b(?P<when>last|next|this|earlier this|later this) (?P<unit>year|month|week)\b"),
        (_WORD, rf"\b(?:(?P<when>last|past|next|coming)\s+)?(?P<weekday>{_WEEKDAY})\b"),
        (
            _NUMBER,
            r"\b(?i:in|since|of|from|to|by|until|after|before|between|during|fall|autumn|spring|summer|winter|early|late|mid-?)"
            rf"\s+(?:of\s+)?{_YEAR}\b",
        ),
        (_NUMBER, rf"\({_YEAR}\)"),
        (_NAME, rf"\b(?i:in|last|next|this|since|early|late|mid)[\s-]+{_MONTH}\b(?!\s+\d)"),
        # "the December summit", "until June"
        (_NAME, rf"(?<=[a-z,] )(?P<month>{_FULL})\b(?= [a-z]|[,.;)]|['’]s)"),
    )
)
_NAMES = tuple(case for month in _FULL.split("|") for case in (month[:3], month[:3].upper()))
_WORDS = ("day", "night", "morning", "afternoon", "evening", "tomorrow", "year", "month", "week", "ago", *_SEASONS)
_YEARS = range(1500, 3000)
"""The years that a document may be of; what claims another has no day to count from."""
_SHIFTS = {"last": -1, "previous": -1, "preceding": -1, "next": 1, "coming": 1, "this": 0}
_AHEAD = re.compile(
    r"\b(?:will|shall|would|(?:is|are) (?:to|due|expected|scheduled)"
    rf"|(?:{'|'.join(sorted(deeds('intending')))}) to)\b"
)
_DONE = re.compile(
    rf"(?<!\bbe )\b(?:{'|'.join(sorted(deeds('concluded') | deeds('happened')))})"
    r"(?:\s+(?!to\b|for\b)[\w'’]+){0,3}\s+on\s+$"
)
"""A deed that is done, right before a day."""
_NEAR = 80
"""Letters before a day in which that may stand."""


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
    signs = _signs(text)
    if not signs:
        return iter(())
    if today is not None and today.year not in _YEARS:
        today = None
    read: list[tuple[int, int]] = []  # an impossible day is not read again as a month
    dates: list[DateMention] = []
    for needed, pattern in _PATTERNS:
        if needed & ~signs:
            continue
        for match in pattern.finditer(text):
            if any(start < match.end() and match.start() < end for start, end in read):
                continue
            read.append(match.span())
            found = _resolve(match, today)
            if found is not None:
                dates.append(found)
    return iter(sorted(dates, key=lambda d: d.start))


def _signs(text: str) -> int:
    """Whether there are digits, names of months, and words like "week" in a text."""
    small = text.lower()
    number = _NUMBER if any(digit in text for digit in "0123456789") else 0
    name = _NAME if any(name in text for name in _NAMES) else 0
    return number | name | (_WORD if any(word in small for word in _WORDS) else 0)


def _resolve(match: re.Match[str], today: date | None) -> DateMention | None:
    parts = {k: v for k, v in match.groupdict().items() if v}
    start, end = match.span()
    if "relative" in parts:
        return _relative(parts["relative"].lower(), today, start, end)
    if "unit" in parts:
        return _period(parts["when"].lower(), parts["unit"].lower(), today, start, end)
    ahead = parts.get("when") in ("next", "coming") or (
        "when" not in parts
        and not match[0].lower().startswith("since")
        and _AHEAD.search(match.string, 0, start) is not None
    )
    if today is not None and (known := _from_today(parts, today, ahead=ahead)) is not None:
        return DateMention(start, end, *known)
    if not parts.keys() & {"year", "month", "roman"}:
        return None
    year = int(parts["year"]) if "year" in parts else None
    if "roman" in parts and parts["roman"] in _ROMAN:
        parts["month"] = str(_ROMAN[parts["roman"]])
    if "whose" in parts and today is not None and match[0].endswith("year"):
        year = today.year + _SHIFTS[parts["whose"]]
    if "month" not in parts:
        return None if year is None else DateMention(start, end, Value(f"{year:04}", "gYear"))
    month = _month(parts["month"])
    if "day" not in parts:
        year = year or _year_of(parts.get("whose", match[0].split()[0].lower()), month, today, ahead=ahead)
        if year is None:
            return None
        return DateMention(start, end, Value(f"{year:04}-{month:02}", "gYearMonth"), vague="year" not in parts)
    done = not ahead and _DONE.search(match.string, max(0, start - _NEAR), start) is not None
    last_month = _month(parts["lastmonth"]) if "lastmonth" in parts else month
    turns = last_month < month  # 30 December to 2 January: the year that is given is the second
    year = year - turns if year else _nearest_year(month, int(parts["day"]), today, ahead=ahead, done=done)
    first = _date(year, month, int(parts["day"]))
    if first is None:
        return None
    last = _date(first.year + turns, last_month, int(parts["last"])) if "last" in parts else None
    return DateMention(start, end, _day(first), _day(last) if last and last > first else None)


_Found = tuple[Value, Value | None, bool]


def _from_today(parts: Mapping[str, str], today: date, *, ahead: bool) -> _Found | None:
    """What is said with respect to the document's date: "on Monday", "two weeks ago", "next summer", "on the 25th"."""
    if "weekday" in parts:
        first = _weekday(parts["weekday"].lower(), today, ahead=ahead)
        last = _DAYS.get(parts.get("lastday", "").lower())
        return _day(first), None if last is None else _day(first + timedelta((last - first.weekday()) % 7)), False
    if "count" in parts:
        word = parts["count"].lower()
        number, span = _NUMBERS.get(word) or int(word), parts["span"].lower()
        if span == "year":
            return Value(f"{today.year - number:04}", "gYear"), None, True
        if span == "month":
            return _month_after(today, -number), None, True
        day = today - timedelta(days=number * (7 if span == "week" else 1))
        return (_month_after(day, 0), None, True) if span == "week" else (_day(day), None, False)
    if "season" in parts:
        month = _SEASONS[parts["season"].lower()]
        year = {"last": today.year - (month >= today.month), "past": today.year - (month >= today.month)}.get(
            parts["when"], today.year + (month < today.month) if ahead or parts["when"] == "next" else None
        )
        year = today.year if parts["when"] == "this" else year or _nearest_year(month, 15, today)
        return Value(f"{year:04}", "gYear"), None, True
    if "ordinal" in parts:
        months = [today.year * 12 + today.month - 1 + shift for shift in (-1, 0, 1)]
        if "old" in parts:
            months = months[:1] if parts["old"].startswith("ult") else months[1:2]
        days = [d for m in months if (d := _date(m // 12, m % 12 + 1, int(parts["ordinal"]))) is not None]
        return (_day(min(days, key=lambda d: abs((d - today).days))), None, False) if days else None
    return None


def _month_after(day: date, months: int) -> Value:
    count = day.year * 12 + day.month - 1 + months
    return Value(f"{count // 12:04}-{count % 12 + 1:02}", "gYearMonth")


def _month(text: str) -> int:
    return int(text) if text.isdigit() else _MONTHS[text.lower().rstrip(".")]


def _weekday(name: str, today: date, *, ahead: bool) -> date:
    """The latest day of that name up to today, or the first one after it."""
    back = (today.weekday() - _DAYS[name]) % 7
    return today + timedelta(days=7 - back) if ahead else today - timedelta(days=back)


def _relative(word: str, today: date | None, start: int, end: int) -> DateMention | None:
    if today is None:
        return None
    shift = {"yesterday": -1, "last night": -1, "tomorrow": 1, "day before yesterday": -2, "day after tomorrow": 2}.get(
        word, 0
    )
    return DateMention(start, end, _day(today + timedelta(days=shift)))


def _period(when: str, unit: str, today: date | None, start: int, end: int) -> DateMention | None:
    if today is None:
        return None
    shift = _SHIFTS.get(when, 0)
    if unit == "year":
        value = Value(f"{today.year + shift:04}", "gYear")
    elif unit == "month":
        value = _month_after(today, shift)
    elif unit == "weekend":
        saturday = _weekday("saturday", today, ahead=shift > 0 or when == "this")
        value = _month_after(saturday, 0)
    else:
        value = _month_after(today + timedelta(days=7 * shift), 0)
    return DateMention(start, end, value, vague=True)


def _nearest_year(month: int, day: int, today: date | None, *, ahead: bool = False, done: bool = False) -> int | None:
    """The year that puts a day without year nearest to the document's date.

    Args:
        ahead: whether it is yet to come; so near before the document's date it isn't all the same.
        done: whether it is past ("signed on Feb. 20"), and so not long after the document's date, which may be a guess.
    """
    if today is None:
        return None
    first = today - timedelta(days=_JUST) if ahead else date.min
    last = today + timedelta(days=_JUST) if done else date.max
    candidates = [
        d for y in (today.year - 1, today.year, today.year + 1) if (d := _date(y, month, day)) and first <= d <= last
    ]
    return min(candidates, key=lambda d: abs((d - today).days)).year if candidates else None


def _year_of(word: str, month: int, today: date | None, *, ahead: bool = False) -> int | None:
    """The year of a month without one: of "last April" the latest that is over, of "next April" the first to come."""
    if today is None or word not in ("last", "next"):
        return _nearest_year(month, 15, today, ahead=ahead)
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

"""Dates, resolved against the document's own."""

import itertools
import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.extraction.dates import find_dates

TODAY = date(2022, 10, 26)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("met today in Rome", "2022-10-26", None),
        ("yesterday in Oslo", "2022-10-25", None),
        ("on March 6", "2023-03-06", None),
        ("which they signed on March 6", "2022-03-06", None),
        ("is to be signed on March 6", "2023-03-06", None),
        ("agreed to meet again in August", "2023-08", None),
        ("on October 5", "2022-10-05", None),
        ("on 12 December", "2022-12-12", None),
        ("on January 9-10, 2023", "2023-01-09", "2023-01-10"),
        ("3 to 5 May 1979", "1979-05-03", "1979-05-05"),
        ("in November 2023", "2023-11", None),
        ("since 1983", "1983", None),
        ("on Monday", "2022-10-24", None),
        ("earlier this year", "2022", None),
        ("on the 3rd of March 2021", "2021-03-03", None),
        ("2021-03-04", "2021-03-04", None),
        ("from Monday, 11 October, to Wednesday, 13 October 2010", "2010-10-11", "2010-10-13"),
        ("GEORGETOWN, 29 FEBRUARY - 1 MARCH 1996", "1996-02-29", "1996-03-01"),
        ("December 30, to January 2, 2004", "2003-12-30", "2004-01-02"),
        ("from the 3rd to the 5th of May", "2022-05-03", "2022-05-05"),
        ("on Tuesday, October 11", "2022-10-11", None),
        ("MARCH 22, 2010", "2010-03-22", None),
        ("In 1996 they signed", "1996", None),
        ("Last April in Oslo", "2022-04", None),
        ("1959, 8 November - Egypt and Sudan sign", "1959-11-08", None),
        ("1999, February - nine states", "1999-02", None),
        ("1977 - the delegate speaks", "1977", None),
        ("last Friday", "2022-10-21", None),
        ("will meet on Friday in Riga", "2022-10-28", None),
        ("next Monday", "2022-10-31", None),
        ("dates back to 1974", "1974", None),
        ("the Treaty of Amity (1976)", "1976", None),
        ("the December summit", "2022-12", None),
        ("in mid-June", "2022-06", None),
        ("next September", "2023-09", None),
        ("last November", "2021-11", None),
        ("two days ago", "2022-10-24", None),
        ("three weeks ago", "2022-10", None),
        ("eleven months ago", "2021-11", None),
        ("a year ago", "2021", None),
        ("the day before yesterday", "2022-10-24", None),
        ("in November last year", "2021-11", None),
        ("on 15 March last year", "2021-03-15", None),
        ("in June last", "2022-06", None),
        ("at the end of June", "2022-06", None),
        ("in the last week of March 1998", "1998-03", None),
        ("by the end of the year", "2022", None),
        ("in the previous month", "2022-09", None),
        ("last spring", "2022", None),
        ("next summer", "2023", None),
        ("will meet there in the spring", "2023", None),
        ("on the 25th, in Oslo", "2022-10-25", None),
        ("on the 7th instant", "2022-10-07", None),
        ("from Monday to Wednesday", "2022-10-24", "2022-10-26"),
        ("on October 2, 3 and 4, 1999", "1999-10-02", "1999-10-04"),
        ("4/5 May 2021", "2021-05-04", "2021-05-05"),
        ("6.IX.1975", "1975-09-06", None),
        ("06.09.1975", "1975-09-06", None),
        ("at December's summit", "2022-12", None),
    ],
)
def test_date(text: str, first: str, last: str | None) -> None:
    (found,) = find_dates(text, TODAY)
    assert found.first.text == first
    assert (found.last.text if found.last else None) == last


@pytest.mark.parametrize(
    "text",
    ["we may agree", "on 31 February 2020", "a march of 200 people", "the 38th parallel", "Resolution 1701", "May God"],
)
def test_no_date(text: str) -> None:
    assert [d.first.text for d in find_dates(text, TODAY)] == []


def test_without_a_document_date_only_full_dates_count() -> None:
    assert [d.first.text for d in find_dates("today, on May 3, and on 4 June 1989", None)] == ["1989-06-04"]


@given(st.text(max_size=200))
def test_any_text_gives_real_dates_in_order(text: str) -> None:
    found = list(find_dates(text, TODAY))
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))
    for d in found:
        if d.first.datatype == "date":
            date.fromisoformat(d.first.text)


@given(
    today=st.dates(),
    text=st.sampled_from(
        [
            "yesterday",
            "tomorrow",
            "99 weeks ago",
            "99 years ago",
            "next Monday",
            "last weekend",
            "next year",
            "on the 31st.",
        ]
    ),
)
def test_no_day_of_a_document_is_too_early_or_late(today: date, text: str) -> None:
    assert all(len(found.first.text) >= 4 and found.first.text[:4].isdigit() for found in find_dates(text, today))


def test_long_lists_of_numbers_take_no_time() -> None:
    started = time.process_time()
    assert len(list(find_dates("May 1, " + "2, " * 60_000, TODAY))) == 1
    assert time.process_time() - started < 5


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("The council, which Chile will host in Lima in October, has ten members.", "2011-10"),
        ("The ministers are to meet on 5 December.", "2011-12-05"),
        ("They last met in October.", "2010-10"),
        ("As agreed on 20 February, they will meet again.", "2011-02-20"),
        ("The group will report on its work since October.", "2010-10"),
        ("He will speak in March.", "2011-03"),
    ],
)
def test_what_will_be_is_yet_to_come(text: str, day: str) -> None:
    assert [d.first.text for d in find_dates(text, date(2011, 3, 14))] == [day]

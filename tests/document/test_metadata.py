from collections.abc import Callable
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.document import Document, Source, read_document
from communique.document.datelines import read_byline, read_date_line, read_mere_date
from communique.document.dates import find_dates, parse_date
from communique.document.frontmatter import valid_url
from communique.document.publishers import load_publishers
from communique.errors import CommuniqueError

Read = Callable[..., Document]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("26 October, 2022", "2022-10-26"),
        ("October 26, 2022", "2022-10-26"),
        ("26.10.2022", "2022-10-26"),
        ("2022-10-26", "2022-10-26"),
        ("2022/10/26", "2022-10-26"),
        ("3rd of March 2021", "2021-03-03"),
        ("the 1st day of May, 1999", "1999-05-01"),
        ("Sept. 9 2001", "2001-09-09"),
        ("3.4.2021", "2021-04-03"),
        ("13/04/2021", "2021-04-13"),
        ("04/13/2021", "2021-04-13"),
        ("5/5/2021", "2021-05-05"),
        ("29.06.17 | News", "2017-06-29"),
        ("4 Sep 89", "1989-09-04"),
        ("1 Jul.'09", "2009-07-01"),
        ("1 Jul '09", "2009-07-01"),
        ("1 Jul '9", None),
        ("version 1.2.13", None),
        ("6 May 12 ministers", None),
        ("6 Oct 12:30", None),
        ("2021-01-21T17:12:47Z", "2021-01-21"),
        ("2021-01-21 17:12:47-05:00", "2021-01-21"),
        ("3/4/2021", None),
        ("31 February 2021", None),
        ("2021-13-01", None),
        ("May 5", None),
        ("1.2.3.2021", None),
        ("Resolution 2231 (2015)", None),
        ("may 2021", None),
        ("12 May 20210", None),
    ],
)
def test_dates(text: str, expected: str | None) -> None:
    assert parse_date(text) == (date.fromisoformat(expected) if expected else None)


@given(st.dates(min_value=date(1500, 1, 1), max_value=date(2199, 12, 31)))
def test_any_date_is_read_as_it_is_written(day: date) -> None:
    month = day.strftime("%B")
    forms = (f"{day.day} {month} {day.year:04}", f"{month} {day.day}, {day.year:04}", day.isoformat())
    assert all(parse_date(f"on {form}.") == day for form in forms)


@given(st.text(alphabet="0123456789 ./-,adMayJune", max_size=60))
def test_any_text_is_read_for_dates(text: str) -> None:
    for found in find_dates(text):
        assert 0 <= found.start < found.end <= len(text)


def test_a_date_without_year_is_the_nearest() -> None:
    (found,) = find_dates("Dec. 31")
    assert found.resolve(near=date(2022, 1, 2)) == date(2021, 12, 31)
    assert found.resolve() is None


@pytest.mark.parametrize(
    ("line", "agency"),
    [
        ("Jerusalem, 26 October, 2022 (TPS) — ", "TPS"),
        ("WASHINGTON, March 5 (Reuters) - ", "Reuters"),
        ("GENEVA (AP) — ", "AP"),
        ("BEIJING, Oct. 12 (Xinhua) -- ", "Xinhua"),
        ("MOSCOW, March 5. /TASS/. ", "TASS"),
        ("Tokyo, 5 May 2010 — ", ""),
        ("BRUSSELS — ", ""),
        ("AMMAN, Jordan (AFP) - ", "AFP"),
        ("WASHINGTON, D.C. — ", ""),
        ("Rio de Janeiro, 3 June 1992 – ", ""),
        ("SEOUL, Jan. 5 (Yonhap) -- ", "Yonhap"),
        ("(Reuters) - ", "Reuters"),
    ],
)
def test_date_lines(line: str, agency: str) -> None:
    found = read_date_line(f"{line}The ministers met today.", load_publishers())
    assert found is not None
    assert (found.length, found.agency) == (len(line), agency)


@pytest.mark.parametrize(
    "text",
    [
        "Spain and Portugal (the Parties) — both of them — met.",
        "The International Monetary Fund (IMF) – which met – agreed.",
        "FACT SHEET — Second dialogue",
        "JOINT STATEMENT: The leaders met.",
        "Today, May 5 2010, the leaders met - and agreed.",
        "The United States — with Israel — agreed.",
        "G7 — the leaders met.",
        "Public Health – Prevent and reduce abuse.",
        "In Washington, senior officials met.",
        "Jerusalem, 26 October, 2022 (TPS) — ",
    ],
)
def test_other_beginnings_are_no_date_lines(text: str) -> None:
    assert read_date_line(text, load_publishers()) is None


@pytest.mark.parametrize(
    ("line", "people", "organization", "day"),
    [
        ("By TPS • 26 October, 2022", (), "TPS", "2022-10-26"),
        ("By Jane Roe, Reuters | March 3, 2021", ("Jane Roe",), "Reuters", "2021-03-03"),
        ("By JANE ROE and John Doe", ("JANE ROE", "John Doe"), "", None),
        ("by Jane van der Roe - 3.4.2021", ("Jane van der Roe",), "", "2021-04-03"),
        ("By Jane Roe in Addis Ababa", ("Jane Roe",), "", None),
        ("Posted on March 3, 2021 by Jane Roe", ("Jane Roe",), "", "2021-03-03"),
        ("March 3, 2021, 10:30 am GMT | By The Daily Herald", (), "The Daily Herald", "2021-03-03"),
    ],
)
def test_bylines(line: str, people: tuple[str, ...], organization: str, day: str | None) -> None:
    found = read_byline(line, load_publishers())
    assert found is not None
    assert (found.people, found.organization) == (people, organization)
    assert (found.date.resolve() if found.date else None) == (date.fromisoformat(day) if day else None)


@pytest.mark.parametrize(
    "line",
    [
        "By working together",
        "By 2030",
        "By Jane Roe.",
        "Steps taken by Spain on 3 May 2021",
        "Standing by Ukraine",
        "By",
    ],
)
def test_other_lines_are_no_bylines(line: str) -> None:
    assert read_byline(line, load_publishers()) is None


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ("October 12, 2003", ""),
        ("Washington, DC, May 5, 2010", "Washington, DC"),
        ("Released on 3 May 1995", ""),
        ("20 May 2023, Hiroshima", "Hiroshima"),
        ("Published: Tuesday, 3 May 2021, 10:30 GMT", ""),
        ("For Immediate Release: October 12, 2003", ""),
    ],
)
def test_mere_dates(line: str, place: str) -> None:
    found = read_mere_date(line)
    assert found is not None
    assert found[0] == place


def test_sentences_are_no_mere_dates() -> None:
    assert read_mere_date("They met on 3 May 1995") is None
    assert read_mere_date("Done at Geneva, 24 March 1999") is None
    assert read_mere_date("Signed 3 May 1995 Geneva") is None


FRONT = "---\ntitle: A call\ndate: 2020-02-03\n---\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (FRONT + "Spain met Italy.", "2020-02-03"),
        (FRONT + "Rome, 1 February 2020 (ANSA) — Spain met Italy.", "2020-02-01"),
        (FRONT + "ROME, Feb. 1 (ANSA) — Spain met Italy.", "2020-02-01"),
        (FRONT + "1 February 2020\n\nSpain met Italy.", "2020-02-01"),
        (FRONT + "By Jane Roe, 1 February 2020\n\nSpain met Italy.", "2020-02-03"),
        (FRONT + "Spain met Italy.\n\nDone at Rome, 1 February 2020", "2020-02-03"),
        ("Spain met Italy in Rome.\n\nDone at Rome, in duplicate, this 1st day of February 2020.", "2020-02-01"),
        ("Spain met Italy in Rome.\n\nMoscow, May 26, 1972", "1972-05-26"),
        ("---\nurl: https://x.org/2020/02/04/call\n---\nSpain met Italy.", "2020-02-04"),
        ("ROME, Feb. 1 (ANSA) — Spain met Italy.", ""),
        ("Spain met Italy on 1 February 2020.", ""),
        ("GAZETTE\nTunis, Sunday 12 September 2021 - 60c\n\nTALKS\n\n" + "Spain met Italy. " * 20, "2021-09-12"),
        ("COMMUNIQUE\nColombo, 4-8 June 1979\n\n" + "Spain met Italy. " * 20, "1979-06-08"),
        ("Spain met Italy. " * 20 + "\n\nOffice of the Spokesperson, March 29, 2017", "2017-03-29"),
        ("Spain met Italy. " * 20 + "\n\n2022-03-04", "2022-03-04"),
        (
            "Spain met Italy. " * 20
            + "\n\nItaly welcomes the treaty which long ago was, as all know, concluded on 7 May 1977.",
            "",
        ),
    ],
)
def test_which_date_counts(text: str, expected: str, read: Read) -> None:
    assert read(text).info.date == expected


def test_the_place_of_a_date_stays(read: Read) -> None:
    document = read("Joint Statement\n\nHiroshima, 20 May 2023\n\nThe leaders met today.")
    assert [block.text for block in document.blocks] == [
        "Joint Statement",
        "Hiroshima, 20 May 2023",
        "The leaders met today.",
    ]
    assert (document.info.title, document.info.date) == ("Joint Statement", "2023-05-20")


@pytest.mark.parametrize(
    ("text", "publisher", "author"),
    [
        ("---\npublisher: MFA\nsource_url: https://www.un.org/x\n---\nSpain met Italy.", "MFA", ""),
        ("---\nurl: https://bidenwhitehouse.archives.gov/x\n---\nSpain met Italy.", "White House", ""),
        ("---\nurl: https://ec.europa.eu/x\n---\nSpain met Italy.", "European Commission", ""),
        ("---\nurl: https://evil.example/whitehouse.gov\n---\nSpain met Italy.", "", ""),
        ("---\nurl: https://notwhitehouse.gov/\n---\nSpain met Italy.", "", ""),
        ("A Call\nBy Jane Roe, Reuters\nROME (AP) — Spain met Italy.", "Reuters", "Jane Roe"),
        ("A Call\nBy Jane Roe\nROME (AP) — Spain met Italy.", "AP", "Jane Roe"),
        (
            "U.S. DEPARTMENT OF STATE\nOffice of the Spokesperson\nA Call\nSpain met Italy.",
            "U.S. Department of State",
            "",
        ),
    ],
)
def test_publisher_and_author(text: str, publisher: str, author: str, read: Read) -> None:
    info = read(text).info
    assert (info.publisher, info.author) == (publisher, author)


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "file:///etc/passwd",
        "//x.org",
        "http://",
        "https://a b",
        "https://x/<y>",
        "http://u:p@x.org/",
        "http://[::1",
        "https://x.org/\u202e",
        "ftp://x.org",
        "http://x.org:99999/",
        'https://x.org/"',
    ],
)
def test_addresses_that_are_none(url: str) -> None:
    assert valid_url(url) == ""


def test_digest_and_identity(read: Read) -> None:
    one, two = read("Spain met Italy."), read("Spain met Italy.")
    assert one == two
    assert one.info.sha256 == "231495a5a6e9a416a991af5d603073154647dce56f16d4858356bff1d78a5703"


def test_credits_point_to_the_words(read: Read) -> None:
    document = read(
        '---\ntitle: Talks in Oslo\npublisher: "Ministry of Foreign Affairs of Norway"\n---\n\n'
        "By Jane Roe and John Doe, Reuters | March 3, 2021\n\nThe ministers met in Oslo on Monday for talks.\n",
        "text.md",
    )
    assert [(c.role, c.passage.quote) for c in document.credits] == [
        ("publisher", "Ministry of Foreign Affairs of Norway"),
        ("author", "Jane Roe"),
        ("author", "John Doe"),
        ("publisher", "Reuters"),
    ]
    for credit in document.credits:
        assert document.text[credit.passage.start : credit.passage.end] == credit.passage.quote


def test_each_author_has_a_credit(read: Read) -> None:
    document = read(
        "---\nauthor: Jane Roe, John Doe and Reuters\n---\n\nThe ministers met in Oslo on Monday.\n", "text.md"
    )
    assert [(c.role, c.passage.quote) for c in document.credits] == [("author", "Jane Roe"), ("author", "John Doe")]


def test_a_letterhead_is_a_credit(read: Read) -> None:
    document = read("Department of Defense\n\nTalks in Oslo\n\nThe ministers met in Oslo on Monday for talks.\n")
    assert [c.passage.quote for c in document.credits] == ["Department of Defense"]


def test_a_text_without_head_has_no_credits(read: Read) -> None:
    assert read("The ministers met in Oslo on Monday for talks.").credits == ()


@given(st.text(max_size=60))
def test_whatever_the_publisher_its_credit_is_verbatim(name: str) -> None:
    text = f"---\npublisher: {name!r}\n---\n\nThe ministers met in Oslo on Monday for talks.\n"
    with TemporaryDirectory() as folder:
        path = Path(folder) / "text.md"
        path.write_text(text, encoding="utf-8", errors="surrogatepass")
        try:
            document = read_document(Source("1", "text.md", path))
        except CommuniqueError:
            return
    for credit in document.credits:
        assert document.text[credit.passage.start : credit.passage.end] == credit.passage.quote != ""

"""Answers in every format: what others read of it is what it was."""

import csv
import io
import json
import xml.etree.ElementTree as ElementTree

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.errors import CommuniqueError
from communique.query import FORMATS, Rows, Triples, Truth, write

XSD = "http://www.w3.org/2001/XMLSchema#"
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=30)
TERM = st.one_of(
    st.none(),
    TEXT.map(ox.Literal),
    TEXT.map(lambda text: ox.Literal(text, language="en-gb")),
    st.integers().map(lambda n: ox.Literal(str(n), datatype=ox.NamedNode(XSD + "integer"))),
    st.sampled_from(["http://x/a", "urn:x:y", "https://x/é?b=c&d#e"]).map(ox.NamedNode),
    st.sampled_from(["b0", "x1"]).map(ox.BlankNode),
)
ROWS = st.lists(st.tuples(TERM, TERM), max_size=5).map(lambda rows: Rows(("a", "b"), tuple(rows)))
READ = {"json": ox.QueryResultsFormat.JSON, "xml": ox.QueryResultsFormat.XML, "tsv": ox.QueryResultsFormat.TSV}


@given(ROWS)
@pytest.mark.parametrize("form", ["json", "tsv"])
def test_read_back(form: str, rows: Rows) -> None:
    found = ox.parse_query_results(write(rows, form).encode(), format=READ[form])
    assert [tuple(row) for row in found] == list(rows.rows)  # type: ignore[union-attr]


@given(ROWS)
def test_xml_read_back(rows: Rows) -> None:
    text = write(rows, "xml")
    ElementTree.fromstring(text)  # well-formed, control characters or not
    found = [tuple(row) for row in ox.parse_query_results(text.encode(), format=READ["xml"])]  # type: ignore[union-attr]
    assert len(found) == len(rows.rows)
    for mine, theirs in zip(rows.rows, found, strict=True):
        for one, other in zip(mine, theirs, strict=True):
            # Oxigraph's reader trims what a literal begins and ends with
            if not isinstance(one, ox.Literal) or (one.value.isprintable() and one.value == one.value.strip()):
                assert other == one


@given(ROWS)
def test_csv(rows: Rows) -> None:
    read = list(csv.reader(io.StringIO(write(rows, "csv"), newline="")))
    assert read[0] == ["a", "b"]
    assert len(read) == len(rows.rows) + 1
    for row, line in zip(rows.rows, read[1:], strict=True):
        for term, cell in zip(row, line, strict=True):
            if isinstance(term, ox.Literal):
                assert cell == term.value


@given(ROWS)
def test_what_people_read_is_one_line_a_row(rows: Rows) -> None:
    lines = write(rows, "markdown").splitlines()
    assert len(lines) == len(rows.rows) + 2
    for text in (write(rows, "markdown"), write(rows, "table")):
        assert not any(ord(c) < 32 or 0x7F <= ord(c) < 0xA0 for c in text.replace("\n", ""))
        assert "\u202e" not in text


def test_the_names_take_the_place_of_the_iris() -> None:
    iri, name = ox.NamedNode("http://x/very/long"), ox.Literal("Short <b>|</b>")
    rows = Rows(("who", "whoName", "n"), ((iri, name, None), (iri, None, ox.Literal("1"))))
    markdown = write(rows, "markdown", {"x": "http://x/"})
    assert markdown.splitlines()[2:] == ["| Short \\<b\\>\\|\\</b\\> |  |", "| x:very/long | 1 |"]
    assert "Short <b>|</b>" in write(rows, "table")
    assert json.loads(write(rows, "json"))["head"]["vars"] == ["who", "whoName", "n"]


def test_truth_and_triples() -> None:
    assert write(Truth(True)) == "true\n"
    assert json.loads(write(Truth(False), "json"))["boolean"] is False
    assert bool(ox.parse_query_results(write(Truth(True), "xml").encode(), format=READ["xml"])) is True
    triple = ox.Triple(ox.NamedNode("http://x/a"), ox.NamedNode("http://x/b"), ox.Literal("c"))
    triples = Triples((triple,))
    assert "x:a x:b" in write(triples, "turtle", {"x": "http://x/"})
    assert write(triples, "ntriples") == '<http://x/a> <http://x/b> "c" .\n'
    assert write(triples, "csv") == "subject,predicate,object\r\nhttp://x/a,http://x/b,c\r\n"
    for form in FORMATS:
        assert write(triples, form)


def test_unknown_formats() -> None:
    with pytest.raises(CommuniqueError, match="choose one of table"):
        write(Truth(True), "pdf")
    with pytest.raises(CommuniqueError, match="CONSTRUCT"):
        write(Truth(True), "turtle")

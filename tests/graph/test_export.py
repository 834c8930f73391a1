"""Tables that pandas and spreadsheets take, and the description of the data set."""

import csv
import io
from pathlib import Path

import pytest
from rdflib import DCAT, DCTERMS, RDF, VOID, Graph, URIRef

from communique.errors import CommuniqueError
from communique.graph.describe import dataset_description, ontology_page
from communique.graph.export import export
from communique.query.sources import open_store


def rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))


def test_tables(story_trig: Path, tmp_path: Path) -> None:
    written = {path.name: path for path in export(open_store([story_trig]), tmp_path, ["csv"])}
    assert set(written) == {"officials.csv", "offices.csv", "meetings.csv", "acts.csv", "facts.csv"}
    assert written["acts.csv"].read_bytes().startswith(b"\xef\xbb\xbf"), "a spreadsheet knows by it that this is UTF-8"
    officials = {row["name"]: row for row in rows(written["officials.csv"])}
    assert officials["Joe Biden"]["offices"] == "President"
    assert officials["Joe Biden"]["represents"] == "United States"
    assert officials["Joe Biden"]["documents"] == "3"
    offices = [(row["name"], row["office_of"], row["holders"]) for row in rows(written["offices.csv"])]
    assert ("Prime Minister", "Israel", "Naftali Bennett; Yair Lapid") in offices
    (session,) = [row for row in rows(written["meetings.csv"]) if row["ordinal"]]
    assert (session["start"], session["forum"], session["place"]) == (
        "2022-10-25",
        "Joint Political-Military Group",
        "Jerusalem",
    )
    assert session["participants"].split("; ") == ["Derek Chollet", "Israel", "United States"]
    acts = rows(written["acts.csv"])
    assert len(acts) == 10
    (urged,) = [row for row in acts if row["act"] == "urge"]
    assert (urged["by"], urged["toward"], urged["date"]) == ("Israel", "Iran", "2022-10-26")
    assert urged["quote"] == "They urge Iran to stop <b>now</b>; DROP."
    facts = {(row["subject"], row["property"], row["object"]) for row in rows(written["facts.csv"])}
    assert ("Joint Political-Military Group", "established", "1983") in facts


def test_no_cell_is_a_formula(tmp_path: Path) -> None:
    source = tmp_path / "a.ttl"
    lines = [
        "@prefix cmq: <https://w3id.org/communique/ontology#> .",
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .",
    ]
    names = ("=HYPERLINK(1)", "+1", "-cmd", "@SUM", "\\t=1", "\\r\\n=1", "-5")
    lines += [f'<x:{n}> a cmq:Official ; rdfs:label "{name}" .' for n, name in enumerate(names)]
    source.write_text("\n".join(lines))
    export(open_store([source]), tmp_path / "out", ["csv"])
    for row in rows(tmp_path / "out" / "officials.csv"):
        assert not row["name"].startswith(("=", "+", "@", "\t", "\r", "-c")), row["name"]


def test_description(story_trig: Path, story_turtle: Path) -> None:
    store = open_store([story_trig])
    licence = "https://creativecommons.org/publicdomain/zero/1.0/"
    text = dataset_description(store, licence=licence, publisher='An "Institute"', files=["graph.ttl"])
    assert text == dataset_description(store, licence=licence, publisher='An "Institute"', files=["graph.ttl"])
    graph = Graph().parse(data=text, format="turtle")
    data = graph.value(predicate=RDF.type, object=VOID.Dataset)
    assert int(graph.value(data, VOID.documents)) == 4  # type: ignore[arg-type]
    assert int(graph.value(data, VOID.triples)) == len(Graph().parse(story_turtle))  # type: ignore[arg-type]
    assert graph.value(data, DCTERMS.license) == URIRef(licence)
    period = graph.value(data, DCTERMS.temporal)
    assert (str(graph.value(period, DCAT.startDate)), str(graph.value(period, DCAT.endDate))) == (
        "2020-09-01",
        "2023-01-13",
    )
    assert graph.value(data, DCAT.distribution) is not None
    with pytest.raises(CommuniqueError, match="licence"):
        dataset_description(store, licence="public domain")


def test_names_of_files(story_trig: Path, tmp_path: Path) -> None:
    store = open_store([story_trig])
    assert export(store, tmp_path / "x.jsonld") == [tmp_path / "x.jsonld"]
    assert len(export(store, tmp_path / "all")) == 6 + 5 + 1
    for target, forms, message in (
        (tmp_path / "x.pdf", None, "name it"),
        (tmp_path / "x.ttl", ["turtle"], "give a folder"),
        (tmp_path / "all", ["pdf"], "there is no format 'pdf'"),
    ):
        with pytest.raises(CommuniqueError, match=message):
            export(store, target, forms)


def test_ontology_page() -> None:
    page = ontology_page()
    for name in ("DiplomaticAct", "Commitment", "holdsOffice", "inDocument"):
        assert name in page
    assert "<script src" not in page
    assert '<link rel="stylesheet"' not in page

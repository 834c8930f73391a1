"""SPARQL 1.1 Protocol over a real socket: requests, and the status and media type that they must give."""

import json
from typing import Any
from urllib.parse import quote, urlencode

import pyoxigraph as ox
import pytest

ASK = "ASK {}"
SELECT = "SELECT ?s { ?s ?p ?o } LIMIT 1"
CONSTRUCT = "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o } LIMIT 5"
FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"
JSON, XML, CSV, TSV = (
    "application/sparql-results+json", "application/sparql-results+xml", "text/csv", "text/tab-separated-values",
)  # fmt: skip
TURTLE, NT, RDFXML, JSONLD = "text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


def get(*parameters: tuple[str, str]) -> str:
    return "/sparql?" + urlencode(parameters)


def form(*parameters: tuple[str, str]) -> bytes:
    return urlencode(parameters).encode()


# method, target, body, content type, Accept, status, media type of the response
REQUESTS: list[tuple[str, str, bytes | None, str | None, str | None, int, str]] = [
    ("GET", get(("query", SELECT)), None, None, None, 200, JSON),
    ("GET", get(("query", ASK)), None, None, None, 200, JSON),
    ("GET", get(("query", CONSTRUCT)), None, None, None, 200, TURTLE),
    ("GET", get(("query", "DESCRIBE <https://w3id.org/communique/id/state/Israel>")), None, None, None, 200, TURTLE),
    ("HEAD", get(("query", SELECT)), None, None, None, 200, JSON),
    ("POST", "/sparql", form(("query", SELECT)), FORM, None, 200, JSON),
    ("POST", "/sparql", form(("query", SELECT)), FORM + "; charset=utf-8", None, 200, JSON),
    ("POST", "/sparql", SELECT.encode(), DIRECT, None, 200, JSON),
    ("POST", "/sparql", CONSTRUCT.encode(), DIRECT + ";charset=UTF-8", None, 200, TURTLE),
    ("POST", get(("default-graph-uri", "http://g/1")), SELECT.encode(), DIRECT, None, 200, JSON),
    # content negotiation
    *(("GET", get(("query", SELECT)), None, None, kind, 200, kind) for kind in (JSON, XML, CSV, TSV)),
    *(("GET", get(("query", ASK)), None, None, kind, 200, kind) for kind in (JSON, XML)),
    *(("GET", get(("query", CONSTRUCT)), None, None, kind, 200, kind) for kind in (TURTLE, NT, RDFXML, JSONLD)),
    ("GET", get(("query", SELECT)), None, None, f"{CSV};q=0.3, {XML};q=0.9, */*;q=0.1", 200, XML),
    ("GET", get(("query", SELECT)), None, None, f"{JSON};q=0, {CSV};q=0.1", 200, CSV),
    ("GET", get(("query", SELECT)), None, None, "application/json", 200, "application/json"),
    ("GET", get(("query", SELECT)), None, None, "text/*", 200, CSV),
    ("GET", get(("query", SELECT)), None, None, BROWSER, 200, "application/xml"),
    ("GET", get(("query", SELECT)), None, None, "image/png", 406, "text/plain"),
    ("GET", get(("query", ASK)), None, None, CSV, 406, "text/plain"),
    ("GET", get(("query", CONSTRUCT)), None, None, CSV, 406, "text/plain"),
    ("GET", get(("query", SELECT)), None, None, "nonsense;;q=x,,", 406, "text/plain"),
    # what isn't a query
    ("GET", get(("query", "SELECT * { ?s ?p")), None, None, None, 400, "text/plain"),
    ("GET", get(("query", "")), None, None, None, 400, "text/plain"),
    ("GET", get(("quary", SELECT)), None, None, None, 400, "text/plain"),
    ("GET", get(("query", SELECT), ("query", ASK)), None, None, None, 400, "text/plain"),
    ("POST", "/sparql", form(("query", SELECT), ("query", ASK)), FORM, None, 400, "text/plain"),
    ("POST", get(("query", ASK)), SELECT.encode(), DIRECT, None, 400, "text/plain"),
    ("POST", "/sparql", b"", FORM, None, 400, "text/plain"),
    ("POST", "/sparql", b"", DIRECT, None, 400, "text/plain"),
    ("POST", "/sparql", b"query=%FF%FE", FORM, None, 400, "text/plain"),
    ("POST", "/sparql", b"ASK { ?s ?p '\xff' }", DIRECT, None, 400, "text/plain"),
    ("POST", "/sparql", SELECT.encode(), "text/plain", None, 415, "text/plain"),
    ("POST", "/sparql", SELECT.encode(), None, None, 415, "text/plain"),
    ("GET", get(("query", SELECT), ("default-graph-uri", "not an iri")), None, None, None, 400, "text/plain"),
    ("GET", get(("query", SELECT), ("named-graph-uri", "<>")), None, None, None, 400, "text/plain"),
    # what isn't allowed
    ("POST", "/sparql", b"CLEAR ALL", "application/sparql-update", None, 403, "text/plain"),
    ("POST", "/sparql", form(("update", "CLEAR ALL")), FORM, None, 403, "text/plain"),
    ("GET", get(("update", "CLEAR ALL")), None, None, None, 403, "text/plain"),
    ("GET", get(("query", "CLEAR ALL")), None, None, None, 400, "text/plain"),
    ("GET", get(("query", "LOAD <http://127.0.0.1:9/>")), None, None, None, 400, "text/plain"),
    ("GET", get(("query", "SELECT * { SERVICE <http://127.0.0.1:9/> {} }")), None, None, None, 403, "text/plain"),
    ("PUT", "/sparql", b"", None, None, 405, "text/plain"),
    ("DELETE", "/sparql", None, None, None, 405, "text/plain"),
    ("PATCH", "/sparql", b"", None, None, 405, "text/plain"),
    # the service itself
    ("GET", "/sparql", None, None, None, 200, TURTLE),
    ("GET", "/sparql", None, None, RDFXML, 200, RDFXML),
    ("GET", "/sparql", None, None, BROWSER, 303, ""),
    ("GET", "/sparql", None, None, "image/png", 406, "text/plain"),
]  # fmt: skip


@pytest.mark.parametrize("number", range(len(REQUESTS)))
def test_requests(server: Any, number: int) -> None:
    method, target, body, content_type, accept, status, kind = REQUESTS[number]
    headers = {"Content_Type": content_type, "Accept": accept}
    reply = server.send(method, target, body, **{k: v for k, v in headers.items() if v is not None})
    assert (reply.status, reply.kind) == (status, kind), reply.body[:300]
    assert reply.headers.get("access-control-allow-origin") is None
    if method == "HEAD":
        assert reply.body == b""
    if status == 405:
        assert set(reply.headers["allow"].split(", ")) >= {"GET", "POST"}
    if status == 400:
        assert reply.body.strip().count(b"\n") == 0, "an error is one line"


@pytest.mark.parametrize(
    ("accept", "form"),
    [(JSON, ox.QueryResultsFormat.JSON), (XML, ox.QueryResultsFormat.XML), (TSV, ox.QueryResultsFormat.TSV)],
)
def test_answers_are_read_by_others(server: Any, accept: str, form: ox.QueryResultsFormat) -> None:
    query = "SELECT ?s ?n { ?s <http://www.w3.org/2000/01/rdf-schema#label> ?n } ORDER BY ?s ?n"
    read = ox.parse_query_results(server.query(query, Accept=accept).body, format=form)
    rows = [(row["s"], row["n"]) for row in read]
    assert len(rows) > 20
    assert (ox.NamedNode("https://w3id.org/communique/id/state/Israel"), ox.Literal("Israel")) in rows


def counted(reply: Any) -> int:
    return int(json.loads(reply.body)["results"]["bindings"][0]["n"]["value"])


def test_the_data_set_of_the_request(server: Any) -> None:
    document = "https://w3id.org/communique/id/document/2023-01-13-call"
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    everything = counted(server.query(count))
    one = counted(server.send("GET", get(("query", count), ("default-graph-uri", document))))
    assert 0 < one < everything
    other = document.replace("2023-01-13-call", "2022-10-26-jpmg")
    two = counted(
        server.send("GET", get(("query", count), ("default-graph-uri", document), ("default-graph-uri", other)))
    )
    assert one < two < everything
    assert counted(server.query(f"SELECT (COUNT(*) AS ?n) FROM <{document}> {{ ?s ?p ?o }}")) == one
    # the request's data set goes before the query's (SPARQL 1.1 Protocol, 2.1.4)
    query = f"SELECT (COUNT(*) AS ?n) FROM <{other}> {{ ?s ?p ?o }}"
    assert counted(server.send("GET", get(("query", query), ("default-graph-uri", document)))) == one
    graphs = "SELECT (COUNT(DISTINCT ?g) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
    assert counted(server.query(graphs)) == 4
    assert counted(server.send("GET", get(("query", graphs), ("named-graph-uri", document)))) == 1
    assert counted(server.send("GET", get(("query", count), ("named-graph-uri", document)))) == 0
    assert counted(server.send("GET", get(("query", count), ("default-graph-uri", "http://example.org/none")))) == 0


def test_the_union_holds_a_triple_once(server: Any) -> None:
    counts = "SELECT (COUNT(*) AS ?n) { <https://w3id.org/communique/id/state/Israel> a ?c }"
    assert counted(server.query(counts)) == 1


def test_service_description(server: Any) -> None:
    triples = list(ox.parse(server.send("GET", "/sparql", Accept=TURTLE).body, format=ox.RdfFormat.TURTLE))
    objects = {t.object.value.rpartition("#")[2] for t in triples if isinstance(t.object, ox.NamedNode)}
    assert {"Service", "SPARQL11Query", "UnionDefaultGraph"} <= objects


def test_entities(server: Any) -> None:
    iri = "https://w3id.org/communique/id/state/United_States"
    for accept, kind, form in (
        ("", "text/html", None),
        (BROWSER, "text/html", None),
        (TURTLE, TURTLE, ox.RdfFormat.TURTLE),
        (JSONLD, JSONLD, ox.RdfFormat.JSON_LD),
        (RDFXML, RDFXML, ox.RdfFormat.RDF_XML),
        (NT, NT, ox.RdfFormat.N_TRIPLES),
    ):
        reply = server.send("GET", "/id/state/United_States", Accept=accept)
        assert (reply.status, reply.kind, reply.headers["vary"]) == (200, kind, "Accept")
        if form is not None:
            assert {t.subject.value for t in ox.parse(reply.body, format=form)} == {iri}
    page = server.send("GET", "/id/state/United_States").body.decode()
    assert "Joint Statement on the 48th Joint Political-Military Group" in page
    assert 'href="/id/official/Joe_Biden"' in page
    assert server.send("GET", "/id/state/United_States?format=jsonld").kind == JSONLD
    assert server.send("GET", "/id/state/United_States", Accept="image/png").status == 406
    assert server.send("GET", "/id/state/Nowhere").status == 404


def test_every_iri_under_the_base_answers(server: Any) -> None:
    query = 'SELECT DISTINCT ?s { ?s ?p ?o FILTER(STRSTARTS(STR(?s), "https://w3id.org/communique/id/")) }'
    found = json.loads(server.query(query).body)["results"]["bindings"]
    assert len(found) > 100
    for row in found[::7]:
        path = "/id/" + row["s"]["value"].removeprefix("https://w3id.org/communique/id/")
        reply = server.send("GET", path, Accept=NT)
        assert reply.status == 200, path
        assert f"<{row['s']['value']}>" in reply.body.decode()


def test_hostile_text_stays_text(server: Any) -> None:
    query = "SELECT ?a { ?a <https://w3id.org/communique/ontology#content> ?c FILTER(CONTAINS(?c, '<b>')) }"
    iri = json.loads(server.query(query).body)["results"]["bindings"][0]["a"]["value"]
    page = server.send("GET", "/id/" + iri.removeprefix("https://w3id.org/communique/id/"))
    assert b"<b>now" not in page.body
    assert b"&lt;b&gt;now" in page.body
    assert "script-src 'self'" in page.headers["content-security-policy"]


def test_questions(server: Any) -> None:
    listed = json.loads(server.send("GET", "/questions").body)
    assert {"commitments", "fading"} <= {question["name"] for question in listed}
    bound = server.send("GET", "/questions/commitments/query?by=USA&toward=&since=2022")
    assert (bound.status, bound.kind) == (200, DIRECT)
    assert len(json.loads(server.query(bound.body.decode()).body)["results"]["bindings"]) == 3
    wrong = server.send("GET", "/questions/commitments/query?" + urlencode({"by": "Untied States"}))
    assert wrong.status == 400
    assert json.loads(wrong.body)["parameter"] == "by"
    assert "United States" in json.loads(wrong.body)["error"]
    assert server.send("GET", "/questions/nothing/query").status == 404
    assert ["Israel", "State"] in [name[:2] for name in json.loads(server.send("GET", "/names?class=State").body)]


def test_pages(server: Any) -> None:
    for path, kind, words in (
        ("/", "text/html", b"Saved questions"),
        ("/network", "text/html", b"vis"),
        ("/static/query.js", "text/javascript", b"use strict"),
        ("/static/style.css", "text/css", b"font"),
        ("/static/vis-network.min.js", "text/javascript", b"vis-network"),
        ("/.well-known/void", "text/turtle", b"void:triples"),
        ("/ontology", "text/html", b"Commitment"),
    ):
        reply = server.send("GET", path)
        assert (reply.status, reply.kind) == (200, kind), path
        assert words in reply.body
        assert reply.headers["x-content-type-options"] == "nosniff"
    assert server.send("GET", "/ontology", Accept=TURTLE).kind == TURTLE


def test_pages_load_nothing_from_elsewhere(server: Any) -> None:
    import re

    for path in ("/", "/id/state/Israel", "/ontology"):
        text = server.send("GET", path).body.decode()
        loading = re.findall(
            r"<(?:script|img|iframe)[^>]*\ssrc=[\"']?([^\"' >]+)|<link[^>]*\shref=[\"']?([^\"' >]+)", text
        )
        for address in (a or b for a, b in loading):
            assert address.startswith(("/", "data:", "?")), (path, address)
        assert "@import" not in text


def test_names_of_this_host_only(server: Any) -> None:
    assert server.send("GET", "/", Host="localhost").status == 200
    assert server.send("GET", "/", Host="evil.example").status == 400


def test_cors_only_when_asked_for(server: Any, run_server: Any, story_trig: Any) -> None:
    preflight = {"Origin": "https://a.example", "Access_Control_Request_Method": "POST"}
    assert (
        "access-control-allow-origin" not in server.send("GET", get(("query", ASK)), Origin="https://a.example").headers
    )
    with run_server(str(story_trig), "--cors", "https://a.example") as open_server:
        reply = open_server.send("GET", get(("query", ASK)), Origin="https://a.example")
        assert reply.headers["access-control-allow-origin"] == "https://a.example"
        assert open_server.send("OPTIONS", "/sparql", **preflight).status == 200
        other = open_server.send("GET", get(("query", ASK)), Origin="https://b.example")
        assert other.headers.get("access-control-allow-origin") != "https://b.example"


def test_a_store_on_disk(run_server: Any, story_trig: Any, tmp_path: Any) -> None:
    from communique.query import load

    load([story_trig], tmp_path / "store")
    with run_server("--store", str(tmp_path / "store"), "--base-iri", "https://w3id.org/communique/id/") as stored:
        assert counted(stored.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")) > 500
        assert stored.send("GET", "/id/state/Israel", Accept=quote(TURTLE, safe="/")).status == 200
        # filling it goes on while it is served, and is seen
        more = tmp_path / "more.ttl"
        more.write_text("<http://x/a> <http://x/b> <http://x/c> .")
        load([more], tmp_path / "store")
        assert json.loads(stored.query("ASK { <http://x/a> ?p ?o }").body)["boolean"] is True

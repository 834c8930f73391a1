import random
import shutil
import subprocess
import time
from dataclasses import replace
from pathlib import Path

import pyoxigraph
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import RDF, RDFS, XSD, BNode, Dataset, Graph, Literal, URIRef
from rdflib.compare import isomorphic

from communique.errors import CommuniqueError
from communique.findings import DocumentInfo, Entity, Findings, Passage
from communique.graph import assemble, assemble_dataset, nquads, read_graph, trig, turtle, write_graph

RAPPER = shutil.which("rapper")
needs_rapper = pytest.mark.skipif(RAPPER is None, reason="rapper (raptor2-utils) is not installed")

# what every engine takes: rdflib's parsers choke on lone surrogates, which assembly replaces
string = st.text(alphabet=st.characters(exclude_categories=("Cs",)), max_size=60)
HOSTILE = "\"\"\"\\ ''' <script> \n\r\t\x01\x1f\x7f\x85\u2028\u202e\ufeff\uffff\U0001f600 \\u0041 @prefix . ] }"


def hostile() -> Findings:
    words = Passage(0, len(HOSTILE), HOSTILE)
    entity = Entity("k", "State", HOSTILE, HOSTILE, (HOSTILE * 2,), (words,))
    return Findings(DocumentInfo(HOSTILE, "x", HOSTILE, url="https://e.org/" + HOSTILE), (entity,))


def by_oxigraph(text: str, syntax: pyoxigraph.RdfFormat) -> int:
    return len({*pyoxigraph.parse(text.encode(), format=syntax)})


@pytest.fixture(params=["ordinary", "hostile"])
def case(request: pytest.FixtureRequest, findings: Findings) -> Findings:
    return findings if request.param == "ordinary" else hostile()


@pytest.mark.parametrize("base", ["https://w3id.org/communique/id/", "urn:ex:"])
def test_turtle_says_the_same_to_every_parser(case: Findings, base: str, tmp_path: Path) -> None:
    graph = assemble(case, base)
    text = turtle(graph, base)
    assert isomorphic(Graph().parse(data=text, format="turtle"), graph)
    assert by_oxigraph(text, pyoxigraph.RdfFormat.TURTLE) == len(graph)
    write_graph(graph, tmp_path / "g.ttl", base)
    assert {*read_graph(tmp_path / "g.ttl")} == {*graph}


@pytest.mark.engine
@needs_rapper
@pytest.mark.parametrize("ending", ["ttl", "trig", "nt", "nq"])
def test_rapper_reads_it(case: Findings, ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"g.{ending}"
    dataset = assemble_dataset([case])
    write_graph(dataset, path)
    syntax = {"ttl": "turtle", "trig": "trig", "nt": "ntriples", "nq": "nquads"}[ending]
    done = subprocess.run([str(RAPPER), "-q", "-i", syntax, "-o", "ntriples", path], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert len({*done.stdout.splitlines()}) == len(assemble(case))


def test_same_bytes_whatever_order(findings: Findings) -> None:
    triples = list(assemble(findings))
    texts = set()
    for seed in range(5):
        random.Random(seed).shuffle(triples)
        shuffled = Graph()
        for triple in triples:
            shuffled.add(triple)
        texts.add(turtle(shuffled))
    assert len(texts) == 1


def test_order_of_things(findings: Findings) -> None:
    text = turtle(assemble(findings))
    heads = ["document:seed", "state:Israel", "state:United_States", "government-body:", "meeting:_seed-4", "topic:"]
    heads += ["act:seed-", "statement:seed-", "passage:seed-"]
    places = [text.index(f"\n\n{head}") for head in heads]
    assert places == sorted(places)
    assert "cmq:ordinal 48 ;" in text
    assert 'cmq:established "1983"^^xsd:gYear' in text
    assert "cmq:confidence 0.93" in text
    assert "@prefix owl:" in text
    assert "@prefix wd:" in text
    assert "prefix international-organization:" in text


def test_acts_stand_in_document_order(findings: Findings) -> None:
    first = findings.acts[0]
    acts = tuple(
        replace(first, span=Passage(at, at + 5, "words"), evidence=(Passage(at, at + 5, "words"),))
        for at in (1000, 99, 7)
    )
    text = turtle(assemble(replace(findings, acts=acts)))
    places = [text.index(f"\nact:seed-{at}-") for at in (7, 99, 1000)]
    assert places == sorted(places)


@settings(deadline=None)
@given(string, string)
def test_any_text_round_trips(one: str, other: str) -> None:
    passages = (Passage(0, 1, other),)
    canonical = one if one.strip() else "x"
    findings = Findings(DocumentInfo("d", "d", one), (Entity("k", "State", other, canonical, (one,), passages),))
    graph = assemble(findings)
    text = turtle(graph)
    assert {*Graph().parse(data=text, format="turtle")} == {*graph}
    assert by_oxigraph(text, pyoxigraph.RdfFormat.TURTLE) == len(graph)
    assert by_oxigraph(nquads(graph), pyoxigraph.RdfFormat.N_TRIPLES) == len(graph)


@pytest.mark.filterwarnings("ignore:Parsing weird boolean")
@settings(deadline=None)
@given(st.text(), st.sampled_from([XSD.integer, XSD.decimal, XSD.boolean, XSD.date, XSD.string, None]))
def test_any_literal_round_trips(text: str, datatype: URIRef | None) -> None:
    graph = Graph()
    literal = Literal(text, datatype=datatype, normalize=False)
    graph.add((URIRef("urn:s"), URIRef("urn:p"), literal))
    (quad,) = pyoxigraph.parse(turtle(graph).encode(), format=pyoxigraph.RdfFormat.TURTLE)
    assert isinstance(quad.object, pyoxigraph.Literal)
    assert (quad.object.value, quad.object.datatype.value) == (text, str(datatype or XSD.string))


def test_iris_can_not_break_out() -> None:
    graph = Graph()
    graph.add((URIRef("urn:a> <urn:b> <urn:c> . <urn:d"), RDF.type, URIRef("urn:%zz é\n")))
    for text in (turtle(graph), nquads(graph)):
        (quad,) = pyoxigraph.parse(text.encode(), format=pyoxigraph.RdfFormat.TURTLE)
        assert str(quad.object) == "<urn:%25zz%20é%0A>"


def test_language_tags_are_lower_case() -> None:
    graph = Graph()
    graph.add((URIRef("urn:s"), RDFS.label, Literal("Ciao", lang="it-IT")))
    assert '"Ciao"@it-it' in turtle(graph)


def test_big_integers_are_quoted() -> None:
    graph = Graph()
    graph.add((URIRef("urn:s"), URIRef("urn:p"), Literal(10**30)))
    assert f'"{10**30}"^^xsd:integer' in turtle(graph)


def test_blank_nodes_of_others_get_stable_labels() -> None:
    def made() -> Graph:
        graph = Graph()
        a, b = BNode(), BNode()
        graph.add((a, RDFS.seeAlso, b))
        graph.add((b, RDFS.label, Literal("b", lang="en")))
        return graph

    graph = made()
    assert turtle(graph) == turtle(made())
    assert isomorphic(Graph().parse(data=turtle(graph), format="turtle"), graph)


def test_trig(case: Findings, tmp_path: Path) -> None:
    other = replace(case, document=replace(case.document, id="other"))
    dataset = assemble_dataset([case, other])
    text = trig(dataset)
    assert "GRAPH" not in text.replace(HOSTILE, "")
    back = Dataset()
    back.parse(data=text, format="trig")
    assert {*back.quads()} == {*dataset.quads()}
    assert by_oxigraph(text, pyoxigraph.RdfFormat.TRIG) == len({*dataset.quads()})
    write_graph(dataset, tmp_path / "g.nq")
    assert {*read_graph(tmp_path / "g.nq")} == {*assemble(case)} | {*assemble(other)}
    assert trig(assemble_dataset([other, case])) == text


def test_json_ld_and_rdf_xml_are_read(findings: Findings, tmp_path: Path) -> None:
    graph = assemble(findings)
    for ending, name in (("jsonld", "json-ld"), ("rdf", "xml")):
        path = tmp_path / f"g.{ending}"
        graph.serialize(path, format=name, encoding="utf-8")
        assert {*read_graph(path)} == {*graph}


@pytest.mark.parametrize("ending", ["ttl", "trig", "nt", "nq", "jsonld", "rdf"])
@pytest.mark.parametrize("content", [b"\n\n<urn:a> <urn:b", b"\xff\xfe\x00", b"{", b"<<<"])
def test_syntax_errors_are_one_line(ending: str, content: bytes, tmp_path: Path) -> None:
    path = tmp_path / f"bad.{ending}"
    path.write_bytes(content)
    with pytest.raises(CommuniqueError, match="can't read") as caught:
        read_graph(path)
    assert "\n" not in str(caught.value)


def test_syntax_error_names_the_line(tmp_path: Path) -> None:
    path = tmp_path / "bad.ttl"
    path.write_text("<urn:a> <urn:b> <urn:c> .\n\n<urn:a> nope:b 1 .\n")
    with pytest.raises(CommuniqueError, match=r"bad\.ttl, line 3: "):
        read_graph(path)


def test_other_endings_and_missing_files(tmp_path: Path) -> None:
    with pytest.raises(CommuniqueError, match=r"name it \.ttl"):
        write_graph(Graph(), tmp_path / "g.txt")
    with pytest.raises(CommuniqueError, match=r"\.ttl"):
        read_graph(tmp_path / "g.txt")
    with pytest.raises(CommuniqueError, match="can't read"):
        read_graph(tmp_path / "g.ttl")


def test_entities_of_xml_are_refused(tmp_path: Path) -> None:
    """Nested ten deep, a kilobyte of them would fill all memory."""
    path = tmp_path / "bomb.rdf"
    space = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    for before in ("", " " * (1 << 20), " " * ((1 << 20) - 4)):
        path.write_text(f'<!DOCTYPE r [{before}<!ENTITY a "&b;">]><r xmlns="{space}">&a;</r>')
        with pytest.raises(CommuniqueError, match="entities"):
            read_graph(path)


def test_empty_graph() -> None:
    assert turtle(Graph()) == ""
    assert nquads(Graph()) == ""


def test_many_triples_take_seconds(findings: Findings) -> None:
    graph = Graph(bind_namespaces="none")
    for number in range(100):
        for triple in assemble(replace(findings, document=replace(findings.document, id=f"d{number}"))):
            graph.add(triple)
    began = time.perf_counter()
    turtle(graph)
    assert (time.perf_counter() - began) / len(graph) < 2e-4, "200,000 triples would take more than 40 s"

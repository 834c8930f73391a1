from dataclasses import replace

import pytest
from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, XSD, Literal, URIRef

from communique.errors import CommuniqueError
from communique.findings import Act, DocumentInfo, Entity, Fact, Findings, Passage, Value
from communique.graph import CMQ, TOPIC, Identifiers, assemble, assemble_dataset, merge, validate

IDS = Identifiers()
HERE = Passage(0, 3, "The")
DOCUMENT = DocumentInfo("d", "d.txt")


def with_fact(property_: str, value: str | Value, **more: float) -> Findings:
    entities = (Entity("m", "Meeting", "Summit", "Summit"), Entity("us", "State", "United States", "United States"))
    return Findings(DOCUMENT, entities, (Fact("m", property_, value, (HERE,), **more),))


def with_act(**more: object) -> Findings:
    us = Entity("us", "State", "United States", "United States")
    return Findings(DOCUMENT, (us,), acts=(Act("commit", "do it", Passage(5, 10, "do it"), **more),))


def test_a_fact_is_a_triple_and_a_statement(findings: Findings) -> None:
    graph = assemble(findings)
    chollet = IDS.entity("Official", "Derek Chollet")
    office = IDS.entity("Office", "Counselor of the U.S. Department of State")
    assert (chollet, CMQ.holdsOffice, office) in graph
    statement = graph.value(predicate=RDF.subject, object=chollet)
    assert (statement, RDF.type, RDF.Statement) in graph
    assert graph.value(statement, CMQ.confidence) == Literal("0.93", datatype=XSD.decimal)
    passage = graph.value(statement, CMQ.evidence)
    assert "Derek Chollet" not in str(graph.value(passage, CMQ.quote))
    assert graph.value(passage, CMQ.inDocument) == IDS.document("seed")


def test_every_direct_fact_is_stated_and_the_other_way_round(findings: Findings) -> None:
    graph = assemble(findings)
    stated = {
        tuple(graph.value(s, part) for part in (RDF.subject, RDF.predicate, RDF.object))
        for s in graph.subjects(RDF.type, RDF.Statement)
    }
    direct = {(s, p, o) for fact in findings.facts for s, p, o in graph.triples((None, CMQ[fact.property], None))}
    assert stated == direct
    assert len(stated) == len(findings.facts)


def test_entities(findings: Findings) -> None:
    graph = assemble(findings)
    us = IDS.entity("State", "United States")
    assert {*graph.objects(us, RDF.type)} == {CMQ.State}
    assert str(graph.value(us, RDFS.label)) == "United States"
    assert str(graph.value(us, SKOS.altLabel)) == "U.S."
    assert graph.value(us, OWL.sameAs) == URIRef("http://www.wikidata.org/entity/Q30")
    assert (IDS.document("seed"), CMQ.mentions, us) in graph
    assert (IDS.unnamed("Meeting", "seed", 4), RDF.type, CMQ.Meeting) in graph


def test_document(findings: Findings) -> None:
    graph = assemble(findings)
    document = IDS.document("seed")
    assert graph.value(document, DCTERMS.date) == Literal("2022-10-26", datatype=XSD.date)
    assert graph.value(document, DCTERMS.source) == URIRef("https://example.org/statement?id=1")
    assert "seed.txt" not in {str(o) for o in graph.objects(document)}, "paths of the machine stay out"


def test_other_base(findings: Findings) -> None:
    graph = assemble(findings, "urn:example:")
    assert (URIRef("urn:example:state/Israel"), RDF.type, CMQ.State) in graph
    assert not any("w3id.org/communique/id/" in str(term) for triple in graph for term in triple)
    with pytest.raises(CommuniqueError):
        assemble(findings, "not an IRI")


def test_commitment_needs_a_holder() -> None:
    for by, kinds in (((), {CMQ.DiplomaticAct}), (("us",), {CMQ.DiplomaticAct, CMQ.Commitment})):
        graph = assemble(with_act(by=by))
        act = graph.value(predicate=CMQ.act, object=CMQ.commit)
        assert {*graph.objects(act, RDF.type)} == kinds
        assert validate(graph) == []


def test_topics_are_concepts_with_a_label() -> None:
    graph = assemble(with_act(topics=("nuclear",)))
    assert str(graph.value(TOPIC["nuclear"], RDFS.label)) == "Nuclear non-proliferation"
    with pytest.raises(ValueError, match="notation 'nope'"):
        assemble(with_act(topics=("nope",)))


@pytest.mark.parametrize(
    ("property_", "text", "datatype"),
    [
        ("startDate", "2022-02-30", "date"),
        ("startDate", "2022-13", "gYearMonth"),
        ("startDate", "0000", "gYear"),
        ("startDate", "2022", "date"),
        ("startDate", "²⁰²²", "gYear"),
        ("ordinal", "0", "integer"),
        ("ordinal", "-1", "integer"),
        ("ordinal", "9" * 30, "integer"),
        ("ordinal", "48th", "integer"),
    ],
)
def test_what_does_not_exist_is_left_out(property_: str, text: str, datatype: str) -> None:
    graph = assemble(with_fact(property_, Value(text, datatype)))
    assert (None, CMQ[property_], None) not in graph
    assert (None, RDF.type, RDF.Statement) not in graph


@pytest.mark.parametrize(("text", "datatype"), [("2024-02-29", "date"), ("2022-07", "gYearMonth"), ("1983", "gYear")])
def test_dates_keep_what_is_known(text: str, datatype: str) -> None:
    graph = assemble(with_fact("startDate", Value(text, datatype)))
    found = graph.value(predicate=CMQ.startDate, subject=IDS.entity("Meeting", "Summit"))
    assert isinstance(found, Literal)
    assert (str(found), found.datatype) == (text, XSD[datatype])


@pytest.mark.parametrize(
    ("property_", "value"),
    [("met", "us"), ("host", "nobody"), ("host", Value("1983", "gYear")), ("ordinal", "us"), ("content", "us")],
)
def test_findings_that_make_no_sense(property_: str, value: str | Value) -> None:
    with pytest.raises(ValueError, match=r"property|object|key"):
        assemble(with_fact(property_, value))


@pytest.mark.parametrize("confidence", [-0.1, 1.1, float("nan")])
def test_confidence_is_a_share(confidence: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        assemble(with_fact("host", "us", confidence=confidence))


def test_a_fact_found_twice_is_one_statement() -> None:
    once = with_fact("host", "us", confidence=0.5)
    again = replace(once.facts[0], evidence=(Passage(4, 6, "US"),), confidence=0.9)
    graph = assemble(replace(once, facts=(*once.facts, again)))
    (statement,) = graph.subjects(RDF.type, RDF.Statement)
    assert len([*graph.objects(statement, CMQ.evidence)]) == 2
    assert [str(c) for c in graph.objects(statement, CMQ.confidence)] == ["0.9"]


def test_entities_that_share_a_name_are_one() -> None:
    twice = tuple(Entity(key, "State", name, "Israel") for key, name in (("a", "Israel"), ("b", "State of Israel")))
    graph = assemble(Findings(DOCUMENT, twice))
    assert [str(o) for o in graph.objects(None, RDFS.label)] == ["Israel"]
    assert [str(o) for o in graph.objects(None, SKOS.altLabel)] == ["State of Israel"]


def test_the_same_words_in_two_acts() -> None:
    one = with_act(by=("us",))
    other = replace(one.acts[0], by=(), toward=("us",))
    graph = assemble(replace(one, acts=(one.acts[0], other, one.acts[0])))
    assert len([*graph.subjects(RDF.type, CMQ.DiplomaticAct)]) == 2


def test_hostile_document() -> None:
    info = DocumentInfo('../"><script>', "x", "a\0b\ud800", "yesterday", url='https://e.org/"><script>')
    graph = assemble(Findings(info))
    (document,) = graph.subjects(RDF.type, CMQ.Document)
    assert document == IDS.document(info.id)
    assert str(graph.value(document, DCTERMS.title)) == "a\ufffdb\ufffd"
    assert graph.value(document, DCTERMS.date) is None
    assert str(graph.value(document, DCTERMS.source)) == "https://e.org/%22%3E%3Cscript%3E"


def test_one_named_graph_a_document(findings: Findings) -> None:
    other = replace(findings, document=replace(findings.document, id="other"))
    dataset = assemble_dataset([findings, other])
    names = {str(graph.identifier) for graph in dataset.graphs() if len(graph)}
    assert names >= {str(IDS.document("seed")), str(IDS.document("other"))}
    assert {*dataset.graph(IDS.document("seed"))} == {*assemble(findings)}


def test_merging_is_union_with_one_label() -> None:
    def document(id_: str, name: str) -> Findings:
        israel = Entity("i", "State", name, "Israel", ("Israeli",), (HERE,))
        return Findings(DocumentInfo(id_, id_), (israel,))

    parts = [assemble(document(str(i), name)) for i, name in enumerate(("State of Israel", "Israel", "Israel"))]
    merged = merge(parts)
    israel = IDS.entity("State", "Israel")
    assert [str(o) for o in merged.objects(israel, RDFS.label)] == ["Israel"]
    assert {str(o) for o in merged.objects(israel, SKOS.altLabel)} == {"Israeli", "State of Israel"}
    assert {*merge(reversed(parts))} == {*merged}
    assert len([*merged.objects(israel, CMQ.evidence)]) == 3
    assert validate(merged) == []
    tie = merge(parts[:2])
    assert [str(o) for o in tie.objects(israel, RDFS.label)] == ["Israel"]

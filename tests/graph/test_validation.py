from collections.abc import Callable

import pytest
from rdflib import DCTERMS, OWL, RDF, RDFS, SH, SKOS, XSD, Graph, Literal, URIRef
from rdflib.term import Node

from communique.findings import Findings
from communique.graph import CMQ, TOPIC, Identifiers, assemble, validate
from communique.resources import ontology_file

IDS = Identifiers()
US = IDS.entity("State", "United States")
ISRAEL = IDS.entity("State", "Israel")
SESSION = IDS.unnamed("Meeting", "seed", 4)
MOU = IDS.entity("Agreement", "2016 Memorandum of Understanding")
DOCUMENT = IDS.document("seed")
NOBODY = URIRef("urn:nobody")

# one of each, found in the fixture's graph
FIND: dict[str, Callable[[Graph], Node | None]] = {
    "commitment": lambda g: g.value(predicate=RDF.type, object=CMQ.Commitment),
    "statement": lambda g: g.value(predicate=RDF.predicate, object=CMQ.host),
    "passage": lambda g: (
        g.value(predicate=CMQ.quote, object=Literal("Israel’s security"))
        or g.value(predicate=RDF.type, object=CMQ.Passage)
    ),
}

Change = tuple[Node | str, Node, Node | None]

# what is taken away (object None: all), what is put in its place, and what the problem says
BROKEN: list[tuple[str, Change | None, Change | None, str]] = [
    ("no label", (US, RDFS.label, None), None, "must be a label"),
    ("empty label", (US, RDFS.label, None), (US, RDFS.label, Literal("")), "must be a label"),
    ("two labels", None, (US, RDFS.label, Literal("America")), "only one label"),
    ("label as other name", None, (US, SKOS.altLabel, Literal("United States")), "should not be the label"),
    ("name that is a thing", None, (US, SKOS.altLabel, ISRAEL), "another name must be"),
    ("literal sameAs", None, (US, OWL.sameAs, Literal("Q30")), "external identifier"),
    ("unknown class", None, (US, RDF.type, URIRef(CMQ.State + "s")), "class of this ontology"),
    ("abstract class", None, (US, RDF.type, CMQ.Actor), "class of this ontology"),
    ("evidence of nothing", None, (US, CMQ.evidence, NOBODY), "evidence must be a passage"),
    ("no content", ("commitment", CMQ.content, None), None, "exactly one content"),
    ("two contents", None, ("commitment", CMQ.content, Literal("more")), "exactly one content"),
    ("no act", ("commitment", CMQ.act, None), None, "nine act concepts"),
    ("unknown act", None, ("commitment", CMQ.act, CMQ.State), "nine act concepts"),
    ("act without evidence", ("commitment", CMQ.evidence, None), None, "must be evidence"),
    ("no holder", ("commitment", CMQ.by, None), None, "must have a holder"),
    ("commitment that urges", ("commitment", CMQ.act, None), ("commitment", CMQ.act, CMQ.urge), "cmq:commit"),
    ("commitment that is no act", ("commitment", RDF.type, CMQ.DiplomaticAct), None, "diplomatic act as well"),
    ("no confidence", ("commitment", CMQ.confidence, None), None, "one confidence"),
    (
        "too confident",
        ("statement", CMQ.confidence, None),
        ("statement", CMQ.confidence, Literal("1.01", datatype=XSD.decimal)),
        "one confidence",
    ),
    (
        "confidence as text",
        ("statement", CMQ.confidence, None),
        ("statement", CMQ.confidence, Literal("high")),
        "one confidence",
    ),
    ("no subject", ("statement", RDF.subject, None), None, "one subject"),
    ("no predicate", ("statement", RDF.predicate, None), None, "one predicate"),
    ("unknown predicate", None, ("statement", RDF.predicate, RDFS.label), "one predicate"),
    ("no object", ("statement", RDF.object, None), None, "one object"),
    ("statement without evidence", ("statement", CMQ.evidence, None), None, "must be evidence"),
    ("no quote", ("passage", CMQ.quote, None), None, "one quote"),
    ("no start", ("passage", CMQ.start, None), None, "one start"),
    ("negative start", ("passage", CMQ.start, None), ("passage", CMQ.start, Literal(-1)), "one start"),
    ("start behind end", ("passage", CMQ.start, None), ("passage", CMQ.start, Literal(10**6)), "less than its end"),
    ("no end", ("passage", CMQ.end, None), None, "one end"),
    ("end as text", None, ("passage", CMQ.end, Literal("x")), "one end"),
    ("in no document", ("passage", CMQ.inDocument, None), None, "exactly one document"),
    ("in another thing", None, ("passage", CMQ.inDocument, US), "exactly one document"),
    ("no identifier", (DOCUMENT, DCTERMS.identifier, None), None, "one identifier"),
    ("two titles", None, (DOCUMENT, DCTERMS.title, Literal("Another")), "one title"),
    ("no date", None, (DOCUMENT, DCTERMS.date, Literal("2022-02-30", datatype=XSD.date)), "xsd:date that exists"),
    ("source elsewhere", None, (DOCUMENT, DCTERMS.source, URIRef("file:///etc/passwd")), "http or https"),
    ("topic without notation", (TOPIC["nuclear"], SKOS.notation, None), None, "one notation"),
    ("topic without label", (TOPIC["nuclear"], RDFS.label, None), None, "must be a label"),
]


def broken(findings: Findings, away: Change | None, put: Change | None) -> Graph:
    graph = assemble(findings)
    found = {name: find(graph) for name, find in FIND.items()}

    def node(subject: Node | str) -> Node | None:
        return found.get(str(subject), subject)

    if away:
        assert (node(away[0]), away[1], away[2]) in graph
        graph.remove((node(away[0]), away[1], away[2]))
    if put:
        graph.add((node(put[0]), put[1], put[2]))
    return graph


def test_the_fixture_conforms(findings: Findings) -> None:
    assert validate(assemble(findings)) == []


@pytest.mark.parametrize(("away", "put", "says"), [b[1:] for b in BROKEN], ids=[b[0] for b in BROKEN])
def test_each_break_is_found(findings: Findings, away: Change | None, put: Change | None, says: str) -> None:
    problems = validate(broken(findings, away, put))
    assert any(says in problem.message for problem in problems), problems


LINKS = sorted(
    (str(term), side)
    for side in ("targetSubjectsOf", "targetObjectsOf")
    for term in Graph()
    .parse(data=ontology_file("shapes.ttl").read_text(encoding="utf-8"), format="turtle")
    .objects(None, SH[side])
    if term != RDF.type
)


@pytest.mark.parametrize(("term", "side"), LINKS)
def test_each_link_is_checked_at_both_ends(findings: Findings, term: str, side: str) -> None:
    graph = assemble(findings)
    subject, value = next(iter(graph.subject_objects(URIRef(term))))
    if side == "targetSubjectsOf":
        graph.add((DOCUMENT if URIRef(term) != CMQ.mentions else US, URIRef(term), value))
        says = "must start from"
    else:
        graph.add((subject, URIRef(term), Literal("never") if isinstance(value, Literal) else DOCUMENT))
        says = f"cmq:{term.removeprefix(str(CMQ))} must "
    assert any(says in p.message and p.severity == "Violation" for p in validate(graph))


@pytest.mark.parametrize("text", ["0", "-3"])
def test_ordinals_count_from_one(findings: Findings, text: str) -> None:
    graph = assemble(findings)
    graph.add((SESSION, CMQ.ordinal, Literal(int(text))))
    assert any("ordinal" in p.message for p in validate(graph))


def test_classes_of_others_are_welcome(findings: Findings) -> None:
    graph = assemble(findings)
    graph.add((US, RDF.type, URIRef("https://schema.org/Country")))
    assert validate(graph) == []


def test_a_problem_reads_as_one_line(findings: Findings) -> None:
    graph = assemble(findings)
    graph.add((MOU, CMQ.signed, Literal("2016-02-30\n<b>", datatype=XSD.date, normalize=False)))
    (problem,) = validate(graph)
    assert str(problem) == (
        "Violation: <2016-02-30 <b>>: cmq:signed must be an xsd:date, xsd:gYearMonth or xsd:gYear that exists"
    )

"""The ontology files and the code name the same terms."""

from pathlib import Path

import pytest
from rdflib import DCTERMS, OWL, RDF, RDFS, SH, SKOS, Graph, URIRef

from communique.findings import Findings
from communique.graph import CMQ, TOPIC, assemble
from communique.graph.vocabulary import FACT_PROPERTIES, ROLES, topic_labels
from communique.resources import ontology_file
from communique.schema import ACTS, ENTITY_CLASSES

KINDS = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, SKOS.Concept)


def load(name: str) -> Graph:
    return Graph().parse(data=ontology_file(name).read_text(encoding="utf-8"), format="turtle")


def ours(terms: object) -> set[str]:
    return {str(t).removeprefix(str(CMQ)) for t in terms if str(t).startswith(str(CMQ))}


@pytest.fixture(scope="module")
def ontology() -> Graph:
    return load("communique.ttl")


def declared(ontology: Graph) -> set[str]:
    return ours(s for kind in KINDS for s in ontology.subjects(RDF.type, kind))


def test_vocabulary_and_ontology_have_the_same_terms(ontology: Graph) -> None:
    assert {name for name in CMQ.__annotations__ if not name.startswith("_")} == declared(ontology)
    assert {*ENTITY_CLASSES, *FACT_PROPERTIES, *ACTS, *ROLES} <= declared(ontology)


def test_assembly_uses_declared_terms_and_all_of_them(ontology: Graph, findings: Findings) -> None:
    used = ours(term for triple in assemble(findings) for term in triple)
    assert used - declared(ontology) == set()
    assert declared(ontology) - used == {"Actor"}  # abstract: the most specific class is stated


def test_every_term_is_explained(ontology: Graph) -> None:
    for kind in KINDS:
        for term in ontology.subjects(RDF.type, kind):
            if str(term).startswith(str(CMQ)):
                assert ontology.value(term, RDFS.label), term
                assert ontology.value(term, SKOS.definition), term


def test_every_property_has_domain_and_range(ontology: Graph) -> None:
    for kind in (OWL.ObjectProperty, OWL.DatatypeProperty):
        for term in ontology.subjects(RDF.type, kind):
            if str(term).startswith(str(CMQ)):
                assert ontology.value(term, RDFS.range), term
                assert ontology.value(term, RDFS.domain) or term == CMQ.evidence, term


def test_header(ontology: Graph) -> None:
    iri = URIRef("https://w3id.org/communique/ontology")
    assert (iri, RDF.type, OWL.Ontology) in ontology
    for predicate in (OWL.versionIRI, DCTERMS.title, DCTERMS.license, DCTERMS.creator):
        assert ontology.value(iri, predicate), predicate


def test_acts_are_one_scheme(ontology: Graph) -> None:
    scheme = ontology.value(predicate=RDF.type, object=SKOS.ConceptScheme)
    assert {*ontology.subjects(SKOS.inScheme, scheme)} == {CMQ[act] for act in ACTS}


def test_shapes_and_ontology_agree_on_domains_and_ranges(ontology: Graph) -> None:
    shapes = load("shapes.ttl")

    def named(node: object) -> set[object]:
        union = ontology.value(node, OWL.unionOf)
        return {*ontology.items(union)} if union else {node}

    def with_subclasses(classes: set[object]) -> set[object]:
        return {s for c in classes for s in ontology.transitive_subjects(RDFS.subClassOf, c)} - {CMQ.Actor}

    def allowed(shape: object) -> set[object]:
        choices = shapes.value(shape, SH["or"])
        nodes = list(shapes.items(choices)) if choices else [shape]
        return {shapes.value(node, SH["class"]) for node in nodes}

    checked = 0
    for side, target in ((RDFS.domain, SH.targetSubjectsOf), (RDFS.range, SH.targetObjectsOf)):
        for shape, term in shapes.subject_objects(target):
            if term == RDF.type or (side == RDFS.range and (term, RDF.type, OWL.DatatypeProperty) in ontology):
                continue
            expected = with_subclasses(named(ontology.value(term, side))) - {CMQ.Commitment}
            assert allowed(shape) == expected, (term, side)
            checked += 1
    assert checked == 18 * 2 + 5


def test_topics() -> None:
    topics = load("topics.ttl")
    concepts = {*topics.subjects(RDF.type, CMQ.Topic)}
    assert len(concepts) >= 30
    keywords: set[str] = set()
    for concept in concepts:
        notation = str(topics.value(concept, SKOS.notation))
        assert concept == TOPIC[notation]
        assert len([*topics.objects(concept, SKOS.prefLabel)]) == 1
        assert topics.value(concept, SKOS.definition)
        assert topics.value(concept, SKOS.broader) in concepts or topics.value(concept, SKOS.topConceptOf)
        hidden = {*topics.objects(concept, SKOS.hiddenLabel)}
        assert not hidden & {*topics.objects(concept, SKOS.altLabel), *topics.objects(concept, SKOS.prefLabel)}
        words = {str(word) for word in hidden}
        assert words, concept
        assert words == {word.lower().strip() for word in words}
        assert not words & keywords, "one keyword, one topic"
        keywords |= words
    assert topic_labels()["nuclear"] == "Nuclear non-proliferation"


def test_closed_lists_of_the_shapes() -> None:
    shapes = load("shapes.ttl")
    lists = [{*shapes.items(node)} for node in shapes.objects(None, SH["in"])]
    assert {CMQ[name] for name in ACTS} in lists
    assert {CMQ[name] for name in FACT_PROPERTIES} in lists
    others = {CMQ[name] for name in ("DiplomaticAct", "Commitment", "Topic", "Document", "Passage")}
    assert {CMQ[name] for name in ENTITY_CLASSES} | others in lists


def test_an_installed_package_has_its_own_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    checkout = ontology_file("topics.ttl").read_text(encoding="utf-8")
    (tmp_path / "ontology").mkdir()
    (tmp_path / "ontology" / "topics.ttl").write_text(checkout + "# installed", encoding="utf-8")
    monkeypatch.setattr("communique.resources.files", lambda package: tmp_path)
    assert ontology_file("topics.ttl").read_text(encoding="utf-8").endswith("# installed")
    assert ontology_file("shapes.ttl").is_file(), "what the package lacks is in the checkout"
    with pytest.raises(FileNotFoundError):
        ontology_file("nope.ttl")

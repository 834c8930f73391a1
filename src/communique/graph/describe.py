"""The data set and the ontology described: VoID and DCAT for programs, a page for people."""

import hashlib
import logging
from collections.abc import Sequence
from functools import cache
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pyoxigraph as ox
from rdflib import DCAT, DCTERMS, FOAF, OWL, PROV, RDF, VOID, XSD, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

from communique.errors import CommuniqueError
from communique.files import write_atomically
from communique.resources import ontology_file

from .vocabulary import CMQ, DEFAULT_BASE, PREFIXES

__all__ = ["base_of", "dataset_description", "ontology_page", "quads_once", "write_ontology_page"]

MEDIA_TYPES = {
    ".ttl": "text/turtle",
    ".trig": "application/trig",
    ".nt": "application/n-triples",
    ".nq": "application/n-quads",
    ".jsonld": "application/ld+json",
    ".rdf": "application/rdf+xml",
}
IANA = Namespace("https://www.iana.org/assignments/media-types/")
TEXTS = PREFIXES | {
    "dcat": str(DCAT),
    "foaf": str(FOAF),
    "prov": str(PROV),
    "void": str(VOID),
}


def dataset_description(
    store: ox.Store,
    *,
    base_iri: str = DEFAULT_BASE,
    licence: str | None = None,
    publisher: str | None = None,
    files: Sequence[str] = (),
) -> str:
    """A graph described in VoID and DCAT, as Turtle: counts, classes, properties, time, source, licence, version.

    The version is a digest of the content, so that the same graph has the same description.

    Args:
        store: the graph.
        base_iri: what the identifiers begin with.
        licence: IRI of the licence.
        publisher: name of the publisher.
        files: names of the files that hold the graph.

    Raises:
        CommuniqueError: if the licence isn't an IRI.
    """
    if licence is not None:
        try:
            ox.NamedNode(licence)
        except ValueError:
            raise CommuniqueError(f"{licence!r} isn't the IRI of a licence; give one like https://…") from None
    graph = Graph(bind_namespaces="none")
    for prefix, namespace in TEXTS.items():
        graph.bind(prefix, namespace)
    data = URIRef(f"{base_iri}dataset")

    def say(predicate: Node, value: Node, subject: Node = data) -> None:
        graph.add((subject, predicate, value))

    say(RDF.type, VOID.Dataset)
    say(RDF.type, DCAT.Dataset)
    say(DCTERMS.title, Literal("Diplomatic facts and acts, each with the words that say so", lang="en"))
    say(VOID.uriSpace, Literal(base_iri))
    for vocabulary in (str(CMQ._NS), str(DCTERMS), str(PREFIXES["skos"]), str(RDF), str(PREFIXES["rdfs"])):
        say(VOID.vocabulary, URIRef(vocabulary))
    _count(graph, data, store)
    if licence is not None:
        say(DCTERMS.license, URIRef(licence))
    if publisher is not None:
        agent = URIRef(f"{base_iri}dataset#publisher")
        say(DCTERMS.publisher, agent)
        say(RDF.type, FOAF.Agent, agent)
        say(FOAF.name, Literal(publisher), agent)
    making, program = URIRef(f"{base_iri}dataset#making"), URIRef(f"{base_iri}dataset#program")
    say(PROV.wasGeneratedBy, making)
    say(RDF.type, PROV.Activity, making)
    say(PROV.wasAssociatedWith, program, making)
    say(RDF.type, PROV.SoftwareAgent, program)
    say(FOAF.name, Literal(f"communique {version('communique')}"), program)
    for name in files:
        distribution = URIRef(f"{base_iri}dataset#{name}")
        say(DCAT.distribution, distribution)
        say(RDF.type, DCAT.Distribution, distribution)
        say(DCTERMS.title, Literal(name), distribution)
        say(DCAT.mediaType, IANA[MEDIA_TYPES[Path(name).suffix]], distribution)
    return str(graph.serialize(format="longturtle", sort_keys=True)).strip() + "\n"


def _count(graph: Graph, data: URIRef, store: ox.Store) -> None:
    """Counts, by what the queries of VoID's specification (W3C Interest Group Note, 2011) count."""

    def number(query: str) -> int:
        return int(_rows(store, query)[0][0].value)

    counted = {
        VOID.triples: "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
        VOID.distinctSubjects: "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s ?p ?o }",
        VOID.distinctObjects: "SELECT (COUNT(DISTINCT ?o) AS ?n) { ?s ?p ?o }",
        VOID.entities: f"SELECT (COUNT(DISTINCT ?s) AS ?n) {{ ?d <{CMQ.mentions}> ?s }}",
        VOID.documents: f"SELECT (COUNT(DISTINCT ?d) AS ?n) {{ ?d a <{CMQ.Document}> }}",
        VOID.classes: "SELECT (COUNT(DISTINCT ?c) AS ?n) { ?s a ?c }",
        VOID.properties: "SELECT (COUNT(DISTINCT ?p) AS ?n) { ?s ?p ?o }",
    }
    for predicate, query in counted.items():
        graph.add((data, predicate, Literal(number(query))))
    partitions = (
        (
            VOID.classPartition,
            VOID["class"],
            VOID.entities,
            "(COUNT(DISTINCT ?s) AS ?n) { ?s a ?x }",
        ),
        (VOID.propertyPartition, VOID.property, VOID.triples, "(COUNT(*) AS ?n) { ?s ?x ?o }"),
    )
    for partition, kind, amount, query in partitions:
        for row in _rows(store, f"SELECT ?x {query} GROUP BY ?x"):
            name = row[0].value
            part = URIRef(
                f"{data}#{partition.removeprefix(str(VOID))}-{hashlib.sha256(name.encode()).hexdigest()[:12]}"
            )
            graph.add((data, partition, part))
            graph.add((part, kind, URIRef(name)))
            graph.add((part, amount, Literal(int(row[1].value))))
    days = f"SELECT (MIN(?t) AS ?a) (MAX(?t) AS ?b) {{ ?d a <{CMQ.Document}> ; <{DCTERMS.date}> ?t }}"
    for row in _rows(store, days):
        if row[0] is not None:
            period = URIRef(f"{data}#period")
            graph.add((data, DCTERMS.temporal, period))
            graph.add((period, RDF.type, DCTERMS.PeriodOfTime))
            graph.add((period, DCAT.startDate, Literal(row[0].value, datatype=XSD.date)))
            graph.add((period, DCAT.endDate, Literal(row[1].value, datatype=XSD.date)))
    content = hashlib.sha256()
    for line in sorted(str(quad) for quad in quads_once(store)):
        content.update(line.encode() + b"\n")
    graph.add((data, OWL.versionInfo, Literal(f"sha256:{content.hexdigest()}")))


def base_of(store: ox.Store) -> str | None:
    """What the identifiers of a graph's documents begin with; None for a graph without documents of ours."""
    kind = ox.NamedNode(str(CMQ.Document))
    for quad in store.quads_for_pattern(None, ox.NamedNode(str(RDF.type)), kind, None):
        if isinstance(quad.subject, ox.NamedNode) and "document/" in quad.subject.value:
            return quad.subject.value.rpartition("document/")[0]
    return None


def quads_once(store: ox.Store) -> list[ox.Quad]:
    """A store's quads without those of the default graph that named graphs hold as well."""
    default = list(store.quads_for_pattern(None, None, None, ox.DefaultGraph()))
    named = [quad for quad in store if not isinstance(quad.graph_name, ox.DefaultGraph)]
    held = {quad.triple for quad in named}
    return named + [quad for quad in default if quad.triple not in held]


def _rows(store: ox.Store, query: str) -> list[Any]:
    found = store.query(query)
    assert isinstance(found, ox.QuerySolutions)
    return list(found)


@cache
def ontology_page() -> str:
    """The ontology's classes and properties as one HTML file that loads nothing, made by pyLODE.

    Raises:
        CommuniqueError: if pyLODE isn't installed.
    """
    root = logging.getLogger()
    level, handlers = root.level, list(root.handlers)
    try:
        pylode = import_module("pylode")
    except ImportError as error:
        raise CommuniqueError("the ontology's page needs pyLODE: pip install 'communique[serve]'") from error
    finally:  # pyLODE turns on everybody's debug messages when it is imported
        root.setLevel(level)
        root.handlers[:] = handlers
    graph = Graph().parse(data=ontology_file("communique.ttl").read_text(encoding="utf-8"), format="turtle")
    return str(pylode.OntPub(ontology=graph).make_html())


def write_ontology_page(path: Path) -> Path:
    """Write the ontology's page.

    Raises:
        CommuniqueError: if pyLODE isn't installed, or the file can't be written.
    """
    write_atomically(path, ontology_page())
    return path

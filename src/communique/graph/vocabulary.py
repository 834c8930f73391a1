"""Names of the graph: namespaces, classes, properties and acts, each written in one place.

The definitions are in ``ontology/communique.ttl``; a test keeps both in step.
"""

# ruff: noqa: N815 - the terms are the ontology's

from functools import cache

from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, XSD, Graph, Namespace, URIRef
from rdflib.namespace import DefinedNamespace

from communique.resources import ontology_file

__all__ = [
    "CMQ",
    "DATE_TYPES",
    "DEFAULT_BASE",
    "FACT_PROPERTIES",
    "LITERAL_PROPERTIES",
    "PREFIXES",
    "ROLES",
    "TOPIC",
    "topic_labels",
]

DEFAULT_BASE = "https://w3id.org/communique/id/"

TOPIC = Namespace("https://w3id.org/communique/topics#")
"""The issue areas of ``ontology/topics.ttl``: a concept's IRI is this and its notation."""


class CMQ(DefinedNamespace):
    """The terms of ``ontology/communique.ttl``. A name that isn't one of them raises AttributeError."""

    _NS = Namespace("https://w3id.org/communique/ontology#")
    _fail = True

    Actor: URIRef
    State: URIRef
    Organization: URIRef
    InternationalOrganization: URIRef
    GovernmentBody: URIRef
    Official: URIRef
    Office: URIRef
    Forum: URIRef
    Meeting: URIRef
    Agreement: URIRef
    Place: URIRef
    DiplomaticAct: URIRef
    Commitment: URIRef
    Topic: URIRef
    Document: URIRef
    Passage: URIRef

    holdsOffice: URIRef
    officeOf: URIRef
    represents: URIRef
    partOf: URIRef
    hasMember: URIRef
    sessionOf: URIRef
    ordinal: URIRef
    participant: URIRef
    delegationHead: URIRef
    host: URIRef
    heldAt: URIRef
    startDate: URIRef
    endDate: URIRef
    established: URIRef
    establishedBy: URIRef
    party: URIRef
    signed: URIRef

    by: URIRef
    act: URIRef
    toward: URIRef
    concerns: URIRef
    topic: URIRef
    content: URIRef
    madeAt: URIRef

    mentions: URIRef
    evidence: URIRef
    confidence: URIRef
    quote: URIRef
    start: URIRef
    end: URIRef
    inDocument: URIRef

    commit: URIRef
    support: URIRef
    welcome: URIRef
    condemn: URIRef
    concern: URIRef
    acknowledge: URIRef
    emphasize: URIRef
    urge: URIRef
    discuss: URIRef


LITERAL_PROPERTIES = ("ordinal", "startDate", "endDate", "established", "signed")
"""Fact properties that end in a number or a date."""

FACT_PROPERTIES = (
    "holdsOffice",
    "officeOf",
    "represents",
    "partOf",
    "hasMember",
    "sessionOf",
    "participant",
    "delegationHead",
    "host",
    "heldAt",
    "establishedBy",
    "party",
    *LITERAL_PROPERTIES,
)
"""Properties whose every triple is restated as an ``rdf:Statement`` with its evidence."""

DATE_TYPES = ("date", "gYearMonth", "gYear")
"""Datatypes (XML Schema) that a date can have, by how much of it is known."""

ROLES = ("by", "toward", "concerns")
"""Properties from an act to entities."""

PREFIXES = {
    "cmq": str(CMQ._NS),
    "topic": str(TOPIC),
    "dcterms": str(DCTERMS),
    "owl": str(OWL),
    "rdf": str(RDF),
    "rdfs": str(RDFS),
    "skos": str(SKOS),
    "xsd": str(XSD),
    "wd": "http://www.wikidata.org/entity/",
}
"""Prefixes that written graphs use, besides those under the base IRI."""


@cache
def topic_labels() -> dict[str, str]:
    """Notation to preferred label of every issue area in ``ontology/topics.ttl``."""
    graph = Graph().parse(data=ontology_file("topics.ttl").read_text(encoding="utf-8"), format="turtle")
    return {
        str(notation): str(graph.value(concept, SKOS.prefLabel))
        for concept, notation in sorted(graph.subject_objects(SKOS.notation))
    }

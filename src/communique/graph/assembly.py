"""Findings to RDF."""

import datetime
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, XSD, Dataset, Graph, Literal, URIRef
from rdflib.term import Node

from communique.findings import Act, DocumentInfo, Entity, Fact, Findings, Passage, Value

from .identifiers import Identifiers, web_address
from .vocabulary import CMQ, DATE_TYPES, DEFAULT_BASE, FACT_PROPERTIES, LITERAL_PROPERTIES, ROLES, TOPIC, topic_labels

__all__ = ["assemble", "assemble_dataset"]

NEVER_IN_XML = re.compile("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\ud800-\udfff\ufffe\uffff]")
POSITIVE = re.compile(r"[1-9][0-9]{0,17}")
DATE = {"date": r"[0-9]{4}-[0-9]{2}-[0-9]{2}", "gYearMonth": r"[0-9]{4}-[0-9]{2}", "gYear": r"[0-9]{4}"}


def assemble(findings: Findings, base_iri: str = DEFAULT_BASE) -> Graph:
    """The graph of one document: what it names, what it says of that, and where it says so.

    A fact found twice is one statement with both evidences and the higher confidence; entities that share an IRI are
    one entity. A number or date that doesn't exist (30 February) is left out, and so is an address that isn't http.
    A commitment without a holder is a `cmq:DiplomaticAct`, but no `cmq:Commitment`.

    Args:
        findings: what was found in the document.
        base_iri: what all identifiers but those of topics begin with.

    Raises:
        CommuniqueError: if `base_iri` isn't an absolute IRI that ends with ``/`` or ``#``.
        ValueError: if the findings name an unknown class, property, act, topic or key.
    """
    return _Assembly(findings, Identifiers(base_iri)).graph


def assemble_dataset(findings: Iterable[Findings], base_iri: str = DEFAULT_BASE) -> Dataset:
    """One named graph a document, named by the document's IRI; queries over all of them see their union.

    Raises:
        CommuniqueError: as `assemble` does.
        ValueError: as `assemble` does.
    """
    dataset = Dataset(default_union=True)
    for found in findings:
        assembly = _Assembly(found, Identifiers(base_iri))
        target = dataset.graph(assembly.document)
        for triple in assembly.graph:
            target.add(triple)
    return dataset


class _Assembly:
    def __init__(self, findings: Findings, identifiers: Identifiers) -> None:
        self.graph = Graph(bind_namespaces="none")
        self.identifiers = identifiers
        self.id = findings.document.id
        self.document = identifiers.document(self.id)
        self.iris = {entity.key: self._iri(entity) for entity in findings.entities}
        if len(self.iris) < len(findings.entities):
            raise ValueError("two entities have one key")
        self._describe(findings.document)
        self._name(findings.entities)
        self._state(findings.facts)
        self._perform(findings.acts)

    def _add(self, subject: URIRef, predicate: URIRef, value: Node) -> None:
        self.graph.add((subject, predicate, value))

    def _entity(self, key: str) -> URIRef:
        if key not in self.iris:
            raise ValueError(f"no entity has the key {key!r}")
        return self.iris[key]

    def _iri(self, entity: Entity) -> URIRef:
        if entity.canonical.strip():
            return self.identifiers.entity(entity.kind, entity.canonical)
        position = entity.position
        if position < 0 and entity.mentions:
            position = min(passage.start for passage in entity.mentions)
        return self.identifiers.unnamed(entity.kind, self.id, position)

    def _describe(self, info: DocumentInfo) -> None:
        self._add(self.document, RDF.type, CMQ.Document)
        self._add(self.document, DCTERMS.identifier, _text(info.id))
        for predicate, text in (
            (DCTERMS.title, info.title),
            (DCTERMS.publisher, info.publisher),
            (DCTERMS.creator, info.author),
        ):
            if text.strip():
                self._add(self.document, predicate, _text(text))
        if date := _date(info.date, "date"):
            self._add(self.document, DCTERMS.date, date)
        if address := web_address(info.url):
            self._add(self.document, DCTERMS.source, address)

    def _name(self, entities: Sequence[Entity]) -> None:
        names: dict[URIRef, list[str]] = defaultdict(list)
        for entity in entities:
            iri = self.iris[entity.key]
            names[iri] += (entity.name, *entity.aliases)
            for kind in (entity.kind, *entity.also):
                self._add(iri, RDF.type, CMQ[kind])
            self._add(self.document, CMQ.mentions, iri)
            for external in entity.same_as:
                if address := web_address(external):
                    self._add(iri, OWL.sameAs, address)
            self._support(iri, entity.mentions)
        for iri, (label, *others) in names.items():
            self._add(iri, RDFS.label, _text(label))
            for other in others:
                if other != label:
                    self._add(iri, SKOS.altLabel, _text(other))

    def _state(self, facts: Iterable[Fact]) -> None:
        best: dict[URIRef, float] = {}
        for fact in facts:
            if fact.property not in FACT_PROPERTIES:
                raise ValueError(f"{fact.property!r} is no property of facts")
            if isinstance(fact.object, Value) != (fact.property in LITERAL_PROPERTIES):
                raise ValueError(f"{fact.property} can't have the object {fact.object!r}")
            value = _value(fact.object) if isinstance(fact.object, Value) else self._entity(fact.object)
            if value is None:
                continue
            triple = (self._entity(fact.subject), CMQ[fact.property], value)
            self.graph.add(triple)
            statement = self.identifiers.statement(self.id, triple)
            self._add(statement, RDF.type, RDF.Statement)
            for predicate, part in zip((RDF.subject, RDF.predicate, RDF.object), triple, strict=True):
                self._add(statement, predicate, part)
            self._support(statement, fact.evidence)
            best[statement] = max(fact.confidence, best.get(statement, fact.confidence))
        for statement, confidence in best.items():
            self._add(statement, CMQ.confidence, _share(confidence))

    def _perform(self, acts: Iterable[Act]) -> None:
        seen: dict[tuple[str, int, int], list[Act]] = defaultdict(list)
        for act in acts:
            same = seen[act.act, act.span.start, act.span.end]
            if act in same:
                continue
            same.append(act)
            iri = self.identifiers.act(self.id, act.act, act.span.start, act.span.end, len(same))
            self._add(iri, RDF.type, CMQ.DiplomaticAct)
            if act.act == "commit" and act.by:
                self._add(iri, RDF.type, CMQ.Commitment)
            self._add(iri, CMQ.act, CMQ[act.act])
            self._add(iri, CMQ.content, _text(act.content))
            self._add(iri, CMQ.confidence, _share(act.confidence))
            for role in ROLES:
                for key in getattr(act, role):
                    self._add(iri, CMQ[role], self._entity(key))
            if act.made_at is not None:
                self._add(iri, CMQ.madeAt, self._entity(act.made_at))
            for notation in act.topics:
                self._add(iri, CMQ.topic, self._topic(notation))
            self._support(iri, act.evidence or (act.span,))

    def _topic(self, notation: str) -> URIRef:
        label = topic_labels().get(notation)
        if label is None:
            raise ValueError(f"no topic has the notation {notation!r}")
        topic = TOPIC[notation]
        self._add(topic, RDF.type, CMQ.Topic)
        self._add(topic, RDFS.label, Literal(label))
        self._add(topic, SKOS.notation, Literal(notation))
        return topic

    def _support(self, what: URIRef, passages: Iterable[Passage]) -> None:
        for passage in passages:
            iri = self.identifiers.passage(self.id, passage.start, passage.end)
            self._add(what, CMQ.evidence, iri)
            if (iri, RDF.type, CMQ.Passage) in self.graph:
                continue
            self._add(iri, RDF.type, CMQ.Passage)
            self._add(iri, CMQ.quote, _text(passage.quote))
            self._add(iri, CMQ.start, Literal(passage.start))
            self._add(iri, CMQ.end, Literal(passage.end))
            self._add(iri, CMQ.inDocument, self.document)


def _text(text: str) -> Literal:
    """A string of characters that XML 1.0 allows, since engines answer in XML too; each other one becomes U+FFFD."""
    return Literal(NEVER_IN_XML.sub("\ufffd", text))


def _share(confidence: float) -> Literal:
    """A confidence as xsd:decimal with at most three decimals."""
    if not 0 <= confidence <= 1:
        raise ValueError(f"confidence {confidence} isn't between 0 and 1")
    digits = f"{confidence:.3f}".rstrip("0")
    return Literal(digits + "0" if digits.endswith(".") else digits, datatype=XSD.decimal, normalize=False)


def _value(value: Value) -> Literal | None:
    if value.datatype == "integer":
        return Literal(int(value.text)) if POSITIVE.fullmatch(value.text) else None
    if value.datatype not in DATE_TYPES:
        raise ValueError(f"{value.datatype!r} is no datatype of facts")
    return _date(value.text, value.datatype)


def _date(text: str, datatype: str) -> Literal | None:
    if not re.fullmatch(DATE[datatype], text):
        return None
    try:
        datetime.date.fromisoformat(text + "-01-01"[len(text) - 4 :])
    except ValueError:
        return None
    return Literal(text, datatype=XSD[datatype], normalize=False)

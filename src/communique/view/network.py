"""From the RDF graph to the network that is drawn: a networkx multigraph, with the words behind each line."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

import networkx as nx
from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, Graph, Literal, URIRef
from rdflib.term import Node as Term

from communique.graph.vocabulary import CMQ, FACT_PROPERTIES, LITERAL_PROPERTIES, ROLES
from communique.schema import ACTS, ENTITY_CLASSES

from .evidence import Evidence, Quotations
from .text import plain

__all__ = ["Act", "Entity", "Link", "Network", "Source", "network_of", "part"]

MENTIONS_SHOWN = 40
"""Passages that an entity keeps, spread over its documents: a state can be named in thousands."""


@dataclass(frozen=True, slots=True)
class Source:
    """A document: what it says of itself. Texts are empty where it says nothing; `date` is ISO 8601."""

    title: str
    date: str = ""
    publisher: str = ""
    author: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Entity:
    """A node: a named thing.

    Attributes:
        iri: its identifier.
        kind: its class, one of `ENTITY_CLASSES`.
        label: preferred name.
        names: all other names, sorted.
        same_as: external identifiers, http or https.
        values: facts that end in a number or a date: property, text, evidence.
        mentions: where it is named, at most 40 of them.
        documents: every document that names it, as indices of `Network.sources`.
    """

    iri: str
    kind: str
    label: str
    names: tuple[str, ...] = ()
    same_as: tuple[str, ...] = ()
    values: tuple[tuple[str, str, tuple[Evidence, ...]], ...] = ()
    mentions: tuple[Evidence, ...] = ()
    documents: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Act:
    """A diplomatic act. `by`, `toward`, `concerns` and `made_at` are nodes of the network."""

    iri: str
    act: str
    content: str
    by: tuple[int, ...] = ()
    toward: tuple[int, ...] = ()
    concerns: tuple[int, ...] = ()
    made_at: int | None = None
    topics: tuple[str, ...] = ()
    confidence: float = 1.0
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """A drawn line: one property between two entities, or all acts of one kind from holder to addressee.

    Attributes:
        source, target: nodes.
        kind: ``fact`` or ``act``.
        name: property or act.
        about: for acts without an addressee: the line goes to what they concern.
        acts: for acts: indices of `Network.acts`.
        evidence: for facts: where it is said.
        confidence: for facts: 0 to 1.
    """

    source: int
    target: int
    kind: str
    name: str
    about: bool = False
    acts: tuple[int, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    confidence: float = 1.0


@dataclass(slots=True)
class Network:
    """What is drawn. `graph` has the entities' numbers as nodes and the links' numbers as edge keys.

    Numbers stay the same when a part is selected: `entities`, `links` and `acts` hold what is left, `labels` all names.
    """

    sources: tuple[Source, ...]
    quotes: tuple[tuple[int, str], ...]
    entities: dict[int, Entity]
    acts: dict[int, Act]
    links: dict[int, Link] = field(default_factory=dict)
    labels: tuple[str, ...] = ()
    graph: nx.MultiDiGraph = field(default_factory=nx.MultiDiGraph)

    def label(self, number: int) -> str:
        """Preferred name of an entity, even of one that a selection left out."""
        return self.labels[number]

    def heading(self, title: str | None = None) -> str:
        """A title for pictures: the given one, the title of the only document, or how many documents there are."""
        chosen = " ".join(plain(title or "").split())
        documents = self.documents()
        if not chosen and len(documents) == 1:
            chosen = " ".join(self.sources[documents[0]].title.split())
        return chosen or f"Network of {len(documents):,} document{'s' if len(documents) != 1 else ''}"

    def documents(self) -> list[int]:
        """Documents that name an entity of this network, or say a fact or an act of it: indices of `sources`."""
        found = {number for entity in self.entities.values() for number in entity.documents}
        for evidence in (
            *(act.evidence for act in self.acts.values()),
            *(link.evidence for link in self.links.values()),
            *(value[2] for entity in self.entities.values() for value in entity.values),
            *(entity.mentions for entity in self.entities.values()),
        ):
            found.update(each.document for each in evidence)
        return sorted(found)

    def connect(self) -> "Network":
        """Make the networkx graph from entities and links."""
        self.graph = nx.MultiDiGraph()
        for number, entity in self.entities.items():
            self.graph.add_node(number, label=entity.label, kind=entity.kind, iri=entity.iri)
        for number, link in self.links.items():
            self.graph.add_edge(link.source, link.target, number, kind=link.kind, name=link.name)
        return self


def network_of(graph: Graph) -> Network:
    """The network of a graph in the shape of ``ontology/communique.ttl``.

    Entities, facts and acts come in the order of their identifiers, so equal graphs give equal networks.
    What isn't in that shape is passed over.
    """
    return _Reading(graph).network()


class _Reading:
    """One pass over the triples, then lookups in plain dictionaries: rdflib's own are too slow for a corpus."""

    def __init__(self, graph: Graph) -> None:
        wanted = {CMQ[name] for name in (*FACT_PROPERTIES, *ROLES, *EVIDENCE_TERMS)} | set(OTHER_TERMS)
        self.by_predicate: dict[Term, dict[Term, list[Term]]] = {predicate: defaultdict(list) for predicate in wanted}
        for subject, predicate, value in graph:
            found = self.by_predicate.get(predicate)
            if found is not None:
                found[subject].append(value)
        self.documents = sorted(self._typed(CMQ.Document), key=_order)
        self.number_of_document = {term: number for number, term in enumerate(self.documents)}
        self.quotations = Quotations()
        for passage, documents in self.by_predicate[CMQ.inDocument].items():
            document = min(documents, key=_order)
            if document in self.number_of_document:
                self.quotations.add(
                    passage,
                    self.number_of_document[document],
                    _integer(self._text(passage, CMQ.start)),
                    self._text(passage, CMQ.quote),
                )
        self.mentioned_in: dict[Term, list[int]] = defaultdict(list)
        for document, mentioned in self.by_predicate[CMQ.mentions].items():
            if document in self.number_of_document:
                for term in mentioned:
                    self.mentioned_in[term].append(self.number_of_document[document])
        self.terms: list[Term] = []
        self.kinds: list[str] = []
        kinds: dict[Term, str] = {CMQ[name]: name for name in reversed(ENTITY_CLASSES)}
        for term, types in sorted(self.by_predicate[RDF.type].items(), key=_first):
            names = {kinds[each] for each in types if each in kinds}
            if names:
                self.terms.append(term)
                self.kinds.append(min(names, key=ENTITY_CLASSES.index))
        self.number = {term: number for number, term in enumerate(self.terms)}
        for term in self.terms:
            self.quotations.name(term, self._all(term, CMQ.evidence))

    def _typed(self, kind: URIRef) -> Iterable[Term]:
        return (term for term, types in self.by_predicate[RDF.type].items() if kind in types)

    def _all(self, subject: Term, predicate: URIRef) -> list[Term]:
        found = self.by_predicate[predicate].get(subject, ())
        return sorted(found, key=_order) if len(found) > 1 else list(found)

    def _text(self, subject: Term, predicate: URIRef) -> str:
        found = self.by_predicate[predicate].get(subject)
        if not found:
            return ""
        return plain(str(found[0] if len(found) == 1 else min(found, key=_order)))

    def _numbers(self, subject: Term, predicate: URIRef) -> tuple[int, ...]:
        return tuple(self.number[term] for term in self._all(subject, predicate) if term in self.number)

    def network(self) -> Network:
        links: list[Link] = []
        values: dict[int, list[tuple[str, str, tuple[Evidence, ...]]]] = defaultdict(list)
        for subject, name, value, evidence, confidence in self._facts():
            if name in LITERAL_PROPERTIES:
                values[subject].append((name, plain(str(value)), evidence))
            elif value in self.number:
                target = self.number[value]
                links.append(Link(subject, target, "fact", name, evidence=evidence, confidence=confidence))
        acts = dict(enumerate(self._acts()))
        links += _act_links(acts)
        network = Network(
            sources=tuple(self._source(document) for document in self.documents),
            quotes=(),
            entities={number: self._entity(number, values[number]) for number in range(len(self.terms))},
            acts=acts,
            links=dict(enumerate(links)),
        )
        network.quotes = self.quotations.quotes
        network.labels = tuple(entity.label for entity in network.entities.values())
        return network.connect()

    def _source(self, document: Term) -> Source:
        return Source(
            title=self._text(document, DCTERMS.title),
            date=self._text(document, DCTERMS.date),
            publisher=self._text(document, DCTERMS.publisher),
            author=self._text(document, DCTERMS.creator),
            url=_address(self._text(document, DCTERMS.source)),
        )

    def _entity(self, number: int, values: Sequence[tuple[str, str, tuple[Evidence, ...]]]) -> Entity:
        term = self.terms[number]
        labels = sorted(
            (plain(str(label)) for label in self._all(term, RDFS.label)), key=lambda text: (-len(text), text)
        )
        label = next(filter(str.strip, labels), "") or plain(str(term).rpartition("/")[2]) or "unnamed"
        names = {*labels, *(plain(str(name)) for name in self._all(term, SKOS.altLabel))} - {label, ""}
        mentions = [(self.quotations.place(passage), passage) for passage in self._all(term, CMQ.evidence)]
        documents = {place[0] for place, _ in mentions if place} | set(self.mentioned_in.get(term, ()))
        return Entity(
            iri=plain(str(term)),
            kind=self.kinds[number],
            label=label,
            names=tuple(sorted(names, key=str.casefold)),
            same_as=tuple(filter(None, (_address(str(each)) for each in self._all(term, OWL.sameAs)))),
            values=tuple(values),
            mentions=self.quotations.mentions([passage for place, passage in mentions if place], MENTIONS_SHOWN),
            documents=tuple(sorted(documents)),
        )

    def _facts(self) -> Iterable[tuple[int, str, Term, tuple[Evidence, ...], float]]:
        passages: dict[tuple[Term, Term, Term], list[Term]] = defaultdict(list)
        confidence: dict[tuple[Term, Term, Term], float] = defaultdict(float)
        for statement in sorted(self._typed(RDF.Statement), key=_order):
            for subject in self._all(statement, RDF.subject):
                for predicate in self._all(statement, RDF.predicate):
                    for value in self._all(statement, RDF.object):
                        triple = (subject, predicate, value)
                        passages[triple] += self._all(statement, CMQ.evidence)
                        confidence[triple] = max(confidence[triple], _share(self._text(statement, CMQ.confidence)))
        for name in FACT_PROPERTIES:
            predicate = CMQ[name]
            for subject, values in sorted(self.by_predicate[predicate].items(), key=_first):
                if subject not in self.number:
                    continue
                for value in sorted(set(values), key=_order):
                    triple = (subject, predicate, value)
                    evidence = self.quotations.facts(passages.get(triple, ()), subject, value)
                    yield self.number[subject], name, value, evidence, confidence.get(triple, 1.0)

    def _acts(self) -> Iterable[Act]:
        names: dict[Term, str] = {CMQ[name]: name for name in ACTS}
        for term in sorted(self._typed(CMQ.DiplomaticAct), key=_order):
            kinds = [names[kind] for kind in self._all(term, CMQ.act) if kind in names]
            if not kinds:
                continue
            content = self._text(term, CMQ.content)
            made_at = self._numbers(term, CMQ.madeAt)
            yield Act(
                iri=plain(str(term)),
                act=kinds[0],
                content=" ".join(content.split()),
                by=self._numbers(term, CMQ.by),
                toward=self._numbers(term, CMQ.toward),
                concerns=self._numbers(term, CMQ.concerns),
                made_at=made_at[0] if made_at else None,
                topics=tuple(plain(str(topic)) for topic in self._all(term, CMQ.topic)),
                confidence=_share(self._text(term, CMQ.confidence)),
                evidence=self.quotations.acts(self._all(term, CMQ.evidence), content),
            )


EVIDENCE_TERMS = (
    *("act", "topic", "content", "madeAt", "mentions", "evidence", "confidence"),
    *("quote", "start", "end", "inDocument"),
)
OTHER_TERMS = (
    *(RDF.type, RDF.subject, RDF.predicate, RDF.object, RDFS.label, SKOS.altLabel, OWL.sameAs),
    *(DCTERMS.title, DCTERMS.date, DCTERMS.publisher, DCTERMS.creator, DCTERMS.source),
)


def _act_links(acts: dict[int, Act]) -> list[Link]:
    """One line from each holder to each addressee; without an addressee, to what the act concerns."""
    groups: dict[tuple[int, int, str, bool], list[int]] = defaultdict(list)
    for number, act in acts.items():
        for holder in act.by:
            for other in act.toward or act.concerns:
                if other != holder:
                    groups[holder, other, act.act, not act.toward].append(number)
    return [
        Link(holder, other, "act", name, about, tuple(numbers))
        for (holder, other, name, about), numbers in sorted(groups.items())
    ]


def part(
    network: Network, entities: Iterable[int], links: Callable[[Link], Link | None] = lambda link: link
) -> Network:
    """The part of a network between some entities, its links changed or dropped (None) by a function.

    Acts stay when a holder does, and an addressee (or, without one, something that they concern) if they have any.
    """
    numbers = set(entities)
    left = {}
    for number, link in network.links.items():
        changed = links(link) if link.source in numbers and link.target in numbers else None
        if changed is not None:
            left[number] = changed
    smaller = replace(
        network,
        entities={number: entity for number, entity in network.entities.items() if number in numbers},
        links=left,
        acts={
            number: act
            for number, act in network.acts.items()
            if _within(numbers, act.by) and _within(numbers, act.toward or act.concerns)
        },
    )
    return smaller.connect()


def _within(numbers: set[int], some: tuple[int, ...]) -> bool:
    return not some or not numbers.isdisjoint(some)


def _order(term: Term) -> tuple[str, str]:
    """A quick total order; rdflib's own compares literals by value, slowly."""
    return str(term), str(term.datatype or term.language or "") if isinstance(term, Literal) else ""


def _first(item: tuple[Term, object]) -> tuple[str, str]:
    return _order(item[0])


def _integer(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


def _share(text: str) -> float:
    try:
        return min(1.0, max(0.0, float(text)))
    except ValueError:
        return 1.0


def _address(text: str) -> str:
    return text if text.startswith(("http://", "https://")) and text.isascii() and text.isprintable() else ""

"""Graphs to files: Turtle, TriG, N-Triples and N-Quads, the same bytes whatever order the triples came in.

Written by hand over sorted terms: a corpus has millions of triples, and rdflib's Turtle writer is far slower.
The syntaxes are those of RDF 1.1; TriG goes without the optional word GRAPH, which not every engine reads.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TypeAlias

from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, BNode, Dataset, Graph, Literal, URIRef
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID
from rdflib.term import Node

from communique.errors import CommuniqueError
from communique.files import write_atomically
from communique.schema import ENTITY_CLASSES

from .identifiers import Identifiers, segment
from .terms import Quad, Triple, canonical_quads, iri_reference, literal_term, natural_key, shortener
from .vocabulary import CMQ, DEFAULT_BASE, PREFIXES

__all__ = ["nquads", "trig", "turtle", "write_graph"]

WIDEST_LIST = 110

SECTIONS: tuple[Node, ...] = (
    CMQ.Document,
    *(CMQ[kind] for kind in ENTITY_CLASSES),
    CMQ.Topic,
    CMQ.DiplomaticAct,
    RDF.Statement,
    CMQ.Passage,
)
ACT_SECTION = SECTIONS.index(CMQ.DiplomaticAct)
STATEMENT_SECTION = SECTIONS.index(RDF.Statement)
SECTION = {node: number for number, node in enumerate(SECTIONS)}

# what names a thing comes first, what it rests on last; facts stand between, by name
FIRST: tuple[Node, ...] = (
    *(RDF.type, RDFS.label, SKOS.altLabel, SKOS.notation, OWL.sameAs, DCTERMS.identifier, DCTERMS.title),
    *(RDF.subject, RDF.predicate, RDF.object, CMQ.act, CMQ.content, CMQ.by, CMQ.toward, CMQ.concerns),
    *(CMQ.quote, CMQ.start, CMQ.end),
)
LAST: tuple[Node, ...] = (CMQ.confidence, CMQ.mentions, CMQ.evidence)
RANK: dict[Node, int] = {term: number - 100 for number, term in enumerate(FIRST)}
RANK |= {term: number + 100 for number, term in enumerate(LAST)}

Description: TypeAlias = dict[Node, list[Node]]
Key: TypeAlias = tuple[tuple[str | int, ...], str]


def turtle(graph: Graph, base_iri: str = DEFAULT_BASE) -> str:
    """A graph in Turtle: documents, entities by class and label, acts in document order, statements, passages.

    Args:
        graph: any graph.
        base_iri: what the identifiers begin with; prefixes are made for it. It changes how the text looks, not what
            it says.

    Raises:
        CommuniqueError: if `base_iri` isn't an absolute IRI that ends with ``/`` or ``#``.
    """
    writer = _Writer(base_iri)
    named = _canonical([(None, triple) for triple in graph])
    body = "".join(writer.subjects(named.get(None, []), ""))
    return writer.header() + body


def trig(dataset: Dataset, base_iri: str = DEFAULT_BASE) -> str:
    """A dataset in TriG: the default graph, then the named graphs by name, each in the order of `turtle`.

    Raises:
        CommuniqueError: as `turtle` does.
    """
    writer = _Writer(base_iri)
    named = _canonical(_quads(dataset))
    parts = [*writer.subjects(named.pop(None, []), "")]
    for name, triples in sorted(named.items(), key=lambda item: natural_key(str(item[0]))):
        head = f"{writer.term(name)} " if name is not None else ""
        parts += [f"\n{head}{{\n", *writer.subjects(triples, "    "), "}\n"]
    return writer.header() + "".join(parts)


def nquads(graph: Graph) -> str:
    """A graph in N-Triples or a dataset in N-Quads, lines sorted by code point."""
    lines = []
    for name, triples in _canonical(_quads(graph)).items():
        end = f" {_long(name)} .\n" if name is not None else " .\n"
        lines += [" ".join(map(_long, triple)) + end for triple in triples]
    return "".join(sorted(lines))


def write_graph(graph: Graph, path: Path, base_iri: str = DEFAULT_BASE) -> None:
    """Write a graph or a dataset whole or not at all, in the syntax of the file's ending.

    ``.ttl`` and ``.nt`` take a graph (of a dataset, the union of its graphs), ``.trig`` and ``.nq`` a dataset or a
    graph.

    Raises:
        CommuniqueError: if the ending is another, the base IRI isn't one, or the file can't be written.
    """
    ending = path.suffix.lower()
    if ending == ".ttl":
        text = turtle(_union(graph), base_iri)
    elif ending == ".nt":
        text = nquads(_union(graph))
    elif ending == ".trig":
        text = trig(graph, base_iri) if isinstance(graph, Dataset) else turtle(graph, base_iri)
    elif ending == ".nq":
        text = nquads(graph)
    else:
        raise CommuniqueError(f"can't write {path.name}: name it .ttl, .trig, .nt or .nq")
    write_atomically(path, text)


class _Writer:
    """Terms and subjects in Turtle's characters; remembers the prefixes that it needed."""

    def __init__(self, base_iri: str) -> None:
        base = Identifiers(base_iri).base
        kinds = ("Document", *ENTITY_CLASSES, "Act", "Statement", "Passage")
        self.prefixes = PREFIXES | {segment(kind): f"{base}{segment(kind)}/" for kind in kinds}
        self.used: set[str] = set()
        self.iri = shortener(self.prefixes, self.used)

    def header(self) -> str:
        lines = (f"@prefix {prefix}: {iri_reference(self.prefixes[prefix])} .\n" for prefix in sorted(self.used))
        return "".join(lines)

    def term(self, node: Node) -> str:
        return _term(node, self.iri, bare=True)

    def subjects(self, triples: Iterable[Triple], indent: str) -> Iterator[str]:
        """One block of text a subject, with a blank line before it."""
        descriptions: dict[Node, Description] = defaultdict(lambda: defaultdict(list))
        for subject, predicate, value in triples:
            descriptions[subject][predicate].append(value)
        order = _Order(descriptions)
        for subject in sorted(descriptions, key=order.key):
            lines = [self._line(p, values, indent) for p, values in sorted(descriptions[subject].items(), key=_rank)]
            yield f"\n{indent}{self.term(subject)}\n" + " ;\n".join(lines) + " .\n"

    def _line(self, predicate: Node, values: list[Node], indent: str) -> str:
        verb = "a" if predicate == RDF.type else self.term(predicate)
        terms = [self.term(value) for value in (values if len(values) == 1 else sorted(values, key=_value_key))]
        row = ", ".join(terms)
        if len(terms) > 1 and len(row) > WIDEST_LIST:
            row = (",\n" + indent + " " * 8).join(terms)
        return f"{indent}    {verb} {row}"


class _Order:
    """Sort keys of subjects."""

    def __init__(self, descriptions: dict[Node, Description]) -> None:
        self.descriptions = descriptions

    def key(self, subject: Node) -> tuple[int, Key, Key, Key]:
        description = self.descriptions[subject]
        section = min((SECTION.get(kind, len(SECTIONS)) for kind in description.get(RDF.type, ())), default=99)
        first, second = natural_key(""), natural_key("")
        if section == ACT_SECTION:
            first = min(map(self._place, description.get(CMQ.evidence, ())), default=first)
        elif section == STATEMENT_SECTION:
            first, second = (_least(description, term) for term in (RDF.subject, RDF.predicate))
        elif label := description.get(RDFS.label):
            names = [str(name) for name in label]
            first, second = natural_key(min(names).casefold()), natural_key(min(names))
        return section, first, second, natural_key(str(subject))

    def _place(self, passage: Node) -> Key:
        """Document and offset of a passage."""
        description = self.descriptions.get(passage, {})
        document, start = (_least(description, term)[1] for term in (CMQ.inDocument, CMQ.start))
        return natural_key(f"{document} {start}")


def _least(description: Description, predicate: Node) -> Key:
    return min((natural_key(str(value)) for value in description.get(predicate, ())), default=natural_key(""))


def _rank(item: tuple[Node, list[Node]]) -> tuple[int, str]:
    return RANK.get(item[0], 0), str(item[0])


def _value_key(node: Node) -> tuple[int, Key, str]:
    if isinstance(node, Literal):
        return 1, natural_key(str(node)), f"{node.datatype or ''}@{node.language or ''}"
    return 0, natural_key(str(node)), ""


def _term(node: Node, iri: Callable[[str], str], bare: bool) -> str:
    if isinstance(node, URIRef):
        return iri(str(node))
    if isinstance(node, Literal):
        return literal_term(node, iri, bare)
    return f"_:{node}"


def _long(node: Node) -> str:
    return _term(node, iri_reference, bare=False)


def _union(graph: Graph) -> Graph:
    if not isinstance(graph, Dataset):
        return graph
    union = Graph(bind_namespaces="none")
    for _, triple in _quads(graph):
        union.add(triple)
    return union


def _quads(graph: Graph) -> list[Quad]:
    if not isinstance(graph, Dataset):
        return [(None, triple) for triple in graph]
    return [
        (None if name is None or name == DATASET_DEFAULT_GRAPH_ID else name, (subject, predicate, value))
        for subject, predicate, value, name in graph.quads()
    ]


def _canonical(quads: Iterable[Quad]) -> dict[Node | None, list[Triple]]:
    """Triples by graph; blank nodes, which no graph of ours has, get the labels of RDFC-1.0."""
    quads = list(quads)
    if any(isinstance(node, BNode) for name, triple in quads for node in (name, *triple)):
        quads = canonical_quads(quads)
    named: dict[Node | None, list[Triple]] = defaultdict(list)
    for name, triple in quads:
        named[name].append(triple)
    return named

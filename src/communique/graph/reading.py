"""Graphs out of files, and several graphs into one."""

import logging
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

import pyoxigraph
from rdflib import RDFS, SKOS, Graph, Literal
from rdflib.term import Node

from communique.errors import CommuniqueError

from .terms import from_oxigraph

__all__ = ["merge", "read_graph"]

FORMATS = {
    ".ttl": pyoxigraph.RdfFormat.TURTLE,
    ".trig": pyoxigraph.RdfFormat.TRIG,
    ".nt": pyoxigraph.RdfFormat.N_TRIPLES,
    ".nq": pyoxigraph.RdfFormat.N_QUADS,
    ".jsonld": pyoxigraph.RdfFormat.JSON_LD,
    ".rdf": pyoxigraph.RdfFormat.RDF_XML,
}


def read_graph(path: Path) -> Graph:
    """The triples of a file, those of all its graphs together. Nothing is fetched from anywhere else.

    Args:
        path: a file that ends with .ttl, .trig, .nt, .nq, .jsonld or .rdf.

    Raises:
        CommuniqueError: if the ending is another, the file can't be read, its syntax is wrong, or it is RDF/XML with
            entity declarations.
    """
    syntax = FORMATS.get(path.suffix.lower())
    if syntax is None:
        raise CommuniqueError(f"can't read {path.name}: give a file named {', '.join(FORMATS)}")
    graph = Graph(bind_namespaces="none")
    log = logging.getLogger("rdflib.term")
    level = log.level
    log.setLevel(logging.ERROR)  # a date that doesn't exist is told by validation, not with a traceback here
    try:
        if path.suffix.lower() == ".rdf":
            _refuse_entities(path)
        for quad in pyoxigraph.parse(path=str(path), format=syntax):
            graph.add((from_oxigraph(quad.subject), from_oxigraph(quad.predicate), from_oxigraph(quad.object)))
    except SyntaxError as error:
        line = f", line {error.lineno}" if error.lineno else ""
        raise CommuniqueError(f"can't read {path}{line}: {' '.join(str(error.msg).split())[:300]}") from error
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else error
        raise CommuniqueError(f"can't read {path}: {reason}") from error
    finally:
        log.setLevel(level)
    return graph


def _refuse_entities(path: Path) -> None:
    """Stop before the parser expands XML entities: a kilobyte of nested ones fills all memory ("billion laughs")."""
    tail = b""
    with path.open("rb") as file:
        while chunk := file.read(1 << 20):
            # UTF-16, which could hide the word, is full of zero bytes
            if b"<!ENTITY" in tail + chunk or b"\0" in chunk:
                raise CommuniqueError(
                    f"can't read {path}: it declares XML entities or isn't UTF-8; convert it to Turtle"
                )
            tail = chunk[-8:]


def merge(graphs: Iterable[Graph]) -> Graph:
    """The union of graphs, in which each thing still has one label.

    Where documents prefer different names of one thing, the label is the one that most of the graphs give, of equally
    many the first by code point; the others become alternative labels.
    """
    union = Graph(bind_namespaces="none")
    labels: dict[Node, Counter[Literal]] = defaultdict(Counter)
    for graph in graphs:
        for triple in graph:
            union.add(triple)
        for thing, label in graph.subject_objects(RDFS.label):
            if isinstance(label, Literal):
                labels[thing][label] += 1
    for thing, counted in labels.items():
        chosen = min(counted, key=lambda label: (-counted[label], str(label), label.n3()))
        union.remove((thing, SKOS.altLabel, chosen))
        for label in counted:
            if label != chosen:
                union.remove((thing, RDFS.label, label))
                union.add((thing, SKOS.altLabel, label))
    return union

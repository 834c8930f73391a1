"""The words behind a fact, an act or an entity."""

from collections.abc import Iterator
from dataclasses import dataclass

from rdflib import DCTERMS, RDF, RDFS, Graph, Literal, URIRef
from rdflib.term import Node

from communique.errors import CommuniqueError
from communique.graph import CMQ

__all__ = ["Explanation", "Quote", "explain"]


@dataclass(frozen=True, slots=True)
class Quote:
    """One passage that speaks for something.

    Attributes:
        text: the words of the document, as quoted.
        marked: (start, end) of the words within `text` that matter most.
        document: title or name of the document.
        date: the document's date, or an empty string.
        start: offset in the document.
    """

    text: str
    marked: tuple[tuple[int, int], ...]
    document: str
    date: str
    start: int

    def parts(self) -> Iterator[tuple[str, bool]]:
        """The quote in pieces, white space and control characters as spaces, with whether each is marked."""
        plain = "".join(c if c.isprintable() else " " for c in self.text)
        at = 0
        for start, end in self.marked:
            yield plain[at:start], False
            yield plain[start:end], True
            at = end
        yield plain[at:], False


@dataclass(frozen=True, slots=True)
class Explanation:
    """What something in the graph is, and where it is said.

    Attributes:
        title: a line that says what it is.
        confidence: 0 to 1, or None where the graph gives none.
        quotes: in document order.
    """

    title: str
    confidence: float | None
    quotes: tuple[Quote, ...]


def explain(graph: Graph, iri: str) -> Explanation:
    """The evidence of a statement, an act or an entity.

    Args:
        graph: a graph that communique built.
        iri: its identifier, in full, or in the graph's short form (``state:Israel``).

    Raises:
        CommuniqueError: if the graph says nothing of it.
    """
    node = _node(graph, iri)
    passages = set(graph.objects(node, CMQ.evidence))
    if not passages:
        raise CommuniqueError(f"the graph has no evidence for {iri}: give the IRI of an entity, act or statement in it")
    words = _words(graph, node)
    quotes = sorted((_quote(graph, p, words) for p in passages), key=lambda q: (q.document, q.start))
    confidence = graph.value(node, CMQ.confidence)
    return Explanation(_title(graph, node), float(str(confidence)) if confidence is not None else None, tuple(quotes))


def _node(graph: Graph, iri: str) -> URIRef:
    """A full IRI, or the one that ends in ``/official/Amir_Eshel`` for ``official:Amir_Eshel``."""
    prefix, colon, name = iri.partition(":")
    if colon and not name.startswith("//"):
        ending = f"/{prefix}/{name}"
        found = sorted({str(s) for s in graph.subjects(CMQ.evidence, None) if str(s).endswith(ending)})
        if found:
            return URIRef(found[0])
    return URIRef(iri)


def _label(graph: Graph, node: Node | None) -> str:
    label = graph.value(node, RDFS.label) if node is not None else None
    return str(label if label is not None else node)


def _title(graph: Graph, node: URIRef) -> str:
    if (node, RDF.type, RDF.Statement) in graph:
        predicate = str(graph.value(node, RDF.predicate)).rsplit("#", 1)[-1]
        ends = (graph.value(node, RDF.subject), graph.value(node, RDF.object))
        return f"{_label(graph, ends[0])} {predicate} {_label(graph, ends[1])}"
    act = graph.value(node, CMQ.act)
    if act is not None:
        holders = ", ".join(sorted(_label(graph, o) for o in graph.objects(node, CMQ.by)))
        return f"{holders or 'Nobody named'}: {str(act).rsplit('#', 1)[-1]} “{graph.value(node, CMQ.content)}”"
    kinds = sorted(str(k).rsplit("#", 1)[-1] for k in graph.objects(node, RDF.type) if str(k).startswith(str(CMQ)))
    return f"{_label(graph, node)} ({', '.join(kinds)})"


def _words(graph: Graph, node: URIRef) -> tuple[str, ...]:
    """What to mark: an act's content, the names at both ends of a fact; a mention is its own words."""
    content = graph.value(node, CMQ.content)
    if content is not None:
        return (str(content),)
    ends = [graph.value(node, p) for p in (RDF.subject, RDF.object)]
    names = [str(n) for e in ends if e is not None for p in _NAMES for n in graph.objects(e, p)]
    names += [str(e) for e in ends if isinstance(e, Literal)]
    return tuple(sorted(set(names), key=lambda n: (-len(n), n)))


_NAMES = (RDFS.label, URIRef("http://www.w3.org/2004/02/skos/core#altLabel"))


def _quote(graph: Graph, passage: Node, words: tuple[str, ...]) -> Quote:
    text = str(graph.value(passage, CMQ.quote) or "")
    document = graph.value(passage, CMQ.inDocument)
    title = graph.value(document, DCTERMS.title) or graph.value(document, DCTERMS.identifier) or document
    start = graph.value(passage, CMQ.start)
    return Quote(
        text=text,
        marked=tuple(_found(text, words)),
        document=str(title),
        date=str(graph.value(document, DCTERMS.date) or ""),
        start=int(str(start)) if start is not None else 0,
    )


def _found(text: str, words: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    """Where any of some names stands, the longest first, none overlapping; line breaks count as spaces."""
    plain = "".join(" " if c.isspace() else c for c in text)
    taken: list[tuple[int, int]] = []
    for word in words:
        at = plain.find(word)
        while word and at >= 0:
            span = (at, at + len(word))
            if not any(a < span[1] and span[0] < b for a, b in taken):
                taken.append(span)
            at = plain.find(word, at + 1)
    yield from sorted(taken)

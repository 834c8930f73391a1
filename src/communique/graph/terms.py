"""Single terms between rdflib, pyoxigraph and Turtle's characters."""

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import TypeAlias
from urllib.parse import quote

import pyoxigraph
from rdflib import XSD, BNode, Literal, URIRef
from rdflib.term import Node

__all__ = [
    "Quad",
    "Triple",
    "canonical_quads",
    "from_oxigraph",
    "iri_reference",
    "literal_term",
    "natural_key",
    "quoted",
    "shortener",
]

Triple: TypeAlias = tuple[Node, Node, Node]
Quad: TypeAlias = tuple[Node | None, Triple]
"""The name of a graph, None for the default one, and a triple in it."""

NEVER_IN_IRI = re.compile(r"[\x00-\x20<>\"{}|\\^`\x7f-\x9f\ud800-\udfff]|%(?![0-9A-Fa-f]{2})")
# control characters, line separators, byte order mark, and the marks that reorder what an editor shows
ESCAPED = re.compile('[\\x00-\\x1f"\\\\\\x7f-\\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]')
NAMED = {"\t": "\\t", "\n": "\\n", "\r": "\\r", '"': '\\"', "\\": "\\\\"}
SURROGATE = re.compile("[\ud800-\udfff]")
LOCAL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?")
DIGITS = re.compile(r"([0-9]{1,18})")
BARE = {
    str(XSD.integer): re.compile(r"[+-]?[0-9]{1,18}"),
    str(XSD.decimal): re.compile(r"[+-]?[0-9]{1,18}\.[0-9]{1,18}"),
    str(XSD.boolean): re.compile(r"true|false"),
}


def quoted(text: str) -> str:
    """A string between quotation marks, on one line, for Turtle and N-Triples alike."""
    text = SURROGATE.sub("\ufffd", text)
    return '"' + ESCAPED.sub(lambda found: NAMED.get(found[0]) or f"\\u{ord(found[0]):04X}", text) + '"'


def iri_reference(iri: str) -> str:
    """An IRI between angle brackets; what no IRI may hold is percent-encoded, so that nothing breaks out."""
    return "<" + NEVER_IN_IRI.sub(lambda found: quote(found[0], safe="", errors="surrogatepass"), iri) + ">"


def shortener(prefixes: dict[str, str], used: set[str]) -> Callable[[str], str]:
    """A function that writes IRIs, with a prefix where the rest is plain ASCII.

    Args:
        prefixes: prefix to namespace, which ends with ``/``, ``#`` or ``:``.
        used: receives the prefixes that were needed.
    """
    by_namespace = {namespace: prefix for prefix, namespace in prefixes.items()}

    @lru_cache(maxsize=262144)
    def short(iri: str) -> str:
        cut = max(iri.rfind("/"), iri.rfind("#"), iri.rfind(":")) + 1
        prefix = by_namespace.get(iri[:cut])
        if prefix is None or not LOCAL.fullmatch(iri, cut):
            return iri_reference(iri)
        used.add(prefix)
        return f"{prefix}:{iri[cut:]}"

    return short


def literal_term(literal: Literal, iri: Callable[[str], str], bare: bool = True) -> str:
    """A literal; numbers up to 18 digits go without quotation marks where `bare` says so."""
    text = str(literal)
    if literal.language:
        return f"{quoted(text)}@{literal.language.lower()}"
    datatype = literal.datatype
    if datatype is None or datatype == XSD.string:
        return quoted(text)
    if bare and (pattern := BARE.get(str(datatype))) and pattern.fullmatch(text):
        return text
    return f"{quoted(text)}^^{iri(str(datatype))}"


@lru_cache(maxsize=65536)
def natural_key(text: str) -> tuple[tuple[str | int, ...], str]:
    """Sort key under which ``a-9`` comes before ``a-10``."""
    parts: list[str | int] = [*DIGITS.split(text)]
    parts[1::2] = map(int, parts[1::2])
    return tuple(parts), text


def from_oxigraph(
    term: pyoxigraph.NamedNode | pyoxigraph.BlankNode | pyoxigraph.Literal | pyoxigraph.Triple,
) -> URIRef | BNode | Literal:
    """The same term in rdflib, its lexical form untouched.

    Raises:
        ValueError: if the term is a triple (RDF 1.2), which rdflib can't hold.
    """
    if isinstance(term, pyoxigraph.NamedNode):
        return URIRef(term.value)
    if isinstance(term, pyoxigraph.BlankNode):
        return BNode(term.value)
    if isinstance(term, pyoxigraph.Literal):
        if term.language:
            return Literal(term.value, lang=term.language)
        datatype = term.datatype.value
        if datatype == str(XSD.string):
            return Literal(term.value)
        return Literal(term.value, datatype=URIRef(datatype), normalize=False)
    raise ValueError("triple terms are not supported")


def canonical_quads(quads: Iterable[Quad]) -> list[Quad]:
    """The same quads, blank nodes labelled by RDF Dataset Canonicalization (RDFC-1.0, W3C 2024).

    Raises:
        ValueError: if a term isn't valid RDF.
    """
    dataset = pyoxigraph.Dataset()
    for name, (subject, predicate, value) in quads:
        graph = None if name is None else _resource(name)
        property_ = pyoxigraph.NamedNode(str(predicate))
        target = _literal(value) if isinstance(value, Literal) else _resource(value)
        dataset.add(pyoxigraph.Quad(_resource(subject), property_, target, graph))
    dataset.canonicalize(pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0)
    return [
        (
            None if isinstance(quad.graph_name, pyoxigraph.DefaultGraph) else from_oxigraph(quad.graph_name),
            (from_oxigraph(quad.subject), from_oxigraph(quad.predicate), from_oxigraph(quad.object)),
        )
        for quad in dataset
    ]


def _resource(node: Node) -> pyoxigraph.NamedNode | pyoxigraph.BlankNode:
    return pyoxigraph.BlankNode(str(node)) if isinstance(node, BNode) else pyoxigraph.NamedNode(str(node))


def _literal(literal: Literal) -> pyoxigraph.Literal:
    if literal.language:
        return pyoxigraph.Literal(str(literal), language=literal.language)
    return pyoxigraph.Literal(str(literal), datatype=pyoxigraph.NamedNode(str(literal.datatype or XSD.string)))

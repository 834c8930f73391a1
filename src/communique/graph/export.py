"""The graph for other programs: every RDF syntax, and tables for spreadsheets and pandas.

What is written holds to what all engines at hand read: TriG without the word GRAPH, JSON-LD 1.0 with its context
inside, integers beyond 64 bits between quotation marks, XML without characters that XML 1.0 doesn't have.
"""

import json
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pyoxigraph as ox
from rdflib import Dataset, Graph

from communique.errors import CommuniqueError
from communique.files import write_atomically

from .describe import base_of, dataset_description, quads_once
from .reading import merge
from .serialise import nquads, trig, turtle
from .tables import TABLES, table
from .terms import from_oxigraph
from .vocabulary import DEFAULT_BASE, PREFIXES

__all__ = ["FORMATS", "export", "jsonld", "rdfxml"]

NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class _Source:
    """A store's content as the writers want it, made when first asked for."""

    def __init__(self, store: ox.Store, base_iri: str) -> None:
        self.store = store
        self.base_iri = base_iri
        self._dataset: Dataset | None = None
        self._graph: Graph | None = None

    @property
    def dataset(self) -> Dataset:
        """All graphs apart."""
        if self._dataset is None:
            self._dataset = Dataset()
            for quad in quads_once(self.store):
                name = quad.graph_name
                target = self._dataset.default_graph
                if not isinstance(name, ox.DefaultGraph):
                    target = self._dataset.graph(from_oxigraph(name))
                target.add((from_oxigraph(quad.subject), from_oxigraph(quad.predicate), from_oxigraph(quad.object)))
        return self._dataset

    @property
    def graph(self) -> Graph:
        """All graphs together, each thing with one label."""
        if self._graph is None:
            self._graph = merge(self.dataset.graphs())
        return self._graph


def jsonld(graph: Graph) -> str:
    """A graph or dataset in JSON-LD 1.0, its context inside, keys and values sorted."""
    context = {prefix: namespace for prefix, namespace in PREFIXES.items() if prefix != "xsd"}
    context["xsd"] = PREFIXES["xsd"]
    written = graph.serialize(format="json-ld", context=context, use_native_types=False, sort_keys=True)
    return json.dumps(_sorted(json.loads(written)), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def rdfxml(graph: Graph) -> str:
    """A graph in RDF/XML; characters that XML 1.0 can't hold become U+FFFD."""
    prefixes = {prefix: namespace for prefix, namespace in PREFIXES.items() if prefix != "rdf"}
    triples = [quad.triple for quad in ox.parse(nquads(graph), format=ox.RdfFormat.N_TRIPLES)]
    written = (ox.serialize(triples, format=ox.RdfFormat.RDF_XML, prefixes=prefixes) or b"").decode()
    head = re.search(r"<rdf:RDF( [^>]*)>", written)
    if head is not None:  # Oxigraph gives the prefixes in another order each time
        written = written.replace(head[1], "".join(sorted(re.findall(r' xmlns:[^=]+="[^"]*"', head[1]))), 1)
    # a bare carriage return would be read as a line feed (XML 1.0, 2.11)
    return NOT_IN_XML.sub("\ufffd", written).replace("\r", "&#13;")


def _sorted(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _sorted(part) for key, part in value.items()}
    if isinstance(value, list):
        return sorted((_sorted(part) for part in value), key=lambda part: json.dumps(part, sort_keys=True))
    return value


FORMATS: dict[str, tuple[str, Callable[[_Source], str]]] = {
    "turtle": (".ttl", lambda source: turtle(source.graph, source.base_iri)),
    "trig": (".trig", lambda source: trig(source.dataset, source.base_iri)),
    "ntriples": (".nt", lambda source: nquads(source.graph)),
    "nquads": (".nq", lambda source: nquads(source.dataset)),
    "jsonld": (".jsonld", lambda source: jsonld(source.dataset)),
    "rdfxml": (".rdf", lambda source: rdfxml(source.graph)),
}
"""Syntaxes by name: the ending of the file, and what writes it."""


def export(
    store: ox.Store,
    output: str | Path,
    forms: Sequence[str] | None = None,
    *,
    base_iri: str | None = None,
    licence: str | None = None,
    publisher: str | None = None,
) -> list[Path]:
    """Write a graph in other formats.

    Args:
        store: the graph.
        output: a file whose ending says its format, or a folder: then ``graph.*``, a table ``*.csv`` for officials,
            offices, meetings, acts and facts, and the description ``void.ttl`` are written.
        forms: for a folder, only these: names of `FORMATS`, ``csv`` and ``void``.
        base_iri: what the identifiers begin with; found in the graph if not given.
        licence: IRI of the data's licence, for the description.
        publisher: name of the data's publisher, for the description.

    Returns:
        The files written.

    Raises:
        CommuniqueError: if a format is unknown, the licence isn't an IRI, or a file can't be written.
    """
    base_iri = base_iri or base_of(store) or DEFAULT_BASE
    source, target = _Source(store, base_iri), Path(output)
    endings = dict(FORMATS.values())
    if target.suffix in endings and not target.is_dir():
        if forms:
            raise CommuniqueError(f"{target.name} has its format in its name; give a folder to choose formats")
        write_atomically(target, endings[target.suffix](source))
        return [target]
    if target.suffix and not target.is_dir():
        raise CommuniqueError(f"can't export to {target.name}: name it {', '.join(endings)}, or give a folder")
    known = (*FORMATS, "csv", "void")
    for form in forms or ():
        if form not in known:
            raise CommuniqueError(f"there is no format {form!r}; choose from {', '.join(known)}")
    written = []
    for form in known if not forms else [name for name in known if name in forms]:
        if form == "csv":
            contents = {f"{name}.csv": table(source.graph, name) for name in TABLES}
        elif form == "void":
            names = [f"graph{FORMATS[name][0]}" for name in FORMATS if not forms or name in forms]
            described = dataset_description(store, base_iri=base_iri, licence=licence, publisher=publisher, files=names)
            contents = {"void.ttl": described}
        else:
            ending, write = FORMATS[form]
            contents = {f"graph{ending}": write(source)}
        for name, content in contents.items():
            # the mark tells spreadsheets that a table is UTF-8; pandas skips it
            write_atomically(target / name, ("\ufeff" + content if name.endswith(".csv") else content).encode())
            written.append(target / name)
    return written

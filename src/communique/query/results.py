"""Answers to queries, and how they are written: the W3C's result formats, tables for people, Markdown."""

import csv
import io
import json
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import pyoxigraph as ox

from communique.errors import CommuniqueError

__all__ = ["FORMATS", "Answer", "Rows", "Term", "Triples", "Truth", "display", "for_people", "shorten", "write"]

Term: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple

XSD_STRING = "http://www.w3.org/2001/XMLSchema#string"
RESULTS = "http://www.w3.org/2005/sparql-results#"
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
NAME_SUFFIX = "Name"


@dataclass(frozen=True, slots=True)
class Rows:
    """Answer to a SELECT query.

    Attributes:
        variables: names of the columns, without ``?``.
        rows: terms in the order of `variables`; None where a variable is unbound.
    """

    variables: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]


@dataclass(frozen=True, slots=True)
class Truth:
    """Answer to an ASK query."""

    value: bool


@dataclass(frozen=True, slots=True)
class Triples:
    """Answer to a CONSTRUCT or DESCRIBE query, without repetitions, sorted."""

    triples: tuple[ox.Triple, ...]


Answer: TypeAlias = Rows | Truth | Triples

GRAPH_FORMATS = {
    "turtle": ox.RdfFormat.TURTLE,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "rdfxml": ox.RdfFormat.RDF_XML,
    "jsonld": ox.RdfFormat.JSON_LD,
}
FORMATS = ("table", "csv", "tsv", "json", "xml", "markdown", *GRAPH_FORMATS)
"""Names of the formats that `write` knows."""


def write(answer: Answer, form: str = "table", prefixes: Mapping[str, str] | None = None, width: int = 160) -> str:
    """An answer as text.

    ``csv``, ``tsv``, ``json`` and ``xml`` are SPARQL 1.1 Query Results CSV, TSV, JSON and XML formats; of these, graphs
    (CONSTRUCT, DESCRIBE) have none and come as Turtle, N-Triples, RDF/XML or JSON-LD: asked for one of the first, they
    are given as a table of subject, predicate and object.

    Args:
        answer: the answer.
        form: one of `FORMATS`.
        prefixes: prefix to namespace, for table, Markdown and Turtle.
        width: columns of the terminal, for table.

    Raises:
        CommuniqueError: if there is no such format, or the answer can't be written in it.
    """
    prefixes = prefixes or {}
    if form in GRAPH_FORMATS:
        if not isinstance(answer, Triples):
            raise CommuniqueError(
                f"{form} is for CONSTRUCT and DESCRIBE; choose table, csv, tsv, json, xml or markdown"
            )
        usable = dict(prefixes) if form in ("turtle", "rdfxml") else {}
        written = ox.serialize(answer.triples, format=GRAPH_FORMATS[form], prefixes=usable)
        return (written or b"").decode()
    if form not in FORMATS:
        raise CommuniqueError(f"there is no format {form!r}; choose one of {', '.join(FORMATS)}")
    if isinstance(answer, Triples):
        rows = tuple((t.subject, t.predicate, t.object) for t in answer.triples)
        answer = Rows(("subject", "predicate", "object"), rows)
    if isinstance(answer, Truth) and form in ("table", "csv", "tsv", "markdown"):
        return f"{str(answer.value).lower()}\n"
    if form == "json":
        return _json(answer)
    if form == "xml":
        return _xml(answer)
    assert isinstance(answer, Rows)
    if form == "csv":
        return _csv(answer)
    if form == "tsv":
        return _tsv(answer)
    if form == "markdown":
        return _markdown(for_people(answer), prefixes)
    return _table(for_people(answer), prefixes, width)


def for_people(rows: Rows) -> Rows:
    """The same rows without the columns of IRIs beside which there is one of names (``?office`` and ``?officeName``).

    Where a name is missing, the IRI takes its place.
    """
    where = {variable: i for i, variable in enumerate(rows.variables)}
    kept = [v for v in rows.variables if v + NAME_SUFFIX not in where]
    base = {v: v.removesuffix(NAME_SUFFIX) if v.removesuffix(NAME_SUFFIX) in where else v for v in kept}

    def cell(row: Sequence[Term | None], variable: str) -> Term | None:
        own = row[where[variable]]
        return row[where[base[variable]]] if own is None else own

    return Rows(tuple(base[v] for v in kept), tuple(tuple(cell(row, v) for v in kept) for row in rows.rows))


def shorten(iri: str, prefixes: Mapping[str, str]) -> str:
    """An IRI with the prefix of the longest namespace that it begins with, or as it is."""
    matching = [(len(ns), prefix) for prefix, ns in prefixes.items() if ns and iri.startswith(ns) and iri != ns]
    if not matching:
        return iri
    length, prefix = max(matching)
    return f"{prefix}:{iri[length:]}"


def display(term: Term | None, prefixes: Mapping[str, str]) -> str:
    """A term for people to read, on one line, without characters that steer a terminal."""
    if term is None:
        return ""
    if isinstance(term, ox.NamedNode):
        text = shorten(term.value, prefixes)
    elif isinstance(term, ox.Literal):
        text = term.value
    else:
        text = str(term)
    return CONTROL.sub("\ufffd", " ".join(text.split()))


def _table(rows: Rows, prefixes: Mapping[str, str], width: int) -> str:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(show_lines=False, header_style="bold")
    for variable in rows.variables:
        table.add_column(Text(variable), overflow="fold")
    for row in rows.rows:
        table.add_row(*(Text(display(term, prefixes)) for term in row))
    out = io.StringIO()
    console = Console(file=out, width=width, color_system=None, legacy_windows=False)
    if rows.variables:
        console.print(table)
    count = len(rows.rows)
    console.print(f"{count:,} {'row' if count == 1 else 'rows'}", highlight=False)
    return "".join(f"{line.rstrip()}\n" for line in out.getvalue().splitlines())


def _markdown(rows: Rows, prefixes: Mapping[str, str]) -> str:
    def cell(text: str) -> str:
        return re.sub(r"([\\`*_{}\[\]<>#|~&!])", r"\\\1", text)

    lines = ["| " + " | ".join(cell(v) for v in rows.variables) + " |", "|" + " --- |" * len(rows.variables)]
    lines += ["| " + " | ".join(cell(display(term, prefixes)) for term in row) + " |" for row in rows.rows]
    return "".join(f"{line}\n" for line in lines)


def _csv(rows: Rows) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(rows.variables)
    for row in rows.rows:
        values = [_plain(term) for term in row]
        # a line with nothing on it would read as no row at all
        out.write("\r\n") if values == [""] else writer.writerow(values)
    return out.getvalue()


def _plain(term: Term | None) -> str:
    if term is None:
        return ""
    return term.value if isinstance(term, ox.NamedNode | ox.Literal) else str(term)


def _tsv(rows: Rows) -> str:
    def cell(term: Term | None) -> str:
        return "" if term is None else str(term).replace("\t", "\\t")

    lines = ["\t".join(f"?{v}" for v in rows.variables)]
    lines += ["\t".join(cell(term) for term in row) for row in rows.rows]
    return "".join(f"{line}\n" for line in lines)


def _json(answer: Rows | Truth) -> str:
    if isinstance(answer, Truth):
        return json.dumps({"head": {}, "boolean": answer.value})
    bindings = [
        {v: _json_term(term) for v, term in zip(answer.variables, row, strict=True) if term is not None}
        for row in answer.rows
    ]
    return json.dumps({"head": {"vars": answer.variables}, "results": {"bindings": bindings}}, ensure_ascii=False)


def _json_term(term: Term) -> dict[str, object]:
    if isinstance(term, ox.NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, ox.BlankNode):
        return {"type": "bnode", "value": term.value}
    if isinstance(term, ox.Literal):
        found: dict[str, object] = {"type": "literal", "value": term.value}
        if term.language:
            found["xml:lang"] = term.language
        elif term.datatype.value != XSD_STRING:
            found["datatype"] = term.datatype.value
        return found
    parts = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
    return {"type": "triple", "value": {name: _json_term(part) for name, part in parts.items()}}


def _xml(answer: Rows | Truth) -> str:
    root = ElementTree.Element("sparql", {"xmlns": RESULTS})
    head = ElementTree.SubElement(root, "head")
    if isinstance(answer, Truth):
        ElementTree.SubElement(root, "boolean").text = str(answer.value).lower()
    else:
        for variable in answer.variables:
            ElementTree.SubElement(head, "variable", {"name": variable})
        results = ElementTree.SubElement(root, "results")
        for row in answer.rows:
            result = ElementTree.SubElement(results, "result")
            for variable, term in zip(answer.variables, row, strict=True):
                if term is not None:
                    _xml_term(ElementTree.SubElement(result, "binding", {"name": variable}), term)
    # carriage returns would be read as line feeds (XML 1.0, 2.11)
    text = ElementTree.tostring(root, encoding="unicode").replace("\r", "&#13;")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'


def _xml_term(parent: ElementTree.Element, term: Term) -> None:
    if isinstance(term, ox.NamedNode):
        ElementTree.SubElement(parent, "uri").text = term.value
    elif isinstance(term, ox.BlankNode):
        ElementTree.SubElement(parent, "bnode").text = term.value
    elif isinstance(term, ox.Literal):
        attributes = {}
        if term.language:
            attributes["xml:lang"] = term.language
        elif term.datatype.value != XSD_STRING:
            attributes["datatype"] = term.datatype.value
        ElementTree.SubElement(parent, "literal", attributes).text = NOT_IN_XML.sub("\ufffd", term.value)
    else:
        triple = ElementTree.SubElement(parent, "triple")
        for name in ("subject", "predicate", "object"):
            _xml_term(ElementTree.SubElement(triple, name), getattr(term, name))

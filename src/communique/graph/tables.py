"""Tables of officials, offices, meetings, acts and facts, a row a thing, for spreadsheets and pandas."""

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping

from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, Graph, Literal
from rdflib.term import Node

from .terms import natural_key
from .vocabulary import CMQ

__all__ = ["TABLES", "table"]

Row = Mapping[str, str]

SEPARATOR = "; "
FORMULA = re.compile(r"[=+@]|-(?![0-9])")


def table(graph: Graph, name: str) -> str:
    """A table as CSV (RFC 4180), its first line the names of the columns.

    Several values in a cell are separated by ``;``. White space is one space each. A text that a spreadsheet would take
    for a formula has an apostrophe before it.

    Args:
        graph: the graph.
        name: one of `TABLES`.
    """
    columns, rows = TABLES[name]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    found = ([_cell(row.get(column, "")) for column in columns] for row in rows(graph))
    writer.writerows(sorted(found, key=lambda row: [natural_key(cell) for cell in row]))
    return out.getvalue()


def _cell(text: str) -> str:
    text = " ".join(re.sub("[\x00-\x1f\x7f]", " ", text).split())
    return f"'{text}" if FORMULA.match(text) else text


def _all(graph: Graph, subject: Node, *properties: Node) -> list[Node]:
    return sorted({value for p in properties for value in graph.objects(subject, p)}, key=lambda n: natural_key(str(n)))


def _one(graph: Graph, subject: Node | None, predicate: Node) -> str:
    values = _all(graph, subject, predicate) if subject is not None else []
    return str(values[0]) if values else ""


def _name(graph: Graph, node: Node) -> str:
    return str(node) if isinstance(node, Literal) else _one(graph, node, RDFS.label) or str(node)


def _names(graph: Graph, nodes: list[Node]) -> str:
    return SEPARATOR.join(_name(graph, node) for node in nodes)


def _iris(nodes: list[Node]) -> str:
    return SEPARATOR.join(str(node) for node in nodes)


def _about(graph: Graph, node: Node) -> dict[str, str]:
    """What all entities have."""
    documents = list(graph.subjects(CMQ.mentions, node))
    return {
        "iri": str(node),
        "name": _name(graph, node),
        "aliases": _iris(_all(graph, node, SKOS.altLabel)),
        "same_as": _iris(_all(graph, node, OWL.sameAs)),
        "documents": str(len(documents)),
    }


def _officials(graph: Graph) -> Iterator[Row]:
    for official in graph.subjects(RDF.type, CMQ.Official):
        offices, states = _all(graph, official, CMQ.holdsOffice), _all(graph, official, CMQ.represents)
        yield _about(graph, official) | {
            "offices": _names(graph, offices),
            "represents": _names(graph, states),
            "office_iris": _iris(offices),
            "represents_iris": _iris(states),
        }


def _offices(graph: Graph) -> Iterator[Row]:
    for office in graph.subjects(RDF.type, CMQ.Office):
        wholes = _all(graph, office, CMQ.officeOf)
        holders = sorted(graph.subjects(CMQ.holdsOffice, office), key=str)
        yield _about(graph, office) | {
            "office_of": _names(graph, wholes),
            "holders": _names(graph, holders),
            "office_of_iris": _iris(wholes),
            "holder_iris": _iris(holders),
        }


def _meetings(graph: Graph) -> Iterator[Row]:
    for meeting in graph.subjects(RDF.type, CMQ.Meeting):
        present = _all(graph, meeting, CMQ.participant, CMQ.delegationHead, CMQ.host)
        yield _about(graph, meeting) | {
            "start": _one(graph, meeting, CMQ.startDate),
            "end": _one(graph, meeting, CMQ.endDate),
            "forum": _names(graph, _all(graph, meeting, CMQ.sessionOf)),
            "ordinal": _one(graph, meeting, CMQ.ordinal),
            "place": _names(graph, _all(graph, meeting, CMQ.heldAt)),
            "host": _names(graph, _all(graph, meeting, CMQ.host)),
            "participants": _names(graph, present),
            "participant_iris": _iris(present),
        }


def _acts(graph: Graph) -> Iterator[Row]:
    for act in graph.subjects(RDF.type, CMQ.DiplomaticAct):
        row = {
            "iri": str(act),
            "act": _one(graph, act, CMQ.act).removeprefix(str(CMQ._NS)),
            "content": _one(graph, act, CMQ.content),
            "topics": _names(graph, _all(graph, act, CMQ.topic)),
            "made_at": _iris(_all(graph, act, CMQ.madeAt)),
            "confidence": _one(graph, act, CMQ.confidence),
        }
        for role in ("by", "toward", "concerns"):
            ends = _all(graph, act, CMQ[role])
            row |= {role: _names(graph, ends), f"{role}_iris": _iris(ends)}
        yield row | _said(graph, act)


def _facts(graph: Graph) -> Iterator[Row]:
    for statement in graph.subjects(RDF.type, RDF.Statement):
        subject, value = graph.value(statement, RDF.subject), graph.value(statement, RDF.object)
        if subject is None or value is None:
            continue
        yield {
            "subject": _name(graph, subject),
            "property": _one(graph, statement, RDF.predicate).removeprefix(str(CMQ._NS)),
            "object": _name(graph, value),
            "confidence": _one(graph, statement, CMQ.confidence),
            "subject_iri": str(subject),
            "object_iri": "" if isinstance(value, Literal) else str(value),
        } | _said(graph, statement)


def _said(graph: Graph, thing: Node) -> dict[str, str]:
    """Where something is said: its first passage."""
    passages = _all(graph, thing, CMQ.evidence)
    if not passages:
        return {}
    document = graph.value(passages[0], CMQ.inDocument)
    return {
        "date": _one(graph, document, DCTERMS.date),
        "document": _one(graph, document, DCTERMS.title) or str(document),
        "source": _one(graph, document, DCTERMS.source),
        "quote": _one(graph, passages[0], CMQ.quote),
        "start": _one(graph, passages[0], CMQ.start),
        "end": _one(graph, passages[0], CMQ.end),
    }


ENTITY = ("name", "aliases", "documents", "same_as", "iri")
SAID = ("date", "document", "source", "quote", "start", "end")
TABLES: dict[str, tuple[tuple[str, ...], Callable[[Graph], Iterator[Row]]]] = {
    "officials": ((*ENTITY[:2], "offices", "represents", *ENTITY[2:], "office_iris", "represents_iris"), _officials),
    "offices": ((*ENTITY[:2], "office_of", "holders", *ENTITY[2:], "office_of_iris", "holder_iris"), _offices),
    "meetings": (
        (
            *("start", "end", "name", "forum", "ordinal", "place", "host", "participants", "documents", "iri"),
            "participant_iris",
        ),
        _meetings,
    ),
    "acts": (
        (
            *("date", "act", "by", "toward", "content", "concerns", "topics", "confidence", "document", "quote"),
            *("source", "start", "end", "made_at", "by_iris", "toward_iris", "concerns_iris", "iri"),
        ),
        _acts,
    ),
    "facts": (
        ("subject", "property", "object", "confidence", *SAID[:4], "start", "end", "subject_iri", "object_iri"),
        _facts,
    ),
}
"""Tables by name: their columns, and what makes their rows."""

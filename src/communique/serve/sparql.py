"""SPARQL 1.1 Protocol: what a request asks, and the description of the service (W3C Recommendations of 2013)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

import pyoxigraph as ox
from starlette.requests import Request

from communique.query.guard import MAXIMUM_LENGTH

from .negotiation import ANSWERS, GRAPHS

__all__ = ["Asked", "ProtocolError", "read_request", "service_description"]

LARGEST_BODY = 4 * MAXIMUM_LENGTH
"""Bytes: a character takes at most four, or three and more in a form."""

MOST_PARAMETERS = 1000
FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"
SD = "http://www.w3.org/ns/sparql-service-description#"
FORMATS = "http://www.w3.org/ns/formats/"
RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
NAMED_FORMATS = {
    "json": "SPARQL_Results_JSON",
    "xml": "SPARQL_Results_XML",
    "csv": "SPARQL_Results_CSV",
    "tsv": "SPARQL_Results_TSV",
    "turtle": "Turtle",
    "ntriples": "N-Triples",
    "rdfxml": "RDF_XML",
    "jsonld": "JSON-LD",
}


class ProtocolError(Exception):
    """A request that isn't one of the protocol.

    Attributes:
        status: HTTP status code.
        headers: headers that go with it.
    """

    def __init__(self, status: int, message: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.headers = headers or {}


@dataclass(frozen=True, slots=True)
class Asked:
    """A query and the data set that it is put to.

    Attributes:
        query: the query.
        default_graphs, named_graphs: IRIs; None if the request names no graphs at all.
    """

    query: str
    default_graphs: list[str] | None = field(default=None)
    named_graphs: list[str] | None = field(default=None)


async def read_request(request: Request) -> Asked | None:
    """What a request asks; None for a GET without parameters, which wants the service's description.

    Raises:
        ProtocolError: if it isn't a query of the protocol.
    """
    parameters = _parameters(request.scope["query_string"])
    if request.method == "POST":
        kind = request.headers.get("content-type", "").partition(";")[0].strip().casefold()
        if kind == "application/sparql-update":
            raise ProtocolError(403, "this endpoint is read-only: no updates")
        if kind not in (FORM, DIRECT):
            raise ProtocolError(415, f"send a query as {FORM} or {DIRECT}", {"Accept-Post": f"{FORM}, {DIRECT}"})
        body = await _body(request)
        if kind == FORM:
            parameters = _parameters(body)
        else:
            if any(name == "query" for name, _ in parameters):
                raise ProtocolError(400, "give one query, in the body or in the address")
            parameters.append(("query", _text(body)))
    elif not parameters:
        return None
    if any(name == "update" for name, _ in parameters):
        raise ProtocolError(403, "this endpoint is read-only: no updates")
    queries = [value for name, value in parameters if name == "query"]
    if len(queries) != 1:
        raise ProtocolError(400, "give one parameter 'query'" if not queries else "give only one parameter 'query'")
    default = [_iri(value) for name, value in parameters if name == "default-graph-uri"]
    named = [_iri(value) for name, value in parameters if name == "named-graph-uri"]
    if not default and not named:
        return Asked(queries[0])
    return Asked(queries[0], default, named)


async def _body(request: Request) -> bytes:
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > LARGEST_BODY:
            raise ProtocolError(413, f"the request is larger than {LARGEST_BODY:,} bytes", {"Connection": "close"})
        parts.append(part)
    return b"".join(parts)


def _parameters(encoded: bytes) -> list[tuple[str, str]]:
    try:
        text = encoded.decode("ascii")
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=MOST_PARAMETERS)
    except ValueError as error:
        raise ProtocolError(400, "the parameters aren't percent-encoded UTF-8") from error


def _text(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ProtocolError(400, "the query isn't UTF-8") from error


def _iri(value: str) -> str:
    try:
        return ox.NamedNode(value).value
    except ValueError as error:
        raise ProtocolError(400, f"{value[:200]!r} isn't an IRI") from error


def service_description(endpoint: str, form: str) -> bytes:
    """The endpoint described in SPARQL 1.1 Service Description.

    Args:
        endpoint: its address.
        form: ``turtle``, ``ntriples``, ``rdfxml`` or ``jsonld``.
    """
    from communique.query.results import Triples, write

    service, here = ox.BlankNode("service"), ox.NamedNode(endpoint)

    def said(name: str, value: ox.NamedNode) -> ox.Triple:
        return ox.Triple(service, ox.NamedNode(SD + name), value)

    triples = [
        ox.Triple(service, ox.NamedNode(RDF_TYPE), ox.NamedNode(SD + "Service")),
        said("endpoint", here),
        said("supportedLanguage", ox.NamedNode(SD + "SPARQL11Query")),
        said("feature", ox.NamedNode(SD + "UnionDefaultGraph")),
    ]
    names = sorted({*ANSWERS.values(), *GRAPHS.values()})
    triples += [said("resultFormat", ox.NamedNode(FORMATS + NAMED_FORMATS[name])) for name in names]
    return write(Triples(tuple(triples)), form, {"sd": SD, "formats": FORMATS}).encode()

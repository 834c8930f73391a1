"""The process behind the server: it holds the graph, and forks itself for each request.

The child that answers inherits the graph without copying it, is limited by `isolation`, and can be killed at any time
without harm to anything. This process itself has one thread and nothing but the graph, so that forking it is safe; a
store on disk, whose engine has threads, is opened by the child.

A request is a JSON object on a socket of its own, the length before it (4 bytes, big-endian). The child answers with a
line that has its process id, a line of JSON (``status``, ``type``, ``length``), and the body.
"""

import gc
import json
import os
import signal
import socket
import struct
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from communique.errors import CommuniqueError
from communique.graph.describe import base_of
from communique.query.engines import BadQueryError, OxigraphEngine, TooManyRowsError
from communique.query.guard import QueryRefusedError
from communique.query.names import Names
from communique.query.questions import ParameterError, bind, question
from communique.query.results import Triples, Truth, write
from communique.query.sources import count_triples, is_store, open_store

from .isolation import confine, without_network
from .negotiation import ANSWERS, ENTITIES, GRAPHS, choose

__all__ = ["LARGEST_ANSWER", "main"]

LARGEST_ANSWER = 64 * 2**20
LARGEST_REQUEST = 16 * 2**20
MOST_NAMES = 5000

Reply = tuple[int, str, bytes]


def main(control_descriptor: int, paths: list[str]) -> None:
    """Read the graph, say so, then fork for each socket that arrives; ends when the server does.

    Args:
        control_descriptor: the socket on which sockets arrive.
        paths: graph files and folders, or a store.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the server's, which then closes the socket
    control = socket.socket(fileno=control_descriptor)
    on_disk = len(paths) == 1 and is_store(Path(paths[0]))
    try:
        store = open_store(paths)
        said = {"triples": count_triples(store), "base": base_of(store)}
        control.sendall(json.dumps(said).encode() + b"\n")
    except CommuniqueError as error:
        control.sendall(json.dumps({"error": str(error)}).encode() + b"\n")
        return
    kept = None if on_disk else store
    del store
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    _prepare()
    gc.freeze()  # children share these objects' memory as long as nobody writes to it
    while True:
        message, descriptors, _, _ = socket.recv_fds(control, 1, 1)
        if not message:
            return
        for descriptor in descriptors:
            if os.fork() == 0:
                control.close()
                _serve(socket.socket(fileno=descriptor), kept, paths)
            os.close(descriptor)


def _prepare() -> None:
    """Import before the first fork what a child would otherwise import for itself, each time."""

    from communique.query.questions import questions

    questions()


def _serve(connection: socket.socket, store: ox.Store | None, paths: list[str]) -> None:
    """Answer one request; never returns."""
    try:
        silence = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silence, 2)  # what the engine says when it runs out of memory is nobody's business
        length = struct.unpack(">I", _exactly(connection, 4))[0]
        if length > LARGEST_REQUEST:
            os._exit(1)
        request = json.loads(_exactly(connection, length))
        connection.sendall(f"{os.getpid()}\n".encode())
        confine(request["timeout"], request["memory"])
        without_network()
        opened = store if store is not None else open_store(paths)
        status, media_type, body = _reply(OxigraphEngine(opened, request["rows"]), request)
        head = json.dumps({"status": status, "type": media_type, "length": len(body)})
        connection.sendall(head.encode() + b"\n" + body)
    except BaseException:
        os._exit(1)
    os._exit(0)


def _exactly(connection: socket.socket, length: int) -> bytes:
    parts = []
    while length:
        part = connection.recv(min(length, 65536))
        if not part:
            os._exit(1)
        parts.append(part)
        length -= len(part)
    return b"".join(parts)


def _reply(engine: OxigraphEngine, request: dict[str, Any]) -> Reply:
    try:
        status, media_type, body = OPERATIONS[request["operation"]](engine, request)
    except ParameterError as error:
        return 400, "application/json", json.dumps({"error": str(error), "parameter": error.parameter}).encode()
    except QueryRefusedError as error:
        return _text(403, error)
    except BadQueryError as error:
        return _text(400, error)
    except TooManyRowsError as error:
        return _text(500, error)
    except CommuniqueError as error:
        return _text(400, error)
    except MemoryError:
        return _text(500, "the query needs more memory than it is allowed; narrow it or give it a LIMIT")
    if len(body) > LARGEST_ANSWER:
        return _text(
            500, f"the answer is larger than {LARGEST_ANSWER // 2**20} MiB; narrow the query or give it a LIMIT"
        )
    return status, media_type, body


def _text(status: int, message: object) -> Reply:
    return status, "text/plain; charset=utf-8", f"{message}\n".encode()


def _query(engine: OxigraphEngine, request: dict[str, Any]) -> Reply:
    from communique.graph.vocabulary import PREFIXES

    answer = engine.ask(request["query"], request["default_graphs"], request["named_graphs"])
    offered = GRAPHS if isinstance(answer, Triples) else ANSWERS
    if isinstance(answer, Truth):
        offered = {name: form for name, form in ANSWERS.items() if form in ("json", "xml")}
    chosen = choose(request["accept"], list(offered))
    if chosen is None:
        return _text(406, f"this answer comes as {', '.join(offered)}")
    charset = "; charset=utf-8" if chosen.startswith("text/") else ""
    return 200, chosen + charset, write(answer, offered[chosen], PREFIXES).encode()


def _bind(engine: OxigraphEngine, request: dict[str, Any]) -> Reply:
    unlimited = OxigraphEngine(engine.store)
    bound = bind(question(request["name"]), request["values"], Names(unlimited))
    return 200, "application/sparql-query; charset=utf-8", bound.encode()


def _names(engine: OxigraphEngine, request: dict[str, Any]) -> Reply:
    listed = Names(OxigraphEngine(engine.store)).listed(request["classes"])[:MOST_NAMES]
    return 200, "application/json", json.dumps([[n.label, n.kind, n.iri] for n in listed]).encode()


def _entity(engine: OxigraphEngine, request: dict[str, Any]) -> Reply:
    from communique.graph.vocabulary import PREFIXES
    from communique.serve.entities import description, page

    iri, accept = request["iri"], request["accept"]
    chosen = choose(accept, list(ENTITIES))
    if chosen is None:
        return _text(406, f"this comes as {', '.join(ENTITIES)}")
    unlimited = OxigraphEngine(engine.store)
    if ENTITIES[chosen] == "html":
        html = page(unlimited, iri, request["base"])
        return (
            _text(404, f"nothing here has the IRI {iri}") if html is None else (200, "text/html; charset=utf-8", html)
        )
    triples = description(unlimited, iri)
    if triples is None:
        return _text(404, f"nothing here has the IRI {iri}")
    charset = "; charset=utf-8" if chosen.startswith("text/") else ""
    return 200, chosen + charset, write(triples, ENTITIES[chosen], PREFIXES).encode()


def _network(engine: OxigraphEngine, request: dict[str, Any]) -> Reply:
    from rdflib import Graph

    from communique.graph.terms import from_oxigraph
    from communique.view.network import network_of
    from communique.view.page import page
    from communique.view.select import select

    graph = Graph(bind_namespaces="none")
    for quad in engine.store.quads_for_pattern(None, None, None, ox.DefaultGraph()):
        graph.add((from_oxigraph(quad.subject), from_oxigraph(quad.predicate), from_oxigraph(quad.object)))
    return 200, "text/html; charset=utf-8", page(select(network_of(graph)), request["title"])


def _dataset(engine: OxigraphEngine, request: dict[str, Any]) -> Reply:
    from communique.graph.describe import dataset_description

    return 200, "text/turtle; charset=utf-8", dataset_description(engine.store, base_iri=request["base"]).encode()


OPERATIONS: dict[str, Callable[[OxigraphEngine, dict[str, Any]], Reply]] = {
    "query": _query,
    "bind": _bind,
    "names": _names,
    "entity": _entity,
    "network": _network,
    "dataset": _dataset,
}
"""What a request can ask for."""


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2:])

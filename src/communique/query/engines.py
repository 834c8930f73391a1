"""The engines that answer: Oxigraph, and rdflib to compare with."""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import pyoxigraph as ox

from communique.errors import CommuniqueError

from .guard import QueryRefusedError, harmless
from .results import Answer, Rows, Triples, Truth
from .sources import open_store

if TYPE_CHECKING:
    from rdflib.plugins.sparql.parserutils import CompValue
    from rdflib.plugins.sparql.sparql import FrozenBindings, QueryContext
    from rdflib.query import Result

__all__ = ["ENGINES", "BadQueryError", "Engine", "OxigraphEngine", "RdflibEngine", "TooManyRowsError", "open_graph"]


LONGEST_REASON = 160


class BadQueryError(CommuniqueError):
    """A query that isn't SPARQL, or that an engine can't carry out."""


class TooManyRowsError(CommuniqueError):
    """An answer that is longer than allowed."""


class Engine(Protocol):
    """Something that answers SPARQL 1.1 queries over one data set; as `open_store` makes it."""

    def ask(self, query: str) -> Answer:
        """Answer a query.

        Raises:
            QueryRefusedError: if the query would reach another host, or is too long.
            BadQueryError: if it isn't valid.
            TooManyRowsError: if the answer is longer than the engine's limit.
        """
        ...


class OxigraphEngine:
    """Oxigraph over a store in memory or on disk.

    Attributes:
        store: the store that is asked.
        limit: most rows or triples of an answer; None for no limit.
    """

    def __init__(self, store: ox.Store, limit: int | None = None) -> None:
        self.store = store
        self.limit = limit

    def ask(
        self,
        query: str,
        default_graphs: Sequence[str] | None = None,
        named_graphs: Sequence[str] | None = None,
    ) -> Answer:
        """Answer a query.

        Args:
            query: SPARQL 1.1 query.
            default_graphs, named_graphs: IRIs of the data set's graphs, which take the place of the query's own
                ``FROM`` and ``FROM NAMED``; an empty sequence is an empty data set.

        Raises:
            QueryRefusedError: if the query would reach another host, or is too long.
            BadQueryError: if it isn't valid.
            TooManyRowsError: if the answer is longer than `limit`.
        """
        safe = harmless(query)
        keywords: dict[str, Any] = {}
        try:
            if default_graphs is not None or named_graphs is not None:
                keywords["default_graph"] = [ox.NamedNode(iri) for iri in default_graphs or ()]
                keywords["named_graphs"] = [ox.NamedNode(iri) for iri in named_graphs or ()]
            found = self.store.query(safe, **keywords)
            if isinstance(found, ox.QuerySolutions):
                names = tuple(variable.value for variable in found.variables)
                return Rows(names, tuple(tuple(row) for row in self._limited(iter(found))))
            if isinstance(found, ox.QueryTriples):
                return Triples(tuple(sorted(set(self._limited(iter(found))), key=str)))
            return Truth(bool(found))
        except (SyntaxError, ValueError) as error:
            raise BadQueryError(f"the query isn't valid: {_reason(str(error), query)}") from error
        except (RuntimeError, OSError) as error:
            raise BadQueryError(_failure(error)) from error

    def _limited(self, found: Iterator[Any]) -> list[Any]:
        if self.limit is None:
            return list(found)
        rows = list(islice(found, self.limit + 1))
        if len(rows) > self.limit:
            raise TooManyRowsError(f"the answer has more than {self.limit:,} rows; narrow the query or give it a LIMIT")
        return rows


class RdflibEngine:
    """rdflib over a copy of the data in memory: slower, but written by other people, which makes it worth asking."""

    def __init__(self, store: ox.Store) -> None:
        import rdflib

        self._data = rdflib.Dataset()
        for quad in store:
            graph = quad.graph_name
            target = self._data.default_graph if isinstance(graph, ox.DefaultGraph) else self._data.graph(_node(graph))
            target.add((_node(quad.subject), _node(quad.predicate), _node(quad.object)))

    def ask(self, query: str) -> Answer:
        """Answer a query.

        Raises:
            QueryRefusedError: if the query would reach another host, or is too long.
            BadQueryError: if it isn't valid.
        """
        import rdflib.plugins.sparql
        from pyparsing import ParseException

        # otherwise FROM fetches the graph that it names
        rdflib.plugins.sparql.SPARQL_LOAD_GRAPHS = False
        rdflib.plugins.sparql.CUSTOM_EVALS["communique"] = _without_empty_groups
        safe = harmless(query)
        try:
            prepared = rdflib.plugins.sparql.prepareQuery(safe)
            # rdflib expands escapes before it parses, so that this sees what the rewriting hid
            if any(part.name == "ServiceGraphPattern" for part in _parts(prepared.algebra)):
                raise QueryRefusedError("SERVICE isn't allowed: a query can't ask other hosts")
            return _answer(self._data.query(prepared))
        except ParseException as error:
            raise BadQueryError(f"the query isn't valid: {error}") from error
        except RecursionError as error:
            raise BadQueryError("the query is nested too deeply") from error
        except QueryRefusedError:
            raise
        except Exception as error:  # rdflib's evaluation raises what it likes, bare Exception too
            raise BadQueryError(_failure(error)) from error


def _failure(error: Exception) -> str:
    """Why a valid query has no answer. A caller's timer raises a TimeoutError, which is an OSError without a text."""
    if isinstance(error, TimeoutError):
        return "the query took too long and was stopped; narrow it with parameters or patterns, or allow it more time"
    return f"the query can't be answered: {str(error) or type(error).__name__}"


def _reason(message: str, query: str) -> str:
    """Where the error is and what stands there; what could stand there instead only if that is short."""
    where = re.match(r"error at (\d+):(\d+): (.*)", message, re.DOTALL)
    if where is None:
        return message
    line, column = int(where[1]), int(where[2])
    lines = query.split("\n")
    rest = lines[line - 1][column - 1 :].strip() if line <= len(lines) else ""
    near = f" at {rest[:30]!r}" if rest else " at the end of the line" if line < len(lines) else " at its end"
    expected = f": {where[3]}" if len(where[3]) <= LONGEST_REASON else ""
    return f"line {line}, column {column}{near}{expected}"


def _without_empty_groups(context: "QueryContext", part: "CompValue") -> Iterator["FrozenBindings"]:
    """Grouping as SPARQL 1.1 has it (18.5.1): where nothing matches, rdflib makes one group without keys of it.

    In a sub-select, that one row would join with everything.
    """
    from rdflib.plugins.sparql.evaluate import evalAggregateJoin

    if part.name != "AggregateJoin" or part.p.expr is None:
        raise NotImplementedError  # which is how rdflib is told to go on by itself
    return (row for row in evalAggregateJoin(context, part) if len(row))


def _parts(algebra: Any) -> Iterator["CompValue"]:
    """All parts of a parsed query."""
    from rdflib.plugins.sparql.parserutils import CompValue

    pending = [algebra]
    while pending:
        part = pending.pop()
        if isinstance(part, CompValue):
            yield part
        if isinstance(part, dict):
            pending += part.values()
        elif isinstance(part, list | tuple):
            pending += part


def _answer(result: "Result") -> Answer:
    if result.type == "ASK":
        return Truth(bool(result.askAnswer))
    if result.type == "SELECT":
        variables = tuple(str(v) for v in result.vars or ())
        rows = [tuple(_term(row.get(v)) for v in result.vars or ()) for row in result.bindings]
        return Rows(variables, tuple(rows))
    triples = {ox.Triple(_term(s), _term(p), _term(o)) for s, p, o in result.graph or ()}
    return Triples(tuple(sorted(triples, key=str)))


def _node(term: Any) -> Any:
    from communique.graph.terms import from_oxigraph

    return from_oxigraph(term)


def _term(node: Any) -> Any:
    from rdflib import BNode, Literal, URIRef

    if node is None:
        return None
    if isinstance(node, URIRef):
        return ox.NamedNode(str(node))
    if isinstance(node, BNode):
        return ox.BlankNode(str(node))
    assert isinstance(node, Literal)
    if node.language:
        return ox.Literal(str(node), language=node.language)
    return ox.Literal(str(node), datatype=ox.NamedNode(str(node.datatype)) if node.datatype else None)


ENGINES: dict[str, Callable[[ox.Store], Engine]] = {"oxigraph": OxigraphEngine, "rdflib": RdflibEngine}
"""Engines by the name that selects them."""


def open_graph(paths: Sequence[str | Path], engine: str = "oxigraph") -> Engine:
    """An engine over graph files, folders of them, or a store on disk.

    Args:
        paths: where the data is.
        engine: ``oxigraph`` or ``rdflib``.

    Raises:
        CommuniqueError: if there is no such engine, or the data can't be read.
    """
    if engine not in ENGINES:
        raise CommuniqueError(f"there is no engine {engine!r}; choose one of {', '.join(ENGINES)}")
    return ENGINES[engine](open_store(paths))

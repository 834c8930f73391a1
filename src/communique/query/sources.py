"""What a query is put to: graph files, folders of them, a store on disk; read by Oxigraph, whichever engine answers."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import pyoxigraph as ox

from communique.errors import CommuniqueError

__all__ = ["REGISTER", "SUFFIXES", "count_triples", "graph_files", "is_store", "open_store", "quads_of", "read_into"]

SUFFIXES = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".trig": ox.RdfFormat.TRIG,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".nq": ox.RdfFormat.N_QUADS,
    ".jsonld": ox.RdfFormat.JSON_LD,
}
"""File name endings of the formats that can be read."""

REGISTER = "communique-files.json"
"""Name of the file, in the folder of a store, that remembers what was loaded."""


def graph_files(paths: Iterable[str | Path]) -> Iterator[Path]:
    """The graph files under files and folders, folders in the order of their paths.

    Raises:
        CommuniqueError: if a path doesn't exist, a file isn't of a known format, or a folder has no graph file in it.
    """
    for path in map(Path, paths):
        if path.is_dir():
            found = sorted(p for p in path.rglob("*") if p.suffix.lower() in SUFFIXES and p.is_file())
            if not found:
                raise CommuniqueError(f"{path} has no graph files in it ({', '.join(SUFFIXES)})")
            yield from found
        elif not path.exists():
            raise CommuniqueError(f"{path} doesn't exist; build a graph first or give another path")
        elif path.suffix.lower() not in SUFFIXES:
            raise CommuniqueError(f"{path} isn't a graph file; its name must end with {', '.join(SUFFIXES)}")
        else:
            yield path


def is_store(path: Path) -> bool:
    """Whether a folder is an Oxigraph store."""
    return (path / "CURRENT").is_file() and (path / "IDENTITY").is_file()


def read_into(store: ox.Store, path: Path, to_graph: ox.NamedNode | None = None) -> None:
    """Read a graph file into a store; nothing is fetched, whatever the file says.

    Args:
        store: the store.
        path: file whose name ends with one of `SUFFIXES`.
        to_graph: graph for triples that the file puts in the default graph.

    Raises:
        CommuniqueError: if the file can't be read or isn't valid; the store then holds nothing of it.
    """
    form = SUFFIXES[path.suffix.lower()]
    try:
        with path.open("rb") as file:
            store.load(file, format=form, to_graph=to_graph if not form.supports_datasets else None)
    except SyntaxError as error:
        raise CommuniqueError(f"{path} isn't valid {form.name}: {error.msg}") from error
    except OSError as error:
        raise CommuniqueError(f"can't read {path}: {error.strerror or error}") from error


def quads_of(path: Path, default: ox.NamedNode) -> Iterator[ox.Quad]:
    """The quads of a graph file, all in named graphs, streaming.

    Args:
        path: file whose name ends with one of `SUFFIXES`.
        default: graph for what the file puts in the default graph.

    Raises:
        CommuniqueError: if the file can't be read or isn't valid.
    """
    form = SUFFIXES[path.suffix.lower()]
    try:
        with path.open("rb") as file:
            for quad in ox.parse(file, format=form, rename_blank_nodes=True):
                if isinstance(quad.graph_name, ox.DefaultGraph):
                    yield ox.Quad(quad.subject, quad.predicate, quad.object, default)
                else:
                    yield quad
    except SyntaxError as error:
        raise CommuniqueError(f"{path} isn't valid {form.name}: {error.msg}") from error
    except OSError as error:
        raise CommuniqueError(f"can't read {path}: {error.strerror or error}") from error


def count_triples(store: ox.Store) -> int:
    """The number of triples in a store's default graph, which is the union of all."""
    found = store.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
    assert isinstance(found, ox.QuerySolutions)
    (row,) = found
    return int(row["n"].value)


def open_store(paths: Sequence[str | Path]) -> ox.Store:
    """A store to ask: one on disk, opened for reading, or a fresh one in memory with the files' content.

    Its default graph is the union of all graphs.

    Raises:
        CommuniqueError: if there is nothing to open, a store is named beside other paths, or something can't be read.
    """
    if not paths:
        raise CommuniqueError("give a graph file, a folder of them, or a store")
    stores = [Path(path) for path in paths if Path(path).is_dir() and is_store(Path(path))]
    if stores:
        if len(paths) > 1:
            raise CommuniqueError("a store can't be asked together with files; load them into it first")
        if not (stores[0] / REGISTER).is_file():
            raise CommuniqueError(f"{stores[0]} wasn't filled by communique load; load its data into a new store")
        try:
            return ox.Store.read_only(str(stores[0]))
        except OSError as error:
            raise CommuniqueError(f"can't open the store {stores[0]}: {error}") from error
    store = ox.Store()
    for file in graph_files(paths):
        read_into(store, file)
    # Oxigraph's own union of graphs counts a triple once for each graph that holds it (RDF 1.1 says: once)
    store.extend(
        [ox.Quad(q.subject, q.predicate, q.object) for q in store if not isinstance(q.graph_name, ox.DefaultGraph)]
    )
    return store

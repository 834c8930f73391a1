"""Stores on disk: filled file by file, and again when a file has changed."""

import hashlib
import json
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

import pyoxigraph as ox

from communique.errors import CommuniqueError
from communique.files import write_atomically

from .sources import REGISTER, count_triples, graph_files, is_store, quads_of

__all__ = ["LoadReport", "load"]


class Entry(TypedDict):
    """What is remembered of a loaded file."""

    sha256: str
    graphs: list[str]


@dataclass(slots=True)
class LoadReport:
    """What a load did.

    Attributes:
        loaded: files that were new or had changed.
        unchanged: files that were in the store as they are.
        failed: one line for each file that couldn't be read.
        triples: number of triples in the store afterwards, whatever graphs they are in.
    """

    loaded: list[Path]
    unchanged: list[Path]
    failed: list[str]
    triples: int = 0


def load(paths: Sequence[str | Path], store: str | Path, progress: Callable[[str], None] | None = None) -> LoadReport:
    """Fill a store on disk with graph files; files that are in it unchanged are left alone.

    A file's triples go into a graph of their own, so that they can be replaced when the file has changed; a file with
    named graphs (TriG, N-Quads, JSON-LD) keeps them. The default graph is the union of all. A load that is broken off
    is mended by the next one.

    Args:
        paths: graph files and folders of them.
        store: the store's folder, made if missing.
        progress: called with each file that is loaded.

    Raises:
        CommuniqueError: if the store can't be opened for writing, its folder holds something else, or a path is wrong.
    """
    folder = Path(store)
    if folder.exists() and not is_store(folder) and (not folder.is_dir() or any(folder.iterdir())):
        raise CommuniqueError(f"{folder} isn't a store; give an empty or a new folder")
    sources = list(graph_files(paths))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        opened = ox.Store(str(folder))
    except OSError as error:
        raise CommuniqueError(f"can't open the store {folder}; is another program using it? ({error})") from error
    register = _Register(folder)
    report = LoadReport([], [], [])
    for path in sources:
        try:
            if _load_file(opened, register, path):
                report.loaded.append(path)
                if progress is not None:
                    progress(str(path))
            else:
                report.unchanged.append(path)
        except CommuniqueError as error:
            report.failed.append(str(error))
    report.triples = count_triples(opened)
    return report


class _Register:
    """What was loaded into a store: a JSON file in its folder."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / REGISTER
        self.files: dict[str, Entry] = {}
        try:
            self.files = json.loads(self.path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            self.write()
        except (OSError, ValueError) as error:
            raise CommuniqueError(f"{self.path} can't be read ({error}); load into a new folder") from error
        if not isinstance(self.files, dict):
            raise CommuniqueError(f"{self.path} isn't what load wrote; load into a new folder")

    def write(self) -> None:
        write_atomically(self.path, json.dumps(self.files, indent=1, sort_keys=True))


def _load_file(store: ox.Store, register: _Register, path: Path) -> bool:
    """Put a file's quads in the place of those it had before; False if it hasn't changed.

    The file is read twice: one that isn't valid leaves the store as it was. A graph that another file fills as well
    isn't cleared, since that file wouldn't be read again.
    """
    name, digest = str(path.resolve()), _digest(path)
    entry: Entry = register.files.get(name, {"sha256": "", "graphs": []})
    if entry["sha256"] == digest:
        return False
    own = ox.NamedNode(uuid.uuid5(uuid.NAMESPACE_URL, Path(name).as_uri()).urn)
    graphs = {quad.graph_name.value for quad in quads_of(path, own) if isinstance(quad.graph_name, ox.NamedNode)}
    # without a digest until all is done: were it broken off here, the next load would clear these graphs and go on
    register.files[name] = {"sha256": "", "graphs": sorted({*graphs, *entry["graphs"]})}
    register.write()
    shared = {graph for other, known in register.files.items() if other != name for graph in known["graphs"]}
    for graph in register.files[name]["graphs"]:
        if graph not in shared:
            _clear(store, ox.NamedNode(graph))
    quads = quads_of(path, own)
    store.bulk_extend(each for quad in quads for each in (quad, ox.Quad(quad.subject, quad.predicate, quad.object)))
    store.flush()
    register.files[name] = {"sha256": digest, "graphs": sorted(graphs)}
    register.write()
    return True


def _clear(store: ox.Store, graph: ox.NamedNode) -> None:
    """Remove a graph, and from the union what no other graph says."""
    gone = list(store.quads_for_pattern(None, None, None, graph))
    store.remove_graph(graph)
    for quad in gone:
        union = ox.Quad(quad.subject, quad.predicate, quad.object)
        if all(other == union for other in store.quads_for_pattern(quad.subject, quad.predicate, quad.object, None)):
            store.remove(union)


def _digest(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise CommuniqueError(f"can't read {path}: {error.strerror or error}") from error

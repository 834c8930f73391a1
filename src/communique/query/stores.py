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

from .sources import graph_files, is_store, quads_of

__all__ = ["LoadReport", "load"]

REGISTER = "communique-files.json"


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
        quads: number of quads in the store afterwards.
    """

    loaded: list[Path]
    unchanged: list[Path]
    failed: list[str]
    quads: int = 0


def load(paths: Sequence[str | Path], store: str | Path, progress: Callable[[str], None] | None = None) -> LoadReport:
    """Fill a store on disk with graph files; files that are in it unchanged are left alone.

    A file's triples go into a graph of their own, so that they can be replaced when the file has changed; a file with
    named graphs (TriG, N-Quads, JSON-LD) keeps them. A load that is broken off is mended by the next one.

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
        raise CommuniqueError(
            f"can't open the store {folder} for writing; is another program using it? ({error})"
        ) from error
    known = _register(folder)
    report = LoadReport([], [], [])
    for path in sources:
        name = str(path.resolve())
        try:
            digest = _digest(path)
            entry = known.get(name)
            if entry is not None and entry["sha256"] == digest:
                report.unchanged.append(path)
                continue
            graphs = _replace(opened, path, entry["graphs"] if entry else [], known, name)
        except CommuniqueError as error:
            report.failed.append(str(error))
            continue
        known[name] = {"sha256": digest, "graphs": graphs}
        opened.flush()
        write_atomically(folder / REGISTER, json.dumps(known, indent=1, sort_keys=True))
        report.loaded.append(path)
        if progress is not None:
            progress(str(path))
    report.quads = len(opened)
    return report


def _replace(store: ox.Store, path: Path, old: list[str], known: dict[str, Entry], name: str) -> list[str]:
    """Put a file's quads in the place of those it had before; returns the names of its graphs.

    The file is read twice: one that isn't valid leaves the store as it was. A graph that another file fills as well
    isn't cleared, since that file wouldn't be read again.
    """
    own = ox.NamedNode(uuid.uuid5(uuid.NAMESPACE_URL, Path(name).as_uri()).urn)
    graphs = {quad.graph_name.value for quad in quads_of(path, own) if isinstance(quad.graph_name, ox.NamedNode)}
    elsewhere = {g for other, entry in known.items() if other != name for g in entry["graphs"]}
    for graph in {*old, own.value} - elsewhere:
        store.remove_graph(ox.NamedNode(graph))
    store.bulk_extend(quads_of(path, own))
    return sorted(graphs)


def _digest(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise CommuniqueError(f"can't read {path}: {error.strerror or error}") from error


def _register(folder: Path) -> dict[str, Entry]:
    try:
        known = json.loads((folder / REGISTER).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise CommuniqueError(f"{folder / REGISTER} can't be read ({error}); load into a new folder") from error
    if not isinstance(known, dict):
        raise CommuniqueError(f"{folder / REGISTER} isn't what load wrote; load into a new folder")
    return known

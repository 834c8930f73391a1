"""Where documents come from: files, folders, standard input; and the ids that name them."""

import hashlib
import os
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from communique.errors import CommuniqueError

__all__ = ["READABLE", "STANDARD_INPUT", "Source", "find_sources"]

READABLE = (".markdown", ".md", ".text", ".txt")
"""Endings of the files that are read from a folder; a file that is named itself may have any."""

STANDARD_INPUT = "-"

_LONGEST_ID = 80
_NOT_SLUG = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Source:
    """A document that is yet to be read.

    Attributes:
        id: short stable name, unique among the sources found together.
        name: the path as given, or ``-``.
        path: the file, or None for standard input.
    """

    id: str
    name: str
    path: Path | None

    @property
    def is_markdown(self) -> bool:
        """Whether the file's ending says that it is Markdown."""
        return self.path is not None and self.path.suffix.lower() in (".md", ".markdown")


def find_sources(paths: Sequence[Path | str]) -> list[Source]:
    """The documents under files, folders (searched to the bottom, hidden ones left out) and ``-`` (standard input).

    A file that is reached twice counts once. The order is that of `paths`; within a folder files are sorted by path.
    A source's id is made from the file's name; where two would be alike, names of parent folders are put before.

    Raises:
        CommuniqueError: if a path doesn't exist or a folder holds nothing to read.
    """
    found: dict[Path | None, str] = {}
    for given in paths:
        if str(given) == STANDARD_INPUT:
            found.setdefault(None, STANDARD_INPUT)
            continue
        for path in _files(Path(given)):
            found.setdefault(path.resolve(), str(path))
    files = [(path, Path(name)) for path, name in found.items() if path is not None]
    ids = dict(zip((path for path, _ in files), _ids([name for _, name in files]), strict=True))
    taken = set(ids.values())
    standard_input = next(name for name in _numbered("standard-input") if name not in taken)
    return [
        Source(standard_input, name, None) if path is None else Source(ids[path], name, Path(name))
        for path, name in found.items()
    ]


def _files(path: Path) -> Iterable[Path]:
    if path.is_dir():
        readable = sorted(_walk(path))
        if not readable:
            raise CommuniqueError(f"nothing to read in {path}: it holds no file ending in {', '.join(READABLE)}")
        return readable
    if not path.exists():
        raise CommuniqueError(f"no such file or folder: {path}")
    return [path]


def _walk(folder: Path) -> Iterator[Path]:
    # Links to folders are not followed: they can lead in circles.
    for place, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in files:
            if not name.startswith(".") and name.lower().endswith(READABLE):
                yield Path(place, name)


def _ids(paths: Sequence[Path]) -> list[str]:
    """One id a path: the slug of its stem, with as many parent folders before it as it takes to tell them apart."""
    depth = [0] * len(paths)
    while True:
        ids = [_slug(path, parents) for path, parents in zip(paths, depth, strict=True)]
        count = Counter(ids)
        deeper = [count[i] > 1 and n < len(path.parts) - 1 for i, n, path in zip(ids, depth, paths, strict=True)]
        if not any(deeper):
            break
        depth = [n + more for n, more in zip(depth, deeper, strict=True)]
    # What folders can't tell apart (``a.md`` beside ``a.txt``) takes its ending along, and at the last a number.
    ids = [f"{i}{_slugged(path.suffix)}" if count[i] > 1 else i for i, path in zip(ids, paths, strict=True)]
    unique: set[str] = set()
    for at, name in enumerate(ids):
        ids[at] = next(numbered for numbered in _numbered(name) if numbered not in unique)
        unique.add(ids[at])
    return ids


def _numbered(name: str) -> Iterator[str]:
    yield name
    number = 1
    while True:
        number += 1
        yield f"{name}-{number}"


def _slug(path: Path, parents: int) -> str:
    names = [*path.parts[-1 - parents : -1], path.stem]
    slug = "-".join(filter(None, (_slugged(name).strip("-") for name in names)))
    digest = hashlib.sha256("/".join(names).encode("utf-8", "surrogateescape")).hexdigest()[:8]
    if not slug:
        return f"document-{digest}"
    return slug if len(slug) <= _LONGEST_ID else f"{slug[: _LONGEST_ID - 9].rstrip('-')}-{digest}"


def _slugged(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return _NOT_SLUG.sub("-", plain.lower())

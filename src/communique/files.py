"""Files written whole or not at all."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from communique.errors import CommuniqueError

__all__ = ["open_atomically", "write_atomically"]


@contextmanager
def open_atomically(path: Path) -> Iterator[BinaryIO]:
    """Open a file beside `path` for writing bytes and rename it to `path` when the block ends without an error.

    Missing parent folders are made. On an error or an interruption the file at `path`, if any, stays as it was.

    Raises:
        CommuniqueError: if the folder or the file can't be written.
    """
    aside: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(prefix=f".{path.name[:100]}.", suffix=".part", dir=path.parent)
        aside = Path(name)
        with os.fdopen(descriptor, "wb") as out:
            yield out
        umask = os.umask(0)
        os.umask(umask)
        aside.chmod(0o666 & ~umask)
        aside.replace(path)
    except OSError as error:
        raise CommuniqueError(f"can't write {path}: {error.strerror or error}") from error
    finally:
        if aside is not None:
            aside.unlink(missing_ok=True)


def write_atomically(path: Path, content: str | bytes) -> None:
    """Write a whole file (text as UTF-8 with its line ends as they are), or leave what is there.

    Raises:
        CommuniqueError: if the folder or the file can't be written.
    """
    with open_atomically(path) as out:
        out.write(content.encode() if isinstance(content, str) else content)

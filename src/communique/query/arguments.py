"""What a command line asks of which graphs."""

from collections.abc import Sequence
from pathlib import Path

from communique.errors import CommuniqueError

__all__ = ["read_query", "split_query"]

_FILES = (".rq", ".sparql")


def split_query(arguments: Sequence[str]) -> tuple[list[str], str | None]:
    """Part graphs from the query behind them: ``graph.ttl 'SELECT …'`` or ``graph.ttl question.rq``.

    The last argument is a query when it is a file of queries, or no file but text with a brace in it.

    Returns:
        The graphs, and the query's text or None.

    Raises:
        CommuniqueError: if the file of the query can't be read.
    """
    *graphs, last = arguments or [""]
    if last.endswith(_FILES):
        return graphs, read_query(Path(last))
    if "{" in last:
        return graphs, last
    return [*graphs, last] if last else [], None


def read_query(path: Path) -> str:
    """The text of a query file.

    Raises:
        CommuniqueError: if it can't be read.
    """
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CommuniqueError(f"can't read the query {path}: {error}") from error

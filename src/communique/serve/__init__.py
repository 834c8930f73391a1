"""A read-only SPARQL endpoint with pages: one graph, many questions, no way out."""

from collections.abc import Sequence
from pathlib import Path

import click

from communique.errors import CommuniqueError

from .settings import Settings

__all__ = ["Settings", "run"]


def run(paths: Sequence[str | Path], settings: Settings) -> None:
    """Serve a graph until interrupted.

    Args:
        paths: graph files and folders of them, or one store.
        settings: where to listen, and the limits.

    Raises:
        CommuniqueError: if the graph can't be read, the port is taken, or the packages of the extra are missing.
    """
    try:
        import uvicorn

        from .app import application
        from .pool import Pool
    except ImportError as error:
        raise CommuniqueError(f"serving needs more packages: pip install 'communique[serve]' ({error.name})") from error
    import socket

    try:
        family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
        listener = socket.create_server((settings.host, settings.port), family=family, backlog=128)
    except OSError as error:
        where = f"{settings.host}:{settings.port}"
        raise CommuniqueError(f"can't listen on {where}: {error.strerror}; give another --port") from error
    with listener:
        pool = Pool([str(path) for path in paths], settings)
        port = listener.getsockname()[1]
        host = f"[{settings.host}]" if ":" in settings.host else settings.host
        click.echo(
            f"{pool.triples:,} statements on http://{host}:{port}/ (SPARQL: http://{host}:{port}/sparql)", err=True
        )
        config = uvicorn.Config(
            application(pool),
            log_level="warning",
            access_log=False,
            server_header=False,
            h11_max_incomplete_event_size=256 * 1024,
            http="h11",
            ws="none",
            timeout_keep_alive=20,
            limit_concurrency=256,
        )
        try:
            uvicorn.Server(config).run(sockets=[listener])
        finally:
            pool.close()

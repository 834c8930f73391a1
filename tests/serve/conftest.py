"""A server on a real socket, for the whole session."""

import http.client
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import pytest


@dataclass(frozen=True)
class Reply:
    """A response: status, headers (lower-case names), body."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def kind(self) -> str:
        """The media type without parameters."""
        return self.headers.get("content-type", "").partition(";")[0]


@dataclass(frozen=True)
class Server:
    """A running server."""

    port: int
    process: subprocess.Popen[bytes]

    def send(
        self,
        method: str,
        target: str,
        body: bytes | None = None,
        timeout: float = 60,
        **headers: str,
    ) -> Reply:
        """One request; header names have ``_`` for ``-``."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, target, body, named)
            response = connection.getresponse()
            return Reply(response.status, {k.lower(): v for k, v in response.getheaders()}, response.read())
        finally:
            connection.close()

    def query(self, text: str, timeout: float = 60, **headers: str) -> Reply:
        """A query as a form."""
        body = urlencode({"query": text}).encode()
        form = "application/x-www-form-urlencoded"
        return self.send("POST", "/sparql", body, timeout, Content_Type=form, **headers)


@contextmanager
def running(*arguments: str, prefix: tuple[str, ...] = ()) -> Iterator[Server]:
    command = [*prefix, sys.executable, "-m", "communique.cli", "serve", "--port", "0", *arguments]
    process = subprocess.Popen(command, stderr=subprocess.PIPE)
    try:
        assert process.stderr is not None
        line = process.stderr.readline().decode()
        assert "statements on http://127.0.0.1:" in line, line
        yield Server(int(line.split("127.0.0.1:")[1].split("/")[0]), process)
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            raise


TIMEOUT = 3


@pytest.fixture(scope="session")
def server(story_trig: Path) -> Iterator[Server]:
    limits = ("--timeout", str(TIMEOUT), "--rows", "5000", "--memory", "300", "--workers", "3")
    with running(str(story_trig), *limits) as started:
        yield started


@pytest.fixture(scope="session")
def run_server() -> Callable[..., object]:
    """Starts another server, with arguments of its own."""
    return running


def wait_until(condition: Callable[[], bool], seconds: float) -> bool:
    """Whether a condition came true in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.05)
    return False

"""The server's side of `worker`: a request goes out, an answer comes back in time or never."""

import asyncio
import json
import os
import signal
import socket
import struct
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from communique.errors import CommuniqueError

from .settings import Settings

__all__ = ["Answer", "Pool"]

GRACE = 2.0
"""Seconds for an answer to arrive that was ready in time."""

TURN = 30.0
"""Seconds that a request waits until other queries are done."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Status code, media type and body of a response."""

    status: int
    media_type: str
    body: bytes


class Pool:
    """The process with the graph, and how many of its children may run at once.

    Attributes:
        triples: number of triples in the graph when it was read.
        base: what the graph's identifiers begin with.
    """

    def __init__(self, paths: Sequence[str], settings: Settings) -> None:
        """Start the process and wait until it has read the graph.

        Raises:
            CommuniqueError: if the graph can't be read.
        """
        self.settings = settings
        self._control, theirs = socket.socketpair()
        with theirs:
            command = [sys.executable, "-m", "communique.serve.worker", str(theirs.fileno()), *map(str, paths)]
            self._process = subprocess.Popen(command, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL)
        with self._control.makefile("rb") as file:
            line = file.readline()
        said: dict[str, Any] = (
            json.loads(line) if line else {"error": "the process that reads the graph ended; is there memory enough?"}
        )
        if "error" in said:
            self.close()
            raise CommuniqueError(said["error"])
        self.triples: int = said["triples"]
        self.base: str = settings.base_iri or said["base"] or "https://w3id.org/communique/id/"
        self._free = asyncio.Semaphore(settings.workers)

    def close(self) -> None:
        """End the process."""
        self._control.close()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(5)
        self._process.kill()
        self._process.wait()

    async def ask(
        self, operation: str, gone: Callable[[], Awaitable[bool]] | None = None, patience: float = 1.0, **request: Any
    ) -> Answer:
        """Have a request answered by a process of its own.

        Args:
            operation: one of those of `worker`.
            gone: tells whether the client has left; its query is then killed.
            patience: how many times the time and memory of a query it may take.
            request: what the operation needs.
        """
        seconds = self.settings.timeout * patience
        try:
            async with asyncio.timeout(TURN):
                await self._free.acquire()
        except TimeoutError:
            return _text(503, "too many queries at the moment; try again later")
        try:
            limits = {"timeout": seconds, "rows": self.settings.rows, "memory": int(self.settings.memory * patience)}
            return await self._answer({"operation": operation, **limits, **request}, seconds, gone)
        finally:
            self._free.release()

    async def _answer(
        self, request: dict[str, Any], seconds: float, gone: Callable[[], Awaitable[bool]] | None
    ) -> Answer:
        ours, theirs = socket.socketpair()
        with theirs:
            try:
                socket.send_fds(self._control, [b"."], [theirs.fileno()])
            except OSError:
                ours.close()
                return _text(503, "the server is closing")
        started = time.monotonic()
        ours.setblocking(False)
        reader, writer = await asyncio.open_connection(sock=ours, limit=2**20)
        reading = asyncio.ensure_future(self._read(reader, writer, request))
        try:
            while not reading.done():
                left = seconds + GRACE - (time.monotonic() - started)
                await asyncio.wait([reading], timeout=max(0.0, min(left, 0.5)))
                if reading.done() or left <= 0 or (gone is not None and await gone()):
                    break
            if not reading.done():
                return _late(seconds)
            answer = reading.result()
        except (OSError, asyncio.IncompleteReadError, ValueError):
            answer = None
        finally:
            reading.cancel()
            writer.close()
        if answer is not None:
            return answer
        if time.monotonic() - started >= seconds:
            return _late(seconds)
        return _text(500, "the query needs more memory than it is allowed; narrow it or give it a LIMIT")

    async def _read(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: dict[str, Any]
    ) -> Answer:
        message = json.dumps(request).encode()
        writer.write(struct.pack(">I", len(message)) + message)
        await writer.drain()
        pid = int(await reader.readline())
        done = False
        try:
            head = json.loads(await reader.readline())
            answer = Answer(head["status"], head["type"], await reader.readexactly(head["length"]))
            done = True
            return answer
        finally:
            # a process that hasn't closed its end is still there, so that its number is still its own
            if not done and not reader.at_eof():
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)


def _late(seconds: float) -> Answer:
    return _text(503, f"the query took longer than {seconds:g} seconds and was stopped; narrow it or give it a LIMIT")


def _text(status: int, message: str) -> Answer:
    return Answer(status, "text/plain; charset=utf-8", f"{message}\n".encode())

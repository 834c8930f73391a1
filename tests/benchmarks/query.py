"""Load, each question, memory: Oxigraph beside rdflib on the same graph, in one run.

    python tests/benchmarks/query.py GRAPH... [--limit SECONDS] [--examples]

Each engine has a process of its own, and each question a fork of that, which is killed after SECONDS (120): neither
engine stops by itself. A question is asked as in its example, and for everything where it needs no parameter (not with
--examples). Times are of the fork's first answer, or the median of three where that took less than a second. Ctrl-C
ends it all and prints what was measured until then, as a table in Markdown.
"""

import argparse
import hashlib
import multiprocessing
import os
import resource
import shlex
import signal
import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from communique.errors import CommuniqueError
from communique.query import Engine, Names, OxigraphEngine, Rows, bind, open_graph, questions, write
from communique.query.sources import count_triples, open_store

ENGINES = ("oxigraph", "rdflib")
REPEATS = 3
SHORT = 1.0
ERRORS = Console(stderr=True)


@dataclass(frozen=True)
class Answered:
    """How an engine answered a query; without seconds where it failed, and with a reason unless it was too late."""

    seconds: float | None = None
    rows: int = 0
    digest: str = ""
    reason: str = ""


@dataclass
class Measured:
    """What is known of an engine, times in seconds, memory in MiB."""

    load: float | None = None
    memory: int | None = None
    answers: dict[str, Answered] = field(default_factory=dict)


def queries(paths: list[str], examples: bool) -> tuple[int, dict[str, str]]:
    """The number of triples of a graph, and all queries by what they are called in the table."""
    store = open_store(paths)
    names, found = Names(OxigraphEngine(store)), {}
    for name, asked in questions().items():
        words = shlex.split(asked.example)
        values = {key[2:]: value for key, value in zip(words[::2], words[1::2], strict=True)}
        try:
            found[name] = bind(asked, values, names)
        except CommuniqueError as error:
            ERRORS.print(f"{name} is left out: {error}", markup=False)
        if not examples and not any(parameter.required for parameter in asked.parameters):
            found[f"{name}, everything"] = bind(asked, {})
    return count_triples(store), found


def answer(engine: Engine, query: str, said: Connection) -> None:
    """Ask, and say how long it took."""
    runs: list[float] = []
    try:
        while len(runs) < REPEATS and (not runs or runs[0] < SHORT):
            started = time.perf_counter()
            rows = engine.ask(query)
            runs.append(time.perf_counter() - started)
        assert isinstance(rows, Rows)
        digest = hashlib.sha256(write(rows, "tsv").encode()).hexdigest()
        said.send(Answered(statistics.median(runs), len(rows.rows), digest))
    except CommuniqueError as error:
        said.send(Answered(reason=str(error)))


def serve(engine: str, paths: list[str], limit: float, parent: Connection) -> None:
    """Load the graph, then answer each query that the parent sends, in a fork; at last, tell the peak of memory."""
    os.setsid()  # a group of its own, that can be killed with its forks
    started = time.perf_counter()
    loaded = open_graph(paths, engine)
    parent.send(time.perf_counter() - started)
    forking = multiprocessing.get_context("fork")
    while query := parent.recv():
        ours, theirs = forking.Pipe(duplex=False)
        fork = forking.Process(target=answer, args=(loaded, query, theirs))
        fork.start()
        theirs.close()
        try:
            parent.send(ours.recv() if ours.poll(limit) else Answered())
        except EOFError:
            parent.send(Answered(reason="the process ended; is there memory enough?"))
        fork.kill()
        fork.join()
    peaks = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    parent.send(max(peaks) // 1024)


def measure(engine: str, paths: list[str], limit: float, asked: dict[str, str], found: Measured, bar: Progress) -> None:
    """Fill in what is measured of an engine, as it comes."""
    task = bar.add_task(f"{engine}: load", total=len(asked) + 1)
    starting = multiprocessing.get_context("spawn")
    ours, theirs = starting.Pipe()
    process = starting.Process(target=serve, args=(engine, paths, limit, theirs))
    process.start()
    theirs.close()
    try:
        found.load = ours.recv()
        for name, query in asked.items():
            bar.update(task, advance=1, description=f"{engine}: {name}")
            ours.send(query)
            found.answers[name] = ours.recv()
        ours.send("")
        found.memory = ours.recv()
        bar.update(task, advance=1, description=engine)
    except EOFError:
        ERRORS.print(f"{engine}: the process ended; is there memory enough?")
    finally:
        if process.is_alive() and process.pid is not None and os.getpgid(process.pid) == process.pid:
            os.killpg(process.pid, signal.SIGKILL)
        process.kill()
        process.join()


def table(limit: float, asked: dict[str, str], found: dict[str, Measured]) -> Iterator[str]:
    """The lines of a table in Markdown."""
    yield f"| | rows | {' | '.join(found)} |\n| --- | ---: |{' ---: |' * len(found)}"
    yield f"| load | | {' | '.join('–' if m.load is None else shown(m.load) for m in found.values())} |"
    for name in asked:
        answers = [measured.answers.get(name) for measured in found.values()]
        done = [a for a in answers if a is not None and a.seconds is not None]
        cells = [
            "–" if a is None else shown(a.seconds) if a.seconds is not None else a.reason or f"more than {limit:g} s"
            for a in answers
        ]
        differ = " (answers differ)" if len({a.digest for a in done}) > 1 else ""
        yield f"| {name}{differ} | {done[0].rows if done else ''} | {' | '.join(cells)} |"
    yield f"| peak memory | | {' | '.join('–' if m.memory is None else f'{m.memory:,} MiB' for m in found.values())} |"


def shown(seconds: float) -> str:
    """A time with a unit that fits."""
    return f"{seconds * 1000:.0f} ms" if seconds < 1 else f"{seconds:.1f} s"


def main() -> None:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("graphs", nargs="+")
    parser.add_argument("--limit", type=float, default=120.0)
    parser.add_argument("--examples", action="store_true")
    arguments = parser.parse_args()
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    triples, asked = queries(arguments.graphs, arguments.examples)
    found = {engine: Measured() for engine in ENGINES}
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    try:
        with Progress(*columns, console=ERRORS) as bar:
            for engine in ENGINES:
                measure(engine, arguments.graphs, arguments.limit, asked, found[engine], bar)
    except KeyboardInterrupt:
        ERRORS.print("interrupted; what was measured until then:")
    print(f"{triples:,} triples\n", *table(arguments.limit, asked, found), sep="\n")


if __name__ == "__main__":
    main()

"""Load, questions and memory, Oxigraph beside rdflib, in one run.

    python tests/benchmarks/query.py GRAPH... [--slow SECONDS]

Each engine runs in a process of its own; a question that takes longer than SECONDS (60) in rdflib is given up.
"""

import argparse
import json
import resource
import shlex
import signal
import statistics
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType

from communique.query import Names, Rows, bind, open_graph, questions
from communique.query.sources import count_triples, open_store

REPEATS = 3


def measure(engine: str, paths: list[str], slow: int) -> dict[str, object]:
    """Times in seconds and the peak of resident memory in MiB, of one engine."""

    def give_up(_: int, __: FrameType | None) -> None:
        raise TimeoutError

    signal.signal(signal.SIGALRM, give_up)
    started = time.perf_counter()
    asked = open_graph(paths, engine)
    times: dict[str, float | None] = {"load": time.perf_counter() - started}
    counts: dict[str, int] = {}
    names = Names(asked)
    for name, found in questions().items():
        example = shlex.split(found.example)
        values = {key[2:]: value for key, value in zip(example[::2], example[1::2], strict=True)}
        runs = []
        try:
            query = bind(found, values, names)
            for _ in range(REPEATS):
                signal.alarm(slow)
                started = time.perf_counter()
                answer = asked.ask(query)
                runs.append(time.perf_counter() - started)
                if runs[-1] > slow / REPEATS:
                    break
            assert isinstance(answer, Rows)
            counts[name] = len(answer.rows)
            times[name] = statistics.median(runs)
        except Exception as error:
            times[name] = None
            print(f"{engine}: {name}: {error or type(error).__name__}", file=sys.stderr)
        finally:
            signal.alarm(0)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return {"times": times, "rows": counts, "memory": memory}


def main() -> None:
    """Print a table in Markdown."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("graphs", nargs="+")
    parser.add_argument("--slow", type=int, default=60)
    parser.add_argument("--engine", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.engine:
        print(json.dumps(measure(arguments.engine, arguments.graphs, arguments.slow)))
        return
    found = {}
    for engine in ("oxigraph", "rdflib"):
        command = [
            sys.executable,
            str(Path(__file__)),
            *arguments.graphs,
            "--engine",
            engine,
            "--slow",
            str(arguments.slow),
        ]
        ran = subprocess.run(command, stdout=subprocess.PIPE, check=True)
        found[engine] = json.loads(ran.stdout)
    print(f"{count_triples(open_store(arguments.graphs)):,} triples\n")
    print("| | rows | Oxigraph | rdflib |\n| --- | ---: | ---: | ---: |")
    for name in found["oxigraph"]["times"]:
        cells = [found[engine]["times"].get(name) for engine in found]
        shown = [f"{cell * 1000:,.1f} ms" if cell is not None else "–" for cell in cells]
        print(f"| {name} | {found['oxigraph']['rows'].get(name, '')} | {' | '.join(shown)} |")
    print(f"| peak memory | | {' | '.join(str(found[engine]['memory']) + ' MiB' for engine in found)} |")


if __name__ == "__main__":
    main()

"""No saved question takes more time than the size of the graph and of its answer explains.

The graph is made to be hard where the corpus is: a state that thousands of passages name, hundreds of its officials,
acts that many hold, and much that is said again. Written the obvious way (a path checked by EXISTS for each row, a
label looked up for each row, a join of everything with itself), most questions take many times as long on it.
"""

import json
import math
import random
import select
import shlex
import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from communique.query import Names, OxigraphEngine, bind, question, questions

TRIES = 3
PATIENCE = 60
"""Seconds on the clock after which a question counts as one that doesn't end."""
TIMES = 12
"""How much longer than `MEASURE` a question may take: the slowest takes four times as long, a slow shape forty."""

MEASURE = """
PREFIX cmq: <https://w3id.org/communique/ontology#>
SELECT * {
  ?act cmq:by ?by ; cmq:content ?content ; cmq:evidence ?passage .
  ?passage cmq:inDocument ?document ; cmq:quote ?quote .
}"""
"""A plain join of most of the graph."""

PREFIXES = """
@prefix cmq: <https://w3id.org/communique/ontology#> . @prefix dcterms: <http://purl.org/dc/terms/> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix : <https://example.org/> .
"""
STATES = ["United States", "Israel", "China", "Iran", *(f"State {i}" for i in range(16))]
DOCUMENTS, ACTS, MEETINGS, OFFICIALS, BODIES, TOPICS = 100, 2000, 300, 400, 120, 6


def turtle(rng: random.Random) -> Iterator[str]:
    """The graph. Things are numbered; the first states stand for more of everything than the others."""

    def state() -> int:
        return min(int(rng.expovariate(0.4)), len(STATES) - 1)

    def actors(most: int) -> list[str]:
        return [f":o{rng.randrange(OFFICIALS)}" if rng.random() < 0.7 else f":s{state()}" for _ in range(most)]

    def passage(of: str, number: int) -> str:
        document = rng.randrange(DOCUMENTS)
        words = f'cmq:quote "What stands at {number}, in many words" ; cmq:start {number}'
        where = f":p{number} cmq:inDocument :d{document} ; {words}"
        return f":d{document} cmq:mentions {of} . {of} cmq:evidence :p{number} . {where} ."

    yield PREFIXES
    for i in range(TOPICS):
        yield f':t{i} a cmq:Topic ; rdfs:label "Topic {i}" .'
    for i, name in enumerate(STATES):
        yield f':s{i} a cmq:State ; rdfs:label "{name}" . :forum cmq:hasMember :s{i} .'
    yield ':forum a cmq:Forum ; rdfs:label "Forum" .'
    for i in range(BODIES):
        whole = f":b{rng.randrange(i)}" if i % 3 else f":s{state()}"
        name = "Department of State" if i == 0 else f"Body {i}"
        yield f':b{i} a cmq:GovernmentBody ; rdfs:label "{name}" ; cmq:partOf {whole} .'
    facts = []
    for i in range(OFFICIALS):
        name = "Joe Biden" if i == 0 else f"Official {i}"
        home, office = f":s{state()}", f":f{rng.randrange(OFFICIALS // 2)}"
        facts += [(f":o{i}", "represents", home), (f":o{i}", "holdsOffice", office)]
        yield f':o{i} a cmq:Official ; rdfs:label "{name}" ; cmq:represents {home} ; cmq:holdsOffice {office} .'
        yield f':f{i} a cmq:Office ; rdfs:label "Office {i}" ; cmq:officeOf :b{rng.randrange(BODIES)} .'
    for i in range(DOCUMENTS):
        date = f"{2020 + i % 5}-{1 + i % 12:02}-{1 + i % 28:02}"
        yield f':d{i} a cmq:Document ; dcterms:title "Document {i}" ; dcterms:date "{date}"^^xsd:date .'
    for i in range(MEETINGS):
        yield f':m{i} a cmq:Meeting ; rdfs:label "Meeting {i}" ; cmq:startDate "2022-01-{1 + i % 28:02}"^^xsd:date ;'
        yield f"  cmq:participant {', '.join(actors(6))} ; cmq:host :s{state()} ."
    for i in range(ACTS):
        act, kind = rng.choice([("commit", "cmq:Commitment, cmq:DiplomaticAct"), ("concern", "cmq:DiplomaticAct")])
        yield f':a{i} a {kind} ; cmq:act cmq:{act} ; cmq:content "something of {i}" ; cmq:topic :t{i % TOPICS} ;'
        holders = actors(8) if i % 8 == 0 else [f":s{state()}"]
        yield f"  cmq:by {', '.join(holders)} ; cmq:concerns :s{state()} ."
        if i % 3 == 0:
            yield f":a{i} cmq:toward :s{state()} ."
        yield passage(f":a{i}", i)
    number = ACTS
    for things, many in ((":s0", 8000), *((f":s{i}", 50) for i in range(1, len(STATES)))):
        for _ in range(many):
            number += 1
            yield passage(things, number)
    for i, (subject, property_, value) in enumerate(facts * 2):
        number += 1
        yield f":x{i} a rdf:Statement ; rdf:subject {subject} ; rdf:predicate cmq:{property_} ; rdf:object {value} ."
        yield passage(f":x{i}", number)


WORKER = """
import json, sys, time
import pyoxigraph as ox
from communique.query import OxigraphEngine

store = ox.Store()
store.load(path=sys.argv[1], format=ox.RdfFormat.TURTLE)
engine = OxigraphEngine(store)
for line in sys.stdin:
    engine.ask(json.loads(line))
    started = time.process_time()
    engine.ask(json.loads(line))
    print(time.process_time() - started, flush=True)
"""


class Timer:
    """Asks in a process of its own: in a long test run the garbage of other tests would be collected on the clock."""

    def __init__(self, graph: Path) -> None:
        self.graph = graph
        self.process: subprocess.Popen[str] | None = None

    def seconds(self, query: str) -> float:
        """Seconds of the processor for the question, asked a second time; infinite where it doesn't end."""
        if self.process is None:
            command = [sys.executable, "-c", WORKER, str(self.graph)]
            self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert self.process.stdin is not None and self.process.stdout is not None
        self.process.stdin.write(json.dumps(query) + "\n")
        self.process.stdin.flush()
        if not select.select([self.process.stdout], [], [], PATIENCE)[0]:
            self.close()  # the engine can't be stopped
            return math.inf
        answer = self.process.stdout.readline()
        assert answer, "the question isn't answered at all"
        return float(answer)

    def in_time(self, query: str, limit: float) -> bool:
        """Whether the question takes at most so much of the processor's time in one of a few tries.

        What is slow in shape is slow in every try; a busy machine makes single ones slow.
        """
        return any(self.seconds(query) <= limit for _ in range(TRIES))

    def close(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.communicate()
            self.process = None


@pytest.fixture(scope="module")
def timer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Timer]:
    graph = tmp_path_factory.mktemp("speed") / "graph.ttl"
    graph.write_text("\n".join(turtle(random.Random(1))), encoding="utf-8")
    timer = Timer(graph)
    yield timer
    timer.close()


@pytest.fixture(scope="module")
def names(timer: Timer) -> Names:
    store = ox.Store()
    store.load(path=str(timer.graph), format=ox.RdfFormat.TURTLE)
    return Names(OxigraphEngine(store))


@pytest.fixture(scope="module")
def limit(timer: Timer) -> float:
    """Seconds of the processor that a question may take here."""
    return TIMES * statistics.median(timer.seconds(MEASURE) for _ in range(TRIES))


@pytest.mark.parametrize("name", list(questions()))
def test_a_question_is_quick(name: str, timer: Timer, names: Names, limit: float) -> None:
    found = question(name)
    example = shlex.split(found.example)
    values = {key[2:]: value for key, value in zip(example[::2], example[1::2], strict=True)}
    assert timer.in_time(bind(found, values, names), limit), "as in its example"
    if not any(parameter.required for parameter in found.parameters):
        assert timer.in_time(bind(found, {}), limit), "without parameters"


def test_a_slow_shape_is_found(timer: Timer, limit: float) -> None:
    commitments = """PREFIX cmq: <https://w3id.org/communique/ontology#> SELECT * {
      ?act a cmq:Commitment ; cmq:by ?by . FILTER EXISTS {
        ?by cmq:holdsOffice/cmq:officeOf/(cmq:represents|cmq:holdsOffice|cmq:officeOf|cmq:partOf)* <https://example.org/s0>
      }
    }"""
    assert not timer.in_time(commitments, limit)

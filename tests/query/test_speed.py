"""No saved question takes more time than the size of the graph and of its answer explains.

The graph is made to be hard where the corpus is: a state that thousands of passages name, hundreds of its officials,
acts that many hold, and much that is said again. Written the obvious way (a path checked by EXISTS for each row, a
label looked up for each row, a join of everything with itself), most questions take many times as long on it.
"""

import math
import os
import random
import shlex
import signal
import statistics
import time
from collections.abc import Iterator

import pyoxigraph as ox
import pytest

from communique.query import Names, OxigraphEngine, bind, question, questions

TRIES = 3
PATIENCE = 30
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


@pytest.fixture(scope="module")
def engine() -> OxigraphEngine:
    store = ox.Store()
    store.load("\n".join(turtle(random.Random(1))).encode(), format=ox.RdfFormat.TURTLE)
    return OxigraphEngine(store)


@pytest.fixture(scope="module")
def names(engine: OxigraphEngine) -> Names:
    return Names(engine)


@pytest.fixture(scope="module")
def limit(engine: OxigraphEngine) -> float:
    """Seconds of the processor that a question may take here."""
    return TIMES * statistics.median(_seconds(engine, MEASURE) for _ in range(TRIES))


def in_time(engine: OxigraphEngine, query: str, limit: float) -> bool:
    """Whether the question takes at most so much of the processor's time in one of a few tries.

    What is slow in shape is slow in every try; a busy machine makes single ones slow.
    """
    return any(_seconds(engine, query) <= limit for _ in range(TRIES))


def _seconds(engine: OxigraphEngine, query: str) -> float:
    """Seconds of the processor for the question; infinite where it doesn't end, since the engine can't be stopped.

    A process of its own asks twice and times the second: the first copies the memory that a fork shares, which late in
    a long test run is much, and which some systems book on the process.
    """
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.alarm(PATIENCE)
        try:
            engine.ask(query)
            started = time.process_time()
            engine.ask(query)
            os.write(writing, str(time.process_time() - started).encode())
            os._exit(0)
        finally:
            os._exit(1)
    os.close(writing)
    with os.fdopen(reading) as answer:
        seconds = answer.read()
    _, status = os.waitpid(child, 0)
    assert not os.WIFEXITED(status) or os.WEXITSTATUS(status) == 0, "the question isn't answered at all"
    return float(seconds) if os.WIFEXITED(status) else math.inf


@pytest.mark.parametrize("name", list(questions()))
def test_a_question_is_quick(name: str, engine: OxigraphEngine, names: Names, limit: float) -> None:
    found = question(name)
    example = shlex.split(found.example)
    values = {key[2:]: value for key, value in zip(example[::2], example[1::2], strict=True)}
    assert in_time(engine, bind(found, values, names), limit), "as in its example"
    if not any(parameter.required for parameter in found.parameters):
        assert in_time(engine, bind(found, {}), limit), "without parameters"


def test_a_slow_shape_is_found(engine: OxigraphEngine, limit: float) -> None:
    commitments = """PREFIX cmq: <https://w3id.org/communique/ontology#> SELECT * {
      ?act a cmq:Commitment ; cmq:by ?by . FILTER EXISTS {
        ?by cmq:holdsOffice/cmq:officeOf/(cmq:represents|cmq:holdsOffice|cmq:officeOf|cmq:partOf)* <https://example.org/s0>
      }
    }"""
    assert not in_time(engine, commitments, limit)

"""Files, folders and stores as what a query is put to."""

import json
from pathlib import Path

import pyoxigraph as ox
import pytest

from communique.errors import CommuniqueError
from communique.query import (
    ENGINES,
    BadQueryError,
    OxigraphEngine,
    RdflibEngine,
    Rows,
    TooManyRowsError,
    load,
    open_graph,
)
from communique.query.sources import REGISTER, open_store

COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


def count(path: Path, query: str = COUNT) -> int:
    answer = open_graph([path]).ask(query)
    assert isinstance(answer, Rows)
    return int(answer.rows[0][0].value)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.ttl", "<x:a> <x:b> <x:c> ."),
        ("a.nt", "<x:a> <x:b> <x:c> .\n"),
        ("a.nq", "<x:a> <x:b> <x:c> <x:g> .\n<x:a> <x:b> <x:c> <x:h> .\n"),
        ("a.trig", "<x:g> { <x:a> <x:b> <x:c> . } <x:h> { <x:a> <x:b> <x:c> . } <x:a> <x:b> <x:c> ."),
        ("a.jsonld", '{"@id": "x:a", "x:b": {"@id": "x:c"}}'),
        ("A.TTL", "<x:a> <x:b> <x:c> ."),
    ],
)
def test_every_syntax(tmp_path: Path, name: str, content: str) -> None:
    (tmp_path / name).write_text(content)
    assert count(tmp_path / name) == 1, "a triple counts once, whatever graphs it is in"
    assert count(tmp_path) == 1


def test_folders(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "a.ttl").write_text("<x:a> <x:b> _:x .")
    (tmp_path / "b.nt").write_text("<x:a> <x:b> _:x .\n")
    (tmp_path / "notes.txt").write_text("no graph")
    assert count(tmp_path) == 2, "blank nodes of two files are two"


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.ttl", "<x:a> <x:b> ", "a.ttl isn't valid Turtle"),
        ("a.txt", "", "isn't a graph file"),
        ("a.jsonld", '{"@context": "http://127.0.0.1:9/c", "a": 1}', "a.jsonld isn't valid JSON-LD"),
        ("a.nt", "\ufffd\x00", "a.nt isn't valid"),
    ],
)
def test_bad_files(tmp_path: Path, name: str, content: str, message: str) -> None:
    (tmp_path / name).write_text(content)
    with pytest.raises(CommuniqueError, match=message):
        open_graph([tmp_path / name])


def test_nothing_there(tmp_path: Path) -> None:
    with pytest.raises(CommuniqueError, match="doesn't exist"):
        open_graph([tmp_path / "a.ttl"])
    with pytest.raises(CommuniqueError, match="has no graph files"):
        open_graph([tmp_path])
    with pytest.raises(CommuniqueError, match="no engine"):
        open_graph([tmp_path], "virtuoso")


def test_limit_and_errors(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text("<x:a> <x:b> 1, 2, 3 .")
    engine = OxigraphEngine(open_store([tmp_path]), limit=2)
    with pytest.raises(TooManyRowsError):
        engine.ask("SELECT * { ?s ?p ?o }")
    assert engine.ask("SELECT * { ?s ?p ?o } LIMIT 2")
    with pytest.raises(BadQueryError, match=r"line 2, column \d+"):
        engine.ask("SELECT *\n{ ?s ?p }")
    for unwanted in ("CLEAR ALL", "LOAD <http://127.0.0.1:9/>", "INSERT DATA { <x:a> <x:b> 4 }", "DROP ALL"):
        with pytest.raises(BadQueryError):
            engine.ask(unwanted)


def test_a_query_that_a_timer_stops_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    class Stopped:
        """A store in which the timer of a caller strikes."""

        def query(self, *_: object, **__: object) -> None:
            raise TimeoutError

    oxigraph, rdflib = OxigraphEngine(Stopped()), RdflibEngine(ox.Store())  # type: ignore[arg-type]
    monkeypatch.setattr(rdflib, "_data", Stopped())
    for engine in (oxigraph, rdflib):
        with pytest.raises(BadQueryError, match=r"took too long and was stopped; narrow it .*more time$"):
            engine.ask("ASK {}")


@pytest.mark.parametrize("engine", ENGINES)
def test_groups_of_nothing(tmp_path: Path, engine: str) -> None:
    (tmp_path / "a.ttl").write_text("<x:a> <x:b> 1 . <x:c> <x:d> 2 .")
    empty = "{ SELECT ?s (MIN(?o) AS ?least) { ?s <x:nothing> ?o } GROUP BY ?s }"
    for query, rows in ((f"SELECT * {{ {empty} ?s ?p ?n }}", 0), (f"SELECT * {{ ?s ?p ?n {empty} }}", 0),
                        (f"SELECT * {{ ?s ?p ?n OPTIONAL {empty} }}", 2), (empty[1:-1], 0)):  # fmt: skip
        answer = open_graph([tmp_path], engine).ask(query)
        assert isinstance(answer, Rows)
        assert len(answer.rows) == rows


def test_a_store_is_filled_file_by_file(tmp_path: Path) -> None:
    first, second, store = tmp_path / "a.ttl", tmp_path / "b.trig", tmp_path / "store"
    first.write_text("<x:a> <x:b> 1, 2 .")
    second.write_text("<x:g> { <x:a> <x:b> 2, 3 . }")
    report = load([first, second], store)
    assert (len(report.loaded), len(report.unchanged), report.failed, report.triples) == (2, 0, [], 3)
    report = load([first, second], store)
    assert (len(report.loaded), len(report.unchanged), report.triples) == (0, 2, 3)
    first.write_text("<x:a> <x:b> 5 .")
    report = load([first, second], store)
    assert (report.loaded, report.unchanged, report.triples) == ([first], [second], 3), (
        "1 went, 2 is still in b, 5 came"
    )
    answer = open_graph([store]).ask("SELECT ?o { ?s ?p ?o } ORDER BY ?o")
    assert isinstance(answer, Rows)
    assert [row[0].value for row in answer.rows] == ["2", "3", "5"]  # type: ignore[union-attr]
    assert count(store, "SELECT (COUNT(DISTINCT ?g) AS ?n) { GRAPH ?g { ?s ?p ?o } }") == 2


def test_a_bad_file_leaves_the_store_as_it_was(tmp_path: Path) -> None:
    good, bad, store = tmp_path / "good.ttl", tmp_path / "bad.ttl", tmp_path / "store"
    good.write_text("<x:a> <x:b> 1 .")
    bad.write_text("<x:a> <x:b> 2 . <x:a> ")
    report = load([bad, good], store)
    assert (len(report.loaded), len(report.failed), report.triples) == (1, 1, 1)
    assert "bad.ttl" in report.failed[0]


def test_a_load_that_was_broken_off_is_mended(tmp_path: Path) -> None:
    source, store = tmp_path / "a.trig", tmp_path / "store"
    source.write_text("<x:g> { <x:a> <x:b> 1 . }")
    load([source], store)
    register = json.loads((store / REGISTER).read_text())
    register[str(source.resolve())]["sha256"] = ""  # as it stands while a file is being loaded
    (store / REGISTER).write_text(json.dumps(register))
    source.write_text("<x:h> { <x:a> <x:b> 2 . }")
    assert load([source], store).triples == 1
    assert count(store, "SELECT (COUNT(*) AS ?n) { GRAPH <x:g> { ?s ?p ?o } }") == 0


def test_what_is_no_store(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text("<x:a> <x:b> 1 .")
    with pytest.raises(CommuniqueError, match="isn't a store"):
        load([tmp_path / "a.ttl"], tmp_path)
    load([tmp_path / "a.ttl"], tmp_path / "store")
    with pytest.raises(CommuniqueError, match="together with files"):
        open_graph([tmp_path / "store", tmp_path / "a.ttl"])
    (tmp_path / "store" / REGISTER).write_text("[")
    with pytest.raises(CommuniqueError, match="load into a new folder"):
        load([tmp_path / "a.ttl"], tmp_path / "store")

"""The saved questions have the same answers in engines by other people."""

import csv
import io
import json
import re
import shlex
import socket
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from communique.query import Names, Rows, bind, open_graph, questions

Cell = Any
Answers = dict[str, list[tuple[Cell, ...]]]


def term(node: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None) -> Cell:
    """A term by its value; an empty string like none, since engines differ in MIN and MAX of nothing."""
    if node is None:
        return ""
    text = str(node.value) if isinstance(node, ox.Literal | ox.NamedNode) else str(node)
    if isinstance(node, ox.Literal) and re.search("integer|decimal|double", node.datatype.value):
        return float(text)
    return text


def rows(answer: Any) -> list[tuple[Cell, ...]]:
    assert isinstance(answer, Rows)
    return [tuple(map(term, row)) for row in answer.rows]


def read(path: Path) -> list[tuple[Cell, ...]]:
    found = ox.parse_query_results(path=str(path), format=ox.QueryResultsFormat.JSON)
    assert isinstance(found, ox.QuerySolutions)
    return [tuple(map(term, row)) for row in found]


@pytest.fixture(scope="module")
def asked(story_turtle: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Answers]:
    """All questions, with and without parameters, as files; and Oxigraph's answers."""
    engine, folder = open_graph([story_turtle]), tmp_path_factory.mktemp("questions")
    names, answers = Names(engine), {}
    for name, found in questions().items():
        example = shlex.split(found.example.replace("China", "Israel"))
        values = {key[2:]: value for key, value in zip(example[::2], example[1::2], strict=True)}
        kinds = {"file": found.sparql, "some": bind(found, values, names)}
        if not any(parameter.required for parameter in found.parameters):
            kinds["all"] = bind(found, {}, names)
        for kind, sparql in kinds.items():
            (folder / f"{name}-{kind}.rq").write_text(sparql, encoding="utf-8")
            answers[f"{name}-{kind}.rq"] = rows(engine.ask(sparql))
    assert sum(map(len, answers.values())) > 150
    return folder, answers


@pytest.mark.engine
@pytest.mark.parametrize("store", ["memory", "tdb2"])
def test_jena(
    asked: tuple[Path, Answers],
    story_turtle: Path,
    jena_class_path: str,
    java: Callable[..., str],
    tmp_path: Path,
    store: str,
) -> None:
    folder, answers = asked
    tdb2 = tmp_path / "tdb2"
    tdb2.mkdir()
    queries = [str(folder / name) for name in answers]
    java(
        jena_class_path,
        "Jena",
        "ask",
        str(story_turtle),
        str(tmp_path),
        "-" if store == "memory" else str(tdb2),
        *queries,
    )
    assert {name: read(tmp_path / f"{name}.srj") for name in answers} == answers


class Virtuoso:
    """A Virtuoso server on loopback, with a database of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.sql, self.http = _free_port(), _free_port()
        self.client = ["isql-vt", f"127.0.0.1:{self.sql}", "dba", "sesame"]
        settings = f"""
[Database]
DatabaseFile = {folder}/v.db
ErrorLogFile = {folder}/v.log
LockFile = {folder}/v.lck
TransactionFile = {folder}/v.trx
xa_persistent_file = {folder}/v.pxa
[TempDatabase]
DatabaseFile = {folder}/v-temp.db
TransactionFile = {folder}/v-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{self.sql}
DisableUnixSocket = 1
DirsAllowed = {folder}
NumberOfBuffers = 20000
[HTTPServer]
ServerPort = 127.0.0.1:{self.http}
ServerThreads = 5
[SPARQL]
ResultSetMaxRows = 100000
"""
        (folder / "v.ini").write_text(settings)
        command = ["virtuoso-t", "+configfile", str(folder / "v.ini"), "+foreground", "+wait"]
        subprocess.run([*command, "+pwdold", "dba", "+pwddba", "sesame"], capture_output=True, timeout=120)
        self.process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=folder
        )
        end = time.monotonic() + 60
        while True:
            try:
                self.query("ASK {}")
                return
            except OSError:
                assert time.monotonic() < end, (folder / "v.log").read_text()[-2000:]
                time.sleep(0.5)

    def isql(self, statements: str) -> str:
        command = [*self.client, f"exec={statements}"]
        return subprocess.run(command, capture_output=True, text=True, timeout=120, stdin=subprocess.DEVNULL).stdout

    def load(self, name: str, graph: str) -> None:
        """Bulk load a file of the folder; a load that fails raises nothing by itself."""
        statements = f"ld_dir('{self.folder}', '{name}', '{graph}'); rdf_loader_run(); checkpoint;"
        said = self.isql(statements + "select ll_file, ll_state, ll_error from DB.DBA.load_list;")
        line = next(
            line for line in said.splitlines() if line.startswith(str(self.folder / name)[:20]) and name in line
        )
        assert line.split()[1:] == ["2", "NULL"], said

    def query(self, sparql: str, graph: str = "") -> dict[str, Any]:
        form = {"query": sparql, "format": "application/sparql-results+json", "default-graph-uri": graph}
        address = f"http://127.0.0.1:{self.http}/sparql"
        request = urllib.request.Request(address, urllib.parse.urlencode(form).encode())
        try:
            with urllib.request.urlopen(request, timeout=30) as response:
                found: dict[str, Any] = json.load(response)
                return found
        except urllib.error.HTTPError as error:
            raise AssertionError(error.read().decode()[:1500]) from error
        except TimeoutError as error:
            raise AssertionError("no answer in time") from error

    def close(self) -> None:
        try:
            subprocess.run([*self.client, "exec=shutdown;"], capture_output=True, timeout=10, stdin=subprocess.DEVNULL)
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


@pytest.fixture(scope="module")
def virtuoso(needs: Callable[..., None], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Virtuoso]:
    advice = "apt-get install --no-install-recommends virtuoso-opensource-7-bin virtuoso-opensource-7-common"
    needs("virtuoso-t", "isql-vt", advice=advice)
    started = Virtuoso(tmp_path_factory.mktemp("virtuoso"))
    yield started
    started.close()


@pytest.mark.engine
@pytest.mark.parametrize("suffix", [".ttl", ".nt", ".nq", ".trig", ".rdf"])
@pytest.mark.parametrize("name", ["story_files", "hostile_files"])
def test_virtuoso_loads(
    request: pytest.FixtureRequest, virtuoso: Virtuoso, quads_of: Callable[[Path], set[Any]], name: str, suffix: str
) -> None:
    path: Path = request.getfixturevalue(name)[suffix]
    copy, graph = f"{name}{suffix}", f"http://graph.example/{name}{suffix}"
    (virtuoso.folder / copy).write_bytes(path.read_bytes())
    virtuoso.load(copy, graph)
    if suffix in (".nq", ".trig"):
        named = {quad[3] for quad in quads_of(path)}
        expected = {quad[:3] for quad in quads_of(path)}
        dataset = " ".join(f"FROM <{each}>" for each in sorted(named))
    else:
        expected = {quad[:3] for quad in quads_of(path)}
        dataset = f"FROM <{graph}>"
    found = virtuoso.query(f"SELECT DISTINCT ?s ?p ?o {dataset} WHERE {{ ?s ?p ?o }}")
    assert {(b["s"]["value"], b["p"]["value"]) for b in found["results"]["bindings"]} == {t[:2] for t in expected}
    assert len(found["results"]["bindings"]) == len(expected)


@pytest.mark.engine
def test_virtuoso_answers(asked: tuple[Path, Answers], virtuoso: Virtuoso, story_turtle: Path) -> None:
    folder, answers = asked
    (virtuoso.folder / "questions.ttl").write_bytes(story_turtle.read_bytes())
    virtuoso.load("questions.ttl", "http://graph.example/questions")
    wrong = {}
    for name, expected in answers.items():
        if name.endswith("-file.rq"):  # Virtuoso has no EXISTS within IF
            continue
        try:
            found = virtuoso.query((folder / name).read_text(), "http://graph.example/questions")
        except AssertionError as error:
            wrong[name] = str(error)[:200]
            continue
        variables = found["head"]["vars"]
        mine = [tuple(_cell(row.get(v)) for v in variables) for row in found["results"]["bindings"]]
        if sorted(mine, key=str) != sorted(expected, key=str):
            wrong[name] = f"{len(mine)} rows for {len(expected)}"
    assert wrong == {}


def _cell(value: dict[str, str] | None) -> Cell:
    if value is None:
        return ""
    if re.search("integer|decimal|double", value.get("datatype", "")):
        return float(value["value"])
    return value["value"]


@pytest.mark.engine
def test_roqet(needs: Callable[..., None], story_turtle: Path) -> None:
    """Rasqal has neither property paths nor sub-queries; plain patterns and filters it answers alike."""
    needs("roqet", advice="apt-get install --no-install-recommends rasqal-utils")
    engine = open_graph([story_turtle])
    prefixes = (
        "PREFIX cmq: <https://w3id.org/communique/ontology#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> "
    )
    for pattern in (
        "SELECT ?o ?f { ?x cmq:holdsOffice ?y . ?x rdfs:label ?o . ?y rdfs:label ?f }",
        "SELECT ?n ?c { ?a a cmq:Commitment ; cmq:by ?b ; cmq:content ?c . ?b rdfs:label ?n }",
        "SELECT ?m ?d { ?m cmq:startDate ?d . FILTER(STR(?d) > '2022') }",
        "SELECT ?a ?t { ?a a cmq:DiplomaticAct . OPTIONAL { ?a cmq:toward ?t } }",
        "SELECT DISTINCT ?k { ?s a ?k }",
    ):
        command = ["roqet", "-q", "-i", "sparql", "-r", "csv", "-D", str(story_turtle), "-e", prefixes + pattern]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60)
        assert done.returncode in (0, 2), done.stderr  # 2: warnings
        found = [tuple(row) for row in csv.reader(io.StringIO(done.stdout))][1:]
        expected = [tuple(map(str, row)) for row in rows(engine.ask(prefixes + pattern))]
        assert sorted(found) == sorted(expected), pattern

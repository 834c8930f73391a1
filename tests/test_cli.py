"""The command: what it says, where, and with which exit code."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from communique import __version__
from communique.cli import communique, main


def run(*arguments: str, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "communique.cli", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, input=stdin)


def call(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """The command within this process: exit code, standard output, standard error."""
    with pytest.raises(SystemExit) as left:
        main(arguments)
    said = capsys.readouterr()
    return int(left.value.code or 0), said.out, said.err


def test_version_and_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert call(capsys, "--version") == (0, f"communique {__version__}\n", "")
    code, out, _ = call(capsys, "--help")
    assert code == 0
    for name in ("build", "query", "ask", "validate", "load", "export", "serve", "view"):
        assert f"  {name} " in out
        assert call(capsys, name, "--help")[0] == 0


@pytest.mark.parametrize("name", list(communique.commands))
def test_every_command_has_help(capsys: pytest.CaptureFixture[str], name: str) -> None:
    code, out, _ = call(capsys, name, "-h")
    assert code == 0
    assert "--debug" in out or name == "ask"


def test_it_starts_quickly() -> None:
    code = (
        "import sys, communique.cli; heavy = {'rdflib', 'spacy', 'torch', 'numpy', 'pyoxigraph', 'rich', 'starlette'};"
        "print(sorted(heavy & set(sys.modules)))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert ran.stdout.strip() == "[]", ran.stderr
    started = time.monotonic()
    assert run("--version").returncode == 0
    assert time.monotonic() - started < 3


def test_query(capsys: pytest.CaptureFixture[str], story_turtle: Path, tmp_path: Path) -> None:
    select = """PREFIX cmq: <https://w3id.org/communique/ontology#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
        SELECT ?n { ?s a cmq:State ; rdfs:label ?n } ORDER BY ?n"""
    expected = "n\r\nIran\r\nIsrael\r\nJapan\r\nUnited States\r\n"
    for engine in ("oxigraph", "rdflib"):
        assert call(capsys, "query", str(story_turtle), "-q", select, "-f", "csv", "--engine", engine)[:2] == (
            0,
            expected,
        )
    (tmp_path / "q.rq").write_text(select)
    assert call(capsys, "query", str(story_turtle), "-F", str(tmp_path / "q.rq"), "-f", "csv")[1] == expected
    assert run("query", str(story_turtle), "-f", "csv", stdin=select).stdout.splitlines()[1:3] == ["Iran", "Israel"]
    assert "4 rows" in call(capsys, "query", str(story_turtle), "-q", select)[1]
    assert (
        "a cmq:State"
        in call(
            capsys,
            "query",
            str(story_turtle),
            "-f",
            "turtle",
            "-q",
            "DESCRIBE <https://w3id.org/communique/id/state/Iran>",
        )[1]
    )


def test_ask(capsys: pytest.CaptureFixture[str], story_turtle: Path) -> None:
    code, out, err = call(
        capsys,
        "ask",
        "commitments",
        "--by",
        "United States",
        "--toward",
        "Israel",
        "--since",
        "2022",
        "-g",
        str(story_turtle),
    )
    assert (code, err) == (0, "")
    assert "Jerusalem Declaration" in out
    assert "2 rows" in out
    code, out, _ = call(capsys, "ask", "commitments", "--show")
    assert out.startswith("PREFIX cmq:")
    code, _, err = call(capsys, "ask", "commitments", "--by", "Untied States", "-g", str(story_turtle))
    assert code == 1
    assert "did you mean 'United States'?" in err
    assert err.count("\n") == 1


def test_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in (
        ("quary",), ("query", "--no"), ("ask", "commitments", "--bye", "x"), ("build",), ("ask", "nothing"),
        ("serve", "--port", "99999"), ("build", "x", "--min-confidence", "2"),
    ):  # fmt: skip
        code, out, err = call(capsys, *arguments)
        assert (code, out) == (2, ""), arguments
        assert err


def test_errors_are_one_line(capsys: pytest.CaptureFixture[str], tmp_path: Path, story_turtle: Path) -> None:
    (tmp_path / "broken.ttl").write_text("<x:a> <x:b> ")
    for arguments in (
        ("query", str(tmp_path / "none.ttl"), "-q", "ASK {}"),
        ("query", str(tmp_path / "broken.ttl"), "-q", "ASK {}"),
        ("query", str(story_turtle), "-q", "SELECT * { ?s ?p"),
        ("query", str(story_turtle), "-q", "ASK { SERVICE <http://127.0.0.1:9/> {} }"),
        ("query", str(story_turtle), "-q", "ASK {}", "-f", "pdf"),
        ("validate", str(tmp_path / "broken.ttl")),
        ("export", str(story_turtle), "-o", str(tmp_path / "x.pdf")),
        ("build", str(tmp_path / "none.txt"), "-o", str(tmp_path)),
        ("serve", str(tmp_path / "broken.ttl"), "--port", "0"),
        ("view", str(tmp_path / "none.ttl"), "-o", str(tmp_path / "x.html")),
    ):
        code, out, err = call(capsys, *arguments)
        assert (code, out) == (1, ""), arguments
        assert err.startswith("communique: ")
        assert err.count("\n") == 1, err
    code, _, err = call(capsys, "query", str(tmp_path / "none.ttl"), "-q", "ASK {}", "--debug")
    assert code == 1
    assert "Traceback" in err


def test_validate(capsys: pytest.CaptureFixture[str], story_turtle: Path, tmp_path: Path) -> None:
    assert call(capsys, "validate", str(story_turtle))[0] == 0
    wrong = tmp_path / "wrong.ttl"
    wrong.write_text("<https://w3id.org/communique/id/state/X> a <https://w3id.org/communique/ontology#State> .")
    code, out, err = call(capsys, "validate", str(story_turtle), str(wrong))
    assert code == 1
    assert "wrong.ttl: Violation" in out
    assert "problems" in err


def test_load_then_ask_the_store(capsys: pytest.CaptureFixture[str], story_turtle: Path, tmp_path: Path) -> None:
    store, broken = str(tmp_path / "store"), tmp_path / "broken.ttl"
    broken.write_text("<x:a>")
    code, _, err = call(capsys, "load", str(story_turtle), str(broken), "--store", store)
    assert code == 1, "one of the batch was bad"
    assert "1 files loaded" in err
    assert "broken.ttl" in err
    assert call(capsys, "load", str(story_turtle), "--store", store)[0] == 0
    assert call(capsys, "query", "--store", store, "-q", "ASK { ?s ?p ?o }")[1] == "true\n"
    assert "Jerusalem Declaration" in call(capsys, "ask", "commitments", "-g", store)[1]


def test_export_and_ontology(capsys: pytest.CaptureFixture[str], story_turtle: Path, tmp_path: Path) -> None:
    code, _, err = call(capsys, "export", str(story_turtle), "-o", str(tmp_path / "out"), "-f", "jsonld", "-f", "csv")
    assert code == 0
    assert err.count("wrote ") == 6
    assert call(capsys, "ontology", "-o", str(tmp_path / "o.html"))[0] == 0
    assert "Commitment" in (tmp_path / "o.html").read_text(encoding="utf-8")


def test_view(capsys: pytest.CaptureFixture[str], story_turtle: Path, tmp_path: Path) -> None:
    code, _, err = call(
        capsys, "view", str(story_turtle), "-o", str(tmp_path / "n.html"), "--around", "Israel", "--top", "10"
    )
    assert code == 0, err
    assert "Israel" in (tmp_path / "n.html").read_text(encoding="utf-8")


def test_a_reader_that_has_enough(story_turtle: Path) -> None:
    command = f"{sys.executable} -m communique.cli query {story_turtle} -q 'SELECT * {{?s ?p ?o}}' -f csv | head -n 1"
    ran = subprocess.run(["bash", "-c", command], capture_output=True, text=True, timeout=60)
    assert ran.stdout.strip()
    assert ran.stderr == ""


def test_a_batch_goes_on_past_a_bad_document(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text(
        "President Joe Biden met Prime Minister Yair Lapid of Israel in Jerusalem on July 14, 2022.\n"
    )
    (tmp_path / "bad.pdf").write_bytes(b"\x00\x01\x02 no document at all")
    sources = (str(tmp_path / "bad.pdf"), str(tmp_path / "good.txt"))
    code, _, err = call(capsys, "build", *sources, "-o", str(tmp_path / "out"))
    assert code == 1
    assert "bad.pdf" in err
    assert (tmp_path / "out" / "graph.ttl").exists()

"""Building from files: the same bytes every time, and bad input that harms nothing."""

from pathlib import Path

import pytest

from communique.cli import main
from communique.graph import read_graph, validate

DOCUMENTS = Path(__file__).parent / "documents"
FILES = ("graph.trig", "graph.ttl", "network.html")


def build(*arguments: object) -> int:
    with pytest.raises(SystemExit) as left:
        main(["build", *map(str, arguments)])
    return int(left.value.code or 0)


def test_bytes_are_the_same_for_any_number_of_workers(tmp_path: Path) -> None:
    assert build(DOCUMENTS, "-o", tmp_path / "one") == 0
    assert build(DOCUMENTS, "-o", tmp_path / "two", "--workers", 2) == 0
    for name in FILES:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes(), name


def test_the_graphs_are_well_formed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert build(DOCUMENTS, "-o", tmp_path) == 0
    assert validate(read_graph(tmp_path / "graph.ttl")) == []
    out = capsys.readouterr().out
    assert "Official" in out and "seconds" in out


def test_confidence_cuts(tmp_path: Path) -> None:
    sample = DOCUMENTS / "sample.txt"
    assert build(sample, "-o", tmp_path / "all") == 0
    assert build(sample, "-o", tmp_path / "sure", "--min-confidence", "0.9") == 0
    every, sure = (len(read_graph(tmp_path / n / "graph.ttl")) for n in ("all", "sure"))
    assert 0 < sure < every


def test_another_base(tmp_path: Path) -> None:
    assert build(DOCUMENTS / "sample.txt", "-o", tmp_path, "--base-iri", "https://example.org/kg/") == 0
    text = (tmp_path / "graph.ttl").read_text(encoding="utf-8")
    assert "https://example.org/kg/state/" in text
    assert "w3id.org/communique/id" not in text


@pytest.mark.parametrize(
    "content",
    [b"", b"\x00\x01\x02binary", b"\xff\xfe\xfa not text \x81", b"\n \n\t", b"12 34\n5678\n"],
    ids=["empty", "binary", "undecodable", "blank", "no words"],
)
def test_bad_files_are_told_in_one_line(content: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad = tmp_path / "bad.txt"
    bad.write_bytes(content)
    out = tmp_path / "out"
    out.mkdir()
    (out / "graph.ttl").write_text("kept")
    assert build(bad, "-o", out) == 1
    said = capsys.readouterr().err
    assert said.count("\n") == 1 and "bad.txt" in said, said
    assert [p.name for p in out.iterdir()] == ["graph.ttl"]
    assert (out / "graph.ttl").read_text() == "kept"


def test_missing_files_and_empty_folders(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert build(tmp_path / "nowhere.txt", "-o", tmp_path / "out") == 1
    (tmp_path / "empty").mkdir()
    assert build(tmp_path / "empty", "-o", tmp_path / "out") == 1
    assert capsys.readouterr().err.count("\n") == 2
    assert not (tmp_path / "out").exists()


def test_a_batch_goes_on_and_names_the_bad(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "bad.txt").write_bytes(b"\x00\x00")
    assert build(DOCUMENTS / "readout.md", tmp_path / "bad.txt", "-o", tmp_path / "out") == 1
    assert "bad.txt" in capsys.readouterr().err
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == sorted(FILES)


def test_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert build() == 2
    assert build("x", "--min-confidence", "2") == 2


def test_standard_input(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import io

    text = (DOCUMENTS / "readout.md").read_bytes()
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text)))
    assert build("-", "-o", tmp_path) == 0
    assert len(read_graph(tmp_path / "graph.ttl")) > 50

"""Every syntax that is exported says the same in every engine that reads it."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from rdflib import Dataset

Files = dict[str, Path]
Same = Callable[[Path, Path], None]
WITHOUT_NAMES = (".ttl", ".nt", ".rdf")


@pytest.fixture(scope="session", params=["story", "hostile", "corpus"])
def files(request: pytest.FixtureRequest) -> Files:
    found: Files = request.getfixturevalue(f"{request.param}_files")
    return found


def test_syntaxes_agree(files: Files, quads_of: Callable[[Path], set[Any]]) -> None:
    assert quads_of(files[".trig"]) == quads_of(files[".nq"]) == quads_of(files[".jsonld"])
    assert quads_of(files[".ttl"]) == quads_of(files[".nt"]) == quads_of(files[".rdf"])
    assert len(quads_of(files[".ttl"])) > 100


def test_exports_are_the_same_every_time(
    story_files: Files, story_trig: Path, export_again: Callable[[Path, Path], Files], tmp_path: Path
) -> None:
    again = export_again(tmp_path, story_trig)
    for suffix, path in story_files.items():
        assert again[suffix].read_bytes() == path.read_bytes(), suffix


@pytest.mark.parametrize("suffix", [".ttl", ".trig", ".nt", ".nq", ".jsonld", ".rdf"])
def test_rdflib(same: Same, files: Files, suffix: str, tmp_path: Path) -> None:
    if suffix != ".nq" and files[suffix].stat().st_size > 5_000_000:
        pytest.skip("rdflib takes minutes for it; its N-Quads are read")
    forms = {".ttl": "turtle", ".nt": "nt", ".nq": "nquads", ".jsonld": "json-ld", ".rdf": "xml", ".trig": "trig"}
    data = Dataset()
    target: Any = data.default_graph if suffix in WITHOUT_NAMES else data
    target.parse(files[suffix], format=forms[suffix])
    data.serialize(tmp_path / "copy.nq", format="nquads")
    same(files[suffix], tmp_path / "copy.nq")


@pytest.mark.engine
@pytest.mark.parametrize("suffix", [".ttl", ".trig", ".nt", ".nq", ".rdf"])
def test_rapper(same: Same, needs: Callable[..., None], files: Files, suffix: str, tmp_path: Path) -> None:
    needs("rapper", advice="apt-get install --no-install-recommends raptor2-utils")
    names = {".ttl": "turtle", ".trig": "trig", ".nt": "ntriples", ".nq": "nquads", ".rdf": "rdfxml"}
    with (tmp_path / "copy.nq").open("wb") as out:
        command = ["rapper", "-q", "-i", names[suffix], "-o", "nquads", str(files[suffix])]
        done = subprocess.run(command, stdout=out, stderr=subprocess.PIPE, timeout=300)
    assert done.returncode == 0, done.stderr[-1000:]
    same(files[suffix], tmp_path / "copy.nq")


@pytest.mark.engine
def test_jena_reads_strictly(
    same: Same, files: Files, jena_class_path: str, java: Callable[..., str], tmp_path: Path
) -> None:
    java(jena_class_path, "Jena", "read", str(tmp_path), *map(str, files.values()))
    for path in files.values():
        same(path, tmp_path / f"{path.name}.nq")


@pytest.mark.engine
@pytest.mark.parametrize("name", ["story_files", "corpus_files"])
def test_jena_validates(
    request: pytest.FixtureRequest, name: str, jena_class_path: str, java: Callable[..., str]
) -> None:
    shapes = Path(__file__).parents[2] / "ontology" / "shapes.ttl"
    files = request.getfixturevalue(name)
    assert java(jena_class_path, "Jena", "shacl", str(shapes), str(files[".ttl"])).strip() == "true"


@pytest.mark.engine
def test_jena_finds_what_is_wrong(
    story_files: Files, jena_class_path: str, java: Callable[..., str], tmp_path: Path
) -> None:
    shapes = Path(__file__).parents[2] / "ontology" / "shapes.ttl"
    broken = tmp_path / "broken.ttl"
    lines = story_files[".ttl"].read_text().splitlines(keepends=True)
    broken.write_text("".join(line for line in lines if "rdfs:label" not in line))
    assert java(jena_class_path, "Jena", "shacl", str(shapes), str(broken)).startswith("false")
    invalid = tmp_path / "invalid.ttl"
    invalid.write_text('<x:a> <x:b> "2022-02-30"^^<http://www.w3.org/2001/XMLSchema#date> .')
    with pytest.raises(AssertionError, match="2022-02-30"):
        java(jena_class_path, "Jena", "read", str(tmp_path), str(invalid))


@pytest.mark.engine
def test_rdf4j_reads_strictly(
    same: Same, files: Files, rdf4j_class_path: str, java: Callable[..., str], tmp_path: Path
) -> None:
    java(rdf4j_class_path, "RioReader", str(tmp_path), *map(str, files.values()))
    for path in files.values():
        same(path, tmp_path / f"{path.name}.nq")


@pytest.mark.engine
def test_n3_js(same: Same, files: Files, node: Callable[..., None], tmp_path: Path) -> None:
    read = [files[suffix] for suffix in (".ttl", ".trig", ".nt", ".nq")]
    node("n3", str(tmp_path), *map(str, read))
    for path in read:
        same(path, tmp_path / f"{path.name}.nq")


@pytest.mark.engine
def test_jsonld_js(same: Same, files: Files, node: Callable[..., None], tmp_path: Path) -> None:
    node("jsonld", str(tmp_path), str(files[".jsonld"]))
    same(files[".jsonld"], tmp_path / f"{files['.jsonld'].name}.nq")


def test_oxigraph_store_on_disk(same: Same, files: Files, tmp_path: Path) -> None:
    from communique.graph.export import export
    from communique.query import load
    from communique.query.sources import open_store

    load([files[".trig"]], tmp_path / "store")
    (copy,) = export(open_store([tmp_path / "store"]), tmp_path / "copy.nq")
    same(files[".nq"], copy)
    shutil.rmtree(tmp_path / "store")

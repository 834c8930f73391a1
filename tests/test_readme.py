"""The README's commands, as written."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


SETUPS = [b for b in blocks("sh") if "venv" in b]
RECIPES = [b for b in blocks("sh") if "venv" not in b]


def checkout(to: Path) -> Path:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout.decode()
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            (to / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, to / name)
    return to


@pytest.mark.skipif("CI" not in os.environ, reason="installs from the package index: set CI=true")
def test_the_first_command_builds_the_sample(tmp_path: Path) -> None:
    folder = checkout(tmp_path / "checkout")
    shutil.rmtree(folder / "output")
    environment = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "VIRTUAL_ENV")}
    ran = subprocess.run(["bash", "-c", SETUPS[0]], cwd=folder, env=environment, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    assert {p.name for p in (folder / "output").iterdir()} == {"graph.ttl", "graph.trig", "network.html"}
    assert "Official" in ran.stdout
    for name in ("Amir Eshel", "Abraham Accords", "Derek Chollet"):  # processors may differ in the last digits
        assert all(f'"{name}"' in (at / "output" / "graph.ttl").read_text(encoding="utf-8") for at in (folder, ROOT))


def test_the_second_command_is_what_ci_runs() -> None:
    after = README.split("## Tests", 1)[1]
    assert SETUPS[1] in after
    assert "## Tests" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built")
    ran = run(["communique", "build", str(ROOT / "tests" / "documents" / "sample.txt"), "-o", str(folder)], folder)
    assert ran.returncode == 0, ran.stderr
    return folder


@pytest.fixture
def desk(tmp_path: Path, built: Path) -> Path:
    shutil.copytree(ROOT / "tests" / "documents", tmp_path / "statements")
    shutil.copytree(ROOT / "tests" / "documents", tmp_path / "tests" / "documents")
    shutil.copytree(built, tmp_path / "output")
    return tmp_path


def run(command: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    environment = os.environ | {"PATH": path}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=300)


@pytest.mark.parametrize("recipe", [r for r in RECIPES if " serve" not in r])
def test_recipe(recipe: str, desk: Path) -> None:
    ran = run(["bash", "-euc", recipe], desk)
    assert ran.returncode == 0, ran.stderr
    if "query" in recipe:
        assert re.search(r"[1-9]\d* rows?", ran.stdout), ran.stdout


@pytest.mark.parametrize("program", blocks("python"))
def test_python(program: str, desk: Path) -> None:
    ran = run([sys.executable, "-c", program], desk)
    assert ran.returncode == 0, ran.stderr


def test_every_command_is_in_the_readme() -> None:
    from communique.cli import communique

    assert [name for name in communique.commands if f"communique {name}" not in README] == []


def test_links_lead_somewhere() -> None:
    links = re.findall(r"\]\(([^)#]+)\)", README)
    assert [x for x in links if "://" not in x and not (ROOT / x).exists()] == []

"""Files that ship with the package: tables, and the ontology, which lies beside ``src`` in a checkout."""

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

__all__ = ["data_lines", "ontology_file"]


def data_lines(package: str, name: str) -> list[str]:
    """The lines of a package's data file that are neither empty nor comments ("#").

    Args:
        package: dotted name of the package with a folder ``data``; a module's own ``__package__``.

    Raises:
        FileNotFoundError: if there is no such file.
    """
    text = files(package).joinpath("data", name).read_text(encoding="utf-8")
    return [line for line in text.split("\n") if line.strip() and not line.startswith("#")]


def ontology_file(name: str) -> Traversable:
    """A file of the ontology: ``communique.ttl``, ``shapes.ttl`` or ``topics.ttl``.

    An installed package carries them in its folder ``ontology``; a checkout has them beside ``src``.

    Raises:
        FileNotFoundError: if there is no such file.
    """
    checkout: Traversable = Path(__file__).resolve().parents[2] / "ontology"
    for folder in (files("communique").joinpath("ontology"), checkout):
        found = folder.joinpath(name)
        if found.is_file():
            return found
    raise FileNotFoundError(f"no ontology file {name}")

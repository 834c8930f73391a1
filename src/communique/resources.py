"""Files that ship with the package but lie beside ``src`` in a checkout."""

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

__all__ = ["ontology_file"]


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

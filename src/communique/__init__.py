"""Communique: from diplomatic texts to knowledge graphs that point to their words."""

from importlib.metadata import version
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from communique.language import load
    from communique.pipeline import build

__all__ = ["__version__", "build", "load"]

__version__ = version("communique")


def __getattr__(name: str) -> Any:
    """Import the entry points when they are first used: importing the package stays quick."""
    if name == "load":
        from communique.language import load

        return load
    if name == "build":
        from communique.pipeline import build

        return build
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

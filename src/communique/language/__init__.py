"""Text to spaCy Doc: the bundled pipeline and how it is loaded."""

from .loading import load

__all__ = ["load"]

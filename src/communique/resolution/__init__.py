"""Who is who."""

from .inside import resolve

__all__ = ["resolve"]

"""Findings to RDF: identifiers, assembly, writing and reading, validation."""

from .assembly import assemble, assemble_dataset
from .identifiers import Identifiers
from .reading import merge, read_graph
from .serialise import nquads, trig, turtle, write_graph
from .validation import Problem, validate
from .vocabulary import CMQ, DEFAULT_BASE, TOPIC

__all__ = [
    "CMQ",
    "DEFAULT_BASE",
    "TOPIC",
    "Identifiers",
    "Problem",
    "assemble",
    "assemble_dataset",
    "merge",
    "nquads",
    "read_graph",
    "trig",
    "turtle",
    "validate",
    "write_graph",
]

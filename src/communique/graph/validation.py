"""Is a graph well formed? SHACL over ``ontology/shapes.ttl``, and no inference."""

from dataclasses import dataclass
from functools import cache

from rdflib import RDF, RDFS, SH, Graph, Literal
from rdflib.term import Node

from communique.resources import ontology_file

from .vocabulary import PREFIXES

__all__ = ["Problem", "validate"]


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """What a shape found wrong.

    Attributes:
        severity: ``Violation`` or ``Warning``.
        node: IRI of the thing that is wrong, or the literal that is.
        path: the property it is wrong at, with its prefix, or an empty string.
        message: what should be.
        value: the value that is wrong, or an empty string.
        label: the thing's name, or an empty string.
    """

    severity: str
    node: str
    path: str
    message: str
    value: str = ""
    label: str = ""

    def __str__(self) -> str:
        """One line to read."""
        name = f"{self.label!r} <{self.node}>" if self.label else f"<{self.node}>"
        at = f" {self.path}" if self.path else ""
        value = f" (is {self.value!r})" if self.value not in ("", self.node) else ""
        return f"{self.severity}: {name}{at}: {self.message}{value}"


@cache
def _shapes() -> Graph:
    return Graph().parse(data=ontology_file("shapes.ttl").read_text(encoding="utf-8"), format="turtle")


def validate(graph: Graph) -> list[Problem]:
    """What in a graph breaks the shapes, sorted; an empty list for a well-formed graph.

    SHACL: Knublauch and Kontokostas (2017), W3C Recommendation. pySHACL does the work.
    """
    from pyshacl import validate as run_shacl  # a second to import, which only those who validate should wait

    _, report, _ = run_shacl(graph, shacl_graph=_shapes(), inference="none", advanced=False, meta_shacl=False)
    problems = []
    for result in report.subjects(RDF.type, SH.ValidationResult):
        node = report.value(result, SH.focusNode)
        label = graph.value(node, RDFS.label)
        problems.append(
            Problem(
                severity=str(report.value(result, SH.resultSeverity)).removeprefix(str(SH)),
                node=_shown(node),
                path=_short(report.value(result, SH.resultPath)),
                message=str(report.value(result, SH.resultMessage)),
                value=_shown(report.value(result, SH.value)),
                label=_shown(label),
            )
        )
    return sorted(set(problems))


def _short(path: Node | None) -> str:
    for prefix, namespace in PREFIXES.items():
        if str(path).startswith(namespace):
            return f"{prefix}:{str(path)[len(namespace) :]}"
    return str(path or "")


def _shown(value: Node | None) -> str:
    text = " ".join(str(value if value is not None else "").split())
    return text if not isinstance(value, Literal) or len(text) <= 80 else text[:79] + "…"

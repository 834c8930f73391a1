"""The saved questions: SPARQL files with typed parameters, and how they are asked.

A question is a file ``questions/NAME.rq``: a header of YAML after ``#+`` (as grlc has it), then a query that runs as it
is in any SPARQL 1.1 engine. For each parameter ``name`` the query has a line ``VALUES ?_name { UNDEF }`` in every group
that needs it, and there ``IF(BOUND(?_name), …, …)``, or a pattern on a line of its own that ends in ``?_name .`` and
holds for everything as long as the parameter is unbound (``?by cmq:partOf* ?_by .``). Asking with a value puts one
term, written by the engine's own serialiser, in the place of ``UNDEF``, and what concerns parameters without a value
goes. No text that a user typed gets into the query: names become IRIs of the graph, dates and acts are checked.

The queries stay quick on nearly a million triples, with engines that know nothing of the data beforehand, because

- things are called by their names in sub-selects grouped by thing, which are found once and joined: Oxigraph in memory
  finds one label among all that has the same subject, and of a state thousands of passages speak;
- what multiplies rows is grouped before the next thing multiplies them;
- who belongs to whom is found once for all rows, not by an ``EXISTS`` for each; where there is one, it is a single path
  (``p|(p/q+)``), since a sequence (``p/q*``) is two patterns, and Oxigraph finds all of the second each time.
"""

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import pyoxigraph as ox

from communique.errors import CommuniqueError

from .engines import Engine
from .names import Names
from .results import Answer

__all__ = ["Parameter", "ParameterError", "Question", "ask", "bind", "load_question", "question", "questions"]


KINDS = ("entity", "topic", "act", "date")
DATE = re.compile(r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?")


class ParameterError(CommuniqueError):
    """A parameter that can't be bound.

    Attributes:
        parameter: its name.
    """

    def __init__(self, parameter: str, message: str) -> None:
        super().__init__(message)
        self.parameter = parameter


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a question.

    Attributes:
        name: as it is given, and after ``?_`` in the query.
        kind: ``entity`` (a name, alias or IRI), ``topic`` (a label or notation), ``act`` (an act's name), or ``date``
            (``2022``, ``2022-10`` or ``2022-10-26``).
        help: what it does, in a few words.
        classes: for an entity, the classes it can be of; empty for any.
        required: whether the question makes no sense without it.
    """

    name: str
    kind: str
    help: str
    classes: tuple[str, ...] = ()
    required: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """A saved question.

    Attributes:
        name: what it is called by.
        summary: the question itself, in one sentence.
        description: what more there is to say about the answer.
        parameters: in the order in which they are shown.
        example: arguments that show its use.
        sparql: the query, all parameters unbound.
    """

    name: str
    summary: str
    description: str
    parameters: tuple[Parameter, ...]
    example: str
    sparql: str


def load_question(name: str, text: str) -> Question:
    """Read a question from the text of its file.

    Raises:
        ValueError: if the header isn't complete, or header and query don't have the same parameters.
    """
    import yaml

    header = "\n".join(line[2:].removeprefix(" ") for line in text.splitlines() if line.startswith("#+"))
    about: dict[str, Any] = yaml.safe_load(header) or {}
    sparql = "".join(line for line in text.splitlines(keepends=True) if not line.startswith("#+")).strip() + "\n"
    parameters = tuple(
        Parameter(key, p["type"], p["help"], tuple(p.get("classes", ())), bool(p.get("required", False)))
        for key, p in about["parameters"].items()
    )
    for parameter in parameters:
        if parameter.kind not in KINDS:
            raise ValueError(f"{name}: {parameter.name} has the unknown type {parameter.kind}")
    declared = re.findall(r"VALUES \?_(\w+) \{ UNDEF \}", sparql)
    if set(declared) != {p.name for p in parameters}:
        raise ValueError(f"{name}: the header has other parameters than the query ({', '.join(declared)})")
    return Question(name, about["summary"], about.get("description", ""), parameters, about["example"], sparql)


@cache
def questions() -> Mapping[str, Question]:
    """All saved questions by name, sorted."""
    folder = files("communique.query") / "questions"
    found = sorted((f for f in folder.iterdir() if f.name.endswith(".rq")), key=lambda f: f.name)
    return {
        f.name.removesuffix(".rq"): load_question(f.name.removesuffix(".rq"), f.read_text(encoding="utf-8"))
        for f in found
    }


def question(name: str) -> Question:
    """The saved question of a name.

    Raises:
        CommuniqueError: if there is none.
    """
    found = questions().get(name)
    if found is None:
        raise CommuniqueError(f"there is no question {name!r}; choose one of {', '.join(questions())}")
    return found


def bind(asked: Question, values: Mapping[str, str], names: Names | None = None) -> str:
    """A question's query with its parameters bound.

    Args:
        asked: the question.
        values: parameter name to what the user gave; empty strings count as not given.
        names: the graph's names; needed when an entity or a topic is among the values.

    Raises:
        ParameterError: if a parameter is unknown, missing, or has a value that isn't of its type.
    """
    parameters = {p.name: p for p in asked.parameters}
    for name in values:
        if name not in parameters:
            known = ", ".join(parameters) or "none"
            raise ParameterError(name, f"{asked.name} has no parameter {name!r}; it has: {known}")
    given = {name: value.strip() for name, value in values.items() if value.strip()}
    missing = [p.name for p in asked.parameters if p.required and p.name not in given]
    if missing:
        raise ParameterError(missing[0], f"{asked.name} needs {' and '.join(missing)}; for example: {asked.example}")
    terms = {name: str(_told(parameters[name], value, names)) for name, value in given.items()}

    sparql = asked.sparql
    for name in parameters:
        sparql = _decided(sparql, f"BOUND(?_{name})", name in terms)
        if name not in terms:  # then its pattern holds for everything
            sparql = re.sub(rf"[^{{}}\n]* \?_{name} \.\n", "", sparql)
    sparql = re.sub(r" *FILTER\(true\)\n", "", sparql)

    def slot(found: re.Match[str]) -> str:
        return f"{found[1]}VALUES ?_{found[2]} {{ {terms[found[2]]} }}\n" if found[2] in terms else ""

    return re.sub(r"( *)VALUES \?_(\w+) \{ UNDEF \}\n", slot, sparql)


def _decided(sparql: str, condition: str, holds: bool) -> str:
    """A question's query in which ``IF(condition, A, B)`` is A or B, and the condition elsewhere true or false.

    Queries that say only what is asked are easier to read, and some engines have no EXISTS within IF.
    """
    opening = f"IF({condition}, "
    while (start := sparql.find(opening)) >= 0:
        parts, depth, end = [start + len(opening)], 1, start + len(opening)
        while depth:
            depth += {"(": 1, "{": 1, ")": -1, "}": -1}.get(sparql[end], 0)
            if depth == 1 and sparql[end] == ",":
                parts.append(end + 1)
            end += 1
        yes, no = sparql[parts[0] : parts[1] - 1].strip(), sparql[parts[1] : end - 1].strip()
        sparql = sparql[:start] + (yes if holds else no) + sparql[end:]
    return sparql.replace(condition, "true" if holds else "false")


def ask(engine: Engine, name: str, values: Mapping[str, str], names: Names | None = None) -> Answer:
    """Ask a saved question.

    Args:
        engine: what answers.
        name: the question's name.
        values: parameter name to value.
        names: the graph's names, if they were read before.

    Raises:
        CommuniqueError: as `bind` and the engine do.
    """
    asked = question(name)
    kinds = {p.name: p.kind for p in asked.parameters}
    if names is None and any(kinds.get(key) in ("entity", "topic") for key, value in values.items() if value.strip()):
        names = Names(engine)
    return engine.ask(bind(asked, values, names))


def _told(parameter: Parameter, value: str, names: Names | None) -> ox.NamedNode | ox.Literal:
    try:
        return _term(parameter, value, names)
    except CommuniqueError as error:
        raise ParameterError(parameter.name, str(error)) from error


def _term(parameter: Parameter, value: str, names: Names | None) -> ox.NamedNode | ox.Literal:
    if parameter.kind == "date":
        return ox.Literal(_date(parameter.name, value))
    if parameter.kind == "act":
        return _act(value)
    if names is None:
        raise ValueError("names are needed to bind an entity")
    return names.resolve(value, ("Topic",) if parameter.kind == "topic" else parameter.classes)


def _date(name: str, value: str) -> str:
    try:
        if not DATE.fullmatch(value):
            raise ValueError
        datetime.date.fromisoformat(value + "-01-01"[len(value) - 4 :])
    except ValueError:
        raise CommuniqueError(f"{name} must be a date like 2022, 2022-10 or 2022-10-26, not {value[:80]!r}") from None
    return value


def _act(value: str) -> ox.NamedNode:
    from communique.graph.vocabulary import CMQ
    from communique.schema import ACTS

    if value.casefold() not in ACTS:
        raise CommuniqueError(f"there is no act {value[:80]!r}; choose one of {', '.join(ACTS)}")
    return ox.NamedNode(str(CMQ[value.casefold()]))

"""SPARQL over graphs: files, folders, stores on disk; free queries and saved questions."""

from .engines import ENGINES, BadQueryError, Engine, OxigraphEngine, RdflibEngine, TooManyRowsError, open_graph
from .guard import QueryRefusedError, harmless
from .names import Named, Names
from .questions import Parameter, ParameterError, Question, ask, bind, question, questions
from .results import FORMATS, Answer, Rows, Triples, Truth, write
from .stores import LoadReport, load

__all__ = [
    "ENGINES",
    "FORMATS",
    "Answer",
    "BadQueryError",
    "Engine",
    "LoadReport",
    "Named",
    "Names",
    "OxigraphEngine",
    "Parameter",
    "ParameterError",
    "QueryRefusedError",
    "Question",
    "RdflibEngine",
    "Rows",
    "TooManyRowsError",
    "Triples",
    "Truth",
    "ask",
    "bind",
    "harmless",
    "load",
    "open_graph",
    "question",
    "questions",
    "write",
]

"""What a query may not do: reach another host.

Oxigraph and rdflib both carry out ``SERVICE`` (SPARQL 1.1 Federated Query), and neither can be told not to. Whether a
text uses it can't be decided by looking for the word, which may stand in a string, an IRI or a comment, nor by a second
parser, which may read the text otherwise than the engine does (``?a<?b#c>`` holds an IRI, or a comparison followed by a
comment). So the word is taken out wherever it is harmless, by rewriting it there with an escape of the same meaning,
and a query in which it stands anywhere else is refused. What reaches the engine doesn't contain the word at all.
"""

import re

from communique.errors import CommuniqueError

__all__ = ["MAXIMUM_LENGTH", "QueryRefusedError", "harmless"]

MAXIMUM_LENGTH = 2_000_000
"""Longest query, in characters."""

TOKEN = re.compile(
    r"""
    (?P<iri><(?:[^\x00-\x20<>"{}|^`\\]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*>)
    |(?P<string>'{3}(?:'{0,2}(?:[^'\\]|\\.))*'{3}|"{3}(?:"{0,2}(?:[^"\\]|\\.))*"{3}
        |'(?:[^'\\\n\r]|\\.)*'|"(?:[^"\\\n\r]|\\.)*")
    |(?P<comment>\#[^\n\r]*)
    |(?P<code>[^<'"\#]+|.)
    """,
    re.VERBOSE | re.DOTALL,
)
WORD = re.compile("service", re.IGNORECASE)
ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
NESTING = 200
"""Deepest nesting of brackets: the engines' parsers call themselves for each, and a stack has an end."""


class QueryRefusedError(CommuniqueError):
    """A query that won't be run, whatever the graph."""


def harmless(query: str) -> str:
    """The same query in a form in which it can't reach another host.

    Comments are blanked out; line numbers stay as they are.

    Args:
        query: SPARQL 1.1 query.

    Raises:
        QueryRefusedError: if the query uses ``SERVICE``, or the word stands in a variable or a prefixed name; if it is
            longer than `MAXIMUM_LENGTH` or nested deeper than 200 brackets.
    """
    if len(query) > MAXIMUM_LENGTH:
        raise QueryRefusedError(f"the query is longer than {MAXIMUM_LENGTH:,} characters; shorten it")
    parts, depth, deepest = [], 0, 0
    for token in TOKEN.finditer(query):
        text, kind = token[0], token.lastgroup
        if kind == "comment":
            parts.append(" " * len(text))
        elif kind == "code":
            if WORD.search(ESCAPE.sub(_unescaped, text)):
                raise QueryRefusedError(
                    "SERVICE isn't allowed: a query can't ask other hosts (write names with that word in full, <...>)"
                )
            for bracket in re.findall(r"[{}()\[\]]", text):
                depth += 1 if bracket in "{([" else -1 if bracket in "})]" else 0
                deepest = max(deepest, depth)
            parts.append(text)
        else:
            parts.append(WORD.sub(lambda word: f"\\u{ord(word[0][0]):04X}{word[0][1:]}", text))
    if deepest > NESTING:
        raise QueryRefusedError(f"the query nests more than {NESTING} brackets; simplify it")
    return "".join(parts)


def _unescaped(escape: re.Match[str]) -> str:
    try:
        return chr(int(escape[1] or escape[2], 16))
    except (ValueError, OverflowError):
        return "\ufffd"

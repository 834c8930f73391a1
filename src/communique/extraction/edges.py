"""Where a name begins and ends: without article, honorifics, possessive and what dangles behind it."""

from functools import lru_cache

from spacy.tokens import Doc, Span, Token

from communique.lexicon import lexicon
from communique.lexicon.derived import honorific_words

__all__ = ["trimmed"]

_BEFORE = frozenset(("the", "a", "an", "its", "their", "our", "his", "her"))
_JOINING = frozenset(("of", "to", "by", "for", "with", "from", "at", "and"))
"""Small words that join a name to what is before it: "advisor | to President A"."""
_DANGLING = frozenset(["of", "for", "on", "and", "the", "with", "in", "to", "between", "at", "from", "by", "a", "an"])
_BODIES = frozenset(("GovernmentBody", "Organization", "InternationalOrganization"))
_BEHIND = frozenset(("for", "on", "to", "in", "at", "from"))
_LOOSE_ENDS = frozenset(["which", "that", "who", "whose", "concerning", "regarding", "between", "under", "as"])
"""Words that a clause begins with: what follows them is left out, so they are no part of a name either."""


def trimmed(doc: Doc, start: int, end: int, kind: str) -> tuple[int, int]:
    """A span without leading article or preposition and trailing possessive or comma."""
    if kind == "Reference":
        return start, end
    while start < end and (doc[start].lower_ in _BEFORE or doc[start].text in _JOINING or _is_edge(doc[start])):
        start += 1
    loose = _DANGLING if kind == "Official" else _DANGLING | _LOOSE_ENDS
    while end > start and (doc[end - 1].tag_ == "POS" or _is_edge(doc[end - 1]) or doc[end - 1].lower_ in loose):
        end -= 1
    while kind == "Agreement" and end - start > 1 and doc[end - 1].tag_ in ("VBN", "VBD") and doc[end - 1].is_lower:
        end -= 1  # "Declaration signed"
    if kind in _BODIES:
        end = next((t.i for t in doc[start + 1 : end] if t.lower_ in _BEHIND and _small(doc[t.i : end])), end)
    if kind == "GovernmentBody":  # "the State Department with Israel"
        end = next((t.i for t in doc[start + 1 : end] if t.lower_ == "with"), end)
    if kind == "Official":
        start = _without_honorifics(doc[start:end])
    if kind == "Office" and end - start > 1 and doc[end - 1].text in honorific_words() and doc[end - 2].text != "-":
        ending = f"{doc[end - 2].lower_} {doc[end - 1].lower_}"
        end -= ending not in _title_endings()  # "Secretary of Defense General X": the rank is the person's
    return start, end


def _small(stretch: Span) -> bool:
    """Whether no word of a stretch begins with a capital: "for bananas" behind a body's name."""
    return not any(t.text[:1].isupper() for t in stretch)


@lru_cache(maxsize=1)
def _title_endings() -> frozenset[str]:
    return frozenset(" ".join(t.title.lower().split()[-2:]) for t in lexicon().titles)


def _is_edge(token: Token) -> bool:
    return token.is_space or token.text in (",", ";", ":", "“", "”", '"', "*", "(", "–", "—", "'", "’")


def _without_honorifics(name: Span) -> int:
    start = name.start
    honorifics = honorific_words()
    while start < name.end - 1 and (
        name.doc[start].text in honorifics or name.doc[start].text in ("(", ")", "ret.", ",")
    ):
        start += 1
    return start

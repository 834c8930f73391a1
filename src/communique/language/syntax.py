"""Walks over Universal Dependencies trees that more than one part of extraction needs."""

from collections.abc import Iterator

from spacy.tokens import Doc, Span, Token

__all__ = [
    "agents",
    "conjuncts",
    "governor",
    "head_of",
    "is_clause",
    "is_passive",
    "negated",
    "preposition",
    "subjects",
]

_SUBJECTS = ("nsubj", "nsubj:outer", "nsubj:pass")
_OPEN = frozenset(("xcomp", "advcl", "advcl:relcl", "conj", "parataxis", "ccomp", "acl"))
_FAR = 12


def head_of(span: Span) -> Token:
    """The word of a stretch that governs the others: the first whose own head lies outside."""
    first: Token | None = None
    for token in span:
        head = token.head.i
        if span.start <= head < span.end and head != token.i:
            continue
        if token.dep_ not in ("punct", "case", "cc", "mark", "det"):
            return token
        first = first or token
    return first or span[0]


def conjuncts(token: Token) -> list[Token]:
    """A word and all words coordinated with it, in text order; the first is the head of the coordination."""
    first = token
    while first.dep_ == "conj" and first.head.i != first.i:
        first = first.head
    return sorted(_below(first), key=lambda t: t.i)


def _below(first: Token) -> Iterator[Token]:
    stack = [first]
    while stack:
        token = stack.pop()
        yield token
        stack += [c for c in token.children if c.dep_ == "conj"]


def subjects(predicate: Token) -> list[Token]:
    """The subjects of a predicate: its own, or those it shares with the predicate it depends on.

    "A and B met and agreed to reaffirm C": of "reaffirm" these are A and B. A relative clause's "which" or "who" is
    replaced by the noun that the clause belongs to.
    """
    token = predicate
    for _ in range(_FAR):
        own = [c for c in token.children if c.dep_ in _SUBJECTS]
        if own:
            return [x for s in own for x in _antecedents(s, token)]
        if token.dep_ in ("acl", "acl:relcl") and token.head.pos_ in ("NOUN", "PROPN", "PRON"):
            return conjuncts(token.head) if token.tag_ != "VBN" else _after_noun(token)
        if token.dep_ not in _OPEN or token.head.i == token.i:
            break
        if token.dep_ == "conj" and token.pos_ in ("NOUN", "PROPN") and token.head.pos_ in ("NOUN", "PROPN"):
            break
        token = token.head
    return []


def _after_noun(participle: Token) -> list[Token]:
    """ "a plan presented by X": who does what the participle says."""
    return agents(participle)


def _antecedents(subject: Token, predicate: Token) -> list[Token]:
    if subject.tag_ in ("WDT", "WP") and predicate.dep_ == "acl:relcl":
        return [predicate.head]
    return conjuncts(subject)


def agents(predicate: Token) -> list[Token]:
    """The "by" phrase of a passive, with what is coordinated."""
    found = [c for c in predicate.children if c.dep_ == "obl:agent" or (predicate.tag_ == "VBN" and _behind_by(c))]
    return [x for agent in found for x in conjuncts(agent)]


def is_passive(predicate: Token) -> bool:
    """Whether a participle says what is done to its subject, or to the noun that it belongs to."""
    if predicate.dep_ == "acl" and predicate.tag_ == "VBN":
        return True
    return any(c.dep_ in ("aux:pass", "nsubj:pass") for c in predicate.children)


def _behind_by(token: Token) -> bool:
    """Whether "by" stands before an oblique: parsers don't always tell agents apart."""
    return token.dep_ == "obl" and any(c.lower_ == "by" and c.dep_ == "case" for c in token.children)


def governor(span: Span) -> Token | None:
    """The word outside a stretch that it depends on, or None at the root."""
    head = head_of(span)
    return None if head.head.i == head.i else head.head


def preposition(token: Token) -> str:
    """The preposition of a noun, in lower case ("on" of "on Monday"), or an empty string."""
    return " ".join(c.lower_ for c in token.lefts if c.dep_ == "case" and c.pos_ in ("ADP", "SCONJ", "PART"))


def negated(predicate: Token) -> bool:
    """Whether a predicate is denied ("did not commit")."""
    return any(c.lemma_.lower() in ("not", "never") or c.lower_ in ("n't", "no") for c in predicate.children)


def is_clause(doc: Doc, start: int, end: int) -> bool:
    """Whether a stretch has a subject and a finite verb of its own."""
    return any(t.dep_ in _SUBJECTS and start <= t.head.i < end for t in doc[start:end])

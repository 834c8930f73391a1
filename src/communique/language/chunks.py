"""Noun chunks over Universal Dependencies."""

from collections.abc import Iterator

from spacy.tokens import Doc, Span

__all__ = ["noun_chunks"]

_ARGUMENTS = frozenset(
    [
        "ROOT",
        "nsubj",
        "nsubj:pass",
        "nsubj:outer",
        "csubj",
        "obj",
        "iobj",
        "obl",
        "obl:agent",
        "obl:unmarked",
        "nmod",
        "nmod:poss",
        "nmod:unmarked",
        "appos",
        "conj",
        "vocative",
        "dislocated",
        "list",
        "parataxis",
        "ccomp",
        "xcomp",
        "advcl",
        "acl",
        "dep",
        "orphan",
        "expl",
    ]
)
# What belongs to a base noun phrase to the left of its head; "nmod:desc" is a title before a name ("Prime Minister X").
_LEFT = frozenset(
    [
        "det",
        "det:predet",
        "amod",
        "nummod",
        "compound",
        "nmod:poss",
        "nmod:desc",
        "flat",
        "advmod",
        "nmod:unmarked",
        "goeswith",
    ]
)
_RIGHT = frozenset(["flat", "goeswith", "compound", "nmod:desc"])


def noun_chunks(text: Doc | Span) -> Iterator[tuple[int, int, int]]:
    """Base noun phrases (start, end, label id), none inside another; spaCy's syntax iterator for UD trees.

    spaCy's own English iterator reads ClearNLP labels. In UD a name's first word is its head ("Antony" of "Antony
    Blinken"), so flat parts to the right belong to the chunk too.

    Raises:
        ValueError: if the Doc isn't parsed.
    """
    doc = text.doc
    if not doc.has_annotation("DEP"):
        raise ValueError("noun chunks need a dependency parse")
    label = doc.vocab.strings.add("NP")
    taken = -1
    for word in text:
        if word.pos_ not in ("NOUN", "PROPN", "PRON") or word.dep_ not in _ARGUMENTS or word.i < taken:
            continue
        start, end = word.i, word.i + 1
        for child in sorted(word.lefts, key=lambda t: -t.i):
            if child.dep_ in _LEFT and child.right_edge.i == start - 1:
                start = child.left_edge.i
            elif child.dep_ not in ("punct", "case", "mark", "cc", "cop"):
                break
        for child in word.rights:
            if child.dep_ in _RIGHT and child.left_edge.i == end:
                end = child.right_edge.i + 1
            else:
                break
        if start >= taken:
            taken = end
            yield start, end, label

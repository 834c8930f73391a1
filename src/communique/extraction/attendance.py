"""Who else was at a meeting: "was attended by A", "with the participation of B", "On the Polish side C took part"."""

from collections.abc import Iterator
from functools import lru_cache

from spacy.tokens import Span, Token

from communique.language.syntax import agents, conjuncts, is_passive, subjects
from communique.resources import data_lines

from .draft import Mention
from .paragraph import Paragraph
from .people import people_under, whole_lists
from .telling import doers

__all__ = ["present_at"]

_STATES = ("State", "InternationalOrganization")
_SIDES = (*_STATES, "Office")


@lru_cache(maxsize=1)
def _words() -> dict[str, tuple[str, frozenset[str]]]:
    """For each word the parts of speech in which it counts, and the prepositions that a noun then has before it."""
    rows = (line.split("\t") for line in data_lines(__package__, "attendance.tsv")[1:])
    return {lemma: (tags, frozenset(filter(None, prepositions.split(",")))) for lemma, tags, prepositions in rows}


def present_at(paragraph: Paragraph, sentence: Span) -> list[Mention]:
    """The people, and the states, that a sentence counts among those at a meeting told of there or before it."""
    found: list[Mention] = []
    for token in paragraph.words(sentence, _words()):
        tags, prepositions = _words()[token.lemma_.lower()]
        if token.tag_ not in tags.split(","):
            continue
        if prepositions and not any(c.dep_ == "case" and c.lower_ in prepositions for c in token.children):
            continue
        if token.pos_ != "VERB":
            found += _behind(paragraph, sentence, token) or _before(paragraph, token)
        elif is_passive(token):
            found += _behind(paragraph, sentence, token)
            if token.lemma_.lower() == "represent":
                found += [m for s in subjects(token) for m in people_under(paragraph, s) if m.kind in _STATES]
        elif "VBD" in tags:  # "A has attended", but not "A has represented"
            found += _before(paragraph, token)
    return list(dict.fromkeys(found))


def _behind(paragraph: Paragraph, sentence: Span, word: Token) -> list[Mention]:
    """The enumeration behind a word, as far as its sentence goes."""
    people = [m for m in paragraph.mentions if m.kind == "Official" and word.i < m.start < sentence.end]
    return people or list(_sides_behind(paragraph, word))


def _sides_behind(paragraph: Paragraph, word: Token) -> Iterator[Mention]:
    """ "attended by the Heads of Government of A and B"."""
    for child in (*agents(word), *(c for c in word.children if c.dep_ == "nmod")):
        for part in conjuncts(child):
            yield from (m for m in people_under(paragraph, part) if m.kind in _SIDES and m.form != "adjective")


def _before(paragraph: Paragraph, word: Token) -> list[Mention]:
    """ "A and B took part"."""
    verb = word
    while verb.pos_ not in ("VERB", "ADJ") and verb.head.i != verb.i:
        verb = verb.head
    return whole_lists(paragraph, [m for m in doers(paragraph, verb) if m.kind in ("Official", "Office")])

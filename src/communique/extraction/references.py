"""Pronouns and group words: "they", "both sides", "the two countries"."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from spacy.tokens import Doc, Token

from communique.resources import data_lines

__all__ = ["Reference", "count_of", "find_references"]

_HEADED = frozenset(("state", "government", "delegation"))
_BEFORE = ("det", "nummod", "amod", "det:predet", "nmod:poss")
_TELLING = ("nmod", "acl", "acl:relcl", "appos", "flat")
_WITH_NAME = ("compound", "nmod:desc", "flat", "appos")
_DEFINITE = frozenset(("the", "his", "her", "their", "its", "both", "two"))
_NUMBERS = {"two": 2, "both": 2, "three": 3, "four": 4, "five": 5, "2": 2, "3": 3, "4": 4}


@dataclass(frozen=True, slots=True)
class Reference:
    """Words that stand for somebody named elsewhere.

    Attributes:
        start, end: token indices.
        form: what is meant: persons, states, any, person, thing, speaker, or other: those of another side.
    """

    start: int
    end: int
    form: str


@lru_cache(maxsize=1)
def _references() -> tuple[dict[str, str], dict[str, tuple[str, int]]]:
    groups = dict(line.split("\t") for line in data_lines(__package__, "references.tsv"))
    pronouns = {w: (s, int(n)) for w, s, n in (line.split("\t") for line in data_lines(__package__, "pronouns.tsv"))}
    return groups, pronouns


@lru_cache(maxsize=1)
def _epithets() -> dict[str, str]:
    return dict(line.split("\t") for line in data_lines(__package__, "epithets.tsv"))


def find_references(doc: Doc) -> Iterator[Reference]:
    """Pronouns and group words of a text that can stand for its parties."""
    groups, pronouns = _references()
    for token in doc:
        if token.pos_ in ("PRON", "DET") and token.lower_ in pronouns:
            if token.lower_ == "it" and _stands_for_clause(token):
                continue
            if token.lower_ == "both" and token.dep_ != "nsubj":
                continue
            if token.text == "US":
                continue
            yield Reference(token.i, token.i + 1, pronouns[token.lower_][0])
        elif token.pos_ in ("NOUN", "PROPN") and token.lemma_.lower() in groups and _is_group(token):
            yield Reference(_start(token), token.i + 1, groups[token.lemma_.lower()])
        elif token.pos_ in ("NOUN", "PROPN") and token.lemma_.lower() in _epithets() and _is_epithet(token):
            yield Reference(_start(token), token.i + 1, _epithets()[token.lemma_.lower()])
        elif token.lower_ in _NUMBERS and token.i > 0 and token.nbor(-1).lower_ == "the" and _is_counted(token):
            yield Reference(token.i - 1, token.i + 1, "any")


def _start(noun: Token) -> int:
    return min([noun.i, *(c.i for c in noun.lefts if c.dep_ in _BEFORE)])


def _is_epithet(noun: Token) -> bool:
    """ "The visitor", "his host"; not "a guest", "visitors to the islands" or "the host of the summit"."""
    told_of = any(c.dep_ in _TELLING for c in noun.rights) or noun.dep_ in _WITH_NAME
    return not told_of and any(c.lower_ in _DEFINITE for c in noun.lefts)


def _is_counted(number: Token) -> bool:
    """ "The two agreed": a number that is a subject, not one of something."""
    return number.dep_.startswith("nsubj") and number.i < number.head.i and number.head.pos_ in ("VERB", "AUX")


def _stands_for_clause(token: Token) -> bool:
    """ "It was noted that …": whoever noted is left unsaid."""
    verb = token.head
    told = {c.dep_ for c in verb.children}
    return token.dep_ == "expl" or ("aux:pass" in told and bool(told & {"ccomp", "csubj"}))


def _is_group(token: Token) -> bool:
    """ "the leaders", "both sides", "Heads of Government"; not "other countries" or "leaders of industry"."""
    lefts = [c.lower_ for c in token.lefts]
    plural = token.tag_ in ("NNS", "NNPS")
    if not plural and not (set(lefts) & {"both", "two", "three"}):
        return False
    behind = [c for c in token.rights if c.dep_ in ("nmod", "acl:relcl", "acl")]
    if behind and not (token.lemma_.lower() == "head" and all(c.lemma_.lower() in _HEADED for c in behind)):
        return False
    if not lefts and plural and token.text[0].isupper() and token.dep_.startswith("nsubj"):
        return True  # "Ministers welcomed", as communiqués say
    known = set(lefts) & {"the", "both", "two", "three", "our", "their", "all", "these", "four", "The", "respective"}
    return bool(known) and not set(lefts) & {"other", "all", "many", "some", "several", "regional", "neighboring"}


def count_of(doc: Doc, start: int, end: int) -> int:
    """How many a reference stands for: 2 of "both sides", 1 of "he" and "the visitor", 0 where it doesn't say."""
    words = [t.lower_ for t in doc[start:end]]
    number = max((_NUMBERS.get(w, 0) for w in words), default=0)
    if number:
        return number
    if doc[end - 1].lemma_.lower() in _epithets():
        return int(doc[end - 1].tag_ in ("NN", "NNP"))
    _, pronouns = _references()
    return pronouns[words[0]][1] if words[0] in pronouns else 0

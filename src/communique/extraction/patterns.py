"""Names by their form: capitalised words around a noun that says what bears the name.

"Ministry of Foreign Affairs", "Israel Defense Forces", "Treaty of Rome": nobody has to have listed or learned them. The
nouns and their classes are lexicon data.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from spacy.tokens import Doc, Token

from communique.lexicon import HeadNoun, lexicon

__all__ = ["NameByForm", "find_names", "head_noun"]

_INSIDE = frozenset(("of", "for", "on", "the", "and", "&", "-", "–", "/", "’s", "'s", "against"))
_OPENING = frozenset(("of", "for", "on", "against"))
_LONGEST = 14
_NO_NAMES = frozenset(("DET", "ADP", "SCONJ", "ADV", "PRON", "CCONJ"))
"""What a sentence may begin with before a name, besides verbs: "In the", "RECALLING the"."""


@dataclass(frozen=True, slots=True)
class NameByForm:
    """A name with the classes that its noun allows, the best first.

    Attributes:
        start, end: token indices.
        classes: classes of the ontology.
        strong: whether the noun alone settles the first class.
    """

    start: int
    end: int
    classes: tuple[str, ...]
    strong: bool


@lru_cache(maxsize=1)
def _longest_noun() -> int:
    return max(len(noun.split()) for noun in lexicon().head_nouns)


def head_noun(words: tuple[str, ...]) -> HeadNoun | None:
    """What the last words before any "of", "for" or "on" say of a name's class; None when they say nothing."""
    cut = next((i for i, w in enumerate(words) if i and w.lower() in _OPENING), len(words))
    stem = [w.lower() for w in words[:cut]]
    nouns = lexicon().head_nouns
    for length in range(min(_longest_noun(), len(stem)), 0, -1):
        tail = " ".join(stem[-length:])
        for candidate in (tail, tail.removesuffix("s")):
            if candidate in nouns:
                return nouns[candidate]
    return None


def find_names(doc: Doc) -> Iterator[NameByForm]:
    """The names of a text that show by their form what they are, none overlapping."""
    i = 0
    while i < len(doc):
        if not _capital(doc[i]):
            i += 1
            continue
        end = _end(doc, i)
        before_name = doc[i].pos_ in _NO_NAMES or (doc[i].pos_ == "VERB" and doc[i + 1 : i + 2].text.lower() == "the")
        opens = bool(doc[i].is_sent_start) and before_name
        start = i + opens
        if end - start > 1:
            words = tuple(t.text for t in doc[start:end])
            noun = head_noun(words)
            if noun is not None and any(_capital(t) for t in doc[start:end]) and _is_name(doc, start, end, noun):
                yield NameByForm(start, end, noun.classes, noun.strong)
        i = max(end, i + 1)


def _capital(token: Token) -> bool:
    return token.text[:1].isupper()


def _end(doc: Doc, start: int) -> int:
    """Behind the last capitalised word that only small words of names separate from the one before."""
    end, i = start + 1, start + 1
    opened = False
    while i < len(doc) and i - start < _LONGEST:
        token = doc[i]
        if token.is_sent_start:
            break
        if _capital(token):
            end = i + 1
        elif token.lower_ in _INSIDE:
            opened = opened or token.lower_ in _OPENING
            following = doc[i + 1].lower_ if i + 1 < len(doc) else ""
            if token.lower_ == "and" and (not opened or following == "the"):
                break
        else:
            break
        i += 1
    return end


def _is_name(doc: Doc, start: int, end: int, noun: HeadNoun) -> bool:
    """Whether the noun itself is capitalised: "Department of State", not "U.S. policy"."""
    last = noun.noun.split()[-1]
    return any(_capital(t) and t.lower_.removesuffix("s") == last.removesuffix("s") for t in doc[start:end])

"""What can be a name at all, and how it is written."""

import re
from functools import lru_cache

from spacy.tokens import Span

from communique.lexicon import lexicon

__all__ = ["UNSURE", "clean_name", "is_plausible", "meeting_nouns"]

_VAGUE = frozenset(
    ["trilateral", "bilateral", "national", "international", "joint", "special", "global", "inaugural", "u.s.", "us"]
)
UNSURE = 0.9
"""Below this the recogniser's word alone doesn't settle a class."""
_CERTAIN = 0.95
_OUTER = ' ,;:“”"[]*_'


def clean_name(text: str) -> str:
    """A name without its possessive ending and outer punctuation.

    >>> clean_name("the Philippines’")
    'the Philippines'
    """
    name = " ".join(text.split()).strip(_OUTER)
    if not re.fullmatch(r"[^()]+\(\d+\)", name):  # "resolution 1284 (1999)"
        name = name.strip(f"{_OUTER}()")
    if name.count("(") > name.count(")"):
        name = name[: name.rindex("(")].strip()  # "48th session of the Group (JPMG"
    for ending in ("’s", "'s", "’", "'"):
        name = name.removesuffix(ending)
    return name


def is_plausible(span: Span, kind: str, confidence: float, known: str) -> bool:
    """Whether a stretch can be a name of its kind: no lone "Trilateral", no meeting without a word for one."""
    if kind == "Office":
        titled = next(iter(lexicon().title_gazetteer.find([t.text for t in span])), None) is not None
        return titled or (len(span) > 1 and confidence > _CERTAIN)
    if kind == "Place":
        return any(t.text[:1].isupper() for t in span)
    if kind == "Meeting":
        return any(t.lemma_.lower() in meeting_nouns() or (t.is_upper and len(t) > 2) or "+" in t.text for t in span)
    if kind in ("Forum", "Agreement", "GovernmentBody", "Organization"):
        if len(span) == 1 and confidence < UNSURE and not known:
            return False  # a lone word is a name only where the recogniser is sure
        return any(t.pos_ not in ("ADJ", "ADP", "DET", "PUNCT", "NUM") and t.lower_ not in _VAGUE for t in span)
    return True


@lru_cache(maxsize=1)
def meeting_nouns() -> frozenset[str]:
    """The nouns that may be the head of a meeting's name."""
    nouns = lexicon().head_nouns
    return frozenset(noun for noun, head in nouns.items() if "Meeting" in head.classes)

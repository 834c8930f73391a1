"""Issue areas of an act, from the words of its content."""

import re
from collections import defaultdict
from functools import lru_cache

from communique.lexicon.topics import topic_keywords

__all__ = ["topics_of"]

_WORD = re.compile(r"\w+")


@lru_cache(maxsize=1)
def _by_first_word() -> dict[str, list[tuple[str, str]]]:
    """Keywords with the topics they stand for, by the first word of the keyword."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for notation, keywords in topic_keywords().items():
        for keyword in keywords:
            found[_WORD.findall(keyword)[0]].append((keyword, notation))
    return found


def topics_of(content: str) -> tuple[str, ...]:
    """Notations of the topics whose keywords a text contains as whole words, sorted."""
    plain = content.replace("’", "'").lower()
    found = set()
    for word in _WORD.finditer(plain):
        for keyword, notation in _by_first_word().get(word[0], ()):
            end = word.start() + len(keyword)
            if plain.startswith(keyword, word.start()) and not plain[end : end + 1].isalnum():
                found.add(notation)
    return tuple(sorted(found))

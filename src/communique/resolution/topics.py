"""Issue areas of an act, from the words of its content."""

import re
from functools import lru_cache

from communique.lexicon.topics import topic_keywords

__all__ = ["topics_of"]


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (
            notation,
            re.compile(
                rf"\b(?:{'|'.join(map(re.escape, sorted(words, key=lambda w: (-len(w), w))))})\b", re.IGNORECASE
            ),
        )
        for notation, words in sorted(topic_keywords().items())
    )


def topics_of(content: str) -> tuple[str, ...]:
    """Notations of the topics whose keywords a text contains, sorted."""
    plain = content.replace("’", "'")
    return tuple(notation for notation, pattern in _patterns() if pattern.search(plain))

"""The words by which a text shows what it is about, from ``ontology/topics.ttl``."""

from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache

import pyoxigraph

from communique.resources import ontology_file

__all__ = ["topic_keywords"]

_SKOS = "http://www.w3.org/2004/02/skos/core#"


@lru_cache(maxsize=1)
def topic_keywords() -> Mapping[str, tuple[str, ...]]:
    """The keywords of each topic, lower-case, by the topic's notation."""
    notations: dict[str, str] = {}
    words: dict[str, list[str]] = defaultdict(list)
    source = ontology_file("topics.ttl").read_bytes()
    for quad in pyoxigraph.parse(source, format=pyoxigraph.RdfFormat.TURTLE):
        if not isinstance(quad.object, pyoxigraph.Literal):
            continue
        if quad.predicate.value == f"{_SKOS}notation":
            notations[str(quad.subject)] = quad.object.value
        elif quad.predicate.value == f"{_SKOS}hiddenLabel":
            words[str(quad.subject)].append(quad.object.value)
    return {notations[topic]: tuple(sorted(own)) for topic, own in sorted(words.items())}

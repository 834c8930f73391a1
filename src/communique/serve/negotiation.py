"""Which format a client wants (RFC 9110, section 12.5.1)."""

from collections.abc import Sequence

__all__ = ["ANSWERS", "ENTITIES", "GRAPHS", "choose"]

ANSWERS = {
    "application/sparql-results+json": "json",
    "application/sparql-results+xml": "xml",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
    "application/json": "json",
    "application/xml": "xml",
    "text/xml": "xml",
}
"""Media types of answers to SELECT and ASK, the preferred first, and `communique.query.write`'s names for them."""

GRAPHS = {
    "text/turtle": "turtle",
    "application/n-triples": "ntriples",
    "application/rdf+xml": "rdfxml",
    "application/ld+json": "jsonld",
    "application/json": "jsonld",
    "text/plain": "ntriples",
}
"""The same for CONSTRUCT and DESCRIBE."""

ENTITIES = {"text/html": "html", "application/xhtml+xml": "html", **GRAPHS}
"""The same for the pages of entities."""


def choose(accept: str, offered: Sequence[str]) -> str | None:
    """The offered media type that a client likes best, the first one of equals; None if it accepts none.

    >>> choose("text/csv;q=0.5, application/*", ["text/csv", "application/json"])
    'application/json'

    Args:
        accept: value of the Accept header; empty for anything.
        offered: media types, the preferred first.
    """
    ranges = [_range(part) for part in accept.split(",") if part.strip()] or [("*/*", 1.0)]

    def liking(media_type: str) -> float:
        kind = media_type.partition("/")[0]
        for wanted in (media_type, f"{kind}/*", "*/*"):
            qualities = [quality for name, quality in ranges if name == wanted]
            if qualities:
                return max(qualities)
        return 0.0

    best = max(offered, key=liking, default=None)
    return best if best is not None and liking(best) > 0 else None


def _range(part: str) -> tuple[str, float]:
    name, *parameters = (piece.strip() for piece in part.split(";"))
    quality = 1.0
    for parameter in parameters:
        key, _, value = parameter.partition("=")
        if key.strip().casefold() == "q":
            try:
                quality = min(1.0, max(0.0, float(value)))
            except ValueError:
                quality = 0.0
    return name.casefold(), quality

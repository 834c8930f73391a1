"""What the network is sure of where no rule says anything: who holds an office, whose it is, what a body is part of."""

from collections.abc import Iterator

from communique.document import Document
from communique.extraction import Draft, Hint, Link
from communique.findings import Passage

__all__ = ["hinted_links"]

_LEAST = 0.5
# One link a mention: an office mention has one holder and one institution, a body's mention one whole.
_DECIDED_BY = {"holdsOffice": "object", "officeOf": "subject", "partOf": "subject", "represents": "subject"}


def hinted_links(document: Document, draft: Draft) -> Iterator[Link]:
    """The likeliest link of each mention that no rule links, where it is likelier than not."""
    linked = {(getattr(x, _DECIDED_BY[x.property]), x.property) for x in draft.links if x.property in _DECIDED_BY}
    best: dict[tuple[int, str], Hint] = {}
    for hint in draft.hints:
        if hint.property not in _DECIDED_BY or hint.probability < _LEAST:
            continue
        at = (getattr(hint, _DECIDED_BY[hint.property]), hint.property)
        if at not in linked and (at not in best or best[at].probability < hint.probability):
            best[at] = hint
    for hint in best.values():
        ends = (draft.mentions[hint.subject].passage, draft.mentions[hint.object].passage)
        start, end = min(p.start for p in ends), max(p.end for p in ends)
        evidence = Passage(start, end, document.text[start:end])
        yield Link(hint.subject, hint.property, hint.object, evidence, hint.probability)

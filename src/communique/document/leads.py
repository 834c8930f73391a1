"""What introduces each block: the paragraph over a list, and the clause that resolutions begin with.

"The Council," rules everything down to the full stop: "Recalling …;", "1. Condemns …;". In "The Ministers:" it is every
paragraph that begins with "First:".
"""

import re
from collections.abc import Sequence

from .draft import Draft

__all__ = ["leads_of"]

_CLOSED = re.compile(r"[.!?;,…][\"”’')\]]*$")
_GOES_ON = re.compile(r"(?:[;,:]|[;,] (?:and|or))$")
_LONGEST = 160
"""Characters of a clause that is no sentence but says who resolves: "The Heads of State of A, B and C,"."""
_COUNTED = re.compile(
    r"^(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)(?:ly)?\s*[:,.–—-]|^\(?(?:[a-z]|[ivx]{1,4}|\d{1,2})[.)]\s",
    re.IGNORECASE,
)


def leads_of(drafts: Sequence[Draft]) -> list[int]:
    """The index of what introduces each block, -1 where nothing does."""
    index = {id(draft): at for at, draft in enumerate(drafts)}
    leads: list[int] = []
    clause = -1
    for at, draft in enumerate(drafts):
        if clause >= 0 and not _rules(drafts[clause], drafts[at - 1], draft):
            clause = -1
        lead = _listed(draft, index) if draft.kind == "item" else -1
        # Numbers on the paragraphs of a resolution make no list of its last recital.
        leads.append(clause if clause >= 0 and (lead < 0 or leads[lead] == clause or lead == clause) else lead)
        if clause < 0 and draft.kind == "paragraph" and _opens(draft.text):
            clause = at
    return leads


def _listed(item: Draft, index: dict[int, int]) -> int:
    lead = item.lead
    # The items of an inner list are introduced by the item around them only if that one is left open.
    while lead is not None and lead.kind == "item" and _CLOSED.search(lead.text[-9:]):
        lead = lead.lead
    return index.get(id(lead), -1) if lead is not None else -1


def _opens(text: str) -> bool:
    """Whether a block is a clause that others go on with."""
    return len(text) <= _LONGEST and text.endswith((",", ":")) and not re.search(r"[.!?] ", text)


def _rules(clause: Draft, before: Draft, draft: Draft) -> bool:
    """Whether a clause governs a block too, which stands behind another one that it governs, or behind itself."""
    if draft.kind in ("title", "heading"):
        return False
    if clause.text.endswith(","):
        return before is clause or bool(_GOES_ON.search(before.text[-9:]))
    return bool(_COUNTED.match(draft.text)) or (before is not clause and draft.kind == "item")

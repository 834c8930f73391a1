"""Of all that may be a mention one candidate for each stretch, and which of those inside others are mentions too."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from communique.lexicon.derived import parent_of

__all__ = ["Candidate", "choose"]

# Of two overlapping candidates the recogniser's wins, but for names whose class the lexicon knows for sure.
_INTERNATIONAL = "InternationalOrganization"
_SURE = frozenset(("State", _INTERNATIONAL))
_NEVER_NESTED = frozenset(("Forum", "Agreement", "Meeting", "Organization", "InternationalOrganization"))
_LONG_KNOWN = 3


@dataclass(frozen=True, slots=True)
class Candidate:
    """A stretch that may be a mention, as the recogniser, the lexicon or the form of the words have it.

    Attributes:
        start, end: token indices.
        kind: class of the ontology, or ``Reference``.
        confidence: 0 to 1.
        known, same_as, form: as of `Mention`.
        event: whether a word of it names an event ("summit").
        text: what to call it, where that isn't its words.
        classes: those that the lexicon allows.
        capital_of: the state whose capital it is, with its external identifier.
    """

    start: int
    end: int
    kind: str
    confidence: float
    known: str = ""
    same_as: str = ""
    form: str = "name"
    event: bool = False
    text: str = ""
    classes: tuple[str, ...] = ()
    capital_of: tuple[str, str] | None = None


def choose(candidates: Sequence[Candidate]) -> list[Candidate]:
    """One candidate per stretch; a shorter one stays where it lies inside a longer one."""
    by_span: dict[tuple[int, int], list[Candidate]] = {}
    for c in candidates:
        by_span.setdefault((c.start, c.end), []).append(c)
    merged = [_merge(group) for group in by_span.values()]
    chosen: list[Candidate] = []
    for c in sorted((m for m in merged if m), key=_rank):
        crossing = [o for o in chosen if o.start < c.end and c.start < o.end and not _nested(o, c)]
        if crossing or any(_swallows(o, c) for o in chosen):
            continue
        chosen.append(c)
    return [c for c in chosen if not any(o is not c and _swallows(o, c) for o in chosen)]


def _rank(c: Candidate) -> tuple[float, int]:
    """The recogniser's spans before listed names, but for listed names of several words: "Judea and Samaria"."""
    if c.known and (c.end - c.start < _LONG_KNOWN or c.confidence <= 0.5):
        return -c.confidence, c.start
    return -c.confidence - 0.2, c.start


def _merge(group: list[Candidate]) -> Candidate | None:
    listed = next((c for c in group if c.known), None)
    found = max((c for c in group if not c.known), key=lambda c: c.confidence, default=None)
    if listed is None and found is not None and found.kind == "State":
        state = next((c.capital_of for c in group if c.capital_of is not None), None)  # "Moscow urged", or no state
        if state is not None:
            return replace(found, known=state[0], same_as=state[1], form="capital")
        return next((c for c in group if c.kind == "Place"), None)
    if listed is None:
        return found
    if found is None:
        return listed if listed.confidence > 0.5 else None
    known = listed.confidence > 0.5 or {listed.kind, found.kind} <= _SURE
    if found.kind in listed.classes:
        kind = found.kind
    elif found.kind == "State" or (known and (listed.kind in _SURE or found.kind == "Place")):
        kind = listed.kind
    elif {found.kind, listed.kind} & {"Official", "Place"}:
        return found  # "Jordan" the person, "Georgia" the place: not the one the lexicon means
    else:
        kind = listed.kind if known else found.kind
    return Candidate(
        listed.start,
        listed.end,
        kind,
        max(listed.confidence, found.confidence),
        listed.known,
        listed.same_as,
        listed.form,
    )


def _nested(a: Candidate, b: Candidate) -> bool:
    return (a.start <= b.start and b.end <= a.end) or (b.start <= a.start and a.end <= b.end)


def _swallows(outer: Candidate, inner: Candidate) -> bool:
    """Whether a longer name makes a shorter one inside it no mention of its own ("Security Council" in "UN Security
    Council", "York" in "New York"), as opposed to "Israel" in "Ambassador to Israel"."""
    if not (
        outer.start <= inner.start and inner.end <= outer.end and outer.end - outer.start > inner.end - inner.start
    ):
        return False
    if outer.kind in ("Official", "Place"):
        return True
    if outer.kind == inner.kind == _INTERNATIONAL and inner.known and outer.start == inner.start:
        return outer.known != "" and parent_of(outer.known) != inner.known  # "UN Security Council", "UNESCO Board"
    if outer.kind == inner.kind == "Office":
        return outer.start == inner.start  # "Director" in "Director of the Institute"
    if outer.kind == inner.kind:
        return inner.kind in _NEVER_NESTED or bool(inner.known)
    # a summit is an event of its own only where it isn't the event's name itself
    return outer.kind == "Meeting" and inner.kind == "Forum" and outer.end == inner.end and inner.event

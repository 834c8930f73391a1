"""Who is on stage in a document."""

from dataclasses import dataclass

from communique.findings import Passage

__all__ = ["Stage"]


@dataclass(frozen=True, slots=True)
class Stage:
    """Who is on stage in a document, by key.

    Attributes:
        main: the main meeting, or an empty string.
        home: the state whose government or news agency speaks, or an empty string.
        sure: whether the document's publisher says so.
        people, states, issuers: of the main meeting; in whose name the text speaks.
        titled: what the headline names.
        told: the sentence that first tells of the main meeting.
        visits, calls: the meetings that are visits, and calls.
        headlines: the indices of the blocks that are headlines.
    """

    main: str
    home: str
    people: frozenset[str]
    states: frozenset[str]
    issuers: frozenset[str]
    titled: frozenset[str]
    told: tuple[Passage, ...] = ()
    visits: frozenset[str] = frozenset()
    calls: frozenset[str] = frozenset()
    headlines: frozenset[int] = frozenset()
    sure: bool = False

    @property
    def groups(self) -> tuple[frozenset[str], ...]:
        """Who acts together."""
        return (self.people, self.states, self.issuers)

"""Who is on stage in a document."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from communique.findings import Passage

__all__ = ["Stage", "Words"]


@dataclass(frozen=True, slots=True)
class Words:
    """Where a meeting is told of that has no name there.

    Attributes:
        sentence: running number.
        at: token index within the paragraph of the word that tells it.
        word: that word.
        said: the sentence.
    """

    sentence: int
    at: int
    word: Passage
    said: Passage


@dataclass(frozen=True, slots=True)
class Stage:
    """Who is on stage in a document, by key.

    Attributes:
        main: the main meeting, or an empty string.
        home: the state whose government or news agency speaks, or an empty string.
        sure: whether the document's publisher says so.
        people, states, issuers: of the main meeting; in whose name the text speaks.
        principals: of the people who leads each side (`references.principals`).
        bodies: whose session or statement it is: a council, a community, a forum.
        words: of the meetings that are told of without a name, the words that do, by meeting.
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
    principals: frozenset[str] = frozenset()
    bodies: frozenset[str] = frozenset()
    words: Mapping[str, tuple[Words, ...]] = field(default_factory=dict)

    @property
    def groups(self) -> tuple[frozenset[str], ...]:
        """Who acts together."""
        return (self.people, self.states, self.issuers, self.principals)

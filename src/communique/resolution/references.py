"""Whom pronouns and group words mean: "they", "the leaders", "both sides", "we"."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from communique.extraction import Mention
from communique.resources import data_lines

from .cast import Cast, normal

__all__ = ["Scene", "principals", "title_fit"]

_LEADING = frozenset(("leader", "head", "principal"))
_FACING = frozenset(("counterpart", "colleague", "interlocutor"))
_HOST = "host"
_LOOSE = frozenset(("ministers", "officials", "representatives", "participants", "delegates"))
_COUNTING = frozenset(
    [
        "the",
        "both",
        "two",
        "three",
        "four",
        "five",
        "all",
        "our",
        "their",
        "these",
        "respective",
        "heads",
        "of",
        "state",
        "government",
        "and",
    ]
)
"""Words of a group that don't say of which titles its people are."""


@dataclass(slots=True)
class Scene:
    """Who is on stage while a document is read sentence by sentence.

    Attributes:
        cast: the document's entities.
        issuers: who speaks as "we".
        orator: who speaks as "I", where the head of the text says so.
        people: officials of the main meeting, in order of mention.
        states: states (or organizations in their place) of the main meeting.
        represents: the state or organization that each official acts for.
        offices: normal titles of each official.
        last_people, last_group: who acted last, as one person and as several.
        voice: whose words the text gives.
        host: the state that speaks, or where the text was written.
    """

    cast: Cast
    issuers: tuple[str, ...]
    people: tuple[str, ...]
    states: tuple[str, ...]
    represents: Mapping[str, str]
    offices: Mapping[str, Sequence[str]]
    holders: Mapping[str, Sequence[str]]
    orator: str = ""
    members: Mapping[str, Sequence[str]] = field(default_factory=dict)
    last_person: str = ""
    last_thing: str = ""
    last_group: tuple[str, ...] = ()
    voice: tuple[str, ...] = ()
    host: str = ""

    def whom(self, mention: Mention) -> tuple[str, ...]:
        """The entities that a mention in the role of an actor means; none when nothing fits."""
        member = self.cast.member(mention.id)
        if member is not None:
            if member.kind in ("Meeting", "Forum"):
                return tuple(self.members.get(member.key, ())) or self.states
            if member.kind == "Office":
                return tuple(self.holders.get(member.key, ())) or (member.key,)
            return (member.key,)
        if mention.kind != "Reference":
            return ()
        if mention.form == "speaker" and self.voice:
            return self.voice
        if mention.form == "speaker" and mention.count == 1 and self.orator:
            return (self.orator,)
        if mention.form == "speaker" and mention.count != 1:
            return self.issuers
        if mention.form in ("person", "speaker"):
            return self._person(mention)
        if mention.form == "thing":
            return self._met(self.last_thing) if self.last_thing else ()
        if mention.form == "states":
            return self._of_number(self.states or self._states_of(self.last_group), mention.count)
        if mention.form == "persons":
            return self._persons(mention)
        if mention.form == "other":
            return self._other(mention)
        return self.last_group or self.everybody

    def _person(self, mention: Mention) -> tuple[str, ...]:
        """Who acted or was named last, else who is named first on stage; "the minister" is a minister."""
        possible = tuple(filter(None, (self.last_person, *self.people)))
        titled = [p for p in possible if any(_noun(mention) in t.split() for t in self.offices.get(p, ()))]
        return (titled[0],) if titled else possible[:1]

    def _other(self, mention: Mention) -> tuple[str, ...]:
        """Of the people on stage those of another side than who acted last, or than the host: "the visitor"."""
        own = {self.represents.get(self.last_person, "")} if _noun(mention) in _FACING else {self.host}
        hosts = _noun(mention) == _HOST
        others = [p for p in self.people if p in self.represents and (self.represents[p] in own) == hosts]
        return tuple(others[:1] if mention.count == 1 else others)

    def _met(self, thing: str) -> tuple[str, ...]:
        """Something named that "it" means, or who was there where that is a meeting."""
        if self.cast.members[thing].kind != "Meeting":
            return (thing,)
        return tuple(self.members.get(thing, ())) or self.states

    @property
    def everybody(self) -> tuple[str, ...]:
        """Those who met: people, or the states where few of the many sides have somebody named."""
        return self.states if len(self.states) > 2 * len(self.leading) else self.leading

    @property
    def leading(self) -> tuple[str, ...]:
        """Of the people on stage those who speak for the others."""
        leaders = principals(self.people, self.represents, self.offices)
        return leaders if len(leaders) > 1 else self.people

    def acted(self, who: Sequence[str]) -> None:
        """Remember who performed an act."""
        kinds = [self.cast.members[k].kind for k in who]
        if len(who) == 1 and kinds[0] == "Official":
            self.last_person = who[0]
        elif len(who) == 1:
            self.last_thing = who[0]
        elif who:
            self.last_group = tuple(who)

    def _persons(self, mention: Mention) -> tuple[str, ...]:
        if _noun(mention) in _LEADING:
            return self._of_number(self.leading, mention.count) or self.last_group or self.states
        fits = {p: title_fit(mention, self.offices.get(p, ())) for p in self.people}
        for least in (1.0, 0.5):
            titled = tuple(p for p in self.people if fits[p] >= least)
            few = _is_loose(mention) and 2 * len(titled) < len(self.leading)
            if len(titled) >= max(2, mention.count) and not few:
                return self._of_number(titled, mention.count)
        if len(self.people) > 1:
            counted = 1 < mention.count <= len(self.leading)  # "the two ministers" are the two who are named
            return self._of_number(self.leading if counted else self.everybody, mention.count)
        return self.last_group or self.states or self.people

    def _states_of(self, people: Sequence[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self.represents[p] for p in people if p in self.represents))

    @staticmethod
    def _of_number(who: Sequence[str], count: int) -> tuple[str, ...]:
        """The first so many, when a number is given and there are more."""
        return tuple(who[:count]) if 1 < count < len(who) else tuple(who)


def principals(
    people: Sequence[str], represents: Mapping[str, str], offices: Mapping[str, Sequence[str]]
) -> tuple[str, ...]:
    """Of the people on stage who leads each side: who leads a state or government, else who is named first.

    Args:
        people: keys, in order of mention.
        represents: the side that each acts for.
        offices: normal titles of each.
    """
    best: dict[str, tuple[bool, str]] = {}
    for key in people:
        leads = any(_leads(title) for title in offices.get(key, ()))
        if key in represents or leads:
            side = represents.get(key, key)
            if side not in best or (leads and not best[side][0]):
                best[side] = (leads, key)
    chosen = {key for _, key in best.values()}
    return tuple(key for key in people if key in chosen)


def title_fit(mention: Mention, titles: Sequence[str]) -> float:
    """How well a group word for persons fits somebody's offices: 1 by all its words, 0.5 by the last, else 0.

    "The prime ministers" are no ministers of trade, and "the leaders" are who leads a state or government.
    """
    if _noun(mention) in _LEADING:
        return float(any(_leads(title) for title in titles))
    nouns = [w.removesuffix("s") for w in normal(mention.text).split() if w not in _COUNTING]
    if any(all(n in title.split() for n in nouns) for title in titles):
        return 1.0
    return 0.5 * any(nouns[-1] in title.split() for title in titles)


def _is_loose(mention: Mention) -> bool:
    """Whether a group word may mean all who met, whatever their titles: "the Ministers"."""
    return {w for w in normal(mention.text).split() if w not in _COUNTING} <= _LOOSE


def _noun(mention: Mention) -> str:
    """The noun of a group word: "leader" of "the two leaders", "head" of "Heads of Government"."""
    words = [w for w in normal(mention.text).split() if w not in _COUNTING]
    return words[-1].removesuffix("s") if words else "head"


@lru_cache(maxsize=4096)
def _leads(title: str) -> bool:
    return any(title == top or title.startswith(f"{top} ") for top in data_lines(__package__, "leading_titles.txt"))

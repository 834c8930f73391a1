"""The cast of one document: which mentions are one entity."""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from communique.extraction import Mention
from communique.lexicon.derived import state_words

__all__ = ["Cast", "Member", "gather", "normal"]

_SUFFIXES = frozenset(("jr", "sr", "ii", "iii", "iv"))
_BODIES = frozenset(("Forum", "Agreement", "Organization", "InternationalOrganization", "GovernmentBody"))
_SITTING = ("Forum", "InternationalOrganization")
_LONGEST_ENDING = 6
_STEM = re.compile(r" (?:of|for|on|between|with|against|in) ")
_GENERIC = re.compile(r"^(the|this|that|its|their|our|his|her|a|an) ", re.IGNORECASE)


@dataclass(slots=True)
class Member:
    """One entity under construction.

    Attributes:
        key: unique within the document.
        kind: class of the ontology.
        mentions: ids of its mentions, in text order.
        names: how often each name was seen.
        known: canonical name from the lexicon.
        same_as: external identifier.
    """

    key: str
    kind: str
    mentions: list[int] = field(default_factory=list)
    names: Counter[str] = field(default_factory=Counter)
    known: str = ""
    same_as: str = ""


@dataclass(slots=True)
class Cast:
    """All members, and which one each mention belongs to."""

    mentions: Sequence[Mention]
    members: dict[str, Member] = field(default_factory=dict)
    of: dict[int, str] = field(default_factory=dict)

    def new(self, kind: str, known: str = "", same_as: str = "") -> Member:
        """A new member without mentions."""
        key = f"{kind}-{sum(m.kind == kind for m in self.members.values()) + 1}"
        member = self.members[key] = Member(key, kind, known=known, same_as=same_as)
        return member

    def add(self, member: Member, mention: Mention) -> None:
        """Let a mention be one of a member."""
        member.mentions.append(mention.id)
        member.names[mention.text] += 1
        self.of[mention.id] = member.key

    def kind(self, kind: str) -> Iterator[Member]:
        """The members of one class, in order of appearance."""
        return (m for m in self.members.values() if m.kind == kind)

    def member(self, mention: int) -> Member | None:
        """The member that a mention belongs to; None for references."""
        key = self.of.get(mention)
        return None if key is None else self.members[key]

    def state(self, known: str) -> Member | None:
        """The state with a canonical name, if the document names it."""
        return next((m for m in self.kind("State") if m.known == known), None)


@lru_cache(maxsize=4096)
def normal(name: str) -> str:
    """A name for comparison: no case, accents, dots, possessives or leading article."""
    plain = unicodedata.normalize("NFKD", _GENERIC.sub("", name))
    plain = "".join(c for c in plain if not unicodedata.combining(c)).casefold()
    plain = re.sub(r"['’]s?\b|\.", "", plain).replace("&", " and ")
    return re.sub(r"[\W_]+", " ", plain).strip()


def gather(mentions: Sequence[Mention], between: Mapping[int, str], home: str) -> Cast:
    """Join the mentions of named things other than offices and meetings, which need the facts around them.

    Args:
        mentions: all mentions of the document.
        between: for a mention that directly follows another in brackets, the id of that other one: "Association of
            Southeast Asian Nations (ASEAN)".
        home: the state whose government speaks, or an empty string: "the Administration" is its.
    """
    cast = Cast(mentions)
    by_kind: dict[str, list[Mention]] = defaultdict(list)
    for mention in _of_one_kind(mentions):
        if mention.kind not in ("Reference", "Office", "Meeting"):
            by_kind[mention.kind].append(mention)
    for mention in by_kind.pop("State", []):
        if mention.known:
            _add_state(cast, mention)
    for mention in mentions:  # a government named without its state: "the Biden Administration"
        if mention.kind == "State" and not mention.known:
            member = cast.state(home)
            if member is not None and mention.form == "government":
                cast.add(member, mention)
    _gather_people(cast, by_kind.pop("Official", []))
    for kind in sorted(by_kind):
        _gather_names(cast, kind, by_kind[kind], between)
    for member in cast.members.values():
        member.mentions.sort()
    return cast


def _of_one_kind(mentions: Sequence[Mention]) -> Iterator[Mention]:
    """Mentions with one class for each name: what is a forum in one sentence is no agreement in the next.

    A name that another one ends in ("the Committee") has the other's class.
    """
    votes: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for mention in mentions:
        if mention.kind in _BODIES:
            votes[mention.known or normal(mention.text)][mention.kind] += mention.confidence
    own = {name: max(sorted(ranking), key=lambda k: ranking[k]) for name, ranking in votes.items()}
    longer: dict[str, set[str]] = defaultdict(set)
    for name, kind in own.items():
        for ending in _endings(name):
            longer[ending].add(kind)
    kinds = dict(own)
    for name in {normal(m.text) for m in mentions if m.kind in _BODIES and not m.known and m.text[:1].isupper()}:
        if len(longer[name]) == 1:
            (kinds[name],) = longer[name]
    for mention in mentions:
        if mention.kind in _BODIES:
            yield replace(mention, kind=kinds[mention.known or normal(mention.text)])
        else:
            yield mention


@lru_cache(maxsize=4096)
def _endings(name: str) -> frozenset[str]:
    """The shorter names in which a name ends before any "of": "committee" of "joint committee of ministers"."""
    words = _STEM.split(name, maxsplit=1)[0].split()
    return frozenset(" ".join(words[at:]) for at in range(max(0, len(words) - _LONGEST_ENDING), len(words))) - {name}


def _add_state(cast: Cast, mention: Mention) -> None:
    member = cast.state(mention.known)
    if member is None:
        member = cast.new("State", mention.known, mention.same_as)
    member.same_as = member.same_as or mention.same_as
    cast.add(member, mention)


def _gather_people(cast: Cast, mentions: Sequence[Mention]) -> None:
    """Full names first; then surnames and given names join the person nearest before who bears them."""
    parts = {m.id: _name_parts(m.text) for m in mentions}
    full = [m for m in mentions if len(parts[m.id]) > 1]
    tokens: dict[str, list[str]] = {}
    for mention in full:
        mine = parts[mention.id]
        for member in cast.kind("Official"):
            if _same_person(tokens[member.key], mine):
                break
        else:
            member = cast.new("Official")
            tokens[member.key] = mine
        cast.add(member, mention)
        if len(mine) > len(tokens[member.key]):
            tokens[member.key] = mine
    for mention in mentions:
        mine = parts[mention.id]
        if len(mine) > 1 or not mine:
            continue
        bearers = [m for m in cast.kind("Official") if mine[0] in tokens[m.key]]
        if not bearers:
            member = cast.new("Official")
            tokens[member.key] = mine
        else:
            surname = [m for m in bearers if tokens[m.key][-1] == mine[0]] or bearers
            member = max(surname, key=lambda m: max((i for i in m.mentions if i < mention.id), default=-1))
        cast.add(member, mention)


def _name_parts(name: str) -> list[str]:
    parts = normal(name).split()
    while len(parts) > 1 and parts[-1] in _SUFFIXES:
        parts.pop()
    return parts


def _same_person(a: Sequence[str], b: Sequence[str]) -> bool:
    """Whether two full names can be one person's: the same surname and given names that don't contradict."""
    if set(a) <= set(b) or set(b) <= set(a):
        return True
    if a[-1] != b[-1]:
        return False
    return a[0][0] == b[0][0] and (len(a[0]) == 1 or len(b[0]) == 1 or a[0][:2] == b[0][:2])


def _gather_names(cast: Cast, kind: str, mentions: Sequence[Mention], between: Mapping[int, str]) -> None:
    by_name: dict[str, Member] = {}
    for mention in sorted(mentions, key=lambda m: (-len(m.text), m.id)):
        name = normal(mention.text)
        if not name:
            continue
        member = by_name.get(name) or _found_alike(cast, kind, by_name, mention, name, between)
        if member is None:
            member = cast.new(kind, mention.known, mention.same_as)
        by_name.setdefault(name, member)
        if mention.known and not member.known:
            member.known, member.same_as = mention.known, mention.same_as
        cast.add(member, mention)


def _found_alike(
    cast: Cast, kind: str, by_name: Mapping[str, Member], mention: Mention, name: str, between: Mapping[int, str]
) -> Member | None:
    """A member that goes by another form of this name."""
    if mention.id in between:
        full = normal(between[mention.id])
        if full in by_name:
            return by_name[full]
    if mention.known:
        for member in cast.kind(kind):
            if member.known == mention.known:
                return member
    if kind == "Place":
        return next((m for n, m in by_name.items() if _without_district(n) == _without_district(name)), None)
    bare = _without_states(name)
    for other, member in by_name.items():
        if bare and bare == _without_states(other) and (kind != "GovernmentBody" or bare in (name, other)):
            return member
        if kind in ("Forum", "Agreement") and len(name.split()) > 2 and set(name.split()) < set(other.split()):
            return member  # "Strategic Dialogue on Technology" of "Strategic High-Level Dialogue on Technology"
        letters = "".join(w[0] for w in other.split() if w not in ("of", "the", "for", "and", "on", "in"))
        if mention.text.isupper() and len(mention.text) > 2 and normal(mention.text).replace(" ", "") == letters:
            return member
    if kind in _SITTING and " " in name:  # "Council of Ministers" of the "Council of Ministers of the Commission"
        whole = {m.key: m for other, m in by_name.items() if other.startswith((f"{name} of ", f"{name} for "))}
        if len(whole) == 1:
            return next(iter(whole.values()))
    return _short_for(by_name, mention, name) if kind in _BODIES and not mention.known else None


def _short_for(by_name: Mapping[str, Member], mention: Mention, name: str) -> Member | None:
    """Whose name ends in a shorter one before any "of" ("the Commission"); of several the one named last."""
    if not mention.text[:1].isupper():
        return None
    ending = [m for other, m in by_name.items() if name in _endings(other)]
    return max(ending, key=lambda m: max((i for i in m.mentions if i < mention.id), default=-1), default=None)


def _without_district(name: str) -> str:
    return name.removesuffix(" d c").removesuffix(" dc")


def _without_states(name: str) -> str:
    words = name.split()
    states = state_words()
    kept = [
        w for w in words if w not in states and w not in ("joint", "the", "new", "inaugural", "annual", "bilateral")
    ]
    return " ".join(kept) if len(kept) > 1 else ""


def names_of(members: Iterable[Member]) -> set[str]:
    """All normal names of some members."""
    return {normal(n) for m in members for n in m.names}

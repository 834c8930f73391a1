"""What an entity is called: its preferred name, its other names, and the name that identifies it across documents."""

from collections.abc import Iterable, Mapping, Sequence

from communique.extraction import Draft
from communique.extraction.patterns import head_noun
from communique.findings import Entity, Value
from communique.lexicon.derived import form_of

from .cast import Cast, Member
from .meetings import Gathering
from .offices import bare_title
from .variants import with_shorter_names

__all__ = ["best_name", "listed", "settle_entities"]

_OPEN = ("Forum", "Agreement")


def best_name(member: Member) -> str:
    """The fullest name: the longest, the more frequent of equals; a state known only by its adjective by its own."""
    if member.kind == "State" and member.known:
        full = [n for n in member.names if form_of(n) in ("name", "alias")]
        return max(full, key=lambda n: (len(n), n)) if full else member.known
    return max(member.names, key=lambda n: (len(n), member.names[n], n))


def listed(names: Sequence[str]) -> str:
    """ "A", "A and B", "A, B and C"."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def settle_entities(
    draft: Draft,
    cast: Cast,
    facts: Iterable[tuple[str, str, str | Value]],
    meeting_names: Mapping[str, str],
    gatherings: Sequence[Gathering],
) -> list[Entity]:
    """The document's entities, named."""
    whose = {str(s): str(v) for (s, p, v) in facts if p == "officeOf"}
    represents = {str(s): str(v) for (s, p, v) in facts if p == "represents"}
    by_key = {g.member.key: g for g in gatherings}
    entities: list[Entity] = []
    for member in cast.members.values():
        g = by_key.get(member.key)
        names = dict.fromkeys([*member.names, *([meeting_names[member.key]] if member.key in meeting_names else [])])
        if not names:
            continue
        name = best_name(member) if member.names else meeting_names[member.key]
        mentions = tuple(sorted({draft.mentions[i].passage for i in member.mentions})) or (
            tuple(g.evidence[:1]) if g else ()
        )
        canonical = _canonical(member, name, cast, whose, represents)
        aliases = {n for n in names if n != name}
        entities.append(
            Entity(
                key=member.key,
                kind=member.kind,
                name=name,
                canonical=canonical,
                aliases=tuple(sorted(aliases)),
                mentions=mentions,
                same_as=(member.same_as,) if member.same_as else (),
                position=g.position if g else -1,
                also=_also(member, name),
            )
        )
    return with_shorter_names(entities)


def _also(member: Member, name: str) -> tuple[str, ...]:
    """The other class of a name whose noun leaves open which it is: a "partnership" is forum and agreement."""
    noun = head_noun(tuple(name.split())) if member.kind in _OPEN else None
    return (
        tuple(c for c in noun.classes if c in _OPEN and c != member.kind)
        if noun and member.kind in noun.classes
        else ()
    )


def _canonical(member: Member, name: str, cast: Cast, whose: Mapping[str, str], represents: Mapping[str, str]) -> str:
    """What identifies an entity across documents; empty for a meeting, which only its document identifies."""
    if member.kind == "Meeting":
        return ""
    if member.known:
        return member.known
    if member.kind == "Office":
        if member.key in whose:
            owner = cast.members[whose[member.key]]
            return f"{bare_title(name, owner.names)} of {owner.known or best_name(owner)}"
        return bare_title(name)
    if member.kind == "Official" and " " not in name and member.key in represents:
        owner = cast.members[represents[member.key]]
        return f"{name} ({owner.known or best_name(owner)})"
    return name

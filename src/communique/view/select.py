"""Which part of a network to show."""

import difflib
from collections.abc import Collection
from dataclasses import dataclass, replace

from communique.errors import CommuniqueError
from communique.schema import ACTS

from .evidence import Evidence
from .measures import centrality
from .network import Act, Entity, Link, Network, part

__all__ = ["LIMIT", "Selection", "select"]

LIMIT = 5000
"""Entities that are shown when nothing is chosen: what a browser draws at once, and more than a reader can see."""


@dataclass(frozen=True, slots=True)
class Selection:
    """A part of a network, and what it leaves out, in words."""

    network: Network
    left_out: str = ""


def select(
    network: Network,
    *,
    around: str | None = None,
    hops: int = 1,
    top: int | None = None,
    since: str | None = None,
    until: str | None = None,
    acts: Collection[str] | None = None,
    limit: int = LIMIT,
) -> Selection:
    """The part of a network that a user asks for.

    Args:
        network: the whole.
        around: a name or alias: only entities within `hops` lines of it.
        hops: how far around, at least 0.
        top: only so many entities, the most central ones.
        since, until: ISO 8601 dates, or their beginnings (``2022``, ``2022-07``): only what documents of that time say.
        acts: only acts of these kinds; facts stay.
        limit: the `top` of networks that are larger, when neither `around` nor `top` is given.

    Raises:
        CommuniqueError: if a name isn't in the network, an act, number or date is none, or nothing is left.
    """
    notes: list[str] = []
    chosen = network
    if acts is not None:
        unknown = sorted(set(acts) - set(ACTS))
        if unknown:
            raise CommuniqueError(f"no act is called {unknown[0]!r}; choose from {', '.join(ACTS)}")
        chosen = _with_acts(chosen, {number: act for number, act in chosen.acts.items() if act.act in acts})
        notes.append(f"acts other than {', '.join(sorted(acts))}")
    if since is not None or until is not None:
        chosen = _between(chosen, _date(since), _date(until))
        span = " ".join(text for text in (since and f"before {since}", until and f"after {until}") if text)
        notes.append(f"what documents {span.replace(' after', ' or after')} say, and documents without a date")
    if around is not None:
        if hops < 0:
            raise CommuniqueError(f"{hops} hops: give a number from 0")
        chosen = part(chosen, _near(chosen, _find(chosen, around), hops))
        notes.append(f"entities more than {hops} {'hop' if hops == 1 else 'hops'} from {around}")
    if top is not None and top < 1:
        raise CommuniqueError(f"the top {top}: give a number from 1")
    most = top if top is not None else (limit if around is None else None)
    before = len(chosen.entities)
    if most is not None and before > most:
        scores = centrality(chosen)
        ranked = sorted(chosen.entities, key=lambda number: (-scores[number], number))
        chosen = part(chosen, ranked[:most])
        notes.append(f"the {before - most:,} of {before:,} entities with the fewest links")
    if network.entities and not chosen.entities:
        raise CommuniqueError("nothing is left to show; choose a wider time or more acts")
    return Selection(chosen, f"Left out: {'; '.join(notes)}." if notes and chosen is not network else "")


def _find(network: Network, name: str) -> list[int]:
    wanted = " ".join(name.split()).casefold()
    names = [
        (" ".join(each.split()).casefold(), number)
        for number, entity in network.entities.items()
        for each in (entity.label, *entity.names)
    ]
    found = sorted({number for each, number in names if each == wanted})
    if found:
        return found
    close = difflib.get_close_matches(wanted, [each for each, _ in names], 1)
    hint = f"; did you mean {network.entities[dict(names)[close[0]]].label}?" if close else ""
    raise CommuniqueError(f"the graph names no {name!r}{hint}")


def _near(network: Network, start: Collection[int], hops: int) -> set[int]:
    reached = edge = set(start)
    for _ in range(hops):
        edge = {
            other
            for number in edge
            for neighbours in (network.graph.successors(number), network.graph.predecessors(number))
            for other in neighbours
        } - reached
        if not edge:
            break
        reached = reached | edge
    return reached


def _date(text: str | None) -> str | None:
    if text is None:
        return None
    parts = text.split("-")
    if [len(each) for each in parts] not in ([4], [4, 2], [4, 2, 2]) or not all(
        each.isascii() and each.isdigit() for each in parts
    ):
        raise CommuniqueError(f"{text!r} is no date; write 2022, 2022-07 or 2022-07-13")
    return text


def _with_acts(network: Network, acts: dict[int, Act]) -> Network:
    def links(link: Link) -> Link | None:
        if link.kind == "fact":
            return link
        numbers = tuple(number for number in link.acts if number in acts)
        return replace(link, acts=numbers) if numbers else None

    return part(replace(network, acts=acts), network.entities, links)


def _between(network: Network, since: str | None, until: str | None) -> Network:
    """What documents of a time say: their entities, facts and acts, with their evidence alone."""
    kept = {
        number
        for number, source in enumerate(network.sources)
        if source.date
        and (since is None or source.date[: len(since)] >= since)
        and (until is None or source.date[: len(until)] <= until)
    }

    def left(evidence: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
        return tuple(each for each in evidence if each.document in kept)

    def within(entity: Entity) -> Entity:
        values = ((name, text, left(evidence)) for name, text, evidence in entity.values)
        return replace(
            entity,
            values=tuple(value for value in values if value[2]),
            mentions=left(entity.mentions),
            documents=tuple(number for number in entity.documents if number in kept),
        )

    acts = {number: replace(act, evidence=left(act.evidence)) for number, act in network.acts.items()}
    acts = {number: act for number, act in acts.items() if act.evidence}
    entities = {number: within(entity) for number, entity in network.entities.items()}
    chosen = _with_acts(replace(network, entities=entities), acts)

    def links(link: Link) -> Link | None:
        if link.kind == "act":
            return link
        evidence = left(link.evidence)
        return replace(link, evidence=evidence) if evidence else None

    named = {number for number, entity in entities.items() if entity.documents}
    return part(chosen, named, links)

"""What the network's measures say, as tables."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import networkx as nx
from rdflib import Graph

from .drawing import style
from .measures import betweenness, communities, simple
from .network import Network, network_of

__all__ = ["Table", "stats"]

ACTORS = ("State", "InternationalOrganization", "GovernmentBody", "Organization", "Official")
PARTIES = ("State", "InternationalOrganization")
ROWS = 15
MATRIX = 12
MEMBERS = 8

Cell = str | int | float


@dataclass(frozen=True, slots=True)
class Table:
    """A table: title, column headings, rows of as many cells, and a note on how to read it."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""


def stats(graph: Graph) -> list[Table]:
    """Measures of the network in a graph: what it holds, who is central, who commits to whom, who belongs together.

    Actors are states, organizations and officials. Tables without rows are left out.

    Args:
        graph: in the shape of ``ontology/communique.ttl``.
    """
    network = network_of(graph)
    plain_graph = simple(network)
    tables = [
        _overview(network),
        _central(network, plain_graph),
        _brokers(network, plain_graph),
        _commitments(network),
        _forums(network),
        _communities(network, plain_graph),
    ]
    return [table for table in tables if table.rows]


def _overview(network: Network) -> Table:
    kinds = Counter(entity.kind for entity in network.entities.values())
    acts = Counter(act.act for act in network.acts.values())
    facts = Counter(link.name for link in network.links.values() if link.kind == "fact")
    facts.update(name for entity in network.entities.values() for name, _, _ in entity.values)
    words = style()
    rows: list[tuple[Cell, ...]] = [("Documents", "", len(network.documents()))]
    rows += [("Entities", each["many"], kinds[kind]) for kind, each in words["classes"].items() if kinds[kind]]
    rows += [("Facts", each["label"], facts[name]) for name, each in words["properties"].items() if facts[name]]
    rows += [("Acts", name, acts[name]) for name in words["acts"] if acts[name]]
    return Table("What the graph holds", ("", "Kind", "Number"), tuple(rows))


def _actors(network: Network) -> list[int]:
    return [number for number, entity in network.entities.items() if entity.kind in ACTORS]


def _central(network: Network, graph: nx.Graph) -> Table:
    made = Counter(number for act in network.acts.values() for number in act.by)
    received = Counter(number for act in network.acts.values() for number in act.toward)
    scores = nx.degree_centrality(graph)
    ranked = sorted(
        (number for number in _actors(network) if graph.degree(number)), key=lambda number: (-scores[number], number)
    )
    return Table(
        "Most central actors",
        ("Actor", "Class", "Centrality", "Neighbours", "Acts", "Acts toward it", "Documents"),
        tuple(
            (
                *_named(network, number),
                round(scores[number], 3),
                graph.degree(number),
                made[number],
                received[number],
                len(network.entities[number].documents),
            )
            for number in ranked[:ROWS]
        ),
        "Centrality: share of all other entities that it has a line to (degree centrality).",
    )


def _brokers(network: Network, graph: nx.Graph) -> Table:
    scores = {number: round(score, 3) for number, score in betweenness(graph).items()}
    ranked = sorted(
        (number for number in _actors(network) if scores[number]), key=lambda number: (-scores[number], number)
    )
    return Table(
        "Brokers",
        ("Actor", "Class", "Betweenness"),
        tuple((*_named(network, number), scores[number]) for number in ranked[:ROWS]),
        "Betweenness: share of the shortest ways between others that lead through it; estimated in large graphs.",
    )


def _named(network: Network, number: int) -> tuple[str, str]:
    entity = network.entities[number]
    return entity.label, style()["classes"][entity.kind]["one"]


def _commitments(network: Network) -> Table:
    """States in rows commit, states in columns are addressed; officials count for whom they represent."""
    states = _states_of(network)
    counts: Counter[tuple[int, int]] = Counter()
    for act in network.acts.values():
        if act.act == "commit":
            counts.update(
                (holder, other) for holder in _parties(act.by, states) for other in _parties(act.toward, states)
            )
    holders = Counter[int]()
    others = Counter[int]()
    for (holder, other), count in counts.items():
        holders[holder] += count
        others[other] += count
    rows, columns = _first(holders), _first(others)
    return Table(
        "Who commits to whom",
        ("", *(network.label(number) for number in columns), "Total"),
        tuple((network.label(row), *(counts[row, column] or "" for column in columns), holders[row]) for row in rows),
        "Commitments of the row toward the column; officials count for the state or organization they represent.",
    )


def _first(counts: Counter[int]) -> list[int]:
    return sorted(counts, key=lambda number: (-counts[number], number))[:MATRIX]


def _states_of(network: Network) -> dict[int, set[int]]:
    """The states and international organizations that an actor is, or speaks for."""
    states = {number: {number} for number, entity in network.entities.items() if entity.kind in PARTIES}
    own = dict(states)
    for link in network.links.values():
        if link.name in ("represents", "partOf") and link.target in own and link.source not in own:
            states[link.source] = states.get(link.source, set()) | {link.target}
    return states


def _parties(actors: Iterable[int], states: dict[int, set[int]]) -> set[int]:
    return {state for actor in actors for state in states.get(actor, ())}


def _forums(network: Network) -> Table:
    members: dict[int, set[int]] = defaultdict(set)
    sessions: dict[int, set[int]] = defaultdict(set)
    states = {number for number, entity in network.entities.items() if entity.kind == "State"}
    for link in network.links.values():
        if link.name == "sessionOf":
            sessions[link.target].add(link.source)
    for link in network.links.values():
        if link.name == "hasMember" and link.target in states:
            members[link.source].add(link.target)
    took_part: dict[int, set[int]] = defaultdict(set)
    for link in network.links.values():
        if link.name == "participant" and link.target in states:
            took_part[link.source].add(link.target)
    rows: list[tuple[str, int, str, str, int]] = []
    for number, entity in network.entities.items():
        joined = members[number] | {state for session in sessions[number] for state in took_part[session]}
        if entity.kind == "Forum" and len(joined) > 1:
            since = ", ".join(text for name, text, _ in entity.values if name == "established")
            names = ", ".join(sorted(network.label(state) for state in joined))
            rows.append((entity.label, len(joined), names, since, len(sessions[number])))
    rows.sort(key=lambda row: (-row[1], row[0]))
    return Table(
        "Forums that join states",
        ("Forum", "States", "Which", "Since", "Sessions"),
        tuple(rows),
        "States are members, or took part in a session.",
    )


def _communities(network: Network, graph: nx.Graph) -> Table:
    rows: list[tuple[int, int, str]] = []
    for position, group in enumerate(communities(graph)[:ROWS], 1):
        ranked = sorted(group, key=lambda number: (-graph.degree(number), number))
        actors = [number for number in ranked if network.entities[number].kind in ACTORS] or ranked
        rows.append((position, len(group), ", ".join(network.label(number) for number in actors[:MEMBERS])))
    return Table(
        "Communities",
        ("", "Entities", "Most connected actors"),
        tuple(rows),
        "Groups with more lines inside than between them (Louvain method).",
    )

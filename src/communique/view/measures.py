"""Who is central: networkx's measures of the network."""

import networkx as nx

from .network import Network

__all__ = ["betweenness", "centrality", "communities", "simple"]

EXACT = 600
"""Above so many nodes betweenness is estimated from this many of them, as starting points."""

PIVOTS = 200
SEED = 48


def simple(network: Network) -> nx.Graph:
    """The network with one undirected line between two nodes, weighted by how many facts and acts it stands for."""
    graph = nx.Graph()
    graph.add_nodes_from(network.graph.nodes)
    for link in network.links.values():
        if link.source != link.target:
            weight = max(1, len(link.acts))
            if graph.has_edge(link.source, link.target):
                graph[link.source][link.target]["weight"] += weight
            else:
                graph.add_edge(link.source, link.target, weight=weight)
    return graph


def centrality(network: Network) -> dict[int, float]:
    """Degree centrality: with how large a share of all others each node has a line (0 to 1)."""
    return dict(nx.degree_centrality(simple(network)))


def betweenness(graph: nx.Graph) -> dict[int, float]:
    """On how large a share of shortest ways between others each node lies (0 to 1).

    Estimated in large graphs (Brandes, Pich: Centrality estimation in large networks, 2007), from the same starting
    points each time.
    """
    pivots = min(PIVOTS, len(graph)) if len(graph) > EXACT else None
    return dict(nx.betweenness_centrality(graph, k=pivots, seed=SEED))


def communities(graph: nx.Graph) -> list[list[int]]:
    """Groups that have more lines inside than between them, largest first (Louvain method, Blondel et al., 2008)."""
    if not graph.number_of_edges():
        return []
    groups = (sorted(group) for group in nx.community.louvain_communities(graph, weight="weight", seed=SEED))
    return sorted((group for group in groups if len(group) > 1), key=lambda group: (-len(group), group))

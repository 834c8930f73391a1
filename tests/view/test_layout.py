import networkx as nx

from communique.view.drawing import draw
from communique.view.layout import layout
from communique.view.measures import betweenness, centrality, communities, simple
from communique.view.network import network_of
from communique.view.wording import wrapped


def test_the_same_network_stands_the_same(both):
    assert draw(network_of(both)).places == draw(network_of(both)).places


def test_nodes_and_labels_have_room(both):
    network = network_of(both)
    drawing = draw(network)
    boxes = []
    for number, (x, y) in drawing.places.items():
        lines, size = wrapped(network.label(number)), drawing.sizes[number]
        half = max(size, max(map(len, lines)) * 3.3)
        boxes.append((x - half, y - size, x + half, y + size + 15 * len(lines)))
    for at, a in enumerate(boxes):
        for b in boxes[at + 1 :]:
            assert not (a[0] < b[2] - 1 and b[0] < a[2] - 1 and a[1] < b[3] - 1 and b[1] < a[3] - 1)


def test_officials_stand_by_their_state(both):
    network = network_of(both)
    places = draw(network).places
    number = {entity.label: key for key, entity in network.entities.items()}

    def far(a, b):
        return sum((p - q) ** 2 for p, q in zip(places[number[a]], places[number[b]], strict=True))

    assert far("Peter Mwangi", "Kenya") < far("Peter Mwangi", "Norway")
    assert far("Kwame Asante", "Ghana") < far("Kwame Asante", "Norway")


def test_nothing_to_lay_out():
    from rdflib import Graph

    assert layout(network_of(Graph()), {}) == {}


def test_links_between_the_same_nodes_are_spread(both):
    network = network_of(both)
    drawing = draw(network)
    third = next(number for number, entity in network.entities.items() if entity.kind == "Meeting")
    for link in network.links.values():
        if link.source == third and network.label(link.target) == "Ingrid Voll":
            break
    pairs = {}
    for number, link in network.links.items():
        pair = frozenset((link.source, link.target))
        sign = 1 if link.source == min(pair) else -1
        pairs.setdefault(pair, []).append(sign * drawing.bends.get(number, 0.0))
    assert any(len(bends) > 1 for bends in pairs.values())
    assert all(len(set(bends)) == len(bends) for bends in pairs.values())


def test_measures_are_networkx_s(both):
    network = network_of(both)
    graph = simple(network)
    assert centrality(network) == nx.degree_centrality(graph)
    assert betweenness(graph) == nx.betweenness_centrality(graph)
    groups = communities(graph)
    assert groups == communities(simple(network_of(both)))
    assert sum(map(len, groups)) <= len(graph)


def test_long_names_are_broken_and_cut():
    lines = wrapped("Deputy Director General for Strategic Affairs within the Ministry of Foreign Affairs")
    assert len(lines) == 3
    assert lines[-1].endswith("…")
    assert wrapped("   ") == ["   "]

"""Where the nodes stand: the same network gives the same picture."""

import random
from collections.abc import Mapping

import igraph
import numpy as np
import numpy.typing as npt

from .network import Link, Network
from .wording import wrapped

__all__ = ["layout"]

CAREFUL = 450
"""Up to so many nodes are laid out by Kamada and Kawai's method, with room for every label."""

ASPECT = 1.6
ROOM = 2.1
LINE = 15.0
CHARACTER = 6.7

LENGTHS = {"holdsOffice": 1.0, "represents": 1.1, "officeOf": 1.1, "partOf": 1.1, "sessionOf": 0.9, "ordinal": 1.0}
"""Wished length of a line by property: who belongs to a state stands beside it."""

FACT_LENGTH = 1.4
ACT_LENGTH = 2.2

Points = npt.NDArray[np.float64]


def layout(network: Network, sizes: Mapping[int, float]) -> dict[int, tuple[int, int]]:
    """Positions of the nodes in pixels, around the origin, y downwards.

    Small networks are laid out by graph-theoretic distance (Kamada, Kawai: An algorithm for drawing general undirected
    graphs, 1989), and then moved apart until node and label boxes are free; large ones by forces (Fruchterman,
    Reingold: Graph drawing by force-directed placement, 1991). Both are igraph's.

    Args:
        network: what to draw.
        sizes: radius of each node in pixels.
    """
    numbers = list(network.entities)
    if not numbers:
        return {}
    index = {number: position for position, number in enumerate(numbers)}
    lengths = _lengths(network)
    drawing = igraph.Graph(len(numbers), [(index[a], index[b]) for a, b in lengths])
    wished = list(lengths.values())
    groups = sorted(drawing.connected_components(), key=lambda group: (-len(group), group[0]))
    boxes = np.array([_box(network.entities[number].label, sizes[number]) for number in numbers])
    if len(numbers) <= CAREFUL:
        points = np.zeros((len(numbers), 2))
        placed = [(group, _careful(drawing, wished, group, boxes)) for group in groups]
    else:
        placed = [(group, _quick(drawing, wished, group)) for group in groups]
        points = np.zeros((len(numbers), 2))
    _pack(points, placed, boxes if len(numbers) <= CAREFUL else np.full((len(numbers), 2), 44.0))
    if len(numbers) <= CAREFUL:
        points = _apart(points, boxes)
    points -= (points.min(axis=0) + points.max(axis=0)) / 2
    return {number: (round(x), round(y)) for number, (x, y) in zip(numbers, points.tolist(), strict=True)}


def _lengths(network: Network) -> dict[tuple[int, int], float]:
    """Wished length of each undirected line, the shortest where there are several."""
    lengths: dict[tuple[int, int], float] = {}
    for link in network.links.values():
        if link.source != link.target:
            pair = (min(link.source, link.target), max(link.source, link.target))
            lengths[pair] = min(_length(link), lengths.get(pair, ACT_LENGTH))
    return dict(sorted(lengths.items()))


def _length(link: Link) -> float:
    return ACT_LENGTH if link.kind == "act" else LENGTHS.get(link.name, FACT_LENGTH)


def _box(label: str, size: float) -> tuple[float, float]:
    """Width and height that a node and its label under it need."""
    lines = wrapped(label)
    return max(2 * size, CHARACTER * max(map(len, lines))) + 12, 2 * size + LINE * len(lines) + 10


def _start(count: int) -> list[list[float]]:
    angles = np.linspace(0, 2 * np.pi, count, endpoint=False)
    return np.column_stack((np.cos(angles), np.sin(angles))).tolist()  # type: ignore[no-any-return]


def _part(drawing: igraph.Graph, wished: list[float], group: list[int]) -> tuple[igraph.Graph, list[float]]:
    members = set(group)
    edges = [edge.index for edge in drawing.es if edge.source in members]
    return drawing.induced_subgraph(group), [wished[edge] for edge in edges]


def _careful(drawing: igraph.Graph, wished: list[float], group: list[int], boxes: Points) -> Points:
    if len(group) == 1:
        return np.zeros((1, 2))
    part, lengths = _part(drawing, wished, group)
    points = np.array(part.layout_kamada_kawai(weights=lengths, seed=_start(len(group))).coords)
    points = _upright(points)
    spread = np.ptp(points, axis=0)
    room = ROOM * float((boxes[group][:, 0] * boxes[group][:, 1]).sum())
    target = np.array([np.sqrt(room * ASPECT), np.sqrt(room / ASPECT)])
    return points / np.where(spread > 0, spread, 1.0) * np.where(spread > 0, target, 0.0)


def _quick(drawing: igraph.Graph, wished: list[float], group: list[int]) -> Points:
    if len(group) == 1:
        return np.zeros((1, 2))
    part, lengths = _part(drawing, wished, group)
    random.seed(len(group))
    igraph.set_random_number_generator(random)
    points = np.array(
        part.layout_fruchterman_reingold(
            weights=[1 / length for length in lengths],
            niter=300 if len(group) > 2000 else 500,
            seed=(np.array(_start(len(group))) * np.sqrt(len(group))).tolist(),
            grid=len(group) > 1000,
        ).coords
    )
    points = _upright(points)
    spread = np.ptp(points, axis=0)
    return points / max(float(spread.max()), 1e-9) * 58 * np.sqrt(len(group))


def _upright(points: Points) -> Points:
    """Turned so that the longest way across is level."""
    centred = points - points.mean(axis=0)
    _, vectors = np.linalg.eigh(centred.T @ centred)
    axes = vectors[:, ::-1]
    signs = np.where(axes[np.abs(axes).argmax(axis=0), range(2)] < 0, -1.0, 1.0)
    return centred @ (axes * signs)


def _pack(points: Points, placed: list[tuple[list[int], Points]], boxes: Points) -> None:
    """The largest component on top, the others in centred rows under it."""
    extents = [np.ptp(part, axis=0) + boxes[group].max(axis=0) for group, part in placed]
    area = sum(float(width * height) for width, height in extents)
    limit = max(np.sqrt(area * ASPECT), max(float(width) for width, _ in extents))
    rows: list[list[int]] = [[]]
    used = 0.0
    for number, (width, _) in enumerate(extents):
        if rows[-1] and (used + width > limit or (number == 1 and width < limit / 4)):
            rows.append([])
            used = 0.0
        rows[-1].append(number)
        used += width
    y = 0.0
    for row in rows:
        x = -sum(float(extents[number][0]) for number in row) / 2
        for number in row:
            group, part = placed[number]
            points[group] = part - part.min(axis=0) + boxes[group].max(axis=0) / 2 + (x, y)
            x += extents[number][0]
        y += max(float(extents[number][1]) for number in row)


def _apart(points: Points, boxes: Points, rounds: int = 400) -> Points:
    """Pushes boxes apart along the shorter way until none overlap."""
    points = points.copy()
    count = len(points)
    first, second = np.triu_indices(count, 1)
    need = (boxes[first] + boxes[second]) / 2
    for _ in range(rounds):
        between = points[second] - points[first]
        overlap = need - np.abs(between)
        hit = (overlap > 0.5).all(axis=1)
        if not hit.any():
            break
        a, b, over, way = first[hit], second[hit], overlap[hit], between[hit]
        along = over.argmin(axis=1)
        rows = np.arange(len(a))
        # Equal positions part in the order of their numbers.
        sign = np.where(way[rows, along] < 0, -1.0, 1.0)
        push = np.zeros_like(over)
        push[rows, along] = sign * over[rows, along] * 0.3
        np.add.at(points, a, -push)
        np.add.at(points, b, push)
    return points

"""Where the nodes stand: the same network gives the same picture."""

import random
from collections.abc import Mapping, Sequence

import igraph
import numpy as np
import numpy.typing as npt

from .network import Link, Network
from .wording import wrapped

__all__ = ["layout"]

CAREFUL = 450
"""Up to so many nodes are laid out by Kamada and Kawai's method, with room for every label."""

ASPECT, WIDEN = 1.7, 1.5
"""The form of a screen beside the legend, and how far a picture is stretched to fill it."""

ROOM = 1.2
LINE = 15.0
CHARACTER = 6.7

LENGTHS = {"holdsOffice": 1.0, "represents": 1.1, "officeOf": 1.1, "partOf": 1.1, "sessionOf": 0.9, "ordinal": 1.0}
"""Wished length of a line by property: who belongs to a state stands beside it."""

FACT_LENGTH = 1.4
ACT_LENGTH = 2.2

FEW, ATTEMPTS = 90, 12
"""So many attempts are made at components of up to so many nodes."""

ROUNDS, GRID = 300, 1000
"""Rounds of the forces, and from how many nodes on they reach only neighbours (a grid)."""

Points = npt.NDArray[np.float64]


def layout(network: Network, sizes: Mapping[int, float]) -> dict[int, tuple[int, int]]:
    """Positions of the nodes in pixels, around the origin, y downwards.

    Small networks are laid out by graph-theoretic distance (Kamada, Kawai: An algorithm for drawing general undirected
    graphs, 1989), and then moved apart until node and label boxes are free; of several attempts the one with the
    fewest crossings on the smallest frame is taken. Large ones are laid out by forces (Fruchterman, Reingold: Graph
    drawing by force-directed placement, 1991). Both methods are igraph's.

    Args:
        network: what to draw.
        sizes: radius of each node in pixels.
    """
    numbers = list(network.entities)
    if not numbers:
        return {}
    index = {number: position for position, number in enumerate(numbers)}
    lengths = {(index[a], index[b]): length for (a, b), length in _lengths(network).items()}
    drawing = igraph.Graph(len(numbers), list(lengths))
    drawing.es["wished"] = list(lengths.values())
    groups = sorted(drawing.connected_components(), key=lambda group: (-len(group), group[0]))
    careful = len(numbers) <= CAREFUL
    if careful:
        boxes = np.array([_box(network.entities[number].label, sizes[number]) for number in numbers])
    else:
        boxes = np.full((len(numbers), 3), (44.0, 44.0, 0.0))
    points = np.zeros((len(numbers), 2))
    place = _careful if careful else _quick
    placed = [(group, place(drawing, group, boxes[group]) if len(group) > 1 else np.zeros((1, 2))) for group in groups]
    _pack(points, placed, boxes)
    if careful:
        points = _apart(points, boxes)
    across, down = (np.ptp(points, axis=0) + boxes[:, :2].mean(axis=0)).tolist()
    points *= (min(WIDEN, max(1.0, ASPECT * down / across)), min(WIDEN, max(1.0, across / ASPECT / down)))
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


def _box(label: str, size: float) -> tuple[float, float, float]:
    """Width and height that a node and its label under it need, and how far the box's middle is below the node's."""
    lines = wrapped(label)
    under = LINE * len(lines) + 2
    return max(2 * size, CHARACTER * max(map(len, lines))) + 10, 2 * size + under + 6, under / 2


def _circle(order: Sequence[int]) -> Points:
    angles = 2 * np.pi * np.argsort(order) / len(order)
    return np.column_stack((np.cos(angles), np.sin(angles)))


def _careful(drawing: igraph.Graph, group: list[int], boxes: Points) -> Points:
    part = drawing.induced_subgraph(group)
    edges = np.array(part.get_edgelist())
    room = ROOM * float((boxes[:, 0] * boxes[:, 1]).sum())
    attempts: list[tuple[int, float, Points]] = []
    # Not numpy's generator: Python promises that this one gives the same numbers in every version.
    chance = random.Random(len(group))
    for _ in range(ATTEMPTS if len(group) <= FEW else 1):
        order = list(range(len(group)))
        if attempts:
            chance.shuffle(order)
        start = _circle(order).tolist()
        points = _upright(np.array(part.layout_kamada_kawai(weights=part.es["wished"], seed=start).coords))
        points = _fitted(points, boxes, room)
        across, down = (np.ptp(points, axis=0) + boxes[:, :2].mean(axis=0)).tolist()
        attempts.append((_crossings(points, edges), max(across / ASPECT, down) ** 2, points))
    return min(attempts, key=lambda attempt: (attempt[0] * 0.02 + 1) * attempt[1])[2]


def _fitted(points: Points, boxes: Points, room: float) -> Points:
    """Stretched to the wished form and moved apart; moving apart makes it higher, so the stretch is corrected."""
    spread = np.ptp(points, axis=0)
    unit = points / np.where(spread > 1e-9, spread, 1.0)
    aspect = ASPECT
    for _ in range(3):
        fitted = _apart(unit * (np.sqrt(room * aspect), np.sqrt(room / aspect)), boxes)
        width, height = np.ptp(fitted, axis=0) + boxes[:, :2].max(axis=0)
        if width / height > ASPECT * 0.85 or len(points) < 5:
            break
        aspect *= ASPECT / (width / height)
    return fitted


def _crossings(points: Points, edges: npt.NDArray[np.int64]) -> int:
    """How many pairs of lines cross."""
    first, second = np.triu_indices(len(edges), 1)
    a, b = points[edges[first, 0]], points[edges[first, 1]]
    c, d = points[edges[second, 0]], points[edges[second, 1]]

    def side(p: Points, q: Points, r: Points) -> Points:
        return np.sign((q[:, 0] - p[:, 0]) * (r[:, 1] - p[:, 1]) - (q[:, 1] - p[:, 1]) * (r[:, 0] - p[:, 0]))

    return int(((side(a, b, c) * side(a, b, d) < 0) & (side(c, d, a) * side(c, d, b) < 0)).sum())


def _quick(drawing: igraph.Graph, group: list[int], boxes: Points) -> Points:
    part = drawing.induced_subgraph(group)
    igraph.set_random_number_generator(random.Random(len(group)))
    points = part.layout_fruchterman_reingold(
        weights=[1 / length for length in part.es["wished"]],
        niter=ROUNDS,
        seed=(_circle(range(len(group))) * np.sqrt(len(group))).tolist(),
        grid=len(group) > GRID,
    )
    points = _upright(np.array(points.coords))
    across = float(boxes[0, 0]) * 1.1 * len(group) ** 0.5
    spread: Points = _loosened(points) * across
    return spread


def _loosened(points: Points) -> Points:
    """Half way from the forces' picture, crowded in the middle, to an even disc; within a circle of diameter 1."""
    points = points - np.median(points, axis=0)
    radius = np.hypot(points[:, 0], points[:, 1])
    even = np.sqrt((np.argsort(np.argsort(radius, kind="stable"), kind="stable") + 1) / len(points))
    wished = 0.3 * radius / (radius.max() or 1.0) + 0.7 * even
    return points * (wished / np.where(radius > 0, radius, 1.0) / 2)[:, None] * (1.25, 0.8)


def _upright(points: Points) -> Points:
    """Turned so that the longest way across is level."""
    centred = points - points.mean(axis=0)
    _, vectors = np.linalg.eigh(centred.T @ centred)
    axes = vectors[:, ::-1]
    signs = np.where(axes[np.abs(axes).argmax(axis=0), range(2)] < 0, -1.0, 1.0)
    turned: Points = centred @ (axes * signs)
    return turned


def _pack(points: Points, placed: list[tuple[list[int], Points]], boxes: Points) -> None:
    """The largest component first, the others in rows under it or beside it, whichever gives the larger picture."""
    extents = np.array([np.ptp(part, axis=0) + boxes[group, :2].max(axis=0) for group, part in placed])
    width, height = map(float, extents[0])
    forms = []
    for limit in np.linspace(0.2, 2.6, 13) * width:
        rows = _rows(extents, max(float(limit), float(extents[1:, 0].max(initial=0.0))))
        across, down = _frame(extents, rows)
        forms.append((max(max(width, across) / ASPECT, height + down), False, rows))
        # Beside it only where that gains much: a picture with a second column looks like two.
        forms.append((1.2 * max((width + across) / ASPECT, height, down), True, rows))
    _, beside, rows = min(forms, key=lambda form: form[:2])
    across, down = _frame(extents, rows)
    _put(points, placed[0], boxes, 0.0, 0.0)
    x = width + across / 2 if beside else width / 2
    y = max(0.0, (height - down) / 2) if beside else height
    for row in rows:
        at = x - float(extents[row, 0].sum()) / 2
        high = float(extents[row, 1].max())
        for number in row:
            _put(points, placed[number], boxes, at, y + (high - float(extents[number, 1])) / 2)
            at += float(extents[number, 0])
        y += high


def _put(points: Points, placed: tuple[list[int], Points], boxes: Points, x: float, y: float) -> None:
    group, part = placed
    points[group] = part - part.min(axis=0) + boxes[group, :2].max(axis=0) / 2 + (x, y)


def _rows(extents: Points, limit: float) -> list[list[int]]:
    """All components but the first in rows no longer than the limit."""
    rows: list[list[int]] = []
    used = 0.0
    for number, width in enumerate(extents[1:, 0].tolist(), 1):
        if not rows or used + width > limit:
            rows.append([])
            used = 0.0
        rows[-1].append(number)
        used += width
    return rows


def _frame(extents: Points, rows: list[list[int]]) -> tuple[float, float]:
    width = max((float(extents[row, 0].sum()) for row in rows), default=0.0)
    return width, sum(float(extents[row, 1].max()) for row in rows)


def _apart(points: Points, boxes: Points, rounds: int = 400) -> Points:
    """Pushes boxes apart along the shorter way until none overlap."""
    sizes, below = boxes[:, :2], np.column_stack((np.zeros(len(boxes)), boxes[:, 2]))
    points = points + below
    first, second = np.triu_indices(len(points), 1)
    need = (sizes[first] + sizes[second]) / 2
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
    return points - below

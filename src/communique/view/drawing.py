"""How the network looks, for the page and for pictures: sizes, places, bends, shapes and colours."""

import json
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from .layout import layout
from .measures import centrality
from .network import Network

__all__ = ["Drawing", "asset", "draw", "style"]

SMALLEST, LARGEST = 7.0, 24.0
WIDEST_FAN, BEND = 0.9, 0.22


@dataclass(frozen=True, slots=True)
class Drawing:
    """A network with the radius and the place of each node and the bend of each link, in pixels and shares.

    Attributes:
        network: what is drawn.
        scores: degree centrality of each node, 0 to 1.
        sizes: radius of each node, by its centrality.
        places: x to the right and y downwards from the origin in the middle.
        bends: how far a link's middle is off the straight line, as a share of its length, to the left of its way.
    """

    network: Network
    scores: dict[int, float]
    sizes: dict[int, float]
    places: dict[int, tuple[int, int]]
    bends: dict[int, float]


def draw(network: Network) -> Drawing:
    """Sizes, places and bends of a network; the same network gives the same drawing."""
    scores = centrality(network)
    most = max(scores.values(), default=0.0) or 1.0
    sizes = {
        number: round(SMALLEST + (LARGEST - SMALLEST) * (score / most) ** 0.5, 1) for number, score in scores.items()
    }
    return Drawing(network, scores, sizes, layout(network, sizes), _bends(network))


def asset(name: str) -> str:
    """A file of the page, as text."""
    return files("communique.view").joinpath("page", name).read_text(encoding="utf-8")


@cache
def style() -> dict[str, Any]:
    """Words, shapes and colours of classes, acts and properties."""
    loaded: dict[str, Any] = json.loads(asset("style.json"))
    return loaded


def _bends(network: Network) -> dict[int, float]:
    """Links between the same two nodes are spread like a fan, so that each can be seen and chosen."""
    pairs: dict[tuple[int, int], list[int]] = defaultdict(list)
    for number, link in network.links.items():
        pairs[min(link.source, link.target), max(link.source, link.target)].append(number)
    bends: dict[int, float] = {}
    for (first, second), numbers in pairs.items():
        if len(numbers) < 2 or first == second:
            continue
        for position, number in enumerate(numbers):
            bend = (position - (len(numbers) - 1) / 2) * min(BEND, WIDEST_FAN / len(numbers))
            if bend:
                bends[number] = round(bend if network.links[number].source == first else -bend, 3)
    return bends

"""The network as a file for other programs: GraphML and GEXF for Gephi, SVG and PNG for papers."""

import io
from collections.abc import Collection
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import networkx as nx
from rdflib import Graph

from communique.errors import CommuniqueError
from communique.files import write_atomically

from .drawing import Drawing, draw, style
from .network import network_of
from .select import select
from .svg import svg

__all__ = ["FORMATS", "write_picture"]

FORMATS = ("graphml", "gexf", "svg", "png")
GEXF = "http://www.gexf.net/1.2draft"
PNG_ZOOM = 2.0
PNG_LARGEST = 12000
"""No side of a PNG picture is longer (pixels); larger ones are drawn smaller."""


def write_picture(
    graph: Graph,
    path: Path,
    form: str,
    *,
    title: str | None = None,
    theme: str = "light",
    around: str | None = None,
    hops: int = 1,
    top: int | None = None,
    since: str | None = None,
    until: str | None = None,
    acts: Collection[str] | None = None,
) -> str:
    """Write the network to a file; the same graph and arguments give the same bytes (PNG: with the same fonts).

    Args:
        graph: in the shape of ``ontology/communique.ttl``.
        path: the file to write.
        form: one of `FORMATS`.
        title: heading of a picture; by itself as on the page.
        theme: of a picture: ``light`` or ``dark``.
        around, hops, top, since, until, acts: what to show, as `select` has it.

    Returns:
        What is left out, in words; empty when nothing is.

    Raises:
        CommuniqueError: if the format or theme is none of those, nothing fits the selection, the file can't be written,
            or PNG is wanted and its library isn't installed.
    """
    if form not in FORMATS:
        raise CommuniqueError(f"no format is called {form!r}; choose from {', '.join(FORMATS)}")
    if theme not in style()["canvas"]:
        raise CommuniqueError(f"no theme is called {theme!r}; choose light or dark")
    selection = select(network_of(graph), around=around, hops=hops, top=top, since=since, until=until, acts=acts)
    drawing = draw(selection.network)
    heading = selection.network.heading(title)
    if form == "svg":
        content = svg(drawing, heading, theme)
    elif form == "png":
        content = _png(svg(drawing, heading, theme))
    else:
        content = _graphml(drawing) if form == "graphml" else _gexf(drawing)
    write_atomically(path, content)
    return selection.left_out


def _attributed(drawing: Drawing) -> nx.MultiDiGraph:
    """The networkx graph with the attributes that other programs can read: texts and numbers."""
    network = drawing.network
    graph = nx.MultiDiGraph()
    for number, entity in network.entities.items():
        graph.add_node(
            number,
            label=entity.label,
            kind=entity.kind,
            names="; ".join(entity.names),
            iri=entity.iri,
            documents=len(entity.documents),
            centrality=round(drawing.scores[number], 6),
        )
    for number, link in network.links.items():
        evidence = link.evidence or tuple(each for act in link.acts for each in network.acts[act].evidence)
        graph.add_edge(
            link.source,
            link.target,
            number,
            label=link.name,
            kind=link.kind,
            weight=max(1, len(link.acts)),
            about=link.about,
            date=min((network.sources[each.document].date for each in evidence), default=""),
            quote=" ".join(network.quotes[evidence[0].quote][1].split()) if evidence else "",
        )
    return graph


def _graphml(drawing: Drawing) -> bytes:
    graph = _attributed(drawing)
    for number, data in graph.nodes(data=True):
        data["x"], data["y"] = map(float, drawing.places[number])
        data["size"] = drawing.sizes[number]
    out = io.BytesIO()
    # The writer that uses lxml where it is installed would give other bytes there.
    nx.write_graphml_xml(graph, out)
    return out.getvalue() + b"\n"


def _gexf(drawing: Drawing) -> bytes:
    graph = _attributed(drawing)
    for number, data in graph.nodes(data=True):
        x, y = drawing.places[number]
        shade = style()["classes"][data["kind"]]["light"]
        red, green, blue = (int(shade[at : at + 2], 16) for at in (1, 3, 5))
        data["viz"] = {
            "size": drawing.sizes[number],
            "position": {"x": float(x), "y": float(-y), "z": 0.0},
            "color": {"r": red, "g": green, "b": blue, "a": 1.0},
        }
    root: Any = ElementTree.fromstring("\n".join(nx.generate_gexf(graph, version="1.2draft")))
    # networkx writes today's date there.
    for meta in root.iter(f"{{{GEXF}}}meta"):
        meta.attrib.pop("lastmodifieddate", None)
    ElementTree.register_namespace("", GEXF)
    ElementTree.register_namespace("viz", f"{GEXF}/viz")
    ElementTree.indent(root)
    file: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return file + b"\n"


def _png(picture: bytes) -> bytes:
    try:
        from resvg_py import svg_to_bytes
    except ImportError:
        raise CommuniqueError("PNG needs the package resvg-py: pip install 'communique[pictures]'") from None
    root = ElementTree.fromstring(picture)
    longest = max(float(root.attrib["width"]), float(root.attrib["height"]))
    return bytes(svg_to_bytes(svg_string=picture.decode(), zoom=min(PNG_ZOOM, PNG_LARGEST / longest)))

"""The page: pyvis makes the network, the page shows it and the words behind it, in one file that loads nothing."""

import base64
import hashlib
import json
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from jinja2 import Environment
from rdflib import Graph

from communique.files import write_atomically
from communique.graph.vocabulary import TOPIC, topic_labels

from .drawing import Drawing, asset, draw, style
from .evidence import Evidence
from .network import Entity, Link, Network, network_of
from .select import Selection, select

__all__ = ["PageReport", "page", "write_page"]

SCRIPTS = (
    "model.js",
    "text.js",
    "scene.js",
    "labels.js",
    "panel.js",
    "filters.js",
    "search.js",
    "tables.js",
    "main.js",
)
ESCAPES = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}


@dataclass(frozen=True, slots=True)
class PageReport:
    """What was written.

    Attributes:
        path: the file.
        size: bytes.
        entities, facts, acts, documents: how many of each are on the page.
        left_out: what isn't, in words; empty when everything is.
    """

    path: Path
    size: int
    entities: int
    facts: int
    acts: int
    documents: int
    left_out: str


def write_page(
    graph: Graph,
    path: Path,
    *,
    title: str | None = None,
    around: str | None = None,
    hops: int = 1,
    top: int | None = None,
    since: str | None = None,
    until: str | None = None,
    acts: Collection[str] | None = None,
) -> PageReport:
    """Write the graph as one HTML file that needs nothing else: no network, no server.

    Args:
        graph: in the shape of ``ontology/communique.ttl``.
        path: the file to write.
        title: the page's heading; by itself the title of the only document, or how many documents there are.
        around, hops, top, since, until, acts: what to show, as `select` has it.

    Raises:
        CommuniqueError: if nothing fits the selection, or the file can't be written.
    """
    selection = select(network_of(graph), around=around, hops=hops, top=top, since=since, until=until, acts=acts)
    content = page(selection, title)
    write_atomically(path, content)
    network = selection.network
    facts = sum(link.kind == "fact" for link in network.links.values())
    facts += sum(len(entity.values) for entity in network.entities.values())
    return PageReport(
        path,
        len(content),
        len(network.entities),
        facts,
        len(network.acts),
        len(network.documents()),
        selection.left_out,
    )


def page(selection: Selection, title: str | None = None) -> bytes:
    """The page as UTF-8 bytes; the same selection and title give the same bytes."""
    script = '(() => {\n"use strict";\n' + "\n".join(asset(name) for name in SCRIPTS) + "\n})();\n"
    library, style = _library(), asset("page.css")
    policy = (
        f"default-src 'none'; script-src {_hash(library)} {_hash(script)}; style-src {_hash(style)}; "
        "base-uri 'none'; form-action 'none'"
    )
    template = Environment(autoescape=True, keep_trailing_newline=True).from_string(asset("template.html"))
    heading = selection.network.heading(title)
    text = template.render(
        title=heading,
        policy=policy,
        style=_Markup(style),
        library=_Markup(library),
        script=_Markup(script),
        data=_Markup(_data(selection, heading).translate(ESCAPES)),
    )
    return text.encode()


class _Markup(str):
    """Text of this package or of pyvis, or escaped data: Jinja puts it in as it is."""

    def __html__(self) -> str:
        return str(self)


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


@cache
def _library() -> str:
    """The newest vis-network that the installed pyvis ships."""
    lib = files("pyvis").joinpath("templates", "lib")
    folders = sorted((each for each in lib.iterdir() if each.name.startswith("vis-")), key=_version)
    return folders[-1].joinpath("vis-network.min.js").read_text(encoding="utf-8").replace("\r\n", "\n")


def _version(folder: Traversable) -> list[int]:
    return [int(part) for part in folder.name.removeprefix("vis-").split(".") if part.isdigit()]


def _data(selection: Selection, title: str) -> str:
    network = selection.network
    pyvis = _pyvis(draw(network))
    used: dict[int, int] = {}
    data: dict[str, Any] = {
        "title": title,
        "leftOut": selection.left_out,
        "style": style(),
        "nodes": pyvis.nodes,
        "edges": pyvis.edges,
        "entities": [_entity(network.entities[node["id"]], used) for node in pyvis.nodes],
        "links": [_link(link, used) for link in network.links.values()],
        "acts": [
            {
                "id": number,
                "act": act.act,
                "content": act.content,
                "by": act.by,
                "toward": act.toward,
                "concerns": act.concerns,
                "at": act.made_at,
                "topics": [_topic(topic) for topic in act.topics],
                "confidence": act.confidence,
                "evidence": _evidence(act.evidence, used),
            }
            for number, act in network.acts.items()
        ],
        "names": _others(network),
    }
    # Numbered anew, so that the page holds no document that a selection left out.
    documents = {number: place for place, number in enumerate(network.documents())}
    for entity in data["entities"]:
        entity["documents"] = [documents[number] for number in entity["documents"]]
    data["quotes"] = [[documents[document], text] for document, text in (network.quotes[quote] for quote in used)]
    data["documents"] = [
        [source.title, source.date, source.publisher, source.author, source.url]
        for source in (network.sources[number] for number in documents)
    ]
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def _others(network: Network) -> dict[int, str]:
    """Names of entities that acts point to but that aren't on the page."""
    named = {number for act in network.acts.values() for number in (*act.by, *act.toward, *act.concerns)}
    named |= {act.made_at for act in network.acts.values() if act.made_at is not None}
    return {number: network.label(number) for number in sorted(named - network.entities.keys())}


def _entity(entity: Entity, used: dict[int, int]) -> dict[str, Any]:
    return {
        "iri": entity.iri,
        "names": entity.names,
        "same": entity.same_as,
        "values": [[name, text, _evidence(evidence, used)] for name, text, evidence in entity.values],
        "mentions": _evidence(entity.mentions, used),
        "documents": entity.documents,
    }


def _link(link: Link, used: dict[int, int]) -> dict[str, Any]:
    if link.kind == "act":
        return {"act": link.name, "about": link.about, "acts": link.acts}
    return {"property": link.name, "evidence": _evidence(link.evidence, used), "confidence": link.confidence}


def _evidence(evidence: tuple[Evidence, ...], used: dict[int, int]) -> list[list[int]]:
    return [
        [used.setdefault(each.quote, len(used)), *(offset for mark in each.marks for offset in mark)]
        for each in evidence
    ]


def _topic(iri: str) -> str:
    notation = iri.removeprefix(str(TOPIC))
    return topic_labels().get(notation, notation)


def _pyvis(drawing: Drawing) -> Any:
    """The pyvis network: nodes with class, size and place; links with their bends."""
    # Importing pyvis imports IPython, which takes a second that other commands need not spend.
    from pyvis.network import Network as Pyvis

    network = drawing.network
    pyvis = Pyvis(directed=True, cdn_resources="in_line")
    # Large nodes come last, and so on top.
    for number in sorted(network.entities, key=lambda number: (drawing.sizes[number], number)):
        entity, (x, y) = network.entities[number], drawing.places[number]
        pyvis.add_node(
            number, label=entity.label, shape="custom", group=entity.kind, size=drawing.sizes[number], x=x, y=y
        )
    for number, link in network.links.items():
        options: dict[str, Any] = {"id": number, "width": 1}
        if link.acts:
            options["width"] = round(1 + min(3.0, len(link.acts) ** 0.5 / 2), 1)
        if link.about:
            options["dashes"] = True
        if bend := drawing.bends.get(number):
            kind = "curvedCW" if bend > 0 else "curvedCCW"
            options["smooth"] = {"enabled": True, "type": kind, "roundness": abs(bend)}
        pyvis.add_edge(link.source, link.target, **options)
    return pyvis

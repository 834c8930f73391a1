"""What is said of one IRI: as triples for machines, as a page for people."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import pyoxigraph as ox
from jinja2 import Environment, Template

from communique.query.engines import OxigraphEngine
from communique.query.results import Rows, Triples, display, shorten

__all__ = ["PATH", "description", "page", "template"]

PATH = "/id/"
"""Path on the server under which the identifiers' own paths go."""

ONTOLOGY = "https://w3id.org/communique/ontology#"
EVIDENCE = ONTOLOGY + "evidence"
MOST = 2000
LABEL = """
  OPTIONAL { ?other <http://www.w3.org/2000/01/rdf-schema#label> ?l }
  OPTIONAL { ?other <http://purl.org/dc/terms/title> ?t }
  OPTIONAL { ?other <https://w3id.org/communique/ontology#quote> ?q }
  OPTIONAL { ?other <https://w3id.org/communique/ontology#content> ?c }
  OPTIONAL {
    ?other <http://www.w3.org/1999/02/22-rdf-syntax-ns#subject>/<http://www.w3.org/2000/01/rdf-schema#label> ?f .
    ?other <http://www.w3.org/1999/02/22-rdf-syntax-ns#predicate> ?g .
    ?other <http://www.w3.org/1999/02/22-rdf-syntax-ns#object> ?h
    OPTIONAL { ?h <http://www.w3.org/2000/01/rdf-schema#label> ?i }
    BIND(CONCAT(STR(?f), " ", STRAFTER(STR(?g), "#"), " ", STR(COALESCE(?i, ?h))) AS ?s)
  }
"""
OUT = f"""
SELECT ?property ?other (MIN(COALESCE(?l, ?t, ?q, ?c, ?s, "")) AS ?label) WHERE {{
  VALUES ?this {{ UNDEF }}
  ?this ?property ?other .
  {LABEL}
}} GROUP BY ?property ?other ORDER BY ?property ?label ?other LIMIT {MOST}
"""
INTO = f"""
SELECT ?property ?other (MIN(COALESCE(?l, ?t, ?q, ?c, ?s, "")) AS ?label) WHERE {{
  VALUES ?this {{ UNDEF }}
  ?other ?property ?this .
  {LABEL}
}} GROUP BY ?property ?other ORDER BY ?property ?label ?other LIMIT {MOST}
"""


@dataclass(frozen=True, slots=True)
class Item:
    """Something that a page names: text, and where a click on it leads (empty for nowhere)."""

    text: str
    link: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A property with its values."""

    name: Item
    values: tuple[Item, ...]


def description(engine: OxigraphEngine, iri: str) -> Triples | None:
    """The triples whose subject is an IRI, or None if there are none."""
    try:
        node = ox.NamedNode(iri)
    except ValueError:
        return None
    found = {quad.triple for quad in engine.store.quads_for_pattern(node, None, None, None)}
    return Triples(tuple(sorted(found, key=str))) if found else None


def page(engine: OxigraphEngine, iri: str, base: str) -> bytes | None:
    """A page about an IRI, or None if the graph has nothing about it.

    Args:
        engine: the graph.
        iri: the IRI, in full.
        base: what identifiers begin with; such IRIs become links to this server.
    """
    try:
        node = ox.NamedNode(iri)
    except ValueError:
        return None
    out = _lines(engine, OUT, node, base)
    into = _lines(engine, INTO, node, base)
    if not out and not into:
        return None
    triples = description(engine, iri)
    label = _first(triples, "http://www.w3.org/2000/01/rdf-schema#label", "http://purl.org/dc/terms/title") or iri
    html = template("entity.html").render(label=label, iri=iri, out=out, into=into, most=MOST)
    return html.encode("utf-8", "replace")


@cache
def template(name: str) -> Template:
    """A template of this package; what it is given is escaped."""
    text = (files("communique.serve") / "page" / name).read_text(encoding="utf-8")
    return Environment(autoescape=True).from_string(text)


def _first(triples: Triples | None, *properties: str) -> str:
    for wanted in properties:
        for triple in triples.triples if triples else ():
            if triple.predicate.value == wanted and isinstance(triple.object, ox.Literal):
                return display(triple.object, {})
    return ""


def _lines(engine: OxigraphEngine, query: str, node: ox.NamedNode, base: str) -> list[Line]:
    answer = engine.ask(query.replace("UNDEF", str(node)))
    assert isinstance(answer, Rows)
    lines: dict[str, list[Item]] = {}
    for property_, other, label in answer.rows:
        assert isinstance(property_, ox.NamedNode)
        shown = display(label, {}) or _short(other)
        link = _link(other.value, base) if isinstance(other, ox.NamedNode) else ""
        lines.setdefault(property_.value, []).append(Item(shown, link))
    ordered = sorted(lines.items(), key=lambda item: (item[0] == EVIDENCE, item[0]))
    return [Line(Item(_short(ox.NamedNode(name)), _link(name, base)), tuple(values)) for name, values in ordered]


def _short(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None) -> str:
    from communique.graph.vocabulary import PREFIXES

    return shorten(term.value, PREFIXES) if isinstance(term, ox.NamedNode) else display(term, PREFIXES)


def _link(iri: str, base: str) -> str:
    """Where an IRI leads: on this server where it can, outside only by http."""
    if iri.startswith(base):
        return PATH + iri.removeprefix(base)
    if iri.startswith(ONTOLOGY):
        return "/ontology#" + iri.removeprefix(ONTOLOGY)
    return iri if iri.startswith(("http://", "https://")) else ""

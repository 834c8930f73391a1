"""From the names that people type to the IRIs of the graph."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

import pyoxigraph as ox

from communique.errors import CommuniqueError

from .engines import Engine
from .results import Rows

__all__ = ["Named", "Names"]

CMQ = "https://w3id.org/communique/ontology#"
LISTED = 8
SUGGESTED = 3
NAMES_QUERY = """
PREFIX cmq: <https://w3id.org/communique/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
SELECT DISTINCT ?thing ?kind ?how ?name WHERE {
  ?thing a ?kind .
  FILTER(STRSTARTS(STR(?kind), STR(cmq:)))
  { ?thing rdfs:label ?name . BIND("label" AS ?how) }
  UNION { ?thing skos:altLabel ?name . BIND("alias" AS ?how) }
  UNION { ?thing skos:notation ?name . BIND("alias" AS ?how) }
  UNION { ?thing owl:sameAs ?same . BIND(STR(?same) AS ?name) BIND("same" AS ?how) }
}
"""


@dataclass(frozen=True, slots=True, order=True)
class Named:
    """A thing of the graph.

    Attributes:
        label: its preferred name.
        kind: name of its class, without the prefix.
        iri: its IRI.
    """

    label: str
    kind: str
    iri: str


def normal(name: str) -> str:
    """A name without what people type differently: case, accents' encoding, punctuation, "the"."""
    text = unicodedata.normalize("NFKC", name).casefold().replace("’", "'").replace("&", " and ")
    text = re.sub(r"[^\w]+", " ", re.sub(r"'s?\b|\.", "", text)).strip()
    return re.sub(r"^the ", "", text)


class Names:
    """All names of a graph: labels, aliases, notations of topics, and Wikidata's identifiers."""

    def __init__(self, engine: Engine) -> None:
        answer = engine.ask(NAMES_QUERY)
        assert isinstance(answer, Rows)
        labels: dict[str, str] = {}
        kinds: dict[str, set[str]] = defaultdict(set)
        found: dict[str, dict[str, bool]] = defaultdict(dict)
        for thing, kind, how, name in answer.rows:
            if not isinstance(thing, ox.NamedNode) or not isinstance(kind, ox.NamedNode):
                continue
            assert isinstance(how, ox.Literal)
            assert isinstance(name, ox.Literal)
            kinds[thing.value].add(kind.value.removeprefix(CMQ))
            preferred, text = how.value == "label", name.value
            if preferred:
                labels[thing.value] = min(text, labels.get(thing.value, text))
            keys = [text.rsplit("/", 1)[-1].casefold(), text] if how.value == "same" else [normal(text)]
            for key in keys:
                found[key][thing.value] = found[key].get(thing.value, False) or preferred
        self._labels, self._kinds, self._found = labels, kinds, found

    def resolve(self, text: str, classes: Sequence[str] = ()) -> ox.NamedNode:
        """The one thing that a name means.

        A name that is a preferred label counts more than one that is an alias; of things of one name, that of the class
        that is given first.

        Args:
            text: a name, an alias, an IRI (with or without angle brackets), or an identifier of Wikidata (``Q30``).
            classes: names of the classes it can be of; empty for any.

        Raises:
            CommuniqueError: if nothing has that name (with what comes close), or several things have.
        """
        iri = text.strip().removeprefix("<").removesuffix(">")
        if re.match(r"(https?|urn):", iri):
            return self._by_iri(iri)
        key = normal(text)
        found = {**self._found.get(text.strip().casefold(), {}), **self._found.get(key, {})}
        candidates = {iri: preferred for iri, preferred in found.items() if self._fits(iri, classes)}
        if not candidates:
            raise CommuniqueError(self._unknown(text, key, found, classes))
        best = min(self._rank(iri, preferred, classes) for iri, preferred in candidates.items())
        chosen = [iri for iri, preferred in candidates.items() if self._rank(iri, preferred, classes) == best]
        if len(chosen) > 1:
            listed = sorted(self._named(iri) for iri in chosen)
            shown = ", ".join(f"{n.label} ({n.kind}) <{n.iri}>" for n in listed[:LISTED])
            more = f" and {len(listed) - LISTED} more" if len(listed) > LISTED else ""
            raise CommuniqueError(f"{text!r} can mean {len(listed)} things; give the IRI of one: {shown}{more}")
        return ox.NamedNode(chosen[0])

    def listed(self, classes: Sequence[str] = ()) -> list[Named]:
        """Everything of some classes that has a label, sorted."""
        return sorted(self._named(iri) for iri in self._labels if self._fits(iri, classes))

    def _by_iri(self, iri: str) -> ox.NamedNode:
        same = sorted(self._found.get(iri, {}))
        try:
            return ox.NamedNode(same[0] if same and iri not in self._kinds else iri)
        except ValueError as error:
            raise CommuniqueError(f"{iri!r} isn't a valid IRI: {error}") from error

    def _fits(self, iri: str, classes: Sequence[str]) -> bool:
        return not classes or bool(self._kinds[iri].intersection(classes))

    def _rank(self, iri: str, preferred: bool, classes: Sequence[str]) -> tuple[bool, int]:
        place = min((classes.index(kind) for kind in self._kinds[iri] if kind in classes), default=0)
        return not preferred, place

    def _named(self, iri: str) -> Named:
        return Named(self._labels.get(iri, iri), " and ".join(sorted(self._kinds[iri])), iri)

    def _unknown(self, text: str, key: str, found: Iterable[str], classes: Sequence[str]) -> str:
        wanted = " or ".join(classes) or "thing"
        others = sorted(self._named(iri) for iri in found)
        if others:
            is_a = ", ".join(sorted({f"{n.label} is a {n.kind}" for n in others})[:SUGGESTED])
            return f"{text!r} isn't a {wanted} here: {is_a}"
        names = {name for name, things in self._found.items() if any(self._fits(iri, classes) for iri in things)}
        near = get_close_matches(key, names, n=SUGGESTED, cutoff=0.6)
        near += sorted((n for n in names if key and key in n and n not in near), key=lambda n: (len(n), n))[:SUGGESTED]
        labels: list[str] = []
        for name in near:
            things = sorted(iri for iri in self._found[name] if self._fits(iri, classes))
            labels += [label for iri in things if (label := self._labels.get(iri)) and label not in labels]
        advice = f"; did you mean {' or '.join(repr(label) for label in labels[:SUGGESTED])}?" if labels else ""
        return f"no {wanted} is called {text!r} in this graph{advice}"

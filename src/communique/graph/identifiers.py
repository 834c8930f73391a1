"""IRIs: pure functions of a class and a canonical name, or of a document and a position in it.

Two documents built apart, on two machines, name the United States alike, so that merging graphs is plain union.
All IRIs are ASCII (RFC 3986): some stores and clients stumble over the others.
"""

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote

import pyoxigraph
from rdflib import Literal, URIRef

from communique.errors import CommuniqueError
from communique.schema import ACTS, ENTITY_CLASSES

from .vocabulary import DEFAULT_BASE

__all__ = ["Identifiers", "segment", "slug", "web_address"]

LONGEST = 160
KEPT_OF_LONG = 100

BASE = re.compile(r"(?:https?://[^/?#]+/|urn:[a-z0-9-]{2,32}:)[!-~]*", re.IGNORECASE)
ILLEGAL = re.compile(r"[^A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]|%(?![0-9A-Fa-f]{2})")


@lru_cache(maxsize=65536)
def slug(name: str) -> str:
    """A name as one ASCII segment of an IRI; different names give different segments.

    The name counts up to Unicode normalisation (NFC) and runs of white space. Letters and digits of ASCII, ``-`` and
    inner ``.`` stay, white space becomes ``_``, all else its percent-encoded UTF-8. What would be longer than 160
    characters is cut, and ``~`` with half of the SHA-256 digest of the name takes the place of the rest.

    >>> slug("U.S. Department of State")
    'U.S._Department_of_State'
    >>> slug("Côte d'Ivoire")
    'C%C3%B4te_d%27Ivoire'

    Raises:
        ValueError: if the name is empty or only white space.
    """
    text = " ".join(unicodedata.normalize("NFC", name).split())
    if not text:
        raise ValueError("a name without a character has no identifier")
    encoded = quote(text, safe="", errors="surrogatepass")
    encoded = encoded.replace("_", "%5F").replace("~", "%7E").replace("%20", "_")
    if not encoded.strip("."):  # "." and ".." are steps in a path, and resolvers walk them
        encoded = encoded.replace(".", "%2E")
    if len(encoded) > LONGEST:
        digest = hashlib.sha256(encoded.encode("ascii")).hexdigest()[:32]
        head = re.sub(r"%[0-9A-F]?$", "", encoded[:KEPT_OF_LONG])
        encoded = f"{head}~{digest}"
    return encoded


def segment(kind: str) -> str:
    """The part of an IRI that names its class, which is the prefix of such IRIs in Turtle as well.

    >>> segment("InternationalOrganization")
    'international-organization'
    """
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", kind).lower()


def web_address(text: str) -> URIRef | None:
    """An http or https address out of untrusted text, or None if it isn't one.

    Characters that no IRI may hold are percent-encoded.
    """
    address = ILLEGAL.sub(lambda found: quote(found[0], safe="", errors="replace"), text.strip())
    if not re.match(r"https?://[^/?#]", address, re.IGNORECASE):
        return None
    try:
        pyoxigraph.NamedNode(address)
    except ValueError:
        return None
    return URIRef(address)


@dataclass(frozen=True, slots=True)
class Identifiers:
    """The IRIs under one base.

    >>> Identifiers().entity("State", "United States")
    rdflib.term.URIRef('https://w3id.org/communique/id/state/United_States')

    Attributes:
        base: absolute http, https or urn IRI in ASCII that ends with ``/``, ``#`` or (urn) ``:``.

    Raises:
        CommuniqueError: if the base isn't such an IRI.
    """

    base: str = DEFAULT_BASE

    def __post_init__(self) -> None:
        advice = "give an absolute one like https://example.org/id/"
        if not BASE.fullmatch(self.base) or ILLEGAL.search(self.base) or re.search(r"/\.\.?(/|$)", self.base):
            raise CommuniqueError(f"{self.base[:200]!r} can't be a base IRI: {advice}")
        if not self.base.endswith(("/", "#", ":")):
            raise CommuniqueError(f"the base IRI {self.base[:200]!r} must end with / or #")
        try:
            pyoxigraph.NamedNode(self.base)
        except ValueError:
            raise CommuniqueError(f"{self.base[:200]!r} can't be a base IRI: {advice}") from None

    def entity(self, kind: str, canonical: str) -> URIRef:
        """IRI of a thing by its class and the name that identifies it.

        Raises:
            ValueError: if `kind` is no entity class, or the name is empty.
        """
        if kind not in ENTITY_CLASSES:
            raise ValueError(f"{kind!r} is no entity class")
        return self._iri(kind, slug(canonical))

    def unnamed(self, kind: str, document_id: str, position: int) -> URIRef:
        """IRI of a thing without a name of its own, by the offset of its first mention.

        Never the IRI of a named thing: no segment of `slug` begins with ``_``.

        Raises:
            ValueError: if `kind` is no entity class, or `position` is negative.
        """
        if kind not in ENTITY_CLASSES or position < 0:
            raise ValueError(f"an unnamed {kind} at {position} has no identifier")
        return self._iri(kind, f"_{slug(document_id)}-{position}")

    def document(self, document_id: str) -> URIRef:
        """IRI of a document, and the name of its graph in TriG."""
        return self._iri("Document", slug(document_id))

    def passage(self, document_id: str, start: int, end: int) -> URIRef:
        """IRI of the stretch ``text[start:end]`` of a document."""
        return self._iri("Passage", f"{slug(document_id)}-{start}-{end}")

    def act(self, document_id: str, act: str, start: int, end: int, nth: int = 1) -> URIRef:
        """IRI of a diplomatic act, by the place of its content.

        Args:
            document_id: the document's id.
            act: local name of the act concept.
            start: offset of the content.
            end: offset behind it.
            nth: tells apart acts of one kind with one content.

        Raises:
            ValueError: if `act` is no act concept.
        """
        if act not in ACTS:
            raise ValueError(f"{act!r} is no act")
        again = f"-{nth}" if nth > 1 else ""
        return self._iri("Act", f"{slug(document_id)}-{start}-{end}-{act}{again}")

    def statement(self, document_id: str, triple: tuple[URIRef, URIRef, URIRef | Literal]) -> URIRef:
        """IRI of a document's statement of a fact.

        Several documents that state one fact keep a statement each, with its own evidence and confidence.
        """
        said = " ".join(term.n3() for term in triple)
        return self._iri("Statement", f"{slug(document_id)}-{hashlib.sha256(said.encode()).hexdigest()[:20]}")

    def _iri(self, kind: str, name: str) -> URIRef:
        return URIRef(f"{self.base}{segment(kind)}/{name}")

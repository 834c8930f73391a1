"""Findings: what was found in one document, as plain values.

This is the waist of the program. Everything before it (reading, language, extraction, resolution) ends in a `Findings`;
everything after it (graph, queries, pages) begins with one. No RDF and no spaCy object is inside.
Class, property and act names are those of ``ontology/communique.ttl``, without the prefix.
"""

from dataclasses import dataclass, field

__all__ = ["Act", "DocumentInfo", "Entity", "Fact", "Findings", "Passage", "Value"]


@dataclass(frozen=True, slots=True, order=True)
class Passage:
    """A stretch of the document's text as read: ``text[start:end] == quote``.

    Attributes:
        start: offset of the first character.
        end: offset behind the last character.
        quote: the words themselves.
    """

    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class DocumentInfo:
    """What a document says of itself.

    Attributes:
        id: short stable name, unique within a build (from the file name); part of the identifiers of its acts.
        source: where it was read from: a path as given, or ``-``.
        title: the headline, or an empty string.
        date: ISO 8601 date (``2022-10-26``), or an empty string.
        publisher: who published it, or an empty string.
        author: byline, or an empty string.
        url: address of the original (http or https), or an empty string.
        sha256: digest of the text as read, in hexadecimal.
    """

    id: str
    source: str
    title: str = ""
    date: str = ""
    publisher: str = ""
    author: str = ""
    url: str = ""
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Entity:
    """One named thing of a document, with all names the document gives it.

    Attributes:
        key: local key within the findings, unique.
        kind: class name: State, InternationalOrganization, GovernmentBody, Organization, Official, Office, Forum,
            Meeting, Agreement, Place.
        name: preferred name, the fullest form in the document.
        canonical: name that identifies it across documents within its class, the source of its IRI
            ("United States" for "U.S."; "President of Brazil" for the "President" of Brazil). Empty for a thing that
            has no name of its own (an unnamed meeting): its IRI then comes from the document and `position`.
        aliases: every other name seen, sorted.
        mentions: where it is named, in text order.
        same_as: IRIs of external identifiers (Wikidata).
        position: for an unnamed thing, the offset of its first mention.
        also: further classes, where two are equally right: a partnership that meets and is written down.
    """

    key: str
    kind: str
    name: str
    canonical: str
    aliases: tuple[str, ...] = ()
    mentions: tuple[Passage, ...] = ()
    same_as: tuple[str, ...] = ()
    position: int = -1
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Value:
    """A literal at the end of a fact.

    Attributes:
        text: ``48``, ``1983``, ``2022-07`` or ``2022-07-13``.
        datatype: ``integer``, ``gYear``, ``gYearMonth`` or ``date`` (XML Schema).
    """

    text: str
    datatype: str


@dataclass(frozen=True, slots=True)
class Fact:
    """Subject, property, object, and the words that say so.

    Attributes:
        subject: an entity's key.
        property: property name, one of the seventeen of the contract.
        object: an entity's key, or a literal.
        evidence: where it is said; never empty.
        confidence: 0 to 1; of what is given 0.8, about 80% is right.
    """

    subject: str
    property: str
    object: str | Value
    evidence: tuple[Passage, ...]
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Act:
    """What actors do in words: one commitment, one thing welcomed, condemned, …

    Attributes:
        act: commit, support, welcome, condemn, concern, acknowledge, emphasize, urge or discuss.
        content: the complement, verbatim but for white space.
        span: where the content stands.
        by, toward, concerns: entities' keys.
        made_at: a meeting's key, or None.
        topics: notations of ``ontology/topics.ttl``.
        evidence: the sentences that say so; never empty.
        confidence: 0 to 1.
    """

    act: str
    content: str
    span: Passage
    by: tuple[str, ...] = ()
    toward: tuple[str, ...] = ()
    concerns: tuple[str, ...] = ()
    made_at: str | None = None
    topics: tuple[str, ...] = ()
    evidence: tuple[Passage, ...] = ()
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Findings:
    """Everything found in one document."""

    document: DocumentInfo
    entities: tuple[Entity, ...] = ()
    facts: tuple[Fact, ...] = field(default=())
    acts: tuple[Act, ...] = field(default=())

"""What is known beforehand, one value class per kind of knowledge."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

__all__ = [
    "ActCue",
    "Agreement",
    "Body",
    "CalendarName",
    "FormKind",
    "Forum",
    "GroupWord",
    "HeadNoun",
    "Honorific",
    "Leader",
    "Named",
    "Organization",
    "Place",
    "State",
    "Title",
]

FormKind = Literal["name", "alias", "abbreviation", "adjective", "demonym", "capital", "plural"]
"""What a surface form is to its record: its usual name, another (official, former) name, an abbreviation, an adjective
("Israeli"), a noun for its people ("Israelis"), its capital (which often stands for the government), a plural."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """Something with a proper name.

    Attributes:
        name: the usual English name.
        classes: classes of the ontology that fit, the best first.
        wikidata: Wikidata identifier ("Q801"), or an empty string where it isn't known for certain.
        names: other names, official and former ones among them.
        abbreviations: short forms, as spelled.
        adjectives: adjectives made from the name.
        demonyms: nouns for its people, plural first.
        ambiguous: those of the forms that name something else as often.
    """

    name: str
    classes: tuple[str, ...]
    wikidata: str = ""
    names: tuple[str, ...] = ()
    abbreviations: tuple[str, ...] = ()
    adjectives: tuple[str, ...] = ()
    demonyms: tuple[str, ...] = ()
    ambiguous: frozenset[str] = field(default=frozenset())

    @property
    def identifier(self) -> str:
        """The IRI of the same thing in Wikidata, or an empty string."""
        return f"http://www.wikidata.org/entity/{self.wikidata}" if self.wikidata else ""

    def forms(self) -> Iterator[tuple[str, FormKind]]:
        """Yield every surface form with what it is, the usual name first."""
        yield self.name, "name"
        for text in self.names:
            yield text, "alias"
        for text in self.abbreviations:
            yield text, "abbreviation"
        for text in self.adjectives:
            yield text, "adjective"
        for text in self.demonyms:
            yield text, "demonym"


@dataclass(frozen=True, slots=True, kw_only=True)
class State(Named):
    """A state of today, or a historic one.

    Attributes:
        alpha2: ISO 3166-1 alpha-2 code ("XK" for Kosovo, as in user practice), empty for a historic state.
        alpha3: ISO 3166-1 alpha-3 code.
        capitals: capital cities, the present one first.
        historic: True if it is no more.
        since: year of its beginning, only for historic states and where certain.
        until: year of its end.
    """

    alpha2: str = ""
    alpha3: str = ""
    capitals: tuple[str, ...] = ()
    historic: bool = False
    since: int | None = None
    until: int | None = None

    def forms(self) -> Iterator[tuple[str, FormKind]]:
        """Yield every surface form with what it is, the usual name first and capitals last."""
        yield from Named.forms(self)
        for text in self.capitals:
            yield text, "capital"


@dataclass(frozen=True, slots=True, kw_only=True)
class Organization(Named):
    """An international or other organization; `parent` names the organization that it is an organ of."""

    parent: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Forum(Named):
    """A standing dialogue, grouping, initiative or partnership."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement(Named):
    """A treaty or other instrument; `year` is that of signature or adoption, None where not certain."""

    year: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Body(Named):
    """A government body; `state` is its state's alpha-2 code, `parent` the name of the body that it belongs to."""

    state: str = ""
    parent: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place(Named):
    """A place that is no state.

    Attributes:
        feature: continent, region, sea, strait, river, lake, canal, mountain, desert, peninsula, island, city,
            province, territory or venue.
        state: alpha-2 code of the containing state, where it is one and undisputed.
    """

    feature: str
    state: str = ""


@dataclass(frozen=True, slots=True)
class Title:
    """An office as it stands before a name.

    Attributes:
        title: singular ("Foreign Minister").
        plural: plural ("Foreign Ministers"), or an empty string.
        rank: head-of-state, head-of-government, deputy-head, minister, us-secretary, diplomat, …
        level: whose office it is by default: state, body or organization.
    """

    title: str
    plural: str
    rank: str
    level: str


@dataclass(frozen=True, slots=True)
class Honorific:
    """Words about a name that are no part of it; `kind`: honorific, rank, degree, religious or suffix (behind it)."""

    words: str
    kind: str


@dataclass(frozen=True, slots=True)
class Leader:
    """A publicly known official of a state or an international organization.

    Attributes:
        name: usual full name.
        surnames: forms that stand alone behind a title.
        affiliation: name of the state or organization.
        titles: titles held there, in lower case.
        since: first year of prominence in these offices.
        until: last year, None if in office in 2025.
    """

    name: str
    surnames: tuple[str, ...]
    affiliation: str
    titles: tuple[str, ...]
    since: int
    until: int | None


@dataclass(frozen=True, slots=True)
class ActCue:
    """A word that performs a diplomatic act.

    Attributes:
        lemma: the lemma, without particles ("call").
        particles: what follows it ("on" in "call on"), inflected no further.
        pos: verb, noun, adjective or auxiliary.
        act: concept of the ontology ("urge").
        complements: where the content stands, the commonest first: object, subject, that, infinitive, gerund, or a
            preposition.
        toward: where the addressee or target stands: object, subject or prepositions.
        strong: True if the word alone performs the act; else subject and context decide.
    """

    lemma: str
    particles: tuple[str, ...]
    pos: str
    act: str
    complements: tuple[str, ...]
    toward: tuple[str, ...]
    strong: bool


@dataclass(frozen=True, slots=True)
class GroupWord:
    """Words for the parties ("both sides"); `kind`: persons, states or any; `number`: two, many or any."""

    words: str
    kind: str
    number: str


@dataclass(frozen=True, slots=True)
class HeadNoun:
    """A last word of names and the classes of what bears them; `strong` if the word alone settles the first class."""

    noun: str
    classes: tuple[str, ...]
    strong: bool


@dataclass(frozen=True, slots=True)
class CalendarName:
    """A month (`number` 1 to 12) or a day of the week (Monday 1, as in ISO 8601)."""

    name: str
    kind: str
    number: int
    abbreviations: tuple[str, ...]

"""The lexicon: all data files, each read when first asked for."""

from collections.abc import Iterable, Mapping
from functools import cached_property, lru_cache
from types import MappingProxyType
from typing import TypedDict, TypeVar

from communique.lexicon.gazetteer import Form, Gazetteer
from communique.lexicon.records import (
    ActCue,
    Agreement,
    Body,
    CalendarName,
    Forum,
    GroupWord,
    HeadNoun,
    Honorific,
    Leader,
    Named,
    Organization,
    Place,
    State,
    Title,
)
from communique.lexicon.tables import rows, values, year

__all__ = ["Lexicon", "lexicon"]

N = TypeVar("N", bound=Named)


class Lexicon:
    """General knowledge about states, organizations, offices and the words of diplomacy.

    Each part is read from its data file on first use and kept. Use `lexicon()` rather than making one.
    """

    @cached_property
    def states(self) -> tuple[State, ...]:
        """States of today by name, then historic ones."""
        return (
            *(
                State(
                    **_names(row),
                    classes=("State",),
                    demonyms=values(row["demonyms"]),
                    alpha2=row["alpha2"],
                    alpha3=row["alpha3"],
                    capitals=values(row["capital"]),
                )
                for row in rows("states")
            ),
            *(
                State(
                    **_names(row),
                    classes=("State",),
                    demonyms=values(row["demonyms"]),
                    capitals=values(row["capital"]),
                    historic=True,
                    since=year(row["from"]),
                    until=year(row["until"]),
                )
                for row in rows("historic_states")
            ),
        )

    @cached_property
    def organizations(self) -> tuple[Organization, ...]:
        """International organizations, their organs, and other organizations."""
        return tuple(
            Organization(**_names(row), classes=values(row["class"]), parent=row["parent"])
            for row in rows("organizations")
        )

    @cached_property
    def forums(self) -> tuple[Forum, ...]:
        """Standing dialogues, groupings, initiatives and partnerships."""
        return tuple(Forum(**_names(row), classes=values(row["class"])) for row in rows("forums"))

    @cached_property
    def agreements(self) -> tuple[Agreement, ...]:
        """Treaties, declarations, resolutions and other instruments."""
        return tuple(
            Agreement(**_names(row), classes=("Agreement",), year=year(row["year"])) for row in rows("agreements")
        )

    @cached_property
    def bodies(self) -> tuple[Body, ...]:
        """Government bodies known by their own name."""
        return tuple(
            Body(**_names(row), classes=values(row["class"]), state=row["state"], parent=row["parent"])
            for row in rows("bodies")
        )

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """Places that are no states; capitals are with their states."""
        return tuple(
            Place(**_names(row), classes=("Place",), feature=row["kind"], state=row["state"]) for row in rows("places")
        )

    @cached_property
    def titles(self) -> tuple[Title, ...]:
        """Offices as they stand before names."""
        return tuple(Title(row["title"], row["plural"], row["rank"], row["level"]) for row in rows("titles"))

    @cached_property
    def honorifics(self) -> tuple[Honorific, ...]:
        """Honorifics, ranks and degrees: no part of a name."""
        return tuple(Honorific(row["words"], row["kind"]) for row in rows("honorifics"))

    @cached_property
    def leaders(self) -> tuple[Leader, ...]:
        """Publicly known officials of states and international organizations since about 1900."""
        return tuple(
            Leader(
                row["name"],
                values(row["surnames"]),
                row["affiliation"],
                values(row["titles"]),
                int(row["from"]),
                year(row["to"]),
            )
            for row in rows("leaders")
        )

    @cached_property
    def group_words(self) -> tuple[GroupWord, ...]:
        """Words that stand for the parties, in lower case."""
        return tuple(GroupWord(row["words"], row["kind"], row["number"]) for row in rows("group_words"))

    @cached_property
    def head_nouns(self) -> Mapping[str, HeadNoun]:
        """Last words of names, in lower case, and the class of what bears the name."""
        return MappingProxyType(
            {
                row["noun"]: HeadNoun(row["noun"], values(row["class"]), row["strong"] == "yes")
                for row in rows("head_nouns")
            }
        )

    @cached_property
    def acts(self) -> Mapping[tuple[str, str], tuple[ActCue, ...]]:
        """Act words by lemma (first word) and part of speech; cues with more particles first."""
        cues: dict[tuple[str, str], list[ActCue]] = {}
        for row in rows("acts"):
            lemma, *particles = row["lemma"].split(" ")
            cue = ActCue(
                lemma,
                tuple(particles),
                row["pos"],
                row["act"],
                values(row["complement"]),
                values(row["toward"]),
                row["strength"] == "strong",
            )
            cues.setdefault((lemma, cue.pos), []).append(cue)
        return MappingProxyType(
            {key: tuple(sorted(found, key=lambda cue: -len(cue.particles))) for key, found in cues.items()}
        )

    @cached_property
    def carriers(self) -> Mapping[str, str | None]:
        """Verbs that carry a noun of act ("express concern"): lemma to the act that they perform without one."""
        return MappingProxyType(
            {row["lemma"]: None if row["own_act"] == "none" else row["own_act"] for row in rows("carriers")}
        )

    @cached_property
    def calendar(self) -> Mapping[str, CalendarName]:
        """Months and days of the week by name and abbreviation."""
        found: dict[str, CalendarName] = {}
        for row in rows("calendar"):
            record = CalendarName(row["name"], row["kind"], int(row["number"]), values(row["abbreviations"]))
            found.update(dict.fromkeys((record.name, *record.abbreviations), record))
        return MappingProxyType(found)

    @cached_property
    def state_forms(self) -> Mapping[str, tuple[Form[State], ...]]:
        """Every surface form of a state with what it is; several where states share it, the likelier first."""
        found: dict[str, tuple[Form[State], ...]] = {}
        for form in _forms(self.states):
            shared = found.get(form.text, ())
            if all(form.record is not other.record for other in shared):
                found[form.text] = (*shared, form)
        return MappingProxyType(found)

    @cached_property
    def state_by_name(self) -> Mapping[str, State]:
        """The likeliest state of every surface form, adjectives, demonyms and capitals included."""
        return MappingProxyType({text: forms[0].record for text, forms in self.state_forms.items()})

    @cached_property
    def state_by_code(self) -> Mapping[str, State]:
        """States of today by ISO 3166-1 alpha-2 code."""
        return MappingProxyType({state.alpha2: state for state in self.states if state.alpha2})

    @cached_property
    def gazetteer(self) -> Gazetteer[Named]:
        """All proper names: states, organizations, bodies, forums, agreements and places; the earlier the likelier."""
        records: tuple[Named, ...] = (
            *self.states,
            *self.organizations,
            *self.bodies,
            *self.forums,
            *self.agreements,
            *self.places,
        )
        return Gazetteer(_forms(records))

    @cached_property
    def state_gazetteer(self) -> Gazetteer[State]:
        """Names of states only."""
        return Gazetteer(_forms(self.states))

    @cached_property
    def title_gazetteer(self) -> Gazetteer[Title]:
        """Titles of office, singular (kind ``name``) and plural (kind ``plural``), in upper or lower case."""
        singular = [Form(title.title, title, "name") for title in self.titles]
        plural: list[Form[Title]] = [Form(title.plural, title, "plural") for title in self.titles if title.plural]
        return Gazetteer([*singular, *plural], ignore_case=True)

    @cached_property
    def honorific_gazetteer(self) -> Gazetteer[Honorific]:
        """Honorifics, ranks and degrees as spelled."""
        return Gazetteer(Form(honorific.words, honorific, "name") for honorific in self.honorifics)

    @cached_property
    def group_gazetteer(self) -> Gazetteer[GroupWord]:
        """Group words, in upper or lower case."""
        return Gazetteer((Form(group.words, group, "name") for group in self.group_words), ignore_case=True)


class _Names(TypedDict):
    name: str
    wikidata: str
    names: tuple[str, ...]
    abbreviations: tuple[str, ...]
    adjectives: tuple[str, ...]
    ambiguous: frozenset[str]


def _names(row: dict[str, str]) -> _Names:
    return {
        "name": row["name"],
        "wikidata": row.get("wikidata", ""),
        "names": values(row["names"]),
        "abbreviations": values(row.get("abbreviations", "")),
        "adjectives": values(row.get("adjectives", "")),
        "ambiguous": frozenset(values(row["ambiguous"])),
    }


def _forms(records: Iterable[N]) -> Iterable[Form[N]]:
    for record in records:
        for text, kind in record.forms():
            yield Form(text, record, kind, text in record.ambiguous)


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The lexicon, one per process."""
    return Lexicon()

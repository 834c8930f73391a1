"""The data files: complete, clean, and in agreement with ISO 3166 and CLDR."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from importlib.resources import files

import pycountry
import pytest
from babel import Locale

from communique.lexicon import Named, lexicon
from communique.lexicon.tables import rows

DATA = files("communique.lexicon") / "data"
FILES = sorted(path.name.removesuffix(".tsv") for path in DATA.iterdir())
NAMED: dict[str, Sequence[Named]] = {
    "states": lexicon().states,
    "organizations": lexicon().organizations,
    "forums": lexicon().forums,
    "agreements": lexicon().agreements,
    "bodies": lexicon().bodies,
    "places": lexicon().places,
}
CLASSES = {
    *("State", "InternationalOrganization", "GovernmentBody", "Organization", "Official", "Office", "Forum", "Meeting"),
    *("Agreement", "Place"),
}
ACTS = {"commit", "support", "welcome", "condemn", "concern", "acknowledge", "emphasize", "urge", "discuss"}

# Territories of ISO 3166-1 that are no states.
TERRITORIES = {
    *("AI", "AQ", "AS", "AW", "AX", "BL", "BM", "BQ", "BV", "CC", "CW", "CX", "EH", "FK", "FO", "GF", "GG", "GI"),
    *("GL", "GP", "GS", "GU", "HK", "HM", "IM", "IO", "JE", "KY", "MF", "MO", "MP", "MQ", "MS", "NC", "NF", "PF"),
    *("PM", "PN", "PR", "RE", "SH", "SJ", "SX", "TC", "TF", "TK", "UM", "VG", "VI", "WF", "YT"),
}
# Names that no one writes in running text: CLDR's "Myanmar (Burma)", ISO's "Taiwan, Province of China".
NOT_IN_TEXTS = {"Myanmar (Burma)", "Taiwan, Province of China"}


@pytest.mark.parametrize("name", FILES)
def test_cells_are_clean(name: str) -> None:
    text = (DATA / f"{name}.tsv").read_text(encoding="utf-8")
    assert text == unicodedata.normalize("NFC", text)
    assert text.endswith("\n")
    assert "\r" not in text
    for row in rows(name):
        assert next(iter(row.values())), row
        for cell in row.values():
            for value in cell.split("|"):
                assert value == " ".join(value.split()), row
                assert value or cell == "", row
                assert not any(unicodedata.category(c) in {"Cc", "Cf", "Co"} for c in value), row
            assert len(set(cell.split("|"))) == len(cell.split("|")), row


def test_a_row_with_missing_columns_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("communique.lexicon.tables.data_lines", lambda package, name: ["a\tb", "1"])
    with pytest.raises(ValueError, match="shorter"):
        rows("odd")


@pytest.mark.parametrize("name", NAMED)
def test_names_are_unique_unless_flagged(name: str) -> None:
    owners = defaultdict(set)
    for record in NAMED[name]:
        for text, _ in record.forms():
            owners[text].add((record.name, text in record.ambiguous))
    shared = {text: found for text, found in owners.items() if len({owner for owner, _ in found}) > 1}
    assert {text: found for text, found in shared.items() if not all(flag for _, flag in found)} == {}


@pytest.mark.parametrize("name", NAMED)
def test_records_are_whole(name: str) -> None:
    names = [record.name for record in NAMED[name]]
    if name != "places":  # Georgia alone, and flagged
        assert len(names) == len(set(names))
    for record in NAMED[name]:
        forms = {text for text, _ in record.forms()}
        assert set(record.classes) <= CLASSES
        assert record.classes
        assert record.ambiguous <= forms, record
        assert record.name not in record.names + record.abbreviations, record
        assert not set(record.names) & set(record.abbreviations), record
        assert all(re.match(r"[\w«'(]", text) for text in forms)


def test_wikidata_identifiers_are_well_formed_and_unique() -> None:
    identifiers = [record.wikidata for records in NAMED.values() for record in records if record.wikidata]
    assert all(re.fullmatch(r"Q[1-9]\d*", identifier) for identifier in identifiers)
    assert sorted(identifiers) == sorted(set(identifiers))
    assert all(state.wikidata for state in lexicon().states if not state.historic)


def test_every_state_of_iso_3166_is_there_with_its_codes() -> None:
    by_code = lexicon().state_by_code
    iso = {country.alpha_2: country.alpha_3 for country in pycountry.countries}
    assert set(by_code) - {"XK"} == set(iso) - TERRITORIES
    assert {code: state.alpha3 for code, state in by_code.items() if code != "XK"} == {
        code: iso[code] for code in by_code if code != "XK"
    }


def test_states_know_their_names_of_iso_3166_and_cldr() -> None:
    territories = Locale("en").territories
    gazetteer = lexicon().state_gazetteer
    unknown = set()
    for code, state in lexicon().state_by_code.items():
        country = pycountry.countries.get(alpha_2=code)
        said = {getattr(country, key, None) for key in ("common_name", "official_name")}
        for name in (said | {territories[code].replace(" - ", "-")}) - {None} - NOT_IN_TEXTS:
            bare = name.removeprefix("the ")
            if all(form.record is not state for form in gazetteer.lookup(bare)):
                unknown.add((code, name))
    assert unknown == set()


def test_every_state_has_an_adjective_and_a_capital() -> None:
    city_states = {"MC", "SG", "SM", "VA"}
    for state in lexicon().states:
        if not state.historic:
            assert state.adjectives, state
            assert state.capitals or state.alpha2 in city_states, state


def test_places_and_bodies_belong_to_known_states() -> None:
    codes = set(lexicon().state_by_code)
    for record in (*lexicon().places, *lexicon().bodies):
        assert record.state in codes | {""}, record


def test_parents_are_records() -> None:
    bodies = {body.name for body in lexicon().bodies}
    organizations = {organization.name for organization in lexicon().organizations}
    assert {body.parent for body in lexicon().bodies} <= bodies | {""}
    assert {organization.parent for organization in lexicon().organizations} <= organizations | {""}


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("ROK", "South Korea", "abbreviation"),
        ("Republic of Korea", "South Korea", "alias"),
        ("U.S.", "United States", "abbreviation"),
        ("Britain", "United Kingdom", "alias"),
        ("Emirati", "United Arab Emirates", "adjective"),
        ("Israelis", "Israel", "demonym"),
        ("Turkey", "Türkiye", "alias"),
        ("Burma", "Myanmar", "alias"),
        ("Moscow", "Russia", "capital"),
        ("Soviet", "Soviet Union", "adjective"),
        ("GDR", "German Democratic Republic", "abbreviation"),
        ("Niue", "Niue", "name"),
    ],
)
def test_state_forms(text: str, name: str, kind: str) -> None:
    form = lexicon().state_forms[text][0]
    assert (form.record.name, form.kind) == (name, kind)
    assert lexicon().state_by_name[text] is form.record


@pytest.mark.parametrize("text", ["Georgia", "Jordan", "Chad", "Korea", "Washington", "Congo", "Dominican"])
def test_ambiguous_names_are_flagged(text: str) -> None:
    assert all(form.ambiguous for form in lexicon().state_forms[text])


def test_west_germany_is_no_other_germany() -> None:
    forms = lexicon().state_by_name
    assert forms["Federal Republic of Germany"].name == "Germany"
    assert forms["West Germany"].historic
    assert not forms["Zaire"].historic


def test_years_are_plausible() -> None:
    assert all(agreement.year is None or 1600 < agreement.year < 2030 for agreement in lexicon().agreements)
    for state in lexicon().states:
        if state.since is not None and state.until is not None:
            assert state.since < state.until


def test_acts_are_of_the_nine_kinds() -> None:
    cues = [cue for found in lexicon().acts.values() for cue in found]
    assert {cue.act for cue in cues} == ACTS
    assert {cue.pos for cue in cues} == {"verb", "noun", "adjective", "auxiliary"}
    assert len({(cue.lemma, cue.particles, cue.pos, cue.act) for cue in cues}) == len(cues)
    assert all(cue.complements for cue in cues)
    assert set(lexicon().carriers.values()) <= ACTS | {None}


@pytest.mark.parametrize(
    ("lemma", "pos", "particles", "act", "complement"),
    [
        ("commit", "verb", (), "commit", "to"),
        ("support", "noun", (), "support", "for"),
        ("concern", "noun", (), "concern", "about"),
        ("opposed", "adjective", (), "condemn", "to"),
        ("call", "verb", ("on",), "urge", "infinitive"),
        ("look", "verb", ("forward", "to"), "commit", "gerund"),
        ("agree", "verb", (), "commit", "infinitive"),
        ("agree", "verb", (), "acknowledge", "that"),
    ],
)
def test_act_cues(lemma: str, pos: str, particles: tuple[str, ...], act: str, complement: str) -> None:
    cues = [cue for cue in lexicon().acts[lemma, pos] if cue.particles == particles and cue.act == act]
    assert len(cues) == 1
    assert complement in cues[0].complements


def test_longer_particle_cues_come_first() -> None:
    for cues in lexicon().acts.values():
        lengths = [len(cue.particles) for cue in cues]
        assert lengths == sorted(lengths, reverse=True)


def test_titles_have_known_levels_and_other_plurals() -> None:
    titles = lexicon().titles
    assert len({title.title for title in titles}) == len(titles)
    assert {title.level for title in titles} == {"state", "body", "organization"}
    assert all(title.plural != title.title for title in titles)


def test_head_nouns_and_group_words_are_lower_case_and_of_known_kinds() -> None:
    assert all(noun == noun.lower() and set(head.classes) <= CLASSES for noun, head in lexicon().head_nouns.items())
    assert {group.kind for group in lexicon().group_words} == {"persons", "states", "any"}
    assert {group.number for group in lexicon().group_words} == {"two", "many", "any"}


def test_calendar_agrees_with_cldr() -> None:
    locale = Locale("en")
    calendar = lexicon().calendar
    for number, name in locale.months["format"]["wide"].items():
        assert (calendar[name].kind, calendar[name].number) == ("month", number)
        assert calendar[locale.months["format"]["abbreviated"][number]].number == number
    for number, name in locale.days["format"]["wide"].items():
        assert (calendar[name].kind, calendar[name].number) == ("weekday", number + 1)

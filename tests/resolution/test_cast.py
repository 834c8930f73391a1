"""Who is who: names that are one person's or thing's, and names that aren't."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.extraction import Link, Mention
from communique.findings import Passage
from communique.resolution.cast import gather, normal
from communique.resolution.offices import bare_title, settle_offices, title_core


def mentions(*named: tuple[str, str]) -> list[Mention]:
    return [
        Mention(
            i, kind, text, Passage(i * 100, i * 100 + len(text), text), 0, i, i * 5, i * 5 + 1, known=_known(kind, text)
        )
        for i, (kind, text) in enumerate(named)
    ]


def _known(kind: str, text: str) -> str:
    return {"Chile": "Chile", "Chilean": "Chile", "Peru": "Peru"}.get(text, "") if kind == "State" else ""


def groups(*named: tuple[str, str], between: dict[int, str] | None = None) -> list[set[str]]:
    cast = gather(mentions(*named), between or {}, "Chile")
    return [set(m.names) for m in cast.members.values()]


@pytest.mark.parametrize(
    "names",
    [
        ("Joseph R. Biden, Jr.", "Biden"),
        ("Joe Biden", "Joseph R. Biden"),
        ("Kishida Fumio", "Kishida"),
        ("Ferdinand R. Marcos, Jr.", "Marcos"),
        ("Eduardo M. Año", "Eduardo Ano"),
    ],
)
def test_one_person(names: tuple[str, ...]) -> None:
    assert groups(*[("Official", n) for n in names]) == [set(names)]


@pytest.mark.parametrize("names", [("George Bush", "Laura Bush"), ("Kim Jong Un", "Park Jin"), ("Ana Ruiz", "Ito")])
def test_two_people(names: tuple[str, ...]) -> None:
    assert len(groups(*[("Official", n) for n in names])) == 2


def test_states_by_any_form_and_governments() -> None:
    assert groups(("State", "Chile"), ("State", "Chilean"), ("State", "Peru")) == [{"Chile", "Chilean"}, {"Peru"}]


def test_abbreviations_and_short_forms() -> None:
    full = "Andean Trade Forum"
    assert groups(("Forum", full), ("Forum", "ATF"), between={1: full}) == [{full, "ATF"}]
    assert groups(("Forum", "Chile-Peru Strategic Dialogue"), ("Forum", "Strategic Dialogue")) == [
        {"Chile-Peru Strategic Dialogue", "Strategic Dialogue"}
    ]


def test_one_name_is_of_one_class() -> None:
    cast = gather(
        mentions(("Forum", "Blue Initiative"), ("Forum", "Blue Initiative"), ("Agreement", "Blue Initiative")), {}, ""
    )
    assert [m.kind for m in cast.members.values()] == ["Forum"]


@pytest.mark.parametrize(
    ("title", "core"),
    [
        ("Chilean President", "president"),
        ("President of Chile", "president"),
        ("President of the Republic of Chile", "president"),
        ("National Security Advisor", "national security advisor"),
        ("Israeli Ambassador to the US", "ambassador to the us"),
        ("Minister of Foreign Affairs", "minister of foreign affairs"),
    ],
)
def test_titles_without_their_state(title: str, core: str) -> None:
    assert title_core(title) == core
    assert bare_title(title)


@given(st.text(max_size=40))
def test_normal_names_are_single_spaced(text: str) -> None:
    assert normal(text) == " ".join(normal(text).split())


@given(
    st.lists(st.tuples(st.sampled_from(["Official", "Forum", "Place", "Agreement"]), st.text(max_size=12)), max_size=8)
)
def test_any_mentions_make_a_cast(named: list[tuple[str, str]]) -> None:
    cast = gather(mentions(*named), {}, "")
    assert all(key in cast.members for key in cast.of.values())


@pytest.mark.parametrize(
    ("kind", "names", "wanted"),
    [
        ("Forum", ("Chile-Peru Joint Commission for Trade", "Commission"), 1),
        ("Forum", ("Chile-Peru Joint Commission for Trade", "Joint Commission"), 1),
        ("GovernmentBody", ("Ministry of Health", "Ministry"), 1),
        ("GovernmentBody", ("Ministry of Health", "health"), 2),
        ("Agreement", ("Treaty of Lima", "Lima"), 2),
        ("Forum", ("Joint Commission for Trade", "commission"), 2),
    ],
)
def test_a_name_short_of_its_of_means_the_whole(kind: str, names: tuple[str, ...], wanted: int) -> None:
    assert len(groups(*[(kind, n) for n in names])) == wanted


def test_a_short_name_means_the_last_named_of_several() -> None:
    found = groups(
        ("GovernmentBody", "Ministry of Health"),
        ("GovernmentBody", "Ministry"),
        ("GovernmentBody", "Ministry of Defence"),
    )
    assert {"Ministry of Health", "Ministry"} in found


def test_a_short_name_has_the_class_of_the_longer_one() -> None:
    named = ("Forum", "Joint Harbour Committee"), ("InternationalOrganization", "Committee")
    assert groups(*named) == [{"Joint Harbour Committee", "Committee"}]
    whole = "Council of Ministers of the Harbour Commission"
    assert groups(("Forum", whole), ("Forum", "Council of Ministers")) == [{whole, "Council of Ministers"}]
    others = ("Forum", "Joint Harbour Committee"), ("GovernmentBody", "Trade Committee")
    assert len(groups(*others, ("InternationalOrganization", "Committee"))) == 3, "two classes to choose from"


def test_a_bare_title_is_the_longer_one_named_before() -> None:
    cast = gather(mentions(("Official", "Ana Ruiz"), ("GovernmentBody", "Harbour Commission")), {}, "Chile")
    for number, title in enumerate(("Chairperson of the Harbour Commission", "Chairperson"), 2):
        passage = Passage(number * 100, number * 100 + len(title), title)
        cast.mentions.append(Mention(number, "Office", title, passage, 0, number, number * 5, number * 5 + 1))
    links = [
        Link(0, "holdsOffice", 2, cast.mentions[2].passage, 0.9),
        Link(2, "officeOf", 1, cast.mentions[2].passage, 0.9),
    ]
    settle_offices(cast, links, None, {}, None, ())
    assert cast.of[2] == cast.of[3]

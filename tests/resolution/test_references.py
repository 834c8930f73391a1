"""Whom group words for persons mean among those on stage."""

import pytest

from communique.extraction import Mention
from communique.findings import Passage
from communique.resolution.cast import gather
from communique.resolution.references import Scene, principals, title_fit

OFFICES = {
    "Ana Ruiz": ["prime minister"],
    "Jan Novak": ["prime minister"],
    "Kato Hiro": ["minister for trade"],
    "Peter Mwakazi": ["minister of foreign affairs"],
}
SIDES = {"Ana Ruiz": "Chile", "Kato Hiro": "Chile", "Jan Novak": "Poland", "Peter Mwakazi": "Poland"}


def group(text: str, count: int = 0) -> Mention:
    return Mention(9, "Reference", text, Passage(0, 5, text), 0, 0, 0, 2, form="persons", count=count)


@pytest.fixture
def scene() -> Scene:
    return Scene(gather([], {}, ""), (), tuple(OFFICES), (), SIDES, OFFICES, {})


@pytest.mark.parametrize(
    ("words", "count", "meant"),
    [
        ("The prime ministers", 0, {"Ana Ruiz", "Jan Novak"}),
        ("both prime ministers", 2, {"Ana Ruiz", "Jan Novak"}),
        ("the leaders", 0, {"Ana Ruiz", "Jan Novak"}),
        ("Heads of Government", 0, {"Ana Ruiz", "Jan Novak"}),
        ("the ministers", 0, set(OFFICES)),
    ],
)
def test_group_words_mean_those_whose_title_they_name(scene: Scene, words: str, count: int, meant: set[str]) -> None:
    assert set(scene.whom(group(words, count))) == meant


def test_who_is_named_first_leads_a_side_without_a_leader() -> None:
    people = ("Kato Hiro", "Ana Ruiz", "Peter Mwakazi")
    assert principals(people, SIDES, {**OFFICES, "Ana Ruiz": ["ambassador"]}) == ("Kato Hiro", "Peter Mwakazi")


def test_a_title_fits_by_all_its_words_or_by_the_last() -> None:
    assert title_fit(group("the foreign ministers"), ["minister of foreign affairs"]) == 1.0
    assert title_fit(group("the foreign ministers"), ["minister for trade"]) == 0.5
    assert title_fit(group("the presidents"), ["minister for trade"]) == 0.0


def test_the_participants_are_the_states_where_few_are_named() -> None:
    states = tuple(f"State {n}" for n in range(9))
    scene = Scene(gather([], {}, ""), (), ("Kato Hiro", "Peter Mwakazi"), states, SIDES, OFFICES, {})
    anybody = Mention(9, "Reference", "The participants", Passage(0, 5, "They"), 0, 0, 0, 2, form="any")
    assert scene.whom(anybody) == states
    assert scene.whom(group("the envoys")) == states
    assert scene.whom(group("the two envoys", 2)) == ("Kato Hiro", "Peter Mwakazi"), "those who are named"

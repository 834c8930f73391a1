"""Shorter names: what stands at the edges of a name goes, what makes it a name stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.findings import Entity
from communique.resolution.variants import shorter_names, with_shorter_names

TITLES = st.sampled_from(["former", "Kenya's", "the", "President", "Minister", "of", "Trade", "Ambassador", "Oslo"])
NAMES = st.sampled_from(
    ["new", "II -", "Treaty", "Agreement", "between", "A", "and", "B", "of", "8 June 2012", "signed"]
)


@pytest.mark.parametrize(
    ("kind", "name", "shorter"),
    [
        ("Agreement", "new Treaty on Trade of 8 June 2012", "Treaty on Trade"),
        ("Agreement", "Accord on Transit signed in Oslo in May 1994", "Accord on Transit"),
        ("Agreement", "Transit Agreement between the two countries", "Transit Agreement"),
        ("Agreement", "Security Council resolution 435 (1978) on Namibia", "Security Council resolution 435"),
        ("Agreement", "2016 Memorandum of Understanding", "Memorandum of Understanding"),
        ("Agreement", "II - Protocol on Fisheries", "Protocol on Fisheries"),
        ("Office", "Kenya's Vice-President", "Vice-President"),
        ("Office", "former Chilean Foreign Minister", "Foreign Minister"),
        ("Office", "Deputy Minister Ambassador", "Deputy Minister"),
        ("Office", "Minister for Trade of the Republic of Kenya", "Minister for Trade"),
        ("Office", "Principal Secretary of his Ministry", "Principal Secretary"),
        ("Office", "Under-Secretary of State in Oslo", "Under-Secretary of State"),
        ("Agreement", "Treaty of Friendship in Oslo", "Treaty of Friendship"),
        ("GovernmentBody", "Kenya's Trade Promotion Agency", "Trade Promotion Agency"),
        ("Forum", "The Oslo Process", "Oslo Process"),
    ],
)
def test_what_stands_at_the_edges_goes(kind: str, name: str, shorter: str) -> None:
    assert shorter in shorter_names(kind, name)


@pytest.mark.parametrize(
    ("kind", "name"),
    [("Agreement", "Treaty of 1951"), ("Official", "Ana Ruiz"), ("Place", "Oslo of 2012"), ("Office", "Ambassador")],
)
def test_what_makes_a_name_stays(kind: str, name: str) -> None:
    assert not list(shorter_names(kind, name)) or "Treaty" not in shorter_names(kind, name)
    assert "" not in shorter_names(kind, name)


@given(st.sampled_from(["Office", "Agreement", "Forum", "Meeting"]), st.lists(TITLES | NAMES | st.text(), max_size=9))
def test_shorter_forms_are_shorter_and_each_comes_once(kind: str, words: list[str]) -> None:
    name = " ".join(words)
    found = list(shorter_names(kind, name))
    assert len(found) == len(set(found))
    assert all(0 < len(f) < max(len(name), 1) and f != name for f in found)


def test_a_form_that_two_share_is_no_name_of_either() -> None:
    both = [
        Entity(str(year), "Agreement", f"Protocol on Trade of {year}", f"Protocol on Trade of {year}")
        for year in (1994, 1998)
    ]
    assert [e.aliases for e in with_shorter_names(both)] == [(), ()]
    assert with_shorter_names(both[:1])[0].aliases == ("Protocol on Trade",)

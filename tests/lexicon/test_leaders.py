import time
from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.lexicon import leaders
from communique.lexicon.knowledge import Lexicon, lexicon
from communique.lexicon.leaders import affiliation_of


def test_rows_are_unique() -> None:
    counts = Counter((leader.name, leader.affiliation, leader.since) for leader in lexicon().leaders)
    assert [key for key, count in counts.items() if count > 1] == []


def test_terms_of_one_office_do_not_overlap() -> None:
    terms: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for leader in lexicon().leaders:
        terms.setdefault((leader.name, leader.affiliation), []).append((leader.since, leader.until or 2025))
    for key, years in terms.items():
        ordered = sorted(years)
        assert all(before[1] < after[0] for before, after in pairwise(ordered)), key


def test_affiliations_exist() -> None:
    known = {record.name for record in (*lexicon().states, *lexicon().organizations)}
    assert {leader.affiliation for leader in lexicon().leaders} - known == set()


def test_nearly_every_state_has_somebody() -> None:
    states = {state.name for state in lexicon().states if not state.historic}
    assert states - {leader.affiliation for leader in lexicon().leaders} <= {"San Marino"}


def test_years_are_sane() -> None:
    for leader in lexicon().leaders:
        until = 2025 if leader.until is None else leader.until
        assert 1830 <= leader.since <= until <= 2025, leader
        assert until >= 1900, leader
        assert until - leader.since <= 70, leader


def test_officials_of_a_historic_state_end_with_it() -> None:
    ends = {state.name: state.until for state in lexicon().states if state.historic and state.until}
    for leader in lexicon().leaders:
        if leader.affiliation in ends:
            assert leader.until is not None, leader
            assert leader.until <= ends[leader.affiliation] + 1, leader


def test_cells_are_clean() -> None:
    for leader in lexicon().leaders:
        assert leader.surnames, leader
        assert leader.titles, leader
        assert all(title == title.lower() for title in leader.titles), leader
        for text in (leader.name, *leader.surnames, *leader.titles):
            assert text, leader
            assert text == text.strip(), leader
            assert "  " not in text, leader


def test_every_full_name_is_found_in_its_year() -> None:
    for leader in lexicon().leaders:
        found = affiliation_of(leader.name, leader.titles[0], leader.since, (leader.affiliation,))
        assert found == leader.affiliation, leader


@pytest.mark.parametrize(
    ("name", "affiliation"),
    [
        ("Fumio Kishida", "Japan"),
        ("Kishida Fumio", "Japan"),
        ("KISHIDA FUMIO", "Japan"),
        ("Recep Tayyip Erdogan", "Türkiye"),
        ("Joseph R. Biden, Jr.", "United States"),
        ("George H.W. Bush", "United States"),
        ("George H. W. Bush", "United States"),
        ("George Bush", "United States"),
        ("J. D. Vance", "United States"),
        ("J.D. Vance", "United States"),
        ("Lloyd J. Austin III", "United States"),
        ("H.R. McMaster", "United States"),
        ("Kim Jong Un", "North Korea"),
        ("Kim Jong-un", "North Korea"),
        ("Jong-un Kim", "North Korea"),
        ("Yoon Suk-yeol", "South Korea"),
        ("Abdel Fattah Al-Sisi", "Egypt"),
        ("Mohamed bin Salman", "Saudi Arabia"),
        ("Mohammed bin Zayed", "United Arab Emirates"),
        ("Abdullah II", "Jordan"),
        ("Luiz Inácio Lula da Silva", "Brazil"),
        ("Robert O’Brien", "United States"),
        ("Ursula von der Leyen", ""),
        ("Joe Nobody", ""),
        ("Kim", ""),
        ("", ""),
        (" . ' ", ""),
        ("|", ""),
    ],
)
def test_names_alone(name: str, affiliation: str) -> None:
    assert affiliation_of(name) == affiliation


@pytest.mark.parametrize(
    ("name", "title", "year", "affiliation"),
    [
        ("Bush", "", None, "United States"),
        ("Bush", "President", 1990, "United States"),
        ("Bush", "Prime Minister", 1990, ""),
        ("Bush", "President", 1950, ""),
        ("Clinton", "President", 1995, "United States"),
        ("Clinton", "Secretary", 2011, "United States"),
        ("Clinton", "Vice President", 1995, ""),
        ("Trudeau", "Prime Minister", 1975, "Canada"),
        ("Trudeau", "Prime Minister", 2019, "Canada"),
        ("Trudeau", "Prime Minister", 1995, ""),
        ("Kim", "Chairman", 2018, "North Korea"),
        ("Kim", "President", 2000, "South Korea"),
        ("Kim", "President", 2014, "World Bank"),
        ("Park", "President", 2014, "South Korea"),
        ("Park", "Foreign Minister", 2023, "South Korea"),
        ("Park", "", 1930, ""),
        ("Lee", "Prime Minister", 2010, "Singapore"),
        ("Lee", "President", 2010, "South Korea"),
        ("Abdullah", "King", 2010, ""),
        ("Abdullah", "King", 2018, "Jordan"),
        ("Rasmussen", "", 2011, ""),
        ("Rasmussen", "Secretary General", 2011, "North Atlantic Treaty Organization"),
        ("von der Leyen", "Defence Minister", 2016, "Germany"),
        ("von der Leyen", "President", 2022, "European Commission"),
        ("Kohl", "Chancellor", 1985, "West Germany"),
        ("Kohl", "Chancellor", 1989, "West Germany"),
        ("Kohl", "Chancellor", 1995, "Germany"),
        ("Jaishankar", "Minister of External Affairs", 2022, "India"),
        ("Wang", "State Councilor and Foreign Minister", 2021, "China"),
        ("Li", "Premier", 2016, "China"),
        ("Araghchi", "Foreign Minister", 2025, "Iran"),
        ("Motegi", "Minister for Foreign Affairs", 2020, "Japan"),
    ],
)
def test_surnames_with_title_and_year(name: str, title: str, year: int | None, affiliation: str) -> None:
    assert affiliation_of(name, title, year) == affiliation


@pytest.mark.parametrize(
    ("name", "year", "affiliation"),
    [
        ("António Guterres", 1999, "Portugal"),
        ("António Guterres", 2010, "Office of the United Nations High Commissioner for Refugees"),
        ("António Guterres", 2022, "United Nations"),
        ("Mark Rutte", 2018, "Netherlands"),
        ("Mark Rutte", 2025, "North Atlantic Treaty Organization"),
        ("Eduard Shevardnadze", 1988, "Soviet Union"),
        ("Eduard Shevardnadze", 1998, "Georgia"),
    ],
)
def test_the_year_decides_between_the_offices_of_one_person(name: str, year: int, affiliation: str) -> None:
    assert affiliation_of(name, year=year) == affiliation


def test_the_likelier_affiliation_decides() -> None:
    assert affiliation_of("Abdullah", "King", 2010, ("Jordan", "Israel")) == "Jordan"
    assert affiliation_of("Abdullah", "King", 2010, ("Saudi Arabia",)) == "Saudi Arabia"
    assert affiliation_of("Abdullah", "King", 2010, ("Jordan", "Saudi Arabia")) == ""
    assert affiliation_of("Biden", "President", 2022, ("Japan",)) == "United States"


@given(st.text(), st.text(), st.none() | st.integers())
def test_any_text_is_answered(name: str, title: str, year: int | None) -> None:
    assert isinstance(affiliation_of(name, title, year), str)


def test_loading_is_quick() -> None:
    best = 1.0
    for _ in range(5):
        began = time.process_time()
        assert Lexicon().leaders
        leaders._folded.cache_clear()
        leaders._folded()
        best = min(best, time.process_time() - began)
    assert best < 0.05

"""Meetings that may be one."""

import numpy as np

from communique.findings import Value
from communique.resolution.evidence import Candidate
from communique.resolution.twins import told_again, twins

DAY, NEXT = Value("2021-05-04", "date"), Value("2021-05-05", "date")


def told(facts: dict[tuple[str, str, str | Value], float], meetings: list[str]):
    return twins([Candidate(s, p, o) for s, p, o in facts], list(facts.values()), meetings)


def test_the_same_people_on_the_same_day_are_twins() -> None:
    found = told(
        {
            ("a", "participant", "ruiz"): 0.8,
            ("a", "participant", "lund"): 0.8,
            ("a", "startDate", DAY): 0.9,
            ("b", "participant", "ruiz"): 0.6,
            ("b", "startDate", DAY): 0.6,
            ("c", "participant", "kato"): 0.9,
        },
        ["a", "b", "c"],
    )
    assert found["b"].key == "a" and np.isclose(found["b"].share, 1) and found["b"].apart < 0.1
    assert found["a"].key == "b" and found["a"].share < 0.5
    assert found["c"].key == "" and found["c"].share == 0


def test_other_days_keep_meetings_apart() -> None:
    found = told(
        {
            ("a", "participant", "ruiz"): 0.8,
            ("a", "startDate", DAY): 0.9,
            ("b", "participant", "ruiz"): 0.8,
            ("b", "startDate", NEXT): 0.9,
        },
        ["a", "b"],
    )
    assert np.isclose(found["a"].apart, 0.81) and np.isclose(found["a"].share, 0.8 / 1.7)


def test_a_meeting_alone_has_no_twin() -> None:
    assert told({("a", "participant", "ruiz"): 0.8}, ["a"])["a"].key == ""
    assert told({}, []) == {}


def test_what_is_said_of_another_meeting_is_told_again() -> None:
    visit = [("visit", "participant", "ruiz"), ("visit", "participant", "lund"), ("visit", "startDate", DAY)]
    again = [("talks", "participant", "ruiz"), ("talks", "startDate", DAY)]
    assert told_again([*visit, *again], ["talks"]) == {"talks"}
    assert told_again([*visit, *again], ["visit"]) == set(), "the visit says more"
    assert told_again([*visit, *again, ("talks", "heldAt", "oslo")], ["talks"]) == set()
    twice = [("a", "participant", "ruiz"), ("b", "participant", "ruiz")]
    assert told_again(twice, ["a", "b"]) == {"b"}, "of two that are told alike the first stays"

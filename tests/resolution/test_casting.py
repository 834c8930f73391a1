"""Who gets the roles of acts, and what class that gives to who acts."""

import pytest

from communique.findings import Act, Entity, Passage
from communique.resolution.cast import Cast
from communique.resolution.casting import with_roles
from communique.resolution.inside import _as_seen
from communique.resolution.roles import RoleCandidate

HERE = Passage(0, 4, "They")


def holders(
    likely: dict[str, float],
    by_rule: tuple[str, ...] = (),
    states: dict[str, str] | None = None,
    several: tuple[str, ...] = (),
) -> set[str]:
    """Who performs an act, of officials with these chances, all of whom are on stage.

    Args:
        states: those that are states, each with who acts for it.
        several: whom the sentence before names together.
    """
    cast = Cast([])
    states = states or {}
    key = {name: cast.new("State" if name in states else "Official").key for name in likely}
    act = Act("welcome", "the new harbour", HERE, evidence=(HERE,), by=tuple(key[name] for name in by_rule))
    people = frozenset(k for name, k in key.items() if name not in states)
    together = [people, frozenset(key.values()) - people, frozenset(key[name] for name in several)]
    candidates = [RoleCandidate(0, "by", k) for k in key.values()]
    represents = {key[person]: key[state] for state, person in states.items()}
    (settled,) = with_roles([act], candidates, list(likely.values()), 0.45, [together], cast, represents)
    return {name for name, k in key.items() if k in settled.by}


def test_holders_are_taken_as_a_group() -> None:
    assert holders({"Ruiz": 0.8, "Kato": 0.5, "Novak": 0.1}) == {"Ruiz", "Kato"}


def test_nobody_is_better_than_a_group_of_unlikely_ones() -> None:
    assert holders({"Ruiz": 0.04, "Kato": 0.03, "Novak": 0.02}, by_rule=("Ruiz", "Kato", "Novak")) == set()


def test_one_who_is_likely_is_better_than_many_who_are_hardly_so() -> None:
    many = {f"Delegate {n}": 0.3 for n in range(10)}
    assert holders({"Ruiz": 0.6, **many}, by_rule=tuple(many)) == {"Ruiz"}


def test_a_state_and_who_speaks_for_it_are_one_answer() -> None:
    assert holders({"Ruiz": 0.36, "Chile": 0.35, "Kato": 0.1}, states={"Chile": "Ruiz"}) == {"Ruiz"}
    assert holders({"Ruiz": 0.3, "Chile": 0.36, "Kato": 0.1}, states={"Chile": "Ruiz"}) == {"Chile"}


def test_those_named_together_may_be_meant_together() -> None:
    likely = {"Ruiz": 0.6, "Kato": 0.4, "Novak": 0.43, "Silva": 0.05}
    assert holders(likely, several=("Ruiz", "Kato")) >= {"Ruiz"}
    assert holders({**likely, "Novak": 0.05}, several=("Ruiz", "Kato")) == {"Ruiz", "Kato"}


@pytest.mark.parametrize(
    ("kind", "acting", "sitting", "also"),
    [
        ("Forum", {"x"}, set(), ("InternationalOrganization",)),
        ("Forum", set(), {"x"}, ()),
        ("InternationalOrganization", set(), {"x"}, ("Forum",)),
        ("InternationalOrganization", {"x"}, set(), ()),
        ("State", {"x"}, {"x"}, ()),
    ],
)
def test_a_body_is_also_what_it_does(kind: str, acting: set[str], sitting: set[str], also: tuple[str, ...]) -> None:
    assert _as_seen(Entity("x", kind, "Harbour Council", "Harbour Council"), acting, sitting).also == also

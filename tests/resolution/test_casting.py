"""Who gets the roles of acts, and what class that gives to who acts."""

import pytest

from communique.findings import Act, Entity, Passage
from communique.resolution.cast import Cast
from communique.resolution.casting import with_roles
from communique.resolution.inside import _as_seen
from communique.resolution.roles import RoleCandidate
from communique.resolution.stage import Stage

HERE = Passage(0, 4, "They")


def holders(likely: dict[str, float], by_rule: tuple[str, ...] = ()) -> set[str]:
    """Who performs an act, of officials with these chances, all of whom are on stage."""
    cast = Cast([])
    key = {name: cast.new("Official").key for name in likely}
    act = Act("welcome", "the new harbour", HERE, evidence=(HERE,), by=tuple(key[name] for name in by_rule))
    stage = Stage("", "", frozenset(key.values()), frozenset(), frozenset(), frozenset())
    candidates = [RoleCandidate(0, "by", k) for k in key.values()]
    (settled,) = with_roles([act], candidates, list(likely.values()), 0.45, stage, cast)
    return {name for name, k in key.items() if k in settled.by}


def test_holders_are_taken_as_a_group() -> None:
    assert holders({"Ruiz": 0.8, "Kato": 0.5, "Novak": 0.1}) == {"Ruiz", "Kato"}


def test_nobody_is_better_than_a_group_of_unlikely_ones() -> None:
    assert holders({"Ruiz": 0.04, "Kato": 0.03, "Novak": 0.02}, by_rule=("Ruiz", "Kato", "Novak")) == set()


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

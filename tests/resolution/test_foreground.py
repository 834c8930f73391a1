"""Whom the words before a place name last."""

from hypothesis import given
from hypothesis import strategies as st

from communique.extraction import Draft, Mention
from communique.findings import DocumentInfo, Passage
from communique.resolution.cast import gather
from communique.resolution.foreground import Foreground

KINDS = {"Ana Ruiz": "Official", "Kato Hiro": "Official", "Jan Novak": "Official", "Chile": "State", "Japan": "State"}
LONG = 20
"""Letters from one name to the next."""


def foreground(*sentences: tuple[str, ...]):
    """The foreground of a text that names these in its sentences, and the keys by name."""
    named = [(name, number) for number, names in enumerate(sentences) for name in names]
    mentions = tuple(
        Mention(i, KINDS[name], name, Passage(i * LONG, i * LONG + 5, name), 0, number, i * 3, i * 3 + 1, known=name)
        for i, (name, number) in enumerate(named)
    )
    cast = gather(mentions, {}, "")
    key = {name: cast.of[i] for i, (name, _) in enumerate(named)}
    return Foreground(Draft(DocumentInfo("x", "", "", "", "", "", ""), mentions), cast, {}), key


def test_who_was_named_last_comes_first() -> None:
    seen, key = foreground(("Ana Ruiz", "Chile", "Kato Hiro"), ("Ana Ruiz",), ("Jan Novak",))
    ranks = seen.at(4 * LONG).ranks
    assert (ranks[key["Ana Ruiz"]], ranks[key["Kato Hiro"]], ranks[key["Chile"]]) == (0, 1, 0)
    assert key["Jan Novak"] not in ranks, "named only later"


def test_the_first_named_of_the_last_sentence_leads_it() -> None:
    seen, key = foreground(("Jan Novak",), ("Ana Ruiz", "Kato Hiro", "Japan"))
    assert seen.at(4 * LONG).leading == {key["Ana Ruiz"], key["Japan"]}


def test_the_last_that_are_named_together() -> None:
    seen, key = foreground(("Chile", "Japan"), ("Ana Ruiz", "Kato Hiro"), ("Jan Novak",))
    assert set(seen.at(9 * LONG).several) == {
        frozenset((key["Ana Ruiz"], key["Kato Hiro"])),
        frozenset((key["Chile"], key["Japan"])),
    }
    assert seen.at(0).several == (frozenset(), frozenset())


@given(st.lists(st.lists(st.sampled_from(sorted(KINDS)), max_size=4).map(tuple), max_size=6), st.integers(0, 400))
def test_ranks_count_those_named_since(sentences: list[tuple[str, ...]], position: int) -> None:
    seen, _ = foreground(*sentences)
    view = seen.at(position)
    assert view.near <= view.ranks.keys() and view.leading <= view.ranks.keys()
    for kind in ("Official", "State"):
        own = sorted(rank for key, rank in view.ranks.items() if key.startswith(kind))
        assert own == list(range(len(own)))

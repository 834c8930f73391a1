import pytest

from communique.errors import CommuniqueError
from communique.view.network import network_of
from communique.view.select import select


def labels(selection):
    return {entity.label for entity in selection.network.entities.values()}


def test_everything_without_a_choice(both):
    network = network_of(both)
    selection = select(network)
    assert selection.network is network
    assert selection.left_out == ""


def test_around_a_name_or_alias(both):
    network = network_of(both)
    one = select(network, around="  kenyan ", hops=1)
    assert "Peter Mwangi" in labels(one)
    assert "Kwame Asante" not in labels(one)
    assert "Kwame Asante" in labels(select(network, around="Kenya", hops=2))
    assert labels(select(network, around="Kenya", hops=0)) == {"Kenya"}
    assert "more than 1 hop from" in one.left_out


def test_a_misspelt_name_gets_a_hint(both):
    with pytest.raises(CommuniqueError, match="did you mean Ingrid Voll"):
        select(network_of(both), around="Ingrid Vol")
    with pytest.raises(CommuniqueError, match=r"names no 'Xyzzy'$"):
        select(network_of(both), around="Xyzzy")


def test_time_keeps_what_documents_of_that_time_say(both):
    late = select(network_of(both), since="2022")
    assert labels(late) == {"Norway", "Kenya", "Ghana", "Ingrid Voll", "Kwame Asante"}
    assert {act.content for act in late.network.acts.values()} == {
        "train the coast guard of Ghana",
        "patrol with Norway",
    }
    for link in late.network.links.values():
        for evidence in link.evidence:
            assert late.network.sources[evidence.document].date == "2022-08-19"
    assert "before 2022" in late.left_out
    assert labels(select(network_of(both), until="2021-05-04")) & {"Ghana", "Mombasa"} == {"Mombasa"}
    with pytest.raises(CommuniqueError, match="nothing is left"):
        select(network_of(both), since="2030")


def test_acts_of_some_kinds_and_all_facts(first):
    network = network_of(first)
    some = select(network, acts=["condemn"])
    assert {link.name for link in some.network.links.values() if link.kind == "act"} == {"condemn"}
    assert sum(link.kind == "fact" for link in some.network.links.values()) == sum(
        link.kind == "fact" for link in network.links.values()
    )
    assert {act.act for act in some.network.acts.values()} == {"condemn"}


def test_top_keeps_the_most_central(first):
    top = select(network_of(first), top=3)
    assert {"Norway", "Kenya"} <= labels(top)
    assert len(labels(top)) == 3
    assert "10 of 13 entities" in top.left_out


def test_large_networks_are_reduced_and_say_so(first):
    reduced = select(network_of(first), limit=5)
    assert len(labels(reduced)) == 5
    assert "8 of 13 entities with the fewest links" in reduced.left_out


@pytest.mark.parametrize(
    ("choice", "message"),
    [
        ({"acts": ["dance"]}, "no act is called 'dance'"),
        ({"since": "yesterday"}, "is no date"),
        ({"until": "2022-1"}, "is no date"),
        ({"top": 0}, "from 1"),
        ({"around": "Kenya", "hops": -1}, "from 0"),
    ],
)
def test_mistakes_are_told(first, choice, message):
    with pytest.raises(CommuniqueError, match=message):
        select(network_of(first), **choice)

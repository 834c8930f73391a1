import unicodedata

import pyoxigraph
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from rdflib import RDF, URIRef

from communique.errors import CommuniqueError
from communique.graph import DEFAULT_BASE, Identifiers
from communique.graph.identifiers import slug, web_address

text = st.text(alphabet=st.characters(), max_size=400)
name = text.filter(lambda t: bool(t.strip()))


def canonical(value: str) -> str:
    return " ".join(unicodedata.normalize("NFC", value).split())


@given(name)
def test_any_name_gives_a_valid_ascii_iri(value: str) -> None:
    iri = Identifiers().entity("State", value)
    assert iri.isascii()
    assert pyoxigraph.NamedNode(str(iri)).value == str(iri)
    assert iri.startswith(DEFAULT_BASE + "state/")
    assert "/" not in iri.removeprefix(DEFAULT_BASE + "state/")
    assert len(iri) < 250


@given(name, name)
def test_distinct_names_distinct_iris(one: str, other: str) -> None:
    assume(canonical(one) and canonical(other))
    assert (slug(one) == slug(other)) == (canonical(one) == canonical(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [("a b", "a_b"), ("a b", "a%20b"), (".", ".."), ("%5F", "_"), ("x" * 300, "x" * 301), ("a", "A"), ("É", "E")],
)
def test_near_names_stay_apart(one: str, other: str) -> None:
    assert slug(one) != slug(other)


def test_long_name_is_no_other_names_iri() -> None:
    long = slug("é" * 200)
    assert len(long) <= 160
    assert slug(long) != long


def test_same_name_in_other_characters() -> None:
    assert slug("Co\u0302te  d\u2019Ivoire ") == slug("Côte d\u2019Ivoire")
    assert slug("U.S. Department of State") == "U.S._Department_of_State"


def test_dots_alone_are_no_path_steps() -> None:
    assert slug("..") == "%2E%2E"


def test_class_is_part_of_the_identity() -> None:
    ids = Identifiers()
    assert ids.entity("State", "Georgia") != ids.entity("Place", "Georgia")


def test_unnamed_things_never_meet_named_ones() -> None:
    ids = Identifiers()
    assert ids.unnamed("Meeting", "seed", 4) not in {ids.entity("Meeting", n) for n in ("seed-4", "_seed-4", " seed-4")}


def test_documents_keep_their_acts_apart() -> None:
    ids = Identifiers()
    assert ids.passage("a", 1, 2) != ids.passage("a-1", 1, 2)
    assert ids.act("a", "commit", 1, 2) != ids.act("a", "commit", 1, 2, 2)
    triple = (URIRef("urn:a"), RDF.type, URIRef("urn:b"))
    assert ids.statement("a", triple) == ids.statement("a", triple)
    assert ids.statement("a", triple) != ids.statement("b", triple)


@pytest.mark.parametrize(
    "base", ["http://example.org/", "https://example.org/x#", "urn:example:", "https://e.org/%C3/"]
)
def test_bases(base: str) -> None:
    assert Identifiers(base).document("d").startswith(base)


@pytest.mark.parametrize(
    "base",
    [
        "",
        "example.org/",
        "https://example.org/x",
        "https://example.org/a b/",
        "https://example.org/\n/",
        'https://example.org/">/',
        "https://example.org/é/",
        "https://example.org/%/",
        "https://example.org/../",
        "javascript:alert(1)/",
        "file:///etc/",
        "https:///",
    ],
)
def test_no_bases(base: str) -> None:
    with pytest.raises(CommuniqueError) as caught:
        Identifiers(base)
    assert "\n" not in str(caught.value)


@given(text)
def test_web_address_is_valid_or_nothing(value: str) -> None:
    for candidate in (value, "https://" + value, "https://example.org/" + value):
        if address := web_address(candidate):
            assert address.isascii()
            pyoxigraph.NamedNode(str(address))


def test_web_addresses() -> None:
    assert web_address(" https://e.org/a b?q=<é>%zz ") == URIRef("https://e.org/a%20b?q=%3C%C3%A9%3E%25zz")
    assert web_address("javascript:alert(1)") is None
    assert web_address("https://") is None


@pytest.mark.parametrize("kind", ["Actor", "Document", "state", "../State"])
def test_only_entity_classes(kind: str) -> None:
    with pytest.raises(ValueError, match="no entity class"):
        Identifiers().entity(kind, "x")


def test_empty_name() -> None:
    with pytest.raises(ValueError, match="without a character"):
        slug(" \t")

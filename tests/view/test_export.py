import sys
from xml.etree import ElementTree

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.namespace import RDF, RDFS

from communique.errors import CommuniqueError
from communique.view import FORMATS, write_picture
from communique.view.text import plain

CMQ = Namespace("https://w3id.org/communique/ontology#")


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_graph_gives_the_same_file(first, tmp_path, form):
    if form == "png":
        pytest.importorskip("resvg_py", reason="needs resvg-py: pip install resvg-py")
    one, two = tmp_path / "one", tmp_path / "two"
    write_picture(first, one, form)
    shuffled = Graph()
    for triple in sorted(first, key=str, reverse=True):
        shuffled.add(triple)
    write_picture(shuffled, two, form)
    assert one.read_bytes() == two.read_bytes()


def test_graphml_and_gexf_come_back(first, tmp_path):
    write_picture(first, tmp_path / "n.graphml", "graphml")
    graph = nx.read_graphml(tmp_path / "n.graphml", force_multigraph=True)
    labels = {data["label"] for _, data in graph.nodes(data=True)}
    assert {"Norway", "Ingrid Voll"} <= labels
    assert any(data["label"] == "commit" and "committed to" in data["quote"] for *_, data in graph.edges(data=True))
    write_picture(first, tmp_path / "n.gexf", "gexf")
    gexf = nx.read_gexf(tmp_path / "n.gexf", version="1.2draft")
    assert len(gexf) == len(graph) == 13
    assert b"lastmodified" not in (tmp_path / "n.gexf").read_bytes()


def test_svg_names_every_entity(first, tmp_path):
    write_picture(first, tmp_path / "n.svg", "svg", title="A < B", theme="dark")
    root = ElementTree.parse(tmp_path / "n.svg").getroot()
    words = {element.text for element in root.iter("{http://www.w3.org/2000/svg}text")}
    assert {"A < B", "Norway", "Ingrid Voll", "Sea Raiders", "Mombasa", "part of"} <= words
    assert not {element.tag.rpartition("}")[2] for element in root.iter()} & {"script", "a", "image", "use", "style"}


def test_png_is_a_picture(first, tmp_path):
    pytest.importorskip("resvg_py", reason="needs resvg-py: pip install resvg-py")
    write_picture(first, tmp_path / "n.png", "png")
    assert (tmp_path / "n.png").read_bytes().startswith(b"\x89PNG\r\n\x1a\n")


def test_without_its_library_png_says_what_to_install(first, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "resvg_py", None)
    with pytest.raises(CommuniqueError, match=r"pip install 'communique\[pictures\]'"):
        write_picture(first, tmp_path / "n.png", "png")
    assert not list(tmp_path.iterdir())


def test_mistakes_are_told(first, tmp_path):
    with pytest.raises(CommuniqueError, match="no format"):
        write_picture(first, tmp_path / "n.jpg", "jpg")
    with pytest.raises(CommuniqueError, match="no theme"):
        write_picture(first, tmp_path / "n.svg", "svg", theme="pink")


@pytest.mark.parametrize("form", ["graphml", "gexf", "svg"])
@given(name=st.text(min_size=1, max_size=30))
def test_any_name_makes_well_formed_xml(tmp_path_factory, form, name):
    graph = Graph()
    state = URIRef("urn:x")
    graph.add((state, RDF.type, CMQ.State))
    graph.add((state, RDFS.label, Literal(name)))
    path = tmp_path_factory.mktemp("any") / "n"
    write_picture(graph, path, form, title=name)
    ElementTree.parse(path)


@given(st.text())
def test_plain_text_keeps_its_length_and_hides_nothing(text):
    shown = plain(text)
    assert len(shown) == len(text)
    assert not set(shown) & set("\u202a\u202b\u202d\u202e\u2066\u2067\u2069\u200e\u200f\ufeff\u0000\u001b\n\u2028")
    assert plain(shown) == shown

"""Whatever a document can put into a graph stays text on the page, in its tables and in its copies."""

import csv
import io

import pytest
from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, OWL, RDF, RDFS, SKOS, XSD

from communique.view import write_page, write_picture

CMQ = Namespace("https://w3id.org/communique/ontology#")
HIT = "window.__hit=1"
AWAY = "//evil.example/x"
PAYLOADS = [
    f"<script>{HIT}</script>",
    f"</script><script>{HIT}</script>",
    f"</SCRIPT ><script>{HIT}</script>",
    f"<!--<script>{HIT}</script>-->",
    f"--><script>{HIT}</script>",
    f"<![CDATA[<script>{HIT}</script>]]>",
    f"</title><script>{HIT}</script>",
    f"</style><script>{HIT}</script>",
    f"</textarea><script>{HIT}</script>",
    f"<img src=x onerror={HIT}>",
    f"<img src=https:{AWAY}>",
    f'"><img src=x onerror="{HIT}">',
    f"'><img src=x onerror='{HIT}'>",
    f"<svg onload={HIT}>",
    f"<svg><script>{HIT}</script></svg>",
    f"<svg><animate onbegin={HIT} attributeName=x dur=1s>",
    f"<math><mtext><script>{HIT}</script>",
    "<iframe srcdoc='<script>parent.__hit=1</script>'>",
    f"<iframe src='javascript:parent.{HIT}'>",
    f"<object data='https:{AWAY}'></object>",
    f"<link rel=stylesheet href=https:{AWAY}>",
    f"<meta http-equiv=refresh content='0;url=https:{AWAY}'>",
    f"<base href=https:{AWAY}>",
    f"<style>@import 'https:{AWAY}'</style>",
    f"<form action=https:{AWAY}><button>x</button></form>",
    f"<details open ontoggle={HIT}>",
    f"<body onload={HIT}>",
    f"<input autofocus onfocus={HIT}>",
    f"<video><source onerror={HIT}></video>",
    f"javascript:{HIT}",
    f"data:text/html,<script>{HIT}</script>",
    f'" onmouseover="{HIT}" x="',
    f"' onclick='{HIT}' x='",
    f"`-{HIT}-`",
    f"${{{HIT}}}",
    f"{{{{constructor.constructor('{HIT}')()}}}}",
    f"{{% raw %}}<script>{HIT}</script>",
    f"\\u003cscript\\u003e{HIT}\\u003c/script\\u003e",
    f"&lt;script&gt;{HIT}&lt;/script&gt;",
    f"&#60;script&#62;{HIT}",
    f'\\");{HIT}//',
    f"\u2028{HIT}//\u2029",
    f"\u202e{HIT}\u202c \u2066x\u2069 \u200f",
    f"\x00<script>{HIT}</script>\x1b[31m\x07",
    f"\ud7ff\ufeff\u200b{HIT}",
    "__proto__",
    "constructor",
    '=HYPERLINK("https://evil.example";"x")',
    "+1+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(1+1)",
    "\t=1+1",
    "\r=1+1",
    "A" * 4000,
]


def hostile_graph():
    """Every payload in every field that a document or a stranger's graph can fill."""
    graph = Graph()
    graph.add((URIRef("urn:state"), RDF.type, CMQ.State))
    graph.add((URIRef("urn:state"), RDFS.label, Literal("Norway")))
    for number, payload in enumerate(PAYLOADS):
        words = Literal(payload)
        document, passage, statement, act = (
            URIRef(f"urn:{name}:{number}") for name in ("document", "passage", "statement", "act")
        )
        entity = URIRef(f"urn:entity:{number}:{payload}")
        day = f"2022-01-{number % 28 + 1:02}"
        for subject, predicate, value in (
            (document, RDF.type, CMQ.Document),
            (document, DCTERMS.title, words),
            (document, DCTERMS.publisher, words),
            (document, DCTERMS.creator, words),
            (document, DCTERMS.date, Literal(day) if number % 7 else words),
            (document, DCTERMS.source, URIRef(payload) if number % 2 else Literal(f"https://news.example/{payload}")),
            (document, CMQ.mentions, entity),
            (passage, CMQ.inDocument, document),
            (passage, CMQ.start, Literal(0)),
            (passage, CMQ.quote, words),
            (entity, RDF.type, CMQ.Official),
            (entity, RDFS.label, words),
            (entity, SKOS.altLabel, Literal(f"alias {payload}")),
            (entity, OWL.sameAs, URIRef(payload)),
            (entity, CMQ.evidence, passage),
            (entity, CMQ.represents, URIRef("urn:state")),
            (entity, CMQ.established, Literal(payload, datatype=XSD.string)),
            (statement, RDF.type, RDF.Statement),
            (statement, RDF.subject, entity),
            (statement, RDF.predicate, CMQ.represents),
            (statement, RDF.object, URIRef("urn:state")),
            (statement, CMQ.evidence, passage),
            (statement, CMQ.confidence, words),
            (act, RDF.type, CMQ.DiplomaticAct),
            (act, CMQ.act, CMQ.commit),
            (act, CMQ.by, entity),
            (act, CMQ.toward, URIRef("urn:state")),
            (act, CMQ.content, words),
            (act, CMQ.topic, URIRef(payload)),
            (act, CMQ.evidence, passage),
        ):
            graph.add((subject, predicate, value))
    return graph


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    path = tmp_path_factory.mktemp("hostile") / "network.html"
    write_page(hostile_graph(), path, title=f"</title><script>{HIT}</script> \u202e")
    return path


def test_there_are_enough_payloads():
    assert len(PAYLOADS) >= 30


def test_no_payload_leaves_its_place_in_the_file(hostile, tmp_path):
    write_page(Graph(), tmp_path / "harmless.html")
    text, harmless = (path.read_text(encoding="utf-8") for path in (hostile, tmp_path / "harmless.html"))
    for markup in ("<script", "</script", "<img", "<svg", "<iframe", "<!--", "]]>", "<style", "</title"):
        assert text.count(markup) == harmless.count(markup)
    for character in "\u2028\u2029\u202e\u2066\x00\x1b":
        assert character not in text


def test_no_script_runs_and_nothing_is_asked_for(hostile, visit):
    view = visit(hostile)  # requests, messages, errors and dialogs fail the test at its end
    assert "</title>" in view.locator("h1").inner_text()
    for number in view.evaluate("communique.visible().nodes"):
        view.evaluate("id => communique.open('node', id)", number)
    for number in view.evaluate("communique.visible().links"):
        view.evaluate("id => communique.open('link', id)", number)
    for payload in PAYLOADS:
        view.get_by_role("combobox").fill(payload[:200])
    view.get_by_role("combobox").fill("")
    for name in ("Entities", "Commitments"):
        view.get_by_role("button", name=name, exact=True).click()
        for header in view.get_by_role("columnheader").all():
            header.get_by_role("button").click()
    for button in view.locator(".what").all()[:20]:
        button.click()
    assert view.evaluate("window.__hit") is None
    foreign = view.evaluate(
        """() => [...document.querySelectorAll("img, iframe, object, embed, link, base, form, style, script, svg *")]
            .map((each) => each.localName)"""
    )
    assert foreign.count("script") == 3
    assert foreign.count("style") == 1
    assert set(foreign) == {"script", "style", "path"}
    addresses = view.evaluate("[...document.querySelectorAll('a')].map((each) => each.protocol)")
    assert set(addresses) <= {"https:", "http:", "file:"}
    assert not view.evaluate(
        """() => [...document.querySelectorAll("*")].flatMap((each) => each.getAttributeNames())
            .filter((name) => name.startsWith("on"))"""
    )


def test_copied_cells_are_no_formulas(hostile, visit):
    view = visit(hostile)
    view.get_by_role("button", name="Commitments").click()
    view.get_by_role("button", name="Copy as CSV").click()
    view.locator(".copy", has_text="Copied").wait_for()
    rows = list(csv.reader(io.StringIO(view.evaluate("navigator.clipboard.readText()"))))
    assert len(rows) == len(PAYLOADS) + 1
    assert {len(row) for row in rows} == {6}
    for row in rows[1:]:
        for cell in row:
            assert not cell.lstrip().startswith(("=", "+", "-", "@"))
    assert any(cell.startswith("'=HYPERLINK") for row in rows for cell in row)


@pytest.mark.parametrize("form", ["svg", "graphml", "gexf"])
def test_pictures_hold_no_foreign_element(tmp_path, form):
    from xml.etree import ElementTree

    write_picture(hostile_graph(), tmp_path / "n", form, title=PAYLOADS[1])
    names = {element.tag.rpartition("}")[2] for element in ElementTree.parse(tmp_path / "n").iter()}
    assert not names & {"script", "img", "iframe", "a", "use", "image", "foreignObject", "animate", "style"}

"""Sizes and times of the page in one table, measured in Chromium, beside pyvis's own page of the same graph."""

import random
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from rdflib import XSD, Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, RDF, RDFS

from communique.view import write_page
from communique.view.network import network_of

pytestmark = pytest.mark.engine

CMQ = Namespace("https://w3id.org/communique/ontology#")
CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]
SAMPLE = Path(__file__).parents[1] / "documents" / "sample.txt"
TIMES_SOONER = 50
ROWS: list[tuple[str, ...]] = []


@pytest.fixture(scope="module")
def chromium(needs: Callable[..., None]) -> Iterator[Any]:
    needs(CHROMIUM, advice="apt-get install chromium")
    api = pytest.importorskip("playwright.sync_api", reason="needs playwright: pip install playwright")
    with api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="module", autouse=True)
def table() -> Iterator[None]:
    yield
    head = ("page", "nodes", "links", "MB", "written s", "ready s", "pyvis ready s", "times sooner")
    print()
    for row in (head, *ROWS):
        print("  ".join(cell.rjust(13) for cell in row))


def statement_graph(size: int) -> Graph:
    """As many entities as asked for, with about 1.5 facts and 0.8 acts each, all of them with quotations."""
    chance = random.Random(size)
    graph = Graph()
    kinds = ["Official"] * 30 + ["Office"] * 25 + ["GovernmentBody"] * 15 + ["Meeting"] * 12 + ["Agreement"] * 8
    kinds += ["Place"] * 6 + ["Forum"] * 4
    states = [URIRef(f"urn:state:{number}") for number in range(150)]
    entities = states + [URIRef(f"urn:entity:{number}") for number in range(size - len(states))]
    kind = {entity: "State" if at < len(states) else chance.choice(kinds) for at, entity in enumerate(entities)}
    documents = [URIRef(f"urn:document:{number}") for number in range(size // 10)]
    for number, document in enumerate(documents):
        graph.add((document, RDF.type, CMQ.Document))
        graph.add((document, DCTERMS.title, Literal(f"Joint statement number {number} of two delegations")))
        day = f"20{20 + number % 5}-{number % 12 + 1:02}-{number % 28 + 1:02}"
        graph.add((document, DCTERMS.date, Literal(day, datatype=XSD.date)))

    def passage(name: str, quote: str) -> URIRef:
        node = URIRef(f"urn:passage:{name}")
        graph.add((node, CMQ.inDocument, chance.choice(documents)))
        graph.add((node, CMQ.start, Literal(chance.randrange(5000))))
        graph.add((node, CMQ.quote, Literal(quote)))
        return node

    properties = {"Official": "represents", "Office": "officeOf", "GovernmentBody": "partOf", "Meeting": "participant"}
    weights = [1 / (rank + 1) for rank in range(len(states))]
    for number, entity in enumerate(entities):
        name = f"{kind[entity]} of the {number}th Department"
        graph.add((entity, RDF.type, CMQ[kind[entity]]))
        graph.add((entity, RDFS.label, Literal(name)))
        graph.add((entity, CMQ.evidence, passage(f"m{number}", name)))
        for turn in range(1 if kind[entity] == "State" else chance.choice((1, 2))):
            (state,) = chance.choices(states, weights)
            value = state if turn == 0 else chance.choice(entities)
            statement = URIRef(f"urn:statement:{number}:{turn}")
            predicate = CMQ[properties.get(kind[entity], "party")]
            graph.add((entity, predicate, value))
            graph.add((statement, RDF.type, RDF.Statement))
            graph.add((statement, RDF.subject, entity))
            graph.add((statement, RDF.predicate, predicate))
            graph.add((statement, RDF.object, value))
            graph.add((statement, CMQ.evidence, passage(f"f{number}:{turn}", f"The {name} met with delegations. " * 3)))
    for number in range(size * 8 // 10):
        act = URIRef(f"urn:act:{number}")
        graph.add((act, RDF.type, CMQ.DiplomaticAct))
        graph.add((act, CMQ.act, CMQ[chance.choice(("commit", "commit", "welcome", "condemn", "discuss"))]))
        graph.add((act, CMQ.by, chance.choices(states, weights)[0]))
        graph.add((act, CMQ.toward, chance.choices(states, weights)[0] if number % 3 else chance.choice(entities)))
        content = f"strengthen their cooperation in matter number {number}"
        graph.add((act, CMQ.content, Literal(content)))
        graph.add((act, CMQ.evidence, passage(f"a{number}", f"Both delegations undertook to {content}.")))
    return graph


def ready(chromium: Any, path: Path, selector: str, limit: float) -> float | None:
    """Seconds from asking for the page until it is ready, or None when it isn't within the limit."""
    from playwright.sync_api import Error

    context = chromium.new_context(viewport={"width": 1280, "height": 720}, offline=True)
    page = context.new_page()
    page.set_default_timeout(limit * 1000)
    try:
        started = time.perf_counter()
        page.goto(path.resolve().as_uri(), wait_until="commit")
        page.wait_for_selector(selector, state="attached", timeout=limit * 1000)
        return time.perf_counter() - started
    except Error:
        return None
    finally:
        context.close()


def pyvis_page(graph: Graph, path: Path) -> None:
    """What pyvis writes by default for the same nodes and links, all in one file so that it starts offline."""
    from pyvis.network import Network

    network = network_of(graph)
    pyvis = Network(directed=True, cdn_resources="in_line")
    for number, entity in network.entities.items():
        pyvis.add_node(number, label=entity.label)
    for link in network.links.values():
        pyvis.add_edge(link.source, link.target, label=link.name)
    made = "network = new vis.Network(container, data, options);"
    page = pyvis.generate_html()
    assert made in page
    done = "network.once('stabilizationIterationsDone', () => { document.documentElement.dataset.ready = 'yes'; });"
    path.write_text(page.replace(made, made + done), encoding="utf-8")


@pytest.mark.parametrize(("size", "written_limit", "ready_limit"), [(2000, 8.0, 1.5), (5000, 20.0, 3.0)])
def test_large_graphs(chromium, tmp_path, size, written_limit, ready_limit):
    graph = statement_graph(size)
    started = time.perf_counter()
    report = write_page(graph, tmp_path / "ours.html")
    written = time.perf_counter() - started
    assert report.entities == size
    # The second of two visits: the first also starts the browser's processes.
    seconds = [ready(chromium, tmp_path / "ours.html", "html[data-ready]", 30) for _ in range(3)]
    assert None not in seconds
    ours = sorted(seconds)[1]
    pyvis_page(graph, tmp_path / "pyvis.html")
    limit = ours * TIMES_SOONER
    theirs = ready(chromium, tmp_path / "pyvis.html", "html[data-ready]", limit)
    times = f"{theirs / ours:.0f}" if theirs else f"over {TIMES_SOONER}"
    links = len(network_of(graph).links)
    ROWS.append(
        (
            f"{size} nodes", str(report.entities), str(links), f"{report.size / 1e6:.2f}", f"{written:.1f}",
            f"{ours:.2f}", f"{theirs:.1f}" if theirs else f"over {limit:.0f}", times,
        )
    )  # fmt: skip
    assert written <= written_limit
    assert ours <= ready_limit
    assert theirs is None


def test_the_sample(chromium, tmp_path):
    from communique.document import find_sources, read_document
    from communique.graph import assemble
    from communique.language import load
    from communique.pipeline import read_findings

    documents = [read_document(source) for source in find_sources([str(SAMPLE)])]
    (findings,) = read_findings(documents, load())
    graph = assemble(findings)
    write_page(graph, tmp_path / "warm.html")  # imports pyvis
    started = time.perf_counter()
    report = write_page(graph, tmp_path / "sample.html")
    written = time.perf_counter() - started
    seconds = sorted(ready(chromium, tmp_path / "sample.html", "html[data-ready]", 30) for _ in range(3))[1]
    links = len(network_of(graph).links)
    ROWS.append(
        ("sample", str(report.entities), str(links), f"{report.size / 1e6:.2f}", f"{written:.1f}", f"{seconds:.2f}",
         "", "")
    )  # fmt: skip
    assert report.size <= 1_500_000
    assert seconds <= 1.0

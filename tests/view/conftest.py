"""Two invented statements as findings, and a real Chromium that can't reach any network."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from rdflib import Graph

from communique.findings import Act, DocumentInfo, Entity, Fact, Findings, Passage, Value
from communique.graph import assemble

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]
SAMPLE = Path(__file__).parents[1] / "documents" / "sample.txt"


@dataclass
class Statement:
    """A text with its findings, built sentence by sentence."""

    info: DocumentInfo
    sentences: list[str]
    entities: dict[str, tuple[str, str, tuple[str, ...]]]
    facts: list[tuple[str, str, str | Value, int]] = field(default_factory=list)
    acts: list[tuple[str, tuple[str, ...], tuple[str, ...], tuple[str, ...], str, int]] = field(default_factory=list)

    def findings(self) -> Findings:
        text = "\n\n".join(self.sentences)
        starts = [text.index(sentence) for sentence in self.sentences]

        def sentence(number: int) -> Passage:
            return Passage(starts[number], starts[number] + len(self.sentences[number]), self.sentences[number])

        def mentions(names: tuple[str, ...]) -> tuple[Passage, ...]:
            found = []
            for name in names:
                at = text.find(name)
                while at >= 0:
                    found.append(Passage(at, at + len(name), name))
                    at = text.find(name, at + 1)
            return tuple(sorted(set(found)))

        return Findings(
            self.info,
            tuple(
                Entity(key, kind, name, name, aliases, mentions((name, *aliases)))
                for key, (kind, name, aliases) in self.entities.items()
            ),
            tuple(Fact(s, p, o, (sentence(number),), 0.93) for s, p, o, number in self.facts),
            tuple(
                Act(act, content, mentions((content,))[0], by, toward, concerns, None, (), (sentence(number),), 0.85)
                for act, by, toward, concerns, content, number in self.acts
            ),
        )


FIRST = Statement(
    DocumentInfo(
        "first-dialogue",
        "first.txt",
        "Joint Statement of the 3rd Norway-Kenya Coastal Dialogue",
        "2021-05-04",
        "Coastal Gazette",
        "A. Writer",
        "https://gazette.example/first",
    ),
    [
        "Delegations of Norway and Kenya met in Mombasa for the 3rd Norway-Kenya Coastal Dialogue on 3 May 2021.",
        "Ingrid Voll, State Secretary of the Norwegian Ministry of Fisheries, led the Norwegian delegation.",
        "Peter Mwangi, Cabinet Secretary of the Kenyan Ministry of Trade, hosted the talks.",
        "Norway committed to support Kenya in guarding its fishing grounds.",
        "Norway and Kenya condemned the attacks of the Sea Raiders on fishing vessels.",
        "The Coastal Dialogue, founded in 1998, has Norway and Kenya as members.",
        "Kenya welcomed the Coastal Charter, signed in 2019 by Norway and Kenya.",
    ],
    {
        "no": ("State", "Norway", ("Norwegian",)),
        "ke": ("State", "Kenya", ("Kenyan",)),
        "voll": ("Official", "Ingrid Voll", ()),
        "mwangi": ("Official", "Peter Mwangi", ()),
        "sec": ("Office", "State Secretary of the Norwegian Ministry of Fisheries", ("State Secretary",)),
        "cab": ("Office", "Cabinet Secretary of the Kenyan Ministry of Trade", ("Cabinet Secretary",)),
        "fish": ("GovernmentBody", "Norwegian Ministry of Fisheries", ()),
        "trade": ("GovernmentBody", "Kenyan Ministry of Trade", ()),
        "forum": ("Forum", "Coastal Dialogue", ()),
        "third": ("Meeting", "3rd Norway-Kenya Coastal Dialogue", ()),
        "raiders": ("Organization", "Sea Raiders", ()),
        "charter": ("Agreement", "Coastal Charter", ()),
        "mombasa": ("Place", "Mombasa", ()),
    },
    [
        ("voll", "holdsOffice", "sec", 1),
        ("mwangi", "holdsOffice", "cab", 2),
        ("sec", "officeOf", "fish", 1),
        ("cab", "officeOf", "trade", 2),
        ("voll", "represents", "no", 1),
        ("mwangi", "represents", "ke", 2),
        ("fish", "partOf", "no", 1),
        ("trade", "partOf", "ke", 2),
        ("third", "sessionOf", "forum", 0),
        ("third", "participant", "no", 0),
        ("third", "participant", "ke", 0),
        ("third", "heldAt", "mombasa", 0),
        ("third", "delegationHead", "voll", 1),
        ("third", "host", "mwangi", 2),
        ("third", "ordinal", Value("3", "integer"), 0),
        ("third", "startDate", Value("2021-05-03", "date"), 0),
        ("forum", "hasMember", "no", 5),
        ("forum", "hasMember", "ke", 5),
        ("forum", "established", Value("1998", "gYear"), 5),
        ("charter", "party", "no", 6),
        ("charter", "party", "ke", 6),
        ("charter", "signed", Value("2019", "gYear"), 6),
    ],
    [
        ("commit", ("no",), ("ke",), (), "support Kenya in guarding its fishing grounds", 3),
        ("condemn", ("no", "ke"), ("raiders",), (), "the attacks of the Sea Raiders on fishing vessels", 4),
        ("welcome", ("ke",), (), ("charter",), "the Coastal Charter", 6),
    ],
)

SECOND = Statement(
    DocumentInfo("second-call", "second.txt", "Readout of a call with Ghana", "2022-08-19", "Coastal Gazette"),
    [
        "State Secretary Ingrid Voll of Norway called Kwame Asante of Ghana.",
        "Kenya pledged to train the coast guard of Ghana.",
        "Ghana undertook to patrol with Norway.",
    ],
    {
        "no": ("State", "Norway", ()),
        "ke": ("State", "Kenya", ()),
        "gh": ("State", "Ghana", ()),
        "voll": ("Official", "Ingrid Voll", ()),
        "asante": ("Official", "Kwame Asante", ()),
    },
    [("asante", "represents", "gh", 0), ("voll", "represents", "no", 0)],
    [
        ("commit", ("ke",), ("gh",), (), "train the coast guard of Ghana", 1),
        ("commit", ("gh",), ("no",), (), "patrol with Norway", 2),
    ],
)


@pytest.fixture(scope="session")
def first() -> Graph:
    return assemble(FIRST.findings())


@pytest.fixture(scope="session")
def both() -> Graph:
    graph = assemble(FIRST.findings())
    for triple in assemble(SECOND.findings()):
        graph.add(triple)
    return graph


@pytest.fixture(scope="session")
def sample() -> Graph:
    """The graph that a build makes of the sample statement."""
    from communique.document import find_sources, read_document
    from communique.language import load
    from communique.pipeline import read_findings

    documents = [read_document(source) for source in find_sources([str(SAMPLE)])]
    (findings,) = read_findings(documents, load())
    return assemble(findings)


@pytest.fixture(scope="session")
def chromium(needs: Callable[..., None]) -> Iterator[Any]:
    needs(CHROMIUM, advice="apt-get install chromium")
    api = pytest.importorskip("playwright.sync_api", reason="needs playwright: pip install playwright")
    with api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium: Any) -> Iterator[Callable[..., Any]]:
    """Opens a file without a network; at the end, whatever it asked for or complained of fails the test."""
    contexts: list[Any] = []
    wrong: list[str] = []

    def opened(path: Path, width: int = 1280, height: int = 720, scheme: str = "light", touch: bool = False) -> Any:
        context = chromium.new_context(
            viewport={"width": width, "height": height}, color_scheme=scheme, offline=True, has_touch=touch
        )
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        contexts.append(context)
        page = context.new_page()
        address = path.resolve().as_uri()
        page.on("request", lambda request: request.url == address or wrong.append(f"request {request.url}"))
        page.on("console", lambda message: wrong.append(f"{message.type} {message.text}"))
        page.on("pageerror", lambda error: wrong.append(f"error {error}"))
        page.on("dialog", lambda dialog: (wrong.append(f"dialog {dialog.message}"), dialog.dismiss()))
        page.on("popup", lambda popup: wrong.append("popup"))
        page.goto(address)
        page.wait_for_selector("html[data-ready]", timeout=20_000)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not wrong

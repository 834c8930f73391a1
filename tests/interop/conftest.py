"""Graphs to carry round, and the programs that carry them."""

import os
import subprocess
from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from communique.findings import Act, DocumentInfo, Entity, Fact, Findings, Passage
from communique.graph import assemble_dataset, write_graph
from communique.graph.export import export
from communique.query.sources import open_store

PROGRAMS = Path(__file__).parent / "programs"
JARS = Path("/usr/share/java")
JENA = (
    "jena-arq jena-base jena-cmds jena-core jena-dboe-base jena-dboe-index jena-dboe-storage jena-dboe-trans-data "
    "jena-dboe-transaction jena-iri jena-rdfconnection jena-shacl jena-shex jena-tdb jena-tdb2 slf4j-api "
    "slf4j-simple commons-cli commons-codec commons-compress commons-csv commons-io commons-lang3 commons-logging "
    "dexx.collection gson guava httpclient httpclient-cache httpcore jackson-annotations jackson-core "
    "jackson-databind jakarta.json-api jsonld-java protobuf thrift titanium-json-ld xercesImpl"
)
HOSTILE = (
    "plain", 'quo"ted', "apo'strophe’s", "back\\slash", "new\nline", "tab\there", "carriage\rreturn",
    "<b>&amp;</b>",
    "العربية", "עברית \u200fRTL\u202e", "😀 emoji 👩‍👩‍👧",
    "Côte d'Ivoire", "a b  c", "{curly} [square] |pipe| ^caret `tick`",
    "100% %zz %20", "#hash ?query=1&x", "\u2028line separator", "é" * 300,
    "日本国", "..", "'''", '"""', "@en", "-1", "=1+1",
)  # fmt: skip


def hostile() -> Findings:
    """Findings whose every text is something that has broken a writer or a reader somewhere."""
    text = "\n".join(HOSTILE)
    entities, passages = [], []
    for number, name in enumerate(HOSTILE):
        start = text.index(name)
        passages.append(Passage(start, start + len(name), name))
        kind = ("State", "Official", "Forum", "Agreement", "Place")[number % 5]
        entities.append(Entity(str(number), kind, name, name, (name[::-1],), (passages[-1],)))
    acts = [
        Act("urge", p.quote, p, (str(n),), (str((n + 1) % len(HOSTILE)),), evidence=(p,))
        for n, p in enumerate(passages)
    ]
    officials = [n for n, entity in enumerate(entities) if entity.kind == "Official"]
    facts = [Fact(str(n), "represents", "0", (passages[n],), 0.125) for n in officials]
    info = DocumentInfo(
        'ho"stile <name> / é', "x", 'A "title"\n<b>', "2024-02-29", "pub\\lisher", url="https://example.org/a b?c=é&d"
    )
    return Findings(info, tuple(entities), tuple(facts), tuple(acts))


@pytest.fixture(scope="session")
def jena_class_path(needs: Callable[..., None], tmp_path_factory: pytest.TempPathFactory) -> str:
    jars = [JARS / f"{name}.jar" for name in JENA.split()]
    advice = "apt-get install --no-install-recommends libapache-jena-java libxerces2-java default-jdk-headless unzip"
    needs("javac", "unzip", *map(str, jars), advice=advice)
    # Debian's jena-core looks for its own copy of Xerces' classes under a name that its jar doesn't give them
    fixed = tmp_path_factory.mktemp("jena")
    command = ["unzip", "-q", str(JARS / "jena-core.jar"), "org/apache/jena/ext/xerces/*", "-d", str(fixed)]
    subprocess.run(command, check=True)
    (fixed / "org/apache/jena/ext/xerces").rename(fixed / "xerces")
    return _compiled(tmp_path_factory, "Jena.java", [str(fixed), *map(str, jars)])


@pytest.fixture(scope="session")
def rdf4j_class_path(needs: Callable[..., None], tmp_path_factory: pytest.TempPathFactory) -> str:
    needs(
        "javac",
        str(JARS / "rdf4j-rio-api.jar"),
        advice="apt-get install --no-install-recommends librdf4j-java default-jdk-headless",
    )
    names = sorted(str(jar) for jar in JARS.glob("rdf4j-*.jar"))
    others = [str(JARS / f"{name}.jar") for name in JENA.split() if not name.startswith("jena")]
    return _compiled(tmp_path_factory, "Rio.java", names + others)


def _compiled(tmp_path_factory: pytest.TempPathFactory, source: str, class_path: Sequence[str]) -> str:
    classes = tmp_path_factory.mktemp("classes")
    joined = ":".join(class_path)
    run(["javac", "-nowarn", "-cp", joined, "-d", str(classes), str(PROGRAMS / source)])
    return f"{classes}:{joined}"


def run(command: Sequence[str], **more: Any) -> subprocess.CompletedProcess[str]:
    """Run a program; its complaints are the test's."""
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, **more)
    assert done.returncode == 0, f"{' '.join(command)[:300]}\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}"
    return done


@pytest.fixture(scope="session")
def java() -> Callable[..., str]:
    """Runs a class of the tests' programs with a class path."""

    def started(class_path: str, *arguments: str) -> str:
        options = ["-Xmx1g", "-XX:TieredStopAtLevel=1", "-Dorg.slf4j.simpleLogger.defaultLogLevel=error"]
        return run(["java", *options, "-cp", class_path, *arguments]).stdout

    return started


@pytest.fixture(scope="session")
def node(needs: Callable[..., None]) -> Callable[..., None]:
    """Runs the JavaScript readers, with the packages of COMMUNIQUE_NODE_MODULES."""

    def started(*arguments: str) -> None:
        modules = os.environ.get("COMMUNIQUE_NODE_MODULES", "node_modules")
        advice = "npm install n3 jsonld in a folder and let COMMUNIQUE_NODE_MODULES name its node_modules"
        needs("node", f"{modules}/n3", f"{modules}/jsonld", advice=advice)
        run(["node", str(PROGRAMS / "read.cjs"), *arguments], env=os.environ | {"NODE_PATH": modules})

    return started


def _exported(folder: Path, trig: Path) -> dict[str, Path]:
    written = export(open_store([trig]), folder, ["turtle", "trig", "ntriples", "nquads", "jsonld", "rdfxml"])
    return {path.suffix: path for path in written}


@pytest.fixture(scope="session")
def story_files(story_trig: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return _exported(tmp_path_factory.mktemp("story-files"), story_trig)


@pytest.fixture(scope="session")
def hostile_files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("hostile-files")
    write_graph(assemble_dataset([hostile()]), folder / "source.trig")
    return _exported(folder, folder / "source.trig")


CORPUS = Path(__file__).parents[3] / "shared" / "corpus" / "whitehouse"
DOCUMENTS = 300


@pytest.fixture(scope="session")
def corpus_files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    if not CORPUS.is_dir():
        pytest.skip(f"no corpus at {CORPUS}")
    from communique.pipeline import build

    folder = tmp_path_factory.mktemp("corpus-files")
    report = build(sorted(CORPUS.glob("*.md"))[:DOCUMENTS], folder / "built")
    assert report.documents == DOCUMENTS
    return _exported(folder, folder / "built" / "graph.trig")


NUMBERS = {f"http://www.w3.org/2001/XMLSchema#{name}": make for name, make in (("integer", int), ("decimal", Decimal))}


def value(term: Any) -> Any:
    """A term by its value: stores write 1.70 as 1.7 and tags of languages in lower case."""
    if not isinstance(term, ox.Literal):
        return term.value
    if term.language:
        return term.value, term.language.lower()
    datatype = term.datatype.value
    return NUMBERS[datatype](term.value) if datatype in NUMBERS else (term.value, datatype)


Quads = set[tuple[Any, ...]]


def _parsed(path: Path) -> ox.QuadParser:
    forms = {".rdf": ox.RdfFormat.RDF_XML, ".jsonld": ox.RdfFormat.JSON_LD}
    return ox.parse(path=str(path), format=forms.get(path.suffix) or ox.RdfFormat.from_extension(path.suffix[1:]))


def lines(path: Path) -> set[str]:
    """What a file says, in N-Quads."""
    return set(map(str, _parsed(path)))


def quads(path: Path) -> Quads:
    """What a file says.

    Our graphs have no blank nodes, so that two of them are isomorphic when they are equal.
    """
    found: Quads = set()
    for quad in _parsed(path):
        assert not isinstance(quad.subject, ox.BlankNode)
        graph = quad.graph_name.value if isinstance(quad.graph_name, ox.NamedNode) else ""
        found.add((value(quad.subject), value(quad.predicate), value(quad.object), graph))
    return found


@pytest.fixture(scope="session")
def quads_of() -> Callable[[Path], Quads]:
    """What a file says, as `quads` has it."""
    return quads


@pytest.fixture(scope="session")
def same() -> Callable[[Path, Path], None]:
    """Asserts that a copy in N-Quads says what the original says; the original is read by Oxigraph."""

    kept, kept_lines = cache(quads), cache(lines)

    def check(original: Path, copy: Path) -> None:
        if kept_lines(original) == lines(copy):  # letter for letter, which is quicker to see
            return
        mine, theirs = kept(original), quads(copy)
        assert theirs == mine, (sorted(map(str, mine - theirs))[:3], sorted(map(str, theirs - mine))[:3])

    return check


@pytest.fixture(scope="session")
def export_again() -> Callable[[Path, Path], dict[str, Path]]:
    """Exports a TriG file to a folder; the files by their endings."""
    return _exported

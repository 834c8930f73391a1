"""The whole way: files to findings, findings to graph files and page."""

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from communique.document import Document, Source, find_sources, read_document
from communique.errors import CommuniqueError
from communique.findings import Findings

if TYPE_CHECKING:
    from spacy.language import Language

__all__ = ["BuildReport", "build", "read_findings"]


@dataclass(slots=True)
class BuildReport:
    """What a build did.

    Attributes:
        documents: documents read.
        failed: one line for each document that couldn't be read.
        entities: number of entities by class.
        facts, acts: how many.
        seconds: wall-clock time.
        files: what was written.
    """

    documents: int = 0
    failed: list[str] = field(default_factory=list)
    entities: Counter[str] = field(default_factory=Counter)
    facts: int = 0
    acts: int = 0
    seconds: float = 0.0
    files: list[Path] = field(default_factory=list)

    def rows(self) -> list[tuple[str, str]]:
        """What a reader wants to know, as rows of a table: entities by class, facts, acts, seconds."""
        rows = [("documents", str(self.documents))]
        rows += [(kind, str(count)) for kind, count in sorted(self.entities.items())]
        return [*rows, ("facts", str(self.facts)), ("acts", str(self.acts)), ("seconds", f"{self.seconds:.1f}")]


def read_findings(documents: Iterable[Document], nlp: "Language") -> Iterator[Findings]:
    """Extract and resolve each document, in order, streaming.

    Args:
        documents: read documents.
        nlp: a pipeline from `communique.load`.
    """
    from communique.extraction import extract
    from communique.extraction.reading import texts_of
    from communique.resolution import resolve

    pending: list[Document] = []

    def texts() -> Iterator[str]:
        for document in documents:
            pending.append(document)
            yield from texts_of(document)

    docs = nlp.pipe(texts())
    waiting = []
    for doc in docs:
        waiting.append(doc)
        while pending and len(waiting) >= len(pending[0].blocks):
            document = pending.pop(0)
            own, waiting = waiting[: len(document.blocks)], waiting[len(document.blocks) :]
            yield resolve(document, extract(document, own))
    for document in pending:
        yield resolve(document, extract(document, []))


def build(
    sources: Sequence[str | Path],
    out: str | Path,
    *,
    base_iri: str | None = None,
    min_confidence: float = 0.0,
    model: str | None = None,
    threads: int = 1,
    progress: Callable[[int, int], None] | None = None,
) -> BuildReport:
    """Build graph.ttl, graph.trig and network.html from documents.

    Documents that can't be read are left out and named in the report.

    Args:
        sources: files, folders, or ``-`` for standard input.
        out: the folder to write to; files there are replaced only when everything is written.
        base_iri: base of the identifiers.
        min_confidence: leaves out facts and acts below it.
        model: another spaCy pipeline.
        threads: threads for the language pipeline.
        progress: called with how many documents are done, and of how many.

    Raises:
        CommuniqueError: if no document can be read, or the files can't be written.
    """
    from communique.graph import DEFAULT_BASE, assemble, assemble_dataset, merge, write_graph
    from communique.graph.identifiers import Identifiers
    from communique.language import load
    from communique.view import write_page

    started = time.perf_counter()
    report = BuildReport()
    base = DEFAULT_BASE if base_iri is None else base_iri
    Identifiers(base)  # a wrong base is told before the work, not after it
    readable = list(_readable(find_sources(list(sources)), report))
    if not readable:
        raise CommuniqueError("; ".join(report.failed) or "nothing to read")
    found: list[Findings] = []
    for findings in read_findings(readable, load(model, threads)):
        certain = _certain(findings, min_confidence)
        found.append(certain)
        report.documents += 1
        report.entities.update(e.kind for e in certain.entities)
        report.facts += len(certain.facts)
        report.acts += len(certain.acts)
        if progress is not None:
            progress(report.documents, len(readable))
    folder = Path(out)
    whole = merge(assemble(f, base) for f in found)
    write_graph(whole, folder / "graph.ttl", base)
    write_graph(assemble_dataset(found, base), folder / "graph.trig", base)
    write_page(whole, folder / "network.html")
    report.files = [folder / name for name in ("graph.ttl", "graph.trig", "network.html")]
    report.seconds = time.perf_counter() - started
    return report


def _readable(sources: Iterable[Source], report: BuildReport) -> Iterator[Document]:
    for source in sources:
        try:
            yield read_document(source)
        except CommuniqueError as error:
            report.failed.append(str(error))


def _certain(findings: Findings, least: float) -> Findings:
    if least <= 0:
        return findings
    return Findings(
        findings.document,
        findings.entities,
        tuple(f for f in findings.facts if f.confidence >= least),
        tuple(a for a in findings.acts if a.confidence >= least),
    )

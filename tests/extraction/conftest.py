"""A reader of one-off texts, with the language pipeline loaded once."""

from collections.abc import Callable
from pathlib import Path

import pytest

import communique
from communique.document import Document, find_sources, read_document
from communique.extraction import Draft, extract
from communique.extraction.reading import texts_of
from communique.findings import Findings
from communique.pipeline import read_findings
from communique.resolution.survey import Survey, survey

HEAD = "---\ntitle: {title}\ndate: '{date}'\nsource_url: {url}\n---\n\n"


@pytest.fixture(scope="session")
def nlp():
    return communique.load()


@pytest.fixture
def read(nlp, tmp_path: Path) -> Callable[..., Findings]:
    """Findings of a text with a title, a date and an address."""

    def findings(
        text: str, title: str = "Press release", date: str = "2021-05-04", url: str = "https://example.org/1"
    ) -> Findings:
        path = tmp_path / "text.md"
        path.write_text(HEAD.format(title=title, date=date, url=url) + text, encoding="utf-8")
        (found,) = read_findings([read_document(s) for s in find_sources([path])], nlp)
        return found

    return findings


@pytest.fixture
def document(tmp_path: Path) -> Callable[[str], Document]:
    """A plain text with nothing before it."""

    def read(text: str) -> Document:
        path = tmp_path / "text.txt"
        path.write_text(text, encoding="utf-8")
        (source,) = find_sources([path])
        return read_document(source)

    return read


@pytest.fixture
def draft(nlp, document) -> Callable[[str], Draft]:
    """What the sentences of a press release say."""

    def drafted(text: str) -> Draft:
        own = document(f"Press release\n\n4 May 2021\n\n{text}\n")
        return extract(own, list(nlp.pipe(texts_of(own))))

    return drafted


@pytest.fixture
def surveyed(nlp, document) -> Callable[[str], Survey]:
    """What a press release says before anything is weighed."""

    def read(text: str) -> Survey:
        own = document(f"Press release\n\n4 May 2021\n\n{text}\n")
        return survey(own, extract(own, list(nlp.pipe(texts_of(own)))))

    return read


class Told:
    """What findings say, in names."""

    def __init__(self, findings: Findings) -> None:
        self.findings = findings
        self.name = {e.key: e.name for e in findings.entities}
        self.kind = {e.name: e.kind for e in findings.entities}

    @property
    def facts(self) -> set[tuple[str, str, str]]:
        return {
            (self.name[f.subject], f.property, self.name[f.object] if isinstance(f.object, str) else f.object.text)
            for f in self.findings.facts
        }

    def acts(self, kind: str) -> list[tuple[set[str], set[str], str]]:
        return [
            ({self.name[k] for k in a.by}, {self.name[k] for k in a.toward}, a.content)
            for a in self.findings.acts
            if a.act == kind
        ]


@pytest.fixture
def told(read) -> Callable[..., Told]:
    return lambda *args, **kwargs: Told(read(*args, **kwargs))

"""Reading texts that a test writes itself."""

from collections.abc import Callable
from pathlib import Path

import pytest

from communique.document import Document, find_sources, read_document

Read = Callable[..., Document]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def read(content: str | bytes, name: str = "text.txt") -> Document:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        (source,) = find_sources([path])
        return read_document(source)

    return read

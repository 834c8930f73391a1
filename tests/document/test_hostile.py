"""Nothing that a document holds makes reading it slow, large or dangerous."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from communique.document import MOST_LINES, Document, find_sources, read_document
from communique.errors import CommuniqueError

Read = Callable[..., Document]

DOCUMENTS = Path(__file__).parent.parent / "documents"


def test_a_hostile_document() -> None:
    (source,) = find_sources([DOCUMENTS / "hostile.md"])
    document = read_document(source)
    text = "\n".join(block.text for block in document.blocks)
    assert "Spain and Portugal condemned the attack. They agreed. Bell." in text
    assert not any(word in text for word in ("Hidden", "onerror", "javascript", "alert(1)", "alert(2)", "alert(3)"))
    assert all(character.isprintable() for block in document.blocks for character in block.text)
    info = document.info
    assert (info.url, info.date, info.publisher) == ("", "", "")
    assert not set("<>\u202e") & set(info.title)


SIZE = 1_000_000
SECONDS = 20
"""Generous: a machine under load. What is quadratic in the length takes hours at this size."""


@pytest.mark.parametrize("name", ["x.md", "x.txt"])
@pytest.mark.parametrize(
    "piece",
    [
        "a",
        " ",
        "<",
        "<a ",
        "<!--",
        "<!-- --",
        "<script>",
        "*",
        "*a ",
        "[",
        "[a](",
        "![a](",
        "](",
        '](a "',
        "[a](b)",
        "&",
        "&lt;",
        "`a``b",
        "\\",
        ">",
        "> ",
        "# ",
        "- ",
        "|a",
        "a > b > ",
        "@a, ",
        "1 may ",
        "1-1-1-",
        "Abc Def, ",
        "\u200b",
        "inter-\nnational ",
        "![![",
        "[^a]",
        "<p>Spain met. ",
        "copy link ",
        "(AP) ",
    ],
)
def test_one_huge_line(piece: str, name: str, read: Read) -> None:
    began = time.perf_counter()
    read("The leaders of Spain and Italy met today.\n\n" + piece * (SIZE // len(piece)), name)
    assert time.perf_counter() - began < SECONDS


@pytest.mark.parametrize("name", ["x.md", "x.txt"])
@pytest.mark.parametrize(
    "line",
    [
        "a > " * 60,
        ">" * 120,
        "x share " * 30,
        "@a, " * 40,
        "copy link " * 20,
        "Abc Def, " * 18,
        "By A, " * 25,
        "1 May, " * 25,
        "photo by " * 25,
        "(ap photo" * 20,
        "- " * 100,
        "|" * 100,
        "x:" * 100,
    ],
)
def test_many_lines(line: str, name: str, read: Read) -> None:
    began = time.perf_counter()
    read("The leaders of Spain and Italy met today.\n\n" + f"{line}\n" * (SIZE // 4 // len(line)), name)
    assert time.perf_counter() - began < SECONDS


def test_too_many_lines_are_refused(read: Read) -> None:
    with pytest.raises(CommuniqueError, match="more than 400,000 lines"):
        read("\n" * (MOST_LINES + 1) + "The leaders met.")

"""Every character of the clean text stands where its offset says."""

import html
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from communique.document import Document, find_sources, read_document
from communique.document.masking import Squeezer, mask_characters, mask_elements, mask_entities
from communique.errors import CommuniqueError

Read = Callable[..., Document]

DOCUMENTS = Path(__file__).parent.parent / "documents"


def check(document: Document) -> None:
    """Characters are those of the text, or a space for white space, or what an entity or escape there stands for."""
    entities = {
        at: html.unescape(entity[0])
        for entity in re.finditer(r"&(?:#\w{1,7}|\w{2,32});", document.text)
        for at in range(*entity.span())
    }
    for block in document.blocks:
        assert len(block.text) == len(block.offsets) > 0
        assert block.text == " ".join(block.text.split())
        previous = -1
        for character, offset in zip(block.text, block.offsets, strict=True):
            assert previous <= offset < len(document.text)
            previous = offset
            original = document.text[offset]
            # A space can stand for a tag that parts words, and in a YAML title for an escape.
            if character == original or (character == " " and (original == "<" or mask_characters(original).isspace())):
                continue
            assert original == "\\" or character in mask_characters(entities[offset])
        passage = document.passage(block, 0, len(block.text))
        assert passage.quote == document.text[passage.start : passage.end]
        assert -1 <= block.lead < document.blocks.index(block)
        assert 0 <= block.date_line < len(block.text)


@pytest.mark.parametrize("path", sorted(DOCUMENTS.iterdir()), ids=lambda path: path.name)
def test_own_documents(path: Path) -> None:
    (source,) = find_sources([path])
    check(read_document(source))


PIECES = st.sampled_from(
    [
        "Spain",
        "and Perú",
        "met.",
        "\n",
        "\n\n",
        "\r\n",
        "  \n",
        " ",
        "\u00a0",
        "\t",
        "- ",
        "* ",
        "1. ",
        "2) ",
        "    ",
        "**",
        "*",
        "_",
        "__",
        "~~",
        "`",
        "```\n",
        "[",
        "](http://x.y/a_b)",
        "]",
        "![",
        "(",
        ")",
        "[a][b]",
        "[b]: http://x\n",
        "&amp;",
        "&lt;",
        "&#8238;",
        "&nbsp;",
        "&NotEqualTilde;",
        "&",
        ";",
        "<b>",
        "</b>",
        "<p>",
        "<br/>",
        "<!--",
        "-->",
        "<script>",
        "</script>",
        "<figure>",
        "<",
        ">",
        "> ",
        "# ",
        "###",
        "\\",
        "\\*",
        "|",
        "|---|\n",
        "---\n",
        "===\n",
        "\u200b",
        "\u202e",
        "\u00ad",
        "\x07",
        "\x1b[31m",
        "\ufeff",
        "inter-\nnational",
        "international",
        "Leave a reply\n",
        "Photo by AP\n",
        "Paris, 3 May 2001 (AFP) — ",
        "By Jane Roe\n",
        "\U0001f600",
        "e\u0301",
        "\u2028",
        "\x0c",
    ]
)
TEXTS = st.lists(PIECES | st.text(max_size=4), max_size=40).map("".join)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TEXTS, st.sampled_from(["x.md", "x.txt"]))
@example("*Spain<b>", "x.md")  # half of a strong mark that pairs with a single one is no text
@example("\\<b>", "x.md")  # nor is one that a backslash escapes
def test_any_text(read: Read, text: str, name: str) -> None:
    try:
        document = read("Spain met Portugal. " + text, name)
    except CommuniqueError:
        return
    check(document)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TEXTS)
def test_any_front_matter(read: Read, text: str) -> None:
    try:
        document = read(f"---\ntitle: {text}\ndate: 2001-05-03\n---\nSpain met Portugal.", "x.md")
    except CommuniqueError:
        return
    check(document)


@given(TEXTS)
def test_masks_keep_the_length(text: str) -> None:
    text = text.replace("\x00", "")
    assert len(mask_characters(text)) == len(mask_elements(text, "**")) == len(mask_entities(text)) == len(text)


def test_words_are_joined_as_the_document_writes_them() -> None:
    def squeezed(text: str) -> str:
        return Squeezer(text).squeeze(text, 0)[0]

    assert squeezed("the inter-\nnational order") == "the inter-national order"
    assert squeezed("international: the inter-\r\nnational order") == "international: the international order"
    assert squeezed("the rules-\n   based order") == "the rules-based order"
    assert (
        squeezed("rulesbased, rules-based: the rules-\nbased order") == "rulesbased, rules-based: the rules-based order"
    )
    assert squeezed("short-\nand long-term") == "short- and long-term"
    assert squeezed("Paris-\nBerlin 5-\n7") == "Paris- Berlin 5- 7"

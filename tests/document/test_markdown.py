from collections.abc import Callable
from pathlib import Path

import pytest

from communique.document import Document, find_sources, read_document
from communique.document.inline import inline
from communique.document.masking import BLOT
from communique.errors import CommuniqueError

Read = Callable[..., Document]

DOCUMENTS = Path(__file__).parent.parent / "documents"


def blocks(document: Document) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in document.blocks]


@pytest.mark.parametrize(
    ("source", "clean"),
    [
        ("**bold** and *italic*", "bold and italic"),
        ("***both*** __strong__ _em_ ~~struck~~", "both strong em struck"),
        ("snake_case_name, 2 * 3, 5*", "snake_case_name, 2 * 3, 5*"),
        ("senior-level** Group**, comprised", "senior-level Group, comprised"),
        ("*Denotes a virtual participant", "*Denotes a virtual participant"),
        (r"\*draft\* \[1\] \###", "*draft* [1] ###"),
        ('a [link](http://x.y/a_(b)_c "title") b', "a link b"),
        ("a [link](<http://x.y/a b>) b [c]", "a link b [c]"),
        ("[a [b](http://x)](http://y) ![image](i.png) c", "a b  c"),
        ("[a][ref], [ref], [ref][], [other][none]", "a, ref, ref, [other][none]"),
        ("<https://un.org> `code` ``", "https://un.org code ``"),
        ("R&amp;D &lt;b&gt; R&D; &bogus; &#42;x&#42;", "R&D <b> R&D; &bogus; *x*"),
        ("text[^1] [span]{.underline}", "text span"),
    ],
)
def test_inline(source: str, clean: str) -> None:
    masked = inline(source, {"ref"})
    assert len(masked) == len(source)
    assert masked.replace(BLOT, "") == clean


def test_wrapped_lines_are_paragraphs(read: Read) -> None:
    document = read("We met in\n2021. The talks\nwent on.  \n\u00a0\nThe end\nwas *near.*\n\n\\###\n", "x.md")
    assert blocks(document) == [
        ("paragraph", "We met in 2021. The talks went on."),
        ("paragraph", "The end was near."),
    ]


def test_headings(read: Read) -> None:
    document = read(
        "# Title of it #\n\nText one.\n## Part\nText two.\n\nUnder\n-----\n\n**Bold heading:**  \n*Text three.*\n\n"
        "**This is a bold sentence.**\n\n**<u>GOAL 1</u>**\n\n**GOAL 2** The text.\n",
        "x.md",
    )
    assert blocks(document) == [
        ("title", "Title of it"),
        ("paragraph", "Text one."),
        ("heading", "Part"),
        ("paragraph", "Text two."),
        ("heading", "Under"),
        ("heading", "Bold heading:"),
        ("paragraph", "Text three."),
        ("paragraph", "This is a bold sentence."),
        ("heading", "GOAL 1"),
        ("paragraph", "GOAL 2 The text."),
    ]


def test_lists_know_what_introduces_them(read: Read) -> None:
    document = read(
        "They agreed to:\n\n-   one thing\n    that is long;\n-   these things:\n    -   inner one\n    -   inner two\n"
        "-   closed item.\n    1. inner three\n\nNew paragraph.\n\n<!-- -->\n\n* last\n\n---\n\n* unled\n",
        "x.md",
    )
    leads = [(b.text, document.blocks[b.lead].text if b.lead >= 0 else "") for b in document.blocks if b.kind == "item"]
    assert leads == [
        ("one thing that is long;", "They agreed to:"),
        ("these things:", "They agreed to:"),
        ("inner one", "these things:"),
        ("inner two", "these things:"),
        ("closed item.", "They agreed to:"),
        ("inner three", "They agreed to:"),
        ("last", "New paragraph."),
        ("unled", ""),
    ]


def test_html_tables_and_quotes(read: Read) -> None:
    document = read(
        "Spain <b>and</b> Portugal<br>met on the 5<sup>th</sup>.<script>var x;</script>\n\n<figure>\n<img\nsrc='x'/>\n"
        "<figcaption>A caption.</figcaption></figure>\n\n| State | Sum |\n|---|--:|\n| Spain | five |\n\n"
        "> Quoted\n> text.\n\n"
        "<p>One paragraph.</p><p>Another <unknown> one.</p>",
        "x.md",
    )
    assert [text for _, text in blocks(document)] == [
        "Spain and Portugal met on the 5th.",
        "State | Sum",
        "Spain | five",
        "Quoted text.",
        "One paragraph.",
        "Another <unknown> one.",
    ]


def test_an_unclosed_comment_hides_nothing(read: Read) -> None:
    assert "Portugal agreed." in read("Spain agreed. <!-- <script> Portugal agreed.", "x.md").blocks[0].text


def test_a_readout() -> None:
    (source,) = find_sources([DOCUMENTS / "readout.md"])
    document = read_document(source)
    assert (
        document.info.title
        == "Readout of Deputy Secretary Marta Quill’s Call with Foreign Minister Tomás Arriagada of Chile"
    )
    assert (document.info.date, document.info.publisher) == ("2019-04-11", "U.S. Department of State")
    assert document.info.url == "https://www.state.gov/2019/04/11/readout-example/"
    title = document.blocks[0]
    assert title.kind == "title"
    assert document.passage(title, 0, 7).quote == "Readout"
    assert blocks(document)[-1] == (
        "paragraph",
        "The Deputy Secretary accepted the Minister’s invitation to visit Chile. Neither mentioned the 38th parallel, "
        "the *draft* text or R&D.",
    )


@pytest.mark.parametrize(
    "front",
    ["title: [unclosed", "title: a\n  b: : c\n- d", 'title: "bad \\q escape"', "key: " + "[" * 5000, "a: *nothing"],
)
def test_broken_front_matter_is_said(front: str, read: Read) -> None:
    with pytest.raises(CommuniqueError, match=r"front matter of .*x\.md is broken.*mend") as caught:
        read(f"---\n{front}\n---\nSpain met Portugal.", "x.md")
    assert "\n" not in str(caught.value)


def test_aliases_are_not_unfolded(read: Read) -> None:
    bomb = "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 40))
    document = read(f"---\n{bomb}title: *a39\nauthor: [Jane Roe, John Doe]\n---\nSpain met Portugal.", "x.md")
    assert (document.info.title, document.info.author) == ("", "Jane Roe, John Doe")


def test_tags_in_front_matter_make_no_objects(read: Read) -> None:
    document = read("---\ntitle: !!python/object/apply:os.system ['exit 1']\n---\nSpain met Portugal.", "x.md")
    assert document.info.title == "exit 1"


def test_a_rule_at_the_start_is_no_front_matter(read: Read) -> None:
    document = read("---\nSpain met Portugal, they said.\n---\nThey agreed.", "x.md")
    assert [text for _, text in blocks(document)] == ["Spain met Portugal, they said.", "They agreed."]

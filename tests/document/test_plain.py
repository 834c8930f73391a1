from collections.abc import Callable
from pathlib import Path

import pytest

from communique.document import Document, find_sources, read_document
from communique.document.noise import load_noise

Read = Callable[..., Document]

DOCUMENTS = Path(__file__).parent.parent / "documents"


def test_the_sample_is_cleaned() -> None:
    (source,) = find_sources([DOCUMENTS / "sample.txt"])
    document = read_document(source)
    info = document.info
    assert info.title == "U.S. and Israel Hold 48th Joint Political-Military Group in Washington"
    assert (info.date, info.publisher, info.author, info.url) == ("2022-10-26", "ENS", "", "")
    assert [block.kind for block in document.blocks] == ["title"] + ["paragraph"] * 12
    first = document.blocks[1]
    assert first.text[: first.date_line] == "Washington, 26 October, 2022 (ENS) — "
    assert first.text[first.date_line :].startswith("The United States and Israel held the 48th session")
    text = " ".join(block.text for block in document.blocks)
    for noise in ("Photo by", "newsletter", "Advertisement", "Read more", "Tags", "©", "REPLY", "comment", "Facebook"):
        assert noise not in text


@pytest.mark.parametrize(
    "line",
    [
        "0",
        "1.2K",
        "345 shares",
        "Share",
        "SHARE THIS:",
        "Photo by Jane Roe/AP",
        "(AP Photo/Jane Roe)",
        "Photo: Reuters",
        "The ministers in Oslo. (Photo by Jane Roe/Getty Images)",
        "Subcribe to The Daily Eblast",
        "Sign up for our newsletter!",
        "Subscribe",
        "LEAVE A REPLY",
        "3 Comments",
        "Please enter your comment!",
        "Your email address will not be published.",
        "We use cookies to improve your experience on this site.",
        "Read more: Ten facts",
        "Related",
        "Related articles",
        "Advertisement",
        "Home > News > World",
        "Home / Politics",
        "@statedept",
        "Follow us on Twitter",
        "© 2022 ENS",
        "Click here",
        "Copyright 2021. All rights reserved.",
        "Tags: Israel, Iran",
        "Facebook Twitter WhatsApp",
        "Page 3 of 7",
        "###",
        "# # #",
        "-30-",
        "For Immediate Release",
        "Skip to content",
        "5 min read",
        "https://t.co/abc",
        "Media contact: press@mfa.example",
        "You may also like",
        "Log in",
        "Privacy Policy",
        "Continue reading below",
        "Last updated: 3 May 2021, 10:30",
        "Reporting by Jane Roe; editing by John Doe",
    ],
)
def test_noise(line: str) -> None:
    assert load_noise().scope(line)


@pytest.mark.parametrize(
    "line",
    [
        "The two Sides agreed to share information.",
        "Sharing the burden of defense",
        "Home affairs ministers met in Rome.",
        "They welcomed the 2016 Memorandum of Understanding.",
        "Related to this, the parties agreed on a road map.",
        "Join us in calling on Russia to withdraw its forces from Ukraine.",
        "The comments of the Minister were welcomed.",
        "Contact between the two governments will continue.",
        "Reviewed the implementation of the agreement",
        "Tagged along the border, the mines are a threat.",
        "News of the ceasefire was welcomed by both leaders.",
        "By 2030, both countries will cut emissions.",
        "Follow-up to the Helsinki Conference",
        "Cyber",
        "Background",
        "Become a Party to the Treaty",
        "Support for Ukraine",
        "Next steps",
        "Share responsibility for peace in the region.",
        "Image and cooperation in the media will be discussed.",
        "1983 was the year in which the forum was founded.",
    ],
)
def test_prose_is_no_noise(line: str) -> None:
    assert not load_noise().scope(line)


def test_readers_comments_are_left_out(read: Read) -> None:
    document = read(
        "Spain Thanks Italy\n0 Comments\nThe King of Spain thanked Italy for its help.\n"
        "Italy welcomed the thanks of Spain.\nLeave a reply\nGreat article. I love Italy.\n"
    )
    assert [block.text for block in document.blocks] == [
        "Spain Thanks Italy",
        "The King of Spain thanked Italy for its help.",
        "Italy welcomed the thanks of Spain.",
    ]


def test_a_joint_communique() -> None:
    (source,) = find_sources([DOCUMENTS / "joint-communique.txt"])
    document = read_document(source)
    assert document.info.title == "JOINT COMMUNIQUE of the Kingdom of Norway and the Republic of Finland"
    assert document.info.date == "1974-05-06"
    assert [(block.kind, block.lead) for block in document.blocks] == [
        ("title", -1),
        ("paragraph", -1),
        ("item", 1),
        ("item", 1),
        ("item", 3),
        ("item", 3),
        ("item", 1),
        ("item", 1),
        ("paragraph", -1),
    ]
    assert document.blocks[6].text.endswith("The two Sides stressed the international importance of détente.")


def test_a_release() -> None:
    (source,) = find_sources([DOCUMENTS / "released.txt"])
    info = read_document(source).info
    assert (info.date, info.publisher) == ("2003-10-12", "White House")
    assert info.title == "Joint Statement Between the United States of America and the Kingdom of Tonga"


def test_lines_of_a_page_stay_apart_and_wrapped_ones_are_joined(read: Read) -> None:
    long = (
        "The ministers of Spain and Portugal met in Madrid and discussed the state of their relations at some length."
    )
    page = read(f"A Meeting in Madrid\n{long}\n{long} Then they left.\n")
    assert [block.text for block in page.blocks] == ["A Meeting in Madrid", long, f"{long} Then they left."]
    wrapped = read(
        "The ministers of Spain and Portugal met in Madrid and\n"
        "discussed the state of their relations at some length,\n"
        "Then they went to Lisbon to see the new Embassy there.\nA dinner followed.\n\nThey all left\non Monday.\n"
    )
    assert [block.text for block in wrapped.blocks] == [
        "The ministers of Spain and Portugal met in Madrid and discussed the state of their relations at some length, "
        "Then they went to Lisbon to see the new Embassy there. A dinner followed.",
        "They all left on Monday.",
    ]


def test_unseen_characters_go(read: Read) -> None:
    document = read(
        "Sp\u200bain\u00a0\u2003con\u00addemned \u202eevil\u202c &#8238;it &amp; \x07all\x1b[1m.\u2028Italy agreed."
    )
    assert [block.text for block in document.blocks] == ["Spain condemned evil it & all.", "Italy agreed."]

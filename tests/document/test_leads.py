"""What introduces a block: the clause that a resolution begins with, the words over a counted list."""

import pytest

RESOLUTION = """COMMUNIQUÉ

Adopted by the Council at its tenth meeting, held on 25 March 2022.

*The Peace and Security Council,*

**Noting** the opening remarks;

**Acting** under Article 7 of the Protocol:

1. **Condemns** the killing of villagers;

2. **Decides** to remain seized of the matter.

Text of the footer without a clause.
"""

COUNTED = """Session held in Riyadh

The Council held a session today with the Minister of Foreign Affairs of Iraq, its guest for the day.

The Council:

First: expressed satisfaction with the progress.

Second: denounced the attacks.

For his part, the Minister thanked the states.
"""


def introduced(document) -> dict[str, str]:
    return {b.text.split()[0]: document.blocks[b.lead].text if b.lead >= 0 else "" for b in document.blocks}


def test_the_clause_of_a_resolution_governs_all_that_follows(read) -> None:
    leads = introduced(read(RESOLUTION, "x.md"))
    council = "The Peace and Security Council,"
    assert {w: leads[w] for w in ("Noting", "Acting", "Condemns", "Decides")} == dict.fromkeys(
        ("Noting", "Acting", "Condemns", "Decides"), council
    )
    assert leads["Text"] == leads["Adopted"] == ""


@pytest.mark.parametrize("name", ["x.md", "x.txt"])
def test_counted_paragraphs_go_on_with_who_is_named_over_them(read, name: str) -> None:
    leads = introduced(read(COUNTED, name))
    assert leads["First:"] == leads["Second:"] == "The Council:"
    assert leads["For"] == ""


def test_a_quotation_has_no_lead(read) -> None:
    document = read("News\n\nThe Minister said in reply to a question on the border:\n\nWe will reopen it soon.\n")
    assert [b.lead for b in document.blocks] == [-1] * len(document.blocks)

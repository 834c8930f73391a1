"""Rows of lists and tables without marks, in plain text."""

import time
from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from communique.document import Document
from communique.document.draft import lines_of
from communique.document.rows import rows_of

HEAD = (
    "COMMUNIQUE\n\nThe Council met in Lima on 3 May 1979 under the chairmanship of Dr. Ana Ruiz of Chile and Mr.\n"
    "Kato.\n\n"
)
LISTED = (
    "The meeting was attended by:\n\n"
    "   H.E. Mats Lund, Minister for Foreign Affairs and for Trade of Sweden, its Chairman\n"
    "   Mr. Jan Novak, Under-Secretary in the Ministry of Energy and Mines of the Republic\n"
    "      of Poland\n"
    "   Hon. Peter Mwakazi, High Commissioner\n\n"
    "They spoke of trade.\n"
)
TABLE = (
    "The following attended:\n  Namibia      Ana Ruiz, Vice President\n  South Africa Peter Mwakazi, Head of Mission\n"
)


def test_each_delegate_is_an_item(read: Callable[..., Document]) -> None:
    blocks = read(HEAD + LISTED).blocks
    items = [b for b in blocks if b.kind == "item"]
    assert [b.text[:9] for b in items] == ["H.E. Mats", "Mr. Jan N", "Hon. Pete"]
    assert items[1].text.endswith("of Poland")
    assert {blocks[b.lead].text for b in items} == {"The meeting was attended by:"}


def test_each_row_of_a_table_is_an_item(read: Callable[..., Document]) -> None:
    items = [b.text for b in read(HEAD + TABLE).blocks if b.kind == "item"]
    assert items == ["Namibia Ana Ruiz, Vice President", "South Africa Peter Mwakazi, Head of Mission"]


def test_wrapped_prose_has_no_rows(read: Callable[..., Document]) -> None:
    text = HEAD + (
        "The Council thanked Mr. Lund and Mr. Novak for their work in the past year, and asked\n"
        "Mr. Mwakazi to go on with it.  It also heard Dr. Kato, who spoke of the drought, and\n"
        "Mrs. Salmi, who spoke of trade.\n"
    )
    assert not [b for b in read(text).blocks if b.kind == "item"]


@given(st.text(alphabet="Mr. HE\n\tab A,", max_size=120))
def test_rows_are_lines_of_the_text(text: str) -> None:
    lines = list(lines_of(text, 0))
    assert rows_of(lines) <= {line.start for line in lines}


def test_many_rows_take_no_time() -> None:
    lines = list(lines_of("Mr. Lund of Oslo\n" * 20_000, 0))
    started = time.perf_counter()
    assert len(rows_of(lines)) == 20_000
    assert time.perf_counter() - started < 5

import codecs
import io
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from communique.document import LARGEST, Document, find_sources, read_document
from communique.document.decoding import decode
from communique.errors import CommuniqueError

Read = Callable[..., Document]

TEXT = "Le communiqué – “signé” à São Tomé – was read.\r\nThe Sides agreed."


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        codecs.BOM_UTF8 + TEXT.encode(),
        codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        codecs.BOM_UTF32_LE + TEXT.encode("utf-32-le"),
        TEXT.encode("cp1252"),
    ],
)
def test_encodings(data: bytes, read: Read) -> None:
    document = read(data)
    assert document.text == TEXT
    assert document.blocks[0].text == "Le communiqué – “signé” à São Tomé – was read."
    assert document.passage(document.blocks[0], 3, 13).quote == "communiqué"


@pytest.mark.parametrize(
    "data",
    [
        "Стороны подчеркнули важность сотрудничества.".encode("cp1251"),
        "Стороны подчеркнули важность сотрудничества.".encode("koi8-r"),
        "共同声明を発表した。".encode("shift-jis"),
        TEXT.encode() + b" caf\xe9",  # one broken byte in UTF-8
        b"caf\xe9 \x81\x8d",  # bytes that Windows-1252 doesn't use
    ],
)
def test_other_encodings_are_refused(data: bytes) -> None:
    with pytest.raises(CommuniqueError, match=r"x\.txt is not UTF-8 .*convert it"):
        decode(data, "x.txt")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "is empty"),
        (b" \n\t\r\n", "empty but for white space"),
        (codecs.BOM_UTF8, "empty"),
        (b"%PDF-1.7 the leaders met", "is a PDF file: save it as plain text"),
        (b"PK\x03\x04word/document.xml", "office file"),
        (b"The leaders\x00 met.", "binary"),
        ("The leaders met.".encode("utf-16-le"), "binary"),
        (b"\x01\x02\x03\x04\x05\x06\x07\x08\x0e\x0f The leaders met.", "binary"),
        (codecs.BOM_UTF16_LE + b"\x00\xd8x", "broken UTF-16-LE"),
        (b"a" * (LARGEST + 1), "larger than 20 MB"),
    ],
)
def test_what_is_no_text_is_refused(data: bytes, message: str) -> None:
    with pytest.raises(CommuniqueError, match=message) as caught:
        decode(data, "x.txt")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("text", ["12 34 56", "* * *\n\n###\n", "---\ntitle: A title\n---\n", "0\n9\nSubscribe\n"])
def test_a_text_without_a_sentence_is_refused(text: str, read: Read) -> None:
    with pytest.raises(CommuniqueError, match="holds no sentence"):
        read(text)


def test_a_text_of_one_line_is_no_title(read: Read) -> None:
    document = read("The leaders of Spain and Portugal met in Madrid")
    assert [block.kind for block in document.blocks] == ["paragraph"]
    assert document.info.title == ""


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("Spain thanked Perú.".encode("cp1252"))))
    (source,) = find_sources(["-"])
    document = read_document(source)
    assert document.text == "Spain thanked Perú."
    assert document.info.source == "-"


def test_a_folder_instead_of_a_file_is_said(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x")
    (source,) = find_sources([tmp_path / "a.txt"])
    (tmp_path / "a.txt").unlink()
    with pytest.raises(CommuniqueError, match=r"can't read .*a\.txt: No such file"):
        read_document(source)

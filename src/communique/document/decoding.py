"""Bytes to text: which encoding a file is in, and whether it is text at all."""

import codecs
import re

from communique.errors import CommuniqueError

__all__ = ["LARGEST", "decode"]

LARGEST = 20_000_000
"""Size in bytes above which a file is refused: some three million words, far beyond any diplomatic text."""

# UTF-32 first: its little-endian mark begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_FORMATS = ((b"%PDF-", "a PDF file"), (b"{\\rtf", "an RTF file"), (b"PK\x03\x04", "a ZIP or office file"))
_HIGH = re.compile(rb"[\x80-\xff]")
_HIGH_LETTERS = re.compile(rb"[\xc0-\xff]{3}")
_UTF8_SEQUENCE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")


def decode(data: bytes, name: str) -> str:
    """The text of a file, without byte order mark, line ends as they are.

    A byte order mark decides; otherwise it is UTF-8; otherwise Windows-1252, but only if the bytes look like that:
    Western text in it has few bytes beyond ASCII, most of them alone among ASCII letters.

    Args:
        data: the file's bytes.
        name: what to call it in an error.

    Raises:
        CommuniqueError: if it is empty, too large, no text, or in another encoding.
    """
    if not data:
        raise CommuniqueError(f"{name} is empty")
    if len(data) > LARGEST:
        raise CommuniqueError(f"{name} is larger than {LARGEST // 1_000_000} MB: split it into documents")
    for start, kind in _FORMATS:
        if data.startswith(start):
            raise CommuniqueError(f"{name} is {kind}: save it as plain text first")
    text = _decoded(data, name)
    controls = len(_CONTROLS.findall(text))
    if "\x00" in text or (controls > 8 and controls > len(text) / 50):
        raise CommuniqueError(f"{name} is no text but binary data")
    if not text.strip():
        raise CommuniqueError(f"{name} is empty but for white space")
    return text


def _decoded(data: bytes, name: str) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return data[len(mark) :].decode(encoding)
            except UnicodeDecodeError as error:
                raise CommuniqueError(f"{name} is broken {encoding.upper()} at byte {error.start}") from error
    if b"\x00" in data:
        raise CommuniqueError(f"{name} is no text but binary data (or UTF-16 without byte order mark)")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        where = error.start
    if _is_western(data):
        try:
            return data.decode("cp1252")
        except UnicodeDecodeError:
            pass  # one of the five bytes that Windows-1252 doesn't use
    raise CommuniqueError(
        f"{name} is not UTF-8 (byte {where}): convert it first, for example with iconv -f ENCODING -t UTF-8"
    )


def _is_western(data: bytes) -> bool:
    """Whether bytes that aren't UTF-8 can be Windows-1252: not Cyrillic, Greek or Asian, and not damaged UTF-8."""
    high = len(_HIGH.findall(data))
    return high * 5 <= len(data) and not _HIGH_LETTERS.search(data) and not _UTF8_SEQUENCE.search(data)

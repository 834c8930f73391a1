"""Documents: files to clean text, of which every character knows where it stood."""

from .decoding import LARGEST
from .model import Block, Credit, Document, in_first_person
from .reading import MOST_LINES, read_document
from .sources import READABLE, STANDARD_INPUT, Source, find_sources

__all__ = [
    "LARGEST",
    "MOST_LINES",
    "READABLE",
    "STANDARD_INPUT",
    "Block",
    "Credit",
    "Document",
    "Source",
    "find_sources",
    "in_first_person",
    "read_document",
]

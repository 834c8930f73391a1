"""The graph as a picture: one page with the words behind each line, files for other programs, measures as tables."""

from .export import FORMATS, write_picture
from .page import PageReport, write_page
from .tables import Table, stats

__all__ = ["FORMATS", "PageReport", "Table", "stats", "write_page", "write_picture"]

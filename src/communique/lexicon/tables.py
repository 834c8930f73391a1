"""Reading the data files: tab-separated, a header, comments with "#", several values in a column with "|"."""

from pathlib import Path
from typing import Final

__all__ = ["DATA", "rows", "values", "year"]

DATA: Final = Path(__file__).parent / "data"


def rows(name: str) -> list[dict[str, str]]:
    """Rows of the data file `name` (without ``.tsv``), by column.

    Raises:
        ValueError: if a row has another number of columns than the header.
    """
    lines = [line for line in (DATA / f"{name}.tsv").read_text(encoding="utf-8").split("\n") if line and line[0] != "#"]
    header = lines[0].split("\t")
    return [dict(zip(header, line.split("\t"), strict=True)) for line in lines[1:]]


def values(cell: str) -> tuple[str, ...]:
    """Values of a cell.

    >>> values("UN|U.N."), values("")
    (('UN', 'U.N.'), ())
    """
    return tuple(cell.split("|")) if cell else ()


def year(cell: str) -> int | None:
    """Year of a cell, None for an empty one."""
    return int(cell) if cell else None

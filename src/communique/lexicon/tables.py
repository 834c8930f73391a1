"""Reading the data files: tab-separated, a header, comments with "#", several values in a column with "|"."""

from communique.resources import data_lines

__all__ = ["rows", "values", "year"]


def rows(name: str) -> list[dict[str, str]]:
    """Rows of the data file `name` (without ``.tsv``), by column.

    Raises:
        ValueError: if a row has another number of columns than the header.
    """
    lines = data_lines(__package__, f"{name}.tsv")
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

"""How long names are broken into lines."""

import textwrap

__all__ = ["wrapped"]

WIDTH = 20
LINES = 3


def wrapped(label: str) -> list[str]:
    """The label in at most three lines of about twenty characters; what doesn't fit ends in an ellipsis.

    >>> wrapped("Bureau of Political-Military Affairs")
    ['Bureau of Political-', 'Military Affairs']
    """
    lines = textwrap.wrap(label, WIDTH, max_lines=LINES, placeholder="…")
    return lines or [label[:WIDTH]]

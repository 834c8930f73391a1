"""Plain text to blocks: paragraphs, list items and headings of texts without mark-up, wrapped lines joined."""

import re
from collections.abc import Collection, Iterator

from .dates import find_dates
from .draft import Draft, Line, lines_of
from .masking import mask_entities, visible
from .noise import Noise, Scope
from .rows import rows_of

__all__ = ["plain_drafts"]

_MARKER = re.compile(
    r"[ \0]*+(?:(?P<bullet>[-*+•‣▪◦●○■□·])|(?P<number>\d{1,3}[.)])|(?P<roman>\(?[ivx]{2,5}\))|(?P<letter>\(?[a-z]\))"
    r"|(?P<inner>\(\d{1,3}\)))[ \0]++(?=\S)"
)
_HASHES = re.compile(r"[ \0]{0,3}#{1,6}[ \0]++(?=[^#\s])")
_RULE = re.compile(r"([-=*_~])(?:[ ]?\1){2,}")
_WIDEST = 120
_NARROWEST = 40
_SHORTEST = 12
_LONG = 0.75
"""Of the width a line has that isn't the last of its paragraph."""
_HEADING_WORDS = 12
_HEADING_LENGTH = 100
_SENTENCE_END = re.compile(r"[.!?:;,…][\"”’')\]]*$")


def plain_drafts(mask: str, noise: Noise) -> list[Draft]:
    """The blocks of a mask, lines that are page noise apart and marked, entities decoded.

    A line is joined to the next one if the text is wrapped there: the first word of the next line would not have had
    room, a sentence stops in a long line, or runs on in lower case. Other line ends part paragraphs: pages copied from
    a browser have a line for each.
    """
    drafts: list[Draft] = []
    lead: Draft | None = None
    above: Draft | None = None
    levels: list[tuple[str, Draft | None]] = []
    everything = list(lines_of(mask_entities(mask), 0))
    rows = rows_of(everything)
    for lines, scope in _groups(everything, rows, noise):
        first = lines[0]
        if scope:
            drafts.append(Draft("paragraph", first.start, first.mask, noise=scope))
            continue
        marker, hashes = _MARKER.match(first.mask), _HASHES.match(first.mask)
        mark = marker or hashes
        if mark:
            first.hide(mark.end())
        draft = Draft("paragraph", first.start, "".join(line.mask + line.end for line in lines))
        if marker:
            style = next(name for name, mark_text in marker.groupdict().items() if mark_text)
            known = [at for at, (other, _) in enumerate(levels) if other == style]
            # Marks of another style than those so far begin a list inside the last item.
            levels = levels[: known[0] + 1] if known else [*levels, (style, drafts[-1] if levels else lead)]
            draft.kind, draft.lead = "item", levels[-1][1]
        elif first.start in rows:
            draft.kind, draft.lead = "item", above
        else:
            levels = []
            if hashes or (len(lines) == 1 and _is_heading(visible(draft.mask))):
                draft.kind = "heading"
            lead = draft
        drafts.append(draft)
        above = above if first.start in rows else draft
    return drafts


def _groups(lines: list[Line], rows: Collection[int], noise: Noise) -> Iterator[tuple[list[Line], Scope]]:
    """The lines of each block, and whether it is noise; blank lines and rules are in none."""
    width = _width(lines)
    group: list[Line] = []
    for line in lines:
        shown = visible(line.mask)
        if group and shown and line.start not in rows and _runs_on(visible(group[-1].mask), shown, width):
            group.append(line)
            continue
        if group:
            yield group, ""
        group = []
        if shown and not _RULE.fullmatch(shown):
            if scope := noise.scope(shown):
                yield [line], scope
            else:
                group = [line]
    if group:
        yield group, ""


def _width(lines: list[Line]) -> int:
    """The column at which the text is wrapped; 0 if it isn't: most of it stands in longer lines, or lines are few."""
    lengths = sorted(len(visible(line.mask)) for line in lines)
    short = [n for n in lengths if _NARROWEST <= n <= _WIDEST]
    if len(short) < 3 or sum(short) * 2 < sum(lengths):
        return 0
    return short[len(short) * 95 // 100]


def _runs_on(line: str, following: str, width: int) -> bool:
    """Whether a line goes on in the next one."""
    if _MARKER.match(following):
        return False
    if width and len(line) + 1 + len(following[:_WIDEST].split(None, 1)[0]) > width:
        return True
    if width and len(line) >= _LONG * width and not _SENTENCE_END.search(line[-9:]):
        return True  # wrapped by hand, or where a long word had been
    return following[0].islower() and len(line) >= _SHORTEST and not _SENTENCE_END.search(line[-9:])


def _is_heading(shown: str) -> bool:
    """Whether a line that stands alone is a heading: short, no sentence, capitals where a title has them."""
    if len(shown) > _HEADING_LENGTH or _SENTENCE_END.search(shown[-9:]):
        return False
    if next(find_dates(shown), None):
        return False
    words = shown.split()
    long = [word for word in words if len(word) > 3 and word[0].isalpha()]
    capitals = sum(word[0].isupper() for word in long)
    return len(words) <= _HEADING_WORDS and bool(long) and words[0][0].isupper() and capitals * 10 >= len(long) * 7

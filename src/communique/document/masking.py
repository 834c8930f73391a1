"""Masks: copies of a text, of the same length, in which what isn't prose is blotted out.

Reading a document removes mark-up, comments, odd characters. Each step here and in the readers replaces what it
removes by as many `BLOT` characters (or by spaces and line ends, where it parted words), so that any place in the mask
is the same place in the text as read, and no step has to carry offsets along. Only the last one, `Squeezer`, drops the
blots and keeps the offset of each character that stays.
"""

import html
import re
from array import array
from functools import cache, lru_cache

__all__ = ["BLOT", "Squeezer", "blot", "mask_characters", "mask_elements", "mask_entities", "visible"]

BLOT = "\0"
"""Stands for a removed character. It can't stand in a text: a file with NUL is refused as binary."""

# Unicode 15 general categories Cc and Cf and the variation selectors: controls, zero-width characters, marks that turn
# the writing direction, tags. None is seen, and each can hide one text in another.
_UNSEEN = (
    (0x00, 0x1F), (0x7F, 0x9F), (0xAD, 0xAD), (0x600, 0x605), (0x61C, 0x61C), (0x6DD, 0x6DD), (0x70F, 0x70F),
    (0x890, 0x891), (0x8E2, 0x8E2), (0x180B, 0x180F), (0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x206F),
    (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF), (0xFFF9, 0xFFFC), (0x110BD, 0x110BD), (0x110CD, 0x110CD), (0x13430, 0x1343F),
    (0x1BCA0, 0x1BCA3), (0x1D173, 0x1D17A), (0xE0000, 0xE01EF),
)  # fmt: skip
_SPACES = (0x09, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000)
_LINE_ENDS = (0x0B, 0x0C, 0x1C, 0x1D, 0x1E, 0x85, 0x2028, 0x2029)

# What such an element holds is not the document's prose.
_NOT_PROSE = ("script", "style", "head", "noscript", "template", "svg", "figure", "iframe", "nav", "form", "button",
              "select", "object", "textarea", "title")  # fmt: skip
_BLOCKS = frozenset(
    (
        "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "div", "dl", "dt",
        "fieldset", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li", "main", "ol", "p",
        "pre", "section", "summary", "table", "tbody", "tfoot", "thead", "tr", "ul",
    )
)  # fmt: skip
_INLINE = frozenset(
    (
        "a", "abbr", "acronym", "audio", "b", "bdi", "bdo", "big", "canvas", "cite", "code", "col", "colgroup",
        "data", "del", "dfn", "em", "embed", "font", "i", "img", "input", "ins", "kbd", "label", "link", "map",
        "mark", "meta", "param", "picture", "q", "rp", "rt", "ruby", "s", "samp", "small", "source", "span", "strike",
        "strong", "sub", "sup", "svg", "time", "tt", "u", "var", "video", "wbr",
    )
)  # fmt: skip
_STRONG = frozenset(("b", "strong", "u"))
_OPENING = re.compile(rf"<!--|<!\[CDATA\[|<({'|'.join(_NOT_PROSE)})(?=[\s>/])[^<>]*+>", re.IGNORECASE)
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*+)(?:[\s/][^<>]*+)?>")
_DECLARATION = re.compile(r"<[!?][a-zA-Z][^<>]*+>")
_TERMINAL = re.compile(r"\x1b\[[0-9;?]{0,20}[A-Za-z]")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")


@cache
def _characters() -> dict[int, str]:
    table = {code: BLOT for first, last in _UNSEEN for code in range(first, last + 1)}
    table.update(dict.fromkeys(_SPACES, " "))
    table.update(dict.fromkeys(_LINE_ENDS, "\n"))
    return table | {0x0A: "\n", 0x0D: "\r"}


def blot(text: str) -> str:
    """As many blots as the text is long."""
    return BLOT * len(text)


def visible(mask: str) -> str:
    """What is left of a mask, without white space at the ends."""
    return mask.replace(BLOT, "").strip()


def mask_characters(text: str) -> str:
    """Unseen characters blotted out, Unicode's spaces made spaces, its line ends newlines; carriage returns stay."""
    if "\x1b" in text:
        text = _TERMINAL.sub(lambda m: blot(m[0]), text)
    return text.translate(_characters())


def mask_elements(mask: str, strong: str = "") -> str:
    """HTML blotted out: comments, elements that hold no prose with all they hold, and the tags of all others.

    A tag that starts a block leaves line ends in its place. What looks like a tag but isn't one of HTML stays. Time is
    linear in the length: an element that is never closed is looked for once.

    Args:
        mask: the mask so far.
        strong: mark-up that takes the place of tags for bold and underlined text; at most three characters.
    """
    if "<" not in mask:
        return mask
    return _DECLARATION.sub(lambda m: blot(m[0]), _TAG.sub(lambda m: _masked_tag(m, strong), _without_elements(mask)))


def mask_entities(mask: str) -> str:
    """HTML entities decoded, each followed by blots to its length; those that HTML doesn't know stay."""
    return _ENTITY.sub(lambda m: decoded_entity(m[0]), mask) if "&" in mask else mask


@lru_cache(maxsize=1024)
def decoded_entity(entity: str) -> str:
    """The characters that an entity stands for, followed by blots to its length."""
    characters = mask_characters(html.unescape(entity)).replace("\n", " ").replace("\r", " ")
    return characters.ljust(len(entity), BLOT)


def _without_elements(mask: str) -> str:
    kept: list[str] = []
    unclosed: set[str] = set()
    at = 0
    while opening := _OPENING.search(mask, at):
        kept.append(mask[at : opening.start()])
        name = (opening[1] or opening[0]).lower()
        end = opening.end()
        if name not in unclosed:
            closing = _closing(name).search(mask, end)
            if closing:
                end = closing.end()
            else:
                unclosed.add(name)
        kept.append(blot(mask[opening.start() : end]))
        at = end
    kept.append(mask[at:])
    return "".join(kept)


@cache
def _closing(name: str) -> re.Pattern[str]:
    closing = {"<!--": "-->", "<![cdata[": r"\]\]>"}.get(name, rf"</{name}\s{{0,99}}>")
    return re.compile(closing, re.IGNORECASE)


def _masked_tag(tag: re.Match[str], strong: str) -> str:
    name = tag[2].lower()
    if name in _BLOCKS:
        return "\n\n".ljust(len(tag[0]), BLOT)
    if name == "br":
        return "\n".ljust(len(tag[0]), BLOT)
    if name in ("td", "th"):
        return " ".ljust(len(tag[0]), BLOT)
    if name in _STRONG:
        before = tag.string[max(0, tag.start() - 1) : tag.start()]
        return blot(tag[0]) if before == "\\" else strong.ljust(len(tag[0]), BLOT)  # it would escape the mark-up
    return blot(tag[0]) if name in _INLINE or name in _NOT_PROSE else tag[0]


class Squeezer:
    """Makes clean text of stretches of a mask: blots dropped, white space made single spaces, offsets kept."""

    _PIECE = re.compile(rf"[^\s{BLOT}]+|[\s{BLOT}]+")
    _FIRST_WORD = re.compile(r"[a-zà-öø-ÿ]+")
    _LAST_WORD = re.compile(r"[^\W\d_]+$")
    # "short- and long-term": what follows the hyphen at the line's end is no part of the word.
    _SUSPENDED = frozenset(("and", "or", "to", "nor", "as", "but", "versus", "und", "et"))

    def __init__(self, text: str) -> None:
        """Prepare for stretches of one document; `text` is what says which hyphenated words are one word."""
        self._text = text
        self._words: frozenset[str] | None = None

    def squeeze(self, mask: str, start: int) -> tuple[str, "array[int]"]:
        """The clean text of a stretch of mask that stands at `start`, and for each of its characters the offset.

        A word that a hyphen parts at the end of a line is put together without a space; the hyphen goes too if the
        document writes the word elsewhere without one.
        """
        pieces: list[str] = []
        offsets: array[int] = array("i")
        gap = ""
        gap_start = 0
        for piece in self._PIECE.finditer(mask):
            run = piece[0]
            if run[0] == BLOT or run[0].isspace():
                gap, gap_start = run, start + piece.start()
                continue
            spaces = gap.replace(BLOT, "")
            if spaces and pieces:
                joint = self._joint(pieces[-1], run) if "\n" in spaces or "\r" in spaces else None
                if joint is None:
                    pieces.append(" ")
                    offsets.append(gap_start + len(gap) - len(gap.lstrip(BLOT)))
                elif not joint:
                    pieces[-1] = pieces[-1][:-1]
                    offsets.pop()
            pieces.append(run)
            offsets.extend(range(start + piece.start(), start + piece.end()))
            gap = ""
        return "".join(pieces), offsets

    def _joint(self, before: str, after: str) -> str | None:
        """What joins the end of a line and the start of the next: a hyphen, nothing, or None for a space."""
        first, last = self._FIRST_WORD.match(after), self._LAST_WORD.search(before[:-1][-60:])
        if not before.endswith(("-", "\u2010")) or not first or not last or first[0] in self._SUSPENDED:
            return None
        if self._words is None:
            self._words = frozenset(re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*+", self._text.lower()))
        whole = last[0].lower() + first[0]
        hyphenated = f"{last[0].lower()}-{first[0]}"
        return "" if whole in self._words and hyphenated not in self._words else "-"

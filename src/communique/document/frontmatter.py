"""YAML front matter: what a Markdown document says of itself before its text."""

import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import yaml

from communique.errors import CommuniqueError

from .masking import BLOT, mask_characters, mask_elements

__all__ = ["FrontMatter", "read_front_matter", "valid_url"]

_LONGEST = 65_536
_MOST_VALUES = 20
_LONGEST_VALUE = 200
_FENCE = re.compile(r"---[ \t]*(?:\r\n|\r|\n)")
_END = re.compile(r"^(?:---|\.\.\.)[ \t]*(?:\r\n|\r|\n|\Z)", re.MULTILINE)
_KEY = re.compile(r"(?:\s|#[^\r\n]*[\r\n])*[\"']?[A-Za-z_][\w -]{0,60}[\"']?[ \t]*:")
_ESCAPE = re.compile(
    r"\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[ \t]*(?:\r\n|\r|\n)[ \t]*|.)", re.DOTALL
)  # fmt: skip
_LETTERS = {"n": "\n", "t": "\t", "r": "\r", "_": "\u00a0", "N": "\u0085", "L": "\u2028", "P": "\u2029"}


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The front matter of a document.

    Attributes:
        end: offset behind it; 0 if there is none.
        values: its values by lower-case key, tags and unseen characters gone, white space normalised; a list is one
            value, parted by commas.
        title_start: where the title's value stands in the text.
        title_mask: the title's value as a mask of the same length, quotes and escapes blotted out.
    """

    end: int = 0
    values: dict[str, str] = field(default_factory=dict)
    title_start: int = 0
    title_mask: str = ""

    def first(self, *keys: str) -> str:
        """The value of the first of the keys that has one; otherwise an empty string."""
        return next((self.values[key] for key in keys if self.values.get(key)), "")


def read_front_matter(text: str, name: str) -> FrontMatter:
    """The front matter at the start of a text; an empty one if there is none.

    Only YAML's nodes are composed, no object is made of them: tags are not obeyed, and aliases are never unfolded.

    Args:
        text: the document as read.
        name: what to call it in an error.

    Raises:
        CommuniqueError: if the text begins with front matter that isn't YAML.
    """
    fence = _FENCE.match(text)
    end = _END.search(text, fence.end(), fence.end() + _LONGEST) if fence else None
    if not fence or not end:
        return FrontMatter()
    source = text[fence.end() : end.start()]
    if not source.strip():
        return FrontMatter(end.end())
    if not _KEY.match(source):
        return FrontMatter()
    try:
        node = yaml.compose(source, Loader=yaml.SafeLoader)
    except (yaml.YAMLError, RecursionError, ValueError, OverflowError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f" at line {mark.line + 2}" if mark else ""
        raise CommuniqueError(f"the front matter of {name} is broken{where}: mend its YAML or take it out") from error
    if not isinstance(node, yaml.MappingNode):
        return FrontMatter()
    values: dict[str, str] = {}
    title: yaml.ScalarNode | None = None
    for key, value in node.value:
        if isinstance(key, yaml.ScalarNode):
            values[key.value.lower()] = _plain(value)
            if key.value.lower() == "title" and isinstance(value, yaml.ScalarNode):
                title = value
    start, mask = _title(source, title)
    return FrontMatter(end.end(), values, fence.end() + start, mask)


def valid_url(value: str) -> str:
    """The address if it is a well-formed one of the web; otherwise an empty string. Nothing is fetched.

    >>> valid_url("https://www.un.org/en/x")
    'https://www.un.org/en/x'
    >>> valid_url("javascript:alert(1)")
    ''
    """
    value = value.strip()
    if len(value) > 2000 or not value.isprintable() or re.search(r"[\s<>\"{}|\\^`]", value):
        return ""
    try:
        parts = urlsplit(value)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return ""
    return value if usable and parts.username is None else ""


def _plain(node: yaml.Node) -> str:
    if isinstance(node, yaml.ScalarNode):
        return _line(node.value)
    if isinstance(node, yaml.SequenceNode):
        # Bounded: aliases can make a short list of long values.
        scalars = [item for item in node.value[:_MOST_VALUES] if isinstance(item, yaml.ScalarNode)]
        return ", ".join(_line(item.value[:_LONGEST_VALUE]) for item in scalars)
    return ""


def _line(value: str) -> str:
    return " ".join(mask_elements(mask_characters(value)).replace(BLOT, "").split())


def _title(source: str, node: yaml.ScalarNode | None) -> tuple[int, str]:
    """Where the title's value begins in the front matter, and its mask; nothing if its words can't be traced."""
    if node is None or node.style in ("|", ">"):
        return 0, ""
    start, end = node.start_mark.index, node.end_mark.index
    raw = source[start:end]
    if node.style == '"':
        raw = BLOT + _ESCAPE.sub(_unescaped, raw[1:-1]) + BLOT
    elif node.style == "'":
        raw = BLOT + raw[1:-1].replace("''", "'" + BLOT) + BLOT
    mask = mask_elements(mask_characters(raw))
    return (start, mask) if _line(mask.replace(BLOT, "")) == _line(node.value) else (0, "")


def _unescaped(escape: re.Match[str]) -> str:
    code = escape[0][1:]
    if code[0] in "xuU" and len(code) > 1:
        number = int(code[1:], 16)
        character = chr(number) if number < 0x110000 and not 0xD800 <= number < 0xE000 else BLOT
    elif code[0] in " \t\r\n" and code.strip(" \t") != "":
        character = ""
    else:
        character = _LETTERS.get(code[0], code[0])
    return character.ljust(len(escape[0]), BLOT)

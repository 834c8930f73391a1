"""Who speaks in a document: the state of its publisher, of the body or agency in its head, of its address; orators."""

import re
from collections.abc import Iterator
from itertools import takewhile

from communique.document import Block, Document, in_first_person
from communique.document.publishers import load_publishers
from communique.extraction import Draft
from communique.lexicon.derived import state_in, state_of_body, state_of_place
from communique.lexicon.knowledge import lexicon

from .cast import Cast, Member

__all__ = ["issuing_state", "orator", "publishing_state", "reporting_state", "written_in"]

_HEAD_LINES = 14
_HEAD_LETTERS = 1500
_LINE_WORDS = 14
"""Words of a line that says no more than who publishes."""
_ABBREVIATION = 5
"""Letters up to which a body's name may be something else's too."""
_BODY_WORDS = 25
"""Words of a line that is no head any more."""
_GOVERNMENT = re.compile(
    r"^(?:the )?(?:[\w.'’]+ ){0,2}(?:ministry|department of|government of|embassy|high commission|presidency"
    r"|royal court|cabinet|foreign office|chancellery|(?:press )?(?:office|service) of the (?:president|prime minister)"
    r"|(?:president|prime minister)['’]s office|parliament)\b|^(?:\w+ ){0,3}(?:republic|kingdom)\b",
    re.IGNORECASE,
)
_ORATION = re.compile(
    r"\b(speech|address|remarks|statement|message|lecture|letter|intervention|toast)\b.{0,60}?\b(by|of|from)\b",
    re.IGNORECASE,
)
_FOOT_BLOCKS = 3
_ORATION_BLOCKS, _ORATION_LETTERS = 8, 300
"""Blocks among which a text says whose speech it is, and how long these are at most."""
_PARTS = re.compile(r"\s[-–—»>]\s|[|:;()/,]|\s{2,}")
_KEY = re.compile(r"^(title|date|language|lang):", re.IGNORECASE)
_SMALL = frozenset(("of", "the", "and", "for"))


def issuing_state(document: Document) -> str:
    """The name of the state whose government publishes a text; an empty string if nothing tells."""
    return publishing_state(document) or next(filter(None, map(_of_government, _head(document.text))), "")


def publishing_state(document: Document) -> str:
    """The same by the publisher and the address that the document names, which are surer than its first lines."""
    return _of_government(document.info.publisher) or _of_address(document.info.url)


def reporting_state(document: Document) -> str:
    """The name of the state whose news agency reports; an empty string if none does.

    What it leaves unsaid is mostly of its own state, but not as surely as with a government.
    """
    lines = (document.info.publisher, *_head(document.text))
    named = (part.strip() for line in lines for part in (line, *_PARTS.split(line)))
    signed = (m[1] for m in re.finditer(r"\(([^()\n]{2,40})\)", document.text[:_HEAD_LETTERS]))
    agencies, states = load_publishers().agencies, lexicon().state_by_code
    return next((states[code].name for name in (*named, *signed) if (code := agencies.get(name, ""))), "")


def _of_government(line: str) -> str:
    parts = [line, *(p.strip() for p in _PARTS.split(line))]
    for part in parts:
        if len(part) > _ABBREVIATION and (state := state_of_body(part)):
            return state
    official = any(map(_GOVERNMENT.search, parts)) and len(line.split()) <= _LINE_WORDS and not _joint(line)
    return state_in(_lowered(line)) if official else ""


def _of_address(url: str) -> str:
    """The state of a government's host: "mofa.go.jp"."""
    state = lexicon().state_by_code.get(load_publishers().state_of(url))
    return state.name if state is not None else ""


def _head(text: str) -> Iterator[str]:
    """The lines before a document's first paragraph, and each two of them that follow each other."""
    before = ""
    for number, line in enumerate(filter(None, map(str.strip, text[:_HEAD_LETTERS].splitlines()))):
        if number >= _HEAD_LINES or len(line.split()) >= _BODY_WORDS:
            return
        if _KEY.match(line) or line.endswith((".", ",")):
            continue
        yield line
        if before:
            yield f"{before}, {line}"
        before = line


def _joint(line: str) -> bool:
    """Whether more than one state is named: a title, or a forum of several."""
    rest, found = _lowered(line), set[str]()
    for part in re.split(r"\b(?:and|with)\b|[-–,]", rest):
        found.add(state_in(part))
    return len(found - {""}) > 1


def _lowered(line: str) -> str:
    """A line in capitals as a name is written: "Republic of Chile"."""
    if not line.isupper():
        return line
    return " ".join(w.lower() if w.lower() in _SMALL else w.title() for w in line.split())


def written_in(draft: Draft, cast: Cast) -> Member | None:
    """The state of the place in a news date line."""
    places = (m for m in draft.mentions if m.kind == "Place" and m.start < 0)
    return next((state for m in places if (state := cast.state(state_of_place(m.text))) is not None), None)


def orator(draft: Draft, cast: Cast, document: Document) -> str:
    """Who says "I" in a text, by key; empty where nobody does.

    Its head is "Remarks by A" or "Message from B"; or it says "I" and is signed, or has one name in its letterhead.
    """
    blocks = document.blocks
    text = [block.text for block in blocks if block.kind != "title"]
    if not in_first_person(text, several=True):
        return ""
    for index, block in enumerate(blocks[:_ORATION_BLOCKS]):
        if len(block.text) <= _ORATION_LETTERS and _ORATION.search(block.text):
            people = _people(draft, cast, index)
            if people:
                return people[0]
    signed = [credit.passage for credit in document.credits if credit.role == "signatory"]
    for mention in draft.mentions:
        if mention.kind == "Official" and mention.passage in signed:
            return cast.of.get(mention.id, "")
    if draft.turns or draft.quotations or not in_first_person(text):
        return ""
    foot = [i for i in range(max(1, len(blocks) - _FOOT_BLOCKS), len(blocks)) if _is_line(blocks[i])]
    head = list(takewhile(lambda i: _is_line(blocks[i]), range(min(_ORATION_BLOCKS, len(blocks)))))
    for lines in (foot, [i for i in head if blocks[i].kind != "title"]):
        people = list(dict.fromkeys(key for i in lines for key in _people(draft, cast, i)))
        if len(people) == 1:
            return people[0]
    return ""


def _is_line(block: Block) -> bool:
    """Whether a block is a line of a letterhead or of a foot, not a sentence."""
    return len(block.text.split()) <= _LINE_WORDS and not block.text.endswith((".", ":"))


def _people(draft: Draft, cast: Cast, index: int) -> list[str]:
    return [cast.of[m.id] for m in draft.mentions if m.block == index and m.kind == "Official" and m.id in cast.of]

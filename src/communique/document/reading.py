"""One document from source to clean blocks."""

import hashlib
import re
import sys
from collections.abc import Iterable, Sequence
from datetime import date

from communique.errors import CommuniqueError
from communique.findings import DocumentInfo, Passage

from .datelines import read_byline, read_date_line, read_mere_date
from .dates import FoundDate, find_dates, parse_date
from .decoding import LARGEST, decode
from .draft import Draft
from .frontmatter import FrontMatter, read_front_matter, valid_url
from .leads import leads_of
from .markdown import markdown_drafts
from .masking import Squeezer, mask_characters, mask_elements
from .model import Block, Credit, Document, in_first_person
from .noise import load_noise
from .plain import plain_drafts
from .publishers import Publishers, load_publishers, word_list
from .sources import STANDARD_INPUT, Source

__all__ = ["MOST_LINES", "read_document"]

MOST_LINES = 400_000
"""Lines above which a document is refused: more than the largest file has when its lines are wrapped."""

_HEAD_BLOCKS = 15
_FOOT_BLOCKS = 6
_TITLE_LENGTH = 300
_HEAD_LENGTH = 120
_MASTHEAD_LENGTH = 200
_SENTENCE = re.compile(r"(?:[a-z]{3,}|\d{4})[.!?][\"”’')\]]*$")
"""A line that is no head: "Price 9d." ends in a point too."""
_FOOT_WORDS = 60
"""Characters before "Done at" in a foot; further on, something else was done."""
_URL_DATE = re.compile(r"/(\d{4})/(\d{1,2})/(\d{1,2})(?:/|$)")
_CONCLUDED = re.compile(r"\b(?:done|signed|adopted|issued|released|concluded|agreed|given|made)\b", re.IGNORECASE)
_SEVERAL = re.compile(r"\s*[,;&]\s*|\s+and\s+")
_SIGNATURE = re.compile(r"[(\[]?(?:(?:signed|sgd)\b[.:)\]]*\s*)?((?:[A-Z][\w.'’-]*\s+){0,3}[A-Z][\w'’-]{2,})[)\]]?")
"""A name alone: "Dulles", "(signed) A. Lodge", "[KEITH OFFICER]"."""
_LETTER = re.compile(r"[^\W\d_]")
_SENTENCE_END = re.compile(r"[.!?:;,…][\"”’')\]]*$")


def read_document(source: Source) -> Document:
    """Read a document and clean it: mark-up, page noise and unseen characters gone, every character traced.

    Markdown is what ends in ``.md`` or ``.markdown`` or begins with front matter; anything else is plain text. HTML
    tags are removed from both.

    Raises:
        CommuniqueError: if it can't be read, is no text, is empty or too large, has broken front matter, or holds no
            sentence.
    """
    text = decode(_bytes(source), source.name)
    front = read_front_matter(text, source.name)
    noise = load_noise()
    markdown = source.is_markdown or front.end > 0
    mask = mask_elements(mask_characters(text), "**" if markdown else "")
    if max(mask.count("\n"), mask.count("\r")) > MOST_LINES:
        raise CommuniqueError(f"{source.name} has more than {MOST_LINES:,} lines: split it into documents")
    drafts = markdown_drafts(mask, front.end) if markdown else plain_drafts(mask, noise)
    squeezer = Squeezer(text)
    for draft in drafts:
        draft.text, draft.offsets = squeezer.squeeze(draft.mask, draft.start)
        draft.mask = ""
        if markdown and draft.kind != "item":
            draft.noise = noise.scope(draft.text)
    head = _Head(text, front, load_publishers(), drafts)
    drafts = head.read(_without_noise(drafts), squeezer)
    if not any(_has_words(draft.text[draft.date_line :]) for draft in drafts if draft.kind != "title"):
        raise CommuniqueError(f"{source.name} holds no sentence to read")
    info = DocumentInfo(
        id=source.id,
        source=source.name,
        title=head.title,
        date=head.date(),
        publisher=head.publisher,
        author=head.author,
        url=head.url,
        sha256=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
    )
    return Document(info, text, _blocks(drafts), tuple(head.credits))


def _bytes(source: Source) -> bytes:
    # One byte more than is allowed is enough to know; a pipe or a device may never end.
    try:
        if source.path is None:
            return sys.stdin.buffer.read(LARGEST + 1)
        with source.path.open("rb") as file:
            return file.read(LARGEST + 1)
    except OSError as error:
        name = "standard input" if source.name == STANDARD_INPUT else source.name
        raise CommuniqueError(f"can't read {name}: {error.strerror or error}") from error


def _without_noise(drafts: list[Draft]) -> list[Draft]:
    """The blocks that have words, without page noise and without readers' comments behind the text."""
    whole = sum(len(draft.text) for draft in drafts)
    kept: list[Draft] = []
    seen = 0
    for draft in drafts:
        seen += len(draft.text)
        if draft.noise == "end" and seen * 2 > whole:
            break
        if not draft.noise and _LETTER.search(draft.text):
            kept.append(draft)
    return kept


def _has_words(text: str) -> bool:
    letters = sum(character.isalpha() for character in text[:1000])
    return letters >= 10 or (letters >= 4 and len(text[:1000].split()) > 1)


def _blocks(drafts: list[Draft]) -> tuple[Block, ...]:
    return tuple(
        Block(draft.kind, draft.text, draft.offsets, lead, draft.date_line)
        for draft, lead in zip(drafts, leads_of(drafts), strict=True)
    )


class _Head:
    """Finds what a document says of itself, in its front matter and around its text."""

    def __init__(self, text: str, front: FrontMatter, publishers: Publishers, drafts: Sequence[Draft]) -> None:
        self._text = text
        self._front = front
        self._drafts = drafts
        self._publishers = publishers
        self._date_line: FoundDate | None = None
        self._dates: list[date] = []
        self.title = front.first("title", "headline")
        self.url = valid_url(front.first("source_url", "url", "source", "link", "canonical_url"))
        self.author = front.first("author", "authors", "byline")
        self.publisher = front.first("publisher", "site_name", "organization")
        self.credits: list[Credit] = []
        writers = [name for name in _SEVERAL.split(self.author) if not publishers.is_organization(name)]
        for role, name in (*(("author", writer) for writer in writers), ("publisher", self.publisher)):
            at = text.find(name, 0, front.end) if name else -1
            if at >= 0:
                self.credits.append(Credit(role, Passage(at, at + len(name), name)))

    def read(self, drafts: list[Draft], squeezer: Squeezer) -> list[Draft]:
        """Take title, letterhead, byline and date lines from the blocks; what is left, the title first among it."""
        kept: list[Draft] = []
        head = ""
        agency = ""
        for at, draft in enumerate(drafts):
            if at >= _HEAD_BLOCKS or draft.kind == "item":
                kept += drafts[at:]
                break
            prose = any(other.kind == "paragraph" and len(other.text) > _HEAD_LENGTH for other in kept)
            if not prose and (name := self._publishers.of_head(draft.text)):
                head = head or name
                self._give_credit("publisher", draft.text, draft)
                continue
            if self._takes_byline(draft) or (not prose and self._takes_date(draft.text)):
                continue
            line = read_date_line(draft.text, self._publishers) if draft.kind == "paragraph" else None
            if line and not any(other.date_line for other in kept):
                draft.date_line = line.length
                self._date_line, agency = line.date or self._date_line, line.agency
            elif self._is_title(draft, kept):
                draft.kind = "title"
                self.title = self.title or draft.text
            kept.append(draft)
        self.publisher = self.publisher or agency or head or self._publishers.of_url(self.url)
        self._demote_sole_title(kept)
        self._read_signature(kept)
        if self.title and self._front.title_mask and not any(draft.kind == "title" for draft in kept):
            text, offsets = squeezer.squeeze(self._front.title_mask, self._front.title_start)
            kept.insert(0, Draft("title", self._front.title_start, "", text=text, offsets=offsets))
        return kept

    def _read_signature(self, drafts: Sequence[Draft]) -> None:
        """Credit who signs a letter or a telegram: the name that is its last line."""
        signed = _SIGNATURE.fullmatch(drafts[-1].text) if drafts else None
        if signed is None or word_list("foot_words.txt") & set(signed[1].casefold().split()):
            return
        if in_first_person(draft.text for draft in drafts[:-1]):
            self._give_credit("signatory", signed[1], drafts[-1])

    def date(self) -> str:
        """The document's date: of its date line, else of its front matter, byline, address, head or foot."""
        front = self._front.first("date", "published_time", "published", "pubdate", "issued")
        sources = [parse_date(front), *self._dates, _url_date(self.url)]
        sources += [read(self._drafts) for read in (_masthead_date, _foot_date)]
        known = next((day for day in sources if day), None)
        if self._date_line and (day := self._date_line.resolve(near=known)):
            known = day
        return known.isoformat() if known else ""

    def _takes_date(self, text: str) -> bool:
        """Whether a line before the text is a mere date, and so no part of it; one with a place stays for the place."""
        mere = read_mere_date(text)
        if mere is None:
            return False
        place, when = mere
        self._date_line = self._date_line or when
        return not place

    def _give_credit(self, role: str, name: str, draft: Draft) -> None:
        at = draft.text.find(name)
        if at >= 0:
            start, end = draft.offsets[at], draft.offsets[at + len(name) - 1] + 1
            self.credits.append(Credit(role, Passage(start, end, self._text[start:end])))

    def _takes_byline(self, draft: Draft) -> bool:
        """Whether a line is a byline, and so no part of the text; keeps what it says."""
        byline = read_byline(draft.text, self._publishers)
        if byline is None:
            return False
        if byline.date and (day := byline.date.resolve()):
            self._dates.append(day)
        self.author = self.author or ", ".join(byline.people)
        self.publisher = self.publisher or byline.organization
        for person in byline.people:
            self._give_credit("author", person, draft)
        if byline.organization:
            self._give_credit("publisher", byline.organization, draft)
        return True

    def _is_title(self, draft: Draft, before: list[Draft]) -> bool:
        if len(draft.text) > _TITLE_LENGTH or any(other.kind == "title" for other in before):
            return False
        if self.title:
            return len(before) < 3 and _same(draft.text, self.title)
        if any(other.kind != "paragraph" or not read_mere_date(other.text) for other in before):
            return False
        return draft.kind == "heading" or (not read_mere_date(draft.text) and not _SENTENCE_END.search(draft.text[-9:]))

    def _demote_sole_title(self, kept: Iterable[Draft]) -> None:
        """A text of one line is a text, not a title."""
        blocks = list(kept)
        if len(blocks) == 1 and blocks[0].kind == "title" and not self._front.first("title", "headline"):
            blocks[0].kind, self.title = "paragraph", ""


def _same(one: str, other: str) -> bool:
    return re.sub(r"\W+", "", one.casefold()) == re.sub(r"\W+", "", other.casefold())


def _url_date(url: str) -> date | None:
    found = _URL_DATE.search(url)
    return parse_date(f"{found[1]}-{found[2]}-{found[3]}") if found else None


def _masthead_date(drafts: Sequence[Draft]) -> date | None:
    """The date in the short lines above the text: "No. 3/2006 - Friday 16 January 1970 - Price 10 Cts."."""
    for draft in drafts[:_HEAD_BLOCKS]:
        if len(draft.text) > _MASTHEAD_LENGTH or draft.kind == "item":
            return None
        if not _SENTENCE.search(draft.text) and (day := _full_date(draft.text)) is not None:
            return day
    return None


def _foot_date(drafts: Sequence[Draft]) -> date | None:
    """The date of "Done at Geneva, 24 March 1999", "Moscow, 26 May 1972" or "Press Office, 3 May 1971" below a text."""
    for draft in reversed(drafts[-_FOOT_BLOCKS:]):
        if mere := read_mere_date(draft.text):
            return mere[1].resolve()
        last = next(reversed(list(find_dates(draft.text))), None) if len(draft.text) <= _HEAD_LENGTH else None
        if last is not None and last.year is not None and last.end == len(draft.text):
            return last.resolve()
        concluded = _CONCLUDED.search(draft.text[:_FOOT_WORDS]) if len(draft.text) <= _TITLE_LENGTH else None
        if concluded is not None and (day := _full_date(draft.text[concluded.end() :])) is not None:
            return day
    return None


def _full_date(text: str) -> date | None:
    """The first date of a text that has a year."""
    return next((day for found in find_dates(text) if found.year is not None and (day := found.resolve())), None)

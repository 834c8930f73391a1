"""One paragraph under extraction: its parse, its sentences, its place in the document."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from spacy.tokens import Doc, Span, Token

from communique.document import Block, Document
from communique.findings import Passage

from .draft import Mention

__all__ = ["Paragraph"]


@dataclass(slots=True)
class Paragraph:
    """A block of a document with its parse.

    Attributes:
        document: the whole document.
        block: the block; its text behind `offset` is what `doc` holds.
        index: the block's index in the document.
        offset: where the parsed text begins in the block's text (behind a news date line).
        doc: the parse.
        first_sentence: running number of its first sentence in the document.
        today: the document's date.
        mentions: those found in it, in text order.
    """

    document: Document
    block: Block
    index: int
    offset: int
    doc: Doc
    first_sentence: int
    today: date | None
    mentions: list[Mention] = field(default_factory=list)

    @property
    def sentences(self) -> Iterator[tuple[int, Span]]:
        """The sentences with their running numbers."""
        return enumerate(self.doc.sents, self.first_sentence)

    def passage(self, start: int, end: int) -> Passage:
        """The passage of the original that the tokens from `start` up to `end` came from."""
        first, last = self.doc[start], self.doc[end - 1]
        return self.document.passage(self.block, self.offset + first.idx, self.offset + last.idx + len(last))

    def sentence_passage(self, sentence: Span) -> Passage:
        """The passage of a whole sentence, white space at its ends left out."""
        words = [t for t in sentence if not t.is_space]
        return self.passage(words[0].i, words[-1].i + 1)

    def at(self, token: Token) -> Mention | None:
        """The longest mention that a token is part of."""
        around = [m for m in self.mentions if m.start <= token.i < m.end]
        return max(around, key=lambda m: m.end - m.start, default=None)

    def headed_by(self, token: Token, kinds: Sequence[str] | None = None) -> Mention | None:
        """The longest mention that a token heads, or stands at the end of, if it has one of the kinds."""
        best: Mention | None = None
        for mention in self.mentions:
            if not mention.start <= token.i < mention.end or (kinds is not None and mention.kind not in kinds):
                continue
            head = self.head(mention)
            if (head.i == token.i or token.i == mention.end - 1) and (
                best is None or mention.end - mention.start > best.end - best.start
            ):
                best = mention
        return best

    def inside(self, start: int, end: int) -> list[Mention]:
        """The mentions within a stretch of tokens."""
        return [m for m in self.mentions if start <= m.start and m.end <= end]

    def head(self, mention: Mention) -> Token:
        """The word of a mention that governs its other words."""
        for token in self.doc[mention.start : mention.end]:
            if not mention.start <= token.head.i < mention.end or token.head.i == token.i:
                return token
        return self.doc[mention.end - 1]

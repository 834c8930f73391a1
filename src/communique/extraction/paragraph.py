"""One paragraph under extraction: its parse, its sentences, its place in the document."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from spacy.attrs import LEMMA
from spacy.tokens import Doc, Span, Token

from communique.document import Block, Document
from communique.findings import Passage
from communique.lexicon.derived import honorific_words

from .dates import DateMention, find_dates
from .draft import Mention

__all__ = ["Paragraph"]

_LONGEST_TITLE = 30
_BESIDE_NAMES = frozenset(("Office", "State", "GovernmentBody", "Organization", "InternationalOrganization", "Place"))
_BETWEEN_NAMES = frozenset(
    [
        "and",
        "&",
        ",",
        ";",
        "the",
        "of",
        "for",
        "as",
        "well",
        "with",
        "to",
        "his",
        "her",
        "its",
        "'s",
        "’s",
        "’",
        "'",
        "along",
        "together",
        "also",
        "former",
    ]
)


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
        here: the place of the news date line before it.
        mentions: those found in it, in text order.
    """

    document: Document
    block: Block
    index: int
    offset: int
    doc: Doc
    first_sentence: int
    today: date | None
    here: Mention | None = None
    mentions: list[Mention] = field(default_factory=list)
    _dates: dict[int, list[tuple[DateMention, int, int]]] = field(default_factory=dict)
    _lemmas: list[str] = field(default_factory=list)

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
        start, end = sentence.start, sentence.end
        while self.doc[start].is_space:
            start += 1
        while self.doc[end - 1].is_space:
            end -= 1
        return self.passage(start, end)

    def words(self, stretch: Span, lemmas: Collection[str]) -> list[Token]:
        """The words of a stretch that have one of some lemmas (lower case), in order."""
        if not self._lemmas:
            strings = self.doc.vocab.strings
            self._lemmas = [str(strings[lemma]).lower() for lemma in self.doc.to_array(LEMMA).tolist()]
        return [self.doc[i] for i in range(stretch.start, stretch.end) if self._lemmas[i] in lemmas]

    def dates(self, sentence: Span) -> list[tuple[DateMention, int, int]]:
        """The dates of a sentence, each with the tokens from which up to which it stands."""
        if sentence.start not in self._dates:
            spans = [
                (found, sentence.char_span(found.start, found.end, alignment_mode="expand"))
                for found in find_dates(sentence.text, self.today)
            ]
            self._dates[sentence.start] = [(found, s.start, s.end) for found, s in spans if s is not None]
        return self._dates[sentence.start]

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

    def list_of(self, mention: Mention) -> list[Mention]:
        """The people enumerated around an official, by the look of the line: "A, Minister B and Chancellor C of D".

        Trees of long enumerations are often wrong; what stands between two names of a list is only titles, states,
        commas and "and".
        """
        beside = (m for m in self.mentions if m.kind == "Official" and m.sentence == mention.sentence)
        people = sorted(beside, key=lambda m: m.start)
        people = [m for m in people if not any(o is not m and o.start <= m.start and m.end <= o.end for o in people)]
        if mention not in people:
            return [mention]
        at = people.index(mention)
        low = high = at
        while high + 1 < len(people) and self._adjoin(people[high], people[high + 1]):
            high += 1
        while low > 0 and self._adjoin(people[low - 1], people[low]):
            low -= 1
        return people[low : high + 1]

    def _adjoin(self, a: Mention, b: Mention) -> bool:
        if a.sentence != b.sentence or b.start - a.end > _LONGEST_TITLE:
            return False
        titles = [m for m in self.mentions if m.kind in _BESIDE_NAMES and a.end <= m.start and m.end <= b.start]
        gap = [t for t in self.doc[a.end : b.start] if not any(m.start <= t.i < m.end for m in titles)]
        joined = any(t.text in (",", ";") or t.lower_ in ("and", "&") for t in gap)
        return joined and all(
            t.lower_ in _BETWEEN_NAMES or t.pos_ in ("PUNCT", "PROPN") or t.text in honorific_words() for t in gap
        )

    def head(self, mention: Mention) -> Token:
        """The word of a mention that governs its other words."""
        for token in self.doc[mention.start : mention.end]:
            if not mention.start <= token.head.i < mention.end or token.head.i == token.i:
                return token
        return self.doc[mention.end - 1]

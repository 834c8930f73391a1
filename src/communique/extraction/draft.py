"""What extraction hands to resolution: mentions, and what the sentences say of them.

Nothing here knows yet who is who: "Israel", "Israeli" and "the two sides" are three mentions. No spaCy
object is inside.
"""

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import NamedTuple

from communique.findings import DocumentInfo, Passage, Value

__all__ = ["ActDraft", "ActSigns", "DateHint", "Dated", "Day", "Draft", "EventDraft", "Hint", "Link", "Mention"]


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that stand for an entity, or for several.

    Attributes:
        id: index in `Draft.mentions`.
        kind: a class of the ontology, or ``Reference`` for pronouns and group words ("they", "both sides").
        text: the words, without article, honorific, rank or possessive ending.
        passage: where they stand.
        block: index of the paragraph.
        sentence: running number of the sentence in the document.
        start, end: token indices within the paragraph.
        known: canonical name from the lexicon, or an empty string.
        same_as: external identifier of the known thing, or an empty string.
        form: ``name``, ``adjective``, ``demonym``, ``abbreviation`` or ``capital`` as the lexicon says; for references
            what is meant: ``persons``, ``states``, ``any``, ``person``, ``thing`` or ``speaker`` ("we").
        count: of a reference, 1, 2, 3 or 0 for several.
        confidence: of the class.
    """

    id: int
    kind: str
    text: str
    passage: Passage
    block: int
    sentence: int
    start: int
    end: int
    known: str = ""
    same_as: str = ""
    form: str = "name"
    count: int = 0
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Link:
    """A fact between two mentions, or a mention and a literal, as one sentence says it."""

    subject: int
    property: str
    object: int | Value
    evidence: Passage
    confidence: float = 0.9


@dataclass(frozen=True, slots=True)
class Hint:
    """What the network thinks of two mentions of one paragraph.

    Attributes:
        subject, object: mention ids.
        property: what may join them.
        probability: 0 to 1.
    """

    subject: int
    property: str
    object: int
    probability: float


@dataclass(frozen=True, slots=True)
class DateHint:
    """What the network thinks of a thing and a date of one paragraph.

    Attributes:
        subject: mention id of the thing; -1 in an `EventDraft`, whose it then is.
        property: one of `schema.DATES`.
        value: the date.
        passage: its words.
        probability: 0 to 1.
    """

    subject: int
    property: str
    value: Value
    passage: Passage
    probability: float


@dataclass(frozen=True, slots=True)
class Dated:
    """A date in the sentence of something that may have it, or an ordinal at a meeting that it may count.

    Attributes:
        mention: id of the thing's mention.
        first, last: the date, or the number; the last day of a range.
        passage: from the one to the other.
        gap: words between them.
        behind: whether the date follows.
        nearest: whether no other thing of its class in the sentence is nearer to the date.
        dates: how many the sentence has; of ordinals how many stand at the meeting.
        vague: as in `dates.DateMention`.
        founded, signed: whether the sentence has a word of founding, of concluding.
    """

    mention: int
    first: Value
    last: Value | None
    passage: Passage
    gap: int
    behind: bool
    nearest: bool
    dates: int
    vague: bool
    founded: bool
    signed: bool


@dataclass(frozen=True, slots=True)
class Day:
    """A date that a sentence gives.

    Attributes:
        first, last: the date; the last day of a range.
        sentence: running number of the sentence.
        passage: the words.
        founded, signed: as of `Dated`.
    """

    first: Value
    last: Value | None
    sentence: int
    passage: Passage
    founded: bool
    signed: bool


@dataclass(frozen=True, slots=True)
class EventDraft:
    """One meeting, visit or call as one sentence tells it.

    Attributes:
        mention: of the meeting, if it has words of its own ("the summit"), else None: the sentence tells it by a verb.
        sort: ``meeting``, ``call``, ``visit`` …: what to name it by.
        block, sentence: where it is told.
        evidence: the sentence.
        participants, heads, hosts, places: mention ids, references included.
        start, end: dates.
        ordinal: "48th", "second", "inaugural".
        definite: told as known ("the meeting", "this year's"), so it may be one told before.
        told: a verb tells of it ("X met with Y"), so its participants are complete.
        passing: whether it is told in passing, by a word that may tell of something else.
        share: how often the word that tells it does tell of a meeting, 0 to 1; 1 for names.
        open: whether it is yet to come, wished for or denied, as far as a passing word says.
        at: of the word that tells it, the token index within the paragraph; -1 if it has words of its own.
        word: that word.
        likely: how likely the network thinks that the word tells of a meeting, 0 to 1.
        hints: what the network thinks of the word and mentions: property, mention id, probability.
        days: what it thinks of the word and dates.
    """

    mention: int | None
    sort: str
    block: int
    sentence: int
    evidence: Passage
    participants: tuple[int, ...] = ()
    heads: tuple[int, ...] = ()
    hosts: tuple[int, ...] = ()
    places: tuple[int, ...] = ()
    start: Value | None = None
    end: Value | None = None
    ordinal: int | None = None
    definite: bool = False
    told: bool = False
    passing: bool = False
    share: float = 1.0
    open: bool = False
    at: int = -1
    word: Passage | None = None
    likely: float = 0.0
    hints: tuple[tuple[str, int, float], ...] = ()
    days: tuple[DateHint, ...] = ()


@dataclass(frozen=True, slots=True)
class ActSigns:
    """What speaks for an act.

    Attributes:
        probability, first, least: as in `language.spans.ScoredSpan`.
        inner: whether it was found inside another one's words.
        cue: the act that the governing word performs as the lexicon has it, or an empty string.
        strong: whether that word performs it by itself.
        modal: whether the governing word is hypothetical or asked for ("would welcome").
        listed: whether another paragraph introduces it as an item of a list.
        opens, closes: whether it begins and ends its sentence.
        words, sentence_words: its words, and those of its sentence.
        part: part of speech of its first word.
        met: whether people met to perform it: "spoke with X to discuss".
        share: which part the tagger gives to its kind, of all kinds.
        instead: whether the tagger prefers another kind for the same words.
    """

    probability: float
    first: float
    least: float
    inner: bool
    cue: str
    strong: bool
    modal: bool
    listed: bool
    opens: bool
    closes: bool
    words: int
    sentence_words: int
    part: str
    met: bool
    share: float = 1.0
    instead: bool = False


@dataclass(frozen=True, slots=True)
class ActDraft:
    """One act with the mentions in its roles.

    Attributes:
        act: one of the nine.
        content: the complement, white space normalised.
        span: where it stands.
        block, sentence: where it is said.
        evidence: the sentence, and the words that introduce a list.
        signs: what speaks for it.
        by: mention ids of its holders, references included; empty when nobody is named ("It was agreed that").
        toward, concerns: mention ids.
        confidence: that it is one, of this kind and in these words.
        hints: who else may stand in its roles: role, mention id, probability.
    """

    act: str
    content: str
    span: Passage
    block: int
    sentence: int
    evidence: tuple[Passage, ...]
    signs: ActSigns
    by: tuple[int, ...] = ()
    toward: tuple[int, ...] = ()
    concerns: tuple[int, ...] = ()
    confidence: float = 0.8
    hints: tuple[tuple[str, int, float], ...] = ()


class Voice(NamedTuple):
    """A stretch of a text in which somebody else than its author speaks: offsets, and who (a mention id, or -1)."""

    start: int
    end: int
    mention: int


@dataclass(frozen=True, slots=True)
class Draft:
    """Everything the sentences of one document say.

    Attributes:
        titles: the headlines.
        speakers: mentions that the text itself names as those who speak: "We, A, B and C", or a list of states and
            leaders that is the subject of its first sentence.
        hints: what the network thinks of pairs of mentions.
        date_hints: what it thinks of mentions and dates.
        dated: dates beside things that may have them.
        days: the days of its first sentences.
        turns, quotations: where somebody else than its author speaks, each in text order, apart from each other.
    """

    document: DocumentInfo
    mentions: tuple[Mention, ...] = ()
    links: tuple[Link, ...] = ()
    events: tuple[EventDraft, ...] = ()
    acts: tuple[ActDraft, ...] = ()
    titles: tuple[str, ...] = field(default=())
    speakers: tuple[int, ...] = ()
    hints: tuple[Hint, ...] = ()
    date_hints: tuple[DateHint, ...] = ()
    dated: tuple[Dated, ...] = ()
    days: tuple[Day, ...] = ()
    turns: tuple[Voice, ...] = ()
    quotations: tuple[Voice, ...] = ()

    def voice_at(self, position: int) -> Mention | None:
        """Who speaks at an offset of the text, if that is somebody else than its author."""
        for voices in (self.quotations, self.turns):
            at = bisect_right(voices, position, key=lambda voice: voice.start) - 1
            if at >= 0 and position < voices[at].end and voices[at].mention >= 0:
                return self.mentions[voices[at].mention]
        return None

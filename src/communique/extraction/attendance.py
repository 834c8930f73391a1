"""Who else was at a meeting: "was attended by A", "with the participation of B", "On the Polish side C took part"."""

import re
from collections.abc import Iterator
from functools import lru_cache

from spacy.tokens import Span, Token

from communique.language.syntax import agents, conjuncts, is_passive, subjects
from communique.resources import data_lines

from .draft import EventDraft, Mention
from .paragraph import Paragraph
from .people import accompanying, leaders, people_under, unique, whole_lists, with_holder
from .telling import doers

__all__ = ["listed_below", "present_at"]

_LEAD = 200
_OPENS_LIST = re.compile(
    r"\b(?:attend(?:ed|ing|ees)?|attendance|present|participants|participat\w+|took part|taking part|represented"
    r"|delegates|delegations?(?: (?:was|were|consisted|comprised|included))?)\b[^.;:]{0,80}:?\s*$",
    re.IGNORECASE,
)
_STATES = ("State", "InternationalOrganization")
_SIDES = (*_STATES, "Office")
_PRESENT = ("Official", *_SIDES)


@lru_cache(maxsize=1)
def _words() -> dict[str, tuple[str, frozenset[str]]]:
    """For each word the parts of speech in which it counts, and the prepositions that a noun then has before it."""
    rows = (line.split("\t") for line in data_lines(__package__, "attendance.tsv")[1:])
    return {lemma: (tags, frozenset(filter(None, prepositions.split(",")))) for lemma, tags, prepositions in rows}


def present_at(paragraph: Paragraph, number: int, sentence: Span, *, alone: bool) -> EventDraft | None:
    """Who came: "The Mexican delegation was led by A and included B and C", "the talks were attended by D".

    Args:
        alone: whether no verb of the sentence tells of a meeting, whose heads and companions these would be.
    """
    heads = leaders(paragraph, sentence) if alone else ()
    members = _counted(paragraph, sentence)
    for token in paragraph.words(sentence, ("include", "comprise")):
        if token.pos_ != "VERB":
            continue
        if any(s.lemma_.lower() in ("delegation", "side", "team", "participant") for s in subjects(token)):
            included = [part for c in token.children if c.dep_ == "obj" for part in conjuncts(c)]
            members += [m for part in included for m in people_under(paragraph, part)]
    members += accompanying(paragraph, sentence) if alone else []
    members = [x for m in members for x in with_holder(paragraph, m) if x.kind in _PRESENT]
    members = whole_lists(paragraph, members)
    if not heads and not members:
        return None
    return _of_those_present(paragraph, number, sentence, heads, tuple(dict.fromkeys((*heads, *unique(members)))))


def _of_those_present(
    paragraph: Paragraph, number: int, sentence: Span, heads: tuple[int, ...], present: tuple[int, ...]
) -> EventDraft:
    """More of who was at a meeting that is told of before."""
    return EventDraft(
        mention=None,
        sort="meeting",
        block=paragraph.index,
        sentence=number,
        evidence=paragraph.sentence_passage(sentence),
        participants=present,
        heads=heads,
        definite=True,
    )


def _counted(paragraph: Paragraph, sentence: Span) -> list[Mention]:
    """The people, and the states, that a sentence counts among those at a meeting told of there or before it."""
    found: list[Mention] = []
    for token in paragraph.words(sentence, _words()):
        tags, prepositions = _words()[token.lemma_.lower()]
        if token.tag_ not in tags.split(","):
            continue
        if prepositions and not any(c.dep_ == "case" and c.lower_ in prepositions for c in token.children):
            continue
        if token.pos_ != "VERB":
            found += _behind(paragraph, sentence, token) or _before(paragraph, token)
        elif is_passive(token):
            found += _behind(paragraph, sentence, token)
            if token.lemma_.lower() == "represent":
                found += [m for s in subjects(token) for m in people_under(paragraph, s) if m.kind in _STATES]
        elif "VBD" in tags:  # "A has attended", but not "A has represented"
            found += _before(paragraph, token)
    return list(dict.fromkeys(found))


def listed_below(paragraph: Paragraph, lead: Paragraph) -> Iterator[EventDraft]:
    """Whom an item counts among those at a meeting, below "Attended by:" or "Members of the delegation".

    Args:
        lead: what introduces the list.
    """
    if not len(paragraph.doc) or not _OPENS_LIST.search(lead.block.text[-_LEAD:]):
        return
    number, sentence = next(paragraph.sentences)
    people = [m for m in paragraph.mentions if m.kind == "Official" and m.start < sentence.end]
    sides = [m for m in paragraph.mentions if m.kind in _SIDES and m.start == sentence.start and m.form != "adjective"]
    present = unique(whole_lists(paragraph, people[:1]) or sides)
    if present:
        yield _of_those_present(paragraph, number, sentence, (), present)


def _behind(paragraph: Paragraph, sentence: Span, word: Token) -> list[Mention]:
    """The enumeration behind a word, as far as its sentence goes."""
    people = [m for m in paragraph.mentions if m.kind == "Official" and word.i < m.start < sentence.end]
    return people or list(_sides_behind(paragraph, word))


def _sides_behind(paragraph: Paragraph, word: Token) -> Iterator[Mention]:
    """ "attended by the Heads of Government of A and B"."""
    for child in (*agents(word), *(c for c in word.children if c.dep_ == "nmod")):
        for part in conjuncts(child):
            yield from (m for m in people_under(paragraph, part) if m.kind in _SIDES and m.form != "adjective")


def _before(paragraph: Paragraph, word: Token) -> list[Mention]:
    """ "A and B took part"."""
    verb = word
    while verb.pos_ not in ("VERB", "ADJ") and verb.head.i != verb.i:
        verb = verb.head
    return whole_lists(paragraph, [m for m in doers(paragraph, verb) if m.kind in ("Official", "Office")])

"""The verbs that tell of meetings, who does what they say, and with whom."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from spacy.tokens import Span, Token

from communique.language.syntax import agents, conjuncts, subjects
from communique.resources import data_lines

from .draft import Mention
from .paragraph import Paragraph
from .people import PEOPLE, TITLE, people_in, people_under, right_before, with_holder
from .plausible import meeting_nouns

__all__ = [
    "COLLECTIVE",
    "Telling",
    "behind",
    "companions",
    "doers",
    "does_to_people",
    "groups",
    "is_call",
    "telling_verbs",
    "tells",
]

COLLECTIVE = ("Forum", "InternationalOrganization", "Organization", "GovernmentBody")
"""What meets by itself: "the Working Group met in Tbilisi"."""


_CALL = re.compile(
    r"\b(?:(?:tele)?phon(?:e[ds]?|ing)|(?<!courtesy )calls?(?! (?:on|upon|for|at|to)\b)"
    r"|(?:video|tele)[- ]?conferences?)\b",
    re.IGNORECASE,
)
_OTHERWISE = frozenset(("from", "with", "by", "for", "of", "about", "to", "and", "that"))
"""What parts a verb from a name that isn't its object: "received a letter from"."""


class Telling(NamedTuple):
    """A verb that tells of a meeting.

    Attributes:
        sort: meeting, call or visit.
        role: what its subject does there: participant, host or head.
        others: prepositions of the others.
        needs: what else must be there: "whom" an object, "several" more than one subject; either is enough of both.
            "talks": an object that is a word for a meeting.
    """

    verb: Token
    sort: str
    role: str
    others: frozenset[str]
    needs: frozenset[str]


@lru_cache(maxsize=1)
def _verbs() -> dict[str, tuple[str, str, frozenset[str], frozenset[str]]]:
    rows = (line.split("\t") for line in data_lines(__package__, "meeting_verbs.tsv")[1:])
    return {lemma: (sort, role, _set(others), _set(needs)) for lemma, sort, role, others, needs in rows}


@lru_cache(maxsize=1)
def _first_words() -> frozenset[str]:
    return frozenset(verb.split()[0] for verb in _verbs())


def _set(cell: str) -> frozenset[str]:
    return frozenset(filter(None, cell.split(",")))


def _telling(verb: Token) -> Telling | None:
    """What a verb tells, if it can tell of a meeting; with its preposition where that makes another verb of it."""
    lemma = verb.lemma_.lower()
    after = verb.nbor(1).lower_ if verb.i + 1 < len(verb.doc) else ""
    after = "on" if after == "upon" else after
    if f"{lemma} {after}" in _verbs():
        lemma = f"{lemma} {after}"
        if any(c.dep_ in ("xcomp", "ccomp", "advcl") for c in verb.children):  # "called on X to act"
            return None
    return Telling(verb, *_verbs()[lemma]) if verb.pos_ == "VERB" and lemma in _verbs() else None


def tells(verb: Token) -> bool:
    """Whether a verb can tell of a meeting."""
    return _telling(verb) is not None


def does_to_people(verb: Token) -> bool:
    """Whether a verb tells of a meeting only if it is done to people: one receives letters too."""
    _, role, _, needs = _verbs().get(verb.lemma_.lower(), ("", "", frozenset(), frozenset()))
    return role == "host" or needs == {"whom"}


def telling_verbs(paragraph: Paragraph, sentence: Span) -> Iterator[Telling]:
    """The verbs by which a sentence tells of meetings: "X met with Y", "X spoke by phone with Y", "X hosted Y"."""
    for token in paragraph.words(sentence, _first_words()):
        telling = _telling(token)
        if telling is None:
            continue
        leading = telling.role in ("head", "host") and token.tag_ == "VBG" and token.dep_ in ("acl", "advcl")
        received = token.tag_ == "VBN" and bool(agents(token))  # "who was received by Y"
        if token.tag_ in ("VBN", "VBG", "VB") and token.dep_ not in ("ROOT", "conj") and not (leading or received):
            continue
        whom = companions(paragraph, token, telling.others)
        who = doers(paragraph, token) or groups(paragraph, token)
        if telling.sort == "visit":
            if who and any(c.dep_ in ("obj", "obl") for c in token.children):
                yield telling
            continue
        objects = [c for c in token.children if c.dep_ == "obj"]
        people = [m for o in objects for x in conjuncts(o) for m in people_in(paragraph, x) if m.kind != "Reference"]
        people = people or (behind(paragraph, token) if telling.role == "host" or "whom" in telling.needs else [])
        if "talks" in telling.needs and not any(o.lemma_.lower() in meeting_nouns() for o in objects):
            continue
        meeting = [o for o in objects if (m := paragraph.at(o)) and m.kind in ("Meeting", "Forum")]
        if telling.role in ("host", "head"):
            if who and (people or meeting or (received and telling.role == "host")):
                yield telling
            continue
        plural = len(who) > 1 or any(m.kind in COLLECTIVE or (m.kind == "Reference" and m.count != 1) for m in who)
        if not who and subjects(token) and any(m.kind == "Official" for m in whom):
            yield telling  # "the visitor met with Minister A"
        elif who and (whom or (people and "whom" in telling.needs) or (plural and "several" in telling.needs)):
            yield telling


def is_call(text: str) -> bool:
    """Whether words tell of people who talked from afar: "by telephone", "a call with", but no "courtesy call on"."""
    return _CALL.search(text) is not None


def behind(paragraph: Paragraph, verb: Token) -> list[Mention]:
    """The person that a verb is done to, with a list that follows, where the tree has lost the object.

    "received this Tuesday at the Palace the State Secretary of the Ministry, A": between verb and name stand only
    titles, places and dates.
    """
    doc = paragraph.doc
    last = min(verb.sent.end, verb.i + 2 * TITLE)
    first = next((m for m in paragraph.mentions if m.kind == "Official" and verb.i < m.start < last), None)
    if first is None:
        return []
    named = {i for m in paragraph.mentions if m.kind != "Official" for i in range(m.start, m.end)}
    named |= {i for _, start, end in paragraph.dates(verb.sent) for i in range(start, end)}
    for token in doc[verb.i + 1 : first.start]:
        if token.i not in named and (token.pos_ in ("VERB", "NOUN", "PRON") or token.lower_ in _OTHERWISE):
            return []
    return paragraph.list_of(first)


def doers(paragraph: Paragraph, verb: Token) -> list[Mention]:
    """Who does what a verb says; of a list of people all, also where the tree loses some."""
    found = [x for t in subjects(verb) if (m := paragraph.headed_by(t, PEOPLE)) for x in with_holder(paragraph, m)]
    if not found:
        found = right_before(paragraph, verb)
    ahead = [m for m in found if m.end <= verb.i]
    found = ahead or found  # the tree of a long sentence may make subjects of those whom one met
    whole = [x for m in found for x in (paragraph.list_of(m) if m.kind == "Official" and m.end <= verb.i else [m])]
    return [m for m in dict.fromkeys(whole) if m.end <= verb.i or m in found]


def groups(paragraph: Paragraph, verb: Token) -> list[Mention]:
    """Whose people do what a verb says, if only they are named: "the Foreign Ministers of the Quad and of Peru met"."""
    plural = [s for s in subjects(verb) if s.tag_ in ("NNS", "NNPS") and s.i < verb.i]
    inside = [m for s in plural for m in paragraph.inside(s.left_edge.i, s.right_edge.i + 1)]
    return [m for m in inside if m.kind in ("State", "InternationalOrganization", "Forum") and m.form != "adjective"]


def companions(paragraph: Paragraph, verb: Token, prepositions: frozenset[str]) -> list[Mention]:
    """The people behind "with": "met with A, B and C"."""
    found: list[Mention] = []
    for child in verb.children:
        if child.dep_.startswith("obl") and any(c.lower_ in prepositions for c in child.children if c.dep_ == "case"):
            for token in conjuncts(child):
                found += people_under(paragraph, token)
    if not any(m.kind == "Official" for m in found):
        # trees lose long titles: the first person behind the preposition, with the list that follows
        for token in verb.doc[verb.i + 1 : verb.i + 7]:
            if token.lower_ in prepositions and not any(t.pos_ == "VERB" for t in verb.doc[verb.i + 1 : token.i]):
                people = [m for m in paragraph.mentions if m.kind == "Official" and 0 < m.start - token.i <= TITLE]
                between = verb.doc[token.i : people[0].start] if people else ()
                if (
                    people
                    and people[0].sentence == _sentence_of(paragraph, verb)
                    and not any(t.pos_ == "VERB" for t in between)
                ):
                    return paragraph.list_of(people[0])
    return found


def _sentence_of(paragraph: Paragraph, token: Token) -> int:
    return next(number for number, s in paragraph.sentences if s.start <= token.i < s.end)

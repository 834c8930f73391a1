"""Meetings, calls and visits: who took part, who led and hosted, where, when, the how-manieth."""

import re
from calendar import month_name
from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Span, Token

from communique.language.syntax import agents, conjuncts, subjects

from .attendance import listed_below, present_at
from .dates import DateMention, find_dates
from .draft import EventDraft, Mention
from .ordinals import count_at
from .paragraph import Paragraph
from .passing import Passing, passing_meetings, points_back, share_of
from .people import (
    LEADING,
    PEOPLE,
    TITLE,
    accompanying,
    leaders,
    leads_delegation,
    people_in,
    people_under,
    unique,
    whole_lists,
    with_holder,
)
from .telling import Telling, behind, companions, doers, groups, is_call, telling_verbs

__all__ = ["find_events"]

_WHERE = ("Place", "State", "GovernmentBody")
_TALKS = re.compile(r"\b(conversation|spoke)\b", re.IGNORECASE)
_VISITS = re.compile(r"\b(visit|trip|travel|travels|visits)\b", re.IGNORECASE)
_HOSTING = frozenset(("host", "co-host", "organize", "convene"))
_MONTHS = frozenset(name for name in month_name if name)
_OCCURRING = frozenset(
    ("hold", "take", "convene", "open", "begin", "start", "conclude", "end", "meet", "occur", "resume")
)
_TELLING = 0.45
"""A verb that tells of a meeting this often does so with no more than people, a place or a date."""
_TOGETHER = frozenset(("accompany", "join", "attend"))
_TAKING_PART = frozenset((*_TOGETHER, "hold", "have", *_HOSTING, *LEADING, "participate", "pay", "make", "conduct"))


def find_events(paragraph: Paragraph, leads: Sequence[Paragraph] = ()) -> Iterator[EventDraft]:
    """Every meeting that a sentence of the paragraph tells of, by a name or by a verb.

    Args:
        leads: what introduces the paragraph, and what introduces that.
    """
    if leads and paragraph.block.kind == "item":
        yield from listed_below(paragraph, leads[0])
    for number, sentence in paragraph.sentences:
        named = [m for m in paragraph.mentions if m.kind == "Meeting" and m.sentence == number]
        named = [m for m in named if not any(o is not m and o.start <= m.start and m.end <= o.end for o in named)]
        dates = _dates(paragraph, sentence)
        verbs = list(telling_verbs(paragraph, sentence))
        told = verbs[0] if verbs else None
        attached = {m.id: paragraph.head(m) for m in named}
        events = len(named) + (told is not None)
        of_verb = next((m for m in named if told is not None and _told_of(told.verb, attached[m.id], m)), None)
        inner = {m.id: [d for d in dates if _inside(d, m)] or _month_of(paragraph, m) for m in named}
        for mention in named:
            if mention is of_verb and told is not None:
                yield _joined(
                    _named_event(paragraph, number, sentence, mention, inner[mention.id] or dates),
                    _told_event(paragraph, number, sentence, told, dates),
                )
                continue
            free = [d for d in dates if not any(_inside(d, m) for m in named)]
            outer = free if events == 1 else _near(free, attached[mention.id])
            yield _named_event(paragraph, number, sentence, mention, inner[mention.id] or outer)
        delegation = present_at(paragraph, number, sentence, alone=told is None)
        if told is not None and of_verb is None:
            own = [d for d in dates if not any(_inside(d, m) for m in named)]
            yield _told_event(paragraph, number, sentence, told, own)
        for other in verbs[1:]:
            yield _told_event(paragraph, number, sentence, other, _near(dates, other.verb))
        taken = {t.verb.i for t in verbs} | {i for m in named for i in range(m.start, m.end)}
        taken |= {attached[m.id].head.i for m in named}
        for passing in passing_meetings(paragraph, sentence, taken) if paragraph.block.kind != "title" else ():
            event = _passing_event(paragraph, number, sentence, passing, dates)
            if event is not None:
                yield event
        if delegation is not None:
            yield delegation


def _told_of(verb: Token, noun: Token, mention: Mention) -> bool:
    """Whether a verb tells of the meeting that a noun names: "hosted X for a meeting", "met in a session of"."""
    start = mention.start
    while start > verb.i and noun.doc[start - 1].pos_ in ("DET", "ADJ", "NUM"):
        start -= 1
    between = noun.doc[verb.i + 1 : start]
    if (
        len(between)
        and between[-1].lower_ in ("for", "in", "at", "during")
        and not any(t.pos_ == "VERB" for t in between)
    ):
        return True  # in long sentences the tree often hangs the noun on a name
    case = {c.lower_ for c in noun.children if c.dep_ == "case"}
    top = conjuncts(noun)[0] if noun.dep_ == "conj" else noun
    if top.head.i != verb.i:
        return False
    return top.dep_ == "obj" or (top.dep_.startswith("obl") and bool(case & {"for", "in", "at"}))


def _joined(named: EventDraft, told: EventDraft) -> EventDraft:
    """One event told by a noun and a verb together."""
    return replace(
        named,
        told=True,
        sort=named.sort if named.sort != "meeting" else told.sort,
        participants=tuple(dict.fromkeys((*told.participants, *named.participants))),
        heads=tuple(dict.fromkeys((*told.heads, *named.heads))),
        hosts=tuple(dict.fromkeys((*told.hosts, *named.hosts))),
        places=tuple(dict.fromkeys((*told.places, *named.places))),
        start=named.start or told.start,
        end=named.end or told.end,
    )


_DateAt = tuple[DateMention, int]


def _month_of(paragraph: Paragraph, mention: Mention) -> list[_DateAt]:
    """The date of "the September Board meeting"."""
    for token in paragraph.doc[mention.start : mention.end]:
        if token.text in _MONTHS:
            return [(d, token.i) for d in find_dates(f"in {token.text}", paragraph.today)]
    return []


def _inside(found: _DateAt, mention: Mention) -> bool:
    return mention.start <= found[1] < mention.end


def _dates(paragraph: Paragraph, sentence: Span) -> list[_DateAt]:
    """The dates of a sentence with the index of their first token; dates of founding and signing are others'."""
    return [(d, start) for d, start, _ in paragraph.dates(sentence) if d.first.datatype != "gYear"]


def _near(dates: Sequence[_DateAt], head: Token) -> list[_DateAt]:
    """The dates that depend on a word, or follow it closely."""
    return [d for d in dates if any(a.i == head.i for a in head.doc[d[1]].ancestors) or 0 < d[1] - head.i < 5]


def _told_event(
    paragraph: Paragraph, number: int, sentence: Span, telling: Telling, dates: Sequence[_DateAt]
) -> EventDraft:
    verb, sort, role, prepositions, _ = telling
    who = [x for m in doers(paragraph, verb) or groups(paragraph, verb) for x in with_holder(paragraph, m)]
    others = companions(paragraph, verb, prepositions)
    if role == "host" and verb.tag_ == "VBN" and agents(verb):  # "was received by Y": who receives stands behind
        others += who
        who = [x for t in agents(verb) for m in people_under(paragraph, t) for x in with_holder(paragraph, m)]
    for child in verb.children:
        if child.dep_ == "obj":
            for token in conjuncts(child):
                at = paragraph.at(token)
                if at is None or at.kind not in ("Meeting", "Forum"):
                    others += people_in(paragraph, token)
    if not others and (role == "host" or "whom" in telling.needs):
        others += behind(paragraph, verb)
    others += accompanying(paragraph, sentence)
    if sort == "visit":
        others = [m for m in others if m.kind == "Official"]
    places = _places(paragraph, verb, sentence, visit=sort == "visit")
    afar = not any(m.kind == "Place" for m in paragraph.mentions if m.sentence == number)
    if afar and (is_call(sentence.text) or _TALKS.search(sentence.text)):
        sort = "call"
    sort = _in_person(sort, sentence, places)
    others = [x for m in others for x in (paragraph.list_of(m) if m.kind == "Official" and m.start > verb.i else [m])]
    participants = unique([*who, *others])
    return EventDraft(
        mention=None,
        sort=sort,
        block=paragraph.index,
        sentence=number,
        evidence=paragraph.sentence_passage(sentence),
        participants=participants,
        heads=unique(who) if role == "head" else leaders(paragraph, sentence),
        hosts=unique(who) if role == "host" else (),
        places=places,
        start=dates[0][0].first if dates else None,
        end=dates[0][0].last if dates else None,
        ordinal=_time(verb),
        definite=leads_delegation(verb),
        told=True,
        share=share_of(verb),
        at=verb.i,
        word=paragraph.passage(verb.i, verb.i + 1),
    )


def _in_person(sort: str, sentence: Span, places: Sequence[int]) -> str:
    """The sort of an event: who spoke somewhere, and not by telephone, met there."""
    return "meeting" if sort == "call" and places and not is_call(sentence.text) else sort


def _passing_event(
    paragraph: Paragraph, number: int, sentence: Span, passing: Passing, dates: Sequence[_DateAt]
) -> EventDraft | None:
    """What is told in passing, if more than one thing is said of it."""
    visit = passing.sort == "visit"
    who = whole_lists(paragraph, [m for m in passing.who if not visit or m.kind in ("Official", "Office", "Reference")])
    places = _places(paragraph, passing.word, sentence, visit=visit)
    when = _near(dates, passing.word)
    if passing.above is not None:
        places = places or _places(paragraph, passing.above, sentence, visit=False)
        when = when or _near(dates, passing.above)
    at = paragraph.at(passing.word)
    if at is not None and at.kind in _WHERE:  # "was in Brasília"
        places = (at.id,)
    named = [m for m in who if m.kind != "Reference"]
    said = (len(named) > 1) + bool(places) + bool(when)
    least = 2 if passing.word.pos_ == "VERB" and passing.sort != "call" and passing.share < _TELLING else 1
    if not who or said < least or (visit and not places):
        return None
    return EventDraft(
        mention=None,
        sort=_in_person(passing.sort, sentence, places),
        block=paragraph.index,
        sentence=number,
        evidence=paragraph.sentence_passage(sentence),
        participants=unique(who),
        places=places,
        start=when[0][0].first if when else None,
        end=when[0][0].last if when else None,
        told=True,
        passing=True,
        share=passing.share,
        open=passing.open,
        definite=points_back(passing.word),
        at=passing.word.i,
        word=paragraph.passage(passing.word.i, passing.word.i + 1),
    )


def _time(verb: Token) -> int | None:
    """The how-manieth meeting it is of those "met for the fourth time"."""
    times = [c for c in verb.children if c.lower_ == "time" and c.dep_.startswith("obl")]
    return next((n for time in times for word in time.children if (n := count_at(word))), None)


def _named_event(
    paragraph: Paragraph, number: int, sentence: Span, mention: Mention, dates: Sequence[_DateAt]
) -> EventDraft:
    head = paragraph.head(mention)
    text = paragraph.doc[mention.start : mention.end].text
    participants = [
        m
        for m in paragraph.inside(mention.start, mention.end)
        if m.kind in PEOPLE and m.id != mention.id and m.kind not in ("Reference", "Office", "GovernmentBody")
    ]
    for child in head.children:
        case = {c.lower_ for c in child.children if c.dep_ == "case"}
        if child.dep_.startswith("nmod") and case & {"between", "with", "among", "by", "of"}:
            for token in conjuncts(child):
                people = [x for m in people_under(paragraph, token) for x in with_holder(paragraph, m)]
                people = whole_lists(paragraph, [m for m in people if m.start > head.i])
                participants += [m for m in people if m.kind in ("Official", "State", "InternationalOrganization")]
        if child.dep_ == "nmod:poss":
            owner = paragraph.headed_by(child, ("Official", "State", "Office"))
            if owner:
                participants.append(owner)
    visit = bool(_VISITS.search(text)) and not re.search(r"\b(meeting|summit|dialogue)\b", text, re.IGNORECASE)
    if visit:  # where one goes takes no part; who goes may stand behind "by"
        goal = ("to", "in", "the")
        participants = [m for m in participants if m.kind != "State" or paragraph.doc[m.start - 1].lower_ not in goal]
        participants += _visitors(paragraph, mention)
    hosts: list[Mention] = []
    heads: list[Mention] = []
    for word in (*(c for c in head.children if c.dep_ in ("acl", "acl:relcl")), head.head):
        lemma = word.lemma_.lower()
        doers = agents(word) or ([] if word.tag_ == "VBN" and word.dep_ == "acl" else subjects(word))
        doing = [x for t in doers if (m := paragraph.headed_by(t, PEOPLE)) for x in with_holder(paragraph, m)]
        if word.pos_ == "VERB" and lemma in _HOSTING and (lemma != "convene" or len(doing) == 1):
            hosts += doing
        if word.pos_ == "VERB" and lemma in LEADING:
            heads += doing
        if word.pos_ == "VERB" and lemma in _TAKING_PART:
            participants += [m for m in doing if m.kind != "Reference" or lemma in _TOGETHER]
    counted = [t for t in paragraph.doc[max(0, mention.start - 1) : mention.end] if head.i in (t.i, t.head.i)]
    above = head.head
    if (
        above.pos_ == "VERB"
        and head.dep_.startswith("obl")
        and {c.lower_ for c in head.children if c.dep_ == "case"} & {"at", "during"}
    ):
        doers = [*subjects(above), *agents(above)]
        present = [
            x for t in doers if (m := paragraph.headed_by(t, ("Official", "Office"))) for x in with_holder(paragraph, m)
        ]
        participants += [m for m in present if m.kind == "Official"]
    places = _places(paragraph, head, sentence, visit=visit, named=mention)
    if head.dep_.startswith("nsubj") and above.lemma_.lower() in _OCCURRING:
        places = tuple(dict.fromkeys((*places, *_places(paragraph, above, sentence, visit=False))))
    ordinal = next((n for t in counted if (n := count_at(t))), None)
    definite = any(c.lower_ in ("the", "this", "their") for c in head.children if c.dep_ in ("det", "nmod:poss")) or (
        mention.start > 0 and paragraph.doc[mention.start - 1].lower_ in ("the", "this", "their", "today")
    )
    return EventDraft(
        mention=mention.id,
        sort="visit" if visit else "call" if is_call(text) else "meeting",
        block=paragraph.index,
        sentence=number,
        evidence=paragraph.sentence_passage(sentence),
        participants=unique(participants),
        heads=unique(heads),
        hosts=unique(hosts),
        places=places,
        start=dates[0][0].first if dates else None,
        end=dates[0][0].last if dates else None,
        ordinal=ordinal,
        definite=definite,
    )


def _visitors(paragraph: Paragraph, mention: Mention) -> list[Mention]:
    """ "visit to Israel by Secretary A": who stands behind "by" in or right behind a visit's name."""
    doc = paragraph.doc
    for token in doc[mention.start : min(len(doc), mention.end + 6)]:
        if token.lower_ == "by":
            behind = [m for m in paragraph.mentions if m.kind == "Official" and token.i < m.start <= token.i + TITLE]
            return paragraph.list_of(behind[0]) if behind else []
    return []


def _places(
    paragraph: Paragraph, head: Token, sentence: Span, *, visit: bool, named: Mention | None = None
) -> tuple[int, ...]:
    """Where it was: the places behind "in" or "at" that hang on the noun or verb, or stand in or behind the name."""
    prepositions = {"in", "at", "to", "near", "for"} if visit else {"in", "at", "near", "aboard"}
    found: list[Mention] = []
    if paragraph.here is not None and any(
        t.head.i == head.i for t in paragraph.words(sentence, ("here",)) if t.pos_ == "ADV"
    ):
        found.append(paragraph.here)
    for mention in paragraph.mentions:
        if (
            mention.kind not in _WHERE
            or mention.form in ("adjective", "demonym")
            or not sentence.start <= mention.start < sentence.end
        ):
            continue
        top = paragraph.head(mention)
        start = mention.start
        while start > 0 and paragraph.doc[start - 1].lower_ in ("the", "downtown"):
            start -= 1
        before = paragraph.doc[start - 1].lower_ if start > sentence.start else ""
        above = {a.i for a in top.ancestors}
        object_of_visit = visit and top.dep_ == "obj" and top.head.i == head.i
        of_name = named is not None and (
            (named.start <= start < named.end and before in ("in", "at", "to"))
            or (named.end == start - 1 and before in ("in", "at"))
        )
        if (
            (before in prepositions and head.i in above and _close(top, head))
            or object_of_visit
            or of_name
            or (before == "," and found and found[-1].end == start - 1 and mention.kind in ("Place", "State"))
        ):
            found.append(mention)
    return unique(found)


def _close(place: Token, head: Token) -> bool:
    """Whether no other noun or verb than a venue stands between a place and what it is the place of."""
    steps = 0
    token = place
    while token.head.i != token.i and token.head.i != head.i:
        token = token.head
        steps += 1
        if token.pos_ == "VERB":
            return False
    return steps <= 5

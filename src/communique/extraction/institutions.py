"""Bodies, forums and agreements: what they are part of, whom they join, when they came about."""

import re
from collections.abc import Iterator

from spacy.tokens import Span, Token

from communique.findings import Value
from communique.language.syntax import agents, conjuncts, is_passive, subjects
from communique.lexicon.derived import deeds
from communique.schema import ENDS

from .dates import find_dates
from .draft import Link, Mention
from .joining import ACTORS, list_after
from .paragraph import Paragraph

__all__ = ["find_institutions"]

_WHOLE = ("GovernmentBody", "State", "InternationalOrganization", "Organization")
_FOUNDED = (*ENDS["established"][0], "Reference")
_YEAR = re.compile(r"\b(1[5-9]\d\d|20\d\d)\b")


def find_institutions(paragraph: Paragraph) -> Iterator[Link]:
    """Links of partOf, hasMember, party, signed, established and establishedBy that one paragraph states."""
    for mention in paragraph.mentions:
        if mention.kind == "GovernmentBody":
            yield from _whole(paragraph, mention)
        elif mention.kind == "Forum":
            yield from _joined(paragraph, mention, "hasMember")
        elif mention.kind == "Agreement":
            yield from _joined(paragraph, mention, "party")
            yield from _signed(paragraph, mention)
    for _, sentence in paragraph.sentences:
        for token in paragraph.words(sentence, deeds("founding") | deeds("founded")):
            if token.lemma_.lower() in deeds("founding") and token.pos_ == "VERB":
                yield from _founded(paragraph, token)
            elif token.lemma_.lower() in deeds("founded") and token.pos_ == "NOUN":
                yield from _inception(paragraph, token)


def _whole(paragraph: Paragraph, body: Mention) -> Iterator[Link]:
    """ "Israeli Ministry of Defense", "National Security Council of Israel", "Bureau A in the Department B"."""
    doc = paragraph.doc
    inside = [m for m in paragraph.inside(body.start, body.end) if m.kind == "State"]
    after = body.end
    if after < len(doc) and doc[after].lower_ in ("of", "within", "in", "at"):
        start = after + 1
        while start < len(doc) and doc[start].lower_ in ("the", "its"):
            start += 1
        for m in paragraph.mentions:
            larger = m.kind == "GovernmentBody" or (m.kind == "State" and doc[after].lower_ == "of")
            if m.start == start and larger and m.form not in ("adjective", "demonym"):
                yield Link(body.id, "partOf", m.id, paragraph.passage(body.start, m.end), 0.85)
                return
    before = body.start
    while before > 0 and (doc[before - 1].tag_ == "POS" or doc[before - 1].text in ("’", "'")):
        before -= 1
    adjacent = [m for m in paragraph.mentions if m.end == before and m.kind == "State"]
    for state in (*inside[:1], *adjacent):
        yield Link(body.id, "partOf", state.id, paragraph.passage(min(state.start, body.start), body.end), 0.92)
        return


def _joined(paragraph: Paragraph, thing: Mention, prop: str) -> Iterator[Link]:
    """The actors in a forum's or agreement's own name, before it ("U.S.-EU"), or behind "between" or "with"."""
    doc = paragraph.doc
    members = [m for m in paragraph.inside(thing.start, thing.end) if m.kind in ACTORS and m.id != thing.id]
    if len({m.known or m.text for m in members}) < 2:
        start = thing.start
        found = list(members)
        while start > 0:
            if doc[start - 1].text in ("-", "–", "and", "/") or doc[start - 1].tag_ == "POS":
                start -= 1
                continue
            neighbour = [m for m in paragraph.mentions if m.end == start and m.kind in ACTORS]
            if not neighbour:
                break
            found.append(neighbour[0])
            start = neighbour[0].start
        members = found
    if thing.end < len(doc) and doc[thing.end].lower_ in ("between", "among", "with"):
        members = [*members, *list_after(paragraph, thing.end + 1)]
    for member in {m.id: m for m in members}.values():
        before = doc[member.start - 1].lower_ if member.start > 0 else ""
        if (
            prop == "party"
            and len(members) == 1
            and member.start > thing.start
            and before not in ("of", "between", "with")
        ):
            continue  # "Agreement on Ukraine": a state behind a preposition is no party
        low, high = min(thing.start, member.start), max(thing.end, member.end)
        yield Link(thing.id, prop, member.id, paragraph.passage(low, high), 0.88)


def _signed(paragraph: Paragraph, agreement: Mention) -> Iterator[Link]:
    doc = paragraph.doc
    low, high = max(0, agreement.start - 1), min(len(doc), agreement.end + 4)
    year = _YEAR.search(doc[low : agreement.end].text)
    joined = paragraph.head(agreement).head.lemma_.lower() in deeds("joining")  # later, and by others
    if year is None and agreement.end < len(doc) and doc[agreement.end].lower_ in ("of", "in", "(") and not joined:
        year = _YEAR.match(doc[agreement.end + 1 : high].text)
    if year:
        yield Link(agreement.id, "signed", Value(year[1], "gYear"), paragraph.passage(low, high), 0.8)
        return
    verb = _signing(doc[agreement.end : agreement.end + 3])
    if verb is not None:
        rest = doc[verb.i : min(len(doc), verb.i + 14)]
        for found in find_dates(rest.text, paragraph.today):
            yield Link(agreement.id, "signed", found.first, paragraph.passage(agreement.start, rest.end), 0.75)
            return


def _signing(tokens: Span) -> Token | None:
    return next((t for t in tokens if t.lemma_.lower() in deeds("concluding") and t.tag_ == "VBN"), None)


def _founded(paragraph: Paragraph, verb: Token) -> Iterator[Link]:
    objects = [x for c in verb.children if c.dep_ in ("obj", "nsubj:pass") for x in conjuncts(c)]
    if verb.dep_ == "acl" and verb.tag_ == "VBN":
        objects.append(verb.head)  # "the partnership launched by X in June"
    elif verb.dep_ == "acl:relcl":
        objects = [verb.head if o.tag_ in ("WDT", "WP") else o for o in objects]
    things = [m for o in objects if (m := paragraph.headed_by(o, _FOUNDED))]
    things = [m for m in things if m.kind != "Reference" or m.form == "thing"]
    if not things:
        return
    passive = is_passive(verb)
    founders = agents(verb) if passive else subjects(verb)
    for thing in things:
        yield from _founders(paragraph, thing, founders, verb)
        yield from _founding_date(paragraph, thing, verb)


def _inception(paragraph: Paragraph, noun: Token) -> Iterator[Link]:
    """ "its inception in 1983, when A and B announced …", "the formation of F"."""
    things = [m for c in noun.children if c.dep_ in ("nmod", "nmod:poss") and (m := paragraph.headed_by(c, _FOUNDED))]
    for thing in things:
        if thing.kind == "Reference" and thing.form != "thing":
            continue
        yield from _founding_date(paragraph, thing, noun)
        verb = noun.head
        if verb.pos_ == "VERB" and noun.dep_ == "obj" and thing.kind == "Forum":
            yield from _founders(paragraph, thing, subjects(verb), verb)


def _founders(paragraph: Paragraph, thing: Mention, founders: list[Token], verb: Token) -> Iterator[Link]:
    for token in founders:
        founder = paragraph.headed_by(token, (*ACTORS, "Official", "Reference"))
        if founder and founder.id != thing.id:
            low, high = min(founder.start, verb.i, thing.start), max(thing.end, founder.end, verb.i + 1)
            yield Link(thing.id, "establishedBy", founder.id, paragraph.passage(low, high), 0.75)


def _founding_date(paragraph: Paragraph, thing: Mention, word: Token) -> Iterator[Link]:
    reach = paragraph.doc[word.i : min(len(paragraph.doc), word.sent.end, word.i + 10)]
    dates = list(find_dates(reach.text, paragraph.today))
    if not dates and any(t.lower_ == "today" for t in word.sent):
        dates = list(find_dates("today", paragraph.today))
    for found in dates:
        if not found.vague:
            low, high = min(thing.start, word.i), max(thing.end, reach.end)
            yield Link(thing.id, "established", found.first, paragraph.passage(low, high), 0.75)
            return

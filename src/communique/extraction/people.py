"""Who is meant by a phrase about people: lists, holders of offices, companions, heads of delegations."""

from collections.abc import Sequence

from spacy.tokens import Span, Token

from communique.language.syntax import agents, conjuncts, is_passive, subjects

from .draft import Mention
from .paragraph import Paragraph

__all__ = [
    "DELEGATIONS",
    "LEADING",
    "PEOPLE",
    "TITLE",
    "accompanying",
    "leaders",
    "leads_delegation",
    "people_in",
    "people_under",
    "right_before",
    "unique",
    "whole_lists",
    "with_holder",
]

PEOPLE = (
    "Official",
    "State",
    "InternationalOrganization",
    "Organization",
    "Office",
    "Reference",
    "GovernmentBody",
    "Forum",
)
_NAMES = ("Official", "State", "InternationalOrganization")
TITLE = 14
"""Words between a preposition or a verb and the name behind a long title."""
LEADING = frozenset(("lead", "head", "chair", "co-chair", "cochair", "co-lead"))
DELEGATIONS = frozenset(("delegation", "side", "team"))


def people_under(paragraph: Paragraph, token: Token) -> list[Mention]:
    """The mention that a word heads, or the actors in a phrase like "the leaders of A and B"."""
    direct = paragraph.headed_by(token, PEOPLE)
    if direct is not None:
        return with_holder(paragraph, direct)
    return [
        m
        for m in paragraph.inside(token.left_edge.i, token.right_edge.i + 1)
        if m.kind in ("Official", "State", "InternationalOrganization") and m.form != "adjective"
    ]


def people_in(paragraph: Paragraph, thing: Token) -> list[Mention]:
    """The actors in the object of a verb, but for whom a thing is from: "received a letter from President A"."""
    return [
        m
        for m in people_under(paragraph, thing)
        if m.kind != "Official" or not any(c.lower_ == "from" for c in paragraph.head(m).children)
    ]


def leads_delegation(verb: Token) -> bool:
    """Whether a verb says who led a delegation, and so more of a meeting: "the Chilean delegation was headed by A"."""
    led = subjects(verb) if is_passive(verb) else [c for c in verb.children if c.dep_ == "obj"]
    return verb.lemma_.lower() in LEADING and any(thing.lemma_.lower() in DELEGATIONS for thing in led)


def with_holder(paragraph: Paragraph, mention: Mention) -> list[Mention]:
    """An office right before a name stands for the person."""
    if mention.form == "shared":
        return [m for m in paragraph.mentions if m.start == mention.start and m.form == "shared"]
    if mention.form == "each":
        count = sum(m.start == mention.start and m.form == "each" for m in paragraph.mentions)
        return [m for m in paragraph.mentions if m.kind == "Official" and m.start >= mention.end][:count]
    if mention.kind == "Office":
        for other in paragraph.mentions:
            if other.kind == "Official" and 0 <= other.start - mention.end <= 5 and other.sentence == mention.sentence:
                return [other]
    return [mention]


def right_before(paragraph: Paragraph, verb: Token) -> list[Mention]:
    """The name that a verb follows: "Foreign Minister A, Dr B, rejected", where the tree has lost the subject."""
    doc, at = paragraph.doc, verb.i
    while at > verb.sent.start and doc[at - 1].pos_ in ("AUX", "ADV"):
        at -= 1
    if at > verb.sent.start and doc[at - 1].text in (",", ")"):
        at -= 1
    named = [m for m in paragraph.mentions if m.end == at and m.kind in _NAMES and m.form != "adjective"]
    return [max(named, key=lambda m: m.end - m.start)] if named else []


def whole_lists(paragraph: Paragraph, mentions: Sequence[Mention]) -> list[Mention]:
    """Some mentions, and for each person all who are enumerated with them."""
    return [x for m in mentions for x in (paragraph.list_of(m) if m.kind == "Official" else [m])]


def accompanying(paragraph: Paragraph, sentence: Span) -> list[Mention]:
    """ "accompanied by A, B and C", "alongside A", "joined by B"."""
    found: list[Mention] = []
    for token in paragraph.words(sentence, ("accompany", "join", "alongside")):
        if token.tag_ == "VBN":
            for agent in agents(token):
                found += people_under(paragraph, agent)
        elif token.lower_ == "alongside" and token.dep_ == "case":
            for other in conjuncts(token.head):
                found += people_under(paragraph, other)
    return [m for m in whole_lists(paragraph, found) if m.kind in ("Official", "Office")]


def leaders(paragraph: Paragraph, sentence: Span) -> tuple[int, ...]:
    """ "the delegation led by A"."""
    found = [
        x
        for token in paragraph.words(sentence, LEADING)
        if token.tag_ == "VBN"
        for agent in agents(token)
        if (m := paragraph.headed_by(agent, ("Official", "Office")))
        for x in with_holder(paragraph, m)
    ]
    return unique(found)


def unique(mentions: Sequence[Mention]) -> tuple[int, ...]:
    """The ids of some mentions, each once, in order."""
    return tuple(dict.fromkeys(m.id for m in mentions))

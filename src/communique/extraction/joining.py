"""Who concludes agreements, and who is in a forum or organization, told by verbs and nouns.

"the treaty, which the two countries signed in 1996", "an accord reached with Algiers", "Mali joined the Community",
"Chile, a signatory of the Treaty", "the Troika (Norway, the United Kingdom, the United States)".
"""

from collections.abc import Iterable, Iterator

from spacy.tokens import Token

from communique.language.syntax import agents, conjuncts, is_passive, subjects
from communique.lexicon.derived import deeds

from .draft import Link, Mention
from .paragraph import Paragraph

__all__ = ["ACTORS", "find_joining", "list_after"]

ACTORS = ("State", "InternationalOrganization", "Organization", "GovernmentBody")
_WHO = (*ACTORS, "Official", "Reference")
_WHOLES = {"Agreement": "party", "Forum": "hasMember", "InternationalOrganization": "hasMember"}
_WITH = frozenset(("with", "between", "among", "by"))
_TOLD, _SAID, _LISTED = 0.8, 0.75, 0.7


def find_joining(paragraph: Paragraph) -> Iterator[Link]:
    """Links of party and hasMember that verbs, nouns and brackets of one paragraph state."""
    if not any(m.kind in _WHOLES for m in paragraph.mentions):
        return
    told = deeds("concluding") | deeds("joining") | deeds("comprising") | deeds("member")
    for _, sentence in paragraph.sentences:
        for word in paragraph.words(sentence, told):
            lemma = word.lemma_.lower()
            if word.pos_ == "VERB" and lemma in deeds("concluding"):
                yield from _concluded(paragraph, word)
            elif word.pos_ == "VERB" and lemma in deeds("joining"):
                yield from _links(paragraph, _things(paragraph, word), _doers(paragraph, word), _TOLD)
            elif word.pos_ == "VERB" and lemma in deeds("comprising"):
                yield from _comprised(paragraph, word)
            elif word.pos_ == "NOUN" and lemma in deeds("member"):
                yield from _member(paragraph, word)
    for thing in paragraph.mentions:
        if (
            thing.kind in ("Forum", "InternationalOrganization")
            and paragraph.doc[thing.end : thing.end + 1].text == "("
        ):
            listed = list_after(paragraph, thing.end + 1)
            if len(listed) > 1:
                yield from _links(paragraph, [thing], listed, _LISTED)


def list_after(paragraph: Paragraph, start: int) -> list[Mention]:
    """The actors enumerated from a token on: "the United States, Japan and the Republic of Korea"."""
    doc = paragraph.doc
    found: list[Mention] = []
    while start < len(doc):
        if doc[start].lower_ in ("the", ",", "and", "both", "of"):
            start += 1
            continue
        here = [m for m in paragraph.mentions if m.start == start and m.kind in ACTORS]
        if not here:
            break
        longest = max(here, key=lambda m: m.end)
        found.append(longest)
        start = longest.end
    return found


def _links(
    paragraph: Paragraph, things: Iterable[Mention], who: Iterable[Mention], confidence: float
) -> Iterator[Link]:
    actors = {m.id: m for m in who}.values()
    for thing in things:
        for actor in actors:
            if actor.end <= thing.start or thing.end <= actor.start:
                low, high = min(thing.start, actor.start), max(thing.end, actor.end)
                yield Link(thing.id, _WHOLES[thing.kind], actor.id, paragraph.passage(low, high), confidence)


def _concluded(paragraph: Paragraph, verb: Token) -> Iterator[Link]:
    """ "A signed X with B", "X was concluded between A and B", "X, which A and B ratified"."""
    agreements = [m for m in _things(paragraph, verb) if m.kind == "Agreement"]
    if agreements:
        yield from _links(paragraph, agreements, [*_doers(paragraph, verb), *_others(paragraph, verb)], _TOLD)


def _things(paragraph: Paragraph, verb: Token) -> list[Mention]:
    """What a verb is done to: its objects, the subject of a passive, or the noun that its clause belongs to."""
    found = [x for c in verb.children if c.dep_ in ("obj", "nsubj:pass", "obl") for x in conjuncts(c)]
    if verb.dep_ == "acl:relcl":
        found = [verb.head if t.tag_ in ("WDT", "WP") or not found else t for t in found] or [verb.head]
    elif verb.dep_ == "acl":
        found.append(verb.head)
    return [m for t in found if (m := paragraph.headed_by(t, tuple(_WHOLES))) is not None]


def _doers(paragraph: Paragraph, verb: Token) -> list[Mention]:
    passive = is_passive(verb)
    who = agents(verb) if passive else subjects(verb)
    return [m for t in who if (m := paragraph.headed_by(t, _WHO)) is not None]


def _others(paragraph: Paragraph, verb: Token) -> Iterator[Mention]:
    """Those behind "with" or "between"."""
    for child in verb.children:
        if child.dep_.startswith("obl") and any(c.lower_ in _WITH for c in child.children if c.dep_ == "case"):
            for token in conjuncts(child):
                mention = paragraph.headed_by(token, _WHO)
                if mention is not None:
                    yield mention


def _comprised(paragraph: Paragraph, verb: Token) -> Iterator[Link]:
    """ "the Group, comprising A, B and C", "the Forum brings together A and B"."""
    wholes = subjects(verb) or [verb.head]
    things = [m for t in wholes if (m := paragraph.headed_by(t, ("Forum", "InternationalOrganization"))) is not None]
    parts = [x for c in verb.children if c.dep_ in ("obj", "obl") for x in conjuncts(c)]
    yield from _links(paragraph, things, [m for t in parts if (m := paragraph.headed_by(t, ACTORS))], _SAID)


def _member(paragraph: Paragraph, noun: Token) -> Iterator[Link]:
    """ "A, a member of X", "A is a signatory to X", "X members A and B"."""
    things = [
        m
        for c in noun.children
        if c.dep_ in ("nmod", "nmod:poss", "compound")
        for t in conjuncts(c)
        if (m := paragraph.headed_by(t, tuple(_WHOLES))) is not None
    ]
    things += [m for m in paragraph.mentions if m.end == noun.i and m.kind in _WHOLES and m not in things]
    who: list[Token] = []
    if noun.dep_ == "appos":
        who = conjuncts(noun.head)
    elif any(c.dep_ == "cop" for c in noun.children):
        who = subjects(noun)
    who += [x for c in noun.children if c.dep_ == "appos" for x in conjuncts(c)]
    actors = [m for t in who if (m := paragraph.headed_by(t, _WHO)) is not None]
    yield from _links(paragraph, things, [*actors, *list_after(paragraph, noun.i + 1)], _SAID)

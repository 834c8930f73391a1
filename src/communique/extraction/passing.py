"""Meetings told in passing: "after talks with B in Amman", "dined at Carlton House", "was in Brasília in July".

These are many, and most are no more than a clause. What is found here is only what may be one; resolution judges, and
knows from each word how often it tells of a meeting.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from spacy.tokens import Span, Token

from communique.language.syntax import agents, conjuncts, is_passive, negated, subjects
from communique.resources import data_lines

from .draft import Mention
from .paragraph import Paragraph
from .people import people_in, people_under, with_holder
from .telling import companions, doers, does_to_people

__all__ = ["Passing", "passing_meetings", "points_back", "share_of", "sort_and_share"]

_COMPANY = frozenset(("with", "between", "among", "by", "of", "for", "on", "to"))
_BESIDE = frozenset(("with", "before", "to", "alongside", "at"))
_ACTORS = ("Official", "State", "InternationalOrganization", "Organization", "GovernmentBody", "Office", "Forum")
_STEPS = 4
_POINTING = frozenset(("the", "this", "these", "their"))
_SURE = 0.4
"""Nouns that tell of a meeting this often mean one wherever they stand."""
_TELLING_APART = frozenset(("amod", "nummod", "compound", "nmod", "flat"))
_THINGS = ("Meeting", "Forum", "Agreement", "Office", "Organization", "InternationalOrganization", "GovernmentBody")


@dataclass(frozen=True, slots=True)
class Passing:
    """A word that may tell of a meeting, and who is told to be there.

    Attributes:
        word: the noun or verb; for "was in Brasília" the place.
        sort: meeting, call or visit.
        share: of its sentences that tell of one.
        who: who takes part as far as the tree says.
        above: the verb or predicate over a noun, whose places and dates may be the meeting's.
        open: whether it is yet to come, wished for or denied.
    """

    word: Token
    sort: str
    share: float
    who: tuple[Mention, ...]
    above: Token | None
    open: bool


@lru_cache(maxsize=1)
def _words() -> dict[tuple[str, str], tuple[str, float]]:
    rows = (line.split("\t") for line in data_lines(__package__, "meeting_words.tsv")[1:])
    return {(word, part): (sort, float(share)) for word, part, sort, share in rows}


@lru_cache(maxsize=1)
def _lemmas() -> frozenset[str]:
    return frozenset(word for word, _ in _words())


def share_of(token: Token) -> float:
    """The share of its sentences in which a word tells of a meeting; 0 for others."""
    return sort_and_share(token.lemma_.lower(), "VERB" if token.pos_ == "VERB" else "NOUN")[1]


def sort_and_share(lemma: str, part: str) -> tuple[str, float]:
    """What sort of meeting a word may tell of, and in which share of its sentences; ``("", 0.0)`` for others.

    Args:
        lemma: in lower case.
        part: ``VERB`` or ``NOUN``.
    """
    return _words().get((lemma, part), ("", 0.0))


def passing_meetings(paragraph: Paragraph, sentence: Span, taken: Collection[int]) -> Iterator[Passing]:
    """The words of a sentence that may tell of a meeting, besides those that are known to.

    Args:
        taken: indices of the words that tell of other events.
    """
    for token in paragraph.words(sentence, _lemmas()):
        if token.i in taken:
            continue
        if token.pos_ == "VERB" and (token.lemma_.lower(), "VERB") in _words():
            yield from _by_verb(paragraph, token)
        elif token.pos_ == "NOUN" and (token.lemma_.lower(), "NOUN") in _words():
            around = paragraph.at(token)
            if around is None or around.kind not in _THINGS:
                yield from _by_noun(paragraph, token)
        elif token.pos_ in ("AUX", "VERB") and token.dep_ == "cop":
            yield from _by_stay(paragraph, token)


def _by_verb(paragraph: Paragraph, verb: Token) -> Iterator[Passing]:
    who = _doers(paragraph, verb)
    others = companions(paragraph, verb, _BESIDE)
    for child in verb.children:
        if child.dep_ == "obj":
            others += [m for part in conjuncts(child) for m in people_in(paragraph, part)]
    sort, share = _words()[verb.lemma_.lower(), "VERB"]
    if who and (others or not does_to_people(verb) or is_passive(verb)):
        yield Passing(verb, sort, share, _people([*who, *others]), None, _is_open(verb))


def _by_noun(paragraph: Paragraph, noun: Token) -> Iterator[Passing]:
    who: list[Mention] = []
    for child in noun.children:
        case = {c.lower_ for c in child.children if c.dep_ == "case"}
        if child.dep_ == "nmod:poss" or (child.dep_.startswith("nmod") and case & _COMPANY):
            for part in conjuncts(child):
                who += [x for m in people_under(paragraph, part) for x in with_holder(paragraph, m)]
    above = _verb_above(noun)
    if above is not None and noun.dep_ not in ("nsubj", "nsubj:pass"):
        who = [*_doers(paragraph, above), *who]
        who += companions(paragraph, above, frozenset(("with",)))
    sort, share = _words()[noun.lemma_.lower(), "NOUN"]
    if noun.head.lower_ == "phone" or any(c.lower_ in ("phone", "telephone", "video") for c in noun.children):
        sort = "call"
    yield Passing(noun, sort, share, _people(who), above, above is not None and _is_open(above))


def _by_stay(paragraph: Paragraph, verb: Token) -> Iterator[Passing]:
    """ "President A was in Brasília in July"."""
    place = paragraph.headed_by(verb.head, ("Place", "State"))
    if place is None or not any(c.dep_ == "case" and c.lower_ in ("in", "at") for c in verb.head.children):
        return
    who = [m for m in _doers(paragraph, verb.head) if m.kind in ("Official", "Office", "Reference")]
    if who:
        sort, share = _words()["be", "VERB"]
        yield Passing(verb.head, sort, share, _people(who), None, _is_open(verb.head))


def _doers(paragraph: Paragraph, verb: Token) -> list[Mention]:
    """Who does what a verb says; of "is due to meet" and "left after meeting" who is due, and who left."""
    for _ in range(_STEPS):
        told = agents(verb) or subjects(verb)
        found = [] if agents(verb) else doers(paragraph, verb)
        found = found or [m for t in told for part in conjuncts(t) for m in people_under(paragraph, part)]
        if found or verb.dep_ not in ("xcomp", "advcl", "acl", "acl:relcl", "conj", "ccomp"):
            return found
        if verb.dep_.startswith("acl"):
            noun = paragraph.headed_by(verb.head, _ACTORS)
            if noun is not None:
                return with_holder(paragraph, noun)
        verb = verb.head
    return []


def _verb_above(noun: Token) -> Token | None:
    token = noun
    for _ in range(_STEPS):
        if token.head.i == token.i:
            return None
        token = token.head
        if token.pos_ == "VERB" or any(c.dep_ == "cop" for c in token.children):
            return token
    return None


def points_back(noun: Token) -> bool:
    """Whether a noun means a meeting told of before, and none of its own: "the talks, which lasted two hours"."""
    if noun.pos_ != "NOUN" or share_of(noun) < _SURE or not any(c.lower_ in _POINTING for c in noun.children):
        return False
    return not any(c.dep_.split(":")[0] in _TELLING_APART and c.lower_ not in _POINTING for c in noun.children)


def _people(mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    return tuple(dict.fromkeys(m for m in mentions if m.kind in (*_ACTORS, "Reference")))


def _is_open(verb: Token) -> bool:
    modal = any(c.tag_ == "MD" for c in verb.children)
    return modal or negated(verb) or (verb.tag_ == "VB" and verb.dep_ in ("xcomp", "ccomp", "acl"))

"""What the network knows of meetings without names: which words tell of one, who was there, where and when.

Rules find the words by lexicon and tree, the network by what it has seen beside such words. Each alone is often wrong.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
from spacy.tokens import Span, Token

from communique.language.components import chances_of, has_scores
from communique.language.syntax import conjuncts, is_passive, subjects

from .draft import EventDraft
from .hints import hints_of_meetings
from .paragraph import Paragraph
from .passing import points_back, share_of, sort_and_share
from .people import leads_delegation, people_in
from .telling import does_to_people, is_call

__all__ = ["heard_events"]

_TAG_SET = "event"
_LEAST = 0.2
"""What is less likely to tell of a meeting, and is found by no rule, is left."""
_SURE = 0.4
"""From here on a hint says who is at a meeting that no rule has found."""


def heard_events(paragraph: Paragraph, events: Sequence[EventDraft]) -> Iterator[EventDraft]:
    """The events of a paragraph with the network's hints, and those that only the network finds."""
    if not has_scores(paragraph.doc):
        yield from events
        return
    chances = chances_of(paragraph.doc, _TAG_SET)
    told = [e for e in events if e.at >= 0]
    taken = {e.at for e in told} | {i for m in paragraph.mentions if m.kind == "Meeting" for i in range(m.start, m.end)}
    more: list[EventDraft] = []
    for number, sentence in paragraph.sentences if paragraph.block.kind != "title" else ():
        words = (sentence.start + np.flatnonzero(chances[sentence.start : sentence.end] >= _LEAST)).tolist()
        more += [
            _of_network(paragraph, at, number, sentence)
            for at in words
            if at not in taken and not _takes_things(paragraph, at)
        ]
    known = hints_of_meetings(paragraph, {e.at for e in (*told, *more)})
    for event in events:
        if event.at < 0:
            yield event
        else:
            hints, days = known[event.at]
            yield replace(event, likely=round(float(chances[event.at]), 3), hints=hints, days=days)
    for event in more:
        hints, days = known[event.at]
        start = max((d for d in days if d.property == "startDate"), key=lambda d: d.probability, default=None)
        yield replace(
            event,
            likely=round(float(chances[event.at]), 3),
            hints=hints,
            days=days,
            participants=_sure(hints, "participant"),
            heads=_sure(hints, "delegationHead"),
            hosts=_sure(hints, "host"),
            places=_sure(hints, "heldAt"),
            start=start.value if start is not None and start.probability >= _SURE else None,
        )


def _of_network(paragraph: Paragraph, at: int, number: int, sentence: Span) -> EventDraft:
    word = paragraph.doc[at]
    part = "VERB" if word.pos_ == "VERB" else "NOUN"
    return EventDraft(
        mention=None,
        sort="call" if is_call(word.text) else sort_and_share(word.lemma_.lower(), part)[0] or "meeting",
        block=paragraph.index,
        sentence=number,
        evidence=paragraph.sentence_passage(sentence),
        definite=_is_told_of(paragraph, word),
        told=True,
        passing=True,
        share=share_of(word),
        at=at,
        word=paragraph.passage(at, at + 1),
    )


def _takes_things(paragraph: Paragraph, at: int) -> bool:
    """Whether a verb is done to a thing here, though it tells of a meeting if done to people: "received a letter"."""
    verb = paragraph.doc[at]
    if verb.pos_ != "VERB" or is_passive(verb) or not does_to_people(verb):
        return False
    objects = [part for child in verb.children if child.dep_ == "obj" for part in conjuncts(child)]
    return bool(objects) and not any(people_in(paragraph, thing) for thing in objects)


def _is_told_of(paragraph: Paragraph, word: Token) -> bool:
    """Whether a word says more of a meeting named or told before: "the session was chaired by"."""
    if leads_delegation(word) or points_back(word):
        return True
    return any(
        paragraph.headed_by(subject, ("Meeting", "Forum")) is not None or points_back(subject)
        for subject in subjects(word)
    )


def _sure(hints: Sequence[tuple[str, int, float]], prop: str) -> tuple[int, ...]:
    return tuple(mention for name, mention, p in hints if name == prop and p >= _SURE)

"""Who wrote, signed and put out a document, as mentions: its byline, foot, letterhead and front matter name them."""

import re
from collections.abc import Iterator
from dataclasses import replace

from communique.document import Credit, Document
from communique.findings import Passage
from communique.lexicon import lexicon

from .draft import Link, Mention
from .patterns import head_noun
from .plausible import clean_name

__all__ = ["find_credits"]

_OUTSIDE = -1
"""They stand in no paragraph, so no token is part of them; and who writes isn't in the headline, as a publisher is."""
_FAR = -9
"""The sentence that they are counted in: near none of the text."""
_UNSURE = 0.5
_WORD = re.compile(r"(?:[^\W\d_]\.)+|['’]s\b|\w+|[^\w\s]")
_PERSON = re.compile(r"(?:[^\W\d_][\w.'’-]*\s+){1,5}[^\W\d_][\w.'’-]+")
"""Two names at least: no "admin", no address, no name cut in two by a comma."""
_LONGEST = 120
_BODIES = frozenset(("GovernmentBody", "Organization", "InternationalOrganization"))


def find_credits(document: Document, first_id: int) -> Iterator[tuple[Mention, tuple[Link, ...]]]:
    """The people and bodies of a document's credits, and the states in the names of the bodies.

    Args:
        document: the document.
        first_id: id of the first mention.
    """
    number = first_id
    for credit in document.credits:
        if credit.role != "publisher":
            if _is_person(credit):
                yield replace(_mention(number, "Official", credit.passage), block=_OUTSIDE), ()
                number += 1
            continue
        body = _body(number, credit)
        if body is None:
            continue
        yield body, ()
        number += 1
        state = _state_in(number, credit.passage)
        if state is not None and body.kind == "GovernmentBody":
            yield state, (Link(body.id, "partOf", state.id, credit.passage, _UNSURE),)
            number += 1


def _is_person(credit: Credit) -> bool:
    """Whether a name is a person's: an author's is whole, a signatory's a surname at least, and of nothing known."""
    name = credit.passage.quote
    if credit.role == "author":
        return _PERSON.fullmatch(name) is not None
    return not any(lexicon().gazetteer.lookup(name))


def _mention(
    number: int, kind: str, passage: Passage, known: str = "", same_as: str = "", form: str = "name"
) -> Mention:
    text = clean_name(" ".join(passage.quote.split()))
    return Mention(number, kind, text, passage, 0, _FAR, _OUTSIDE, _OUTSIDE, known, same_as, form, confidence=_UNSURE)


def _body(number: int, credit: Credit) -> Mention | None:
    """A publisher, of the class that the lexicon knows or that the noun of its name settles."""
    name = " ".join(credit.passage.quote.split())
    if not any(c.isalpha() for c in name) or len(name) > _LONGEST:
        return None
    form = next(iter(lexicon().gazetteer.lookup(name)), None)
    if form is not None:
        kind, record = form.record.classes[0], form.record
        if kind not in _BODIES:
            return None
        return _mention(number, kind, credit.passage, record.name, record.identifier, form.kind)
    noun = head_noun(tuple(_WORD.findall(name)))
    return _mention(number, noun.classes[0] if noun and noun.classes[0] in _BODIES else "Organization", credit.passage)


def _state_in(number: int, passage: Passage) -> Mention | None:
    words = list(_WORD.finditer(passage.quote))
    for match in lexicon().state_gazetteer.find([w[0] for w in words]):
        if match.kind != "capital":
            start, end = words[match.start].start(), words[match.end - 1].end()
            inner = Passage(passage.start + start, passage.start + end, passage.quote[start:end])
            return _mention(number, "State", inner, match.record.name, match.record.identifier, match.kind)
    return None

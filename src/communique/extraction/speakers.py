"""Who speaks in a joint text: "We, the Governments of A, B and C, …"."""

from collections.abc import Sequence

from spacy.tokens import Token

from communique.language.syntax import conjuncts

from .draft import Mention
from .paragraph import Paragraph

__all__ = ["find_speakers"]

_SPEAKERS = ("State", "InternationalOrganization", "Official")
_SEARCHED = 4
_HEAD = 12
"""Paragraphs among which a text's "We, the leaders of …" stands: a letterhead may be many lines."""


def find_speakers(paragraphs: Sequence[Paragraph]) -> tuple[int, ...]:
    """Mentions of those in whose name a text speaks, from its first sentences; empty when it doesn't say.

    Args:
        paragraphs: the text's paragraphs without its titles.
    """
    found: tuple[int, ...] = ()
    for paragraph in paragraphs[:_SEARCHED]:
        for _, sentence in paragraph.sentences:
            for token in sentence:
                if token.lower_ == "we" and token.dep_ in ("nsubj", "ROOT", "nsubj:pass"):
                    named = _under(paragraph, [c for c in token.children if c.dep_ in ("appos", "conj", "list")])
                    named = max(_people(paragraph, named), _listed(paragraph), key=len)
                    if len(named) > 1:
                        return named
                    # "As leaders of A, B and C, guided by …, we resolve"
                    bodies = [t for t in sentence if t.i < token.i and t.tag_ in ("NNS", "NNPS")]
                    lists = [_under(paragraph, [t]) for t in bodies]
                    named = max(lists, key=len, default=())
                    if len(named) > 1:
                        return named
            if not found and paragraph is paragraphs[0] and sentence.start == 0:
                subjects = [c for c in sentence.root.children if c.dep_ in ("nsubj", "nsubj:pass")]
                named = _under(paragraph, subjects)
                found = named if len(named) > 1 else ()
    return found or next((named for p in paragraphs[:_HEAD] if len(named := _listed(p)) > 1), ())


def _listed(paragraph: Paragraph) -> tuple[int, ...]:
    """The actors between "We, the" and the first verb, which trees lose: "We, the leaders of A and B, meeting at C"."""
    doc = paragraph.doc
    if len(doc) < 3 or doc[0].lower_ != "we" or doc[1].lower_ not in (",", "the"):
        return ()
    verb = next((t.i for t in doc if t.pos_ in ("VERB", "AUX")), len(doc))
    inside = [m for m in paragraph.inside(0, verb) if m.kind in _SPEAKERS and m.form not in ("adjective", "demonym")]
    return _people(paragraph, tuple(m.id for m in inside))


def _people(paragraph: Paragraph, named: tuple[int, ...]) -> tuple[int, ...]:
    """Of those who speak the people, if there are several: "We, A, President of X, and B, President of Y"."""
    people = [x for m in paragraph.mentions if m.kind == "Official" and m.id in named for x in paragraph.list_of(m)]
    return tuple(dict.fromkeys(m.id for m in people)) if len(people) > 1 else named


def _under(paragraph: Paragraph, tokens: Sequence[Token]) -> tuple[int, ...]:
    """The actors in a coordination and in what hangs on it."""
    named: list[Mention] = []
    for token in tokens:
        for part in conjuncts(token):
            direct = paragraph.headed_by(part, _SPEAKERS)
            if direct is not None:
                named.append(direct)
                continue
            low, high = part.left_edge.i, part.right_edge.i + 1
            named += [
                m for m in paragraph.inside(low, high) if m.kind in _SPEAKERS and m.form not in ("adjective", "demonym")
            ]
    return tuple(dict.fromkeys(m.id for m in named))

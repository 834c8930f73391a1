"""Invitations and offers that are taken up: "A invited B to visit Quito. The invitation was accepted." """

from collections.abc import Iterable, Mapping
from dataclasses import replace

from spacy.tokens import Span, Token

from communique.language.syntax import agents, negated, subjects
from communique.lexicon.derived import deeds

from .draft import ActDraft, Mention
from .paragraph import Paragraph

__all__ = ["accepted"]

_ACTORS = ("Official", "Office", "State", "InternationalOrganization", "Organization", "GovernmentBody")
_REACH = 1
"""In how many sentences behind an invitation its acceptance is looked for."""
_TURNED = {"by": "toward", "toward": "by"}


def accepted(paragraph: Paragraph, sentences: Mapping[int, Span], act: ActDraft, span: Span) -> ActDraft | None:
    """The commitment of who accepts what an act invites to: the same words, the roles turned.

    Args:
        sentences: of the paragraph, by their running numbers.
        act: any act of the paragraph.
        span: its words.
    """
    if act.act != "urge" or not _offered(span, sentences[act.sentence]):
        return None
    near = (sentences[n] for n in range(act.sentence, act.sentence + _REACH + 1) if n in sentences)
    for sentence in near:
        word = _acceptance(paragraph, sentence, span.end)
        if word is not None:
            named = _named(paragraph, agents(word) or subjects(word))
            return replace(
                act,
                act="commit",
                by=tuple(m.id for m in named) or act.toward,
                toward=act.by,
                evidence=tuple(dict.fromkeys((*act.evidence, paragraph.sentence_passage(sentence)))),
                signs=replace(act.signs, cue="commit", strong=True),
                hints=tuple((_TURNED.get(role, role), mention, likely) for role, mention, likely in act.hints),
            )
    return None


def _offered(span: Span, sentence: Span) -> bool:
    """Whether an act's words are what a word before them invites to."""
    before = span.doc[sentence.start : span.start]
    return any(t.lemma_.lower() in deeds("inviting") for t in before)


def _acceptance(paragraph: Paragraph, sentence: Span, behind: int) -> Token | None:
    """The word that accepts: behind the invitation in its sentence, or with the invitation beside it in the next."""
    same = sentence.start < behind
    for word in paragraph.words(sentence, deeds("accepting")):
        if word.i >= behind and word.pos_ == "VERB" and not negated(word) and not _takes_another(word):
            return word if same or paragraph.words(sentence, deeds("invited")) else None
    return None


def _takes_another(word: Token) -> bool:
    """Whether something else is accepted: "accepted the credentials of"."""
    things = [c for c in word.children if c.dep_ == "obj"]
    return any(t.pos_ != "PRON" and t.lemma_.lower() not in deeds("invited") for t in things)


def _named(paragraph: Paragraph, tokens: Iterable[Token]) -> list[Mention]:
    found = (paragraph.headed_by(token, _ACTORS) for token in tokens)
    return [m for m in found if m is not None]

"""Acts: what was committed to, welcomed, condemned …, in which words, by whom, toward whom.

The stretch and the kind of each act come from the network's tagger; who stands in its roles comes from the tree.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from spacy.tokens import Doc, Span, Token

from communique.language.components import has_scores, shares_of, spans_of
from communique.language.spans import ScoredSpan
from communique.language.syntax import agents, conjuncts, head_of, negated, subjects
from communique.lexicon.knowledge import lexicon

from .accepting import accepted
from .draft import ActDraft, ActSigns, Mention
from .hints import role_hints
from .paragraph import Paragraph
from .people import right_before
from .telling import tells

__all__ = ["find_acts"]

_HOLDERS = (
    "Official",
    "State",
    "InternationalOrganization",
    "Organization",
    "GovernmentBody",
    "Office",
    "Reference",
    "Forum",
    "Meeting",
)
_ACTORS = ("Official", "State", "InternationalOrganization", "Organization", "GovernmentBody")
_ADDRESSED = frozenset(("support", "welcome", "condemn", "commit", "urge", "concern", "acknowledge"))
_FAR = 10
_CHAIN = 3
"""Steps up the tree from a content to the word that makes an act of it."""
_PARTS = {"VERB": "verb", "NOUN": "noun", "ADJ": "adjective", "AUX": "auxiliary"}
_INTENT = frozenset(("will", "shall"))
_DANGLING = frozenset(("IN", "TO", "WDT", "CC", "DT", "``"))
"""Tags of words that no content ends in: "of", "to", "that", "and", "the", an opening quotation mark."""
_EAGERNESS = 1.2
_LEAST = 0.4
"""Mean probability of a span's tags from which on it may be an act: resolution judges."""
_SHARE = 0.1
"""Of the tagger's certainty, what another kind of act has to have of it to be thought of."""


def find_acts(paragraph: Paragraph, leads: Sequence[Paragraph]) -> Iterator[ActDraft]:
    """The acts of one paragraph, in text order.

    Args:
        paragraph: the paragraph.
        leads: the paragraph that introduces the list of which this is an item, and what introduces that.
    """
    if not has_scores(paragraph.doc):
        return
    sentences = dict(paragraph.sentences)
    for act, span in _told(paragraph, leads):
        yield act
        acceptance = None if act.signs.instead else accepted(paragraph, sentences, act, span)
        if acceptance is not None:
            yield acceptance


def _told(paragraph: Paragraph, leads: Sequence[Paragraph]) -> Iterator[tuple[ActDraft, Span]]:
    """The acts that the tagger finds, each with its words."""
    outer, inner = (spans_of(paragraph.doc, layer, _EAGERNESS) for layer in ("act", "act_inside"))
    nested = set(inner) - set(outer)
    sentences = {i: (number, s) for number, s in paragraph.sentences for i in range(s.start, s.end)}
    begun = {s.start: s.end for s in outer + inner}
    stretches: dict[tuple[int, int], ScoredSpan] = {}
    for found in sorted(outer + inner, key=lambda s: (s.start, -s.end)):
        start, end = _trimmed(paragraph.doc, found, sentences[found.start][1], begun)
        if found.probability >= _LEAST and any(t.is_alpha for t in paragraph.doc[start:end]):
            stretches.setdefault((start, end), found)
    hints = role_hints(paragraph, list(stretches))
    for ((start, end), found), hinted in zip(stretches.items(), hints, strict=True):
        number, sentence = sentences[start]
        span = paragraph.doc[start:end]
        head = head_of(span)
        holders = _holders(paragraph, span, head)
        evidence = [paragraph.sentence_passage(sentence)]
        for lead in leads:
            introduction = list(lead.doc.sents)[-1] if len(lead.doc) else None
            if introduction is not None and not introduction.text.isspace():
                evidence.insert(0, lead.sentence_passage(introduction))
                holders = holders or _lead_holders(lead, introduction)
        if _denied(span, head):
            continue
        inside = [m for m in paragraph.inside(start, end) if m.kind != "Reference"]
        signs = _signs(span, head, sentence, found, inner=found in nested, listed=bool(leads))
        layer = "act_inside" if found in nested else "act"
        for act, share in _kinds(found, signs, shares_of(paragraph.doc, layer, found.start, found.end)):
            toward = _toward(paragraph, span, head, act)
            addressed = {m.id for m in toward}
            draft = ActDraft(
                act=act,
                content=" ".join(span.text.split()),
                span=paragraph.passage(start, end),
                block=paragraph.index,
                sentence=number,
                evidence=tuple(evidence),
                by=_ids(holders),
                toward=_ids(toward),
                concerns=tuple(m.id for m in inside if m.id not in addressed),
                confidence=found.probability,
                hints=hinted,
                signs=replace(signs, share=share, instead=act != found.label),
            )
            yield draft, span


def _kinds(found: ScoredSpan, signs: ActSigns, shares: Mapping[str, float]) -> Iterator[tuple[str, float]]:
    """The kind that the tagger gives a stretch, and others that it may have, with the tagger's share for each."""
    yield found.label, shares.get(found.label, 0.0)
    for act, share in shares.items():
        if act != found.label and (share >= _SHARE or act == signs.cue):
            yield act, share


def _ids(mentions: Iterable[Mention]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(m.id for m in mentions))


def _trimmed(doc: Doc, found: ScoredSpan, sentence: Span, begun: Mapping[int, int]) -> tuple[int, int]:
    """The stretch within its sentence, without punctuation and dangling words at its ends.

    What ends in a word that asks for more goes on with the stretch that begins there: "A's wish to | join the Union".

    Args:
        begun: the ends of the stretches found, by their starts.
    """
    start, end = found.start, min(found.end, sentence.end)
    while start < end and (doc[start].is_space or re.fullmatch(r"[,;:.\-–—]+", doc[start].text)):
        start += 1
    while end > start and (doc[end - 1].is_space or re.fullmatch(r"[,;:.\-–—]+", doc[end - 1].text)):
        end -= 1
    if end - start > 1 and doc[end - 1].tag_ in _DANGLING:
        if found.end in begun:
            return start, min(begun[found.end], sentence.end)
        while end - start > 1 and doc[end - 1].tag_ in _DANGLING:
            end -= 1
    return start, end


def _signs(span: Span, head: Token, sentence: Span, found: ScoredSpan, *, inner: bool, listed: bool) -> ActSigns:
    above = head
    cue, modal = None, False
    for _ in range(_CHAIN):
        if above.head.i == above.i:
            break
        above = above.head
        if span.start <= above.i < span.end:
            continue
        modal = modal or any(c.tag_ == "MD" and c.lower_ not in _INTENT for c in above.children)
        cues = lexicon().acts.get((above.lemma_.lower(), _PARTS.get(above.pos_, "")), ())
        cue = next((c for c in cues if not c.particles), cues[0] if cues else None)
        if cue is not None:
            break
    return ActSigns(
        found.probability,
        found.first,
        found.least,
        inner,
        cue.act if cue else "",
        bool(cue and cue.strong),
        modal,
        listed,
        opens=span.start - sentence.start < 2,
        closes=sentence.end - span.end < 2,
        words=len(span),
        sentence_words=len(sentence),
        part=span[0].pos_,
        met=above.tag_ == "VB" and above.dep_ in ("advcl", "xcomp", "acl") and tells(above.head),
    )


def _denied(span: Span, head: Token) -> bool:
    """ "did not commit to X" is no commitment to X."""
    above = head.head
    return above.i != head.i and not span.start <= above.i < span.end and above.pos_ == "VERB" and negated(above)


def _holders(paragraph: Paragraph, span: Span, head: Token) -> list[Mention]:
    """Who performs an act: the subject of the word that its content depends on, or the possessor of the noun."""
    inside = range(span.start, span.end)
    if head.pos_ in ("VERB", "AUX", "ADJ", "NOUN") and head.dep_ not in ("nsubj", "obj", "obl", "nmod"):
        own = [s for s in subjects(head) if s.i not in inside] if head.dep_ in ("ROOT", "conj", "parataxis") else []
        if own:
            return _mentions_of(paragraph, own)
        if head.head.i == head.i:
            return []
    token = head.head
    pronoun: list[Mention] = []
    for _ in range(_FAR):
        if token.i in inside:
            if token.head.i == token.i:
                return pronoun
            token = token.head
            continue
        if token.pos_ in ("NOUN", "PROPN"):
            owners = _owners(paragraph, token, inside)
            if owners and not all(m.form in ("person", "thing", "any") and m.kind == "Reference" for m in owners):
                return owners
            pronoun = pronoun or owners  # "France reaffirmed its commitment": the subject is meant
        if token.pos_ in ("VERB", "AUX", "ADJ", "NOUN"):
            passive = agents(token)
            if passive and passive[0].i not in inside:
                return _mentions_of(paragraph, passive)
            found = [s for s in subjects(token) if s.i not in inside]
            if token.pos_ == "VERB" and not any(s.i < token.i for s in found):  # lost by the tree
                before = right_before(paragraph, token)
                if before and before[0].end <= span.start:
                    return [h for m in before for h in (paragraph.list_of(m) if m.kind == "Official" else [m])]
            if found:
                return _mentions_of(paragraph, found) or pronoun
        if token.head.i == token.i:
            return pronoun
        token = token.head
    return pronoun


def _owners(paragraph: Paragraph, noun: Token, inside: range) -> list[Mention]:
    """The possessor of an act's noun: "the United States' commitment", "U.S. support", "the commitment of A to"."""
    found: list[Mention] = []
    for child in noun.children:
        if child.i in inside:
            continue
        named = child.dep_ in ("amod", "compound", "nmod:unmarked", "nmod:desc")
        of = child.dep_ == "nmod" and any(c.lower_ in ("of", "by", "from") for c in child.children if c.dep_ == "case")
        if child.dep_ == "nmod:poss" or named or of:
            kinds = _HOLDERS if child.dep_ == "nmod:poss" or of else ("State", "InternationalOrganization")
            for token in conjuncts(child):
                mention = paragraph.headed_by(token, kinds)
                if mention is not None:
                    found += _person(paragraph, mention)
    return found


def _mentions_of(paragraph: Paragraph, tokens: Sequence[Token]) -> list[Mention]:
    found: list[Mention] = []
    for token in tokens:
        mention = paragraph.headed_by(token, _HOLDERS)
        if mention is not None:
            for holder in _person(paragraph, mention):
                found += paragraph.list_of(holder) if holder.kind == "Official" else [holder]
            continue
        # "senior U.S. and Israeli officials", "representatives from the two nations": whose people they are
        found += [
            m
            for m in paragraph.inside(token.left_edge.i, token.right_edge.i + 1)
            if m.kind in ("State", "InternationalOrganization", "Official")
            or (m.kind == "Reference" and m.form == "states")
        ][:6]
    return found


def _person(paragraph: Paragraph, mention: Mention) -> list[Mention]:
    """An office right before or behind a name stands for the person."""
    if mention.kind == "Office":
        for other in paragraph.mentions:
            if other.kind == "Official" and other.sentence == mention.sentence:
                inside = mention.start <= other.start and other.end <= mention.end
                if inside or 0 <= other.start - mention.end <= 5:
                    return [other]
    return [mention]


def _lead_holders(lead: Paragraph, introduction: Span) -> list[Mention]:
    root = introduction.root
    doers = subjects(root)
    if not doers and root.pos_ in ("NOUN", "PROPN"):  # "The Council,"
        doers = [root]
    return _mentions_of(lead, doers)


def _toward(paragraph: Paragraph, span: Span, head: Token, act: str) -> list[Mention]:
    """Whom an act benefits, addresses or targets."""
    found: list[Mention] = []
    governor = head.head
    if governor.i != head.i and governor.pos_ == "VERB":
        for (
            child
        ) in governor.children:  # "called on Iran to", "thanked President X for", "conveyed to President Y that"
            if child.i in range(span.start, span.end):
                continue
            case = {c.lower_ for c in child.children if c.dep_ == "case"}
            if child.dep_ in ("obj", "iobj") or (child.dep_.startswith("obl") and case & {"on", "upon", "to"}):
                for token in conjuncts(child):
                    mention = paragraph.headed_by(token, (*_ACTORS, "Reference"))
                    if mention is not None and mention.form not in ("thing", "speaker"):
                        found.append(mention)
    if found or act not in _ADDRESSED:
        return found
    for child in (head, *head.children):
        if not span.start <= child.i < span.end:
            continue
        case = {c.lower_ for c in child.children if c.dep_ == "case"}
        if child.i == head.i:
            direct = act in ("support", "condemn", "welcome")
        elif child.dep_ == "nmod:poss":
            direct = True
        elif child.dep_ in ("amod", "compound"):
            direct = act in ("condemn", "support", "concern")
        elif child.dep_ in ("nmod", "obl"):
            direct = (act == "commit" and bool(case & {"to", "for", "with", "of"})) or (
                act == "support" and "of" in case
            )
        elif child.dep_ == "obj":
            direct = act == "commit" and head.pos_ == "VERB"
        else:
            direct = act == "urge" and child.dep_ == "nsubj"
        if direct:
            for token in conjuncts(child):
                mention = paragraph.headed_by(token, _ACTORS)
                if mention is not None:
                    found.append(mention)
    return found

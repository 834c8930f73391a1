"""Whether what may be an act is one, as numbers: of this kind, and in these words."""

from collections import defaultdict

import numpy as np
from numpy.typing import NDArray

from communique.extraction import ActDraft, Draft
from communique.schema import ACTS

__all__ = ["ACT_FEATURES", "act_rows"]

_PARTS = ("VERB", "NOUN", "PROPN", "ADP", "DET", "ADJ", "PART", "PRON", "SCONJ", "AUX", "ADV", "NUM", "PUNCT")
_HINTED = ("by", "toward")
ACT_FEATURES: tuple[str, ...] = (
    *(f"is {a}" for a in ACTS),
    *(f"cue {a}" for a in ACTS),
    *(f"begins with {p}" for p in _PARTS),
    *(f"hint of {r}" for r in _HINTED),
    "probability",
    "first probability",
    "least probability",
    "inner",
    "cue agrees",
    "cue is strong",
    "modal",
    "listed",
    "opens its sentence",
    "closes its sentence",
    "words",
    "words of its sentence",
    "sentence",
    "holders",
    "addressed",
    "concerned",
    "acts of its sentence",
    "likelier ones of its sentence",
    "holds others",
    "is held",
    "said before",
    "acts of the document",
    "mean probability of the document",
    "share of its kind",
    "instead of another kind",
)
_AT = {name: i for i, name in enumerate(ACT_FEATURES)}


def act_rows(draft: Draft) -> NDArray[np.float32]:
    """A row of `ACT_FEATURES` for each act of a draft, in its order."""
    rows = np.zeros((len(draft.acts), len(ACT_FEATURES)), dtype=np.float32)
    by_sentence: dict[int, list[ActDraft]] = defaultdict(list)
    told = [act for act in draft.acts if not act.signs.instead]
    for act in told:
        by_sentence[act.sentence].append(act)
    mean = float(np.mean([a.signs.probability for a in told])) if told else 0.0
    said: dict[str, int] = {}
    for row, act in zip(rows, draft.acts, strict=True):
        _fill(row, act)
        beside = [a for a in by_sentence[act.sentence] if a.span != act.span]
        row[_AT["acts of its sentence"]] = len(beside) + 1
        row[_AT["likelier ones of its sentence"]] = sum(a.confidence > act.confidence for a in beside)
        row[_AT["holds others"]] = sum(_holds(act, a) for a in beside)
        row[_AT["is held"]] = sum(_holds(a, act) for a in beside)
        row[_AT["said before"]] = said.setdefault(act.content.casefold(), act.span.start) != act.span.start
        row[_AT["acts of the document"]] = min(len(told), 60)
        row[_AT["mean probability of the document"]] = mean
    return rows


def _fill(row: NDArray[np.float32], act: ActDraft) -> None:
    row[_AT[f"is {act.act}"]] = 1
    for role, _, probability in act.hints:
        if role in _HINTED:
            row[_AT[f"hint of {role}"]] = max(row[_AT[f"hint of {role}"]], probability)
    row[_AT["sentence"]] = min(act.sentence, 60)
    row[_AT["holders"]] = min(len(act.by), 4)
    row[_AT["addressed"]] = min(len(act.toward), 4)
    row[_AT["concerned"]] = min(len(act.concerns), 8)
    signs = act.signs
    if signs.cue:
        row[_AT[f"cue {signs.cue}"]] = 1
        row[_AT["cue agrees"]] = 1 if signs.cue == act.act else -1
    if signs.part in _PARTS:
        row[_AT[f"begins with {signs.part}"]] = 1
    row[_AT["probability"]] = signs.probability
    row[_AT["first probability"]] = signs.first
    row[_AT["least probability"]] = signs.least
    row[_AT["inner"]] = signs.inner
    row[_AT["cue is strong"]] = signs.strong
    row[_AT["modal"]] = signs.modal
    row[_AT["listed"]] = signs.listed
    row[_AT["opens its sentence"]] = signs.opens
    row[_AT["closes its sentence"]] = signs.closes
    row[_AT["share of its kind"]] = signs.share
    row[_AT["instead of another kind"]] = signs.instead
    row[_AT["words"]] = min(signs.words, 80)
    row[_AT["words of its sentence"]] = min(signs.sentence_words, 120)


def _holds(outer: ActDraft, inner: ActDraft) -> bool:
    return outer.span.start <= inner.span.start and inner.span.end <= outer.span.end

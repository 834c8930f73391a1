"""Scores of a pipeline on treebanks and annotated documents.

Treebanks are scored twice. On their own words and sentences, and from raw text as the CoNLL 2018 shared task does it
(Zeman et al. 2018, https://aclanthology.org/K18-2001): words and sentences are aligned by their characters, and F1
counts what both sides have. Labels are compared without subtypes, as there.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from communique.language.components import spans_of

from .lemmas import lemmas_of
from .treebank import Sentence, paragraphs, read_conllu
from .treebank import spans_of as tagged_spans

__all__ = ["SpanScore", "TreebankScore", "score_spans", "score_treebank"]


@dataclass(slots=True)
class TreebankScore:
    """Percentages of one treebank.

    Attributes:
        given: with the treebank's words and sentences: UAS, LAS, UPOS, XPOS, lemma, LAS of long sentences.
        raw: from raw text, F1: words, sentences, UPOS, lemma, UAS, LAS.
    """

    given: dict[str, float] = field(default_factory=dict)
    raw: dict[str, float] = field(default_factory=dict)


def score_treebank(path: Path, nlp: Language) -> TreebankScore:
    """Score a pipeline on a CoNLL-U file.

    Raises:
        OSError: if the file can't be read.
        ValueError: if it is no CoNLL-U file.
    """
    sentences = list(read_conllu(path))
    return TreebankScore(_given(sentences, nlp), _raw(sentences, nlp))


def _plain(relation: str) -> str:
    return relation.split(":")[0].lower()


def _given(sentences: Sequence[Sentence], nlp: Language) -> dict[str, float]:
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    lemmas = lemmas_of(nlp)
    for sentence in sentences:
        starts: list[bool | int | None] = [i == 0 for i in range(len(sentence.words))]
        doc: Doc = Doc(nlp.vocab, words=sentence.words, sent_starts=starts)
        for _, component in nlp.pipeline:
            doc = component(doc)
        long = len(doc) > 35
        for i, token in enumerate(doc):
            head = 0 if token.head.i == i else token.head.i + 1
            attached = head == sentence.heads[i]
            labelled = attached and _plain(token.dep_) == _plain(sentence.relations[i])
            for name, ok in (
                ("UAS", attached),
                ("LAS", labelled),
                ("UPOS", token.pos_ == sentence.upos[i]),
                ("XPOS", token.tag_ == sentence.xpos[i]),
                ("lemma", token.lemma_ == sentence.lemmas[i]),
                (
                    "lemma of gold tags",
                    lemmas.lemma(token.text, sentence.upos[i]) == sentence.lemmas[i],
                ),
                *((("LAS over 35 words", labelled),) if long else ()),
            ):
                right[name] += ok
                total[name] += 1
    return {name: round(100 * right[name] / total[name], 2) for name in total}


_Word = tuple[int, int]


def _raw(sentences: Sequence[Sentence], nlp: Language) -> dict[str, float]:
    """F1 over the paragraphs of a treebank, each read as one text."""
    both: Counter[str] = Counter()
    system: Counter[str] = Counter()
    gold: Counter[str] = Counter()
    groups = list(paragraphs(sentences))
    docs = nlp.pipe(" ".join(s.text for s in g) for g in groups)
    for group, doc in zip(groups, docs, strict=True):
        ours, theirs = _analysed(doc), _annotated(group)
        for name in theirs:
            mine, wanted = ours[name], theirs[name]
            both[name] += len(mine & wanted)
            system[name] += len(mine)
            gold[name] += len(wanted)
    return {name: round(200 * both[name] / (system[name] + gold[name]), 2) for name in gold}


def _analysed(doc: Doc) -> dict[str, set[object]]:
    positions = _positions([t.text for t in doc if not t.is_space])
    words = [t for t in doc if not t.is_space]
    at = {t.i: p for t, p in zip(words, positions, strict=True)}
    spans: list[_Word] = []
    for sentence in doc.sents:
        own = [at[t.i] for t in sentence if t.i in at]
        if own:
            spans.append((own[0][0], own[-1][1]))
    heads = [None if t.head.i == t.i else at.get(t.head.i) for t in words]
    return _items(positions, spans, [t.pos_ for t in words], [t.lemma_ for t in words], heads, [t.dep_ for t in words])


def _annotated(group: Sequence[Sentence]) -> dict[str, set[object]]:
    words = [w for s in group for w in s.words]
    positions = _positions(words)
    spans: list[_Word] = []
    heads: list[_Word | None] = []
    offset = 0
    for s in group:
        own = positions[offset : offset + len(s.words)]
        spans.append((own[0][0], own[-1][1]))
        heads += [None if h == 0 else own[h - 1] for h in s.heads]
        offset += len(s.words)
    upos = [x for s in group for x in s.upos]
    lemmas = [x for s in group for x in s.lemmas]
    return _items(positions, spans, upos, lemmas, heads, [x for s in group for x in s.relations])


def _positions(words: Iterable[str]) -> list[_Word]:
    """Offsets in the text without white space, which both sides share."""
    found: list[_Word] = []
    at = 0
    for word in words:
        length = len("".join(word.split()))
        found.append((at, at + length))
        at += length
    return found


def _items(
    positions: Sequence[_Word],
    sentences: Sequence[_Word],
    upos: Sequence[str],
    lemmas: Sequence[str],
    heads: Sequence[_Word | None],
    relations: Sequence[str],
) -> dict[str, set[object]]:
    return {
        "words": set(positions),
        "sentences": set(sentences),
        "UPOS": set(zip(positions, upos, strict=True)),
        "lemma": set(zip(positions, lemmas, strict=True)),
        "UAS": set(zip(positions, heads, strict=True)),
        "LAS": {(p, h, _plain(r)) for p, h, r in zip(positions, heads, relations, strict=True)},
    }


@dataclass(slots=True)
class SpanScore:
    """Counts of right, found and wanted spans."""

    right: int = 0
    found: int = 0
    wanted: int = 0

    @property
    def f1(self) -> float:
        """F1 in percent."""
        return round(200 * self.right / (self.found + self.wanted), 2) if self.found + self.wanted else 0.0


def score_spans(data: Iterable[Sentence], nlp: Language, tag_set: str) -> dict[str, SpanScore]:
    """Exact spans of one tag set against tagged paragraphs, by label, with the sum under "all".

    Args:
        data: paragraphs whose `text` is read by the pipeline, or whose words are taken when there is no text.
    """
    scores: dict[str, SpanScore] = {"all": SpanScore()}
    for sentence in data:
        doc: Doc = Doc(nlp.vocab, words=sentence.words)
        for _, component in nlp.pipeline:
            doc = component(doc)
        mine = {(s.start, s.end, s.label) for s in spans_of(doc, tag_set)}
        theirs = set(tagged_spans(sentence.tags[tag_set]))
        for label in {s[2] for s in mine | theirs}:
            for name in (label, "all"):
                score = scores.setdefault(name, SpanScore())
                score.right += sum(s[2] == label for s in mine & theirs)
                score.found += sum(s[2] == label for s in mine)
                score.wanted += sum(s[2] == label for s in theirs)
    return scores

"""Readers of the training data: Universal Dependencies treebanks and BIO-tagged text."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

__all__ = ["UNKNOWN", "Mark", "Sentence", "Tagging", "paragraphs", "read_bio", "read_conllu", "spans_of", "window"]

Tagging = dict[str, list[str]]
UNKNOWN = "?"
"""The tag of words of which a tag set says nothing."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Words that name something of which facts are annotated, or that are the content of an act.

    Attributes:
        start, end: index of the first word and behind the last.
        kind: class of the thing; ``Act`` for the content of an act.
        ids: the annotated things that it can mean; several where names are shared ("President").
    """

    start: int
    end: int
    kind: str
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence with whatever is annotated on it.

    Attributes:
        words: the tokens.
        upos, xpos: universal and Penn tags; empty when not annotated.
        heads: for each word the index of its head counted from 1, 0 for the root; empty when not annotated.
        relations: the dependency labels.
        tags: BIO tags by the name of the tag set.
        text: the sentence as written, from the treebank's comment.
        lemmas: the lemmas, as in the treebank.
        starts_paragraph: whether the treebank begins a paragraph or document here.
        segments: for a window of several sentences, the number of the sentence that each word is in.
        marks: what is named; empty when facts aren't annotated.
        facts: the properties that join two annotated things, by their ids.
    """

    words: list[str]
    upos: list[str] = field(default_factory=list)
    xpos: list[str] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)
    relations: list[str] = field(default_factory=list)
    tags: Tagging = field(default_factory=dict)
    text: str = ""
    lemmas: list[str] = field(default_factory=list)
    starts_paragraph: bool = False
    segments: list[int] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    facts: Mapping[tuple[str, str], frozenset[str]] = field(default_factory=dict)


def read_conllu(path: Path) -> Iterator[Sentence]:
    """Sentences of a CoNLL-U file (https://universaldependencies.org/format.html).

    Sentences whose words are blanked out (as in treebanks released without their text) are left out.

    Raises:
        OSError: if the file can't be read.
        ValueError: if a line hasn't ten columns.
    """
    rows: list[list[str]] = []
    comments: dict[str, str] = {}
    with path.open(encoding="utf-8") as lines:
        for number, raw in enumerate(lines, 1):
            line = raw.rstrip("\n")
            if line.startswith("#"):
                key, _, value = line[1:].partition("=")
                comments[key.strip()] = value.strip()
            elif line:
                row = line.split("\t")
                if len(row) != 10:
                    raise ValueError(f"{path}:{number}: {len(row)} columns instead of ten")
                if row[0].isdigit():  # neither a multi-word range nor an empty node
                    rows.append(row)
            else:
                if rows and not any(row[1] == "_" and row[3] != "PUNCT" for row in rows):
                    yield _sentence(rows, comments)
                rows, comments = [], {}
    if rows:
        yield _sentence(rows, comments)


def _sentence(rows: Sequence[Sequence[str]], comments: dict[str, str]) -> Sentence:
    return Sentence(
        words=[r[1] for r in rows],
        upos=[r[3] for r in rows],
        xpos=[r[4] for r in rows],
        heads=[int(r[6]) for r in rows],
        relations=[r[7] for r in rows],
        text=comments.get("text", ""),
        lemmas=[r[2] for r in rows],
        starts_paragraph=any(k.startswith(("newpar", "newdoc")) for k in comments),
    )


def read_bio(path: Path, tag_set: str) -> Iterator[Sentence]:
    """Sentences of a file with a word and a BIO tag a line, blank lines between sentences.

    Raises:
        OSError: if the file can't be read.
    """
    words: list[str] = []
    tags: list[str] = []
    with path.open(encoding="utf-8") as lines:
        for line in [*lines, "\n"]:
            columns = line.split()
            if len(columns) >= 2:
                words.append(columns[0])
                tags.append(columns[-1])
            elif words:
                yield Sentence(words, tags={tag_set: tags})
                words, tags = [], []


def spans_of(tags: Sequence[str]) -> list[tuple[int, int, str]]:
    """The spans (start, end, label) of a BIO sequence; an I- that follows nothing begins a span.

    >>> spans_of(["B-State", "I-State", "O", "I-Place"])
    [(0, 2, 'State'), (3, 4, 'Place')]
    """
    spans: list[tuple[int, int, str]] = []
    start, label = -1, ""
    for i, tag in enumerate([*tags, "O"]):
        if start >= 0 and (tag[:2] != "I-" or tag[2:] != label):
            spans.append((start, i, label))
            start = -1
        if start < 0 and tag != "O":
            start, label = i, tag[2:]
    return spans


def paragraphs(sentences: Iterable[Sentence]) -> Iterator[list[Sentence]]:
    """The sentences of a treebank grouped by paragraph."""
    group: list[Sentence] = []
    for sentence in sentences:
        if sentence.starts_paragraph and group:
            yield group
            group = []
        group.append(sentence)
    if group:
        yield group


def window(sentences: Sequence[Sentence], tag_set: str) -> Sentence:
    """Several consecutive sentences as one, with their bounds tagged under `tag_set` ("B" begins a sentence)."""
    joined = Sentence([], starts_paragraph=sentences[0].starts_paragraph, tags={tag_set: []})
    for number, sentence in enumerate(sentences):
        offset = len(joined.words)
        joined.words.extend(sentence.words)
        joined.upos.extend(sentence.upos)
        joined.xpos.extend(sentence.xpos)
        joined.lemmas.extend(sentence.lemmas)
        joined.relations.extend(sentence.relations)
        joined.heads.extend(h + offset if h else 0 for h in sentence.heads)
        joined.segments.extend([number] * len(sentence.words))
        joined.tags[tag_set].extend(["B", *["O"] * (len(sentence.words) - 1)])
    return joined

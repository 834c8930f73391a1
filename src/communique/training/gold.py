"""Annotated documents as tagged paragraphs: entities, entities inside entities, and the contents of acts.

Reads the gold format described beside the data (``gold/GUIDELINES.md``): names and contents are given as strings and
are located here in the clean text of the document.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from communique.document import Block, find_sources, read_document
from communique.extraction.dates import find_dates
from communique.language.lemmas import Lemmas
from communique.language.tokenizer import abbreviations
from communique.schema import DATES, ROLES

from .treebank import Mark, Sentence
from .triggers import with_triggers

__all__ = ["ACT", "ACT_INSIDE", "ACT_MARK", "DATE_MARK", "ENTITY", "ENTITY_INSIDE", "OWN", "gold_paragraphs"]

OWN = Path(__file__).parent / "documents"
"""Annotated documents written for this project, in the styles of many governments, decades and newsrooms."""

ENTITY, ENTITY_INSIDE, ACT, ACT_INSIDE = "entity", "entity_inside", "act", "act_inside"
"""Tag sets: the outermost entity mentions and those inside them; likewise contents of acts."""

ACT_MARK = "Act"
"""The kind of the marks of acts' contents."""
DATE_MARK = "Date"
"""The kind of the marks of dates."""

Span = tuple[int, int, str]


def gold_paragraphs(paths: Iterable[Path], nlp: Language, sentence_tags: str, lemmas: Lemmas) -> Iterator[Sentence]:
    """Each paragraph of annotated documents (their gold files) with five layers of tags and its sentence bounds.

    Sentence bounds aren't annotated in gold. In edited prose they are where a full stop that belongs to no
    abbreviation is followed by a capital, so that is what is tagged.

    Raises:
        OSError: if a file can't be read.
        ValueError: if a gold file is not JSON.
    """
    for path in paths:
        gold = json.loads(path.read_text(encoding="utf-8"))
        (source,) = find_sources([path.parent / gold["document"]])
        document = read_document(source)
        yield from with_triggers(
            list(tag_blocks(gold, document.blocks, nlp, sentence_tags)), gold, sentence_tags, lemmas
        )


def tag_blocks(gold: dict[str, Any], blocks: Sequence[Block], nlp: Language, sentence_tags: str) -> Iterator[Sentence]:
    """The blocks of one document as tagged paragraphs."""
    names = sorted(
        ((name, _first(e["class"])) for e in gold["entities"] for name in (e["name"], *e.get("aliases", ()))),
        key=lambda pair: -len(pair[0]),
    )
    patterns = [(_pattern(name), kind) for name, kind in dict(names).items() if name.strip()]
    acts = [(_squash(a["content"]), a["act"]) for a in gold["acts"]]
    ids: dict[str, list[str]] = defaultdict(list)
    for entity in gold["entities"]:
        for name in dict.fromkeys((entity["name"], *entity.get("aliases", ()))):
            ids[name].append(entity["id"])
    meant = [tuple(ids[name]) for name in dict(names) if name.strip()]
    facts = _facts(gold)
    today = _date(gold)
    for block in blocks:
        doc = nlp.make_doc(block.text)
        located = [
            Mark(span.start, span.end, kind, things)
            for (pattern, kind), things in zip(patterns, meant, strict=True)
            for match in pattern.finditer(block.text)
            if (span := doc.char_span(*match.span(), alignment_mode="expand")) is not None
        ]
        mentions = [(m.start, m.end, m.kind) for m in located]
        contents: list[Span] = []
        marks: list[Mark] = []
        for number, (content, act) in enumerate(acts):
            at = block.text.find(content)
            if content and at >= 0:
                span = doc.char_span(at, at + len(content), alignment_mode="expand")
                if span is not None:
                    contents.append((span.start, span.end, act))
                    marks.append(Mark(span.start, span.end, ACT_MARK, (_act_id(number),)))
        for found in find_dates(block.text, today):
            span = doc.char_span(found.start, found.end, alignment_mode="expand")
            if span is not None:
                values = (found.first.text, (found.last or found.first).text)
                marks.append(Mark(span.start, span.end, DATE_MARK, (_date_id(*values),)))
                _add_date(facts, gold, *values)
        outer, inner = _layers(mentions)
        outer_acts, inner_acts = _layers(contents)
        tagged = {*outer, *inner}
        marks += [m for m in dict.fromkeys(located) if (m.start, m.end, m.kind) in tagged]
        yield Sentence(
            words=[t.text for t in doc],
            tags={
                ENTITY: _bio(outer, len(doc)),
                ENTITY_INSIDE: _bio(inner, len(doc)),
                ACT: _bio(outer_acts, len(doc)),
                ACT_INSIDE: _bio(inner_acts, len(doc)),
                sentence_tags: _bounds(doc),
            },
            text=block.text,
            starts_paragraph=True,
            marks=marks,
            facts=facts,
        )


def _facts(gold: Mapping[str, Any]) -> dict[tuple[str, str], frozenset[str]]:
    """The properties between two things of a document, and the roles between an act and a thing."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for subject, prop, value in gold["facts"]:
        if isinstance(value, str):
            found[subject, value].add(prop)
    for number, act in enumerate(gold["acts"]):
        for role in ROLES:
            for thing in act.get(role, ()):
                found[_act_id(number), thing].add(role)
    return {pair: frozenset(props) for pair, props in found.items()}


def _date(gold: Mapping[str, Any]) -> date | None:
    try:
        return date.fromisoformat(str(gold.get("about", {}).get("date", "")))
    except ValueError:
        return None


def _date_id(first: str, last: str) -> str:
    return f"{first}/{last}"


def _add_date(facts: dict[tuple[str, str], frozenset[str]], gold: Mapping[str, Any], first: str, last: str) -> None:
    """What a date that the text gives is the date of."""
    for subject, prop, value in gold["facts"]:
        if prop in DATES and str(value) == (last if prop == "endDate" else first):
            pair = (subject, _date_id(first, last))
            facts[pair] = facts.get(pair, frozenset()) | {prop}


def _act_id(number: int) -> str:
    return f"act {number}"


def _first(kind: str | list[str]) -> str:
    return kind if isinstance(kind, str) else kind[0]


def _squash(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def _pattern(name: str) -> re.Pattern[str]:
    escaped = re.sub(r"['’]", "['’]", re.escape(_squash(name)).replace(r"\ ", r"\s+"))
    return re.compile(rf"(?<!\w){escaped}(?!\w)")


def _layers(spans: Sequence[Span]) -> tuple[list[Span], list[Span]]:
    """The longest spans that don't overlap, and the longest ones strictly inside those."""
    outer: list[Span] = []
    inner: list[Span] = []
    for span in sorted(dict.fromkeys(spans), key=lambda s: (s[0] - s[1], s[0])):
        around = [o for o in outer if o[0] < span[1] and span[0] < o[1]]
        if not around:
            outer.append(span)
        elif (
            len(around) == 1
            and around[0][0] <= span[0]
            and span[1] <= around[0][1]
            and around[0][:2] != span[:2]
            and not any(i[0] < span[1] and span[0] < i[1] for i in inner)
        ):
            inner.append(span)
    return outer, inner


def _bio(spans: Sequence[Span], length: int) -> list[str]:
    tags = ["O"] * length
    for start, end, label in spans:
        tags[start:end] = [f"B-{label}", *[f"I-{label}"] * (end - start - 1)]
    return tags


def _bounds(doc: Doc) -> list[str]:
    tags = ["O"] * len(doc)
    if tags:
        tags[0] = "B"
    for token in doc[1:]:
        before = doc[token.i - 1]
        closed = before.text in (".", "?", "!", "”", '"', ")") and (
            before.text in ".?!" or (token.i > 1 and doc[token.i - 2].text in (".", "?", "!"))
        )
        opens = token.text[0].isupper() or token.text in '“"('
        if closed and before.whitespace_ and opens and before.text not in abbreviations():
            tags[token.i] = "B"
    return tags

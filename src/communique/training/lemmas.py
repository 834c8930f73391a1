"""The lemmatizer's tables, from treebanks and spaCy's look-up data (MIT)."""

import gzip
import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from importlib import resources
from typing import Any

from spacy.language import Language

from communique.errors import CommuniqueError
from communique.language.lemmas import LemmaComponent, Lemmas

from .treebank import Sentence

__all__ = ["lemma_tables", "lemmas_of"]

_OPEN = {"adj": "ADJ", "adv": "ADV", "noun": "NOUN", "verb": "VERB"}


def lemma_tables(sentences: Iterable[Sentence]) -> dict[str, Any]:
    """Tables for `communique.language.lemmas.Lemmas`.

    What the treebanks agree on wins over the look-up data. Of proper nouns only those whose lemma differs are kept.

    Raises:
        ModuleNotFoundError: if spacy-lookups-data isn't installed.
    """
    seen: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for sentence in sentences:
        for form, pos, lemma in zip(sentence.words, sentence.upos, sentence.lemmas, strict=True):
            plain = form.replace("’", "'")
            seen[pos, plain if pos == "PROPN" else plain.lower()][lemma] += 1
    forms: dict[str, dict[str, str]] = defaultdict(dict)
    for short, irregular in _table("en_lemma_exc").items():
        for form, lemmas in irregular.items():
            forms[_OPEN[short]][form] = lemmas[0]
    for (pos, form), counts in seen.items():
        lemma = counts.most_common(1)[0][0]
        if pos != "PROPN" or lemma != form:
            forms[pos][form] = lemma
    words = {_OPEN[short]: sorted(index) for short, index in _table("en_lemma_index").items()}
    rules = {_OPEN[short]: rows for short, rows in _table("en_lemma_rules").items() if short in _OPEN}
    forms["AUX"] = {**forms["AUX"]}
    return {"forms": forms, "words": words, "rules": rules}


def lemmas_of(nlp: Language) -> Lemmas:
    """The lemmas of a pipeline.

    Raises:
        CommuniqueError: if it has none.
    """
    for _, component in nlp.pipeline:
        if isinstance(component, LemmaComponent) and component.lemmas is not None:
            return component.lemmas
    raise CommuniqueError("the pipeline has no communique_lemmatizer")


def _table(name: str) -> dict[str, Any]:
    packed = resources.files("spacy_lookups_data").joinpath("data", f"{name}.json.gz").read_bytes()
    table: dict[str, Any] = json.loads(gzip.decompress(packed))
    return table

"""Lemmas come from dictionaries and careful rules, never invented."""

import pytest

import communique
from communique.language.lemmas import LemmaComponent


@pytest.fixture(scope="module")
def lemmas():
    nlp = communique.load()
    return next(c for _, c in nlp.pipeline if isinstance(c, LemmaComponent)).lemmas


@pytest.mark.parametrize(
    ("form", "pos", "lemma"),
    [
        ("reaffirmed", "VERB", "reaffirm"),
        ("convening", "VERB", "convene"),
        ("co-chaired", "VERB", "co-chair"),
        ("de-escalating", "VERB", "de-escalate"),
        ("emphasised", "VERB", "emphasise"),
        ("were", "AUX", "be"),
        ("parties", "NOUN", "party"),
        ("crises", "NOUN", "crisis"),
        ("analysis", "NOUN", "analysis"),
        ("Geneva", "PROPN", "Geneva"),
    ],
)
def test_lemma(lemmas, form: str, pos: str, lemma: str) -> None:
    assert lemmas.lemma(form, pos) == lemma

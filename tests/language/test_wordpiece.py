"""WordPiece against the library that the encoder was trained with, word by word."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.language.loading import MODEL_FOLDER
from communique.language.wordpiece import MAX_LENGTH, MAX_PIECES, SHAPES, WordPiece, word_shape

VOCABULARY = MODEL_FOLDER / "communique_encoder" / "vocab.txt"
PLAIN = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "\u00a0": " ", "…": "..."})


@pytest.fixture(scope="module")
def pieces() -> WordPiece:
    return WordPiece.from_file(VOCABULARY)


@pytest.fixture(scope="module")
def reference():
    tokenizers = pytest.importorskip("tokenizers")
    return tokenizers.BertWordPieceTokenizer(str(VOCABULARY), lowercase=True)


def _is_old(character: str) -> bool:
    """Whether the library's tables of characters know it too, which are of another Unicode than Python's."""
    return unicodedata.ucd_3_2_0.category(character) != "Cn"


@given(word=st.text(st.characters(exclude_categories=["Cs"]).filter(_is_old), min_size=1, max_size=20))
def test_same_pieces_as_the_library(word: str, pieces: WordPiece, reference) -> None:
    expected = reference.encode(word.translate(PLAIN), add_special_tokens=False).ids[:MAX_PIECES]
    unknown = reference.token_to_id("[UNK]")
    assert pieces.pieces(word) == (expected or [unknown])


@pytest.mark.parametrize("word", ["Türkiye", "Año", "U.S.", "—", "’s", "n't", "COVID-19", "ES-11/2", "北京", "naïve"])
def test_words_of_the_field(word: str, pieces: WordPiece, reference) -> None:
    assert pieces.pieces(word) == reference.encode(word.translate(PLAIN), add_special_tokens=False).ids


def test_long_sentences_are_cut_at_a_word(pieces: WordPiece) -> None:
    encoded = pieces.encode(["sovereignty"] * 500)
    assert len(encoded.ids) <= MAX_LENGTH
    assert len(encoded.ids) == len(encoded.shapes)
    assert encoded.first[0] == 0 and encoded.first == sorted(set(encoded.first))


@given(st.text(min_size=1, max_size=12))
def test_every_word_has_a_shape(word: str) -> None:
    assert 1 <= word_shape(word) < SHAPES

"""Lemmas by look-up and rules: what the treebanks say, else suffix rules whose result is a known word.

A trained lemmatizer invents forms ("reaffirme"); this one gives a form only when a dictionary has it, and otherwise
leaves the word as it is, but for the plain endings.
"""

import gzip
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

__all__ = ["LemmaComponent", "Lemmas"]

_FILE = "lemmas.json.gz"
_UNCHANGED = frozenset(("PROPN", "NUM", "PUNCT", "SYM", "X", "SPACE"))
_VOWELS = frozenset("aeiou")
_LIMIT = 100_000


class Lemmas:
    """Lemmas of words with a universal part of speech.

    Args:
        tables: ``forms`` {part of speech: {lower-case form: lemma}}, ``words`` {part of speech: known lemmas},
            ``rules`` {part of speech: [suffix, replacement]}.
    """

    def __init__(self, tables: dict[str, Any]) -> None:
        self.tables = tables
        self._forms: dict[str, dict[str, str]] = tables["forms"]
        self._words = {pos: frozenset(words) for pos, words in tables["words"].items()}
        self._rules: dict[str, list[list[str]]] = tables["rules"]
        self._seen: dict[tuple[str, str], str] = {}

    def lemma(self, form: str, pos: str) -> str:
        """The lemma of a form.

        Args:
            form: as written.
            pos: universal part of speech.
        """
        key = (form, pos)
        found = self._seen.get(key)
        if found is None:
            if len(self._seen) > _LIMIT:
                self._seen.clear()
            found = self._seen[key] = self._find(form.replace("’", "'"), pos)
        return found

    def _find(self, form: str, pos: str) -> str:
        forms = self._forms.get(pos, {})
        if form in forms:
            return forms[form]
        if pos in _UNCHANGED:
            return form
        low = form.lower()
        if low in forms:
            return forms[low]
        words = self._words.get(pos, frozenset())
        if low in words:
            return low
        candidates = [
            low[: len(low) - len(suffix)] + replacement
            for suffix, replacement in self._rules.get(pos, ())
            if low.endswith(suffix) and len(low) > len(suffix) + 1
        ]
        for candidate in candidates:
            if candidate in words:
                return candidate
        prefix, hyphen, rest = low.rpartition("-")
        if hyphen and rest:
            return f"{prefix}-{self._find(rest, pos)}"  # co-chaired, re-elected
        return _plain_ending(low, pos)


def _plain_ending(low: str, pos: str) -> str:
    """The lemma of a word no dictionary has, where its ending leaves little doubt."""
    if pos == "NOUN" and low.endswith("s") and not low.endswith(("ss", "us", "is")) and len(low) > 3:
        return f"{low[:-3]}y" if low.endswith("ies") else low[:-1]
    if pos == "VERB":
        if low.endswith("s") and not low.endswith("ss"):
            return low[:-1]
        for ending in ("ing", "ed"):
            stem = low.removesuffix(ending)
            if stem != low and len(stem) > 2:
                if stem[-1] == stem[-2] and stem[-1] not in _VOWELS | {"l", "s"}:
                    return stem[:-1]
                return f"{stem}e" if stem.endswith(("at", "iz", "is", "v", "c", "g", "u")) else stem
    return low


class LemmaComponent:
    """Sets `token.lemma_`."""

    def __init__(self) -> None:
        self.lemmas: Lemmas | None = None

    def __call__(self, doc: Doc) -> Doc:
        """Set the lemma of every token."""
        if self.lemmas is not None:
            lemma = self.lemmas.lemma
            for token in doc:
                token.lemma_ = lemma(token.text, token.pos_)
        return doc

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        """Write the tables."""
        if self.lemmas is not None:
            folder = Path(path)
            folder.mkdir(parents=True, exist_ok=True)
            content = json.dumps(self.lemmas.tables, ensure_ascii=False, sort_keys=True).encode()
            (folder / _FILE).write_bytes(gzip.compress(content, mtime=0))

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> "LemmaComponent":
        """Read the tables."""
        self.lemmas = Lemmas(json.loads(gzip.decompress((Path(path) / _FILE).read_bytes())))
        return self


@Language.factory("communique_lemmatizer", requires=["token.pos"], assigns=["token.lemma"])
def make_lemmatizer(nlp: Language, name: str) -> Callable[[Doc], Doc]:
    """The lemmatizer, without tables until `from_disk`."""
    return LemmaComponent()

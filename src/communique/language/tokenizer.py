"""Words as Universal Dependencies treebanks cut them, by spaCy's rule tokenizer."""

from functools import lru_cache
from typing import Any

from spacy.attrs import ORTH
from spacy.lang.char_classes import (
    ALPHA,
    ALPHA_LOWER,
    ALPHA_UPPER,
    CONCAT_QUOTES,
    HYPHENS,
    LIST_ELLIPSES,
    LIST_ICONS,
)
from spacy.language import Language
from spacy.util import compile_infix_regex

from communique.resources import data_lines

__all__ = ["abbreviations", "adapt_tokenizer"]


@lru_cache(maxsize=1)
def abbreviations() -> frozenset[str]:
    """Abbreviations that keep their full stop: "Gen.", "ret.", "H.E."."""
    return frozenset(data_lines(__package__, "abbreviations.txt"))


def adapt_tokenizer(nlp: Language) -> None:
    """Change the tokenizer of an English pipeline to the treebanks' conventions.

    A hyphen splits words ("cost - effective", "U.S. - Israel") but for the treebanks' prefixes ("de-escalation"), and
    the titles and ranks of diplomatic prose keep their full stop.
    """
    prefixes = "".join(rf"(?<!\b{p})(?<!\b{p.capitalize()})" for p in data_lines(__package__, "prefixes.txt"))
    infixes = [
        *LIST_ELLIPSES,
        *LIST_ICONS,
        r"(?<=[0-9])[+\-\*^](?=[0-9-])",
        rf"(?<=[{ALPHA_LOWER}{CONCAT_QUOTES}])\.(?=[{ALPHA_UPPER}{CONCAT_QUOTES}])",
        rf"(?<=[{ALPHA}]),(?=[{ALPHA}])",
        rf"(?<=[{ALPHA}]){prefixes}(?:{HYPHENS})(?=[{ALPHA}])",
        rf"(?<=[{ALPHA}]\.)(?:{HYPHENS})(?=[{ALPHA}])",  # U.S.-Israel
        rf"(?<=[{ALPHA}0-9.])(?:–|—|--)(?=[{ALPHA}0-9])",
        rf"(?<=[{ALPHA}0-9])[:<>=/](?=[{ALPHA}])",
    ]
    tokenizer: Any = nlp.tokenizer
    tokenizer.infix_finditer = compile_infix_regex(infixes).finditer
    for word in sorted(abbreviations()):
        tokenizer.add_special_case(word, [{ORTH: word}])

"""Questions to the lexicon that extraction and resolution ask again and again."""

import re
import unicodedata
from functools import cache, lru_cache

from communique.lexicon.knowledge import lexicon
from communique.lexicon.tables import rows, values

__all__ = [
    "deeds",
    "form_of",
    "honorific_words",
    "is_foreign_office",
    "is_state_office",
    "office_state",
    "parent_of",
    "state_in",
    "state_of_body",
    "state_of_place",
    "state_words",
]


def _plain(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.removeprefix("the ").removeprefix("The "))
    plain = "".join(c for c in plain if not unicodedata.combining(c)).casefold()
    return re.sub(r"[\W_]+", " ", re.sub(r"['’]s?\b|\.", "", plain)).strip()


@lru_cache(maxsize=1)
def state_words() -> frozenset[str]:
    """Every single word of a state's names, adjectives and abbreviations, in lower case without dots."""
    words: set[str] = set()
    for state in lexicon().states:
        for form, kind in state.forms():
            if kind != "capital":
                words.update(_plain(form).split())
    return frozenset(words - {"of", "the", "and", "new", "south", "north", "central", "people", "peoples"})


@cache
def deeds(deed: str) -> frozenset[str]:
    """Words by which things come about.

    Args:
        deed: founding or concluding (lemmas of verbs), founded (nouns), concluded (participles), or another of the
            rows of ``deeds.tsv``.
    """
    return frozenset(w for row in rows("deeds") if row["deed"] == deed for w in values(row["words"]))


@lru_cache(maxsize=1)
def honorific_words() -> frozenset[str]:
    """Single words of honorifics, ranks and degrees, as spelled."""
    return frozenset(word for h in lexicon().honorifics for word in h.words.split())


@lru_cache(maxsize=1)
def _bodies() -> dict[str, str]:
    codes = lexicon().state_by_code
    found: dict[str, str] = {}
    for body in lexicon().bodies:
        if body.state in codes:
            for form, _ in body.forms():
                if form not in body.ambiguous:
                    found.setdefault(_plain(form), codes[body.state].name)
    return found


@lru_cache(maxsize=4096)
def state_of_body(name: str) -> str:
    """The state of a government body known by its own name ("Knesset"), or an empty string."""
    return _bodies().get(_plain(name), "")


@lru_cache(maxsize=1)
def _places() -> dict[str, str]:
    codes = lexicon().state_by_code
    found = {_plain(capital): state.name for state in lexicon().states for capital in state.capitals}
    for place in lexicon().places:
        if place.state in codes:
            for form, kind in place.forms():
                if form not in place.ambiguous and kind in ("name", "alias"):
                    found.setdefault(_plain(form), codes[place.state].name)
    return found


@lru_cache(maxsize=4096)
def state_of_place(name: str) -> str:
    """The state that a well-known city, province or building lies in, or an empty string."""
    return _places().get(_plain(name), "")


@lru_cache(maxsize=4096)
def state_in(text: str) -> str:
    """The first state named in a text, by any form but its capital, or an empty string."""
    tokens = re.findall(r"(?:[A-Z]\.)+|['’]s\b|\w+|[^\w\s]", text)
    for match in lexicon().state_gazetteer.find(tokens):
        if match.kind != "capital":
            return match.record.name
    return ""


@lru_cache(maxsize=1)
def _parents() -> dict[str, str]:
    return {o.name: o.parent for o in lexicon().organizations if o.parent}


def parent_of(name: str) -> str:
    """The organization that a known organization is an organ of, or an empty string."""
    return _parents().get(name, "")


@lru_cache(maxsize=4096)
def form_of(name: str) -> str:
    """What a surface form is to its state: name, alias, abbreviation, adjective …; empty if it names none."""
    forms = lexicon().state_forms.get(name) or lexicon().state_forms.get(name.replace("’", "'"))
    return forms[0].kind if forms else ""


@lru_cache(maxsize=4096)
def office_state(title: str) -> str:
    """The one state that has an office of this title, or an empty string."""
    return _singular_offices().get(_plain(title), "")


@lru_cache(maxsize=4096)
def is_foreign_office(title: str, state: str) -> bool:
    """Whether a title is none that a state's own government has: no "Prime Minister" of the United States."""
    plain = f" {_plain(title)} "
    return any(f" {word} " in plain for word in _unused_titles().get(state, ()))


@lru_cache(maxsize=4096)
def is_state_office(title: str) -> bool:
    """Whether a title holds one that is a state's by default ("Deputy National Security Advisor"), not a company's."""
    return any(m.record.level == "state" for m in lexicon().title_gazetteer.find(title.split()))


@lru_cache(maxsize=1)
def _unused_titles() -> dict[str, tuple[str, ...]]:
    return {row["state"]: tuple(_plain(w) for w in values(row["words"])) for row in rows("unused_titles")}


@lru_cache(maxsize=1)
def _singular_offices() -> dict[str, str]:
    states = {"us-secretary": "United States"}
    return {_plain(t.title): states[t.rank] for t in lexicon().titles if t.rank in states}

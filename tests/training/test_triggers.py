"""Which words of annotated documents tell of meetings, and which dates are whose."""

from pathlib import Path

import pytest
import spacy

from communique.document import find_sources, read_document
from communique.language.lemmas import Lemmas
from communique.language.tokenizer import adapt_tokenizer
from communique.training.gold import DATE_MARK, tag_blocks
from communique.training.treebank import UNKNOWN, Sentence
from communique.training.triggers import EVENT, with_triggers

LEMMAS = Lemmas(
    {
        "forms": {"VERB": {"met": "meet", "held": "hold", "was": "be", "left": "leave"}, "NOUN": {"talks": "talk"}},
        "words": {"VERB": ["meet", "hold", "be", "leave"], "NOUN": ["talk", "summit"]},
        "rules": {},
    }
)
PEOPLE = [
    {"id": "ruiz", "class": "Official", "name": "Ana Ruiz"},
    {"id": "lund", "class": "Official", "name": "Mats Lund"},
    {"id": "oslo", "class": "Place", "name": "Oslo"},
    {"id": "lima", "class": "Place", "name": "Lima"},
]


@pytest.fixture
def tagged(tmp_path: Path):
    nlp = spacy.blank("en")
    adapt_tokenizer(nlp)

    def tag(text: str, meetings: list[dict[str, str]], facts: list[list[str]]) -> Sentence:
        path = tmp_path / "note.txt"
        path.write_text(f"A note\n\n{text}\n", encoding="utf-8")
        (source,) = find_sources([path])
        gold = {
            "about": {"date": "2021-05-04"},
            "entities": [*PEOPLE, *({"class": "Meeting", **m} for m in meetings)],
            "facts": facts,
            "acts": [],
        }
        paragraphs = list(tag_blocks(gold, read_document(source).blocks, nlp, "sentence"))
        return list(with_triggers(paragraphs, gold, "sentence", LEMMAS))[-1]

    return tag


def telling(sentence: Sentence) -> list[str]:
    return [w for w, t in zip(sentence.words, sentence.tags[EVENT], strict=True) if t == "B-Event"]


def test_the_word_beside_most_of_a_meeting_tells_of_it(tagged) -> None:
    found = tagged(
        "Ana Ruiz met Mats Lund in Oslo on Monday. The talks were long.",
        [{"id": "m", "name": "meeting of Ana Ruiz and Mats Lund"}],
        [["m", "participant", "ruiz"], ["m", "participant", "lund"], ["m", "heldAt", "oslo"]],
    )
    assert telling(found) == ["met"]
    (mark,) = [m for m in found.marks if m.kind == "Meeting"]
    assert mark.ids == ("m",) and found.words[mark.start : mark.end] == ["met"]
    assert found.tags[EVENT][found.words.index("talks")] == UNKNOWN, "the talks may be that meeting"


def test_two_meetings_of_one_sentence_are_told_by_two_words(tagged) -> None:
    found = tagged(
        "Ana Ruiz met Mats Lund in Oslo before talks in Lima.",
        [{"id": "m", "name": "meeting of Ana Ruiz and Mats Lund"}, {"id": "n", "name": "meeting of Ana Ruiz"}],
        [
            ["m", "participant", "ruiz"],
            ["m", "participant", "lund"],
            ["n", "participant", "ruiz"],
            ["n", "heldAt", "lima"],
        ],
    )
    marks = {found.words[m.start]: m.ids for m in found.marks if m.kind == "Meeting"}
    assert marks == {"met": ("m",), "talks": ("n",)}


def test_a_light_verb_and_its_noun_tell_of_one(tagged) -> None:
    found = tagged(
        "Ana Ruiz held long talks with Mats Lund.",
        [{"id": "m", "name": "meeting of Ana Ruiz and Mats Lund"}],
        [["m", "participant", "ruiz"], ["m", "participant", "lund"]],
    )
    assert telling(found) == ["held", "talks"]


def test_the_verb_of_a_named_meeting_tells_of_no_other(tagged) -> None:
    found = tagged(
        "Ana Ruiz held the second Harbour Summit in Oslo with Mats Lund.",
        [{"id": "h", "name": "Harbour Summit"}, {"id": "m", "name": "meeting of Ana Ruiz and Mats Lund"}],
        [["h", "heldAt", "oslo"], ["m", "participant", "ruiz"], ["m", "participant", "lund"]],
    )
    assert telling(found) == []


def test_being_somewhere_is_no_word_of_its_own_without_a_place(tagged) -> None:
    facts = [["m", "participant", "ruiz"], ["m", "heldAt", "oslo"]]
    meeting = [{"id": "m", "name": "visit of Ana Ruiz to Oslo"}]
    assert telling(tagged("Ana Ruiz was in Oslo.", meeting, facts)) == ["was"]
    assert telling(tagged("Ana Ruiz was glad of Oslo.", meeting, facts)) == []


def test_dates_are_marked_and_say_whose_they_are(tagged) -> None:
    found = tagged(
        "Ana Ruiz met Mats Lund from 1 to 3 May 2021.",
        [{"id": "m", "name": "meeting of Ana Ruiz and Mats Lund"}],
        [["m", "participant", "ruiz"], ["m", "startDate", "2021-05-01"], ["m", "endDate", "2021-05-03"]],
    )
    (day,) = [m for m in found.marks if m.kind == DATE_MARK]
    assert found.facts["m", day.ids[0]] == {"startDate", "endDate"}

"""Whose words a text gives: quotations, the turns of a transcript, and who says "I" in it."""

import time

import pytest

from communique.extraction import extract
from communique.extraction.reading import texts_of
from communique.resolution.survey import survey


def voice(found, words: str) -> str | None:
    """Who says some words of a text."""
    (mention,) = {found.voice_at(p) for p in _places(found, words)}
    return mention and mention.text


def _places(found, words: str) -> list[int]:
    return [m.passage.start for m in found.mentions if m.text == words]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ('"We reject the plan," said President Ana Ruiz of Chile.', "Ana Ruiz"),
        ('President Ana Ruiz told reporters: "The harbour is open. We reject the plan."', "Ana Ruiz"),
        ("Minister Jan Novak warned that “we will not wait”, and left.", "Jan Novak"),
        ("‘We noted the plan’, Minister Jan Novak said in Oslo.", "Jan Novak"),
        ('President Ana Ruiz addressed the crowd: "We shall open the harbour."', "Ana Ruiz"),
        ("President Ana Ruiz said that we reject the plan.", None),
        ('In the harbour a banner read "we remain here".', None),
    ],
)
def test_a_quotation_is_of_who_says_it(draft, text: str, speaker: str | None) -> None:
    found = draft(text)
    places = [m.passage.start for m in found.mentions if m.text.casefold() == "we"]
    assert places
    said = found.voice_at(places[0])
    assert (said and said.text) == speaker


def test_a_quotation_goes_on_in_the_next_paragraph(draft) -> None:
    found = draft('"The harbour is open," said President Ana Ruiz.\n\n"We reject the plan. My country will not wait."')
    (place,) = _places(found, "We")
    assert found.voice_at(place).text == "Ana Ruiz"


def test_a_turn_of_a_transcript_is_of_whom_its_label_names(draft) -> None:
    found = draft(
        "PRESIDENT RUIZ: I thank Prime Minister Kato Hiro for coming to Lima.\n\n"
        "QUESTION: Madam President, will the harbour open?\n\n"
        "PRESIDENT RUIZ: We will open it in May.\n\nPresident Ana Ruiz and Prime Minister Kato Hiro left at noon."
    )
    assert {found.voice_at(p).text.casefold() for p in _places(found, "We") + _places(found, "I")} <= {
        "ana ruiz",
        "ruiz",
    }


def test_the_head_of_a_letter_is_no_turn(draft) -> None:
    found = draft("To: the harbour office\n\nSubject: ports\n\nWe welcome the new harbour.")
    assert found.turns == found.quotations == ()


def test_many_turns_and_quotations_take_no_time(draft) -> None:
    text = "".join(f"Speaker {n}: \"We, as A{n} said, 'Agree ' 'Do not\n\n" for n in range(400))
    began = time.process_time()
    found = draft(text)
    assert len(found.quotations) >= 300 and time.process_time() - began < 20


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("TELEGRAM\n\nKhartoum, May 4, 1959\n\nI called on Minister Jan Novak today.\n\nLattimer\n", "Lattimer"),
        ("4 May 2021\n\nDear Minister, I thank you for the visit to Lima.\n\n(Sgd.) Ana Ruiz\n", "Ana Ruiz"),
        ("4 May 2021\n\nI thank you for the visit to Lima.\n\nAna Ruiz\nSecretary General\n", "Ana Ruiz"),
        ("4 May 2021\n\nThe ministers met in Lima for talks on ports.\n\nAna Ruiz\n", ""),
        ('4 May 2021\n\n"I am glad," said Minister Jan Novak of Poland in Lima.\n\nAna Ruiz\n', ""),
        ("Statement by the President of the Council, Ana Ruiz\n\nThe Council condemned the attack in Lima.\n", ""),
        ("4 May 2021\n\nI thank you for the visit to the new harbour.\n\nTranslation\n", ""),
    ],
)
def test_i_is_who_signs(nlp, document, text: str, who: str) -> None:
    own = document(text)
    seen = survey(own, extract(own, list(nlp.pipe(texts_of(own)))))
    assert (seen.cast.members[seen.scene.orator].names if seen.scene.orator else {"": 1}).keys() >= {who}

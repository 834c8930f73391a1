"""What the sentences of a document say before anything is judged: meetings told by verbs, ordinals, dates, acts."""

import pytest

from communique.document import find_sources, read_document
from communique.extraction import extract
from communique.extraction.reading import texts_of
from communique.resolution.utterances import ACT_FEATURES, act_rows


@pytest.fixture
def draft(nlp, tmp_path):
    def drafted(text: str):
        path = tmp_path / "text.txt"
        path.write_text(f"Press release\n\n4 May 2021\n\n{text}\n", encoding="utf-8")
        (source,) = find_sources([path])
        document = read_document(source)
        return extract(document, list(nlp.pipe(texts_of(document))))

    return drafted


def names(found, ids) -> set[str]:
    return {found.mentions[i].text for i in ids}


def test_who_is_received_is_a_guest(draft) -> None:
    found = draft("Foreign Minister Ana Ruiz of Chile was received by President Kato Hiro in Lisbon on May 3.")
    (event,) = [e for e in found.events if e.told]
    assert names(found, event.hosts) == {"Kato Hiro"}
    assert {"Kato Hiro", "Ana Ruiz"} <= names(found, event.participants)


def test_a_sentence_may_tell_of_two_meetings(draft) -> None:
    found = draft(
        "Foreign Minister Ana Ruiz met with Foreign Minister Kato Hiro on May 3 and later met with Mayor Jan Novak."
    )
    told = [names(found, e.participants) for e in found.events if e.told]
    assert len(told) == 2
    assert any("Kato Hiro" in people for people in told) and any("Jan Novak" in people for people in told)


def test_ordinals_at_meetings(draft) -> None:
    found = draft("The twelfth session of the Joint Commission on Trade was held in Oslo on May 3.")
    counted = [d for d in found.dated if d.first.datatype == "integer"]
    assert [d.first.text for d in counted] == ["12"] and counted[0].passage.quote.startswith("twelfth")


def test_an_agreement_has_both_its_parties_and_its_year(draft) -> None:
    found = draft("They recalled Security Council resolution 435 (1978) and the Charter between NATO and Ukraine.")
    agreements = {m.text for m in found.mentions if m.kind == "Agreement"}
    assert any(a.endswith("435 (1978)") for a in agreements)
    assert any(a.endswith("between NATO and Ukraine") for a in agreements)


def test_every_act_has_a_row(draft) -> None:
    found = draft("France reaffirmed its commitment to the security of Poland, and would welcome talks with Norway.")
    rows = act_rows(found)
    assert rows.shape == (len(found.acts), len(ACT_FEATURES)) and len(rows)
    first = dict(zip(ACT_FEATURES, rows[0].tolist(), strict=True))
    assert first["is commit"] == 1 and 0 < first["least probability"] <= first["probability"] <= 1


def test_the_first_in_person_session_is_no_first_session(draft) -> None:
    found = draft("The first in-person session of the Joint Commission on Trade was held in Oslo on May 3.")
    assert not [d for d in found.dated if d.first.datatype == "integer"]
    assert all(e.ordinal is None for e in found.events)

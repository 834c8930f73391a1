"""What the network says of pairs: only what the ontology allows, whatever the length of the text."""

import spacy

from communique.document import find_sources, read_document
from communique.extraction import extract
from communique.extraction.reading import texts_of
from communique.schema import ENDS, ROLES

TEXT = (
    "Chilean Foreign Minister Ana Ruiz met with Prime Minister Kato Hiro of Japan in Lisbon on May 3. "
    "The two ministers condemned the attack and thanked Portugal for its support for the talks. "
)


def draft(nlp, tmp_path, text):
    path = tmp_path / "text.txt"
    path.write_text(f"Meeting in Lisbon\n\n{text}\n", encoding="utf-8")
    (source,) = find_sources([path])
    document = read_document(source)
    return extract(document, list(nlp.pipe(texts_of(document))))


def test_hints_keep_to_the_ontology(nlp, tmp_path) -> None:
    found = draft(nlp, tmp_path, TEXT)
    assert found.hints
    for hint in found.hints:
        subject, value = found.mentions[hint.subject], found.mentions[hint.object]
        assert subject.kind in ENDS[hint.property][0] and value.kind in ENDS[hint.property][1]
        assert subject.block == value.block and 0 < hint.probability <= 1
    held = {
        (found.mentions[h.subject].text, found.mentions[h.object].text)
        for h in found.hints
        if h.property == "represents" and h.probability > 0.5
    }
    assert ("Kato Hiro", "Japan") in held
    for act in found.acts:
        for role, mention, probability in act.hints:
            assert found.mentions[mention].kind in ROLES[role] and 0 < probability <= 1


def test_words_that_tell_of_meetings_are_known_with_who_was_there_and_when(nlp, tmp_path) -> None:
    found = draft(
        nlp, tmp_path, "Chilean Foreign Minister Ana Ruiz met Prime Minister Kato Hiro in Lisbon on May 3, 2021."
    )
    (event,) = [e for e in found.events if e.word is not None and e.word.quote == "met"]
    assert event.likely > 0.5
    present = {found.mentions[m].text for prop, m, p in event.hints if prop == "participant" and p > 0.5}
    assert {"Ana Ruiz", "Kato Hiro"} <= present
    assert any(found.mentions[m].text == "Lisbon" and p > 0.5 for prop, m, p in event.hints if prop == "heldAt")
    assert any(d.property == "startDate" and d.value.text == "2021-05-03" and d.probability > 0.5 for d in event.days)


def test_the_network_says_what_dates_are_of(nlp, tmp_path) -> None:
    found = draft(
        nlp, tmp_path, "Chile and Peru signed the Treaty on Transit in 1994. The Lima Group was set up in 2001."
    )
    said = {(found.mentions[h.subject].kind, h.property, h.value.text): h.probability for h in found.date_hints}
    assert said["Agreement", "signed", "1994"] > 0.5 and said["Forum", "established", "2001"] > 0.5


def test_other_pipelines_have_no_hints_of_meetings(nlp, tmp_path) -> None:
    bare = spacy.blank("en")
    bare.add_pipe("sentencizer")
    found = draft(bare, tmp_path, TEXT)
    assert not found.hints and not found.date_hints and all(e.likely == 0 for e in found.events)


def test_a_long_paragraph_costs_no_square(nlp, tmp_path) -> None:
    short, long = draft(nlp, tmp_path, TEXT * 20), draft(nlp, tmp_path, TEXT * 80)
    assert len(long.hints) < 6 * len(short.hints)


def test_dates_beside_what_may_have_them(nlp, tmp_path) -> None:
    found = draft(nlp, tmp_path, "The Abraham Accords were signed on September 15, 2020 at a summit in Oslo.")
    signed = [d for d in found.dated if found.mentions[d.mention].kind == "Agreement"]
    assert signed and signed[0].first.text == "2020-09-15" and signed[0].signed

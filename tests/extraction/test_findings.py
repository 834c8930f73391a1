"""From text to findings: small texts of our own, each for one thing that must hold."""

from pathlib import Path

import pytest

from communique.document import find_sources, read_document
from communique.pipeline import read_findings

DOCUMENTS = Path(__file__).parents[1] / "documents"


def test_titles_before_names(told) -> None:
    story = told("Chilean Foreign Minister Ana Ruiz met with Prime Minister Kato Hiro of Japan in Lisbon on May 3.")
    assert ("Ana Ruiz", "represents", "Chile") in story.facts
    assert ("Kato Hiro", "represents", "Japan") in story.facts
    held = {(s, o) for s, p, o in story.facts if p == "holdsOffice"}
    assert ("Kato Hiro", "Prime Minister") in held
    assert any(s == "Ana Ruiz" and "Foreign Minister" in o for s, o in held)


def test_a_meeting_with_place_date_and_people(told) -> None:
    story = told("Chilean Foreign Minister Ana Ruiz met with Prime Minister Kato Hiro of Japan in Lisbon on May 3.")
    (meeting,) = [n for n, k in story.kind.items() if k == "Meeting"]
    facts = {(p, o) for s, p, o in story.facts if s == meeting}
    assert {("participant", "Ana Ruiz"), ("participant", "Kato Hiro")} <= facts
    assert {("participant", "Chile"), ("participant", "Japan")} <= facts
    assert ("heldAt", "Lisbon") in facts
    assert ("startDate", "2021-05-03") in facts


def test_who_commits_to_what(told) -> None:
    story = told("France reaffirmed its commitment to the security of Poland. Norway welcomed the decision of Iceland.")
    commitments = story.acts("commit")
    assert any(by == {"France"} and "security of Poland" in content for by, _, content in commitments)
    assert any(by == {"Norway"} for by, _, content in story.acts("welcome"))


def test_the_state_is_one_by_all_its_names(told) -> None:
    story = told("The U.S. and Israel met. American and Israeli officials agreed that the United States will help.")
    states = {e.name: set(e.aliases) for e in story.findings.entities if e.kind == "State"}
    assert {"U.S.", "American"} <= states["United States"]
    assert "Israeli" in states["Israel"]


def test_group_words_mean_the_parties(told) -> None:
    story = told(
        "President Maria Alba of Spain hosted President Jan Novak of the Czech Republic in Madrid on May 3. "
        "The two presidents condemned the attack on the embassy."
    )
    assert story.acts("condemn"), story.findings.acts
    by, _, content = story.acts("condemn")[0]
    assert by == {"Maria Alba", "Jan Novak"}
    assert "attack on the embassy" in content


def test_the_well_known_act_for_their_own_state(told) -> None:
    story = told(
        "Secretary of Defense Lloyd Austin visited Israel and met with Foreign Minister Ana Ruiz of Israel on May 3. "
        "The United States and Israel agreed to meet again.",
        date="2023-05-04",
    )
    assert ("Lloyd Austin", "represents", "Israel") not in story.facts
    assert ("Lloyd Austin", "represents", "United States") in story.facts


def test_denied_acts_are_none(told) -> None:
    story = told("The minister did not commit to new sanctions.")
    assert story.acts("commit") == []


@pytest.mark.parametrize("name", sorted(p.name for p in DOCUMENTS.iterdir()))
def test_every_passage_is_verbatim_and_nothing_dangles(name: str, nlp) -> None:
    documents = [read_document(s) for s in find_sources([DOCUMENTS / name])]
    for document, findings in zip(documents, read_findings(documents, nlp), strict=True):
        keys = {e.key for e in findings.entities}
        passages = [p for e in findings.entities for p in e.mentions]
        passages += [p for f in findings.facts for p in f.evidence]
        passages += [p for a in findings.acts for p in (a.span, *a.evidence)]
        assert passages
        assert all(document.text[p.start : p.end] == p.quote for p in passages)
        assert all(f.evidence and f.subject in keys for f in findings.facts)
        assert all(f.object in keys for f in findings.facts if isinstance(f.object, str))
        assert all({*a.by, *a.toward, *a.concerns} <= keys and a.evidence for a in findings.acts)
        assert all(0 <= x.confidence <= 1 for x in (*findings.facts, *findings.acts))
        states = {e.key for e in findings.entities if e.kind == "State"}
        acting = [(f.subject, f.property) for f in findings.facts if f.object in states]
        sides = [a for a in acting if a[1] in ("represents", "officeOf")]
        assert len(sides) == len(set(sides)), "nobody acts for two states"


def test_page_noise_says_nothing(nlp) -> None:
    (document,) = [read_document(s) for s in find_sources([DOCUMENTS / "sample.txt"])]
    (findings,) = read_findings([document], nlp)
    quotes = " ".join(p.quote for e in findings.entities for p in e.mentions)
    assert "WhatsApp" not in quotes and "newsletter" not in quotes
    names = {n for e in findings.entities for n in (e.name, *e.aliases)}
    assert {"Amir Eshel", "Derek Chollet", "Isaac Herzog", "JPMG", "Abraham Accords"} <= names


def test_reading_twice_gives_the_same(nlp) -> None:
    documents = [read_document(s) for s in find_sources([DOCUMENTS])]
    assert list(read_findings(documents, nlp)) == list(read_findings(documents, nlp))


def test_the_year_in_an_agreements_name_is_when_it_was_signed(told) -> None:
    story = told("The two sides recalled the 2018 Framework Agreement between Chile and Peru.")
    assert [(p, v) for _, p, v in story.facts if p == "signed"] == [("signed", "2018")]

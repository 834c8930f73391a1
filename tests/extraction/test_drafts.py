"""What the sentences of a document say before anything is judged: meetings told by verbs, ordinals, dates, acts."""

from pathlib import Path

import pytest
from spacy.tokens import Doc
from spacy.vocab import Vocab

from communique.document import find_sources, read_document
from communique.extraction import Mention, extract
from communique.extraction.acts import _trimmed
from communique.extraction.edges import trimmed
from communique.extraction.ordinals import count_at
from communique.extraction.paragraph import Paragraph
from communique.extraction.people import right_before
from communique.extraction.reading import texts_of
from communique.findings import Passage
from communique.language.spans import ScoredSpan
from communique.resolution.utterances import ACT_FEATURES, act_rows


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


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("The twenty-sixth meeting of the Council was held.", 26),
        ("the Thirty-Fifth Regular Meeting", 35),
        ("the 1071st meeting", 1071),
        ("The XVIII Meeting will be held in La Paz.", 18),
        ("before COP24 in Katowice", 24),
        ("on the margins of TICAD VI in Nairobi", 6),
        ("the first virtual session", None),
        ("King Charles III met the leaders.", None),
        ("a matter of Chapter VII of the Charter", None),
        ("the G20 in Bali", None),
        ("I met them.", None),
    ],
)
def test_what_counts_meetings(nlp, text: str, number: int | None) -> None:
    assert [n for t in nlp(text) if (n := count_at(t)) is not None] == ([] if number is None else [number])


def test_calling_on_somebody_is_a_meeting_and_calling_on_somebody_to_act_is_none(draft) -> None:
    found = draft("On May 3 Ambassador Ana Ruiz called on Prime Minister Kato Hiro.")
    (event,) = [e for e in found.events if e.told]
    assert event.sort == "meeting" and names(found, event.participants) >= {"Ana Ruiz", "Kato Hiro"}
    found = draft("On May 3 Ambassador Ana Ruiz called on Prime Minister Kato Hiro to resign.")
    assert not [e for e in found.events if e.told]


def test_a_date_knows_whether_its_sentence_tells_of_a_founding(draft) -> None:
    found = draft("The Joint Rivers Commission meets yearly. It was founded in 1972. The ministers met on May 3.")
    assert [(d.first.text, d.founded) for d in found.days] == [("1972", True), ("2021-05-03", False)]


def test_a_group_may_meet_by_itself_and_for_the_how_manieth_time(draft) -> None:
    found = draft("The Defense and Security Working Group met for the fourth time in Tbilisi on May 3.")
    (event,) = [e for e in found.events if e.told]
    assert event.ordinal == 4 and event.start is not None and event.start.text == "2021-05-03"
    assert names(found, event.participants) == {"Defense and Security Working Group"}
    assert names(found, event.places) == {"Tbilisi"}


def links(found, prop: str) -> set[tuple[str, str]]:
    return {(found.mentions[x.subject].text, found.mentions[x.object].text) for x in found.links if x.property == prop}


def test_who_leads_a_delegation_acts_for_its_state(draft) -> None:
    found = draft(
        "The Chilean delegation was led by Ms. Ana Ruiz, and the Kenyan side was headed by Mr. Peter Mwakazi. "
        "The Chilean delegation met Mr. Jan Novak."
    )
    assert {("Ana Ruiz", "Chilean"), ("Peter Mwakazi", "Kenyan")} <= links(found, "represents")
    assert ("Jan Novak", "Chilean") not in links(found, "represents")


def test_who_represents_a_state(draft) -> None:
    found = draft(
        "Ms. Ana Ruiz, Minister of Trade, represented Chile, while Kenya was represented by Mr. Peter Mwakazi. "
        "Mr. Jan Novak represented Poland's interests."
    )
    assert {("Ana Ruiz", "Chile"), ("Peter Mwakazi", "Kenya")} <= links(found, "represents")
    assert not {s for s, _ in links(found, "represents")} & {"Jan Novak"}


@pytest.mark.parametrize(
    ("text", "agreement", "who"),
    [
        (
            "Norway and Iceland concluded the Reykjavik Agreement on Fisheries in 1998.",
            "Reykjavik Agreement",
            "Iceland",
        ),
        ("The Treaty on Eternal Friendship, which Kenya and Uganda signed in 1996, is in force.", "Treaty", "Uganda"),
        ("Mali acceded to the Ottawa Convention last year.", "Ottawa Convention", "Mali"),
        ("Greece is a party to the Barcelona Convention.", "Barcelona Convention", "Greece"),
    ],
)
def test_who_concluded_an_agreement(draft, text: str, agreement: str, who: str) -> None:
    assert any(agreement in a and p == who for a, p in links(draft(text), "party"))


def test_who_is_in_a_group(draft) -> None:
    found = draft(
        "The Visegrad Group comprises Poland, Hungary and Slovakia. Mali, a member of the African Union, paid."
    )
    expected = {("Visegrad Group", s) for s in ("Poland", "Hungary", "Slovakia")} | {("African Union", "Mali")}
    assert expected <= links(found, "hasMember")


def test_who_joined_later_did_not_sign(draft) -> None:
    found = draft("Chile joined the Antarctic Treaty in 1961.")
    assert not [x for x in found.links if x.property == "signed"]


def test_an_office_before_a_second_name_is_that_ones(draft) -> None:
    found = draft(
        "At the invitation of Minister Jorge Paz, the Minister of Foreign Affairs of Kenya, Ms. Ana Ruiz, visited Lima."
    )
    assert ("Ana Ruiz", "Minister of Foreign Affairs of Kenya") in links(found, "holdsOffice")
    assert ("Jorge Paz", "Minister of Foreign Affairs of Kenya") not in links(found, "holdsOffice")


def paragraph(words: list[str], pos: list[str], named: tuple[int, int]) -> Paragraph:
    doc = Doc(Vocab(), words=words, pos=pos, sent_starts=[True, *[False] * (len(words) - 1)])
    found = Paragraph(None, None, 0, 0, doc, 0, None)  # type: ignore[arg-type]
    text = doc[named[0] : named[1]].text
    found.mentions = [Mention(0, "Official", text, Passage(0, 1, text), 0, 0, *named)]
    return found


@pytest.mark.parametrize(
    ("words", "pos", "verb", "found"),
    [
        ("Dr Ana Ruiz , rejected claims", "PROPN PROPN PROPN PUNCT VERB NOUN", 4, True),
        ("Dr Ana Ruiz has also rejected claims", "PROPN PROPN PROPN AUX ADV VERB NOUN", 5, True),
        ("Dr Ana Ruiz to reject claims", "PROPN PROPN PROPN PART VERB NOUN", 4, False),
        ("Dr Ana Ruiz and others rejected claims", "PROPN PROPN PROPN CCONJ NOUN VERB NOUN", 5, False),
    ],
)
def test_the_name_that_a_verb_follows(words: str, pos: str, verb: int, found: bool) -> None:
    text = paragraph(words.split(), pos.split(), (1, 3))
    assert [m.text for m in right_before(text, text.doc[verb])] == (["Ana Ruiz"] if found else [])


def test_an_office_inside_another_has_a_state_of_its_own(draft) -> None:
    found = draft("They welcomed African Union chair President of Senegal Macky Sall in Oslo.")
    owners = {(o, s) for o, s in links(found, "officeOf") if o.startswith("President of")}
    assert owners <= {("President of Senegal", "Senegal")}


def test_no_content_ends_where_more_must_follow(nlp) -> None:
    folder = Path(__file__).parents[1] / "documents"
    contents = []
    for name in ("sample.txt", "readout.md", "joint-communique.txt", "fact-sheet.md"):
        (source,) = find_sources([folder / name])
        document = read_document(source)
        contents += [a.content for a in extract(document, list(nlp.pipe(texts_of(document)))).acts]
    assert len(contents) > 40
    assert not [c for c in contents if c.split()[-1].lower() in ("of", "to", "that", "and", "the", "a", "for", "“")]


def test_a_wish_goes_on_with_what_is_wished(nlp) -> None:
    doc = nlp("Estonia supports Moldova's wish to initial the agreement in Vilnius.")
    (sentence,) = doc.sents
    to, end = next(t.i for t in doc if t.text == "to") + 1, next(t.i for t in doc if t.text == "in")
    wish = ScoredSpan(2, to, "support", 0.9, 0.9, 0.9)
    assert _trimmed(doc, wish, sentence, {2: to, to: end}) == (2, end)
    assert _trimmed(doc, wish, sentence, {2: to}) == (2, to - 1)


def test_who_accepts_an_invitation_commits_to_it(draft) -> None:
    found = draft(
        "President Ana Ruiz invited President Kato Hiro to visit Chile in 2022. "
        "The invitation was accepted with pleasure."
    )
    urged, accepted = (next((a for a in found.acts if a.act == act), None) for act in ("urge", "commit"))
    assert urged is not None and accepted is not None
    assert accepted.span == urged.span, "the same words, said by one and taken up by the other"
    assert names(found, accepted.by) == names(found, urged.toward) == {"Kato Hiro"}
    assert names(found, accepted.toward) == names(found, urged.by) == {"Ana Ruiz"}
    assert any("was accepted" in passage.quote for passage in accepted.evidence)


@pytest.mark.parametrize(
    "ending",
    [
        ". The invitation was not accepted.",
        ". She accepted the credentials of the Ambassador of Peru.",
        ", and accepted the resignation of the Ambassador in Tokyo.",
    ],
)
def test_what_is_not_accepted_is_no_commitment(draft, ending: str) -> None:
    found = draft(f"President Ana Ruiz invited President Kato Hiro to visit Chile in 2022{ending}")
    (urged,) = [a for a in found.acts if a.act == "urge"]
    assert not [a for a in found.acts if a.act == "commit" and a.span == urged.span]


def test_a_title_is_shared_by_those_who_follow_it(draft) -> None:
    found = draft(
        "The committee was set up by Presidents Themba Radebe of Zambia and Lakhdar Bouzidi of Algeria in 2000."
    )
    held = {(found.mentions[k.subject].text, k.object) for k in found.links if k.property == "holdsOffice"}
    assert {name for name, _ in held} == {"Themba Radebe", "Lakhdar Bouzidi"}
    assert len({office for _, office in held}) == 2, "each has an office of his own"
    assert {found.mentions[office].text for _, office in held} == {"President"}


@pytest.mark.parametrize(
    "text",
    [
        "Present were the Ministers of Defence of Zambia (Mr. Themba Radebe), Algeria (Dr. Lakhdar Bouzidi, host) "
        "and Chile (Ms. Ana Ruiz).",
        "It was attended by the Foreign Ministers Themba Radebe (Zambia), Lakhdar Bouzidi (Algeria) and "
        "Ana Ruiz (Chile).",
        "The Foreign Ministers of Zambia, Algeria and Chile, Themba Radebe, Lakhdar Bouzidi and Ana Ruiz, met.",
        "Present were the Ministers of Water Resources of Zambia (Mr. Themba Radebe), Algeria (Dr. Lakhdar Bouzidi) "
        "and Chile (Ms. Ana Ruiz).",
    ],
)
def test_those_who_share_a_title_have_it_each_for_a_state(draft, text: str) -> None:
    found = draft(text)
    name = {m.id: m.text for m in found.mentions}
    office = {name[k.subject]: k.object for k in found.links if k.property == "holdsOffice"}
    whose = {k.subject: name[k.object] for k in found.links if k.property == "officeOf"}
    states = {"Themba Radebe": "Zambia", "Lakhdar Bouzidi": "Algeria", "Ana Ruiz": "Chile"}
    assert {person: whose[held] for person, held in office.items()} == states
    assert {(name[k.subject], name[k.object]) for k in found.links if k.property == "represents"} == set(states.items())


def test_a_surname_is_a_persons_where_nothing_is_in_it(draft) -> None:
    for surname in ("Talukder", "Bunker", "Harbour", "Lakeland", "Rockford", "Marston", "Ashby", "Westwood"):
        found = draft(f"The talks were led by Minister Ana {surname}.\n\n{surname} will visit Lima next month.")
        assert not [m for m in found.mentions if m.text == surname and m.kind == "Place"], surname


def test_we_are_those_whom_the_head_of_a_text_lists(draft) -> None:
    found = draft(
        "No. 4\n\nTexts\n\nHarbour papers\n\nDeclaration on ports\n\nLisbon\n\n"
        "We, the leaders of Chile, Japan and Norway,\n\nWelcoming the new harbour;\n\nResolve to open it to all."
    )
    assert {found.mentions[i].text for i in found.speakers} == {"Chile", "Japan", "Norway"}


def test_a_name_begins_behind_what_joins_it_to_others(nlp) -> None:
    doc = nlp("advisor to President Ana Ruiz")
    assert trimmed(doc, 1, 3, "Office") == (2, 3)


def test_an_organ_names_its_organization(draft) -> None:
    found = draft("They called on the UN Security Council and the UNESCO Executive Board to act.")
    assert {"UN", "UNESCO"} <= {m.known and m.text for m in found.mentions if m.kind == "InternationalOrganization"}


def test_the_talks_are_those_told_before(draft) -> None:
    found = draft(
        "President Ana Ruiz met with President Kato Hiro in Lisbon on May 3. "
        "The talks, which lasted two hours, were attended by Ambassador Jan Novak."
    )
    talks = [e for e in found.events if e.word is not None and e.word.quote == "talks"]
    assert talks and all(e.definite for e in talks)


def test_who_wrote_and_who_published_are_named(nlp, tmp_path) -> None:
    path = tmp_path / "text.md"
    path.write_text(
        "---\ntitle: Talks in Oslo\npublisher: Ministry of Foreign Affairs of Norway\n---\n\n"
        "By Jane Roe\n\nThe ministers met in Oslo on Monday for talks.\n",
        encoding="utf-8",
    )
    (source,) = find_sources([path])
    document = read_document(source)
    found = extract(document, list(nlp.pipe(texts_of(document))))
    kinds = {m.text: m.kind for m in found.mentions}
    assert kinds["Jane Roe"] == "Official" and kinds["Ministry of Foreign Affairs of Norway"] == "GovernmentBody"
    (part,) = [k for k in found.links if k.property == "partOf"]
    assert (found.mentions[part.subject].text, found.mentions[part.object].text) == (
        "Ministry of Foreign Affairs of Norway",
        "Norway",
    )
    assert [m.id for m in found.mentions] == list(range(len(found.mentions)))


@pytest.mark.parametrize("author", ["admin", "press@example.org", "Roe, Jane", "12 34"])
def test_what_is_no_name_is_no_author(nlp, tmp_path, author: str) -> None:
    path = tmp_path / "text.md"
    path.write_text(f"---\nauthor: {author}\npublisher: '...'\n---\n\nThe ministers met in Oslo on Monday.\n")
    (source,) = find_sources([path])
    document = read_document(source)
    found = extract(document, list(nlp.pipe(texts_of(document))))
    assert all(m.start >= 0 for m in found.mentions)


@pytest.mark.parametrize(
    ("head", "sentence", "day"),
    [
        ("Issue 18, February 2001", "The two ministers met in Oslo on 12 February.", "2001-02-12"),
        (
            "JOINT COMMUNIQUE",
            "The commission met in Oslo on 29 and 30 October 2019. They met again on 2 November.",
            "2019-11-02",
        ),
        ("News in brief", "The commission was set up in 1999. The two ministers met in Oslo on 12 February.", None),
    ],
)
def test_an_undated_text_has_the_date_of_its_head(nlp, tmp_path, head: str, sentence: str, day: str | None) -> None:
    path = tmp_path / "text.txt"
    path.write_text(f"{head}\n\n{sentence}\n")
    (source,) = find_sources([path])
    document = read_document(source)
    found = extract(document, list(nlp.pipe(texts_of(document))))
    assert day in {d.first.text for d in found.days} or (
        day is None and "date" not in {d.first.datatype for d in found.days}
    )


@pytest.mark.parametrize("name", ["Nana Akufo-Addo", "Adi Nugroho", "Tuan Pham"])
def test_a_first_name_is_no_honorific(draft, name: str) -> None:
    found = draft(f"Foreign Minister Ana Ruiz met with President {name} in Oslo.")
    assert name in {m.text for m in found.mentions if m.kind == "Official"}

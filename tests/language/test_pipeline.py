"""The bundled pipeline as a spaCy user meets it."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import spacy
from spacy.tokens import Doc

import communique
from communique.errors import CommuniqueError
from communique.language import loading
from communique.language.components import spans_of

DOCUMENTS = Path(__file__).parents[1] / "documents"
PARAGRAPHS = [
    "The two sides reaffirmed the importance of the rule of law. They agreed to meet again next year in Oslo.",
    "Foreign Minister Ana Ruiz of Chile met with Japanese Prime Minister Kato Hiro.",
    "",
    "   \n\t  ",
    "Gen. (ret.) Amos Tal, Jr., arrived in the U.S. on Monday. H.E. the Ambassador welcomed him.",
    "x" * 5000,
    " ".join(["peace"] * 700),
    "“We will continue,” the President said — and left! 😀 \u202e\u0000",
]


@pytest.fixture(scope="module")
def nlp():
    return communique.load()


def annotations(doc: Doc) -> list[tuple]:
    tokens = [(t.text, t.pos_, t.tag_, t.lemma_, t.dep_, t.head.i, t.is_sent_start) for t in doc]
    return [*tokens, *[(e.start, e.end, e.label_) for e in doc.ents]]


def test_annotates_what_a_spacy_user_expects(nlp) -> None:
    doc = nlp(PARAGRAPHS[0])
    assert [s.text.split()[0] for s in doc.sents] == ["The", "They"]
    assert [s.root.lemma_ for s in doc.sents] == ["reaffirm", "agree"]
    assert doc[1].pos_ == "NUM" and doc[2].dep_ == "nsubj" and doc[2].head.text == "reaffirmed"
    assert "The two sides" in [c.text for c in doc.noun_chunks]
    assert all(len([t for t in s if t.head.i == t.i]) == 1 for s in doc.sents)


def test_finds_people_offices_and_states(nlp) -> None:
    doc = nlp(PARAGRAPHS[1])
    found = {(e.text, e.label_) for e in doc.ents}
    assert ("Ana Ruiz", "Official") in found
    assert ("Chile", "State") in found
    assert ("Foreign Minister", "Office") in found


TITLED = (  # text before, title and name, text behind
    ("Foreign Minister Ana Ruiz of Chile met with", "Japanese Prime Minister Kato Hiro", "."),
    ("Chilean President Ana Ruiz received", "Polish Foreign Minister Jan Novak", "in Oslo."),
    ("The talks were attended by", "Ambassador Peter Mwakazi", "and Deputy Minister Li Wei."),
    ("On Monday", "Kenyan Defence Secretary Peter Mwakazi", "arrived."),
    ("Prime Minister Maria Silva spoke by telephone with", "President Omar Hassan", "."),
    ("She thanked", "Norwegian State Secretary Nils Berg", "for the aid."),
    ("The delegation was led by", "Finance Minister Ravi Kumar", "."),
    ("", "Turkish Foreign Minister Omar Hassan", "will visit Lima in May."),
    ("", "Korean Ambassador Li Wei", "presented his credentials to King Harald."),
    ("President Jan Novak invited", "Prime Minister Kato Hiro", "to Warsaw."),
)


TITLES = ("Japanese Prime Minister", "Chilean Foreign Minister", "Kenyan President", "Polish Defence Minister")
NAMES = ("Kato Hiro", "Ana Ruiz", "Jan Novak", "Tunde Bello", "Maria Alba", "Jean Dupont", "Li Wei", "Omar Haddad")
NAMES += ("Eva Lind", "Peter Okello")


def test_title_and_name_are_one_noun_chunk(nlp) -> None:
    # Every network errs somewhere, and elsewhere than the one before: ten sentences would still measure chance.
    texts = [(" ".join((before, named, behind)).replace(" .", ".").strip(), named) for before, named, behind in TITLED]
    for named in (f"{title} {name}" for title in TITLES for name in NAMES):
        texts += [(f"{named} visited Lima on Friday.", named), (f"The talks with {named} lasted two hours.", named)]
    wrong = [text for text, named in texts if named not in [c.text for c in nlp(text).noun_chunks]]
    assert len(wrong) <= len(texts) / 10, wrong


def test_output_does_not_depend_on_the_batch(nlp) -> None:
    alone = [annotations(nlp(text)) for text in PARAGRAPHS]
    together = [annotations(d) for d in nlp.pipe(PARAGRAPHS)]
    turned = [annotations(d) for d in nlp.pipe(reversed(PARAGRAPHS), batch_size=3)]
    assert alone == together == turned[::-1]


def test_output_does_not_depend_on_threads(nlp) -> None:
    threaded = communique.load(threads=2)
    assert [annotations(d) for d in threaded.pipe(PARAGRAPHS * 3)] == [annotations(d) for d in nlp.pipe(PARAGRAPHS * 3)]


def test_any_text_gives_a_well_formed_doc(nlp) -> None:
    for text in PARAGRAPHS:
        doc = nlp(text)
        assert doc.text == text
        for sentence in doc.sents:
            assert all(sentence.start <= t.head.i < sentence.end for t in sentence)


def test_white_space_and_known_bounds_are_kept(nlp) -> None:
    doc = Doc(nlp.vocab, words=["Peace", "holds", ".", "Talks", "go", "on", "."], sent_starts=[1, 0, 0, 1, 0, 0, 0])
    for _, component in nlp.pipeline:
        doc = component(doc)
    assert [s.start for s in doc.sents] == [0, 3]


def test_loads_as_a_spacy_folder_and_saves(nlp, tmp_path: Path) -> None:
    nlp.to_disk(tmp_path / "copy")
    again = spacy.load(tmp_path / "copy")
    assert annotations(again(PARAGRAPHS[4])) == annotations(nlp(PARAGRAPHS[4]))


def test_lists_and_appositions_hang_together(nlp) -> None:
    doc = nlp(
        "Derek Chollet welcomed the Israeli delegation led by Director General of the Ministry of Defense, "
        "Major General (ret.) Amir Eshel. He was accompanied by the Director of the Policy Bureau, the Israeli "
        "Ambassador to the US, and senior representatives from the Ministry of Defense."
    )
    assert len(list(doc.sents)) == 2
    by_text = {t.text: t for t in doc}
    assert by_text["Chollet"].head.text in ("Derek", "welcomed")
    assert by_text["delegation"].head.text == "welcomed"
    accompanied = by_text["accompanied"]
    agents = [c for c in accompanied.children if c.dep_ == "obl:agent"]
    assert [a.text for a in agents] == ["Director"]
    assert by_text["Ambassador"].dep_ == "conj"
    assert by_text["representatives"].dep_ == "conj"


def test_ranks_and_hyphens_are_cut_as_in_treebanks(nlp) -> None:
    words = [t.text for t in nlp.make_doc("U.S.-Israel de-escalation, cost-effective co-chairs: Maj. Gen. (ret.) Tal")]
    assert words[:3] == ["U.S.", "-", "Israel"]
    assert "de-escalation" in words and "co-chairs" in words
    assert "Maj." in words and "Gen." in words and "ret." in words


def test_spans_need_the_bundled_pipeline() -> None:
    with pytest.raises(CommuniqueError):
        spans_of(spacy.blank("en")("Peace."), "act")


def test_a_damaged_model_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = tmp_path / "model"
    shutil.copytree(loading.MODEL_FOLDER, copy)
    labels = copy / "communique_encoder" / "labels.json"
    labels.write_text(labels.read_text() + " ")
    monkeypatch.setattr(loading, "MODEL_FOLDER", copy)
    with pytest.raises(CommuniqueError, match="damaged"):
        loading.load()
    (copy / "meta.json").write_text("{}")
    with pytest.raises(CommuniqueError, match=r"meta\.json"):
        loading.load()


def test_the_model_holds_no_pickle() -> None:
    names = [p.name for p in loading.MODEL_FOLDER.rglob("*") if p.is_file()]
    assert not [n for n in names if n.endswith((".pkl", ".pickle", ".pt", ".bin")) and n != "lookups.bin"]
    meta = json.loads((loading.MODEL_FOLDER / "meta.json").read_text())
    assert set(meta["communique"]["sha256"]) == set(loading.file_hashes(loading.MODEL_FOLDER))


def test_other_pipelines_are_taken_or_refused(tmp_path: Path) -> None:
    blank = spacy.blank("en")
    blank.to_disk(tmp_path / "blank")
    with pytest.raises(CommuniqueError, match="parser"):
        communique.load(tmp_path / "blank")
    parser = blank.add_pipe("parser")
    for label in ("nsubj", "dobj", "prep", "ROOT"):
        parser.add_label(label)
    blank.initialize()
    blank.to_disk(tmp_path / "clear")
    with pytest.raises(CommuniqueError, match="ClearNLP"):
        communique.load(tmp_path / "clear")
    with pytest.raises(CommuniqueError, match="can't load"):
        communique.load("no_such_pipeline")


def test_importing_the_package_is_quick() -> None:
    code = "import time; t = time.perf_counter(); import communique; print(time.perf_counter() - t)"
    seconds = min(float(subprocess.check_output([sys.executable, "-c", code], text=True)) for _ in range(3))
    assert seconds < 0.3


def test_no_subject_has_a_preposition(nlp) -> None:
    encoder = nlp.get_pipe("communique_encoder").encoder
    number = encoder.relations.index

    def relations(words: str, names: str, heads: list[int]) -> list[str]:
        labels = np.array([number(n) for n in names.split()])
        return [encoder.relations[i] for i in encoder._oblique(labels, np.array(heads), words.split())]

    passive = "nsubj:pass aux:pass root case nsubj:pass"
    assert relations("He was accompanied by Ruiz", passive, [2, 2, 2, 4, 2])[-1] == "obl:agent"
    assert relations("He was accompanied to Oslo", passive, [2, 2, 2, 4, 2])[-1] == "obl"
    oblique = passive.replace("case nsubj:pass", "case obl")
    assert relations("He was accompanied by Ruiz", oblique, [2, 2, 2, 4, 2])[-1] == "obl:agent"
    assert relations("He was accompanied to Oslo", oblique, [2, 2, 2, 4, 2])[-1] == "obl"
    agent = "root case obl:agent"
    assert relations("Invited by Ruiz", agent, [0, 2, 0])[-1] == "obl:agent"
    assert relations("Invited including Ruiz", agent, [0, 2, 0])[-1] == "obl"
    assert relations("Ruiz 's aide spoke", "nmod:poss case nsubj root", [2, 2, 3, 3])[2] == "nsubj"


def test_no_sentence_begins_inside_a_ruled_line(nlp) -> None:
    for text in ("The talks ended. " + "= " * 40, "The talks ended. " + "_ " * 40 + "Notes to editors follow."):
        bounds = [t.i for t in nlp(text) if t.is_sent_start]
        doc = nlp(text)
        assert not any(doc[i].text == doc[i - 1].text for i in bounds if i)
    assert len(list(nlp("The ministers met in Oslo. They agreed on a plan.").sents)) == 2

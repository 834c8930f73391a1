"""The training data's readers: windows, BIO spans, names located in annotated texts, names exchanged."""

import random
from pathlib import Path

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from communique.training.treebank import Mark, Sentence, paragraphs, read_bio, read_conllu, spans_of, window
from communique.training.variation import collect_names, exchange_names

CONLLU = """# newpar
# sent_id = 1
# text = Talks began.
1\tTalks\ttalk\tNOUN\tNNS\t_\t2\tnsubj\t_\t_
2\tbegan\tbegin\tVERB\tVBD\t_\t0\troot\t_\tSpaceAfter=No
3\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\t_

# sent_id = 2
# text = Don't stop
1-2\tDon't\t_\t_\t_\t_\t_\t_\t_\t_
1\tDo\tdo\tAUX\tVB\t_\t3\taux\t_\t_
2\tn't\tnot\tPART\tRB\t_\t3\tadvmod\t_\t_
3\tstop\tstop\tVERB\tVB\t_\t0\troot\t_\t_
"""


@pytest.fixture
def treebank(tmp_path: Path) -> Path:
    path = tmp_path / "tiny.conllu"
    path.write_text(CONLLU, encoding="utf-8")
    return path


def test_reads_words_and_paragraphs(treebank: Path) -> None:
    sentences = list(read_conllu(treebank))
    assert [s.words for s in sentences] == [["Talks", "began", "."], ["Do", "n't", "stop"]]
    assert sentences[1].heads == [3, 3, 0]
    assert [len(p) for p in paragraphs(sentences)] == [2]


def test_a_window_keeps_every_tree(treebank: Path) -> None:
    joined = window(list(read_conllu(treebank)), "sentence")
    assert joined.heads == [2, 0, 2, 6, 6, 0]
    assert joined.segments == [0, 0, 0, 1, 1, 1]
    assert joined.tags["sentence"] == ["B", "O", "O", "B", "O", "O"]


def test_a_broken_line_is_told(tmp_path: Path) -> None:
    path = tmp_path / "broken.conllu"
    path.write_text("1\tTalks\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"broken\.conllu:1"):
        list(read_conllu(path))


def test_reads_bio(tmp_path: Path) -> None:
    path = tmp_path / "names.txt"
    path.write_text("Ana\tB-person\nRuiz\tI-person\n\nOslo\tB-location\n", encoding="utf-8")
    assert [s.tags["names"] for s in read_bio(path, "names")] == [["B-person", "I-person"], ["B-location"]]


@given(st.lists(st.sampled_from(["O", "B-State", "I-State", "B-Place", "I-Place"]), max_size=12))
def test_spans_cover_exactly_what_is_tagged(tags: list[str]) -> None:
    spans = spans_of(tags)
    covered = [i for start, end, _ in spans for i in range(start, end)]
    assert covered == [i for i, t in enumerate(tags) if t != "O"]


@given(st.integers(0, 1000))
def test_exchanged_names_keep_all_layers_in_step(seed: int) -> None:
    people = Sentence(
        ["Jan", "de", "Vries", "and", "Ito"], tags={"n": ["B-person", "I-person", "I-person", "O", "B-person"]}
    )
    names = collect_names([people], "n", {"person": "Official"})
    sentence = Sentence(
        ["Minister", "Ana", "Ruiz", "met", "Ruiz", "."],
        tags={
            "entity": ["B-Office", "B-Official", "I-Official", "O", "B-Official", "O"],
            "act": ["O", "B-welcome", "I-welcome", "I-welcome", "I-welcome", "O"],
        },
    )
    varied = exchange_names(sentence, names, ("entity",), random.Random(seed), 1.0)
    assert all(len(tags) == len(varied.words) for tags in varied.tags.values())
    assert [label for _, _, label in spans_of(varied.tags["entity"])] == ["Office", "Official", "Official"]
    assert len(spans_of(varied.tags["act"])) == 1
    assert varied.words[0] == "Minister" and varied.words[-1] == "."


def test_names_and_contents_are_located(tmp_path: Path) -> None:
    from communique.document import find_sources, read_document
    from communique.language.tokenizer import adapt_tokenizer
    from communique.training.gold import ACT, ENTITY, ENTITY_INSIDE, tag_blocks

    path = tmp_path / "note.txt"
    path.write_text(
        "A note\n\nMinister Ana Ruiz of Chile welcomed the treaty with Peru. She thanked Peru.\n", encoding="utf-8"
    )
    nlp = spacy.blank("en")
    adapt_tokenizer(nlp)
    gold = {
        "entities": [
            {"id": "ruiz", "class": "Official", "name": "Ana Ruiz"},
            {"id": "treaty", "class": "Agreement", "name": "treaty with Peru"},
            {"id": "peru", "class": ["State"], "name": "Peru", "aliases": []},
        ],
        "facts": [["treaty", "party", "peru"], ["treaty", "signed", 1990]],
        "acts": [{"act": "welcome", "by": ["ruiz"], "content": "the treaty  with Peru"}],
    }
    (source,) = find_sources([path])
    tagged = list(tag_blocks(gold, read_document(source).blocks, nlp, "sentence"))[-1]

    def named(layer: str) -> list[str]:
        return [" ".join(tagged.words[a:b]) for a, b, _ in spans_of(tagged.tags[layer])]

    assert named(ENTITY) == ["Ana Ruiz", "treaty with Peru", "Peru"]
    assert named(ENTITY_INSIDE) == ["Peru"]
    assert named(ACT) == ["the treaty with Peru"]
    assert [w for w, t in zip(tagged.words, tagged.tags["sentence"], strict=True) if t == "B"] == ["Minister", "She"]
    assert {(m.kind, m.ids) for m in tagged.marks} == {
        ("Act", ("act 0",)),
        ("Official", ("ruiz",)),
        ("Agreement", ("treaty",)),
        ("State", ("peru",)),
    }
    assert tagged.facts == {("treaty", "peru"): {"party"}, ("act 0", "ruiz"): {"by"}}


def test_marks_follow_exchanged_names() -> None:
    sentence = Sentence(
        ["Ana", "Ruiz", "met", "Bo", "."],
        tags={"entity": ["B-Official", "I-Official", "O", "B-Official", "O"]},
        marks=[Mark(0, 2, "Official", ("ruiz",)), Mark(3, 4, "Official", ("bo",))],
    )
    varied = exchange_names(sentence, {"Official": [("Li", "Na", "Mei")]}, ("entity",), random.Random(1), rate=1.0)
    assert [varied.words[m.start : m.end] for m in varied.marks] == [["Li", "Na", "Mei"]] * 2
    assert [m.ids for m in varied.marks] == [("ruiz",), ("bo",)]

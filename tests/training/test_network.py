"""The network trains, stops, resumes and is exported; needs the extra ``train``."""

import json
import random
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

torch = pytest.importorskip("torch", reason="needs the extra train")
pytest.importorskip("onnx", reason="needs the extra train")

from communique.errors import CommuniqueError  # noqa: E402
from communique.language.encoder import Encoder  # noqa: E402
from communique.language.loading import MODEL_FOLDER  # noqa: E402
from communique.language.wordpiece import WordPiece  # noqa: E402
from communique.schema import LINKS  # noqa: E402
from communique.training.batches import batches  # noqa: E402
from communique.training.export import export_network  # noqa: E402
from communique.training.links import link_loss  # noqa: E402
from communique.training.loop import Settings, Task, Trainer, collect_labels  # noqa: E402
from communique.training.model import Network  # noqa: E402
from communique.training.restore import restore  # noqa: E402
from communique.training.treebank import Mark, Sentence  # noqa: E402

SENTENCE = Sentence(
    ["Talks", "began", "."],
    ["NOUN", "VERB", "PUNCT"],
    ["NNS", "VBD", "."],
    [2, 0, 2],
    ["nsubj", "root", "punct"],
    starts_paragraph=True,
)
NAMES = Sentence(["Oslo", "hosted"], tags={"names": ["B-Place", "O"]})
VOCABULARY = MODEL_FOLDER / "communique_encoder" / "vocab.txt"


def tasks() -> list[Task]:
    return [Task("syntax", 0.5, [[SENTENCE, SENTENCE]] * 4), Task("names", 0.5, [[NAMES]] * 4)]


def test_trains_resumes_and_exports(tmp_path: Path) -> None:
    pieces = WordPiece.from_file(VOCABULARY)
    settings = Settings(minutes=0.05, batch_pieces=64, warmup_steps=1, head_rate=1e-3)
    torch.manual_seed(0)
    labels = collect_labels(tasks(), rare=0)
    trainer = Trainer(Network(labels), tasks(), pieces, settings)
    trainer.run(tmp_path / "check.pt", tmp_path / "log.jsonl")
    assert trainer.step > 0
    again = Trainer(Network(labels), tasks(), pieces, settings)
    again.run(tmp_path / "check.pt", tmp_path / "log.jsonl")  # the budget is spent: nothing more to do
    assert again.step == trainer.step
    other = Trainer(Network(labels), tasks(), pieces, settings)
    assert all(torch.equal(v, trainer.weights()[k]) for k, v in other.weights_at(tmp_path / "check.pt").items())
    with pytest.raises(CommuniqueError, match="no checkpoint"):
        other.weights_at(tmp_path / "none.pt")
    trainer.network.load_state_dict(trainer.weights())
    folder = tmp_path / "model"
    folder.mkdir()
    export_network(trainer.network.cpu(), folder / "model.onnx")
    (folder / "vocab.txt").write_bytes(VOCABULARY.read_bytes())
    inventories = {k: getattr(labels, k) for k in ("relations", "upos", "xpos", "taggers", "links")}
    (folder / "labels.json").write_text(json.dumps(inventories))
    encoding = Encoder(folder).encode(["Talks", "began", ".", "Oslo", "hosted"])
    assert len(encoding.heads) == 5 and encoding.starts[0]
    assert set(encoding.scores) == {"names", "sentence"}


def test_batches_hold_every_sentence_once() -> None:
    pieces = WordPiece.from_file(VOCABULARY)
    many = [Sentence([f"word{i}"] * (i % 9 + 1)) for i in range(50)]
    seen = [s.words for b in batches(many, pieces, 64, random.Random(1)) for s in b.sentences]
    assert sorted(seen) == sorted(s.words for s in many)


def test_hidden_words_are_hidden_whole_and_keep_their_shapes() -> None:
    pieces = WordPiece.from_file(VOCABULARY)
    many = [Sentence(["Ouagadougou", "hosted", "consultations", "."]) for _ in range(200)]
    (plain,) = {tuple(row) for b in batches(many, pieces, 9999) for row in b.ids.tolist()}
    shown, hidden = 0, 0
    for batch in batches(many, pieces, 64, random.Random(1), hidden=0.2):
        for ids, first in zip(batch.ids.tolist(), batch.first.tolist(), strict=True):
            ends = [*first[1:], len(plain) - 1]
            for start, end in pairwise(ends):
                word = ids[start:end]
                assert word in ([pieces.mask] * (end - start), list(plain[start:end]))
                hidden += word[0] == pieces.mask
                shown += word[0] != pieces.mask
    assert 0.15 < hidden / (hidden + shown) < 0.25


def test_training_goes_on_from_an_exported_network(tmp_path: Path) -> None:
    torch.manual_seed(0)
    network = Network(collect_labels(tasks(), rare=0)).eval()
    for parameter in network.parameters():  # as after training: the export joins weights that are alike
        parameter.data += torch.randn_like(parameter) * 0.01
    export_network(network, tmp_path / "model.onnx")
    again = Network(network.labels).eval()
    again.encoder.pieces.load_state_dict(network.encoder.pieces.state_dict())
    assert restore(again, tmp_path / "model.onnx") == ["encoder.pieces.weight"]
    inputs = torch.randint(1000, 2000, (1, 9)), torch.randint(1, 9, (1, 9)), torch.arange(6)[None]
    for before, after in zip(network(*inputs), again(*inputs), strict=True):
        assert torch.allclose(before.float(), after.float(), atol=0.1)


def test_an_exported_network_may_know_fewer_links(tmp_path: Path) -> None:
    torch.manual_seed(0)
    labels = collect_labels(tasks(), rare=0)
    known = Network(replace(labels, links=labels.links[:-4])).eval()
    for parameter in known.parameters():  # as after training: the export joins weights that are alike
        parameter.data += torch.randn_like(parameter) * 0.01
    export_network(known, tmp_path / "model.onnx")
    again = Network(labels).eval()
    again.encoder.pieces.load_state_dict(known.encoder.pieces.state_dict())
    restore(again, tmp_path / "model.onnx")
    inputs = torch.randint(1000, 2000, (1, 9)), torch.randint(1, 9, (1, 9)), torch.arange(6)[None]
    before, after = known(*inputs), again(*inputs)
    for side in (5, 6):  # both sides of links
        assert torch.allclose(before[side], after[side][:, :, :-4], atol=0.1)


def test_a_meeting_is_linked_to_its_day() -> None:
    marks = [Mark(0, 1, "Meeting", ("m",)), Mark(1, 2, "Date", ("2021/2021",)), Mark(2, 3, "Official", ("a",))]
    sentence = Sentence(["met", "2021", "Ana"], marks=marks, facts={("m", "2021/2021"): frozenset(["startDate"])})
    left, right = (torch.zeros(1, 4, len(LINKS), 3, requires_grad=True) for _ in range(2))
    loss = link_loss([sentence], torch.tensor([3]), left + 1, right)
    assert loss is not None
    loss.backward()
    pushed = right.grad[0].abs().sum(-1)  # word, link
    assert pushed[2, LINKS.index("startDate")] > 0 and pushed[2, LINKS.index("signed")] == 0
    assert pushed[3, LINKS.index("startDate")] == 0


def test_links_are_learned_where_the_ontology_allows_them() -> None:
    marks = [Mark(0, 1, "Official", ("a",)), Mark(1, 2, "Office", ("b",)), Mark(2, 3, "Place", ("c",))]
    sentence = Sentence(["Ana", "Minister", "Oslo"], marks=marks, facts={("a", "b"): frozenset(["holdsOffice"])})
    left, right = (torch.zeros(1, 4, len(LINKS), 3, requires_grad=True) for _ in range(2))
    loss = link_loss([sentence], torch.tensor([3]), left + 1, right)
    assert loss is not None and loss.item() > 0
    loss.backward()
    pushed = right.grad[0].abs().sum(-1)  # word, link
    assert pushed[2, LINKS.index("holdsOffice")] > 0
    assert pushed[3].sum() == 0  # nothing of these joins an official or an office to a place
    assert link_loss([Sentence(["Oslo"])], torch.tensor([1]), left, right) is None

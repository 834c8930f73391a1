"""What is true of a document's candidates, and trees that come out of their export as they went in."""

import json
from pathlib import Path

import numpy as np
import pytest

from communique.findings import Act, Entity, Passage
from communique.schema import ENDS
from communique.training.alignment import aligned_acts, aligned_entities
from communique.training.gold import OWN

ANNOTATED = Path(__file__).parents[1] / "annotated"
GOLD = {
    "entities": [
        {"id": "no", "class": "State", "name": "Norway", "aliases": ["Norwegian"]},
        {"id": "pm-no", "class": "Office", "name": "Prime Minister", "aliases": []},
        {"id": "pm-dk", "class": "Office", "name": "Prime Minister", "aliases": []},
        {"id": "dk", "class": ["State", "Place"], "name": "Denmark", "aliases": []},
        {"id": "talks", "class": "Meeting", "name": "talks in Oslo", "aliases": []},
    ],
    "facts": [["pm-no", "officeOf", "no"], ["pm-dk", "officeOf", "dk"], ["talks", "participant", "no"]],
    "acts": [{"act": "commit", "content": "open a consulate in Bergen"}],
}
NORWAY = Entity("State-1", "State", "Norwegian", "Norway")
DENMARK = Entity("State-2", "State", "Denmark", "Denmark")
OF_DENMARK = Entity("Office-1", "Office", "Prime Minister", "Prime Minister of Denmark")
OF_NORWAY = Entity("Office-2", "Office", "Prime Minister", "Prime Minister of Norway")
PLACE = Entity("Place-1", "Place", "Norway", "Norway")
MEETING = Entity("Meeting-1", "Meeting", "meeting of nobody", "")


def test_things_of_one_name_are_told_apart_by_what_is_said_of_them() -> None:
    facts = {
        ("Office-1", "officeOf", "State-2"): 1,
        ("Office-2", "officeOf", "State-1"): 1,
        ("Meeting-1", "participant", "State-1"): 1,
    }
    found = aligned_entities([OF_DENMARK, OF_NORWAY, NORWAY, DENMARK, PLACE, MEETING], facts, GOLD)
    assert found == {
        "Office-1": "pm-dk",
        "Office-2": "pm-no",
        "State-1": "no",
        "State-2": "dk",
        "Meeting-1": "talks",
    }


def test_acts_by_their_contents() -> None:
    act = Act("urge", "open a consulate in Bergen soon", Passage(0, 1, "o"))
    other = Act("urge", "close an embassy", Passage(0, 1, "c"))
    assert aligned_acts([other, act], GOLD) == {1: GOLD["acts"][0]}


def test_exported_trees_say_the_same() -> None:
    ensemble = pytest.importorskip("sklearn.ensemble", reason="needs the extra train")
    pytest.importorskip("onnx", reason="needs the extra train")
    import onnxruntime

    from communique.training.trees import trees_as_onnx

    rows = np.random.default_rng(1).random((600, 4)).astype(np.float32)
    labels = rows[:, 0] + rows[:, 1] * rows[:, 2] > 0.8
    model = ensemble.HistGradientBoostingClassifier(max_iter=20, random_state=1).fit(rows, labels)
    session = onnxruntime.InferenceSession(trees_as_onnx([model], 4))
    (likely,) = session.run(None, {"rows": rows})
    assert np.allclose(likely[:, 0], model.predict_proba(rows)[:, 1], atol=1e-5)


@pytest.mark.parametrize(
    "path", sorted([*OWN.glob("*/*.json"), *(Path(__file__).parents[1] / "annotated").glob("*.json")])
)
def test_our_annotated_documents_keep_the_rules(path: Path) -> None:
    gold = json.loads(path.read_text(encoding="utf-8"))
    text = " ".join((path.parent / gold["document"]).read_text(encoding="utf-8").split())
    ids = {e["id"] for e in gold["entities"]}
    assert len(ids) == len(gold["entities"])
    for subject, prop, value in gold["facts"]:
        assert subject in ids and prop in ENDS
        assert value in ids if ENDS[prop][1] else value not in ids
    for act in gold["acts"]:
        assert " ".join(act["content"].split()) in text
        assert act["by"] and {*act["by"], *act["toward"], *act["concerns"]} <= ids

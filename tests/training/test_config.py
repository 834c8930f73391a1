"""The training config: the bundled one works as it stands, a broken one is told."""

import json
import random
from dataclasses import replace
from pathlib import Path

import pytest

pytest.importorskip("torch")

from communique.errors import CommuniqueError
from communique.training.config import (
    gold_paths,
    judge_paths,
    known_paths,
    load_config,
    load_tasks,
    read_paths,
)

DOCUMENT = "Finland's Foreign Minister Aino Salmi met Mats Lund in Oslo."
GOLD = {
    "document": "salmi.txt",
    "date": "2003-05-06",
    "entities": [
        {"id": "salmi", "class": "Official", "name": "Aino Salmi"},
        {"id": "fi", "class": "State", "name": "Finland"},
    ],
    "facts": [["salmi", "represents", "fi"]],
    "acts": [],
}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The folders and files that the bundled config names, each with as little as can be."""
    tasks = load_config().tasks
    for name in tasks["syntax"]["treebanks"]:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("1\tTalks\ttalk\tNOUN\tNNS\t_\t0\troot\t_\t_\n\n", encoding="utf-8")
    for name in tasks["politics"]["files"]:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("Ana\tB-politician\nRuiz\tI-politician\n", encoding="utf-8")
    for name in tasks["gold"]["folders"]:
        (tmp_path / name).mkdir(parents=True)
        (tmp_path / name / "salmi.txt").write_text(DOCUMENT, encoding="utf-8")
        (tmp_path / name / "salmi.json").write_text(json.dumps(GOLD), encoding="utf-8")
    return tmp_path


def test_the_bundled_config_names_all_that_training_asks_for(data: Path) -> None:
    tasks = load_tasks(load_config(), data)
    assert [t.name for t in tasks] == ["syntax", "gold", "politics"]
    varied = {
        w for t in tasks if t.vary for s in t.sentences for r in range(9) for w in t.vary(s, random.Random(r)).words
    }
    assert {"Ana", "Ruiz", "Salmi"} <= varied, "names of the politics data take the place of some"


def test_shares_of_the_documents_lie_in_each_other(data: Path) -> None:
    config = load_config()
    shares = [set(gold_paths(config, data, share)) for share in (0.25, 0.5, 1.0)]
    assert shares[0] < shares[1] < shares[2]


def test_what_is_kept_is_kept(data: Path) -> None:
    config = load_config()
    learned = set(gold_paths(config, data))
    assert learned & set(known_paths(config, data))
    assert judge_paths(config)
    assert not learned & set(judge_paths(config))
    assert learned == {*known_paths(config, data), *read_paths(config)}
    assert set(gold_paths(config, data, own=False)) == set(known_paths(config, data))
    assert set(gold_paths(config, data, kept=True)) == learned | set(judge_paths(config))


def test_missing_data_is_told(data: Path) -> None:
    config = load_config()
    with pytest.raises(CommuniqueError, match=r"training data is missing: .*nowhere"):
        load_tasks(replace(config, tasks=config.tasks | {"politics": {"files": ["nowhere"]}}), data)


def test_a_broken_config_is_told(tmp_path: Path) -> None:
    path = tmp_path / "broken.toml"
    path.write_text("[settings]\nhours = 3\n", encoding="utf-8")
    with pytest.raises(CommuniqueError, match="can't use the training config"):
        load_config(path)

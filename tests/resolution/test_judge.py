"""The judge: whole or refused; likely groups rather than likely members."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.errors import CommuniqueError
from communique.extraction import ActDraft, Draft, Mention
from communique.extraction.draft import ActSigns
from communique.findings import Act, DocumentInfo, Passage
from communique.resolution.cast import gather
from communique.resolution.casting import with_roles
from communique.resolution.inside import heard
from communique.resolution.judge import JUDGE_FOLDER, MODELS, Judge, fact_cut
from communique.resolution.roles import RoleCandidate


def test_probabilities_for_every_row() -> None:
    judge = Judge(JUDGE_FOLDER)
    for name, features in MODELS.items():
        rows = np.random.default_rng(1).random((50, len(features))).astype(np.float32)
        likely = getattr(judge, name)(rows)
        assert len(likely) == 50 and all(0 <= p <= 1 for p in likely)
        assert getattr(judge, name)(rows[:0]) == []
        assert getattr(judge, name)(rows[3:4])[0] == likely[3]  # no row depends on its companions


@pytest.mark.parametrize("harm", ["cut", "other features", "gone", "empty notes"])
def test_a_damaged_judge_is_refused(tmp_path: Path, harm: str) -> None:
    folder = tmp_path / "judge"
    shutil.copytree(JUDGE_FOLDER, folder)
    if harm == "cut":
        content = (folder / "facts.onnx").read_bytes()
        (folder / "facts.onnx").write_bytes(content[:-10])
    elif harm == "empty notes":
        (folder / "judge.json").write_text("{}")
    elif harm == "gone":
        (folder / "roles.onnx").unlink()
    else:
        notes = json.loads((folder / "judge.json").read_text())
        notes["features"]["facts"] = notes["features"]["facts"][1:]
        (folder / "judge.json").write_text(json.dumps(notes))
    with pytest.raises(CommuniqueError, match="install communique again"):
        Judge(folder)


def test_holders_are_meant_together() -> None:
    named = [("Official", "Ana Ruiz"), ("Official", "Kato Hiro"), ("State", "Chile"), ("State", "Japan")]
    mentions = [
        Mention(i, kind, text, Passage(i * 20, i * 20 + 5, text), 0, 0, i * 3, i * 3 + 1, known=text)
        for i, (kind, text) in enumerate(named)
    ]
    cast = gather(mentions, {}, "")
    ana, kato, chile, japan = (cast.of[i] for i in range(4))
    act = Act("commit", "trade", Passage(0, 5, "trade"))
    likely = {ana: 0.5, kato: 0.45, chile: 0.5, japan: 0.2}
    candidates = [RoleCandidate(0, "by", key) for key in likely]
    represents, together = {ana: chile, kato: japan}, [[ana, kato], [chile, japan]]
    (settled,) = with_roles([act], candidates, list(likely.values()), 0.35, [together], cast, represents)
    assert set(settled.by) == {ana, kato}


def test_the_cut_is_high_where_all_is_plain() -> None:
    plain, unclear = [0.97] * 8 + [0.3], [0.5, 0.45, 0.4, 0.3, 0.25] * 3
    assert fact_cut(plain) > 0.9 and fact_cut(unclear) < 0.35
    assert 0 < fact_cut([]) < 1 and fact_cut([0.0, 0.01]) > 0.1


@given(st.lists(st.floats(0, 1), min_size=1, max_size=40))
def test_no_other_cut_keeps_a_better_expected_f1(likely: list[float]) -> None:
    total = sum(likely) * 1.4

    def expected(cut: float) -> float:
        kept = [p for p in likely if p >= cut]
        return 2 * sum(kept) / (len(kept) + total) if kept else 0.0

    assert expected(fact_cut(likely)) >= max(expected(p) for p in [*likely, 0.2] if p >= 0.2) - 1e-9


def told(act: str, words: str, at: int, *, instead: bool = False) -> ActDraft:
    signs = ActSigns(0.9, 0.9, 0.9, False, "", False, False, False, False, False, 3, 9, "NOUN", False, 0.5, instead)
    return ActDraft(act, words, Passage(at, at + len(words), words), 0, 0, (), signs)


@pytest.mark.parametrize(
    ("likely", "kept"),
    [
        ([0.9, 0.3, 0.2, 0.8], ["commit", "urge"]),
        ([0.5, 0.6, 0.2, 0.8], ["support", "urge"]),
        ([0.5, 0.6, 0.7, 0.1], ["welcome"]),
        ([0.2, 0.3, 0.1, 0.1], []),
    ],
)
def test_words_are_an_act_of_the_likeliest_kind(likely: list[float], kept: list[str]) -> None:
    acts = (
        told("commit", "the harbour", 0),
        told("support", "the harbour", 0, instead=True),
        told("welcome", "the harbour", 0, instead=True),
        told("urge", "peace", 40),
    )
    found = heard(Draft(DocumentInfo("x", "x"), acts=acts), likely)
    assert [a.act for a in found.acts] == kept and all(a.confidence in likely for a in found.acts)


def test_what_is_accepted_stays_beside_the_invitation() -> None:
    kinds = ("urge", "commit", "support")
    acts = tuple(told(kind, "visit Lima", 0, instead=kind == "support") for kind in kinds)
    found = heard(Draft(DocumentInfo("x", "x"), acts=acts), [0.6, 0.5, 0.4])
    assert [a.act for a in found.acts] == ["urge", "commit"]

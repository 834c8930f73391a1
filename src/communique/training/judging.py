"""Training the judge: candidates of annotated documents, what is true of them, and trees that tell.

The judge must see the network's hints as they are on documents that the network doesn't know, so it is trained on
documents kept from the network. Acts come first, then a first look at facts with the acts that a judge of the other
folds has kept, then entities and a second look at facts with what it said of these, then roles with the facts kept.
"""

import hashlib
import json
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from communique.document import Document, find_sources, read_document
from communique.errors import CommuniqueError
from communique.extraction import Draft, extract
from communique.extraction.reading import texts_of
from communique.findings import Value
from communique.resolution.evidence import Candidate
from communique.resolution.inside import Proposal, heard, perform, presence, propose, reconsider
from communique.resolution.judge import CUT, MODELS
from communique.resolution.naming import settle_entities
from communique.resolution.roles import RoleCandidate
from communique.resolution.survey import Survey, survey
from communique.resolution.utterances import act_rows

from .alignment import aligned_acts, aligned_entities
from .trees import trees_as_onnx

if TYPE_CHECKING:
    from spacy.language import Language

__all__ = ["Case", "read_cases", "train_judge"]

FOLDS = 5
SEVERAL = 3
"""Ensembles whose mean judges. Single ones differ by 0.01 on a dozen documents for no reason but chance."""
FIRST = "facts"
"""The first look, which has most to look at and not the last word: one ensemble is enough, and quicker."""
Rows = NDArray[np.float32]
Labels = NDArray[np.bool_]


@dataclass(slots=True)
class Case:
    """One annotated document as its sentences have it."""

    path: Path
    gold: dict[str, Any]
    document: Document
    draft: Draft


@dataclass(slots=True)
class Candidates:
    """The candidate facts of one annotated document, and what is true of them."""

    seen: Survey
    proposal: Proposal
    labels: Labels
    present: Labels


def read_cases(paths: Sequence[Path], nlp: "Language") -> list[Case]:
    """What the sentences of annotated documents say.

    Args:
        paths: gold files.
        nlp: the language pipeline; its network should not know these documents.

    Raises:
        OSError: if a file can't be read.
    """
    return [_case(path, nlp) for path in paths]


def train_judge(cases: Sequence[Case], more: Sequence[Case], folder: Path) -> dict[str, Any]:
    """Train the trees and write the judge's files.

    Args:
        cases: of documents that the network which the judge is for doesn't know.
        more: of others, read with another network: learned from, but not measured on.
        folder: gets the judge's files, replaced when all are written.

    Returns:
        Figures of the cross-validation.

    Raises:
        CommuniqueError: if there are too few documents.
        OSError: if a file can't be written.
    """
    if len(cases) < FOLDS:
        raise CommuniqueError(f"the judge needs at least {FOLDS} annotated documents")
    everything = [*cases, *more]
    act_features, act_labels, act_folds = _stacked([_acts(case) for case in everything])
    act_likely = _cross_validated(act_features, act_labels, act_folds)
    found = [
        _candidates(case, likely)
        for case, likely in zip(everything, _parts(act_likely, [len(c.draft.acts) for c in everything]), strict=True)
    ]
    rows, labels, folds = _stacked([(c.proposal.rows, c.labels) for c in found])
    likely = _parts(_cross_validated(rows, labels, folds), [len(c.labels) for c in found])
    firsts = list(zip(found, likely, strict=True))
    entity_rows, entity_labels, entity_folds = _stacked(
        [(presence(c.seen, c.proposal, p), c.present) for c, p in firsts]
    )
    present = _parts(_cross_validated(entity_rows, entity_labels, entity_folds), [len(c.present) for c in found])
    again = [_again(c, p, there) for (c, p), there in zip(firsts, present, strict=True)]
    rows_again, labels_again, folds_again = _stacked([(c.proposal.rows, c.labels) for c in again])
    likely_again = _cross_validated(rows_again, labels_again, folds_again)
    parts = zip(everything, again, present, _parts(likely_again, [len(c.labels) for c in again]), strict=True)
    performed = [_roles(*part) for part in parts]
    role_rows, role_labels, role_folds = _stacked(performed)
    role_likely = _cross_validated(role_rows, role_labels, role_folds)

    own_acts = slice(sum(len(c.draft.acts) for c in cases))
    own_entities = slice(sum(len(c.present) for c in found[: len(cases)]))
    own_facts = slice(sum(len(c.labels) for c in found[: len(cases)]))
    own_facts_again = slice(sum(len(c.labels) for c in again[: len(cases)]))
    own_roles = slice(sum(len(labels) for _, labels in performed[: len(cases)]))
    figures = {
        "documents": len(cases),
        "more documents": len(more),
        "acts": _figures(act_labels[own_acts], act_likely[own_acts]),
        "facts": _figures(labels[own_facts], np.concatenate(likely)[own_facts]),
        "entities": _figures(entity_labels[own_entities], np.concatenate(present)[own_entities]),
        "company": _figures(labels_again[own_facts_again], likely_again[own_facts_again]),
        "roles": _figures(role_labels[own_roles], role_likely[own_roles]),
    }
    data = {
        "acts": (act_features, act_labels),
        "facts": (rows, labels),
        "entities": (entity_rows, entity_labels),
        "company": (rows_again, labels_again),
        "roles": (role_rows, role_labels),
    }
    _write(folder, data, figures)
    return figures


def _case(path: Path, nlp: "Language") -> Case:
    gold = json.loads(path.read_text(encoding="utf-8"))
    (source,) = find_sources([path.parent / gold["document"]])
    document = read_document(source)
    return Case(path, gold, document, extract(document, list(nlp.pipe(texts_of(document)))))


def _acts(case: Case) -> tuple[Rows, Labels]:
    """What may be acts, and which of them are: of the same kind, and in about the same words."""
    right = aligned_acts(case.draft.acts, case.gold)
    labels = [i in right and right[i]["act"] == act.act for i, act in enumerate(case.draft.acts)]
    return act_rows(case.draft), np.array(labels, dtype=bool)


def _candidates(case: Case, likely: Sequence[float]) -> Candidates:
    seen = survey(case.document, heard(case.draft, likely))
    proposal = propose(seen)
    ids = _ids(seen, dict.fromkeys(seen.facts.found, True), case.gold)
    true = {(s, p, str(o)) for s, p, o in case.gold["facts"]}
    labels = np.array([_holds(c, ids, true) for c in proposal.candidates], dtype=bool)
    return Candidates(seen, proposal, labels, np.array([k in ids for k in seen.cast.members], dtype=bool))


def _again(found: Candidates, likely: Sequence[float], present: Sequence[float]) -> Candidates:
    """The candidates that a judge of other documents would look at again."""
    second = reconsider(found.seen, found.proposal, likely, present)
    true = {
        (c.subject, c.property, c.object)
        for c, label in zip(found.proposal.candidates, found.labels, strict=True)
        if label
    }
    labels = np.array([(c.subject, c.property, c.object) in true for c in second.candidates], dtype=bool)
    return Candidates(found.seen, second, labels, found.present)


def _ids(seen: Survey, facts: Mapping[tuple[str, str, str | Value], Any], gold: Mapping[str, Any]) -> dict[str, str]:
    entities = settle_entities(seen.draft, seen.cast, facts, seen.meeting_names, seen.gatherings)
    return aligned_entities(entities, facts, gold)


def _holds(candidate: Candidate, ids: Mapping[str, str], true: set[tuple[str, str, str]]) -> bool:
    subject = ids.get(candidate.subject)
    value = candidate.object.text if isinstance(candidate.object, Value) else ids.get(candidate.object)
    return subject is not None and value is not None and (subject, candidate.property, value) in true


def _roles(case: Case, found: Candidates, present: Sequence[float], likely: Sequence[float]) -> tuple[Rows, Labels]:
    """The candidates for roles of a document whose entities and facts a judge of other documents has judged."""
    gone = {k for k, p in zip(found.seen.cast.members, present, strict=True) if p < CUT}
    played = perform(found.seen, found.proposal, likely, gone)
    ids = _ids(found.seen, played.facts, case.gold)
    acts = aligned_acts(played.acts, case.gold)
    kept = [i for i, c in enumerate(played.candidates) if c.act in acts]  # what is no act has no holder to learn
    labels = [_fits(played.candidates[i], acts, ids) for i in kept]
    return played.rows[kept], np.array(labels, dtype=bool)


def _fits(candidate: RoleCandidate, acts: Mapping[int, Mapping[str, Any]], ids: Mapping[str, str]) -> bool:
    return ids.get(candidate.entity) in acts[candidate.act].get(candidate.role, ())


def _parts(values: NDArray[np.float64], lengths: Sequence[int]) -> list[list[float]]:
    """The values of each document."""
    return [part.tolist() for part in np.split(values, np.cumsum(lengths)[:-1])]


def _stacked(parts: Sequence[tuple[Rows, Labels]]) -> tuple[Rows, Labels, NDArray[np.int64]]:
    """All rows and labels, and the fold of each, by documents."""
    folds = np.concatenate([np.full(len(rows), number % FOLDS) for number, (rows, _) in enumerate(parts)])
    return np.concatenate([rows for rows, _ in parts]), np.concatenate([labels for _, labels in parts]), folds


def _fitted(rows: Rows, labels: Labels, several: int) -> list[Any]:
    """Ensembles of trees, which differ in what features each split may look at."""
    from sklearn.ensemble import HistGradientBoostingClassifier

    return [
        HistGradientBoostingClassifier(
            learning_rate=0.09,
            max_iter=160,
            max_leaf_nodes=24,
            min_samples_leaf=25,
            l2_regularization=2.0,
            max_features=0.3,
            random_state=seed,
        ).fit(rows, labels)
        for seed in range(several)
    ]


def _cross_validated(rows: Rows, labels: Labels, folds: NDArray[np.int64]) -> NDArray[np.float64]:
    odds = np.zeros(len(rows))
    for fold in range(FOLDS):
        (model,) = _fitted(rows[folds != fold], labels[folds != fold], 1)
        odds[folds == fold] = model.decision_function(rows[folds == fold])
    likely: NDArray[np.float64] = 1 / (1 + np.exp(-odds))
    return likely


def _figures(labels: Labels, likely: NDArray[np.float64]) -> dict[str, Any]:
    kept = likely >= CUT
    right, found, wanted = int((labels & kept).sum()), int(kept.sum()), int(labels.sum())
    bins = {}
    for low in (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9):
        inside = (likely >= low) & (likely < low + 0.1 + 1e-9)
        bins[f"{low:.1f}"] = [int(inside.sum()), round(float(labels[inside].mean()), 3) if inside.any() else None]
    return {
        "candidates": len(labels),
        "precision": round(right / max(1, found), 4),
        "recall of candidates": round(right / max(1, wanted), 4),
        "f1": round(2 * right / max(1, found + wanted), 4),
        "right of those given": bins,
    }


def _write(folder: Path, data: Mapping[str, tuple[Rows, Labels]], figures: Mapping[str, Any]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as temporary:
        hashes = {}
        for name, (rows, labels) in data.items():
            content = trees_as_onnx(_fitted(rows, labels, 1 if name == FIRST else SEVERAL), rows.shape[1])
            (Path(temporary) / f"{name}.onnx").write_bytes(content)
            hashes[name] = hashlib.sha256(content).hexdigest()
        notes = {
            "features": {name: list(features) for name, features in MODELS.items()},
            "cross-validation": figures,
            "sha256": hashes,
        }
        (Path(temporary) / "judge.json").write_text(json.dumps(notes, indent=1) + "\n", encoding="utf-8")
        for path in sorted(Path(temporary).iterdir()):
            shutil.move(path, folder / path.name)

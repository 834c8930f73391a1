"""The judge: how likely a candidate is to be true, from what speaks for it.

Ensembles of trees (gradient boosting, Friedman 2001, https://doi.org/10.1214/aos/1013203451) learned from annotated
documents (`communique.training.judging`), as ONNX.
"""

import hashlib
import json
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from communique.errors import CommuniqueError

from .candidates import FEATURES
from .company import COMPANY_FEATURES
from .presence import ENTITY_FEATURES
from .roles import ROLE_FEATURES
from .utterances import ACT_FEATURES

__all__ = ["ACT_CUT", "CUT", "JUDGE_FOLDER", "LEAST", "MODELS", "Judge", "fact_cut", "judge"]

JUDGE_FOLDER = Path(__file__).parent / "data"
"""Holds an ONNX file for each of `MODELS`, and ``judge.json``: their features, figures and hashes."""

MODELS = {
    "acts": ACT_FEATURES,
    "facts": FEATURES,
    "entities": ENTITY_FEATURES,
    "company": COMPANY_FEATURES,
    "roles": ROLE_FEATURES,
}


CUT = 0.45
"""What is at least so likely is kept. F1 over everything is best when the cut is half of the best F1 (Lipton et al.
2014, https://arxiv.org/abs/1402.1892), about 0.37 here, and almost as good up to 0.5: the surer half is taken."""
ACT_CUT = 0.38
"""Acts that are at least so likely are kept: with one that is missed its holders and addressees are."""
LEAST = 0.2
"""What is less likely is never kept."""
_UNSEEN = 0.4
"""Of the facts that a document is expected to have among the candidates, how many more it has that are none."""


class Judge:
    """Probabilities for rows of features.

    Args:
        folder: as `JUDGE_FOLDER`.

    Raises:
        CommuniqueError: if a file is missing, damaged, or made for other features.
    """

    def __init__(self, folder: Path) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        try:
            self.notes: dict[str, Any] = json.loads((folder / "judge.json").read_text(encoding="utf-8"))
            hashes, features = self.notes["sha256"], self.notes["features"]
            models = {name: (folder / f"{name}.onnx").read_bytes() for name in MODELS}
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise CommuniqueError(f"the judge of facts can't be read ({error}): install communique again") from error
        for name, content in models.items():
            if hashlib.sha256(content).hexdigest() != hashes.get(name):
                raise CommuniqueError(f"the judge of facts is damaged ({name}.onnx): install communique again")
        if features != {name: list(features) for name, features in MODELS.items()}:
            raise CommuniqueError("the judge of facts is of another version: install communique again")
        self._sessions = {
            name: onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])
            for name, content in models.items()
        }

    def acts(self, rows: NDArray[np.float32]) -> Sequence[float]:
        """The probability that each act of a draft is one, from rows of `utterances.ACT_FEATURES`."""
        return self._run("acts", rows)

    def entities(self, rows: NDArray[np.float32]) -> Sequence[float]:
        """The probability that each member of a cast is one to write down, from rows of `presence.ENTITY_FEATURES`."""
        return self._run("entities", rows)

    def facts(self, rows: NDArray[np.float32]) -> Sequence[float]:
        """The probability of each candidate fact at first look, from rows of `candidates.FEATURES`."""
        return self._run("facts", rows)

    def company(self, rows: NDArray[np.float32]) -> Sequence[float]:
        """The probability of each candidate fact at second look, from rows of `company.COMPANY_FEATURES`."""
        return self._run("company", rows)

    def roles(self, rows: NDArray[np.float32]) -> Sequence[float]:
        """The probability of each candidate for a role, from rows of `roles.ROLE_FEATURES`."""
        return self._run("roles", rows)

    def _run(self, name: str, rows: NDArray[np.float32]) -> Sequence[float]:
        if not len(rows):
            return []
        (probabilities,) = self._sessions[name].run(["probabilities"], {"rows": rows})
        likely: list[float] = np.round(probabilities[:, 0].astype(np.float64), 4).tolist()
        return likely


@lru_cache(maxsize=1)
def judge() -> Judge:
    """The judge that ships inside the package."""
    return Judge(JUDGE_FOLDER)


def fact_cut(likely: Sequence[float]) -> float:
    """The probability from which on a document's facts are kept, so that their expected F1 is best.

    Where all is plain the cut is high, and low in a text that leaves much to guess: half of what F1 can be (Lipton et
    al. 2014). One cut for all documents costs 0.01 of the facts' F1 on new kinds of texts.

    Args:
        likely: of each candidate.
    """
    chances = np.sort(np.asarray(likely, dtype=np.float64))[::-1]
    right = np.cumsum(chances)
    if not len(right):
        return CUT
    expected = 2 * right / (np.arange(1, len(right) + 1) + (1 + _UNSEEN) * right[-1])
    return max(LEAST, float(chances[expected.argmax()]))

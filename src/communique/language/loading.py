"""Loading a language pipeline, and checking that it is whole."""

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from communique.errors import CommuniqueError

if TYPE_CHECKING:
    from spacy.language import Language

__all__ = ["MODEL_FOLDER", "file_hashes", "load"]

MODEL_FOLDER = Path(__file__).parent / "model"
"""The pipeline that ships inside the package."""

# Labels that only the ClearNLP scheme has, and only Universal Dependencies has.
_CLEARNLP = frozenset(("dobj", "pobj", "prep", "nsubjpass", "auxpass", "attr", "relcl"))


def load(model: str | Path | None = None, threads: int | None = None) -> "Language":
    """Load a language pipeline.

    Args:
        model: the name or folder of a spaCy pipeline with a UD-labelled parser; by default the bundled one.
        threads: threads of the bundled pipeline's encoder; the output doesn't depend on their number.

    Raises:
        CommuniqueError: if the pipeline can't be found or read, is damaged, or isn't labelled with Universal
            Dependencies.
    """
    import spacy

    from communique.language import components, lemmas  # noqa: F401  registers the pipeline's factories

    if model is not None and Path(model) != MODEL_FOLDER:
        return _load_other(model)
    _check(MODEL_FOLDER)
    config: dict[str, Any] = {}
    if threads is not None:
        config = {"components": {"communique_encoder": {"threads": threads}}}
    return spacy.load(MODEL_FOLDER, config=config)


def _load_other(model: str | Path) -> "Language":
    import spacy

    try:
        nlp = spacy.load(model)
    except (OSError, ValueError, ImportError) as error:
        reason = str(error).splitlines()[0]
        raise CommuniqueError(f"can't load the spaCy pipeline {model!s}: {reason}") from error
    labels = {label for name in nlp.pipe_names for label in nlp.pipe_labels.get(name, ())}
    if labels & _CLEARNLP:
        raise CommuniqueError(
            f"{model!s} parses with ClearNLP labels ({', '.join(sorted(labels & _CLEARNLP))}); communique reads "
            "Universal Dependencies: take a pipeline trained on a UD treebank, or leave --model away"
        )
    probe = nlp("The minister welcomed the agreement.")
    if not probe.has_annotation("DEP"):
        raise CommuniqueError(f"{model!s} has no dependency parser: take a pipeline that has one")
    if not {t.dep_ for t in probe} & {"nsubj", "obj"}:
        raise CommuniqueError(f"{model!s} doesn't parse with Universal Dependencies labels (nsubj, obj, …)")
    return nlp


def file_hashes(folder: Path) -> dict[str, str]:
    """SHA-256 of every file of a pipeline folder but meta.json, by relative path."""
    paths = sorted(p for p in folder.rglob("*") if p.is_file() and p.name != "meta.json")
    return {p.relative_to(folder).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in paths}


def _check(folder: Path) -> None:
    try:
        expected = json.loads((folder / "meta.json").read_text(encoding="utf-8"))["communique"]["sha256"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CommuniqueError(f"the language pipeline in {folder} has no readable meta.json: install again") from error
    found = file_hashes(folder)
    wrong = sorted(name for name, digest in expected.items() if found.get(name) != digest)
    if wrong:
        raise CommuniqueError(f"the language pipeline is damaged ({', '.join(wrong)}): install communique again")

"""The training config and the data it names."""

import hashlib
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from importlib import resources
from pathlib import Path
from typing import Any

import spacy

from communique.errors import CommuniqueError
from communique.language.lemmas import Lemmas
from communique.language.tokenizer import adapt_tokenizer

from .gold import ENTITY, ENTITY_INSIDE, OWN, gold_paragraphs
from .lemmas import lemma_tables
from .loop import SENTENCE, Settings, Task
from .treebank import Sentence, paragraphs, read_bio, read_conllu
from .variation import Names, collect_names, exchange_names

__all__ = [
    "Config",
    "gold_data",
    "gold_paths",
    "judge_paths",
    "known_paths",
    "load_config",
    "load_tasks",
    "read_paths",
]

_POLITICS = "politics"
_ADJECTIVE_ENDINGS = ("ish", "ian", "ean", "ese")


@dataclass(frozen=True, slots=True)
class Config:
    """A parsed config file: the loop's settings, and the tasks as the file has them."""

    settings: Settings
    tasks: dict[str, dict[str, Any]]
    exchange: dict[str, str]
    judge: dict[str, Any]


def load_config(path: Path | None = None) -> Config:
    """Read a config file; by default the one that made the bundled weights.

    Raises:
        CommuniqueError: if the file can't be read or says something unknown.
    """
    try:
        text = (
            path.read_text(encoding="utf-8")
            if path
            else resources.files(__package__).joinpath("config.toml").read_text()
        )
        raw = tomllib.loads(text)
        return Config(Settings(**raw["settings"]), raw["tasks"], raw.get("exchange", {}), raw["judge"])
    except (OSError, tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise CommuniqueError(f"can't use the training config {path or 'config.toml'}: {error}") from error


def load_tasks(
    config: Config, data: Path, share_of_gold: float = 1.0, *, own: bool = True, kept: bool = False
) -> list[Task]:
    """Read the data of every task.

    Args:
        data: the folder that the config's paths are relative to.
        share_of_gold: how much of the annotated documents to use, for learning curves.
        own: whether to use the documents written for this project too.
        kept: whether to use those of them too that the judge reads with a network that doesn't know them.

    Raises:
        CommuniqueError: if a file is missing.
    """
    try:
        politics = [s for f in config.tasks[_POLITICS]["files"] for s in read_bio(data / f, _POLITICS)]
        treebanks = [s for f in config.tasks["syntax"]["treebanks"] for s in read_conllu(data / f)]
        annotated = gold_paths(config, data, share_of_gold, own=own, kept=kept)
        gold = gold_data(annotated, Lemmas(lemma_tables(treebanks)))
    except OSError as error:
        raise CommuniqueError(f"training data is missing: {error.filename}") from error
    vary = partial(_vary, names=_other_names(politics, config.exchange), rate=config.tasks["gold"]["exchange"])
    return [
        Task("syntax", config.tasks["syntax"]["share"], list(paragraphs(treebanks))),
        Task("gold", config.tasks["gold"]["share"], [[s] for s in gold if len(s.words) > 1], vary),
        Task(_POLITICS, config.tasks[_POLITICS]["share"], [[s] for s in politics]),
    ]


def gold_paths(config: Config, data: Path, share: float = 1.0, *, own: bool = True, kept: bool = False) -> list[Path]:
    """The gold files that a network learns from.

    Args:
        share: how much of them to take; what is in a share is in every larger one.
        own: whether to take the documents written for this project too.
        kept: whether to take those of them too that are kept for the judge.

    Raises:
        OSError: if a folder can't be read.
    """
    paths = known_paths(config, data) + (read_paths(config) if own else []) + (judge_paths(config) if kept else [])
    place = {path: int(hashlib.sha256(path.name.encode()).hexdigest()[:8], 16) / 16**8 for path in paths}
    return [p for p in paths if place[p] < share]


def judge_paths(config: Config) -> list[Path]:
    """The gold files that are kept for the judge: it learns from what a network says of them that doesn't know them."""
    return _own_paths(config.judge["kept"])


def read_paths(config: Config) -> list[Path]:
    """The other gold files of our own that the network learns from, and the judge as another network reads them."""
    return _own_paths([name for name in _groups() if name not in config.judge["kept"]])


def _groups() -> list[str]:
    return sorted(folder.name for folder in OWN.iterdir() if folder.is_dir())


def _own_paths(groups: Sequence[str]) -> list[Path]:
    return [p for name in sorted(groups) for p in sorted((OWN / name).glob("*.json"))]


def known_paths(config: Config, data: Path) -> list[Path]:
    """The gold files that the judge learns from although the network knows them."""
    return [p for f in config.tasks["gold"]["folders"] for p in sorted((data / f).glob("*.json"))]


def gold_data(paths: Sequence[Path], lemmas: Lemmas) -> list[Sentence]:
    """The tagged paragraphs of annotated documents, cut by the pipeline's tokenizer.

    Args:
        lemmas: by which words that may tell of meetings are known.
    """
    nlp = spacy.blank("en")
    adapt_tokenizer(nlp)
    return list(gold_paragraphs(paths, nlp, SENTENCE, lemmas))


def _vary(sentence: Sentence, rng: Any, *, names: Names, rate: float) -> Sentence:
    return exchange_names(sentence, names, (ENTITY, ENTITY_INSIDE), rng, rate)


def _other_names(sentences: Sequence[Sentence], classes: dict[str, str]) -> Names:
    """Names to exchange for: capitalised, of people at most four words, of states no adjectives."""
    found = collect_names(sentences, _POLITICS, classes)
    return {
        kind: [
            n
            for n in names
            if n[0][0].isupper()
            and not (kind == "Official" and len(n) > 4)
            and not (kind == "State" and n[-1].endswith(_ADJECTIVE_ENDINGS))
        ]
        for kind, names in found.items()
    }

"""The one network run: words in, sentence bounds, trees, tags and span scores out.

A window of the text (a paragraph, or as many words of it as fit) goes through the network by itself, never in a batch
with others: the network's weights are quantised to integers with activation ranges taken from each input, and a
window's companions would change them. So the output for a paragraph depends on that paragraph alone.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from .trees import best_tree
from .wordpiece import WordPiece

__all__ = ["SENTENCE", "Encoder", "Encoding"]

SENTENCE = "sentence"
"""The tag set of sentence bounds: "B" on a sentence's first word, "O" elsewhere."""

_WINDOW_PIECES = 192
_CORE = ("nsubj", "nsubj:pass", "obj", "iobj")
_POSSESSIVES = ("'s", "’s", "'", "’")
_MAX_SENTENCE = 160
"""Words: a longer "sentence" (a table, a list without stops) is cut, since trees cost the square of its length."""

FloatArray = NDArray[np.float32]
IntArray = NDArray[np.int64]
ShortArray = NDArray[np.float16]
"""Halves the memory of what is kept of every word of a long document."""


@dataclass(slots=True)
class Encoding:
    """What the network says about the words of one text.

    Attributes:
        starts: whether each word begins a sentence.
        heads: for each word the index of its head within the text; a sentence's root has its own index.
        relations, upos, xpos: for each word an index into the encoder's label lists.
        scores: for each tag set the log-probabilities (word, label).
        subjects, objects: two vectors a word for each link (word, link, depth); the product of one word's as a subject
            and another's as an object is the log-odds of the link.
    """

    starts: NDArray[np.bool_]
    heads: IntArray
    relations: IntArray
    upos: IntArray
    xpos: IntArray
    scores: dict[str, FloatArray]
    subjects: ShortArray
    objects: ShortArray


class Encoder:
    """The network with its vocabulary and label inventories, read from a folder.

    Args:
        folder: holds ``model.onnx``, ``vocab.txt`` and ``labels.json``.
        threads: threads within one run of the network.

    Raises:
        OSError: if a file is missing.
        ValueError: if the model can't be read.
    """

    def __init__(self, folder: Path, threads: int = 1) -> None:
        labels = json.loads((folder / "labels.json").read_text(encoding="utf-8"))
        self.relations: list[str] = labels["relations"]
        self.upos: list[str] = labels["upos"]
        self.xpos: list[str] = labels["xpos"]
        self.taggers: dict[str, list[str]] = labels["taggers"]
        self.links: list[str] = labels["links"]
        self.pieces = WordPiece.from_file(folder / "vocab.txt")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        try:
            self._session = onnxruntime.InferenceSession(
                (folder / "model.onnx").read_bytes(), options, providers=["CPUExecutionProvider"]
            )
        except Exception as error:  # onnxruntime raises its own, undocumented types
            raise ValueError(f"{folder / 'model.onnx'} is no readable model: {error}") from error
        self._root = self.relations.index("root")
        self._case, self._obl, self._agent, self._clause, self._passive = (
            self.relations.index(r) if r in self.relations else -1
            for r in ("case", "obl", "obl:agent", "acl", "aux:pass")
        )
        self._apart = self.relations.index("parataxis") if "parataxis" in self.relations else self._root

    def encode(self, words: Sequence[str], starts: Sequence[bool] | None = None) -> Encoding:
        """Run the network over a text.

        Args:
            words: the tokens, none of them white space.
            starts: known sentence bounds; by default the network finds them.
        """
        parts: list[Encoding] = []
        at = 0
        while at < len(words):
            part = self._window(words, at, starts)
            parts.append(part)
            at += len(part.starts)
        return _joined(parts, self._empty())

    def _empty(self) -> Encoding:
        none = np.zeros(0, dtype=np.int64)
        scores = {name: np.zeros((0, len(labels)), dtype=np.float32) for name, labels in self.taggers.items()}
        links = np.zeros((0, len(self.links), 1), dtype=np.float16)
        return Encoding(np.zeros(0, dtype=bool), none, none, none, none, scores, links, links)

    def _window(self, words: Sequence[str], at: int, known: Sequence[bool] | None) -> Encoding:
        """The sentences that fit whole into one window that begins at word `at`; at least one, cut if need be."""
        encoded = self.pieces.encode(words[at : at + _WINDOW_PIECES], _WINDOW_PIECES)
        feeds = {
            "ids": np.array([encoded.ids], dtype=np.int64),
            "shapes": np.array([encoded.shapes], dtype=np.int64),
            "first": np.array([encoded.first], dtype=np.int64),
        }
        outputs = (out[0] for out in self._session.run(None, feeds))
        arcs, dependents, governors, upos, xpos, subjects, objects, *tags = outputs
        count = len(encoded.first) - 1
        scores = {name: rows[1:] for name, rows in zip(self.taggers, tags, strict=True)}
        odds = scores[SENTENCE][:, 1] - scores[SENTENCE][:, 0]
        found = words[at : at + count]
        bounds = (odds > 0) & ~_continues(found) if known is None else np.array(known[at : at + count])
        bounds[0] = True
        first = np.flatnonzero(bounds).tolist()
        if at + count < len(words) and len(first) > 1:
            count = first.pop()  # the last sentence may be cut off: the next window begins with it
        ends = [*first[1:], count]
        heads = np.zeros(count, dtype=np.int64)
        labels = np.zeros(count, dtype=np.int64)
        for start, end in zip(first, ends, strict=True):
            for low in range(start, end, _MAX_SENTENCE):
                high = min(end, low + _MAX_SENTENCE)
                index = np.concatenate(([0], np.arange(low + 1, high + 1)))
                tree = best_tree(arcs[np.ix_(index, index)])
                rows = np.arange(low, high)
                inside = np.where(tree == 0, rows, low + tree - 1)
                columns = np.where(tree == 0, 0, inside + 1)
                labels[low:high] = np.einsum("wrd,wd->wr", dependents[rows + 1], governors[columns]).argmax(1)
                is_root = tree == 0
                labels[low:high][is_root] = self._root
                labels[low:high][~is_root & (labels[low:high] == self._root)] = self._apart
                heads[low:high] = inside
                bounds[low] = True
        return Encoding(
            starts=bounds[:count],
            heads=heads + at,
            relations=self._oblique(labels, heads, found[:count]),
            upos=upos[1 : count + 1].astype(np.int64),
            xpos=xpos[1 : count + 1].astype(np.int64),
            scores={name: rows[:count] for name, rows in scores.items()},
            subjects=subjects[1 : count + 1].astype(np.float16),
            objects=objects[1 : count + 1].astype(np.float16),
        )

    def _oblique(self, labels: IntArray, heads: IntArray, words: Sequence[str]) -> IntArray:
        """The relations, none of them a subject or object with a preposition: 20 of 39,000 in EWT and GUM are.

        Behind "by" with a passive is who does it: of 318 in EWT and GUM 13 are something else. Behind another
        preposition nobody does it: none of 690 there.
        """
        core = [self.relations.index(r) for r in _CORE if r in self.relations]
        marked = (labels == self._case) & np.isin(labels[heads], [*core, self._obl, self._agent])
        for word in np.flatnonzero(marked).tolist():
            if words[word].endswith(_POSSESSIVES):
                continue
            governor = heads[heads[word]]
            passive = self._passive in labels[heads == governor]
            oblique = labels[heads[word]] == self._obl
            does = labels[heads[word]] == self._agent or (not oblique and labels[governor] == self._clause)
            labels[heads[word]] = self._agent if words[word].lower() == "by" and (passive or does) else self._obl
        return labels

    def session(self) -> Any:
        """The bare ONNX session, for measuring."""
        return self._session


def _continues(words: Sequence[str]) -> NDArray[np.bool_]:
    """For each word whether it can't begin a sentence: in a ruled line ("= = ="), or small behind a comma."""
    before = ["", *words[:-1]]
    pairs = zip(before, words, strict=True)
    return np.array(
        [(one == two and not two.isalnum()) or (one == "," and two[:1].islower()) for one, two in pairs], dtype=bool
    )


def _joined(parts: Sequence[Encoding], empty: Encoding) -> Encoding:
    if len(parts) == 1:
        return parts[0]
    parts = parts or [empty]
    return Encoding(
        starts=np.concatenate([p.starts for p in parts]),
        heads=np.concatenate([p.heads for p in parts]),
        relations=np.concatenate([p.relations for p in parts]),
        upos=np.concatenate([p.upos for p in parts]),
        xpos=np.concatenate([p.xpos for p in parts]),
        scores={name: np.concatenate([p.scores[name] for p in parts]) for name in empty.scores},
        subjects=np.concatenate([p.subjects for p in parts]),
        objects=np.concatenate([p.objects for p in parts]),
    )

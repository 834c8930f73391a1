"""The training loop: several tasks over one encoder, with checkpoints and resumption."""

import itertools
import json
import random
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional

from communique.errors import CommuniqueError
from communique.language.wordpiece import WordPiece
from communique.schema import LINKS

from .batches import IGNORED, Batch, batches
from .links import link_loss
from .model import MASKED, Labels, Network
from .treebank import UNKNOWN, Sentence, window

SENTENCE = "sentence"
"""The tag set of sentence bounds: "B" on a sentence's first word, "O" elsewhere."""

LINK_WEIGHT = 0.2
"""Of the loss of links, which is larger by its nature, beside the taggers'."""

__all__ = ["SENTENCE", "Settings", "Task", "Trainer", "collect_labels"]


@dataclass(frozen=True, slots=True)
class Settings:
    """What the config file sets.

    Attributes:
        minutes: wall-clock budget; the learning rate falls linearly to zero at its end.
        batch_pieces: padded pieces in a batch.
        encoder_rate, head_rate: peak learning rates.
        warmup_steps: steps to the peak.
        checkpoint_minutes: time between checkpoints.
        threads: CPU threads.
        seed: for data order, dropout and initial weights.
        average_last: share of the run over whose end the weights are averaged.
        window_words: words in the largest window of consecutive sentences.
        hidden: share of words that are hidden from the network, so that it learns to tell by their surroundings
            what a name is that it hasn't seen, too.
    """

    minutes: float
    batch_pieces: int = 1500
    encoder_rate: float = 1.5e-4
    head_rate: float = 1e-3
    warmup_steps: int = 100
    checkpoint_minutes: float = 5
    threads: int = 1
    seed: int = 1
    average_last: float = 0.1
    window_words: int = 90
    hidden: float = 0.0


@dataclass(frozen=True, slots=True)
class Task:
    """Sentences with one kind of annotation.

    Attributes:
        name: "syntax", or the name of a tag set.
        share: how often a batch of this task is drawn, relative to the others.
        units: paragraphs of sentences; consecutive ones are joined to windows, anew in every epoch.
        vary: changes a sentence anew in every epoch.
    """

    name: str
    share: float
    units: Sequence[Sequence[Sentence]] = field(repr=False)
    vary: Callable[[Sentence, random.Random], Sentence] | None = None

    @property
    def sentences(self) -> Iterator[Sentence]:
        """All sentences, in order."""
        return (s for unit in self.units for s in unit)


def collect_labels(tasks: Sequence[Task], rare: int = 20) -> Labels:
    """The label inventories of the data, sorted; subtypes of relations rarer than `rare` fold into their type."""
    relations = Counter(r for t in tasks for s in t.sentences for r in s.relations)
    kept = {r if n >= rare else r.split(":")[0] for r, n in relations.items()}
    tag_sets: dict[str, set[str]] = defaultdict(set)
    for task in tasks:
        for sentence in task.sentences:
            for name, tags in sentence.tags.items():
                tag_sets[name].update(tags)
    return Labels(
        relations=sorted(kept),
        upos=sorted({x for t in tasks for s in t.sentences for x in s.upos}),
        xpos=sorted({x for t in tasks for s in t.sentences for x in s.xpos}),
        taggers={name: ["O", *sorted(tags - {"O", UNKNOWN})] for name, tags in sorted(tag_sets.items())}
        | {SENTENCE: ["O", "B"]},
        links=list(LINKS),
    )


class Trainer:
    """Trains a network on several tasks, a batch of one task a step."""

    def __init__(self, network: Network, tasks: Sequence[Task], pieces: WordPiece, settings: Settings) -> None:
        self.network, self.tasks, self.pieces, self.settings = network, tasks, pieces, settings
        torch.set_num_threads(settings.threads)
        self.device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        self.short_floats = self.device.type == "cuda" or _computes_short_floats()
        network.to(self.device)
        self.rng = random.Random(settings.seed)
        encoder = {n for n, _ in network.named_parameters() if n.startswith("encoder.") and "shapes" not in n}
        parameters = {n: p for n, p in network.named_parameters() if p.requires_grad}
        self.optimizer = torch.optim.AdamW(
            [
                {"params": [p for n, p in parameters.items() if n in encoder], "peak": settings.encoder_rate},
                {"params": [p for n, p in parameters.items() if n not in encoder], "peak": settings.head_rate},
            ],
            lr=0.0,
            betas=(0.9, 0.97),
            weight_decay=0.01,
            fused=True,
        )
        labels = network.labels
        self._relation = {r: i for i, r in enumerate(labels.relations)}
        self._upos = {x: i for i, x in enumerate(labels.upos)}
        self._xpos = {x: i for i, x in enumerate(labels.xpos)}
        self._tags = {name: {x: i for i, x in enumerate(tags)} for name, tags in labels.taggers.items()}
        self.step = 0
        self.elapsed = 0.0
        self.average: dict[str, Tensor] = {}
        self.averaged = 0

    def run(self, checkpoint: Path, log: Path) -> None:
        """Train until the budget is spent, taking up where a checkpoint left off.

        Raises:
            OSError: if checkpoint or log can't be written.
        """
        if checkpoint.exists():
            self._restore(checkpoint)
        streams = {task.name: self._stream(task) for task in self.tasks}
        started, saved, pieces = time.monotonic() - self.elapsed, self.elapsed, 0
        sums: dict[str, list[float]] = defaultdict(list)
        budget = self.settings.minutes * 60
        self.network.train()
        with log.open("a", encoding="utf-8") as out:
            while (now := time.monotonic() - started) < budget:
                self.elapsed = now
                done = now / budget
                for group in self.optimizer.param_groups:
                    warm = min(1.0, (self.step + 1) / self.settings.warmup_steps)
                    group["lr"] = group["peak"] * warm * max(0.0, 1 - done)
                name = self.rng.choices([t.name for t in self.tasks], [t.share for t in self.tasks])[0]
                batch = next(streams[name])
                loss = self._loss(name, batch, sums)
                loss.backward()  # type: ignore[no-untyped-call]
                torch.nn.utils.clip_grad_norm_(self.network.parameters(), 2.0)
                self.optimizer.step()
                self.optimizer.zero_grad()
                self.step += 1
                pieces += int((batch.ids > 0).sum())
                if done > 1 - self.settings.average_last and self.step % 5 == 0:
                    self._accumulate()
                if self.step % 50 == 0:
                    row: dict[str, Any] = {k: round(sum(v) / len(v), 4) for k, v in sorted(sums.items())}
                    row |= {"step": self.step, "seconds": round(now), "pieces": pieces}
                    print(json.dumps(row), file=out, flush=True)
                    sums.clear()
                if now - saved > self.settings.checkpoint_minutes * 60:
                    self._save(checkpoint)
                    saved = now
        self.elapsed = budget
        self._save(checkpoint)

    def weights(self) -> dict[str, Tensor]:
        """The averaged weights of the run's end, or the current ones before that."""
        if not self.averaged:
            return {k: v.detach().cpu() for k, v in self.network.state_dict().items()}
        return {k: (v / self.averaged).cpu() for k, v in self.average.items()}

    def weights_at(self, checkpoint: Path) -> dict[str, Tensor]:
        """The `weights` of the run that left a checkpoint.

        Raises:
            CommuniqueError: if there is none.
        """
        if not checkpoint.exists():
            raise CommuniqueError(f"no checkpoint {checkpoint}")
        self._restore(checkpoint)
        return {k: v.clone() for k, v in self.weights().items()}

    def _stream(self, task: Task) -> Iterator[Batch]:
        for _ in itertools.count():
            data = [w for unit in task.units for w in _windows(unit, self.settings.window_words, self.rng)]
            if task.vary is not None:
                data = [task.vary(s, self.rng) for s in data]
            yield from batches(data, self.pieces, self.settings.batch_pieces, self.rng, self.settings.hidden)

    def _loss(self, name: str, batch: Batch, sums: dict[str, list[float]]) -> Tensor:
        ids, shapes, first = (x.to(self.device) for x in (batch.ids, batch.shapes, batch.first))
        with torch.autocast(self.device.type, dtype=torch.bfloat16, enabled=self.short_floats):
            syntax, tags, links = self.network.words(ids, shapes, first)
        syntax, tags, links = syntax.float(), tags.float(), links.float()
        losses: dict[str, Tensor] = {}
        if name == "syntax":
            heads = batch.heads().to(self.device)
            sentences = batch.sentences
            relations = batch.targets([[self._relation_id(r) for r in s.relations] for s in sentences])
            losses["arc"] = _cross_entropy(self.network.arcs(syntax) + _outside(batch).to(self.device), heads)
            losses["relation"] = _cross_entropy(self.network.relations_to(syntax, heads.clamp(min=0)), relations)
            upos = batch.targets([[self._upos.get(x, IGNORED) for x in s.upos] for s in sentences])
            xpos = batch.targets([[self._xpos.get(x, IGNORED) for x in s.xpos] for s in sentences])
            losses["upos"] = _cross_entropy(self.network.upos(tags), upos) * 0.5
            losses["xpos"] = _cross_entropy(self.network.xpos(tags), xpos) * 0.5
        for tag_set in batch.sentences[0].tags:
            ids_of = self._tags[tag_set]
            wanted = batch.targets([[ids_of.get(x, IGNORED) for x in s.tags[tag_set]] for s in batch.sentences])
            losses[tag_set] = _cross_entropy(self.network.taggers[tag_set](tags), wanted)
        linked = link_loss(batch.sentences, (first > 0).sum(1), *self.network.linker(links)) if _linked(batch) else None
        if linked is not None:
            losses["links"] = linked * LINK_WEIGHT
        for key, value in losses.items():
            sums[key].append(value.item())
        total: Tensor = torch.stack(list(losses.values())).sum()
        return total

    def _relation_id(self, relation: str) -> int:
        return self._relation.get(relation, self._relation.get(relation.split(":")[0], IGNORED))

    def _accumulate(self) -> None:
        state = self.network.state_dict()
        if not self.average:
            self.average = {k: v.detach().clone() for k, v in state.items()}
        else:
            for k, v in state.items():
                self.average[k] += v
        self.averaged += 1

    def _save(self, path: Path) -> None:
        aside = path.with_suffix(".part")
        state = {
            "network": self.network.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "average": self.average,
            "counts": {"step": self.step, "elapsed": self.elapsed, "averaged": self.averaged},
        }
        torch.save(state, aside)
        aside.replace(path)

    def _restore(self, path: Path) -> None:
        state = torch.load(path, map_location=self.device, weights_only=True)
        self.network.load_state_dict(state["network"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.average = state["average"]
        counts = state["counts"]
        self.step, self.elapsed, self.averaged = counts["step"], counts["elapsed"], counts["averaged"]
        self.rng = random.Random(self.settings.seed + self.step)  # other batches than before the interruption


def _computes_short_floats() -> bool:
    """Whether the processor has 16-bit floats; where they are emulated they are many times slower than 32-bit ones."""
    return bool(torch.cpu._is_avx512_bf16_supported() or torch.cpu._is_amx_tile_supported())


def _linked(batch: Batch) -> bool:
    return any(s.marks for s in batch.sentences)


def _windows(unit: Sequence[Sentence], most: int, rng: random.Random) -> Iterator[Sentence]:
    """A paragraph cut into windows of whole sentences, of varying size so that every length is seen."""
    if len(unit) == 1 and not unit[0].heads:
        yield unit[0]
        return
    limit = rng.choice((most // 4, most // 2, most))
    group: list[Sentence] = []
    for sentence in unit:
        if group and sum(len(s.words) for s in group) + len(sentence.words) > limit:
            yield window(group, SENTENCE)
            group = []
        group.append(sentence)
    if group:
        yield window(group, SENTENCE)


def _outside(batch: Batch) -> Tensor:
    """A penalty (batch, dependent, head) on heads in another sentence of the window, or in the padding."""
    segments = batch.segments
    inside = (segments[:, :, None] == segments[:, None, :]) | (segments[:, None, :] == 0)
    return (~inside).float() * MASKED


def _cross_entropy(scores: Tensor, wanted: Tensor) -> Tensor:
    return functional.cross_entropy(scores.flatten(0, 1), wanted.flatten().to(scores.device), ignore_index=IGNORED)

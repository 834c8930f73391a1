"""Trained weights to a spaCy pipeline folder: ONNX, seven bits, hashes."""

import json
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import onnx
import spacy
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process

from communique.language import components  # noqa: F401  registers the factories
from communique.language.lemmas import LemmaComponent, Lemmas
from communique.language.loading import file_hashes
from communique.language.tokenizer import adapt_tokenizer

from .model import Network

__all__ = ["export_network", "write_pipeline"]

_INPUTS = ("ids", "shapes", "first")
_QUANTISED = ("/qkv/", "/out/", "/inner/", "/outer/")


def export_network(network: Network, path: Path) -> None:
    """Write a network as ONNX with seven-bit weights (kept in eight) in the encoder.

    Matrix products of the encoder are quantised per channel, the heads left as they are: per-tensor weights cost
    0.75 points of LAS, per-channel ones 0.1.

    Raises:
        OSError: if the file can't be written.
    """
    network.eval()
    ids = torch.randint(1000, 2000, (1, 20))
    shapes = torch.randint(1, 9, (1, 20))
    first = torch.arange(12)[None]
    outputs = ["arcs", "relation_dependents", "relation_heads", "upos", "xpos", "link_subjects", "link_objects"]
    outputs += [f"tags_{name}" for name in network.labels.taggers]
    axes: dict[str, dict[int, str]] = {"ids": {0: "B", 1: "T"}, "shapes": {0: "B", 1: "T"}, "first": {0: "B", 1: "W"}}
    axes |= {name: {0: "B", 1: "W"} for name in outputs}
    axes["arcs"][2] = "W"
    with tempfile.TemporaryDirectory() as folder:
        plain, prepared = Path(folder) / "plain.onnx", Path(folder) / "prepared.onnx"
        torch.onnx.export(
            network,
            (ids, shapes, first),
            str(plain),
            input_names=list(_INPUTS),
            output_names=outputs,
            opset_version=17,
            dynamic_axes=axes,
            dynamo=False,
        )
        quant_pre_process(str(plain), str(prepared), skip_symbolic_shape=True)
        graph = onnx.load(prepared).graph
        products = [n.name for n in graph.node if n.op_type in ("MatMul", "Gemm")]
        left = [n for n in products if not ("/encoder/" in n and any(part in n for part in _QUANTISED))]
        left += [n.name for n in graph.node if n.op_type == "Gather" and "/pieces/" not in n.name]
        quantize_dynamic(
            prepared,
            path,
            op_types_to_quantize=["MatMul", "Gather"],
            per_channel=True,
            weight_type=QuantType.QInt8,
            reduce_range=True,  # seven bits: processors without VNNI add pairs of products in 16, which eight overflow
            nodes_to_exclude=left,
            extra_options={"MatMulConstBOnly": True, "WeightSymmetric": True},
        )


def write_pipeline(
    network: Network, vocabulary: Path, lemma_tables: dict[str, Any], folder: Path, notes: dict[str, Any]
) -> None:
    """Write a spaCy pipeline folder that `communique.load` and `spacy.load` read.

    Args:
        network: the trained network.
        vocabulary: WordPiece vocabulary, one piece a line.
        lemma_tables: for the lemmatizer.
        folder: replaced as a whole when everything is written.
        notes: goes into meta.json (data hashes, scores, settings).

    Raises:
        OSError: if the folder can't be written.
    """
    with tempfile.TemporaryDirectory(dir=folder.parent) as temporary:
        model = Path(temporary) / "model"
        model.mkdir()
        export_network(network, model / "model.onnx")
        shutil.copyfile(vocabulary, model / "vocab.txt")
        (model / "labels.json").write_text(json.dumps(asdict(network.labels), indent=1), encoding="utf-8")
        nlp = spacy.blank("en")
        adapt_tokenizer(nlp)
        for name in pipe_names():
            component = nlp.add_pipe(name)
            if name == "communique_encoder":
                component.from_disk(model)  # type: ignore[attr-defined]
            if isinstance(component, LemmaComponent):
                component.lemmas = Lemmas(lemma_tables)
        whole = Path(temporary) / "pipeline"
        nlp.meta |= {"name": "communique", "lang": "en", "license": "Apache-2.0", "version": "1.0.0"}
        nlp.to_disk(whole)
        meta = json.loads((whole / "meta.json").read_text(encoding="utf-8"))
        meta["communique"] = notes | {"sha256": file_hashes(whole)}
        (whole / "meta.json").write_text(json.dumps(meta, indent=1, sort_keys=True) + "\n", encoding="utf-8")
        if folder.exists():
            shutil.rmtree(folder)
        whole.replace(folder)


def pipe_names() -> Sequence[str]:
    """The components, in order."""
    return (
        "communique_encoder",
        "communique_parser",
        "communique_tagger",
        "communique_lemmatizer",
        "communique_entities",
    )

"""An exported network back as weights to train on.

The weights of an exported pipeline are integers in the products of its encoder; as real numbers again they are what
runs, so training goes on from the shipped pipeline. Word pieces are not trained and come from the pretrained encoder.
"""

from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper

from communique.errors import CommuniqueError

from .model import Network

__all__ = ["restore"]

_PREFIXES = ("encoder/", "arc_", "relation_", "upos/", "xpos/", "linker/")
_MIXES = ("mix_syntax", "mix_tags", "mix_links")


def restore(network: Network, path: Path) -> list[str]:
    """Fill a network with the weights of an exported one.

    Args:
        network: keeps the weights that the file hasn't; its label inventories may differ only for whole heads.
        path: a ``model.onnx`` that `export.export_network` wrote.

    Returns:
        The names of the parameters that the file hasn't.

    Raises:
        CommuniqueError: if the file can't be read.
    """
    try:
        graph = onnx.load(path).graph
    except Exception as error:  # onnx raises protobuf's own, undocumented types
        raise CommuniqueError(f"can't train on from {path}: {error}") from error
    stored = {i.name: numpy_helper.to_array(i) for i in graph.initializer}
    weights = {name: torch.from_numpy(np.array(value)) for name, value in stored.items() if "::" not in name}
    mixes = [name for name in stored if name.startswith("onnx::Einsum")]
    for mix, name in zip(_MIXES, mixes, strict=False):
        weights[mix] = torch.from_numpy(np.log(np.maximum(stored[name], 1e-8)))
    for node in graph.node:
        product = next((x for x in node.input if x.startswith("onnx::MatMul")), None)
        if node.op_type not in ("MatMul", "MatMulInteger") or product is None:
            continue
        value = stored[product].astype(np.float32)
        if node.op_type == "MatMulInteger":
            base = product.removesuffix("_quantized")
            value = (value - stored[f"{base}_zero_point"].astype(np.float32)) * stored[f"{base}_scale"]
        weights[_parameter(node.name)] = torch.from_numpy(np.ascontiguousarray(value.T))
    relations = stored.get("/Flatten_output_0")
    if relations is not None:
        depth = relations.shape[0]
        weights["relation_weights"] = torch.from_numpy(relations.reshape(depth, -1, depth).copy())
    own = network.state_dict()
    for name in [n for n in weights if n.startswith("linker.") and n in own]:
        known = weights[name].shape[0]
        if own[name].shape[0] > known:  # the links that it doesn't know yet come last
            weights[name] = torch.cat([weights[name], own[name][known:]])
    return network.take(weights)


def _parameter(node: str) -> str:
    """The parameter behind a product: ``/encoder/layers.0/qkv/MatMul_quant`` is ``encoder.layers.0.qkv.weight``."""
    path = node.strip("/").rsplit("/", 1)[0]
    if not path.startswith(_PREFIXES):
        path = f"taggers/{path}"
    return f"{path.replace('/', '.')}.weight"

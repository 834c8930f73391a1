"""Gradient-boosted trees as an ONNX graph."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import onnx
from onnx import TensorProto, helper

__all__ = ["trees_as_onnx"]

_OPSETS = [helper.make_opsetid("", 17), helper.make_opsetid("ai.onnx.ml", 3)]


def trees_as_onnx(models: Sequence[Any], features: int) -> bytes:
    """Fitted binary classifiers as one ONNX graph: ``rows`` (row, feature) in, ``probabilities`` (row, 1) of the true
    class out, by the mean of the models' log-odds.

    Written here since the converter for scikit-learn (skl2onnx 1.20) doesn't take the models of scikit-learn 1.9.

    Args:
        models: scikit-learn HistGradientBoostingClassifiers of two classes, without categories or missing values.
        features: how many columns a row has.
    """
    nodes: dict[str, list[Any]] = defaultdict(list)
    for number, (tree,) in enumerate(tree for model in models for tree in model._predictors):
        for place, node in enumerate(tree.nodes):
            leaf = bool(node["is_leaf"])
            nodes["nodes_treeids"].append(number)
            nodes["nodes_nodeids"].append(place)
            nodes["nodes_featureids"].append(0 if leaf else int(node["feature_idx"]))
            nodes["nodes_modes"].append("LEAF" if leaf else "BRANCH_LEQ")
            nodes["nodes_values"].append(0.0 if leaf else float(node["num_threshold"]))
            nodes["nodes_truenodeids"].append(0 if leaf else int(node["left"]))
            nodes["nodes_falsenodeids"].append(0 if leaf else int(node["right"]))
            if leaf:
                nodes["target_treeids"].append(number)
                nodes["target_nodeids"].append(place)
                nodes["target_ids"].append(0)
                nodes["target_weights"].append(float(node["value"]) / len(models))
    ensemble = helper.make_node(
        "TreeEnsembleRegressor",
        ["rows"],
        ["odds"],
        domain="ai.onnx.ml",
        n_targets=1,
        base_values=[sum(float(model._baseline_prediction.item()) for model in models) / len(models)],
        **nodes,  # type: ignore[arg-type]
    )
    graph = helper.make_graph(
        [ensemble, helper.make_node("Sigmoid", ["odds"], ["probabilities"])],
        "trees",
        [helper.make_tensor_value_info("rows", TensorProto.FLOAT, [None, features])],
        [helper.make_tensor_value_info("probabilities", TensorProto.FLOAT, [None, 1])],
    )
    whole = helper.make_model(graph, opset_imports=_OPSETS, ir_version=8, producer_name="communique")
    onnx.checker.check_model(whole)
    return bytes(whole.SerializeToString())

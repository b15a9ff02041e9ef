"""Puts another head of entities on the encoder of names.onnx; the vectors for the trees stay bit for bit what they were."""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import GraphProto, ModelProto, NodeProto, compose, helper

WORDS: Final = "words"  # the vectors of words, (1, words, 384 for each layer), as a model with a grafted head calls them
LAYERS: Final = (3, 4)  # of the encoder, whose vectors the head is given


def with_words(model: ModelProto) -> ModelProto:
    """The encoder alone, whose outputs are the vectors of pieces and of words."""
    nodes = [node for node in model.graph.node if WORDS not in node.output]
    norms = [node.output[0] for node in nodes if node.op_type == "LayerNormalization"]
    means = []
    for layer in LAYERS:  # the embedding has one normalisation, each layer two
        nodes += (of_layer := _copied(_mean(model.graph), f"layer_{layer}/", norms[2 * layer]))
        means.append(of_layer[-1].output[0])
    nodes.append(helper.make_node("Concat", means, [WORDS], axis=-1))
    words = helper.make_tensor_value_info(WORDS, onnx.TensorProto.FLOAT, [1, "words", None])
    vectors = next(output for output in model.graph.output if output.name == "vectors")
    return _rewritten(model, nodes, [vectors, words])


def graft(encoder: Path, head: ModelProto, transitions: NDArray[np.float32], out: Path) -> None:
    """Writes the encoder of a names.onnx with a head whose input ``words`` it feeds and whose output is ``entity``."""
    model, head = with_words(onnx.load(encoder)), compose.add_prefix(head, "head/", rename_inputs=False, rename_outputs=False)
    given = {i.name for i in model.graph.input}
    model.graph.input.extend(i for i in head.graph.input if i.name not in (WORDS, *given))
    model.graph.initializer.extend(head.graph.initializer)
    vectors = next(output for output in model.graph.output if output.name == "vectors")
    grafted = _rewritten(model, [*model.graph.node, *head.graph.node], [*head.graph.output, vectors])
    helper.set_model_props(grafted, {"transitions": json.dumps([[round(float(t), 4) for t in row] for row in transitions])})
    onnx.save(grafted, out)


def _mean(graph: GraphProto) -> list[NodeProto]:
    """The nodes that make the vectors of words: half the sum of the rows at their first and last pieces."""
    made = {output: node for node in graph.node for output in node.output}
    for half in graph.node:
        summed = made.get(half.input[0]) if half.op_type == "Mul" else None
        gathered = [made[name] for name in summed.input if name in made] if summed is not None else []
        if summed is not None and gathered and all(node.op_type == "GatherND" for node in gathered):
            return [made[gathered[0].input[0]], *gathered, summed, half]
    raise ValueError("names.onnx: expected half the sum of two gathered rows, the vectors of words; found none")


def _copied(nodes: Sequence[NodeProto], prefix: str, source: str) -> list[NodeProto]:
    """Nodes under new names, the first of which reads from another source."""
    made = {name for node in nodes for name in node.output} | {nodes[0].input[0]}
    names = {name: prefix + name for name in made} | {nodes[0].input[0]: source}
    copies = [NodeProto.FromString(node.SerializeToString()) for node in nodes]
    for node in copies:
        node.name = prefix + node.name
        for row in (node.input, node.output):
            row[:] = [names.get(name, name) for name in row]
    return copies


def _rewritten(model: ModelProto, nodes: Iterable[NodeProto], outputs: Iterable[onnx.ValueInfoProto]) -> ModelProto:
    """The model with what its outputs need and nothing else."""
    outputs = list(outputs)
    kept, needed = [], {output.name for output in outputs}
    for node in reversed(list(nodes)):
        if needed.intersection(node.output):
            kept.append(node)
            needed.update(node.input)
    graph = model.graph
    inputs = [i for i in graph.input if i.name in needed]
    initializers = [array for array in graph.initializer if array.name in needed]
    rewritten = ModelProto()
    rewritten.CopyFrom(model)
    rewritten.graph.CopyFrom(helper.make_graph(kept[::-1], graph.name, inputs, outputs, initializers))
    return rewritten

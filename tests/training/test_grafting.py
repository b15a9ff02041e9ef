"""A head put on the encoder: the vectors for the trees stay as they are, the tags come from the new one. Needs the extra ``train``."""

from pathlib import Path

import numpy as np
import pytest

from kg.analysis import MODELS, OnnxAnalyser

onnx = pytest.importorskip("onnx", reason="onnx comes with the extra train")

SENTENCE = ["Ana", "Solano", "left", "Norgrad", "."]


def constant_head(tags: int) -> "onnx.ModelProto":
    """A head that finds tag 1 everywhere, whatever the word vectors are."""
    from onnx import TensorProto, helper

    graph = helper.make_graph(
        [
            helper.make_node("ReduceMean", ["words", "axes"], ["means"], keepdims=1),
            helper.make_node("Squeeze", ["means", "first"], ["one"]),
            helper.make_node("Cast", ["shape"], ["shapes"], to=TensorProto.FLOAT),
            helper.make_node("Unsqueeze", ["shapes", "second"], ["column"]),
            helper.make_node("Add", ["one", "column"], ["told"]),
            helper.make_node("Mul", ["told", "nothing"], ["zeros"]),
            helper.make_node("Add", ["zeros", "tag"], ["entity"]),
        ],
        "head",
        [
            helper.make_tensor_value_info("words", TensorProto.FLOAT, [1, "words", None]),
            helper.make_tensor_value_info("shape", TensorProto.INT64, ["words"]),
        ],
        [helper.make_tensor_value_info("entity", TensorProto.FLOAT, ["words", tags])],
        [
            onnx.numpy_helper.from_array(np.array([2]), "axes"), onnx.numpy_helper.from_array(np.array([0]), "first"),
            onnx.numpy_helper.from_array(np.array([1]), "second"), onnx.numpy_helper.from_array(np.float32(0), "nothing"),
            onnx.numpy_helper.from_array(np.eye(tags, dtype=np.float32)[1:2], "tag"),
        ],
    )  # fmt: skip
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 20)], ir_version=10)


def test_a_grafted_head_leaves_the_trees_as_they_are(tmp_path: Path) -> None:
    from training.grafting import graft

    for name in ("labels.json", "trees.onnx", "vocab.txt"):
        (tmp_path / name).symlink_to(MODELS / name)
    packaged = OnnxAnalyser.load()
    tags = packaged.tag_entities([SENTENCE])[0]
    assert tags[:2] == ("B-PER", "I-PER")
    count = len(packaged._labels["entity"])
    transitions = np.zeros((count, count), np.float32)
    transitions[1, 1] = -1000  # a name behind itself without anything between them
    for encoder in (MODELS / "names.onnx", tmp_path / "names.onnx"):  # the second time on its own work
        graft(encoder, constant_head(count), transitions, tmp_path / "names.onnx")
    grafted = OnnxAnalyser.load(tmp_path)
    [inputs] = packaged._inputs_of(SENTENCE)
    before, after = (a._names.run(["vectors"], inputs)[0] for a in (packaged, grafted))
    assert np.array_equal(before, after)
    assert grafted.parse([SENTENCE]) == packaged.parse([SENTENCE])
    assert grafted.tag_entities([SENTENCE])[0] != tags
    assert grafted._transitions[1, 1] == -1000

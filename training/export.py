"""Exports a checkpoint: ``python -m training.export --run FOLDER --minilm FOLDER --out kg/models``.

Writes names.onnx (the lower layers and the head of entities), trees.onnx (the upper layers and the other
heads) with 8-bit weights (per channel, activations quantised at run time), labels.json and vocab.txt.
"""

import argparse
import json
import random
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from kg.wordpiece import WordPiece
from training.data import Example, training_set
from training.fusing import fuse
from training.network import HIDDEN, Levelled, Network
from training.train import averaged, encode

SEEN: Final = 400  # training sentences that the levels are measured on
SHARE: Final = 0.5  # of the difficulty that goes from the inputs to the weights


def main() -> None:
    """Reads the arguments and exports."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--run", type=Path, required=True, help="folder of training.train")
    parser.add_argument("--treebanks", type=Path, required=True)
    parser.add_argument("--minilm", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    a = parser.parse_args()
    labels = json.loads((a.run / "labels.json").read_text("utf-8"))
    network = Network({k: len(v) for k, v in labels.items()})
    network.load_state_dict(averaged(a.run / "checkpoint.pt"))
    network.eval()
    smooth(network, training_set(a.treebanks), WordPiece.load(a.minilm / "vocab.txt"))
    a.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        for name, part in (("names", Names(network)), ("trees", Trees(network))):
            plain = Path(folder) / f"{name}.onnx"
            export(part, plain)
            quantize_dynamic(
                plain, a.out / plain.name, weight_type=QuantType.QInt8, per_channel=True,
                op_types_to_quantize=["MatMul", "Gemm", "Gather"],
            )  # fmt: skip
            fuse(a.out / plain.name)
    (a.out / "labels.json").write_text(json.dumps(labels, ensure_ascii=False, indent=0), "utf-8")
    shutil.copy(a.minilm / "vocab.txt", a.out / "vocab.txt")
    print(f"{sum(path.stat().st_size for path in a.out.iterdir()) / 1e6:.1f} MB")


@torch.inference_mode()
def smooth(network: Network, examples: Sequence[Example], pieces: WordPiece) -> None:
    """Levels the inputs of the encoder's linear layers, whose few large channels cost 8-bit activations most.

    SmoothQuant (Xiao et al. 2023): each channel is divided by the root of the ratio of its largest input, seen on
    some training sentences, to its largest weight; the weights are multiplied by it.
    """
    layers = [module for module in network.encoder.modules() if isinstance(module, Levelled)]
    peaks = {layer: torch.zeros(layer.in_features) for layer in layers}

    def note(layer: Levelled, inputs: tuple[Tensor, ...]) -> None:
        peaks[layer] = torch.maximum(peaks[layer], inputs[0].abs().flatten(0, -2).amax(0))

    watched = [layer.register_forward_pre_hook(note) for layer in layers]
    for example in random.Random(1).sample([e for e in examples if len(e.words) <= 110], SEEN):
        network(*encode([example], pieces))
    for hook, layer in zip(watched, layers, strict=True):
        hook.remove()
        layer.level = (peaks[layer].clamp(min=1e-4) / layer.weight.abs().amax(0).clamp(min=1e-4)) ** SHARE
        layer.weight.mul_(layer.level)


class Names(nn.Module):
    """Entity tags of one sentence, and the vectors that ``Trees`` goes on from; no dimension of a batch, no padding."""

    inputs = ("ids", "first", "last", "shape")
    outputs = ("entity", "vectors")

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, ids: Tensor, first: Tensor, last: Tensor, shape: Tensor) -> tuple[Tensor, ...]:
        """``ids`` is (pieces,), the others (words,); gives (words, tags) and (pieces, 384)."""
        vectors = self.network.encoder.lower(ids[None], None)
        return self.network.names(vectors, first[None], last[None], shape[None])[0], vectors[0]


class Trees(nn.Module):
    """Tags, lemmas, arcs and relations of one sentence from its vectors after the lower layers."""

    inputs = ("vectors", "first", "last", "shape")
    outputs = ("upos", "xpos", "lemma", "arcs", "relations")

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, vectors: Tensor, first: Tensor, last: Tensor, shape: Tensor) -> tuple[Tensor, ...]:
        """``vectors`` is (pieces, 384), the others (words,); the scores are those of ``Network.trees``."""
        upper = self.network.encoder.upper(vectors[None], None)
        return tuple(score[0] for score in self.network.trees(upper, first[None], last[None], shape[None]))


def export(part: Names | Trees, path: Path) -> None:
    """A part of the network in ONNX with free numbers of pieces and words."""
    first = torch.ones(11, dtype=torch.long) if part.inputs[0] == "ids" else torch.ones(11, HIDDEN)
    example = (first, *(torch.ones(7, dtype=torch.long) for _ in range(3)))
    pieces, words = torch.export.Dim("pieces", min=2, max=512), torch.export.Dim("words", min=1, max=512)
    torch.onnx.export(
        part.eval(), example, path, input_names=list(part.inputs), output_names=list(part.outputs), dynamo=True,
        dynamic_shapes=({0: pieces}, {0: words}, {0: words}, {0: words}), opset_version=20, external_data=False,
    )  # fmt: skip


if __name__ == "__main__":
    main()

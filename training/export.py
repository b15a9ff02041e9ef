"""Exports a checkpoint: ``python -m training.export --run FOLDER --minilm FOLDER --out kg/models``.

Writes model.onnx with 8-bit weights (per channel, activations quantised at run time), labels.json
and vocab.txt.
"""

import argparse
import json
import shutil
import tempfile
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from training.network import Network

INPUTS = ("ids", "present", "first", "last", "shape")
OUTPUTS = ("upos", "xpos", "lemma", "entity", "arcs", "relations")


def main() -> None:
    """Reads the arguments and exports."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--run", type=Path, required=True, help="folder of training.train")
    parser.add_argument("--minilm", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    a = parser.parse_args()
    labels = json.loads((a.run / "labels.json").read_text("utf-8"))
    network = Network({k: len(v) for k, v in labels.items()})
    network.load_state_dict(torch.load(a.run / "checkpoint.pt", weights_only=True)["network"])
    network.eval()
    a.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "plain.onnx"
        export(network, plain)
        quantize_dynamic(
            plain, a.out / "model.onnx", weight_type=QuantType.QInt8, per_channel=True,
            op_types_to_quantize=["MatMul", "Gemm", "Gather"],
        )  # fmt: skip
    (a.out / "labels.json").write_text(json.dumps(labels, ensure_ascii=False, indent=0), "utf-8")
    shutil.copy(a.minilm / "vocab.txt", a.out / "vocab.txt")
    print(f"{(a.out / 'model.onnx').stat().st_size / 1e6:.1f} MB")


def export(network: Network, path: Path) -> None:
    """The network in ONNX with free numbers of sentences, pieces and words."""
    n, pieces, words = 2, 11, 7
    example = (
        torch.ones((n, pieces), dtype=torch.long), torch.ones((n, pieces), dtype=torch.long),
        torch.ones((n, words), dtype=torch.long), torch.ones((n, words), dtype=torch.long),
        torch.zeros((n, words), dtype=torch.long),
    )  # fmt: skip
    batch, length, size = (torch.export.Dim(d, min=1, max=4096) for d in ("sentences", "pieces", "words"))
    shapes = ({0: batch, 1: length},) * 2 + ({0: batch, 1: size},) * 3
    torch.onnx.export(
        network, example, path, input_names=list(INPUTS), output_names=list(OUTPUTS), dynamo=True,
        dynamic_shapes=shapes, opset_version=18, external_data=False,
    )  # fmt: skip


if __name__ == "__main__":
    main()

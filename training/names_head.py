"""Trains the head of entities anew: ``python -m training.names_head --treebanks FOLDER --model kg/models``.

The encoder in the model's names.onnx stays as it is, 8-bit weights and all, so that the vectors for the trees do not
change by a bit: its word vectors are read once, the head is trained on them and put in the place of the one in the file.
Takes some five minutes on one core and 1 GB of memory.
"""

import argparse
import json
import logging
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import onnx
import onnxruntime
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn
from torch.nn.utils.rnn import pad_sequence
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from kg.analysis import SLOWER
from kg.wordpiece import WordPiece
from training.data import UNSURE, Example, times, training_set
from training.grafting import LAYERS, WORDS, graft, with_words
from training.gum_names import with_names
from training.names_network import FORBIDDEN, NamesHead
from training.network import HIDDEN
from training.train import encode, warmed_up

log = logging.getLogger("training")
SEED, EPOCHS = 2, 8
WORDS_PER_BATCH: Final = 1500
RATE, WARM_UP, AVERAGE = 1.5e-3, 0.05, 0.998
LONGEST: Final = 110  # words of a training sentence


@dataclass(frozen=True, slots=True)
class Row:
    """A sentence as the head meets it, ``words`` in 16 bits.

    ``possible`` is (words, tags), True for a tag that may be right; ``annotated`` (tags,), True for those of its layer.
    """

    words: Tensor
    shapes: Tensor
    possible: Tensor
    annotated: Tensor


def main() -> None:
    """Reads the arguments, trains, writes names.onnx."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--treebanks", type=Path, required=True)
    parser.add_argument("--model", type=Path, required=True, help="folder with names.onnx, labels.json and vocab.txt")
    parser.add_argument("--out", type=Path, help="folder for the new names.onnx, by default that of the model")
    a = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    tags = json.loads((a.model / "labels.json").read_text("utf-8"))["entity"]
    examples = [e for e in sentences(a.treebanks) if len(e.words) <= LONGEST]
    rows = read(examples, a.model, tags)
    head = fit([row for e, row in zip(examples, rows, strict=True) for _ in range(times(e))], tags)
    write(head, a.model / "names.onnx", (a.out or a.model) / "names.onnx")


def sentences(treebanks: Path) -> Iterator[Example]:
    """Those of the training set with names, in GUM taken from its mentions."""
    for example in training_set(treebanks):
        if example.id.startswith("GUM_"):
            yield with_names(example)
        elif example.entities is not None:
            yield example


def read(examples: Sequence[Example], model: Path, tags: Sequence[str]) -> list[Row]:
    """The sentences with their word vectors, as the frozen encoder gives them to the product."""
    weights = with_words(onnx.load(model / "names.onnx")).SerializeToString()
    encoder = onnxruntime.InferenceSession(weights, disabled_optimizers=SLOWER)
    pieces = WordPiece.load(model / "vocab.txt")
    rows = []
    for example in examples:
        ids, _, first, last, shapes = encode([example], pieces)
        [words] = encoder.run([WORDS], {"ids": ids[0].numpy(), "first": first[0].numpy(), "last": last[0].numpy()})
        annotated = torch.tensor([example.knows_other or not tag.endswith("-OTH") for tag in tags])
        rows.append(Row(torch.from_numpy(words[0]).half(), shapes[0], possible(example, tags) & annotated, annotated))
    return rows


def possible(example: Example, tags: Sequence[str]) -> Tensor:
    """(words, tags): the gold tag, or any where that is unsure."""
    gold = example.entities or (UNSURE,) * len(example.words)
    return torch.tensor([[g in (tag, UNSURE) for tag in tags] for g in gold])


def fit(rows: list[Row], tags: list[str]) -> NamesHead:
    """AdamW with warm-up and linear decay; the average of the weights over some 500 steps."""
    torch.manual_seed(SEED)
    chance = random.Random(SEED)
    head = NamesHead(tags)
    optimiser = torch.optim.AdamW(head.parameters(), lr=RATE, weight_decay=0.01)
    average = AveragedModel(head, multi_avg_fn=get_ema_multi_avg_fn(AVERAGE))
    total = EPOCHS * len(list(batches(rows, random.Random(0))))
    schedule = warmed_up(optimiser, total, WARM_UP)
    for epoch in range(EPOCHS):
        running = 0.0
        for batch in batches(rows, chance):
            optimiser.zero_grad(set_to_none=True)
            value = loss(head, batch)
            value.backward()
            nn.utils.clip_grad_norm_(head.parameters(), 2.0)
            optimiser.step()
            schedule.step()
            average.update_parameters(head)
            running = 0.98 * running + 0.02 * value.item()
        log.info("epoch %d loss %.4f", epoch + 1, running)
    return average.module.eval()


def batches(rows: Sequence[Row], chance: random.Random) -> Iterator[list[Row]]:
    """Sentences of like length, some 1,500 words a batch, in a random order."""
    found: list[list[Row]] = [[]]
    for row in sorted(rows, key=lambda row: (len(row.shapes), chance.random())):
        if found[-1] and (len(found[-1]) + 1) * len(row.shapes) > WORDS_PER_BATCH:
            found.append([])
        found[-1].append(row)
    chance.shuffle(found)
    yield from found


def loss(head: NamesHead, batch: Sequence[Row]) -> Tensor:
    """Of a batch, per word."""
    present = pad_sequence([torch.ones(len(row.shapes), dtype=torch.bool) for row in batch], batch_first=True)
    words, shapes, tags = (pad_sequence([getattr(row, name) for row in batch], batch_first=True) for name in ("words", "shapes", "possible"))
    with torch.autocast("cpu", dtype=torch.bfloat16):
        scores = head(words.float(), shapes, present[:, :, None]).float()
    scores = scores.masked_fill(~torch.stack([row.annotated for row in batch])[:, None], FORBIDDEN)
    return head.loss(scores, tags | ~present[:, :, None], present)


class OneSentence(nn.Module):
    """The head without a dimension of a batch for what comes from outside."""

    def __init__(self, head: NamesHead) -> None:
        super().__init__()
        self.head = head

    def forward(self, words: Tensor, shape: Tensor) -> Tensor:
        """``words`` is (1, words, 768), ``shape`` (words,); gives (words, tags)."""
        return self.head(words, shape[None])[0]


def write(head: NamesHead, encoder: Path, out: Path) -> None:
    """Writes the encoder's file with the head, in 8 bits, in the place of the one that it has."""
    example = (torch.zeros(1, 7, len(LAYERS) * HIDDEN), torch.ones(7, dtype=torch.long))
    words = torch.export.Dim("words", min=1, max=512)
    with TemporaryDirectory() as folder:
        plain, small = Path(folder) / "plain.onnx", Path(folder) / "small.onnx"
        torch.onnx.export(
            OneSentence(head).eval(), example, plain, input_names=[WORDS, "shape"], output_names=["entity"], dynamo=True,
            dynamic_shapes=({1: words}, {0: words}), opset_version=20, external_data=False,
        )  # fmt: skip
        quantize_dynamic(plain, small, weight_type=QuantType.QInt8, per_channel=True, op_types_to_quantize=["MatMul", "Gemm", "Gather"])
        graft(encoder, onnx.load(small), head.transitions.detach().numpy(), out)
    log.info("%s: %.1f MB", out, out.stat().st_size / 1e6)


if __name__ == "__main__":
    main()

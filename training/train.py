"""Trains the language model: ``python -m training.train --treebanks FOLDER --minilm FOLDER --out FOLDER``.

One run of six epochs takes about an hour on two cores. After each epoch the weights, the optimiser
and the figures on the held-out sentences are written to ``--out``; a run that was cut off goes on
from there.
"""

import argparse
import hashlib
import json
import logging
import math
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import torch
from safetensors.torch import load_file
from torch import Tensor, nn

from kg.wordpiece import SHAPE_COUNT, WordPiece, shape
from training.data import (
    Example,
    held_out,
    label_sets,
    lemma_script,
    pud_with_entities,
    read_conllu,
    training_set,
)
from training.network import Network

log = logging.getLogger("training")
WORDS_PER_BATCH: Final = 420
ENCODER_RATE, HEAD_RATE, WARM_UP = 1.5e-4, 1.2e-3, 0.06
CHECKSUMS: Final = {  # sentence-transformers/all-MiniLM-L6-v2, revision 1110a243, first 8 digits of SHA-256
    "model.safetensors": "53aa5117", "vocab.txt": "07eced37",
}  # fmt: skip


def main() -> None:
    """Reads the arguments, trains, writes checkpoints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--treebanks", type=Path, required=True)
    parser.add_argument("--minilm", type=Path, required=True, help="folder with model.safetensors and vocab.txt")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--steps", type=int, help="stop after so many steps, for a try")
    a = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    a.out.mkdir(parents=True, exist_ok=True)
    verify(a.minilm)
    torch.manual_seed(1)
    examples = training_set(a.treebanks)
    labels = label_sets(examples)
    (a.out / "labels.json").write_text(json.dumps(labels), "utf-8")
    network = Network({k: len(v) for k, v in labels.items()})
    network.encoder.load_minilm(load_file(a.minilm / "model.safetensors"))
    pieces = WordPiece.load(a.minilm / "vocab.txt")
    fit(network, examples, labels, pieces, a)


def verify(folder: Path) -> None:
    """Stops with a clear word when the encoder is not the published one."""
    for name, start in CHECKSUMS.items():
        found = hashlib.sha256((folder / name).read_bytes()).hexdigest()
        if not found.startswith(start):
            raise SystemExit(f"{folder / name}: expected SHA-256 {start}..., found {found[:8]}...")


def fit(
    network: Network, examples: list[Example], labels: dict[str, list[str]], pieces: WordPiece, a: argparse.Namespace
) -> None:
    """AdamW with warm-up and linear decay; a checkpoint and figures after each epoch."""
    encoder = list(network.encoder.parameters())
    heads = [p for n, p in network.named_parameters() if not n.startswith("encoder.")]
    optimiser = torch.optim.AdamW(
        [{"params": encoder, "lr": ENCODER_RATE}, {"params": heads, "lr": HEAD_RATE}], weight_decay=0.01
    )
    total = a.epochs * len(list(batches(examples, 0)))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda s: min((s + 1) / (WARM_UP * total), max(0.0, (total - s) / (total * (1 - WARM_UP))))
    )
    done = resume(network, optimiser, schedule, a.out)
    index = {k: {v: i for i, v in enumerate(values)} for k, values in labels.items()}
    trees = [e for e in pud_with_entities(a.treebanks) if held_out(e)]
    gum = [e for e in read_conllu(a.treebanks / "gum-dev.conllu") if e.id.split("_")[1] in ("news", "interview")]
    step = 0
    for epoch in range(done, a.epochs):
        network.train()
        running = 0.0
        for batch in batches(examples, epoch):
            optimiser.zero_grad(set_to_none=True)
            value = loss(network, batch, index, pieces, random.Random(step))
            value.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 2.0)
            optimiser.step()
            schedule.step()
            running = 0.98 * running + 0.02 * value.item()
            step += 1
            if step % 50 == 0:
                log.info("epoch %d step %d loss %.3f", epoch + 1, step, running)
            if a.steps and step >= a.steps:
                return
        state = {"network": network.state_dict(), "optimiser": optimiser.state_dict(),
                 "schedule": schedule.state_dict(), "epoch": epoch + 1}  # fmt: skip
        torch.save(state, a.out / "checkpoint.pt")
        for name, held in (("PUD", trees), ("GUM", gum)):
            log.info("epoch %d %s %s", epoch + 1, name, figures(network, held, labels, pieces))


def resume(network: Network, optimiser: torch.optim.Optimizer, schedule: object, out: Path) -> int:
    """The epoch to go on with: 0, or what a checkpoint holds."""
    path = out / "checkpoint.pt"
    if not path.exists():
        return 0
    state = torch.load(path, weights_only=True)
    network.load_state_dict(state["network"])
    optimiser.load_state_dict(state["optimiser"])
    schedule.load_state_dict(state["schedule"])  # type: ignore[attr-defined]
    return int(state["epoch"])


def batches(examples: list[Example], epoch: int) -> Iterator[list[Example]]:
    """Sentences of like length, about 420 words a batch, in an order of the epoch's own."""
    chance = random.Random(epoch)
    usable = [e for e in examples if len(e.words) <= 110]
    usable.sort(key=lambda e: (len(e.words), chance.random()))
    found: list[list[Example]] = [[]]
    for example in usable:
        if found[-1] and (len(found[-1]) + 1) * len(example.words) > WORDS_PER_BATCH:
            found.append([])
        found[-1].append(example)
    chance.shuffle(found)
    yield from found


def encode(
    examples: list[Example], pieces: WordPiece, chance: random.Random | None = None
) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor]:
    """The network's inputs; with ``chance`` the letter shapes are levelled now and then."""
    rows = [[pieces.pieces(w) for w in e.words] for e in examples]
    n = max(len(e.words) for e in examples)
    length = math.ceil((max(sum(map(len, r)) for r in rows) + 2) / 8) * 8
    ids = torch.full((len(rows), length), pieces.pad)
    present = torch.zeros((len(rows), length), dtype=torch.long)
    first, last, shapes = (torch.zeros((len(rows), n), dtype=torch.long) for _ in range(3))
    for i, (row, example) in enumerate(zip(rows, examples, strict=True)):
        flat, at = [pieces.first], 1
        level = None if chance is None or chance.random() > 0.06 else chance.choice(("lower", "UPPER"))
        for j, word in enumerate(row):
            flat.extend(word)
            first[i, j], last[i, j] = at, at + len(word) - 1
            at += len(word)
            form = example.words[j]
            form = form.lower() if level == "lower" else form.upper() if level else form
            shapes[i, j] = shape(form) + (SHAPE_COUNT if j == 0 else 0)
        flat.append(pieces.last)
        ids[i, : len(flat)] = torch.tensor(flat)
        present[i, : len(flat)] = 1
    return ids, present, first, last, shapes


def loss(
    network: Network, batch: list[Example], index: dict[str, dict[str, int]], pieces: WordPiece, chance: random.Random
) -> Tensor:
    """The sum of the heads' cross entropies over what each sentence is annotated with."""
    upos, xpos, lemma, entity, arcs, relations = network(*encode(batch, pieces, chance))
    n = upos.shape[1]
    gold = {k: torch.full((len(batch), n), -100) for k in ("upos", "xpos", "lemma", "entity", "head", "deprel")}
    for i, e in enumerate(batch):
        size = len(e.words)
        arcs[i, :, size + 1 :] = -1e4
        if e.heads and e.upos and e.xpos and e.deprels and e.lemmas:
            gold["upos"][i, :size] = torch.tensor([index["upos"][t] for t in e.upos])
            gold["xpos"][i, :size] = torch.tensor([index["xpos"][t] for t in e.xpos])
            gold["head"][i, :size] = torch.tensor([h + 1 for h in e.heads])
            gold["deprel"][i, :size] = torch.tensor([index["deprel"][t] for t in e.deprels])
            scripts = [lemma_script(w, m) for w, m in zip(e.words, e.lemmas, strict=True)]
            gold["lemma"][i, :size] = torch.tensor([index["lemma"].get(s, -100) for s in scripts])
        if e.entities:
            gold["entity"][i, :size] = torch.tensor([index["entity"][t] for t in e.entities])
            if not e.knows_other:
                for tag in ("B-OTH", "I-OTH"):
                    entity[i, :, index["entity"][tag]] = -1e4
    chosen = gold["head"].clamp(min=0)[:, :, None, None].expand(-1, -1, 1, relations.shape[-1])
    parts = [
        (upos, "upos", 0.5), (xpos, "xpos", 0.5), (lemma, "lemma", 0.5), (entity, "entity", 1.0),
        (arcs, "head", 1.0), (relations.gather(2, chosen).squeeze(2), "deprel", 1.0),
    ]  # fmt: skip
    sums = [
        weight * nn.functional.cross_entropy(s.flatten(0, 1), gold[k].flatten())
        for s, k, weight in parts
        if (gold[k] != -100).any()
    ]
    return torch.stack(sums).sum()


@torch.inference_mode()
def figures(network: Network, held: list[Example], labels: dict[str, list[str]], pieces: WordPiece) -> str:
    """Tag accuracy, UAS and LAS without punctuation, lemma accuracy, on single sentences, in percent."""
    network.eval()
    total = words = tags = unlabelled = labelled = lemmas = 0
    for e in held:
        upos, _, lemma, _, arcs, relations = network(*encode([e], pieces))
        head, n = arcs[0].argmax(-1), len(e.words)
        label = relations[0][torch.arange(n), head].argmax(-1)
        for i in range(n):
            words += 1
            tags += labels["upos"][upos[0, i].argmax()] == (e.upos or ())[i]
            lemmas += labels["lemma"][lemma[0, i].argmax()] == lemma_script(e.words[i], (e.lemmas or ())[i])
            if (e.deprels or ())[i] != "punct":
                total += 1
                right = int(head[i]) - 1 == (e.heads or ())[i]
                unlabelled += right
                labelled += right and labels["deprel"][label[i]] == (e.deprels or ())[i]
    return (
        f"upos {100 * tags / words:.1f} uas {100 * unlabelled / total:.1f} "
        f"las {100 * labelled / total:.1f} lemma {100 * lemmas / words:.1f}"
    )


if __name__ == "__main__":
    main()

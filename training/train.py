"""Trains the language model: ``python -m training.train --treebanks FOLDER --minilm FOLDER --out FOLDER``.

A round of six epochs takes about an hour on two cores (``--bfloat16`` is faster where the processor multiplies
in it); ``make train`` runs a second, shorter one from the weights of the first. After each epoch the weights, the
optimiser and the figures on the held-out sentences are written to ``--out``; a run that was cut off goes on from there.
"""

import argparse
import json
import logging
import random
from collections.abc import Iterator
from itertools import accumulate, chain
from pathlib import Path
from typing import Any, Final

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from kg.tagging import allowed, best_tags
from kg.wordpiece import SHAPE_COUNT, WordPiece, shape
from training.data import (
    Example,
    held_out,
    label_sets,
    lemma_script,
    pud_with_entities,
    read_conllu,
    training_set,
    weighted,
)
from training.evaluate import Count, entities
from training.minilm import verify
from training.names import names, renamed
from training.network import Network

log = logging.getLogger("training")
WORDS_PER_BATCH: Final = 840
ENCODER_RATE, HEAD_RATE, WARM_UP, AVERAGE = 2e-4, 1.5e-3, 0.06, 0.998


def main() -> None:
    """Reads the arguments, trains, writes checkpoints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--treebanks", type=Path, required=True)
    parser.add_argument("--minilm", type=Path, required=True, help="folder with model.safetensors and vocab.txt")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--start", type=Path, help="checkpoint of a former run whose averaged weights to start from")
    parser.add_argument("--rate", type=float, default=1.0, help="factor of the learning rates; less for a second round")
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--steps", type=int, help="stop after so many steps, for a try")
    parser.add_argument("--bfloat16", action="store_true", help="multiply in bfloat16: faster where the processor has it")
    a = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    a.out.mkdir(parents=True, exist_ok=True)
    verify(a.minilm)
    torch.manual_seed(1)
    examples = training_set(a.treebanks)
    labels = label_sets(examples)
    (a.out / "labels.json").write_text(json.dumps(labels), "utf-8")
    network = Network({k: len(v) for k, v in labels.items()})
    if a.start:
        network.load_state_dict(averaged(a.start))
    else:
        network.encoder.load_minilm(load_file(a.minilm / "model.safetensors"))
    pieces = WordPiece.load(a.minilm / "vocab.txt")
    fit(network, weighted(examples), labels, pieces, a)


def averaged(checkpoint: Path) -> dict[str, Tensor]:
    """The averaged weights of a checkpoint."""
    saved = torch.load(checkpoint, weights_only=True)["average"]
    return {k.removeprefix("module."): v for k, v in saved.items() if k.startswith("module.")}


def warmed_up(optimiser: torch.optim.Optimizer, total: int, share: float) -> torch.optim.lr_scheduler.LambdaLR:
    """Rates that rise for a ``share`` of ``total`` steps and fall to nothing at the last."""
    return torch.optim.lr_scheduler.LambdaLR(optimiser, lambda s: min((s + 1) / (share * total), max(0.0, (total - s) / (total * (1 - share)))))


def fit(
    network: Network, examples: list[Example], labels: dict[str, list[str]], pieces: WordPiece, a: argparse.Namespace
) -> None:
    """AdamW with warm-up and linear decay; a checkpoint and figures of the averaged weights after each epoch."""
    encoder = list(network.encoder.parameters())
    heads = [p for n, p in network.named_parameters() if not n.startswith("encoder.")]
    optimiser = torch.optim.AdamW(
        [{"params": encoder, "lr": a.rate * ENCODER_RATE}, {"params": heads, "lr": a.rate * HEAD_RATE}], weight_decay=0.01, fused=True
    )
    average = AveragedModel(network, multi_avg_fn=get_ema_multi_avg_fn(AVERAGE))
    known = names()
    total = a.epochs * len(list(batches(examples, 0)))
    schedule = warmed_up(optimiser, total, WARM_UP)
    state = {"network": network, "average": average, "optimiser": optimiser, "schedule": schedule}
    done = resume(state, a.out)
    index = {k: {v: i for i, v in enumerate(values)} for k, values in labels.items()}
    trees = [e for e in pud_with_entities(a.treebanks) if held_out(e)]
    gum = [e for e in read_conllu(a.treebanks / "gum-dev.conllu") if e.id.split("_")[1] in ("news", "interview")]
    step = done * (total // a.epochs)
    for epoch in range(done, a.epochs):
        network.train()
        running = 0.0
        for batch in batches(examples, epoch):
            chance = random.Random(step)
            optimiser.zero_grad(set_to_none=True)
            with torch.autocast("cpu", dtype=torch.bfloat16, enabled=a.bfloat16):
                value = loss(network, [renamed(e, known, chance) for e in batch], index, pieces, chance)
            value.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 2.0)
            optimiser.step()
            schedule.step()
            average.update_parameters(network)
            running = 0.98 * running + 0.02 * value.item()
            step += 1
            if step % 50 == 0:
                log.info("epoch %d step %d loss %.3f", epoch + 1, step, running)
            if a.steps and step >= a.steps:
                return
        torch.save({k: v.state_dict() for k, v in state.items()} | {"epoch": epoch + 1}, a.out / "checkpoint.pt")
        for name, held in (("PUD", trees), ("GUM", gum)):
            log.info("epoch %d %s %s", epoch + 1, name, figures(average.module, held, labels, pieces))


def resume(state: dict[str, Any], out: Path) -> int:
    """The epoch to go on with: 0, or what a checkpoint holds, which is loaded into ``state``."""
    path = out / "checkpoint.pt"
    if not path.exists():
        return 0
    saved = torch.load(path, weights_only=True)
    for name, part in state.items():
        part.load_state_dict(saved[name])
    return int(saved["epoch"])


def batches(examples: list[Example], epoch: int) -> Iterator[list[Example]]:
    """Sentences of like length, about 840 words a batch, in an order of the epoch's own."""
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
    ids, first, last, shapes = [], [], [], []
    for example in examples:
        level = None if chance is None or chance.random() > 0.06 else chance.choice((str.lower, str.upper))
        row = [pieces.pieces(w) for w in example.words]
        ends = list(accumulate(map(len, row)))
        ids.append([pieces.first, *chain.from_iterable(row), pieces.last])
        first.append([end - len(word) + 1 for end, word in zip(ends, row, strict=True)])
        last.append(ends)
        shapes.append([shape(level(w) if level else w) for w in example.words])
        shapes[-1][0] += SHAPE_COUNT
    padded = _padded(ids, pieces.pad)
    lengths = torch.tensor([len(row) for row in ids])
    present = torch.arange(padded.shape[1]) < lengths[:, None]
    return padded, present, _padded(first, 0), _padded(last, 0), _padded(shapes, 0)


def loss(
    network: Network, batch: list[Example], index: dict[str, dict[str, int]], pieces: WordPiece, chance: random.Random
) -> Tensor:
    """The sum of the heads' cross entropies over what each sentence is annotated with."""
    entity, upos, xpos, lemma, arcs, relations = network(*encode(batch, pieces, chance))
    sizes = torch.tensor([len(e.words) for e in batch])
    beyond = torch.arange(arcs.shape[2]) > sizes[:, None]
    arcs = arcs.masked_fill(beyond[:, None, :], -1e4)
    silent = torch.tensor([e.entities is not None and not e.knows_other for e in batch])
    other = torch.tensor([tag.endswith("-OTH") for tag in index["entity"]])
    hidden = silent[:, None, None] & other
    gold = {k: _padded([_gold(e, k, index) for e in batch], -100) for k in (*index, "head")}
    chosen = gold["head"].clamp(min=0)[:, :, None, None].expand(-1, -1, 1, relations.shape[-1])
    parts = [
        (upos, "upos", 0.5), (xpos, "xpos", 0.5), (lemma, "lemma", 0.5), (arcs, "head", 1.0),
        (entity.masked_fill(hidden, -1e4), "entity", 1.0),
        (relations.gather(2, chosen).squeeze(2), "deprel", 1.0),
    ]  # fmt: skip
    sums = [
        weight * nn.functional.cross_entropy(s.flatten(0, 1).float(), gold[k].flatten())
        for s, k, weight in parts
        if (gold[k] != -100).any()
    ]
    return torch.stack(sums).sum()


def _gold(e: Example, layer: str, index: dict[str, dict[str, int]]) -> list[int]:
    """The label numbers of a layer, -100 where there is none."""
    if layer == "entity":
        return [index[layer][t] for t in e.entities] if e.entities else [-100] * len(e.words)
    if not (e.heads and e.upos and e.xpos and e.deprels and e.lemmas):
        return [-100] * len(e.words)
    if layer == "head":
        return [h + 1 for h in e.heads]
    if layer == "lemma":
        return [index[layer].get(lemma_script(w, m), -100) for w, m in zip(e.words, e.lemmas, strict=True)]
    return [index[layer][t] for t in {"upos": e.upos, "xpos": e.xpos, "deprel": e.deprels}[layer]]


def _padded(rows: list[list[int]], value: int) -> Tensor:
    return nn.utils.rnn.pad_sequence([torch.tensor(row) for row in rows], batch_first=True, padding_value=value)


@torch.inference_mode()
def figures(network: Network, held: list[Example], labels: dict[str, list[str]], pieces: WordPiece) -> str:
    """Tag accuracy, UAS and LAS without punctuation, lemma accuracy, entities F1, on single sentences, in percent."""
    network.eval()
    layers = {name: Count() for name in ("upos", "uas", "las", "lemma", "entity")}
    for e in held:
        scores = [s[0] for s in network(*encode([e], pieces))]
        entity, upos, _, lemma, arcs, relations = scores
        head, n = arcs.argmax(-1), len(e.words)
        label = relations[torch.arange(n), head].argmax(-1)
        for i in range(n):
            script = lemma_script(e.words[i], (e.lemmas or ())[i])
            layers["upos"].add(labels["upos"][upos[i].argmax()] == (e.upos or ())[i], 1, 1)
            layers["lemma"].add(labels["lemma"][lemma[i].argmax()] == script, 1, 1)
            if (e.deprels or ())[i] != "punct":
                right = int(head[i]) - 1 == (e.heads or ())[i]
                layers["uas"].add(right, 1, 1)
                layers["las"].add(right and labels["deprel"][label[i]] == (e.deprels or ())[i], 1, 1)
        if e.entities is not None:
            found = entities([labels["entity"][t] for t in best_tags(entity.numpy(), allowed(labels["entity"]))])
            gold = entities(e.entities)
            layers["entity"].add(len(found & gold), len(found), len(gold))
    network.train()
    return " ".join(f"{name} {count.f1:.2f}" for name, count in layers.items() if count.gold)


if __name__ == "__main__":
    main()

"""The network: MiniLM-L6 (a six-layer BERT) with heads for tags, lemmas, trees and entities.

Encoder as in Devlin et al. 2019 and Wang et al. 2020 (MiniLM), tree heads as in Dozat and Manning
2017 (deep biaffine attention). A word is the mean of its first and last piece, joined with an
embedding of its letter shape, since the encoder's vocabulary is uncased.
"""

from typing import Final

import numpy as np
import torch
from torch import Tensor, nn

from kg.wordpiece import SHAPE_COUNT

HIDDEN, LAYERS, HEADS, INNER, POSITIONS, PIECES = 384, 6, 12, 1536, 512, 30522
LOWER: Final = 4  # layers below the head of entities, which gains nothing from more
SHAPE_WIDTH, ARC_WIDTH, LABEL_WIDTH = 24, 256, 96


class Dropout(nn.Module):
    """Dropout (Srivastava et al. 2014) in steps of 1/256, from random bytes: torch's own takes a seventh of a step here."""

    chance = np.random.Generator(np.random.SFC64(1))

    def __init__(self, share: float) -> None:
        super().__init__()
        self.level = round(256 * share)

    def forward(self, x: Tensor) -> Tensor:
        """``x`` with a share of its numbers set to zero while training."""
        if not self.training:
            return x
        kept = torch.from_numpy(self.chance.integers(0, 256, x.shape, np.uint8) >= self.level)
        return x * kept * (256 / (256 - self.level))


class Levelled(nn.Linear):
    """A linear layer whose inputs are divided by a level per channel, where it has one (``training/export.py``)."""

    level: Tensor | None = None

    def forward(self, x: Tensor) -> Tensor:
        """The outputs for inputs (..., channels)."""
        return super().forward(x if self.level is None else x / self.level)


class EncoderLayer(nn.Module):
    """One post-norm transformer layer."""

    def __init__(self) -> None:
        super().__init__()
        self.qkv, self.out = Levelled(HIDDEN, 3 * HIDDEN), Levelled(HIDDEN, HIDDEN)
        self.norm1, self.norm2 = nn.LayerNorm(HIDDEN, eps=1e-12), nn.LayerNorm(HIDDEN, eps=1e-12)
        self.inner, self.outer = Levelled(HIDDEN, INNER), Levelled(INNER, HIDDEN)
        self.drop = Dropout(0.1)

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        """``x`` is (batch, pieces, 384); ``mask`` is (batch, 1, 1, pieces), True for a piece, None for no padding."""
        x = self.norm1(x + self.drop(self.out(self.attend(self.qkv(x), mask))))
        return self.norm2(x + self.drop(self.outer(nn.functional.gelu(self.inner(x)))))

    def attend(self, qkv: Tensor, mask: Tensor | None) -> Tensor:
        """Attention over twelve heads."""
        query, key, value = qkv.chunk(3, -1)
        b, n, _ = query.shape
        q, k, v = (x.view(b, n, HEADS, -1).transpose(1, 2) for x in (query, key, value))
        attended = nn.functional.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        return attended.transpose(1, 2).reshape(b, n, HIDDEN)


class Encoder(nn.Module):
    """Word pieces to vectors."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces = nn.Embedding(PIECES, HIDDEN)
        self.positions = nn.Embedding(POSITIONS, HIDDEN)
        self.kind = nn.Parameter(torch.zeros(HIDDEN))
        self.norm = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.layers = nn.ModuleList(EncoderLayer() for _ in range(LAYERS))
        self.drop = Dropout(0.1)

    def lower(self, ids: Tensor, mask: Tensor | None) -> Tensor:
        """Vectors (batch, pieces, 384) after the lower layers; ``ids`` is (batch, pieces)."""
        x = self.drop(self.norm(self.pieces(ids) + self.positions.weight[: ids.shape[1]] + self.kind))
        for layer in self.layers[:LOWER]:
            x = layer(x, mask)
        return x

    def upper(self, x: Tensor, mask: Tensor | None) -> Tensor:
        """Vectors after all layers from those after the lower ones."""
        for layer in self.layers[LOWER:]:
            x = layer(x, mask)
        return x

    def load_minilm(self, weights: dict[str, Tensor]) -> None:
        """Takes over the published weights, names as in the safetensors file."""
        own: dict[str, Tensor] = {
            "pieces.weight": weights["embeddings.word_embeddings.weight"],
            "positions.weight": weights["embeddings.position_embeddings.weight"],
            "kind": weights["embeddings.token_type_embeddings.weight"][0],
            "norm.weight": weights["embeddings.LayerNorm.weight"],
            "norm.bias": weights["embeddings.LayerNorm.bias"],
        }
        names = {"out": "attention.output.dense", "norm1": "attention.output.LayerNorm",
                 "inner": "intermediate.dense", "outer": "output.dense", "norm2": "output.LayerNorm"}  # fmt: skip
        for i in range(LAYERS):
            for part in ("weight", "bias"):
                for ours, theirs in names.items():
                    own[f"layers.{i}.{ours}.{part}"] = weights[f"encoder.layer.{i}.{theirs}.{part}"]
                rows = [weights[f"encoder.layer.{i}.attention.self.{k}.{part}"] for k in ("query", "key", "value")]
                own[f"layers.{i}.qkv.{part}"] = torch.cat(rows)
        self.load_state_dict(own)


class Network(nn.Module):
    """The encoder with all heads."""

    def __init__(self, sizes: dict[str, int]) -> None:
        super().__init__()
        self.encoder = Encoder()
        self.shapes = nn.Embedding(2 * SHAPE_COUNT, SHAPE_WIDTH)
        self.drop = Dropout(0.33)
        width = HIDDEN + SHAPE_WIDTH
        self.heads = nn.ModuleDict({k: nn.Linear(width, sizes[k]) for k in ("upos", "xpos", "lemma")})
        self.entity = nn.Sequential(nn.Linear(width, 192), nn.GELU(), nn.Linear(192, sizes["entity"]))
        self.arc_dependent, self.arc_head = (nn.Linear(width, ARC_WIDTH) for _ in range(2))
        self.label_dependent, self.label_head = (nn.Linear(width, LABEL_WIDTH) for _ in range(2))
        self.root = nn.Parameter(torch.zeros(width))
        self.arc = nn.Parameter(torch.zeros(ARC_WIDTH + 1, ARC_WIDTH))
        self.label = nn.Parameter(torch.zeros(LABEL_WIDTH + 1, sizes["deprel"] * (LABEL_WIDTH + 1)))
        nn.init.orthogonal_(self.arc)
        nn.init.normal_(self.label, std=0.02)

    def words(self, pieces: Tensor, first: Tensor, last: Tensor, shape: Tensor) -> Tensor:
        """Word vectors (batch, words, 408); ``first``, ``last`` index pieces, ``shape`` is (batch, words)."""
        start = torch.arange(pieces.shape[0], device=pieces.device)[:, None] * pieces.shape[1]
        flat = pieces.reshape(-1, HIDDEN)
        mean = (flat[first + start] + flat[last + start]) * 0.5
        return torch.cat([mean, self.shapes(shape)], -1)

    def forward(self, ids: Tensor, present: Tensor, first: Tensor, last: Tensor, shape: Tensor) -> tuple[Tensor, ...]:
        """Scores of entities, then what ``trees`` gives; ``present`` (batch, pieces) is True for a piece, False for padding."""
        mask = present[:, None, None, :]
        x = self.encoder.lower(ids, mask)
        return self.names(x, first, last, shape), *self.trees(self.encoder.upper(x, mask), first, last, shape)

    def names(self, pieces: Tensor, first: Tensor, last: Tensor, shape: Tensor) -> Tensor:
        """Scores of entity tags (batch, words, tags) from the vectors after the lower layers."""
        return self.entity(self.drop(self.words(pieces, first, last, shape)))

    def trees(self, pieces: Tensor, first: Tensor, last: Tensor, shape: Tensor) -> tuple[Tensor, ...]:
        """Scores of upos, xpos, lemma (batch, words, labels), arcs (batch, words, 1 + words) and labels
        (batch, words, 1 + words, relations) from the vectors after all layers; column 0 of the heads is the root.
        """
        w = self.drop(self.words(pieces, first, last, shape))
        tags = [self.heads[k](w) for k in ("upos", "xpos", "lemma")]
        with_root = torch.cat([self.root.expand(w.shape[0], 1, -1), w], 1)
        act = nn.functional.gelu
        d, h = self.drop(act(self.arc_dependent(w))), self.drop(act(self.arc_head(with_root)))
        d1 = torch.cat([d, torch.ones_like(d[..., :1])], -1)
        arcs = (d1 @ self.arc) @ h.transpose(1, 2)
        ld, lh = self.drop(act(self.label_dependent(w))), self.drop(act(self.label_head(with_root)))
        ld = torch.cat([ld, torch.ones_like(ld[..., :1])], -1)
        lh = torch.cat([lh, torch.ones_like(lh[..., :1])], -1)
        return *tags, arcs, self.relations(ld, lh)

    def relations(self, dependents: Tensor, heads: Tensor) -> Tensor:
        """Relation scores (batch, words, 1 + words, relations)."""
        b, n, width = dependents.shape
        r = self.label.shape[1] // width
        left = (dependents @ self.label).view(b, n * r, width)
        return (left @ heads.transpose(1, 2)).view(b, n, r, -1).transpose(2, 3)

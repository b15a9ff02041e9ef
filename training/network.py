"""The network: MiniLM-L6 (a six-layer BERT) with heads for tags, lemmas, trees and entities.

Encoder as in Devlin et al. 2019 and Wang et al. 2020 (MiniLM), tree heads as in Dozat and Manning
2017 (deep biaffine attention). A word is the mean of its first and last piece, joined with an
embedding of its letter shape, since the encoder's vocabulary is uncased.
"""

import torch
from torch import Tensor, nn

from kg.wordpiece import SHAPE_COUNT

HIDDEN, LAYERS, HEADS, INNER, POSITIONS, PIECES = 384, 6, 12, 1536, 512, 30522
SHAPE_WIDTH, ARC_WIDTH, LABEL_WIDTH = 24, 256, 96


class EncoderLayer(nn.Module):
    """One post-norm transformer layer."""

    def __init__(self) -> None:
        super().__init__()
        self.query, self.key, self.value, self.out = (nn.Linear(HIDDEN, HIDDEN) for _ in range(4))
        self.norm1, self.norm2 = nn.LayerNorm(HIDDEN, eps=1e-12), nn.LayerNorm(HIDDEN, eps=1e-12)
        self.inner, self.outer = nn.Linear(HIDDEN, INNER), nn.Linear(INNER, HIDDEN)
        self.drop = nn.Dropout(0.1)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """``x`` is (batch, pieces, 384); ``mask`` is additive, (batch, 1, 1, pieces)."""
        b, n, _ = x.shape
        q, k, v = (f(x).view(b, n, HEADS, -1).transpose(1, 2) for f in (self.query, self.key, self.value))
        scores = (q @ k.transpose(-1, -2)) * (HIDDEN // HEADS) ** -0.5 + mask
        attended = (self.drop(scores.softmax(-1)) @ v).transpose(1, 2).reshape(b, n, HIDDEN)
        x = self.norm1(x + self.drop(self.out(attended)))
        return self.norm2(x + self.drop(self.outer(nn.functional.gelu(self.inner(x)))))


class Encoder(nn.Module):
    """Word pieces to vectors."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces = nn.Embedding(PIECES, HIDDEN)
        self.positions = nn.Embedding(POSITIONS, HIDDEN)
        self.kind = nn.Parameter(torch.zeros(HIDDEN))
        self.norm = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.layers = nn.ModuleList(EncoderLayer() for _ in range(LAYERS))
        self.drop = nn.Dropout(0.1)

    def forward(self, ids: Tensor, present: Tensor) -> Tensor:
        """``ids`` and ``present`` (1 for a piece, 0 for padding) are (batch, pieces)."""
        positions = torch.arange(ids.shape[1], device=ids.device)
        x = self.drop(self.norm(self.pieces(ids) + self.positions(positions) + self.kind))
        mask = (1.0 - present.to(x.dtype))[:, None, None, :] * -1e4
        for layer in self.layers:
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
        names = {"query": "attention.self.query", "key": "attention.self.key", "value": "attention.self.value",
                 "out": "attention.output.dense", "norm1": "attention.output.LayerNorm",
                 "inner": "intermediate.dense", "outer": "output.dense", "norm2": "output.LayerNorm"}  # fmt: skip
        for i in range(LAYERS):
            for ours, theirs in names.items():
                for part in ("weight", "bias"):
                    own[f"layers.{i}.{ours}.{part}"] = weights[f"encoder.layer.{i}.{theirs}.{part}"]
        self.load_state_dict(own)


class Network(nn.Module):
    """The encoder with all heads."""

    def __init__(self, sizes: dict[str, int]) -> None:
        super().__init__()
        self.encoder = Encoder()
        self.shapes = nn.Embedding(2 * SHAPE_COUNT, SHAPE_WIDTH)
        self.drop = nn.Dropout(0.33)
        width = HIDDEN + SHAPE_WIDTH
        self.heads = nn.ModuleDict({k: nn.Linear(width, sizes[k]) for k in ("upos", "xpos", "lemma")})
        self.entity = nn.Sequential(nn.Linear(width, 192), nn.GELU(), nn.Linear(192, sizes["entity"]))
        self.arc_dependent, self.arc_head = (nn.Linear(width, ARC_WIDTH) for _ in range(2))
        self.label_dependent, self.label_head = (nn.Linear(width, LABEL_WIDTH) for _ in range(2))
        self.root = nn.Parameter(torch.zeros(width))
        self.arc = nn.Parameter(torch.zeros(ARC_WIDTH + 1, ARC_WIDTH))
        self.label = nn.Parameter(torch.zeros(sizes["deprel"], LABEL_WIDTH + 1, LABEL_WIDTH + 1))
        nn.init.orthogonal_(self.arc)
        nn.init.normal_(self.label, std=0.02)

    def words(self, ids: Tensor, present: Tensor, first: Tensor, last: Tensor, shape: Tensor) -> Tensor:
        """Word vectors (batch, words, 408); ``first``, ``last`` index pieces, ``shape`` is (batch, words)."""
        pieces = self.encoder(ids, present)
        wide = [index[:, :, None].expand(-1, -1, HIDDEN) for index in (first, last)]
        mean = (pieces.gather(1, wide[0]) + pieces.gather(1, wide[1])) * 0.5
        return torch.cat([mean, self.shapes(shape)], -1)

    def forward(
        self, ids: Tensor, present: Tensor, first: Tensor, last: Tensor, shape: Tensor
    ) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor, Tensor]:
        """Scores of upos, xpos, lemma, entity (batch, words, labels), arcs (batch, words, 1 + words)
        and labels (batch, words, 1 + words, relations); column 0 of the heads is the root.
        """
        w = self.drop(self.words(ids, present, first, last, shape))
        tags = [self.heads[k](w) for k in ("upos", "xpos", "lemma")]
        with_root = torch.cat([self.root.expand(w.shape[0], 1, -1), w], 1)
        act = nn.functional.gelu
        d, h = self.drop(act(self.arc_dependent(w))), self.drop(act(self.arc_head(with_root)))
        d1 = torch.cat([d, torch.ones_like(d[..., :1])], -1)
        arcs = (d1 @ self.arc) @ h.transpose(1, 2)
        ld, lh = self.drop(act(self.label_dependent(w))), self.drop(act(self.label_head(with_root)))
        ld = torch.cat([ld, torch.ones_like(ld[..., :1])], -1)
        lh = torch.cat([lh, torch.ones_like(lh[..., :1])], -1)
        return tags[0], tags[1], tags[2], self.entity(w), arcs, self.relations(ld, lh)

    def relations(self, dependents: Tensor, heads: Tensor) -> Tensor:
        """Relation scores (batch, words, 1 + words, relations)."""
        b, n, width = dependents.shape
        r = self.label.shape[0]
        left = dependents @ self.label.permute(1, 0, 2).reshape(width, r * width)
        return (left.view(b, n * r, width) @ heads.transpose(1, 2)).view(b, n, r, -1).transpose(2, 3)

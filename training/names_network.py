"""The head that finds names: convolutions over the word vectors of the frozen encoder, tags as a linear chain.

Conditional random field as in Lafferty et al. 2001; its transitions go to the product, which decodes with them
(``kg/tagging.py``).
"""

from typing import Final

import torch
from torch import Tensor, nn

from kg.tagging import allowed
from kg.wordpiece import SHAPE_COUNT
from training.grafting import LAYERS
from training.network import HIDDEN, SHAPE_WIDTH

WIDTH, CONVOLUTIONS = 160, 2
FORBIDDEN: Final = -1e4


class Convolution(nn.Module):
    """What a word and its two neighbours tell, added to the word."""

    def __init__(self) -> None:
        super().__init__()
        self.linear, self.norm, self.drop = nn.Linear(3 * WIDTH, WIDTH), nn.LayerNorm(WIDTH), nn.Dropout(0.35)

    def forward(self, x: Tensor, present: Tensor | None) -> Tensor:
        """``x`` is (batch, words, width); ``present`` (batch, words, 1) is 0 for padding, None without any."""
        padded = nn.functional.pad(x if present is None else x * present, (0, 0, 1, 1))
        around = torch.cat([padded[:, :-2], padded[:, 1:-1], padded[:, 2:]], -1)
        return self.norm(x + self.drop(nn.functional.gelu(self.linear(around))))


class NamesHead(nn.Module):
    """Scores of entity tags from word vectors and letter shapes."""

    def __init__(self, tags: list[str]) -> None:
        super().__init__()
        self.shapes = nn.Embedding(2 * SHAPE_COUNT, SHAPE_WIDTH)
        self.inner, self.norm = nn.Linear(len(LAYERS) * HIDDEN + SHAPE_WIDTH, WIDTH), nn.LayerNorm(WIDTH)
        self.convolutions = nn.ModuleList(Convolution() for _ in range(CONVOLUTIONS))
        self.outer = nn.Linear(WIDTH, len(tags))
        self.drop_inputs, self.drop = nn.Dropout(0.4), nn.Dropout(0.35)
        self.transitions = nn.Parameter(torch.zeros(len(tags), len(tags)))
        self.register_buffer("allowed", torch.from_numpy(allowed(tags)).clamp(min=FORBIDDEN))

    def forward(self, words: Tensor, shape: Tensor, present: Tensor | None = None) -> Tensor:
        """``words`` is (batch, words, 768), ``shape`` (batch, words); gives (batch, words, tags)."""
        told = self.drop_inputs(torch.cat([words, self.shapes(shape)], -1))
        x = self.drop(self.norm(nn.functional.gelu(self.inner(told))))
        for convolution in self.convolutions:
            x = convolution(x, present)
        return self.outer(x)

    def loss(self, scores: Tensor, possible: Tensor, present: Tensor) -> Tensor:
        """Minus the log probability, per word, of the tags that ``possible`` (batch, words, tags) leaves open.

        ``present`` is (batch, words).
        """
        told = scores + torch.where(possible, 0.0, FORBIDDEN)
        whole, part = self._log_sum(torch.cat([scores, told]), torch.cat([present, present])).chunk(2)
        return (whole - part).sum() / present.sum()

    def _log_sum(self, scores: Tensor, present: Tensor) -> Tensor:
        """The logarithm of the sum over all rows of tags; sentences stand between two words outside names."""
        transitions = self.transitions + self.allowed
        total = scores[:, 0] + transitions[0]
        for i in range(1, scores.shape[1]):
            further = torch.logsumexp(total[:, None] + transitions.t(), 2) + scores[:, i]
            total = torch.where(present[:, i, None], further, total)
        return torch.logsumexp(total + transitions[:, 0], 1)

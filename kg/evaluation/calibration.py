"""Fits the confidence of acts and tells how reliable it is.

``python -m kg.evaluation.calibration GOLD [GOLD ...] [--articles FOLDER]`` converts annotated articles,
takes every predicted act that the gold can judge as right or wrong, and prints the reliability table of
``docs/evaluation.md``: each article's acts are weighed by a model fitted on the other articles. With
``--write`` the model fitted on all of them becomes ``kg/compiled/confidence.json``.

Logistic regression with an L2 penalty by Newton's method (iteratively reweighted least squares).
"""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kg.confidence import COMPILED, ConfidenceModel, Features
from kg.evaluation.alignment import align
from kg.evaluation.gold import GoldArticle, read_gold
from kg.evaluation.predicted import from_object
from kg.exchange.article_json import to_object
from kg.model import Conversion
from kg.pipeline import convert
from kg.reading import read_article
from kg.resources import Resources

PENALTY: Final = 8.0  # on standardised weights; lowest Brier score, leaving one article out, of 1, 2, 4, 8, 16, 32
_STEPS: Final = 25
_BINS: Final = (0.0, 0.35, 0.5, 0.65, 0.8, 1.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One predicted act: its article, its features, and whether the gold has it."""

    article: str
    features: dict[str, float]
    right: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """Acts of like confidence."""

    low: float
    high: float
    acts: int
    confidence: float  # mean
    right: float  # share


def main() -> None:
    """Reads the arguments, fits, prints or writes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path, nargs="+", help="folders of annotated articles")
    parser.add_argument("--articles", type=Path, help="folder of their texts, where they lie elsewhere")
    parser.add_argument("--write", action="store_true", help=f"write {COMPILED.name}")
    a = parser.parse_args()
    golds = [gold for folder in a.gold for gold in read_gold(folder, a.articles)]
    judged = judge(golds, replace(Resources.load(), confidence=None))
    sys.stdout.write("\n".join((*report(judged), packaged(judged, ConfidenceModel.load()))) + "\n")
    if a.write:
        COMPILED.write_text(written(fit(judged), golds, judged), "utf-8")


def judge(golds: Sequence[GoldArticle], resources: Resources) -> list[Judged]:
    """Every predicted act that the gold can judge; the resources must weigh nothing yet."""
    found: list[Judged] = []
    for gold in golds:
        if gold.text is not None:
            conversion = convert(read_article(gold.text), resources)
            everything = replace(conversion, acts=(*conversion.acts, *conversion.doubtful), doubtful=())
            found.extend(_judged(gold, everything, resources))
    return found


def _judged(gold: GoldArticle, conversion: Conversion, resources: Resources) -> Iterator[Judged]:
    predicted = from_object(to_object(conversion, resources.catalogue), gold.name)
    alignment = align(gold, predicted)
    right = {predicted.acts[j].iri for _, j in alignment.pairs}
    unjudged = {predicted.acts[j].iri for j in alignment.neutral}
    told = {act.iri for act in predicted.acts}
    features = Features(conversion, resources.catalogue)
    for act in conversion.acts:
        if act.iri in told and act.iri not in unjudged:
            yield Judged(article=gold.name, features=features.of(act), right=act.iri in right)


def fit(judged: Sequence[Judged]) -> ConfidenceModel:
    """The coefficients that fit the judged acts best under the penalty."""
    names = sorted(judged[0].features)
    values = np.array([[row.features[name] for name in names] for row in judged])
    right = np.array([row.right for row in judged], dtype=float)
    means, spread = values.mean(0), values.std(0)
    spread[spread == 0] = 1.0
    weights = _regression((values - means) / spread, right)
    return ConfidenceModel(
        intercept=float(weights[0]), means=dict(zip(names, map(float, means), strict=True)),
        weights=dict(zip(names, map(float, weights[1:] / spread), strict=True)),
    )  # fmt: skip


def _regression(values: NDArray[np.float64], right: NDArray[np.float64]) -> NDArray[np.float64]:
    """Intercept and weights by Newton's method; the intercept bears no penalty."""
    design = np.column_stack([np.ones(len(values)), values])
    penalty = np.diag([0.0] + [PENALTY] * values.shape[1])
    weights = np.zeros(design.shape[1])
    for _ in range(_STEPS):
        chance = 1 / (1 + np.exp(-design @ weights))
        gradient = design.T @ (right - chance) - penalty @ weights
        curvature = (design * (chance * (1 - chance))[:, None]).T @ design + penalty
        weights += np.linalg.solve(curvature, gradient)
    return weights


def held_out(judged: Sequence[Judged]) -> list[tuple[float, bool]]:
    """The confidence of each act by a model that has not seen its article, and whether it is right."""
    found = []
    for article in sorted({row.article for row in judged}):
        model = fit([row for row in judged if row.article != article])
        found += [(model.probability(row.features), row.right) for row in judged if row.article == article]
    return found


def reliability(rows: Sequence[tuple[float, bool]]) -> Iterator[Bin]:
    """The acts in bins of confidence."""
    for low, high in pairwise(_BINS):
        inside = [row for row in rows if low <= row[0] < high or row[0] == high == 1.0]
        if inside:
            confidence, right = (sum(row[i] for row in inside) / len(inside) for i in (0, 1))
            yield Bin(low=low, high=high, acts=len(inside), confidence=confidence, right=right)


def report(judged: Sequence[Judged]) -> Iterator[str]:
    """The reliability table, and how far confidence is from the truth (Brier 1950) against a constant."""
    rows = held_out(judged)
    base = sum(right for _, right in rows) / len(rows)
    brier = sum((p - right) ** 2 for p, right in rows) / len(rows)
    articles = len({row.article for row in judged})
    yield f"{len(rows)} acts of {articles} articles, {base:.1%} right; each article weighed by a model fitted on the others"
    yield f"{'confidence':14} {'acts':>5} {'mean':>6} {'right':>6}"
    for b in reliability(rows):
        yield f"{b.low:.2f} to {b.high:.2f}   {b.acts:5} {b.confidence:6.2f} {b.right:6.2f}"
    yield f"Brier score {brier:.3f} (a constant: {base * (1 - base):.3f}); expected calibration error {_off(rows):.3f}"


def packaged(judged: Sequence[Judged], model: ConfidenceModel) -> str:
    """How far the coefficients in use are from the truth; some of the articles may be those that they were fitted on."""
    rows = [(model.probability(row.features), row.right) for row in judged]
    brier = sum((p - right) ** 2 for p, right in rows) / len(rows)
    return f"coefficients in use: Brier score {brier:.3f}; expected calibration error {_off(rows):.3f}"


def _off(rows: Sequence[tuple[float, bool]]) -> float:
    """Expected calibration error (Naeini et al. 2015): the distance of confidence and share right, over the bins."""
    return sum(b.acts * abs(b.confidence - b.right) for b in reliability(rows)) / len(rows)


def written(model: ConfidenceModel, golds: Sequence[GoldArticle], judged: Sequence[Judged]) -> str:
    """The model as JSON with its source and the command that fits it again."""
    content = {
        "source": f"{len(judged)} acts found in {len(golds)} annotated articles (docs/evaluation.md)",
        "command": "make calibrate",
        "intercept": round(model.intercept, 4),
        "features": {
            name: {"mean": round(model.means[name], 4), "weight": round(weight, 4)}
            for name, weight in model.weights.items()
        },
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    main()

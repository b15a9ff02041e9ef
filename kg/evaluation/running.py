"""Texts in, what the converter and the baseline find in them out."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kg.errors import EvaluationError, ReadingError
from kg.evaluation.alignment import Alignment, align
from kg.evaluation.baseline import code_by_lemma
from kg.evaluation.gold import GoldArticle
from kg.evaluation.predicted import Predicted, from_object, read_predicted
from kg.exchange.article_json import to_object
from kg.model import Article
from kg.pipeline import convert
from kg.reading import article_of, read_article
from kg.resources import Resources


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What was found in one text, by the converter and by the baseline."""

    predicted: Predicted
    baseline: Predicted | None


def of_article(article: Article, resources: Resources) -> Outcome:
    """Converts one article."""
    conversion = convert(article, resources)
    return Outcome(
        predicted=from_object(to_object(conversion, resources.catalogue), article.id),
        baseline=code_by_lemma(conversion, resources.catalogue, resources.lexicon),
    )


def of_gold(gold: GoldArticle, resources: Resources) -> Outcome:
    """Converts the text of a gold article; ``EvaluationError`` where its text is not found."""
    if gold.text is None:
        raise EvaluationError(f"{gold.name}.json: expected the text {gold.name}.txt beside it, in ../articles or in --articles")
    return of_article(read_article(gold.text), resources)


def of_sentence(text: str, resources: Resources, published: date | None = None) -> Outcome:
    """Converts one sentence; what is no English text holds nothing."""
    try:
        return of_article(article_of(f"{text}\n", published=published), resources)
    except ReadingError:
        nothing = Predicted(body=text)
        return Outcome(predicted=nothing, baseline=nothing)


def predictions_in(folder: Path, golds: Iterable[GoldArticle]) -> Iterator[Outcome]:
    """Predictions made before, one file per gold article; ``EvaluationError`` where one is missing."""
    for gold in golds:
        path = folder / f"{gold.name}.json"
        if not path.is_file():
            raise EvaluationError(f"{path}: expected the converter's JSON for {gold.name}, found no file")
        yield Outcome(predicted=read_predicted(path), baseline=None)


def aligned(golds: Iterable[GoldArticle], found: Iterable[Predicted]) -> tuple[Alignment, ...]:
    """Each gold article with what was found in it."""
    return tuple(align(gold, predicted) for gold, predicted in zip(golds, found, strict=True))

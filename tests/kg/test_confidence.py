"""The confidence of acts: a number with named reasons, calibrated on annotated articles."""

import json
import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from kg.confidence import ConfidenceModel, Features, weigh
from kg.errors import ResourceError
from kg.evaluation.calibration import Judged, fit, held_out, judge, reliability, report, written
from kg.evaluation.gold import read_gold
from kg.model import Analysis, Conversion
from kg.resources import Resources


def analysis(c: Conversion) -> Analysis:
    return Analysis(
        article=c.article, sentences=c.sentences, mentions=c.mentions, times=c.times, parses=c.parses,
        predicates=c.predicates, resolution=c.resolution, quotes=c.quotes,
    )  # fmt: skip


def model(**weights: float) -> ConfidenceModel:
    names = {name.replace("_", " "): weight for name, weight in weights.items()}
    return ConfidenceModel(intercept=0.0, means=dict.fromkeys(names, 0.5), weights=names)


def test_every_act_has_a_confidence_below_certainty_and_reasons(converted: Callable[..., Conversion]) -> None:
    acts = converted("Norland and Sudria held talks on Monday. Ostia denied that it had expelled the envoy.").acts
    assert acts
    for act in acts:
        assert 0.0 < act.confidence < 1.0
        assert len(act.reasons) > 2


def test_the_packaged_coefficients_are_of_the_features_there_are(converted: Callable[..., Conversion], resources: Resources) -> None:
    conversion = converted("Norland praised Sudria.")
    features = Features(analysis(conversion), resources.catalogue).of(conversion.acts[0])
    assert set(features) == set(ConfidenceModel.load().weights)
    assert all(0.0 <= value <= 1.0 for value in features.values())


def test_features_tell_acts_apart(converted: Callable[..., Conversion], resources: Resources) -> None:
    conversion = converted("Norland praised Sudria. Norland will impose sanctions on Ostia. Norland will hold talks with Ostia.")
    measure = Features(analysis(conversion), resources.catalogue)
    praise, sanctions, talks = (measure.of(act) for act in sorted((*conversion.acts, *conversion.doubtful), key=lambda a: a.trigger))
    assert praise["told as a fact"] == talks["told as a fact"] > sanctions["told as a fact"]  # announced talks are news
    assert praise["worded as a verb"] > talks["worded as a verb"]
    assert talks["light verb"] > praise["light verb"]
    assert praise["sides found"] == talks["sides found"] == 0.5


def test_a_feature_moves_the_confidence_its_own_way_and_is_named(converted: Callable[..., Conversion], resources: Resources) -> None:
    conversion = converted("Norland praised Sudria.")
    up, down = (
        weigh(conversion.acts, analysis(conversion), resources.catalogue, model(told_as_a_fact=weight))[0] for weight in (2.0, -2.0)
    )
    assert up.confidence == pytest.approx(0.73)
    assert down.confidence == pytest.approx(0.27)
    assert "told as a fact +1.0" in up.reasons
    assert "told as a fact -1.0" in down.reasons


def test_without_a_model_acts_keep_the_weight_of_their_wording(converted: Callable[..., Conversion], resources: Resources) -> None:
    conversion = converted("Norland praised Sudria.")
    assert weigh(conversion.acts, analysis(conversion), resources.catalogue, None) == conversion.acts


def rows(articles: int, acts: int) -> list[Judged]:
    """Acts whose chance to be right is their one telling feature."""
    chance = random.Random(7)
    return [
        Judged(article=str(i), features={"telling": x, "idle": chance.random()}, right=chance.random() < x)
        for i in range(articles)
        for x in (chance.random() for _ in range(acts))
    ]


def test_the_fit_finds_the_telling_feature() -> None:
    fitted = fit(rows(20, 40))
    assert fitted.weights["telling"] > 3.0
    assert abs(fitted.weights["idle"]) < 1.0
    assert fitted.probability({"telling": 0.9, "idle": 0.5}) > 0.75 > fitted.probability({"telling": 0.3, "idle": 0.5})


def test_confidence_on_unseen_articles_is_the_share_that_is_right() -> None:
    bins = list(reliability(held_out(rows(20, 60))))
    assert sum(b.acts for b in bins) == 1200
    assert all(abs(b.confidence - b.right) < 0.1 for b in bins)
    assert [b.right for b in bins] == sorted(b.right for b in bins)


def test_the_written_model_is_read_back(tmp_path: Path) -> None:
    judged = rows(5, 40)
    (tmp_path / "c.json").write_text(written(fit(judged), [], judged), "utf-8")
    read = ConfidenceModel.load(tmp_path / "c.json")
    assert read.weights["telling"] == pytest.approx(fit(judged).weights["telling"], abs=0.001)
    assert json.loads((tmp_path / "c.json").read_text("utf-8"))["command"] == "make calibrate"


@pytest.mark.parametrize("content", ["", "[]", '{"intercept": 0}', '{"intercept": 0, "features": {"a": {}}}'])
def test_malformed_coefficients_are_named(tmp_path: Path, content: str) -> None:
    (tmp_path / "c.json").write_text(content, "utf-8")
    with pytest.raises(ResourceError, match=r"c\.json"):
        ConfidenceModel.load(tmp_path / "c.json")


def test_on_the_development_articles_it_beats_a_constant(shared: Path, resources: Resources) -> None:
    judged = judge(read_gold(shared / "eval" / "gold"), replace(resources, confidence=None))
    found = held_out(judged)
    base = sum(right for _, right in found) / len(found)
    brier = sum((p - right) ** 2 for p, right in found) / len(found)
    assert brier < base * (1 - base)
    assert any("expected calibration error" in line for line in report(judged))

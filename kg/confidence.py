"""Acts in, acts with a calibrated confidence and its reasons out.

The confidence is the share of acts with the same features that are right: a logistic regression
over named features (Platt 1999), fitted on annotated articles by ``python -m
kg.evaluation.calibration``. Coefficients and their source are in ``kg/compiled/confidence.json``.
"""

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from kg.errors import ResourceError
from kg.frames import ActCatalogue
from kg.model import Act, Analysis, Entity, Evidentiality, Factuality, Predicate

COMPILED: Final = Path(__file__).parent / "compiled" / "confidence.json"
MIN_CONFIDENCE: Final = 0.35  # best F1 on the annotated development articles, docs/evaluation.md
_TYING: Final = frozenset({"onSidelinesOf", "concerns", "after", "before", "ledTo"})
_MANY_SIDES: Final = 4
_FAR: Final = 20  # words between trigger and side
_SHOWN: Final = 4  # reasons
_LEAST_SHOWN: Final = 0.1  # log-odds
_LOWEST, _HIGHEST = 0.05, 0.99  # never certain


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfidenceModel:
    """What each feature adds to the log-odds, against its mean over the annotated acts."""

    intercept: float
    means: Mapping[str, float]
    weights: Mapping[str, float]

    @classmethod
    def load(cls, path: Path = COMPILED) -> "ConfidenceModel":
        """The packaged coefficients; ``ResourceError`` when they are missing or of another form."""
        try:
            content = json.loads(path.read_text("utf-8"))
            rows = content["features"]
            return cls(
                intercept=content["intercept"],
                means={name: row["mean"] for name, row in rows.items()},
                weights={name: row["weight"] for name, row in rows.items()},
            )
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise ResourceError(f"{path}: expected the coefficients of the confidence, found: {error!r}") from error

    def contributions(self, features: Mapping[str, float]) -> dict[str, float]:
        """What each feature adds to the log-odds."""
        return {name: weight * (features[name] - self.means[name]) for name, weight in self.weights.items()}

    def probability(self, features: Mapping[str, float]) -> float:
        """The confidence, between 0 and 1."""
        return 1 / (1 + math.exp(-self.intercept - sum(self.contributions(features).values())))


def weigh(
    acts: Sequence[Act], analysis: Analysis, catalogue: ActCatalogue, model: ConfidenceModel | None
) -> tuple[Act, ...]:
    """The acts with confidence and reasons; without a model they keep the weight of their wording."""
    if model is None:
        return tuple(acts)
    measure = Features(analysis, catalogue)
    return tuple(_weighed(act, measure.of(act), model) for act in acts)


def set_doubtful_aside(acts: Sequence[Act], catalogue: ActCatalogue) -> tuple[tuple[Act, ...], tuple[Act, ...]]:
    """The acts to tell, without ties to the others, and those that are more likely wrong than worth telling.

    Only what people do to each other by word or deed is judged: of wars, votes and harm the
    annotated articles hold too few to learn from. A fact to which an act that is told is tied stays too.
    """
    judged = {a.iri for a in acts if a.confidence < MIN_CONFIDENCE and catalogue.is_a(a.type, "DiplomaticAct")}
    facts = {a.iri for a in acts if a.factuality is Factuality.ASSERTED}
    beside = {t.target for a in acts if a.iri not in judged for t in a.relations if t.kind in _TYING} & facts
    doubtful = tuple(a for a in acts if a.iri in judged - beside)
    aside = {act.iri for act in doubtful}
    kept = (act for act in acts if act.iri not in aside)
    return tuple(
        replace(act, relations=tuple(tie for tie in act.relations if tie.target not in aside)) for act in kept
    ), doubtful


def _weighed(act: Act, features: Mapping[str, float], model: ConfidenceModel) -> Act:
    parts = sorted(model.contributions(features).items(), key=lambda row: (-abs(row[1]), row[0]))
    reasons = tuple(f"{name} {value:+.1f}" for name, value in parts[:_SHOWN] if abs(value) >= _LEAST_SHOWN)
    confidence = min(_HIGHEST, max(_LOWEST, model.probability(features)))
    return replace(act, confidence=round(confidence, 2), reasons=(*act.reasons, *reasons))


class Features:
    """Reads the features of acts off one analysed article; each lies between 0 and 1."""

    def __init__(self, analysis: Analysis, catalogue: ActCatalogue) -> None:
        self._analysis, self._catalogue = analysis, catalogue
        self._entities = {entity.iri: entity for entity in analysis.resolution.entities}
        self._holders = {tenure.person for tenure in analysis.resolution.tenures}

    def of(self, act: Act) -> dict[str, float]:
        """All features of an act by name."""
        sides = [e for p in act.participations if (e := self._entities.get(p.entity)) is not None]
        predicate = None if act.predicate is None else self._analysis.predicates[act.predicate]
        return {
            "weight of the wording": act.confidence,
            "sides found": min(len(sides), _MANY_SIDES) / _MANY_SIDES,
            "sides known": _share(self._is_known(e) for e in sides),
            **self._of_wording(predicate),
            "side far from trigger": self._distance(act),
            "told as a fact": float(act.factuality is Factuality.ASSERTED or self._is_announced(act)),
            "told by somebody else": float(act.evidentiality is not Evidentiality.NARRATED),
            "dated by its words": float(act.time is not None and not act.time.inferred),
            "told again": float(len(act.evidence) > 1),
            "has a quotation": float(bool(act.quotes)),
        }

    def _is_announced(self, act: Act) -> bool:
        """Whether a meeting, call or visit is told as arranged, which is news by itself."""
        return act.factuality is Factuality.PLANNED and self._catalogue.is_a(act.type, "Consultation")

    @staticmethod
    def _of_wording(predicate: Predicate | None) -> dict[str, float]:
        """How the act is worded: verb, noun behind a light verb, bare noun; where it stands in its sentence."""
        verb = predicate is not None and predicate.pos == "VERB"
        light = predicate is not None and predicate.light_verb is not None
        return {
            "worded as a verb": float(verb),
            "light verb": float(light),
            "inside another clause": float(predicate is not None and predicate.governor is not None),
        }

    def _is_known(self, entity: Entity) -> bool:
        """Whether an entity is linked, an organ of something, or a person with an office."""
        return entity.wikidata is not None or entity.organ_of is not None or entity.iri in self._holders

    def _distance(self, act: Act) -> float:
        """How many words lie between the trigger and its farthest side in the same sentence."""
        sentence = self._analysis.sentences[act.sentence]
        gaps = [
            sum(act.trigger.end <= t.span.start < p.span.start or p.span.end <= t.span.start < act.trigger.start
                for t in sentence.tokens)
            for p in act.participations
            if p.span is not None and sentence.span.covers(p.span)
        ]  # fmt: skip
        return min(max(gaps, default=0), _FAR) / _FAR


def _share(flags: Iterable[bool]) -> float:
    found = list(flags)
    return sum(found) / len(found) if found else 0.0

"""What a converter found in an article: its JSON object (``docs/conversion.schema.json``) in, values out."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.evaluation.gold import malformed, read_json
from kg.model import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """A participant of a predicted act."""

    label: str
    names: tuple[str, ...]  # label and aliases
    behalf: tuple[str, ...]  # labels of the states or bodies it acts for
    part: str

    @property
    def any_name(self) -> tuple[str, ...]:
        """Its own names and those it acts for."""
        return (*self.names, *self.behalf)


@dataclass(frozen=True, slots=True, kw_only=True)
class PredictedAct:
    """One act; dates are ISO 8601 prefixes, "" where none was found."""

    iri: str
    type: str
    sides: tuple[Side, ...]
    start: str
    end: str
    inferred: bool
    place: str | None
    quotes: tuple[str, ...]
    evidence: tuple[Span, ...]
    confidence: float
    cameo: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PredictedRole:
    """An office found."""

    person: str
    title: str
    of: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PredictedEntity:
    """An entity found, with what links it."""

    label: str
    kind: str
    wikidata: str | None
    iso3: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Predicted:
    """What was found in one article."""

    body: str
    acts: tuple[PredictedAct, ...] = ()
    roles: tuple[PredictedRole, ...] = ()
    entities: tuple[PredictedEntity, ...] = ()


def read_predicted(path: Path) -> Predicted:
    """The converter's JSON in a file; ``EvaluationError`` when it is none."""
    return from_object(read_json(path), path)


def from_object(content: Mapping[str, Any], name: Path | str = "prediction") -> Predicted:
    """The converter's JSON object; ``EvaluationError`` says what it lacks."""
    try:
        return Predicted(
            body=content["article"]["body"],
            acts=tuple(_act(row) for row in content["acts"]),
            roles=tuple(
                PredictedRole(person=row["person"], title=row["role"], of=row.get("of") or "")
                for row in content["roles"]
            ),
            entities=tuple(
                PredictedEntity(label=row["label"], kind=row["kind"], wikidata=row.get("wikidata"), iso3=row.get("iso3"))
                for row in content["entities"]
            ),
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise malformed(name, "the converter's JSON of an article", error) from error


def _act(row: Mapping[str, Any]) -> PredictedAct:
    when: Mapping[str, Any] = row.get("date") or {}
    start = str(when.get("start") or "")
    return PredictedAct(
        iri=row.get("iri", ""), type=row["type"], sides=tuple(_side(p) for p in row["participants"]),
        start=start, end=str(when.get("end") or start), inferred=bool(when.get("inferred")),
        place=row["place"]["label"] if row.get("place") else None,
        quotes=tuple(q["text"] for q in row.get("quotes", ())),
        evidence=tuple(Span(e["start"], e["end"]) for e in row["evidence"]),
        confidence=float(row.get("confidence", 1.0)), cameo=(row.get("codes") or {}).get("cameo"),
    )  # fmt: skip


def _side(row: Mapping[str, Any]) -> Side:
    names = (row.get("label"), *row.get("aliases", ()))
    return Side(
        label=row.get("label") or "", names=tuple(name for name in names if name),
        behalf=tuple(row.get("onBehalfOf") or ()), part=row["as"],
    )  # fmt: skip

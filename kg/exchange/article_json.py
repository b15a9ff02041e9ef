"""A conversion as one JSON object; ``article.schema.json`` beside this module is its schema."""

import json
from typing import Any

from kg import __version__
from kg.frames import ActCatalogue, ActType
from kg.model import Act, Conversion, Entity, Factuality, Participation, Quote, Span, TimeValue


def to_json(conversion: Conversion, catalogue: ActCatalogue) -> str:
    """The object as text, keys in the schema's order."""
    return json.dumps(to_object(conversion, catalogue), ensure_ascii=False, indent=1) + "\n"


def to_object(conversion: Conversion, catalogue: ActCatalogue) -> dict[str, Any]:
    """The object itself; offsets are code points of ``article.body``."""
    writer = _Writer(conversion, catalogue)
    article = conversion.article
    return {
        "article": {
            "iri": article.iri, "title": article.title,
            "published": article.published.isoformat() if article.published else None,
            "source": article.outlet or article.credit, "body": article.body, "converter": f"demarche {__version__}",
        },
        "entities": [writer.entity(e) for e in conversion.resolution.entities],
        "roles": writer.roles(),
        "acts": [writer.act(a) for a in conversion.acts],
        "claims": [
            {"claimant": writer.label(c.claimant), "territory": writer.label(c.territory), "evidence": [_span(c.span)]}
            for c in conversion.facts.claims
        ],
        "estimates": [
            {"quantity": e.quantity, "words": e.words, "lower": e.lower, "upper": e.upper,
             "lowerExclusive": e.lower_exclusive, "upperExclusive": e.upper_exclusive, "magnitude": e.magnitude, "act": e.act, **_span(e.span)}
            for e in conversion.facts.estimates
        ],
    }  # fmt: skip


class _Writer:
    """Turns parts of one conversion into objects."""

    def __init__(self, conversion: Conversion, catalogue: ActCatalogue) -> None:
        self._conversion, self._catalogue = conversion, catalogue
        self._entities = {e.iri: e for e in conversion.resolution.entities}

    def label(self, iri: str | None) -> str | None:
        """The label of an entity."""
        return self._entities[iri].label if iri in self._entities else None

    def entity(self, entity: Entity) -> dict[str, Any]:
        """One entity."""
        return {
            "iri": entity.iri, "kind": entity.kind.value, "label": entity.label, "aliases": list(entity.aliases),
            "wikidata": entity.wikidata, "iso3": entity.iso3, "mentions": [_span(s) for s in entity.mentions],
            "score": entity.score, "reasons": list(entity.reasons),
            "closeMatches": [{"wikidata": m.wikidata, "score": m.score, "reasons": list(m.reasons)} for m in entity.near],
        }  # fmt: skip

    def roles(self) -> list[dict[str, Any]]:
        """The offices told."""
        return [
            {"iri": t.iri, "person": self.label(t.person), "role": ("former " if t.former else "") + t.title,
             "of": self.label(t.of), "rank": t.rank, "inferred": t.inferred, "evidence": [_span(s) for s in t.evidence]}
            for t in self._conversion.resolution.tenures
            if self.label(t.person)
        ]  # fmt: skip

    def act(self, act: Act) -> dict[str, Any]:
        """One act."""
        kind = self._catalogue.types.get(act.type)  # a round of consultations is none of an act file
        return {
            "iri": act.iri, "type": act.type.rsplit("#", 1)[-1], "factuality": act.factuality.value,
            "evidentiality": act.evidentiality.value, "confidence": act.confidence, "reasons": list(act.reasons),
            "participants": [self._participant(p) for p in act.participations],
            "date": None if act.time is None or (act.time.start or act.time.end) is None else _time(act.time),
            "interval": act.time.edtf if act.time is not None else None,
            "place": self._place(act), "topics": [{"label": t.label, "iri": (t.concepts or (None,))[0]} for t in act.topics],
            "outcome": act.outcome, "effects": list(act.effects), "quotes": [self._quote(q) for q in act.quotes],
            "relations": [{"type": r.kind, "target": r.target, "inferred": r.inferred} for r in act.relations],
            "evidence": [_span(s) for s in act.evidence],
            "codes": {"cameo": _cameo(act, kind), "plover": kind.plover if kind else None},
        }  # fmt: skip

    def _participant(self, p: Participation) -> dict[str, Any]:
        entity = self._entities[p.entity]
        return {
            "iri": p.entity, "label": p.label or entity.label, "aliases": list(entity.aliases), "as": p.role.value,
            "onBehalfOf": [x for x in map(self.label, p.on_behalf_of) if x], "wikidata": entity.wikidata,
            "inferred": p.inferred, "mentions": [_span(p.span)] if p.span else [],
        }  # fmt: skip

    def _place(self, act: Act) -> dict[str, Any] | None:
        if act.place is None:
            return None
        return {
            "iri": act.place,
            "label": self.label(act.place),
            "inferred": act.place_inferred,
            "mentions": [_span(act.place_span)] if act.place_span else [],
        }

    def _quote(self, quote: Quote) -> dict[str, Any]:
        speakers = [x for x in map(self.label, quote.speakers) if x]
        inside = quote.span.of(self._conversion.article.body).find(quote.text)  # behind the opening mark
        start = quote.span.start + max(0, inside)
        return {
            "text": quote.text, "speaker": " and ".join(speakers) or None, "start": start, "end": start + len(quote.text),
        }  # fmt: skip


def _time(value: TimeValue) -> dict[str, Any]:
    return {
        "start": value.start or value.end, "end": value.end or value.start, "edtf": value.edtf,
        "inferred": value.inferred, "mentions": [_span(value.span)] if value.span else [],
    }  # fmt: skip


def _cameo(act: Act, kind: ActType | None) -> str | None:
    """The code of the plan where the act is planned, of the wording where that is finer, else of the class."""
    if kind is None:
        return act.cameo
    planned = act.cameo_planned or kind.cameo_planned if act.factuality is Factuality.PLANNED else None
    return planned or act.cameo or kind.cameo


def _span(span: Span) -> dict[str, int]:
    return {"start": span.start, "end": span.end}

"""In which office somebody acts, and for whom."""

from kg.extraction.filler import Filler
from kg.model import Analysis, Entity, EntityKind, MentionForm, Span, Tenure


class Capacities:
    """Looks up the offices told in one article, and what the entities are organs of."""

    def __init__(self, analysis: Analysis, entities: dict[str, Entity]) -> None:
        self._mentions, self._entities = analysis.mentions, entities
        self._tenures: dict[str, list[Tenure]] = {}
        for tenure in analysis.resolution.tenures:
            self._tenures.setdefault(tenure.person, []).append(tenure)

    def acts_in_office(self, filler: Filler) -> bool:
        """Whether somebody is a state, a body (not of the press), or a person or group in an office."""
        entity = filler.entity
        if entity.kind is EntityKind.PERSON:
            return entity.wikidata is not None or self._holds_office(filler)
        if entity.kind is EntityKind.GROUP:
            return filler.mention is not None and self._mentions[filler.mention].form is MentionForm.ROLE
        return "NewsOrganization" not in entity.types

    def behalf(self, entity: Entity, near: Span) -> tuple[tuple[str, ...], str | None]:
        """The states or bodies that an entity acts for, and the tenure that says so."""
        if entity.kind is EntityKind.PERSON:
            tenure = self._capacity(entity.iri, near)
            if tenure is None and entity.organ_of is not None:  # an official without an office told
                return self._up(entity.organ_of), None
            if tenure is None or tenure.of is None:
                return (), tenure.iri if tenure else None
            return self._up(tenure.of), tenure.iri
        if entity.organ_of is not None:
            return self._up(entity.organ_of), None
        return (), None

    def titles(self, entity: Entity) -> str:
        """The titles of a person, as the article writes them."""
        return " ".join(t.title for t in self._tenures.get(entity.iri, ()))

    def _holds_office(self, filler: Filler) -> bool:
        """Whether a person has an office in this article, is told by one, is known to serve a state, or acts through a government."""
        told = None if filler.mention is None else self._mentions[filler.mention]
        by_title = told is not None and told.form is MentionForm.ROLE and bool(told.roles)
        serves = filler.through is not None or filler.entity.organ_of is not None
        return by_title or serves or filler.entity.iri in self._tenures

    def _capacity(self, person: str, near: Span) -> Tenure | None:
        """The office in which a person acts here: told nearest before, else first in the article."""
        tenures = [t for t in self._tenures.get(person, []) if not t.former]
        if not tenures:
            return None
        before = [t for t in tenures if any(e.start <= near.end for e in t.evidence)]
        return before[-1] if before else tenures[0]

    def _up(self, iri: str) -> tuple[str, ...]:
        """A body and what it is an organ of, at most three steps up."""
        chain = [iri]
        for _ in range(3):
            above = self._entities.get(chain[-1])
            if above is None or above.organ_of is None or above.organ_of in chain:
                break
            chain.append(above.organ_of)
        return tuple(chain)

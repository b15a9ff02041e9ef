"""Who and where: entities with their links to Wikidata, and the offices that they hold."""

from typing import Final

from rdflib import OWL, RDF, RDFS, SKOS, XSD, Literal, Namespace, URIRef

from kg import iris
from kg.graph.draft import SCHEMA, WD, Draft
from kg.model import Entity, EntityKind, Factuality, Tenure
from ontology.terms import DEM

WDS: Final = Namespace("http://www.wikidata.org/entity/statement/")
_CLASSES: Final = {
    EntityKind.STATE: ("State", "GeopoliticalEntity", "Agent", "Place"),
    EntityKind.POLITY: ("GeopoliticalEntity", "Agent", "Place"),
    EntityKind.REGION: ("Region", "Place"),
    EntityKind.CITY: ("City", "Place"),
    EntityKind.PLACE: ("Place",),
    EntityKind.PERSON: ("Person", "Agent"),
    EntityKind.ORGANISATION: ("Organization", "Agent"),
    EntityKind.GROUP: ("PopulationGroup", "Agent"),
    EntityKind.AGREEMENT: ("Instrument", "InformationObject"),
}


def describe_entity(draft: Draft, entity: Entity) -> None:
    """Types and label restated, so that the graph stands alone; the link with its reasons."""
    if entity.kind is EntityKind.CONFLICT:
        return  # is told as an act, under the same IRI
    node = URIRef(entity.iri)
    types = {*_CLASSES[entity.kind], *entity.types}
    if "ArmedForces" in types:
        types.add("GovernmentBody")
    claims = sum(c.territory == entity.iri for c in draft.conversion.facts.claims)
    if entity.kind is EntityKind.PLACE and claims:  # what is claimed as a territory is a stretch of land
        types.add("Region")
    if entity.kind in (EntityKind.REGION, EntityKind.PLACE) and claims > 1:
        types.add("DisputedTerritory")
    draft.add(node, *((RDF.type, URIRef(iris.concept(t))) for t in sorted(types)))
    draft.add(
        node,
        (RDFS.label, Literal(entity.label, lang="en")),
        *((SKOS.altLabel, Literal(a, lang="en")) for a in entity.aliases if a != entity.label),
        (DEM.isoCode, Literal(entity.iso2) if entity.iso2 else None),
        (DEM.isoCode3, Literal(entity.iso3) if entity.iso3 else None),
        (DEM.organOf, URIRef(entity.organ_of) if entity.organ_of else None),
    )
    method = "gazetteer of dated offices" if entity.kind is EntityKind.PERSON else "gazetteer"
    if entity.wikidata:
        relations = [SCHEMA.sameAs, *([OWL.sameAs] if draft.owl_same_as else [])]
        _link(draft, node, entity.wikidata, relations, entity.score or 0, method, entity.reasons, entity.statement)
    else:
        for match in entity.near:
            _link(draft, node, match.wikidata, [SKOS.closeMatch], match.score, method, match.reasons, match.statement)


def _link(draft: Draft, node: URIRef, item: str, relations: list[URIRef], score: float, method: str, reasons: tuple[str, ...], statement: str | None
) -> None:
    """The link itself, and the node that says how sure it is, why, and by which statement of the item."""
    link, target = URIRef(iris.link(draft.source.iri, str(node), item)), WD[item]
    draft.add(node, *((relation, target) for relation in relations), (DEM.hasLink, link))
    draft.add(
        link,
        (RDF.type, DEM.EntityLink), (DEM.linkTarget, target), (DEM.method, Literal(method)),
        (DEM.score, Literal(f"{score:.3f}", datatype=XSD.decimal)), *((DEM.reason, Literal(r)) for r in reasons),
        (DEM.linkEvidence, WDS[statement] if statement else None),
    )  # fmt: skip


def describe_tenure(draft: Draft, tenure: Tenure) -> None:
    """A person in an office, as the article tells it."""
    node, office_class = URIRef(tenure.iri), tenure.office or iris.slug(tenure.title)
    code = tenure.iri.rsplit(f"-{office_class}-", 1)[-1]
    office = URIRef(iris.office(draft.source.iri, office_class, code))
    behind = draft.entities.get(tenure.of or "")
    draft.add(office, (RDF.type, DEM.Office), (RDF.type, DEM.Situation))
    draft.add(
        office,
        (RDFS.label, Literal(f"{tenure.title}{f' of {behind.label}' if behind else ''}", lang="en")),
        (DEM.officeOf, URIRef(behind.iri) if behind and draft.can_act(behind.iri) else None),
        (DEM.officeClass, URIRef(f"https://w3id.org/demarche/offices/{tenure.office}") if tenure.office else None),
        (SKOS.exactMatch, WD[tenure.wikidata] if tenure.wikidata else None),
    )
    day = draft.source.published
    draft.add(
        node,
        (RDF.type, DEM.OfficeTenure), (RDF.type, DEM.Situation), (DEM.tenureHolder, URIRef(tenure.person)),
        (DEM.tenureOf, office), (DEM.titleAsWritten, Literal(tenure.title, lang="en")),
        (DEM.rank, Literal(tenure.rank, lang="en") if tenure.rank else None),
        (DEM.former, Literal(True) if tenure.former else None),
        (DEM.observedOn, Literal(day.isoformat(), datatype=XSD.date) if day else None),
        (RDFS.label, Literal(f"{draft.label(tenure.person)}, {tenure.title}", lang="en")),
    )  # fmt: skip
    ground = "inferred" if tenure.inferred else "narrated"
    draft.attest(node, tenure.evidence, ground, Factuality.ASSERTED, 0.8 if tenure.inferred else 0.95, ())

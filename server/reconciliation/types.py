"""The types of things that can be reconciled: classes of the ontology, the narrow ones below the broad ones."""

from dataclasses import dataclass
from typing import Final

from kg.iris import DEM
from kg.model import EntityKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Type:
    """A class of the ontology, by its local name."""

    id: str
    name: str
    description: str
    broader: tuple[str, ...] = ()

    def reference(self) -> dict[str, object]:
        """The type as answers name it."""
        return {"id": self.id, "name": self.name}

    def described(self) -> dict[str, object]:
        """The type as suggestions tell it, with what stands directly above it."""
        above = [TYPES[b].reference() for b in self.broader]
        return self.reference() | {"description": self.description} | ({"broader": above} if above else {})


# Names are the labels of ontology/core.ttl; a test compares names and what stands above.
TYPES: Final = {t.id: t for t in (
    Type(id="Person", name="person", description="Someone who held an office, with the days of it", broader=("Agent",)),
    Type(id="Office", name="office", description="A post, such as the foreign minister of a state"),
    Type(id="State", name="state", description="A sovereign state, present or former", broader=("GeopoliticalEntity",)),
    Type(id="FormerState", name="former state", description="A state that no longer exists", broader=("State",)),
    Type(id="DeFactoPolity", name="de facto polity", description="A territory ruled as a state that few states recognise", broader=("GeopoliticalEntity",)),
    Type(id="SubnationalUnit", name="subnational unit", description="A territory that belongs to a state", broader=("GeopoliticalEntity",)),
    Type(id="GeopoliticalEntity", name="geopolitical entity", description="A territory that can act", broader=("Agent", "Place")),
    Type(id="Organization", name="organisation", description="A body with a name and a purpose", broader=("Agent",)),
    Type(id="IntergovernmentalOrganization", name="intergovernmental organisation", description="A body of states, or its organ", broader=("Organization",)),
    Type(id="GovernmentBody", name="government body", description="A ministry, parliament, court or army", broader=("Organization",)),
    Type(id="ArmedForces", name="armed forces", description="The military of a state or party", broader=("GovernmentBody",)),
    Type(id="NewsOrganization", name="news organisation", description="A news agency, newspaper or broadcaster", broader=("Organization",)),
    Type(id="PopulationGroup", name="population group", description="People of one nationality or ethnicity", broader=("Agent",)),
    Type(id="City", name="city", description="A city, capitals among them", broader=("Place",)),
    Type(id="Region", name="region", description="A stretch of land", broader=("Place",)),
    Type(id="Agent", name="agent", description="Whoever can act"),
    Type(id="Place", name="place", description="Where something can be or happen"),
)}  # fmt: skip
DEFAULT: Final = ("Person", "State", "Organization", "City", "Office")
_OF_KIND: Final = {
    EntityKind.STATE: "State", EntityKind.POLITY: "GeopoliticalEntity", EntityKind.REGION: "Region", EntityKind.CITY: "City",
    EntityKind.PLACE: "Place", EntityKind.PERSON: "Person", EntityKind.ORGANISATION: "Organization", EntityKind.GROUP: "PopulationGroup",
}  # fmt: skip


def type_of(name: str) -> Type | None:
    """A type by its identifier, its name or its IRI, in any case."""
    folded = name.removeprefix(DEM).strip().lower()
    return next((t for t in TYPES.values() if folded in (t.id.lower(), t.name)), None)


def lineage(name: str) -> frozenset[str]:
    """A type and all above it."""
    return frozenset({name}).union(*(lineage(above) for above in TYPES[name].broader))


def narrowest(kind: EntityKind, classes: tuple[str, ...]) -> tuple[str, ...]:
    """The types of a thing of the gazetteer without those that stand above another of them."""
    found = {*(c for c in classes if c in TYPES), *([_OF_KIND[kind]] if kind in _OF_KIND else [])}
    above = {t for c in found for t in lineage(c) - {c}}
    return tuple(sorted(found - above))

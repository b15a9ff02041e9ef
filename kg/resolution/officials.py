"""Plural titles: "officials from A and B", "the foreign ministers", "mediators"."""

from kg import iris
from kg.model import EntityKind, Mention, RolePhrase
from kg.resolution.antecedents import Antecedents
from kg.resolution.registry import Record, Registry

_Found = tuple[tuple[str, ...], float, tuple[str, ...]]
_DETERMINERS = ("the ", "a ", "an ", "several ", "some ", "many ", "other ", "these ", "those ")


def resolve_officials(
    mention: Mention, role: RolePhrase, states: tuple[str, ...], registry: Registry, antecedents: Antecedents
) -> _Found:
    """One group a state; without a state the people told before who bear the title, else a group of the article."""
    if states:
        found = [_group_of(mention, role, state, registry) for state in states]
        return tuple(r.iri for r in found), 0.75, ("unnamed officials of a state",)
    words = mention.span.of(registry.article.body).lower()
    if words.startswith(("the ", "these ", "both ", "their ")):
        people = _bearers(mention, role, registry, antecedents)
        if len(people) > 1:
            return people, 0.7, ("the people told with that title",)
    record = _plain_group(mention, role, registry)
    registry.mentioned(record, mention, mention.span.of(registry.article.body))
    return (record.iri,), 0.55, ("unnamed group",)


def _group_of(mention: Mention, role: RolePhrase, state: str, registry: Registry) -> Record:
    title = role.title if not role.counterpart_of else "counterparts"
    label = f"{title.lower()} of {registry.records[state].label}"
    iri = f"{iris.local(registry.article.iri, 'group', mention.span)}/{registry.code(state).lower()}"
    same = next(
        (r for r in registry.records.values() if r.kind is EntityKind.GROUP and r.label == label), None
    )
    record = same or registry.make(iri, EntityKind.GROUP, label, types=("PopulationGroup",), organ_of=state)
    registry.mentioned(record, mention, mention.span.of(registry.article.body))
    return record


def _bearers(
    mention: Mention, role: RolePhrase, registry: Registry, antecedents: Antecedents
) -> tuple[str, ...]:
    """The people of the article so far who hold the office of a plural title, in the order told."""
    bare = role.title.lower() in ("ministers", "leaders")
    found: list[str] = []
    for _, entities in antecedents.anywhere_before(mention):
        for iri in entities:
            offices = {t.office or "" for t in registry.tenures_of(iri) if not t.former}
            if (
                role.office in offices or (bare and any(o.endswith("minister") for o in offices))
            ) and iri not in found:
                found.append(iri)
    return tuple(reversed(found))


def _plain_group(mention: Mention, role: RolePhrase, registry: Registry) -> Record:
    label = without_determiner(mention.span.of(registry.article.body))
    head = role.title.lower().split(" in ")[0].split(" for ")[0].split(" to ")[0]
    for record in registry.records.values():
        if record.kind is EntityKind.GROUP and head in record.label.lower().split(" of ")[0]:
            return record
    return registry.make(
        iris.local(registry.article.iri, "group", mention.span),
        EntityKind.GROUP,
        label,
        types=("PopulationGroup",),
    )


def without_determiner(words: str) -> str:
    """A phrase without its article or quantifier, white space folded."""
    plain = " ".join(words.split())
    for determiner in _DETERMINERS:
        if plain.lower().startswith(determiner):
            return plain[len(determiner) :]
    return plain

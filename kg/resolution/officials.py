"""Plural titles: "officials from A and B", "the foreign ministers", "mediators"."""

from kg import iris
from kg.model import EntityKind, Mention, RolePhrase, Tenure
from kg.resolution.antecedents import Antecedents
from kg.resolution.focus import home_state
from kg.resolution.holding import LIKE_OFFICES, SINGLE_OFFICES, holder_of
from kg.resolution.registry import Found, Record, Registry

_DETERMINERS = ("the ", "a ", "an ", "several ", "some ", "many ", "other ", "these ", "those ", "his ", "her ", "their ", "its ", "our ")
_DELEGATES = ("official", "diplomat", "envoy", "adviser")  # who may be told again by another word for those sent


def resolve_officials(
    mention: Mention, role: RolePhrase, states: tuple[str, ...], registry: Registry, antecedents: Antecedents
) -> Found:
    """One holder or group a state; without a state the people told before who bear the title, else a group."""
    if states:
        found = [_of_state(mention, role, state, registry, antecedents) for state in states]
        return tuple(r.iri for r in found), 0.75, ("officials of a state",)
    words = mention.span.of(registry.article.body).lower()
    if words.startswith(("the ", "these ", "both ", "their ")) or words == "ministers":  # as communiques have it
        people, groups = _bearers(mention, role, registry, antecedents), _groups_told(mention, role, registry, antecedents)
        if len(people) > 1 and not (groups and _told_later(groups, people, mention, antecedents)):
            return people, 0.7, ("the people told with that title",)
        if groups:
            for iri in groups:
                registry.mentioned(registry.records[iri], mention, mention.span.of(registry.article.body))
            return groups, 0.65, ("the groups told with that title",)
    record = _plain_group(mention, role, registry)
    if record.organ_of is None and role.office == "official":
        record.organ_of = home_state(antecedents)  # "officials said" under a dateline are that state's
    registry.mentioned(record, mention, mention.span.of(registry.article.body))
    return (record.iri,), 0.55, ("unnamed group",)


def without_determiner(words: str) -> str:
    """A phrase without its article or quantifier, white space folded."""
    plain = " ".join(words.split())
    for determiner in _DETERMINERS:
        if plain.lower().startswith(determiner):
            return plain[len(determiner) :]
    return plain


def _of_state(
    mention: Mention, role: RolePhrase, state: str, registry: Registry, antecedents: Antecedents
) -> Record:
    """ "The presidents of A and B" are two people; "officials of A and B" two groups."""
    if role.office not in SINGLE_OFFICES or role.former or registry.records[state].kind is EntityKind.ORGANISATION:
        return _group_of(mention, role, state, registry)
    for _, entities in antecedents.anywhere_before(mention):
        for iri in entities:
            if any(_holds(t, role, state, registry) for t in registry.tenures_of(iri)):
                return registry.records[iri]
    return holder_of(role.office, state, registry) or _unnamed_of(mention, role, state, registry)


def _unnamed_of(mention: Mention, role: RolePhrase, state: str, registry: Registry) -> Record:
    label = f"(unnamed) {role.title.lower().removesuffix('s')} of {registry.records[state].label}"
    iri = f"{iris.local(registry.article.iri, 'person', mention.span)}/{registry.code(state).lower()}"
    same = next((r for r in registry.records.values() if r.kind is EntityKind.PERSON and r.label == label), None)
    record = same or registry.make(iri, EntityKind.PERSON, label, organ_of=state)
    registry.mentioned(record, mention, mention.span.of(registry.article.body))
    return record


def _holds(tenure: Tenure, role: RolePhrase, state: str, registry: Registry) -> bool:
    return tenure.office == role.office and not tenure.former and registry.state_behind(tenure.of) == state


def _group_of(mention: Mention, role: RolePhrase, state: str, registry: Registry) -> Record:
    title = role.title if not role.counterpart_of else "counterparts"
    cased = title.split()[-1].islower() and not mention.span.of(registry.article.body).startswith(title)  # "[Sudrian] Christian leaders"
    label = f"{title if cased else title.lower()} of {registry.records[state].label}"
    iri = f"{iris.local(registry.article.iri, 'group', mention.span)}/{registry.code(state).lower()}"
    groups = [r for r in registry.records.values() if r.kind is EntityKind.GROUP and r.organ_of in (None, state)]
    same = next((r for r in groups if r.label == label), None) or next(  # "the ministers of Norland" who were its foreign ministers
        (r for r in groups if r.organ_of == state and r.label.endswith(f" {label}")), None
    )
    record = same or registry.make(iri, EntityKind.GROUP, label, types=("PopulationGroup",), organ_of=state)
    registry.mentioned(record, mention, mention.span.of(registry.article.body))
    return record


def _bearers(mention: Mention, role: RolePhrase, registry: Registry, antecedents: Antecedents) -> tuple[str, ...]:
    """The people who bear a plural title: those of the newest sentence that tells two, else all so far."""
    found: dict[str, int] = {}
    for m, entities in antecedents.anywhere_before(mention):
        for iri in entities:
            if _bears(iri, role, registry):
                found.setdefault(iri, m.sentence)
    if len(found) < 2:  # "The foreign ministers of A, B and C met. The Ministers agreed"
        told = ((m, e) for m, e in antecedents.anywhere_before(mention) if m.plural and m.roles and len(e) > 1)
        same = (e for m, e in told if m.roles[0].title.lower().endswith(role.title.lower()))
        return next((e for e in same if all(registry.records[i].kind is EntityKind.PERSON for i in e)), ())
    newest = next((n for n in found.values() if sum(k == n for k in found.values()) > 1), None)
    return tuple(reversed([iri for iri, n in found.items() if newest is None or n == newest]))


def _told_later(some: tuple[str, ...], others: tuple[str, ...], mention: Mention, antecedents: Antecedents) -> bool:
    """Whether one of some was told after all of others."""
    newest = next((e for _, e in antecedents.anywhere_before(mention) if set(e) & {*some, *others}), ())
    return bool(set(newest) & set(some))


def _groups_told(mention: Mention, role: RolePhrase, registry: Registry, antecedents: Antecedents) -> tuple[str, ...]:
    """ "Norlandic and Sudrian officials met. The officials agreed": the groups of the newest sentence that tells some with that title.

    Where none bear it, the envoys of several states that a sentence tells ("representatives of Norland and Sudria. The advisers agreed").
    """
    noun = role.title.lower().split()[-1]
    named: dict[int, tuple[str, ...]] = {}
    others: dict[int, tuple[str, ...]] = {}
    for m, entities in antecedents.anywhere_before(mention):
        if m.plural and m.roles:
            records = [registry.records[i] for i in entities]
            groups = [r for r in records if r.kind is EntityKind.GROUP and r.organ_of and " of " in r.label]
            same = tuple(r.iri for r in groups if r.label.lower().split(" of ")[0].split()[-1] == noun)
            told, row = (named, same) if same else (others, tuple(r.iri for r in groups))
            told[m.sentence] = (*row, *(i for i in told.get(m.sentence, ()) if i not in row))
    several = (row for row in others.values() if len(row) > 1)
    return next((row for row in named.values() if row), ()) or (next(several, ()) if role.office in _DELEGATES else ())


def _bears(iri: str, role: RolePhrase, registry: Registry) -> bool:
    offices = {t.office or "" for t in registry.tenures_of(iri) if not t.former}
    if registry.records[iri].label.startswith(f"(unnamed) {role.title.lower().removesuffix('s')} of "):
        return True
    if role.title.lower() == "ministers":
        return any(o.endswith("minister") for o in offices)
    return bool(offices & set(LIKE_OFFICES.get(role.office or "", (role.office or "",))))


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

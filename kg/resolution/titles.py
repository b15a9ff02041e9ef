"""Titles alone: someone told before, the holder on the day, an unnamed person."""

from dataclasses import replace
from typing import Final

from kg import iris
from kg.lexicon import Lexicon
from kg.model import EntityKind, Mention, RolePhrase, Tenure
from kg.resolution.antecedents import Antecedents
from kg.resolution.focus import home_state
from kg.resolution.holding import LIKE_OFFICES, NO_OFFICE, SINGLE_OFFICES, UNNAMED, holder_of
from kg.resolution.issuers import outlet_state
from kg.resolution.officials import resolve_officials, without_determiner
from kg.resolution.owners import is_of_government, owner_of
from kg.resolution.predicate_nominals import said_to_hold
from kg.resolution.registry import Registry, is_short_for
from kg.resolution.tenures import Held, add_tenure, held_by_words

_Found = tuple[tuple[str, ...], float, tuple[str, ...]]
_Of = dict[int, tuple[str, ...]]
FORMER_LOOK_BACK: Final = 3  # sentences
_LOOSE = frozenset({"official", "diplomat", "chairperson", "commander", "lawmaker", "judge"})
# Offices that a state fills many times over at once.
_MANY = frozenset(
    {"ambassador", "envoy", "consul", "permanent-representative", "charge-daffaires", "diplomat"}
)


def resolve_title(
    mention: Mention, registry: Registry, antecedents: Antecedents, of: _Of, lexicon: Lexicon
) -> _Found:
    """A title alone: someone told before, the holder on the day, or an unnamed person."""
    role = mention.roles[0]
    owners = tuple(dict.fromkeys(iri for m in role.of for iri in of.get(m, ())))
    if mention.plural:
        states = tuple(dict.fromkeys(registry.state_behind(owner) or owner for owner in owners))
        if role.counterpart_of:
            told = held_by_words(role, mention, registry, antecedents, of, lexicon)
            role = replace(role, office=told.office, title=told.title) if told.office in SINGLE_OFFICES else role
        found = resolve_officials(mention, role, states, registry, antecedents)
        if states:
            _add_tenures(role, states, found[0], registry)
        return found
    held = held_by_words(role, mention, registry, antecedents, of, lexicon)
    if not role.counterpart_of and (said := said_to_hold(mention, role, held, registry, antecedents, lexicon)) is not None:
        return said
    posted = _is_posted_elsewhere(role)
    known = None
    if not posted:
        home = None if held.state else next(iter(outlet_state(registry, lexicon)), home_state(antecedents))
        known = _counterpart(role, held, registry, antecedents, mention) or _told_before(role, held.state or home, registry, antecedents, mention)
        if known is None and held.state is None and home is not None:
            known = _told_before(role, None, registry, antecedents, mention)
        known = known or _once_held(role, held, registry, antecedents, mention)
    if known is not None:
        registry.mentioned(registry.records[known], mention, mention.span.of(registry.article.body))
        return (known,), 0.75, ("title of someone named before",)
    if held.body is None and ((_is_definite(mention, registry) and role.office in SINGLE_OFFICES) or is_of_government(role)):
        owner = owner_of(role, mention, registry, antecedents, lexicon)
        if not any(t.of == owner and t.office == role.office for i in antecedents.clauses.subject_beside(mention) for t in registry.tenures_of(i)):
            held = replace(held, body=owner, state=registry.state_behind(owner), told=False)
    holder = holder_of(held.office, held.state, registry) if held.told and not role.former else None
    if holder is not None:
        registry.mentioned(holder, mention, mention.span.of(registry.article.body))
        add_tenure(holder, role, held, registry)
        return (holder.iri,), 0.7, ("the holder of the office on the day",)
    return _unnamed(mention, role, held, registry)


def _add_tenures(role: RolePhrase, states: tuple[str, ...], people: tuple[str, ...], registry: Registry) -> None:
    """The office of each of "the foreign ministers of Norland and Sudria" who is told by name; all act for their states."""
    for iri, state in zip(people, states, strict=True):
        record = registry.records[iri]
        if record.kind is not EntityKind.PERSON:
            continue
        if record.label.startswith("(unnamed)") or UNNAMED in record.reasons:
            record.organ_of = record.organ_of or state
        else:
            add_tenure(record, role, Held(title=role.title, office=role.office, body=state, state=state), registry)


def _counterpart(
    role: RolePhrase, held: Held, registry: Registry, antecedents: Antecedents, mention: Mention
) -> str | None:
    """Someone told before in the office of a counterpart; a president's may be the chancellor or prime minister."""
    if not role.counterpart_of or held.office is None or held.state is None:
        return None
    same = replace(role, office=held.office, title=held.title, counterpart_of=False)
    found = _told_before(same, held.state, registry, antecedents, mention)
    if found is None and held.office in LIKE_OFFICES["leader"]:
        found = _told_before(replace(same, office="leader", title="leader"), held.state, registry, antecedents, mention)
    return found


def _is_definite(mention: Mention, registry: Registry) -> bool:
    first = mention.span.of(registry.article.body).split()[0]
    return first.lower() == "the" or first[:1].isupper()


def _is_posted_elsewhere(role: RolePhrase) -> bool:
    """Whether a title names its own posting: "ambassador to Sudria" is one of many ambassadors."""
    return role.office in _MANY and any(f" {w} " in role.title for w in ("to", "for", "in", "at", "on"))


def _told_before(
    role: RolePhrase, state: str | None, registry: Registry, antecedents: Antecedents, mention: Mention
) -> str | None:
    addressing = (*antecedents.clauses.subject_beside(mention), *antecedents.joined_with(mention))
    if state is None or not role.of:
        for _, entities in antecedents.anywhere_before(mention):
            for iri in (i for i in entities if i not in addressing):
                titles = {t.title.lower() for t in registry.tenures_of(iri) if t.former is role.former}
                if role.title.lower() in titles and role.office in SINGLE_OFFICES and state is None:
                    return iri
    for _, entities in antecedents.speakers_first(mention):
        for iri in (i for i in entities if i not in addressing):
            for tenure in registry.tenures_of(iri):
                if tenure.former != role.former or role.office in _LOOSE:
                    continue
                same_state = state is None or registry.state_behind(tenure.of) == state
                same_office = role.office is not None and tenure.office in LIKE_OFFICES.get(
                    role.office, (role.office,)
                )
                again = role.office is None and bool(role.of) and role.title.lower() == tenure.title.lower()
                if same_state and (same_office or again or is_short_for(role.title, tenure.title)):
                    return iri
                bare = role.title.lower() in ("minister", "secretary", "leader")
                if bare and same_state and _is_called(role.title.lower(), tenure):
                    return iri
    return None


def _once_held(role: RolePhrase, held: Held, registry: Registry, antecedents: Antecedents, mention: Mention) -> str | None:
    """Someone told before of whom it is known that he once held the office: "the former Norlandic foreign minister"."""
    key = registry.records[held.state].key if held.state is not None else None
    on = registry.article.published
    if not role.former or role.office not in SINGLE_OFFICES or key is None or on is None or not _is_definite(mention, registry):
        return None
    for _, entities in antecedents.before(mention, FORMER_LOOK_BACK):
        record = registry.records[entities[0]]
        tenures = registry.gazetteer.tenures(record.key) if record.key is not None and len(entities) == 1 else ()
        if any(t.office == role.office and t.of == key and t.held_on(on) is not True for t in tenures):
            return record.iri
    return None


def _is_called(title: str, tenure: Tenure) -> bool:
    """Whether "the minister", "the Secretary" or "the leader" may be the holder of an office."""
    if title == "leader":
        return tenure.office in LIKE_OFFICES[title]
    return title in tenure.title.lower() or (title == "minister" and (tenure.office or "").endswith("minister") and "secretary" not in tenure.title.lower())


def _unnamed(mention: Mention, role: RolePhrase, held: Held, registry: Registry) -> _Found:
    label = f"(unnamed) {without_determiner(mention.head.of(registry.article.body))}"
    same = next(
        (r for r in registry.records.values() if r.kind is EntityKind.PERSON and r.label == label), None
    )
    record = same or registry.make(
        iris.local(registry.article.iri, "person", mention.span), EntityKind.PERSON, label
    )
    registry.mentioned(record, mention, mention.span.of(registry.article.body))
    if role.office in NO_OFFICE:
        record.organ_of = record.organ_of or held.body
    elif held.body is not None:
        add_tenure(record, role, held, registry)
    return (record.iri,), 0.6, ("unnamed holder",)

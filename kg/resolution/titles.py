"""Titles alone: someone told before, the holder on the day, an unnamed person."""

from dataclasses import replace
from typing import Final

from kg import iris
from kg.lexicon import Lexicon
from kg.model import EntityKind, Mention, RolePhrase
from kg.resolution.antecedents import Antecedents
from kg.resolution.earlier_bearers import (
    bearer_told,
    chief_told,
    counterpart_told,
    former_holder_told,
    is_definite,
    leader_told,
)
from kg.resolution.focus import home_state
from kg.resolution.holding import NO_OFFICE, SINGLE_OFFICES, UNNAMED, holder_of
from kg.resolution.issuers import outlet_state
from kg.resolution.officials import resolve_officials, without_determiner
from kg.resolution.owners import is_of_government, owner_of
from kg.resolution.predicate_nominals import said_to_hold
from kg.resolution.registry import Found, Registry
from kg.resolution.tenures import Held, add_tenure, held_by_words

_Of = dict[int, tuple[str, ...]]
# Offices that a state fills many times over at once.
_MANY: Final = frozenset(
    {"ambassador", "envoy", "consul", "permanent-representative", "charge-daffaires", "diplomat"}
)


def resolve_title(
    mention: Mention, registry: Registry, antecedents: Antecedents, of: _Of, lexicon: Lexicon
) -> Found:
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
        known = counterpart_told(role, held, registry, antecedents, mention) or bearer_told(role, held.state or home, registry, antecedents, mention)
        if known is None and held.state is None and home is not None:
            known = bearer_told(role, None, registry, antecedents, mention)
        known = known or former_holder_told(role, held, registry, antecedents, mention) or chief_told(role, held, mention, registry, antecedents)
        if known is None and not role.former and (known := leader_told(held, mention, registry, antecedents)) is not None:
            add_tenure(registry.records[known], role, held, registry)
    if known is not None:
        registry.mentioned(registry.records[known], mention, mention.span.of(registry.article.body))
        return (known,), 0.75, ("title of someone named before",)
    if held.body is None and ((is_definite(mention, registry) and role.office in SINGLE_OFFICES) or is_of_government(role)):
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


def _is_posted_elsewhere(role: RolePhrase) -> bool:
    """Whether a title names its own posting: "ambassador to Sudria" is one of many ambassadors."""
    return role.office in _MANY and any(f" {w} " in role.title for w in ("to", "for", "in", "at", "on"))


def _unnamed(mention: Mention, role: RolePhrase, held: Held, registry: Registry) -> Found:
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

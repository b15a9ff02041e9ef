"""Named people and their offices."""

from kg import iris
from kg.gazetteer import Linking
from kg.lexicon import Lexicon
from kg.model import EntityKind, Mention
from kg.resolution.antecedents import Antecedents
from kg.resolution.holding import state_of_leader, state_served
from kg.resolution.registry import Found, Record, Registry
from kg.resolution.tenures import add_tenure, held_by_words, with_owner

_Of = dict[int, tuple[str, ...]]


def resolve_person(
    mention: Mention, registry: Registry, antecedents: Antecedents, of: _Of, lexicon: Lexicon
) -> Found:
    """A named person: the same as before, else linked by name, office, state and day, else new."""
    name = mention.name or ""
    if not mention.roles and (body := registry.body_by_short_name(name)) is not None:
        registry.mentioned(body, mention)
        return (body.iri,), 0.7, ("short name of a body told before",)
    held = [held_by_words(r, mention, registry, antecedents, of, lexicon) for r in mention.roles]
    state = next((h.state for h in held if h.state is not None), None) or _state_of(mention, registry, of)
    office = next((h.office for h in held if h.office is not None), None)
    record = registry.person_by_name(name, office=office, state=state)
    score = 0.8
    reasons: tuple[str, ...] = ("named before",)
    if record is None:
        record, score, reasons = _new_person(name, office, state, registry)
    elif record.key is None and state is not None:
        _link_late(record, name, office, state, registry)
    registry.add_person(record, name)
    registry.mentioned(record, mention)
    registry.gender_of(record, antecedents.gender_told(mention))
    for role, one in zip(mention.roles, held, strict=True):
        owned = with_owner(record, role, one, mention, registry, antecedents, lexicon)
        if record.key is None and owned.state is not None:
            _link_late(record, name, owned.office, owned.state, registry)
        add_tenure(record, role, owned, registry)
    if not mention.roles and record.organ_of is None and not registry.tenures_of(record.iri):
        record.organ_of = state or state_served(record, registry) or state_of_leader(record, registry)
    return (record.iri,), score, reasons


def _state_of(mention: Mention, registry: Registry, of: _Of) -> str | None:
    """The state of "Norland's NAME"."""
    owners = of.get(mention.of, ()) if mention.of is not None else ()
    return registry.state_behind(owners[0]) if owners else None


def _new_person(
    name: str, office: str | None, state: str | None, registry: Registry
) -> tuple[Record, float, tuple[str, ...]]:
    found = _linked(name, office, state, registry)
    if found.best is None:
        record = registry.make(iris.named(registry.article.iri, "person", name), EntityKind.PERSON, name)
        record.near = found.near
        return record, 0.7, (found.verdict,)
    record = registry.make(iris.entity(registry.article.iri, found.best.key), EntityKind.PERSON, name)
    registry.link(record, found.best)
    return record, found.best.score, found.best.reasons


def _linked(name: str, office: str | None, state: str | None, registry: Registry) -> Linking:
    """Whom a name means by the gazetteer; "Norland's Lund" is most likely its leader."""
    key, on = registry.records[state].key if state is not None else None, registry.article.published
    found = registry.gazetteer.link_person(name, office=office, of=key, on=on)
    if found.best is None and key and on:
        called = registry.gazetteer.by_surname(name, office or "leader", key, on)
        return called if called.best is not None else found
    return found


def _link_late(record: Record, name: str, office: str | None, state: str, registry: Registry) -> None:
    """A person first told without a state is linked when the state comes, by the longer name."""
    found = _linked(max(record.label, name, key=len), office, state, registry)
    if found.best is not None:
        registry.link(record, found.best)

"""People and their offices: names, counterparts, titles alone."""

from kg import iris
from kg.gazetteer import PersonCandidate
from kg.model import EntityKind, Mention, RolePhrase, Tenure
from kg.resolution.anaphora import Antecedents
from kg.resolution.registry import Record, Registry

_Found = tuple[tuple[str, ...], float, tuple[str, ...]]
_Of = dict[int, tuple[str, ...]]
# Offices with one holder at a time: a title alone names him.
_SINGLE = frozenset(
    {"president", "prime-minister", "foreign-minister", "defence-minister", "monarch", "chancellor", "vice-president"}
)
_LOOSE = frozenset({"leader", "official", "diplomat", "chairperson", "commander"})


def resolve_person(mention: Mention, registry: Registry, antecedents: Antecedents, of: _Of) -> _Found:
    """A named person: the same as before, else linked by name, office, state and day, else new."""
    name = mention.name or ""
    roles = [_with_counterpart(r, mention, registry, antecedents, of) for r in mention.roles]
    state = next((s for _, _, s in roles if s is not None), None)
    office = next((o for _, o, _ in roles if o is not None), None)
    record = registry.person_by_name(name)
    score = 0.8
    reasons: tuple[str, ...] = ("named before",)
    if record is None:
        record, score, reasons = _new_person(name, office, state, registry)
    elif record.wikidata is None and state is not None:
        _link_late(record, office, state, registry)
    registry.add_person(record, name)
    registry.mentioned(record, mention)
    for role, found in zip(mention.roles, roles, strict=True):
        _add_tenure(record, role, found, registry)
    return (record.iri,), score, reasons


def _new_person(
    name: str, office: str | None, state: str | None, registry: Registry
) -> tuple[Record, float, tuple[str, ...]]:
    key = registry.records[state].key if state is not None else None
    on = registry.article.published
    found = registry.gazetteer.link_person(name, office=office, of=key, on=on)
    if not found and office and key and on and len(name.split()) == 1:
        found = registry.gazetteer.by_surname(name, office, key, on)
    if not found:
        record = registry.make(iris.named(registry.article.iri, "person", name), EntityKind.PERSON, name)
        return record, 0.7, ("name not in the knowledge base",)
    best = found[0]
    record = registry.make(
        iris.entity(registry.article.iri, best.key), EntityKind.PERSON, name, wikidata=best.key, key=best.key,
        score=best.score, reasons=best.reasons,
    )  # fmt: skip
    return record, best.score, best.reasons


def _link_late(record: Record, office: str | None, state: str, registry: Registry) -> None:
    """A person first told without a state is linked when the state comes."""
    key, on = registry.records[state].key, registry.article.published
    found: tuple[PersonCandidate, ...] = registry.gazetteer.link_person(record.label, office=office, of=key, on=on)
    if found:
        record.wikidata, record.key, record.score, record.reasons = (
            found[0].key,
            found[0].key,
            found[0].score,
            found[0].reasons,
        )


def _with_counterpart(
    role: RolePhrase, mention: Mention, registry: Registry, antecedents: Antecedents, of: _Of
) -> tuple[str, str | None, str | None]:
    """Title, class of office and state of a role; of a counterpart the title of the other side."""
    owners = [iri for m in role.of for iri in of.get(m, ())]
    state = next((s for s in map(registry.state_behind, owners) if s is not None), None)
    if not role.counterpart_of:
        return role.title, role.office, state
    for _, entities in antecedents.before(mention, 2):
        for tenure in registry.tenures_of(entities[0]):
            if not tenure.former:
                return tenure.title, tenure.office, state
    return role.title, None, state


def _add_tenure(
    record: Record, role: RolePhrase, found: tuple[str, str | None, str | None], registry: Registry
) -> None:
    title, office, state = found
    body = _body_of(role, registry, state)
    if role.counterpart_of and office is None:
        return
    if body is None:
        body = _from_knowledge(record, office, registry)
    code = registry.code(body)
    registry.add_tenure(
        Tenure(
            iri=iris.tenure(registry.article.iri, record.iri, office or iris.slug(title), code),
            person=record.iri,
            title=_singular(title),
            office=office,
            of=body,
            evidence=(role.span,),
            rank=role.rank,
            former=role.former,
            inferred=role.counterpart_of,
            **_sourced(record, office, body, registry),
        )
    )


def _body_of(role: RolePhrase, registry: Registry, state: str | None) -> str | None:
    """The body that the words name ("Foreign Ministry spokesperson"), else the state."""
    for record in registry.records.values():
        if (
            any(role.span.covers(span) for span in record.spans)
            and record.kind is EntityKind.ORGANISATION
            and record.organ_of == state
            and state is not None
        ):
            return record.iri
    if state is not None:
        return state
    for record in registry.records.values():
        if any(role.span.covers(span) for span in record.spans) and record.kind is EntityKind.ORGANISATION:
            return record.iri
    return None


def _from_knowledge(record: Record, office: str | None, registry: Registry) -> str | None:
    """The state in whose service a linked person held such an office on the day."""
    if record.key is None or office is None or registry.article.published is None:
        return None
    found = registry.gazetteer.link_person(record.label, office=office, on=registry.article.published)
    if found and found[0].key == record.key and found[0].tenure is not None:
        return registry.known(found[0].tenure.of).iri
    return None


def _sourced(record: Record, office: str | None, body: str | None, registry: Registry) -> dict[str, str | None]:
    """Wikidata ids of office and tenure, where a row of the seeds fits person, office, state and day."""
    on, state = registry.article.published, registry.state_behind(body)
    if record.key is None or office is None or state is None or on is None:
        return {}
    key = registry.records[state].key
    for holder in registry.gazetteer.holders(office, key or "", on):
        if holder.person == record.key:
            return {"wikidata": holder.office_wikidata, "statement": holder.statement}
    return {}


def _singular(title: str) -> str:
    """The title of one holder: "Foreign Ministers" -> "Foreign Minister"."""
    words = title.split()
    for i, word in enumerate(words):
        if word.lower() in ("of", "for", "to", "in", "on"):
            break
        if word.lower().endswith("men"):
            words[i] = word[:-3] + "man"
        elif (
            word.lower().endswith("s")
            and not word.lower().endswith(("ss", "affairs", "nations", "states", "forces", "relations", "'s", "’s"))
            and word.lower() not in ("affairs", "united", "armed")
        ):
            words[i] = word[:-1]
    return " ".join(words)


def resolve_title(mention: Mention, registry: Registry, antecedents: Antecedents, of: _Of) -> _Found:
    """A title alone: someone told before, the holder on the day, or an unnamed person."""
    role = mention.roles[0]
    owners = tuple(dict.fromkeys(iri for m in role.of for iri in of.get(m, ())))
    states = tuple(dict.fromkeys(s for s in map(registry.state_behind, owners) if s is not None)) or owners
    if mention.plural:
        return _groups(mention, role, states, registry)
    state = states[0] if states else None
    known = _told_before(role, state, registry, antecedents, mention)
    if known is not None:
        registry.mentioned(registry.records[known], mention, mention.span.of(registry.article.body))
        return (known,), 0.75, ("title of someone named before",)
    holder = _holder(role, state, registry)
    if holder is not None:
        registry.mentioned(holder, mention, mention.span.of(registry.article.body))
        _add_tenure(holder, role, (role.title, role.office, state), registry)
        return (holder.iri,), 0.7, ("the holder of the office on the day",)
    return _unnamed(mention, role, owners, states, registry)


def _told_before(
    role: RolePhrase, state: str | None, registry: Registry, antecedents: Antecedents, mention: Mention
) -> str | None:
    for _, entities in antecedents.before(mention, 10**6):
        for iri in entities:
            for tenure in registry.tenures_of(iri):
                same_state = state is None or registry.state_behind(tenure.of) == state
                same_office = role.office is not None and tenure.office == role.office
                if same_office and same_state and not tenure.former and role.office not in _LOOSE:
                    return iri
                if role.title.lower() == "minister" and state is None and (tenure.office or "").endswith("minister"):
                    return iri
    return None


def _holder(role: RolePhrase, state: str | None, registry: Registry) -> Record | None:
    on = registry.article.published
    if state is None or on is None or role.office not in _SINGLE or role.former or role.counterpart_of:
        return None
    key = registry.records[state].key
    holders = registry.gazetteer.holders(role.office or "", key or "", on)
    people = {h.person for h in holders}
    if len(people) != 1:
        return None
    found = holders[0]
    existing = registry.person_by_name(found.name)
    if existing is not None:
        return existing
    record = registry.make(
        iris.entity(registry.article.iri, found.person), EntityKind.PERSON, found.name, wikidata=found.person,
        key=found.person, score=0.8, reasons=("office held on the day", "unnamed in the text"),
    )  # fmt: skip
    registry.add_person(record, found.name)
    return record


def _unnamed(
    mention: Mention, role: RolePhrase, owners: tuple[str, ...], states: tuple[str, ...], registry: Registry
) -> _Found:
    words = " ".join(mention.head.of(registry.article.body).split())
    label = f"(unnamed) {words.removeprefix('the ').removeprefix('The ').removeprefix('a ').removeprefix('A ').removeprefix('an ')}"
    iri = iris.local(registry.article.iri, "person", mention.span)
    record = registry.make(iri, EntityKind.PERSON, label)
    registry.mentioned(record, mention, mention.span.of(registry.article.body))
    if states:
        _add_tenure(record, role, (role.title, role.office, states[0]), registry)
    return (record.iri,), 0.6, ("unnamed holder",)


def _groups(mention: Mention, role: RolePhrase, states: tuple[str, ...], registry: Registry) -> _Found:
    """ "officials from A and B": one group a state; without a state, one group of the article."""
    title = role.title if not role.counterpart_of else "counterparts"
    if not states:
        return (), 0.0, ("no state or body told",)
    found = []
    for state in states:
        label = f"{title.lower()} of {registry.records[state].label}"
        iri = f"{iris.local(registry.article.iri, 'group', mention.span)}/{registry.code(state).lower()}"
        same = next((r for r in registry.records.values() if r.kind is EntityKind.GROUP and r.label == label), None)
        record = same or registry.make(iri, EntityKind.GROUP, label, types=("PopulationGroup",), organ_of=state)
        registry.mentioned(record, mention, mention.span.of(registry.article.body))
        found.append(record.iri)
    return tuple(found), 0.75, ("unnamed officials of a state",)

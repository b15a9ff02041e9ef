"""People and their offices: names, counterparts, titles alone."""

from dataclasses import dataclass, replace
from typing import Final

from kg import iris
from kg.gazetteer import Linking
from kg.lexicon import Lexicon
from kg.model import EntityKind, Mention, RolePhrase, Tenure
from kg.resolution.antecedents import Antecedents
from kg.resolution.holding import (
    LIKE_OFFICES,
    SINGLE_OFFICES,
    holder_of,
    state_of_leader,
    state_served,
)
from kg.resolution.issuers import outlet_state
from kg.resolution.officials import resolve_officials, without_determiner
from kg.resolution.owners import is_of_government, owner_of
from kg.resolution.registry import Record, Registry, is_short_for

_Found = tuple[tuple[str, ...], float, tuple[str, ...]]
_Of = dict[int, tuple[str, ...]]
FORMER_LOOK_BACK: Final = 3  # sentences
ONE_BY_ONE: Final = 4  # states of one plural title; of a longer list no offices are told
_LOOSE = frozenset({"official", "diplomat", "chairperson", "commander", "lawmaker", "judge"})
# Offices that a state fills many times over at once.
_MANY = frozenset(
    {"ambassador", "envoy", "consul", "permanent-representative", "charge-daffaires", "diplomat"}
)
# Words for someone who acts for a state without an office being told.
_NO_OFFICE = frozenset({"official", "diplomat"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Held:
    """An office as the words and what is known of the holder tell it."""

    title: str
    office: str | None
    body: str | None = None  # IRI of the state or body whose office it is
    state: str | None = None  # IRI of the state behind it
    told: bool = True  # whether the words, or a body of knowledge, name the state


def resolve_person(
    mention: Mention, registry: Registry, antecedents: Antecedents, of: _Of, lexicon: Lexicon
) -> _Found:
    """A named person: the same as before, else linked by name, office, state and day, else new."""
    name = mention.name or ""
    if not mention.roles and (body := registry.body_by_short_name(name)) is not None:
        registry.mentioned(body, mention)
        return (body.iri,), 0.7, ("short name of a body told before",)
    held = [_held(r, mention, registry, antecedents, of, lexicon) for r in mention.roles]
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
        owned = _with_owner(record, role, one, mention, registry, antecedents, lexicon)
        if record.key is None and owned.state is not None:
            _link_late(record, name, owned.office, owned.state, registry)
        _add_tenure(record, role, owned, registry)
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


def _held(
    role: RolePhrase, mention: Mention, registry: Registry, antecedents: Antecedents, of: _Of, lexicon: Lexicon
) -> _Held:
    """Title, office and owner by the words; of a counterpart the title of the other side."""
    owners = [iri for m in role.of for iri in of.get(m, ())]
    state = next((s for s in map(registry.state_behind, owners) if s is not None), None)
    body = next((iri for iri in owners if registry.records[iri].kind is not EntityKind.PERSON), state)
    if not role.counterpart_of:
        return _Held(title=role.title, office=role.office, body=body, state=state)
    for _, entities in antecedents.before(mention, 2):
        for tenure in registry.tenures_of(entities[0]):
            if not tenure.former:
                return _held_across(tenure, body, state, registry, lexicon)
    return _Held(title=role.title, office=None, body=body, state=state)


def _held_across(tenure: Tenure, body: str | None, state: str | None, registry: Registry, lexicon: Lexicon) -> _Held:
    """The office of a counterpart: that of the other side, in the same organ of its own state.

    "The chief of Norland's armed forces" has a counterpart who is "chief of the armed forces" of Sudria; the counterpart of
    a Secretary of State is a foreign minister.
    """
    if tenure.office is not None and tenure.title.lower() in lexicon.table("resolution", "title_states"):
        tenure = replace(tenure, title=tenure.office.replace("-", " "))
    organ = registry.records.get(tenure.of or "")
    sister = registry.sister(organ, state) if organ is not None and state is not None else None
    if organ is None or sister is None or body != state:
        return _Held(title=tenure.title, office=tenure.office, body=body, state=state)
    title = tenure.title.replace(organ.label, f"the {registry.organ_noun(organ)}")
    return _Held(title=title, office=tenure.office, body=sister.iri, state=state)


def _with_owner(
    record: Record, role: RolePhrase, held: _Held, mention: Mention, registry: Registry, antecedents: Antecedents,
    lexicon: Lexicon,
) -> _Held:  # fmt: skip
    """The same with the state that the words leave out: known of the holder, told before, or in focus."""
    if held.body is not None:
        return held
    if role.counterpart_of:  # "her counterpart, NAME": the state that he is known to serve
        body = registry.state_behind(record.iri) or state_served(record, registry)
        return replace(held, body=body, state=body)
    if role.of:  # a body whose own state is not told
        body = _from_knowledge(record, held.office, registry)
        return replace(held, body=body, state=body)
    before = next((t for t in registry.tenures_of(record.iri) if t.of and t.office == held.office), None)
    body = before.of if before else _from_knowledge(record, held.office, registry) or registry.state_behind(record.iri)
    told = body is not None
    if body is None:
        body = owner_of(role, mention, registry, antecedents, lexicon)
    return replace(held, body=body, state=registry.state_behind(body), told=told)


def _add_tenure(record: Record, role: RolePhrase, held: _Held, registry: Registry) -> None:
    if role.counterpart_of and held.office is None:
        return
    code = registry.code(held.body)
    registry.add_tenure(
        Tenure(
            iri=iris.tenure(registry.article.iri, record.iri, held.office or iris.slug(held.title), code),
            person=record.iri,
            title=_singular(held.title),
            office=held.office,
            of=held.body,
            evidence=(role.span,),
            rank=role.rank,
            former=role.former,
            inferred=role.counterpart_of,
            **_sourced(record, held.office, held.body, registry),
        )
    )


def _from_knowledge(record: Record, office: str | None, registry: Registry) -> str | None:
    """The state in whose service a linked person held such an office on the day."""
    if record.key is None or office is None:
        return None
    found = registry.gazetteer.link_person(record.label, office=office, on=registry.article.published)
    if found.best is not None and found.best.key == record.key and found.best.tenure is not None:
        return registry.known(found.best.tenure.of).iri
    states = {t.of for t in registry.gazetteer.tenures(record.key)}
    return registry.known(next(iter(states))).iri if len(states) == 1 else None


def _sourced(
    record: Record, office: str | None, body: str | None, registry: Registry
) -> dict[str, str | None]:
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
    """The title of one holder: "Foreign Ministers of Trade" -> "Foreign Minister of Trade"."""
    words = title.split()
    head = next((i for i, w in enumerate(words) if i and w.lower() in ("of", "for", "to", "in", "on")), len(words)) - 1
    last = words[head].lower()
    if last.endswith("men"):
        words[head] = words[head][:-3] + "man"
    elif last.endswith("s") and not last.endswith(("ss", "affairs", "affaires", "'s", "’s", "forces", "nations")):
        words[head] = words[head][:-1]
    return " ".join(words)


def resolve_title(
    mention: Mention, registry: Registry, antecedents: Antecedents, of: _Of, lexicon: Lexicon
) -> _Found:
    """A title alone: someone told before, the holder on the day, or an unnamed person."""
    role = mention.roles[0]
    owners = tuple(dict.fromkeys(iri for m in role.of for iri in of.get(m, ())))
    if mention.plural:
        states = tuple(dict.fromkeys(registry.state_behind(owner) or owner for owner in owners))
        if role.counterpart_of:
            told = _held(role, mention, registry, antecedents, of, lexicon)
            role = replace(role, office=told.office, title=told.title) if told.office in SINGLE_OFFICES else role
        found = resolve_officials(mention, role, states, registry, antecedents)
        if states:
            _add_tenures(role, states, found[0], registry)
        return found
    held = _held(role, mention, registry, antecedents, of, lexicon)
    if not role.counterpart_of and (said := _said_of(mention, role, held, registry, antecedents, lexicon)) is not None:
        return said
    posted = _is_posted_elsewhere(role)
    known = None
    if not posted:
        home = None if held.state else next(iter(outlet_state(registry, lexicon)), antecedents.home_state())
        known = _counterpart(role, held, registry, antecedents, mention) or _told_before(role, held.state or home, registry, antecedents, mention)
        if known is None and held.state is None and home is not None:
            known = _told_before(role, None, registry, antecedents, mention)
        known = known or _once_held(role, held, registry, antecedents, mention)
    if known is not None:
        registry.mentioned(registry.records[known], mention, mention.span.of(registry.article.body))
        return (known,), 0.75, ("title of someone named before",)
    if held.body is None and ((_is_definite(mention, registry) and role.office in SINGLE_OFFICES) or is_of_government(role)):
        owner = owner_of(role, mention, registry, antecedents, lexicon)
        if not any(t.of == owner and t.office == role.office for i in antecedents.subject_beside(mention) for t in registry.tenures_of(i)):
            held = replace(held, body=owner, state=registry.state_behind(owner), told=False)
    holder = holder_of(held.office, held.state, registry) if held.told and not role.former else None
    if holder is not None:
        registry.mentioned(holder, mention, mention.span.of(registry.article.body))
        _add_tenure(holder, role, held, registry)
        return (holder.iri,), 0.7, ("the holder of the office on the day",)
    return _unnamed(mention, role, held, registry)


def _add_tenures(role: RolePhrase, states: tuple[str, ...], people: tuple[str, ...], registry: Registry) -> None:
    """The office of each of "the foreign ministers of Norland and Sudria" where it has one holder; those of a long list serve their states."""
    for iri, state in zip(people, states, strict=True):
        record = registry.records[iri]
        if record.kind is EntityKind.PERSON and len(states) > ONE_BY_ONE:
            record.organ_of = record.organ_of or state
        elif record.kind is EntityKind.PERSON:
            _add_tenure(record, role, _Held(title=role.title, office=role.office, body=state, state=state), registry)


def _said_of(
    mention: Mention, role: RolePhrase, held: _Held, registry: Registry, antecedents: Antecedents, lexicon: Lexicon
) -> _Found | None:
    """The office of "NAME became Norland's foreign minister", "NAME, who has been ambassador to Sudria"."""
    found = antecedents.bearer(mention, lexicon.words("resolution", "becoming"), lexicon.words("resolution", "appointing"))
    if found is None:
        return None
    record, past = registry.records[found[0]], found[1]
    role = replace(role, former=role.former or past)
    if role.office in _NO_OFFICE:  # "was the first Norlandic official to ..."
        record.organ_of = record.organ_of or (held.state if not registry.tenures_of(record.iri) else None)
        return (record.iri,), 0.75, ("said to be an official",)
    _add_tenure(record, role, _with_owner(record, role, held, mention, registry, antecedents, lexicon), registry)
    registry.mentioned(record, mention, mention.span.of(registry.article.body))
    return (record.iri,), 0.75, ("said to hold the office",)


def _counterpart(
    role: RolePhrase, held: _Held, registry: Registry, antecedents: Antecedents, mention: Mention
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
    addressing = antecedents.subject_beside(mention)
    for _, entities in antecedents.anywhere_before(mention):
        for iri in (i for i in entities if i not in addressing):
            for tenure in registry.tenures_of(iri):
                if tenure.former != role.former or role.office in _LOOSE:
                    continue
                same_state = state is None or registry.state_behind(tenure.of) == state
                same_office = role.office is not None and tenure.office in LIKE_OFFICES.get(
                    role.office, (role.office,)
                )
                if same_state and (same_office or is_short_for(role.title, tenure.title)):
                    return iri
                bare = role.title.lower() in ("minister", "secretary", "leader")
                if bare and same_state and _is_minister(role.title.lower(), tenure.office):
                    return iri
    return None


def _once_held(role: RolePhrase, held: _Held, registry: Registry, antecedents: Antecedents, mention: Mention) -> str | None:
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


def _is_minister(title: str, office: str | None) -> bool:
    if title == "leader":
        return office in LIKE_OFFICES[title]
    return (office or "").endswith("minister")


def _unnamed(mention: Mention, role: RolePhrase, held: _Held, registry: Registry) -> _Found:
    label = f"(unnamed) {without_determiner(mention.head.of(registry.article.body))}"
    same = next(
        (r for r in registry.records.values() if r.kind is EntityKind.PERSON and r.label == label), None
    )
    record = same or registry.make(
        iris.local(registry.article.iri, "person", mention.span), EntityKind.PERSON, label
    )
    registry.mentioned(record, mention, mention.span.of(registry.article.body))
    if role.office in _NO_OFFICE:
        record.organ_of = record.organ_of or held.body
    elif held.body is not None:
        _add_tenure(record, role, held, registry)
    return (record.iri,), 0.6, ("unnamed holder",)

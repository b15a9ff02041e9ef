"""Offices as tenures: title, office and owner as the words and what is known of the holder tell them."""

from dataclasses import dataclass, replace

from kg import iris
from kg.lexicon import Lexicon
from kg.model import EntityKind, Mention, RolePhrase, Tenure
from kg.resolution.antecedents import Antecedents
from kg.resolution.holding import state_served
from kg.resolution.owners import owner_of
from kg.resolution.registry import Record, Registry

_Of = dict[int, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """An office as the words and what is known of the holder tell it."""

    title: str
    office: str | None
    body: str | None = None  # IRI of the state or body whose office it is
    state: str | None = None  # IRI of the state behind it
    told: bool = True  # whether the words, or a body of knowledge, name the state


def held_by_words(
    role: RolePhrase, mention: Mention, registry: Registry, antecedents: Antecedents, of: _Of, lexicon: Lexicon
) -> Held:
    """Title, office and owner by the words; of a counterpart the title of the other side."""
    owners = [iri for m in role.of for iri in of.get(m, ())]
    state = next((s for s in map(registry.state_behind, owners) if s is not None), None)
    body = next((iri for iri in owners if registry.records[iri].kind is not EntityKind.PERSON), state)
    if not role.counterpart_of:
        return Held(title=role.title, office=role.office, body=body, state=state)
    around = antecedents.clauses.subject_around(mention)  # "A met Prime Minister B and her counterpart": A's
    rows = [e for m, e in antecedents.before(mention, 2) if m.kind is EntityKind.PERSON]
    for entities in (*((around,) if len(around) == 1 and around in rows else ()), *rows):
        for tenure in registry.tenures_of(entities[0]):
            if not tenure.former:
                return _held_across(tenure, body, state, registry, lexicon)
    return Held(title=role.title, office=None, body=body, state=state)


def with_owner(
    record: Record, role: RolePhrase, held: Held, mention: Mention, registry: Registry, antecedents: Antecedents,
    lexicon: Lexicon,
) -> Held:  # fmt: skip
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


def add_tenure(record: Record, role: RolePhrase, held: Held, registry: Registry) -> None:
    """Keeps the office that a person is told to hold, once."""
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


def _held_across(tenure: Tenure, body: str | None, state: str | None, registry: Registry, lexicon: Lexicon) -> Held:
    """The office of a counterpart: that of the other side, in the same organ of its own state.

    "The chief of Norland's armed forces" has a counterpart who is "chief of the armed forces" of Sudria; the counterpart of
    a Secretary of State is a foreign minister.
    """
    if tenure.office is not None and tenure.title.lower() in lexicon.table("resolution", "title_states"):
        tenure = replace(tenure, title=tenure.office.replace("-", " "))
    organ = registry.records.get(tenure.of or "")
    sister = registry.sister(organ, state) if organ is not None and state is not None else None
    if organ is None or sister is None or body != state:
        return Held(title=tenure.title, office=tenure.office, body=body, state=state)
    title = tenure.title.replace(organ.label, f"the {registry.organ_noun(organ)}")
    return Held(title=title, office=tenure.office, body=sister.iri, state=state)


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
    elif last.endswith("ies"):
        words[head] = words[head][:-3] + "y"
    elif last.endswith("s") and not last.endswith(("ss", "affairs", "affaires", "'s", "’s", "forces", "nations")):
        words[head] = words[head][:-1]
    return " ".join(words)

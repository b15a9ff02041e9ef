"""Titles alone that stand for someone told before: "the minister" of the Norlandic foreign minister of an earlier sentence."""

from dataclasses import replace
from typing import Final

from kg.model import EntityKind, Mention, RolePhrase, Tenure
from kg.resolution.antecedents import Antecedents
from kg.resolution.holding import LIKE_OFFICES, SINGLE_OFFICES
from kg.resolution.registry import Registry, is_short_for
from kg.resolution.tenures import Held

_FORMER_LOOK_BACK: Final = 3  # sentences
_LEADING: Final = frozenset({"secretary-general", "chairperson", "president", "director", "commissioner"})
_LOOSE: Final = frozenset({"official", "diplomat", "chairperson", "commander", "lawmaker", "judge"})


def bearer_told(
    role: RolePhrase, state: str | None, registry: Registry, antecedents: Antecedents, mention: Mention
) -> str | None:
    """Someone told before by the title, or in an office like it, of the same state; not who is spoken of beside the title."""
    addressing = (*antecedents.clauses.subject_beside(mention), *antecedents.joined_with(mention))
    if state is None and role.office in SINGLE_OFFICES:
        for _, entities in antecedents.outside_words(mention, antecedents.speakers_first(mention)):
            for iri in (i for i in entities if i not in addressing):
                titles = {t.title.lower() for t in registry.tenures_of(iri) if t.former is role.former}
                if role.title.lower() in titles:
                    return iri
    for _, entities in antecedents.outside_words(mention, antecedents.speakers_first(mention)):
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


def counterpart_told(
    role: RolePhrase, held: Held, registry: Registry, antecedents: Antecedents, mention: Mention
) -> str | None:
    """Someone told before in the office of a counterpart; a president's may be the chancellor or prime minister."""
    if not role.counterpart_of or held.office is None or held.state is None:
        return None
    same = replace(role, office=held.office, title=held.title, counterpart_of=False)
    found = bearer_told(same, held.state, registry, antecedents, mention)
    if found is None and held.office in LIKE_OFFICES["leader"]:
        found = bearer_told(replace(same, office="leader", title="leader"), held.state, registry, antecedents, mention)
    return found


def former_holder_told(role: RolePhrase, held: Held, registry: Registry, antecedents: Antecedents, mention: Mention) -> str | None:
    """Someone told before of whom it is known that he once held the office: "the former Norlandic foreign minister"."""
    key = registry.records[held.state].key if held.state is not None else None
    on = registry.article.published
    if not role.former or role.office not in SINGLE_OFFICES or key is None or on is None or not is_definite(mention, registry):
        return None
    for _, entities in antecedents.before(mention, _FORMER_LOOK_BACK):
        record = registry.records[entities[0]]
        tenures = registry.gazetteer.tenures(record.key) if record.key is not None and len(entities) == 1 else ()
        if any(t.office == role.office and t.of == key and t.held_on(on) is not True for t in tenures):
            return record.iri
    return None


def leader_told(held: Held, mention: Mention, registry: Registry, antecedents: Antecedents) -> str | None:
    """The leader told before by surname alone, as known to lead the state: "Lund" for "the Norlandic president"."""
    if held.office not in (*LIKE_OFFICES["leader"],) or held.state is None:
        return None
    people = {i for _, e in antecedents.anywhere_before(mention) for i in e if registry.is_leader_by_surname(i, held.state)}
    return next(iter(people)) if len(people) == 1 else None


def chief_told(role: RolePhrase, held: Held, mention: Mention, registry: Registry, antecedents: Antecedents) -> str | None:
    """Who was told before to lead a body whose "chief" or "head" is meant: "the UN chief" for its Secretary-General."""
    if held.body is None or registry.records[held.body].kind is not EntityKind.ORGANISATION or role.title.lower() not in ("chief", "head", "boss"):
        return None
    for _, entities in antecedents.anywhere_before(mention):
        for iri in entities:
            if any(t.of == held.body and t.office in _LEADING and not t.former for t in registry.tenures_of(iri)):
                return iri
    return None


def is_definite(mention: Mention, registry: Registry) -> bool:
    """Whether a title stands with "the" or begins with a capital, as of one bearer."""
    first = mention.span.of(registry.article.body).split()[0]
    return first.lower() == "the" or first[:1].isupper()


def _is_called(title: str, tenure: Tenure) -> bool:
    """Whether "the minister", "the Secretary" or "the leader" may be the holder of an office."""
    if title == "leader":
        return tenure.office in LIKE_OFFICES[title]
    return title in tenure.title.lower() or (title == "minister" and (tenure.office or "").endswith("minister") and "secretary" not in tenure.title.lower())

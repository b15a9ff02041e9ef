"""Whose office a title is that names no state: "President Miller" of which state?

In order: the only state that uses the title; where the meeting is told to take place ("In Norland,
she met President X"); the body that issued the text; the city of the dateline; the state in focus.
"""

from typing import Final

from kg.lexicon import Lexicon
from kg.model import EntityKind, Mention, RolePhrase
from kg.resolution.antecedents import Antecedents
from kg.resolution.issuers import outlet_state
from kg.resolution.registry import Registry

_STATES: Final = (EntityKind.STATE, EntityKind.POLITY)
_PLACE_WORDS: Final = frozenset(["in", "to", "at"])


# Offices of which every state has its own; a "director" or "commissioner" may be anybody's.
_OF_STATES: Final = frozenset(
    ["president", "vice-president", "prime-minister", "deputy-prime-minister", "chancellor", "monarch", "crown-prince",
     "head-of-state", "head-of-government", "foreign-minister", "deputy-foreign-minister", "defence-minister", "minister",
     "deputy-minister", "security-adviser", "chief-of-general-staff", "speaker", "head-of-intelligence"]
)  # fmt: skip


def owner_of(
    role: RolePhrase,
    mention: Mention,
    registry: Registry,
    antecedents: Antecedents,
    lexicon: Lexicon,
) -> str | None:
    """IRI of the state whose office a title without a jurisdiction most likely is."""
    title = " ".join(w for w in role.title.lower().split() if w not in ("former", "deputy", "acting", "new"))
    if (key := registry.gazetteer.by_code(lexicon.table("resolution", "title_states").get(title, ""))) is not None:
        return registry.known(key).iri
    if role.office not in _OF_STATES:
        return next(iter(outlet_state(registry, lexicon)), None)
    if (
        not antecedents.is_subject(mention)
        and (state := _place_before(mention, registry, antecedents)) is not None
    ):
        return state
    for state in outlet_state(registry, lexicon):
        return state
    return antecedents.home_state() or antecedents.focus_state(mention)


def _place_before(mention: Mention, registry: Registry, antecedents: Antecedents) -> str | None:
    """The state of "in Norland" or "to Norgrad" earlier in the sentence."""
    for other, entities in antecedents.before(mention, 0):
        record = registry.records[entities[0]]
        if record.kind in (*_STATES, EntityKind.CITY) and antecedents.case(other) in _PLACE_WORDS:
            if record.kind is not EntityKind.CITY:
                return record.iri
            entry = registry.gazetteer.entry(record.key or "")
            if entry is not None and entry.capital_of:
                return registry.known(entry.capital_of[0]).iri
    return None


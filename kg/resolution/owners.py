"""Whose office a title is that names no state: "President Miller" of which state?

In order: the only state that uses the title; where the meeting is told to take place ("In Norland,
she met President X"); the body that issued the text; the city of the dateline; the state in focus.
"""

import re
from typing import Final

from kg.lexicon import Lexicon
from kg.model import Mention, RolePhrase
from kg.resolution.antecedents import Antecedents
from kg.resolution.issuers import outlet_state
from kg.resolution.registry import Registry

_LED: Final = re.compile(r",? ?(?:led|headed|chaired|represented) by(?: the| its)?|under(?: the)?")


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
    if (led := _of_what_is_led(mention, registry, antecedents)) is not None:
        return led
    title = " ".join(w for w in role.title.lower().split() if w not in ("former", "deputy", "acting", "new"))
    if (key := registry.gazetteer.by_code(lexicon.table("resolution", "title_states").get(title, ""))) is not None:
        return registry.known(key).iri
    if role.office not in _OF_STATES:
        return next(iter(outlet_state(registry, lexicon)), None)
    if (
        not antecedents.is_subject(mention)
        and (state := antecedents.place_before(mention)) is not None
    ):
        return state
    for state in outlet_state(registry, lexicon):
        return state
    return antecedents.home_state() or antecedents.focus_state(mention)


def _of_what_is_led(mention: Mention, registry: Registry, antecedents: Antecedents) -> str | None:
    """The state behind "a Norlandic delegation led by"."""
    body = registry.article.body
    for other, entities in antecedents.before(mention, 0):
        between = body[other.span.end : mention.span.start]
        if _LED.fullmatch(" ".join(between.split())):
            return registry.state_behind(entities[0])
    return None

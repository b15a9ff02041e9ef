"""Whose office a title is that names no state: "President Miller" of which state?

In order: the only state that uses the title; where the meeting is told to take place ("In Norland,
she met President X"); the body that issued the text; the city of the dateline; the state in focus.
"""

import re
from typing import Final

from kg.gazetteer.linking import may_be_called
from kg.lexicon import Lexicon
from kg.model import EntityKind, Mention, MentionForm, RolePhrase
from kg.resolution.antecedents import Antecedents
from kg.resolution.focus import (
    focus_state,
    home_state,
    host_of_visitor,
    opens_behind_place,
    place_before,
    visited_behind,
)
from kg.resolution.holding import LIKE_OFFICES, SINGLE_OFFICES
from kg.resolution.issuers import outlet_state
from kg.resolution.registry import Registry

_SERVICES: Final = frozenset({"ministry", "government", "presidential", "military", "army", "cabinet", "parliamentary"})
LIST_ITEM: Final = 120  # characters that an official in front may take in a list
_LEADS: Final = re.compile(r"(?:who )?(?:is |was |will be )?(?:led|leads|leading|will lead|headed|heads|heading)(?: the| a)?")
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
    if (told := _of_its(mention, registry, antecedents)) is not None:
        return told
    if (led := _of_what_is_led(mention, registry, antecedents)) is not None:
        return led
    if (listed := _of_list(role, mention, registry, antecedents) or _of_group(mention, registry, antecedents)) is not None:
        return listed
    title = " ".join(w for w in role.title.lower().split() if w not in ("former", "deputy", "acting", "new"))
    if (key := registry.gazetteer.by_code(lexicon.table("resolution", "title_states").get(title, ""))) is not None:
        return registry.known(key).iri
    if role.office not in _OF_STATES and not title.startswith("opposition ") and not is_of_government(role):
        return next(iter(outlet_state(registry, lexicon)), None)
    if not antecedents.clauses.is_subject(mention) or opens_behind_place(mention, antecedents):
        state = place_before(mention, antecedents) or visited_behind(mention, antecedents)
        if state is not None:
            return state
    if (host := host_of_visitor(mention, antecedents)) is not None:
        return host
    likely = (*outlet_state(registry, lexicon), home_state(antecedents), focus_state(mention, antecedents))
    return next((s for s in likely if s is not None and not _is_unknown_there(title, s, registry) and not _held_by_another(role, mention, s, registry)), None)


def is_of_government(role: RolePhrase) -> bool:
    """Whether a title tells that it is in the service of a government: "a ministry spokesman", "a military official"."""
    return bool(_SERVICES & set(role.title.lower().split()[:-1]))


def _of_its(mention: Mention, registry: Registry, antecedents: Antecedents) -> str | None:
    """The state or body that "Its chairman, NAME" speaks of: the subject told last."""
    body = registry.article.body
    words = (body[: mention.span.start].split()[-1:] + mention.span.of(body).split()[:1])
    if not any(w.lower() == "its" for w in words):
        return None
    told = ((m, e[0]) for m, e in antecedents.before(mention, 1) if antecedents.clauses.is_subject(m))
    return next((iri for _, iri in told if antecedents.kind(iri) in (EntityKind.STATE, EntityKind.POLITY, EntityKind.ORGANISATION)), None)


def _is_unknown_there(title: str, state: str, registry: Registry) -> bool:
    """Whether a state is known to have a head of state, but nobody as head of government: its prime minister is another's."""
    known = registry.gazetteer.offices_of(registry.records[state].key or "") if title == "prime minister" else frozenset()
    return not known.isdisjoint(LIKE_OFFICES["head-of-state"]) and known.isdisjoint(LIKE_OFFICES["head-of-government"])


def _held_by_another(role: RolePhrase, mention: Mention, state: str, registry: Registry) -> bool:
    """Whether somebody of another name is known to have held the office of a state on the day."""
    on, key = registry.article.published, registry.records[state].key
    if mention.form is not MentionForm.NAME or role.office not in SINGLE_OFFICES or role.former or on is None or key is None:
        return False
    known = registry.gazetteer.holders(role.office or "", key, on)
    return bool(known) and not any(may_be_called(h.name, mention.name or "") for h in known)


def _of_list(role: RolePhrase, mention: Mention, registry: Registry, antecedents: Antecedents) -> str | None:
    """The state of the official in front, in a list of different offices: "Norlandic Prime Minister X, Defence Minister Y and ..."."""
    body = registry.article.body
    for other, entities in antecedents.before(mention, 0):
        between = " ".join(body[other.span.end : mention.span.start].split())
        if other.kind is EntityKind.PERSON and other.roles and between in (",", ", and", "and"):
            other_offices = {r.office for r in other.roles}
            listed = between != "and" or (role.office == "minister" and "prime-minister" in other_offices)
            held = registry.state_behind(entities[0]) if entities else None
            return held if listed and role.office not in other_offices and role.office in _OF_STATES else None
        if other.span.start < mention.span.start - LIST_ITEM:
            break
    return None


def _of_group(mention: Mention, registry: Registry, antecedents: Antecedents) -> str | None:
    """The state of a plural title that the names behind it spell out: "two aides to Lund, adviser X and secretary Y"."""
    here = antecedents.of_sentence(mention.sentence)
    group = next((m for m in reversed(here) if m.plural and m.roles and m.roles[0].of and m.span.end < mention.span.start), None)
    if group is None or mention.span.start - group.span.end > 2 * LIST_ITEM:
        return None
    text = registry.article.body[group.span.end : mention.span.start]
    for named in (m for m in here if m.kind is EntityKind.PERSON and m.roles and group.span.end < m.span.start < mention.span.start):
        text = text.replace(named.span.of(registry.article.body), "", 1)
    owner = next((m for m in here if m.index == group.roles[0].of[0]), None)
    linked = antecedents.entities_of(owner) if owner is not None else ()
    return registry.state_behind(linked[0]) if linked and text.strip()[:1] == "," and text.replace(",", " ").split() in ([], ["and"]) else None


def _of_what_is_led(mention: Mention, registry: Registry, antecedents: Antecedents) -> str | None:
    """The state behind "a Norlandic delegation led by"."""
    body = registry.article.body
    for other, entities in antecedents.before(mention, 0):
        between = body[other.span.end : mention.span.start]
        if _LED.fullmatch(" ".join(between.split())):
            return registry.state_behind(entities[0])
    for other in antecedents.of_sentence(mention.sentence):  # "X led the Norlandic delegation"
        leads = other.span.start - mention.span.end > 0 and _LEADS.fullmatch(" ".join(body[mention.span.end : other.span.start].split()))
        owned = next((m for m in antecedents.of_sentence(mention.sentence) if m.index == other.of), other)
        if leads and (linked := antecedents.entities_of(other) or antecedents.entities_of(owned)):
            return registry.state_behind(linked[0])
    return None

"""Nominals to what they stand for: "both sides", "the country", "the alliance", "the disputed region"."""

from typing import Final

from kg.model import STATE_KINDS, EntityKind, Mention
from kg.resolution.antecedents import Antecedents
from kg.resolution.parties import resolve_parties
from kg.resolution.registry import Found, Record

_BODIES: Final = (EntityKind.ORGANISATION, EntityKind.GROUP)
_DIRECTIONS: Final = ("north", "south", "east", "west")
_DISPUTED: Final = ("disputed", "contested", "breakaway", "separatist", "occupied", "annexed")
# What else a body may be called when it is told again.
_CALLED: Final = {
    "bloc": ("union", "community", "association", "organisation", "organization", "council", "g7", "g8", "g20", "group"),
    "alliance": ("nato", "pact", "organisation", "organization"),
    "organisation": ("organization", "nations", "union", "nato", "opec", "unesco", "agency"),
    "organization": ("organisation", "nations", "union", "nato", "opec", "unesco", "agency"),
    "group": ("hamas", "hezbollah", "taliban", "houthis", "front", "movement", "organisation", "organization", "g7", "g20", "state", "militia"),
    "movement": ("taliban", "hamas", "houthis", "front"),
    "body": ("council", "commission", "agency", "assembly", "court"),
    "agency": ("iaea", "organization", "programme"),
    "union": ("eu",),
}  # fmt: skip


def resolve_nominal(mention: Mention, antecedents: Antecedents) -> Found:
    """ "both leaders", "the two sides", "the country", "the alliance", "the disputed region"."""
    words = (mention.name or "").lower()
    if mention.kind is EntityKind.REGION:
        return _last_region(words, mention, antecedents)
    if mention.kind is EntityKind.ORGANISATION:
        return last_body(words.split()[-1], mention, antecedents)
    if mention.kind is EntityKind.STATE and words.split()[-1] in _DIRECTIONS:
        return _half(words.split()[-1], mention, antecedents)
    if mention.kind is EntityKind.STATE and not mention.plural:
        return last_of(mention, antecedents, STATE_KINDS, 2)
    return resolve_parties(mention, antecedents)


def last_body(
    noun: str, mention: Mention, antecedents: Antecedents, kinds: tuple[EntityKind, ...] = _BODIES
) -> Found:
    """The body last told whose name has a noun as its head ("the council"), or is of the sort that it means."""
    called = _CALLED.get(noun, ())
    for wanted in ((noun,), called):
        for _, entities in antecedents.anywhere_before(mention):
            record = antecedents.registry.records[entities[0]]
            if len(entities) == 1 and record.kind in kinds and _heads(record) & set(wanted):
                return entities, 0.7, ("the body last told that is called so",)
    return (), 0.0, ("no such body before it",)


def last_of(
    mention: Mention, antecedents: Antecedents, kinds: tuple[EntityKind, ...], sentences: int
) -> Found:
    """What is last told of some kinds in so many sentences; subjects outrank others."""
    rows = [
        r
        for r in antecedents.before(mention, sentences)
        if antecedents.kind(r[1][0]) in kinds and antecedents.clauses.is_top(r[0])
    ]
    subjects = [r for r in rows if antecedents.clauses.is_subject(r[0])]
    for _, entities in subjects or rows:
        return entities[:1], 0.6, ("last fitting subject",)
    return (), 0.0, ("nothing fitting before it",)


def _half(direction: str, mention: Mention, antecedents: Antecedents) -> Found:
    """ "the North" of a country whose name begins so, where one was told."""
    for _, entities in antecedents.anywhere_before(mention):
        record = antecedents.registry.records[entities[0]]
        if record.kind in STATE_KINDS and record.label.lower().startswith(direction + " "):
            return entities, 0.8, ("the state of that name told before",)
    return (), 0.0, ("no state of that name before it",)


def _last_region(words: str, mention: Mention, antecedents: Antecedents) -> Found:
    """A disputed region is the one last named; a bare "the region" may be wider than that."""
    if not any(w in words for w in _DISPUTED):
        return (), 0.0, ("the extent of the region is not told",)
    for _, entities in antecedents.before(mention, 10**6):
        if antecedents.kind(entities[0]) is EntityKind.REGION:
            return entities, 0.7, ("the region last named",)
    return (), 0.0, ("no region before it",)


def _heads(record: Record) -> set[str]:
    """The head nouns of a body's names: the last word, and the last one before "of", "for" or a bracket."""
    found = set()
    for name in (record.label, *record.aliases):
        words = name.lower().split()
        stop = next((i for i, w in enumerate(words) if i and (w in ("of", "for", "in", "on") or w[0] == "(")), len(words))
        found |= {words[-1], words[stop - 1]}
    return found

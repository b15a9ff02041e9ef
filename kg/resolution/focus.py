"""The state that the text is about at a mention: last told of, spoken to, visited, of the dateline."""

import re
from collections.abc import Iterable
from typing import Final

from kg.model import STATE_KINDS, EntityKind, Mention
from kg.resolution.antecedents import PLACE_WORDS, Antecedents

_VISITED: Final = 3  # sentences that a visit is told of
_CLAUSE: Final = 150  # characters that the rest of a clause may take
_VISIT_TO: Final = re.compile(r"\b(?:visit|trip|tour|journey) (?:to|of)(?: the)? $")


def focus_state(mention: Mention, antecedents: Antecedents) -> str | None:
    """The state of which a bare "the foreign ministry" speaks."""
    if (home := home_state(antecedents)) is not None:
        return home
    told = [(m, antecedents.registry.state_behind(e[0])) for m, e in antecedents.before(mention, 2)]
    for rows in ([r for r in told if antecedents.clauses.is_subject(r[0])], told):
        newest = [(m.sentence, state) for m, state in rows if state is not None]
        states = {state for sentence, state in newest if sentence == newest[0][0]}
        if newest:  # of two states in one sentence neither is in focus
            return newest[0][1] if len(states) == 1 else None
    return None


def home_state(antecedents: Antecedents) -> str | None:
    """The state of the dateline's city, if it is a capital and the article is about that state."""
    place = antecedents.registry.article.place
    for match in antecedents.registry.gazetteer.match(place.title().split(), 0)[:1] if place else ():
        entry = match.entries[0]
        key = entry.capital_of[0] if entry.capital_of else entry.key if entry.kind in STATE_KINDS else None
        if key in antecedents.states_told_of:  # a dateline may only say where the writer sits
            return antecedents.registry.known(key).iri
    return None


def last_states(mention: Mention, count: int, antecedents: Antecedents) -> tuple[str, ...]:
    """The last states concerned: behind the people of this sentence, else named before.

    "Both countries" are states in the full sense where enough of them were named, "both sides" are not.
    """
    countries = any(w in (mention.name or "").lower() for w in ("countr", "nations"))
    full = _last_states(mention, count, (EntityKind.STATE,), antecedents) if countries else ()
    return full or _last_states(mention, count, STATE_KINDS, antecedents)


def last_state_but(mention: Mention, outside: str, antecedents: Antecedents) -> str | None:
    """The state last concerned that is another than one."""
    told = [(antecedents.kind(e[0]), antecedents.registry.state_behind(e[0])) for _, e in antecedents.before(mention)]
    people = [s for kind, s in told if kind is EntityKind.PERSON]  # who is spoken to outranks what is spoken of
    return next((s for s in (*people, *(s for _, s in told)) if s is not None and s != outside and antecedents.kind(s) in STATE_KINDS), None)


def speaking_to(mention: Mention, antecedents: Antecedents) -> str | None:
    """The state of the subject whose verb has the mention as its object: "X urged both sides" leaves X out."""
    place = antecedents.clauses.place(mention)
    if place is None or place[0].first_conjunct(place[1]).deprel not in ("obj", "iobj", "obl"):
        return None
    head = place[0].first_conjunct(place[1]).head
    clause = head if any(place[0].children(head, "nsubj")) else place[0].first_conjunct(head).index
    subjects = [n.mention for n in place[0].children(clause, "nsubj") if n.mention is not None]
    here = antecedents.told_in(mention.sentence)
    entities = [iri for told, linked in here if told.index in subjects for iri in linked]
    states = {s for s in map(antecedents.registry.state_behind, entities) if s is not None}
    return next(iter(states)) if len(states) == 1 else None


def place_before(mention: Mention, antecedents: Antecedents) -> str | None:
    """The state of "in Norland", "at a time in Norland's history", "to Norgrad" or "visits Norland" earlier in the sentence."""
    for other, entities in antecedents.before(mention, 0):
        record = antecedents.registry.records[entities[0]]
        case = antecedents.clauses.case_of_possessed(other) or antecedents.clauses.case(other)
        if case not in PLACE_WORDS and not antecedents.clauses.is_visited(other):
            continue
        if record.kind in STATE_KINDS:
            return record.iri
        entry = antecedents.registry.gazetteer.entry(record.key or "")
        if entry is not None and entry.capital_of:
            return antecedents.registry.known(entry.capital_of[0]).iri
    return None


def visited_behind(mention: Mention, antecedents: Antecedents) -> str | None:
    """The state of "met President X during a visit to Norland" behind a mention: the host is its official."""
    body = antecedents.registry.article.body
    for other in antecedents.of_sentence(mention.sentence):
        if not 0 < other.span.start - mention.span.end < _CLAUSE or not _VISIT_TO.search(body[mention.span.end : other.span.start]):
            continue
        linked = antecedents.entities_of(other) or ()
        record = antecedents.registry.records[linked[0]] if linked else None
        if record is not None and (state := record if record.kind in STATE_KINDS else antecedents.registry.state_of_seat(record)) is not None:
            return state.iri
    return None


def host_of_visitor(mention: Mention, antecedents: Antecedents) -> str | None:
    """The state whose officials a visitor meets: "X has arrived in Norgrad. He is to meet the prime minister"."""
    if not antecedents.clauses.is_met(mention):
        return None
    visitors = {antecedents.registry.state_behind(i) for i in antecedents.clauses.subject_around(mention)} - {None}
    home = home_state(antecedents)
    for sentence in range(mention.sentence - 1, max(-1, mention.sentence - 1 - _VISITED), -1):
        told = antecedents.told_in(sentence)
        came = {antecedents.registry.state_behind(e[0]) for m, e in told if antecedents.clauses.goes(m)} - {None}
        places = (m for m, _ in told if antecedents.clauses.case(m) in PLACE_WORDS or antecedents.clauses.is_visited(m))
        records = (antecedents.registry.records[i] for m in places for i in antecedents.entities_of(m))
        states = (r if r.kind in STATE_KINDS else antecedents.registry.state_of_seat(r) for r in records)
        host = next((s.iri for s in states if s is not None and s.iri not in came), None)
        if host is not None and came & (visitors or came) and home in (None, *came):  # a pronoun may not be resolved yet
            return host
    return None


def opens_behind_place(mention: Mention, antecedents: Antecedents) -> bool:
    """Whether a sentence begins with a place and then tells of somebody there: "In Nortown, the minister said"."""
    sentence = antecedents.sentences[mention.sentence]
    words = antecedents.registry.article.body[sentence.span.start : mention.span.start].split()
    return len(words) in (2, 3) and words[0] == "In" and words[-1].endswith(",")


def _last_states(mention: Mention, count: int, kinds: tuple[EntityKind, ...], antecedents: Antecedents) -> tuple[str, ...]:
    here = list(antecedents.before(mention, 0))
    behind = _distinct(antecedents.registry.state_behind(i) for m, e in reversed(here) if antecedents.clauses.is_top(m) for i in e)
    behind = tuple(s for s in behind if antecedents.registry.records[s].kind in kinds)
    if len(behind) >= count:
        return behind[:count]
    outside = speaking_to(mention, antecedents)
    seen: list[str] = []
    for _m, entities in antecedents.before(mention):
        for iri in entities:
            state = antecedents.registry.state_behind(iri)
            if state is None or state in seen or state == outside:
                continue
            if antecedents.registry.records[state].kind in kinds:
                seen.append(state)
        if len(seen) >= count:
            break
    return tuple(reversed(seen[:count])) if len(seen) >= count else ()


def _distinct(values: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(v for v in values if v is not None))

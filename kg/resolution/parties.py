"""Plural nominals: "both leaders", "the two sides", "the parties", "the trio".

The newest sentence decides that tells as many as the words ask for: those joined by "and", else
all its agents that stand by themselves. A phrase that was told before keeps its meaning.
"""

import re
from collections.abc import Iterator
from typing import Final

from kg.model import AGENT_KINDS, EntityKind, Mention
from kg.resolution.antecedents import Antecedents
from kg.resolution.focus import last_states, speaking_to
from kg.resolution.holding import LIKE_OFFICES
from kg.resolution.registry import Found

_COUNTS: Final = {"three": 3, "trio": 3, "four": 4, "quartet": 4, "five": 5, "six": 6}
_OPEN: Final = ("the", "these", "those")  # "the parties" may be more than two
_COUNTRIES: Final = re.compile(r"countr|nations|states|governments|capitals|neighbou?rs|republics|powers|peoples")
_PLACE_CASES: Final = frozenset(["in", "at", "to", "near", "from", "into", "around", "on"])
_LEADERS: Final = frozenset(LIKE_OFFICES["leader"])
LOOK_BACK: Final = 6  # sentences


def resolve_parties(mention: Mention, antecedents: Antecedents) -> Found:
    """The parties that a plural nominal stands for."""
    words = (mention.name or "").lower()
    count = next((n for w, n in _COUNTS.items() if w in words.split()), 2)
    exact = not words.startswith(_OPEN) or any(w in words.split() for w in ("two", *_COUNTS))
    if count == 2 and not _ministry(words) and (pair := _only_pair(mention, antecedents)):
        return _as_asked(pair, mention, words, antecedents), 0.7, ("the only two people told so far",)
    outside = speaking_to(mention, antecedents)
    called = _called(mention, words, antecedents)
    if count > 2:  # as many told in one row, before any that a sentence happens to tell
        rows = (row for back in range(LOOK_BACK) for row in _joined_rows(mention, antecedents, mention.sentence - back))
        whole = next((found for row in rows if len(found := _as_asked(row, mention, words, antecedents)) == count), None)
        if whole is not None:
            return whole, 0.75, ("as many told together",)
    for back in range(LOOK_BACK):
        for row in _rows(mention, antecedents, mention.sentence - back):
            found = _as_asked(row, mention, words, antecedents)
            if outside is not None and outside in map(antecedents.registry.state_behind, found):
                continue
            if any(i not in called for i in found) and (len(called) >= count or _ministry(words)):
                continue
            if len(found) == count or (not exact and len(found) > count):
                return found, 0.75 - 0.05 * back, ("the parties of the sentence",)
        if back <= 1 and (same := _told_so(mention, words, antecedents)) is not None:
            return same, 0.7, ("the same words before",)
    if mention.kind is EntityKind.PERSON:
        people = _last_people(mention, antecedents, count, called) if len(called) >= count or not _ministry(words) else ()
        return (people, 0.6, ("the people last named",)) if people else ((), 0.0, ("no people before it",))
    if states := last_states(mention, count, antecedents):
        return states, 0.55, ("the states last concerned",)
    of_many = _group_of_many(mention, antecedents)
    return (of_many, 0.5, ("the envoys of a body of states",)) if of_many else ((), 0.0, ("no states before it",))


def _group_of_many(mention: Mention, antecedents: Antecedents) -> tuple[str, ...]:
    """The group last told that serves a body of states, not one: "Advisers to the leaders of the format met. The parties agreed"."""
    for m, entities in antecedents.before(mention, LOOK_BACK):
        record = antecedents.registry.records[entities[0]]
        owner = antecedents.registry.records.get(record.organ_of or "")
        if m.plural and record.kind is EntityKind.GROUP and owner is not None and owner.kind is EntityKind.ORGANISATION:
            return entities[:1]
    return ()


def _called(mention: Mention, words: str, antecedents: Antecedents) -> set[str]:
    """Those told before who hold an office that the noun names: leaders, presidents, ministers."""
    noun, ministry = words.split()[-1], _ministry(words)
    offices = _LEADERS if noun == "leaders" else {ministry or noun.removesuffix("s")}
    people = {i for _, e in antecedents.anywhere_before(mention) for i in e if antecedents.kind(i) is EntityKind.PERSON}
    held = {i: [t.office or "" for t in antecedents.registry.tenures_of(i)] for i in people}
    unnamed = {i for i in people if ministry and antecedents.registry.records[i].label.startswith(f"(unnamed) {ministry.replace('-', ' ')} of ")}
    return unnamed | {i for i, of in held.items() if any(o in offices or (noun == "ministers" and not ministry and o.endswith("minister")) for o in of)}


def _ministry(words: str) -> str:
    """The one office that "the two foreign ministers" or "the prime ministers" hold, "" for "the two ministers"."""
    field = words.split()[-2:-1]
    return f"{field[0]}-minister" if words.endswith("ministers") and field in (["foreign"], ["prime"]) else ""


def _only_pair(mention: Mention, antecedents: Antecedents) -> tuple[str, ...]:
    """The two people of an article that has told of no others, if they serve different states."""
    people: list[str] = []
    for m, entities in antecedents.anywhere_before(mention):
        people.extend(i for i in entities if antecedents.kind(i) is EntityKind.PERSON and antecedents.clauses.is_top(m))
        if len(set(people)) > 2:
            return ()
    pair = tuple(dict.fromkeys(reversed(people)))
    states = {antecedents.registry.state_behind(i) for i in pair}
    return pair if len(pair) == 2 and len(states - {None}) == 2 else ()


def _rows(mention: Mention, antecedents: Antecedents, sentence: int) -> Iterator[tuple[str, ...]]:
    """Rows of agents in a sentence: plural phrases and joined ones, newest first, then all together."""
    if sentence < 0:
        return
    yield from _joined_rows(mention, antecedents, sentence)
    told = [(m, e) for m, e in antecedents.before(mention, LOOK_BACK) if m.sentence == sentence]
    alone = [i for m, e in reversed(told) if _stands_alone(m, antecedents) for i in e]
    behind = {antecedents.registry.state_behind(i) for i in alone}
    if mention.kind is EntityKind.PERSON or len(behind - {None}) > 1:
        yield tuple(alone)


def _joined_rows(mention: Mention, antecedents: Antecedents, sentence: int) -> Iterator[tuple[str, ...]]:
    """Plural phrases of a sentence and those joined by "and", newest first."""
    if sentence < 0:
        return
    for m, entities in antecedents.before(mention, LOOK_BACK):
        if m.sentence == sentence and len(entities) > 1 and antecedents.clauses.is_top(m):
            yield entities
    for row in reversed(antecedents.coordinated(sentence)):
        if row[-1].span.end <= mention.span.start:
            yield tuple(i for m in row for i in antecedents.entities_of(m))


def _stands_alone(mention: Mention, antecedents: Antecedents) -> bool:
    return antecedents.clauses.is_top(mention) and antecedents.clauses.case(mention) not in _PLACE_CASES


def _as_asked(row: tuple[str, ...], mention: Mention, words: str, antecedents: Antecedents) -> tuple[str, ...]:
    """The agents of a row as people, states or parties, each once; () where the row holds something else."""
    agents = [i for i in row if antecedents.kind(i) in AGENT_KINDS]
    if mention.kind is EntityKind.PERSON:
        people = [i for i in agents if antecedents.kind(i) is EntityKind.PERSON]
        return tuple(dict.fromkeys(people))
    behind = [antecedents.registry.state_behind(i) for i in agents]
    states = tuple(dict.fromkeys(s for s in behind if s is not None))
    if _COUNTRIES.search(words):
        full = tuple(s for s in states if antecedents.kind(s) is EntityKind.STATE)
        return full if len(full) > 1 else states
    if len(states) > 1 or not agents:
        return states
    return tuple(dict.fromkeys(i for i in agents if antecedents.kind(i) is not EntityKind.PERSON))


def _told_so(mention: Mention, words: str, antecedents: Antecedents) -> tuple[str, ...] | None:
    """What the same nominal stood for before."""
    noun = words.split()[-1]
    for m, entities in antecedents.anywhere_before(mention):
        alike = (m.name or "").lower().split()[-1] == noun and _ministry((m.name or "").lower()) in ("", _ministry(words))
        if m.form is mention.form and m.plural and alike and len(entities) > 1:
            return entities
    return None


def _last_people(mention: Mention, antecedents: Antecedents, count: int, called: set[str]) -> tuple[str, ...]:
    """The people of the newest sentences that name enough of them: of those who are ``called`` so where there are enough."""
    others = {i for m, e in antecedents.before(mention, 0) if antecedents.clauses.is_subject(m) for i in e} if antecedents.clauses.is_object(mention) else set()
    fitting = called - others if len(called - others) >= count else None
    seen: list[str] = []
    for m, entities in antecedents.before(mention) if fitting is None else antecedents.anywhere_before(mention):
        for iri in entities:
            if antecedents.kind(iri) is EntityKind.PERSON and iri not in seen and antecedents.clauses.is_top(m) and (fitting is None or iri in fitting):
                seen.append(iri)
        if len(seen) >= count:
            break
    return tuple(reversed(seen[:count])) if len(seen) >= count else ()

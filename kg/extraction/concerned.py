"""Whom a one-sided act concerns: the party told in its content, where no argument names one.

"Norland rejected an Ostian plan", "threatened to close its border with Sudria": the act has an agent
and no other side, but its content tells of one. Nearest to the trigger counts, the agent's own side
and places of the act itself do not.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from kg.extraction.filler import Filler
from kg.extraction.filling import Fillers
from kg.extraction.matching import Match
from kg.extraction.phrases import with_conjuncts
from kg.model import AGENT_KINDS, PLACE_KINDS, MentionForm, Parse, Relation, Role

_CONTENT: Final = frozenset(
    {Relation.OBJECT, Relation.CLAUSE, Relation.INFINITIVE, Relation.OBLIQUE, Relation.MODIFIER, Relation.CLAUSE_SUBJECT}
)
_OUTSIDE: Final = frozenset({"advcl", "parataxis", "acl:relcl", "punct", "appos", "conj"})
_QUARRELS: Final = frozenset({"conflict", "crisis", "dispute", "row", "standoff", "war"})  # "mediated in the dispute between X and Y"
_PLACE_CASES: Final = frozenset({"in", "at", "near", "after", "before", "during", "despite", "amid", "since", "until", "accord to", "according to", "because of", "due to",
     "owing to", "following", "ahead of", "as part of", "under"})
_AT_SEA: Final = frozenset({"off"})


def with_concerned(match: Match, fillers: Fillers) -> Match:
    """The match with the party of its content as affected, those mediated between as participants; unchanged where it has two sides or tells of none."""
    doers = [f for role, f in match.participants if role in (Role.AGENT, Role.MEDIATOR)]
    own = {iri for f in doers for iri in _sides(f, fillers)}
    others = [(role, f) for role, f in match.participants if role not in (Role.AGENT, Role.MEDIATOR)]
    if not doers or any(role is not Role.AFFECTED or not own & _sides(f, fillers) for role, f in others):
        return match  # "withdrew its troops": its own are no other side
    mediates = all(role is Role.MEDIATOR for role, _ in match.participants)
    if match.type.residual or not (mediates or _is_directed(match)):
        return match
    told = list(_told(match, fillers))
    for row in told:
        found = [f for f in row if f.entity.kind in AGENT_KINDS and not own & _sides(f, fillers)]
        if found and not (mediates and len(found) < 2):
            role = Role.PARTICIPANT if mediates else Role.AFFECTED
            return replace(match, participants=(*match.participants, *((role, f) for f in found)))
    if not others and _reaches_places(match):
        place = next((f for row in told for f in row if f.entity.kind in PLACE_KINDS), None)
        return match if place is None else replace(match, participants=(*match.participants, (Role.AFFECTED, place)))
    return match


def _reaches_places(match: Match) -> bool:
    """Whether what is done may be done to a place: "announced funds to fight the fever in X"."""
    return any(s.role == "affected" and s.relation is Relation.OBLIQUE for s in match.frame.slots)


def _sides(filler: Filler, fillers: Fillers) -> set[str]:
    return {filler.entity.iri, *fillers.capacities.behalf(filler.entity, filler.span)[0]}


def _is_directed(match: Match) -> bool:
    """Whether the wording has a place for an addressee, and none for what is harmed or hit."""
    slots = match.frame.slots
    hit = any(s.role == "affected" and s.relation is Relation.OBJECT for s in slots)
    addressed = {s.relation for s in slots if s.role == "addressee"}
    return bool(addressed) and (not hit or Relation.OBLIQUE in addressed)


def _told(match: Match, fillers: Fillers) -> Iterator[list[Filler]]:
    """The agents and places named in the content, nearest to the trigger first, each with those joined to it."""
    parse = fillers.parse_of(match.predicate)
    todo = deque(
        node
        for argument in match.predicate.arguments
        if argument.relation in _CONTENT
        for node in argument.nodes
        if argument.case not in _PLACE_CASES or parse.nodes[node].upos == "VERB" or parse.nodes[node].lemma.lower() in _QUARRELS
    )
    seen = {match.predicate.node}
    while todo:
        index = todo.popleft()
        if index in seen:
            continue
        seen.add(index)
        found = [f for node in with_conjuncts(parse, index) for f in fillers.of_node(parse, node)]
        yield [f for f in found if f.entity.kind in PLACE_KINDS or (f.entity.kind in AGENT_KINDS and not _is_vague(f, fillers))]
        todo.extend(_below(parse, index))


def _below(parse: Parse, index: int) -> Iterator[int]:
    """What a word governs, but for where it lies at sea: "a tanker off the coast of X"."""
    for child in parse.children(index):
        if child.deprel not in _OUTSIDE and not any(c.lemma.lower() in _AT_SEA for c in parse.children(child.index, "case")):
            yield child.index


def _is_vague(filler: Filler, fillers: Fillers) -> bool:
    """Whether a filler is a pronoun or a common noun without a state ("authorities")."""
    form = None if filler.mention is None else fillers.analysis.mentions[filler.mention].form
    nobody = filler.entity.wikidata is None and not fillers.capacities.behalf(filler.entity, filler.span)[0]
    return form is MentionForm.PRONOUN or (form is MentionForm.ROLE and nobody)

"""Whom a one-sided act concerns: the party told in its content, where no argument names one.

"Norland rejected an Ostian plan", "threatened to close its border with Sudria": the act has an agent
and no other side, but its content tells of one. Nearest to the trigger counts, the agent's own side
and places of the act itself do not.
"""

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from kg.extraction.filler import Filler
from kg.extraction.filling import Fillers
from kg.extraction.matching import Match
from kg.extraction.phrases import with_conjuncts
from kg.model import AGENT_KINDS, PLACE_KINDS, STATE_KINDS, EntityKind, MentionForm, Parse, Relation, Role

_CONTENT: Final = frozenset(
    {Relation.OBJECT, Relation.CLAUSE, Relation.INFINITIVE, Relation.OBLIQUE, Relation.MODIFIER, Relation.CLAUSE_SUBJECT}
)
_OUTSIDE: Final = frozenset({"advcl", "parataxis", "acl:relcl", "punct", "appos", "conj"})
_QUARRELS: Final = frozenset({"conflict", "crisis", "dispute", "row", "standoff", "war"})  # "mediated in the dispute between X and Y"
_PLACE_CASES: Final = frozenset({"in", "at", "near", "after", "before", "during", "despite", "amid", "since", "until", "accord to", "according to", "because of", "due to",
     "owing to", "following", "ahead of", "as part of", "under"})
_AT_SEA: Final = frozenset({"off"})


def with_concerned(match: Match, fillers: Fillers, deeds: Mapping[tuple[int, int], Match]) -> Match:
    """The match with the party of its content as affected, those mediated between as participants; unchanged where it has two sides or tells of none.

    ``deeds`` are the matches of the article by sentence and node: to which place the deed that is promised is to be done.
    """
    doers = [f for role, f in match.participants if role in (Role.AGENT, Role.MEDIATOR)]
    own = {iri for f in doers for iri in _sides(f, fillers)}
    others = [(role, f) for role, f in match.participants if role not in (Role.AGENT, Role.MEDIATOR)]
    if not doers or any(role is not Role.AFFECTED or not (own & _sides(f, fillers) or f.entity.kind in PLACE_KINDS) for role, f in others):
        return match  # "withdrew its troops from Riverton": its own are no other side, a place alone is none
    mediates = all(role is Role.MEDIATOR for role, _ in match.participants)
    if match.type.residual or not (mediates or _is_directed(match)):
        return match
    told = list(_told(match, fillers))
    hit = any(f.entity.kind in PLACE_KINDS for _, f in others)
    kinds = STATE_KINDS if hit else AGENT_KINDS  # "left the Sudrian town of Riverton": whose it is
    for row in told:
        found = [f for f in row if f.entity.kind in kinds and (not own & _sides(f, fillers) or _is_faced_at_home(f, doers, fillers))]
        if found and not (mediates and len(found) < 2):
            role = Role.PARTICIPANT if mediates else Role.AFFECTED
            return replace(match, participants=(*match.participants, *((role, f) for f in found)))
    if hit or mediates:
        return match
    places = list(_places_of_deed(match, deeds))
    if not places and (reached := _cases_of_places(match)):
        parse = fillers.parse_of(match.predicate)
        places = [f for row in told for f in row if f.entity.kind in PLACE_KINDS and not _lies_in(f, parse, reached)]
    return replace(match, participants=(*match.participants, *((Role.AFFECTED, f) for f in places[:1])))


def _places_of_deed(match: Match, deeds: Mapping[tuple[int, int], Match]) -> Iterator[Filler]:
    """The places affected by the deed in the content: "agreed to withdraw from X"."""
    for argument in match.predicate.arguments:
        if argument.relation in (Relation.INFINITIVE, Relation.CLAUSE):
            for node in argument.nodes:
                deed = deeds.get((match.predicate.sentence, node))
                affected = () if deed is None else deed.participants
                yield from (f for role, f in affected if role is Role.AFFECTED and f.entity.kind in PLACE_KINDS)


def _cases_of_places(match: Match) -> set[str]:
    """Behind which prepositions a place may be what is acted on: "announced funds to fight the fever in X"."""
    return {case for s in match.frame.slots if s.role == "affected" and s.relation is Relation.OBLIQUE for case in s.cases}


def _lies_in(filler: Filler, parse: Parse, reached: set[str]) -> bool:
    """Whether a place is only where something is: "rescued migrants in X"."""
    cases = {c.lemma.lower() for c in parse.children(filler.node, "case")} if filler.node is not None and filler.node >= 0 else set()
    return bool(cases & {"in", "at", "near", "on"} - reached)


def _is_faced_at_home(filler: Filler, doers: Sequence[Filler], fillers: Fillers) -> bool:
    """Whether a body or people of a state turn to somebody named of it: "the opposition demanded the resignation of President X"."""
    named = filler.mention is not None and fillers.analysis.mentions[filler.mention].form is MentionForm.NAME
    return named and filler.entity.kind is EntityKind.PERSON and all(f.entity.kind in (EntityKind.ORGANISATION, EntityKind.GROUP) for f in doers)


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

"""Whom a one-sided act concerns: the party told in its content, where no argument names one.

"Norland rejected an Ostian plan", "threatened to close its border with Sudria": the act has an agent
and no other side, but its content tells of one. Nearest to the trigger counts, the agent's own side
and places of the act itself do not.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from kg.extraction.filling import AGENT_KINDS, Filler, Fillers
from kg.extraction.matching import Match
from kg.model import MentionForm, Parse, Relation, Role

_CONTENT: Final = frozenset(
    {Relation.OBJECT, Relation.CLAUSE, Relation.INFINITIVE, Relation.OBLIQUE, Relation.MODIFIER, Relation.CLAUSE_SUBJECT}
)
_OUTSIDE: Final = frozenset({"advcl", "parataxis", "acl:relcl", "punct", "appos", "conj"})
_PLACE_CASES: Final = frozenset({"in", "at", "near", "after", "before", "during", "despite", "amid", "since", "until"})


def with_concerned(match: Match, fillers: Fillers) -> Match:
    """The match with the party of its content as affected; unchanged where it has two sides or tells of none."""
    roles = {role for role, _ in match.participants}
    if roles != {Role.AGENT} or match.type.residual or not _is_directed(match):
        return match
    own = {iri for _, f in match.participants for iri in (f.entity.iri, *fillers.behalf(f.entity, f.span)[0])}
    for row in _told(match, fillers):
        others = [f for f in row if not own & {f.entity.iri, *fillers.behalf(f.entity, f.span)[0]}]
        if others:
            return replace(match, participants=(*match.participants, *((Role.AFFECTED, f) for f in others)))
    return match


def _is_directed(match: Match) -> bool:
    """Whether the wording has a place for an addressee, and none for what is harmed or hit."""
    hit = any(s.role == "affected" and s.relation is Relation.OBJECT for s in match.frame.slots)
    return not hit and any(s.role == "addressee" for s in match.frame.slots)


def _told(match: Match, fillers: Fillers) -> Iterator[list[Filler]]:
    """The agents named in the content, nearest to the trigger first, each with those joined to it."""
    parse = fillers.parse_of(match.predicate)
    todo = deque(
        node
        for argument in match.predicate.arguments
        if argument.relation in _CONTENT and argument.case not in _PLACE_CASES
        for node in argument.nodes
    )
    seen = {match.predicate.node}
    while todo:
        index = todo.popleft()
        if index in seen:
            continue
        seen.add(index)
        found = [f for node in fillers.with_conjuncts(parse, index) for f in fillers.of_node(parse, node)]
        yield [f for f in found if f.entity.kind in AGENT_KINDS and not _is_vague(f, fillers)]
        todo.extend(_below(parse, index))


def _below(parse: Parse, index: int) -> Iterator[int]:
    return (child.index for child in parse.children(index) if child.deprel not in _OUTSIDE)


def _is_vague(filler: Filler, fillers: Fillers) -> bool:
    """Whether a filler is a pronoun or a common noun without a state ("authorities")."""
    form = None if filler.mention is None else fillers.analysis.mentions[filler.mention].form
    nobody = filler.entity.organ_of is None and filler.entity.wikidata is None
    return form is MentionForm.PRONOUN or (form is MentionForm.ROLE and nobody)

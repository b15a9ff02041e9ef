"""Who agreed where nobody is said to: "it was agreed", "an accord was reached" is told of those who talked before."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from kg.extraction.filling import Fillers
from kg.extraction.matching import Match
from kg.frames import ActCatalogue
from kg.lexicon import Lexicon
from kg.model import Predicate, Relation, Role

_NEAR: Final = 4  # sentences between the talks and what came of them


def with_sides_of_talks(matches: Iterable[Match], fillers: Fillers, catalogue: ActCatalogue, lexicon: Lexicon) -> Iterator[Match]:
    """The matches in text order; agreements told in the passive without sides have those of the talks told last."""
    concluding = lexicon.words("extraction", "concluding_verbs")
    last: Match | None = None
    for match in sorted(matches, key=lambda m: m.predicate.index):
        predicate = match.predicate
        if catalogue.is_a(match.type.iri, "Consultation") and _states(match, fillers) > 1:
            last = match
        elif (
            last is not None
            and predicate.sentence - last.predicate.sentence <= _NEAR
            and not match.participants
            and catalogue.is_a(match.type.iri, "Agreement")
            and _is_impersonal(predicate, fillers, concluding)
        ):
            sides = tuple((Role.SIGNATORY, replace(f, node=None, inferred=True)) for role, f in last.participants if role is not Role.MEDIATOR)
            yield replace(match, participants=sides)
            continue
        yield match


def _states(match: Match, fillers: Fillers) -> int:
    """How many states and bodies the sides of an act stand for."""
    return len({(fillers.capacities.behalf(f.entity, f.span)[0] or (f.entity.iri,))[-1] for _, f in match.participants})


def _is_impersonal(predicate: Predicate, fillers: Fillers, concluding: frozenset[str]) -> bool:
    """Whether an agreement is told by a passive without an agent: "it was agreed", "accords signed in 1994"."""
    if predicate.pos == "VERB":
        return predicate.passive
    return any(
        verb.lemma in concluding
        and any(a.relation is Relation.OBJECT and predicate.node in a.nodes for a in verb.arguments)
        and not any(a.relation is Relation.SUBJECT for a in verb.arguments)
        for verb in fillers.predicates_of(predicate.sentence)
    )

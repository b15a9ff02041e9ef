"""Whether the arguments of a predicate are as the pattern of a frame has it: relation, words, kind, clause."""

import re
from collections.abc import Sequence
from typing import Final

from kg.extraction.attachment import behind, clause_subjects, hanging, have_one_subject, inside, named_by
from kg.extraction.filler import Filler
from kg.extraction.filling import Fillers
from kg.extraction.phrases import with_conjuncts
from kg.frames import Pattern
from kg.model import AGENT_KINDS, PLACE_KINDS, Argument, Parse, Predicate, Relation

_BEHIND: Final = re.compile(r" (?:from|in|of) ")


def holds(pattern: Pattern, predicate: Predicate, arguments: tuple[Argument, ...], fillers: Fillers) -> bool:
    """Whether an argument of a predicate, or what hangs on its object, is as a frame requires (or excludes)."""
    inner = clause_subjects(predicate, fillers) if pattern.relation is Relation.CLAUSE_SUBJECT else ()
    if any(_fits(pattern, argument, predicate, fillers) for argument in (*arguments, *inner)):
        return True
    oblique = pattern.relation is Relation.OBLIQUE and pattern.cases and pattern.kinds and not pattern.lemmas
    return bool(oblique) and any(
        case in pattern.cases and any(_kind_fits(kind, [filler], fillers) for kind in pattern.kinds)
        for case, filler in hanging(predicate, fillers)
    )


def _fits(pattern: Pattern, argument: Argument, predicate: Predicate, fillers: Fillers) -> bool:
    if pattern.relation is not None and pattern.relation is not argument.relation:
        return False
    if pattern.cases and argument.case not in pattern.cases:
        return False
    parse = fillers.parse_of(predicate)
    if not _clause_fits(pattern, argument, predicate, fillers):
        return False
    if pattern.lemmas and not any(_heads(parse, n, fillers) & set(pattern.lemmas) for n in argument.nodes):
        return False
    if "owned" in pattern.kinds and any(behind(predicate, n, fillers) for n in argument.nodes):
        return True
    return not pattern.kinds or any(
        _kind_fits(kind, [f for n in argument.nodes for f in named_by(argument, n, predicate, fillers)], fillers)
        for kind in pattern.kinds
    )


def _clause_fits(pattern: Pattern, argument: Argument, predicate: Predicate, fillers: Fillers) -> bool:
    """Modal, polarity and subject of the clause in the argument ("said that X must ...")."""
    content = pattern.lemmas and argument.relation is Relation.CLAUSE
    if not (pattern.modals or content) and pattern.negated is None and pattern.same_subject is None:
        return True
    negated = False if content and pattern.negated is None else pattern.negated
    return any(
        (not pattern.modals or bool(_moods(inner, fillers) & set(pattern.modals)))
        and (negated is None or inner.negated is negated)
        and (pattern.same_subject is None or have_one_subject(inner, predicate, fillers) is pattern.same_subject)
        for inner in inside(predicate, argument, fillers)
    )


def _moods(inner: Predicate, fillers: Fillers) -> set[str]:
    """The modals of a clause; "subjunctive" for a base form alone: "insisted that X withdraw"; none for "would have done"."""
    parse = fillers.parse_of(inner)
    if any(c.lemma.lower() == "have" for c in parse.children(inner.node, "aux")):
        return set()
    bare = inner.xpos == "VB" and not any(parse.children(inner.node, "aux"))  # not "did not leave"
    return set(inner.modals) or ({"subjunctive"} if bare else set())


def _kind_fits(kind: str, found: Sequence[Filler], fillers: Fillers) -> bool:
    if kind == "none":
        return not found
    if kind == "official":
        return any(fillers.capacities.acts_in_office(filler) for filler in found)
    if kind == "agent":
        return any(filler.entity.kind in AGENT_KINDS for filler in found)
    if kind == "place":
        return any(filler.entity.kind in PLACE_KINDS for filler in found)
    return any(filler.entity.kind.value == kind for filler in found)


def _heads(parse: Parse, index: int, fillers: Fillers) -> frozenset[str]:
    """The words for which a node may be taken: itself and those before it ("aid package"); of a name its head."""
    here = fillers.predicate_at(parse.sentence, index)
    found = {parse.nodes[index].lemma.lower()} | ({here.lemma} if here is not None else set())
    mention = fillers.mention_of(parse.nodes[index])
    if mention is None:
        before = [c for c in parse.children(index, "compound", "amod") if c.mention is None]
        found |= {parse.nodes[n].lemma.lower() for c in before for n in with_conjuncts(parse, c.index)}  # "an expected but regrettable step"
    else:
        found |= _head_forms(mention.span.of(fillers.body))
    return frozenset(found)


def _head_forms(name: str) -> set[str]:
    """The head of a name and, where it may be a regular plural, its singular, with common nouns before it: "Norlandic peacekeeping troops", "refugees from X"."""
    words = _BEHIND.split(name, maxsplit=1)[0].split()
    last = [word.lower() for word in words[-1:]]
    return {form for word in last for form in (word, word.removesuffix("s"))} | {word for word in words[1:-1] if word.islower()}

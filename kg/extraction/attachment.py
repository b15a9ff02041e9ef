"""Sides and subjects that stand elsewhere than among a predicate's own arguments.

A parse hangs "with X" now on the verb, now on its object; a thing stands in the place of whoever is
behind it ("criticised the Norlandic blockade"); the one who is to act is the subject of the
complement ("demanded that X withdraw").
"""

from collections.abc import Iterator
from typing import Final

from kg.extraction.filler import Filler
from kg.extraction.filling import Fillers
from kg.extraction.phrases import with_conjuncts
from kg.model import AGENT_KINDS, PLACE_KINDS, Argument, EntityKind, Parse, Predicate, Relation

_MEANS: Final = frozenset({"in", "by", "during"})  # "killed in a raid"
_CONDITIONS: Final = frozenset({"if", "should", "unless", "until"})
_SENDERS: Final = frozenset({"by", "from"})  # "a proposal by Nortown": the government there
_SOURCES: Final = frozenset({"by", "from", "of"})  # "the attack by X", "a letter from X", "the policy of X"


def inside(predicate: Predicate, argument: Argument, fillers: Fillers) -> Iterator[Predicate]:
    """The predicates that head an argument."""
    for node in argument.nodes:
        inner = fillers.predicate_at(predicate.sentence, node)
        if inner is not None:
            yield inner


def clause_subjects(predicate: Predicate, fillers: Fillers) -> Iterator[Argument]:
    """The subjects of complements that have one of their own: "demanded that X ...", "called for X to ..."."""
    for argument in predicate.arguments:
        if argument.relation in (Relation.CLAUSE, Relation.INFINITIVE):
            for inner in inside(predicate, argument, fillers):
                nodes = _surface_subjects(inner)
                if nodes and not have_one_subject(inner, predicate, fillers) and not _is_own_side(nodes, predicate, fillers):
                    yield Argument(relation=Relation.CLAUSE_SUBJECT, case=None, nodes=nodes)


def condition_subjects(predicate: Predicate, fillers: Fillers) -> Iterator[Argument]:
    """The subjects of conditions, on the predicate or on what it says will come: "threatened to leave if X ..."."""
    parse = fillers.parse_of(predicate)
    said = (n for a in predicate.arguments if a.relation in (Relation.CLAUSE, Relation.INFINITIVE) for n in a.nodes)
    for clause in (c for n in (predicate.node, *said) for c in parse.children(n, "advcl")):
        if any(m.lemma.lower() in _CONDITIONS for m in parse.children(clause.index, "mark")):
            nodes = tuple(m for s in parse.children(clause.index, "nsubj", "nsubj:pass") for m in with_conjuncts(parse, s.index))
            if nodes:
                yield Argument(relation=Relation.CONDITION_SUBJECT, case=None, nodes=nodes)


def have_one_subject(inner: Predicate, outer: Predicate, fillers: Fillers) -> bool:
    """Whether two predicates of a sentence have one subject, by node or by entity; a clause without one shares it."""
    first, second = _surface_subjects(inner), _surface_subjects(outer)
    if not first or set(first) & set(second):
        return True
    parse = fillers.parse_of(inner)
    named = [
        {f.entity.iri for n in nodes for f in fillers.of_node(parse, n) if f.through is None or f.entity.kind is not EntityKind.PERSON}
        for nodes in (first, second)
    ]  # what the office of a president says of him is not said by him
    quoted = fillers.speakers.quote_around(inner.span) is not None  # "they" in direct speech is never who speaks
    unclear = not named[0] and not quoted and all(parse.nodes[n].upos == "PRON" for n in first)
    return unclear or bool(named[0] & named[1])  # a pronoun that is not resolved most often means who speaks


def named_by(argument: Argument, node: int, predicate: Predicate, fillers: Fillers) -> tuple[Filler, ...]:
    """The entities of an argument's node; of a text, gathering or means in the place of the subject, those whose it is.

    "A statement by the Norlandic ministry denounced ...", "adopted a resolution condemning ...", "Norland's programme will help ...".
    """
    parse = fillers.parse_of(predicate)
    found = fillers.of_node(parse, node)
    if found or argument.relation is not Relation.SUBJECT or not fillers.is_owned(parse.nodes[node]):
        return found
    text = fillers.predicate_at(predicate.sentence, node)
    issuers = [n for a in (text.arguments if text else ()) if a.relation is Relation.SUBJECT for n in a.nodes]
    issued = tuple(f for n in issuers for f in fillers.of_node(parse, n) if f.entity.kind in AGENT_KINDS)
    return issued or behind(predicate, node, fillers)


def behind(predicate: Predicate, index: int, fillers: Fillers) -> tuple[Filler, ...]:
    """Who is behind a thing: "the Norlandic blockade", "Norland's plan", "an attack by Norland"."""
    parse = fillers.parse_of(predicate)
    found: list[Filler] = []
    for child in parse.children(index, "nmod:poss", "amod", "compound", "nmod", "nmod:desc"):
        cases = {c.lemma.lower() for c in parse.children(child.index, "case")}
        if child.deprel != "nmod" or (predicate.pos == "VERB" and cases & _SOURCES):
            named = fillers.of_node(parse, child.index)
            seats = (fillers.state_of_seat(f) for f in named if cases & _SENDERS and f.entity.kind is EntityKind.CITY)
            found.extend(f for f in (*named, *seats) if f is not None)
    return tuple(f for f in found if f.entity.kind in AGENT_KINDS)


def hanging(predicate: Predicate, fillers: Fillers) -> Iterator[tuple[str, Filler]]:
    """Entities behind a preposition that the parse hangs on what the predicate governs.

    On the object of a verb ("closed its border with X"), on the complement of a noun
    ("violations of the truce by X"), or inside a mention ("recalled its envoy from X").
    """
    parse = fillers.parse_of(predicate)
    for argument in predicate.arguments:
        of_noun = predicate.pos == "NOUN" and argument.case == "of"
        if argument.relation is Relation.OBJECT or of_noun:
            for node in argument.nodes:
                yield from _below(parse, node, fillers)
                mention = parse.nodes[node].mention
                if mention is not None:
                    yield from fillers.nested(mention)


def struck(predicate: Predicate, fillers: Fillers) -> Iterator[Filler]:
    """Whom an attack told by a noun hits, by the verb that it stands with.

    "The strike killed dozens of Ostian soldiers", "three Ostian soldiers were wounded in the shelling".
    """
    parse = fillers.parse_of(predicate)
    node = parse.nodes[predicate.node]
    verb = fillers.predicate_at(predicate.sentence, node.head) if predicate.pos == "NOUN" else None
    if verb is None or verb.lemma not in fillers.harming:
        return
    cases = {c.lemma.lower() for c in parse.children(node.index, "case")}
    if node.deprel == "nsubj" or (verb.passive and cases & _MEANS):
        for argument in verb.arguments:
            for index in argument.nodes if argument.relation is Relation.OBJECT else ():
                found = fillers.of_node(parse, index) or tuple(f for case, f in _below(parse, index, fillers) if case == "of")
                yield from (f for f in found if f.entity.kind in AGENT_KINDS or f.entity.kind in PLACE_KINDS)


def _is_own_side(nodes: tuple[int, ...], outer: Predicate, fillers: Fillers) -> bool:
    """Whether the subject's own state or its forces are to do it: "warned that his country would answer"."""
    parse = fillers.parse_of(outer)
    told = [f for n in nodes for f in fillers.of_node(parse, n)]
    forces = [f for f in told if f.entity.kind is EntityKind.STATE or "ArmedForces" in f.entity.types]
    speakers = [f for n in _surface_subjects(outer) for f in fillers.of_node(parse, n)]
    states = {s for f in speakers for s in (f.entity.iri, *fillers.capacities.behalf(f.entity, f.span)[0])}
    return bool(forces) and all(states & {f.entity.iri, *fillers.capacities.behalf(f.entity, f.span)[0]} for f in forces)


def _below(parse: Parse, node: int, fillers: Fillers) -> Iterator[tuple[str, Filler]]:
    for child in parse.children(node, "nmod"):
        case = " ".join(c.lemma.lower() for c in parse.children(child.index, "case"))
        for part in with_conjuncts(parse, child.index):
            found = fillers.of_node(parse, part)
            if not found and case == "for":  # "support for X's independence"
                found = tuple(f for c in parse.children(part, "nmod:poss", "amod", "compound") for f in fillers.of_node(parse, c.index))
            for filler in found:
                yield case, filler


def _surface_subjects(predicate: Predicate) -> tuple[int, ...]:
    wanted = Relation.OBJECT if predicate.passive else Relation.SUBJECT
    return tuple(n for a in predicate.arguments if a.relation is wanted for n in a.nodes)

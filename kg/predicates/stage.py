"""The stage: the predicates of all sentences."""

from collections.abc import Iterator, Sequence

from kg.lexicon import Lexicon
from kg.model import EntityKind, Mention, MentionForm, Parse, Predicate
from kg.predicates.drafts import EVENT_NAMES, attributions, draft_of, event_lemma, is_predicate
from kg.predicates.finishing import finished
from kg.predicates.light_verbs import gather_sides, lend_to_stays, unfold_light_verbs
from kg.predicates.sharing import (
    attach_inverted_speech,
    fill_controlled_subjects,
    fill_relative_clauses,
    give_what_is_thanked_for,
    join_company,
    meet_over_relations,
    name_the_parties,
    see_through,
    share_by_coordination,
    share_by_intention,
)


def predicates(parses: Sequence[Parse], mentions: Sequence[Mention], lexicon: Lexicon) -> tuple[Predicate, ...]:
    """The predicates of all sentences, in text order.

    Named conflicts and agreements ("the Long War", "Nortown Accords") are predicates too: their
    lemma is the last word of the name, in the singular where it is one of English's regular plurals.
    """
    named = {m.index: event_lemma(m) for m in mentions if m.kind in EVENT_NAMES}
    counted = frozenset(m.index for m in mentions if m.form is MentionForm.NOMINAL and m.plural)
    people = frozenset(m.index for m in mentions if m.form is MentionForm.NAME and m.kind is EntityKind.PERSON)
    found: list[Predicate] = []
    for parse in parses:
        found.extend(_of_sentence(parse, named, counted, people, lexicon, len(found)))
    return tuple(found)


def _of_sentence(
    parse: Parse, named: dict[int, str], counted: frozenset[int], people: frozenset[int], lexicon: Lexicon, first: int
) -> Iterator[Predicate]:
    drafts = {node.index: draft_of(parse, node, named) for node in parse.nodes if is_predicate(parse, node, named)}
    drafts |= attributions(parse, lexicon)
    name_the_parties(parse, drafts, counted, people)
    join_company(parse, drafts, lexicon)
    share_by_coordination(parse, drafts)
    fill_relative_clauses(parse, drafts, lexicon)
    see_through(parse, drafts, lexicon)
    fill_controlled_subjects(parse, drafts, lexicon)
    share_by_coordination(parse, drafts)  # again: "summoned X to protest and urge Y"
    share_by_intention(parse, drafts, lexicon)
    meet_over_relations(parse, drafts, lexicon)
    attach_inverted_speech(parse, drafts)
    unfold_light_verbs(parse, drafts, lexicon)
    lend_to_stays(parse, drafts, lexicon)
    give_what_is_thanked_for(parse, drafts, lexicon)
    gather_sides(parse, drafts, lexicon)
    order = sorted(drafts)
    number = {node: first + i for i, node in enumerate(order)}
    for node in order:
        yield finished(parse, drafts, drafts[node], number, lexicon)

"""Each node of a parse asked where it belongs, by the rules of the package one after another."""

from collections.abc import Sequence
from dataclasses import replace

from kg.lexicon import Lexicon
from kg.model import Node, Parse
from kg.reattachment.clauses import (
    first_clause_first,
    joined_verb,
    noun_of_participle,
    object_of_attribute,
    subject_before_prefix,
    verb_between_names,
    verb_of_verbless,
)
from kg.reattachment.deeds import deed_condemned, deed_of_agent, gathering_attended, held_beside
from kg.reattachment.names import is_next_told_alike, noun_of_name, told_alike, whole_compound
from kg.reattachment.nouns import (
    attribute_behind_preposition,
    noun_alike,
    noun_behind_preposition,
    of_the_noun_before,
)
from kg.reattachment.subjects import (
    active_past,
    called_upon,
    clause_of_subject,
    closing_speaker,
    is_second_subject,
    subject_behind_adverbial,
    subject_of_what_is_said,
)
from kg.reattachment.times import before_time, parted_day, verb_before_time, verb_behind_day
from kg.reattachment.verbs import (
    agent_behind_comma,
    clause_before,
    is_content,
    is_object,
    left_behind,
    said_in_text,
    saying_alike,
    saying_between,
    speakers_own,
    stood_with,
    told_of,
    told_to_do,
    verb_alike,
)


def reattach(parses: Sequence[Parse], lexicon: Lexicon) -> tuple[Parse, ...]:
    """The parses with every node where the rules say that it belongs; those without a slip as they are."""
    return tuple(_reattach_one(parse, lexicon) for parse in parses)


def _reattach_one(parse: Parse, lexicon: Lexicon) -> Parse:
    changed: dict[int, Node] = {}
    for node in parse.nodes:
        if node.time is not None and (dated := verb_behind_day(parse, node)) is not None:
            changed |= parted_day(parse, node, dated)
        elif (moved := _among_clauses(parse, node, lexicon) or _among_nouns(parse, node, lexicon)) is not None:
            changed[node.index] = moved
    changed |= called_upon(parse)
    changed |= subject_behind_adverbial(parse)
    changed |= active_past(parse)
    changed |= closing_speaker(parse, lexicon)
    changed |= subject_of_what_is_said(parse)
    changed |= first_clause_first(parse)
    changed |= noun_of_participle(parse)
    changed |= attribute_behind_preposition(parse)
    changed |= noun_behind_preposition(parse)
    changed |= joined_verb(parse)
    changed |= subject_before_prefix(parse)
    changed |= verb_between_names(parse) or verb_of_verbless(parse)
    changed |= object_of_attribute(parse)
    if not changed:
        return parse
    return Parse(sentence=parse.sentence, nodes=tuple(changed.get(n.index, n) for n in parse.nodes))


def _among_clauses(parse: Parse, node: Node, lexicon: Lexicon) -> Node | None:
    """The node where it belongs by the rules for times, subjects, names and clauses; None where they say nothing."""
    if node.time is not None and node.deprel.startswith("obl") and (saying := verb_before_time(parse, node)) is not None:
        return replace(node, head=saying)
    if node.deprel in ("nsubj", "obj") and (said := clause_of_subject(parse, node, lexicon)) is not None:
        return replace(node, head=said, deprel="nsubj")
    if (node.deprel == "nsubj" and is_second_subject(parse, node)) or is_object(parse, node):
        return replace(node, deprel="obj")
    if node.deprel == "nsubj" and (named := noun_of_name(parse, node)) is not None:
        return replace(node, head=named, deprel="appos")
    if node.deprel == "compound" and node.mention is not None and (whole := whole_compound(parse, node)) is not None:
        return replace(node, head=whole)
    if node.deprel in ("advcl", "obl") and (saying := saying_between(parse, node)) is not None:
        return replace(node, head=saying)
    if node.deprel == "advcl" and (speaker := speakers_own(parse, node, lexicon)) is not None:
        return replace(node, head=speaker)
    if node.deprel in ("obl", "obl:agent") and (outer := agent_behind_comma(parse, node)) is not None:
        return replace(node, head=outer, deprel="obl:agent")
    if node.deprel == "acl" and (gathering := gathering_attended(parse, node, lexicon)) is not None:
        return replace(node, head=gathering)
    if node.deprel == "conj" and node.upos == "VERB" and (infinitive := verb_alike(parse, node)) is not None:
        return replace(node, head=infinitive)
    if node.deprel == "conj" and node.upos == "VERB" and (saying := saying_alike(parse, node, lexicon)) is not None:
        return replace(node, head=saying)
    if node.deprel == "acl:relcl" and is_content(parse, node):
        return replace(node, deprel="acl")
    if node.deprel == "acl" and (telling := told_to_do(parse, node, lexicon)) is not None:
        return replace(node, head=telling, deprel="xcomp")
    if node.deprel == "acl" and (clause := clause_before(parse, node) or said_in_text(parse, node, lexicon)) is not None:
        return replace(node, head=clause, deprel="advcl")
    return None


def _among_nouns(parse: Parse, node: Node, lexicon: Lexicon) -> Node | None:
    """The node where it belongs by the rules for what hangs on nouns or is joined with them; None where they say nothing."""
    if node.deprel == "nmod" and (dated := before_time(parse, node)) is not None:
        return replace(node, head=dated, deprel="obl" if parse.nodes[dated].upos == "VERB" else "nmod")
    if node.deprel == "nmod" and (occasion := held_beside(parse, node, lexicon)) is not None:
        return replace(node, head=occasion, deprel="obl" if parse.nodes[occasion].upos == "VERB" else "nmod")
    if node.deprel == "obl" and (deed := deed_condemned(parse, node, lexicon)) is not None:
        return replace(node, head=deed, deprel="nmod")
    if node.deprel == "nmod" and (verb := told_of(parse, node, lexicon) or left_behind(parse, node) or stood_with(parse, node)) is not None:
        return replace(node, head=verb, deprel="obl")
    if node.deprel == "conj" and (named := told_alike(parse, node)) is not None:
        return replace(node, head=named)
    if node.deprel == "appos" and is_next_told_alike(parse, node):
        return replace(node, deprel="conj")
    if node.deprel != "nmod":
        joined = noun_alike(parse, node)
    elif (joined := of_the_noun_before(parse, node)) is None:
        joined = deed_of_agent(parse, node, lexicon)
    return None if joined is None else replace(node, head=joined)

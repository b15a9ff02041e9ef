"""Which act a quotation belongs to.

The act of the predicate that introduces the words, or that the speaker does by them; else the act
in whose topic they stand; else the last act that the speaker was told to do before, near by, or the
last one of the sentence.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from kg.model import Act, Analysis, Quote, Role

_NEAR: Final = 2  # sentences back to the act that a quotation goes on with


def assign_quotes(acts: Sequence[Act], analysis: Analysis) -> tuple[Act, ...]:
    """The acts, each with its quotations in text order."""
    own: dict[str, list[Quote]] = {}
    for quote in analysis.quotes:
        for act in _inside_saying(quote, acts, analysis) or _acts_of(quote, acts):
            own.setdefault(act.iri, []).append(quote)
    return tuple(replace(act, quotes=tuple(own[act.iri])) if act.iri in own else act for act in acts)


def _inside_saying(quote: Quote, acts: Sequence[Act], analysis: Analysis) -> list[Act]:
    """The act between a verb of saying and the words: "summoned X to 'express concern', the ministry said"."""
    if quote.verb is None or analysis.predicates[quote.verb].sentence != quote.sentence:
        return []
    parse, saying = analysis.parses[quote.sentence], analysis.predicates[quote.verb].node
    at = {analysis.predicates[a.predicate].node: a for a in acts if a.predicate is not None and a.sentence == quote.sentence}
    here = next((n for n in parse.nodes if quote.span.covers(n.span) and n.upos != "PUNCT"), None)
    index = -1 if here is None else here.head
    while index >= 0 and index != saying:
        if index in at:
            return [at[index]] if not quote.span.covers(parse.nodes[index].span) else []
        index = parse.nodes[index].head
    return []


def _acts_of(quote: Quote, acts: Sequence[Act]) -> list[Act]:
    introduced = [a for a in acts if quote.verb is not None and a.predicate == quote.verb]
    if introduced:
        return introduced
    by_words = [a for a in acts if quote.span.covers(a.trigger) and _agents(a) & set(quote.speakers)]
    if by_words:
        return by_words
    if quote.verb is None:
        about = [a for a in acts if any(t.span.overlaps(quote.span) for t in a.topics)]
        if about:
            return about
    before = max(_before(quote, acts), key=lambda a: a.trigger, default=None)
    if before is None:  # "summoned the envoy to 'express concern'", whoever tells it
        here = (a for a in acts if a.sentence == quote.sentence and a.trigger.end <= quote.span.start)
        before = max(here, key=lambda a: a.trigger, default=None)
    return [] if before is None else [before]


def _before(quote: Quote, acts: Sequence[Act]) -> Iterator[Act]:
    """What the speaker was told to do in the same sentence or shortly before."""
    for act in acts:
        sides = _agents(act) or {p.entity for p in act.participations}
        near = 0 <= quote.sentence - act.sentence <= _NEAR
        if near and act.trigger.start < quote.span.start and sides & set(quote.speakers):
            yield act


def _agents(act: Act) -> set[str]:
    return {p.entity for p in act.participations if p.role is Role.AGENT}

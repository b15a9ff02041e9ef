"""Whose words a predicate stands in: the speakers of a quotation, else who says the clause around it."""

import re
from collections.abc import Iterator
from typing import Final

from kg.extraction.filler import Filler
from kg.extraction.filling import Fillers
from kg.lexicon import Lexicon
from kg.model import EntityKind, Predicate, Quote, Relation, Span

_SAID: Final = (Relation.CLAUSE,)
_CONTENTS: Final = (Relation.CLAUSE, Relation.INFINITIVE)


class Voices:
    """Looks up speakers in one article."""

    def __init__(self, fillers: Fillers, lexicon: Lexicon) -> None:
        self._fillers = fillers
        self._analysis = fillers.analysis
        self._verbs = lexicon.words("speech", "verbs")
        self._policing = lexicon.words("extraction", "policing")
        self._private = lexicon.words("extraction", "private_speakers")

    def quote_around(self, span: Span) -> Quote | None:
        """The quotation in which words stand."""
        return self._fillers.speakers.quote_around(span)

    def speakers(self, predicate: Predicate) -> tuple[Filler, ...]:
        """Who says the words in which a predicate stands; () where the article itself tells it."""
        quote = self.quote_around(predicate.span)
        if quote is not None:
            return tuple(self._fillers.speakers.of(quote))
        saying = self.saying(predicate)
        if saying is not None:
            return tuple(self._subjects(saying))
        return self._fillers.speakers.issuers(predicate.span) if self._fillers.speakers.is_first_person else ()

    def saying(self, predicate: Predicate) -> Predicate | None:
        """The predicate of speech whose words these are: it governs the clause, or brings in the quotation."""
        quote = self.quote_around(predicate.span)
        if quote is not None:
            return None if quote.verb is None else self._analysis.predicates[quote.verb]
        outer = None if predicate.light_node is None else self._fillers.predicate_at(predicate.sentence, predicate.light_node)
        if outer is not None and outer.lemma in self._verbs:  # "reaffirmed the need for X to"
            return outer if _has_contents(predicate) else None
        outer = outer or predicate  # "said that X has the right to": the verb that lends the noun stands in the clause
        told = outer.governor_relation in _SAID or (outer.governor_relation is Relation.OBJECT and _has_contents(outer))
        if outer.governor is None or not told:
            return None
        above = self._analysis.predicates[outer.governor]
        return above if above.lemma in self._verbs else None

    def in_first_person(self, predicate: Predicate) -> bool:
        """Whether the speaker is the subject ("we urge", "I thank"), or in a quotation the state or body that he speaks for."""
        parse = self._fillers.parse_of(predicate)
        nodes = [n for a in predicate.arguments if a.relation is Relation.SUBJECT for n in a.nodes]
        if any(self._fillers.speakers.is_first_person_pronoun(parse.nodes[n]) for n in nodes):
            return True
        quote = self.quote_around(predicate.span) if nodes else None
        if quote is None:
            return False
        speakers = tuple(self._fillers.speakers.of(quote))
        own = {iri for f in speakers for iri in (f.entity.iri, *self._fillers.capacities.behalf(f.entity, f.span)[0])}
        carriers = (predicate.node, predicate.light_node)
        named = [f.entity.iri for n in nodes if parse.nodes[n].head in carriers for f in self._fillers.of_node(parse, n)]
        return bool(named) and own.issuperset(named)

    def is_official(self, filler: Filler) -> bool:
        """Whether somebody speaks for a state, a body or an office; private people and the press do not."""
        entity = filler.entity
        last = re.split(r" (?:of|for) ", entity.label.lower())[0].split()[-1:]  # the "Commissioner" for Refugees
        if entity.kind in (EntityKind.ORGANISATION, EntityKind.GROUP):
            known = entity.kind is EntityKind.ORGANISATION and entity.wikidata is not None  # "High Commissioner for Refugees"
            return "NewsOrganization" not in entity.types and (known or not set(last) & self._private)
        if entity.kind is EntityKind.PERSON:
            return self._fillers.capacities.acts_in_office(filler)
        return True

    def polices(self, filler: Filler) -> bool:
        """Whether somebody speaks for the police: their words commit no state to another."""
        told = "" if filler.mention is None else self._analysis.mentions[filler.mention].span.of(self._fillers.body)
        words = f"{filler.entity.label} {told} {self._fillers.capacities.titles(filler.entity)}".lower().split()
        return not self._policing.isdisjoint(words)

    def _subjects(self, saying: Predicate) -> Iterator[Filler]:
        parse = self._fillers.parse_of(saying)
        for argument in saying.arguments:
            if argument.relation is Relation.SUBJECT:
                for node in argument.nodes:
                    yield from self._fillers.of_node(parse, node)


def _has_contents(predicate: Predicate) -> bool:
    """Whether a noun has a clause of its own and so is what is said: "stressed the need for X to leave"."""
    return predicate.pos == "NOUN" and any(a.relation in _CONTENTS for a in predicate.arguments)

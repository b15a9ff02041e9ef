"""What is told beside an act and belongs to it: topics, outcomes, sidelines, causes, order."""

from collections.abc import Sequence
from dataclasses import replace

from kg.extraction.effects import Effects
from kg.extraction.filling import Fillers
from kg.extraction.order import Order
from kg.extraction.phrases import clause_span
from kg.extraction.topics import Topics
from kg.lexicon import Lexicon
from kg.model import Act, ActRelation, Analysis, Predicate, Relation, Role

LOOK_BACK = 3  # sentences


class Ties:
    """Adds to the acts of one article."""

    def __init__(self, analysis: Analysis, fillers: Fillers, topics: Topics, resources: object) -> None:
        lexicon: Lexicon = resources.lexicon  # type: ignore[attr-defined]
        self._catalogue = resources.catalogue  # type: ignore[attr-defined]
        self._analysis, self._fillers, self._topics = analysis, fillers, topics
        self._outcomes = lexicon.words("extraction", "outcome_verbs")
        self._sidelines = lexicon.words("extraction", "sidelines")
        self._towards = lexicon.table("extraction", "towards_acts")
        self._effects = Effects(fillers, lexicon)
        self._order = Order(analysis, fillers, self._catalogue, lexicon)
        self._by_node = {(p.sentence, p.node): p for p in analysis.predicates}

    def tie(self, acts: Sequence[Act], anaphors: Sequence[Predicate]) -> list[Act]:
        """The acts with what was found beside them."""
        self._acts = {a.iri: a for a in acts}
        self._of_predicate: dict[int, str] = {}
        for act in acts:
            if act.predicate is not None:
                self._of_predicate.setdefault(act.predicate, act.iri)
        self._fold_talk()
        for predicate in anaphors:
            target = self._last_consultation(predicate)
            if target is not None:
                self._of_predicate.setdefault(predicate.index, target)
        for predicate in self._analysis.predicates:
            self._add_topics(predicate)
            self._add_outcome(predicate)
            self._add_sidelines(predicate)
            self._add_objects(predicate)
            self._add_order(predicate)
            self._add_effects(predicate)
        for source, kind, target in self._order.afterwards(self._acts):
            number = self._acts[source].predicate
            if number is not None:
                self._relate(source, kind, target, self._analysis.predicates[number])
        self._share_with_parts()
        return list(self._acts.values())

    def _fold_talk(self) -> None:
        """ "Both leaders touched on trade", told of those who just met or called: a topic, no statement."""
        for act in list(self._acts.values()):
            predicate = self._analysis.predicates[act.predicate] if act.predicate is not None else None
            kind = self._catalogue.types.get(act.type)
            if predicate is None or kind is None or not kind.residual or len(act.participations) < 2:
                continue
            talk = self._last_with(predicate) if self._topics.told_by(predicate) else None
            if talk is not None and talk != act.iri:
                del self._acts[act.iri]
                self._of_predicate[predicate.index] = talk

    def _share_with_parts(self) -> None:
        """What is told of a round of consultations holds for each of them."""
        for act in self._acts.values():
            for tie in [t for t in act.relations if t.kind == "subEventOf" and t.target in self._acts]:
                whole = self._acts[tie.target]
                beside = tuple(r for r in whole.relations if r.kind == "onSidelinesOf")
                self._acts[act.iri] = replace(
                    act, topics=(*act.topics, *(t for t in whole.topics if t not in act.topics)),
                    relations=(*act.relations, *beside), evidence=tuple(dict.fromkeys((*act.evidence, *whole.evidence))),
                )  # fmt: skip

    # --- topics -----------------------------------------------------------------------------------

    def _add_topics(self, predicate: Predicate) -> None:
        arguments = self._topics.told_by(predicate)
        if not arguments or (predicate.index in self._of_predicate and predicate.pos == "NOUN"):
            return
        target = self._target(predicate)
        if target is None:
            return
        act = self._acts[target]
        told = {t.label.lower() for t in act.topics}
        new = [t for t in self._topics.of_arguments(predicate, arguments) if t.label.lower() not in told]
        whole = [t for t in act.topics if not any(t.span.covers(n.span) and t.span != n.span for n in new)]
        sentence = self._analysis.sentences[predicate.sentence].span
        evidence = act.evidence if sentence in act.evidence else (*act.evidence, sentence)
        self._acts[target] = replace(act, topics=(*whole, *new), evidence=evidence)

    def _target(self, predicate: Predicate, depth: int = 0) -> str | None:
        """The act that a topic verb speaks of."""
        if predicate.index in self._of_predicate:
            return self._of_predicate[predicate.index]
        parse = self._fillers.parse_of(predicate)
        for argument in predicate.arguments:
            if argument.relation is Relation.SUBJECT or (predicate.passive and argument.relation is Relation.OBJECT):
                for index in argument.nodes:
                    subject = self._by_node.get((predicate.sentence, index))
                    if subject is not None and subject.index in self._of_predicate:
                        return self._of_predicate[subject.index]
        node = parse.nodes[predicate.node]
        while depth < 4 and node.head >= 0:
            above = self._by_node.get((predicate.sentence, node.head))
            if above is not None:
                found = self._target(above, depth + 1)
                if found is not None and self._is_diplomatic(found):
                    return found
            node = parse.nodes[node.head]
            depth += 1
        return self._last_with(predicate)

    def _is_diplomatic(self, iri: str) -> bool:
        kind = self._acts[iri].type
        return kind not in self._catalogue.types or self._catalogue.is_a(kind, "DiplomaticAct")

    def _last_with(self, predicate: Predicate) -> str | None:
        """The last consultation of those who are the subject ("They talked about ...")."""
        parse = self._fillers.parse_of(predicate)
        subjects = {
            f.entity.iri
            for a in predicate.arguments
            if a.relation is Relation.SUBJECT
            for n in a.nodes
            for f in self._fillers.of_node(parse, n)
        }
        if not subjects:
            return None
        for act in self._consultations_before(predicate):
            sides = {x for p in act.participations for x in (p.entity, *p.on_behalf_of)}
            if subjects <= sides:
                return act.iri
        return None

    def _last_consultation(self, predicate: Predicate) -> str | None:
        for act in self._consultations_before(predicate):
            return act.iri
        return None

    def _consultations_before(self, predicate: Predicate) -> list[Act]:
        found = [
            a for a in self._acts.values()
            if 0 <= predicate.sentence - a.sentence <= LOOK_BACK
            and a.trigger.end <= predicate.span.start
            and (self._catalogue.is_a(a.type, "Consultation") or a.type.endswith("ConsultationRound"))
            and not a.type.endswith("InstitutionalMeeting") and "/part/" not in a.iri
        ]  # fmt: skip
        return sorted(found, key=lambda a: (a.sentence, a.trigger), reverse=True)

    # --- outcomes -----------------------------------------------------------------------------------

    def _add_outcome(self, predicate: Predicate) -> None:
        """ "a referendum in which the people chose to be independent"."""
        cased = {f"{predicate.lemma} {a.case}" for a in predicate.arguments}
        if predicate.index in self._of_predicate or not (predicate.lemma in self._outcomes or cased & self._outcomes):
            return
        parse = self._fillers.parse_of(predicate)
        node = parse.nodes[predicate.node]
        while node.head >= 0:
            node = parse.nodes[node.head]
            above = self._by_node.get((predicate.sentence, node.index))
            number = above.index if above is not None else None
            if above is not None and number not in self._of_predicate:  # "staged a vote": the noun is the act
                held = [p for n in self._objects(above) if (p := self._by_node.get((predicate.sentence, n)))]
                number = next((p.index for p in held if p.index in self._of_predicate), None)
            if number is not None and number in self._of_predicate:
                act = self._acts[self._of_predicate[number]]
                if self._catalogue.is_a(act.type, "PopularVote") and act.outcome is None:
                    words = clause_span(parse, predicate.node).of(self._fillers.body)
                    self._acts[act.iri] = replace(act, outcome=words.removeprefix("in which "))
                return

    @staticmethod
    def _objects(predicate: Predicate) -> list[int]:
        return [n for a in predicate.arguments if a.relation is Relation.OBJECT for n in a.nodes]

    # --- ties between acts ------------------------------------------------------------------------------

    def _relate(self, source: str, kind: str, target: str, predicate: Predicate) -> None:
        act = self._acts[source]
        if source == target or any(r.kind == kind and r.target == target for r in act.relations):
            return
        tie = ActRelation(kind=kind, target=target, span=predicate.span)
        self._acts[source] = replace(act, relations=(*act.relations, tie))

    def _add_sidelines(self, predicate: Predicate) -> None:
        """ "on the sidelines of the summit": the noun's complement is an act."""
        if predicate.lemma not in self._sidelines:
            return
        parse = self._fillers.parse_of(predicate)
        beside = [n for a in predicate.arguments if a.case == "of" for n in a.nodes]
        targets = [self._of_predicate.get(p.index) for n in beside if (p := self._by_node.get((predicate.sentence, n)))]
        node = parse.nodes[predicate.node]
        while node.head >= 0:
            node = parse.nodes[node.head]
            above = self._by_node.get((predicate.sentence, node.index))
            source = self._of_predicate.get(above.index) if above is not None else None
            if source is not None:
                for target in targets:
                    if target is not None:
                        self._relate(source, "onSidelinesOf", target, predicate)
                return

    def _add_order(self, predicate: Predicate) -> None:
        """What came before, after and out of what."""
        for source, kind, target in self._order.ties(predicate, self._acts, self._of_predicate):
            self._relate(source, kind, target, predicate)

    def _add_effects(self, predicate: Predicate) -> None:
        """What an act did to a state of things."""
        for iri, words in self._effects.told_by(predicate, self._of_predicate):
            act = self._acts[iri]
            if words not in act.effects:
                self._acts[iri] = replace(act, effects=(*act.effects, words))

    def _add_objects(self, predicate: Predicate) -> None:
        """An act whose object is an act concerns it ("brokered a truce"); who boycotts one does no more than that."""
        objects = [n for a in predicate.arguments if a.relation is Relation.OBJECT for n in a.nodes]
        own = self._of_predicate.get(predicate.index)
        for target in self._acts_at(predicate, objects):
            if own is not None and own in self._acts:
                self._relate(own, "concerns", target, predicate)
                self._hand_mediators(own, target)
            elif predicate.lemma in self._towards and not predicate.negated:
                for agent in self._subjects(predicate):
                    self._relate(target, self._towards[predicate.lemma], agent, predicate)

    def _hand_mediators(self, source: str, target: str) -> None:
        """Who mediates a truce is its mediator."""
        told = {p.entity for p in self._acts[target].participations}
        more = tuple(p for p in self._acts[source].participations if p.role is Role.MEDIATOR and p.entity not in told)
        if more:
            act = self._acts[target]
            self._acts[target] = replace(act, participations=(*act.participations, *more))

    def _subjects(self, predicate: Predicate) -> list[str]:
        parse = self._fillers.parse_of(predicate)
        nodes = [n for a in predicate.arguments if a.relation is Relation.SUBJECT for n in a.nodes]
        return list(dict.fromkeys(f.entity.iri for n in nodes for f in self._fillers.of_node(parse, n)))

    def _acts_at(self, predicate: Predicate, nodes: Sequence[int]) -> list[str]:
        found = []
        for node in nodes:
            other = self._by_node.get((predicate.sentence, node))
            if other is not None and other.index in self._of_predicate:
                found.append(self._of_predicate[other.index])
        return found

"""One act told twice becomes one act with all its evidence.

Within an article two tellings are one act when their types are related, their sides do not
contradict each other and nothing else (date, place) does: light verb and noun of one clause, verb
and noun in the same sentence, one speaker going on about one thing (rules of the annotation in
docs/evaluation.md).
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from kg.frames import ActCatalogue
from kg.model import (
    Act,
    ActRelation,
    Analysis,
    Factuality,
    Participation,
    Predicate,
    Relation,
    Role,
    TimeValue,
    Topic,
)

_NEAR: Final = 3  # sentences between two tellings with the same sides
_FAR: Final = 8  # sentences between two tellings by states and by their officials
_ADJACENT: Final = 2  # sentences; best on the development articles
_SAME_TOPIC: Final = 0.3  # share of the content words of the shorter telling
_STEM: Final = 4  # letters
_SHORT: Final = 3  # letters: such words carry no topic
_GENERIC: Final = frozenset({"coun", "effo", "gove", "issu", "peop", "situ", "supp", "work"})  # nor do efforts, issues ...
_ENDURING: Final = "/.."  # EDTF: begun at an unknown time, not over
_FURTHER: Final = frozenset({"another", "other", "new", "fresh", "second", "third", "further", "renewed"})


def merge_acts(acts: Sequence[Act], analysis: Analysis, catalogue: ActCatalogue) -> tuple[Act, ...]:
    """Fewer acts, more evidence, in text order; ties follow their targets."""
    merger = _Merger(analysis, catalogue)
    renamed: dict[str, str] = {}
    found = merger.without_doubled_saying(sorted(acts, key=lambda a: (a.trigger, a.iri)))
    for same in (merger.told_in_one_clause, merger.same):  # verb and noun first, while each is alone
        found = _joined(found, same, merger.join, renamed)
    existing = {a.iri for a in found}
    return tuple(_renamed(act, renamed, existing) for act in found)


def _joined(
    acts: Sequence[Act], same: Callable[[Act, Act], bool], join: Callable[[Act, Act], Act], renamed: dict[str, str]
) -> list[Act]:
    """The acts with those joined that are the same; ``renamed`` takes the IRIs that are gone."""
    told = _Told()
    for act in acts:
        place = next((i for i in told.like(act) if same(told.acts[i], act)), None)
        if place is None:
            told.add(act)
            continue
        merged = join(told.acts[place], act)
        renamed[act.iri] = renamed[told.acts[place].iri] = merged.iri
        told.replace(place, merged)
    return told.acts


class _Told:
    """The acts kept so far, found by sentence, sides, states and agents: without one in common no two are the same."""

    def __init__(self) -> None:
        self.acts: list[Act] = []
        self._places: dict[int | frozenset[str], set[int]] = {}

    def like(self, act: Act) -> list[int]:
        """The places of those that an act may be the same as, newest first."""
        return sorted({i for key in self._keys(act) for i in self._places.get(key, ())}, reverse=True)

    def add(self, act: Act) -> None:
        """Keeps an act."""
        self.acts.append(act)
        self.replace(len(self.acts) - 1, act)

    def replace(self, place: int, act: Act) -> None:
        """Puts a fuller telling in the place of an act."""
        self.acts[place] = act
        for key in self._keys(act):
            self._places.setdefault(key, set()).add(place)

    @staticmethod
    def _keys(act: Act) -> tuple[int | frozenset[str], ...]:
        states = frozenset((p.on_behalf_of or (p.entity,))[-1] for p in act.participations)
        return act.sentence, _sides(act), states, frozenset(_agents(act))


def _renamed(act: Act, renamed: dict[str, str], existing: set[str]) -> Act:
    ties: list[ActRelation] = []
    for tie in act.relations:
        target = tie.target
        for _ in range(5):
            target = renamed.get(target, target)
        if (target in existing or "/act/" not in target) and target != act.iri and (tie.kind, target) not in {(t.kind, t.target) for t in ties}:
            ties.append(replace(tie, target=target))
    return replace(act, relations=tuple(ties))


class _Merger:
    """Compares and joins acts of one article."""

    def __init__(self, analysis: Analysis, catalogue: ActCatalogue) -> None:
        self._analysis, self._catalogue = analysis, catalogue
        self._sentence_of = {s.span: s.index for s in analysis.sentences}

    def told_in_one_clause(self, a: Act, b: Act) -> bool:
        """Whether a verb and its noun tell two acts that are one ("signed an agreement")."""
        if a.sentence != b.sentence or "/part/" in a.iri + b.iri or not self._related(a, b) or not self._one_clause(a, b):
            return False
        first, second = _sides(a), _sides(b)
        return self._lends_itself(a, b) or bool(first & second) or not first or not second

    def same(self, a: Act, b: Act) -> bool:
        """Whether two acts are one occurrence."""
        if "/part/" in a.iri or "/part/" in b.iri:
            return False
        first, second = _sides(a), _sides(b)
        if a.sentence == b.sentence and self._is_aside(a, b):
            return True
        if self._is_borne_out(a, b):
            return True
        if a.type == b.type and self._speech(a):
            return self._one_speaker(a, b) and self._goes_on(a, b)
        if self._speech(a) or not self._related(a, b) or a.factuality != b.factuality or not self._times_agree(a, b):
            return False
        if self._is_another(b):
            return False
        if a.sentence == b.sentence and a.type == b.type and self._joined(a, b):
            return bool(_agents(a)) and _agents(a) == _agents(b)
        if len(first) > 1 and first == second:
            if self._is_named(b):
                return a.type == b.type or abs(a.sentence - b.sentence) <= _NEAR
            return abs(a.sentence - b.sentence) <= _NEAR and not _about_different_things(a, b)
        return a.type == b.type and self._stand_for_each_other(a, b) and abs(a.sentence - b.sentence) <= _FAR

    @staticmethod
    def _one_speaker(a: Act, b: Act) -> bool:
        """Whether the same speak, and to the same where both tell it."""
        by_role = [
            {role: {p.entity for p in x.participations if p.role is role} for role in (Role.AGENT, Role.ADDRESSEE)}
            for x in (a, b)
        ]
        agents, addressees = ([row[role] for row in by_role] for role in (Role.AGENT, Role.ADDRESSEE))
        return bool(agents[0]) and agents[0] == agents[1] and (
            addressees[0] == addressees[1] or not all(addressees)
        )  # fmt: skip

    def _joined(self, a: Act, b: Act) -> bool:
        """Whether the triggers are joined by "and": "killed three and wounded six"."""
        if a.predicate is None or b.predicate is None:
            return False
        p, q = self._analysis.predicates[a.predicate], self._analysis.predicates[b.predicate]
        node = self._analysis.parses[b.sentence].nodes[q.node]
        return node.deprel == "conj" and node.head == p.node

    def _is_named(self, act: Act) -> bool:
        """Whether a bare noun tells an act: as something known ("the accord between A and B")."""
        predicate = self._analysis.predicates[act.predicate] if act.predicate is not None else None
        return predicate is not None and predicate.pos == "NOUN" and predicate.light_verb is None

    @staticmethod
    def _stand_for_each_other(a: Act, b: Act) -> bool:
        """Whether the sides are the same, once as states and once as those who act for them."""
        first, second = a.participations, b.participations
        return len(first) > 1 and all(
            any(_one_side(p, q) for q in others) for some, others in ((first, second), (second, first)) for p in some
        )

    def _is_another(self, act: Act) -> bool:
        """Whether the words set an act off from those told before ("another clash", "new talks")."""
        if act.predicate is None:
            return False
        predicate = self._analysis.predicates[act.predicate]
        parse = self._analysis.parses[predicate.sentence]
        return any(c.lemma.lower() in _FURTHER for c in parse.children(predicate.node, "det", "amod"))

    def _related(self, a: Act, b: Act) -> bool:
        """Same type, or the same family one level up for acts that are no speech."""
        if a.type == b.type:
            return True
        if a.type not in self._catalogue.types or b.type not in self._catalogue.types:
            return False
        first, second = self._catalogue.types[a.type], self._catalogue.types[b.type]
        return first.ancestors[:1] == second.ancestors[:1] and first.each is second.each is None

    def _residual(self, act: Act) -> bool:
        return act.type in self._catalogue.types and self._catalogue.types[act.type].residual

    def _speech(self, act: Act) -> bool:
        return self._catalogue.is_a(act.type, "SpeechAct")

    def _one_clause(self, a: Act, b: Act) -> bool:
        """Verb and its noun ("signed an agreement", "visited ... the visit")."""
        if a.predicate is None or b.predicate is None:
            return False
        p, q = self._analysis.predicates[a.predicate], self._analysis.predicates[b.predicate]
        return self._holds(p, q) or self._holds(q, p)

    def _is_aside(self, a: Act, b: Act) -> bool:
        """Whether plain saying hangs on an act of speech of the same speaker ("denounced it, calling it ...")."""
        if not (self._speech(a) and self._speech(b)) or a.predicate is None or b.predicate is None:
            return False
        plain, other = (b, a) if self._residual(b) else (a, b)
        if not self._residual(plain) or self._residual(other) or not self._one_speaker(a, b):
            return False
        p = self._analysis.predicates[plain.predicate or 0]
        q = self._analysis.predicates[other.predicate or 0]
        node = self._analysis.parses[plain.sentence].nodes[p.node]
        return node.head == q.node and node.deprel == "advcl"

    def _is_borne_out(self, a: Act, b: Act) -> bool:
        """Whether a quotation in the next sentence only gives the words of a stronger act of speech."""
        if not self._speech(a) or self._residual(a) or not self._residual(b) or not b.quotes:
            return False
        sentences = self._analysis.sentences
        next_one = b.sentence - self._last(a) == 1
        together = sentences[a.sentence].paragraph == sentences[b.sentence].paragraph
        return next_one and together and self._one_speaker(a, b) and self._times_agree(a, b)

    def _lends_itself(self, a: Act, b: Act) -> bool:
        """Whether one is the verb that only carries the other's noun ("convened the meeting")."""
        p, q = (self._analysis.predicates[x.predicate or 0] for x in (a, b))
        return p.light_node == q.node or q.light_node == p.node

    @staticmethod
    def _holds(verb: Predicate, noun: Predicate) -> bool:
        inside = any(
            noun.node in a.nodes
            for a in verb.arguments
            if a.relation in (Relation.OBJECT, Relation.SUBJECT, Relation.OBLIQUE, Relation.INFINITIVE)
        )
        return noun.light_node == verb.node or (inside and noun.pos == "NOUN")

    def _goes_on(self, a: Act, b: Act) -> bool:
        """One speaker at one occasion: plain saying in adjacent sentences, or the same words again."""
        if not self._times_agree(a, b):
            return False
        if self._residual(a):
            return b.sentence - self._last(a) <= _ADJACENT
        return a.sentence == b.sentence or _overlap(_topic_words(a), _topic_words(b)) >= _SAME_TOPIC

    def _last(self, act: Act) -> int:
        """The last sentence that an act's evidence reaches."""
        return max((self._sentence_of.get(e, act.sentence) for e in act.evidence), default=act.sentence)

    @staticmethod
    def _times_agree(a: Act, b: Act) -> bool:
        """Whether the times overlap; an unknown one contradicts nothing."""
        if a.time is None or b.time is None:
            return True
        if (a.time.edtf == _ENDURING) is not (b.time.edtf == _ENDURING):  # what goes on is not what came and went
            return False
        first, second = _bounds(a.time), _bounds(b.time)
        return first[0] <= second[1] and second[0] <= first[1]

    def join(self, a: Act, b: Act) -> Act:
        """The fuller telling with what the other adds."""
        first, second = (b, a) if self._fuller(b, a) else (a, b)
        seen = {p.entity for p in first.participations}
        extra = tuple(p for p in second.participations if p.entity not in seen) if a.sentence == b.sentence else ()
        labels = {t.label.lower() for t in first.topics}
        topics: tuple[Topic, ...] = (*first.topics, *(t for t in second.topics if t.label.lower() not in labels))
        time = (
            first.time
            if first.time is not None and not (first.time.inferred and second.time is not None)
            else second.time
        )
        placed = next((x for x in (first, second) if x.place and not x.place_inferred), first if first.place else second)
        return replace(
            first,
            participations=(*first.participations, *extra),
            topics=topics,
            time=time,
            place=placed.place,
            place_span=placed.place_span,
            place_inferred=placed.place_inferred,
            outcome=first.outcome or second.outcome,
            effects=tuple(dict.fromkeys((*first.effects, *second.effects))),
            name=first.name or second.name,
            relations=(*first.relations, *second.relations),
            quotes=tuple(dict.fromkeys((*first.quotes, *second.quotes))),
            evidence=tuple(dict.fromkeys((*first.evidence, *second.evidence))),
            confidence=max(first.confidence, second.confidence),
            factuality=second.factuality if first.factuality is Factuality.ASSERTED and first.type == second.type else first.factuality,
        )

    def _fuller(self, a: Act, b: Act) -> bool:
        """Whether ``a`` tells more than ``b``: the more specific type, then more sides."""
        depth = [self._catalogue.types[x.type].depth if x.type in self._catalogue.types else 0 for x in (a, b)]
        if a.type != b.type and depth[0] == depth[1]:
            return a.confidence > b.confidence
        return (depth[0], len(a.participations)) > (depth[1], len(b.participations))

    def without_doubled_saying(self, acts: list[Act]) -> list[Act]:
        """What is said and has a record of its own needs none for the saying."""
        by_node: dict[tuple[int, int], list[Act]] = {}
        for act in acts:
            for node in self._nodes(act):
                by_node.setdefault(node, []).append(act)
        told = (Factuality.ASSERTED, Factuality.PLANNED, Factuality.ALLEGED)
        kept = []
        for act in acts:
            predicate = self._analysis.predicates[act.predicate] if act.predicate is not None else None
            if predicate is None or not self._residual(act) or act.quotes:
                kept.append(act)
                continue
            said = [
                (predicate.sentence, n) for a in predicate.arguments if a.relation is Relation.CLAUSE for n in a.nodes
            ]
            inner = [other for node in said for other in by_node.get(node, ()) if other is not act]
            if not any(other.factuality in told for other in inner):
                kept.append(act)
        return kept

    def _nodes(self, act: Act) -> set[tuple[int, int]]:
        """The words that carry an act: its trigger and the trigger's light verb."""
        if act.predicate is None:
            return set()
        predicate = self._analysis.predicates[act.predicate]
        return {(predicate.sentence, n) for n in (predicate.node, predicate.light_node) if n is not None}


def _agents(act: Act) -> set[str]:
    return {p.entity for p in act.participations if p.role is Role.AGENT}


def _sides(act: Act) -> frozenset[str]:
    return frozenset(p.entity for p in act.participations)


def _one_side(p: Participation, q: Participation) -> bool:
    """The same entity, or a state and somebody who acts for it."""
    return p.entity == q.entity or p.entity in q.on_behalf_of or q.entity in p.on_behalf_of


def _topic_words(act: Act) -> set[str]:
    """The beginnings of the content words of an act's topics: "bombing" and "bomb" are one."""
    words = (w for t in act.topics for w in re.findall(r"[^\W\d_]+", t.label.lower()))
    return {w[:_STEM] for w in words if len(w) > _SHORT} - _GENERIC


def _about_different_things(a: Act, b: Act) -> bool:
    """Whether both tell what they are about and that differs: two accords of the same sides."""
    first, second = _topic_words(a), _topic_words(b)
    return bool(first and second) and _overlap(first, second) < _SAME_TOPIC


def _overlap(first: set[str], second: set[str]) -> float:
    """Share of the smaller set that the two have in common."""
    return len(first & second) / min(len(first), len(second)) if first and second else 0.0


def _bounds(time: TimeValue) -> tuple[str, str]:
    """First and last day that a value allows, as ISO dates that compare as text."""
    start, end = time.start or "0000", time.end or "9999"
    return start, end + "-12-31"[len(end) - 4 :] if len(end) < len("2021-01-01") else end

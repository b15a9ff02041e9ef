"""Whether two tellings are one act: types, sides, times, topics and clauses compared."""

from bisect import bisect_right
from typing import Final

from kg.frames import ActCatalogue
from kg.merging.sides import agents, are_one_side, doers, equals, sides
from kg.merging.subject_matter import about_different_things, about_one_thing, of_other_amounts
from kg.merging.times import on_one_stated_day, times_agree
from kg.model import Act, Analysis, MentionForm, Predicate, Relation, Role

_NEAR: Final = 3  # sentences between two tellings with the same sides
_FAR: Final = 8  # sentences between two tellings by states and by their officials
_ADJACENT: Final = 2  # sentences; best on the development articles
_FURTHER: Final = frozenset({"another", "other", "new", "fresh", "second", "third", "further", "renewed"})
_TALKING: Final = frozenset({"conversation", "discuss", "discussion", "exchange", "talk"})  # what those do who have met
_DISCUSSING: Final = frozenset({"debate", "discuss", "exchange", "review", "touch"})  # "the sides discussed X": at the talks told before
_CONTINUING: Final = frozenset({"add", "conclude", "continue", "explain", "note", "remark", "say"})  # verbs that go on with one topic


class Sameness:
    """Compares acts of one article."""

    def __init__(self, analysis: Analysis, catalogue: ActCatalogue) -> None:
        self._analysis, self._catalogue = analysis, catalogue
        self._sentence_of = {s.span: s.index for s in analysis.sentences}
        self._starts = [s.span.start for s in analysis.sentences]

    def told_in_one_clause(self, a: Act, b: Act) -> bool:
        """Whether a verb and its noun tell two acts that are one ("signed an agreement")."""
        if a.sentence != b.sentence or "/part/" in a.iri + b.iri or not self._related(a, b) or not self._one_clause(a, b):
            return False
        first, second = sides(a), sides(b)
        completes = a.type == b.type and not {p.role for p in a.participations} & {p.role for p in b.participations}  # who gives, and to whom
        return self._lends_itself(a, b) or bool(first & second) or not first or not second or completes

    def same(self, a: Act, b: Act) -> bool:
        """Whether two acts are one occurrence."""
        if "/part/" in a.iri or "/part/" in b.iri:
            return False
        first, second = sides(a), sides(b)
        if first != second and first and second and not (a.type == b.type and self._speech(a)) and b.sentence - self._last(a) > _FAR:
            return False  # no rule below joins what is told so far apart with other sides
        if a.sentence == b.sentence and self._is_put_thus(a, b):
            return True
        if a.sentence == b.sentence and (self._is_aside(a, b) or self._is_carried(a, b) or self._is_purpose(a, b)):
            return True
        if self._is_borne_out(a, b) or self._is_spoken_of(a, b):
            return True
        if a.type == b.type and self._speech(a):
            return self._one_speaker(a, b) and self._goes_on(a, b)
        if self._is_promise(a, b):
            return True
        if self._speech(a) or not self._related(a, b) or a.factuality != b.factuality or not times_agree(a, b):
            return False
        if self._is_another(b) or of_other_amounts(a, b):
            return False
        if self._is_taken_up(a, b) or self._is_of_own_forces(a, b) or self._goes_on_with_some(a, b):
            return True
        if a.sentence == b.sentence and a.type == b.type and self._joined(a, b):
            return bool(doers(a)) and doers(a) == doers(b)
        if len(first) > 1 and first == second:
            if a.type == b.type and (on_one_stated_day(a, b) or self._tells_content(b) or self._at_one_place(a, b)):
                return True
            if self._is_named(b):
                return a.type == b.type or abs(a.sentence - b.sentence) <= _NEAR
            if self._tells_content(a) and self._catalogue.is_a(b.type, "Consultation") and abs(a.sentence - b.sentence) <= _ADJACENT:
                return True  # "the two leaders discussed trade. They talked on the phone"
            return abs(a.sentence - b.sentence) <= _NEAR and not about_different_things(a, b)
        if a.type == b.type and not (first and second) and self._is_that_war(a, b):
            return True
        if a.type == b.type and first and first == second and self._catalogue.is_a(a.type, "ArmedConflict"):
            return True  # a war in the background is told time and again
        if not self._stand_for_each_other(a, b) or abs(a.sentence - b.sentence) > _FAR:
            return False
        if (self._tells_content(b) or self._tells_content(a)) and abs(a.sentence - b.sentence) <= _NEAR:
            return True
        if a.type != b.type:
            return False
        return not (self._catalogue.is_a(a.type, "Agreement") and about_different_things(a, b))

    def _at_one_place(self, a: Act, b: Act) -> bool:
        """Whether the same met at one place told, on days that agree: no other meeting, however far apart it is told."""
        told = a.place is not None and a.place == b.place and a.time is not None and b.time is not None
        return told and self._catalogue.is_a(b.type, "Consultation")

    def _tells_content(self, b: Act) -> bool:
        """Whether what those who talked "discussed" is all that a telling adds: the call or meeting was told before."""
        predicate = self._predicate(b)
        return predicate is not None and predicate.lemma in _DISCUSSING and self._catalogue.is_a(b.type, "Consultation")

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

    def _is_spoken_of(self, a: Act, b: Act) -> bool:
        """Whether a noun only speaks of what somebody was told to ask, or to hold against another: "Norland's request"."""
        predicate = self._predicate(b)
        types = self._catalogue.types
        alike = a.type in types and b.type in types and types[a.type].plover == types[b.type].plover is not None
        if predicate is None or not alike or not self._speech(a) or predicate.pos != "NOUN" or predicate.light_verb is not None or b.quotes:
            return False
        told = {p.entity for p in b.participations} - agents(b)
        owned = any(x.relation is Relation.POSSESSOR for x in predicate.arguments)
        near = 0 < b.sentence - self._last(a) <= _FAR
        return near and owned and bool(agents(b)) and agents(b) == agents(a) and told <= {p.entity for p in a.participations} and not b.topics

    def _is_of_own_forces(self, a: Act, b: Act) -> bool:
        """Whether a fight is told once of a state, once of its forces, one time by a noun alone: "U.S. strikes", "U.S. forces struck"."""
        if a.type != b.type or not self._catalogue.is_a(a.type, "ArmedConflict") or not (self._is_named(a) or self._is_named(b)):
            return False
        one, other = ([p for p in x.participations if p.role is Role.AGENT] for x in (a, b))
        struck = [{p.entity for p in x.participations if p.role is not Role.AGENT} for x in (a, b)]
        agree = not all(struck) or bool(struck[0] & struck[1])
        return len(one) == len(other) == 1 and are_one_side(one[0], other[0]) and agree and b.sentence - self._last(a) <= _NEAR

    def _goes_on_with_some(self, a: Act, b: Act) -> bool:
        """Whether some of those who met are told next to have talked: at the meeting told before."""
        predicate = self._predicate(b)
        if predicate is None or a.type != b.type or predicate.lemma not in _TALKING or not 0 < b.sentence - self._last(a) <= _ADJACENT:
            return False
        return self._catalogue.is_a(a.type, "Consultation") and len(sides(b)) > 1 and sides(b) < sides(a) and (b.time is None or b.time.inferred)

    def _is_that_war(self, a: Act, b: Act) -> bool:
        """Whether a war told without sides is that of those who fight: neither has a time of its own, none is the worst of many."""
        dated = any(x.time is not None and not x.time.inferred for x in (a, b))
        if dated or not self._catalogue.is_a(a.type, "War") or not (a.place is None or b.place in (None, a.place)):
            return False
        told = ((self._analysis.parses[x.sentence], self._predicate(x)) for x in (a, b))
        return not any(c.xpos == "JJS" for parse, p in told if p is not None for c in parse.children(p.node, "amod"))

    def _is_taken_up(self, a: Act, b: Act) -> bool:
        """Whether a noun with "the" or "this" takes up an act of force told before, adding when or where: "The strike took place in X"."""
        predicate = self._predicate(b)
        if predicate is None or predicate.pos != "NOUN" or a.type != b.type or doers(b) or not doers(a) or b.sentence - self._last(a) > _NEAR:
            return False
        if b.time is not None and not b.time.inferred and (a.time is None or a.time.inferred):  # "the fighting of May" is not what was told without a day
            return False
        beside = self._analysis.parses[b.sentence].children
        definite = any(c.lemma.lower() in ("the", "this", "that") for c in beside(predicate.node, "det"))
        definite = definite and not any(c.xpos == "JJS" for c in beside(predicate.node, "amod"))  # "the worst war in years"
        return definite and self._catalogue.is_a(a.type, "ArmedConflict")

    def _joined(self, a: Act, b: Act) -> bool:
        """Whether the triggers are joined by "and", or the second tells what came of the first: "fired on them, wounding six"."""
        p, q = self._predicate(a), self._predicate(b)
        if p is None or q is None:
            return False
        parse = self._analysis.parses[b.sentence]
        first = parse.first_conjunct(q.node)
        if first.index == p.node:
            return True
        result = first.deprel == "advcl" and first.xpos == "VBG" and not any(parse.children(first.index, "mark"))
        return result and first.head == p.node

    def _is_named(self, act: Act) -> bool:
        """Whether a bare noun tells an act: as something known ("the accord between A and B")."""
        predicate = self._predicate(act)
        return predicate is not None and predicate.pos == "NOUN" and predicate.light_verb is None

    @staticmethod
    def _stand_for_each_other(a: Act, b: Act) -> bool:
        """Whether the sides are the same, once as states and once as those who act for them."""
        first, second = equals(a), equals(b)
        beside = [{p.entity for p in x.participations} - {p.entity for p in some} for x, some in ((a, first), (b, second))]
        if beside[0] != beside[1] and all(beside):
            return False
        return len(first) > 1 and all(
            any(are_one_side(p, q) for q in others) for some, others in ((first, second), (second, first)) for p in some
        )

    def _is_another(self, act: Act) -> bool:
        """Whether the words set an act off from those told before ("another clash", "new talks")."""
        predicate = self._predicate(act)
        if predicate is None:
            return False
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
        p, q = self._predicate(a), self._predicate(b)
        if p is None or q is None:
            return False
        return self._holds(p, q) or self._holds(q, p)

    def _is_aside(self, a: Act, b: Act) -> bool:
        """Whether plain saying hangs on an act of speech of the same speaker ("denounced it, calling it ...")."""
        if not (self._speech(a) and self._speech(b)):
            return False
        plain, other = (b, a) if self._residual(b) else (a, b)
        if not self._residual(plain) or self._residual(other) or not self._one_speaker(a, b):
            return False
        p, q = self._predicate(plain), self._predicate(other)
        if p is None or q is None:
            return False
        node = self._analysis.parses[plain.sentence].nodes[p.node]
        return node.head == q.node and node.deprel == "advcl"

    def _is_put_thus(self, a: Act, b: Act) -> bool:
        """Whether a participle says what a noun of speech asks: "calls by X asking Y to leave"."""
        p, q = self._predicate(a), self._predicate(b)
        if a.type != b.type or not self._speech(a) or p is None or q is None or p.pos != "NOUN":
            return False
        node = self._analysis.parses[b.sentence].nodes[q.node]
        return node.head == p.node and node.deprel == "acl" and node.xpos == "VBG"

    def _is_carried(self, a: Act, b: Act) -> bool:
        """Whether a summons is how its purpose was done: "summoned the envoy to express concern" is one act."""
        p, q = self._predicate(a), self._predicate(b)
        if not self._catalogue.is_a(a.type, "Summons") or not self._speech(b) or p is None or q is None:
            return False
        node = self._analysis.parses[b.sentence].nodes[q.light_node if q.light_node is not None else q.node]
        return node.head == p.node and node.deprel in ("advcl", "xcomp") and agents(b) <= agents(a)

    def _is_purpose(self, a: Act, b: Act) -> bool:
        """Whether one gathering is told with what it is for: "gathered to discuss the crisis"."""
        p, q = self._predicate(a), self._predicate(b)
        if a.type != b.type or not self._catalogue.is_a(a.type, "Consultation") or p is None or q is None:
            return False
        node = self._analysis.parses[b.sentence].nodes[q.node]
        return node.head == p.node and node.deprel in ("advcl", "xcomp") and doers(a) == doers(b)

    def _is_borne_out(self, a: Act, b: Act) -> bool:
        """Whether a quotation in the next sentence only gives the words of a stronger act of speech."""
        if not self._speech(a) or self._residual(a) or not b.quotes or not (self._residual(b) or self._takes_one_stand(a, b)):
            return False
        sentences = self._analysis.sentences
        begun = min(b.sentence, *(bisect_right(self._starts, q.span.start) - 1 for q in b.quotes))
        next_one = begun - self._last(a) == 1
        together = sentences[a.sentence].paragraph == sentences[b.sentence].paragraph or self._by_pronoun(b)
        return next_one and together and self._one_speaker(a, b) and times_agree(a, b)

    def _is_promise(self, a: Act, b: Act) -> bool:
        """Whether a speaker goes on from what he says to what he promises, or back: one saying at one occasion."""
        if a.sentence != b.sentence and not b.quotes:
            return False
        kinds = {self._residual(x) or self._catalogue.is_a(x.type, "Pledge") for x in (a, b)}
        if kinds != {True} or a.factuality != b.factuality or not self._one_speaker(a, b) or not times_agree(a, b):
            return False
        return a.sentence == b.sentence or (b.sentence - self._last(a) <= 1 and bool(b.quotes))

    def _takes_one_stand(self, a: Act, b: Act) -> bool:
        """Whether the words quoted are as much for or against something as what was told before: one stance has one code."""
        types = self._catalogue.types
        return b.voiced and a.type in types and b.type in types and types[a.type].plover == types[b.type].plover is not None

    def _by_pronoun(self, act: Act) -> bool:
        """Whether who speaks is told by a pronoun ("she said"): newswires give each sentence a paragraph, and name who speaks anew."""
        predicate = self._predicate(act)
        if predicate is None:
            return False
        nodes = self._analysis.parses[predicate.sentence].nodes
        subjects = (nodes[n] for x in predicate.arguments if x.relation is Relation.SUBJECT for n in x.nodes)
        return any(n.upos == "PRON" for n in subjects)

    def _lends_itself(self, a: Act, b: Act) -> bool:
        """Whether one is the verb that only carries the other's noun ("convened the meeting")."""
        p, q = self._predicate(a), self._predicate(b)
        if p is None or q is None:
            return False
        return p.light_node == q.node or q.light_node == p.node

    def _holds(self, verb: Predicate, noun: Predicate) -> bool:
        parse = self._analysis.parses[verb.sentence]
        node = parse.nodes[noun.node]
        while node.deprel == "nmod" and any(c.lemma.lower() in ("in", "of") for c in parse.children(node.index, "case")):
            node = parse.nodes[node.head]  # "provide $20 million [in [the form of] aid]"
        inside = any(
            noun.node in a.nodes or (node.index in a.nodes and node.mention is None)
            for a in verb.arguments
            if a.relation in (Relation.OBJECT, Relation.SUBJECT, Relation.OBLIQUE, Relation.INFINITIVE)
        )
        return noun.light_node == verb.node or (inside and noun.pos == "NOUN")

    def _goes_on(self, a: Act, b: Act) -> bool:
        """One speaker at one occasion: plain saying in adjacent sentences, or the same words again."""
        if not times_agree(a, b):
            return False
        if self._residual(a):
            return b.sentence - self._last(a) <= _ADJACENT and not self._is_anew(a, b)
        return a.sentence == b.sentence or about_one_thing(a, b)

    def _is_anew(self, a: Act, b: Act) -> bool:
        """Whether the speaker is named again and in indirect speech turns to something else."""
        predicate = self._predicate(b)
        if predicate is None or b.quotes or a.sentence == b.sentence or not about_different_things(a, b):
            return False
        if predicate.lemma in _CONTINUING:
            return False
        parse = self._analysis.parses[predicate.sentence]
        subjects = (parse.nodes[n].mention for x in predicate.arguments if x.relation is Relation.SUBJECT for n in x.nodes)
        return any(m is not None and self._analysis.mentions[m].form is not MentionForm.PRONOUN for m in subjects)

    def _predicate(self, act: Act) -> Predicate | None:
        """The predicate that tells an act; None for one that nothing of a sentence tells."""
        return None if act.predicate is None else self._analysis.predicates[act.predicate]

    def _last(self, act: Act) -> int:
        """The last sentence that an act's evidence reaches."""
        return max((self._sentence_of.get(e, act.sentence) for e in act.evidence), default=act.sentence)

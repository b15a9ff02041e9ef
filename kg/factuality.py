"""Whether an act is told as a fact: denied, planned, demanded, conditional, alleged, by whom.

What governs the trigger decides, from the inside out, as in FactBank (Saurí and Pustejovsky 2009):
own negation and modals first, then each governing predicate up to a verb of plain report.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.lexicon import Lexicon
from kg.model import (
    Act,
    Analysis,
    EntityKind,
    Evidentiality,
    Factuality,
    Parse,
    Predicate,
    Relation,
)

_LIMIT = 6  # governing predicates looked at
_TIME_MARKS = frozenset({"after", "since", "when", "while"})


def assess_factuality(acts: Sequence[Act], analysis: Analysis, lexicon: Lexicon) -> tuple[Act, ...]:
    """The acts with factuality, evidentiality and cited sources."""
    assessor = _Assessor(analysis, lexicon)
    return tuple(assessor.assess(act) for act in acts)


class _Assessor:
    """Reads the surroundings of one trigger."""

    def __init__(self, analysis: Analysis, lexicon: Lexicon) -> None:
        self._analysis = analysis
        keys = (
            "denying",
            "planning",
            "light_planning",
            "demanding",
            "considering",
            "listing",
            "continuing",
            "alleging",
            "reporting",
            "doubting",
            "ending",
            "conditional_marks",
            "possible_modals",
            "future_modals",
            "obliging_modals",
            "unable",
            "pressing",
            "open",
        )
        self._words = {key: lexicon.words("factuality", key) for key in keys}
        self._links = {link.mention: link.entities for link in analysis.resolution.links}
        self._entities = {e.iri: e for e in analysis.resolution.entities}

    def assess(self, act: Act) -> Act:
        """One act."""
        if act.predicate is None:
            return act
        if act.voiced:
            quoted = self._in_quotation(act)
            evidentiality = Evidentiality.DIRECT_QUOTATION if quoted else Evidentiality.INDIRECT_SPEECH
            return replace(act, factuality=Factuality.ASSERTED, evidentiality=evidentiality)
        predicate = self._analysis.predicates[act.predicate]
        factuality = Factuality.ASSERTED if act.by_negation else self._own(predicate)
        evidentiality = Evidentiality.NARRATED
        sources: tuple[str, ...] = ()
        beside = False  # passed the edge of an adjunct
        below = predicate
        for above, relation in () if self._is_under_way(predicate) else self._governors(predicate):
            if relation is Relation.OBLIQUE and self._is_past_of(above, predicate):
                break
            found = self._from(above, relation, predicate, below)
            if found is Factuality.DENIED and beside:  # "would not leave in a vote": the vote is held all the same
                found = Factuality.PLANNED if self._is_to_come(act) else None
            if found is not None and factuality is Factuality.ASSERTED:
                factuality = found
            if factuality not in (Factuality.DEMANDED, Factuality.ALLEGED) and self._leaves_open(above, relation) and not beside:
                factuality = Factuality.CONDITIONAL
            beside = beside or self._dates(below) or (relation is Relation.OBLIQUE and not self._aims(above, below))
            below = above
            speakers = (
                self._speakers(above)
                if above.lemma in self._words["reporting"] and relation is not Relation.SUBJECT
                else ()
            )
            if speakers:
                unnamed = all(self._entities[s].kind is EntityKind.GROUP for s in speakers)
                news = all("NewsOrganization" in self._entities[s].types for s in speakers)
                sides = {p.entity for p in act.participations}
                if set(speakers) != sides:
                    evidentiality = Evidentiality.HEARSAY if unnamed or news else Evidentiality.INDIRECT_SPEECH
                    sources = speakers
                    if unnamed and factuality is Factuality.ASSERTED and above.lemma == "report":
                        factuality = Factuality.ALLEGED
                break
        if self._in_quotation(act):
            evidentiality = Evidentiality.DIRECT_QUOTATION
        held = predicate.light_verb is not None and predicate.light_verb not in self._words["planning"] | self._words["light_planning"]
        if factuality is Factuality.ASSERTED and predicate.pos == "NOUN" and not held and self._is_to_come(act):  # "agreed on talks in two weeks"
            factuality = Factuality.PLANNED
        return replace(act, factuality=factuality, evidentiality=evidentiality, sources=sources)

    def _dates(self, predicate: Predicate) -> bool:
        """Whether a clause tells when the one above it is: "refused to meet X when he came"."""
        parse = self._analysis.parses[predicate.sentence]
        node = parse.nodes[predicate.node]
        return node.deprel == "advcl" and any(c.lemma.lower() in _TIME_MARKS for c in parse.children(node.index, "mark", "advmod"))

    def _is_to_come(self, act: Act) -> bool:
        """Whether an act is dated behind the day of publication."""
        start, published = act.time.start if act.time is not None else None, self._analysis.article.published
        return start is not None and published is not None and start > published.isoformat()[: len(start)]

    def _is_under_way(self, predicate: Predicate) -> bool:
        """Whether what is known to go on is to end, which takes nothing from its being a fact: "urged X to stop the war"."""
        if predicate.pos != "NOUN" or predicate.governor is None:
            return False
        parse = self._analysis.parses[predicate.sentence]
        if any(c.xpos == "VBN" for c in parse.children(predicate.node, "acl")):  # "will review the accord reached last year"
            return True
        if predicate.governor_relation not in (Relation.OBJECT, Relation.OBLIQUE):
            return False
        definite = any(c.deprel == "nmod:poss" or c.lemma.lower() in ("the", "this") for c in parse.children(predicate.node, "det", "nmod:poss"))
        above = self._analysis.predicates[predicate.governor]
        ends = above.lemma in self._words["ending"] and (above.pos == "NOUN" or predicate.governor_relation is Relation.OBJECT)
        return definite and ends  # "called for an end to the war"

    def _leaves_open(self, above: Predicate, relation: Relation | None) -> bool:
        """Whether a clause is only hoped, feared or held possible: "hoped that X would not leave"."""
        return relation is Relation.CLAUSE and above.lemma in self._words["doubting"]

    def _own(self, predicate: Predicate) -> Factuality:
        parse = self._analysis.parses[predicate.sentence]
        modals = set(predicate.modals)
        if predicate.negated:
            return Factuality.CONDITIONAL if modals & {"may", "might"} else Factuality.DENIED
        if modals & self._words["obliging_modals"]:
            return Factuality.DEMANDED
        if modals & self._words["future_modals"] or (modals & {"would"} and self._is_reported(predicate)):
            return Factuality.PLANNED
        if modals & self._words["possible_modals"]:
            return Factuality.CONDITIONAL
        head = parse.nodes[predicate.node].head
        ahead = head >= 0 and parse.nodes[head].lemma.lower() == "ahead"  # "ahead of talks with X"
        if ahead or predicate.light_verb in self._words["light_planning"]:
            return Factuality.PLANNED
        if self._marked(parse, predicate.light_node if predicate.light_node is not None else predicate.node):
            return Factuality.CONDITIONAL
        words = {
            parse.nodes[n].lemma.lower()
            for a in predicate.arguments
            if a.relation is Relation.MODIFIER
            for n in a.nodes
        }
        if words & {"alleged", "purported", "supposed", "reported"}:
            return Factuality.ALLEGED
        if words & {
            "planned",
            "upcoming",
            "possible",
            "proposed",
            "future",
            "potential",
            "forthcoming",
            "scheduled",
            "expected",
        }:
            return Factuality.PLANNED
        if predicate.pos == "NOUN" and predicate.light_verb is None and (called := self._called(predicate)) is not None:
            return called
        adverbs = {c.lemma.lower() for c in parse.children(predicate.node, "advmod")}
        if adverbs & {"allegedly", "reportedly", "purportedly"}:
            return Factuality.ALLEGED
        return self._to_be(predicate, parse)

    def _is_reported(self, predicate: Predicate) -> bool:
        """Whether "would" is the "will" of what somebody said (backshift: Quirk et al. 1985, §14.31), under no condition."""
        if predicate.governor is None or predicate.governor_relation is not Relation.CLAUSE:
            return False
        parse = self._analysis.parses[predicate.sentence]
        conditions = any(self._marked(parse, c.index) for c in parse.children(predicate.node, "advcl"))
        return self._analysis.predicates[predicate.governor].lemma in self._words["reporting"] and not conditions

    def _to_be(self, predicate: Predicate, parse: Parse) -> Factuality:
        """ "is to meet", "is due to visit", "are set to sign"."""
        node = parse.nodes[predicate.node if predicate.light_node is None else predicate.light_node]
        has_to = any(c.lemma.lower() == "to" for c in parse.children(node.index, "mark"))
        above = parse.nodes[node.head] if node.head >= 0 else None
        if has_to and any(c.lemma.lower() == "be" for c in parse.children(node.index, "aux", "cop")):
            return Factuality.PLANNED
        if (
            has_to
            and above is not None
            and above.lemma.lower() in ("be", "due", "set", "expect", "schedule", "go", "plan")
        ):
            return Factuality.PLANNED
        if has_to and above is not None:  # "was unable to sign", "under pressure to sign", "possible to sign"
            negated = any(c.lemma.lower() in ("not", "never") for c in parse.children(above.index, "advmod"))
            for key, told in (("unable", Factuality.DENIED), ("pressing", Factuality.DEMANDED), ("open", Factuality.DENIED if negated else Factuality.CONDITIONAL)):
                if above.lemma.lower() in self._words[key]:
                    return told
        return Factuality.ASSERTED

    def _marked(self, parse: Parse, index: int) -> bool:
        return any(c.lemma.lower() in self._words["conditional_marks"] for c in parse.children(index, "mark"))

    def _governors(self, predicate: Predicate) -> Iterator[tuple[Predicate, Relation | None]]:
        here = predicate
        for _ in range(_LIMIT):
            if here.governor is None or here.governor == here.index:
                return
            parse = self._analysis.parses[here.sentence]
            if any(c.lemma.lower() == "where" for c in parse.children(here.node, "advmod")):  # "wants to leave X, where a war goes on"
                return
            above = self._analysis.predicates[here.governor]
            yield above, here.governor_relation
            here = above

    def _from(self, above: Predicate, relation: Relation | None, inner: Predicate, below: Predicate) -> Factuality | None:
        """What a governing predicate says of the act in its argument."""
        if (
            relation in (Relation.SUBJECT, Relation.MODIFIER, Relation.POSSESSOR, None)
            or above.node == inner.light_node
        ):
            return None
        inside = relation in (Relation.CLAUSE, Relation.INFINITIVE, Relation.OBJECT) or (
            relation is Relation.OBLIQUE and self._aims(above, below)
        )
        if not inside:
            return None
        if above.lemma in self._words["alleging"]:
            return Factuality.ALLEGED
        if (
            (above.lemma in self._words["demanding"]
            and relation is not Relation.CLAUSE)
            or above.lemma in ("demand", "insist")
        ):
            return Factuality.DEMANDED
        if above.lemma in self._words["denying"]:
            return Factuality.DENIED
        if above.lemma in self._words["considering"] and "VBG" in self._xpos(below, inner):  # "discussed strengthening sanctions"
            return Factuality.CONDITIONAL
        if above.lemma in self._words["listing"] and relation is Relation.OBJECT and (listed := self._called(above)) is not None:
            return listed
        if (
            above.lemma in self._words["planning"]
            and relation in (Relation.INFINITIVE, Relation.OBJECT)
            and above.lemma not in ("announce",)
        ):
            return (
                Factuality.PLANNED
                if above.lemma not in ("offer", "seek", "threaten", "propose", "want", "hope", "consider")
                else Factuality.CONDITIONAL
            )
        if relation is Relation.INFINITIVE and above.lemma in self._words["continuing"]:  # "will continue to support" supports
            return None
        return (
            self._own(above)
            if relation in (Relation.INFINITIVE, Relation.OBJECT) and self._own(above) is not Factuality.ASSERTED
            else None
        )

    def _xpos(self, *predicates: Predicate) -> set[str | None]:
        """The forms of predicates, and of the verbs that carry them."""
        nodes = [(p.sentence, n) for p in predicates for n in (p.node, p.light_node) if n is not None]
        return {self._analysis.parses[sentence].nodes[n].xpos for sentence, n in nodes}

    def _called(self, predicate: Predicate) -> Factuality | None:
        """What the subject calls the things told: "the conditions include a withdrawal", "their demand was a truce", "the plan is a visit"."""
        parse = self._analysis.parses[predicate.sentence]
        subjects = [parse.nodes[n] for a in predicate.arguments if a.relation is Relation.SUBJECT for n in a.nodes]
        nouns = {n.lemma.lower() for n in subjects if n.upos == "NOUN" and n.mention is None}
        if nouns & self._words["demanding"]:
            return Factuality.DEMANDED
        return Factuality.PLANNED if nouns & self._words["planning"] else None

    @staticmethod
    def _is_past_of(above: Predicate, inner: Predicate) -> bool:
        """Whether the act lies behind the governing one, which may be yet to come: "agreed to resume talks after a meeting"."""
        cases = {a.case for a in above.arguments if inner.node in a.nodes}
        return bool(cases & {"after", "follow", "following", "since"})

    @staticmethod
    def _aims(above: Predicate, inner: Predicate) -> bool:
        """Whether the act stands behind "for" of the governing word ("called for talks")."""
        cases = {a.case for a in above.arguments if inner.node in a.nodes}
        return bool(cases & {"for", "of", "on", "against", "from"})

    def _speakers(self, predicate: Predicate) -> tuple[str, ...]:
        parse = self._analysis.parses[predicate.sentence]
        numbers = [
            parse.nodes[n].mention for a in predicate.arguments if a.relation is Relation.SUBJECT for n in a.nodes
        ]
        found = [iri for number in numbers if number is not None for iri in self._links.get(number, ())]
        return tuple(dict.fromkeys(found))

    def _in_quotation(self, act: Act) -> bool:
        return any(q.span.covers(act.trigger) for q in self._analysis.quotes)

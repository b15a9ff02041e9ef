"""Whether a predicate that fits a frame is an act of diplomacy.

Who takes part must speak or act for a state, a body or an office; words inside a quotation are acts
only where the speaker does them by these words; bare nouns and asides tell of acts told elsewhere.
"""

from kg.extraction.circumstances import Circumstances
from kg.extraction.filling import Fillers
from kg.extraction.matching import ROLE_OF, Match
from kg.extraction.voices import Voices
from kg.frames import ActCatalogue
from kg.lexicon import Lexicon
from kg.model import PartKind, Predicate, Relation, Role

_SEEMING = frozenset({"appear", "seem"})
_INSIDE = (Relation.OBJECT, Relation.INFINITIVE)
_LONG_PHRASE = 3  # words: a shorter quoted phrase inside a clause is the article's own sentence


class Standing:
    """Judges the matches of one article."""

    def __init__(
        self, fillers: Fillers, voices: Voices, circumstances: Circumstances, catalogue: ActCatalogue, lexicon: Lexicon
    ) -> None:  # fmt: skip
        self._analysis = fillers.analysis
        self._fillers, self._voices, self._circumstances = fillers, voices, circumstances
        self._catalogue = catalogue
        self._ending = lexicon.words("predicates", "ending_verbs")
        self._habitual = lexicon.words("extraction", "habitual")
        self._averting = lexicon.words("extraction", "averting_verbs")
        self._causes = lexicon.words("extraction", "cause_verbs")
        self._numbers = lexicon.words("facts", "vague_numbers")
        self._people = lexicon.words("facts", "people")

    def stands(self, match: Match) -> bool:
        """Whether a match is an act of its own."""
        if self._analysis.sentences[match.predicate.sentence].part is not PartKind.PARAGRAPH:
            return False
        speech = self._catalogue.is_a(match.type.iri, "SpeechAct")
        if self._quoted(match.predicate) and not (speech and self._is_voiced(match)):
            return False
        if (speech and not self._is_said(match)) or not self._is_official(match) or self._is_no_event(match):
            return False
        sides = {f.entity.iri for _, f in match.participants}
        if match.sides < match.type.minimum_sides:
            return False
        if match.predicate.pos == "NOUN" and not sides:
            node = self._fillers.parse_of(match.predicate).nodes[match.predicate.node]
            return node.mention is not None or self._told_of(match)
        return bool(sides) or self._told_of(match)

    def _is_said(self, match: Match) -> bool:
        """Whether somebody does the act of speech here, and not in passing ("the plan he presented", "a plan put forward by X")."""
        predicate = match.predicate
        said = any(a.relation is Relation.CLAUSE for a in predicate.arguments)
        if not any(role is Role.AGENT for role, _ in match.participants):
            return predicate.pos == "VERB" and predicate.passive
        if match.type.residual and predicate.pos == "NOUN":
            return (predicate.light_verb is not None and not self._is_subject(predicate)) or said
        node = self._fillers.parse_of(predicate).nodes[predicate.node]
        if node.deprel == "amod":  # "alleged ties"
            return False
        return not (match.type.residual and node.deprel in ("acl:relcl", "acl") and not said)

    def _is_subject(self, predicate: Predicate) -> bool:
        """ "X's comments came after ...": words spoken of, not said."""
        return self._fillers.parse_of(predicate).nodes[predicate.node].deprel in ("nsubj", "nsubj:pass")

    def _is_no_event(self, match: Match) -> bool:
        """What is not said or no longer given, and what somebody is told in passing not to do ("Norland, which X does not recognise")."""
        predicate = match.predicate
        held = self._catalogue.is_a(match.type.iri, "Consultation")  # "concluded its meeting" held it
        if match.frame.light and predicate.light_verb in self._ending and not held:
            return True
        if self._catalogue.is_a(match.type.iri, "ArmedConflict") and self._is_imagined(predicate):
            return True
        if self._is_habit(predicate) or (self._catalogue.is_a(match.type.iri, "SpeechAct") and self._is_not_said(predicate)):
            return True
        node = self._fillers.parse_of(predicate).nodes[predicate.node]
        if node.deprel == "acl:relcl" and match.frame.speaker is not None and not match.frame.modals:  # "acts that break the law": which ones, in passing
            return True
        return predicate.negated and (node.deprel == "acl:relcl" or match.type.residual)

    def _is_not_said(self, predicate: Predicate) -> bool:
        """Whether somebody is to leave off saying it, or only seems to: "urged X to stop making such remarks", "appears to believe that"."""
        above = predicate
        while above.governor is not None and above.governor < len(self._analysis.predicates) and above.governor_relation in _INSIDE:
            above = self._analysis.predicates[above.governor]
            if above.lemma in self._ending or above.lemma in _SEEMING:
                return True
        return False

    def _is_habit(self, predicate: Predicate) -> bool:
        """Whether a noun names what happens time and again: "meetings of the council usually end late"."""
        if predicate.pos != "NOUN" or predicate.governor is None:
            return False
        verb = self._analysis.predicates[predicate.governor]
        adverbs = self._fillers.parse_of(verb).children(verb.node, "advmod")
        return any(c.lemma.lower() in self._habitual for c in adverbs)

    def _is_imagined(self, predicate: Predicate) -> bool:
        """Whether an indefinite noun tells of no fight that there is: "a war would be a disaster", "does not seek conflict with X"."""
        if predicate.pos != "NOUN" or predicate.governor is None:
            return False
        parse, above = self._fillers.parse_of(predicate), self._analysis.predicates[predicate.governor]
        known = any(c.lemma.lower() in ("the", "this", "that") or c.deprel == "nmod:poss" for c in parse.children(predicate.node, "det", "nmod:poss"))
        if known or predicate.governor_relation not in (Relation.SUBJECT, Relation.OBJECT):
            return False
        return bool({"would", "could", "might", "may"} & set(above.modals)) or above.lemma in self._averting

    def _is_official(self, match: Match) -> bool:
        """Whether one of those who speak or consult does so for a state, a body or an office."""
        if self._catalogue.is_a(match.type.iri, "SpeechAct"):
            sides = [f for role, f in match.participants if role is Role.AGENT]
            if match.type.residual and sides and all(map(self._voices.polices, sides)):
                return False
        elif self._catalogue.is_a(match.type.iri, "Consultation"):
            passive = (Role.HOST, ROLE_OF.get(match.type.each or ""))
            sides = [f for role, f in match.participants if role not in passive]
        else:
            return True
        return not sides or any(map(self._voices.is_official, sides))

    def _is_voiced(self, match: Match) -> bool:
        """Whether the speaker of quoted words does the act by them ("We condemn ...", "... must leave"), and not denies it."""
        if match.type.residual:
            return False
        denied = match.predicate.negated and not match.frame.negated
        return match.frame.speaker is not None or (not denied and self._voices.in_first_person(match.predicate))

    def _told_of(self, match: Match) -> bool:
        """An event without sides stands where it is dated, placed, comes out of another, or counts whom it hit."""
        if match.type.minimum_sides > 0:
            return False
        predicate = match.predicate
        if self._circumstances.time(predicate) is not None or self._circumstances.place(predicate) is not None:
            return True
        return self._is_effect(predicate) or self._counts(predicate)

    def _is_effect(self, predicate: Predicate) -> bool:
        """ "The clash led to the worst conflict in years"."""
        if predicate.governor is None:
            return False
        above = self._analysis.predicates[predicate.governor]
        cases = [a.case for a in above.arguments if predicate.node in a.nodes and a.relation is Relation.OBLIQUE]
        return any(f"{above.lemma} {case}" in self._causes for case in cases)

    def _counts(self, predicate: Predicate) -> bool:
        """ "displacing more than 30,000 people", "displaced thousands", "the displacement of thousands"."""
        parse = self._fillers.parse_of(predicate)
        struck = [
            parse.nodes[n]
            for a in predicate.arguments
            if a.relation is Relation.OBJECT or (predicate.pos == "NOUN" and a.case == "of")
            for n in a.nodes
        ]
        return any(
            n.lemma.lower() in self._numbers or (n.form.lower() in self._people and any(parse.children(n.index, "nummod")))
            for n in struck
        )

    def _quoted(self, predicate: Predicate) -> bool:
        """Words inside a quotation are the speaker's; a quoted phrase inside a clause, or behind a subject outside, is not."""
        around = next((q for q in self._analysis.quotes if q.span.covers(predicate.span)), None)
        if around is None or (predicate.pos != "VERB" and len(around.text.split()) <= _LONG_PHRASE):
            return False
        parse = self._fillers.parse_of(predicate)
        verb = parse.first_conjunct(predicate.light_node if predicate.light_node is not None else predicate.node)
        outside = [s for s in parse.children(verb.index, "nsubj", "nsubj:pass") if s.span.end <= around.span.start]
        return not outside or verb.deprel in ("ccomp", "advcl", "acl:relcl")  # 'the leaders "condemned the attack"'

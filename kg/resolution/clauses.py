"""The clause around a mention: what the mention is in it, and who does what beside it."""

from collections.abc import Callable
from typing import Final

from kg.model import Mention, Node, Parse

_OWN_DEEDS: Final = frozenset({"answer", "apologise", "apologize", "atone", "compensate", "leave", "pay"})  # "apologised to X for its strikes"
_ANSWERS: Final = frozenset({"punishment", "reaction", "response", "retaliation"})
_GO: Final = frozenset({"arrive", "come", "depart", "fly", "go", "head", "journey", "land", "leave", "pay", "return", "tour", "travel", "visit"})
_MEET: Final = frozenset(
    {"assure", "brief", "confer", "congratulate", "consult", "discuss", "discussion", "greet", "meet", "meeting", "see", "speak", "talk", "talks", "tell", "thank", "urge"}
)
_MANY_OF: Final = frozenset({"batch", "contingent", "dozen", "group", "handful", "hundred", "majority", "number", "team", "thousand"})


class Clauses:
    """Answers from the parses of an article; a mention inside another stands in no clause by itself."""

    def __init__(self, nodes: dict[int, tuple[Parse, int]], linked: Callable[[int, int], tuple[str, ...]]) -> None:
        """Takes the parse and node of each outermost mention, and what gives the entities of (sentence, mention) so far."""
        self._nodes, self._linked = nodes, linked

    def place(self, mention: Mention) -> tuple[Parse, int] | None:
        """The parse and node of a mention; None for one inside another."""
        return self._nodes.get(mention.index)

    def is_subject(self, mention: Mention) -> bool:
        """Whether a mention is (part of) a subject."""
        place = self.place(mention)
        if place is None:
            return False
        parse, index = place
        node = parse.first_conjunct(index)
        if node.deprel == "nmod" and parse.nodes[node.head].lemma.lower() in _MANY_OF:  # "a group of leaders said"
            node = parse.first_conjunct(node.head)
        return node.deprel in ("nsubj", "nsubj:pass")

    def _verb_of_subject(self, mention: Mention) -> Node | None:
        """What a mention is (part of) the subject of; None for one that is no subject."""
        if not self.is_subject(mention):
            return None
        parse, index = self._nodes[mention.index]
        return parse.nodes[parse.first_conjunct(index).head]

    def is_main_subject(self, mention: Mention) -> bool:
        """Whether a mention is (part of) the subject of its sentence's main clause."""
        verb = self._verb_of_subject(mention)
        return verb is not None and self._nodes[mention.index][0].first_conjunct(verb.index).head < 0

    def is_object(self, mention: Mention) -> bool:
        """Whether a mention is an object or stands behind a preposition."""
        place = self.place(mention)
        return place is not None and place[0].first_conjunct(place[1]).deprel in ("obj", "iobj", "obl")

    def is_top(self, mention: Mention) -> bool:
        """Whether a mention stands by itself in the parse, not inside another."""
        return mention.index in self._nodes

    def case(self, mention: Mention) -> str | None:
        """The preposition in front of a mention, lower case."""
        place = self.place(mention)
        if place is None:
            return None
        return next((n.lemma.lower() for n in place[0].children(place[1], "case")), None)

    def case_of_possessed(self, mention: Mention) -> str | None:
        """The preposition of what a mention is the genitive of: "in" for X in "in X's parliament", "in the parliament of X"."""
        place = self.place(mention)
        if place is None or not (self.is_possessive(mention) or (place[0].nodes[place[1]].deprel == "nmod" and self.case(mention) == "of")):
            return None
        return next((n.lemma.lower() for n in place[0].children(place[0].nodes[place[1]].head, "case")), None)

    def is_visited(self, mention: Mention) -> bool:
        """Whether a mention is the object of "visit"."""
        place = self.place(mention)
        node = None if place is None else place[0].nodes[place[1]]
        return place is not None and node is not None and node.deprel == "obj" and place[0].nodes[node.head].lemma.lower() in ("visit", "tour")

    def is_met(self, mention: Mention) -> bool:
        """Whether a mention is met or spoken to: "met [X]", "held talks with [X]", "thanked [X]"."""
        place = self.place(mention)
        if place is None:
            return False
        node = place[0].first_conjunct(place[1])
        return node.deprel in ("obj", "iobj", "obl", "nmod") and place[0].nodes[node.head].lemma.lower() in _MEET

    def goes(self, mention: Mention) -> bool:
        """Whether a mention is the subject of a journey: "[X] arrived in", "[X] is in Norgrad"."""
        verb = self._verb_of_subject(mention)
        return verb is not None and (verb.lemma.lower() in _GO or any(self._nodes[mention.index][0].children(verb.index, "cop")))

    def subject_beside(self, mention: Mention) -> tuple[str, ...]:
        """The subject of the verb that has a mention as its object: in "X told the minister" the minister is not X.

        Principle B of binding (Chomsky 1981): only "himself" would be the subject of its own clause.
        """
        place = self.place(mention)
        if place is None:
            return ()
        parse, index = place
        node = parse.first_conjunct(index)
        if node.head < 0 or node.deprel not in ("obj", "iobj", "obl", "obl:agent"):
            return ()
        verb = parse.nodes[node.head]
        own = any(parse.children(verb.index, "nsubj", "nsubj:pass"))
        clause = verb if own else parse.first_conjunct(verb.index)  # "X spoke with him and thanked him"
        subjects = (n.mention for n in parse.children(clause.index, "nsubj", "nsubj:pass") if n.mention is not None)
        return tuple(iri for number in subjects for iri in self._linked(mention.sentence, number))

    def subjects_of_clause_around(self, mention: Mention) -> tuple[str, ...]:
        """The subject that a participle takes from the clause around it, where a mention is its object: "A left B, accusing it"."""
        place = self.place(mention)
        if place is None or place[0].nodes[place[1]].deprel != "obj":
            return ()
        parse = place[0]
        participle = parse.nodes[parse.nodes[place[1]].head]
        if participle.deprel != "advcl" or any(parse.children(participle.index, "nsubj", "nsubj:pass")):
            return ()
        verb = parse.nodes[participle.head]
        numbers = (n.mention for n in parse.children(verb.index, "nsubj") if n.mention is not None)
        return tuple(iri for number in numbers for iri in self._linked(mention.sentence, number))

    def subject_around(self, mention: Mention) -> tuple[str, ...]:
        """The subject of the clause in which "its forces" stand, or of the one around where they are its subject themselves."""
        place = self.place(mention)
        if place is None:
            return ()
        parse, index = place
        node = parse.first_conjunct(index)
        here = node
        while here.head >= 0:
            here = parse.nodes[here.head]
            for subject in parse.children(here.index, "nsubj", "nsubj:pass"):
                if subject.index < node.index and subject.mention is not None:
                    return self._linked(mention.sentence, subject.mention)
        return ()

    def is_possessive(self, mention: Mention) -> bool:
        """Whether a mention is a possessor before its noun: "his government"."""
        place = self.place(mention)
        return place is not None and place[0].nodes[place[1]].deprel == "nmod:poss"

    def closes_report(self, mention: Mention) -> bool:
        """Whether a mention says what stands before it in its sentence: "X left, [it] said"."""
        verb = self._verb_of_subject(mention)
        if verb is None:
            return False
        parse, index = self._nodes[mention.index]
        inserted = verb.deprel == "parataxis" and 0 <= verb.head < index
        return inserted or any(c.index < index for c in parse.children(verb.index, "ccomp"))

    def reports(self, mention: Mention) -> bool:
        """Whether a mention is the subject of a verb that tells what it says: "[A] said that B left"."""
        verb = self._verb_of_subject(mention)
        return verb is not None and any(self._nodes[mention.index][0].children(verb.index, "ccomp"))

    def is_reported(self, mention: Mention) -> bool:
        """Whether a mention is the subject of what somebody says: "A said he was ready"."""
        verb = self._verb_of_subject(mention)
        return verb is not None and verb.deprel == "ccomp"

    def told_to_do(self, mention: Mention) -> tuple[str, ...]:
        """Who is to do the deed in whose object a possessive stands: X in "called on X to halt its strikes"."""
        place = self.place(mention)
        if place is None:
            return ()
        parse, index = place
        node = parse.nodes[index]
        noun = parse.nodes[node.head] if node.deprel == "nmod:poss" else node  # "its" alone, or "its troops" as one mention
        if noun.head < 0 or node.deprel not in ("nmod:poss", "obj"):
            return ()
        deed = parse.nodes[noun.head]
        if deed.deprel not in ("xcomp", "advcl") or not any(m.lemma.lower() == "to" for m in parse.children(deed.index, "mark")):
            return ()
        told = [c for c in parse.children(deed.head, "obj", "iobj", "obl") if c.mention is not None and deed.head < c.index < deed.index]
        return self._linked(mention.sentence, told[-1].mention) if told and told[-1].mention is not None else ()

    def blamed_for(self, mention: Mention) -> tuple[str, ...]:
        """Whose deed a possessive behind "over" or "for" tells: Y's in "X cut ties with Y over its attacks"."""
        place = self.place(mention)
        if place is None or place[0].nodes[place[1]].deprel != "nmod:poss":
            return ()
        parse = place[0]
        deed = parse.nodes[parse.nodes[place[1]].head]
        answered = parse.nodes[deed.head].lemma.lower() in _ANSWERS if deed.head >= 0 else False  # "in response to its attacks"
        if deed.deprel not in ("obl", "nmod") or not (answered or any(c.lemma.lower() in ("over", "for") for c in parse.children(deed.index, "case"))):
            return ()
        verb = parse.nodes[deed.head]
        while verb.upos != "VERB" and verb.head >= 0:
            verb = parse.nodes[verb.head]
        if verb.lemma.lower() in _OWN_DEEDS:
            return ()
        party = [n for n in parse.nodes[verb.index : deed.index] if n.mention is not None and n.deprel in ("obj", "iobj", "obl", "nmod")]
        subjects = {s.mention for s in parse.children(verb.index, "nsubj", "nsubj:pass")}
        told = [n.mention for n in party if n.mention not in subjects and n.mention is not None]
        return self._linked(mention.sentence, told[-1]) if told else ()

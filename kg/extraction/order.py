"""What came before, after and out of what: ties between acts told by prepositions, clauses and verbs.

The relations are those of the TimeML and Event StoryLine annotations (Pustejovsky et al. 2003; Caselli
and Vossen 2017), cut down to what a sentence says outright: ``after``, ``before``, ``ledTo``.
"""

from collections.abc import Iterator, Mapping, Sequence

from kg.extraction.filling import Fillers
from kg.frames import ActCatalogue
from kg.lexicon import Lexicon
from kg.model import Act, Analysis, Node, Parse, Predicate, Relation

Tie = tuple[str, str, str]  # source act, kind, target act
_AFTERWARDS = ("after this", "after that", "following this", "afterwards", "subsequently")


class Order:
    """Reads the order of the acts of one article."""

    def __init__(self, analysis: Analysis, fillers: Fillers, catalogue: ActCatalogue, lexicon: Lexicon) -> None:
        self._analysis, self._fillers, self._catalogue = analysis, fillers, catalogue
        self._cases = lexicon.table("extraction", "order_cases")
        self._nouns = lexicon.table("extraction", "order_nouns")
        self._verbs = lexicon.table("extraction", "order_verbs")
        self._causes = lexicon.words("extraction", "cause_verbs")
        self._speech = lexicon.words("speech", "nouns")

    def ties(self, predicate: Predicate, acts: Mapping[str, Act], of: Mapping[int, str]) -> Iterator[Tie]:
        """The ties that a predicate tells; ``of`` gives the act of each predicate that has one."""
        parse = self._fillers.parse_of(predicate)
        sources = [of[predicate.index]] if predicate.index in of else self._subject_acts(predicate, acts, of)
        for source in sources:
            for argument in predicate.arguments:
                kind, nodes = self._told(predicate, argument.case, argument.nodes)
                yield from ((source, kind, target) for target in self._at(predicate, nodes, of) if kind)
            for kind, node in self._clauses(parse, predicate):
                yield from ((source, kind, target) for target in self._in_clause(predicate, node, of))
        yield from self._by_verb(predicate, acts, of)
        yield from self._by_result(parse, predicate, acts, of)

    def _told(self, predicate: Predicate, case: str | None, nodes: tuple[int, ...]) -> tuple[str | None, tuple[int, ...]]:
        """The kind of tie behind a preposition, and the nodes it ties: "after the war", "in the wake of the war"."""
        for node in nodes:
            noun = self._fillers.predicate_at(predicate.sentence, node)
            if noun is not None and noun.pos == "NOUN" and noun.lemma in self._nouns:
                return self._nouns[noun.lemma], tuple(n for a in noun.arguments if a.case == "of" for n in a.nodes)
        return self._cases.get(case or ""), nodes

    def _clauses(self, parse: Parse, predicate: Predicate) -> Iterator[tuple[str, Node]]:
        """ "after agencies reported ...": the clause with its conjunction."""
        for clause in parse.children(predicate.node, "advcl"):
            for mark in parse.children(clause.index, "mark"):
                if mark.lemma.lower() in self._cases:
                    yield self._cases[mark.lemma.lower()], clause

    def _in_clause(self, predicate: Predicate, clause: Node, of: Mapping[int, str]) -> list[str]:
        """The act of a clause, or of what it reports."""
        own = self._at(predicate, (clause.index,), of)
        inner = self._fillers.predicate_at(predicate.sentence, clause.index)
        if own or inner is None:
            return own
        told = (Relation.OBJECT, Relation.CLAUSE)
        return self._at(predicate, [n for a in inner.arguments if a.relation in told for n in a.nodes], of)

    def _by_verb(self, predicate: Predicate, acts: Mapping[str, Act], of: Mapping[int, str]) -> Iterator[Tie]:
        """ "The talks followed a war", "the clash led to a war"."""
        if predicate.pos != "VERB" or predicate.negated:
            return
        for argument in predicate.arguments:
            cased = predicate.lemma if argument.relation is Relation.OBJECT else f"{predicate.lemma} {argument.case}"
            kind = "ledTo" if cased in self._causes else self._verbs.get(cased)
            if kind is not None:
                for source in self._subject_acts(predicate, acts, of):
                    for target in self._at(predicate, argument.nodes, of):
                        yield source, kind, target

    def _by_result(
        self, parse: Parse, predicate: Predicate, acts: Mapping[str, Act], of: Mapping[int, str]
    ) -> Iterator[Tie]:
        """ "X attacked Y, displacing thousands": harm in a participle behind the comma is a result."""
        own = of.get(predicate.index)
        if own is None or not self._catalogue.is_a(acts[own].type, "Harm"):
            return
        node = parse.first_conjunct(predicate.node)
        if node.deprel != "advcl" or node.xpos != "VBG" or any(parse.children(node.index, "mark")):
            return
        while parse.nodes[node.head].deprel == "xcomp":  # "voted to join X, displacing thousands"
            node = parse.nodes[node.head]
        above = self._fillers.predicate_at(predicate.sentence, node.head)
        if above is not None:
            effects = [n for a in above.arguments if f"{above.lemma} {a.case}" in self._causes for n in a.nodes]
            found = self._at(predicate, effects, of) or self._at(predicate, [above.node], of)
            yield from ((source, "ledTo", own) for source in found or self._subject_acts(above, acts, of))

    def _subject_acts(self, predicate: Predicate, acts: Mapping[str, Act], of: Mapping[int, str]) -> list[str]:
        """The acts that are the subject, "X's comments" among them."""
        found: list[str] = []
        for argument in predicate.arguments:
            if argument.relation is Relation.SUBJECT:
                found.extend(self._at(predicate, argument.nodes, of))
                for node in argument.nodes if not found else ():
                    noun = self._fillers.predicate_at(predicate.sentence, node)
                    if noun is not None and noun.lemma in self._speech:
                        found.extend(self._last_words(noun, acts))
        return found

    def _last_words(self, noun: Predicate, acts: Mapping[str, Act]) -> list[str]:
        """The last act of speech of the possessor: "the minister's comments"."""
        parse = self._fillers.parse_of(noun)
        nodes = [n for a in noun.arguments if a.relation is Relation.POSSESSOR for n in a.nodes]
        speakers = {f.entity.iri for n in nodes for f in self._fillers.of_node(parse, n)}
        said = [
            a for a in acts.values()
            if self._catalogue.is_a(a.type, "SpeechAct") and a.trigger.end <= noun.span.start
            and speakers & {p.entity for p in a.participations}
        ]  # fmt: skip
        return [max(said, key=lambda a: a.trigger).iri] if said else []

    def _at(self, predicate: Predicate, nodes: Sequence[int], of: Mapping[int, str]) -> list[str]:
        """The acts at nodes of the predicate's sentence."""
        inner = (self._fillers.predicate_at(predicate.sentence, n) for n in nodes)
        return [of[p.index] for p in inner if p is not None and p.index in of]

    def afterwards(self, acts: Mapping[str, Act]) -> Iterator[Tie]:
        """ "After this, ..." at the head of a sentence: its first act follows the one told last before."""
        told: dict[int, list[Act]] = {}  # by sentence
        for act in sorted(acts.values(), key=lambda a: a.trigger):
            told.setdefault(act.sentence, []).append(act)
        for sentence in self._analysis.sentences:
            words = self._analysis.article.body[sentence.span.start : sentence.span.start + 16].lower()
            here, before = told.get(sentence.index), told.get(sentence.index - 1)
            if here and before and words.startswith(_AFTERWARDS):
                yield here[0].iri, "after", before[-1].iri

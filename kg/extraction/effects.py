"""What an act did to a state of things that is no act: "the ceasefire contained the violence".

A verb of effect ties the act to the words: as its subject ("was contained by a ceasefire"), as the
main clause of a participle ("voted to leave, increasing violence"), or as the time at which things
changed ("The situation worsened when X voted").
"""

from collections.abc import Iterator, Mapping

from kg.extraction.filling import Fillers
from kg.extraction.phrases import phrase_span
from kg.lexicon import Lexicon
from kg.model import Node, Parse, Predicate, Relation


class Effects:
    """Reads the effects of the acts of one article."""

    def __init__(self, fillers: Fillers, lexicon: Lexicon) -> None:
        self._fillers = fillers
        self._verbs = lexicon.words("extraction", "effect_verbs")
        self._things = lexicon.words("extraction", "effect_things")

    def told_by(self, predicate: Predicate, of: Mapping[int, str]) -> Iterator[tuple[str, str]]:
        """Act and words; ``of`` gives the act of each predicate that has one."""
        if predicate.pos != "VERB" or predicate.lemma not in self._verbs or predicate.negated or predicate.index in of:
            return
        parse = self._fillers.parse_of(predicate)
        node = parse.nodes[predicate.node]
        if self._struck(parse, predicate, Relation.OBJECT):
            subjects = [n for a in predicate.arguments if a.relation is Relation.SUBJECT for n in a.nodes]
            causes = self._acts(predicate, subjects, of) or self._main_clause(parse, predicate, node, of)
        elif self._struck(parse, predicate, Relation.SUBJECT):
            clauses = [c.index for c in parse.children(node.index, "advcl", "acl:relcl") if _is_when(parse, c)]
            causes = self._acts(predicate, clauses, of)
        else:
            return
        yield from ((cause, self._words(parse, predicate)) for cause in causes)

    def _struck(self, parse: Parse, predicate: Predicate, relation: Relation) -> bool:
        """Whether a state of things ("the violence") stands in the argument."""
        nodes = [n for a in predicate.arguments if a.relation is relation for n in a.nodes]
        return any(parse.nodes[n].lemma.lower() in self._things for n in nodes)

    def _main_clause(self, parse: Parse, predicate: Predicate, node: Node, of: Mapping[int, str]) -> list[str]:
        """The act of the clause on which a participle hangs."""
        if node.deprel != "advcl" or node.xpos != "VBG" or any(parse.children(node.index, "mark")):
            return []
        while parse.nodes[node.head].deprel == "xcomp":
            node = parse.nodes[node.head]
        return self._acts(predicate, [node.head], of)

    def _acts(self, predicate: Predicate, nodes: list[int], of: Mapping[int, str]) -> list[str]:
        inner = (self._fillers.predicate_at(predicate.sentence, n) for n in nodes)
        return [of[p.index] for p in inner if p is not None and p.index in of]

    def _words(self, parse: Parse, predicate: Predicate) -> str:
        """The verb with what it strikes, as the article has them."""
        wanted = (Relation.OBJECT, Relation.SUBJECT)
        nodes = [
            n for a in predicate.arguments if a.relation in wanted
            for n in a.nodes if parse.nodes[n].lemma.lower() in self._things
        ]  # fmt: skip
        spans = [phrase_span(parse, n) for n in nodes] + [predicate.span]
        start, end = min(s.start for s in spans), max(s.end for s in spans)
        return " ".join(self._fillers.body[start:end].split())


def _is_when(parse: Parse, clause: Node) -> bool:
    return any(c.lemma.lower() == "when" for c in parse.children(clause.index, "advmod", "mark"))

"""What an act is about: the words of its topic slots, and of verbs that only tell the topic."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from kg.concepts import ConceptScheme
from kg.extraction.filling import Fillers
from kg.extraction.phrases import clause_span, phrase_span
from kg.lexicon import Lexicon
from kg.model import Argument, Predicate, Relation, Topic

MAX_TOPIC = 240  # code points; a longer clause keeps its beginning


class Topics:
    """Reads topics out of arguments."""

    def __init__(self, fillers: Fillers, scheme: ConceptScheme, lexicon: Lexicon) -> None:
        self._fillers, self._scheme = fillers, scheme
        self._at: dict[tuple[int, int], list[Predicate]] = {}
        for predicate in fillers.analysis.predicates:
            self._at.setdefault((predicate.sentence, predicate.node), []).append(predicate)
        self._verbs = lexicon.words("extraction", "topic_verbs")
        self._nouns = lexicon.words("extraction", "topic_nouns")
        self._sidelines = lexicon.words("extraction", "sidelines")

    def of_arguments(self, predicate: Predicate, arguments: Sequence[Argument]) -> tuple[Topic, ...]:
        """The topics in the given arguments; "to discuss X" gives X."""
        found: dict[str, Topic] = {}
        for argument in arguments:
            for topic in self._of_argument(predicate, argument):
                found.setdefault(topic.label.lower(), topic)
        told = tuple(found.values())
        return tuple(t for t in told if not any(o.span != t.span and o.span.covers(t.span) for o in told))

    def told_by(self, predicate: Predicate) -> tuple[Argument, ...]:
        """The arguments in which a topic verb or noun ("discuss", "attention to") tells a topic."""
        if predicate.pos == "VERB":
            return tuple(
                a for a in predicate.arguments
                if (a.relation is Relation.OBJECT and predicate.lemma in self._verbs)
                or (a.relation is Relation.OBLIQUE and f"{predicate.lemma} {a.case}" in self._verbs)
            )  # fmt: skip
        return tuple(
            a for a in predicate.arguments
            if a.relation is Relation.OBLIQUE and f"{predicate.lemma} {a.case}" in self._nouns
        )  # fmt: skip

    def _of_argument(self, predicate: Predicate, argument: Argument) -> Iterator[Topic]:
        parse = self._fillers.parse_of(predicate)
        for node in argument.nodes:
            below = parse.nodes[node]
            if below.time is not None or below.upos == "PRON" or below.lemma.lower() in self._sidelines:
                continue
            clause = argument.relation in (Relation.CLAUSE, Relation.INFINITIVE) or below.upos == "VERB"
            inner = self._inner(predicate, node) if clause else ()
            if inner:
                yield from self.of_arguments(predicate, inner)
                continue
            span = clause_span(parse, node) if clause else phrase_span(parse, node)
            label = _label(span.of(self._fillers.body))
            if len(label) > 1:
                entities = tuple(
                    dict.fromkeys(
                        f.entity.iri
                        for i in parse.subtree(node)
                        if span.covers(parse.nodes[i].span)
                        for f in self._fillers.of_node(parse, i)
                    )
                )
                concepts = tuple(
                    c.iri for c in self._scheme.within(label.replace("-", " - ").replace("’s", " ’s").split())[:3]
                )
                yield Topic(label=label, span=span, concepts=concepts, entities=entities)

    def _inner(self, predicate: Predicate, node: int) -> tuple[Argument, ...]:
        """The topics behind "to discuss ..."."""
        others = (p for p in self._at.get((predicate.sentence, node), ()) if p.index != predicate.index)
        return next((self.told_by(other) for other in others), ())


_OPENING: Final = re.compile(
    r"^(?:that |(?:the|a|an|its|their|his|her|our) |(?:wide |whole )?(?:number|range|series|variety|host|array|set) of )+", re.IGNORECASE
)  # fmt: skip


def _label(words: str) -> str:
    """The words without quotation marks, what only opens them ("that", "a number of") and the stop at the end."""
    plain = re.sub(r'["“”]', "", " ".join(words.split()))[:MAX_TOPIC].strip(" '’.,;")
    return _OPENING.sub("", plain)

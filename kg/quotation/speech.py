"""Predicates of speech and who speaks: subjects, those beside them, owners of what is said or written."""

from collections.abc import Sequence
from typing import Final

from kg.lexicon import Lexicon
from kg.model import EntityKind, Node, Parse, Predicate, Relation, Resolution

SUBJECTS: Final = ("nsubj", "nsubj:pass", "nsubj:outer", "csubj")
_SPEAKING: Final = frozenset(
    {EntityKind.PERSON, EntityKind.ORGANISATION, EntityKind.STATE, EntityKind.GROUP, EntityKind.POLITY}
)
_OWNERS: Final = ("nmod:poss", "compound", "nmod", "amod")
_SHARING: Final = ("advcl", "xcomp", "acl", "conj")  # what has the subject of the verb above


class Speech:
    """Reads speakers off the trees of one article."""

    def __init__(self, predicates: Sequence[Predicate], resolution: Resolution, lexicon: Lexicon) -> None:
        self._links = {link.mention: link.entities for link in resolution.links}
        self._kinds = {e.iri: e.kind for e in resolution.entities}
        self._at = {(p.sentence, p.node): p for p in predicates}
        self._documents = lexicon.words("speech", "documents")
        self._nouns = lexicon.words("speech", "nouns")
        self.verbs = lexicon.words("speech", "verbs")
        self.inserting = lexicon.words("speech", "inserting")  # those that stand beside full sentences

    def at(self, parse: Parse, node: int) -> Predicate | None:
        """The predicate of a node."""
        return self._at.get((parse.sentence, node))

    def is_noun(self, predicate: Predicate) -> bool:
        """Whether a predicate is a noun of speech: "remark", "call"."""
        return predicate.pos == "NOUN" and predicate.lemma in self._nouns

    def speakers(self, parse: Parse, predicate: Predicate) -> tuple[str, ...]:
        """The subjects of a verb of speech; "was quoted as saying" has its speaker as object."""
        quoted = predicate.passive and predicate.lemma in ("quote", "cite")
        found = self._fillers(parse, predicate, Relation.OBJECT if quoted else Relation.SUBJECT)
        node = parse.nodes[predicate.node]
        if not found and not quoted and node.deprel in _SHARING:
            above = self.at(parse, node.head)
            if above is not None and above.pos == "VERB":
                return self._fillers(parse, above, Relation.SUBJECT)
        return found

    def persons(self, parse: Parse, predicate: Predicate) -> tuple[str, ...]:
        """The speakers if all are persons."""
        found = self.speakers(parse, predicate)
        return found if all(self._kinds[iri] is EntityKind.PERSON for iri in found) else ()

    def owners(self, parse: Parse, node: Node) -> tuple[str, ...]:
        """Whose statement it is: "the ministry's statement", "a call by Norland"."""
        found: list[str] = []
        for child in parse.children(node.index, *_OWNERS):
            cases = {c.lemma.lower() for c in parse.children(child.index, "case")}
            if child.deprel != "nmod" or cases & {"by", "from", "of"}:
                found.extend(self.entities(child))
        return tuple(dict.fromkeys(found))

    def entities(self, node: Node) -> tuple[str, ...]:
        """What a node refers to, if that can speak."""
        linked = self._links.get(node.mention, ()) if node.mention is not None else ()
        return tuple(iri for iri in linked if self._kinds.get(iri) in _SPEAKING)

    def _fillers(self, parse: Parse, predicate: Predicate, relation: Relation) -> tuple[str, ...]:
        nodes = [parse.nodes[n] for a in predicate.arguments if a.relation is relation for n in a.nodes]
        return tuple(dict.fromkeys(iri for node in nodes for iri in self._named(parse, node)))

    def _named(self, parse: Parse, node: Node) -> tuple[str, ...]:
        """Who a subject is: itself, who stands beside it ("his mother, Mary Roe"), whose document it is."""
        own = self.entities(node)
        if own or node.mention is not None:
            return own or self._beside(parse, node)
        document = node.lemma.lower() in self._documents
        return self._beside(parse, node) or (self.owners(parse, node) if document else ())

    def _beside(self, parse: Parse, node: Node) -> tuple[str, ...]:
        return tuple(iri for child in parse.children(node.index, "appos") for iri in self.entities(child))

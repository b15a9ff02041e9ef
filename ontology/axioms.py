"""Graphs in, the statements that a description logic reasoner reads out, each axiom in one piece.

An axiom in RDF is one triple, or one triple with the blank nodes that hang on it (a restriction, a
list). Annotations, frames, shapes and literals of datatypes outside OWL 2 (``xsd:date``, ``xsd:gYear``)
carry no logic here and are left out: shapes.ttl checks dates.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeAlias

from rdflib import OWL, RDF, RDFS, XSD, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from ontology.errors import ReasoningError

FOLDER: Final = Path(__file__).parent
Triple: TypeAlias = tuple[Node, Node, Node]
_DECLARATIONS: Final = frozenset(
    [OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.NamedIndividual, RDFS.Datatype]
)
_LOGICAL: Final = frozenset(
    [RDFS.subClassOf, RDFS.subPropertyOf, RDFS.domain, RDFS.range, RDF.first, RDF.rest]
    + [OWL[name] for name in (
        "equivalentClass", "disjointWith", "disjointUnionOf", "complementOf", "unionOf", "intersectionOf", "oneOf",
        "onProperty", "onClass", "onDataRange", "someValuesFrom", "allValuesFrom", "hasValue", "hasSelf",
        "cardinality", "minCardinality", "maxCardinality",
        "qualifiedCardinality", "minQualifiedCardinality", "maxQualifiedCardinality",
        "equivalentProperty", "inverseOf", "propertyChainAxiom", "propertyDisjointWith", "hasKey",
        "sameAs", "differentFrom", "members", "distinctMembers",
        "sourceIndividual", "assertionProperty", "targetIndividual", "targetValue",
    )]
)  # fmt: skip
_OWL_TYPES: Final = frozenset(
    OWL[name] for name in (
        "Class", "Restriction", "ObjectProperty", "DatatypeProperty", "NamedIndividual",
        "AllDisjointClasses", "AllDisjointProperties", "AllDifferent", "NegativePropertyAssertion",
        "SymmetricProperty", "AsymmetricProperty", "TransitiveProperty", "ReflexiveProperty", "IrreflexiveProperty",
        "FunctionalProperty", "InverseFunctionalProperty",
    )
)  # fmt: skip
_DATATYPES: Final = frozenset(
    [None, RDF.PlainLiteral]
    + [XSD[name] for name in (
        "string", "boolean", "decimal", "integer", "nonNegativeInteger", "positiveInteger", "int", "long",
        "double", "float", "dateTime", "anyURI",
    )]
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Axiom:
    """One statement, with the blank nodes that hang on it."""

    head: Triple
    triples: frozenset[Triple]

    @property
    def terms(self) -> frozenset[URIRef]:
        """The names that it uses, those of OWL itself left out."""
        return frozenset(
            t for triple in self.triples for t in triple if isinstance(t, URIRef) and t not in _LOGICAL | _OWL_TYPES
        )

    @property
    def declares(self) -> bool:
        """Whether it only says what kind of thing a name is, which contradicts nothing."""
        return self.head[1] == RDF.type and self.head[2] in _DECLARATIONS


def ontology_axioms(folder: Path = FOLDER) -> tuple[Axiom, ...]:
    """What core, axioms and act files state."""
    graph = Graph()
    for path in (folder / "core.ttl", folder / "axioms.ttl", *sorted((folder / "acts").glob("*.ttl"))):
        graph.parse(path)
    return axioms(graph)


def axioms(graph: Graph, known: Iterable[Axiom] = ()) -> tuple[Axiom, ...]:
    """The axioms and facts of a graph that use OWL, or the terms declared in it or in ``known``.

    Raises:
        ReasoningError: a literal does not fit its datatype.
    """
    whole = Graph()
    for axiom in known:
        for triple in axiom.triples:
            whole.add(triple)
    vocabulary = _Vocabulary(whole + graph)
    kept = Graph()
    for triple in graph:
        if vocabulary.reads(triple):
            kept.add(triple)
    return tuple(_pieces(kept))


class _Vocabulary:
    """The classes and properties that a graph declares."""

    def __init__(self, graph: Graph) -> None:
        self.classes = set(graph.subjects(RDF.type, OWL.Class))
        self.objects = set(graph.subjects(RDF.type, OWL.ObjectProperty))
        self.data = set(graph.subjects(RDF.type, OWL.DatatypeProperty))
        self.annotations = set(graph.subjects(RDF.type, OWL.AnnotationProperty))

    def reads(self, triple: Triple) -> bool:
        """Whether a reasoner reads the triple."""
        s, p, o = triple
        if s in self.annotations:
            return False
        if p == RDF.type:
            return o in self.classes or o in _OWL_TYPES
        if p in _LOGICAL:
            return True
        if p in self.objects:
            return not isinstance(o, Literal)
        return p in self.data and isinstance(o, Literal) and _inside_owl(s, p, o)


def _inside_owl(subject: Node, prop: Node, value: Literal) -> bool:
    if value.datatype not in _DATATYPES:
        return False
    if value.ill_typed:
        raise ReasoningError(f"{subject} {prop}: expected a literal of {value.datatype}, found {str(value)!r}")
    return True


def _pieces(graph: Graph) -> Iterator[Axiom]:
    """One axiom for each triple that no blank node's owner carries along, in a fixed order."""
    owned = {o for o in graph.objects() if isinstance(o, BNode)}
    roots = sorted(s for s in set(graph.subjects()) if isinstance(s, BNode) and s not in owned)
    for root in roots:
        triples = _closure(graph, root)
        if all(p in (RDF.first, RDF.rest) for _, p, _ in triples):
            continue  # a list of a shape or frame
        yield Axiom((root, RDF.type, graph.value(root, RDF.type) or OWL.Thing), frozenset(triples))
    for triple in sorted(t for t in graph if isinstance(t[0], URIRef)):
        hanging = _closure(graph, triple[2]) if isinstance(triple[2], BNode) else []
        yield Axiom(triple, frozenset([triple, *hanging]))


def _closure(graph: Graph, start: Node) -> list[Triple]:
    found: list[Triple] = []
    todo, seen = [start], {start}
    while todo:
        for triple in graph.triples((todo.pop(), None, None)):
            found.append(triple)
            if isinstance(triple[2], BNode) and triple[2] not in seen:
                seen.add(triple[2])
                todo.append(triple[2])
    return found

"""An axiom or fact in, a line that a person can read out."""

from typing import Final

from rdflib import OWL, RDF, RDFS, XSD, Graph, Literal
from rdflib.collection import Collection
from rdflib.term import Node

from ontology.axioms import Axiom

_PREFIXES: Final = {
    "https://w3id.org/demarche/ontology#": "dem:",
    str(RDF): "rdf:",
    str(RDFS): "rdfs:",
    str(OWL): "owl:",
    str(XSD): "xsd:",
}
_PLAIN: Final[dict[Node, str]] = {
    RDFS.subClassOf: "every {s} is a {o}",
    RDFS.subPropertyOf: "{s} implies {o}",
    RDFS.domain: "what has {s} is a {o}",
    RDFS.range: "a value of {s} is a {o}",
    OWL.equivalentClass: "{s} means {o}",
    OWL.disjointWith: "nothing is both {s} and {o}",
    OWL.inverseOf: "{s} is the inverse of {o}",
    OWL.differentFrom: "{s} and {o} are two things",
    OWL.sameAs: "{s} and {o} are one thing",
    OWL.hasKey: "two {s} with the same {o} are one",
    OWL.propertyChainAxiom: "{o} implies {s}",
}
_TYPES: Final[dict[Node, str]] = {
    OWL.SymmetricProperty: "{s} holds both ways",
    OWL.TransitiveProperty: "{s} is handed on (transitive)",
    OWL.IrreflexiveProperty: "nothing has {s} to itself",
    OWL.AsymmetricProperty: "{s} never holds both ways",
    OWL.FunctionalProperty: "{s} has one value at most",
    OWL.AllDisjointClasses: "nothing is two of {m}",
    OWL.AllDifferent: "these are all different: {m}",
}
_COUNTS: Final = (
    (OWL.qualifiedCardinality, "exactly"), (OWL.cardinality, "exactly"), (OWL.maxQualifiedCardinality, "at most"),
    (OWL.maxCardinality, "at most"), (OWL.minQualifiedCardinality, "at least"), (OWL.minCardinality, "at least"),
)  # fmt: skip


def words(axiom: Axiom) -> str:
    """The axiom for people; a plain fact as subject, property, value."""
    graph = Graph()
    for triple in axiom.triples:
        graph.add(triple)
    subject, prop, value = axiom.head
    if prop == RDF.type and value in _TYPES:
        return _TYPES[value].format(s=short(subject), m=_members(graph, subject))
    if prop in _PLAIN:
        joint = " then " if prop == OWL.propertyChainAxiom else ", "
        return _PLAIN[prop].format(s=short(subject), o=_expression(graph, value, joint))
    return f"{short(subject)} {'a' if prop == RDF.type else short(prop)} {_expression(graph, value, ', ')}"


def short(term: Node) -> str:
    """A name with its prefix, or the IRI in angle brackets."""
    text = str(term)
    for namespace, prefix in _PREFIXES.items():
        if text.startswith(namespace):
            return prefix + text[len(namespace) :]
    return repr(text) if isinstance(term, Literal) else f"<{text}>"


def _members(graph: Graph, node: Node) -> str:
    for prop in (OWL.members, OWL.distinctMembers):
        head = graph.value(node, prop)
        if head is not None:
            return ", ".join(short(m) for m in Collection(graph, head))
    return ""


def _expression(graph: Graph, node: Node, joint: str) -> str:
    """A class or property expression, or a list of them."""
    if (node, RDF.first, None) in graph:
        return joint.join(_expression(graph, member, joint) for member in Collection(graph, node))
    for prop, form in ((OWL.inverseOf, "the inverse of {}"), (OWL.complementOf, "thing that is no {}")):
        inner = graph.value(node, prop)
        if inner is not None and (node, RDF.type, OWL.Restriction) not in graph:
            return form.format(_expression(graph, inner, joint))
    for prop, between in ((OWL.intersectionOf, " that is a "), (OWL.unionOf, " or "), (OWL.oneOf, ", ")):
        inner = graph.value(node, prop)
        if inner is not None:
            return _expression(graph, inner, between)
    on = graph.value(node, OWL.onProperty)
    return short(node) if on is None else _restriction(graph, node, _expression(graph, on, joint))


def _restriction(graph: Graph, node: Node, on: str) -> str:
    filler = graph.value(node, OWL.onClass)
    for prop, count in _COUNTS:
        number = graph.value(node, prop)
        if number is not None:
            kind = f" (a {_expression(graph, filler, ', ')})" if filler is not None else ""
            return f"thing with {count} {number} {on}{kind}"
    for prop, form in ((OWL.someValuesFrom, "thing with a {on} that is a {}"), (OWL.allValuesFrom, "thing whose every {on} is a {}")):
        inner = graph.value(node, prop)
        if inner is not None:
            return form.format(_expression(graph, inner, ", "), on=on)
    return f"thing restricted on {on}"

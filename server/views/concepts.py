"""A concept scheme as a page shows it."""

from dataclasses import dataclass

from rdflib import DCTERMS, RDF, SKOS, Graph
from rdflib.term import Node


@dataclass(frozen=True, slots=True, kw_only=True)
class Concept:
    """A concept and the words that name it."""

    name: str
    label: str
    words: tuple[str, ...]
    above: tuple[str, ...]
    matches: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheme:
    """A scheme with its concepts by label."""

    name: str
    title: str
    description: str
    concepts: tuple[Concept, ...]


def read_scheme(graph: Graph) -> Scheme:
    """The one scheme of a graph."""
    node = next(graph.subjects(RDF.type, SKOS.ConceptScheme))
    concepts = (_concept(graph, c) for c in graph.subjects(SKOS.inScheme, node))
    return Scheme(
        name=_name(node), title=str(graph.value(node, DCTERMS.title)), description=str(graph.value(node, DCTERMS.description)),
        concepts=tuple(sorted(concepts, key=lambda c: c.label)),
    )  # fmt: skip


def _concept(graph: Graph, node: Node) -> Concept:
    return Concept(
        name=_name(node), label=str(graph.value(node, SKOS.prefLabel)), words=_all(graph, node, SKOS.altLabel),
        above=tuple(sorted(_name(o) for o in graph.objects(node, SKOS.broader))), matches=_all(graph, node, SKOS.exactMatch),
    )  # fmt: skip


def _all(graph: Graph, node: Node, prop: Node) -> tuple[str, ...]:
    return tuple(sorted(map(str, graph.objects(node, prop))))


def _name(node: Node) -> str:
    return str(node).rsplit("/", 1)[-1]

"""A graph in, the part that fits the shapes out, and each fact that does not, with its report.

One bad fact does not lose an article. What is taken out: the act, tenure, claim, estimate or quotation
that a violated node is part of, with all nodes minted under it; of a state, person or place only the
statement at fault. Taking a node out may leave another one short, so that this is done until all fits.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from rdflib import RDF, Graph, URIRef
from rdflib.term import Node

from kg.errors import ValidationError
from kg.validation import Report, Result, Shapes, owner, validate
from ontology.terms import DEM

MAX_ROUNDS: Final = 5  # an entity, its participations, the act, what the act was tied to
_ENTITIES: Final = (DEM.Agent, DEM.Place, DEM.Office)


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAside:
    """A fact that was taken out, and why."""

    focus: str
    results: tuple[Result, ...]
    graph: Graph


@dataclass(frozen=True, slots=True, kw_only=True)
class Sorted:
    """What may be stored, and what may not."""

    clean: Graph
    aside: tuple[SetAside, ...]
    report: Report  # on the graph as it came


def sort_out(graph: Graph, shapes: Shapes, article: str) -> Sorted:
    """Takes out of an article's graph what violates a shape.

    Raises:
        ValidationError: the article's own frame (identity, day, text) is violated: nothing may be stored.
    """
    first = validate(graph, shapes)
    broken = [r for r in first.violations if r.focus == article]
    if broken:
        raise ValidationError("; ".join(dict.fromkeys(r.message for r in broken)))
    if not first.violations:
        return Sorted(clean=graph, aside=(), report=first)
    clean, report = _copy(graph), first
    aside: list[SetAside] = []
    for _ in range(MAX_ROUNDS):
        aside += _take_out(clean, report)
        report = validate(clean, shapes)
        if not report.violations:
            return Sorted(clean=clean, aside=tuple(aside), report=first)
    raise ValidationError(f"expected facts that can be told apart, found faults in all: {report.violations[0].message}")


def _copy(graph: Graph) -> Graph:
    copy = Graph()
    copy += graph
    for prefix, namespace in graph.namespaces():
        copy.bind(prefix, namespace)
    return copy


def _take_out(graph: Graph, report: Report) -> list[SetAside]:
    """Removes what the violations point at, one fact after the other."""
    taken: dict[str, list[Result]] = {}
    for result in report.violations:
        taken.setdefault(str(owner(graph, URIRef(result.focus))), []).append(result)
    out = []
    for focus, results in sorted(taken.items()):
        removed = Graph()
        for triple in list(_faulty(graph, URIRef(focus), results)):
            removed.add(triple)
            graph.remove(triple)
        out.append(SetAside(focus=focus, results=tuple(results), graph=removed))
    return out


def _faulty(graph: Graph, node: URIRef, results: list[Result]) -> Iterable[tuple[Node, Node, Node]]:
    """The statements at fault: of an entity those that the results name, else the node and its parts."""
    named = [r for r in results if r.path is not None and r.value is not None and r.focus == str(node)]
    entity = any((node, RDF.type, kind) in graph for kind in _ENTITIES)
    if entity and len(named) == len(results):
        for result in named:
            yield from (t for t in graph.triples((node, URIRef(result.path or ""), None)) if str(t[2]) == result.value)
        return
    roots = {node, *graph.subjects(DEM.attests, node)}
    under = tuple(f"{root}/" for root in roots)
    for subject in {s for s in graph.subjects() if s in roots or str(s).startswith(under)}:
        yield from graph.triples((subject, None, None))
        yield from graph.triples((None, None, subject))

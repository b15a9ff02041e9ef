"""A graph in, a report out; and what violates a shape set aside, with the sentence that caused it.

SHACL by pySHACL, of which this is the only importer. The shapes graph is parsed once; only shapes
are handed over, no ontology, since the converter writes superclasses out.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from rdflib import RDF, SH, BNode, Graph, Namespace, URIRef
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.sparql import Query
from rdflib.query import Result as QueryResult
from rdflib.term import Node

from kg.errors import ResourceError, ValidationError
from ontology.terms import DEM

OA: Final = Namespace("http://www.w3.org/ns/oa#")
ONTOLOGY: Final = Path(__file__).parent.parent / "ontology"


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One thing that a shape complains of."""

    focus: str
    severity: str  # "Violation", "Warning", "Info"
    message: str
    path: str | None
    value: str | None
    sentence: str | None  # the words that caused it, where an attestation ties them


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What validation found."""

    conforms: bool  # no violation; warnings do not count
    results: tuple[Result, ...]

    @property
    def violations(self) -> tuple[Result, ...]:
        """The results that stop a fact from being stored."""
        return tuple(r for r in self.results if r.severity == "Violation")


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAside:
    """A fact that was taken out, and why."""

    focus: str
    results: tuple[Result, ...]
    graph: Graph


class Shapes:
    """The shapes graph, parsed once."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph

    @classmethod
    def load(cls, ontology: Path = ONTOLOGY) -> "Shapes":
        """Core shapes and those of the act files; ``ResourceError`` for a missing folder."""
        files = [ontology / "shapes.ttl", *sorted((ontology / "acts").glob("*.ttl"))]
        graph = Graph()
        for path in files:
            if not path.exists():
                raise ResourceError(f"expected shapes at {path}")
            graph += _shapes_only(Graph().parse(path))
        return cls(graph)


def _shapes_only(source: Graph) -> Graph:
    """The statements that hang on node shapes, without classes and frames."""
    kept = Graph()
    todo: list[Node] = list(source.subjects(RDF.type, SH.NodeShape))
    seen: set[Node] = set()
    while todo:
        node = todo.pop()
        if node in seen:
            continue
        seen.add(node)
        for s, p, o in source.triples((node, None, None)):
            kept.add((s, p, o))
            if isinstance(o, BNode):
                todo.append(o)
    return kept


def validate(graph: Graph, shapes: Shapes) -> Report:
    """Checks a graph against all shapes."""
    from pyshacl import validate as run  # takes longer to import than everything else here

    _, found, _ = run(
        _QueriesPrepared(graph.store, graph.identifier), shacl_graph=shapes.graph, inference="none", advanced=False, meta_shacl=False, allow_warnings=True
    )
    assert isinstance(found, Graph)
    results = tuple(sorted(_results(found, graph), key=lambda r: (r.focus, r.message, r.value or "")))
    return Report(conforms=not any(r.severity == "Violation" for r in results), results=results)


class _QueriesPrepared(Graph):
    """A view of a graph that parses a query once.

    pySHACL sends the text of a SPARQL constraint anew for every focus node; reading it took two thirds
    of the whole validation (docs/performance.md).
    """

    def query(self, query_object: Query | str, *args: Any, **kwargs: Any) -> QueryResult:
        """As ``Graph.query``."""
        prepared = _prepared(query_object) if isinstance(query_object, str) else query_object
        return super().query(prepared, *args, **kwargs)


@lru_cache(maxsize=256)
def _prepared(text: str) -> Query:
    return prepareQuery(text)


def _results(found: Graph, graph: Graph) -> Iterable[Result]:
    for node in found.subjects(RDF.type, SH.ValidationResult):
        focus = found.value(node, SH.focusNode)
        path, value = found.value(node, SH.resultPath), found.value(node, SH.value)
        messages = sorted(str(m) for m in found.objects(node, SH.resultMessage))
        yield Result(
            focus=str(focus),
            severity=str(found.value(node, SH.resultSeverity)).rsplit("#", 1)[-1],
            message=messages[0] if messages else "violates its shape",
            path=str(path) if isinstance(path, URIRef) else None,
            value=None if value is None or isinstance(value, BNode) else str(value),
            sentence=_sentence(graph, focus),
        )


def _sentence(graph: Graph, focus: Node | None) -> str | None:
    """The words of the first attestation of a node, or of the act that it belongs to."""
    for node in (focus, _owner(graph, focus)):
        for attestation in sorted(graph.objects(node, DEM.hasAttestation), key=str):
            for target in graph.objects(attestation, OA.hasTarget):
                for selector in graph.objects(target, OA.hasSelector):
                    if (exact := graph.value(selector, OA.exact)) is not None:
                        return str(exact)
    return None


def _owner(graph: Graph, focus: Node | None) -> Node | None:
    """The fact that a node is part of: itself, its act, or what its attestation attests."""
    here = focus
    for _ in range(6):
        above = None
        for prop in (
            DEM.hasParticipation,
            DEM.time,
            DEM.hasAttestation,
            OA.hasTarget,
            OA.hasSelector,
            DEM.hasQuotation,
        ):
            above = next(iter(sorted(graph.subjects(prop, here), key=str)), None) if here is not None else None
            if above is not None:
                break
        if above is None:
            return here
        here = above
    return here


def set_aside(graph: Graph, report: Report, article: str) -> tuple[Graph, tuple[SetAside, ...]]:
    """The graph without the facts that violate shapes, and those facts.

    ``ValidationError`` when the article's own frame is violated: then nothing may be stored.
    """
    broken = [r for r in report.violations if r.focus == article]
    if broken:
        raise ValidationError("; ".join(dict.fromkeys(r.message for r in broken)))
    clean = Graph()
    clean += graph
    for prefix, namespace in graph.namespaces():
        clean.bind(prefix, namespace)
    taken: dict[str, list[Result]] = {}
    for result in report.violations:
        owner = _owner(graph, URIRef(result.focus))
        taken.setdefault(str(owner), []).append(result)
    out = []
    for owner_iri, results in sorted(taken.items()):
        removed = _cut(clean, URIRef(owner_iri))
        out.append(SetAside(focus=owner_iri, results=tuple(results), graph=removed))
    return clean, tuple(out)


def _cut(graph: Graph, node: URIRef) -> Graph:
    """Takes a node and all nodes minted under it out of a graph."""
    removed = Graph()
    mine = [s for s in set(graph.subjects()) if s == node or str(s).startswith(f"{node}/")]
    for subject in mine:
        for triple in [*graph.triples((subject, None, None)), *graph.triples((None, None, subject))]:
            removed.add(triple)
    for triple in removed:
        graph.remove(triple)
    return removed


def summary(results: Sequence[Result]) -> str:
    """Results as lines for people."""
    lines = []
    for r in results:
        words = f"\n    «{r.sentence}»" if r.sentence else ""
        value = f" (found: {r.value})" if r.value else ""
        lines.append(f"{r.severity}: {r.message}{value}\n    {r.focus}{words}")
    return "\n".join(lines)

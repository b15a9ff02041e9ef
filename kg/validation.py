"""A graph in, a report out: what SHACL complains of, in words, with the sentence that caused it.

SHACL by pySHACL, of which this is the only importer. The shapes graph is parsed once; only shapes are
handed over, no ontology, since the converter writes superclasses out. Constraints in SPARQL are asked
once for the whole graph: pySHACL would parse the same question again for every node.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from rdflib import RDF, SH, BNode, Graph, Namespace, URIRef
from rdflib.plugins.sparql import prepareQuery
from rdflib.term import Node

from kg.errors import ResourceError
from ontology.terms import DEM

OA: Final = Namespace("http://www.w3.org/ns/oa#")
ONTOLOGY: Final = Path(__file__).parent.parent / "ontology"
_PARTS: Final = (DEM.hasParticipation, DEM.time, DEM.hasAttestation, OA.hasTarget, OA.hasSelector, DEM.hasQuotation)
_TARGETS: Final = (SH.targetClass, SH.targetNode, SH.targetObjectsOf, SH.targetSubjectsOf)
_REFERRING: Final = (SH.node, SH.property, SH["not"], SH.qualifiedValueShape, RDF.first)  # by which a shape is used in another
_VARIABLE: Final = re.compile(r"\{[?$](\w+)\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One thing that a shape complains of."""

    focus: str
    severity: str  # "Violation", "Warning", "Info"
    message: str
    path: str | None
    value: str | None
    constraint: str | None  # "MinCountConstraintComponent", ...: the local name of the kind of constraint
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
class Question:
    """A constraint in SPARQL: each row of its answer is a violation."""

    target: tuple[URIRef, URIRef]  # (sh:targetClass or sh:targetObjectsOf, value)
    query: Any  # prepared by rdflib
    message: str  # with {?name} for a column of the answer
    severity: str


class Shapes:
    """The shapes graph, parsed once, its questions in SPARQL apart."""

    def __init__(self, graph: Graph, *, at_once: bool = False) -> None:
        """Takes any graph that holds shapes, and leaves it as it is.

        Args:
            graph: shapes, in SHACL core or with constraints in SPARQL.
            at_once: has constraints in SPARQL asked once for the whole graph. That is what SHACL means only where each is
                written so: it selects ``$this``, binds it by a pattern, and stands at a shape that targets a class or objects.
                Property shapes get the targets of their node shape, and are checked once for all of their nodes.
        """
        # Half the time of a validation is look-up; this store is the quick one without contexts.
        self.graph = Graph(store="SimpleMemory")
        asked: set[Node] = set()
        questions: list[Question] = []
        for shape, constraint in sorted(graph.subject_objects(SH.sparql)) if at_once else ():
            questions.append(_question(graph, shape, constraint))
            asked.add(constraint)
        for s, p, o in graph:
            if o not in asked and s not in asked:
                self.graph.add((s, p, o))
        if at_once:
            _hand_down_targets(self.graph)
        self.questions = tuple(questions)

    @classmethod
    def load(cls, ontology: Path = ONTOLOGY) -> "Shapes":
        """Core shapes and those of the act files; ``ResourceError`` for a missing folder."""
        files = [ontology / "shapes.ttl", *sorted((ontology / "acts").glob("*.ttl"))]
        graph = Graph()
        for path in files:
            if not path.exists():
                raise ResourceError(f"expected shapes at {path}")
            graph += _shapes_only(Graph().parse(path))
        return cls(graph, at_once=True)


def _question(graph: Graph, shape: Node, constraint: Node) -> Question:
    for kind in (SH.targetClass, SH.targetObjectsOf):
        target = graph.value(shape, kind)
        if isinstance(target, URIRef):
            severity = graph.value(constraint, SH.severity) or graph.value(shape, SH.severity) or SH.Violation
            return Question(
                target=(kind, target),
                query=prepareQuery(str(graph.value(constraint, SH.select))),
                message=str(graph.value(constraint, SH.message)),
                severity=_name(severity),
            )
    raise ResourceError(f"{shape}: expected sh:targetClass or sh:targetObjectsOf beside sh:sparql, found neither")


def _hand_down_targets(shapes: Graph) -> None:
    """Makes the property shapes of shapes with targets into shapes with the same targets: the same results.

    pySHACL reads a property shape anew for every node of the node shape that it hangs on, and but once for all its own targets.
    """
    for shape, prop in list(shapes.subject_objects(SH.property)):
        targets = [(kind, value) for kind in _TARGETS for value in shapes.objects(shape, kind)]
        alone = not any((None, p, shape) in shapes for p in _REFERRING) and (shape, SH.deactivated, None) not in shapes
        if targets and alone and isinstance(prop, BNode):
            shapes.remove((shape, SH.property, prop))
            for kind, value in targets:
                shapes.add((prop, kind, value))


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
    """Checks a graph against all shapes; ``ResourceError`` for shapes that SHACL does not allow."""
    from pyshacl import validate as run  # takes longer to import than everything else here

    try:
        _, found, _ = run(
            graph, shacl_graph=shapes.graph, inference="none", advanced=False, meta_shacl=False, allow_warnings=True
        )
    except NotImplementedError as error:
        raise ResourceError(f"the shapes cannot be used: {error}") from error
    if not isinstance(found, Graph):
        raise ResourceError(f"the shapes cannot be used: {found}")
    everything = [*_results(found, graph), *_answers(graph, shapes.questions)]
    results = tuple(sorted(everything, key=lambda r: (r.focus, r.message, r.value or "")))
    return Report(conforms=not any(r.severity == "Violation" for r in results), results=results)


def _answers(graph: Graph, questions: Iterable[Question]) -> Iterator[Result]:
    """The violations that the questions in SPARQL find among the nodes of their target."""
    for question in questions:
        kind, target = question.target
        for row in graph.query(question.query):
            named = row.asdict()  # type: ignore[union-attr]
            focus = named["this"]
            aimed = (focus, RDF.type, target) if kind == SH.targetClass else (None, target, focus)
            if aimed in graph:
                yield Result(
                    focus=str(focus),
                    severity=question.severity,
                    message=_VARIABLE.sub(lambda m, named=named: str(named.get(m[1], "")), question.message),  # type: ignore[misc]
                    path=_shown(named.get("path")),
                    value=_shown(named.get("value")),
                    constraint=_name(SH.SPARQLConstraintComponent),
                    sentence=_sentence(graph, focus),
                )


def _name(term: Node | None) -> str:
    return str(term).rsplit("#", 1)[-1]


def _shown(value: Node | None) -> str | None:
    return None if value is None or isinstance(value, BNode) else str(value)


def _results(found: Graph, graph: Graph) -> Iterable[Result]:
    for node in found.objects(None, SH.result):  # not what stands in their details
        focus = found.value(node, SH.focusNode)
        path, value = found.value(node, SH.resultPath), found.value(node, SH.value)
        messages = sorted(str(m) for m in found.objects(node, SH.resultMessage))
        yield Result(
            focus=str(focus),
            severity=_name(found.value(node, SH.resultSeverity)),
            message=messages[0] if messages else "violates its shape",
            path=str(path) if isinstance(path, URIRef) else None,
            value=_shown(value),
            constraint=_name(found.value(node, SH.sourceConstraintComponent)),
            sentence=_sentence(graph, focus),
        )


def _sentence(graph: Graph, focus: Node | None) -> str | None:
    """The words of the first attestation of a node, of the fact it is part of, or of one that names it."""
    naming = sorted((s for s, p in graph.subject_predicates(focus) if p != DEM.attests), key=str)
    for node in (focus, owner(graph, focus), *(owner(graph, n) for n in naming)):
        for attestation in sorted(graph.objects(node, DEM.hasAttestation), key=str):
            for target in graph.objects(attestation, OA.hasTarget):
                for selector in graph.objects(target, OA.hasSelector):
                    if (exact := graph.value(selector, OA.exact)) is not None:
                        return str(exact)
    return None


def owner(graph: Graph, focus: Node | None) -> Node | None:
    """The fact that a node is part of: itself, its act, or what its attestation attests."""
    here = focus
    for _ in range(len(_PARTS)):
        above = next((s for p in _PARTS for s in sorted(graph.subjects(p, here), key=str)), None)
        if here is None or above is None:
            return here
        here = above
    return here


def summary(results: Sequence[Result]) -> str:
    """Results as lines for people."""
    lines = []
    for r in results:
        words = f"\n    «{r.sentence}»" if r.sentence else ""
        value = f" (found: {r.value})" if r.value else ""
        lines.append(f"{r.severity}: {r.message}{value}\n    {r.focus}{words}")
    return "\n".join(lines)

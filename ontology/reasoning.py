"""Consistency, classification and explanation with HermiT, through owlready2 (its only importer).

owlready2 reads no Turtle, so graphs go through N-Triples into a fresh world. HermiT says only
"inconsistent": which statements contradict each other is found by leaving parts out.
"""

import io
import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

from rdflib import OWL, RDF, RDFS, BNode, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

from ontology.axioms import Axiom, Triple, axioms, ontology_axioms
from ontology.contradiction import smallest
from ontology.errors import ReasoningError
from ontology.wording import words

DEM: Final = Namespace("https://w3id.org/demarche/ontology#")
INFERRED: Final = URIRef("https://w3id.org/demarche/inferred")
_PROBE: Final = URIRef("https://w3id.org/demarche/reasoning#something")


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What HermiT found."""

    consistent: bool
    unsatisfiable: tuple[str, ...]  # local names of classes that nothing can be in

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong."""
        return self.consistent and not self.unsatisfiable

    def words(self) -> str:
        """The report for people."""
        if not self.consistent:
            return "inconsistent"
        if self.unsatisfiable:
            return f"nothing can be in: {', '.join(self.unsatisfiable)}"
        return "consistent, no unsatisfiable class"


def check(graph: Graph | None = None) -> Report:
    """Whether the ontology, with a graph where given, is consistent.

    Raises:
        ReasoningError: no Java on this machine, a literal that does not fit its datatype, or an
            axiom that HermiT does not read.
    """
    terms = ontology_axioms()
    facts = () if graph is None else axioms(graph, terms)
    consistent, unsatisfiable, _ = _run([*terms, *facts])
    return Report(consistent=consistent, unsatisfiable=unsatisfiable)


def explain(report: Report, graph: Graph | None = None) -> tuple[str, ...]:
    """Facts and axioms that contradict each other, none of which can be left out; one line each.

    Of a class that nothing can be in, the contradiction that something in it would be. Takes up to
    ``contradiction.MAX_RUNS`` runs of HermiT.

    Raises:
        ReasoningError: as for ``check``.
    """
    if report.sound:
        return ()
    terms = ontology_axioms()
    facts = () if graph is None else axioms(graph, terms)
    if report.consistent:
        probe = (_PROBE, RDF.type, DEM[report.unsatisfiable[0]])
        facts = (*facts, Axiom(probe, frozenset([probe])))
    declared = [a for a in (*terms, *facts) if a.declares]

    def contradicts(rows: Sequence[Axiom]) -> bool:
        return not _run([*declared, *rows])[0]

    told = [a for a in facts if not a.declares]
    return tuple(words(a) for a in smallest(told, [a for a in terms if not a.declares], contradicts))


def infer(graph: Graph) -> str:
    """The class memberships and property values that follow, as TriG in a graph of their own.

    Raises:
        ReasoningError: as for ``check``, or the graph is inconsistent.
    """
    terms = ontology_axioms()
    facts = axioms(graph, terms)
    consistent, _, world = _run([*terms, *facts], values=True)
    if not consistent:
        raise ReasoningError(
            "the graph is inconsistent with the ontology, so that everything would follow: "
            "run demarche ontology check FILE"
        )
    return _trig(_new(world, terms, facts))


def _run(statements: Iterable[Axiom], *, values: bool = False) -> tuple[bool, tuple[str, ...], Any]:
    """One run of HermiT: consistent, classes that nothing can be in, the world with what follows."""
    if shutil.which("java") is None:
        raise ReasoningError("HermiT needs Java (a JRE of version 11 or newer), which was not found on the PATH")
    import owlready2
    from owlready2 import base

    world = owlready2.World()
    ontology = world.get_ontology("https://w3id.org/demarche/reasoning#")
    ontology.load(fileobj=io.BytesIO(_whole(statements).serialize(format="nt", encoding="utf-8")))
    try:
        with _quick_java(), ontology:
            owlready2.sync_reasoner_hermit(world, infer_property_values=values, debug=0)
    except base.OwlReadyInconsistentOntologyError:
        return False, (), world
    except base.OwlReadyJavaError as error:
        raise ReasoningError(f"HermiT stopped: {_reason(error)}") from error
    unsatisfiable = tuple(sorted(c.name for c in world.inconsistent_classes() if c.name != "Nothing"))
    return True, unsatisfiable, world


@contextmanager
def _quick_java() -> Iterator[None]:
    """Options for a Java that runs a second or two, unless the user has set options."""
    if "JAVA_TOOL_OPTIONS" in os.environ:
        yield
        return
    os.environ["JAVA_TOOL_OPTIONS"] = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xshare:auto"
    try:
        yield
    finally:
        del os.environ["JAVA_TOOL_OPTIONS"]


def _whole(statements: Iterable[Axiom]) -> Graph:
    """All triples, with every individual declared: owlready2 overlooks those that are not."""
    graph = Graph()
    for axiom in statements:
        for triple in axiom.triples:
            graph.add(triple)
    classes = set(graph.subjects(RDF.type, OWL.Class))
    properties = set(graph.subjects(RDF.type, OWL.ObjectProperty))
    for s, p, o in list(graph):
        named = (s,) if p == RDF.type and o in classes else (s, o) if p in properties else ()
        for individual in named:
            if isinstance(individual, URIRef):
                graph.add((individual, RDF.type, OWL.NamedIndividual))
    return graph


def _reason(error: Exception) -> str:
    """The line of Java's words that says what is wrong."""
    lines = [line.strip() for line in str(error).splitlines() if "Exception" in line or "Error" in line]
    return lines[-1] if lines else str(error).splitlines()[0]


def _new(world: Any, terms: Sequence[Axiom], facts: Sequence[Axiom]) -> Graph:
    """What follows about the individuals of a graph, beyond what it says itself."""
    said = {t for fact in facts for t in fact.triples}
    individuals = {t for fact in facts for t in (fact.head[0], fact.head[2]) if isinstance(t, URIRef)}
    own = {axiom.head[0] for axiom in terms}
    concluded = {t for t in world.as_rdflib_graph() if not isinstance(t[2], (Literal, BNode))}
    found = Graph()
    found.bind("dem", DEM)
    for s, p, o in _above(concluded | said, terms) - said:
        ours = str(p).startswith(str(DEM)) or (p == RDF.type and str(o).startswith(str(DEM)))
        if ours and s in individuals - own and not isinstance(o, (Literal, BNode)):
            found.add((s, p, o))
    return found


def _above(triples: set[Triple], terms: Sequence[Axiom]) -> set[Triple]:
    """With all classes and properties above: HermiT names only the nearest that are new."""
    above: dict[Node, set[Node]] = {}
    turned: dict[Node, Node] = {}
    for s, p, o in (axiom.head for axiom in terms):
        if p in (RDFS.subClassOf, RDFS.subPropertyOf) and isinstance(o, URIRef):
            above.setdefault(s, set()).add(o)
        elif p == OWL.inverseOf and isinstance(o, URIRef):
            turned.update({s: o, o: s})
    whole, todo = set(triples), list(triples)
    while todo:
        s, p, o = todo.pop()
        wider: set[Triple] = {(s, p, c) for c in above.get(o, ())} if p == RDF.type else {(s, q, o) for q in above.get(p, ())}
        if p in turned and isinstance(o, URIRef):
            wider.add((o, turned[p], s))
        todo += wider - whole
        whole |= wider
    return whole


def _trig(graph: Graph) -> str:
    lines = graph.serialize(format="turtle").splitlines()
    prefixes = [line for line in lines if line.startswith("@prefix")]
    body = [line for line in lines if not line.startswith("@prefix")]
    return "\n".join([*prefixes, "", f"<{INFERRED}> {{", *body, "}"]) + "\n"

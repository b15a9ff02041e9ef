"""Consistency, classification and explanation with HermiT, through owlready2 (its only importer).

owlready2 reads no Turtle, so graphs go through N-Triples into a fresh world. HermiT refuses
``xsd:date``, so literals stay outside: what it checks are classes, roles and individuals.
"""

import io
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from rdflib import OWL, RDF, RDFS, BNode, Graph, Literal, Namespace, URIRef

from ontology.errors import ReasoningError

FOLDER: Final = Path(__file__).parent
DEM: Final = Namespace("https://w3id.org/demarche/ontology#")
_FILES: Final = ("core.ttl", "axioms.ttl")
_SKIPPED: Final = (
    "https://w3id.org/demarche/frame#",
    "http://www.w3.org/ns/shacl#",
    "http://www.w3.org/2004/02/skos/core#",
)
MAX_EXPLAINING_RUNS: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What HermiT found."""

    consistent: bool
    unsatisfiable: tuple[str, ...]
    explanation: tuple[str, ...]  # a small set of statements that contradict each other

    def words(self) -> str:
        """The report for people."""
        if self.consistent and not self.unsatisfiable:
            return "consistent, no unsatisfiable class"
        if self.consistent:
            return "unsatisfiable classes: " + ", ".join(self.unsatisfiable)
        return "inconsistent. These statements already contradict the axioms:\n" + "\n".join(
            f"  {line}" for line in self.explanation
        )


def ontology_graph(folder: Path = FOLDER) -> Graph:
    """Core, axioms and act classes, without annotations, frames and shapes."""
    graph = Graph()
    for path in (*(folder / name for name in _FILES), *sorted((folder / "acts").glob("*.ttl"))):
        graph.parse(path)
    return _logical(graph)


def _logical(graph: Graph) -> Graph:
    """The statements that a reasoner reads: no literals but cardinalities, no annotation, no bookkeeping."""
    annotations = set(graph.subjects(RDF.type, OWL.AnnotationProperty))
    data = set(graph.subjects(RDF.type, OWL.DatatypeProperty))
    kept = Graph()
    cardinal = {
        OWL.qualifiedCardinality,
        OWL.minQualifiedCardinality,
        OWL.maxQualifiedCardinality,
        OWL.cardinality,
        OWL.minCardinality,
    }
    foreign = {
        s
        for s in graph.subjects(RDF.type, None)
        if any(str(t).startswith(_SKIPPED) for t in graph.objects(s, RDF.type))
    }
    for s, p, o in graph:
        plain = not isinstance(o, Literal) or p in cardinal
        ours = (
            not str(p).startswith(_SKIPPED)
            and p not in annotations
            and s not in annotations | data | foreign
            and o not in annotations | data | foreign
        )
        about = p in (RDFS.isDefinedBy, RDFS.label) or (p == RDF.type and o == OWL.Ontology)
        if plain and ours and not about and not str(p).startswith(("http://purl.org/", "http://www.w3.org/2003/06/")):
            kept.add((s, p, o))
    return kept


def _data_of(graph: Graph) -> Graph:
    """The statements of an article's graph that use the ontology's classes and object properties."""
    ontology = ontology_graph()
    objects = set(ontology.subjects(RDF.type, OWL.ObjectProperty))
    classes = set(ontology.subjects(RDF.type, OWL.Class))
    kept = Graph()
    for s, p, o in graph:
        if (p in objects and isinstance(o, URIRef)) or (p == RDF.type and o in classes):
            kept.add((s, p, o))
    return kept


def check(graph: Graph | None = None) -> Report:
    """Whether the ontology, with a graph where given, is consistent; an explanation where it is not.

    Raises:
        ReasoningError: no Java on this machine.
    """
    data = Graph() if graph is None else _data_of(graph)
    consistent, unsatisfiable, _ = _run(data)
    explanation = () if consistent else _explain(data)
    return Report(consistent=consistent, unsatisfiable=unsatisfiable, explanation=explanation)


def _run(data: Graph) -> tuple[bool, tuple[str, ...], Any]:
    if shutil.which("java") is None:
        raise ReasoningError("HermiT needs Java (a JRE of version 11 or newer), which was not found on the PATH")
    import owlready2
    from owlready2 import base

    world = owlready2.World()
    whole = ontology_graph() + data
    for individual in sorted({s for s in data.subjects() if isinstance(s, URIRef)}):
        whole.add((individual, RDF.type, OWL.NamedIndividual))
    ontology = world.get_ontology("https://w3id.org/demarche/reasoning#")
    ontology.load(fileobj=io.BytesIO(whole.serialize(format="nt").encode()))
    try:
        with ontology:
            owlready2.sync_reasoner_hermit(world, infer_property_values=True, debug=0)
    except base.OwlReadyInconsistentOntologyError:
        return False, (), world
    unsatisfiable = tuple(sorted(c.name for c in world.inconsistent_classes() if c.name != "Nothing"))
    return True, unsatisfiable, world


def _explain(data: Graph) -> tuple[str, ...]:
    """A small contradictory set, by leaving parts out: halves first, then single statements."""
    rows = sorted(data)
    runs = 0
    size = max(1, len(rows) // 2)
    while size >= 1 and runs < MAX_EXPLAINING_RUNS and rows:
        start = 0
        while start < len(rows) and runs < MAX_EXPLAINING_RUNS:
            trial = Graph()
            for row in rows[:start] + rows[start + size :]:
                trial.add(row)
            runs += 1
            if not _run(trial)[0]:
                rows = rows[:start] + rows[start + size :]
            else:
                start += size
        size //= 2
    return tuple(f"{_short(s)} {_short(p)} {_short(o)}" for s, p, o in rows)


def _short(term: Any) -> str:
    text = str(term)
    for namespace, prefix in ((str(DEM), "dem:"), (str(RDF), "rdf:")):
        if text.startswith(namespace):
            return prefix + text[len(namespace) :]
    return f"<{text}>"


def infer(graph: Graph) -> str:
    """The class memberships and property values that follow, as TriG in a graph of their own."""
    data = _data_of(graph)
    consistent, _, world = _run(data)
    if not consistent:
        raise ReasoningError(
            "the graph is inconsistent with the ontology; nothing follows from it: run demarche ontology check FILE"
        )
    known = ontology_graph() + data
    individuals = {s for s in data.all_nodes() if isinstance(s, URIRef)}
    inferred = Graph()
    inferred.bind("dem", DEM)
    for s, p, o in world.as_rdflib_graph():
        mine = s in individuals and not isinstance(o, (Literal, BNode)) and (s, p, o) not in known
        if mine and (str(p).startswith(str(DEM)) or (p == RDF.type and str(o).startswith(str(DEM)))):
            inferred.add((s, p, o))
    lines = inferred.serialize(format="turtle").splitlines()
    prefixes = [line for line in lines if line.startswith("@prefix")]
    body = [line for line in lines if not line.startswith("@prefix")]
    return "\n".join([*prefixes, "", "<https://w3id.org/demarche/inferred> {", *body, "}"]) + "\n"

"""Quality queries over the ontology: each ``.rq`` file finds the terms that break one rule.

The rules are those of the OOPS! pitfall scanner that can be asked of a graph, the errors of ROBOT's
report, and the metadata that FOOPS! looks for; the first line of each file says which.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from rdflib import Graph
from rdflib.query import ResultRow

FOLDER: Final = Path(__file__).parent
ONTOLOGY: Final = FOLDER.parent


def whole_ontology(folder: Path = ONTOLOGY) -> Graph:
    """Core, axioms, frames and acts in one graph."""
    graph = Graph()
    for name in ("core.ttl", "axioms.ttl", "frames.ttl"):
        graph.parse(folder / name)
    for path in sorted((folder / "acts").glob("*.ttl")):
        graph.parse(path)
    return graph


def check_names() -> tuple[str, ...]:
    """The names of all checks, sorted."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.rq")))


def broken_by(check: str, graph: Graph) -> tuple[str, ...]:
    """The local names of the terms that break the rule of one check; an ontology by its IRI."""
    rows = graph.query((FOLDER / f"{check}.rq").read_text("utf-8"))
    found = {str(row[0]) for row in rows if isinstance(row, ResultRow)}
    return tuple(sorted(iri.rsplit("#", 1)[-1] for iri in found))


def run_checks(graph: Graph | None = None) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each check with the terms that break its rule; the packaged ontology unless a graph is given."""
    graph = whole_ontology() if graph is None else graph
    for name in check_names():
        yield name, broken_by(name, graph)

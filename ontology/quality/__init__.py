"""Quality queries over the ontology: each ``.rq`` file finds the terms that break one rule."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from rdflib import Graph

FOLDER: Final = Path(__file__).parent
ONTOLOGY: Final = FOLDER.parent


def whole_ontology(folder: Path = ONTOLOGY) -> Graph:
    """Core, axioms, frames and acts in one graph."""
    graph = Graph()
    for path in (
        folder / "core.ttl",
        folder / "axioms.ttl",
        folder / "frames.ttl",
        *sorted((folder / "acts").glob("*.ttl")),
    ):
        graph.parse(path)
    return graph


def run_checks(graph: Graph | None = None) -> Iterator[tuple[str, list[str]]]:
    """The name of each check and the terms that break it."""
    graph = whole_ontology() if graph is None else graph
    for path in sorted(FOLDER.glob("*.rq")):
        rows = graph.query(path.read_text("utf-8"))
        yield path.stem, sorted({str(row[0]).rsplit("#", 1)[-1] for row in rows})  # type: ignore[index]

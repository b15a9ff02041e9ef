"""What the product asks of a store, whatever its home."""

from collections.abc import Iterable, Mapping
from typing import Protocol

from rdflib import Graph

from kg.store.answers import Answer


class Store(Protocol):
    """What conversion and background ask of a store, whatever its home."""

    def put(self, iri: str, graph: Graph) -> None:
        """Replaces one named graph whole, in one transaction."""
        ...

    def add(self, iri: str, graph: Graph) -> None:
        """Adds statements to one named graph, in one transaction; those that it holds stay."""
        ...

    def put_turtle(self, iri: str, documents: Iterable[str]) -> None:
        """Replaces one named graph whole by the statements of Turtle documents."""
        ...

    def delete(self, iri: str) -> bool:
        """Takes a graph out; False where there was none."""
        ...

    def query(
        self, text: str, *, default_graphs: Iterable[str] = (), named_graphs: Iterable[str] = (),
        literals: Mapping[str, str] | None = None, **values: str,
    ) -> Answer:  # fmt: skip
        """Answers a SPARQL query over the union of the graphs; ``values`` are IRIs that stand for variables."""
        ...

    def graphs(self) -> tuple[str, ...]:
        """The names of the graphs, sorted."""
        ...

"""Answers to queries, and the prefixes that queries may leave undeclared."""

import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import IO, Any, Final

import pyoxigraph as ox

from kg.snapshots import Lease

PREFIXES: Final = {
    "dem": "https://w3id.org/demarche/ontology#", "dcterms": "http://purl.org/dc/terms/", "oa": "http://www.w3.org/ns/oa#",
    "prov": "http://www.w3.org/ns/prov#", "rdfs": "http://www.w3.org/2000/01/rdf-schema#", "schema": "https://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#", "wd": "http://www.wikidata.org/entity/", "xsd": "http://www.w3.org/2001/XMLSchema#",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a query: rows, a truth value or triples."""

    kind: str  # "rows", "boolean", "triples"
    _result: Any
    _lease: Lease | None = None  # on the snapshot from which the rows are still to come

    def serialise(self, media_type: str) -> bytes:
        """The answer in a SPARQL results or RDF media type."""
        out = io.BytesIO()
        self.write(out, media_type)
        return out.getvalue()

    def write(self, out: IO[bytes], media_type: str, *, each: Callable[[Iterable[Any]], Iterable[Any]] = iter) -> None:
        """Writes the answer to a stream; of triples, ``each`` sees all that pass."""
        if self.kind == "triples":
            form = ox.RdfFormat.from_media_type(media_type)
            ox.serialize(each(self._result), out, form, prefixes=dict(PREFIXES))
        else:
            self._result.serialize(out, format=ox.QueryResultsFormat.from_media_type(media_type))

    @property
    def boolean(self) -> bool:
        """The truth value of an ASK."""
        return bool(self._result)

    @property
    def variables(self) -> list[str]:
        """The variables of a SELECT, in its order."""
        return [v.value for v in self._result.variables]

    def rows(self) -> Iterator[dict[str, str]]:
        """The rows of a SELECT: plain values by variable, unbound ones left out."""
        names = self.variables
        for row in self._result:
            yield {n: _plain(row[n]) for n in names if row[n] is not None}


def _plain(term: Any) -> str:
    """The value of a term; a triple term (RDF 1.2), which has none, as SPARQL writes it."""
    return str(term) if isinstance(term, ox.Triple) else str(term.value)

"""Statements on their way into a store, and the updates that replace a graph in one transaction."""

from typing import Final

import pyoxigraph as ox

from kg.errors import ReadingError
from kg.rdf_files import quads_of

# Statements of a graph that no other graph holds leave the union with it.
CLEAR: Final = """
DELETE { ?s ?p ?o } WHERE {
  GRAPH $graph { ?s ?p ?o } FILTER NOT EXISTS { GRAPH ?other { ?s ?p ?o } FILTER(?other != $graph) } } ;
DROP SILENT GRAPH $graph"""
INSERT: Final = """ ;
INSERT DATA { GRAPH $graph {
$triples
} }"""
INSERT_DEFAULT: Final = """ ;
INSERT DATA {
$triples
}"""
TO_UNION: Final = """ ;
INSERT { ?s ?p ?o } WHERE { GRAPH $graph { ?s ?p ?o } }"""


def as_stored(triples: set[ox.Triple]) -> set[ox.Triple]:
    """The triples as Oxigraph gives them back: it writes 0.90 as 0.9, a non-negative integer as an integer."""
    passage = ox.Store()
    passage.extend([ox.Quad(t.subject, t.predicate, t.object) for t in triples])
    return {q.triple for q in passage}


def statements_of(data: bytes, media: str, base: str | None) -> list[ox.Quad]:
    """The statements of a document that names no graphs; ``ReadingError`` for another."""
    quads = quads_of(data, media, name="the document", base=base)
    named = next((q.graph_name for q in quads if q.graph_name != ox.DefaultGraph()), None)
    if named is not None:
        raise ReadingError(f"the document: expected the statements of one graph, found the graph {named}")
    return quads

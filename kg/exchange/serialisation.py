"""A graph as text in the usual forms; the same graph gives the same bytes."""

import json
from typing import Any, Final

from rdflib import Graph, URIRef
from rdflib.plugins.serializers.nt import _nt_row

from kg.errors import ResourceError
from kg.exchange.rdf_xml import to_rdf_xml

FORMATS: Final = {
    "turtle": "text/turtle", "trig": "application/trig", "nquads": "application/n-quads",
    "ntriples": "application/n-triples", "jsonld": "application/ld+json", "rdfxml": "application/rdf+xml",
}  # fmt: skip


def serialise(graph: Graph, name: str, form: str) -> str:
    """One named graph in a form of ``FORMATS``; Turtle, RDF/XML and N-Triples drop the name.

    Canonical N-Quads: no blank nodes occur, so sorted lines are the canonical form (RDFC-1.0).
    """
    if form == "nquads":
        return "".join(sorted(_nt_row(t).rstrip().removesuffix(".").rstrip() + f" <{name}> .\n" for t in graph))
    if form == "ntriples":
        return "".join(sorted(_nt_row(t) for t in graph))
    if form == "turtle":
        return graph.serialize(format="turtle")
    if form == "rdfxml":
        return to_rdf_xml(graph)
    if form == "trig":
        return _trig(graph, name)
    if form == "jsonld":
        return _jsonld(graph, name)
    raise ResourceError(f"expected a format of {', '.join(FORMATS)}, found {form}")


def _trig(graph: Graph, name: str) -> str:
    """The Turtle form inside a graph block, prefixes in front."""
    lines = graph.serialize(format="turtle").splitlines()
    prefixes = [line for line in lines if line.startswith("@prefix")]
    body = [line for line in lines if not line.startswith("@prefix")]
    return "\n".join([*prefixes, "", f"<{name}> {{", *body, "}"]) + "\n"


def _jsonld(graph: Graph, name: str) -> str:
    content: Any = json.loads(graph.serialize(format="json-ld", auto_compact=False))
    rows = sorted(content, key=lambda row: row["@id"])
    for row in rows:
        for key, values in row.items():
            if isinstance(values, list):
                row[key] = sorted(values, key=lambda v: json.dumps(v, sort_keys=True))
    return json.dumps([{"@id": str(URIRef(name)), "@graph": rows}], ensure_ascii=False, indent=1, sort_keys=True) + "\n"

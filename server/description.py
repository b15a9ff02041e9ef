"""The service description: what the endpoint can do, in RDF (SPARQL 1.1 Service Description)."""

from typing import Final

from rdflib import RDF, Graph, Namespace, URIRef

from server.negotiation import ROWS, TRIPLES

SD: Final = Namespace("http://www.w3.org/ns/sparql-service-description#")
_FORMATS: Final = Namespace("http://www.w3.org/ns/formats/")
_NAMES: Final = {
    "json": "SPARQL_Results_JSON", "xml": "SPARQL_Results_XML", "csv": "SPARQL_Results_CSV", "tsv": "SPARQL_Results_TSV",
    "turtle": "Turtle", "ntriples": "N-Triples", "jsonld": "JSON-LD", "rdfxml": "RDF_XML", "trig": "TriG", "nquads": "N-Quads",
}  # fmt: skip
RDFLIB_FORMATS: Final = {
    "text/turtle": "turtle", "application/n-triples": "nt", "application/ld+json": "json-ld", "application/rdf+xml": "xml",
    "application/trig": "turtle", "application/n-quads": "nt",
}  # fmt: skip


def service_description(address: str, kind: str) -> str:
    """The description of the endpoint at an address, in a media type of ``TRIPLES``."""
    graph, service, data = Graph(), URIRef(address), URIRef(f"{address}#dataset")
    graph.bind("sd", SD)
    graph.add((service, RDF.type, SD.Service))
    graph.add((service, SD.endpoint, service))
    graph.add((service, SD.supportedLanguage, SD.SPARQL11Query))
    graph.add((service, SD.feature, SD.UnionDefaultGraph))
    for name in (*ROWS, *TRIPLES):
        graph.add((service, SD.resultFormat, _FORMATS[_NAMES[name]]))
    graph.add((service, SD.defaultDataset, data))
    graph.add((data, RDF.type, SD.Dataset))
    graph.add((data, SD.defaultGraph, URIRef(f"{address}#default-graph")))
    graph.add((URIRef(f"{address}#default-graph"), RDF.type, SD.Graph))
    return graph.serialize(format=RDFLIB_FORMATS[kind])

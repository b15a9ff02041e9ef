"""What the service says of itself, in RDF: SPARQL 1.1 Service Description, and VoID for what the data holds."""

from typing import Final

from rdflib import DCTERMS, FOAF, RDF, RDFS, VOID, XSD, Graph, Literal, Namespace, URIRef

from kg.linkset import describe_linksets
from kg.store import PREFIXES, OxigraphStore
from server.examples import describe_examples
from server.negotiation import ROWS, TRIPLES

SD: Final = Namespace("http://www.w3.org/ns/sparql-service-description#")
_FORMATS: Final = Namespace("http://www.w3.org/ns/formats/")
_NAMES: Final = {
    "json": "SPARQL_Results_JSON", "xml": "SPARQL_Results_XML", "csv": "SPARQL_Results_CSV", "tsv": "SPARQL_Results_TSV",
    "turtle": "Turtle", "ntriples": "N-Triples", "jsonld": "JSON-LD", "rdfxml": "RDF_XML", "trig": "TriG", "nquads": "N-Quads",
}  # fmt: skip
_DUMPS: Final = ("nquads", "trig", "turtle", "ntriples", "jsonld")
_VOCABULARIES: Final = ("dem", "dcterms", "oa", "prov", "schema", "skos")
_COUNTED: Final = (
    (VOID.triples, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"),
    (VOID.distinctSubjects, "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s ?p ?o }"),
    (VOID.properties, "SELECT (COUNT(DISTINCT ?p) AS ?n) { ?s ?p ?o }"),
    (VOID.classes, "SELECT (COUNT(DISTINCT ?o) AS ?n) { ?s a ?o }"),
)
_CLASSES: Final = "SELECT ?term (COUNT(*) AS ?n) { ?s a ?term } GROUP BY ?term ORDER BY DESC(?n) ?term"
_PROPERTIES: Final = "SELECT ?term (COUNT(*) AS ?n) { ?s ?term ?o } GROUP BY ?term ORDER BY DESC(?n) ?term"


def describe_service(address: str, *, void: str, plain: bool, update: str | None) -> Graph:
    """The service at an address, with its example queries and prefixes.

    Args:
        address: of the endpoint for queries.
        void: the address of the description of the data.
        plain: whether the default graph is one of its own.
        update: the address of the endpoint for updates, None where it takes none.
    """
    graph, service, data = Graph(), URIRef(address), URIRef(f"{void}#dataset")
    graph.bind("sd", SD)
    graph.bind("void", VOID)
    _add(graph, service, [
        (RDF.type, SD.Service), (SD.endpoint, service), (SD.supportedLanguage, SD.SPARQL11Query), (SD.defaultDataset, data),
        *([] if plain else [(SD.feature, SD.UnionDefaultGraph)]),
        *((SD.resultFormat, _FORMATS[_NAMES[name]]) for name in (*ROWS, *TRIPLES)),
    ])  # fmt: skip
    if update is not None:
        changes = URIRef(update)
        _add(graph, changes, [
            (RDF.type, SD.Service), (SD.endpoint, changes), (SD.supportedLanguage, SD.SPARQL11Update), (SD.defaultDataset, data),
        ])  # fmt: skip
    _add(graph, data, [(RDF.type, SD.Dataset), (RDF.type, VOID.Dataset), (RDFS.seeAlso, URIRef(void)), (VOID.sparqlEndpoint, service)])
    whole = URIRef(f"{void}#default-graph")
    _add(graph, data, [(SD.defaultGraph, whole)])
    _add(graph, whole, [(RDF.type, SD.Graph)])
    return graph + describe_examples(address)


def describe_data(store: OxigraphStore, *, void: str, endpoint: str, export: str, base: str, exemplary: str | None) -> Graph:
    """What the store holds, by VoID: counts, the classes and properties that are used, where to get it, links to Wikidata.

    Args:
        store: What is described.
        void: the address of this description.
        endpoint: the address of the endpoint for queries.
        export: the address of exports.
        base: what the IRIs of the data begin with.
        exemplary: the IRI of a thing to begin with.
    """
    document, data = URIRef(void), URIRef(f"{void}#dataset")
    graph = describe_linksets(store, str(data))
    graph.bind("void", VOID)
    _add(graph, document, [(RDF.type, VOID.DatasetDescription), (FOAF.primaryTopic, data), (DCTERMS.title, _words("Description of the data"))])
    _add(graph, data, [
        (RDF.type, VOID.Dataset), (DCTERMS.title, _words("Demarche: a knowledge graph of diplomatic acts")),
        (DCTERMS.description, _words("What diplomatic news tells: acts, who took part in which office, where, when, and the words that say so.")),
        (VOID.sparqlEndpoint, URIRef(endpoint)), (VOID.uriSpace, Literal(base)),
        *((VOID.dataDump, URIRef(f"{export}?format={name}")) for name in _DUMPS),
        *((VOID.feature, _FORMATS[_NAMES[name]]) for name in TRIPLES),
        *((VOID.vocabulary, URIRef(PREFIXES[name])) for name in _VOCABULARIES),
        *([(VOID.exampleResource, URIRef(exemplary))] if exemplary else []),
    ])  # fmt: skip
    for prop, query in _COUNTED:
        graph.add((data, prop, _number(next(store.query(query).rows())["n"])))
    _partition(graph, store, _CLASSES, (VOID.classPartition, VOID["class"], VOID.entities))
    _partition(graph, store, _PROPERTIES, (VOID.propertyPartition, VOID.property, VOID.triples))
    return graph


def _partition(graph: Graph, store: OxigraphStore, query: str, terms: tuple[URIRef, URIRef, URIRef]) -> None:
    """A part of the dataset for each class or property, the frequent ones first."""
    data = next(graph.subjects(VOID.sparqlEndpoint))
    part, term, count = terms
    name = str(part).rsplit("#", 1)[-1]
    for number, row in enumerate(store.query(query).rows(), 1):
        if not row["term"].startswith(("http:", "https:", "urn:")):
            continue  # a class without a name
        node = URIRef(f"{data}-{name}-{number}")
        _add(graph, node, [(RDF.type, VOID.Dataset), (term, URIRef(row["term"])), (count, _number(row["n"]))])
        graph.add((URIRef(str(data)), part, node))


def _add(graph: Graph, node: URIRef, rows: list[tuple[URIRef, URIRef | Literal]]) -> None:
    for prop, value in rows:
        graph.add((node, prop, value))


def _words(text: str) -> Literal:
    return Literal(text, lang="en")


def _number(text: str) -> Literal:
    return Literal(int(text), datatype=XSD.integer)

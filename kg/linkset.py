"""The links of a store to Wikidata as VoID tells of them: one ``void:Linkset`` for each property that links.

VoID (https://www.w3.org/TR/void/, section 5) wants a linkset to have one predicate, and its targets to be datasets.
"""

from typing import Final

from rdflib import DCTERMS, FOAF, RDF, VOID, XSD, Graph, Literal, URIRef

from kg.store import Store

WIKIDATA: Final = "http://www.wikidata.org/entity/"
# What each property says of the link, for readers of the description.
_MEANINGS: Final = {
    "https://schema.org/sameAs": ("same-as", "Entities and the Wikidata items that they are."),
    "http://www.w3.org/2002/07/owl#sameAs": ("owl-same-as", "The same links, for reasoners."),
    "http://www.w3.org/2004/02/skos/core#closeMatch": ("close-match", "Entities and Wikidata items that they may be: below the threshold."),
    "http://www.w3.org/2004/02/skos/core#exactMatch": ("exact-match", "Offices and classes of office, and their Wikidata items."),
}  # fmt: skip
# Items only: the ontology's own properties stand beside those of Wikidata too.
_COUNTS: Final = """SELECT ?property (COUNT(*) AS ?links) WHERE {
    VALUES ?property { schema:sameAs <http://www.w3.org/2002/07/owl#sameAs> skos:closeMatch skos:exactMatch }
    ?thing ?property ?item . FILTER(STRSTARTS(STR(?item), "http://www.wikidata.org/entity/Q")) } GROUP BY ?property"""


def describe_linksets(store: Store, dataset: str) -> Graph:
    """The linksets of a store, as parts of a dataset that the description names; nothing for a store without links.

    Args:
        store: What is described.
        dataset: IRI of the ``void:Dataset`` that holds the store's statements; those of the linksets stand below it.
    """
    graph, whole = Graph(), URIRef(dataset)
    graph.bind("void", VOID)
    below = f"{dataset}{'/' if '#' not in dataset else '-'}"
    target = URIRef(f"{below}wikidata")
    for row in sorted(store.query(_COUNTS).rows(), key=lambda r: r["property"]):
        name, words = _MEANINGS[row["property"]]
        node = URIRef(f"{below}links-{name}")
        graph.add((whole, VOID.subset, node))
        for prop, value in (
            (RDF.type, VOID.Linkset), (DCTERMS.description, Literal(words, lang="en")), (VOID.subjectsTarget, whole),
            (VOID.objectsTarget, target), (VOID.linkPredicate, URIRef(row["property"])),
            (VOID.triples, Literal(int(row["links"]), datatype=XSD.integer)),
        ):  # fmt: skip
            graph.add((node, prop, value))
    if len(graph):
        for prop, value in (
            (RDF.type, VOID.Dataset), (DCTERMS.title, Literal("Wikidata", lang="en")),
            (FOAF.homepage, URIRef("https://www.wikidata.org/")), (VOID.uriSpace, Literal(WIKIDATA)),
        ):  # fmt: skip
            graph.add((target, prop, value))
    return graph

"""The links to Wikidata, told in VoID."""

from pathlib import Path

from rdflib import RDF, VOID, Graph, URIRef

from kg.linkset import describe_linksets
from kg.store import OxigraphStore

LINKS = """@prefix schema: <https://schema.org/> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix wd: <http://www.wikidata.org/entity/> .
@prefix : <https://example.org/> .
:norland schema:sameAs wd:Q1 . :sudria schema:sameAs wd:Q2 . :someone skos:closeMatch wd:Q3 . :office skos:exactMatch wd:Q4 .
:topic skos:exactMatch <https://example.net/topic> . :property skos:closeMatch wd:P39 . :article schema:url "https://example.org/a" ."""


def test_each_property_that_links_has_a_linkset_with_its_number_of_links(tmp_path: Path) -> None:
    store = OxigraphStore.open(tmp_path / "store")
    store.put("https://example.org/one", Graph().parse(data=LINKS, format="turtle"))
    store.put("https://example.org/two", Graph().parse(data=LINKS, format="turtle"))  # told twice, counted once
    whole = URIRef("https://example.org/void#dataset")
    told = describe_linksets(store, str(whole))
    found = {str(told.value(s, VOID.linkPredicate)).rsplit("/", 1)[-1]: int(told.value(s, VOID.triples) or 0) for s in told.subjects(RDF.type, VOID.Linkset)}
    assert found == {"sameAs": 2, "core#closeMatch": 1, "core#exactMatch": 1}
    for linkset in told.subjects(RDF.type, VOID.Linkset):
        assert (whole, VOID.subset, linkset) in told
        assert told.value(linkset, VOID.subjectsTarget) == whole
        target = told.value(linkset, VOID.objectsTarget)
        assert str(told.value(target, VOID.uriSpace)) == "http://www.wikidata.org/entity/"


def test_a_store_without_links_has_no_linkset(tmp_path: Path) -> None:
    assert len(describe_linksets(OxigraphStore.open(tmp_path / "store"), "https://example.org/void")) == 0

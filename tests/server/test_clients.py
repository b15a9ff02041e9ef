"""Clients that people use, against a server over HTTP: rdflib, SPARQLWrapper, curl, Comunica."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from rdflib import DCTERMS, RDF, Graph, Literal, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore, SPARQLUpdateStore
from SPARQLWrapper import CSV, JSON, JSONLD, N3, POST, TSV, TURTLE, XML, SPARQLWrapper

from kg.store import OxigraphStore

from .conftest import serving

DEM = "https://w3id.org/demarche/ontology#"
TOKEN = "for-tests-only"
BEARER = {"Authorization": f"Bearer {TOKEN}"}
ARTICLE = f"SELECT ?article ?title {{ ?article a <{DEM}NewsArticle> ; <{DCTERMS.title}> ?title }}"
TRIPLES = f"CONSTRUCT {{ ?article <{DCTERMS.title}> ?title }} WHERE {{ ?article a <{DEM}NewsArticle> ; <{DCTERMS.title}> ?title }}"


@pytest.fixture(scope="module")
def live(store_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("clients") / "store"
    OxigraphStore.open(store_folder, writable=False).backup(folder)
    with serving(folder, "--update-token", TOKEN) as address:
        yield address.rstrip("/")


@pytest.fixture(scope="module")
def title(store_folder: Path) -> str:
    return next(OxigraphStore.open(store_folder, writable=False).query(ARTICLE).rows())["title"]


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
def test_rdflib_reads_through_its_sparql_store(live: str, title: str, method: str) -> None:
    graph = Graph(SPARQLStore(f"{live}/sparql", method=method))
    assert [str(row[1]) for row in graph.query(ARTICLE)] == [title]
    article = next(graph.subjects(RDF.type, URIRef(f"{DEM}NewsArticle")))
    assert graph.value(article, DCTERMS.title) == Literal(title, lang="en")
    assert bool(graph.query("ASK { ?s ?p ?o }"))
    assert len(graph.query(TRIPLES).graph or ()) == 1


def test_rdflib_reads_named_graphs(live: str) -> None:
    topics = Graph(SPARQLStore(f"{live}/sparql", context_aware=True), identifier=URIRef("https://w3id.org/demarche/topics"))
    assert 20 < len(topics) < 2000


def test_rdflib_writes_through_its_update_store(live: str) -> None:
    store = SPARQLUpdateStore(f"{live}/sparql", f"{live}/update", headers=BEARER, context_aware=True)
    graph = Graph(store, identifier=URIRef("urn:notes"))
    graph.add((URIRef("urn:a"), URIRef("urn:says"), Literal("it's\n«this»")))
    assert graph.value(URIRef("urn:a"), URIRef("urn:says")) == Literal("it's\n«this»")
    store.update("DROP GRAPH <urn:notes>")
    assert len(graph) == 0


def test_sparqlwrapper_gets_rows_in_every_form(live: str, title: str) -> None:
    for form in (JSON, XML, CSV, TSV):
        asked = SPARQLWrapper(f"{live}/sparql", returnFormat=form)
        asked.setQuery(ARTICLE)
        found = asked.query().convert()
        text = found["results"]["bindings"][0]["title"]["value"] if form == JSON else found.toxml() if form == XML else found.decode()
        assert title in text


def test_sparqlwrapper_gets_triples_and_writes(live: str) -> None:
    for form, name in ((TURTLE, "turtle"), (N3, "n3"), (JSONLD, "json-ld"), (XML, "xml")):
        asked = SPARQLWrapper(f"{live}/sparql", returnFormat=form)
        asked.setMethod(POST)
        asked.setQuery(TRIPLES)
        found = asked.query().convert()
        assert len(found if isinstance(found, Graph) else Graph().parse(data=found, format=name)) == 1
    wrapper = SPARQLWrapper(f"{live}/sparql", updateEndpoint=f"{live}/update")
    wrapper.addCustomHttpHeader("Authorization", BEARER["Authorization"])
    wrapper.setMethod(POST)
    for update in ("INSERT DATA { GRAPH <urn:w> { <urn:a> <urn:b> 1 } }", "DROP GRAPH <urn:w>"):
        wrapper.setQuery(update)
        assert wrapper.query().response.status == 204


def curl(*arguments: str) -> str:
    if shutil.which("curl") is None:
        pytest.skip("curl is not installed")
    return subprocess.run(["curl", "-sS", "--max-time", "30", *arguments], capture_output=True, text=True, check=True).stdout


def test_curl_asks_follows_and_puts(live: str, title: str, tmp_path: Path) -> None:
    assert title in curl(f"{live}/sparql", "--data-urlencode", f"query={ARTICLE}", "-H", "Accept: text/csv")
    assert title in curl("-G", f"{live}/sparql", "--data-urlencode", f"query={ARTICLE}", "--compressed")
    assert "dem:State" in curl("-L", f"{live}/id/entity/Q159", "-H", "Accept: text/turtle")
    (tmp_path / "note.ttl").write_text("<urn:a> <urn:b> 'curl' .")
    store = f"{live}/rdf-graph-store?graph=urn:curl"
    shown = ("-o", "/dev/null", "-w", "%{http_code}", "-H", f"Authorization: {BEARER['Authorization']}")
    assert curl("-T", str(tmp_path / "note.ttl"), store, "-H", "Content-Type: text/turtle", *shown) == "201"
    assert "curl" in curl(store)
    assert curl("-F", f"file=@{tmp_path / 'note.ttl'};type=text/turtle", store, *shown) == "204"
    assert curl("-X", "DELETE", store, *shown) == "204"


def comunica() -> str | None:
    """Comunica's command: where ``make test`` has installed it, on the path, or where COMUNICA names it."""
    installed = Path(__file__).parents[2] / "build" / "comunica" / "node_modules" / ".bin" / "comunica-sparql"
    return os.environ.get("COMUNICA") or (str(installed) if installed.exists() else shutil.which("comunica-sparql"))


@pytest.mark.skipif(comunica() is None, reason="Comunica is not installed: scripts/install_comunica.sh installs it where there is npm, or set COMUNICA to its comunica-sparql")
def test_comunica_asks_the_endpoint_and_finds_it_by_its_description(live: str, title: str) -> None:
    for source in (f"sparql@{live}/sparql", f"{live}/sparql"):
        done = subprocess.run([str(comunica()), source, ARTICLE, "-t", "application/sparql-results+json"], capture_output=True, text=True, check=False, timeout=120)
        assert done.returncode == 0, done.stderr
        assert [r["title"]["value"] for r in json.loads(done.stdout)["results"]["bindings"]] == [title]

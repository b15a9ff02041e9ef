"""What programs find by themselves: descriptions, example queries, every IRI of the data, exports."""

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from rdflib import RDF, SH, VOID, Dataset, Graph, Literal, URIRef

from kg.store import PREFIXES, OxigraphStore
from server import Settings, create_app
from server.dereference import PAGE
from server.examples import FILE, QUERIES, describe_examples, examples

OURS = "https://w3id.org/demarche/"
HTML = {"Accept": "text/html"}
IRIS = 'SELECT DISTINCT ?iri { { ?iri ?p ?o } UNION { ?s ?p ?iri } UNION { GRAPH ?iri { ?s ?p ?o } } FILTER(isIRI(?iri)) }'


def test_the_file_of_examples_is_up_to_date() -> None:
    assert FILE.read_text("utf-8") == describe_examples().serialize(format="turtle"), "run: python -m server.examples"


def test_editors_find_the_example_queries_by_asking_the_endpoint(client: FlaskClient) -> None:
    # The query of SIB's editors (https://github.com/sib-swiss/sparql-editor), as they send it.
    asked = """PREFIX sh: <http://www.w3.org/ns/shacl#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
        SELECT DISTINCT ?sq ?comment ?query WHERE { ?sq a sh:SPARQLExecutable ; rdfs:comment ?comment ; sh:select|sh:ask|sh:construct ?query . }"""
    rows = client.get("/sparql", query_string={"query": asked}).json["results"]["bindings"]
    assert {r["query"]["value"] for r in rows} == {e.text for e in examples()}
    prefixes = "PREFIX sh: <http://www.w3.org/ns/shacl#> SELECT ?prefix ?namespace WHERE { [] sh:namespace ?namespace ; sh:prefix ?prefix }"
    rows = client.get("/sparql", query_string={"query": prefixes}).json["results"]["bindings"]
    assert {r["prefix"]["value"]: r["namespace"]["value"] for r in rows} == PREFIXES


def test_the_service_description_has_examples_prefixes_and_where_the_data_is_described(client: FlaskClient) -> None:
    graph = Graph().parse(data=client.get("/sparql").data)
    executables = set(graph.subjects(RDF.type, SH.SPARQLExecutable))
    assert len(executables) == len(examples())
    assert set(graph.objects(None, URIRef("https://schema.org/target"))) == {URIRef("http://localhost/sparql")}
    assert {str(o) for o in graph.objects(URIRef(QUERIES), SH.declare)} == {f"{QUERIES}#prefix-{p}" for p in PREFIXES}
    assert client.get("/.well-known/void").status_code == 200
    assert any("/.well-known/void" in str(o) for o in graph.objects())


def test_void_tells_what_the_store_holds(client: FlaskClient, store_folder: Path) -> None:
    answer = client.get("/.well-known/void")
    graph = Graph().parse(data=answer.data)
    data = URIRef("http://localhost/.well-known/void#dataset")
    assert graph.value(data, VOID.triples) == Literal(len(OxigraphStore.open(store_folder, writable=False)))
    assert graph.value(data, VOID.sparqlEndpoint) == URIRef("http://localhost/sparql")
    acts = [n for n in graph.objects(data, VOID.classPartition) if graph.value(n, VOID["class"]) == URIRef(PREFIXES["dem"] + "NewsArticle")]
    assert [graph.value(n, VOID.entities) for n in acts] == [Literal(1)]
    assert sum(int(graph.value(n, VOID.triples) or 0) for n in graph.objects(data, VOID.propertyPartition)) == int(graph.value(data, VOID.triples) or 0)
    example = str(graph.value(data, VOID.exampleResource))
    assert client.get(example.replace(OURS, "/")).status_code == 303
    for dump in graph.objects(data, VOID.dataDump):
        assert client.head(str(dump)).status_code == 200
    assert list(graph.subjects(RDF.type, VOID.Linkset))
    assert client.get("/.well-known/void", headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
    assert client.get("/.well-known/void?format=jsonld").mimetype == "application/ld+json"


def kind_of(iri: str) -> str:
    """The way of an IRI with what is counted or named left out: all of a kind are answered alike."""
    *above, last = iri.removeprefix(OURS).split("/")
    return "/".join(re.sub(r".*\d.*", "*", part) for part in [*above, "" if above else last])


def test_every_iri_of_the_data_answers_as_page_turtle_and_json_ld(client: FlaskClient, store_folder: Path) -> None:
    found = [r["iri"] for r in OxigraphStore.open(store_folder, writable=False).query(IRIS).rows()]
    ours = sorted({i.partition("#")[0] for i in found if i.startswith(OURS)})
    one_of_each = {kind_of(i): i for i in reversed(ours)}
    assert len(one_of_each) > 20
    for iri in one_of_each.values():
        elsewhere = iri.startswith((f"{OURS}frame", f"{OURS}offices/", f"{OURS}topics/"))
        for headers, mime in ((HTML, "text/html"), ({"Accept": "text/turtle"}, "text/turtle"), ({"Accept": "application/ld+json"}, "application/ld+json")):
            answer = client.get(iri.replace(OURS, "/"), headers=headers, follow_redirects=True)
            assert answer.status_code == 200, iri
            assert answer.mimetype == mime or elsewhere, iri
            assert len(answer.data) > 100


def test_things_named_elsewhere_are_described_too(client: FlaskClient) -> None:
    iri = "http://www.wikidata.org/entity/Q159"
    answer = client.get("/described", query_string={"iri": iri}, headers={"Accept": "text/turtle"})
    assert (None, None, URIRef(iri)) in Graph().parse(data=answer.data)
    assert "text/html" in answer.headers["Link"]
    assert iri in client.get("/described", query_string={"iri": iri}, headers=HTML).get_data(as_text=True)
    assert client.get("/described", query_string={"iri": "urn:nothing"}).status_code == 404
    for wrong in ("", "norland", "urn:a b", "urn:<"):
        assert client.get("/described", query_string={"iri": wrong}).status_code == 400


def test_links_name_the_thing_and_the_other_forms(client: FlaskClient) -> None:
    for address in ("/id/entity/Q159", "/data/entity/Q159", "/page/entity/Q159"):
        links = client.get(address).headers["Link"]
        assert f'<{OURS}id/entity/Q159>; rel="about"' in links
        for kind in ("text/html", "text/turtle", "application/ld+json"):
            assert f'rel="alternate"; type="{kind}"' in links


@pytest.mark.parametrize(("address", "about"), [
    ("/ontology", "ontology"), ("/topics", "topics"), ("/offices", "offices"), ("/shapes", "shapes"), ("/topics/peace", "topics/peace"),
])  # fmt: skip
def test_the_vocabulary_links_to_its_forms_too(client: FlaskClient, address: str, about: str) -> None:
    for headers in (HTML, {"Accept": "text/turtle"}):
        answer = client.get(address, headers=headers)
        links = answer.headers["Link"]
        assert f'<{OURS}{about}>; rel="about"' in links
        for place, kind in re.findall(r'<([^>]*)>; rel="alternate"; type="([^"]*)"', links):
            assert client.get(place, headers={"Accept": kind}).mimetype == kind
        if answer.status_code == 303:
            assert client.get(f"{address}?format=jsonld", follow_redirects=True).mimetype == "application/ld+json"


@pytest.fixture
def crowded(tmp_path: Path) -> FlaskClient:
    store = OxigraphStore.open(tmp_path / "store")
    lines = "".join(f"<{OURS}id/a/{i}> <urn:knows> <{OURS}id/hub> .\n" for i in range(2 * PAGE + 5))
    store.put_documents("urn:g", [((lines + f"<{OURS}id/hub> <urn:is> 'a hub' .").encode(), "text/turtle")])
    return create_app(OxigraphStore.open(tmp_path / "store", writable=False), Settings()).test_client()


def test_the_data_of_a_thing_that_many_speak_of_comes_in_pages_that_make_up_the_whole(crowded: FlaskClient) -> None:
    address, whole, pages = "/data/hub?format=ntriples", Graph(), 0
    while address:
        answer = crowded.get(address)
        whole += Graph().parse(data=answer.data, format="nt")
        pages += 1
        following = re.search(r'<([^>]*)>; rel="next"', answer.headers["Link"])
        address = following[1] if following else ""
    assert (pages, len(whole)) == (3, 2 * PAGE + 6)
    assert crowded.get("/data/hub?page=4").status_code == 404
    for wrong in ("0", "-1", "x", "1e3", "9" * 30):
        assert crowded.get(f"/data/hub?page={wrong}").status_code == 400


@pytest.mark.parametrize(("form", "name"), [("trig", "trig"), ("nquads", "nquads"), ("jsonld", "json-ld")])
def test_an_export_holds_every_graph(client: FlaskClient, store_folder: Path, form: str, name: str) -> None:
    store = OxigraphStore.open(store_folder, writable=False)
    dataset = Dataset()
    dataset.parse(data=client.get(f"/export?format={form}").data, format=name)
    assert {str(g.identifier) for g in dataset.graphs() if len(g)} == set(store.graphs())
    counted = next(store.query("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }").rows())["n"]
    assert sum(len(g) for g in dataset.graphs()) == int(counted)


@pytest.mark.parametrize(("form", "name"), [("turtle", "turtle"), ("trig", "trig"), ("nquads", "nquads"), ("jsonld", "json-ld"), ("ntriples", "nt"), ("rdfxml", "xml")])
def test_one_graph_is_exported_in_every_form(client: FlaskClient, form: str, name: str) -> None:
    answer = client.get("/export", query_string={"graph": f"{OURS}topics", "format": form})
    dataset = Dataset()
    dataset.parse(data=answer.data, format=name)
    expected = Graph().parse(data=client.get("/rdf-graph-store", query_string={"graph": f"{OURS}topics"}).data)
    assert sum(len(g) for g in dataset.graphs()) == len(expected) > 50
    assert "attachment" in answer.headers["Content-Disposition"]


def test_an_export_of_what_is_not_there_is_told_so(client: FlaskClient) -> None:
    assert client.get("/export?graph=urn:none").status_code == 404
    assert client.get("/export?graph=norland").status_code == 404
    assert client.get("/export?format=docx").status_code == 400
    assert client.get("/export", headers={"Accept": "image/png"}).status_code == 406


RDF12 = f"""PREFIX e: <{OURS}id/a/>
e:r <http://www.w3.org/1999/02/22-rdf-syntax-ns#reifies> <<( e:s e:p "o"@en--ltr )>> .
e:x e:says <<( e:s e:p <<( e:s e:p 1 )>> )>> ."""


@pytest.fixture(scope="module")
def newer(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    folder = tmp_path_factory.mktemp("rdf12") / "store"
    OxigraphStore.open(folder).put_documents(f"{OURS}id/g", [(RDF12.encode(), "text/turtle")])
    return create_app(OxigraphStore.open(folder, writable=False), Settings()).test_client()


@pytest.mark.parametrize("form", ["turtle", "ntriples", "jsonld", "rdfxml", "trig", "nquads"])
@pytest.mark.parametrize("address", ["/data/a/r", "/data/a/x", "/data/g", "/export", f"/rdf-graph-store?graph={OURS}id/g", "/sparql?query=CONSTRUCT{?s ?p ?o}WHERE{?s ?p ?o}"])
def test_statements_about_statements_are_answered_in_forms_that_have_them(newer: FlaskClient, address: str, form: str) -> None:
    answer = newer.get(f"{address}{'&' if '?' in address else '?'}format={form}")
    if form in ("trig", "nquads") and address.startswith("/rdf-graph-store"):
        assert answer.status_code == 400
    else:
        assert answer.status_code == 200 or (form == "jsonld" and answer.status_code == 406), answer.get_data(as_text=True)[:300]
        assert "id/a/" in answer.get_data(as_text=True) or answer.status_code == 406


def test_statements_about_statements_have_pages_and_rows(newer: FlaskClient) -> None:
    for address in ("/page/a/r", "/page/a/x", "/described?iri=" + OURS + "id/a/x"):
        answer = newer.get(address, headers=HTML)
        assert answer.status_code == 200
        assert "/a/p" in answer.get_data(as_text=True)
    rows = newer.get("/sparql", query_string={"query": "SELECT ?o { ?s ?p ?o }"}).json["results"]["bindings"]
    assert {r["o"]["type"] for r in rows} == {"triple"}

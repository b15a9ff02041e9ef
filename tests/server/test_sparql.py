"""The endpoint: the protocol's three forms, media types, faults in words."""

import json
import socket
import subprocess
import sys
import threading
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from rdflib import Graph

from kg.store import OxigraphStore
from server import Settings, create_app
from server.sparql import examples

ROWS = "SELECT ?act WHERE { ?act <https://w3id.org/demarche/ontology#reportedBy> ?article }"
TRIPLES = f"CONSTRUCT {{ ?act a <https://example.org/Act> }} WHERE {ROWS[ROWS.index('{'):]}"
ASK = "ASK { ?s ?p ?o }"
LONG = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
RESULTS_JSON = "application/sparql-results+json"


def counted(answer: Any) -> int:
    return len(json.loads(answer.data)["results"]["bindings"])


def test_the_three_forms_of_the_protocol_give_the_same_rows(client: FlaskClient) -> None:
    got = client.get("/sparql", query_string={"query": ROWS})
    form = client.post("/sparql", data={"query": ROWS})
    direct = client.post("/sparql", data=ROWS, content_type="application/sparql-query")
    assert got.status_code == form.status_code == direct.status_code == 200
    assert counted(got) == counted(form) == counted(direct) >= 15


@pytest.mark.parametrize(
    ("query", "accept", "expected"),
    [
        (ROWS, None, RESULTS_JSON),
        (ROWS, "*/*", RESULTS_JSON),
        (ROWS, "application/json", RESULTS_JSON),
        (ROWS, "application/sparql-results+xml", "application/sparql-results+xml"),
        (ROWS, "text/csv", "text/csv; charset=utf-8"),
        (ROWS, "text/tab-separated-values", "text/tab-separated-values; charset=utf-8"),
        (ROWS, "text/csv;q=0.2, application/sparql-results+xml;q=0.8", "application/sparql-results+xml"),
        (ROWS, "text/turtle, text/csv;q=0.5", "text/csv; charset=utf-8"),
        (ASK, "text/csv", "text/csv; charset=utf-8"),
        (ASK, "text/turtle, application/sparql-results+xml;q=0.1", "application/sparql-results+xml"),
        (TRIPLES, None, "text/turtle; charset=utf-8"),
        (TRIPLES, "application/n-triples", "application/n-triples"),
        (TRIPLES, "application/ld+json", "application/ld+json"),
        (TRIPLES, "application/rdf+xml;q=0.9, text/turtle;q=0.1", "application/rdf+xml"),
        (TRIPLES, "application/trig", "application/trig"),
        (TRIPLES, "application/n-quads", "application/n-quads"),
    ],
)  # fmt: skip
def test_the_accept_header_chooses_the_form(client: FlaskClient, query: str, accept: str | None, expected: str) -> None:
    answer = client.get("/sparql", query_string={"query": query}, headers={"Accept": accept} if accept else {})
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == expected
    assert "Accept" in answer.headers["Vary"]


@pytest.mark.parametrize("form", ["turtle", "ntriples", "jsonld", "rdfxml", "trig", "nquads"])
def test_every_graph_form_holds_the_same_triples(client: FlaskClient, form: str) -> None:
    names = {"ntriples": "nt", "jsonld": "json-ld", "rdfxml": "xml"}
    answer = client.get("/sparql", query_string={"query": TRIPLES, "format": form})
    expected = client.get("/sparql", query_string={"query": ROWS})
    assert len(Graph().parse(data=answer.data, format=names.get(form, form))) == counted(expected)


def test_the_format_parameter_wins_over_the_header(client: FlaskClient) -> None:
    answer = client.get("/sparql", query_string={"query": ROWS, "format": "csv"}, headers={"Accept": RESULTS_JSON})
    assert answer.data.startswith(b"act\r\n")


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        ({"query_string": {"query": "SELECT ?a WHERE {\n ?a ?b }"}}, 400, "line 2"),
        ({"query_string": {"query": "SELECT * { ?s norland:is ?o }"}}, 400, "prefix norland: is not declared"),
        ({"query_string": {"query": ""}}, 400, "not valid SPARQL"),
        ({"query_string": {"query": ROWS, "format": "docx"}}, 400, "expected one of json, xml, csv, tsv"),
        ({"query_string": {"query": ROWS, "format": "turtle"}}, 400, "expected one of json, xml, csv, tsv"),
        ({"query_string": "query=SELECT&query=ASK"}, 400, "expected one query, found 2"),
        ({"query_string": "query=ASK%7B%7D%FF"}, 400, "expected UTF-8"),
        ({"query_string": {"query": ASK, "default-graph-uri": "not an iri"}}, 400, "IRI of a graph"),
        ({"query_string": {"query": ROWS}, "headers": {"Accept": "image/png"}}, 406, "this comes as"),
        ({"query_string": {"query": TRIPLES}, "headers": {"Accept": "text/csv"}}, 406, "text/turtle"),
        ({"query_string": {"query": ROWS}, "headers": {"Accept": "text/turtle"}}, 406, "sparql-results+json"),
        ({"method": "POST"}, 415, "application/sparql-query"),
        ({"method": "POST", "data": ROWS, "content_type": "text/plain"}, 415, "application/sparql-query"),
        ({"method": "POST", "data": b"ASK {} # \xff", "content_type": "application/sparql-query"}, 400, "byte 0xff"),
        ({"method": "POST", "data": {"q": ROWS}}, 400, "expected a query"),
        ({"method": "POST", "data": "#" * 100_001, "content_type": "application/sparql-query"}, 413, "at most 100,000"),
        ({"method": "POST", "data": "#" * 900_000, "content_type": "application/sparql-query"}, 413, "at most 100,000"),
        ({"method": "PUT", "data": ROWS}, 405, "PUT"),
        ({"method": "DELETE"}, 405, "DELETE"),
    ],
)  # fmt: skip
def test_a_faulty_request_is_told_what_is_wrong(
    client: FlaskClient, arguments: dict[str, Any], status: int, words: str
) -> None:
    answer = client.open("/sparql", **arguments)
    assert answer.status_code == status
    assert words in answer.json["error"]
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_a_syntax_error_has_its_place(client: FlaskClient) -> None:
    answer = client.post("/sparql", data={"query": "SELECT ?a WHERE {\n  ?a ?b\n}"})
    assert answer.status_code == 400
    assert answer.json["line"] == 3
    assert answer.json["column"] in (1, 2)


def test_a_refused_method_names_the_allowed_ones(client: FlaskClient) -> None:
    assert {"GET", "POST"} <= set(client.put("/sparql").headers["Allow"].split(", "))


def test_head_answers_as_get_without_the_content(client: FlaskClient) -> None:
    for query in ({"query": ROWS}, {}):
        got, head = client.get("/sparql", query_string=query), client.head("/sparql", query_string=query)
        assert (head.status_code, head.content_type, head.data) == (200, got.content_type, b"")


@pytest.mark.parametrize("text", ["INSERT DATA { <urn:a> <urn:b> <urn:c> }", "DROP ALL", "LOAD <http://127.0.0.1/>"])
@pytest.mark.parametrize("way", ["query", "update", "direct query", "direct update"])
def test_updates_are_refused(client: FlaskClient, text: str, way: str) -> None:
    direct = way.startswith("direct")
    answer = client.post(
        "/sparql", data=text if direct else {way: text},
        content_type=f"application/sparql-{way.split()[-1]}" if direct else None,
    )  # fmt: skip
    assert answer.status_code == 400
    assert client.get("/sparql", query_string={"query": "ASK { <urn:a> ?p ?o }"}).json["boolean"] is False


@pytest.fixture
def listener() -> Any:
    """A loopback port that remembers whether anyone called."""
    heard: list[bool] = []
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        server.settimeout(0.5)

        def listen() -> None:
            try:
                server.accept()[0].close()
                heard.append(True)
            except OSError:
                pass

        thread = threading.Thread(target=listen)
        thread.start()
        yield server.getsockname()[1], heard
        thread.join()
    assert not heard


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <http://127.0.0.1:%d/> { ?s ?p ?o } }",
        "SELECT * { SERVICE SILENT <http://127.0.0.1:%d/> { ?s ?p ?o } }",
        "SELECT * { service\n#\n<http://127.0.0.1:%d/> { ?s ?p ?o } }",
        "SELECT * { BIND(<http://127.0.0.1:%d/> AS ?x) SERVICE?x{ ?s ?p ?o } }",
        "PREFIX e: <http://127.0.0.1:%d/> SELECT * { BIND('\\'#' AS ?y) SERVICE e: { ?s ?p ?o } }",
        # < is less than for the parser, the beginning of an IRI for who looks at the words only
        "SELECT * { BIND(1 AS ?x) BIND(2 AS ?y) FILTER(?x<?y&&'a>'='a>') SERVICE <http://127.0.0.1:%d/> { ?s ?p 'z' } }",
        "SELECT * { BIND(1 AS ?x) BIND(2 AS ?y) FILTER(?x<?y&&'a>'='a>') SERVICE SILENT <http://127.0.0.1:%d/> { ?s ?p 'z' } }",
        "SELECT * FROM <http://127.0.0.1:%d/> { ?s ?p ?o }",
        "SELECT * FROM NAMED <http://127.0.0.1:%d/> { GRAPH ?g { ?s ?p ?o } }",
        "SELECT * { GRAPH <http://127.0.0.1:%d/> { ?s ?p ?o } }",
    ],
)  # fmt: skip
def test_no_query_reaches_outside(live: str, listener: tuple[int, list[bool]], query: str) -> None:
    asked = f"{live}sparql?{urllib.parse.urlencode({'query': query % listener[0]})}"
    try:
        status, told = 200, json.load(urllib.request.urlopen(asked, timeout=30))
    except urllib.error.HTTPError as error:
        status, told = error.code, json.load(error)
    if status == 200:
        assert "SILENT" in query or told["results"]["bindings"] == []
    else:
        assert status == 403
        assert "reaches outside" in told["error"]


def test_a_query_process_can_open_no_socket() -> None:
    code = "from server.isolation import forbid_sockets; import socket; print(forbid_sockets()); socket.socket()"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    if done.stdout.strip() == "False":
        pytest.skip("this kernel offers no seccomp filters")
    assert "PermissionError" in done.stderr


def test_from_narrows_to_the_graph_that_it_names(client: FlaskClient) -> None:
    topics = "https://w3id.org/demarche/topics"
    graphs = "SELECT DISTINCT ?g %s { GRAPH ?g { ?s ?p ?o } }"
    assert counted(client.get("/sparql", query_string={"query": graphs % ""})) >= 4
    assert counted(client.get("/sparql", query_string={"query": graphs % f"FROM NAMED <{topics}>"})) == 1
    assert counted(client.get("/sparql", query_string={"query": graphs % "", "named-graph-uri": topics})) == 1
    acts = client.get("/sparql", query_string={"query": ROWS.replace("WHERE", f"FROM <{topics}> WHERE")})
    assert counted(acts) == 0
    assert counted(client.get("/sparql", query_string={"query": ROWS, "default-graph-uri": topics})) == 0


def test_without_a_query_a_program_gets_the_service_description(client: FlaskClient) -> None:
    graph = Graph().parse(data=client.get("/sparql").data, format="turtle")
    sd = "PREFIX sd: <http://www.w3.org/ns/sparql-service-description#>"
    assert graph.query(f"{sd} ASK {{ ?s a sd:Service ; sd:supportedLanguage sd:SPARQL11Query ; sd:endpoint ?e }}")
    assert client.get("/sparql?format=jsonld").content_type == "application/ld+json"


def test_other_origins_may_ask(client: FlaskClient) -> None:
    answer = client.options("/sparql", headers={"Origin": "https://norland.example"})
    assert answer.status_code == 200
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "POST" in answer.headers["Access-Control-Allow-Methods"]


def test_a_query_sees_what_was_stored_after_the_start(seed_copy: Path) -> None:
    app = create_app(OxigraphStore.open(seed_copy, writable=False), Settings(workers=1))
    asked = {"query": "ASK { GRAPH <urn:norland> { ?s ?p ?o } }"}
    assert app.test_client().get("/sparql", query_string=asked).json["boolean"] is False
    OxigraphStore.open(seed_copy).put("urn:norland", Graph().parse(data="<urn:a> <urn:b> <urn:c> ."))
    assert app.test_client().get("/sparql", query_string=asked).json["boolean"] is True


@pytest.mark.parametrize("example", examples(), ids=lambda e: e.name)
def test_every_example_runs_as_it_stands(client: FlaskClient, example: Any) -> None:
    assert example.text.startswith("# ")
    assert example.title.endswith("?")
    answer = client.get("/sparql", query_string={"query": example.text}, headers={"Accept": f"{RESULTS_JSON}, text/turtle;q=0.5"})
    assert answer.status_code == 200, answer.json
    if answer.mimetype == RESULTS_JSON:
        assert counted(answer) > 0
    else:
        assert len(Graph().parse(data=answer.data)) > 0

"""Updates and graphs over HTTP: who may write, what is refused, what readers see afterwards."""

import gzip
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from rdflib import Graph

from kg.store import OxigraphStore
from server import Settings, create_app

TOKEN = "for-tests-only"
BEARER = {"Authorization": f"Bearer {TOKEN}"}
GRAPH = {"graph": "urn:norland"}
TURTLE = "<urn:a> <urn:says> 'x' ."
INSERT = "INSERT DATA { GRAPH <urn:norland> { <urn:a> <urn:says> 'y' } }"
STORE = "/rdf-graph-store"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("writing") / "store"
    OxigraphStore.open(folder).update("INSERT DATA { GRAPH <urn:kept> { <urn:k> <urn:p> 1 } }")
    return folder


@pytest.fixture
def writer(folder: Path) -> Iterator[FlaskClient]:
    settings = Settings(update_token=TOKEN, max_update_bytes=20_000, max_graph_bytes=20_000, patience=0.2)
    yield create_app(OxigraphStore.open(folder, writable=False), settings).test_client()
    OxigraphStore.open(folder).delete("urn:norland")


def ask(client: FlaskClient, query: str) -> bool:
    return bool(client.get("/sparql", query_string={"query": query}).json["boolean"])


def test_without_a_token_nobody_writes(folder: Path) -> None:
    client = create_app(OxigraphStore.open(folder, writable=False), Settings()).test_client()
    for answer in (
        client.post("/update", data={"update": INSERT}, headers=BEARER),
        client.put(STORE, query_string=GRAPH, data=TURTLE, content_type="text/turtle", headers={"Authorization": "Bearer "}),
    ):  # fmt: skip
        assert answer.status_code == 403
        assert "DEMARCHE_UPDATE_TOKEN" in answer.json["error"]
    assert not ask(client, "ASK { GRAPH <urn:norland> { ?s ?p ?o } }")


@pytest.mark.parametrize("given", [None, "Bearer", "Bearer wrong", f"Basic {TOKEN}", f"Bearer {TOKEN}x", "Bearer \u00e9"])
def test_only_the_token_opens(writer: FlaskClient, given: str | None) -> None:
    headers = {} if given is None else {"Authorization": given.encode("utf-8").decode("latin-1")}
    writer.set_cookie("Authorization", f"Bearer {TOKEN}")
    for method, address in (("POST", "/update"), ("PUT", STORE), ("POST", STORE), ("DELETE", STORE)):
        answer = writer.open(address, method=method, query_string=GRAPH, data=INSERT, content_type="application/sparql-update", headers=headers)
        assert answer.status_code == 401
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert TOKEN not in answer.get_data(as_text=True)


def test_an_update_is_seen_by_the_next_query_and_by_the_union(writer: FlaskClient) -> None:
    for sent in ({"data": {"update": INSERT}}, {"data": INSERT, "content_type": "application/sparql-update"}):
        assert writer.post("/update", headers=BEARER, **sent).status_code == 204
        assert ask(writer, "ASK { <urn:a> <urn:says> 'y' }")
        assert writer.post("/update", data={"update": "DROP GRAPH <urn:norland>"}, headers=BEARER).status_code == 204
        assert not ask(writer, "ASK { <urn:a> ?p ?o }")


@pytest.mark.parametrize(
    ("sent", "status", "words"),
    [
        ({"data": {"update": "INSERT DATA {\n oops }"}}, 400, "line 2"),
        ({"data": {"update": "INSERT DATA { <urn:a> <urn:b> 1 }"}}, 400, "union"),
        ({"data": {"update": "LOAD <http://127.0.0.1:9/>"}}, 403, "LOAD"),
        ({"data": {"update": "INSERT { GRAPH <urn:g> { ?s ?p ?o } } WHERE { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"}}, 403, "SERVICE"),
        ({"data": {"update": INSERT, "query": "ASK {}"}}, 400, "only an update"),
        ({"data": "update=CLEAR+ALL&update=CLEAR+ALL", "content_type": "application/x-www-form-urlencoded"}, 400, "found 2"),
        ({"data": {"update": INSERT, "using-graph-uri": "no iri"}}, 400, "IRI of a graph"),
        ({"data": "ASK {}", "content_type": "application/sparql-query"}, 400, "takes an update"),
        ({"data": INSERT, "content_type": "text/plain"}, 415, "text/plain"),
        ({"data": INSERT, "content_type": "application/sparql-update; charset=utf-16"}, 415, "UTF-8"),
        ({"data": gzip.compress(INSERT.encode()), "content_type": "application/sparql-update", "headers": {"Content-Encoding": "gzip"}}, 415, "Content-Encoding"),
        ({"data": INSERT + "#" * 30_000, "content_type": "application/sparql-update"}, 413, "at most 20,000"),
        ({"data": {"text": INSERT}}, 400, "expected an update"),
    ],
)  # fmt: skip
def test_a_faulty_update_is_told_what_is_wrong_and_changes_nothing(writer: FlaskClient, sent: dict[str, Any], status: int, words: str) -> None:
    answer = writer.post("/update", **{**sent, "headers": BEARER | sent.get("headers", {})})
    assert answer.status_code == status, answer.json
    assert words in answer.json["error"]
    assert not ask(writer, "ASK { GRAPH <urn:norland> { ?s ?p ?o } }")
    assert ask(writer, "ASK { <urn:k> <urn:p> 1 }")


def test_a_graph_is_put_added_to_read_and_taken_out(writer: FlaskClient) -> None:
    def send(method: str, data: Any = None, kind: str | None = "text/turtle") -> Any:
        return writer.open(STORE, method=method, query_string=GRAPH, data=data, content_type=kind, headers=BEARER)

    assert send("PUT", TURTLE).status_code == 201
    assert send("PUT", TURTLE).status_code == 204
    assert send("POST", '{"@id": "urn:b", "urn:says": "z"}', "application/ld+json").status_code == 204
    files = {"one": (io.BytesIO(b"<urn:c> <urn:says> 1 ."), "one.ttl", "text/turtle"), "two": (io.BytesIO(b"<urn:d> <urn:says> 2 ."), "two.nt", "application/n-triples")}
    assert send("POST", files, "multipart/form-data").status_code == 400  # N-Triples knows no bare numbers
    files = {"one": (io.BytesIO(b"<urn:c> <urn:says> 1 ."), "one.ttl", "text/turtle"), "two": (io.BytesIO(b"<urn:d> <urn:says> 2 ."), "two.ttl", "text/turtle")}
    assert send("POST", files, "multipart/form-data").status_code == 204
    for form, name in (("turtle", "turtle"), ("ntriples", "nt"), ("rdfxml", "xml"), ("jsonld", "json-ld")):
        got = writer.get(STORE, query_string=GRAPH | {"format": form})
        assert len(Graph().parse(data=got.data, format=name)) == 4
    head = writer.head(STORE, query_string=GRAPH)
    assert (head.status_code, head.data, head.mimetype) == (200, b"", "text/turtle")
    assert ask(writer, "ASK { <urn:d> <urn:says> 2 }")
    assert send("DELETE").status_code == 204
    assert send("DELETE").status_code == 404
    assert writer.get(STORE, query_string=GRAPH).status_code == 404
    assert ask(writer, "ASK { <urn:k> <urn:p> 1 }")


@pytest.mark.parametrize(("kind", "text", "line", "column", "words"), [
    ("text/turtle", "<urn:a> <urn:b>\n  c .", 2, 3, "not a valid"), ("application/n-triples", "<urn:a> <urn:b> <urn:c> .\n<urn:a> 1 2 .", 2, None, "n-triples"),
    ("application/ld+json", '{"@context": "https://example.org/context", "a": "b"}', None, None, "a context at another address is not fetched"),
])  # fmt: skip
def test_where_a_document_is_wrong_is_told(writer: FlaskClient, kind: str, text: str, line: int | None, column: int | None, words: str) -> None:
    answer = writer.put(STORE, query_string=GRAPH, data=text, content_type=kind, headers=BEARER)
    assert answer.status_code == 400
    assert words in answer.json["error"]
    assert answer.json.get("line") == line
    assert column is None or answer.json["column"] == column


def test_a_graph_without_a_name_gets_one_at_which_it_answers(writer: FlaskClient) -> None:
    made = writer.post(STORE, data="<> <urn:says> 'itself' .", content_type="text/turtle", headers=BEARER)
    assert made.status_code == 201
    address = made.headers["Location"]
    assert f"<{address}>" in writer.get(address).get_data(as_text=True)
    assert writer.delete(address, headers=BEARER).status_code == 204


def test_the_union_is_read_but_not_written(writer: FlaskClient) -> None:
    assert "urn:k" in writer.get(STORE, query_string="default").get_data(as_text=True)
    for method in ("PUT", "POST", "DELETE"):
        answer = writer.open(STORE, method=method, query_string="default", data=TURTLE, content_type="text/turtle", headers=BEARER)
        assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD")


XML = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="urn:a"><p xmlns="urn:">%s</p></rdf:Description></rdf:RDF>'


@pytest.mark.parametrize(
    ("sent", "status", "words"),
    [
        ({"data": "<urn:a> <urn:b>"}, 400, "expected text/turtle"),
        ({"data": TURTLE, "content_type": None}, 415, "no Content-Type"),
        ({"data": "<urn:a> <urn:b> <urn:c> <urn:g> .", "content_type": "application/n-quads"}, 415, "application/n-quads"),
        ({"data": '{"@id": "urn:g", "@graph": [{"@id": "urn:a", "urn:b": 1}]}', "content_type": "application/ld+json"}, 400, "one graph"),
        ({"data": '{"@context": "http://127.0.0.1:9/c", "a": 1}', "content_type": "application/ld+json"}, 400, "the document"),
        ({"data": '<!DOCTYPE x [<!ENTITY a "b">]>' + XML % "&a;", "content_type": "application/rdf+xml"}, 400, "DOCTYPE"),
        ({"data": ('<?xml version="1.0" encoding="utf-16"?>' + XML % "a").encode("utf-16"), "content_type": "application/rdf+xml"}, 400, "DOCTYPE"),
        ({"data": gzip.compress(b"#" * 10_000_000), "headers": {"Content-Encoding": "gzip"}}, 415, "Content-Encoding"),
        ({"data": "#" * 30_000}, 413, "at most 20,000"),
        ({"data": TURTLE, "query_string": {}}, 400, "expected one graph"),
        ({"data": TURTLE, "query_string": "default&graph=urn:a"}, 400, "expected one graph"),
        ({"data": TURTLE, "query_string": "graph=urn:a&graph=urn:b"}, 400, "found 2"),
        ({"data": TURTLE, "query_string": "graph=norland"}, 400, "absolute IRI"),
        ({"data": TURTLE, "query_string": "graph=urn:%FF"}, 400, "UTF-8"),
    ],
)  # fmt: skip
def test_what_is_no_graph_is_refused(writer: FlaskClient, sent: dict[str, Any], status: int, words: str) -> None:
    made = {"query_string": GRAPH, "content_type": "text/turtle"} | sent
    answer = writer.put(STORE, **{**made, "headers": BEARER | sent.get("headers", {})})
    assert answer.status_code == status, answer.json
    assert words in answer.json["error"]
    assert not ask(writer, "ASK { GRAPH <urn:norland> { ?s ?p ?o } }")


def test_while_another_process_writes_the_client_is_told_to_come_back(writer: FlaskClient, folder: Path) -> None:
    other = OxigraphStore.open(folder)
    answer = writer.post("/update", data={"update": INSERT}, headers=BEARER)
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]
    assert str(folder) not in answer.get_data(as_text=True)
    del other
    assert writer.post("/update", data={"update": INSERT}, headers=BEARER).status_code == 204

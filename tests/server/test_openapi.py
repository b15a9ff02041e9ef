"""The description of the interface is whole, and what it describes stands up to what is made at random from it."""

import http.client
import re
import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from server.negotiation import ROWS, TRIPLES

from .conftest import serving

# Pages for people.
OTHERS = ("/static", "/acts", "/articles", "/who", "/search", "/seeds", "/<any", "/ontology/", "/reviews", "/review")
TOKEN = "for-tests-only"


def test_every_address_for_programs_is_described_with_its_methods(app: Flask, client: FlaskClient) -> None:
    described = client.get("/openapi.json").json["paths"]
    for rule in app.url_map.iter_rules():
        path = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", str(rule))
        if path != "/" and not path.startswith(OTHERS):
            methods = {m.lower() for m in (rule.methods or set()) - {"HEAD", "OPTIONS"}}
            assert set(described[path]) == methods, path
    assert "get" in described["/metrics"]
    forms = next(p for p in described["/sparql"]["get"]["parameters"] if p["name"] == "format")
    assert set(forms["schema"]["enum"]) == {*ROWS, *TRIPLES}


@pytest.fixture(scope="module")
def address(store_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> object:
    from kg.store import OxigraphStore

    folder = tmp_path_factory.mktemp("fuzzed") / "store"
    OxigraphStore.open(store_folder, writable=False).backup(folder)
    with serving(folder, "--update-token", TOKEN, "--deadline", "10", "--client-seconds", "0") as live:
        yield live


def test_requests_made_at_random_get_no_500_no_traceback_and_no_hang(address: str, tmp_path: Path) -> None:
    command = [
        sys.executable, "-m", "schemathesis.cli", "run", f"{address}openapi.json", "--header", f"Authorization: Bearer {TOKEN}",
        "--checks", "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance",
        "--max-examples", "5", "--phases", "examples,coverage,fuzzing", "--seed", "20261125", "--request-timeout", "15",
        "--generation-database", "none", "--no-color",
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300, cwd=tmp_path)
    assert "Traceback" not in done.stdout
    assert done.returncode == 0, done.stdout[-6000:]
    assert re.search(r"[1-9]\d\d+ generated|Test cases:\n\s+[1-9]\d\d+", done.stdout), done.stdout[-1500:]


PATHS = ("/sparql", "/sparql?query=ASK%7B%7D", "/update", "/rdf-graph-store?graph=urn:g", "/rdf-graph-store?default", "/export", "/id/x", "/described?iri=urn:a", "/healthz", "/", "/metrics", "/reconcile", "/reconcile/suggest/entity?prefix=a", "/reconcile/preview?id=x")
HEADERS = (
    "Accept", "Accept-Encoding", "Accept-Language", "Authorization", "Content-Type", "Content-Encoding", "Cookie", "Expect", "Forwarded",
    "If-Match", "If-None-Match", "If-Modified-Since", "Origin", "Range", "Referer", "TE", "Upgrade", "User-Agent", "X-Forwarded-For", "X-HTTP-Method-Override",
)  # fmt: skip
KINDS = ("application/sparql-query", "application/sparql-update", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/turtle", "application/ld+json", "application/rdf+xml")
VALUES = st.one_of(
    st.sampled_from(("*/*", "text/html", "text/turtle;q=2", "text/turtle;q=,", "a/b;;", "gzip, identity;q=0", f"Bearer {TOKEN}", "bytes=0-", '"x", W/"y"', *KINDS)),
    st.text(st.characters(min_codepoint=32, max_codepoint=255, exclude_characters="\x7f"), max_size=60),
)


@settings(max_examples=250, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    method=st.sampled_from(("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "NORLAND")), path=st.sampled_from(PATHS),
    headers=st.dictionaries(st.sampled_from(HEADERS), VALUES, max_size=6), body=st.one_of(st.binary(max_size=200), st.sampled_from((b"ASK {}", b"query=ASK{}", b"<urn:a> <urn:b> 1 ."))),
)  # fmt: skip
def test_no_header_and_no_body_makes_the_server_fail_or_wait(address: str, method: str, path: str, headers: dict[str, str], body: bytes) -> None:
    connection = http.client.HTTPConnection(address.split("/")[2], timeout=15)
    try:
        connection.putrequest(method, path)
        for name, value in headers.items():
            connection.putheader(name, value.strip().encode("latin-1"))
        connection.putheader("Content-Length", str(len(body)))
        connection.endheaders(body)
        answer = connection.getresponse()
        content = answer.read()
    finally:
        connection.close()
    assert answer.status < 500 or answer.status == 503, content
    assert b"Traceback" not in content
    if answer.status >= 400:
        assert answer.headers["Access-Control-Allow-Origin"] == "*" or answer.status == 400, (answer.status, content)


def test_the_examples_of_the_description_answer(client: FlaskClient) -> None:
    paths = client.get("/openapi.json").json["paths"]
    for sent in paths["/reconcile"]["get"]["parameters"]:
        for example in sent["schema"].get("examples", ()):
            answer = client.get("/reconcile", query_string={sent["name"]: example})
            assert answer.status_code == 200, answer.json
            assert next(iter(answer.json.values())), sent["name"]
    for path in ("preview", "entity", "flyout/entity"):
        known = paths[f"/reconcile/{path.replace('/entity', '/{kind}')}"]["get"]["parameters"]
        example = next(p for p in known if p["name"] == "id")["schema"]["examples"][0]
        assert client.get(f"/reconcile/{path}", query_string={"id": example}).status_code == 200

"""What clients may keep: an ETag on every answer that can be kept, 304 for what they have, gzip."""

import gzip
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from rdflib import Graph

from kg.store import OxigraphStore
from server import create_app


@pytest.mark.parametrize(
    "address",
    ["/", "/page/entity/Q159", "/data/entity/Q159", "/ontology", "/ontology?format=jsonld", "/topics", "/openapi.json", "/reconcile", "/static/style.css", "/.well-known/void", "/articles", "/sparql", "/described?iri=http://www.wikidata.org/entity/Q159"],
)
@pytest.mark.parametrize("accept", ["text/html, */*;q=0.1", "*/*"])
def test_every_address_can_be_kept_asked_for_again_and_compressed(client: FlaskClient, address: str, accept: str) -> None:
    headers = {"Accept": accept}
    plain = client.get(address, headers=headers)
    packed = client.get(address, headers={**headers, "Accept-Encoding": "gzip"})
    assert plain.status_code == 200
    assert "Accept" in plain.headers["Vary"]
    assert plain.headers["Cache-Control"] in ("public, no-cache", "no-cache")
    if len(plain.data) >= 1000:
        assert packed.headers["Content-Encoding"] == "gzip"
        assert gzip.decompress(packed.data) == plain.data
        assert packed.headers["ETag"] != plain.headers["ETag"]
    for answer in (plain, packed):
        again = client.get(address, headers={**headers, "If-None-Match": answer.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b"")
        assert "Content-Length" not in again.headers
        assert client.get(address, headers={**headers, "If-None-Match": '"another"'}).status_code == 200
        assert client.head(address, headers=headers).headers["ETag"] == plain.headers["ETag"]


def test_what_must_not_be_kept_says_so(client: FlaskClient) -> None:
    for answer in (client.get("/healthz"), client.get("/nothing"), client.get("/sparql?query=ASK"), client.post("/update"), client.get("/page/entity/Q0", headers={"Accept": "text/html"})):
        assert answer.headers["Cache-Control"] == "no-store"
        assert "ETag" not in answer.headers


def test_a_page_that_says_something_else_has_another_tag(seed_copy: Path) -> None:
    def tags() -> list[str]:
        client = create_app(OxigraphStore.open(seed_copy, writable=False)).test_client()
        return [client.get(address).headers["ETag"] for address in ("/data/entity/Q159", "/sparql?query=ASK%7B%7D")]

    before = tags()
    OxigraphStore.open(seed_copy).put("urn:norland", Graph().parse(data="<https://w3id.org/demarche/id/entity/Q159> <urn:b> <urn:c> ."))
    assert not set(before) & set(tags())

"""Plain queries, which go around Flask, get the same answers as all others; rows are counted in every form."""

import io
import re
from typing import Any

import pyoxigraph as ox
import pytest
from flask import Flask
from werkzeug.test import EnvironBuilder, run_wsgi_app

from server.framing import Frames
from server.shortcut import Shortcut

_CHANGING = ("Date",)
ASKED = [
    {"query": "SELECT * { ?s a dem:Meeting } ORDER BY ?s"},
    {"query": "SELECT * { ?s ?p ?o } LIMIT 2000"},  # more than a frame
    {"query": "ASK {}"},
    {"query": "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o } LIMIT 5"},
    {"query": "SELECT (NOW() AS ?n) {}  # never the same, never kept", "volatile": "yes"},
    {"query": "SELECT ?g { GRAPH ?g { ?s ?p ?o } } LIMIT 3", "named-graph-uri": "https://example.org/none"},
    {"query": "SELECT * { <relative> ?p ?o }"},
    {"query": "SELECT * { ?s rdfs:label 'Ἑλλάς' }"},
    {"query": "SELECT * { ?s ?p ?o "},
    {"query": "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }"},
    {"query": ""},
    {"query": "SELECT * { ?s ?p ?o } LIMIT 2", "default-graph-uri": "not an IRI"},
]
ACCEPTED = ["", "*/*", "application/sparql-results+xml;q=0.9, text/csv;q=0.5", "text/turtle", "text/html;q=0.1, application/json", "image/png"]


def answered(app: Any, environ: dict[str, Any]) -> tuple[str, set[tuple[str, str]], bytes]:
    content, status, headers = run_wsgi_app(app, environ, buffered=True)
    return status, {(n, v) for n, v in headers if n not in _CHANGING}, b"".join(content)


def environ(method: str, fields: dict[str, str], **headers: str) -> dict[str, Any]:
    query = {n: v for n, v in fields.items() if n != "volatile"}
    return EnvironBuilder("/sparql", method=method, query_string=query, headers={n.replace("_", "-"): v for n, v in headers.items()}).get_environ()


@pytest.mark.parametrize("accept", ACCEPTED)
@pytest.mark.parametrize("fields", ASKED, ids=lambda f: f["query"][:30])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_the_answer_is_the_same_either_way(app: Flask, method: str, fields: dict[str, str], accept: str) -> None:
    short, more = app.wsgi_app, {"Accept": accept, "Accept_Encoding": "gzip"}
    assert isinstance(short, Shortcut)
    mine = answered(short, environ(method, fields, **more))
    other = answered(short._whole, environ(method, fields, **more))
    if "volatile" in fields:
        mine, other = (*mine[:2], b""), (*other[:2], b"")
        assert {n for n, _ in mine[1]} == {n for n, _ in other[1]}
        assert mine[0] == other[0]
    else:
        assert mine == other


def test_plain_queries_and_only_they_take_the_short_way(app: Flask) -> None:
    short = app.wsgi_app
    assert isinstance(short, Shortcut)
    plain = environ("GET", ASKED[0], Accept="application/json")
    assert short._question(plain) is not None
    for other in (
        environ("GET", ASKED[0], Accept="text/html"), environ("GET", ASKED[0] | {"format": "csv"}), environ("POST", ASKED[0]),
        environ("GET", {"update": "CLEAR ALL"}), environ("GET", ASKED[0], If_None_Match='"x"'), {**plain, "QUERY_STRING": "query=%ff"},
        {**plain, "QUERY_STRING": "query=ASK%7B%7D&query=ASK%7B%7D"}, {**plain, "CONTENT_LENGTH": "3"},
        {**plain, "QUERY_STRING": f"query={'x' * 200_000}"},
    ):  # fmt: skip
        assert short._question(other) is None, other["QUERY_STRING"][:40]


VALUES = ["plain", "},{", '"},{"', '}},{"', "<result>", "</result><result>", "a\r\nb", "\n", '{"bindings":[{}]}', "é" * 40_000]


@pytest.mark.parametrize("media_type", ["application/sparql-results+json", "application/sparql-results+xml", "text/csv", "text/tab-separated-values"])
@pytest.mark.parametrize("size", [1, 7, 1 << 20])
def test_rows_are_counted_in_every_form(media_type: str, size: int) -> None:
    store = ox.Store()
    store.extend(ox.Quad(ox.NamedNode(f"urn:{n}"), ox.NamedNode("urn:p"), ox.Literal(v)) for n, v in enumerate(VALUES))
    for query, rows in (("SELECT * { ?s ?p ?o OPTIONAL { ?s <urn:q> ?q } }", len(VALUES)), ("SELECT ?x { ?s ?p ?o }", len(VALUES)), ("SELECT * { ?s <urn:q> ?o }", 0)):
        if media_type.startswith("text/csv"):
            query = query.replace("?s ?p ?o", "?s ?p ?o FILTER(!CONTAINS(?o, '\\n'))")
            rows = rows and len([v for v in VALUES if "\n" not in v])
        out = io.BytesIO()
        store.query(query).serialize(out, ox.QueryResultsFormat.from_media_type(media_type))
        frames = Frames("200 OK", [], {}, lambda *_: lambda _: None)
        frames.count_rows_of(media_type)
        content = out.getvalue()
        for at in range(0, len(content), size):
            frames.write(content[at : at + size])
        frames.rest()
        assert frames.rows == rows, (query, re.sub(rb"(?s)^(.{300}).*", rb"\1", content))

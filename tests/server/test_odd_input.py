"""Whatever comes in: a clear answer, never a 500, never a traceback."""

from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote_to_bytes

import pytest
from flask import Flask
from flask.testing import FlaskClient
from rdflib import Graph
from werkzeug.test import EnvironBuilder

from kg.iris import BASE
from kg.model import Conversion
from kg.store import OxigraphStore
from server import create_app

ROUTES = {
    "/": ("x",), "/articles": ("q", "page"), "/acts": ("type", "party", "from", "until", "q", "page"), "/who": ("kind", "q", "page"),
    "/search": ("q",), "/ontology": ("format",), "/offices": ("format",), "/topics": ("format",),
    "/sparql": ("query", "format", "default-graph-uri", "update"), "/healthz": ("x",),
    "/reconcile": ("queries", "extend", "callback"), "/reconcile/suggest/entity": ("prefix", "cursor", "type"), "/reconcile/preview": ("id",),
    "/reconcile/entity": ("id",), "/reconcile/flyout/entity": ("id",), "/reconcile/properties": ("type", "limit"), "/reconcile/about": ("x",),
}  # fmt: skip
ODD_VALUES = (
    "%", "%FF%FE", "%00", "%C3%28", "%ED%A0%80", "'", '"', '"; DROP ALL; #', "<script>alert(1)</script>", "${7*7}{{7*7}}", "../../etc/passwd",
    "?s", "} UNION { ?s ?p ?o", "\\", "%0d%0aSet-Cookie:x=1", "%F0%9F%95%8A", "-1", "0", "1e9", "99999999999999999999", "%E2%80%AE", "a" * 5000,
)  # fmt: skip
ODD_PATHS = (
    "/id/", "/page/", "/data/", "/id/%", "/page/%FF", "/page/a%00b", "/page/%0d%0a", "/page/<script>alert(1)</script>", "/page/'%22%3E",
    "/page/../../etc/passwd", "/page//etc/passwd", "/page/article/none", "/data/entity/Q0", "/id/entity/" + "9" * 3000, "/page/%7B%7B7*7%7D%7D",
    "/page/%C3%A9", "/page/%25zz", "/data/%25", "/id/%EF%BF%BE", "/page/a b", "/page/%2e%2e/", "/topics/%FF", "/offices/x/y", "/static/../settings.py", "/static/", "/page/%EF%BF%BD",
)  # fmt: skip
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND")
ACCEPTS = ("text/html", "application/json", "*/*", "text/turtle;q=zzz", ",,;;", "\xff\xfe", "a" * 9000, "text/html;q=0", "")


def raw(app: Flask, path: str, query: str = "", **more: str) -> tuple[int, str]:
    """Sends a request line as it is, not repaired by the client."""
    environ = EnvironBuilder(method=more.pop("method", "GET")).get_environ()
    environ |= {"PATH_INFO": _decoded(path), "QUERY_STRING": query, "RAW_URI": path, "REQUEST_URI": path} | more
    began: list[tuple[int, str]] = []

    def start(line: str, headers: list[tuple[str, str]], *_: object) -> Callable[[bytes], None]:
        began.append((int(line.split()[0]), dict(headers).get("Content-Type", "")))
        return lambda _: None

    body = b"".join(app.wsgi_app(environ, start)).decode("utf-8")
    status, kind = began[0]
    return status, body if kind.startswith("text/html") else body.replace("<script>", "")  # a script runs in HTML only


def _decoded(path: str) -> str:
    return unquote_to_bytes(path).decode("latin-1")


def fit(status: int, body: str) -> bool:
    return status < 500 and "Traceback" not in body and "<script>alert" not in body and "werkzeug" not in body.lower()


@pytest.mark.parametrize("route", ROUTES)
def test_odd_values_of_parameters(app: Flask, route: str) -> None:
    for value in ODD_VALUES:
        for name in ROUTES[route]:
            status, body = raw(app, route, f"{name}={value}", HTTP_ACCEPT="text/html")
            assert fit(status, body), (route, name, value, status)


@pytest.mark.parametrize("path", ODD_PATHS)
def test_odd_paths(app: Flask, path: str) -> None:
    for accept in ("text/html", "application/json"):
        status, body = raw(app, path, HTTP_ACCEPT=accept)
        assert fit(status, body), (path, accept, status)
        assert status in (303, 308, 404), (path, status)


@pytest.mark.parametrize("method", METHODS)
def test_every_method_on_every_route(client: FlaskClient, seed: Conversion, method: str) -> None:
    article = seed.article.iri.removeprefix(BASE)
    for route in (*ROUTES, "/nothing", f"/id/{article}", f"/page/{article}", f"/data/{article}"):
        answer = client.open(route, method=method, headers={"Accept": "text/html"})
        assert fit(answer.status_code, answer.get_data(as_text=True)), (method, route)
        if method == "HEAD":
            assert answer.data == b""
        if method in ("PUT", "PATCH", "DELETE", "TRACE", "PROPFIND"):
            assert answer.status_code == (404 if route == "/nothing" else 405)
        if answer.status_code == 405:
            assert answer.headers["Allow"]


@pytest.mark.parametrize("accept", ACCEPTS)
def test_odd_accept_headers(app: Flask, seed: Conversion, accept: str) -> None:
    article = seed.article.iri.removeprefix(BASE)
    for route in (*ROUTES, f"/id/{article}", f"/page/{article}", f"/data/{article}", "/nothing"):
        status, body = raw(app, route, HTTP_ACCEPT=accept)
        assert fit(status, body), (route, accept, status)


def test_what_is_wrong_with_a_filter_is_said(client: FlaskClient) -> None:
    for query, words in (
        ("from=yesterday", "2021-04-01"), ("until=2021-02-30", "2021-02-30"), ("type=%3Cb%3E", "name of a class"),
        ("party=a b", "path of a state"), ("q=" + "x" * 300, "at most 200"),
    ):  # fmt: skip
        answer = client.get(f"/acts?{query}", headers={"Accept": "application/json"})
        assert answer.status_code == 400
        assert words in answer.json["error"]


def test_an_unknown_thing_is_not_found_and_says_so(client: FlaskClient) -> None:
    for kind in ("id", "page", "data"):
        answer = client.get(f"/{kind}/entity/Q0", headers={"Accept": "application/json"})
        assert answer.status_code == 404
        assert answer.json["error"] == "Nothing is known of this thing."
    page = client.get("/page/entity/Q0", headers={"Accept": "text/html"})
    assert page.content_type.startswith("text/html")


def test_an_iri_with_percent_encoding_is_found_as_written_and_as_decoded(seed_copy: Path) -> None:
    store = OxigraphStore.open(seed_copy)
    store.put("urn:g", Graph().parse(data=f"<{BASE}file/a%20b.ttl> <urn:p> <{BASE}place/\u00e9> ."))
    client = create_app(OxigraphStore.open(seed_copy, writable=False)).test_client()
    for path in ("file/a%20b.ttl", "file/a%2520b.ttl", "place/%C3%A9"):
        assert client.get(f"/page/{path}", headers={"Accept": "text/html"}).status_code == 200
        assert client.get(f"/data/{path}").status_code == 200


def test_an_unforeseen_error_is_told_without_a_traceback(store_folder: Path) -> None:
    app = create_app(OxigraphStore.open(store_folder, writable=False))
    app.add_url_rule("/broken", view_func=lambda: str(1 // 0))
    for accept in ("text/html", "application/json"):
        answer = app.test_client().get("/broken", headers={"Accept": accept})
        assert answer.status_code == 500
        assert "ZeroDivisionError" not in answer.get_data(as_text=True)
        assert "went wrong" in answer.get_data(as_text=True)

"""Nothing reaches out, and no write runs on for ever: a server over HTTP with a listener that must hear nothing."""

import http.client
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest

from kg.store import OxigraphStore

from .conftest import serving

TOKEN = "for-tests-only"
KEPT = "ASK { GRAPH <urn:kept> { <urn:k> <urn:p> 1 } }"


class Probe:
    """A port of loopback that counts who calls."""

    def __init__(self) -> None:
        self._socket = socket.socket()
        self._socket.bind(("127.0.0.1", 0))
        self._socket.listen()
        self.port = self._socket.getsockname()[1]
        self.calls: list[bytes] = []
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        while True:
            try:
                caller, _ = self._socket.accept()
            except OSError:
                return
            caller.settimeout(1)
            self.calls.append(caller.recv(1000))
            caller.close()

    def close(self) -> None:
        self._socket.close()


@pytest.fixture
def probe() -> Iterator[Probe]:
    made = Probe()
    yield made
    made.close()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("reach") / "store"
    store = OxigraphStore.open(folder)
    store.update("INSERT DATA { GRAPH <urn:kept> { <urn:k> <urn:p> 1 } }")
    lines = "".join(f"<urn:s{i % 60}> <urn:p{i % 7}> {i} .\n" for i in range(3000))
    store.put_documents("urn:many", [(lines.encode(), "text/turtle")])
    del store
    with serving(folder, "--update-token", TOKEN, "--deadline", "2", "--client-seconds", "0") as live:
        yield live.removeprefix("http://").rstrip("/")


def send(address: str, method: str, path: str, body: str = "", kind: str = "", **headers: str) -> tuple[int, str]:
    connection = http.client.HTTPConnection(address, timeout=20)
    given = {"Authorization": f"Bearer {TOKEN}", **({"Content-Type": kind} if kind else {}), **headers}
    connection.request(method, path, body.encode(), given)
    answer = connection.getresponse()
    status, content = answer.status, answer.read().decode()
    connection.close()
    return status, content


def ask(address: str, query: str) -> bool:
    status, content = send(address, "GET", f"/sparql?{urlencode({'query': query})}")
    assert status == 200, content
    return '"boolean":true' in content


XML = """<?xml version="1.0"?><!DOCTYPE r [ <!ENTITY % e SYSTEM "{there}"> %e; <!ENTITY x SYSTEM "{there}"> ]>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="urn:a"><p xmlns="urn:">&x;</p></rdf:Description></rdf:RDF>"""
INTO = "/rdf-graph-store?graph=urn:new"
REQUESTS = {
    "service": ("POST", "/sparql", "SELECT * {{ SERVICE <{there}> {{ ?s ?p ?o }} }}", "application/sparql-query"),
    "silent service": ("POST", "/sparql", "SELECT * {{ SERVICE SILENT <{there}> {{ ?s ?p ?o }} }}", "application/sparql-query"),
    "service by a variable": ("POST", "/sparql", "SELECT * {{ VALUES ?x {{ <{there}> }} SERVICE ?x {{ ?s ?p ?o }} }}", "application/sparql-query"),
    "service in escapes": ("POST", "/sparql", "SELECT * {{ S\\u0045RVICE <{there}> {{ ?s ?p ?o }} }}", "application/sparql-query"),
    "from": ("POST", "/sparql", "SELECT * FROM <{there}> {{ ?s ?p ?o }}", "application/sparql-query"),
    "default-graph-uri": ("GET", "/sparql?query=ASK%7B%3Fs%20%3Fp%20%3Fo%7D&default-graph-uri={quoted}", "", ""),
    "load": ("POST", "/update", "LOAD <{there}> INTO GRAPH <urn:new>", "application/sparql-update"),
    "silent load": ("POST", "/update", "LOAD SILENT <{there}> INTO GRAPH <urn:new> ; LOAD SILENT <{there}>", "application/sparql-update"),
    "load after another": ("POST", "/update", "CREATE SILENT GRAPH <urn:x> ;\n#\nlOaD<{there}>INTO GRAPH<urn:new>", "application/sparql-update"),
    "load behind a string": ("POST", "/update", "INSERT DATA {{ GRAPH <urn:x> {{ <urn:a> <urn:b> '''x' ; ''' }} }} ; LOAD <{there}>", "application/sparql-update"),
    "load in escapes": ("POST", "/update", "L\\u004FAD <{there}>", "application/sparql-update"),
    "load of a file": ("POST", "/update", "LOAD <file:///etc/hostname> INTO GRAPH <urn:new>", "application/sparql-update"),
    "service in an update": ("POST", "/update", "INSERT {{ GRAPH <urn:new> {{ ?s ?p ?o }} }} WHERE {{ SERVICE SILENT <{there}> {{ ?s ?p ?o }} }}", "application/sparql-update"),
    "using": ("POST", "/update", "INSERT {{ GRAPH <urn:new> {{ ?s ?p ?o }} }} USING <{there}> WHERE {{ ?s ?p ?o }}", "application/sparql-update"),
    "context": ("PUT", INTO, '{{"@context": "{there}", "name": "x"}}', "application/ld+json"),
    "context in a list": ("PUT", INTO, '{{"@context": [{{"a": "urn:a"}}, "{there}"], "a": 1}}', "application/ld+json"),
    "imported context": ("PUT", INTO, '{{"@context": {{"@version": 1.1, "@import": "{there}"}}, "a": 1}}', "application/ld+json"),
    "context in a header": ("PUT", INTO, '{{"a": 1}}', "application/ld+json"),
    "entities": ("PUT", INTO, XML, "application/rdf+xml"),
    "imports": ("PUT", INTO, "<> <http://www.w3.org/2002/07/owl#imports> <{there}> .", "text/turtle"),
    "described": ("GET", "/described?iri={quoted}", "", ""),
    "export": ("GET", "/export?graph={quoted}", "", ""),
    "graph store": ("GET", "/rdf-graph-store?graph={quoted}", "", ""),
    "reconcile": ("GET", "/reconcile?queries=%7B%22a%22%3A%7B%22query%22%3A%22{quoted}%22%7D%7D", "", ""),
}  # fmt: skip


@pytest.mark.parametrize("request_", REQUESTS.values(), ids=REQUESTS)
def test_no_request_makes_the_server_call_anyone(address: str, probe: Probe, request_: tuple[str, str, str, str]) -> None:
    method, path, body, kind = request_
    there = f"http://127.0.0.1:{probe.port}/there"
    headers = {"Link": f'<{there}>; rel="http://www.w3.org/ns/json-ld#context"', "Referer": there, "Origin": there}
    status, content = send(address, method, path.format(quoted=quote(there, safe="")), body.format(there=there) if body else "", kind, **headers)
    assert status < 500, content
    assert not probe.calls
    assert not ask(address, "ASK { GRAPH <urn:new> { ?s ?p ?o FILTER(?p != <http://www.w3.org/2002/07/owl#imports>) } }")
    assert ask(address, KEPT)


def test_the_probe_hears_those_who_call(probe: Probe) -> None:
    with socket.create_connection(("127.0.0.1", probe.port)) as caller:
        caller.sendall(b"hello")
    for _ in range(100):
        if probe.calls:
            break
        threading.Event().wait(0.02)
    assert probe.calls == [b"hello"]


ENDLESS = "INSERT { GRAPH <urn:endless> { ?a ?b ?l } } WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


def test_an_update_that_takes_too_long_is_stopped_and_has_changed_nothing(address: str) -> None:
    status, content = send(address, "POST", "/update", f"INSERT DATA {{ GRAPH <urn:endless> {{ <urn:a> <urn:b> 1 }} }} ; {ENDLESS}", "application/sparql-update")
    assert status in (504, 507), content
    assert not ask(address, "ASK { GRAPH <urn:endless> { ?s ?p ?o } }")
    assert ask(address, KEPT)
    assert send(address, "POST", "/update", "INSERT DATA { GRAPH <urn:after> { <urn:a> <urn:b> 1 } }", "application/sparql-update")[0] == 204
    assert ask(address, "ASK { GRAPH <urn:after> { <urn:a> <urn:b> 1 } }")


def test_updates_at_the_same_time_are_all_made(address: str) -> None:
    statuses: list[int] = []

    def insert(number: int) -> None:
        update = f"INSERT DATA {{ GRAPH <urn:together> {{ <urn:a> <urn:b> {number} }} }}"
        statuses.append(send(address, "POST", "/update", update, "application/sparql-update")[0])

    threads = [threading.Thread(target=insert, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses == [204] * 8
    assert ask(address, "ASK { { SELECT (COUNT(*) AS ?n) { GRAPH <urn:together> { ?s ?p ?o } } } FILTER(?n = 8) }")


def test_a_service_that_is_listed_is_called_and_no_other(tmp_path: Path, probe: Probe) -> None:
    OxigraphStore.open(tmp_path / "asked").update("INSERT DATA { GRAPH <urn:g> { <urn:far> <urn:p> 'from far away' } }")
    OxigraphStore.open(tmp_path / "asking")
    query = "SELECT ?o { SERVICE <%s> { <urn:far> <urn:p> ?o } }"
    with serving(tmp_path / "asked") as asked:
        listed = f"{asked}sparql"
        with serving(tmp_path / "asking", "--services", f"{listed} https://norland.example/sparql") as asking:
            address = asking.removeprefix("http://").rstrip("/")
            status, content = send(address, "GET", f"/sparql?{urlencode({'query': query % listed})}")
            assert (status, "from far away" in content) == (200, True), content
            status, content = send(address, "GET", f"/sparql?{urlencode({'query': query % f'http://127.0.0.1:{probe.port}/'})}")
            assert (status, "allowed are only" in content) == (403, True), content
    assert not probe.calls

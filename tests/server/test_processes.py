"""A real server: queries are stopped, places are shared, what fails late does not look whole."""

import concurrent.futures
import gzip
import http.client
import json
import socket
import time
import urllib.parse
from pathlib import Path
from typing import Any

import pytest

from .conftest import Serving

ASK = "ASK { ?s ?p ?o }"
LONG = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
MANY = "SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT %d"


def get(
    address: str, query: str, source: str = "127.0.0.1", *, post: bool = False, **headers: str
) -> tuple[int, dict[str, str], bytes]:
    """Status, headers and content, asked from any address of loopback."""
    host, _, port = address.removeprefix("http://").strip("/").partition(":")
    connection = http.client.HTTPConnection(host, int(port), timeout=60, source_address=(source, 0))
    try:
        if post:
            connection.request("POST", "/sparql", query, {"Content-Type": "application/sparql-query", **headers})
        else:
            connection.request("GET", f"/sparql?{urllib.parse.urlencode({'query': query})}", headers=headers)
        answer = connection.getresponse()
        return answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read()
    finally:
        connection.close()


def metric(address: str, name: str) -> float:
    host, _, port = address.removeprefix("http://").strip("/").partition(":")
    connection = http.client.HTTPConnection(host, int(port), timeout=10)
    connection.request("GET", "/metrics")
    lines = connection.getresponse().read().decode().splitlines()
    connection.close()
    return sum(float(line.split()[-1]) for line in lines if line.startswith(name))


def test_a_runaway_query_is_stopped_and_the_next_one_answered(server_over: Serving, store_folder: Path) -> None:
    with server_over(store_folder, "--deadline", "2", "--workers", "1") as address:
        begun = time.monotonic()
        status, headers, content = get(address, LONG, Origin="https://norland.example")
        assert status == 504
        assert 1.9 < time.monotonic() - begun < 2.5
        assert "stopped after 2 seconds" in json.loads(content)["error"]
        assert headers["access-control-allow-origin"] == "*"
        assert get(address, ASK)[0] == 200


@pytest.mark.parametrize(
    "query",
    ["ASK " + "{" * 40_000, "ASK {" + "{" * 20_000 + "}" * 20_000 + "}", "SELECT * { ?s " + "(" * 30_000, "ASK { FILTER(" + "!" * 50_000 + "true) }"],
    ids=["open", "groups", "lists", "negations"],
)  # fmt: skip
def test_a_query_that_kills_its_process_hurts_no_other(live: str, query: str) -> None:
    assert get(live, query)[0] in (200, 400, 504, 507)
    assert get(live, ASK)[0] == 200


def test_when_too_many_wait_the_client_is_told_to_come_back(server_over: Serving, store_folder: Path) -> None:
    options = ("--deadline", "3", "--workers", "1", "--long-queries", "1", "--patience", "0.3")
    with server_over(store_folder, *options) as address, concurrent.futures.ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda n: get(address, LONG, f"127.0.0.{n}"), range(2, 10)))
    told = [headers["retry-after"] for status, headers, _ in answers if status == 503]
    assert {status for status, _, _ in answers} == {503, 504}
    assert all(int(seconds) >= 1 for seconds in told)
    assert told


def test_one_client_does_not_keep_others_out(server_over: Serving, store_folder: Path) -> None:
    """Eight long queries of one client, and short ones of another beside them."""
    options = ("--deadline", "3", "--workers", "1", "--long-queries", "1")
    with server_over(store_folder, *options) as address, concurrent.futures.ThreadPoolExecutor(8) as threads:
        heavy = [threads.submit(get, address, LONG, "127.0.0.2") for _ in range(8)]
        time.sleep(0.5)
        assert [get(address, ASK, "127.0.0.3")[0] for _ in range(20)] == [200] * 20
        assert not any(f.done() and f.result()[0] == 200 for f in heavy)


def test_a_client_that_has_used_its_budget_up_is_told_so(server_over: Serving, store_folder: Path) -> None:
    with server_over(store_folder, "--deadline", "1", "--client-seconds", "1") as address:
        assert get(address, LONG, "127.0.0.2")[0] == 504
        for _ in range(8):  # on a busy machine a query that is stopped has used less of a processor than of the clock
            status, headers, content = get(address, LONG, "127.0.0.2")
            if status != 504:
                break
        assert (status, json.loads(content)["status"]) == (429, 429)
        assert 1 <= int(headers["retry-after"]) <= 60
        assert get(address, ASK, "127.0.0.3")[0] == 200


def test_behind_a_proxy_clients_are_told_apart_by_what_it_saw(server_over: Serving, store_folder: Path) -> None:
    with server_over(store_folder, "--deadline", "1", "--client-seconds", "0.5", "--proxies", "127.0.0.1") as address:
        for claimed in ("192.0.2.1", "198.51.100.7, 192.0.2.1", "203.0.113.5, 192.0.2.1") * 3:  # the first is the client's own word
            status = get(address, LONG, **{"X-Forwarded-For": claimed})[0]
            if status == 429:
                break
        assert status == 429
        assert get(address, ASK, **{"X-Forwarded-For": "192.0.2.2"})[0] == 200
        assert get(address, ASK, "127.0.0.2", **{"X-Forwarded-For": "192.0.2.1"})[0] == 200  # no proxy: its word does not count


def test_a_client_does_not_get_more_by_giving_itself_other_names(server_over: Serving, store_folder: Path) -> None:
    with server_over(store_folder, "--deadline", "1", "--client-seconds", "0.5", "--proxies", "127.0.0.9") as address:
        statuses = [get(address, LONG, **{"X-Forwarded-For": f"192.0.2.{n}", "X-Real-IP": f"192.0.2.{n}", "Forwarded": f"for=192.0.2.{n}"})[0] for n in range(9)]
    assert 429 in statuses
    assert set(statuses) <= {429, 504}, statuses


@pytest.mark.parametrize("change", [("--max-answer-bytes", "1000"), ("--max-memory-bytes", "300000000"), ("--max-rows", "50")], ids=["bytes", "memory", "rows"])
def test_an_answer_beyond_the_limits_is_an_error_and_never_half_an_answer(
    server_over: Serving, store_folder: Path, change: tuple[str, str]
) -> None:
    with server_over(store_folder, *change) as address:
        query = MANY % 60 if change[0] == "--max-rows" else "SELECT * { ?s ?p ?o . ?a ?b ?c } ORDER BY ?o"
        status, headers, content = get(address, query)
    assert status == 507
    assert headers["content-type"] == "application/json"
    assert json.loads(content)["status"] == 507


def test_an_answer_that_fails_late_breaks_the_connection(server_over: Serving, store_folder: Path) -> None:
    with server_over(store_folder, "--max-rows", "20000") as address:
        for headers in ({}, {"Accept-Encoding": "gzip"}):
            with pytest.raises((http.client.IncompleteRead, ConnectionError)):
                get(address, MANY % 30_000, **headers)
        assert get(address, ASK)[0] == 200


def test_the_beginning_of_a_long_answer_comes_before_its_end(live: str) -> None:
    query = urllib.parse.urlencode({"query": MANY % 100_000})
    host, _, port = live.removeprefix("http://").strip("/").partition(":")
    connection = http.client.HTTPConnection(host, int(port), timeout=60)
    begun = time.monotonic()
    connection.request("GET", f"/sparql?{query}")
    answer = connection.getresponse()
    first = time.monotonic() - begun
    assert answer.getheader("Transfer-Encoding") == "chunked"
    rows = json.load(answer)["results"]["bindings"]
    assert len(rows) == 100_000
    assert first < (time.monotonic() - begun) / 2
    connection.close()


def test_an_old_client_gets_a_long_answer_with_its_length(live: str) -> None:
    """HTTP/1.0 knows no chunks: without a length a broken answer would look whole."""
    host, _, port = live.removeprefix("http://").strip("/").partition(":")
    with socket.create_connection((host, int(port)), timeout=60) as connection:
        query = urllib.parse.urlencode({"query": MANY % 5000})
        connection.sendall(f"GET /sparql?{query} HTTP/1.0\r\n\r\n".encode())
        data = bytearray()
        while part := connection.recv(65536):
            data += part
    head, _, content = bytes(data).partition(b"\r\n\r\n")
    length = next(int(x.split(b":")[1]) for x in head.lower().splitlines() if x.startswith(b"content-length"))
    assert length == len(content)
    assert len(json.loads(content)["results"]["bindings"]) == 5000


def test_a_client_that_hangs_up_frees_its_process(server_over: Serving, store_folder: Path) -> None:
    with server_over(store_folder, "--deadline", "60") as address:
        host, _, port = address.removeprefix("http://").strip("/").partition(":")
        for query in (LONG, MANY % 1_000_000):  # while it computes, while it writes
            with socket.create_connection((host, int(port))) as connection:
                connection.sendall(f"GET /sparql?{urllib.parse.urlencode({'query': query})} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
                time.sleep(0.5)
                assert metric(address, "demarche_long_queries ") == 1
            assert _within(2.0, lambda: metric(address, "demarche_long_queries ") == 0)
        assert metric(address, 'demarche_processes_killed_total{reason="hung up"}') == 2


def _within(seconds: float, holds: Any) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if holds():
            return True
        time.sleep(0.05)
    return False


def test_compressed_and_plain_answers_are_the_same(live: str) -> None:
    for rows in (1, 100, 3000):
        _, headers, plain = get(live, MANY % rows)
        _, packed_headers, packed = get(live, MANY % rows, **{"Accept-Encoding": "gzip"})
        assert "content-encoding" not in headers
        if rows > 1:
            assert packed_headers["content-encoding"] == "gzip"
            assert len(packed) < len(plain) / 4
            packed = gzip.decompress(packed)
        assert packed == plain


def test_what_a_client_has_already_is_not_sent_again(live: str) -> None:
    _, headers, _ = get(live, ASK)
    assert get(live, ASK, **{"If-None-Match": headers["etag"]})[::2] == (304, b"")
    assert get(live, ASK, **{"If-None-Match": '"other"'})[0] == 200
    assert get(live, ASK, **{"If-None-Match": headers["etag"], "Accept": "text/csv"})[0] == 200
    assert "etag" not in get(live, "SELECT (NOW() AS ?now) {}")[1]

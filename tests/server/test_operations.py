"""What operators see and do: metrics that Prometheus reads, logs of one JSON object a line, a stop that loses no answer."""

import http.client
import json
import signal
import socket
import threading
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families

from server.answering import query_hash

from .conftest import running
from .test_processes import ASK, LONG, MANY, get

METRICS = {
    "demarche_requests": "counter", "demarche_request_seconds": "histogram", "demarche_rows": "counter", "demarche_answer_bytes": "counter",
    "demarche_processes_killed": "counter", "demarche_answering": "gauge", "demarche_waiting": "gauge", "demarche_long_queries": "gauge",
    "demarche_long_queries_waiting": "gauge", "demarche_processes": "gauge", "demarche_snapshot": "gauge",
}  # fmt: skip


def asked(address: str, path: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], str]:
    connection = http.client.HTTPConnection(address.split("/")[2], timeout=30)
    connection.request(method, path, headers=headers)
    answer = connection.getresponse()
    found = answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read().decode()
    connection.close()
    return found


def outcomes(text: str) -> Counter[str]:
    """How many requests ended in which way, by the metrics."""
    found: Counter[str] = Counter()
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            if sample.name == "demarche_requests_total":
                found[sample.labels["outcome"]] += int(sample.value)
    return found


def test_metrics_are_what_prometheus_reads(live: str) -> None:
    before = outcomes(asked(live, "/metrics")[2])
    get(live, ASK)
    get(live, "ASK {")
    status, headers, text = asked(live, "/metrics")
    assert status == 200
    assert headers["content-type"].startswith("text/plain; version=")
    families = {f.name: f for f in text_string_to_metric_families(text)}
    assert {name: families[name].type for name in METRICS} == METRICS
    assert all(families[name].documentation for name in METRICS)
    assert outcomes(text) - before == Counter(ok=1, faulty=1)
    buckets = [s for s in families["demarche_request_seconds"].samples if s.name.endswith("_bucket")]
    assert [b.value for b in buckets] == sorted(b.value for b in buckets)
    assert buckets[-1].labels["le"] == "+Inf"
    assert buckets[-1].value == sum(s.value for s in families["demarche_requests"].samples if s.name.endswith("_total"))


def test_metrics_and_health_answer_to_get_and_head_only(live: str) -> None:
    for path in ("/metrics", "/healthz"):
        status, headers, text = asked(live, path, "HEAD")
        assert (status, text) == (200, "")
        assert int(headers["content-length"]) > 10
        status, headers, _ = asked(live, path, "POST")
        assert status == 405
        assert "GET" in headers["allow"]


def lines(log: Path) -> list[dict[str, Any]]:
    """What was logged; the line that tells how much is served is for people."""
    return [json.loads(line) for line in log.read_text("utf-8").splitlines() if "statements in" not in line and line != "stopped"]


def test_each_request_is_a_line_with_hash_time_rows_and_outcome(store_folder: Path, tmp_path: Path) -> None:
    log = tmp_path / "log"
    quotes = 'ASK { ?s ?p "a\\nb" } # \U0001f54a "\n'
    with running(store_folder, "--deadline", "1", "--slow-query", "60", "--max-rows", "50", log=log) as (address, _):
        for query in (ASK, MANY % 7, quotes, "ASK {", LONG, MANY % 60):
            get(address, query)
        tag = get(address, ASK)[1]["etag"]
        get(address, ASK, **{"If-None-Match": tag})
        asked(address, "/page/none", "GET", Accept="text/html")
        asked(address, "/healthz")
        asked(address, "/metrics")
    found = lines(log)
    assert [row["event"] for row in found] == ["request"] * 9, "health and metrics are asked for all the time: they are not logged"
    assert [row["outcome"] for row in found] == ["ok", "ok", "ok", "faulty", "timeout", "limit", "ok", "not modified", "faulty"]
    assert [row["status"] for row in found] == [200, 200, 200, 400, 504, 507, 200, 304, 404]
    assert [row.get("hash") for row in found[:6]] == [query_hash(q) for q in (ASK, MANY % 7, quotes, "ASK {", LONG, MANY % 60)]
    assert found[1]["rows"] == 7
    assert 0.9 < found[4]["seconds"] < 3
    assert [("query" in row) for row in found[:6]] == [False, False, False, False, True, True], "texts of those that failed only"
    assert found[4]["query"] == LONG
    assert all(row["client"] == "127.0.0.1" and row["path"] and row["method"] == "GET" for row in found)
    assert all(row["time"].endswith("Z") and len(row["time"]) == 24 for row in found)


def test_an_update_is_logged_by_its_hash_and_the_token_nowhere(seed_copy: Path, tmp_path: Path) -> None:
    log, update = tmp_path / "log", "INSERT DATA { GRAPH <urn:g> { <urn:a> <urn:b> 1 } }"
    with running(seed_copy, "--update-token", "quite-secret", "--slow-query", "0", log=log) as (address, _):
        for body in (update, "INSERT DATA {"):
            connection = http.client.HTTPConnection(address.split("/")[2], timeout=30)
            connection.request("POST", "/update", body, {"Content-Type": "application/sparql-update", "Authorization": "Bearer quite-secret"})
            connection.getresponse().read()
            connection.close()
        asked(address, "/sparql?query=ASK%7B%7D", Authorization="Bearer quite-secret")
    found = lines(log)
    assert [(row["status"], row.get("hash"), row["query"]) for row in found[:2]] == [(204, query_hash(update), update), (400, query_hash("INSERT DATA {"), "INSERT DATA {")]
    assert "quite-secret" not in log.read_text()


@pytest.mark.parametrize(("options", "events"), [
    (["--slow-query", "0"], ["slow", "slow"]), (["--slow-query", "0.2"], ["request", "slow"]), (["--log", "slow", "--slow-query", "0.2"], ["slow"]),
    (["--log", "none", "--slow-query", "0"], []),
])  # fmt: skip
def test_slow_requests_are_marked_and_bear_their_query_from_the_threshold_on(store_folder: Path, tmp_path: Path, options: list[str], events: list[str]) -> None:
    log = tmp_path / "log"
    with running(store_folder, "--deadline", "0.4", *options, log=log) as (address, _):
        get(address, ASK)
        get(address, LONG)
    found = lines(log)
    assert [row["event"] for row in found] == events
    assert all(row["query"] in (ASK, LONG) for row in found if row["event"] == "slow")


def test_what_goes_wrong_within_is_a_line_too(seed_copy: Path, tmp_path: Path) -> None:
    log = tmp_path / "log"
    with running(seed_copy, "--log", "none", log=log) as (address, _):
        seed_copy.rename(tmp_path / "away")
        get(address, "ASK {}")
    found = lines(log)
    assert found
    assert all(row["event"] == "message" and row["level"] in ("warning", "error") and row["message"] for row in found)


# --- the end --------------------------------------------------------------------------------------


def in_flight(address: str, query: str) -> tuple[threading.Thread, list[Any]]:
    """A request under way, and what comes of it."""
    found: list[Any] = []

    def ask() -> None:
        try:
            found.append(get(address, query))
        except (OSError, http.client.HTTPException) as error:
            found.append(error)

    thread = threading.Thread(target=ask)
    thread.start()
    until = time.monotonic() + 20
    while "demarche_long_queries 1.0" not in asked(address, "/metrics")[2]:
        assert time.monotonic() < until
        time.sleep(0.02)
    return thread, found


def test_a_stop_lets_answers_under_way_finish_refuses_new_ones_and_ends_with_0(store_folder: Path, tmp_path: Path) -> None:
    with running(store_folder, "--grace", "20", "--max-answer-bytes", "500_000_000", log=tmp_path / "log") as (address, process):
        idle = http.client.HTTPConnection(address.split("/")[2], timeout=30)
        idle.request("GET", "/healthz")
        idle.getresponse().read()  # its connection stays open
        thread, found = in_flight(address, MANY % 300_000)
        process.send_signal(signal.SIGTERM)
        until = time.monotonic() + 10
        refused = False
        while not refused and time.monotonic() < until and thread.is_alive():
            try:
                asked(address, "/healthz")
            except (ConnectionError, http.client.HTTPException):
                refused = True
        thread.join(30)
        status, _, content = found[0]
        assert refused
        assert status == 200
        assert len(json.loads(content)["results"]["bindings"]) == 300_000
        assert process.wait(10) == 0
    assert "stopped" in (tmp_path / "log").read_text()


def test_what_does_not_end_in_time_is_told_so_and_does_not_hold_the_stop_up(store_folder: Path, tmp_path: Path) -> None:
    with running(store_folder, "--grace", "1", "--deadline", "60", log=tmp_path / "log") as (address, process):
        thread, found = in_flight(address, LONG)
        begun = time.monotonic()
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0
        assert 0.9 < time.monotonic() - begun < 10
        thread.join(10)
        status, headers, content = found[0]
    assert (status, json.loads(content)["error"][:22]) == (503, "the server is stopping")
    assert int(headers["retry-after"]) >= 1
    assert [row["outcome"] for row in lines(tmp_path / "log")] == ["stopped"]


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_a_server_that_nobody_asks_ends_at_once(store_folder: Path, how: signal.Signals) -> None:
    with running(store_folder, "--grace", "60") as (_, process):
        begun = time.monotonic()
        process.send_signal(how)
        assert process.wait(20) == 0
        assert time.monotonic() - begun < 10


# --- at the gate ----------------------------------------------------------------------------------


def test_beyond_the_connections_a_client_is_told_when_to_come_back(store_folder: Path) -> None:
    with running(store_folder, "--connections", "3") as (address, _):
        host, _, port = address.split("/")[2].partition(":")
        held = [socket.create_connection((host, int(port))) for _ in range(4)]
        status, headers, content = get(address, ASK, Origin="https://norland.example")
        assert (status, json.loads(content)["error"][:20]) == (503, "too many connections")
        assert int(headers["retry-after"]) >= 1
        assert (headers["access-control-allow-origin"], headers["connection"]) == ("*", "close")
        assert asked(address, "/healthz")[0] == 200
        for connection in held:
            connection.close()
        until = time.monotonic() + 10
        while get(address, ASK)[0] != 200:
            assert time.monotonic() < until
            time.sleep(0.05)


RAW = {
    "no HTTP": b"NORLAND\r\n\r\n",
    "two lengths": b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 7\r\n\r\nquery=a",
    "length and chunks": b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "no host": b"GET / HTTP/1.1\r\nConnection: close\r\n\r\n",
    "two hosts": b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\nConnection: close\r\n\r\n",
    "a host that is none": b"GET /.well-known/void HTTP/1.1\r\nHost: a><b>\r\nConnection: close\r\n\r\n",
}


@pytest.mark.parametrize("request_", RAW.values(), ids=RAW)
def test_what_is_no_request_is_refused_as_other_errors_are(live: str, request_: bytes) -> None:
    host, _, port = live.split("/")[2].partition(":")
    with socket.create_connection((host, int(port)), timeout=20) as connection:
        connection.sendall(request_)
        head, _, content = b"".join(iter(lambda: connection.recv(65_536), b"")).partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 400 ")
    assert b"access-control-allow-origin: *" in head.lower()
    assert json.loads(content)["status"] == 400

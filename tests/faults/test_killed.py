"""``kill -9`` of whatever is at work: what was acknowledged is there, nothing is half there, the server starts."""

import http.client
import json
import os
import random
import re
import signal
import subprocess
import threading
import time
import urllib.parse
from pathlib import Path

import pytest

from bench.processes import children_of
from kg.store import OxigraphStore

from .conftest import COMMAND, Stock, check_nothing_half, environment, graphs_of

MOMENTS = 50
_STORED = re.compile(r"^\[\d+/\d+\] \S*?([^/\s]+\.txt): \d+ statements$")
TOKEN = "only-for-this-test"
TRIPLES = 200  # of one update


def start(*arguments: str, **more: str) -> "subprocess.Popen[str]":
    return subprocess.Popen([*COMMAND, *arguments], env=environment(**more), stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)


def ingest_killed(folder: Path, stock: Stock, after: int, seconds: float) -> set[str]:
    """Ends an ingest so many seconds after so many lines: the files whose storing it has told."""
    with start("ingest", str(stock.articles), "--store", str(folder)) as process:
        assert process.stderr is not None
        told = [process.stderr.readline() for _ in range(after)]
        time.sleep(seconds)
        process.send_signal(signal.SIGKILL)
        told += process.stderr.readlines()
    return {found[1] for line in told if (found := _STORED.match(line.rstrip("\n")))}


@pytest.mark.parametrize("seed", range(MOMENTS))
def test_an_ingest_killed_at_any_moment(seed: int, stock: Stock, tmp_path: Path) -> None:
    chance = random.Random(seed)
    folder = stock.copy(tmp_path / "store")
    after = chance.randrange(len(stock.of_file))
    acknowledged = ingest_killed(folder, stock, after, chance.uniform(0, 1.2) if after == 0 else chance.uniform(0, 0.06))
    check_nothing_half(folder, stock, acknowledged)
    if seed % 10 == 0:  # and it goes on from there
        subprocess.run([*COMMAND, "ingest", str(stock.articles), "--store", str(folder)], env=environment(), check=True, capture_output=True)
        assert graphs_of(folder) == stock.graphs


# --- the server ---------------------------------------------------------------------------------


class Server:
    """A server of one's own over a store."""

    def __init__(self, folder: Path, *options: str) -> None:
        self.process = start("serve", "--store", str(folder), "--port", "0", "--log", "none", *options, DEMARCHE_UPDATE_TOKEN=TOKEN)
        assert self.process.stderr is not None
        line = next((x for x in self.process.stderr if x.startswith("http://")), "")
        assert line, "the server did not start"
        host, _, port = line.strip().removeprefix("http://").strip("/").partition(":")
        self.address = host, int(port)

    def ask(self, query: str) -> tuple[int, dict[str, str], bytes]:
        return self._request("GET", f"/sparql?{urllib.parse.urlencode({'query': query})}", None, {"Accept": "application/sparql-results+json"})

    def update(self, text: str) -> int:
        return self.told_update(text)[0]

    def told_update(self, text: str) -> tuple[int, str]:
        """Status, and the words of an answer that has some."""
        headers = {"Content-Type": "application/sparql-update", "Authorization": f"Bearer {TOKEN}", "Accept": "application/json"}
        status, _, content = self._request("POST", "/update", text, headers)
        return status, json.loads(content)["error"] if content else ""

    def _request(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
        connection = http.client.HTTPConnection(*self.address, timeout=60)
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            return answer.status, {n.lower(): v for n, v in answer.getheaders()}, answer.read()
        finally:
            connection.close()

    def __enter__(self) -> "Server":
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.terminate()
            self.process.wait(30)
        assert self.process.stderr is not None
        self.process.stderr.close()


def insert(number: int) -> str:
    return f"INSERT DATA {{ GRAPH <urn:batch:{number}> {{ " + " . ".join(f"<urn:s:{n}> <urn:number> {number}" for n in range(TRIPLES)) + " } }"


def batches(folder: Path) -> dict[str, str]:
    """How many statements each batch of updates has."""
    rows = OxigraphStore.open(folder, writable=False).query("SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s <urn:number> ?o } } GROUP BY ?g").rows()
    return {row["g"]: row["n"] for row in rows}


def killable(server: Server) -> list[int]:
    """The processes that answer: those below the template, which is the server's own child."""
    return [p for child in children_of(server.process.pid) for p in children_of(child)]


def test_a_query_process_that_is_killed_is_told_and_replaced(stock: Stock, tmp_path: Path) -> None:
    runaway = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    with Server(stock.copy(tmp_path / "store"), "--deadline", "20") as server:
        found: list[tuple[int, dict[str, str], bytes]] = []
        for _ in range(3):
            asking = threading.Thread(target=lambda: found.append(server.ask(runaway)))
            asking.start()
            time.sleep(0.5)
            for process in killable(server):
                os.kill(process, signal.SIGKILL)
            asking.join(20)
            status, headers, content = found.pop()
            assert status in (503, 507)
            assert "error" in json.loads(content)
            assert status == 507 or "retry-after" in headers
            assert server.ask("ASK { ?s ?p ?o }")[0] == 200
        assert server.process.poll() is None


@pytest.mark.parametrize("seed", range(6))
def test_a_server_killed_while_it_is_written_to(seed: int, stock: Stock, tmp_path: Path) -> None:
    chance = random.Random(seed)
    folder = stock.copy(tmp_path / "store")
    acknowledged: list[int] = []
    with Server(folder) as server:

        def write() -> None:
            for number in range(1000):
                try:
                    if server.update(insert(number)) == 204:
                        acknowledged.append(number)
                except (OSError, http.client.HTTPException):
                    return

        writing = threading.Thread(target=write)
        writing.start()
        time.sleep(chance.uniform(0.05, 0.6))
        server.process.send_signal(signal.SIGKILL)
        writing.join(20)
        assert not writing.is_alive()
    found = batches(folder)
    assert set(found.values()) <= {str(TRIPLES)}
    assert {f"urn:batch:{number}" for number in acknowledged} <= set(found)
    with Server(folder) as again:
        status, _, content = again.ask("SELECT (COUNT(*) AS ?n) { ?s <urn:number> ?o }")
        assert (status, json.loads(content)["results"]["bindings"][0]["n"]["value"]) == (200, str(TRIPLES * len(found)))
        assert again.update(insert(5000)) == 204


@pytest.mark.parametrize("seed", range(6))
def test_an_update_whose_process_is_killed_is_told_as_it_ended(seed: int, stock: Stock, tmp_path: Path) -> None:
    chance = random.Random(seed)
    with Server(stock.copy(tmp_path / "store")) as server:
        told: dict[int, tuple[int, str]] = {}

        def write() -> None:
            for number in range(12):
                told[number] = server.told_update(insert(number))

        writing = threading.Thread(target=write)
        writing.start()
        for _ in range(6):
            time.sleep(chance.uniform(0.01, 0.15))
            for process in killable(server):
                try:
                    os.kill(process, signal.SIGKILL)
                except ProcessLookupError:
                    continue
        writing.join(60)
        assert not writing.is_alive()
        assert {status for status, _ in told.values()} <= {204, 503, 504, 507}
        content = server.ask("SELECT DISTINCT ?o { ?s <urn:number> ?o }")[2]
        seen = {int(row["o"]["value"]) for row in json.loads(content)["results"]["bindings"]}
        for number, (status, words) in told.items():
            if status == 204:
                assert number in seen
            elif "nothing was changed" in words:
                assert number not in seen
            else:  # others were killed that would have looked
                assert "look whether it was carried out" in words or "try again" in words, words


def test_a_server_killed_during_an_ingest_starts_and_shows_it(stock: Stock, tmp_path: Path) -> None:
    folder = stock.copy(tmp_path / "store")
    with Server(folder) as server, start("ingest", str(stock.articles), "--store", str(folder)) as ingest:
        assert ingest.stderr is not None
        assert ingest.stderr.readline()
        server.process.send_signal(signal.SIGKILL)
        server.process.wait(10)
        with Server(folder) as again:
            assert again.ask("ASK { ?s ?p ?o }")[0] == 200
            assert ingest.wait(60) == 0
            names = {row["g"]["value"] for row in json.loads(again.ask("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }")[2])["results"]["bindings"]}
            assert names == set(stock.graphs)
    check_nothing_half(folder, stock, set(stock.of_file))


def test_readers_see_whole_articles_only_while_one_is_stored(stock: Stock, tmp_path: Path) -> None:
    folder = stock.copy(tmp_path / "store")
    counts = {name: len(statements) for name, statements in stock.graphs.items()}
    with Server(folder) as server, start("ingest", str(stock.articles), "--store", str(folder)) as ingest:
        seen = set()
        while ingest.poll() is None:
            status, _, content = server.ask("SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g")
            assert status == 200
            rows = {row["g"]["value"]: int(row["n"]["value"]) for row in json.loads(content)["results"]["bindings"]}
            assert all(counts[name] == number for name, number in rows.items())
            seen.add(len(rows))
        assert len(server.ask("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }")[2]) > 0
    assert len(seen) > 1

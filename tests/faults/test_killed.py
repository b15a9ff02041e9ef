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
from pathlib import Path

import pytest

from bench.processes import direct_children_of, environment
from kg.store import OxigraphStore

from .conftest import COMMAND, Stock, check_nothing_half, graphs_of
from .servers import Server, start

MOMENTS = int(os.environ.get("DEMARCHE_MOMENTS", "20"))  # at which an ingest is killed, docs/deployment.md
_STORED = re.compile(r"^\[\d+/\d+\] \S*?([^/\s]+\.txt): \d+ statements$")
TRIPLES = 200  # of one update


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


def insert(number: int) -> str:
    return f"INSERT DATA {{ GRAPH <urn:batch:{number}> {{ " + " . ".join(f"<urn:s:{n}> <urn:number> {number}" for n in range(TRIPLES)) + " } }"


def batches(folder: Path) -> dict[str, str]:
    """How many statements each batch of updates has."""
    rows = OxigraphStore.open(folder, writable=False).query("SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s <urn:number> ?o } } GROUP BY ?g").rows()
    return {row["g"]: row["n"] for row in rows}


def killable(server: Server) -> list[int]:
    """The processes that answer: those below the template, which is the server's own child."""
    return [p for child in direct_children_of(server.process.pid) for p in direct_children_of(child)]


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
        assert status == 200
        number = int(json.loads(content)["results"]["bindings"][0]["n"]["value"])
        assert number % TRIPLES == 0
        assert number >= TRIPLES * len(found)  # the process of the last update may have outlived the server by a moment
        assert again.update(insert(5000)) == 204


def test_the_parent_of_the_query_processes_is_replaced_too(stock: Stock, tmp_path: Path) -> None:
    with Server(stock.copy(tmp_path / "store")) as server:
        os.kill(direct_children_of(server.process.pid)[0], signal.SIGKILL)
        time.sleep(0.1)
        assert [server.ask("ASK { ?s ?p ?o }")[0] for _ in range(5)] == [200] * 5
        assert server.process.poll() is None


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

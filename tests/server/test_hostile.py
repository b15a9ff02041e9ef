"""Twenty hostile queries: each is stopped, none takes more memory than it may, ordinary ones are answered meanwhile."""

import concurrent.futures
import json
import os
import threading
import time
from pathlib import Path

from bench.hostile import QUERIES
from bench.processes import address_space_and_memory, children_of

from .conftest import Serving
from .test_processes import get

DEADLINE = 3.0
MEMORY = 400_000_000
LATE = 0.5  # seconds
SHARED = 100_000_000  # bytes of code and data that a process has from the start and touches later


def test_twenty_hostile_queries_are_stopped_while_ordinary_ones_are_answered(
    server_over: Serving, store_folder: Path, tmp_path: Path
) -> None:
    options = ("--deadline", f"{DEADLINE:g}", "--max-memory-bytes", str(MEMORY), "--long-queries", "10", "--client-seconds", "0", "--slow-query", "60")
    log, largest, done = tmp_path / "log", [0], threading.Event()
    with server_over(store_folder, *options, log=log) as address, concurrent.futures.ThreadPoolExecutor(len(QUERIES) + 1) as threads:
        assert get(address, "ASK { ?s ?p ?o }", "127.0.0.9")[0] == 200
        start = _resident()
        watching = threads.submit(_watch, largest, done)
        answers = {name: threads.submit(_asked, address, query, n) for n, (name, query) in enumerate(QUERIES.items())}
        ordinary = 0
        while not all(f.done() for f in answers.values()):
            assert get(address, "ASK { ?s ?p ?o }", "127.0.0.9")[0] == 200
            ordinary += 1
        done.set()
        watching.result()
    assert len(QUERIES) == 20
    for name, future in answers.items():
        assert future.result() in (400, 503, 504, 507, "broken"), name
    assert ordinary >= 20
    assert start < largest[0] < start + MEMORY + SHARED
    lines = [json.loads(line) for line in log.read_text("utf-8").splitlines() if line.startswith("{")]
    hostile = [row for row in lines if row["client"].startswith("127.0.1.")]
    assert len(hostile) == 20
    assert max(row["seconds"] for row in hostile) < DEADLINE + LATE


def _asked(address: str, query: str, number: int) -> int | str:
    try:
        return get(address, query, f"127.0.1.{number + 1}", post=True)[0]
    except Exception:
        return "broken"


def _watch(largest: list[int], done: threading.Event) -> None:
    """The most memory that any query process of this test had."""
    while not done.is_set():
        largest[0] = max(largest[0], _resident())
        time.sleep(0.02)


def _resident() -> int:
    """The most memory that a process of this test has now."""
    return max((address_space_and_memory(process)[1] for process in children_of(os.getpid())), default=0)


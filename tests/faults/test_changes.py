"""Changes that were cut short: readers see them whole, and their clients are told what became of them."""

import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from bench.processes import ROOT, direct_children_of
from kg.store import OxigraphStore

from .servers import Server, insert_into


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A store with one graph."""
    OxigraphStore.open(tmp_path / "small").update(insert_into("kept"))
    return tmp_path / "small"


def counts(folder: Path) -> dict[str, int]:
    rows = OxigraphStore.open(folder, writable=False).query("SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s <urn:told> ?o } } GROUP BY ?g").rows()
    return {row["g"].removeprefix("urn:"): int(row["n"]) for row in rows}


_CUT = """
import os, sys
from pathlib import Path
import kg.store.oxigraph as home
store = home.OxigraphStore.open(Path(sys.argv[1]))
home.publish = lambda *more: os.kill(os.getpid(), 9)
store.update(sys.argv[2])
"""


def cut_short(folder: Path, update: str) -> None:
    """A process makes a change and is killed before anybody can see it."""
    done = subprocess.run([sys.executable, "-c", _CUT, str(folder), update], cwd=ROOT, check=False)
    assert done.returncode == -signal.SIGKILL


def test_a_change_that_was_made_shows_without_another_one(small: Path) -> None:
    with Server(small) as server:
        assert server.ask("ASK { ?s ?p ?o }")[0] == 200
        cut_short(small, insert_into("new"))
        assert json.loads(server.ask("ASK { GRAPH <urn:new> { ?s ?p ?o } }")[2])["boolean"]
    assert counts(small) == {"kept": 100, "new": 100}
    before = OxigraphStore.open(small, writable=False).generation
    cut_short(small, "DROP SILENT GRAPH <urn:none>")
    assert OxigraphStore.open(small, writable=False).generation == before  # nothing was changed


def test_an_update_whose_process_is_killed_is_told_as_what_became_of_it(small: Path) -> None:
    with Server(small, "--deadline", "30") as server:
        template = direct_children_of(server.process.pid)[0]
        for number in range(6):
            told: list[tuple[int, str]] = []
            values = " ".join(map(str, range(4000)))
            endless = f"INSERT {{ GRAPH <urn:u{number}> {{ ?a <urn:told> ?n }} }} WHERE {{ VALUES ?n {{ {values} }} {{ SELECT DISTINCT ?a {{ ?a ?b ?c . ?d ?e ?f }} }} }}"
            thread = threading.Thread(target=lambda: told.append(server.told_update(endless)))  # noqa: B023
            thread.start()
            time.sleep(random.Random(number).uniform(0.01, 0.15))
            for process in direct_children_of(template):
                with contextlib.suppress(OSError):
                    os.kill(process, signal.SIGKILL)
            thread.join(60)
            status, words = told[0]
            there = json.loads(server.ask(f"ASK {{ GRAPH <urn:u{number}> {{ ?s ?p ?o }} }}")[2])["boolean"]
            assert status in (204, 503), (status, words)
            assert there == (status == 204), (status, words)
            assert status == 204 or "nothing was changed" in words
    assert set(counts(small).values()) <= {100, 4000}


def test_an_update_that_is_stopped_says_that_nothing_was_changed(small: Path) -> None:
    with Server(small, "--deadline", "1") as server:
        begun = time.monotonic()
        status, words = server.told_update("INSERT { GRAPH <urn:new> { ?a ?b ?n } } WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?o ?n }")
        assert (status, time.monotonic() - begun < 4) == (504, True)
        assert "the update was stopped after 1 seconds; nothing was changed" in words
        assert server.update(insert_into("new")) == 204
    assert counts(small) == {"kept": 100, "new": 100}

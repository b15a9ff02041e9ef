"""Processes killed, disks full, files damaged: what was acknowledged is there, nothing is half there, the server starts and says what is wrong."""

import contextlib
import http.client
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from bench.faults import trials
from cli.main import cli
from kg.errors import StoreError
from kg.store import OxigraphStore

from .conftest import running
from .test_processes import ASK, LONG, get

ROOT = Path(__file__).parents[2]
TOKEN = "for-tests-only"
WRITING = ("--update-token", TOKEN)


def send(address: str, update: str) -> tuple[int, str]:
    connection = http.client.HTTPConnection(address.split("/")[2], timeout=60)
    try:
        connection.request("POST", "/update", update, {"Content-Type": "application/sparql-update", "Authorization": f"Bearer {TOKEN}"})
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


def insert(graph: str, number: int = 100) -> str:
    return f"INSERT DATA {{ GRAPH <urn:{graph}> {{ {' '.join(f'<urn:{graph}> <urn:told> {i} .' for i in range(number))} }} }}"


def counts(folder: Path) -> dict[str, int]:
    rows = OxigraphStore.open(folder, writable=False).query("SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s <urn:told> ?o } } GROUP BY ?g").rows()
    return {row["g"].removeprefix("urn:"): int(row["n"]) for row in rows}


def children(process: int) -> list[int]:
    return [int(p) for p in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A store with one graph."""
    OxigraphStore.open(tmp_path / "small").update(insert("kept"))
    return tmp_path / "small"


def test_a_load_killed_at_any_moment_keeps_what_it_acknowledged_and_leaves_no_article_half(tmp_path: Path) -> None:
    """``python -m bench.faults`` does it at 50 moments."""
    told = list(trials(tmp_path, 20, seed=7))
    assert [found for _, found in told if found] == []
    with running(tmp_path / "store") as (address, _):
        assert get(address, ASK)[0] == 200


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
    with running(small) as (address, _):
        assert get(address, ASK)[0] == 200
        cut_short(small, insert("new"))
        assert json.loads(get(address, "ASK { GRAPH <urn:new> { ?s ?p ?o } }")[2])["boolean"]
    assert counts(small) == {"kept": 100, "new": 100}
    before = OxigraphStore.open(small, writable=False).generation
    cut_short(small, "DROP SILENT GRAPH <urn:none>")
    assert OxigraphStore.open(small, writable=False).generation == before  # nothing was changed


def test_an_update_whose_process_is_killed_is_told_as_what_became_of_it(small: Path) -> None:
    with running(small, *WRITING, "--deadline", "30") as (address, process):
        template = children(process.pid)[0]
        for number in range(6):
            told: list[tuple[int, str]] = []
            endless = f"INSERT {{ GRAPH <urn:u{number}> {{ ?a <urn:told> ?n }} }} WHERE {{ VALUES ?n {{ {' '.join(map(str, range(4000)))} }} {{ SELECT DISTINCT ?a {{ ?a ?b ?c . ?d ?e ?f }} }} }}"
            thread = threading.Thread(target=lambda: told.append(send(address, endless)))  # noqa: B023
            thread.start()
            time.sleep(random.Random(number).uniform(0.01, 0.15))
            for pid in children(template):
                with contextlib.suppress(OSError):
                    os.kill(pid, signal.SIGKILL)
            thread.join(60)
            status, words = told[0]
            there = json.loads(get(address, f"ASK {{ GRAPH <urn:u{number}> {{ ?s ?p ?o }} }}")[2])["boolean"]
            assert status in (204, 503), (status, words)
            assert there == (status == 204), (status, words)
            assert status == 204 or "nothing was changed" in words
    assert set(counts(small).values()) <= {100, 4000}


def test_an_update_that_is_stopped_says_that_nothing_was_changed(small: Path) -> None:
    with running(small, *WRITING, "--deadline", "1") as (address, _):
        begun = time.monotonic()
        status, words = send(address, "INSERT { GRAPH <urn:new> { ?a ?b ?n } } WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?o ?n }")
        assert (status, time.monotonic() - begun < 4) == (504, True)
        assert "the update was stopped after 1 seconds; nothing was changed" in words
        assert send(address, insert("new"))[0] == 204
    assert counts(small) == {"kept": 100, "new": 100}


def test_a_query_whose_process_is_killed_is_told_so_and_the_next_ones_are_answered(store_folder: Path) -> None:
    with running(store_folder, "--deadline", "30") as (address, process):
        template = children(process.pid)[0]
        for of_queries in (True, False):
            told: list[tuple[int, dict[str, str], bytes]] = []
            thread = threading.Thread(target=lambda: told.append(get(address, LONG)))  # noqa: B023
            thread.start()
            time.sleep(0.7)
            for pid in children(template) if of_queries else [template]:
                with contextlib.suppress(OSError):
                    os.kill(pid, signal.SIGKILL)
            time.sleep(0.1)
            assert [get(address, ASK)[0] for _ in range(5)] == [200] * 5
            thread.join(60)
            status, headers, content = told[0]
            assert status in (503, 507)
            assert "error" in json.loads(content)
            assert status == 507 or headers["retry-after"]
            template = children(process.pid)[0]


def test_a_server_killed_amid_updates_starts_again_with_all_that_it_acknowledged(small: Path) -> None:
    acknowledged: set[str] = {"kept"}
    for round_ in range(4):
        with running(small, *WRITING) as (address, process):

            def write(address: str = address, round_: int = round_) -> None:
                with contextlib.suppress(OSError, http.client.HTTPException):
                    for number in range(200):
                        if send(address, insert(f"g{round_}-{number}"))[0] == 204:
                            acknowledged.add(f"g{round_}-{number}")

            thread = threading.Thread(target=write)
            thread.start()
            time.sleep(random.Random(round_).uniform(0.3, 0.9))
            process.kill()
            thread.join(60)
        found = counts(small)
        assert acknowledged <= set(found)
        assert set(found.values()) == {100}
    assert len(acknowledged) > 4
    with running(small) as (address, _):
        assert get(address, ASK)[0] == 200


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 8 MB."""
    place = tmp_path / "disk"
    place.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(place)], capture_output=True, check=False)
    if made.returncode:
        pytest.skip("a small file system can be mounted by root only")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def test_a_full_disk_leaves_the_store_as_it_was_and_it_goes_on_when_there_is_space(disk: Path) -> None:
    store = disk / "store"
    OxigraphStore.open(store).update(insert("kept"))
    with running(store, *WRITING) as (address, _):
        assert get(address, ASK)[0] == 200
        free = os.statvfs(disk).f_bavail * os.statvfs(disk).f_frsize
        ballast = disk / "ballast"
        ballast.write_bytes(b"x" * (free - 60_000))
        status, words = send(address, insert("big", 3000))
        assert status == 503, words
        assert str(disk) not in words
        (disk.parent / "big.nt").write_text("".join(f"<urn:more> <urn:told> <urn:{i}> .\n" for i in range(5000)))
        command = [sys.executable, "-m", "cli.main", "load", str(disk.parent / "big.nt"), "--graph", "urn:more", "--store", str(store)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == 1
        assert "No space left on device" in done.stderr
        assert "Traceback" not in done.stderr
        assert get(address, ASK)[0] == 200
        found = counts(store)
        assert found["kept"] == 100
        assert set(found) <= {"kept", "big", "more"}
        ballast.unlink()
        assert send(address, insert("after"))[0] == 204
    found = counts(store)
    assert (found["kept"], found["after"]) == (100, 100)
    assert found.get("big", 3000) == 3000
    assert found.get("more", 5000) == 5000


def damaged(folder: Path, number: int) -> str:
    """Damages one file of a store: which, and how."""
    chance = random.Random(number)
    files = sorted(p for p in folder.rglob("*") if p.is_file() and p.suffix != ".log" and p.name not in ("LOG", "IDENTITY", "LOCK"))
    path = chance.choice(files)
    data = bytearray(path.read_bytes())
    how = chance.choice(["empty", "truncated", "flipped", "missing"])
    if how == "missing":
        path.unlink()
        return f"{path.name} missing"
    if how == "flipped" and data:
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    fresh = data if how == "flipped" else data[: len(data) // 2 if how == "truncated" else 0]
    path.unlink()  # of files that are shared only this one
    path.write_bytes(fresh)
    return f"{path.name} {how}"


PATTERNS = [
    "?s ?p ?o", "<urn:kept> ?p ?o", "?s <urn:told> ?o", "?s ?p 7", "GRAPH ?g { ?s ?p ?o }", "GRAPH <urn:kept> { ?s ?p 7 }",
    "GRAPH ?g { <urn:kept> ?p ?o }", "GRAPH ?g { ?s <urn:told> ?o }", "GRAPH ?g { ?s ?p 7 }",
]  # fmt: skip


@pytest.mark.parametrize("number", range(40))
def test_a_damaged_store_answers_rightly_or_says_what_is_damaged_and_what_to_do(small: Path, tmp_path: Path, number: int) -> None:
    OxigraphStore.open(small, writable=False).backup(tmp_path / "backup")
    for path in [*(tmp_path / "backup").iterdir()]:  # files of its own, as on another disk
        copy = path.with_name("copy")
        shutil.copyfile(path, copy)
        copy.replace(path)
    queries = [f"SELECT * {{ {p} }}" for p in PATTERNS]
    truth = [sorted(map(str, OxigraphStore.open(small, writable=False).query(q).rows())) for q in queries]
    what = damaged(small, number)
    store, told = None, ""
    try:
        store = OxigraphStore.open(small, writable=False)
    except StoreError as error:
        told = str(error)
    if store is None:
        assert str(small) in told, what
        assert "demarche restore" in told, (what, told)
    else:
        for query, rows in zip(queries, truth, strict=True):
            try:
                found = sorted(map(str, store.query(query).rows()))
            except (StoreError, OSError, RuntimeError):
                continue
            assert found == rows, what
        del store
    done = CliRunner().invoke(cli, ["restore", str(tmp_path / "backup"), "--store", str(small)])
    assert done.exit_code == 0, (what, done.output, done.exception)
    assert counts(small) == {"kept": 100}
    OxigraphStore.open(small).update(insert("new"))
    assert counts(small) == {"kept": 100, "new": 100}

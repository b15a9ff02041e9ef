"""Files that were damaged: a right answer or a clear word, never half; a backup takes the place of what cannot be mended."""

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.errors import StoreError
from kg.snapshots import FOLDER
from kg.store import OxigraphStore

from .conftest import Stock, graphs_of, run
from .servers import Server, insert_into


def newest_snapshot(folder: Path) -> Path:
    return max((folder / FOLDER).iterdir(), key=lambda path: path.stat().st_mtime)


def _cut(path: Path) -> None:
    """Cuts a file in half: in a copy of its own, since a snapshot shares its tables with the store."""
    content = path.read_bytes()
    path.unlink()
    path.write_bytes(content[: len(content) // 2])


def _flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    path.unlink()
    for at in range(len(content) // 3, len(content), 97):
        content[at] ^= 0x55
    path.write_bytes(content)


def _manifest(folder: Path) -> Path:
    return next(folder.glob("MANIFEST-*"))


def _largest(folder: Path) -> Path:
    return max(folder.glob("*.sst"), key=lambda path: path.stat().st_size)


HARM: dict[str, Callable[[Path], None]] = {
    "all of it gone": shutil.rmtree,
    "no CURRENT": lambda s: (s / "CURRENT").unlink(),
    "CURRENT empty": lambda s: (s / "CURRENT").write_bytes(b""),
    "CURRENT of nonsense": lambda s: (s / "CURRENT").write_bytes(b"MANIFEST-999999\n"),
    "MANIFEST cut": lambda s: _cut(_manifest(s)),
    "MANIFEST flipped": lambda s: _flip(_manifest(s)),
    "a table gone": lambda s: _largest(s).unlink(),
    "a table cut": lambda s: _cut(_largest(s)),
}


@pytest.mark.parametrize("harm", HARM.values(), ids=HARM)
def test_a_damaged_snapshot_is_made_anew(harm: Callable[[Path], None], stock: Stock, tmp_path: Path) -> None:
    folder = stock.copy(tmp_path / "store")
    before = graphs_of(folder)
    harm(newest_snapshot(folder))
    with Server(folder) as server:
        assert server.ask("ASK { ?s ?p ?o }")[0] == 200
    assert graphs_of(folder) == before
    assert run("ingest", str(stock.articles), "--store", str(folder)).returncode == 0
    assert graphs_of(folder) == stock.graphs


@pytest.mark.parametrize("harm", [HARM[name] for name in HARM if name != "all of it gone"], ids=[name for name in HARM if name != "all of it gone"])
def test_a_damaged_store_says_what_to_do_and_a_backup_takes_its_place(harm: Callable[[Path], None], stock: Stock, tmp_path: Path) -> None:
    folder, backup = stock.copy(tmp_path / "store"), tmp_path / "backup"
    before = graphs_of(folder)
    assert run("backup", str(backup), "--store", str(folder)).returncode == 0
    snapshot = newest_snapshot(folder)
    harm(folder)
    shutil.rmtree(snapshot)
    done = run("query", "ASK { ?s ?p ?o }", "--store", str(folder))
    served = run("serve", "--store", str(folder), "--port", "0") if done.returncode else None
    for told in filter(None, (done if done.returncode else None, served)):
        assert told.returncode == 1
        assert "demarche restore" in told.stderr
        assert "Traceback" not in told.stderr
    restored = run("restore", str(backup), "--store", str(folder))
    assert restored.returncode == 0, restored.stderr
    assert graphs_of(folder) == before


# --- at random ----------------------------------------------------------------------------------


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


@pytest.mark.parametrize("number", range(12))
def test_a_store_damaged_anywhere_answers_rightly_or_says_what_to_do(number: int, tmp_path: Path) -> None:
    folder = tmp_path / "store"
    OxigraphStore.open(folder).update(insert_into("kept"))
    queries = [f"SELECT * {{ {p} }}" for p in PATTERNS]
    truth = [sorted(map(str, OxigraphStore.open(folder, writable=False).query(q).rows())) for q in queries]
    what = damaged(folder, number)
    store, words = None, ""
    try:
        store = OxigraphStore.open(folder, writable=False)
    except StoreError as error:
        words = str(error)
    assert store is not None or (str(folder) in words and "demarche restore" in words), (what, words)
    for query, rows in zip(queries, truth, strict=True) if store is not None else ():
        try:
            found = sorted(map(str, store.query(query).rows()))
        except (StoreError, OSError, RuntimeError):
            continue
        assert found == rows, what

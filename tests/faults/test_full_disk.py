"""No space left: a clear word, the store as it was, and it goes on when there is room."""

import os
import resource
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from .conftest import Stock, graphs_of, run
from .servers import Server

LARGE = 200_000  # statements of a file that does not fit
ROOM = 40  # megabytes


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("large") / "large.nt"
    with path.open("w", encoding="utf-8") as out:
        out.writelines(f'<urn:s:{n}> <urn:p:{n % 7}> "{n * 7919 % 1_000_003:x} and {n:x}" .\n' for n in range(LARGE))
    return path


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own with little room."""
    if shutil.which("mount") is None or os.geteuid() != 0:
        pytest.skip("a file system of its own can be mounted by root only")
    folder = tmp_path / "disk"
    folder.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={ROOM}m", "tmpfs", str(folder)], check=False, capture_output=True).returncode:
        pytest.skip("no file system can be mounted here")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_full_disk_is_told_and_leaves_the_store_as_it_was(stock: Stock, small_disk: Path, large: Path) -> None:
    folder = stock.copy(small_disk / "store")
    before = graphs_of(folder)
    done = run("load", str(large), "--store", str(folder))
    assert done.returncode == 1
    assert "No space left" in done.stderr
    assert "Traceback" not in done.stderr
    assert graphs_of(folder) == before
    with Server(folder) as server:
        assert server.ask("ASK { ?s ?p ?o }")[0] == 200
    filler = small_disk / "filler"
    filler.write_bytes(b"x" * max(0, shutil.disk_usage(small_disk).free - 4096))
    assert graphs_of(folder) == before  # also readers without any room
    filler.unlink()
    assert run("ingest", str(stock.articles), "--store", str(folder)).returncode == 0
    assert graphs_of(folder) == stock.graphs


def test_a_server_on_a_full_disk_says_so_and_goes_on(stock: Stock, small_disk: Path) -> None:
    folder = stock.copy(small_disk / "store")
    with Server(folder) as server:
        filler = small_disk / "filler"
        filler.write_bytes(b"x" * max(0, shutil.disk_usage(small_disk).free - 4096))
        many = " . ".join(f'<urn:s:{n}> <urn:p> "{n * 7919:x} {n}"' for n in range(20_000))
        status, words = server.told_update(f"INSERT DATA {{ GRAPH <urn:g> {{ {many} }} }}")
        assert status in (503, 507), words
        assert server.ask("ASK { GRAPH <urn:g> { ?s ?p ?o } }")[2].endswith(b"false}")
        assert server.ask("ASK { ?s ?p ?o }")[0] == 200
        filler.unlink()
        assert server.update("INSERT DATA { GRAPH <urn:h> { <urn:s> <urn:p> 1 } }") == 204
        assert server.ask("ASK { GRAPH <urn:h> { ?s ?p ?o } }")[2].endswith(b"true}")


def test_files_that_may_not_grow_are_told_and_leave_the_store_as_it_was(stock: Stock, tmp_path: Path, large: Path) -> None:
    folder = stock.copy(tmp_path / "store")
    before = graphs_of(folder)
    done = run("load", str(large), "--store", str(folder), preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (2_000_000, 2_000_000)))
    assert done.returncode == 1
    assert "File too large" in done.stderr
    assert graphs_of(folder) == before

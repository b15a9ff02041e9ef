"""The command as a user runs it: a process of its own."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bench.processes import environment

TEXT = """Ministers of Norland and Sudria meet in Vienna
Norland Times, May 3, 2021

The foreign ministers of France and Germany met in Vienna on Monday and talked about trade for two hours.

France called on Germany to open the border, and the two sides agreed to meet again in June.
"""
COMMAND = [sys.executable, "-m", "cli.main"]
Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def demarche(tmp_path: Path) -> Run:
    """Runs ``demarche`` in an empty folder."""

    def run(*arguments: str, input: str | bytes | None = None, env: dict[str, str] | None = None, **more: object) -> "subprocess.CompletedProcess[str]":
        data = input.encode() if isinstance(input, str) else input
        done = subprocess.run(
            [*COMMAND, *arguments], cwd=tmp_path, input=data, capture_output=True, timeout=120,
            env=environment(**(env or {})), check=False, **more,  # type: ignore[call-overload]
        )  # fmt: skip
        return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())

    return run


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "article.txt"
    path.write_text(TEXT)
    return path


@pytest.fixture(scope="session")
def store_made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with one article, made by the command."""
    folder = tmp_path_factory.mktemp("made")
    (folder / "article.txt").write_text(TEXT)
    subprocess.run([*COMMAND, "ingest", "article.txt", "--store", "store"], cwd=folder, env=environment(), check=True, capture_output=True)
    return folder / "store"

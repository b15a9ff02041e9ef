"""The server that the tests of the W3C ask: one process for all of them, its store in memory where there is such a place."""

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # the modules beside this file are its own
from endpoint import TOKEN, Endpoint

from kg.store import OxigraphStore

MEMORY = Path("/dev/shm")


@pytest.fixture(scope="session")
def endpoint() -> Iterator[Endpoint]:
    with tempfile.TemporaryDirectory(dir=MEMORY if os.access(MEMORY, os.W_OK) else None) as folder:
        OxigraphStore.open(Path(folder) / "store", plain=True)
        command = [sys.executable, "-m", "cli.main", "serve", "--store", f"{folder}/store", "--port", "0"]
        settings = os.environ | {"DEMARCHE_UPDATE_TOKEN": TOKEN, "DEMARCHE_CLIENT_SECONDS": "0", "DEMARCHE_LOG": "none"}
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=settings, cwd=Path(__file__).parents[2]) as process:
            assert process.stderr is not None
            port = next(int(found[1]) for line in process.stderr if (found := re.match(r"http://127\.0\.0\.1:(\d+)/", line)))
            try:
                yield Endpoint(port)
            finally:
                process.terminate()
                process.communicate(timeout=30)

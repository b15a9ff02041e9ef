"""demo and serve as processes on a free port of loopback."""

import json
import re
import signal
import subprocess
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.processes import environment

from .conftest import COMMAND

MEETINGS = "SELECT (COUNT(?m) AS ?n) WHERE { ?m a <https://w3id.org/demarche/ontology#Meeting> }"
ANSWERS_WITHIN = 60  # seconds, the promise for the demonstration


@contextmanager
def served(folder: Path, *arguments: str) -> Iterator[tuple[str, list[str], "subprocess.Popen[str]"]]:
    """The address that a server prints, what it said before, and its process."""
    with subprocess.Popen([*COMMAND, *arguments, "--port", "0"], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment()) as process:
        try:
            assert process.stderr is not None
            said: list[str] = []
            for line in process.stderr:
                said.append(line.strip())
                if line.startswith("http://"):
                    break
            yield said[-1], said, process
        finally:
            process.kill()


def answered(address: str, query: str) -> object:
    url = f"{address}sparql?{urllib.parse.urlencode({'query': query})}"
    request = urllib.request.Request(url, headers={"Accept": "application/sparql-results+json"})
    with urllib.request.urlopen(request, timeout=ANSWERS_WITHIN) as answer:
        return json.load(answer)["results"]["bindings"]


def ended(process: "subprocess.Popen[str]", how: signal.Signals) -> tuple[int, str]:
    process.send_signal(how)
    _, err = process.communicate(timeout=30)
    return process.returncode, err


def test_the_demonstration_prints_address_and_counts_answers_and_ends_cleanly(tmp_path: Path) -> None:
    begun = time.monotonic()
    with served(tmp_path, "demo") as (address, said, process):
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+/", address)
        counts = next(m for m in map(re.compile(r"1 article, (\d+) acts").match, said) if m)
        assert int(counts[1]) > 5
        rows = answered(address, MEETINGS)
        assert isinstance(rows, list)
        assert int(rows[0]["n"]["value"]) > 0
        assert time.monotonic() - begun < ANSWERS_WITHIN
        status, words = ended(process, signal.SIGTERM)
    assert status == 0
    assert "stopped" in words
    assert "Traceback" not in words


def test_ctrl_c_ends_a_server_cleanly(store_made: Path) -> None:
    with served(store_made.parent, "serve", "--store", "store") as (address, _, process):
        assert answered(address, "SELECT * WHERE { ?s ?p ?o } LIMIT 1")
        status, words = ended(process, signal.SIGINT)
    assert status == 0
    assert "Traceback" not in words


def test_an_article_ingested_while_the_store_is_served_is_answered_for(store_made: Path, tmp_path: Path) -> None:
    import shutil

    store = shutil.copytree(store_made, tmp_path / "store")
    count = "SELECT (COUNT(?a) AS ?n) WHERE { ?a a <https://w3id.org/demarche/ontology#NewsArticle> }"
    (tmp_path / "second.txt").write_text((store_made.parent / "article.txt").read_text())
    with served(tmp_path, "serve", "--store", str(store)) as (address, _, _process):
        before = answered(address, count)
        subprocess.run([*COMMAND, "ingest", "second.txt", "--store", str(store)], cwd=tmp_path, env=environment(), check=True, capture_output=True)
        after = answered(address, count)
    assert isinstance(before, list)
    assert isinstance(after, list)
    assert (before[0]["n"]["value"], after[0]["n"]["value"]) == ("1", "2")

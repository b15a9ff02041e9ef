"""The graph of a million statements, and the servers over it that ``bench/server.py`` measures."""

import shutil
import signal
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.processes import ROOT, address_space_and_memory, children_of, environment, processor_seconds

BIN = Path(sys.executable).parent
TERMS = "https://w3id.org/demarche/ontology#"
ACTS = 100_000
STATEMENTS = 10  # of each act


@dataclass
class Server:
    """A server that is running."""

    name: str
    address: tuple[str, int]
    path: str
    process: int

    def memory(self) -> int:
        return sum(address_space_and_memory(p)[1] for p in (self.process, *children_of(self.process)))

    def seconds(self) -> float:
        return sum(processor_seconds(p) for p in (self.process, *children_of(self.process)))


def prepare(folder: Path) -> None:
    """Makes the stores where they are not there yet."""
    if (folder / "done").exists():
        return
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    data = folder / "acts.nt"
    with data.open("w", encoding="utf-8") as out:
        out.writelines(_statements())
    run = [sys.executable, "-m", "cli.main", "load", str(data), "--store", str(folder / "demarche")]
    subprocess.run(run, cwd=ROOT, check=True, env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    subprocess.run([BIN / "oxigraph", "load", "--location", folder / "oxigraph", "--file", data], check=True, capture_output=True)
    (folder / "done").touch()


def _statements() -> Iterator[str]:
    """Acts between invented states: ten statements each."""
    for n in range(ACTS):
        act, a, b = f"<urn:act:{n}>", f"<urn:state:{n % 97}>", f"<urn:state:{n * 7 % 89}>"
        yield f"{act} <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{TERMS}{('Meeting', 'Call', 'Visit', 'Sanction')[n % 4]}> .\n"
        yield f'{act} <http://www.w3.org/2000/01/rdf-schema#label> "act {n} between states" .\n'
        yield f"{act} <{TERMS}agent> {a} .\n{act} <{TERMS}addressee> {b} .\n{act} <{TERMS}hasParticipant> {a} .\n"
        yield f"{act} <{TERMS}involvesParty> {b} .\n"
        yield f'{act} <{TERMS}date> "20{n % 20 + 10}-{n % 12 + 1:02}-{n % 28 + 1:02}"^^<http://www.w3.org/2001/XMLSchema#date> .\n'
        yield f'{act} <{TERMS}sentence> "Norland and Sudria spoke for the {n}th time about item {n % 1009}." .\n'
        yield f"{act} <{TERMS}reportedBy> <urn:article:{n // 10}> .\n{act} <{TERMS}topic> <urn:topic:{n % 31}> .\n"


@contextmanager
def demarche(folder: Path, *options: str) -> Iterator[Server]:
    command = [sys.executable, "-m", "cli.main", "serve", "--store", str(folder / "demarche"), "--port", "8971", *options]
    with _running("demarche", command, 8971, "/sparql") as server:
        yield server


@contextmanager
def oxigraph(folder: Path) -> Iterator[Server]:
    command = [str(BIN / "oxigraph"), "serve-read-only", "--location", str(folder / "oxigraph"), "--bind", "127.0.0.1:8972"]
    with _running("oxigraph serve", command, 8972, "/query") as server:
        yield server


@contextmanager
def rdflib_endpoint(folder: Path) -> Iterator[Server]:
    command = [str(BIN / "rdflib-endpoint"), "serve", str(folder / "acts.nt"), "--port", "8973"]
    with _running("rdflib-endpoint", command, 8973, "/") as server:
        yield server


@contextmanager
def _running(name: str, command: list[str], port: int, path: str) -> Iterator[Server]:
    process = subprocess.Popen(command, cwd=ROOT, env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    server = Server(name, ("127.0.0.1", port), path, process.pid)
    try:
        _wait_for(server, process)
        yield server
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()


def _wait_for(server: Server, process: "subprocess.Popen[bytes]") -> None:
    for _ in range(1200):
        try:
            urllib.request.urlopen(url(server, "ASK {}"), timeout=60).read()
            return
        except OSError:
            if process.poll() is not None:
                raise SystemExit(f"{server.name} ended with {process.returncode}") from None
            time.sleep(0.1)
    raise SystemExit(f"{server.name} did not start")


def url(server: Server, query: str) -> str:
    return f"http://{server.address[0]}:{server.address[1]}{server.path}?{urllib.parse.urlencode({'query': query})}"

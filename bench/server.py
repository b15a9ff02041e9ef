"""Measures the server under load: ``python -m bench.server`` (``make bench-server``).

Over one graph of a million statements, in one run: the rate of small distinct queries beside `oxigraph serve` and
rdflib-endpoint, the time to the first byte of an export of 50,000 rows, twenty hostile queries with ordinary ones beside
them, and memory under steady load. Of the ratios to `oxigraph serve` the least of all forms of query counts, to rdflib-endpoint that of all
forms in turn. Rounds of the servers take turns and the best round of each counts, since a
machine may be busy with other things. The client is one process that costs the same for each server. Exits with 1
where a goal is missed.
"""

import argparse
import asyncio
import itertools
import statistics
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.conversion import machine
from bench.hostile import QUERIES
from bench.processes import ROOT, address_space_and_memory, children_of
from bench.servers import ACTS, STATEMENTS, TERMS, Server, demarche, oxigraph, prepare, rdflib_endpoint, url

EXPORT_ROWS = 50_000
CONNECTIONS = 8
DEADLINE = 5.0  # seconds, for the hostile queries
MEMORY = 600_000_000  # bytes, for the hostile queries
GOALS = {
    "of oxigraph serve": 0.15, "of rdflib-endpoint": 30.0, "first byte ms": 50.0, "stopped late s": 0.5, "p95 of quiet p50": 10.0, "memory growth": 0.1,
}  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, default=ROOT / "build" / "bench", help="where the stores are made and kept")
    parser.add_argument("--rounds", type=int, default=5, help="of each server")
    parser.add_argument("--seconds", type=float, default=2.0, help="of a round")
    parser.add_argument("--minutes", type=float, default=10.0, help="of steady load for the memory")
    parser.add_argument("--skip", action="append", default=[], choices=["rdflib", "hostile", "memory", "rate"], help="a part to leave out")
    options = parser.parse_args()
    prepare(options.folder)
    print(_machine())
    missed = [line for line in _measured(options) if line]
    for line in missed:
        print(f"missed: {line}")
    return int(bool(missed))


def _machine() -> str:
    told = machine()
    return f"{told['date']}, {told['cores']} cores of {told['processor']}, load {told['load']:.1f}, {ACTS * STATEMENTS:,} statements\n"


def _measured(options: argparse.Namespace) -> Iterator[str | None]:
    """Prints figures; gives the goals that are missed."""
    with demarche(options.folder, "--client-seconds", "0", "--log", "none") as ours, oxigraph(options.folder) as peer:
        if "rate" not in options.skip:
            servers = [ours, peer]
            yield from rates(servers, options)
            yield from first_bytes(servers)
        if "rdflib" not in options.skip:
            with rdflib_endpoint(options.folder) as slow:
                yield from rates([ours, slow], options)
        if "memory" not in options.skip:
            yield from steady(ours, options.minutes * 60)
    if "hostile" not in options.skip:
        yield from hostile(options.folder)


# --- small distinct queries ---------------------------------------------------------------------


_TOLD = "rdfs:label ?label ; dem:date ?date"
# What pages and programs ask most: of one thing, of what belongs to one thing, of what two things have in common. None is asked twice.
SMALL = {
    "one act": lambda n: f"SELECT ?p ?o WHERE {{ <urn:act:{n * 7919 % ACTS}> ?p ?o }} # {n}",
    "acts of an article": lambda n: f"SELECT ?act ?type ?label ?date WHERE {{ ?act dem:reportedBy <urn:article:{n * 7919 % (ACTS // 10)}> ; a ?type ; {_TOLD} }} # {n}",
    "meetings of an article": lambda n: f"SELECT ?act ?label ?date WHERE {{ ?act a dem:Meeting ; dem:reportedBy <urn:article:{n * 7919 % (ACTS // 10)}> ; {_TOLD} }} # {n}",
    "acts between two states": lambda n: f"SELECT ?act ?label ?date WHERE {{ ?act dem:agent <urn:state:{n % 97}> ; dem:addressee <urn:state:{n * 7 % 89}> ; {_TOLD} }} ORDER BY DESC(?date) LIMIT 10 # {n}",
}  # fmt: skip
_PREFIXES = f"PREFIX dem: <{TERMS}> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> "


def small_queries(start: int, shapes: Sequence[str] = tuple(SMALL)) -> Iterator[str]:
    """Queries of these shapes in turn."""
    for n in itertools.count(start):
        yield _PREFIXES + SMALL[shapes[n % len(shapes)]](n // len(shapes))


_numbers = itertools.count(0, 10_000_019)


async def load(server: Server, seconds: float, connections: int, *, pause: float = 0.0, shapes: Sequence[str] = tuple(SMALL)) -> list[float]:
    """Asks small queries over kept connections for so long: the seconds that each took."""
    until, took = time.perf_counter() + seconds, list[float]()
    await asyncio.gather(*(_client(server, until, took, pause, shapes) for _ in range(connections)))
    return took


async def _client(server: Server, until: float, took: list[float], pause: float, shapes: Sequence[str]) -> None:
    reader, writer = await asyncio.open_connection(*server.address)
    for query in small_queries(next(_numbers), shapes):
        begun = time.perf_counter()
        if begun >= until:
            break
        path = f"{server.path}?query={urllib.parse.quote(query)}"
        writer.write(f"GET {path} HTTP/1.1\r\nHost: bench\r\nAccept: application/sparql-results+json\r\n\r\n".encode())
        status, rows = await _answer(reader)
        assert status == 200, (server.name, status)
        assert rows, (server.name, query)
        took.append(time.perf_counter() - begun)
        if pause:
            await asyncio.sleep(pause)
    writer.close()


async def _answer(reader: asyncio.StreamReader) -> tuple[int, int]:
    """Status and number of rows of the next answer."""
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    if b"transfer-encoding: chunked" in head:
        content = b""
        while size := int(await reader.readuntil(b"\r\n"), 16):
            content += (await reader.readexactly(size + 2))[:-2]
        await reader.readexactly(2)
    else:
        content = await reader.readexactly(int(head.partition(b"content-length:")[2].split()[0]))
    return int(head.split()[1]), content.count(b'"uri"')


def rates(servers: list[Server], options: argparse.Namespace) -> Iterator[str | None]:
    print(f"small distinct queries, {CONNECTIONS} connections, best of {options.rounds} rounds of {options.seconds:g} s in turns")
    for server in servers:
        asyncio.run(load(server, 1.0, CONNECTIONS))
    each = [_compared(servers, options, (shape,)) for shape in SMALL]
    together = _compared(servers, options, tuple(SMALL))
    yield _goal(f"of {servers[1].name}", together if "rdflib" in servers[1].name else min(each), at_least=True)


def _compared(servers: list[Server], options: argparse.Namespace, shapes: Sequence[str]) -> float:
    """The rate of the first server over that of the second, with queries of these shapes."""
    found: dict[str, list[tuple[float, list[float], float]]] = {s.name: [] for s in servers}
    for _ in range(options.rounds):
        for server in servers:
            before, begun = server.seconds(), time.perf_counter()
            took = asyncio.run(load(server, options.seconds, CONNECTIONS, shapes=shapes))
            cost = (server.seconds() - before) / len(took)
            found[server.name].append((len(took) / (time.perf_counter() - begun), sorted(took), cost))
    best = {name: max(rounds, key=lambda r: r[0]) for name, rounds in found.items()}
    ours, peer = (best[s.name][0] for s in servers)
    print(f"  {shapes[0] if len(shapes) == 1 else 'all in turn'}: {ours / peer:.3g} times the rate of {servers[1].name}")
    for name, (rate, took, _) in best.items():
        cost = min(r[2] for r in found[name])
        print(f"    {name:18} {rate:8.0f} /s   p50 {_at(took, 0.5):7.2f} ms   p95 {_at(took, 0.95):7.2f} ms   {cost * 1e6:6.0f} µs of processor time each")
    return ours / peer


def first_bytes(servers: list[Server]) -> Iterator[str | None]:
    query = f"SELECT * WHERE {{ ?s ?p ?o }} LIMIT {EXPORT_ROWS}"
    print(f"export of {EXPORT_ROWS:,} rows, median of 9")
    for server in servers:
        first, whole = zip(*(_export(server, query) for _ in range(9)), strict=True)
        print(f"  {server.name:18} first byte {statistics.median(first) * 1e3:6.1f} ms   whole {statistics.median(whole) * 1e3:6.0f} ms")
        if server is servers[0]:
            mine = statistics.median(first) * 1e3
    yield _goal("first byte ms", mine)


def _export(server: Server, query: str) -> tuple[float, float]:
    request = urllib.request.Request(url(server, query), headers={"Accept": "application/sparql-results+json"})
    begun = time.perf_counter()
    with urllib.request.urlopen(request, timeout=60) as answer:
        assert answer.read(1)
        first = time.perf_counter() - begun
        answer.read()
    return first, time.perf_counter() - begun


# --- hostile queries ----------------------------------------------------------------------------


def hostile(folder: Path) -> Iterator[str | None]:
    options = ("--deadline", f"{DEADLINE:g}", "--max-memory-bytes", str(MEMORY), "--client-seconds", "0", "--log", "none", "--long-queries", "10")
    with demarche(folder, *options) as server:
        asyncio.run(load(server, 1.0, 1))
        quiet = sorted(asyncio.run(load(server, 4.0, 1, pause=0.01)))
        base = max(address_space_and_memory(p)[1] for p in children_of(server.process))
        took, ended, largest = asyncio.run(_beside_hostile(server))
    late = max(seconds for _, seconds in ended.values()) - DEADLINE
    print(f"{len(ended)} hostile queries at the same time, deadline {DEADLINE:g} s, memory {MEMORY // 1_000_000} MB each")
    print("  ended with         " + ", ".join(f"{how} {sum(h == how for h, _ in ended.values())}" for how in sorted({h for h, _ in ended.values()})))
    print(f"  last one stopped   {late:+.2f} s from the deadline")
    print(f"  largest process    {largest / 1e6:.0f} MB resident, {base / 1e6:.0f} MB of it when idle")
    print(f"  ordinary queries   quiet p50 {_at(quiet, 0.5):.2f} ms, p95 {_at(quiet, 0.95):.2f} ms; beside them p50 {_at(took, 0.5):.2f} ms, p95 {_at(took, 0.95):.2f} ms, {len(took)} asked")
    if any(how == "200" for how, _ in ended.values()):
        yield "a hostile query was answered"
    if largest - base > MEMORY + 100_000_000:
        yield f"memory: {largest - base} bytes"
    yield _goal("stopped late s", late)
    yield _goal("p95 of quiet p50", _at(took, 0.95) / _at(quiet, 0.5))


async def _beside_hostile(server: Server) -> tuple[list[float], dict[str, tuple[str, float]], int]:
    """Times of ordinary queries, how and when each hostile one ended, the largest process."""
    watching = asyncio.create_task(_largest(server))
    ended: dict[str, tuple[str, float]] = {}
    attack = asyncio.gather(*(_attack(server, name, query, ended) for name, query in QUERIES.items()))
    took = await load(server, DEADLINE, 1, pause=0.01)
    await attack
    watching.cancel()
    return sorted(took), ended, await watching


async def _largest(server: Server) -> int:
    largest = 0
    try:
        while True:
            largest = max(largest, *(address_space_and_memory(p)[1] for p in children_of(server.process)))
            await asyncio.sleep(0.05)
    except asyncio.CancelledError:
        return largest


async def _attack(server: Server, name: str, query: str, ended: dict[str, tuple[str, float]]) -> None:
    begun = time.perf_counter()
    reader, writer = await asyncio.open_connection(*server.address, limit=1 << 20)
    body = query.encode()
    writer.write(f"POST {server.path} HTTP/1.1\r\nHost: bench\r\nContent-Type: application/sparql-query\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body)
    how = "broken"
    try:
        head = await reader.readuntil(b"\r\n\r\n")
        how = head.split()[1].decode()
        tail = b""
        while b"chunked" in head.lower() and (part := await reader.read(1 << 20)):
            tail = (tail + part)[-5:]
        if how == "200" and tail != b"0\r\n\r\n":
            how = "broken"
    except (OSError, asyncio.IncompleteReadError):
        how = "broken"
    ended[name] = how, time.perf_counter() - begun
    writer.close()


# --- memory -------------------------------------------------------------------------------------


def steady(server: Server, seconds: float) -> Iterator[str | None]:
    """Resident memory of all processes together, after a tenth of the time and at its end."""
    asyncio.run(load(server, seconds / 10, CONNECTIONS))
    early, answered = server.memory(), 0
    for _ in range(9):
        answered += len(asyncio.run(load(server, seconds / 10, CONNECTIONS)))
    late = server.memory()
    print(f"steady load of {seconds / 60:g} minutes: {answered:,} queries, {early / 1e6:.0f} MB resident at first, {late / 1e6:.0f} MB at the end")
    yield _goal("memory growth", late / early - 1)


# --- words --------------------------------------------------------------------------------------


def _at(values: list[float], share: float) -> float:
    """A quantile in milliseconds."""
    return values[min(int(len(values) * share), len(values) - 1)] * 1e3


def _goal(name: str, value: float, *, at_least: bool = False) -> str | None:
    goal = GOALS[name]
    reached = value >= goal if at_least else value <= goal
    words = f"{name} {value:.3g}, goal {'at least' if at_least else 'at most'} {goal:g}"
    print(f"  {words}{'' if reached else ': MISSED'}\n")
    return None if reached else words


if __name__ == "__main__":
    sys.exit(main())

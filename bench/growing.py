"""How fast a Wikidata dump is read: ``python -m bench.growing [--megabytes 200] [--folder DIR]``.

The dump is made of the recorded entities in ``$DEMARCHE_SHARED/fixtures/wikidata``, repeated and renumbered, with an
invented minister to each state. Beside the build, in the same run, its peer: gzip and ``json.loads`` line by line, which
reads each line once and makes nothing of it. Rates are of processor time: one process, one core.
"""

import argparse
import bz2
import gzip
import json
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

CLASSES = {  # class: superclasses, which the recorded entities leave out
    "Q515": ["Q486972"], "Q1549591": ["Q515"], "Q3624078": ["Q6256"], "Q35657": ["Q10864048"], "Q245065": ["Q484652"],
    "Q294414": ["Q4164871"], "Q83307": ["Q294414"], "Q7330070": ["Q83307"], "Q48352": ["Q294414"], "Q2285706": ["Q294414"],
}  # fmt: skip
MIN_RATE, MAX_MEMORY = 60, 500  # MB/s over both passes, MB: docs/gazetteer.md
STRIDE = 200_000  # between the numbers of one copy and the next
FIRST = 20_000_000  # below it are the classes


def entities(fixtures: Path) -> list[dict[str, Any]]:
    """The recorded entities."""
    with bz2.open(fixtures / "sample_wikidata_items.json.bz2") as file:
        lines = [line.strip().rstrip(b",") for line in file]
    found = [json.loads(line) for line in lines if line.startswith(b"{")]
    return found + [json.loads(p.read_bytes()) for p in sorted(fixtures.glob("Q*.json"))]


def dump_lines(fixtures: Path, copies: int) -> Iterator[bytes]:
    """The lines of a dump that holds the recorded entities so many times, each time under other numbers."""
    recorded = [json.dumps(e, separators=(",", ":")).encode() for e in entities(fixtures)]
    own = {re.search(rb'"id":"(Q\d+)"', text)[1]: i for i, text in enumerate(recorded)}  # type: ignore[index]
    kept = {b"Q5", b"Q6256", *(c.encode() for c in CLASSES)}
    yield b"[\n"
    for item, above in CLASSES.items():
        yield line({"type": "item", "id": item, "labels": label(f"class {item}"), "claims": {"P279": [statement(a) for a in above]}})
    for copy in range(copies):
        start = FIRST + copy * STRIDE

        def moved(match: re.Match[bytes], start: int = start) -> bytes:
            return match[0] if match[1] in kept or match[1] not in own else b'"Q%d"' % (start + own[match[1]])

        for text in recorded:
            yield re.sub(rb'"(Q\d+)"', moved, text) + b",\n"
        yield from (line(e) for e in ministers(start, own[b"Q31"]))
    yield b"]\n"


def ministers(start: int, state: int) -> Iterator[dict[str, Any]]:
    """An office of the first state and somebody who holds it."""
    office, person = start + 150_000, start + 150_001
    yield {"type": "item", "id": f"Q{office}", "labels": label(f"Minister of Foreign Affairs of Norland {start}"),
           "claims": {"P279": [statement("Q7330070")], "P1001": [statement(f"Q{start + state}")]}}  # fmt: skip
    day = {"time": "+2020-02-03T00:00:00Z", "precision": 11, "calendarmodel": "http://www.wikidata.org/entity/Q1985727"}
    held = statement(f"Q{office}", {"P580": [{"snaktype": "value", "property": "P580", "datavalue": {"value": day, "type": "time"}}]})
    yield {"type": "item", "id": f"Q{person}", "labels": label(f"Jan Nord {start}"), "claims": {"P31": [statement("Q5")], "P39": [held]}}


def statement(item: str, qualifiers: dict[str, Any] | None = None) -> dict[str, Any]:
    """A statement about an item."""
    snak = {"snaktype": "value", "property": "P0", "datavalue": {"value": {"entity-type": "item", "id": item}, "type": "wikibase-entityid"}}
    return {"mainsnak": snak, "type": "statement", "rank": "normal", "id": f"{item}$0", "qualifiers": qualifiers or []}


def label(text: str) -> dict[str, Any]:
    return {"en": {"language": "en", "value": text}}


def line(entity: dict[str, Any]) -> bytes:
    return json.dumps(entity, separators=(",", ":")).encode() + b",\n"


def write_dump(path: Path, fixtures: Path, megabytes: int) -> int:
    """A dump of at least so many megabytes before packing; its size in bytes before packing."""
    once = sum(map(len, dump_lines(fixtures, 1)))
    size = 0
    with gzip.open(path, "wb", 6) as file:
        for text in dump_lines(fixtures, -(-megabytes * 1_000_000 // once)):
            file.write(text)
            size += len(text)
    return size


def peer(path: Path) -> tuple[float, int]:
    """Seconds of processor time for gzip and json, and the entities read."""
    began, found = time.process_time(), 0
    with gzip.open(path) as file:
        for text in file:
            found += bool(text.startswith(b"{") and json.loads(text.rstrip(b",\n")))
    return time.process_time() - began, found


def build(path: Path, folder: Path) -> dict[str, float]:
    """Processor time and greatest memory of a build in a process of its own."""
    answer = subprocess.run(
        [sys.executable, "-m", "bench.growing", "--child", str(path), "--folder", str(folder)],
        check=True, capture_output=True, text=True, env={**os.environ, "OMP_NUM_THREADS": "1"},
    )  # fmt: skip
    found: dict[str, float] = json.loads(answer.stdout)
    return found


def child(path: Path, folder: Path) -> None:
    from kg.growing.building import Build
    from kg.growing.dump import Dump

    reached = {1: 0.0, 2: 0.0}

    def progress(stage: int, read: int, size: int) -> None:
        reached[stage] = time.process_time()

    began = time.process_time()
    build = Build(Dump(path), folder, min_population=100_000)
    build.run(progress)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    seconds = time.process_time() - began
    print(json.dumps({"seconds": seconds, "first": reached[1] - began, "memory": memory, "lines": build.state.lines, "facts": build.state.facts}))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--megabytes", type=int, default=200, help="of the dump before packing")
    parser.add_argument("--folder", type=Path, help="keep the dump here")
    parser.add_argument("--child", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.child:
        return child(arguments.child, arguments.folder)
    folder = arguments.folder or Path(tempfile.mkdtemp())
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"wikidata-20261102-{arguments.megabytes}.json.gz"
    size = write_dump(path, Path(os.environ["DEMARCHE_SHARED"]) / "fixtures" / "wikidata", arguments.megabytes)
    packed = path.stat().st_size
    seconds, found = peer(path)
    ours = build(path, Path(tempfile.mkdtemp(dir=folder)))
    if not found == ours["lines"] > 0:
        raise SystemExit(f"the peer read {found} entities, the build {ours['lines']}")
    print(f"dump          {size / 1e6:.0f} MB, {packed / 1e6:.1f} MB as .gz, {found} entities")
    second = ours["seconds"] - ours["first"]
    for name, took in (("gzip + json", seconds), ("first pass", ours["first"]), ("second pass", second), ("both passes", ours["seconds"])):
        print(f"{name:13} {took:6.2f} s  {size / took / 1e6:5.0f} MB/s unpacked  {packed / took / 1e6:5.1f} MB/s of .gz")
    print(f"ratio         {seconds / ours['seconds']:.1f} times as fast as the peer, with both passes")
    print(f"memory        {ours['memory']:.0f} MB at most, {ours['facts']:.0f} facts")
    reached = {"MB/s unpacked": size / ours["seconds"] / 1e6 >= MIN_RATE, "MB of memory": ours["memory"] < MAX_MEMORY}
    if not arguments.folder:
        shutil.rmtree(folder)
    if missed := [name for name, met in reached.items() if not met]:
        raise SystemExit(f"missed: at least {MIN_RATE} MB/s unpacked, under {MAX_MEMORY} MB of memory: {', '.join(missed)}")
    return None


if __name__ == "__main__":
    main()

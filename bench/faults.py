"""Kills a loading process at random moments and checks the store each time: what was acknowledged is whole, nothing is half there.

``python -m bench.faults`` does so at 50 moments (some 2 minutes on 2 cores); exit status 1 where a promise was broken.
The moments are drawn from the time that an undisturbed run takes, its start included. Every fifth store begins from nothing.
"""

import argparse
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from kg.store import OxigraphStore

ROOT: Final = Path(__file__).parents[1]
ARTICLES: Final = 12  # of one run
STATEMENTS: Final = 200  # of one article
_ACKNOWLEDGED: Final = re.compile(r"^\[\d+/\d+\] \S*?(a\d+)\.nt: \d+ statements$", re.MULTILINE)
_ROWS: Final = "SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s <urn:told> ?o } } GROUP BY ?g"


def main() -> int:
    """The command."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--moments", type=int, default=50)
    options.add_argument("--seed", type=int, default=1)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        faults = 0
        for number, (words, found) in enumerate(trials(Path(folder), given.moments, given.seed), 1):
            print(f"[{number}/{given.moments}] {words}" + "".join(f"\n  FAULT: {fault}" for fault in found))
            faults += len(found)
    print(f"{given.moments} moments, {faults} faults")
    return 1 if faults else 0


def trials(folder: Path, moments: int, seed: int) -> Iterator[tuple[str, list[str]]]:
    """Each moment in words, and what was found wrong after it."""
    chance = random.Random(seed)
    begun = time.monotonic()
    subprocess.run(_command(folder / "first", _articles(folder, 0)), env=_environment(), check=True, capture_output=True)
    lasts = time.monotonic() - begun
    acknowledged: set[str] = set()
    sent: set[str] = set()
    store = folder / "store"
    for number in range(moments):
        if number % 5 == 0:
            shutil.rmtree(store, ignore_errors=True)
            acknowledged, sent = set(), set()
        files = _articles(folder, number)
        moment = chance.uniform(0, lasts)
        told = _killed(store, files, moment)
        acknowledged |= told
        sent |= {f.stem for f in files}
        words = f"killed after {moment:.2f} s of {lasts:.2f} s, {len(told)} articles acknowledged"
        yield words, _faults(store, acknowledged, sent)


def _articles(folder: Path, run: int) -> list[Path]:
    """Files of ready-made articles; all of them share half of their statements, as the union does."""
    made = []
    for number in range(run * ARTICLES, (run + 1) * ARTICLES):
        path = folder / f"a{number}.nt"
        lines = [f'<urn:{f"a{number}" if i % 2 else "all"}:{i}> <urn:told> "{i}" .\n' for i in range(STATEMENTS)]
        path.write_text("".join(lines), "ascii")
        made.append(path)
    return made


def _command(store: Path, files: list[Path]) -> list[str]:
    return [sys.executable, "-m", "bench.faults_writer", str(store), *map(str, files)]


def _environment() -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith("DEMARCHE_")}
    return {**kept, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}


def _killed(store: Path, files: list[Path], moment: float) -> set[str]:
    """The articles that a process acknowledged before it was killed."""
    with subprocess.Popen(_command(store, files), env=_environment(), stderr=subprocess.PIPE, text=True) as process:
        try:
            process.wait(moment)
        except subprocess.TimeoutExpired:
            process.kill()
        _, told = process.communicate()
    return set(_ACKNOWLEDGED.findall(told))


def _faults(folder: Path, acknowledged: set[str], sent: set[str]) -> list[str]:
    """What a reader, and then a writer, finds that was not promised."""
    if not acknowledged and not (folder / "CURRENT").exists():
        OxigraphStore.open(folder)  # can be begun anew
    found = []
    for writable in (False, True):
        store = OxigraphStore.open(folder, writable=writable)
        counts = {row["g"].rpartition("/")[2].removesuffix(".nt"): int(row["n"]) for row in store.query(_ROWS).rows()}
        found += [f"{name} was acknowledged and is not there" for name in sorted(acknowledged - set(counts))]
        found += [f"{name} is half there: {n} of {STATEMENTS}" for name, n in counts.items() if n != STATEMENTS or name not in sent]
        union = len(store)
        expected = STATEMENTS // 2 * (len(counts) + 1) if counts else 0
        found += [f"the union has {union} statements, expected {expected}"] if union != expected else []
        store.query("ASK { ?s ?p ?o }")
        del store
    return found


if __name__ == "__main__":
    sys.exit(main())

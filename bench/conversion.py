"""How fast the conversion is and where the time goes: ``python -m bench.conversion`` (``make bench``).

Everything runs in one process pinned to one core, one thread. The unit is an article of 400 words.
The texts are the seed article and, where DEMARCHE_SHARED names the measuring material, its articles.
Since a machine may be busy with other things, each article is converted several times and the fastest
counts (as ``timeit`` does), both wall-clock and processor seconds are told, and the same run times a
yardstick that does not change with our code: rdflib reading N-Triples.
"""

import argparse
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SEED = ROOT / "seeds" / "articles"
WORDS = 400  # of the article that figures are told for
YARDSTICK_TRIPLES = 20_000
TARGETS = {  # docs/performance.md
    "articles/s": 8.0, "articles/s with SHACL": 6.0, "import s": 0.5, "first conversion s": 3.0, "resident MB": 600.0,
}  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=7, help="conversions of each article; the fastest counts")
    parser.add_argument("--articles", type=int, default=12, help="at most so many articles")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of lines")
    parser.add_argument("--linear", action="store_true", help="also: time against length, up to a hundredfold text")
    options = parser.parse_args()
    pin_to_one_core()
    found = measure(options.rounds, texts()[: options.articles], linear=options.linear)
    print(json.dumps(found, indent=1) if options.json else "\n".join(lines(found)))


def pin_to_one_core() -> None:
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


def texts() -> list[Path]:
    shared = os.environ.get("DEMARCHE_SHARED")
    further = sorted((Path(shared) / "eval" / "articles").glob("*.txt")) if shared else []
    return [*sorted(SEED.glob("*.txt")), *further]


def measure(rounds: int, paths: list[Path], *, linear: bool) -> dict[str, Any]:
    found: dict[str, Any] = {"machine": machine(), "fresh process": fresh_process()}
    found["yardstick"] = yardstick(rounds)
    found["conversion"] = conversion(rounds, paths)
    found["stages"] = stages(rounds, paths)
    found["resident MB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    if linear:
        found["linear"] = growth(paths[0])
    return found


def machine() -> dict[str, Any]:
    model = next((row.split(":")[1].strip() for row in _cpuinfo() if row.startswith("model name")), platform.machine())
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else None
    return {"date": date.today().isoformat(), "processor": model, "cores": os.cpu_count(), "load": load,
            "python": platform.python_version()}  # fmt: skip


def _cpuinfo() -> list[str]:
    path = Path("/proc/cpuinfo")
    return path.read_text("utf-8").splitlines() if path.exists() else []


# --- a fresh process ----------------------------------------------------------------------------


def fresh_process() -> dict[str, float]:
    """Seconds to import the converter, to convert the seed article first, and the memory this takes."""
    seed = str(sorted(SEED.glob("*.txt"))[0])
    probe = (
        "import time; a = time.perf_counter()\n"
        "import kg, kg.pipeline, kg.resources\nb = time.perf_counter()\n"
        "from kg.reading import read_article\n"
        f"kg.pipeline.convert(read_article({seed!r}), kg.resources.Resources.load()); c = time.perf_counter()\n"
        "import resource; print(b - a, c - a, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)"
    )
    rows = [_probed(probe) for _ in range(3)]
    command = [sys.executable, "-m", "cli.main", "convert", seed, "--format", "json"]
    started = time.perf_counter()
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return {
        "import s": min(row[0] for row in rows), "first conversion s": min(row[1] for row in rows),
        "resident MB": max(row[2] for row in rows), "command s": time.perf_counter() - started,
    }  # fmt: skip


def _probed(code: str) -> tuple[float, ...]:
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, text=True)
    return tuple(map(float, ran.stdout.split()))


# --- throughput ---------------------------------------------------------------------------------


def yardstick(rounds: int) -> dict[str, float]:
    """Processor seconds in which rdflib reads a thousand N-Triples: the peer in the same run."""
    from rdflib import Graph

    rows = (f"<urn:s{i % 997}> <urn:p{i % 7}> \"value {i}\" ." for i in range(YARDSTICK_TRIPLES))
    data = "\n".join(rows) + "\n"
    seconds = [_timed(lambda: Graph().parse(data=data, format="nt"))[1] for _ in range(rounds)]
    return {"s per 1000 N-Triples": min(seconds) / YARDSTICK_TRIPLES * 1000}


def conversion(rounds: int, paths: list[Path]) -> dict[str, Any]:
    """Seconds per 400 words: analysis and extraction, the graph, and its validation."""
    from kg.graph import build_graph
    from kg.pipeline import convert
    from kg.reading import read_article
    from kg.resources import Resources
    from kg.setting_aside import sort_out
    from kg.validation import Shapes

    resources, shapes = Resources.load(), Shapes.load()
    articles = [read_article(path) for path in paths]
    steps: dict[str, list[tuple[float, float]]] = {"convert": [], "graph": [], "validate": []}
    _warm_up(articles[0], resources, shapes)
    for article in articles:
        words = len(article.body.split())
        times: dict[str, list[tuple[float, float]]] = {name: [] for name in steps}
        for _ in range(rounds):
            found, *spent = _timed(lambda a=article: convert(a, resources))
            times["convert"].append((spent[0], spent[1]))
            graph, *spent = _timed(lambda f=found: build_graph(f, resources.catalogue))
            times["graph"].append((spent[0], spent[1]))
            _, *spent = _timed(lambda g=graph, a=article: sort_out(g, shapes, a.iri))
            times["validate"].append((spent[0], spent[1]))
        for name, rows in times.items():
            wall, cpu = (min(row[i] for row in rows) * WORDS / words for i in (0, 1))
            steps[name].append((wall, cpu))
    mean = {name: tuple(statistics.mean(row[i] for row in rows) for i in (0, 1)) for name, rows in steps.items()}
    without = [mean["convert"][i] + mean["graph"][i] for i in (0, 1)]
    with_shacl = [without[i] + mean["validate"][i] for i in (0, 1)]
    return {
        "articles": len(articles), "words": sum(len(a.body.split()) for a in articles),
        "s per step (wall, cpu)": mean,
        "articles/s": 1 / without[1], "articles/s wall": 1 / without[0],
        "articles/s with SHACL": 1 / with_shacl[1], "articles/s with SHACL wall": 1 / with_shacl[0],
    }  # fmt: skip


def _warm_up(article: Any, resources: Any, shapes: Any) -> None:
    from kg.graph import build_graph
    from kg.pipeline import convert
    from kg.validation import validate

    validate(build_graph(convert(article, resources), resources.catalogue), shapes)


def _timed(call: Callable[[], Any]) -> tuple[Any, float, float]:
    """What a call gives, its wall-clock and its processor seconds."""
    wall, cpu = time.perf_counter(), time.process_time()
    result = call()
    return result, time.perf_counter() - wall, time.process_time() - cpu


# --- where the time goes ------------------------------------------------------------------------

STAGES = (
    "segment", "recognise", "resolve_times", "simplify", "restore", "reattach", "find_predicates", "resolve",
    "find_quotes", "attribute_quotes", "extract_acts", "assess_factuality", "merge_acts", "state_facts",
)  # fmt: skip


def stages(rounds: int, paths: list[Path]) -> dict[str, float]:
    """The share of each stage in the processor time of a conversion."""
    from kg import pipeline
    from kg.reading import read_article
    from kg.resources import Resources

    resources = Resources.load()
    articles = [read_article(path) for path in paths]
    spent: dict[str, float] = {}
    pipeline.convert(articles[0], resources)
    with _watched(pipeline, STAGES, spent), _watched(resources.analyser, ("tag_entities", "parse"), spent):
        _, _, total = _timed(lambda: [pipeline.convert(a, resources) for _ in range(rounds) for a in articles])
    shares = {name: seconds / total for name, seconds in spent.items()}
    return {**dict(sorted(shares.items(), key=lambda row: -row[1])), "other": 1 - sum(shares.values())}


@contextmanager
def _watched(holder: Any, names: Iterable[str], spent: dict[str, float]) -> Iterator[None]:
    """Adds up the processor time of functions while the block runs."""
    originals = {name: getattr(holder, name) for name in names if hasattr(holder, name)}
    for name, function in originals.items():
        setattr(holder, name, _counting(name, function, spent))
    try:
        yield
    finally:
        for name, function in originals.items():
            setattr(holder, name, function)


def _counting(name: str, function: Callable[..., Any], spent: dict[str, float]) -> Callable[..., Any]:
    def counted(*args: Any, **kwargs: Any) -> Any:
        result, _, cpu = _timed(lambda: function(*args, **kwargs))
        spent[name] = spent.get(name, 0.0) + cpu
        return result

    return counted


def growth(path: Path) -> dict[str, float]:
    """Processor milliseconds per word of one text repeated, and of one endless sentence."""
    from kg.pipeline import convert
    from kg.reading import article_of, read_article
    from kg.resources import Resources

    resources = Resources.load()
    convert(read_article(path), resources)
    text = path.read_text("utf-8")
    words = text.replace(".", " ").split()
    cases = {f"repeated {n} times": "\n".join([text] * n) for n in (1, 10, 100)}
    for n in (100, 1000, 10_000):
        cases[f"a sentence of {n} words"] = " ".join((words * (n // len(words) + 1))[:n]) + "."
    found = {}
    for name, case in cases.items():
        _, _, cpu = _timed(lambda case=case: convert(article_of(case), resources))
        found[name] = cpu / len(case.split()) * 1000
    return found


# --- for people ---------------------------------------------------------------------------------


def lines(found: dict[str, Any]) -> Iterator[str]:
    m, c, f = found["machine"], found["conversion"], found["fresh process"]
    yield f"{m['date']}, {m['processor']}, {m['cores']} cores of which one is used, load {m['load']:.1f}, Python {m['python']}"
    yield f"{c['articles']} articles, {c['words']} words; figures for an article of {WORDS} words, one core"
    yield ""
    yield _row("articles/s", c["articles/s"], f"wall {c['articles/s wall']:.1f}", "at least")
    yield _row("articles/s with SHACL", c["articles/s with SHACL"], f"wall {c['articles/s with SHACL wall']:.1f}", "at least")
    yield _row("import s", f["import s"], "kg.pipeline and kg.resources", "under")
    yield _row("first conversion s", f["first conversion s"], f"whole command {f['command s']:.2f}", "under")
    yield _row("resident MB", found["resident MB"], f"conversion alone {f['resident MB']:.0f}", "under")
    yield ""
    for name, (wall, cpu) in c["s per step (wall, cpu)"].items():
        yield f"{name:22} {cpu * 1000:7.1f} ms   wall {wall * 1000:.1f} ms"
    peer = found["yardstick"]["s per 1000 N-Triples"]
    yield f"{'yardstick':22} {peer * 1000:7.1f} ms   rdflib reads 1,000 N-Triples"
    yield f"{'ratio':22} {1 / c['articles/s'] / peer:7.1f}      an article takes as long as so many thousand N-Triples"
    yield ""
    for name, share in found["stages"].items():
        yield f"{name:22} {share:7.1%}"
    for name, value in found.get("linear", {}).items():
        yield f"{name:26} {value:6.3f} ms per word"


def _row(name: str, value: float, words: str, bound: str) -> str:
    return f"{name:22} {value:7.2f}      {words}; target {bound} {TARGETS[name]:g}"


if __name__ == "__main__":
    main()

"""Stores to do harm to, and what must be left of them."""

import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from bench.processes import environment
from kg.store import OxigraphStore

COMMAND = [sys.executable, "-m", "cli.main"]
_TEXT = """Ministers of {0} and {1} meet in {2}
Norland Times, May {3}, 2021

The foreign ministers of {0} and {1} met in {2} on Monday and talked about trade.

{0} called on {1} to open the border.
"""
_MEETINGS = (
    ("France", "Germany", "Vienna"), ("Italy", "Spain", "Geneva"), ("Norway", "Sweden", "Oslo"), ("Japan", "India", "Tokyo"),
    ("Egypt", "Jordan", "Cairo"), ("Chile", "Peru", "Lima"),
)  # fmt: skip


def run(*arguments: str, **more: object) -> "subprocess.CompletedProcess[str]":
    """The command, run to its end."""
    return subprocess.run([*COMMAND, *arguments], env=environment(), capture_output=True, text=True, check=False, timeout=120, **more)  # type: ignore[call-overload]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stock:
    """Articles, a store before their ingest, and what each graph holds after it."""

    articles: Path
    bare: Path
    graphs: dict[str, frozenset[str]]  # by name of the graph, as lines of N-Triples
    of_file: dict[str, str]  # the graph of an article, by the name of its file

    def copy(self, target: Path) -> Path:
        """A store of one's own, before the ingest."""
        shutil.copytree(self.bare, target)
        return target


@pytest.fixture(scope="session")
def stock(tmp_path_factory: pytest.TempPathFactory) -> Stock:
    """Made once by the command itself."""
    folder = tmp_path_factory.mktemp("stock")
    (folder / "articles").mkdir()
    for number, words in enumerate(_MEETINGS, 1):
        (folder / "articles" / f"article-{number}.txt").write_text(_TEXT.format(*words, number), "utf-8")
    one = folder / "one.nt"
    one.write_text("<urn:a> <urn:b> <urn:c> .\n", "utf-8")
    for arguments in (("load", str(one), "--store", "bare"), ("load", str(one), "--store", "whole"), ("ingest", "articles", "--store", "whole")):
        subprocess.run([*COMMAND, *arguments], cwd=folder, env=environment(), check=True, capture_output=True)
    graphs = graphs_of(folder / "whole")
    names = [name for name in graphs if "/id/article/" in name]
    assert len(names) == len(_MEETINGS)
    of_file = {f"article-{n}.txt": next(name for name in names if f"article-{n}" in name) for n in range(1, len(_MEETINGS) + 1)}
    return Stock(articles=folder / "articles", bare=folder / "bare", graphs=graphs, of_file=of_file)


def graphs_of(folder: Path) -> dict[str, frozenset[str]]:
    """What a reader sees: the statements of each graph."""
    store = OxigraphStore.open(folder, writable=False)
    return {name: frozenset(store.export("application/n-triples", name).decode().splitlines()) for name in store.graphs()}


def check_nothing_half(folder: Path, stock: Stock, acknowledged: set[str]) -> None:
    """Every acknowledged article is there, none is half there, nothing else was touched."""
    found = graphs_of(folder)
    for name, statements in found.items():
        assert statements == stock.graphs[name], f"{name} is not whole"
    before = {name for name in stock.graphs if name not in stock.of_file.values()}
    assert before | {stock.of_file[file] for file in acknowledged} <= set(found)
    store = OxigraphStore.open(folder, writable=False)
    union = frozenset(store.export("application/n-triples").decode().splitlines())
    assert union == frozenset().union(*found.values())

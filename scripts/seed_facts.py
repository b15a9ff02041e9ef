"""How many facts of the seed article are in the graph: runs the competency questions and counts.

    python -m scripts.seed_facts

A question of ``ontology/questions`` stands beside its answers on the seed article; the first column of
the answers names the facts that a row proves. A fact is reached when every row that carries its id is
among the answers and no other row is. ``tests/cases/seed/facts.toml`` gives tiers and negative facts.
"""

import csv
import tempfile
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kg.graph import build_graph
from kg.pipeline import convert
from kg.reading import read_article
from kg.resources import Resources
from kg.store import OxigraphStore

ROOT: Final = Path(__file__).parent.parent
QUESTIONS: Final = ROOT / "ontology" / "questions"
NEGATIVE: Final = QUESTIONS / "negative"
SEED: Final = ROOT / "seeds" / "articles" / "000_45e6a4ec4e16d680.txt"
CATALOGUE: Final = ROOT / "tests" / "cases" / "seed" / "facts.toml"

Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Expected:
    """The answers that a question should have, with the facts that each row proves."""

    variables: Row
    rows: dict[Row, frozenset[str]]


def questions(folder: Path = QUESTIONS) -> list[Path]:
    """The questions of a folder by name."""
    return sorted(folder.glob("*.rq"))


def expected(question: Path) -> Expected:
    """The answers beside a question."""
    with question.with_suffix(".csv").open(encoding="utf-8", newline="") as file:
        head, *rows = list(csv.reader(file))
    return Expected(tuple(head[1:]), {tuple(row[1:]): frozenset(row[0].split()) for row in rows})


def answers(question: Path, store: OxigraphStore) -> set[Row]:
    """The answers that the store gives, unbound values empty."""
    answer = store.query(question.read_text("utf-8"))
    names = answer.variables
    return {tuple(row.get(name, "") for name in names) for row in answer.rows()}


def proofs() -> dict[str, list[tuple[Path, Row]]]:
    """For each fact the rows that together prove it."""
    found: dict[str, list[tuple[Path, Row]]] = {}
    for question in questions():
        for row, facts in expected(question).rows.items():
            for fact in facts:
                found.setdefault(fact, []).append((question, row))
    return found


def reached(store: OxigraphStore) -> set[str]:
    """The facts, told and negative, that hold in the store."""
    given = {question: answers(question, store) for question in questions()}
    held = {fact for fact, rows in proofs().items() if all(row in given[question] for question, row in rows)}
    catalogue = tomllib.loads(CATALOGUE.read_text("utf-8"))
    broken = {
        fact
        for name, facts in catalogue["negative"].items()
        if store.query((NEGATIVE / f"{name}.rq").read_text("utf-8")).boolean
        for fact in facts
    }
    kept_out = {fact for facts in catalogue["negative"].values() for fact in facts}
    return (held | kept_out) - broken


def tiers() -> dict[str, list[str]]:
    """The ids of the facts by tier."""
    catalogue = tomllib.loads(CATALOGUE.read_text("utf-8"))
    ids = [f"F{i:03}" for i in range(1, catalogue["last"] + 1)]
    should, bonus = catalogue["should"], catalogue["bonus"]
    negative = sorted({f for facts in catalogue["negative"].values() for f in facts if f.startswith("N")})
    return {"must": [i for i in ids if i not in {*should, *bonus}], "should": should, "bonus": bonus, "negative": negative}


def seed_store(folder: Path) -> OxigraphStore:
    """A store in an empty folder that holds the seed article alone."""
    resources = Resources.load()
    conversion = convert(read_article(SEED), resources)
    store = OxigraphStore.open(folder)
    store.put(conversion.article.iri, build_graph(conversion, resources.catalogue))
    return store


def _lines(held: set[str]) -> Iterator[str]:
    for tier, ids in tiers().items():
        missing = [i for i in ids if i not in held]
        yield f"{tier:9} {len(ids) - len(missing):3} of {len(ids):3}" + (f"  missing: {' '.join(missing)}" if missing else "")


def main() -> None:
    """Prints the count of each tier."""
    with tempfile.TemporaryDirectory() as folder:
        print("\n".join(_lines(reached(seed_store(Path(folder) / "store")))))


if __name__ == "__main__":
    main()

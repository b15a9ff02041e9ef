"""Whole articles of our own, in other words and about other states: the same questions have the answers beside them.

A folder of ``tests/cases`` with an ``article.txt`` is a case; ``answers/NAME.csv`` holds all answers to the
question ``ontology/questions/NAME.rq``.
"""

import csv
from pathlib import Path

import pytest

from kg.graph import build_graph
from kg.model import Conversion
from kg.pipeline import convert
from kg.reading import read_article
from kg.resources import Resources
from kg.store import OxigraphStore
from kg.validation import Shapes, validate
from scripts.seed_facts import QUESTIONS, ROOT, answers

CASES = sorted(path.parent for path in (ROOT / "tests" / "cases").glob("*/article.txt"))
ANSWERS = [pytest.param(path, id=f"{path.parent.parent.name}-{path.stem}") for case in CASES for path in sorted(case.glob("answers/*.csv"))]
Known = dict[Path, tuple[Conversion, OxigraphStore]]


@pytest.fixture(scope="module")
def stores(invented: Resources, tmp_path_factory: pytest.TempPathFactory) -> Known:
    made: Known = {}
    for case in CASES:
        conversion = convert(read_article(case / "article.txt"), invented)
        store = OxigraphStore.open(tmp_path_factory.mktemp("cases") / case.name)
        store.put(conversion.article.iri, build_graph(conversion, invented.catalogue))
        made[case] = conversion, store
    return made


@pytest.mark.parametrize("path", ANSWERS)
def test_a_case_has_its_answers(path: Path, stores: Known) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        wanted = {tuple(row) for row in list(csv.reader(file))[1:]}
    given = answers(QUESTIONS / f"{path.stem}.rq", stores[path.parent.parent][1])
    assert not wanted - given, "answers that are missing"
    assert not given - wanted, "answers that nobody expects"


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.name)
def test_a_case_conforms_to_the_shapes(case: Path, stores: Known, invented: Resources) -> None:
    report = validate(build_graph(stores[case][0], invented.catalogue), Shapes.load())
    assert not report.violations

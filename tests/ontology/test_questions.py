"""The competency questions: each has the answers written beside it, and the seed article's facts are all asked."""

import re
import tomllib
from pathlib import Path

import pytest
from rdflib import Graph

from kg.graph import build_graph
from kg.model import Conversion
from kg.resources import Resources
from kg.store import OxigraphStore
from scripts.seed_facts import CATALOGUE, NEGATIVE, ROOT, answers, expected, proofs, questions, reached, tiers

PLANTED = ROOT / "tests" / "cases" / "seed" / "planted"
FACTS = tomllib.loads(CATALOGUE.read_text("utf-8"))


@pytest.fixture(scope="module")
def graph(seed: Conversion, resources: Resources) -> Graph:
    return build_graph(seed, resources.catalogue)


@pytest.fixture(scope="module")
def store(seed: Conversion, graph: Graph, tmp_path_factory: pytest.TempPathFactory) -> OxigraphStore:
    made = OxigraphStore.open(tmp_path_factory.mktemp("questions") / "store")
    made.put(seed.article.iri, graph)
    return made


@pytest.mark.parametrize("question", questions(), ids=lambda path: path.stem)
def test_a_question_has_its_answers(question: Path, store: OxigraphStore) -> None:
    wanted, given = expected(question), answers(question, store)
    assert not {row for row in wanted.rows if row not in given}, "answers that are missing"
    assert not given - set(wanted.rows), "answers that nobody expects"


@pytest.mark.parametrize("question", questions(NEGATIVE), ids=lambda path: path.stem)
def test_what_the_article_does_not_tell_is_not_in_the_graph(question: Path, store: OxigraphStore) -> None:
    assert store.query(question.read_text("utf-8")).boolean is False


@pytest.mark.parametrize("question", questions(NEGATIVE), ids=lambda path: path.stem)
def test_a_negative_question_finds_what_is_planted(question: Path, seed: Conversion, graph: Graph, tmp_path: Path) -> None:
    planted = Graph().parse(PLANTED / f"{question.stem}.ttl")
    store = OxigraphStore.open(tmp_path / "store")
    store.put(seed.article.iri, graph + planted)
    assert store.query(question.read_text("utf-8")).boolean is True


@pytest.mark.parametrize("question", [*questions(), *questions(NEGATIVE)], ids=lambda path: path.stem)
def test_a_question_says_in_english_what_it_asks(question: Path) -> None:
    first = question.read_text("utf-8").splitlines()[0]
    assert first.startswith("# ")
    assert first.endswith("?")


def test_every_must_fact_is_asked() -> None:
    asked = {*proofs(), *(fact for facts in FACTS["negative"].values() for fact in facts)}
    assert not [fact for fact in (*tiers()["must"], *tiers()["negative"]) if fact not in asked]


def test_the_seed_article_tells_its_facts(store: OxigraphStore) -> None:
    held = reached(store)
    counts = {tier: sum(fact in held for fact in ids) for tier, ids in tiers().items()}
    assert counts["must"] == 95
    assert counts["should"] >= 25
    assert counts["negative"] == 16


@pytest.mark.parametrize(("name", "told"), FACTS["discrepancies"].items())
def test_a_discrepancy_is_recorded_as_told(name: str, told: list[str], store: OxigraphStore) -> None:
    for line in told:
        question, cells = line.split(": ", 1)
        rows = answers(NEGATIVE.parent / f"{question}.rq", store)
        wanted = set(cells.split(" | "))
        assert any(wanted <= set(row) for row in rows), f"{name}: {cells} not among the answers to {question}"


def test_every_selector_quotes_the_article(seed: Conversion, store: OxigraphStore) -> None:
    rows = list(
        store.query(
            "PREFIX oa: <http://www.w3.org/ns/oa#> "
            "SELECT ?start ?end ?exact { ?selector oa:start ?start ; oa:end ?end ; oa:exact ?exact }"
        ).rows()
    )
    assert len(rows) > 100
    for row in rows:
        assert seed.article.body[int(row["start"]) : int(row["end"])] == row["exact"]


def test_every_link_to_wikidata_stands_in_a_table_of_the_seeds(store: OxigraphStore) -> None:
    tables = "".join(p.read_text("utf-8") for p in (ROOT / "seeds").iterdir() if p.suffix in (".ttl", ".toml"))
    links = answers(NEGATIVE.parent / "links.rq", store)
    linked = {wikidata for _, wikidata in links if wikidata}
    assert len(linked) > 15
    assert not {item for item in linked if not re.search(rf"\b{item}\b", tables)}

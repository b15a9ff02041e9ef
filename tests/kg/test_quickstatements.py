"""What goes to Wikidata: confirmed, sure, sourced, lacking there, and nothing else."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from rdflib import Graph, Literal, URIRef

from kg import reviews
from kg.errors import ReviewError
from kg.exchange.quickstatements import Proposal, Verdict, commands, proposals
from kg.gazetteer import Gazetteer
from kg.gazetteer.compilation import compile_index
from kg.gazetteer.rows import EntityRow, Name, PersonRow, Row, TenureRow
from kg.graph import build_graph
from kg.model import EntityKind
from kg.pipeline import convert
from kg.reading import article_of
from kg.resources import Resources
from kg.store import OxigraphStore
from kg.validation import Shapes, validate
from ontology.terms import DEM

TEXT = """Ministers of Norland and Sudria meet

NORGRAD, April 2, 2021 - Norland's Foreign Minister Anna Berg met Sudria's Foreign Minister Carl Dorn in Norgrad on Friday.

Norland's Minister Erik Falk talked with them on Friday.
"""
URL = "https://news.example/ministers?id=7"


def rows() -> Iterator[Row]:
    """Anna Berg was a defence minister, Carl Dorn is known as foreign minister, Erik Falk as some minister."""
    source = "an invented table"
    for key, name in (("Q901", "Norland"), ("Q902", "Sudria")):
        yield EntityRow(key=key, kind=EntityKind.STATE, label=name, names=(Name(text=name),), source=source, wikidata=key, types=("State",))
    for key, name in (("Q911", "Anna Berg"), ("Q912", "Carl Dorn"), ("Q913", "Erik Falk"), ("Q914", "Greta Holm")):
        yield PersonRow(key=key, name=name, source=source, wikidata=key)
    for person, office, of, start, end, item in (
        ("Q911", "defence-minister", "Q901", "2010-01-01", "2015-01-01", "Q921"), ("Q914", "foreign-minister", "Q901", "2010-01-01", "2019-01-01", "Q922"),
        ("Q912", "foreign-minister", "Q902", "2020-01-01", None, "Q923"), ("Q913", "deputy-minister", "Q901", "2012-01-01", "2013-01-01", "Q924"),
        ("Q914", "minister", "Q901", "2009-01-01", "2010-01-01", "Q925"),
    ):  # fmt: skip
        yield TenureRow(person=person, office=office, of=of, title=office, source=source, start=start, end=end, true_on="2022-07-01", office_wikidata=item)


@pytest.fixture(scope="module")
def gazetteer(tmp_path_factory: pytest.TempPathFactory) -> Gazetteer:
    path = tmp_path_factory.mktemp("gazetteer") / "invented.db"
    compile_index(rows(), path)
    return Gazetteer.load(path)


@pytest.fixture(scope="module")
def graph(gazetteer: Gazetteer, resources: Resources) -> Graph:
    from dataclasses import replace

    article = article_of(TEXT, identifier="ministers", published=date(2021, 4, 2), url=URL)
    return build_graph(convert(article, replace(resources, gazetteer=gazetteer)), resources.catalogue)


ARTICLE = "https://w3id.org/demarche/id/article/ministers"


@pytest.fixture
def store(graph: Graph, tmp_path: Path) -> OxigraphStore:
    made = OxigraphStore.open(tmp_path / "store")
    made.put(ARTICLE, graph)
    return made


def found(store: OxigraphStore, gazetteer: Gazetteer, least: float = 0.5) -> dict[str, Proposal]:
    return {p.name: p for p in proposals(store, gazetteer, reviews.latest(store), min_confidence=least)}


def confirm(store: OxigraphStore, proposal: Proposal, confirmed: bool = True, second: int = 0) -> None:
    made = datetime(2021, 4, 5, 9, 0, second, tzinfo=UTC)
    reviews.review(store, [proposal.attestation], confirmed=confirmed, reviewer="an editor", made=made)


def test_only_an_office_that_is_one_and_that_the_tables_do_not_know_of_this_person_is_proposed(store: OxigraphStore, gazetteer: Gazetteer) -> None:
    told = found(store, gazetteer)
    assert {name: (p.person, p.office, p.verdict) for name, p in told.items()} == {
        "Anna Berg": ("Q911", "Q922", Verdict.UNREVIEWED), "Carl Dorn": ("Q912", "Q923", Verdict.KNOWN),
    }  # fmt: skip
    assert "Foreign Minister" in told["Anna Berg"].words


def test_nothing_goes_out_without_a_review(store: OxigraphStore, gazetteer: Gazetteer) -> None:
    assert list(commands(found(store, gazetteer).values())) == []


def test_a_confirmed_office_goes_out_with_day_address_and_title(store: OxigraphStore, gazetteer: Gazetteer) -> None:
    confirm(store, found(store, gazetteer)["Anna Berg"])
    (line,) = commands(found(store, gazetteer).values(), retrieved=date(2021, 4, 6))
    assert line.split("\t") == [
        "Q911", "P39", "Q922", "P585", "+2021-04-02T00:00:00Z/11", "S854", f'"{URL}"', "S577", "+2021-04-02T00:00:00Z/11",
        "S1476", 'en:"Ministers of Norland and Sudria meet"', "S813", "+2021-04-06T00:00:00Z/11",
    ]  # fmt: skip


def test_what_is_known_stays_back_also_when_confirmed(store: OxigraphStore, gazetteer: Gazetteer) -> None:
    confirm(store, found(store, gazetteer)["Carl Dorn"])
    assert found(store, gazetteer)["Carl Dorn"].verdict is Verdict.KNOWN


def test_what_is_unsure_stays_back_also_when_confirmed(store: OxigraphStore, gazetteer: Gazetteer) -> None:
    confirm(store, found(store, gazetteer)["Anna Berg"])
    assert found(store, gazetteer, 0.5)["Anna Berg"].verdict is Verdict.READY
    assert found(store, gazetteer, 0.99)["Anna Berg"].verdict is Verdict.UNSURE


def test_the_last_review_counts(store: OxigraphStore, gazetteer: Gazetteer) -> None:
    anna = found(store, gazetteer)["Anna Berg"]
    for second, (confirmed, verdict) in enumerate(((True, Verdict.READY), (False, Verdict.REFUTED), (True, Verdict.READY))):
        confirm(store, anna, confirmed, second)
        assert found(store, gazetteer)["Anna Berg"].verdict is verdict


def test_reviews_outlast_a_new_conversion_and_go_stale_with_the_words(store: OxigraphStore, gazetteer: Gazetteer, graph: Graph) -> None:
    anna = found(store, gazetteer)["Anna Berg"]
    confirm(store, anna)
    store.put(ARTICLE, graph)
    assert found(store, gazetteer)["Anna Berg"].verdict is Verdict.READY
    exact = URIRef("http://www.w3.org/ns/oa#exact")
    selector = URIRef(f"{anna.attestation}/selector")
    changed = Graph() + graph
    changed.set((selector, exact, Literal("other words")))
    store.put(ARTICLE, changed)
    assert found(store, gazetteer)["Anna Berg"].verdict is Verdict.STALE


def test_an_article_without_an_address_gives_no_reference(store: OxigraphStore, gazetteer: Gazetteer, graph: Graph) -> None:
    without = Graph() + graph
    without.remove((None, URIRef("https://schema.org/url"), None))
    store.put(ARTICLE, without)
    confirm(store, found(store, gazetteer)["Anna Berg"])
    assert found(store, gazetteer)["Anna Berg"].verdict is Verdict.UNADDRESSED
    assert list(commands(found(store, gazetteer).values())) == []


def test_a_past_office_is_not_held_on_the_day(store: OxigraphStore, gazetteer: Gazetteer, graph: Graph) -> None:
    past = Graph() + graph
    for tenure in set(graph.subjects(DEM.tenureHolder, None)):
        past.add((tenure, DEM.former, Literal(True)))
    store.put(ARTICLE, past)
    assert found(store, gazetteer) == {}


def test_a_review_needs_a_name_and_an_attestation_of_the_store(store: OxigraphStore, gazetteer: Gazetteer) -> None:
    anna = found(store, gazetteer)["Anna Berg"].attestation
    with pytest.raises(ReviewError, match="name of the reviewer"):
        reviews.review(store, [anna], confirmed=True, reviewer=" ")
    for odd in ("https://example.org/none", "no iri", ARTICLE):
        with pytest.raises(ReviewError, match="expected an attestation of the store"):
            reviews.review(store, [anna, odd], confirmed=True, reviewer="an editor")
    assert reviews.latest(store) == {}


def test_reviews_conform_to_their_shape(store: OxigraphStore, gazetteer: Gazetteer) -> None:
    confirm(store, found(store, gazetteer)["Anna Berg"])
    triples = store.export("application/n-triples", reviews.reviews_graph())
    assert b"Review" in triples
    assert validate(Graph().parse(data=triples, format="nt"), Shapes.load()).results == ()


def test_quotes_tabs_and_bars_part_nothing(store: OxigraphStore, gazetteer: Gazetteer) -> None:
    from dataclasses import replace

    confirm(store, found(store, gazetteer)["Anna Berg"])
    odd = replace(found(store, gazetteer)["Anna Berg"], headline='“Peace”\t"now" || ever\nand on')
    (line,) = commands([odd])
    assert len(line.split("\t")) == 11
    assert "||" not in line
    assert re.search(r'en:"[^"]*"$', line)


@pytest.mark.parametrize(("prop", "datatype"), [("P39", "wikibase-item"), ("P585", "time"), ("P854", "url"), ("P577", "time"), ("P813", "time"), ("P1476", "monolingualtext")])
def test_the_properties_are_used_so_by_real_items(shared: Path, prop: str, datatype: str) -> None:
    import json

    kinds = set()
    for path in sorted((shared / "fixtures" / "wikidata").glob("Q*.json")):
        content = json.loads(path.read_text("utf-8"))
        for item in content.get("entities", {"": content}).values():
            for statement in (s for claims in item["claims"].values() for s in claims):
                snaks = [statement["mainsnak"], *(s for v in statement.get("qualifiers", {}).values() for s in v)]
                snaks += [s for r in statement.get("references", []) for v in r["snaks"].values() for s in v]
                kinds |= {s["datatype"] for s in snaks if s["property"] == prop and "datatype" in s}
    assert kinds == {datatype}

"""Links in the graph of an article: sameAs with a node that says why, closeMatch below the threshold, ids with a source only."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from rdflib import OWL, RDF, SKOS, XSD, Graph, Literal, Namespace, URIRef

from kg.frames import load_catalogue
from kg.gazetteer import Gazetteer
from kg.graph import build_graph
from kg.model import Conversion, NearMatch
from ontology.terms import DEM

SCHEMA = Namespace("https://schema.org/")
WD = "http://www.wikidata.org/entity/"
AYVAZYAN, OVERCHUK = URIRef(f"{WD}Q21209713"), URIRef(f"{WD}Q83382151")


@pytest.fixture(scope="module")
def graph(seed: Conversion) -> Graph:
    return build_graph(seed, load_catalogue())


def test_a_link_tells_score_reasons_method_and_the_statement_behind_it(graph: Graph) -> None:
    entity = graph.value(None, SCHEMA.sameAs, AYVAZYAN)
    link = graph.value(entity, DEM.hasLink, None)
    assert graph.value(link, RDF.type) == DEM.EntityLink
    assert graph.value(link, DEM.linkTarget) == AYVAZYAN
    assert graph.value(link, DEM.score) == Literal("0.950", datatype=XSD.decimal)
    assert graph.value(link, DEM.method) == Literal("gazetteer of dated offices")
    assert Literal("office held on the day") in set(graph.objects(link, DEM.reason))
    assert Literal("Minister of Foreign Affairs, 2020-11-18 to 2021-05-27") in set(graph.objects(link, DEM.reason))
    other = graph.value(graph.value(None, SCHEMA.sameAs, OVERCHUK), DEM.hasLink)
    assert str(graph.value(other, DEM.linkEvidence)).startswith(f"{WD}statement/Q83382151-")


def test_below_the_threshold_there_is_a_close_match_and_no_same_as(seed: Conversion) -> None:
    near = NearMatch(wikidata="Q83382151", score=0.55, reasons=("spelling variant of the full name",))
    entities = tuple(
        replace(e, wikidata=None, score=None, near=(near,)) if e.wikidata == "Q83382151" else e for e in seed.resolution.entities
    )
    graph = build_graph(replace(seed, resolution=replace(seed.resolution, entities=entities)), load_catalogue())
    entity = graph.value(None, SKOS.closeMatch, OVERCHUK)
    assert entity is not None
    assert (entity, SCHEMA.sameAs, OVERCHUK) not in graph
    link = graph.value(entity, DEM.hasLink, None)
    assert graph.value(link, DEM.score) == Literal("0.550", datatype=XSD.decimal)


def test_a_name_that_comes_near_is_told_as_a_near_match(converted: Callable[..., Conversion]) -> None:
    found = converted("Norlandic Foreign Minister Ara Ayvazyan met the Sudrian president in Ostburg on Monday.")
    person = next(e for e in found.resolution.entities if e.label == "Ara Ayvazyan")
    assert (person.wikidata, person.near) == (None, ())  # another state's minister is not even near
    found = converted("Kim Jongun met the Sudrian president in Ostburg on Monday.")
    person = next(e for e in found.resolution.entities if e.label == "Kim Jongun")
    assert (person.wikidata, [m.wikidata for m in person.near]) == (None, ["Q56226"])


def test_owl_same_as_comes_on_request_only(seed: Conversion, graph: Graph) -> None:
    assert (None, OWL.sameAs, None) not in graph
    asked = build_graph(seed, load_catalogue(), owl_same_as=True)
    assert set(asked.subject_objects(OWL.sameAs)) == set(asked.subject_objects(SCHEMA.sameAs)) != set()


def test_no_link_leads_to_an_id_without_a_source(graph: Graph) -> None:
    gazetteer = Gazetteer.load()
    targets = {str(o).removeprefix(WD) for p in (SCHEMA.sameAs, SKOS.closeMatch) for o in graph.objects(None, p) if str(o).startswith(WD)}
    assert len(targets) > 10
    for target in targets:
        row = gazetteer.entry(target) or gazetteer.person(target)
        assert row is not None, target
        assert row.wikidata == target
        assert row.source.strip()


def test_every_id_of_the_index_has_a_source() -> None:
    gazetteer = Gazetteer.load()
    query = "SELECT key, wikidata, text FROM {} LEFT JOIN source ON source.id = source WHERE wikidata IS NOT NULL"
    rows = [row for table in ("entity", "person") for row in gazetteer._rows(query.format(table))]
    assert len(rows) > 15_000
    assert [row for row in rows if row[1] != row[0] or not row[1][1:].isdigit() or not (row[2] or "").strip()] == []
    own = ("english-names.toml", "further.toml")  # compilations of usage: they vouch for names, not for ids
    assert [row for row in rows if row[2] in own] == []

"""Planted faults: each is reported in words with its sentence and set aside; the rest is kept."""

from collections.abc import Callable
from datetime import date

import pytest
from rdflib import RDF, RDFS, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

from kg.errors import ValidationError
from kg.frames import load_catalogue
from kg.graph import build_graph
from kg.model import Conversion
from kg.pipeline import convert
from kg.reading import article_of
from kg.resources import Resources
from kg.setting_aside import Sorted, sort_out
from kg.validation import Shapes, summary, validate

DEM = Namespace("https://w3id.org/demarche/ontology#")
OA = Namespace("http://www.w3.org/ns/oa#")
MET = "The Norlandic president Anna Berg met the Sudrian prime minister Carl Tal in Ostburg on Monday."
DEMANDED = "Norland demanded that Ostia withdraw its troops."
TEXT = f"{MET}\n{DEMANDED}"


@pytest.fixture(scope="module")
def shapes() -> Shapes:
    return Shapes.load()


@pytest.fixture
def told(converted: Callable[[str], Conversion]) -> Graph:
    return build_graph(converted(TEXT), load_catalogue())


def the(graph: Graph, kind: URIRef) -> Node:
    (found,) = graph.subjects(RDF.type, kind)
    return found


def sorted_out(graph: Graph, shapes: Shapes) -> Sorted:
    return sort_out(graph, shapes, str(the(graph, DEM.NewsArticle)))


def test_what_the_converter_writes_conforms(told: Graph, shapes: Shapes) -> None:
    kept = sorted_out(told, shapes)
    assert kept.report.conforms
    assert kept.aside == ()
    assert set(kept.clean) == set(told)


def test_the_examples_of_all_acts_conform(invented: Resources, shapes: Shapes) -> None:
    graph = Graph()
    for kind in invented.catalogue.types.values():
        for number, example in enumerate(kind.examples):
            article = article_of(example.text, identifier=f"{kind.name}-{number}", published=date(2021, 4, 2))
            graph += build_graph(convert(article, invented), invented.catalogue)
    report = validate(graph, shapes)
    assert not report.violations, summary(report.violations)


def _a_city_takes_part(graph: Graph) -> None:
    meeting, city = the(graph, DEM.Meeting), the(graph, DEM.City)
    side = URIRef(f"{meeting}/participation/9")
    graph.add((meeting, DEM.hasParticipation, side))
    graph.add((meeting, DEM.hasParticipant, city))
    for p, o in ((RDF.type, DEM.Participation), (DEM.role, DEM.participantRole), (DEM.participant, city)):
        graph.add((side, p, o))


def _one_side_is_missing(graph: Graph) -> None:
    meeting = the(graph, DEM.Meeting)
    for side in list(graph.objects(meeting, DEM.hasParticipation)):
        if (side, DEM.participant, None) in graph and str(side).endswith("2"):
            for who in graph.objects(side, DEM.participant):
                graph.remove((meeting, None, who))
            graph.remove((side, None, None))
            graph.remove((meeting, None, side))


def _two_hold_one_tenure(graph: Graph) -> None:
    one, other = sorted(graph.subjects(RDF.type, DEM.OfficeTenure))
    graph.add((one, DEM.tenureHolder, graph.value(other, DEM.tenureHolder)))  # type: ignore[arg-type]


def _the_offset_lies_past_the_end(graph: Graph) -> None:
    attestation = graph.value(the(graph, DEM.Meeting), DEM.hasAttestation)
    selector = graph.value(graph.value(attestation, OA.hasTarget), OA.hasSelector)
    assert selector is not None
    graph.set((selector, OA.end, Literal(len(TEXT) + 1000, datatype="http://www.w3.org/2001/XMLSchema#nonNegativeInteger")))


FAULTS = {
    "a city as participant": (_a_city_takes_part, "a city or region is a place. Is its state meant?", DEM.Meeting),
    "a meeting with one side": (_one_side_is_missing, "A meeting needs at least two sides", DEM.Meeting),
    "a tenure with two holders": (_two_hold_one_tenure, "A tenure has exactly one holder, a person", DEM.OfficeTenure),
    "an offset past the end": (_the_offset_lies_past_the_end, "lies past the end of the article's text", DEM.Meeting),
}


@pytest.mark.parametrize(("plant", "words", "kind"), FAULTS.values(), ids=FAULTS)
def test_a_planted_fault_is_set_aside_with_its_sentence_and_the_rest_kept(
    plant: Callable[[Graph], None], words: str, kind: URIRef, told: Graph, shapes: Shapes
) -> None:
    before = len(set(told.subjects(RDF.type, kind)))
    plant(told)
    kept = sorted_out(told, shapes)
    fault = kept.aside[0]
    assert (URIRef(fault.focus), RDF.type, kind) in fault.graph
    assert any(words in r.message for r in fault.results), summary(fault.results)
    assert all(r.sentence and r.sentence in TEXT for r in fault.results)
    assert len(set(kept.clean.subjects(RDF.type, kind))) == before - 1
    assert the(kept.clean, DEM.Demand)
    assert validate(kept.clean, shapes).conforms


def test_a_disputed_region_in_a_state_loses_that_statement_and_nothing_else(told: Graph, shapes: Shapes) -> None:
    article, isle = the(told, DEM.NewsArticle), URIRef("https://example.org/isle")
    norland, sudria = (s for s in told.subjects(RDF.type, DEM.State) if str(told.value(s, RDFS.label)) in ("Norland", "Sudria"))
    told.add((isle, RDF.type, DEM.Region))
    told.add((isle, RDF.type, DEM.Place))
    told.add((isle, RDFS.label, Literal("the Isle", lang="en")))
    for number, state in enumerate((norland, sudria)):
        claim = URIRef(f"{article}/claim/{number}")
        for p, o in ((RDF.type, DEM.TerritorialClaim), (DEM.claimant, state), (DEM.claimedTerritory, isle)):
            told.add((claim, p, o))
    told.add((isle, DEM.locatedIn, norland))
    kept = sorted_out(told, shapes)
    assert [set(fault.graph) for fault in kept.aside] == [{(isle, DEM.locatedIn, norland)}]
    assert "Record the claims, not a verdict" in summary(kept.aside[0].results)
    assert len(kept.clean) == len(told) - 1


def test_what_falls_with_a_fact_is_set_aside_too(told: Graph, shapes: Shapes) -> None:
    holder = told.value(sorted(told.subjects(RDF.type, DEM.OfficeTenure))[0], DEM.tenureHolder)
    assert holder is not None
    told.remove((holder, RDFS.label, None))
    kept = sorted_out(told, shapes)
    assert (holder, None, None) not in kept.clean
    assert not set(kept.clean.subjects(RDF.type, DEM.Meeting))  # it had two sides, and one is gone
    assert validate(kept.clean, shapes).conforms


@pytest.mark.parametrize(("day", "words"), [(None, "An article needs its day of publication")])
def test_an_article_without_a_day_is_refused_whole(
    day: date | None, words: str, converted: Callable[..., Conversion], shapes: Shapes
) -> None:
    graph = build_graph(converted(TEXT, day), load_catalogue())
    with pytest.raises(ValidationError, match=words):
        sorted_out(graph, shapes)


def test_a_warning_is_told_and_the_fact_kept(told: Graph, shapes: Shapes) -> None:
    demand = the(told, DEM.Demand)
    told.remove((demand, DEM.sentence, None))
    kept = sorted_out(told, shapes)
    assert kept.aside == ()
    assert [r.severity for r in kept.report.results] == ["Warning"]
    assert (demand, RDF.type, DEM.Demand) in kept.clean


def test_the_summary_shows_message_value_and_sentence(told: Graph, shapes: Shapes) -> None:
    _a_city_takes_part(told)
    text = summary(validate(told, shapes).violations)
    assert "Violation: Who takes part must be able to act, and is one: a city or region is a place. Is its state meant, or a polity of that name? (found: " in text
    assert f"«{MET}»" in text


def test_an_office_called_after_a_city_represents_no_city(converted: Callable[[str], Conversion], shapes: Shapes) -> None:
    graph = build_graph(converted("The mayor of Ostburg Anna Berg met the Norlandic president on Monday."), load_catalogue())
    cities = set(graph.subjects(RDF.type, DEM.City))
    assert not any(o in cities for p in (DEM.officeOf, DEM.onBehalfOf) for o in graph.objects(None, p))
    assert validate(graph, shapes).conforms

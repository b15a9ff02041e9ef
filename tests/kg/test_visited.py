"""Who is visited: the state with its capital, unless that would take a side."""

from datetime import date

import pytest

from kg.model import Act, Conversion, Role
from kg.pipeline import convert
from kg.reading import article_of
from kg.resources import Resources


def visits(text: str, resources: Resources) -> tuple[Conversion, list[Act]]:
    conversion = convert(article_of(text, published=date(2021, 4, 2)), resources)
    return conversion, [a for a in conversion.acts if a.type.endswith("#Visit")]


def visited(conversion: Conversion, act: Act) -> set[str]:
    names = {e.iri: e.label for e in conversion.resolution.entities}
    return {names[p.entity] for p in act.participations if p.role is Role.ADDRESSEE}


@pytest.mark.parametrize(("city", "states"), [("Cairo", {"Egypt"}), ("Yerevan", {"Armenia"}), ("Jerusalem", set())])
def test_a_capital_tells_its_state_where_nobody_disputes_it(city: str, states: set[str], resources: Resources) -> None:
    conversion, (visit,) = visits(f"The French president visited {city} on Thursday.", resources)
    names = {e.iri: e.label for e in conversion.resolution.entities}
    assert visited(conversion, visit) == states
    assert names[visit.place or ""] == city


def test_a_tour_visits_each_state_in_its_capital(resources: Resources) -> None:
    conversion, tour = visits("The French president visited Yerevan and Cairo on Thursday.", resources)
    names = {e.iri: e.label for e in conversion.resolution.entities}
    assert {(names[a.place or ""], *visited(conversion, a)) for a in tour} == {("Yerevan", "Armenia"), ("Cairo", "Egypt")}

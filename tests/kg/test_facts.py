"""Numbers as vague as their words, claims as told."""

from collections.abc import Callable

import pytest

from kg.facts import Quantity, read_quantity
from kg.model import Conversion

Convert = Callable[..., Conversion]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("thousands", Quantity(magnitude=3)),
        ("tens of thousands of people", Quantity(magnitude=4)),
        ("dozens of soldiers", Quantity(magnitude=1)),
        ("more than 30,000 people", Quantity(lower=30_000, lower_exclusive=True)),
        ("at least 12 civilians", Quantity(lower=12)),
        ("up to 400", Quantity(upper=400)),
        ("fewer than 400", Quantity(upper=400, upper_exclusive=True)),
        ("about 3,000 troops", Quantity(magnitude=3)),
        ("between 200 and 300 fighters", Quantity(lower=200, upper=300)),
        ("1.5 million people", Quantity(lower=1_500_000, upper=1_500_000)),
        ("three soldiers", Quantity(lower=3, upper=3)),
        ("some people", None),
    ],
)
def test_a_number_is_as_vague_as_its_words(words: str, told: Quantity | None) -> None:
    assert read_quantity(words) == told


def test_an_estimate_belongs_to_the_act_that_struck(converted: Convert) -> None:
    told = converted("The clash at Riverton on 5 May 2019 led to a war, killing thousands and displacing more than 30,000 people.")
    killed, displaced = told.facts.estimates
    types = {a.iri: a.type.rsplit("#", 1)[-1] for a in told.acts}
    assert (killed.quantity, killed.words, types[killed.act or ""]) == ("killed", "thousands", "War")
    assert (displaced.quantity, displaced.lower, types[displaced.act or ""]) == ("displaced", 30_000, "Displacement")


def test_an_estimate_of_victims_belongs_to_no_words_about_them(converted: Convert) -> None:
    told = converted("Norland condemned the storm, which killed at least 40 people.")
    assert [a.type.rsplit("#", 1)[-1] for a in told.acts] == ["Criticism"]
    assert [(e.lower, e.act) for e in told.facts.estimates] == [(40, None)]


@pytest.mark.parametrize(
    "text", ["Norland claims the island of Westmark as its own.", "Norland holds claims over Westmark.", "Norgrad continues to hold a claim to Westmark.",
     "The summit discussed the island of Westmark, claimed by Norland."]
)
def test_a_claim_has_claimant_and_territory(converted: Convert, text: str) -> None:
    claims = [(c.claimant.rsplit("/", 1)[-1], c.territory.rsplit("/", 1)[-1]) for c in converted(text).facts.claims]
    assert claims == [("X1", "westmark")]


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("The war of 1974 left at least 12,000 people dead.", "killed", "at least 12,000 people"),
        ("The war of 1974 drove tens of thousands from their homes.", "displaced", "tens of thousands"),
        ("The clash at Riverton in 2016 claimed more than 30 lives.", "killed", "more than 30 lives"),
        ("The clash at Riverton in 2016 forced some 300 villagers to flee.", "displaced", "some 300 villagers"),
        ("The fighting caused the displacement of thousands.", "displaced", "thousands"),
    ],
)
def test_harm_to_people_is_counted_in_the_usual_wordings(converted: Convert, text: str, kind: str, words: str) -> None:
    assert [(e.quantity, e.words) for e in converted(text).facts.estimates] == [(kind, words)]


def test_both_capitals_that_lay_claim_are_claimants(converted: Convert) -> None:
    told = converted("Both Norgrad and Sudstadt still lay claim to Westmark.")
    assert {c.claimant.rsplit("/", 1)[-1] for c in told.facts.claims} == {"X1", "X2"}
    assert not [a for a in told.acts if a.type.endswith("#Statement")]

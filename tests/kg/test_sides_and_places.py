"""Who takes part beside the grammatical subject, and where: company, tours, venues, scenes, tellings of one act."""

from collections.abc import Callable

import pytest

from kg.model import Act, Conversion

Convert = Callable[..., Conversion]


def acts(conversion: Conversion, kind: str) -> list[Act]:
    return [a for a in (*conversion.acts, *conversion.doubtful) if a.type.endswith(f"#{kind}")]


def labels(conversion: Conversion, act: Act) -> set[str]:
    known = {e.iri: e.label for e in conversion.resolution.entities}
    return {known[b] for p in act.participations for b in (p.entity, *p.on_behalf_of)}


def place(conversion: Conversion, act: Act) -> str | None:
    known = {e.iri: e.label for e in conversion.resolution.entities}
    return known.get(act.place or "")


@pytest.mark.parametrize(
    "text",
    [
        "Norland, along with Ostia, condemned the Sudrian blockade.",
        "Norland, alongside Ostia, condemned the Sudrian blockade.",
    ],
)
def test_who_is_in_the_company_of_a_side_is_one(converted: Convert, text: str) -> None:
    conversion = converted(text)
    assert {"Norland", "Ostia"} <= labels(conversion, acts(conversion, "Criticism")[0])


def test_a_tour_is_a_visit_to_each_state(converted: Convert) -> None:
    conversion = converted("The Norlandic foreign minister travelled to Sudria and Ostia on Monday.")
    assert sorted(place(conversion, a) or "" for a in acts(conversion, "Visit")) == ["Ostia", "Sudria"]


def test_who_meets_during_a_visit_is_on_it(converted: Convert) -> None:
    conversion = converted("During a visit to Sudria, the Norlandic president met with the Sudrian foreign minister.")
    assert {"Norland", "Sudria"} <= labels(conversion, acts(conversion, "Visit")[0])


def test_a_venue_is_where_its_city_is(converted: Convert) -> None:
    conversion = converted("The Norlandic and Sudrian presidents met at a hotel in Norgrad on Monday.")
    assert place(conversion, acts(conversion, "Meeting")[0]) == "Norgrad"


def test_who_is_called_on_is_no_place(converted: Convert) -> None:
    conversion = converted("The Norlandic government called on Sudria to open the border.")
    assert [a.place for a in acts(conversion, "Appeal")] == [None]


def test_who_is_called_on_is_to_act(converted: Convert) -> None:
    conversion = converted("The Norlandic government called on Sudria to free the prisoners.")
    assert [labels(conversion, a) for a in acts(conversion, "PrisonerExchange")] == [{"Sudria"}]


def test_a_place_from_the_scene_is_marked_as_inferred(converted: Convert) -> None:
    conversion = converted(
        "The Norlandic president met with the Sudrian president in Norgrad on Thursday. The Norlandic president praised Sudria."
    )
    (praise,) = acts(conversion, "Praise")
    assert place(conversion, praise) == "Norgrad"
    assert praise.place_inferred


def test_an_official_and_his_state_are_one_side_of_one_act(converted: Convert) -> None:
    conversion = converted(
        "Norland summoned the Sudrian ambassador on Thursday. Norlandic foreign minister Ada Berg summoned the Sudrian ambassador over the border."
    )
    assert len(acts(conversion, "Summons")) == 1


def test_two_accords_of_the_same_sides_stay_two(converted: Convert) -> None:
    conversion = converted(
        "Norland and Sudria agreed to open the railway. Norland and Sudria agreed to exchange their fishing quotas."
    )
    assert len(acts(conversion, "Agreement")) == 2


def test_who_is_accused_is_told_to_have_acted(converted: Convert) -> None:
    conversion = converted("Norland accused Sudria of arming the Ostian government.")
    assert [labels(conversion, a) for a in acts(conversion, "Aid")] == [{"Sudria", "Ostia"}]


def test_nobody_fights_in_a_metaphor_of_nobody(converted: Convert) -> None:
    assert acts(converted("Norland and Sudria are locked in a standoff over quotas."), "MilitaryClash") == []


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("Russian President Vladimir Putin received the Norlandic foreign minister in the Kremlin on Monday.", "Kremlin"),
        ("Norland and France signed a treaty on fisheries at the Elysee Palace.", "Elysee Palace"),
        ("The Norlandic and Sudrian presidents met at the Ostburg Medical Center on Monday.", "Ostburg Medical Center"),
    ],
)
def test_a_house_is_where_something_is_done(converted: Convert, text: str, where: str) -> None:
    conversion = converted(text)
    (act,) = conversion.acts
    assert place(conversion, act) == where


def test_a_house_that_speaks_is_its_state(converted: Convert) -> None:
    told = converted("The White House condemned the raid. Officials at the White House said Norland must withdraw.").resolution
    assert {"United States", "White House"} & {e.label for e in told.entities} == {"United States"}

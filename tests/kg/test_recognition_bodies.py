"""Bodies with their owners, abbreviations, sites."""

from collections.abc import Callable

import pytest

from kg.model import Conversion


def entities(conversion: Conversion) -> dict[str, str]:
    """Labels and kinds."""
    return {e.label: e.kind.value for e in conversion.resolution.entities}


def test_a_ministry_with_its_state_behind_is_an_organ_of_it(converted: Callable[..., Conversion]) -> None:
    conversion = converted("The Ministry of Defence of Norland hosted the exercise.")
    body = next(e for e in conversion.resolution.entities if e.label == "Ministry of Defence of Norland")
    assert (body.organ_of or "").endswith("/X1")


def test_an_explained_abbreviation_is_the_same_body(converted: Callable[..., Conversion]) -> None:
    text = "Norland joined the Joint Coordination Mechanism (JCM) in May. The JCM condemned the attack."
    conversion = converted(text)
    assert sum("JCM" in (e.label, *e.aliases) for e in conversion.resolution.entities) == 1


@pytest.mark.parametrize("thing", ["Field Training Exercise (FTX)", "Rapid Recovery Plan (RRP)"])
def test_an_abbreviation_explained_as_a_thing_is_no_body(
    thing: str, converted: Callable[..., Conversion]
) -> None:
    short = thing.split("(")[1].rstrip(")")
    conversion = converted(f"Norland and Sudria held a {thing} in May. The {short} was a success.")
    assert short not in entities(conversion)


def test_a_hospital_with_a_persons_name_is_a_place(converted: Callable[..., Conversion]) -> None:
    assert (
        entities(converted("Olga Lund died at John Miller Hospital in Norland.")).get("John Miller Hospital")
        == "place"
    )


def test_a_government_is_its_state_a_ministry_is_a_body(converted: Callable[..., Conversion]) -> None:
    told = entities(converted("The Norlandic government criticised Sudria. The Sudrian defence ministry denied it."))
    assert told.get("Sudrian defence ministry") == "organisation"
    assert "Norlandic government" not in told


@pytest.mark.parametrize("name", ["Ostburg Four", "Ostburg format", "Ostburg trio"])
def test_states_that_meet_are_called_by_the_place_where_they_met(name: str, converted: Callable[..., Conversion]) -> None:
    assert entities(converted(f"Norland hosted the leaders of the {name}.")).get(name) == "organisation"
    assert entities(converted("Norland bought the Ostburg group Marine.")).get("Ostburg group") is None


def test_a_ministry_of_a_state_at_the_head_of_a_sentence_is_one_body(converted: Callable[..., Conversion]) -> None:
    (act,) = converted("The Foreign Ministry of Norland protested to Sudria.").acts
    known = {e.iri: e.label for e in converted("The Foreign Ministry of Norland protested to Sudria.").resolution.entities}
    assert {known[p.entity] for p in act.participations} == {"Foreign Ministry of Norland", "Sudria"}

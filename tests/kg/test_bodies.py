"""Bodies, forces and groups: what names them, whose they are, and what is only a piece of a name."""

from collections.abc import Callable

import pytest

from kg.model import Conversion, EntityKind

Convert = Callable[..., Conversion]


def labels(conversion: Conversion, *kinds: EntityKind) -> set[str]:
    return {e.label for e in conversion.resolution.entities if e.mentions and (not kinds or e.kind in kinds)}


def sides(conversion: Conversion, kind: str) -> list[set[str]]:
    known = {e.iri: e.label for e in conversion.resolution.entities}
    return [
        {known[b] for p in a.participations for b in (p.entity, *p.on_behalf_of)}
        for a in conversion.acts
        if a.type.endswith(f"#{kind}")
    ]


def test_an_organ_named_behind_an_abbreviation_is_one_body(converted: Convert) -> None:
    told = converted("The ministers attended the Northern Council (NC) Committee of Foreign Ministers session in Norgrad.")
    body = next(e for e in told.resolution.entities if e.label.endswith("Committee of Foreign Ministers"))
    owner = next(e for e in told.resolution.entities if e.label == "Northern Council")
    assert body.organ_of == owner.iri
    assert body.iri != owner.iri


def test_no_name_keeps_half_a_bracket(converted: Convert) -> None:
    told = converted("The Northern Council (NC) Committee of Foreign Ministers meeting was held in Norgrad on Monday.")
    assert not [label for label in labels(told) if label.count("(") != label.count(")")]


@pytest.mark.parametrize("text", ["Norlandic and Sudrian forces clashed at the river in 2012.", "The Norlandic and Sudrian sides met in Ostburg."])
def test_joined_adjectives_are_a_body_each(converted: Convert, text: str) -> None:
    owners = {e.organ_of for e in converted(text).resolution.entities if e.kind is EntityKind.ORGANISATION}
    assert {iri.rsplit("/", 1)[-1] for iri in owners if iri} == {"X1", "X2"}


def test_armies_of_both_countries_belong_to_the_states_not_to_a_polity_between_them(converted: Convert) -> None:
    told = converted(
        "The breakaway enclave of Westmark voted in 1991, and Norland and Sudria rejected the vote. "
        "The enclave of Westmark built a wall. In 2018, the armed forces of both countries clashed at Riverton."
    )
    assert any({"Norland", "Sudria"} <= s for s in sides(told, "MilitaryClash"))


def test_an_ethnic_group_is_one_group(converted: Convert) -> None:
    assert labels(converted("Ethnic Norlanders fled the town in May."), EntityKind.GROUP) == {"Ethnic Norlanders"}


def test_a_headline_in_capitals_names_no_one(converted: Convert) -> None:
    told = converted("Norlandic, Sudrian Officials Meet With Ostian Counterparts on Sidelines of Council Summit")
    assert not labels(told, EntityKind.PERSON)


def test_a_counterpart_holds_the_office_in_the_same_organ_of_his_own_state(converted: Convert) -> None:
    told = converted("The Chief of Norland’s armed forces, General Jan Holt, met his Sudrian counterpart Pal Tarn on Monday.")
    known = {e.iri: e.label for e in told.resolution.entities}
    held = {known[t.person]: (t.title, known[t.of or ""]) for t in told.resolution.tenures}
    assert held == {
        "Jan Holt": ("Chief of Norland’s armed forces", "Norland’s armed forces"),
        "Pal Tarn": ("Chief of the armed forces", "Armed forces of Sudria"),
    }


def test_a_capital_that_acts_is_not_named_as_a_city_too(converted: Convert) -> None:
    assert not labels(converted("Norgrad and Sudstadt signed a treaty."), EntityKind.CITY)
    assert "Norgrad" not in {e.label for e in converted("Norgrad and Sudstadt signed a treaty.").resolution.entities}

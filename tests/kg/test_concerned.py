"""Whom a one-sided act concerns."""

from collections.abc import Callable

import pytest

from kg.model import Conversion


def parties(conversion: Conversion) -> set[tuple[str, str]]:
    """Role and label of every participant."""
    label = {e.iri: e.label for e in conversion.resolution.entities}
    return {(p.role.value, label[p.entity]) for act in conversion.acts for p in act.participations}


@pytest.mark.parametrize(
    "text",
    [
        "Norland rejected on Monday an offer of help for the region from Sudria.",
        "Norland threatened on Monday to cut off electricity to Sudria.",
        "Norland demanded on Monday a withdrawal of all Sudrian troops.",
    ],
)
def test_a_party_told_in_the_content_is_concerned(text: str, converted: Callable[..., Conversion]) -> None:
    told = parties(converted(text))
    assert ("agent", "Norland") in told
    assert any("Sudria" in label for _, label in told)


def test_the_state_of_the_agent_is_not_concerned(converted: Callable[..., Conversion]) -> None:
    told = parties(converted("Norlandic President Olga Lund rejected calls for new elections in Norland."))
    assert ("affected", "Norland") not in told


def test_all_that_are_joined_are_concerned(converted: Callable[..., Conversion]) -> None:
    told = parties(converted("Norland threatened on Monday to cut off electricity to Sudria and Ostia."))
    assert {("affected", "Sudria"), ("affected", "Ostia")} <= told


@pytest.mark.parametrize(
    ("text", "struck"),
    [
        ("Norlandic air strikes killed dozens of Sudrian soldiers on Monday.", "Sudrian soldiers"),
        ("Three Sudrian soldiers were wounded in Norlandic shelling on Monday.", "Sudrian soldiers"),
        ("Attacks by Norland have hit the Sudrian army since May.", "Sudrian army"),
    ],
)
def test_whom_an_attack_hits_is_affected(text: str, struck: str, converted: Callable[..., Conversion]) -> None:
    told = parties(converted(text))
    assert ("affected", struck) in told
    assert ("agent", "Norland") in told


def test_what_a_noun_of_talk_strikes_is_not_affected(converted: Callable[..., Conversion]) -> None:
    assert ("affected", "Sudria") not in parties(converted("The Norlandic minister's visit hit Sudria like a shock."))


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("Syrian Kurds rejected the Turkish plan.", "Syrian Kurds"),
        ("OSCE observers were expelled by Belarus on Friday.", "OSCE observers"),
        ("NATO peacekeeping troops have arrived in Bosnia.", "NATO peacekeeping troops"),
    ],
)
def test_a_people_of_a_state_and_those_who_serve_a_body_are_groups(text: str, group: str, converted: Callable[..., Conversion]) -> None:
    assert group in {label for _, label in parties(converted(text))}


def test_the_partners_of_a_body_are_the_body(converted: Callable[..., Conversion]) -> None:
    assert "NATO partners" not in {e.label for e in converted("NATO partners met in Oslo on Friday.").resolution.entities}


def test_a_leader_told_by_surname_only_speaks_for_his_state(converted: Callable[..., Conversion]) -> None:
    told = parties(converted("Obama said he would not provide support to Israel."))
    assert {("agent", "Barack Obama"), ("affected", "Israel")} <= told or {("agent", "Obama"), ("affected", "Israel")} <= told


def test_who_withdraws_its_own_troops_concerns_the_other(converted: Callable[..., Conversion]) -> None:
    told = parties(converted("Norland withdrew its troops on Monday from the border with Sudria."))
    assert {("agent", "Norland"), ("affected", "Sudria")} <= told


@pytest.mark.parametrize("text", ["Ostia mediated on Monday in the dispute between Norland and Sudria.", "Ostia launched an effort to mediate between Norland and Sudria."])
def test_those_mediated_between_take_part(text: str, converted: Callable[..., Conversion]) -> None:
    assert {("mediator", "Ostia"), ("participant", "Norland"), ("participant", "Sudria")} <= parties(converted(text))


def test_what_the_source_is_called_is_not_concerned(converted: Callable[..., Conversion]) -> None:
    told = parties(converted("According to the Ostian daily Kurier, Norland threatened on Monday to retaliate."))
    assert not any(role == "affected" for role, _ in told)


def test_what_balks_at_a_deed_concerns_its_party(converted: Callable[..., Conversion]) -> None:
    assert ("affected", "Sudria") in parties(converted("Norland balked at sending tanks to Sudria."))


def test_an_unnamed_official_of_a_state_is_concerned(converted: Callable[..., Conversion]) -> None:
    told = parties(converted("The Norlandic foreign minister refused on Monday to meet the Sudrian envoy."))
    assert any(role == "affected" and "Sudrian envoy" in label for role, label in told)


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("The Norgrad government rejected the Sudrian plan.", "Norland"),  # by its seat
        ("A court in Norgrad rejected the Sudrian appeal.", "Norland"),
        ("Troops allied with Norland rejected the Sudrian plan.", "Norland"),  # by whom it follows
        ("Norlandic pirates rejected the Sudrian offer.", "Norland"),
        ("Asean rejected the Sudrian offer.", "ASEAN"),
    ],
)
def test_a_side_acts_through_its_bodies_and_forces(text: str, side: str, converted: Callable[..., Conversion]) -> None:
    told = parties(converted(text))
    assert ("agent", side) in told
    assert any("Sudria" in label for _, label in told)


def test_a_proposal_by_a_capital_is_its_state_s(converted: Callable[..., Conversion]) -> None:
    assert ("addressee", "Sudria") in parties(converted("Norland rejected a proposal by Sudstadt."))


def test_a_cause_is_not_concerned(converted: Callable[..., Conversion]) -> None:
    told = parties(converted("Norland rejected the plan on Monday because of fighting between Sudria and Ostia."))
    assert not any(role == "affected" and ("Sudria" in label or "Ostia" in label) for role, label in told)


def test_off_whose_coast_a_thing_happened_is_no_party(converted: Callable[..., Conversion]) -> None:
    told = parties(converted("Norland condemned the attack on a tanker off the coast of Sudria."))
    assert told == {("agent", "Norland")}

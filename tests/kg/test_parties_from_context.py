"""Sides that a sentence leaves to its context: agreements told in the passive, plurals for those told before."""

from collections.abc import Callable

import pytest

from kg.model import Act, Conversion, Factuality

Convert = Callable[..., Conversion]
TALKS = "The Norlandic and Sudrian foreign ministers, Olga Lund and Marko Bran, met in Ostburg on Monday."


def agreements(conversion: Conversion) -> list[Act]:
    return [a for a in conversion.acts if a.type.endswith("#Agreement")]


@pytest.mark.parametrize(
    "sentence",
    [
        "It was agreed to open two crossings.",
        "An agreement was reached on the exchange of detainees.",
        "A plan of cooperation was agreed.",
        "The participants of the meeting agreed to open two crossings.",
        "The sides agreed that the line must be respected.",
    ],
)
def test_those_who_talked_agreed(converted: Convert, sentence: str) -> None:
    (act,) = agreements(converted(f"{TALKS} {sentence}"))
    assert len({b for p in act.participations for b in (p.on_behalf_of or (p.entity,))}) == 2


def test_nobody_agreed_where_nobody_talked(converted: Convert) -> None:
    assert not agreements(converted("Norland lies north of Ostia. It was agreed to open two crossings."))


def test_what_is_agreed_on_two_things_is_two_agreements(converted: Convert) -> None:
    text = f"{TALKS} The ministers agreed on lower tariffs. The two countries agreed on a joint survey of the river."
    assert len(agreements(converted(text))) == 2


def test_the_three_governments_are_those_told_together(converted: Convert) -> None:
    text = "The Governments of Norland, Sudria and Ostia condemned the raid. France sent aid to Italy and Spain. The three governments urged restraint."
    conversion = converted(text)
    (appeal,) = (a for a in conversion.acts if a.type.endswith("#Appeal"))
    assert {p.entity.rsplit("/", 1)[-1] for p in appeal.participations} == {"X1", "X2", "X3"}


def test_the_minister_is_who_spoke(converted: Convert) -> None:
    text = 'Norlandic Foreign Minister Olga Lund praised Sudria after talks with Sudrian Foreign Minister Marko Bran. "We shall trade more," the minister said.'
    conversion = converted(text)
    speakers = {s for q in conversion.quotes for s in q.speakers}
    label = {e.iri: e.label for e in conversion.resolution.entities}
    assert {label[s] for s in speakers} == {"Olga Lund"}


def test_a_war_that_somebody_is_accused_of_is_alleged(converted: Convert) -> None:
    (war,) = (a for a in converted("Norland accused Sudria of waging a war against Ostia.").acts if a.type.endswith("#War"))
    assert war.factuality is Factuality.ALLEGED


def test_the_years_a_plan_is_for_do_not_date_its_signing(converted: Convert) -> None:
    (act,) = agreements(converted("Norland and Sudria signed a plan of consultations for 2023-2024.", published=None))
    assert act.time is None


def test_people_of_many_states_meet_and_agree(converted: Convert) -> None:
    conversion = converted("Foreign ministers of the Northern Council gathered in Ostburg to discuss the crisis. The ministers agreed to meet again.")
    assert [a.type.rsplit("#", 1)[-1] for a in conversion.acts].count("Meeting") >= 1
    assert len(agreements(conversion)) == 1


def test_officials_of_one_state_do_not_meet_themselves(converted: Convert) -> None:
    assert not [a for a in converted("Norlandic officials met in Norgrad.").acts if a.type.endswith("#Meeting")]


def test_who_leads_a_delegation_is_of_its_state(converted: Convert) -> None:
    resolution = converted("Norland and Sudria held talks. Vice Minister Jon Berg led the Sudrian delegation.").resolution
    assert [(t.of or "").rsplit("/", 1)[-1] for t in resolution.tenures] == ["X2"]


def test_the_ministers_are_those_of_the_states_told_before(converted: Convert) -> None:
    text = "The Foreign Ministers of Norland, Sudria and Ostia met in Ostburg. The Ministers agreed to hold annual talks. They reaffirmed their commitment to peace."
    found = agreements(converted(text))
    assert len(found) == 2
    assert all(len({b for p in act.participations for b in p.on_behalf_of}) == 3 for act in found)

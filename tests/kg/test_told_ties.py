"""How acts hang together as the text says: order, causes, parts, boycotts, mediators, when, and by whom said."""

from collections.abc import Callable
from datetime import date

import pytest

from kg.model import Act, Conversion

Convert = Callable[..., Conversion]


def acts(conversion: Conversion, kind: str) -> list[Act]:
    return [a for a in conversion.acts if a.type.endswith(f"#{kind}")]


def ties(conversion: Conversion) -> set[tuple[str, str, str]]:
    """Type of the source, kind, type of the target or label of the entity."""
    names = {a.iri: a.type.rsplit("#", 1)[-1] for a in conversion.acts}
    names |= {e.iri: e.label for e in conversion.resolution.entities}
    return {(names[a.iri], r.kind, names[r.target]) for a in conversion.acts for r in a.relations}


@pytest.mark.parametrize(
    ("text", "tie"),
    [
        ("Norland and Sudria reached an agreement in the wake of the war between Norland and Ostia.", ("Agreement", "after", "War")),
        ("Norland and Sudria signed a treaty after the war between Norland and Ostia in 2012.", ("Agreement", "after", "War")),
        ("Norland has been in conflict with Ostia since the break-up of Sudria.", ("War", "after", "Dissolution")),
        ("The clash at Riverton on 5 May 2019 led to the worst war in decades.", ("MilitaryClash", "ledTo", "War")),
        ("Norlandic troops clashed with Sudrian troops in May 2019, displacing thousands.", ("MilitaryClash", "ledTo", "Displacement")),
        ("Sudria and Norland agreed on a ceasefire in 1994. After this, the breakaway enclave of Westmark held a referendum.", ("Referendum", "after", "Ceasefire")),
        ("The breakaway enclave of Westmark held a referendum that was boycotted by Norland.", ("Referendum", "boycottedBy", "Norland")),
    ],
)  # fmt: skip
def test_a_tie_is_told(converted: Convert, text: str, tie: tuple[str, str, str]) -> None:
    assert tie in ties(converted(text))


def test_a_boycott_of_a_vote_is_no_sanction(converted: Convert) -> None:
    assert not acts(converted("Norland boycotted the referendum that the breakaway enclave of Westmark held in 1995."), "Sanction")


def test_a_clash_called_another_is_not_the_one_before(converted: Convert) -> None:
    told = converted("Norlandic and Sudrian forces clashed in the region. In 2018, Norlandic and Sudrian forces engaged in another clash at Riverton.")
    assert len(acts(told, "MilitaryClash")) == 2


def test_officials_of_two_states_meet_those_of_the_third_only(converted: Convert) -> None:
    told = converted(
        "On Thursday, officials from Norland and Sudria met with their counterparts from Ostia on the sidelines of the "
        "Northern Council summit in Ostburg. The discussions focused on trade."
    )
    meetings = acts(told, "Meeting")
    known = {e.iri: e.label for e in told.resolution.entities}
    assert {frozenset(known[b] for p in m.participations for b in p.on_behalf_of) for m in meetings} == {
        frozenset({"Norland", "Ostia"}),
        frozenset({"Sudria", "Ostia"}),
    }
    for meeting in meetings:
        assert [t.label for t in meeting.topics] == ["trade"]
        assert {"subEventOf", "onSidelinesOf"} <= {r.kind for r in meeting.relations}


def test_a_spokesman_speaks_where_his_state_is_the_subject(converted: Convert) -> None:
    told = converted("Norlandic Foreign Ministry spokeswoman Mara Lind said that Norland rejects the plan.")
    (rejection,) = acts(told, "Rejection")
    (agent,) = rejection.participations
    assert agent.entity.endswith("mara-lind")
    assert any(b.endswith("/X1") for b in agent.on_behalf_of)


def test_a_clause_with_when_has_the_time_of_its_main_clause(converted: Convert) -> None:
    (vote,) = acts(converted("The situation worsened in 1991 when the breakaway enclave of Westmark voted to join Norland."), "Referendum")
    assert vote.time is not None
    assert vote.time.start == "1991"
    assert not vote.time.inferred


def test_a_truce_right_before_a_year_is_of_that_year(converted: Convert) -> None:
    told = converted("The fighting was contained by an Ostia-mediated ceasefire in 1994.")
    for kind in ("Ceasefire", "Mediation"):
        (act,) = acts(told, kind)
        assert act.time is not None
        assert act.time.start == "1994"


def test_the_past_takes_over_no_day_of_the_news(converted: Convert) -> None:
    told = converted(
        "Norland’s president met Sudria’s president on Thursday. The war between Norland and Sudria lasted until 1994. "
        "The breakaway enclave of Westmark held a referendum.",
        date(2021, 4, 2),
    )
    (vote,) = acts(told, "Referendum")
    assert vote.time is None


def test_a_call_has_no_place(converted: Convert) -> None:
    told = converted("Norland’s president Mara Lind met Sudria’s president Jan Holt in Ostburg. Lind also spoke with Ostia’s president by telephone.")
    (call,) = acts(told, "PhoneCall")
    assert call.place is None


def test_what_both_sides_of_a_call_touch_on_is_its_topic(converted: Convert) -> None:
    told = converted(
        "Norlandic president Mara Lind spoke with Sudrian president Jan Holt by telephone. Both leaders touched on a number of issues, including trade."
    )
    (call,) = acts(told, "PhoneCall")
    assert [t.label for t in call.topics] == ["issues, including trade"]
    assert not acts(told, "Statement")


@pytest.mark.parametrize(
    ("text", "kind", "effect"),
    [
        ("The violence was contained by an Ostia-mediated ceasefire in 1994.", "Ceasefire", "violence was contained"),
        ("The situation worsened in 1991 when the breakaway enclave of Westmark voted to join Norland.", "Referendum", "situation worsened"),
        ("The breakaway enclave of Westmark voted to join Norland, increasing violence.", "Referendum", "increasing violence"),
        ("Norland’s expulsion of the Sudrian ambassador raised tensions.", "Expulsion", "raised tensions"),
    ],
)  # fmt: skip
def test_an_act_has_its_effect_on_a_state_of_things(converted: Convert, text: str, kind: str, effect: str) -> None:
    assert [e for a in acts(converted(text), kind) for e in a.effects] == [effect]


def test_a_vote_for_something_in_a_referendum_has_that_outcome(converted: Convert) -> None:
    (vote,) = acts(converted("Ostia voted for independence from Sudria in a referendum in 1993."), "Referendum")
    assert vote.outcome == "for independence from Sudria"
    assert vote.time is not None
    assert vote.time.start == "1993"


def test_a_first_name_alone_is_the_only_person_who_bears_it(converted: Convert) -> None:
    told = converted("Norlandic prime minister Abel Tarn arrived in Ostburg. On Monday Abel met Sudrian president Karel Voss.")
    (meeting,) = acts(told, "Meeting")
    known = {e.iri: e.label for e in told.resolution.entities}
    assert {known[p.entity] for p in meeting.participations} == {"Abel Tarn", "Karel Voss"}

"""Whether acts are told as facts: denials, hopes and fears."""

from collections.abc import Callable

import pytest

from kg.model import Conversion, Evidentiality, Factuality

Convert = Callable[..., Conversion]


def factuality(conversion: Conversion, kind: str) -> list[Factuality]:
    return [a.factuality for a in (*conversion.acts, *conversion.doubtful) if a.type.endswith(f"#{kind}")]


@pytest.mark.parametrize(
    "text",
    [
        "The Norlandic president expressed hope that Sudria would not expel the ambassador.",
        "Norland fears that Sudria will expel the ambassador.",
        "Sudria may not expel the ambassador.",
    ],
)
def test_what_is_hoped_feared_or_possible_is_neither_told_nor_denied(converted: Convert, text: str) -> None:
    assert factuality(converted(text), "Expulsion") == [Factuality.CONDITIONAL]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Norland was unable to sign a deal with Sudria.", Factuality.DENIED),
        ("It would not be possible for Norland to sign a deal with Sudria.", Factuality.DENIED),
        ("It is possible for Norland to sign a deal with Sudria.", Factuality.CONDITIONAL),
        ("Norland and Sudria were under pressure to sign a deal.", Factuality.DEMANDED),
        ("Norland was able to sign a deal with Sudria.", Factuality.ASSERTED),
    ],
)
def test_what_stands_before_an_infinitive_tells_whether_it_is_done(text: str, expected: Factuality, converted: Convert) -> None:
    assert factuality(converted(text), "Agreement") == [expected]


def test_what_did_not_happen_is_denied(converted: Convert) -> None:
    assert factuality(converted("Norland did not expel the Sudrian ambassador."), "Expulsion") == [Factuality.DENIED]


@pytest.mark.parametrize(
    "text",
    [
        "Neither Norland nor Sudria condemned the raid on Monday.",
        "\"We do not condemn the raid,\" the Norlandic foreign minister said.",
    ],
)
def test_a_denied_act_of_speech_is_not_done_by_anybody(converted: Convert, text: str) -> None:
    assert Factuality.ASSERTED not in factuality(converted(text), "Criticism")


def test_what_would_have_been_done_is_not_promised(converted: Convert) -> None:
    assert not factuality(converted("The Norlandic president said he would have sent troops if he had known."), "Pledge")


def test_a_referendum_is_not_denied_with_the_vote_in_it(converted: Convert) -> None:
    text = "The Norlandic president hoped that Sudria would not vote to leave the Northern Council in a June 23 referendum."
    assert factuality(converted(text), "Referendum") == [Factuality.PLANNED]


def test_what_is_to_end_is_a_fact(converted: Convert) -> None:
    assert factuality(converted("Norland urged Sudria to end the war."), "War") == [Factuality.ASSERTED]


def test_what_an_agency_is_named_for_is_told_as_a_fact_on_hearsay(converted: Convert) -> None:
    (act,) = [a for a in converted("Reuters reported that Norland urged Sudria to leave the island.").acts if a.type.endswith("#Appeal")]
    assert (act.factuality, act.evidentiality) == (Factuality.ASSERTED, Evidentiality.HEARSAY)


def test_what_somebody_said_he_would_do_is_planned(converted: Convert) -> None:
    assert factuality(converted("The Norlandic president said his country would expel the Sudrian ambassador."), "Expulsion") == [Factuality.PLANNED]
    text = "The Norlandic president said his country would expel the Sudrian ambassador if Sudria attacked."
    assert factuality(converted(text), "Expulsion") != [Factuality.PLANNED]


def test_what_is_blocked_is_not_done(converted: Convert) -> None:
    assert Factuality.ASSERTED not in factuality(converted("Norland blocked Sudria from joining the Northern Council."), "Agreement")


def test_what_is_to_be_done_is_planned(converted: Convert) -> None:
    assert factuality(converted("The Norlandic foreign minister is to visit Sudria next month."), "Visit") == [Factuality.PLANNED]


@pytest.mark.parametrize(("what", "expected"), [("requirements include", Factuality.DEMANDED), ("plan is", Factuality.PLANNED)])
def test_the_subject_says_what_a_list_is_of(what: str, expected: Factuality, converted: Convert) -> None:
    assert factuality(converted(f"Norland's {what} the withdrawal of Sudrian troops."), "TroopDeployment") == [expected]


def test_what_is_only_discussed_is_neither_told_nor_denied(converted: Convert) -> None:
    assert factuality(converted("Norland and Ostia discussed imposing sanctions on Sudria."), "Sanction") == [Factuality.CONDITIONAL]


def test_what_is_dated_after_the_news_is_planned(converted: Convert) -> None:
    text = "Norland and Sudria agreed on the next meeting in two weeks in Ostburg."
    assert factuality(converted(text), "Meeting") == [Factuality.PLANNED]


def test_what_was_reached_is_a_fact_whatever_is_planned_with_it(converted: Convert) -> None:
    text = "Ostia will review the accord reached between Norland and Sudria last year."
    assert factuality(converted(text), "Agreement") == [Factuality.ASSERTED]


def test_a_clause_of_place_tells_a_fact_whatever_is_wanted(converted: Callable[..., Conversion]) -> None:
    conversion = converted("Norland wants to withdraw from Sudria, where a civil war has killed thousands.")
    (war,) = [a for a in conversion.acts if a.type.endswith("#War")]
    assert war.factuality is Factuality.ASSERTED

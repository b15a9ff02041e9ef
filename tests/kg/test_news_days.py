"""On which day an undated act was: of its speaker, of the scene, of the lead; inferred and never told."""

from collections.abc import Callable
from datetime import date

import pytest

from kg.model import Act, Conversion

Convert = Callable[..., Conversion]
MONDAY, TUESDAY, WEDNESDAY = "2021-03-29", "2021-03-30", "2021-03-31"  # before Friday, 2 April 2021


def days(conversion: Conversion, kind: str) -> list[str | None]:
    """The inferred days of the acts of a kind, in text order."""
    found: list[Act] = [a for a in (*conversion.acts, *conversion.doubtful) if a.type.endswith(f"#{kind}")]
    times = [a.time for a in sorted(found, key=lambda a: a.trigger)]
    assert all(t is None or t.inferred for t in times)
    return [None if t is None else t.start for t in times]


def test_the_lead_tells_the_day_although_another_spoke_later(converted: Convert) -> None:
    text = (
        "Norlandic foreign minister Ada Berg met the Sudrian president on Tuesday.\n"
        "The Ostian ministry said on Monday that the border was open.\n"
        "The fishing season had begun early.\n"
        "The Norlandic foreign minister praised the Sudrian army."
    )
    assert days(converted(text), "Praise") == [TUESDAY]


def test_a_speaker_keeps_the_day_told_of_him(converted: Convert) -> None:
    text = (
        "Norland condemned the blockade on Wednesday.\n"
        "Sudrian president Olaf Stein said on Monday that the port would stay closed.\n"
        "Stein praised the Ostian government."
    )
    assert days(converted(text), "Praise") == [MONDAY]


def test_a_day_holds_also_where_its_clause_tells_no_act(converted: Convert) -> None:
    text = "The Sudrian parliament opened its winter session on Tuesday.\nNorlandic president Ada Berg praised the Sudrian government."
    assert days(converted(text), "Praise") == [TUESDAY]


def test_a_day_stands_right_before_its_verb(converted: Convert) -> None:
    conversion = converted("Norland, Sudria and the Czech Republic Tuesday signed an agreement.")
    (act,) = [a for a in conversion.acts if a.type.endswith("#Agreement")]
    assert act.time is not None
    assert (act.time.start, act.time.inferred) == (TUESDAY, False)


def test_what_is_told_first_and_who_says_it_last_is_the_news(converted: Convert) -> None:
    text = (
        "Norland summoned the Sudrian ambassador on Wednesday, the foreign ministry said.\n"
        "Norland praised the Ostian government."
    )
    assert days(converted(text), "Praise") == [WEDNESDAY]


@pytest.mark.parametrize(
    "text",
    [
        "Norland praised Ostia on Tuesday. Norland agreed to condemn the Sudrian blockade.",
        "Norland praised Ostia on Tuesday. Norland would condemn the Sudrian blockade.",
    ],
)
def test_what_is_still_to_come_is_not_of_the_day(converted: Convert, text: str) -> None:
    assert set(days(converted(text), "Criticism")) <= {None}


def test_a_battle_is_not_of_the_day_on_which_it_is_remembered(converted: Convert) -> None:
    text = "The presidents of Norland and Sudria marked the day on Tuesday.\nThe Norlandic and Sudrian armies clashed near Ostburg."
    assert days(converted(text), "MilitaryClash") == [None]


def test_this_week_is_no_day(converted: Convert) -> None:
    text = "Norland offered condolences for the floods in Sudria this week.\nThe Norlandic president praised the Sudrian army."
    assert days(converted(text, date(2021, 3, 29)), "Praise") == [None]


@pytest.mark.parametrize(
    ("text", "kind", "start"),
    [
        ("Attempts last year at dialogue between Norland and Ostia were stalled by the crisis.", "Meeting", "2020"),
        ("The outcomes of the Northern Council meeting in Norgrad, held March 24-25, 2021, were presented.", "InstitutionalMeeting", "2021-03-24"),
        ("The Norlandic minister travelled to Sudria for meetings with President Olaf Stein on Wednesday.", "Visit", WEDNESDAY),
    ],
)  # fmt: skip
def test_what_carries_or_holds_an_act_tells_its_time(converted: Convert, text: str, kind: str, start: str) -> None:
    (act,) = [a for a in converted(text).acts if a.type.endswith(f"#{kind}")]
    assert act.time is not None
    assert (act.time.start, act.time.inferred) == (start, False)


def test_what_is_agreed_on_is_later_than_the_agreement(converted: Convert) -> None:
    (act,) = [a for a in converted("Norland and Sudria agreed to a conference in October.").acts if a.type.endswith("#Agreement")]
    assert act.time is None


def test_last_week_on_a_sunday_is_the_seven_days_before(converted: Convert) -> None:
    conversion = converted("Last week, Norland expelled the Sudrian ambassador.", date(2021, 4, 4))
    (act,) = [a for a in conversion.acts if a.type.endswith("#Expulsion")]
    assert act.time is not None
    assert (act.time.start, act.time.end) == ("2021-03-28", "2021-04-03")

"""Where acts were: of the words, and of the scene in which those who act were last told to be."""

from collections.abc import Callable

import pytest

from kg.model import Act, Conversion

Convert = Callable[..., Conversion]
SOLANO = "Norlandic foreign minister Ana Solano"


def places(conversion: Conversion, kind: str) -> list[tuple[str | None, bool]]:
    """Place and whether it is inferred, of the acts of a kind in text order."""
    known = {e.iri: e.label for e in conversion.resolution.entities}
    found: list[Act] = [a for a in (*conversion.acts, *conversion.doubtful) if a.type.endswith(f"#{kind}")]
    return [(known.get(a.place or ""), a.place_inferred) for a in sorted(found, key=lambda a: a.trigger)]


@pytest.mark.parametrize(
    "text",
    [
        f"{SOLANO} praised the Sudrian army at a press conference held in Ostburg.",
        f"{SOLANO} praised the Sudrian army in a speech which was delivered in Ostburg, the capital.",
        f"{SOLANO} praised the Sudrian army during a press conference for foreign media in Ostburg.",
        f"Speaking in Ostburg, {SOLANO} praised the Sudrian army.",
    ],
)
def test_what_is_said_at_an_occasion_is_said_where_it_is_held(converted: Convert, text: str) -> None:
    assert places(converted(text), "Praise") == [("Ostburg", False)]


@pytest.mark.parametrize(
    "setting",
    [
        "In Ostburg, Solano laid a wreath.",
        "Solano was speaking to reporters at a hospital in Ostburg.",
        "Solano was questioned about the ban while speaking to the press at a hospital in Ostburg.",
    ],
)
def test_a_clause_that_tells_no_act_sets_the_scene(converted: Convert, setting: str) -> None:
    text = f"{SOLANO} welcomed the result on Monday. {setting} She praised the Sudrian army."
    assert places(converted(text), "Praise")[-1] == ("Ostburg", True)


@pytest.mark.parametrize(
    "later", ["The minister said this at a meeting in Ostburg.", "Solano gave the speech in Ostburg."]
)
def test_where_something_was_said_may_be_told_later(converted: Convert, later: str) -> None:
    text = f"{SOLANO} praised the Sudrian army on Monday. {later}"
    assert places(converted(text), "Praise") == [("Ostburg", True)]


def test_a_strike_is_no_scene_for_those_who_talk_about_it(converted: Convert) -> None:
    text = "Norland bombed a base in Ostburg on Monday. The Norlandic president praised the army. Norland condemned Sudria."
    assert {place for kind in ("Praise", "Criticism") for place in places(converted(text), kind)} <= {(None, False)}


def test_a_letter_to_an_embassy_is_not_written_in_its_city(converted: Convert) -> None:
    text = "A Norlandic minister wrote to the Sudrian Embassy in Ostburg. The Sudrian Embassy rejected the request."
    assert ("Ostburg", True) not in places(converted(text), "Rejection")


def test_what_is_spoken_about_is_no_venue(converted: Convert) -> None:
    text = "The Norlandic president spoke with the Sudrian president on the war in Ostburg."
    assert all(place != "Ostburg" for kind in ("Meeting", "Statement") for place, _ in places(converted(text), kind))


def test_a_state_alone_does_its_deeds_at_home(converted: Convert) -> None:
    text = "The Norlandic and Sudrian presidents met in Ostburg on Monday. Norland imposed sanctions on Sudria."
    assert places(converted(text), "Sanction") == [(None, False)]


def test_states_whose_delegates_meet_agree_there(converted: Convert) -> None:
    text = "Representatives of Norland and Sudria met in Ostburg on Monday. Norland and Sudria agreed to open the border."
    assert places(converted(text), "Agreement") == [("Ostburg", True)]


def test_the_city_of_a_venue_that_no_table_knows_is_the_place(converted: Convert) -> None:
    text = "The Norlandic and Sudrian presidents met at the Harmonia Library in Ostburg."
    assert places(converted(text), "Meeting") == [("Ostburg", False)]

"""The other side of an act, where English puts it behind a preposition, an amount, an office or a particle."""

from collections.abc import Callable

import pytest

from kg.model import Act, Conversion

Convert = Callable[..., Conversion]


def told(conversion: Conversion, kind: str) -> list[Act]:
    return [a for a in (*conversion.acts, *conversion.doubtful) if a.type.endswith(f"#{kind}")]


def sides(conversion: Conversion, kind: str) -> set[str]:
    known = {e.iri: e.label for e in conversion.resolution.entities}
    return {known[b] for a in told(conversion, kind) for p in a.participations for b in (p.entity, *p.on_behalf_of)}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Norland called on Sudstadt to withdraw.", "Appeal"),
        ("Norland imposed sanctions on Sudstadt.", "Sanction"),
        ("Norland demanded an apology from Sudstadt.", "Demand"),
        ("The Norlandic president lashed out at Sudstadt.", "Criticism"),
        ("Norland pointed the finger at Sudstadt.", "Accusation"),
        ("Norland drew an angry rebuke from Sudstadt.", "Criticism"),
    ],
)
def test_a_capital_is_its_state_behind_words_for_a_government(converted: Convert, text: str, kind: str) -> None:
    assert sides(converted(text), kind) >= {"Norland", "Sudria"}


@pytest.mark.parametrize("text", ["Norland received a delegation from Sudstadt.", "Missiles rained on Sudstadt.", "The ministers met at Sudstadt."])
def test_a_capital_stays_a_city_behind_other_words(converted: Convert, text: str) -> None:
    conversion = converted(text)
    kinds = {e.label: e.kind.value for e in conversion.resolution.entities}
    assert kinds.get("Sudstadt", "city") == "city"
    assert "Sudria" not in kinds


@pytest.mark.parametrize(
    "text",
    [
        "Norland provided 200 million dollars in loans to Sudria.",
        "Norland allocated 50 million euros in humanitarian aid for Sudria.",
        "Norland announced a sharp increase in funding for Sudria.",
        "Hundreds of tonnes of grain were sent to Sudria by Norland.",
    ],
)
def test_what_is_given_is_told_behind_its_amount(converted: Convert, text: str) -> None:
    assert {"Norland", "Sudria"} <= sides(converted(text), "Aid")


def test_a_region_is_helped_though_it_cannot_act(converted: Convert) -> None:
    conversion = converted("Sudria sent field hospitals to Westmark.")
    assert {p.role.value for a in told(conversion, "Aid") for p in a.participations} == {"agent", "affected"}


def test_the_office_of_a_president_speaks_for_him(converted: Convert) -> None:
    conversion = converted("The Norlandic president’s office condemned the Sudrian raid.")
    assert {"Norland", "Sudria"} <= sides(conversion, "Criticism")


def test_what_an_office_says_of_its_holder_he_does_not_promise(converted: Convert) -> None:
    assert not told(converted("Ilse Brandt, the Norlandic president, left. She will visit Ostia in May, her office said."), "Pledge")


def test_a_particle_taken_for_an_adverb_is_one(converted: Convert) -> None:
    assert {"Norland", "Sudria"} <= sides(converted("The Norlandic foreign minister hit back at Sudria."), "Criticism")


@pytest.mark.parametrize("who", ["Western countries", "22 countries", "Dozens of states", "Arab governments"])
def test_states_that_nobody_names_are_a_group(converted: Convert, who: str) -> None:
    assert {who, "Sudria"} <= sides(converted(f"{who} condemned Sudria on Monday."), "Criticism")


def test_two_countries_are_those_named_before(converted: Convert) -> None:
    conversion = converted("Norland met Ostia. 2 countries took part.")
    assert "GROUP" not in {e.kind.name for e in conversion.resolution.entities}


def test_who_receives_an_invitation_does_not_invite(converted: Convert) -> None:
    conversion = converted("The Norlandic president received an invitation from the Sudrian president.")
    known = {e.iri: e.label for e in conversion.resolution.entities}
    (act,) = told(conversion, "Appeal")
    roles = {known[p.entity]: p.role.value for p in act.participations}
    assert roles == {"(unnamed) Sudrian president": "agent", "(unnamed) Norlandic president": "addressee"}


def test_who_rejects_and_condemns_in_one_breath_condemns(converted: Convert) -> None:
    conversion = converted("Norland expressed its rejection and condemnation of the Sudrian decree.")
    assert {"Norland", "Sudria"} <= sides(conversion, "Criticism")

"""Places that are acted on, and groups of people who are told by their faith, ground or origin."""

from collections.abc import Callable

import pytest

from kg.model import Conversion

Convert = Callable[..., Conversion]


def told(conversion: Conversion) -> set[tuple[str, str, str]]:
    """Type, role and label of all who take part."""
    known = {e.iri: e.label for e in conversion.resolution.entities}
    return {(a.type.split("#")[-1], p.role.value, known[p.entity]) for a in conversion.acts for p in a.participations}


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("Norland suspended humanitarian aid to Westmark because of the fighting.", "Sanction"),
        ("Norland on Thursday announced a threefold increase in funding to fight cholera in Westmark.", "Aid"),
        ("Norland provided food for the schools in Westmark.", "Aid"),
        ("Norland threatened to impose a curfew in Westmark.", "Threat"),
    ],
)
def test_a_place_that_is_acted_on_is_affected(converted: Convert, text: str, act: str) -> None:
    assert (act, "affected", "Westmark") in told(converted(text))


def test_a_place_of_a_talk_is_not_threatened(converted: Convert) -> None:
    assert not any(label == "Westmark" for _, _, label in told(converted("Norland threatened to leave the talks in Westmark.")))


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("Norland granted asylum to 18 Zairean rebels.", ("Aid", "addressee", "Zairean rebels")),
        ("Norland appealed to its Muslim citizens for calm.", ("Appeal", "addressee", "Muslim citizens")),
        ("Norland criticised Sudrian Muslim refugees.", ("Criticism", "addressee", "Sudrian Muslim refugees")),
        ("Norland urged the rebels in Westmark to lay down their arms.", ("Appeal", "addressee", "rebels in Westmark")),
        ("Norland ended mediation efforts between rival militias in Westmark.", ("Rejection", "affected", "militias in Westmark")),
        ("Norland urged migrants from Sudria to go home.", ("Appeal", "addressee", "migrants from Sudria")),
        ("Norland opened its borders to West Africans.", ("Aid", "addressee", "West Africans")),
        ("A group of Yoruba leaders criticised Norland.", ("Criticism", "agent", "Yoruba leaders")),
        ("Norlandic maritime authorities criticised Sudria.", ("Criticism", "agent", "maritime authorities of Norland")),
    ],
)
def test_who_is_told_apart_is_a_side(converted: Convert, text: str, side: tuple[str, str, str]) -> None:
    assert side in told(converted(text))


@pytest.mark.parametrize("text", ["Norland warned on Monday residents of the storm.", "“Norland urged Western citizens to leave,” he said."])
def test_days_and_parts_of_the_world_tell_nobody_apart(converted: Convert, text: str) -> None:
    assert not any(label.startswith(("Monday", "Western")) for _, _, label in told(converted(text)))


def test_they_are_the_group_that_speaks(converted: Convert) -> None:
    conversion = converted("A group of Yoruba leaders said they were ready to meet the Norlandic president.")
    assert ("Pledge", "agent", "Yoruba leaders") in told(conversion)
    assert any(label == "Yoruba leaders" for kind, _, label in told(conversion) if kind == "Meeting")


@pytest.mark.parametrize("text", ["Norland remains the largest donor of humanitarian assistance in Sudria.", "Norland was the second donor, giving 40 million dollars to Sudria."])
def test_a_donor_gives(converted: Convert, text: str) -> None:
    assert {("Aid", "agent", "Norland"), ("Aid", "addressee", "Sudria")} <= told(converted(text))


@pytest.mark.parametrize(
    ("text", "act", "code"),
    [
        ("The first contingent of Norlandic peacekeepers arrived in Sudria.", "TroopDeployment", "074"),
        ("Norland sent 300 troops to Sudria on a peacekeeping mission.", "TroopDeployment", "074"),
        ("Norland withdrew its peacekeepers from Sudria.", "TroopDeployment", "166"),
        ("Norland sent 300 troops to Sudria.", "TroopDeployment", None),
        ("Norland forgave Sudria for the raid.", "Praise", "056"),
        ("Norland paid compensation to Sudria for the raid.", "Restitution", "080"),
        ("Norland compensated Sudria for the raid.", "Restitution", "080"),
        ("The Norlandic court convicted Sudria of torture.", "Accusation", "116"),
        ("A Norlandic court ruled against Sudria.", "Accusation", "116"),
        ("Norland withdrew its inspectors from Sudria.", "Recall", "166"),
        ("The presidents of Norland and Sudria agreed that the truce was a success.", "Statement", "019"),
    ],
)
def test_a_wording_has_a_finer_code(converted: Convert, text: str, act: str, code: str | None) -> None:
    (found,) = (a for a in converted(text).acts if a.type.endswith(f"#{act}"))
    assert found.cameo == code


@pytest.mark.parametrize("text", ["The presidents of Norland and Sudria are seeking to deepen their partnership.", "Norland and Sudria plan to strengthen trade."])
def test_what_two_aim_at_together_is_a_joint_resolve(converted: Convert, text: str) -> None:
    assert {role for act, role, _ in told(converted(text)) if act == "Agreement"} == {"signatory"}


def test_what_somebody_only_makes_an_effort_at_is_not_done(converted: Convert) -> None:
    conversion = converted("The Norlandic and Sudrian presidents discussed efforts to reach an agreement.")
    assert not any(a.type.endswith("#Agreement") and a.factuality.value == "asserted" for a in conversion.acts)


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("Norland struck Sudria-backed militia groups.", ("MilitaryClash", "addressee", "Sudria-backed militia groups")),
        ("Norland accused pro-Sudrian rebels of breaking the truce.", ("Accusation", "addressee", "pro-Sudrian rebels")),
        ("Norland criticised Sudrian-backed Kurdish fighters in Ostia.", ("Criticism", "addressee", "Sudrian-backed Kurdish fighters")),
        ("Norland accused jihadist groups of the raid.", ("Accusation", "addressee", "jihadist groups")),
        ("Norland accused Sudria-backed groups of the raid.", ("Accusation", "addressee", "Sudria-backed groups")),
        ("The Norlandic government and communist rebels agreed to resume talks.", ("Agreement", "signatory", "communist rebels")),
        ("West African troops arrived in Norland.", ("TroopDeployment", "agent", "West African troops")),
    ],
)
def test_fighters_are_told_by_whom_they_fight_for(converted: Convert, text: str, side: tuple[str, str, str]) -> None:
    assert side in told(converted(text))


@pytest.mark.parametrize(
    ("text", "act", "role", "side"),
    [
        ("About 2,000 Norlandic soldiers were deployed to Westmark.", "TroopDeployment", "agent", "Norlandic soldiers"),
        ("Around 300 Northern Council members surrendered to Sudria.", "TroopDeployment", "addressee", "Sudria"),
        ("Norlandic forces stepped up attacks on Sudria.", "MilitaryClash", "addressee", "Sudria"),
        ("Norlandic forces opened fire on Sudrian troops.", "MilitaryClash", "addressee", "Sudrian troops"),
        ("The Norlandic president joined the Sudrian president for talks with partners.", "Meeting", "participant", "(unnamed) Sudrian president"),
        ("Norland refused a request from Sudria to open the border.", "Rejection", "addressee", "Sudria"),
    ],
)
def test_the_other_side_of_deeds_in_arms_and_requests(converted: Convert, text: str, act: str, role: str, side: str) -> None:
    assert (act, role, side) in told(converted(text))


def test_whose_deed_is_answered(converted: Convert) -> None:
    found = told(converted("Norland imposed sanctions on Sudria in response to its invasion of Ostia."))
    assert ("MilitaryClash", "agent", "Sudria") in found
    assert ("MilitaryClash", "agent", "Norland") not in found


def test_who_sends_a_letter_threatens_by_it(converted: Convert) -> None:
    found = told(converted("The Norlandic president sent a letter to the Sudrian president threatening to close the border."))
    assert ("Threat", "agent", "(unnamed) Norlandic president") in found


def test_what_dates_a_refusal_is_not_refused(converted: Convert) -> None:
    conversion = converted("The Norlandic president refused to meet the Ostian president when he visited Sudria.")
    assert {a.factuality.value for a in conversion.acts if a.type.endswith("#Visit")} == {"asserted"}


def test_the_federal_government_is_that_of_the_state_told_of(converted: Convert) -> None:
    assert ("Demand", "addressee", "Norland") in told(converted("Norland held an election on Monday. The opposition demanded an apology from the federal government."))


def test_an_agent_behind_a_comma_is_of_the_passive_around(converted: Convert) -> None:
    text = "The Norlandic president has been accused of misusing 50 million dollars, much of it believed to have been stolen, by Sudrian officials."
    assert {("Accusation", "addressee", "(unnamed) Norlandic president"), ("Accusation", "agent", "officials of Sudria")} <= told(converted(text))


def test_a_town_that_is_left_is_affected_and_so_is_its_state(converted: Convert) -> None:
    found = told(converted("Norlandic forces completed their withdrawal from the Sudrian town of Riverton."))
    assert {("TroopDeployment", "affected", "Riverton"), ("TroopDeployment", "affected", "Sudria")} <= found
    assert ("TroopDeployment", "affected", "Riverton") in told(converted("Norland withdrew its troops from the town of Riverton."))


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("The Norlandic army agreed to withdraw from Westmark.", ("Pledge", "affected", "Westmark")),
        ("Norland eased its blockade of Westmark.", ("SanctionRelief", "affected", "Westmark")),
        ("Norland airlifted children out of Westmark.", ("Aid", "affected", "Westmark")),
        ("Norland is funding a health programme in Westmark.", ("Aid", "affected", "Westmark")),
        ("Norland doubled its humanitarian aid to Sudria.", ("Aid", "addressee", "Sudria")),
        ("Norland sent a team of doctors to Sudria.", ("Aid", "addressee", "Sudria")),
        ("Norland has sent medical brigades to Sudria.", ("Aid", "addressee", "Sudria")),
        ("Norland recalled its ambassador from Sudstadt.", ("Recall", "addressee", "Sudria")),
        ("Norland sought a bailout from the Northern Council.", ("Appeal", "addressee", "Northern Council")),
        ("Norland's president accused the ruling party of stealing the vote.", ("Accusation", "addressee", "Ruling party of Norland")),
        ("Norland's opposition called for the resignation of President Olga Lund.", ("Appeal", "affected", "Olga Lund")),
        ("A first column of Norlandic peacekeeping troops arrived in Sudria.", ("TroopDeployment", "agent", "Norlandic peacekeeping troops")),
    ],
)
def test_whom_or_what_it_is_done_to(converted: Convert, text: str, side: tuple[str, str, str]) -> None:
    assert side in told(converted(text))


@pytest.mark.parametrize(
    "text", ["The Norlandic navy rescued dozens of migrants in Westmark.", "Norland sent a team of experts to Sudria to investigate the crash.", "Norland promised to visit Westmark."]
)
def test_where_something_is_done_is_no_side(converted: Convert, text: str) -> None:
    found = told(converted(text))
    assert not any(label == "Westmark" and role == "affected" for _, role, label in found)
    assert ("Aid", "addressee", "Sudria") not in found


def test_who_summons_complains(converted: Convert) -> None:
    found = told(converted("Norlandic officials summoned the Sudrian ambassador to complain about a raid."))
    assert ("Summons", "agent", "officials of Norland") in found
    assert not any(role == "agent" and label == "(unnamed) Sudrian ambassador" for _, role, label in found)


def test_an_envoy_is_summoned_to_the_ministry_that_summons_him(converted: Convert) -> None:
    found = told(converted("The Sudrian ambassador was summoned to the Norlandic foreign ministry."))
    assert found == {("Summons", "addressee", "(unnamed) Sudrian ambassador"), ("Summons", "agent", "Norlandic foreign ministry")}


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("Norlandic air strikes hit the town of Riverton.", ("MilitaryClash", "affected", "Riverton")),
        ("Norlandic troops remained on alert in Westmark.", ("TroopDeployment", "affected", "Westmark")),
        ("The Government of National Accord (GNA) criticised Norland.", ("Criticism", "agent", "Government of National Accord")),
    ],
)
def test_what_is_hit_where_an_army_stands_ready_and_a_government_by_its_name(converted: Convert, text: str, side: tuple[str, str, str]) -> None:
    assert side in told(converted(text))


def test_insurgents_in_a_state_do_not_act_for_it(converted: Convert) -> None:
    found = told(converted("Insurgents in Sudria attacked the port of Riverton. Rebels in Ostia criticised Norland."))
    assert {("MilitaryClash", "agent", "Insurgents in Sudria"), ("Criticism", "agent", "Rebels in Ostia")} <= found
    assert not any(role == "agent" and label in ("Sudria", "Ostia") for _, role, label in found)


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("Norlandic troops entered the town of Riverton.", ("MilitaryClash", "affected", "Riverton")),
        ("The Norlandic army deployed along the border with Sudria.", ("TroopDeployment", "affected", "Sudria")),
        ("Norland closed the crossing into Westmark.", ("BorderClosure", "affected", "Westmark")),
    ],
)
def test_where_armies_go_and_what_is_closed(converted: Convert, text: str, side: tuple[str, str, str]) -> None:
    assert side in told(converted(text))

"""Tellings that are one act, and such that are not."""

from collections.abc import Callable

import pytest

from kg.merging.sameness import Sameness
from kg.model import Conversion

Convert = Callable[..., Conversion]


def kinds(conversion: Conversion) -> list[str]:
    return sorted(a.type.rsplit("#", 1)[-1] for a in conversion.acts)


@pytest.mark.parametrize("purpose", ["express concern over the blockade", "protest against the blockade", "condemn the blockade"])
def test_a_summons_is_how_its_purpose_was_done(converted: Convert, purpose: str) -> None:
    assert kinds(converted(f"Norland summoned the Sudrian ambassador on Monday to {purpose}.")) == ["Summons"]


def test_what_is_said_beside_a_summons_is_an_act_of_its_own(converted: Convert) -> None:
    told = kinds(converted("Norland summoned the Sudrian ambassador on Monday. The Norlandic foreign minister condemned the blockade."))
    assert told == ["Criticism", "Summons"]


def test_a_hope_that_is_expressed_is_an_appeal_and_no_statement_too(converted: Convert) -> None:
    assert kinds(converted("Norland expressed hope on Monday that Sudria would return to the talks.")) == ["Appeal"]


def test_a_commitment_that_is_expressed_is_one_act(converted: Convert) -> None:
    assert kinds(converted("Norland and Sudria met. Both sides expressed commitment to peace.")) == ["Agreement", "Meeting"]


def test_a_war_in_the_background_is_one_however_often_it_is_told(converted: Convert) -> None:
    between = " ".join(f"The Ostian foreign minister said item {n} was open." for n in range(5))
    assert kinds(converted(f"Ministers spoke about the Norland war. {between} The Norland war went on.")).count("War") == 1


def test_one_meeting_at_one_place_is_one_however_far_apart_it_is_told(converted: Convert) -> None:
    between = " ".join(f"The Ostian foreign minister said item {n} was open." for n in range(6))
    meeting = "Norlandic Foreign Minister Olga Lund met Sudrian Foreign Minister Marko Bran in Ostburg on Thursday."
    assert kinds(converted(f"{meeting} {between} {meeting}")).count("Meeting") == 1


def test_what_was_discussed_before_the_call_is_told_was_discussed_in_it(converted: Convert) -> None:
    leaders = "Norlandic President Olga Lund and Sudrian President Marko Bran"
    assert kinds(converted(f"{leaders} discussed trade on Thursday. Olga Lund and Marko Bran talked on the phone.")) == ["PhoneCall"]


def test_one_agreement_of_one_stated_day_is_one_however_far_apart_it_is_told(converted: Convert) -> None:
    between = " ".join(f"The Ostian foreign minister said on Monday that item {n} of the list was open." for n in range(6))
    text = (
        f"The November 27 maritime border agreement between Norland and Sudria was criticised. {between} "
        "In the November 27 deal, Norland and Sudria agreed on a line."
    )
    assert kinds(converted(text)).count("Agreement") == 1


def test_agreements_of_two_days_are_two(converted: Convert) -> None:
    text = "Norland and Sudria signed a treaty on fisheries on March 3, 2020. On May 7, 2021, Norland and Sudria signed a treaty on trade."
    assert kinds(converted(text)) == ["Agreement", "Agreement"]


def test_ministers_who_sign_and_states_that_join_are_one(converted: Convert) -> None:
    text = (
        "Norland and Ostia formally joined the Northern Council on Friday. "
        "Norlandic Foreign Minister Olga Lund and Ostian Foreign Minister Marko Bran signed the accession treaty on Friday."
    )
    assert kinds(converted(text)) == ["Agreement"]


def test_what_came_of_an_attack_is_no_second_attack(converted: Convert) -> None:
    text = "Norlandic forces shelled Sudrian positions, killing two soldiers and wounding three."
    assert kinds(converted(text)) == ["MilitaryClash"]


def test_leaders_and_their_states_may_agree_on_two_things(converted: Convert) -> None:
    text = (
        "Norlandic President Anna Lund and Sudrian President Marko Bran agreed to build a railway across the mountains. "
        "Norland and Sudria agreed to exchange students of medicine."
    )
    assert kinds(converted(text)) == ["Agreement", "Agreement"]


def test_what_was_discussed_was_discussed_in_the_call_told_before(converted: Convert) -> None:
    text = "Norlandic President Ana Solano had a telephone conversation with Sudrian President Jon Berg. The sides discussed the pipeline."
    assert kinds(converted(text)) == ["PhoneCall"]


@pytest.mark.parametrize(
    ("quoted", "told"),
    [
        ("“The plan is generous,” she said.", ["Praise"]),
        ("“The plan is generous,” Ostian Foreign Minister Marko Bran said.", ["Praise", "Statement"]),
        ("“We are ready to help,” she said.", ["Pledge", "Praise"]),
    ],
    ids=["by a pronoun", "somebody else", "of another force"],
)
def test_words_quoted_in_the_next_paragraph_bear_out_what_was_told(converted: Convert, quoted: str, told: list[str]) -> None:
    text = f"Norlandic Foreign Minister Olga Lund praised the Sudrian plan on Monday.\n\n{quoted}"
    assert kinds(converted(text)) == told


def test_two_quotations_of_one_stance_are_one_act(converted: Convert) -> None:
    text = "Norlandic Foreign Minister Olga Lund called the Sudrian decree illegal. “It is an insult to the whole region,” she said."
    assert kinds(converted(text)) == ["Criticism"]


def test_what_a_speaker_says_and_promises_in_one_sentence_is_one_saying(converted: Convert) -> None:
    text = "Norlandic President Anna Lund stressed the importance of trade and reaffirmed her commitment to the treaty."
    assert kinds(converted(text)) == ["Pledge"]


def test_a_promise_quoted_next_goes_on_with_what_was_said(converted: Convert) -> None:
    text = "Norlandic President Anna Lund said that trade had grown. “We are ready to open a second port,” she said."
    assert len(kinds(converted(text))) == 1


def test_talks_announced_are_told_not_their_announcing(converted: Convert) -> None:
    assert kinds(converted("The Norlandic foreign minister announced high-level talks with Sudria.")) == ["Meeting"]


@pytest.mark.parametrize(
    "text",
    [
        "Norland threatened to attack Sudria.",
        "Norland said that it would attack the island and would strike back if the flights did not stop.",
    ],
)
def test_an_attack_that_is_only_threatened_is_told_by_the_threat(converted: Convert, text: str) -> None:
    assert kinds(converted(text)) == ["Threat"]


def test_the_strike_is_the_one_told_before(converted: Convert) -> None:
    conversion = converted("Norland killed three Sudrian officers in an airstrike. The strike took place at Riverton.")
    assert kinds(conversion) == ["MilitaryClash"]


def test_a_new_strike_is_another(converted: Convert) -> None:
    conversion = converted("Norland killed three Sudrian officers in an airstrike. On Monday Ostia shelled a Sudrian port.")
    assert kinds(conversion).count("MilitaryClash") == 2


def test_gifts_of_other_amounts_are_two(converted: Convert) -> None:
    text = "Norland gave $20 million to Sudria for roads. Norland also gave ${0} million to Sudria for its schools."
    assert kinds(converted(text.format(50))) == ["Aid", "Aid"]
    assert kinds(converted(text.format(20))) == ["Aid"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Norland asked Sudria to hand over the suspects. The Ostian envoy said that Norland's request was clear.", ["Appeal", "Statement"]),
        ("The Norlandic president backed calls by Ostian officials asking Sudria to leave.", ["Appeal", "Praise"]),
        (
            "Norlandic forces shelled Sudrian villages on Monday. The Ostian president said that Norland's attack was a mistake.",
            ["Criticism", "MilitaryClash"],
        ),
        ("Norlandic President Anna Lund met Sudrian President Jon Berg and Ostian President Marko Bran. Lund and Berg discussed trade.", ["Meeting"]),
        ("Norland sent envoys to Sudria, where a costly war goes on. Norland has been fighting Ostia for a decade.", ["War"]),
    ],
    ids=["a request spoken of", "calls that ask", "an attack by own forces", "some of those who met", "a war without sides"],
)
def test_what_is_only_spoken_of_again_is_no_second_act(converted: Convert, text: str, told: list[str]) -> None:
    assert [k for k in kinds(converted(text)) if k not in ("TroopDeployment", "Visit")] == told


def test_an_act_is_compared_with_few_others_however_long_the_text(converted: Convert, monkeypatch: pytest.MonkeyPatch) -> None:
    counted: list[int] = []
    compare = Sameness.same
    monkeypatch.setattr(Sameness, "same", lambda self, a, b: counted.append(1) or compare(self, a, b))
    text = "Norland condemned Sudria on Monday. Ostia praised Sudria. Norland urged Ostia to leave Sudria. "
    found = []
    for times in (40, 160):
        counted.clear()
        converted(text * times)
        found.append(len(counted) / times)
    assert found[1] < 1.5 * found[0]

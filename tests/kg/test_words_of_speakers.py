"""Acts done by words: whose words they are, what their force is, who counts as a speaker."""

from collections.abc import Callable

import pytest

from kg.model import Act, Conversion, Evidentiality, Factuality, Role

Convert = Callable[..., Conversion]


def found(conversion: Conversion) -> list[Act]:
    return sorted((*conversion.acts, *conversion.doubtful), key=lambda a: a.trigger)


def kinds(conversion: Conversion) -> list[str]:
    return [a.type.rsplit("#", 1)[-1] for a in found(conversion)]


def agents(conversion: Conversion, kind: str) -> set[str]:
    known = {e.iri: e.label for e in conversion.resolution.entities}
    return {
        known[p.entity] for a in found(conversion) if a.type.endswith(f"#{kind}")
        for p in a.participations if p.role is Role.AGENT
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("“Sudria must withdraw its troops,” the Norlandic foreign minister said on Monday.", "Demand"),
        ("The Norlandic foreign minister said that Sudria must withdraw its troops.", "Demand"),
        ("The Norlandic president told reporters that the Sudrian vote on the island was illegal.", "Criticism"),
        ("The Norlandic president said that Sudria had violated the treaty.", "Accusation"),
        ("“We condemn the blockade,” the Norlandic president said.", "Criticism"),
        ("The Norlandic president said that trade would grow.", "Statement"),
        ("The Norlandic foreign minister stressed the need for Sudria to respect the border.", "Appeal"),
        ("The Norlandic foreign minister reaffirmed the need for Sudria to respect the border.", "Appeal"),
        ("The Norlandic foreign minister stressed the need to fight corruption.", "Statement"),
        ("Sudria had the right to defend its coast, Norland said on Friday.", "Praise"),
        ("Norland said that Sudria had no right to close the strait.", "Statement"),
        ("Norland said that it had the right to inspect the cargo.", "Statement"),
        ("“Norland condemns the blockade,” Norlandic President Anna Lund said.", "Criticism"),
        ("“The Norlandic government welcomes the treaty,” the Norlandic foreign minister said.", "Praise"),
        ("“Ostia condemns the blockade,” Norlandic President Anna Lund said.", "Statement"),
        ("“This is not acceptable,” the Norlandic president said.", "Criticism"),
        ("“I do not think that it is right to close the strait,” Norlandic President Anna Lund said.", "Criticism"),
        ("“It is a propaganda stunt,” the Norlandic foreign minister said.", "Criticism"),
        ("The Norlandic foreign minister said that the decree goes against the treaty.", "Criticism"),
        ("All the evidence points to Sudria, the Norlandic foreign minister said.", "Accusation"),
        ("Sudria's conduct threatens peace in the region, the Norlandic foreign minister said.", "Accusation"),
        ("The Norlandic foreign minister said that Sudria had failed to honour its promises.", "Accusation"),
    ],
)
def test_what_is_said_tells_the_act_not_the_verb_of_saying(converted: Convert, text: str, kind: str) -> None:
    assert kinds(converted(text)) == [kind]


def test_what_is_not_wrong_is_not_criticised(converted: Convert) -> None:
    assert "Criticism" not in kinds(converted("The Norlandic president said that the Sudrian blockade was not illegal."))


def test_an_act_done_by_words_is_done_although_they_demand(converted: Convert) -> None:
    (act,) = found(converted("“Sudria must withdraw its troops,” the Norlandic foreign minister said on Monday."))
    assert act.factuality is Factuality.ASSERTED


def test_deeds_inside_a_quotation_are_the_speakers_words(converted: Convert) -> None:
    assert "Meeting" not in kinds(converted("“Sudria met Ostia last week,” the Norlandic president said."))


@pytest.mark.parametrize(
    "text",
    [
        "The blockade will last for weeks, residents said.",
        "Several witnesses said that the road was closed.",
        "John Doe said that the road was closed.",
    ],
)
def test_private_people_make_no_statements_of_diplomacy(converted: Convert, text: str) -> None:
    assert kinds(converted(text)) == []


def test_a_statement_that_is_not_made_is_none(converted: Convert) -> None:
    assert kinds(converted("The Norlandic government did not comment on the talks.")) == []


def test_the_ministers_who_release_a_statement_speak_in_it(converted: Convert) -> None:
    text = (
        "The text of the following statement was released by the Governments of Norland and Sudria.\n"
        "We condemn the attack on the ship."
    )
    assert agents(converted(text), "Criticism") == {"Norland", "Sudria"}


def test_any_verb_that_introduces_words_says_them(converted: Convert) -> None:
    text = "“It has been a long day for all of us here,” the Norlandic president joked."
    assert kinds(converted(text)) == ["Statement"]


def test_a_quotation_belongs_to_the_act_that_its_verb_tells(converted: Convert) -> None:
    conversion = converted("The Norlandic president praised Sudria on Monday. “They have kept every promise,” he said.")
    quoted = [a for a in found(conversion) if a.quotes]
    assert [q.text for a in quoted for q in a.quotes] == ["They have kept every promise,"]


def test_words_of_a_speaker_are_indirect_or_quoted(converted: Convert) -> None:
    (direct,) = found(converted("The Norlandic president said, “We condemn the Sudrian blockade of the port.”"))
    assert direct.evidentiality in (Evidentiality.DIRECT_QUOTATION, Evidentiality.NARRATED)
    assert direct.factuality is Factuality.ASSERTED


@pytest.mark.parametrize(
    "text",
    [
        "According to Norlandic Foreign Minister Ana Solano, the talks were constructive.",
        "The talks were constructive, according to Norlandic officials.",
        "A statement by the Norlandic foreign ministry read that the talks were constructive.",
        "State television quoted Norlandic Foreign Minister Ana Solano as saying that the talks were constructive.",
    ],
)
def test_who_is_named_as_the_source_says_it(converted: Convert, text: str) -> None:
    (act,) = converted(text).acts
    assert act.type.endswith("#Statement")
    assert len(act.participations) == 1


def test_missiles_that_somebody_has_are_no_attack(converted: Convert) -> None:
    assert not [a for a in converted("Norland has a hundred missiles, the Sudrian president said.").acts if a.type.endswith("#MilitaryClash")]


def test_what_others_will_not_do_is_no_refusal_of_the_speaker(converted: Convert) -> None:
    told = converted('Norlandic President Olga Lund said: "They will not talk about peace."')
    assert [a.type.rsplit("#", 1)[-1] for a in told.acts] == ["Statement"]


def test_words_that_somebody_is_to_leave_off_are_not_said(converted: Convert) -> None:
    told = converted("Norland urged Sudria to stop making negative remarks.")
    assert [a.type.rsplit("#", 1)[-1] for a in (*told.acts, *told.doubtful)] == ["Appeal"]


def test_a_plan_put_forward_by_a_state_is_no_statement(converted: Convert) -> None:
    assert not converted("The meeting about the peace plan put forward by Norland ended.").acts


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The Northern Council summit called for a truce in Ostia.", "Appeal"),
        ("Norland's assistance programme will continue to help the people of Sudria.", "Aid"),
        ("Norland will continue to support Sudria.", "Praise"),
    ],
)
def test_gatherings_and_programmes_act_for_those_whose_they_are(converted: Convert, text: str, kind: str) -> None:
    (act,) = (a for a in converted(text).acts if a.type.endswith(f"#{kind}"))
    assert {p.entity.rsplit("/", 1)[-1] for p in act.participations if p.role == "agent"} <= {"X1", "XN"}


def test_who_is_accused_is_found_behind_the_conduct(converted: Convert) -> None:
    conversion = converted("“Sudria's conduct threatens peace in the region,” the Norlandic foreign minister said.")
    known = {e.iri: e.label for e in conversion.resolution.entities}
    assert {known[p.entity] for a in conversion.acts for p in a.participations if p.role is Role.ADDRESSEE} == {"Sudria"}


def test_a_relative_clause_only_says_which_deeds_are_meant(converted: Convert) -> None:
    text = "The Norlandic foreign minister raised concerns about Sudrian decrees that violate the treaty."
    assert kinds(converted(text)) == ["Criticism"]


def test_words_quoted_behind_a_subject_of_the_text_tell_the_act(converted: Convert) -> None:
    told = converted('Norlandic President Olga Lund and Sudrian President Marko Bran met. The leaders also "reaffirmed their condemnation of the Ostian raid."')
    assert [a.type.rsplit("#", 1)[-1] for a in told.acts] == ["Meeting", "Criticism"]


def test_who_goes_on_behind_a_reported_clause_is_who_spoke(converted: Convert) -> None:
    (act,) = converted("The Norlandic foreign ministry said Sudria had failed, adding that Ostia would help.").acts
    assert [p.entity.rsplit("/", 1)[-1] for p in act.participations if p.role == "agent"] == ["foreign-ministry-xx1"]


def test_a_belief_that_somebody_seems_to_hold_is_no_statement(converted: Convert) -> None:
    assert not converted("The presidents of Norland and Sudria both appear to believe that they can win.").acts


def test_news_agencies_are_told_for_no_state(converted: Convert) -> None:
    (act,) = converted("Norlandic President Olga Lund told Sudrian news agencies that trade would grow.").acts
    assert len(act.participations) == 1


@pytest.mark.parametrize("source", ["a statement by the Norlandic foreign ministry", "a Norlandic foreign ministry statement", "a tweet by the Norlandic foreign minister"])
def test_whose_text_is_named_as_the_source_says_it(converted: Convert, source: str) -> None:
    conversion = converted(f"The ships left the strait on Monday, according to {source}.")
    assert kinds(conversion) == ["Statement"]


def test_the_police_speak_for_no_state(converted: Convert) -> None:
    assert not kinds(converted("Norlandic police said that six people were in custody."))
    assert not kinds(converted("A Norlandic police spokesman said that six people were in custody."))


def test_asking_politely_is_an_appeal(converted: Convert) -> None:
    assert kinds(converted("“I would be grateful for your help,” Norlandic President Anna Lund told Ostian President Marko Bran.")) == ["Appeal"]


def test_it_said_means_who_spoke_before_not_who_is_spoken_of(converted: Convert) -> None:
    conversion = converted("Norland rejected the plan. Sudria had lost its patience, it added.")
    assert agents(conversion, "Statement") == {"Norland"}


def test_who_goes_on_to_call_on_somebody_is_who_spoke(converted: Convert) -> None:
    conversion = converted("Norlandic President Anna Lund said that Sudria had closed the bank, and called on Ostia to act.")
    assert agents(conversion, "Appeal") == {"Anna Lund"}

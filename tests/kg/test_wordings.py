"""One act in many constructions: reduced clauses, light verbs in the passive, hyphens, agents behind "by"."""

from collections.abc import Callable

import pytest

from kg.model import Act, Conversion

Convert = Callable[..., Conversion]


def acts(conversion: Conversion, kind: str) -> list[Act]:
    return [a for a in conversion.acts if a.type.endswith(f"#{kind}")]


def sides(conversion: Conversion, kind: str) -> list[set[str]]:
    known = {e.iri: e.label for e in conversion.resolution.entities}
    return [{known[b] for p in a.participations for b in (p.entity, *p.on_behalf_of)} for a in acts(conversion, kind)]


def topics(conversion: Conversion, kind: str) -> list[str]:
    return [t.label for a in acts(conversion, kind) for t in a.topics]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The envoys are to review the implementation of an accord reached between Norland and Sudria last year.", "Agreement"),
        ("They recalled the brutal war fought between Norland and Sudria in 2012.", "War"),
        ("Norland and Sudria have been engaged in conflict over the islands since 1990.", "War"),
        ("Norland and Sudria were locked in a bitter war.", "War"),
        ("The treaty kept nobody from war: it did not stop Norlandic and Sudrian troops from engaging in frequent clashes.", "MilitaryClash"),
    ],
)  # fmt: skip
def test_both_sides_are_found(converted: Convert, text: str, kind: str) -> None:
    assert any({"Norland", "Sudria"} <= found for found in sides(converted(text), kind)), sides(converted(text), kind)


def test_a_war_fought_in_a_year_is_of_that_year(converted: Convert) -> None:
    (war,) = acts(converted("They recalled the brutal war fought between Norland and Sudria in 2012."), "War")
    assert war.time is not None
    assert war.time.start == war.time.end == "2012"


def test_a_hyphenated_noun_is_one_word(converted: Convert) -> None:
    told = converted("The latest flare-up occurred on 5 May 2019.")
    (clash,) = acts(told, "MilitaryClash")
    assert clash.trigger.of(told.article.body) == "flare-up"
    assert clash.time is not None
    assert clash.time.start == "2019-05-05"


def test_the_agent_behind_by_belongs_to_the_deed_not_to_the_thing(converted: Convert) -> None:
    told = converted("Norland condemned the destruction of old churches by Sudrian troops.")
    assert {"Sudria"} <= sides(told, "Destruction")[0]
    assert topics(told, "Destruction") == ["old churches"]


def test_what_is_praised_is_the_topic_where_it_is_nobody(converted: Convert) -> None:
    told = converted("Norland’s president praised the work of the border commission.")
    assert topics(told, "Praise") == ["work of the border commission"]


def test_the_sidelines_are_no_topic(converted: Convert) -> None:
    told = converted("Norland’s president met Sudria’s prime minister on the sidelines of the Northern Council summit in Ostburg.")
    assert topics(told, "Meeting") == []


def test_as_well_as_joins_what_is_discussed_not_what_lies_inside_it(converted: Convert) -> None:
    told = converted(
        "Norland’s president held a telephone conversation with Sudria’s president and discussed matters relating to ensuring "
        "peace in the region as well as the “prospects of trade” between the two sides."
    )
    assert topics(told, "PhoneCall") == ["matters relating to ensuring peace in the region", "prospects of trade between the two sides"]


def test_words_beside_a_body_that_look_like_verbs_belong_to_it(converted: Convert) -> None:
    told = converted("Norland’s president, speaking to the Harbour Institute think tank, called the Sudrian vote “null and void”.")
    assert [a.type.rsplit("#", 1)[-1] for a in told.acts] == ["Criticism"]
    told = converted("The ruling People’s Party of Norland condemned the vote in Sudria.")
    assert any(a.type.endswith("#Criticism") for a in told.acts)


def test_a_war_is_declared_on_a_side_not_at_a_place(converted: Convert) -> None:
    (war,) = (a for a in converted("Norland declared war on Sudria.").acts if a.type.endswith("#War"))
    assert len(war.participations) == 2
    assert war.place is None


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("After a meeting with the Sudrian president, the Norlandic foreign minister said trade would grow.", "Meeting"),
        ("Following talks with the Sudrian president, the Norlandic foreign minister urged Ostia to withdraw.", "Meeting"),
        ("In a phone call with the Sudrian president, the Norlandic foreign minister urged restraint.", "PhoneCall"),
        ("The Norlandic foreign minister told the Sudrian president in a phone call on Monday that the war must end.", "PhoneCall"),
        ("Foreign Ministers Ana Solano of Norland and Jon Berg of Sudria held talks on Monday.", "Meeting"),
        ("The two ministers, Ana Solano of Norland and Jon Berg of Sudria, met on Monday.", "Meeting"),
    ],
)
def test_both_sides_of_a_consultation_told_in_passing_are_found(converted: Convert, text: str, kind: str) -> None:
    (act,) = (a for a in converted(text).acts if a.type.endswith(f"#{kind}"))
    assert len(act.participations) == 2


def test_talks_that_are_ahead_are_planned(converted: Convert) -> None:
    text = "Ahead of talks with the Sudrian president, the Norlandic foreign minister criticised Ostia."
    conversion = converted(text)
    (meeting,) = (a for a in (*conversion.acts, *conversion.doubtful) if a.type.endswith("#Meeting"))
    assert meeting.factuality == "planned"


def test_all_names_of_a_row_take_part(converted: Convert) -> None:
    text = "Prime Ministers Ana Solano of Norland, Jon Berg of Sudria and Eva Lund of Ostia met on Monday."
    (meeting,) = (a for a in converted(text).acts if a.type.endswith("#Meeting"))
    assert len(meeting.participations) == 3


def test_a_capital_that_is_protested_to_is_its_state(converted: Convert) -> None:
    (act,) = (a for a in converted("Norland protested to Sudstadt over the raid.").acts if a.type.endswith("#Protest"))
    assert {p.entity.rsplit("/", 1)[-1] for p in act.participations} == {"X1", "X2"}


def test_a_call_has_no_place(converted: Convert) -> None:
    text = "The Norlandic and Sudrian presidents discussed the situation in Ostia by phone."
    (call,) = (a for a in converted(text).acts if a.type.endswith("#PhoneCall"))
    assert call.place is None


def test_what_happens_time_and_again_is_no_one_event(converted: Convert) -> None:
    assert not converted("Meetings of the Northern Council usually centre on trade.").acts
    assert converted("The Norlandic and Sudrian presidents met in Ostburg.").acts


@pytest.mark.parametrize("surname", ["May", "Cleverly", "Long"])
def test_a_surname_that_is_a_word_names_somebody(converted: Convert, surname: str) -> None:
    (meeting,) = converted(f"Norlandic Prime Minister Anna {surname} met Sudrian President Jon Berg in Ostburg.").acts
    assert len(meeting.participations) == 2


def test_who_is_somewhere_for_a_visit_visits(converted: Convert) -> None:
    (visit,) = (a for a in converted("Norlandic President Ana Solano is in Ostburg for a three-day visit.").acts if a.type.endswith("#Visit"))
    assert {p.entity.rsplit("/", 1)[-1] for p in visit.participations} >= {"X3"}


def test_a_name_behind_an_unknown_title_is_who_is_meant(converted: Convert) -> None:
    (act,) = (a for a in converted("Norlandic Foreign Minister Ana Solano accused chief arms inspector Richard Butler of lying.").acts if a.type.endswith("#Accusation"))
    assert {p.role for p in act.participations} == {"agent", "addressee"}


def test_who_signs_is_told_by_the_clause_around_the_signing(converted: Convert) -> None:
    text = "Norland and Sudria ended their war with the signing of a peace accord in Ostburg."
    (act,) = (a for a in converted(text).acts if a.type.endswith("#Agreement"))
    assert {p.entity.rsplit("/", 1)[-1] for p in act.participations} == {"X1", "X2"}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Norland has begun withdrawing some of its troops from Sudria.", "TroopDeployment"),  # a part of a whole
        ("Norland withdrew 200 of its soldiers from Sudria on Monday.", "TroopDeployment"),
        ("Norland walked away from talks with Sudria.", "Rejection"),  # a goal behind an adverb
    ],
)
def test_what_hangs_on_a_quantity_or_direction_counts(converted: Convert, text: str, kind: str) -> None:
    assert any({"Norland", "Sudria"} <= found for found in sides(converted(text), kind)), sides(converted(text), kind)


@pytest.mark.parametrize("text", ["Norland test-fired two missiles on Monday.", "North Korea test-fired two ballistic missiles."])
def test_a_verb_with_a_hyphen_is_one_word(converted: Convert, text: str) -> None:
    assert acts(converted(text), "Exercise")


def test_a_planned_pullout_is_no_threat(converted: Convert) -> None:
    (act,) = acts(converted("Norland will withdraw its troops from Sudria in May."), "TroopDeployment")
    assert (act.cameo, act.cameo_planned) == ("0874", "035")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Norland met with Sudria in Ostia, where Norlandic troops clashed with Sudrian soldiers this week.", "MilitaryClash"),
        ("The foreign ministers of Norland and Sudria handed their instruments of accession to Ostia.", "Agreement"),
        ("Norland and Sudria became members of the Northern Council on Friday.", "Agreement"),
        ("Norland reiterated its opposition to the plan.", "Rejection"),
        ("The UN refugee agency criticised Norland.", "Criticism"),
        ("Talks involving Norland, Sudria and Ostia took place.", "Meeting"),
        ("The Northern Council concluded its third meeting on Wednesday.", "InstitutionalMeeting"),
        ("Norlandic Foreign Minister Olga Lund brought Sudria and Ostia together for talks.", "Mediation"),
    ],
)
def test_the_act_is_told(converted: Convert, text: str, kind: str) -> None:
    assert [a for a in converted(text).acts if a.type.endswith(f"#{kind}")]


@pytest.mark.parametrize(
    "text",
    [
        "Norlandic President Ana Solano conferred by telephone with Sudrian President Jon Berg.",
        "Norlandic President Ana Solano discussed the raid with Sudrian President Jon Berg in a phone call.",
    ],
)
def test_by_telephone_is_a_call(converted: Convert, text: str) -> None:
    assert [a.type.rsplit("#", 1)[-1] for a in converted(text).acts] == ["PhoneCall"]


def test_who_gives_and_to_whom_is_one_act(converted: Convert) -> None:
    (act,) = converted("Norland has provided $27 million in development assistance to Sudria.").acts
    assert {p.entity.rsplit("/", 1)[-1] for p in act.participations} == {"X1", "X2"}


def test_a_minister_told_behind_a_capital_is_of_its_state(converted: Convert) -> None:
    resolution = converted("Ostia praised Norland. In Sudstadt, Foreign Minister Jon Berg warned that talks would fail.").resolution
    (tenure,) = resolution.tenures
    assert (tenure.of or "").endswith("/X2")


def test_who_was_killed_in_clashes_took_part(converted: Convert) -> None:
    (clash,) = (a for a in converted("Two Norlandic soldiers were killed in clashes with Sudrian troops.").acts if a.type.endswith("#MilitaryClash"))
    assert len(clash.participations) == 2


def test_a_call_about_something_is_a_call(converted: Convert) -> None:
    text = "Norlandic President Ana Solano spoke by phone with Sudrian President Jon Berg about migration."
    assert [a.type.rsplit("#", 1)[-1] for a in converted(text).acts] == ["PhoneCall"]


def test_ones_own_state_is_not_threatened(converted: Convert) -> None:
    (threat,) = (a for a in converted("The Norlandic foreign minister warned that Norgrad would give a decisive answer.").acts if a.type.endswith("#Threat"))
    assert {p.role for p in threat.participations} == {"agent"}


@pytest.mark.parametrize(
    ("text", "kind", "who"),
    [
        ("Nearly 300 Norlandic soldiers have been killed fighting Sudria since 1984.", "War", {"Norland", "Sudria"}),
        ("Norland has been fighting Sudria in the hills since 2015.", "War", {"Norland", "Sudria"}),
        ("Dozens have died in fighting between Norland and Sudria.", "MilitaryClash", {"Norland", "Sudria"}),
        ("Norland claimed responsibility for the raid.", "Statement", {"Norland"}),
        ("The raid on the port was claimed by Norland.", "Statement", {"Norland"}),
        ("Norland sent a clear signal that it would join the talks.", "Statement", {"Norland"}),
        ("The Norlandic president highlighted Ostia's contribution to the peace.", "Praise", {"Norland", "Ostia"}),
        ("The Norlandic president raised the cases of the detained with Sudria.", "Criticism", {"Norland", "Sudria"}),
        ("Olga Lund, the Norlandic president, is due to lay flowers at a grave and meet with Ostian President Marko Bran.", "Meeting", {"Norland", "Ostia"}),
    ],
)  # fmt: skip
def test_wordings_of_newswires_have_their_sides(converted: Convert, text: str, kind: str, who: set[str]) -> None:
    assert any(who <= found for found in sides(converted(text), kind)), sides(converted(text), kind)


def test_fires_are_no_side_of_a_war(converted: Convert) -> None:
    assert not acts(converted("Norland is fighting forest fires in the hills."), "War")


def test_a_war_told_in_a_clause_of_place_is_there(converted: Convert) -> None:
    conversion = converted("Norland sent officers to Sudria, where a civil war is under way.")
    known = {e.iri: e.label for e in conversion.resolution.entities}
    (war,) = acts(conversion, "War")
    assert known[war.place or ""] == "Sudria"


def test_a_merit_that_is_nobodys_is_no_praise(converted: Convert) -> None:
    assert not acts(converted("The Norlandic president noted the contribution of trade to peace."), "Praise")


@pytest.mark.parametrize(
    ("text", "giver", "taker"),
    [
        ("Norlandic President Anna Lund thanked Sudria for its humanitarian assistance.", "Sudria", "Norland"),
        ("Norlandic President Anna Lund expressed gratitude to Ostia for the military support.", "Ostia", "Norland"),
        ("Norlandic President Anna Lund expressed her appreciation for the assistance of the Sudrian government.", "Sudria", "Norland"),
    ],
)
def test_what_somebody_is_thanked_for_he_gave(converted: Convert, text: str, giver: str, taker: str) -> None:
    conversion = converted(text)
    known = {e.iri: e.label for e in conversion.resolution.entities}
    (aid,) = acts(conversion, "Aid")
    told = {p.role.value: {known[b] for b in (p.entity, *p.on_behalf_of)} for p in aid.participations}
    assert giver in told["agent"]
    assert taker in told["addressee"]


def test_support_in_words_is_no_aid(converted: Convert) -> None:
    assert not acts(converted("Norlandic President Anna Lund thanked Sudria for its support."), "Aid")


def test_who_announces_an_intention_to_help_helps(converted: Convert) -> None:
    assert any({"Norland", "Sudria"} <= who for who in sides(converted("Norland announced its intention to provide $5 million to Sudria."), "Aid"))


@pytest.mark.parametrize(
    "text",
    [
        "Norland does not seek conflict with Sudria.",
        "A war between Norland and Sudria would be a disaster.",
        "The envoys want to avoid a war with Sudria.",
    ],
)
def test_a_war_that_is_only_imagined_is_none(converted: Convert, text: str) -> None:
    assert not acts(converted(text), "War")


def test_who_defends_himself_supports_nobody(converted: Convert) -> None:
    assert not acts(converted("Norland has been defending itself against Sudrian raids for two years."), "Praise")


def test_military_aid_is_nobodys_army(converted: Convert) -> None:
    conversion = converted("Norland thanked Ostia for the military aid.")
    assert not [e for e in conversion.resolution.entities if "ilitary" in e.label or "orces" in e.label]


def test_a_deed_that_is_protested_against_is_another_sides(converted: Convert) -> None:
    told = converted("The Norlandic government lodged a strong protest over an attack by Sudrian soldiers.")
    (act,) = (a for a in told.acts if a.type.endswith("#Protest"))
    assert [p.entity.rsplit("/", 1)[-1] for p in act.participations if p.role == "agent"] == ["X1"]


def test_a_day_behind_the_subject_dates_the_deed(converted: Convert) -> None:
    (act,) = converted("The Northern Council on Thursday suspended Sudria.").acts
    assert act.time is not None
    assert (act.time.start, act.time.inferred) == ("2021-04-01", False)


def test_who_is_called_to_talks_is_not_summoned(converted: Convert) -> None:
    assert not [a for a in converted("Norland summoned the Sudrian leaders to peace talks.").acts if a.type.endswith("#Summons")]


def test_ethnic_leaders_lead_no_state(converted: Convert) -> None:
    assert "Sudria" not in {e.label for e in converted("Norlandic President Olga Lund met ethnic Sudrian leaders.").resolution.entities if e.kind.value == "group"}


@pytest.mark.parametrize(
    ("text", "kind", "who"),
    [
        ("The Sudrian ambassador was summoned to the Norlandic foreign ministry on Monday.", "Summons", {"Norland", "Sudria"}),
        ("The coalition was joined by Norland, Sudria and Ostia.", "Agreement", {"Norland", "Sudria", "Ostia"}),
        ("Norland and Sudria are parties to the treaty.", "Agreement", {"Norland", "Sudria"}),
        ("Norland hosted a naval exercise with Ostia.", "Exercise", {"Norland", "Ostia"}),
        ("The Ostian foreign minister noted the important role of Norland in the talks.", "Praise", {"Ostia", "Norland"}),
        ("Norlandic President Anna Lund said that the Sudstadt authorities must open the port.", "Demand", {"Norland", "Sudria"}),
    ],
)  # fmt: skip
def test_more_wordings_of_newswires_have_their_sides(converted: Convert, text: str, kind: str, who: set[str]) -> None:
    assert any(who <= found for found in sides(converted(text), kind)), sides(converted(text), kind)


def test_a_special_military_operation_is_a_war(converted: Convert) -> None:
    assert acts(converted("Norland's special military operation in Sudria began in May."), "War")


def test_talks_to_ease_tensions_are_with_whom_they_are(converted: Convert) -> None:
    assert {"Norland", "Sudria"} <= sides(converted("Norland announced talks to ease tensions with Sudria."), "Meeting")[0]


def test_good_wishes_are_said(converted: Convert) -> None:
    conversion = converted("The Norlandic president extended warm wishes to the Sudrian president.")
    assert [a.type.rsplit("#", 1)[-1] for a in conversion.acts] == ["Statement"]


def test_a_shared_view_with_did_not_is_no_agreement(converted: Convert) -> None:
    assert not acts(converted("Norland and Sudria agreed that the talks did not produce results."), "Agreement")


@pytest.mark.parametrize(
    ("text", "who", "whom"),
    [
        ("The Norlandic foreign minister reaffirmed Norland's support for Sudria's independence.", "Norland", {"Sudria"}),
        ("The Norlandic foreign minister stressed Norland's support for Sudria's independence.", "Norland", {"Sudria"}),
        ("The Norlandic foreign minister reiterated Norland's support for the talks.", "Norland", set()),
        ("Norland stands in solidarity with Sudria after the flood.", "Norland", {"Sudria"}),
        ("Norland is a steadfast supporter of Sudria's independence.", "Norland", {"Sudria"}),
    ],
)
def test_support_is_for_whom_it_is_told_not_for_who_gives_it(converted: Convert, text: str, who: str, whom: set[str]) -> None:
    conversion = converted(text)
    known = {e.iri: e.label for e in conversion.resolution.entities}
    (praise,) = acts(conversion, "Praise")
    assert who in {known[b] for p in praise.participations if p.role == "agent" for b in (p.entity, *p.on_behalf_of)}
    assert {known[p.entity] for p in praise.participations if p.role != "agent"} == whom

"""What follows from several acts without being said: marked as inferred, and no more than follows."""

from collections.abc import Callable

from kg.model import Act, Conversion

Convert = Callable[..., Conversion]
ROUND = (
    "On Thursday, officials from Norland and Sudria met with their counterparts from Ostia on the sidelines of the "
    "Northern Council summit in Ostburg. "
)


def acts(conversion: Conversion, kind: str) -> list[Act]:
    return [a for a in conversion.acts if a.type.endswith(f"#{kind}") and "/part/" not in a.iri]


def inferred(act: Act) -> set[str]:
    return {r.kind for r in act.relations if r.inferred}


def test_what_is_on_the_sidelines_of_a_summit_is_where_the_summit_is(converted: Convert) -> None:
    told = converted(ROUND)
    for part in (a for a in told.acts if "/part/" in a.iri):
        assert part.place is not None
        assert part.place.endswith("X3C")
        assert part.place_inferred
    (summit,) = acts(told, "InstitutionalMeeting")
    assert summit.time is not None
    assert summit.time.start == "2021-04-01"
    assert summit.time.inferred


def test_two_ministers_of_the_sides_on_the_day_are_part_of_the_round(converted: Convert) -> None:
    told = converted(ROUND + "Norlandic foreign minister Mara Lind met Ostian foreign minister Jan Holt on Thursday.")
    (meeting,) = acts(told, "Meeting")
    assert inferred(meeting) == {"subEventOf"}


def test_a_meeting_elsewhere_is_no_part_of_the_round(converted: Convert) -> None:
    told = converted(ROUND + "Norlandic president Mara Lind met Ostian prime minister Jan Holt in Norgrad on Thursday.")
    (meeting,) = acts(told, "Meeting")
    assert inferred(meeting) == set()


def test_the_sides_that_never_met_are_not_joined(converted: Convert) -> None:
    told = converted(ROUND)
    for act in told.acts:
        parties = {b.rsplit("/", 1)[-1] for p in act.participations for b in (p.entity, *p.on_behalf_of)}
        assert not {"X1", "X2"} <= parties


def test_clashes_of_the_sides_of_an_enduring_conflict_are_parts_of_it(converted: Convert) -> None:
    told = converted(
        "Norland and Sudria have been engaged in conflict over the islands since the break-up of Ostia. "
        "In 2012, Norlandic and Sudrian forces clashed at Riverton. In 2014, Ostian and Sudrian forces clashed at Riverton."
    )
    first, second = acts(told, "MilitaryClash")
    assert inferred(first) == {"partOfConflict"}
    assert inferred(second) == set()


def test_an_enduring_conflict_is_not_over(converted: Convert) -> None:
    told = converted("Norland and Sudria have been engaged in conflict over the islands since the break-up of Ostia.")
    (war,) = acts(told, "War")
    assert war.time is not None
    assert (war.time.edtf, war.time.start, war.time.earliest_end) == ("/..", None, "2021-04-02")


def test_the_only_war_of_a_year_is_what_a_clash_of_that_year_led_to(converted: Convert) -> None:
    told = converted(
        "They recalled the brutal war fought between Norland and Sudria in 2012. "
        "A flare-up occurred on 5 May 2012, and led to the worst war in decades."
    )
    first, second = acts(told, "War")
    assert [(r.kind, r.target) for r in second.relations if r.inferred] == [("sameOccurrenceAs", first.iri)]


def test_harm_that_follows_a_vote_is_not_done_by_the_voters(converted: Convert) -> None:
    told = converted("The Autonomous Province of Westmark voted to join Norland in 1991, displacing thousands.")
    (harm,) = acts(told, "Displacement")
    assert not harm.participations


def test_harm_in_a_clash_is_done_by_who_attacked(converted: Convert) -> None:
    told = converted("Norlandic forces attacked Sudria in May 2019, displacing thousands.")
    (harm,) = acts(told, "Displacement")
    assert [p.role.value for p in harm.participations] == ["agent"]


def test_a_named_war_has_the_sides_of_the_clashes_in_its_sentence(converted: Convert) -> None:
    told = converted("Norlandic and Sudrian troops engaged in frequent clashes, with the conflict reigniting in what is known as the 2016 Long War.")
    (war,) = acts(told, "War")
    assert {b.rsplit("/", 1)[-1] for p in war.participations for b in p.on_behalf_of} == {"X1", "X2"}
    assert all(p.inferred for p in war.participations)


def test_a_war_named_after_two_states_has_them_as_sides(converted: Convert) -> None:
    told = converted("Officials recalled the Norland–Sudria War, which ended in 1988.")
    (war,) = acts(told, "War")
    assert {p.entity.rsplit("/", 1)[-1] for p in war.participations} == {"X1", "X2"}


def test_a_named_war_lends_no_sides_to_another_named_war(converted: Convert) -> None:
    told = converted("He served in the Long War of 1980 and in the Norland War of 1990.")
    assert sorted(len(a.participations) for a in acts(told, "War")) == [0, 1]

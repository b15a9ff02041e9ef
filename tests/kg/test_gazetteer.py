import random
from datetime import date

import pytest

from kg.gazetteer import Gazetteer
from kg.gazetteer.names import sound_key, sound_keys

GAZETTEER = Gazetteer.load()


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Ara Ayvazian", "Ara Ayvazyan"), ("Sergei Lavrov", "Sergey Lavrov"), ("Alexey Overchuk", "Aleksei Overchuk"),
        ("Volodymyr Zelensky", "Volodymyr Zelenskyy"), ("Bashar al-Assad", "Bashar Assad"), ("Recep Tayyip Erdoğan", "Recep Tayyip Erdogan"),
    ],
)  # fmt: skip
def test_spellings_of_one_name_meet(a: str, b: str) -> None:
    assert sound_key(a) == sound_key(b)


def test_names_of_different_people_do_not_meet() -> None:
    assert sound_key("Ivan Petrov") != sound_key("Ivan Pavlov")


@pytest.mark.parametrize(
    ("words", "key", "use"),
    [
        ("Armenian", "Q399", "adjective"),
        ("United States", "Q30", "name"),
        ("Kremlin", "Q159", "metonym"),
        ("Soviet Union", "Q15180", "name"),
    ],
)
def test_names_adjectives_and_metonyms_of_states_are_known(words: str, key: str, use: str) -> None:
    match = GAZETTEER.match(words.split(), 0)[0]
    assert (match.entries[0].key, match.use.value) == (key, use)


def test_lower_case_turkey_is_no_state() -> None:
    assert GAZETTEER.match(["turkey"], 0) == ()


def test_office_and_state_tell_the_general_from_his_namesake() -> None:
    found = GAZETTEER.link_person(
        "Artak Davtyan", office="chief-of-general-staff", of="Q399", on=date(2021, 4, 2)
    )
    assert [c.key for c in found] == ["Q20508173"]
    assert "office held on the day" in found[0].reasons


def test_a_name_of_another_state_is_not_linked() -> None:
    assert (
        GAZETTEER.link_person("Ara Ayvazian", office="foreign-minister", of="Q159", on=date(2021, 4, 2)) == ()
    )


def test_nobody_is_known_to_hold_an_office_beyond_what_the_row_knows() -> None:
    assert GAZETTEER.holders("foreign-minister", "Q159", date(2035, 1, 1)) == ()


def test_sixty_random_foreign_ministers_are_right_or_unknown() -> None:
    tenures = [
        t
        for p in GAZETTEER._people
        for t in GAZETTEER.tenures(p)
        if t.office == "foreign-minister" and t.start and t.end and len(t.start) == len(t.end) == 10
    ]
    for tenure in random.Random(7).sample(tenures, 60):
        start, end = date.fromisoformat(tenure.start or ""), date.fromisoformat(tenure.end or "")
        middle = start + (end - start) / 2
        found = GAZETTEER.holders("foreign-minister", tenure.of, middle)
        assert not found or tenure.person in {h.person for h in found}
        assert tenure.person not in {
            h.person for h in GAZETTEER.holders("foreign-minister", tenure.of, end)
        } or any(
            t.start and t.start <= end.isoformat() and t.person == tenure.person and t is not tenure
            for t in GAZETTEER.tenures(tenure.person)
        )


def test_a_president_of_the_tables_without_wikidata_id_has_a_key_of_its_own() -> None:
    found = GAZETTEER.link_person("Bill Clinton", office="president", of="Q30", on=date(1998, 8, 20))
    assert [c.key for c in found] == ["govtrack-412374"]


@pytest.mark.parametrize(
    ("name", "day", "state"),
    [("Clinton", date(1998, 8, 20), "Q30"), ("Clinton", date(1970, 1, 1), None), ("Nobody", None, None)],
)
def test_a_leaders_surname_tells_the_state(name: str, day: date | None, state: str | None) -> None:
    assert GAZETTEER.state_of_leader(name, day) == state


def test_a_surname_does_not_link_against_the_given_name() -> None:
    assert GAZETTEER.by_surname("Joseph R. Biden, Jr.", "president", "Q30", date(2022, 3, 1))
    assert GAZETTEER.by_surname("Hunter Biden", "president", "Q30", date(2022, 3, 1)) == ()


def test_the_given_names_of_the_tables_tell_a_gender_where_they_agree() -> None:
    assert GAZETTEER.gender_by_given_name("Maria Nobody") == "female"
    assert GAZETTEER.gender_by_given_name("Ivan Nobody") == "male"
    assert GAZETTEER.gender_by_given_name("Nobody") is None


@pytest.mark.parametrize(
    ("name", "state"), [("Kiev", "Q212"), ("Washington", "Q30"), ("New Delhi", "Q668"), ("Peking", "Q148")]
)
def test_a_seat_of_government_is_known_under_all_its_names(name: str, state: str) -> None:
    entry = GAZETTEER.match(name.split(), 0)[0].entries[0]
    assert state in entry.capital_of


def test_many_names_have_the_keys_that_each_has_alone() -> None:
    names = ["Sergei Lavrov", "Al-Sadr  Muqtada", "Ilham Əliyev", "O’Brien", "", "Jens\nStoltenberg", "Łukasz Żółć"]
    assert sound_keys(names) == [sound_key(name) for name in names]

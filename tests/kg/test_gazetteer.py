from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from kg.errors import ResourceError
from kg.gazetteer import Gazetteer
from kg.gazetteer.compilation import compile_index
from kg.gazetteer.intervals import interval
from kg.gazetteer.names import sound_key, sound_keys
from kg.gazetteer.rows import EntityRow, Name, PersonRow, Row, TenureRow
from kg.model import EntityKind

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


def test_nobody_is_known_to_hold_an_office_beyond_what_the_row_knows() -> None:
    assert GAZETTEER.holders("foreign-minister", "Q159", date(2035, 1, 1)) == ()


@pytest.mark.parametrize(
    ("name", "day", "state"),
    [("Clinton", date(1998, 8, 20), "Q30"), ("Clinton", date(1970, 1, 1), None), ("Nobody", None, None)],
)
def test_a_leaders_surname_tells_the_state(name: str, day: date | None, state: str | None) -> None:
    assert GAZETTEER.state_of_leader(name, day) == state


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


@pytest.mark.parametrize(
    ("dates", "yes", "unknown", "no"),
    [
        (("2004-03-09", "2012-05-21", None), ["2004-03-09", "2012-05-20"], [], ["2004-03-08", "2012-05-21"]),
        (("2004-03-09", None, "2022-08-03"), ["2022-08-03"], ["2022-08-04", "2035-01-01"], ["2004-03-08"]),
        (("2004-03", "2012", None), ["2004-03-31", "2011-12-31"], ["2004-03-01", "2012-06-01"], ["2004-02-29", "2012-12-31"]),
        (("2004", None, None), [], ["2004-01-01", "2022-01-01"], ["2003-12-31"]),
        ((None, "2012-05-21", None), [], ["1950-01-01"], ["2012-05-21"]),
        ((None, None, "2022-08-03"), ["2022-08-03"], ["2022-08-02", "2022-08-04"], []),
    ],
    ids=["half-open", "no-end-is-not-for-ever", "months-and-years-leave-days-open", "year-alone", "no-start", "no-dates"],
)  # fmt: skip
def test_a_tenure_tells_of_a_day_what_its_dates_tell(
    dates: tuple[str | None, ...], yes: list[str], unknown: list[str], no: list[str]
) -> None:
    days = interval(*dates)
    assert [days.covers(d) for d in (*yes, *unknown, *no)] == [True] * len(yes) + [None] * len(unknown) + [False] * len(no)


@pytest.mark.parametrize("value", ["2021-4-2", "2.4.2021", "0000", "2021-13", "2021-02-30", "spring"])
def test_a_date_of_another_form_is_an_error(value: str) -> None:
    with pytest.raises(ValueError, match=r"date|month|day|expected"):
        interval(value, None, None)


NORLAND = EntityRow(key="X1", kind=EntityKind.STATE, label="Norland", source="invented", names=(Name(text="Norland"),), iso3="XX1")
LUND = PersonRow(key="olga-lund", name="Olga Lund", source="invented", gender="female")
TENURE = TenureRow(person="olga-lund", office="foreign-minister", of="X1", title="Foreign Minister", source="invented", start="2019", end="2021-05-01")


def test_rows_of_ones_own_join_those_of_an_index(tmp_path: Path) -> None:
    first, second = tmp_path / "first.db", tmp_path / "second.db"
    compile_index([NORLAND, LUND], first)
    compile_index([TENURE, replace(LUND, aliases=("Olga Maria Lund",), gender=None)], second, base=first)
    found = Gazetteer.load(second)
    assert [h.name for h in found.holders("foreign-minister", "X1", date(2021, 4, 2))] == ["Olga Lund"]
    assert found.holders("foreign-minister", "X1", date(2021, 5, 1)) == ()
    assert found.gender("olga-lund") == "female"  # what a later row leaves open stays
    assert found.link_person("Olga Maria Lund").best is not None
    assert Gazetteer.load(first).tenures("olga-lund") == ()


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (replace(TENURE, person="nobody"), "expected a row of that person before it"),
        (replace(TENURE, start="2.4.2019"), "expected a date as YYYY-MM-DD, YYYY-MM or YYYY, found '2.4.2019'"),
        (replace(LUND, source=" "), "expected the source of the row"),
        (replace(NORLAND, source=""), "expected the source of the row"),
    ],
)
def test_a_row_at_fault_leaves_the_index_as_it_was(tmp_path: Path, row: Row, words: str) -> None:
    path = tmp_path / "own.db"
    compile_index([NORLAND, LUND], path)
    before = path.read_bytes()
    with pytest.raises(ResourceError, match=words):
        compile_index([row], path, base=path)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("content", [b"", b"<html>not found</html>", b"SQLite format 3\x00" + bytes(100)])
def test_a_file_that_is_no_index_is_said_to_be_none(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "own.db"
    path.write_bytes(content)
    with pytest.raises(ResourceError, match=r"own\.db"):
        Gazetteer.load(path)


def test_a_missing_index_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(ResourceError, match=r"none\.db: cannot be opened"):
        Gazetteer.load(tmp_path / "none.db")

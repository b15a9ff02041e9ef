"""A user's own CSV: what comes in, and what every fault is told as."""

from datetime import date
from pathlib import Path

import pytest

from kg.errors import GrowingError
from kg.gazetteer import Gazetteer
from kg.gazetteer.rows import EntityRow, PersonRow, Row, TenureRow
from kg.growing.layers import Folder
from kg.growing.table import read_table
from kg.model import EntityKind

GAZETTEER = Gazetteer.load()
HEAD = "name,office,of,source,start,end,true_on\n"
ROW = "Jan Nord,foreign minister,Armenia,desk,2026-09-01,,2026-11-20\n"


def read(tmp_path: Path, text: str | bytes) -> list[Row]:
    path = tmp_path / "table.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_table(path, GAZETTEER)


def test_a_line_is_a_person_and_a_tenure(tmp_path: Path) -> None:
    more = "name,office,of,source,start,id,title,aliases,gender\nJan Nord,Foreign Minister,ARM,desk,2026-09,Q9000001,FM,J. Nord|Jan A. Nord,male\n"
    assert read(tmp_path, more) == [
        PersonRow(key="Q9000001", name="Jan Nord", aliases=("J. Nord", "Jan A. Nord"), gender="male", wikidata="Q9000001", source="desk"),
        TenureRow(person="Q9000001", office="foreign-minister", of="Q399", title="FM", start="2026-09", source="desk"),
    ]


def test_without_an_id_the_name_makes_a_key(tmp_path: Path) -> None:
    person = read(tmp_path, HEAD + ROW)[0]
    assert isinstance(person, PersonRow)
    assert (person.key, person.wikidata) == ("jan-nord", None)


def test_a_president_is_kept_as_head_of_state(tmp_path: Path) -> None:
    tenure = read(tmp_path, HEAD + ROW.replace("foreign minister", "president"))[1]
    assert isinstance(tenure, TenureRow)
    assert tenure.office == "head-of-state"


def test_states_and_bodies_come_in_by_kind(tmp_path: Path) -> None:
    found = read(tmp_path, "name,kind,source,aliases,organ_of,type\nOffice of the Envoy,organisation,desk,OE|Envoy's Office,United Nations,Organ\n")
    assert isinstance(found[0], EntityRow)
    assert (found[0].kind, found[0].organ_of, [n.text for n in found[0].names]) == (
        EntityKind.ORGANISATION, "Q1065", ["Office of the Envoy", "OE", "Envoy's Office"],
    )  # fmt: skip


@pytest.mark.parametrize("separator", [";", "\t"])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_tables_as_spreadsheets_write_them_are_read(tmp_path: Path, separator: str, ending: str) -> None:
    text = "\ufeff" + (HEAD.title().replace("True_On", "True on") + ROW).replace(",", separator).replace("\n", ending)
    assert len(read(tmp_path, text)) == 2


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("name,office,of\nJan,president,Armenia\n", "found name, office, of: source missing"),
        ("name,office,source\nJan,president,desk\n", "of missing"),
        ("a,b\n1,2\n", "expected the columns name, office, of, source of officials or name, kind, source"),
        ("", "found none"),
        (HEAD, "expected lines below the names"),
        (HEAD.replace("end", "colour") + ROW, "found colour"),
        (HEAD.replace("end", "start") + ROW, "found start twice"),
        (HEAD + "Jan Nord,foreign minister\n", "line 2: expected 7 cells, found 2"),
        (HEAD + ROW.replace("desk", ""), "line 2: expected a value of source, found none"),
        (HEAD + ROW.replace("foreign minister", "wizard"), "line 2: office: expected an office such as"),
        (HEAD + ROW.replace("Armenia", "Atlantis"), "line 2: of: expected a state or body"),
        (HEAD + ROW.replace("2026-09-01", "1.9.2026"), "line 2: start: expected a date as YYYY-MM-DD"),
        (HEAD + ROW.replace("2026-09-01", "2026-02-30"), "line 2: start: "),
        (HEAD + ROW.replace(",,2026", ",2026-08-01,2026"), "line 2: end: expected a day after the start, 2026-09-01, found '2026-08-01'"),
        (HEAD + "Jan Nord,foreign minister,Armenia,desk,,,\n", "line 2: expected at least one of start, end and true_on"),
        ("id," + HEAD + "q42," + ROW, "line 2: id: expected a Wikidata id such as Q42"),
        ("id," + HEAD + "a b," + ROW, "line 2: id: expected"),
        ("gender," + HEAD + "m," + ROW, "line 2: gender: expected male, female or nothing, found 'm'"),
        ("name,kind,source\nX,planet,desk\n", "line 2: kind: expected one of state"),
        ("name,kind,source,iso2\nX,state,desk,xyz\n", "line 2: iso2: expected 2 capital letters"),
        ("name,kind,source,capital_of\nX,city,desk,Atlantis\n", "line 2: capital_of: expected a state"),
        ("<html><body>503</body></html>", "found HTML"),
        (b"name,office,of,source\nJos\xe9,president,Armenia,desk\n", "expected UTF-8, found byte 0xe9"),
        (HEAD + '"Jan Nord,foreign minister\n', "line 2"),
    ],
)  # fmt: skip
def test_every_fault_is_told_with_its_place(tmp_path: Path, text: str | bytes, words: str) -> None:
    with pytest.raises(GrowingError) as caught:
        read(tmp_path, text)
    assert words in str(caught.value)
    assert "table.csv" in str(caught.value)


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(GrowingError, match=r"(?s)line 2: of.*line 4: office.*line 5: start"):
        read(tmp_path, HEAD + ROW.replace("Armenia", "Atlantis") + ROW + ROW.replace("foreign minister", "wizard") + ROW.replace("2026-09-01", "x"))


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(GrowingError, match="No such file"):
        read_table(tmp_path / "none.csv", GAZETTEER)


def test_a_table_is_used_by_the_index_and_replaced_by_one_of_its_name(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "own")
    folder.path.mkdir()
    folder.add_table("desk", read(tmp_path, HEAD + ROW))
    own = Gazetteer.load(folder.index)
    assert [h.name for h in own.holders("foreign-minister", "Q399", date(2026, 11, 20))] == ["Jan Nord"]
    assert own.holders("foreign-minister", "Q399", date(2026, 11, 21)) == ()
    folder.add_table("desk", read(tmp_path, HEAD + ROW.replace("Jan", "Eva")))
    again = Gazetteer.load(folder.index)
    assert [h.name for h in again.holders("foreign-minister", "Q399", date(2026, 11, 20))] == ["Eva Nord"]

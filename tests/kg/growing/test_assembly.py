"""Facts to rows: offices and their bodies, tenures and the days on which they hold, layers over layers."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import msgspec
import pytest

from kg.errors import GrowingError, ResourceError
from kg.gazetteer import Gazetteer
from kg.gazetteer.rows import EntityRow, Name, NameUse, PersonRow, TenureRow
from kg.growing.assembly import Assembly, Layer
from kg.growing.days import Bound
from kg.growing.facts import EntityFact, Fact, Held, OfficeFact, PersonFact, encode
from kg.growing.known import Known, Open
from kg.growing.layers import DUMP, Folder, Header

DAY = "2026-11-02"
NOTHING = Known(entities={}, statements={}, offices={}, open=())
STATE = EntityFact(id=1, kind="state", label="Norland", types=["State"])
OFFICE = OfficeFact(id=2, label="Minister of Foreign Affairs of Norland", office="foreign-minister", of=[1])


def replace_capitals(state: EntityFact, *cities: int) -> EntityFact:
    return msgspec.structs.replace(state, capitals=list(cities))


def layer(tmp_path: Path, *facts: Fact, name: str = "facts", as_of: str = DAY) -> Layer:
    path = tmp_path / name
    path.write_bytes(b"".join(encode(f) + b"\n" for f in facts))
    return Layer(path=path, source=f"dump of {as_of}", as_of=as_of)


def rows(tmp_path: Path, *facts: Fact, known: Known = NOTHING) -> tuple[list[TenureRow], Assembly]:
    made = Assembly([layer(tmp_path, *facts)], known)
    return [r for r in made.rows() if isinstance(r, TenureRow)], made


def person(*held: Held, id: int = 9, **more: object) -> PersonFact:
    return PersonFact(id=id, name="Jan Nord", held=list(held), **more)  # type: ignore[arg-type]


def tenure(tmp_path: Path, held: Held, known: Known = NOTHING) -> TenureRow | None:
    found, _ = rows(tmp_path, STATE, OFFICE, person(held), known=known)
    return found[0] if found else None


@pytest.mark.parametrize(
    ("held", "expected"),
    [
        (Held("s", 2, start="2020-02-03", end="2021"), ("2020-02-03", "2021", DAY)),
        (Held("s", 2, start="2020-02-03", open=Bound.ABSENT), ("2020-02-03", None, DAY)),
        (Held("s", 2, start="2020-02-03", open=Bound.NONE), ("2020-02-03", None, DAY)),
        (Held("s", 2, start="2020-02-03", open=Bound.VAGUE), ("2020-02-03", None, None)),
        (Held("s", 2, start="2020-02-03", open=Bound.ABSENT, over=True), ("2020-02-03", None, None)),
        (Held("s", 2, open=Bound.ABSENT, started=False), (None, None, None)),
        (Held("s", 2, open=Bound.NONE, started=False), (None, None, DAY)),
        (Held("s", 2, end="2021-05-01"), (None, "2021-05-01", DAY)),
    ],
    ids=["ended", "no end told", "no end", "an end without a date", "a successor is told", "no date at all", "no end, no start", "end only"],
)
def test_no_end_is_vouched_for_up_to_the_day_of_the_dump_and_only_where_nothing_speaks_against_it(
    tmp_path: Path, held: Held, expected: tuple[str | None, str | None, str | None]
) -> None:
    row = tenure(tmp_path, held)
    assert row is not None
    assert (row.start, row.end, row.true_on) == expected
    assert (row.office, row.of, row.statement, row.office_wikidata, row.source) == ("foreign-minister", "Q1", "s", "Q2", f"dump of {DAY}")


def test_a_tenure_without_an_end_of_somebody_who_died_is_left_out(tmp_path: Path) -> None:
    found, made = rows(tmp_path, STATE, OFFICE, person(Held("a", 2, start="1920"), Held("b", 2, start="1921", end="1922"), dead=True))
    assert [r.statement for r in found] == ["b"]
    assert made.report.left_out == {"tenures without an end of people who died": 1}


def test_a_tenure_that_ends_before_it_starts_is_left_out(tmp_path: Path) -> None:
    assert tenure(tmp_path, Held("s", 2, start="2020-02-03", end="2019")) is None
    assert tenure(tmp_path, Held("s", 2, start="2020-02-03", end="2020")) is not None


@pytest.mark.parametrize(
    ("office", "expected"),
    [
        (OfficeFact(id=2, label="Minister of Foreign Affairs of Norland", of=[1]), ("foreign-minister", "Q1")),
        (OfficeFact(id=2, label="Minister of Defence of Norland", office="minister", of=[1]), ("defence-minister", "Q1")),
        (OfficeFact(id=2, label="Minister of Fisheries of Norland", office="minister", of=[1]), ("minister", "Q1")),
        (OfficeFact(id=2, label="Foreign Minister (Norland)", of=[1]), ("foreign-minister", "Q1")),
        (OfficeFact(id=2, label="President of the Bar of Norland", of=[1]), ("other-office", "Q1")),
        (OfficeFact(id=2, label="President of Norland", of=[1]), ("head-of-state", "Q1")),
        (OfficeFact(id=2, label="Deputy Minister of Foreign Affairs of Norland", office="foreign-minister", of=[1]), ("deputy-foreign-minister", "Q1")),
        (OfficeFact(id=2, label="Shadow Foreign Secretary of Norland", office="foreign-minister", of=[1]), ("lawmaker", "Q1")),
        (OfficeFact(id=2, label="Prime Minister of Norland", office="head-of-government", country=[1]), ("head-of-government", "Q1")),
        (OfficeFact(id=2, label="Norlandish Foreign Minister", country=[1]), ("foreign-minister", "Q1")),
        (OfficeFact(id=2, label="Norlandish Minister of Fisheries", office="minister", country=[1]), ("minister", "Q1")),
        (OfficeFact(id=2, label="Norlandish Deputy Foreign Minister", office="foreign-minister", country=[1]), ("deputy-foreign-minister", "Q1")),
        (OfficeFact(id=2, label="Mayor of Nordhaven", office="head-of-government", country=[1]), None),  # of the city, not of the state
        (OfficeFact(id=2, label="Governor of Norland Coast", office="head-of-government", of=[77], country=[1]), None),  # of a province
        (OfficeFact(id=2, label="Foreign Minister", office="foreign-minister"), None),
        (OfficeFact(id=2, label="Foreign Minister", office="foreign-minister", of=[77]), None),  # of something that is not kept
        (OfficeFact(id=2, label="Foreign Minister", office="foreign-minister", of=[1, 3]), None),  # of both?
        (OfficeFact(id=2, label="Foreign Minister of Sudria", office="foreign-minister", of=[1, 3]), ("foreign-minister", "Q3")),
    ],
    ids=lambda v: v.label if isinstance(v, OfficeFact) else "",
)
def test_office_and_body_of_a_position(tmp_path: Path, office: OfficeFact, expected: tuple[str, str] | None) -> None:
    sudria = EntityFact(id=3, kind="state", label="Sudria", types=["State"])
    known = replace(NOTHING, adjectives={1: ("Norlandish",)})
    found, _ = rows(tmp_path, STATE, sudria, office, person(Held("s", 2, start="2020")), known=known)
    assert [(r.office, r.of) for r in found] == ([] if expected is None else [expected])


def test_offices_of_no_class_can_be_left_out(tmp_path: Path) -> None:
    facts = STATE, OFFICE, OfficeFact(id=4, label="Warden of Norland", of=[1]), person(Held("a", 2, start="2020"), Held("b", 4, start="2020"))
    both = layer(tmp_path, *facts)
    assert {r.office for r in Assembly([both], NOTHING).rows() if isinstance(r, TenureRow)} == {"foreign-minister", "other-office"}
    made = Assembly([replace(both, known_offices=True)], NOTHING)
    assert {r.office for r in made.rows() if isinstance(r, TenureRow)} == {"foreign-minister"}
    assert +made.report.left_out == {"tenures of an office of no class": 1}


def test_the_statement_tells_the_body_before_the_position_does(tmp_path: Path) -> None:
    sudria = EntityFact(id=3, kind="state", label="Sudria", types=["State"])
    found, _ = rows(tmp_path, STATE, sudria, OFFICE, person(Held("s", 2, of=[3], start="2020")))
    assert [r.of for r in found] == ["Q3"]


def test_what_the_packaged_index_says_of_a_statement_or_position_stays(tmp_path: Path) -> None:
    known = Known(entities={1: ("state", "Norland")}, statements={"s": ("defence-minister", 1)}, offices={2: ("minister", 1)}, open=())
    assert tenure(tmp_path, Held("s", 2, start="2020"), known).office == "defence-minister"  # type: ignore[union-attr]
    assert tenure(tmp_path, Held("t", 2, start="2020"), known).office == "minister"  # type: ignore[union-attr]


def test_an_entity_that_the_packaged_index_has_is_not_written_over(tmp_path: Path) -> None:
    known = Known(entities={1: ("state", "Norland")}, statements={}, offices={}, open=())
    made = Assembly([layer(tmp_path, EntityFact(id=1, kind="city", label="Kingdom of Norland"))], known)
    assert not [r for r in made.rows() if isinstance(r, EntityRow)]


@pytest.mark.parametrize(
    ("fact", "name"),
    [
        (EntityFact(id=5, kind="city", label="Nordhaven"), Name(text="Nordhaven")),
        (EntityFact(id=5, kind="city", label="Split"), Name(text="Split", strong=False)),
        (EntityFact(id=5, kind="city", label="Ой"), Name(text="Ой", use=NameUse.FOREIGN)),
        (EntityFact(id=5, kind="city", label="Paris, Texas"), Name(text="Paris, Texas", use=NameUse.FOREIGN)),
        (EntityFact(id=5, kind="polity", label="Georgia", types=["SubnationalUnit"]), Name(text="Georgia", use=NameUse.FOREIGN)),
    ],
    ids=lambda v: v.label if isinstance(v, EntityFact) else "",
)
def test_a_label_is_a_name_in_running_text_only_where_it_can_be_one(tmp_path: Path, fact: EntityFact, name: Name) -> None:
    found = [r for r in Assembly([layer(tmp_path, fact)], NOTHING).rows() if isinstance(r, EntityRow)]
    assert found[0].names == (name,)


def test_a_capital_is_one_where_the_state_says_so_too(tmp_path: Path) -> None:
    city = EntityFact(id=5, kind="city", label="Nordhaven", capital_of=[1, 3, 77], population=10)
    other = EntityFact(id=6, kind="city", label="Ostby", capital_of=[77], population=10)  # of a county
    state, former = replace_capitals(STATE, 5), EntityFact(id=3, kind="state", label="Old Norland", capitals=[8])
    told = replace(layer(tmp_path, city, other, state, former), min_population=1000)
    found = {r.key: r.capital_of for r in Assembly([told], NOTHING).rows() if isinstance(r, EntityRow)}
    assert found == {"Q1": (), "Q3": (), "Q5": ("Q1",)}


@pytest.mark.parametrize(("read", "expected"), [("2026-11-24", ("2026-11-20", "read")), (DAY, ("2026-11-20", "read")), ("2026-10-01", (None, f"dump of {DAY}"))])
def test_of_a_person_what_was_read_last_counts_alone(tmp_path: Path, read: str, expected: tuple[str | None, str]) -> None:
    held = [Held("a", 2, start="2020"), Held("b", 2, start="2010", end="2011")]
    first = layer(tmp_path, STATE, OFFICE, person(*held), name="first")
    others = [person(Held("c", 2, start="2001"), id=8, as_of="2026-11-24", source="read")]
    later = layer(tmp_path, person(Held("a", 2, start="2020", end="2026-11-20"), as_of=read, source="read"), *others, name="later", as_of="2026-11-24")
    found = list(Assembly([first, later], NOTHING).rows())
    assert [(r.end, r.source) for r in found if isinstance(r, TenureRow) and r.statement == "a"] == [expected]
    assert [r.source for r in found if isinstance(r, PersonRow)] == [expected[1], "read"]
    assert any(r.statement == "b" for r in found if isinstance(r, TenureRow)) is (expected[1] != "read")


def test_of_an_office_what_was_read_last_counts(tmp_path: Path) -> None:
    first = layer(tmp_path, STATE, OFFICE, person(Held("a", 2, start="2020")), name="first")
    old = layer(tmp_path, OfficeFact(id=2, label="Envoy of Norland", of=[1], as_of="2026-01-01"), name="later", as_of="2026-11-24")
    assert [r.office for r in Assembly([first, old], NOTHING).rows() if isinstance(r, TenureRow)] == ["foreign-minister"]
    new = layer(tmp_path, OfficeFact(id=2, label="Minister of Defence of Norland", of=[1], as_of="2026-11-24"), name="later")
    assert [r.office for r in Assembly([first, new], NOTHING).rows() if isinstance(r, TenureRow)] == ["defence-minister"]


def test_a_person_whose_id_became_another_keeps_the_key_of_the_packaged_index(tmp_path: Path) -> None:
    known = Known(entities={}, statements={}, offices={}, open=(), people=frozenset({7}))
    found = list(Assembly([layer(tmp_path, STATE, OFFICE, person(Held("a", 2, start="2020"), formerly=[5, 7]))], known).rows())
    assert [(r.key, r.wikidata) for r in found if isinstance(r, PersonRow)] == [("Q7", "Q9")]
    assert [r.person for r in found if isinstance(r, TenureRow)] == ["Q7"]


# --- the folder -------------------------------------------------------------------------------------


def put(folder: Folder, *facts: Fact, as_of: str = DAY) -> None:
    draft = folder.path / "draft"
    draft.write_bytes(b"".join(encode(f) + b"\n" for f in facts))
    folder.put(DUMP, Header(source=f"dump of {as_of}", as_of=as_of, file=folder.unused(DUMP)), draft)


def test_a_new_row_of_a_known_statement_ends_the_tenure_of_the_packaged_index(tmp_path: Path) -> None:
    """Foreign minister of Armenia by the seeds since 2021-08-19, seen last on 2022-07-23; the end is invented."""
    packaged = Gazetteer.load()
    old = next(h for h in packaged.tenures("Q31196321") if h.office == "foreign-minister")
    assert old.end is None
    put(Folder(tmp_path), PersonFact(id=31196321, name="Ararat Mirzoyan", held=[Held(old.statement or "", 7, start=old.start, end="2024-01-01")]))
    own = Gazetteer.load(Folder(tmp_path).index)
    assert [h.end for h in own.tenures("Q31196321") if h.statement == old.statement] == ["2024-01-01"]
    assert not own.may_hold("Q31196321", "foreign-minister", "Q399", date(2024, 6, 1))
    assert packaged.may_hold("Q31196321", "foreign-minister", "Q399", date(2024, 6, 1))


def test_a_layer_that_fails_leaves_folder_and_index_as_they_were(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    put(folder, STATE, OFFICE, person(Held("s", 2, start="2020")))
    before = {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()}
    with pytest.raises(ResourceError, match="20-20-20"):
        put(folder, STATE, OFFICE, person(Held("t", 2, start="20-20-20"), id=8))
    (tmp_path / "draft").unlink()
    assert {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()} == before


def test_a_layer_can_be_replaced_and_taken_away(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    put(folder, STATE, OFFICE, person(Held("s", 2, start="2020")))
    put(folder, STATE, OFFICE, person(Held("s", 2, start="2021")), as_of="2026-11-09")
    assert [h.start for h in Gazetteer.load(folder.index).tenures("Q9")] == ["2021"]
    assert len(list(tmp_path.glob("*.facts"))) == 1
    folder.remove(DUMP)
    assert Gazetteer.load(folder.index).tenures("Q9") == ()
    assert not list(tmp_path.glob("*.facts"))
    with pytest.raises(GrowingError, match="expected a layer"):
        folder.remove(DUMP)


def test_a_layer_that_was_damaged_is_told_with_its_line(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    put(folder, STATE, OFFICE)
    (facts,) = tmp_path.glob("*.facts")
    facts.write_bytes(facts.read_bytes()[:-9])
    with pytest.raises(GrowingError, match=r"facts: line 2: expected a fact"):
        folder.renew()


def test_a_folder_is_for_one_command_at_a_time(tmp_path: Path) -> None:
    with Folder(tmp_path).lock(), pytest.raises(GrowingError, match="another command"), Folder(tmp_path).lock():
        pass


def test_the_packaged_index_tells_open_tenures_with_their_office() -> None:
    assert any(isinstance(t, Open) and t.of == 399 and t.office == "foreign-minister" and t.person == 31196321 for t in Known.of().open)

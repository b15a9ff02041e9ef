"""Facts out of dumps in two passes: what is kept, what is left out, and going on after a stop."""

import gzip
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bench.growing import dump_lines, write_dump
from kg.errors import DumpError
from kg.growing.building import Build
from kg.growing.dump import Dump
from kg.growing.facts import EntityFact, Fact, OfficeFact, PersonFact, decode

from .conftest import Json, classes, day, entity, fixtures, lines, norland, statement

ROOT = Path(__file__).parents[3]


def quiet(stage: int, read: int, size: int) -> None: ...


def built(tmp_path: Path, data: bytes, min_population: int = 100_000) -> tuple[Build, dict[int, Fact]]:
    path = tmp_path / "dump.json"
    path.write_bytes(data)
    build = Build(Dump(path), tmp_path / "work", min_population=min_population)
    facts = [decode(line) for line in build.run(quiet).read_bytes().splitlines()]
    assert len({f.id for f in facts}) == len(facts)
    return build, {f.id: f for f in facts}


def facts_of(tmp_path: Path, *entities: Json, min_population: int = 100_000) -> dict[int, Fact]:
    return built(tmp_path, lines([*classes(), *entities]), min_population)[1]


def test_states_offices_people_and_capitals_come_in(tmp_path: Path) -> None:
    facts = built(tmp_path, lines(norland()))[1]
    state, city, office, old, new = (facts[i] for i in range(1001, 1006))
    assert isinstance(state, EntityFact)
    assert (state.kind, state.types, state.label, state.iso3, state.aliases) == ("state", ["State"], "Norland", "NXX", ["Kingdom of Norland"])
    assert isinstance(city, EntityFact)
    assert (city.kind, city.capital_of, state.capitals) == ("city", [1001], [1002])
    assert office == OfficeFact(id=1003, label="Minister of Foreign Affairs of Norland", office="foreign-minister", of=[1001])
    assert isinstance(old, PersonFact)
    assert [(h.start, h.end, h.over, h.statement) for h in old.held] == [("2015-03-01", "2020-02-03", True, "Q1004-OLD")]
    assert isinstance(new, PersonFact)
    assert [(h.start, h.end, h.open) for h in new.held] == [("2020-02-03", None, "absent")]
    assert (old.gender, new.gender) == ("male", "female")


def test_the_order_of_lines_does_not_matter(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    assert built(tmp_path, lines(norland()))[1] == built(tmp_path / "a", lines(norland()[::-1]))[1]


def test_a_settlement_is_kept_from_the_threshold_on(tmp_path: Path) -> None:
    cities = [entity(f"Q{i}", f"Town {i}", P31="Q515", P1082=people) for i, people in ((1, 99_999), (2, 100_000), (3, 0))]
    assert set(facts_of(tmp_path, *cities)) & {1, 2, 3} == {2}


def test_of_several_populations_the_preferred_counts(tmp_path: Path) -> None:
    told = [statement(200_000), statement(90_000, rank="preferred"), statement(300_000, rank="deprecated")]
    assert 1 not in facts_of(tmp_path, entity("Q1", "Town", P31="Q515", P1082=told))


def test_ranks_preferred_and_normal_tenures_count_and_deprecated_ones_do_not(tmp_path: Path) -> None:
    held = [statement("Q1003", rank=r, id=f"Q1${r}", P580=day("2001")) for r in ("preferred", "normal", "deprecated")]
    facts = facts_of(tmp_path, entity("Q1", "Jan Nord", P31="Q5", P39=held))
    person = facts[1]
    assert isinstance(person, PersonFact)
    assert [h.statement for h in person.held] == ["Q1-preferred", "Q1-normal"]


def test_an_unknown_office_is_none_and_bounds_without_a_date_are_told_apart(tmp_path: Path) -> None:
    held = [
        statement("somevalue"), statement("novalue"), statement("Q1003", id="a", P580="somevalue", P582="novalue"),
        statement("Q1003", id="b", P580=day("2001"), P582="somevalue"), statement("Q1003", id="c"),
    ]  # fmt: skip
    person = facts_of(tmp_path, entity("Q1", "Jan Nord", P31="Q5", P39=held))[1]
    assert isinstance(person, PersonFact)
    assert [(h.statement, h.start, h.open, h.started) for h in person.held] == [
        ("a", None, "none", True), ("b", "2001", "vague", True), ("c", None, "absent", False),
    ]  # fmt: skip


def test_an_animal_with_an_office_is_no_person(tmp_path: Path) -> None:
    assert 1 not in facts_of(tmp_path, entity("Q1", "Larry", P31="Q146", P39="Q1003"))


@pytest.mark.parametrize(
    ("claims", "kind", "types"),
    [
        ({"P31": "Q3624078"}, "state", ["State"]),
        ({"P31": "Q3624078", "P576": statement(day("1991-12-26"))}, "state", ["FormerState", "State"]),
        ({"P31": statement("Q3624078", P582=day("1991"))}, "state", ["FormerState", "State"]),
        ({"P31": "Q3024240"}, "state", ["FormerState", "State"]),
        ({"P31": ["Q515", "Q3024240"]}, "city", ["City"]),  # a city said to be a historical country too
        ({"P31": ["Q515", "Q3624078"]}, "state", ["State"]),  # a city-state
        ({"P31": "Q10711424"}, "polity", ["DeFactoPolity"]),
        ({"P31": "Q245065"}, "organisation", ["IntergovernmentalOrganization"]),
        ({"P31": [statement("Q3624078", rank="deprecated"), statement("Q515")]}, "city", ["City"]),
    ],
    ids=["state", "dissolved", "no longer one", "historical", "city first", "city-state", "de facto", "body", "deprecated"],
)
def test_what_an_entity_is_follows_from_its_classes(tmp_path: Path, claims: Json, kind: str, types: list[str]) -> None:
    fact = facts_of(tmp_path, entity("Q1", "Ostia", P1082=10**6, **claims))[1]
    assert isinstance(fact, EntityFact)
    assert (fact.kind, fact.types) == (kind, types)


def test_redirects_are_followed_and_one_in_a_circle_ends(tmp_path: Path) -> None:
    moved = [{"entity": "Q900", "redirect": "Q901"}, {"entity": "Q901", "redirect": "Q7330070"}, {"entity": "Q902", "redirect": "Q903"},
             {"entity": "Q903", "redirect": "Q902"}]  # fmt: skip
    office = entity("Q1", "Foreign Minister of Ostia", P279="Q900", P1001="Q1001")
    circle = entity("Q2", "Nothing", P31="Q902", P1082=10**7)
    facts = facts_of(tmp_path, *moved, office, circle)
    assert facts[1] == OfficeFact(id=1, label="Foreign Minister of Ostia", office="foreign-minister", of=[1001])
    assert 2 not in facts


def test_a_circle_of_classes_ends(tmp_path: Path) -> None:
    circle = [entity("Q800", "a", P279="Q801"), entity("Q801", "b", P279=["Q800", "Q515"])]
    assert 1 in facts_of(tmp_path, *circle, entity("Q1", "Town", P31="Q800", P1082=10**6))


def test_broken_lines_are_counted_and_the_rest_is_kept(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    whole = lines(norland())
    broken = whole.replace(b"]\n", b'],\n{"id":"Q7","claims":{\n\xff\xfe\x00 {]\nnot json\n{"id":"Q8","claims":{"P31":7}}\n]\n')
    build, facts = built(tmp_path, broken)
    assert build.state.broken == 3
    assert build.state.odd == 1
    assert set(facts) >= set(range(1001, 1006))
    assert "line 11 is broken and left out" in caplog.text


def test_empty_maps_that_php_writes_as_lists_are_read(tmp_path: Path) -> None:
    empty = {"type": "item", "id": "Q1", "labels": [], "descriptions": [], "aliases": [], "claims": [], "sitelinks": []}
    build, _ = built(tmp_path, lines([empty, *norland()]))
    assert (build.state.broken, build.state.odd, build.state.lines) == (0, 0, 11)


def test_properties_lexemes_and_numbers_beyond_any_item_are_no_items(tmp_path: Path) -> None:
    others = [entity(i, "x", P31="Q3624078", P279="Q515") for i in ("P17", "L3", "Q99999999999", "Qx", "")]
    assert not set(facts_of(tmp_path, *others)) - set(map(int, ("6256", "3624078", "515", "294414", "83307", "7330070")))


def test_a_file_of_json_without_entities_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DumpError, match="expected entities"):
        built(tmp_path, b"[\nnothing\nof\nuse\n]\n")


def test_a_dump_of_nothing_that_is_wanted_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DumpError, match="none of its 1 entities is any"):
        built(tmp_path, lines([entity("Q1", "a star", P31="Q523")]))


def test_a_label_for_all_languages_stands_in_for_the_english_one(tmp_path: Path) -> None:
    one = entity("Q1", None, P31="Q3624078") | {"labels": {"mul": {"language": "mul", "value": "Ostia"}, "de": {"value": "Ostien"}}}
    fact = facts_of(tmp_path, one)[1]
    assert isinstance(fact, EntityFact)
    assert fact.label == "Ostia"


# --- going on ---------------------------------------------------------------------------------------


class Stop(Exception):
    """What stops a build in these tests."""


def stopped_at(build: Build, stage: int, part: float) -> None:
    def progress(now: int, read: int, size: int) -> None:
        if now == stage and read >= part * size:
            raise Stop

    with pytest.raises(Stop):
        build.run(progress)


@pytest.fixture(scope="module")
def dump(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("dump") / "wikidata-20261102.json.gz"
    write_dump(path, fixtures(), 25)
    return path


@pytest.fixture(scope="module")
def whole(dump: Path, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return Build(Dump(dump), tmp_path_factory.mktemp("whole"), min_population=50_000).run(quiet).read_bytes()


@pytest.mark.parametrize("places", [[(1, 0.5)], [(2, 0.5)], [(1, 0.2), (1, 0.7), (2, 0.3), (2, 0.9)]], ids=["first pass", "second pass", "often"])
def test_a_build_that_was_stopped_ends_with_the_same_bytes(dump: Path, whole: bytes, tmp_path: Path, places: list[tuple[int, float]]) -> None:
    ticks = iter(range(0, 10**9, 100))  # every look at the clock finds the next checkpoint due
    for stage, part in places:
        stopped_at(Build(Dump(dump), tmp_path, min_population=50_000, clock=lambda: next(ticks)), stage, part)
    last = Build(Dump(dump), tmp_path, min_population=50_000)
    assert last.resumed
    assert last.state.read > 0.1 * dump.stat().st_size
    assert last.run(quiet).read_bytes() == whole


def test_a_build_that_was_killed_goes_on_with_the_same_bytes(dump: Path, whole: bytes, tmp_path: Path) -> None:
    script = f"""
import os, signal
from pathlib import Path
from kg.growing.building import Build
from kg.growing.dump import Dump
ticks = iter(range(0, 10**9, 100))
def progress(stage, read, size):
    if stage == 2 and read > size / 2:
        os.kill(os.getpid(), signal.SIGKILL)
Build(Dump(Path({str(dump)!r})), Path({str(tmp_path)!r}), min_population=50_000, clock=lambda: next(ticks)).run(progress)
"""
    done = subprocess.run([sys.executable, "-c", script], env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False)
    assert done.returncode == -signal.SIGKILL
    state = json.loads((tmp_path / "state.json").read_bytes())
    assert (state["stage"], state["read"] > 0) == (2, True)
    (tmp_path / "facts").open("ab").write(b"half a fact that no checkpoint knows")
    assert Build(Dump(dump), tmp_path, min_population=50_000).run(quiet).read_bytes() == whole


@pytest.mark.parametrize("change", ["settings", "another dump", "files gone", "no state"])
def test_a_build_starts_over_where_it_cannot_go_on(dump: Path, tmp_path: Path, change: str) -> None:
    ticks = iter(range(0, 10**9, 100))
    stopped_at(Build(Dump(dump), tmp_path / "w", min_population=50_000, clock=lambda: next(ticks)), 2, 0.5)
    path, people = dump, 50_000
    if change == "settings":
        people = 60_000
    elif change == "another dump":
        data = bytearray(dump.read_bytes())
        half = json.loads((tmp_path / "w" / "state.json").read_bytes())["read"] - 100
        data[half] ^= 1
        path = tmp_path / "other.json.gz"
        path.write_bytes(data)
    elif change == "files gone":
        (tmp_path / "w" / "facts").unlink()
    else:
        (tmp_path / "w" / "state.json").write_bytes(b"{")
    assert not Build(Dump(path), tmp_path / "w", min_population=people).resumed


@pytest.mark.parametrize("packed", [True, False], ids=["gz", "plain"])
def test_a_download_that_is_completed_is_gone_on_with(dump: Path, whole: bytes, tmp_path: Path, packed: bool) -> None:
    data = dump.read_bytes() if packed else gzip.decompress(dump.read_bytes())
    part = tmp_path / f"wikidata-20261102.json{'.gz' if packed else ''}"
    part.write_bytes(data[: len(data) // 2])
    with pytest.raises(DumpError, match="not complete"):
        Build(Dump(part), tmp_path / "w", min_population=50_000).run(quiet)
    part.write_bytes(data)
    build = Build(Dump(part), tmp_path / "w", min_population=50_000)
    assert build.state.read > len(data) // 3
    assert build.run(quiet).read_bytes() == whole
    assert build.state.broken == 0


def test_the_recorded_entities_give_what_they_are(tmp_path: Path) -> None:
    facts: dict[str, Any] = {}
    for fact in built(tmp_path, b"".join(dump_lines(fixtures(), 1)))[1].values():
        facts[fact.label if not isinstance(fact, PersonFact) else fact.name] = fact
    assert (facts["Poland"].types, facts["Poland"].iso3) == (["State"], "POL")
    assert facts["Soviet Union"].types == ["FormerState", "State"]
    assert (facts["Warsaw Pact"].kind, facts["Nizhny Novgorod"].kind, facts["Massachusetts"].kind) == ("organisation", "city", "polity")
    assert facts["President of the United States"].office == "head-of-state"
    assert [(h.start, h.end) for h in facts["Steve Bullock"].held] == [("2013-01-07", None), ("2009-01-05", "2013-01-07")]
    assert (facts["James Ramsden"].dead, len(facts["James Ramsden"].held)) == (True, 8)
    assert "Talisker" not in facts

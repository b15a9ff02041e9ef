"""Who is meant by a name, an office, a state and a day."""

import random
import re
from collections.abc import Iterator
from datetime import date, timedelta

from kg.gazetteer import Gazetteer
from kg.gazetteer.seeds import SEEDS

GAZETTEER = Gazetteer.load()


def test_office_and_state_tell_the_general_from_his_namesake() -> None:
    found = GAZETTEER.link_person("Artak Davtyan", office="chief-of-general-staff", of="Q399", on=date(2021, 4, 2))
    assert found.best is not None
    assert found.best.key == "Q20508173"
    assert "office held on the day" in found.best.reasons
    assert found.best.tenure is not None
    assert found.best.tenure.statement == "Q20508173-00BA2C87-C1E1-4847-811C-FAE4720651EA"


def test_a_name_of_another_state_is_not_linked() -> None:
    found = GAZETTEER.link_person("Ara Ayvazian", office="foreign-minister", of="Q159", on=date(2021, 4, 2))
    assert (found.best, found.candidates, found.verdict) == (None, (), "not in the knowledge base")


def test_a_president_of_the_tables_without_wikidata_id_has_a_key_of_its_own() -> None:
    found = GAZETTEER.link_person("Bill Clinton", office="president", of="Q30", on=date(1998, 8, 20))
    assert found.best is not None
    assert (found.best.key, found.best.wikidata) == ("govtrack-412374", None)


def test_a_surname_does_not_link_against_the_given_name() -> None:
    assert GAZETTEER.by_surname("Joseph R. Biden, Jr.", "president", "Q30", date(2022, 3, 1)).best is not None
    assert GAZETTEER.by_surname("Hunter Biden", "president", "Q30", date(2022, 3, 1)).candidates == ()


# --- "Foreign Minister of X on day D" ------------------------------------------------------------------


def written(office: str) -> Iterator[tuple[str, str, str, str | None, str | None]]:
    """State, person, start, end and true-on of every tenure of full dates, read from the seeds by regular expressions alone."""
    text = (SEEDS / "officials.ttl").read_text("utf-8")
    states = dict(re.findall(rf"^o:({office}-\S+) a dem:Office .*? dem:officeOf e:(\S+)", text, re.MULTILINE))
    for line in re.findall(rf"^t:\S+ a dem:OfficeTenure .*? dem:tenureOf o:{office}-.*$", text, re.MULTILINE):
        def value(prop: str, line: str = line) -> str | None:
            found = re.search(rf'dem:{prop} (?:[eo]:)?"?([^\s"]+)', line)
            return found[1] if found else None

        state = states[(value("tenureOf") or "").removeprefix("o:")]
        yield state, value("tenureHolder") or "", value("tenureStart") or "", value("tenureEnd"), value("trueOn")


def in_office(state: str, day: str, rows: list[tuple[str, str, str, str | None, str | None]]) -> set[str]:
    """Who was certainly in office: from the start on, before the end, or up to the day on which the row was true."""
    full = [r for r in rows if r[0] == state and len(r[2]) == 10 and (r[3] is None or len(r[3]) == 10)]
    return {p for _, p, start, end, true in full if start <= day and (day < end if end else bool(true and day <= true))}


def test_the_foreign_minister_of_a_state_on_a_day_is_the_right_one_or_unknown() -> None:
    rows = list(written("foreign-minister"))
    full = [r for r in rows if len(r[2]) == 10 and (r[3] is None or len(r[3]) == 10)]
    assert len(full) > 500
    draw = random.Random(2021)
    for _ in range(60):
        state, _, start, end, true = draw.choice(full)
        first, last = date.fromisoformat(start), date.fromisoformat(end or true or start)
        day = first + timedelta(days=draw.randrange(max(1, (last - first).days)))
        found = {h.person for h in GAZETTEER.holders("foreign-minister", state, day)}
        imprecise = {r[1] for r in rows if r[0] == state and r not in full}
        assert found | imprecise == in_office(state, day.isoformat(), rows) | imprecise


def test_beyond_what_any_row_knows_the_foreign_minister_is_unknown() -> None:
    states = sorted({r[0] for r in written("foreign-minister")})
    draw = random.Random(2021)
    for state in draw.sample(states, 60):
        day = date(2024, 1, 1) + timedelta(days=draw.randrange(4000))
        assert GAZETTEER.holders("foreign-minister", state, day) == ()

"""Asking Wikidata: how much at once, what refusals do, what is kept, and what is no answer."""

import json
import threading
from collections.abc import Callable
from email.utils import formatdate
from pathlib import Path

import pytest

from kg.errors import WikidataError
from kg.growing import http as http_module
from kg.growing.client import ATTEMPTS, PATIENCE, Client, Read
from kg.growing.http import http
from kg.growing.refreshing import Refresh

from .conftest import Json, Wikidata, entity, fixtures, norland

Start = Callable[[list[Json]], Wikidata]
NOW = 1_795_000_000.0  # seconds since 1970: 18 November 2026


class Clock:
    """Time that passes when somebody waits."""

    def __init__(self) -> None:
        self.time = NOW
        self.waits: list[float] = []
        self._lock = threading.Lock()

    def now(self) -> float:
        return self.time

    def wait(self, seconds: float) -> None:
        with self._lock:
            self.waits.append(seconds)
            self.time += seconds


def client(server: Wikidata, cache: Path, clock: Clock | None = None, contact: str = "desk@norland.example") -> Client:
    clock = clock or Clock()
    return Client(http(contact), cache, endpoint=server.url, now=clock.now, wait=clock.wait)


def ids(found: list[Read]) -> set[str]:
    return {read.entity.id for read in found}


def test_fifty_ids_go_to_a_request_and_three_requests_at_once(tmp_path: Path, wikidata: Start) -> None:
    server = wikidata([entity(f"Q{i}", f"item {i}") for i in range(1, 421)])
    server.gate = threading.Barrier(3)  # each answer waits until three requests are there
    found = list(client(server, tmp_path).entities(f"Q{i}" for i in range(1, 421)))
    assert len(ids(found)) == 420
    assert sorted(map(len, server.requests)) == [20, *[50] * 8]
    assert server.most_at_once == 3


def test_every_request_says_who_asks_and_how_to_reach_them(tmp_path: Path, wikidata: Start) -> None:
    server = wikidata(norland())
    list(client(server, tmp_path).entities(["Q1001"]))
    (agent,) = server.agents
    assert agent.startswith("Demarche/")
    assert "https://w3id.org/demarche" in agent
    assert "desk@norland.example" in agent


@pytest.mark.parametrize(
    ("headers", "expected"),
    [({"Retry-After": "37"}, 37), ({"Retry-After": formatdate(NOW + 90, usegmt=True)}, 90), ({"Retry-After": "0"}, None), ({}, 5), ({"Retry-After": "soon"}, 5)],
    ids=["seconds", "a date", "at once", "none", "nonsense"],
)
@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_refusal_is_waited_out_for_as_long_as_it_says(
    tmp_path: Path, wikidata: Start, status: int, headers: dict[str, str], expected: float | None
) -> None:
    server, clock = wikidata(norland()), Clock()
    server.script = [(status, headers, b"too many requests")]
    assert ids(list(client(server, tmp_path, clock).entities(["Q1001"]))) == {"Q1001"}
    assert clock.waits == ([] if expected is None else [expected])
    assert len(server.requests) == 2


@pytest.mark.parametrize("code", ["maxlag", "ratelimited", "readonly"])
def test_an_error_of_the_api_that_passes_is_waited_out(tmp_path: Path, wikidata: Start, code: str) -> None:
    server, clock = wikidata(norland()), Clock()
    server.script = [(200, {"Retry-After": "5"}, b'{"error":{"code":"%s","info":"Waiting for a server: 7 seconds lagged."}}' % code.encode())]
    assert ids(list(client(server, tmp_path, clock).entities(["Q1001"]))) == {"Q1001"}
    assert clock.waits == [5]


def test_waits_without_advice_double_and_end(tmp_path: Path, wikidata: Start) -> None:
    server, clock = wikidata(norland()), Clock()
    server.script = [(500, {}, b"")] * ATTEMPTS
    with pytest.raises(WikidataError, match=f"answers 500, {ATTEMPTS} times"):
        list(client(server, tmp_path, clock).entities(["Q1001"]))
    assert clock.waits == [5 * 2**i for i in range(ATTEMPTS - 1)]
    assert len(server.requests) == ATTEMPTS


def test_one_who_asks_for_too_much_patience_is_not_asked_again(tmp_path: Path, wikidata: Start) -> None:
    server, clock = wikidata(norland()), Clock()
    server.script = [(429, {"Retry-After": str(int(PATIENCE) + 1)}, b"")]
    with pytest.raises(WikidataError, match=r"asks to wait 601 s"):
        list(client(server, tmp_path, clock).entities(["Q1001"]))
    assert (len(server.requests), clock.waits) == (1, [])


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ((200, {"Content-Type": "text/html"}, b"<!DOCTYPE html><title>Sign in</title>"), "expected JSON with entities, found HTML"),
        ((200, {}, b'{"entities":{"Q1001":'), "expected JSON"),
        ((200, {}, b""), "expected JSON"),
        ((200, {}, b"[]"), "expected JSON"),
        ((200, {}, b'{"entities":{}}'), "found none for Q1001"),
        ((200, {}, b'{"error":{"code":"no-such-entity","info":"Could not find such an entity."}}'), "no-such-entity: Could not"),
        ((404, {}, b"not here"), "found status 404: 'not here'"),
        ((403, {}, b"blocked"), "found status 403"),
        ((302, {"Location": "/w/api.php?again=1"}, b""), "redirects, one after the other"),
    ],
    ids=["html", "cut off", "nothing", "a list", "no entity", "an error", "404", "403", "a circle of redirects"],
)
def test_what_is_no_answer_is_told(tmp_path: Path, wikidata: Start, answer: tuple[int, dict[str, str], bytes], words: str) -> None:
    server = wikidata(norland())
    server.script = [answer] * 10
    with pytest.raises(WikidataError, match=words):
        list(client(server, tmp_path).entities(["Q1001"]))
    assert len(server.requests) <= 6


def test_a_server_that_is_not_there_is_told(tmp_path: Path, wikidata: Start) -> None:
    server = wikidata([])
    server.server.server_close()
    with pytest.raises(WikidataError, match="cannot be reached"):
        list(client(server, tmp_path).entities(["Q1"]))


def test_an_answer_without_end_is_not_read_to_it(tmp_path: Path, wikidata: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http_module, "LARGEST", 1000)
    server = wikidata(norland())
    server.script = [(200, {}, b" " * 5000)]
    with pytest.raises(WikidataError, match="more than 1,000 bytes"):
        list(client(server, tmp_path).entities(["Q1001"]))


def test_what_was_answered_is_kept_and_not_asked_again_for_a_day(tmp_path: Path, wikidata: Start) -> None:
    server, clock = wikidata(norland()), Clock()
    list(client(server, tmp_path, clock).entities(["Q1001"]))
    again = client(server, tmp_path, clock)
    assert ids(list(again.entities(["Q1001", "Q1002", "Q1001"]))) == {"Q1001", "Q1002"}
    assert (again.from_cache, server.requests[-1]) == (1, ["Q1002"])
    clock.time += 86_400
    list(client(server, tmp_path, clock).entities(["Q1001"]))
    assert server.requests[-1] == ["Q1001"]


def test_what_came_before_a_failure_is_kept(tmp_path: Path, wikidata: Start) -> None:
    server = wikidata([entity(f"Q{i}", "x") for i in range(1, 101)])
    server.script = [(200, {}, json.dumps({"entities": {f"Q{i}": server.entities[f"Q{i}"] for i in range(1, 51)}}).encode()), (404, {}, b"")]
    one = client(server, tmp_path)
    list(one.entities(f"Q{i}" for i in range(1, 51)))
    with pytest.raises(WikidataError):
        list(one.entities(f"Q{i}" for i in range(1, 101)))
    after = client(server, tmp_path)
    assert len(list(after.entities(f"Q{i}" for i in range(1, 101)))) == 100
    assert (after.from_cache, after.requests) == (50, 1)


def test_a_damaged_answer_in_the_cache_is_asked_for_again(tmp_path: Path, wikidata: Start) -> None:
    server = wikidata(norland())
    list(client(server, tmp_path).entities(["Q1001"]))
    (kept,) = tmp_path.rglob("Q1001.json")
    kept.write_bytes(kept.read_bytes()[:40])
    assert ids(list(client(server, tmp_path).entities(["Q1001"]))) == {"Q1001"}
    assert len(server.requests) == 2


def test_an_entity_of_unknown_form_is_left_out_alone(tmp_path: Path, wikidata: Start, caplog: pytest.LogCaptureFixture) -> None:
    odd = entity("Q50", "odd") | {"claims": {"P31": 7}}
    assert ids(list(client(wikidata([*norland(), odd]), tmp_path).entities(["Q50", "Q1001"]))) == {"Q1001"}
    assert "Q50" in caplog.text


def test_what_wikidata_lacks_is_noted(tmp_path: Path, wikidata: Start) -> None:
    one = client(wikidata(norland()), tmp_path)
    assert ids(list(one.entities(["Q1001", "Q5555"]))) == {"Q1001"}
    assert one.missing == ["Q5555"]


def test_a_redirect_is_read_under_its_new_id(tmp_path: Path, wikidata: Start) -> None:
    server = wikidata(norland())
    server.redirects["Q77"] = "Q1004"
    (read,) = client(server, tmp_path).entities(["Q77"])
    assert (read.asked, read.entity.id, read.day) == ("Q77", "Q1004", "2026-11-18")


def test_recorded_answers_are_read(tmp_path: Path, wikidata: Start) -> None:
    recorded = [json.loads(p.read_bytes()) for p in sorted(fixtures().glob("Q*.json"))]
    found = list(client(wikidata(recorded), tmp_path).entities(e["id"] for e in recorded))
    assert {r.entity.id: r.entity.label for r in found} == {e["id"]: e["labels"]["en"]["value"] for e in recorded}
    assert {r.entity.id: len(r.entity.told.P39) for r in found} == {e["id"]: len(e["claims"].get("P39", [])) for e in recorded}


# --- who is asked for -------------------------------------------------------------------------------


def refreshed(server: Wikidata, cache: Path, *items: int) -> dict[int, str]:
    steps: list[tuple[str, int, int]] = []
    facts = Refresh(client(server, cache), lambda *step: steps.append(step)).facts(items)
    assert all(done <= size for _, done, size in steps)
    return {f.id: type(f).__name__ for f in facts}


def test_the_successor_of_who_is_asked_for_is_found_with_office_and_class(tmp_path: Path, wikidata: Start) -> None:
    found = refreshed(wikidata(norland()), tmp_path, 1004)
    assert found == {1004: "PersonFact", 1005: "PersonFact", 1003: "OfficeFact"}


def test_holders_of_an_office_and_heads_of_a_state_are_found(tmp_path: Path, wikidata: Start) -> None:
    told = norland()
    told[-3]["claims"]["P1308"] = entity("Q0", "", P1308=["Q1005"])["claims"]["P1308"]
    told[-5]["claims"]["P35"] = entity("Q0", "", P35=["Q1004"])["claims"]["P35"]
    assert 1005 in refreshed(wikidata(told), tmp_path / "a", 1003)
    assert 1004 in refreshed(wikidata(told), tmp_path / "b", 1001)


def test_facts_of_an_answer_carry_revision_and_day(tmp_path: Path, wikidata: Start) -> None:
    facts = Refresh(client(wikidata(norland()), tmp_path), lambda *step: None).facts([1005])
    assert {(f.as_of, getattr(f, "source", "")) for f in facts if f.id == 1005} == {
        ("2026-11-18", "Wikidata, Q1005, revision 4711, read on 2026-11-18 (CC0 1.0)")
    }


def test_entities_that_redirect_to_each_other_end_the_asking(tmp_path: Path, wikidata: Start) -> None:
    server = wikidata([*norland(), entity("Q50", "a", P31="Q5", P39="Q60"), entity("Q60", "b", P31="Q5", P39="Q50")])
    server.redirects = {"Q50": "Q60", "Q60": "Q50"}
    refreshed(server, tmp_path, 50)
    assert len(server.requests) < 10

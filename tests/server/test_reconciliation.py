"""The reconciliation service: the specification's forms, the linker's answers, offices by the day, clear 400s."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.concepts import ConceptScheme
from kg.gazetteer import Gazetteer
from kg.store import OxigraphStore
from server import Settings, create_app
from server.reconciliation.matching import Matcher
from server.reconciliation.properties import PROPERTIES
from server.reconciliation.records import Directory
from server.reconciliation.types import TYPES

from .reconciliation_service import Schemas, Service, compiled

SCHEMAS = Path(os.environ.get("DEMARCHE_SHARED", "")) / "fixtures" / "reconciliation" / "0.2" / "schemas"
needs_schemas = pytest.mark.skipif(not SCHEMAS.is_dir(), reason="the schemas of the specification are at DEMARCHE_SHARED/fixtures, which is not here")


@pytest.fixture(scope="module")
def invented_app(store_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    made = create_app(OxigraphStore.open(store_folder, writable=False), Settings())
    gazetteer = Gazetteer.load(compiled(tmp_path_factory.mktemp("gazetteer") / "invented.db"))
    made.extensions["demarche-reconciliation"] = Matcher(Directory(gazetteer, ConceptScheme.load("offices")))
    return made


@pytest.fixture(scope="module")
def service(invented_app: Flask) -> Service:
    return Service(invented_app, Schemas(SCHEMAS) if SCHEMAS.is_dir() else None)


def ids(found: list[dict[str, Any]]) -> list[str]:
    return [c["id"] for c in found]


# --- the forms of the specification -------------------------------------------------------------------


@needs_schemas
def test_every_kind_of_answer_passes_its_schema(service: Service) -> None:
    before = service.checked
    service.get()
    service.candidates("Norland")
    service.values("entity/Q11", "office")
    for path, parameters in (("/properties", {"type": "Person"}), ("/suggest/entity", {"prefix": "Nor"}), ("/suggest/type", {"prefix": ""}), ("/suggest/property", {"prefix": ""})):
        assert service.get(path, **parameters).status_code == 200
    assert service.checked == before + 7


@needs_schemas
def test_the_queries_of_the_specification_are_read_or_refused_as_its_schema_says(service: Service) -> None:
    for path in sorted((SCHEMAS.parent / "examples" / "reconciliation-query-batch").glob("*/*.json")):
        answer = service.post(queries=path.read_text("utf-8"))
        if path.parent.name == "invalid":
            assert answer.status_code == 400, path
        else:  # their types and properties are those of another service
            assert answer.status_code == 200 or "expected one of" in answer.get_json()["error"], (path, answer.get_json())


def test_the_manifest_leads_to_addresses_that_answer(service: Service) -> None:
    told = service.get().get_json()
    assert told["versions"] == ["0.2"]
    assert told["identifierSpace"] == "https://w3id.org/demarche/id/"
    for kind in ("entity", "type", "property"):
        part = told["suggest"][kind]
        assert service.client.get(part["service_url"] + part["service_path"] + "?prefix=n").status_code == 200
        example = {"entity": "entity/Q1", "type": "State", "property": "office"}[kind]
        flyout = service.client.get(part["flyout_service_url"] + part["flyout_service_path"].replace("${id}", example))
        assert flyout.get_json()["id"] == example
        assert "<p>" in flyout.get_json()["html"]
    for template in (told["view"]["url"], told["preview"]["url"]):
        assert service.client.get(template.replace("{{id}}", "entity%2FQ1")).status_code == 200
    proposal = told["extend"]["propose_properties"]
    assert service.client.get(proposal["service_url"] + proposal["service_path"] + "?type=City").get_json()["type"] == "City"
    assert service.client.get(told["documentation"]).status_code == 200


def test_a_batch_comes_by_get_and_post_and_keeps_its_keys(service: Service) -> None:
    batch = json.dumps({"first": {"query": "Norland"}, "ü": {"query": "Sudria", "limit": 1}})
    by_get, by_post = service.get(queries=batch).get_json(), service.post(queries=batch).get_json()
    assert by_get == by_post
    assert {k: ids(v["result"])[0] for k, v in by_get.items()} == {"first": "entity/Q1", "ü": "entity/Q2"}


def test_a_callback_gets_a_script(service: Service) -> None:
    answer = service.get(queries='{"q0": {"query": "Norland"}}', callback="jQuery12_3.done")
    assert answer.mimetype == "text/javascript"
    text = answer.get_data(as_text=True)
    assert text.startswith("/**/jQuery12_3.done({")
    assert text.endswith("});")
    assert json.loads(text.removeprefix("/**/jQuery12_3.done(").removesuffix(");")) == service.get(queries='{"q0": {"query": "Norland"}}').get_json()
    for odd in ("alert(1)//", "", "a b", "x" * 101, "a\u2028b"):
        assert service.get(callback=odd).status_code == 400, odd


def test_other_origins_may_ask_also_where_it_goes_wrong(service: Service) -> None:
    for answer in (service.get(), service.post(queries="{"), service.get("/preview", id="entity/Q1"), service.client.options("/reconcile")):
        assert answer.headers["Access-Control-Allow-Origin"] == "*"


# --- candidates ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("query", "found"), [
    ("Norland", "entity/Q1"), ("  norland ", "entity/Q1"), ("Northern Council", "entity/council"), ("Anna Berg", "entity/Q11"),
    ("Berg Anna", "entity/Q11"), ("Yousef El-Hadi", "entity/Q15"), ("Q1", "entity/Q1"), ("entity/Q1", "entity/Q1"),
    ("https://w3id.org/demarche/id/entity/Q1", "entity/Q1"), ("the Norlandic foreign minister", "office/foreign-minister-NLX"),
    ("Minister of Water of Ostia", "office/minister-OSX-Q103"), ("office/foreign-minister-SDX", "office/foreign-minister-SDX"),
])  # fmt: skip
def test_what_a_name_means_comes_first(service: Service, query: str, found: str) -> None:
    first = service.candidates(query)[0]
    assert first["id"] == found
    assert 0 < first["score"] <= 100
    assert first["features"]


def test_one_who_is_meant_is_a_match_and_a_namesake_is_none(service: Service) -> None:
    assert service.candidates("Norland")[0]["match"] is True
    two = service.candidates("Ivan Petrov")
    assert ids(two) == ["entity/Q13", "entity/Q14"]
    assert not any(c["match"] for c in two)


def test_state_and_office_tell_namesakes_apart(service: Service) -> None:
    first = service.candidates("Ivan Petrov", country="Sudria")[0]
    assert (first["id"], first["match"]) == ("entity/Q14", True)
    first = service.candidates("Ivan Petrov", office="Minister of Defence")[0]
    assert (first["id"], first["match"]) == ("entity/Q13", True)


@pytest.mark.parametrize("state", ["Norland", "norlandic", "NL", "NLX", "Q1", {"id": "entity/Q1", "name": "Norland"}, ["Nowhere", "Norland"]])
def test_a_state_may_be_given_in_any_form(service: Service, state: Any) -> None:
    assert service.candidates("Anna Berg", country=state)[0]["score"] > service.candidates("Anna Berg")[0]["score"]


def test_a_slip_of_the_pen_is_offered_and_never_matched(service: Service) -> None:
    for query, meant in (("Nordland", "entity/Q1"), ("Ana Burg", "entity/Q11"), ("Berg", "entity/Q11")):
        first = service.candidates(query)[0]
        assert (first["id"], first["match"]) == (meant, False), query


def test_what_nobody_knows_has_no_candidates(service: Service) -> None:
    assert service.candidates("Xqzwv Blorp") == []


def test_types_narrow(service: Service) -> None:
    assert {c["id"] for c in service.candidates("Ostia")} == {"entity/Q3", "entity/Q5"}
    (city,) = service.candidates("Ostia", type="City")
    assert (city["id"], city["match"]) == ("entity/Q5", True)
    should = service.candidates("Ostia", type="City", type_strict="should")  # as OpenRefine asks
    assert [(c["id"], c["match"]) for c in should] == [("entity/Q5", True), ("entity/Q3", False)]
    assert ids(service.candidates("Ostia", type=["Agent"])) == ["entity/Q3"]
    assert ids(service.candidates("Ostia", type=["Agent", "Place"], type_strict="all")) == ["entity/Q3"]


def test_a_property_that_differs_unmakes_a_match(service: Service) -> None:
    assert service.candidates("Norland", iso2="NL")[0]["match"] is True
    assert service.candidates("Norland", iso2="SD")[0]["match"] is False
    assert service.candidates("Norgrad", country="Norland")[0]["match"] is True
    assert service.candidates("Norgrad", country="Sudria")[0]["match"] is False


def test_the_limit_holds(service: Service) -> None:
    assert len(service.candidates("Ivan Petrov", limit=1)) == 1


# --- the day ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("day", "holder"), [("2021-02-28", "entity/Q11"), ("2021-03-01", "entity/Q12"), ("2021-03-01T00:00:00Z", "entity/Q12")])
def test_a_title_means_its_holder_on_the_day(service: Service, day: str, holder: str) -> None:
    first = service.candidates("the Norlandic Foreign Minister", on=day)[0]
    assert (first["id"], first["match"]) == (holder, True)


def test_without_a_name_the_properties_tell_who(service: Service) -> None:
    found = service.candidates(country="Norland", office="foreign minister", on="2020-01-01")
    assert [(c["id"], c["match"]) for c in found] == [("entity/Q11", True)]
    assert ids(service.candidates(office={"id": "office/foreign-minister-NLX"}, on="2020-01-01")) == ["entity/Q11"]
    assert {c["id"] for c in service.candidates(country="Norland", office="foreign minister")} == {"entity/Q11", "entity/Q12"}
    assert ids(service.candidates(wikidata="Q4")) == ["entity/Q4"]


def test_who_was_not_in_office_on_the_day_is_left_out(service: Service) -> None:
    assert service.candidates("Anna Berg", on="2020-01-01")
    assert service.candidates("Anna Berg", on="2021-03-01") == []


def test_no_end_does_not_mean_still_in_office(service: Service) -> None:
    sure = service.candidates(country="Norland", office="foreign minister", on="2022-06-01")[0]
    later = service.candidates(country="Norland", office="foreign minister", on="2025-01-01")[0]
    assert (sure["id"], sure["match"]) == ("entity/Q12", True)
    assert (later["id"], later["match"]) == ("entity/Q12", False)


# --- data extension ------------------------------------------------------------------------------------


def test_offices_come_with_their_days_in_one_order(service: Service) -> None:
    columns = [service.values("entity/Q15", p) for p in ("office", "title", "since", "until", "known-on", "country", "statement")]
    assert {len(c) for c in columns} == {2}
    office, title, since, until, known, country, statement = columns
    assert [c["id"] for c in office] == ["office/minister-OSX-Q103", "office/minister-OSX-Q104"]
    assert title == [{"str": "Minister of Water"}, {"str": "Minister of Trade"}]
    assert since == [{"date": "2020-01-01T00:00:00Z"}, {"date": "2021-01-01T00:00:00Z"}]
    assert until == [{}, {}]
    assert known == [{"date": "2022-07-01T00:00:00Z"}] * 2
    assert country == [{"id": "entity/Q3", "name": "Ostia"}] * 2
    assert statement[0] == {"str": "Q15-2020-01-01"}


def test_a_year_is_no_day(service: Service) -> None:
    assert service.values("entity/Q13", "until") == [{"str": "2016"}]


def test_settings_narrow_what_is_fetched(service: Service) -> None:
    assert service.values("entity/Q15", "title", on="2020-06-01") == [{"str": "Minister of Water"}]
    assert service.values("entity/Q15", "title", limit=1) == service.values("entity/Q15", "title", limit="1.0") == [{"str": "Minister of Water"}]
    assert service.values("office/foreign-minister-NLX", "holder", on="2019-01-01") == [{"id": "entity/Q11", "name": "Anna Berg"}]
    assert len(service.values("office/foreign-minister-NLX", "holder")) == 2


def test_codes_capitals_and_wikidata(service: Service) -> None:
    assert service.values("entity/Q1", "iso3") == [{"str": "NLX"}]
    assert service.values("entity/Q4", "country") == [{"id": "entity/Q1", "name": "Norland"}]
    assert service.values("entity/council", "wikidata") == []
    assert service.values("entity/Q1", "iri") == [{"str": "https://w3id.org/demarche/id/entity/Q1"}]
    answer = service.post(extend='{"ids": ["entity/Q11", "entity/none"], "properties": [{"id": "wikidata"}]}').get_json()
    assert answer["rows"] == {"entity/Q11": {"wikidata": [{"id": "Q11", "name": "Anna Berg"}]}, "entity/none": {"wikidata": []}}
    assert answer["meta"][0]["service"].startswith("https://wikidata.reconci.link/")


def test_proposed_properties_are_those_of_the_type(service: Service) -> None:
    person = {p["id"] for p in service.get("/properties", type="Person").get_json()["properties"]}
    city = {p["id"] for p in service.get("/properties", type="City").get_json()["properties"]}
    assert "since" in person - city
    assert "country" in person & city
    assert len(service.get("/properties", type="Person", limit=2).get_json()["properties"]) == 2
    assert "on" not in {p["id"] for p in service.get("/properties").get_json()["properties"]}


# --- suggestions ----------------------------------------------------------------------------------------


def test_suggestions_begin_with_the_prefix(service: Service) -> None:
    def suggested(prefix: str, **more: Any) -> list[str]:
        return ids(service.get("/suggest/entity", prefix=prefix, **more).get_json()["result"])

    assert suggested("nor")[0] == "entity/Q1"
    assert {"entity/Q1", "entity/Q4", "entity/council"} <= set(suggested("nor"))
    assert suggested("ber")[:2] == ["entity/Q12", "entity/Q11"]  # Berta Tal begins so, Anna Berg has such a word
    assert suggested("Q11")[0] == "entity/Q11"
    assert suggested("nor", type="City") == ["entity/Q4"]
    assert suggested("nor", cursor=1) == suggested("nor")[1:]
    assert suggested("") == suggested("\u0301") == []
    assert ids(service.get("/suggest/type", prefix="sta").get_json()["result"]) == ["State", "FormerState"]
    assert ids(service.get("/suggest/property", prefix="iso").get_json()["result"]) == ["iso2", "iso3"]


def test_names_are_escaped_in_flyouts_and_pages(service: Service) -> None:
    from server.reconciliation.answers import flyout
    from server.reconciliation.types import Type

    assert "<script>" not in flyout("x", Type(id="x", name="<script>", description="<b>"))["html"]


# --- what cannot be answered -----------------------------------------------------------------------------


@pytest.mark.parametrize(("queries", "words"), [
    ("{", "queries: expected JSON"), ("[]", "queries: expected an object, found a list"), ('{"q": 1}', "queries.q: expected an object"),
    ('{"q": {}}', "expected a query that is not empty, or properties"), ('{"q": {"query": ""}}', "expected a query"),
    ('{"q": {"query": 5}}', "queries.q.query: expected a string"), ('{"q": {"query": "a", "props": []}}', "expected query, type, limit"),
    ('{"q": {"query": "a", "limit": 0}}', "queries.q.limit: expected a whole number from 1"), ('{"q": {"query": "a", "limit": NaN}}', "no number of JSON"),
    ('{"q": {"query": "a", "limit": 1e400}}', "queries.q.limit"), ('{"q": {"query": "a", "type": "Cheese"}}', "expected one of Person"),
    ('{"q": {"query": "a", "type_strict": "maybe"}}', "any, all, should"), ('{"q": {"query": "a", "properties": {}}}', "expected a list"),
    ('{"q": {"query": "a", "properties": [{"pid": "x", "v": "y"}]}}', "queries.q.properties[0].pid: expected one of country"),
    ('{"q": {"query": "a", "properties": [{"p": "x"}]}}', "expected pid and v, found p"),
    ('{"q": {"query": "a", "properties": [{"pid": "on", "v": "April"}]}}', "expected a day such as 2021-04-02, found 'April'"),
    ('{"q": {"query": "a", "properties": [{"pid": "on", "v": ["2021-01-01", "2021-01-02"]}]}}', "expected one day, found 2"),
    ('{"q": {"query": "a", "properties": [{"pid": "country", "v": {"name": "x"}}]}}', "expected an entity with its id"),
    ('{"q": {"query": "\\ud800"}}', "half of a surrogate pair"), (json.dumps({"q": {"query": "a" * 301}}), "at most 300 characters"),
    ("[" * 100_000, "queries: expected JSON"),
])  # fmt: skip
def test_a_batch_that_is_none_is_told_where_and_why(service: Service, queries: str, words: str) -> None:
    answer = service.post(queries=queries)
    assert answer.status_code == 400
    assert words in answer.get_json()["error"]


@pytest.mark.parametrize(("extend", "words"), [
    ("5", "extend: expected an object, found a number"), ('{"ids": []}', "expected ids and properties, found ids"),
    ('{"ids": [1], "properties": []}', "extend.ids: expected a string"), ('{"ids": [], "properties": [{}]}', "extend.properties[0]: expected id"),
    ('{"ids": [], "properties": [{"id": "x"}]}', "expected one of country"),
    ('{"ids": [], "properties": [{"id": "title", "settings": {"on": "soon"}}]}', "settings.on: expected a day"),
    ('{"ids": [], "properties": [{"id": "title", "settings": {"limit": -1}}]}', "settings.limit: expected a whole number from 0"),
])  # fmt: skip
def test_an_extension_that_is_none_is_told_where_and_why(service: Service, extend: str, words: str) -> None:
    answer = service.post(extend=extend)
    assert answer.status_code == 400
    assert words in answer.get_json()["error"]


def test_too_much_is_413(service: Service) -> None:
    assert service.post(queries=json.dumps({str(n): {"query": "a"} for n in range(51)})).status_code == 413
    assert service.post(extend=json.dumps({"ids": [str(n) for n in range(501)], "properties": []})).status_code == 413
    assert service.post(queries="x" * 1_000_000).status_code == 413
    assert len(service.post(queries=json.dumps({str(n): {"query": "a"} for n in range(50)})).get_json()) == 50


def test_other_requests_are_told_what_is_expected(service: Service) -> None:
    assert service.client.post("/reconcile", data=b"{}", content_type="application/json").status_code == 415
    assert service.post(x="1").status_code == 400
    assert service.get(query="Norland").status_code == 400
    assert service.post(queries="{}", extend="{}").status_code == 400
    assert service.client.get("/reconcile?queries={}&queries={}").status_code == 400
    assert service.get("/suggest/colour").status_code == 404
    assert service.get("/suggest/entity", prefix="a", cursor="-1").status_code == 400
    assert service.get("/suggest/entity", prefix="a" * 301).status_code == 400
    for path in ("/preview", "/entity", "/flyout/entity"):
        assert service.get(path).status_code == 400
        assert service.get(path, id="entity/none").status_code == 404
    assert service.get("/properties", type="Cheese").status_code == 400


def test_an_empty_batch_has_an_empty_answer(service: Service) -> None:
    assert service.post(queries="{}").get_json() == {}


ODD = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30) | st.sampled_from(("Norland", "Person", "on", "country", "2021-04-02", "Q1", "office/x")),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(("query", "type", "limit", "properties", "pid", "v", "id", "ids", "settings")), inner, max_size=4),
    max_leaves=8,
)  # fmt: skip
PROPERTY = st.fixed_dictionaries({"pid": st.sampled_from(sorted(PROPERTIES)), "v": ODD | st.text(max_size=20)})
QUERY = st.fixed_dictionaries({"query": st.text(min_size=1, max_size=40) | ODD}, optional={
    "type": st.sampled_from(sorted(TYPES)) | ODD, "limit": st.integers(-1, 60) | ODD, "properties": st.lists(PROPERTY, max_size=3) | ODD,
})  # fmt: skip


@settings(max_examples=200, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(batch=st.dictionaries(st.text(max_size=5), QUERY | ODD, max_size=3) | ODD, extend=st.fixed_dictionaries({"ids": st.lists(st.text(max_size=12), max_size=3), "properties": st.lists(st.fixed_dictionaries({"id": st.sampled_from(sorted(PROPERTIES)), "settings": ODD}), max_size=3)}) | ODD)
def test_whatever_comes_in_is_answered_or_refused(service: Service, batch: Any, extend: Any) -> None:
    for answer in (service.post(queries=json.dumps(batch)), service.post(extend=json.dumps(extend))):
        assert answer.status_code in (200, 400, 413), answer.get_data(as_text=True)
        assert answer.status_code == 200 or len(answer.get_json()["error"]) > 10


# --- previews ---------------------------------------------------------------------------------------------


def test_a_preview_may_stand_in_the_frame_of_another_page(service: Service) -> None:
    answer = service.get("/preview", id="entity/Q11")
    text = answer.get_data(as_text=True)
    assert "frame-ancestors *" in answer.headers["Content-Security-Policy"]
    assert "script" not in text
    assert "Minister of Foreign Affairs, Norland" in text
    assert "2018-05-01" in text
    assert "Anna Berg" in service.get("/preview", id="office/foreign-minister-NLX").get_data(as_text=True)
    assert "frame-ancestors 'none'" in service.get("/entity", id="entity/Q11").headers["Content-Security-Policy"]

"""Reading beside a writer: what is written becomes visible, a store that cannot be opened anew does no harm."""

from pathlib import Path

from click.testing import CliRunner
from rdflib import Graph

from cli.main import cli
from kg.store import OxigraphStore
from server import Settings, create_app

ASK = {"query": "ASK { GRAPH ?g { <urn:norland> ?p ?o } }"}


def graph(number: int) -> Graph:
    return Graph().parse(data="".join(f"<urn:norland> <urn:p{number}> <urn:o{i}> .\n" for i in range(200)))


def test_pages_and_queries_see_every_write_of_another_process(seed_copy: Path) -> None:
    app = create_app(OxigraphStore.open(seed_copy, writable=False), Settings(workers=1))
    writer = OxigraphStore.open(seed_copy)
    for number in range(25):
        writer.put(f"urn:graph:{number}", graph(number))
        counted = {"query": "SELECT (COUNT(DISTINCT ?p) AS ?n) { <urn:norland> ?p ?o }"}
        rows = app.test_client().get("/sparql", query_string=counted).json["results"]["bindings"]
        assert rows[0]["n"]["value"] == str(number + 1)
        assert app.test_client().get("/healthz").json["statements"] == len(OxigraphStore.open(seed_copy, writable=False))


def test_while_the_new_state_cannot_be_opened_the_old_one_answers(seed_copy: Path) -> None:
    app = create_app(OxigraphStore.open(seed_copy, writable=False), Settings(workers=1))
    client = app.test_client()
    assert client.get("/sparql", query_string=ASK).json["boolean"] is False
    OxigraphStore.open(seed_copy).put("urn:graph", graph(1))
    away = seed_copy.with_name("away")
    current = seed_copy / "CURRENT"
    current.rename(away)
    assert client.get("/", headers={"Accept": "text/html"}).status_code == 200
    assert client.get("/sparql", query_string=ASK).json["boolean"] is False
    away.rename(current)
    assert client.get("/sparql", query_string=ASK).json["boolean"] is True


def test_a_restored_store_is_never_taken_for_the_one_before(seed_copy: Path) -> None:
    """Even where as much is written to it as was to the other: both count their changes."""
    def run(*arguments: str) -> None:
        assert CliRunner().invoke(cli, [*arguments, "--store", str(seed_copy)], catch_exceptions=False).exit_code == 0

    client = create_app(seed_copy, Settings(workers=1)).test_client()
    backup = str(seed_copy.with_name("backup"))
    run("backup", backup)
    OxigraphStore.open(seed_copy).put("urn:before", graph(1))
    before = client.get("/sparql", query_string=ASK)
    assert before.json["boolean"] is True
    run("restore", backup)
    OxigraphStore.open(seed_copy).put("urn:after", Graph().parse(data="<urn:a> <urn:b> <urn:c> ."))
    after = client.get("/sparql", query_string=ASK)
    assert after.json["boolean"] is False
    assert after.headers["ETag"] != before.headers["ETag"]


def test_a_store_that_was_never_readable_is_told_without_its_folder(seed_copy: Path) -> None:
    app = create_app(seed_copy, Settings(workers=1))
    (seed_copy / "CURRENT").unlink()
    answer = app.test_client().get("/sparql", query_string=ASK)
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]
    assert str(seed_copy) not in answer.get_data(as_text=True)

"""The reconciliation service as programs of others use it, over HTTP on loopback."""

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from server.reconciliation import protocol
from server.reconciliation.types import TYPES
from server.terms import packaged

from .test_documentation import request

DOC = (Path(__file__).parents[2] / "docs" / "reconciliation.md").read_text("utf-8")
ONTOLOGY = "https://w3id.org/demarche/ontology#"


@pytest.fixture(scope="module")
def address(live: str) -> str:
    return f"{live}/reconcile"


def test_the_reconciler_library_matches_a_table(address: str) -> None:
    reconciler = pytest.importorskip("reconciler", reason="the client library reconciler is not installed: pip install -e '.[dev]'")
    pandas = pytest.importorskip("pandas")
    table = pandas.DataFrame({
        "who": ["Sergei Lavrov", "Ara Aivazian", "the US Secretary of State"],
        "state": ["Russia", "Armenia", "United States"], "day": ["2021-04-02", "2021-04-02", "2021-04-02"],
    })  # fmt: skip
    found = reconciler.reconcile(
        table["who"], type_id="Person", property_mapping={"country": table["state"], "on": table["day"]}, reconciliation_endpoint=address
    )
    rows = {row["input_value"]: row for _, row in found.iterrows()}
    assert {name: row["id"] for name, row in rows.items()} == {
        "Sergei Lavrov": "entity/Q58217", "Ara Aivazian": "entity/Q21209713", "the US Secretary of State": "entity/Q7821917",
    }  # fmt: skip
    assert rows["Sergei Lavrov"]["match"]
    assert all(row["type_id"] == "Person" for row in rows.values())


def test_the_reconciler_library_gets_every_candidate(address: str) -> None:
    reconciler = pytest.importorskip("reconciler", reason="the client library reconciler is not installed: pip install -e '.[dev]'")
    pandas = pytest.importorskip("pandas")
    found = reconciler.reconcile(pandas.Series(["Georgia", "Yerevan"]), top_res="all", reconciliation_endpoint=address)
    assert {"entity/Q230", "entity/Q1953"} <= set(found["id"])


@pytest.mark.parametrize("name", TYPES)
def test_types_are_those_of_the_ontology(name: str) -> None:
    vocabulary, kind = packaged(), TYPES[name]
    assert vocabulary.label(ONTOLOGY + name) == kind.name
    assert {ONTOLOGY + b for b in kind.broader} <= vocabulary.lineage(ONTOLOGY + name)


@pytest.mark.parametrize("command", re.findall(r"^curl .+$", DOC, re.MULTILINE))
def test_the_commands_of_the_guide_are_answered(client: FlaskClient, command: str) -> None:
    answer = client.open(**request(command))
    assert answer.status_code == 200
    assert "queries" not in command or '"match": true' in answer.get_data(as_text=True)


@pytest.mark.parametrize("limit", [
    f"{protocol.MAX_QUERIES} (`batchSize`", f"{protocol.DEFAULT_LIMIT} unless `limit`", f"at most {protocol.MAX_LIMIT} |",
    f"{protocol.MAX_IDS}, {protocol.MAX_PROPERTIES}", f"{protocol.MAX_TEXT} characters",
])  # fmt: skip
def test_the_guide_tells_the_limits(limit: str) -> None:
    assert limit in DOC

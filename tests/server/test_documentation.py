"""What docs/sparql.md says is so: its commands are run, its formats, statuses and limits compared."""

import dataclasses
import re
import shlex
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from server import Settings
from server.negotiation import ROWS, TRIPLES

TEXT = (Path(__file__).parents[2] / "docs" / "sparql.md").read_text("utf-8")
DEPLOYMENT = (Path(__file__).parents[2] / "docs" / "deployment.md").read_text("utf-8")
COMMANDS = [c for block in re.findall(r"```sh\n(.*?)```", TEXT, re.DOTALL) for c in re.split(r"\n(?=curl )", block.strip())]
SERVER = "http://127.0.0.1:8094"


def request(command: str) -> dict[str, Any]:
    """The request that a curl command of the document makes."""
    words, headers, data = shlex.split(command)[1:], {}, []
    made: dict[str, Any] = {"method": "GET", "headers": headers}
    while words:
        word = words.pop(0)
        if word == "-H":
            name, _, value = words.pop(0).partition(": ")
            headers[name] = value
        elif word == "--data-urlencode":
            data.append(words.pop(0).partition("=")[::2])
        elif word == "--data-binary":
            made |= {"method": "POST", "data": words.pop(0)}
        elif word.startswith(SERVER):
            made["path"] = word.removeprefix(SERVER)
        elif word == "-L":
            made["follow_redirects"] = True
        else:
            assert word == "-G", word
    if data:
        made |= {"query_string": dict(data)} if "-G" in command.split() else {"method": "POST", "data": dict(data)}
    return made


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_of_the_document_answers(client: FlaskClient, command: str) -> None:
    answer = client.open(**request(command))
    assert answer.status_code == 200, answer.get_data(as_text=True)
    assert len(answer.data) > 20


def test_the_document_names_every_format_and_media_type() -> None:
    for name, media in (*ROWS.items(), *TRIPLES.items()):
        assert f"`{name}`" in TEXT
        assert f"`{media}`" in TEXT


def test_the_document_names_the_limits_as_they_are() -> None:
    settings = Settings()
    for words in (
        f"{settings.deadline:g} s |", f"| {settings.workers}, each in a process", f"{settings.patience:g} s |", f"{settings.max_query_bytes:,} bytes",
        f"{settings.max_answer_bytes // 1_000_000} MB", f"{settings.max_memory_bytes / 1e9:g} GB", f"| {settings.max_rows:,} |",
        f"| {settings.long_queries} |", f"| {settings.queue} |", f"| {settings.client_requests} |", f"| {settings.client_seconds:g} s |",
    ):  # fmt: skip
        assert words in TEXT
    for field in dataclasses.fields(Settings):
        assert f"`--{field.name.replace('_', '-')}`" in TEXT + DEPLOYMENT


def test_the_python_example_runs(client: FlaskClient) -> None:
    query = re.search(r'query = "(.*?)"\n', TEXT)
    assert query
    rows = client.get("/sparql", query_string={"query": query[1]}).json["results"]["bindings"]
    assert rows[0]["title"]["value"]

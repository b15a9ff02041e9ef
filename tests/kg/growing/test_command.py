"""``demarche gazetteer`` as a user runs it, a process of its own, and the answers that follow."""

import gzip
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bench.processes import environment

from .conftest import Json, Wikidata, day, entity, lines, norland, statement

ARTICLE = """Norland and France talk in Vienna
Norland Times, November 3, 2026

Norland's foreign minister Eva Sund met the foreign minister of France in Vienna on Monday and talked about trade for two hours.
"""
Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def demarche(tmp_path: Path) -> Run:
    def run(*arguments: str, **variables: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "-m", "cli.main", *arguments], cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False,
            env=environment(**variables),
        )  # fmt: skip

    return run


@pytest.fixture
def dump(tmp_path: Path) -> Path:
    path = tmp_path / "wikidata-20261102-all.json.gz"
    path.write_bytes(gzip.compress(lines(norland())))
    return path


def files(folder: Path) -> dict[Path, bytes]:
    return {p: p.read_bytes() for p in folder.rglob("*") if p.is_file() and "cache" not in p.parts and "work" not in p.parts}


def linked(done: "subprocess.CompletedProcess[str]") -> Json:
    return next((row for line in done.stdout.splitlines() if (row := json.loads(line))["linked"]), {})


def test_a_dump_is_built_and_link_and_convert_use_it_when_told(demarche: Run, dump: Path, tmp_path: Path) -> None:
    built = demarche("gazetteer", "build", "--dump", dump.name)
    assert (built.returncode, built.stdout) == (0, "")
    assert "2 people with 2 tenures, 2 other entities; use them with --gazetteer demarche-gazetteer" in built.stderr
    question = ("link", "the Foreign Minister of Norland", "--on", "2026-11-01", "--explain")
    found = linked(demarche(*question, "--gazetteer", "demarche-gazetteer"))
    assert (found["id"], found["source"], found["tenure"]["true_on"]) == ("Q1005", "Wikidata JSON dump of 2026-11-02 (CC0 1.0)", "2026-11-02")
    assert linked(demarche(*question, DEMARCHE_GAZETTEER="demarche-gazetteer"))["id"] == "Q1005"
    assert linked(demarche(*question)) == {}
    assert linked(demarche(*question[:3], "2019-01-01", "--gazetteer", "demarche-gazetteer"))["id"] == "Q1004"
    assert linked(demarche(*question[:3], "2026-11-03", "--gazetteer", "demarche-gazetteer")) == {}  # the day after the dump
    (tmp_path / "article.txt").write_text(ARTICLE)
    converted = demarche("convert", "article.txt", "--format", "nquads", "--gazetteer", "demarche-gazetteer")
    assert "/entity/Q1005>" in converted.stdout
    assert "/entity/Q1001>" in converted.stdout


def test_a_dump_of_no_known_day_needs_to_be_told_it(demarche: Run, dump: Path) -> None:
    dump.rename(dump.with_name("latest-all.json.gz"))
    asked = demarche("gazetteer", "build", "--dump", "latest-all.json.gz")
    assert (asked.returncode, "give it with --as-of" in asked.stderr) == (2, True)
    assert demarche("gazetteer", "build", "--dump", "latest-all.json.gz", "--as-of", "2026-11-02").returncode == 0


@pytest.mark.parametrize("fault", ["html", "cut", "bad rows"])
def test_a_dump_that_fails_leaves_the_earlier_gazetteer_as_it_was(demarche: Run, dump: Path, tmp_path: Path, fault: str) -> None:
    assert demarche("gazetteer", "build", "--dump", dump.name).returncode == 0
    before = files(tmp_path / "demarche-gazetteer")
    data = {"html": b"<html>503", "cut": gzip.compress(lines(norland()))[:-30], "bad rows": gzip.compress(b"[\n{]\n]\n")}[fault]
    (tmp_path / "wikidata-20261109.json.gz").write_bytes(data)
    done = demarche("gazetteer", "build", "--dump", "wikidata-20261109.json.gz")
    assert (done.returncode, done.stdout) == (1, "")
    assert {"html": "found HTML", "cut": "not complete", "bad rows": "expected entities"}[fault] in done.stderr
    assert files(tmp_path / "demarche-gazetteer") == before


def test_wikidata_is_asked_and_a_new_end_and_holder_count(demarche: Run, dump: Path, wikidata: Callable[[list[Json]], Wikidata]) -> None:
    demarche("gazetteer", "build", "--dump", dump.name)
    told = [
        *norland()[:-1],
        entity("Q1005", "Eva Sund", P31="Q5", P39=statement("Q1003", id="Q1005$NEW", P580=day("2020-02-03"), P582=day("2026-11-10"), P1366="Q1006")),
        entity("Q1006", "Ola Vest", P31="Q5", P39=statement("Q1003", id="Q1006$A", P580=day("2026-11-10"))),
    ]  # fmt: skip
    server = wikidata(told)
    done = demarche("gazetteer", "refresh", "--of", "Norland", "--contact", "desk@norland.example", "--endpoint", server.url)
    assert done.returncode == 0, done.stderr
    assert "2 people" not in done.stdout
    question = ("link", "the Foreign Minister of Norland", "--explain", "--gazetteer", "demarche-gazetteer", "--on")
    assert linked(demarche(*question, "2026-11-09"))["id"] == "Q1005"
    new = linked(demarche(*question, "2026-11-12"))
    assert new["id"] == "Q1006"
    assert new["source"].startswith("Wikidata, Q1006, revision 4711, read on ")
    shown = demarche("gazetteer", "show").stdout.splitlines()
    assert [line.split("\t")[0] for line in shown] == ["dump", "live"]
    asked = len(server.requests)
    assert demarche("gazetteer", "refresh", "Q1005", "--contact", "desk@norland.example", "--endpoint", server.url).returncode == 0
    assert len(server.requests) == asked  # all of it kept from before


def test_nobody_is_asked_without_a_contact(demarche: Run, wikidata: Callable[[list[Json]], Wikidata]) -> None:
    server = wikidata(norland())
    for contact in ((), ("--contact", "me")):
        done = demarche("gazetteer", "refresh", "Q1005", *contact, "--endpoint", server.url)
        assert (done.returncode, "how to reach whoever asks" in done.stderr) == (2, True)
    assert server.requests == []


@pytest.mark.parametrize(
    ("answer", "words"),
    [((200, {}, b"<html>"), "found HTML"), ((429, {"Retry-After": "99999"}, b""), "asks to wait 99999 s"), ((302, {"Location": "/w/api.php"}, b""), "in a circle")],
    ids=["html", "429", "redirects"],
)
def test_a_refresh_that_fails_leaves_the_earlier_gazetteer_as_it_was(
    demarche: Run, dump: Path, tmp_path: Path, wikidata: Callable[[list[Json]], Wikidata], answer: tuple[int, dict[str, str], bytes], words: str
) -> None:
    demarche("gazetteer", "build", "--dump", dump.name)
    before, server = files(tmp_path / "demarche-gazetteer"), wikidata(norland())
    server.script = [answer] * 20
    done = demarche("gazetteer", "refresh", "Q1005", "--contact", "desk@norland.example", "--endpoint", server.url)
    assert (done.returncode, words in done.stderr) == (1, True), done.stderr
    assert files(tmp_path / "demarche-gazetteer") == before


def test_a_table_is_added_and_one_at_fault_changes_nothing(demarche: Run, tmp_path: Path) -> None:
    (tmp_path / "desk.csv").write_text("name,office,of,source,start,true_on\nJan Nord,foreign minister,Armenia,desk,2026-09-01,2026-11-20\n")
    assert demarche("gazetteer", "add", "desk.csv").returncode == 0
    before = files(tmp_path / "demarche-gazetteer")
    (tmp_path / "desk.csv").write_text("name,office,source\nJan Nord,foreign minister,desk\n")
    done = demarche("gazetteer", "add", "desk.csv")
    assert (done.returncode, "of missing" in done.stderr) == (1, True)
    assert files(tmp_path / "demarche-gazetteer") == before
    found = linked(demarche("link", "the Armenian Foreign Minister", "--on", "2026-11-20", "--gazetteer", "demarche-gazetteer"))
    assert found["id"] == "jan-nord"
    assert demarche("gazetteer", "remove", "tables/desk").returncode == 0
    assert linked(demarche("link", "the Armenian Foreign Minister", "--on", "2026-11-20", "--gazetteer", "demarche-gazetteer")) == {}
    assert demarche("gazetteer", "renew").returncode == 0


def test_a_folder_without_a_gazetteer_is_told(demarche: Run) -> None:
    done = demarche("link", "Kyiv", "--gazetteer", "nowhere")
    assert (done.returncode, "nowhere: expected a gazetteer, found none" in done.stderr) == (1, True)

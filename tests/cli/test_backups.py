"""Backup and restore: nothing is lost, nothing is half there."""

from pathlib import Path

import pytest

from .conftest import Run

QUERY = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
EXTRA = "<urn:a> <urn:b> <urn:c> ."


def count(demarche: Run, store: str) -> str:
    return demarche("query", QUERY, "--format", "csv", "--store", store).stdout


@pytest.fixture
def store(demarche: Run, tmp_path: Path) -> str:
    (tmp_path / "a.nt").write_text(EXTRA, "utf-8")
    demarche("load", "a.nt", "--store", "news")
    return "news"


def test_a_backup_answers_like_the_store(demarche: Run, store: str) -> None:
    done = demarche("backup", "backups/one", "--store", store)
    assert done.stderr.startswith("written: backups/one, ")
    assert count(demarche, "backups/one") == count(demarche, store)


def test_a_restored_store_is_the_one_backed_up_and_the_other_is_kept(demarche: Run, store: str, tmp_path: Path) -> None:
    demarche("backup", "one", "--store", store)
    earlier = count(demarche, store)
    (tmp_path / "b.nt").write_text(EXTRA.replace("urn:a", "urn:z"), "utf-8")
    demarche("load", "b.nt", "--store", store)
    later = count(demarche, store)
    assert later != earlier
    demarche("restore", "one", "--store", store)
    assert count(demarche, store) == earlier
    assert count(demarche, "news.before") == later
    demarche("load", "b.nt", "--store", store)
    assert count(demarche, store) == later
    assert count(demarche, "one") == earlier


def test_a_backup_becomes_a_new_store(demarche: Run, store: str) -> None:
    demarche("backup", "one", "--store", store)
    demarche("restore", "one", "--store", "elsewhere/new")
    assert count(demarche, "elsewhere/new") == count(demarche, store)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("backup", "news", "--store", "news"), "expected a folder that does not exist yet"),
        (("backup", "one", "--store", "none"), "no store here yet"),
        (("restore", "none", "--store", "news"), "no store here yet"),
        (("restore", "news", "--store", "news"), "found the store itself"),
    ],
    ids=["onto something", "of nothing", "from nothing", "of itself"],
)
def test_what_cannot_be_done_is_told_and_changes_nothing(
    demarche: Run, store: str, arguments: tuple[str, ...], words: str, tmp_path: Path
) -> None:
    before = count(demarche, store)
    done = demarche(*arguments)
    assert done.returncode == 1
    assert words in done.stderr
    assert count(demarche, store) == before
    assert not list(tmp_path.glob("*.part"))

"""From an article over a review to Wikidata, as a user goes."""

from pathlib import Path

import pytest

from .conftest import Run

TEXT = """Talks in Vienna

VIENNA, May 18, 2015 - Malaysia's Prime Minister Najib Razak met the foreign minister of Norland in Vienna on Monday.
"""


def test_an_office_goes_to_wikidata_once_a_reader_confirmed_it(demarche: Run, tmp_path: Path) -> None:
    (tmp_path / "talks.txt").write_text(TEXT)
    assert demarche("ingest", "talks.txt", "--url", "https://news.example/talks", "--store", "s").returncode == 0
    listed = demarche("review", "list", "--store", "s")
    attestation = listed.stdout.splitlines()[0]
    assert "Najib Razak (Q57675) holds Prime Minister (Q862559) on 2015-05-18" in listed.stdout
    assert "[Malaysia's Prime Minister] Najib Razak met" in listed.stdout
    before = demarche("export", "--format", "quickstatements", "--store", "s")
    assert (before.stdout, "1 not reviewed" in before.stderr) == ("", True)
    done = demarche("review", "confirm", attestation, "--store", "s", "--note", "as the article says", env={"DEMARCHE_REVIEWER": "an editor"})
    assert done.returncode == 0, done.stderr
    assert demarche("review", "list", "--store", "s").stdout == ""
    assert "ready" in demarche("review", "list", "--all", "--store", "s").stdout
    line = demarche("export", "--format", "quickstatements", "--store", "s").stdout
    assert line.startswith("Q57675\tP39\tQ862559\tP585\t+2015-05-18T00:00:00Z/11\tS854\t\"https://news.example/talks\"\t")
    demarche("review", "refute", attestation, "--by", "another", "--store", "s")
    after = demarche("export", "--format", "quickstatements", "--store", "s")
    assert (after.stdout, "1 refuted" in after.stderr) == ("", True)


@pytest.mark.parametrize(("arguments", "words"), [
    (("export", "--min-confidence", "0.5"), "belong to --format quickstatements"),
    (("ingest", "a.txt", "--url", "news.example"), "expected an address such as https://"),
    (("ingest", "a.txt", "b.txt", "--url", "https://news.example/a"), "--url names one article"),
    (("review", "confirm", "https://example.org/x"), "Missing option '--by'"),
])  # fmt: skip
def test_wrong_usage_is_told(demarche: Run, arguments: tuple[str, ...], words: str) -> None:
    done = demarche(*arguments)
    assert done.returncode == 2
    assert words in done.stderr

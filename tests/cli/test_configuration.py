"""Settings of the server: by option, variable and file, in this order; faults are told with their place."""

import tomllib
from dataclasses import fields
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from cli.configuration import key_of
from cli.main import cli
from cli.options import long_name
from scripts.settings_table import DOC, renewed
from server import Settings

serve, demo = cli.commands["serve"], cli.commands["demo"]


def shown(*arguments: str, file: str = "", folder: Path, **variables: str) -> Result:
    """What ``serve --show-settings`` says, with the file where it holds anything."""
    path = folder / "news.toml"
    path.write_text(file)
    more = ["--config", str(path)] if file else []
    return CliRunner().invoke(serve, [*more, *arguments, "--show-settings"], env={f"DEMARCHE_{k}": v for k, v in variables.items()})


@pytest.mark.parametrize("command", [serve, demo], ids=["serve", "demo"])
def test_each_setting_has_an_option_a_variable_and_a_key_with_its_default(command: click.Command) -> None:
    options = {key_of(o): o for o in command.params if isinstance(o, click.Option)}
    for setting in fields(Settings):
        assert options[setting.name].envvar == f"DEMARCHE_{setting.name.upper()}"
        assert options[setting.name].default == setting.default
        assert long_name(options[setting.name]) == f"--{setting.name.replace('_', '-')}"


def test_the_table_of_the_document_is_up_to_date() -> None:
    text = DOC.read_text("utf-8")
    assert renewed(text) == text, "run: python -m scripts.settings_table"


def test_an_option_wins_over_a_variable_a_variable_over_the_file_the_file_over_the_default(tmp_path: Path) -> None:
    file = "max_rows = 10\ndeadline = 11\nworkers = 12\n"
    said = shown("--max-rows", "30", file=file, folder=tmp_path, DEADLINE="20", MAX_ROWS="21").stdout
    for line in ("max_rows = 30  # --max-rows", "deadline = 20.0  # DEMARCHE_DEADLINE", "workers = 12  # file", "queue = 128  # default"):
        assert line in said.splitlines()


def test_what_is_shown_is_a_file_of_settings_and_tells_no_token(tmp_path: Path) -> None:
    first = shown("--proxies", "10.0.0.0/8  ::1", "--log", "slow", folder=tmp_path, UPDATE_TOKEN="quite-secret")
    assert "quite-secret" not in first.stdout
    assert "# update_token: set, DEMARCHE_UPDATE_TOKEN" in first.stdout
    values = tomllib.loads(first.stdout)
    assert values["proxies"] == "10.0.0.0/8 ::1"
    again = shown(file=first.stdout, folder=tmp_path)
    assert {**tomllib.loads(again.stdout), "store": ""} == {**values, "store": ""}  # a folder counts from the file


def test_paths_count_from_the_folder_of_the_file(tmp_path: Path) -> None:
    assert f'store = "{tmp_path}/news"  # file' in shown(file='store = "news"', folder=tmp_path).stdout
    assert 'store = "/srv/news"  # file' in shown(file='store = "/srv/news"', folder=tmp_path).stdout


def test_lists_are_text_or_arrays(tmp_path: Path) -> None:
    for written in ('["10.0.0.0/8", "::1"]', '"10.0.0.0/8 ::1"'):
        assert 'proxies = "10.0.0.0/8 ::1"  # file' in shown(file=f"proxies = {written}", folder=tmp_path).stdout


FAULTS = {
    "unknown": ("deadlin = 3", "deadlin: unknown key; expected deadline"),
    "hyphens": ("max-rows = 3", "max-rows: unknown key; expected max_rows"),
    "far from all": ("norland = 3", "norland: unknown key; expected one of store, gazetteer, base"),
    "the file itself": ('config = "x"', "config: unknown key"),
    "a table": ("[deadline]\nx = 1", 'deadline: expected a number from 0.1 to 86400, found {"x": 1} (a table)'),
    "a text": ('deadline = "soon"', 'deadline: expected a number from 0.1 to 86400, found "soon" (text)'),
    "a boolean": ("workers = true", "workers: expected a whole number from 1 to 1000, found true (a boolean)"),
    "not whole": ("max_rows = 1.5", "max_rows: expected a whole number of at least 1, found 1.5 (a number)"),
    "too small": ("deadline = 0", "deadline: expected a number from 0.1 to 86400, found 0"),
    "too large": ("port = 70000", "port: expected a whole number from 0 to 65535, found 70000"),
    "no number": ("deadline = nan", "deadline: expected a number from 0.1 to 86400, found nan"),
    "a day": ("grace = 2026-11-25", 'grace: expected a number from 0 to 86400, found "2026-11-25" (a date or time)'),
    "no choice": ('log = "some"', "log: 'some' is not one of 'all', 'slow', 'none'"),
    "no text": ("log = 1", "log: expected one of all, slow, none, found 1 (a whole number)"),
    "no network": ('proxies = "norland"', "proxies: expected IP addresses or networks such as 127.0.0.1 or 10.0.0.0/8 between spaces, found 'norland'"),
    "host bits": ('proxies = "10.0.0.1/8"', "found '10.0.0.1/8'"),
    "no address": ('services = ["ftp://a"]', "services: expected addresses such as https://query.wikidata.org/sparql between spaces, found 'ftp://a'"),
    "mixed array": ('services = ["http://a", 1]', "services: expected text, or an array of texts"),
    "no IRI": ('base = "norland"', "base: expected an IRI that ends in / or #, found 'norland'"),
    "not TOML": ("deadline =", "expected TOML: Invalid value (at end of document)"),
    "twice": ("queue = 1\nqueue = 2", "expected TOML: Cannot overwrite a value"),
}


@pytest.mark.parametrize(("file", "words"), FAULTS.values(), ids=FAULTS)
def test_what_is_wrong_in_a_file_is_told_with_its_place(tmp_path: Path, file: str, words: str) -> None:
    done = shown(file=file, folder=tmp_path)
    assert done.exit_code == 2
    assert done.stdout == ""
    assert f"{tmp_path / 'news.toml'}: " in done.stderr
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_all_faults_of_a_file_are_told_at_once(tmp_path: Path) -> None:
    done = shown(file="deadlin = 3\nqueue = 0\nmax_rows = 5", folder=tmp_path)
    assert done.stderr.count("news.toml: ") == 2


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "latin.toml").write_bytes('base = "é"'.encode("latin-1"))
    for name, words in (("none.toml", "cannot be read: No such file"), ("latin.toml", "expected UTF-8, found byte 0xe9 at offset 8")):
        done = CliRunner().invoke(serve, ["--config", str(tmp_path / name)])
        assert done.exit_code == 2
        assert f"{tmp_path / name}: {words}" in done.stderr


@pytest.mark.parametrize(("option", "value", "words"), [
    ("deadline", "nan", "expected a number from 0.1 to 86400, found 'nan'"), ("deadline", "inf", "found 'inf'"), ("workers", "2.5", "expected a whole number"),
    ("queue", "9" * 400, "found '" + "9" * 20), ("port", "http", "expected a whole number from 0 to 65535, found 'http'"),
])  # fmt: skip
def test_wrong_options_and_variables_are_told_by_name(tmp_path: Path, option: str, value: str, words: str) -> None:
    by_option = shown(f"--{option}", value, folder=tmp_path)
    by_variable = shown(folder=tmp_path, **{option.upper(): value})
    for done in (by_option, by_variable):
        assert (done.exit_code, done.stdout) == (2, "")
        assert f"'--{option}'" in done.stderr
        assert words in done.stderr
        assert len(done.stderr) < 400
    assert f"DEMARCHE_{option.upper()}" in by_variable.stderr


def test_a_token_in_a_file_that_others_may_read_is_warned_of(tmp_path: Path) -> None:
    for mode, warned in ((0o644, True), (0o600, False)):
        path = tmp_path / "news.toml"
        path.write_text('update_token = "quite-secret"')
        path.chmod(mode)
        done = CliRunner().invoke(serve, ["--config", str(path), "--show-settings"])
        assert ("chmod 600" in done.stderr) == warned
        assert "# update_token: set, file" in done.stdout
        assert "quite-secret" not in done.output

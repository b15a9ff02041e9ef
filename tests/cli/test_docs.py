"""docs/cli.md tells every command, option and variable, and its examples do what they show."""

import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from bench.processes import ROOT
from cli.main import cli
from cli.options import long_name

from .conftest import Run

DOC = (ROOT / "docs" / "cli.md").read_text("utf-8")
SECTIONS = dict(re.findall(r"^## (\S+)\n(.*?)(?=^## |\Z)", DOC, re.MULTILINE | re.DOTALL))
BLOCKS = re.findall(r"^```(\w+) ?(\S*)\n(.*?)^```$", DOC, re.MULTILINE | re.DOTALL)


def options(command: click.Command) -> Iterator[click.Option]:
    yield from (p for p in command.params if isinstance(p, click.Option) and p.name not in ("help", "version"))
    if isinstance(command, click.Group):
        for inner in command.commands.values():
            yield from options(inner)


def text_of(name: str) -> str:
    """The section of a command; demo takes serve's options too."""
    return SECTIONS[name] + (SECTIONS["serve"] if name == "demo" else "")


def test_every_command_has_a_section_and_no_section_lacks_its_command() -> None:
    assert set(SECTIONS) == set(cli.commands)


@pytest.mark.parametrize("name", sorted(cli.commands))
def test_every_option_and_variable_is_documented(name: str) -> None:
    for option in options(cli.commands[name]):
        assert f"| `{long_name(option)}` | `{option.envvar}` |" in text_of(name)


@pytest.mark.parametrize("name", sorted(cli.commands))
def test_no_option_is_documented_that_does_not_exist(name: str) -> None:
    known = {(long_name(o), o.envvar) for o in options(cli.commands[name])}
    assert set(re.findall(r"^\| `(--[\w-]+)` \| `(\w+)` \|", SECTIONS[name], re.MULTILINE)) <= known


@pytest.mark.parametrize("name", sorted(cli.commands))
def test_help_is_worth_reading(name: str) -> None:
    command = cli.commands[name]
    assert command.help
    for option in options(command):
        assert option.help or isinstance(option.type, click.Choice), long_name(option)
    assert f"demarche {name}" in command.help, "an example"


def test_variables_are_distinct_but_for_shared_settings() -> None:
    shared = {"DEMARCHE_STORE", "DEMARCHE_BASE", "DEMARCHE_ENCODING", "DEMARCHE_OWL_SAME_AS", "DEMARCHE_GAZETTEER", "DEMARCHE_REVIEWER", *(o.envvar for o in options(cli.commands["serve"]))}
    own = [o.envvar for command in cli.commands.values() for o in options(command) if o.envvar not in shared]
    assert len(own) == len(set(own))


def runs(text: str) -> Iterator[tuple[list[str], list[str]]]:
    """The commands of a block with the lines that follow each."""
    for part in re.split(r"^\$ demarche ", text, flags=re.MULTILINE)[1:]:
        command, _, output = part.partition("\n")
        yield shlex.split(command), output.splitlines()


def test_the_examples_do_what_they_show(demarche: Run, tmp_path: Path) -> None:
    """In exact blocks every line occurs in the output; elsewhere commands run, and their faults are those shown."""
    for kind, mark, text in BLOCKS:
        if kind in ("text", "turtle", "sparql", "toml"):
            (tmp_path / mark).write_text(text)
        elif kind == "console" and mark != "not-run" and (mark != "java" or shutil.which("java")):
            for arguments, shown in runs(text):
                done = demarche(*arguments)
                found = (done.stdout + done.stderr).splitlines()
                fails = any(line.startswith("demarche: ") for line in shown)
                assert done.returncode == int(fails), (arguments, done.stderr)
                if mark == "exact":
                    assert [line for line in shown if line != "..." and line not in found] == []

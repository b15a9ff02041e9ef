"""Options that several commands share."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import click

DEFAULT_STORE = Path("demarche-store")


class DayType(click.ParamType):  # type: ignore[type-arg]
    """A day as YYYY-MM-DD."""

    name = "YYYY-MM-DD"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day, or a usage error."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"expected a day such as 2021-04-02, found {value!r}", param, ctx)


def store_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """``--store FOLDER``, ``DEMARCHE_STORE``."""
    return click.option(
        "--store", "folder", type=click.Path(path_type=Path), default=DEFAULT_STORE, show_default=True,
        envvar="DEMARCHE_STORE", help="Folder of the store. [env: DEMARCHE_STORE]",
    )(command)  # fmt: skip


def base_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """``--base IRI``, ``DEMARCHE_BASE``."""
    return click.option(
        "--base", default="https://w3id.org/demarche/id/", show_default=True, envvar="DEMARCHE_BASE",
        help="IRIs of the data begin with this. [env: DEMARCHE_BASE]",
    )(command)  # fmt: skip


def reading_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """How articles are read."""
    for option in (
        click.option("--published", type=DayType(), help="Day of publication, where the text has none."),
        click.option("--id", "identifier", help="Identifier of the article (one article only)."),
        click.option("--encoding", default="utf-8-sig", show_default=True, help="Encoding of the files."),
    ):
        command = option(command)
    return command


def article_files(paths: tuple[str, ...]) -> Iterator[str]:
    """The files named, and the .txt files of folders named; "-" is stdin."""
    for path in paths:
        if path != "-" and Path(path).is_dir():
            yield from map(str, sorted(Path(path).glob("*.txt")))
        else:
            yield path

"""Options that several commands share, and the variables that set them."""

import codecs
import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, Final, TypeVar

import click

PREFIX: Final = "DEMARCHE"
DEFAULT_STORE: Final = Path("demarche-store")
EARLIEST: Final = 1800  # years of publication; before it there was no news wire
LATEST: Final = 2199
_Command = TypeVar("_Command", bound=Callable[..., Any])


class DayType(click.ParamType):  # type: ignore[type-arg]
    """A day as YYYY-MM-DD, in years in which news is published."""

    name = "YYYY-MM-DD"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day, or a usage error."""
        if isinstance(value, date):
            return value
        try:
            day = date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"expected a day such as 2021-04-02, found {value!r}", param, ctx)
        if not EARLIEST <= day.year <= LATEST:
            self.fail(f"expected a year from {EARLIEST} to {LATEST}, found {value}", param, ctx)
        return day


class EncodingType(click.ParamType):  # type: ignore[type-arg]
    """An encoding by the name that Python has for it."""

    name = "ENCODING"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The name, or a usage error."""
        try:
            codecs.lookup(str(value)).decode(b"", "strict")
        except (LookupError, AssertionError):
            self.fail(f"expected an encoding such as utf-8 or windows-1252, found {value!r}", param, ctx)
        return str(value)


def store_option(command: _Command) -> _Command:
    """``--store FOLDER``, ``DEMARCHE_STORE``."""
    return click.option(
        "--store", "folder", type=click.Path(path_type=Path), default=DEFAULT_STORE, show_default=True,
        envvar=f"{PREFIX}_STORE", help="Folder of the store.",
    )(command)  # fmt: skip


def gazetteer_option(command: _Command) -> _Command:
    """``--gazetteer FOLDER``, ``DEMARCHE_GAZETTEER``, as ``own``: None for the packaged gazetteer."""
    return click.option(
        "--gazetteer", "own", type=click.Path(path_type=Path, file_okay=False), default=None, envvar=f"{PREFIX}_GAZETTEER",
        help="Folder of a gazetteer of your own (demarche gazetteer), instead of the packaged one.",
    )(command)  # fmt: skip


def base_option(command: _Command) -> _Command:
    """``--base IRI``, ``DEMARCHE_BASE``."""
    return click.option(
        "--base", default="https://w3id.org/demarche/id/", show_default=True, envvar=f"{PREFIX}_BASE",
        callback=_checked_base, help="IRIs of the data begin with this.",
    )(command)  # fmt: skip


def same_as_option(command: _Command) -> _Command:
    """``--owl-same-as``, ``DEMARCHE_OWL_SAME_AS``."""
    return click.option(
        "--owl-same-as", is_flag=True, envvar=f"{PREFIX}_OWL_SAME_AS",
        help="Tell links to Wikidata as owl:sameAs too, for reasoners.",
    )(command)  # fmt: skip


def _checked_base(ctx: click.Context, param: click.Parameter, value: str) -> str:
    scheme, colon, rest = value.partition("://")
    if not (scheme.isalpha() and colon and rest) or any(c in value for c in '<>"{}|^`\\ ') or value[-1] not in "/#":
        raise click.BadParameter(f"expected an IRI that ends in / or #, found {value!r}", ctx=ctx, param=param)
    return value


def _checked_url(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    if value is not None and not re.fullmatch(r"https?://[^\s\"<>|\\^`{}]+", value):
        raise click.BadParameter(f"expected an address such as https://example.org/article, found {value!r}", ctx=ctx, param=param)
    return value


def reading_options(command: _Command) -> _Command:
    """How articles are read."""
    for option in (
        click.option("--published", type=DayType(), help="Day of publication; wins over a date in the text."),
        click.option("--id", "identifier", help="Identifier of the article (one article only)."),
        click.option("--url", callback=_checked_url, help="Address at which the article stands (one article only)."),
        click.option(
            "--encoding", type=EncodingType(), default="utf-8-sig", show_default=True, envvar=f"{PREFIX}_ENCODING",
            help="Encoding of the files; a byte order mark wins.",
        ),
    ):  # fmt: skip
        command = option(command)
    return command


def article_files(paths: tuple[str, ...]) -> Iterator[str]:
    """The files named, and the .txt files of folders named; "-" is stdin."""
    for path in paths:
        if path != "-" and Path(path).is_dir():
            yield from map(str, sorted(Path(path).glob("*.txt")))
        else:
            yield path


def finish(command: click.Command, prefix: str = PREFIX) -> None:
    """What all commands share: options without a variable get ``DEMARCHE_<COMMAND>_<OPTION>``, examples their lines.

    Docstrings are raw, so click's mark for lines that keep their form arrives as two characters.
    """
    command.help = (command.help or "").replace("\\b\n", "\b\n")
    for option in command.params:
        if isinstance(option, click.Option) and option.name not in ("help", "version"):
            if option.envvar is None:
                option.envvar = f"{prefix}_{variable_part(long_name(option))}"
            option.show_envvar = True
    if isinstance(command, click.Group):
        for name, inner in command.commands.items():
            finish(inner, f"{prefix}_{variable_part(name)}")


def long_name(option: click.Option) -> str:
    """``--max-rows`` of an option that has several names."""
    return max(option.opts, key=len)


def variable_part(name: str) -> str:
    """``--max-rows`` as ``MAX_ROWS``."""
    return name.strip("-").replace("-", "_").upper()

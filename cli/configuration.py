"""Settings of the server as options, variables and keys of a TOML file: options win over variables, these over the file."""

import difflib
import json
import math
import tomllib
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import Any, Final, TypeVar

import click
from click.core import ParameterSource

from cli.options import PREFIX, long_name
from server.settings import ANY, Bounds, Settings

_Command = TypeVar("_Command", bound=Callable[..., Any])
_NO_SETTINGS: Final = ("config", "show_settings", "no_serve", "help")
_SECRET: Final = "update_token"
_KINDS: Final[dict[type, str]] = {
    bool: "a boolean", int: "a whole number", float: "a number", str: "text", list: "an array", dict: "a table",
}  # fmt: skip


class Number(click.ParamType):  # type: ignore[type-arg]
    """A finite number, whole or not, within bounds."""

    def __init__(self, whole: bool, least: float, most: float) -> None:
        self.name = "integer" if whole else "number"
        self._whole, self._least, self._most = whole, least, most

    @property
    def expected(self) -> str:
        """What it may be, in words."""
        kind = "a whole number" if self._whole else "a number"
        return f"{kind} of at least {self._least:g}" if self._most >= ANY else f"{kind} from {self._least:g} to {self._most:g}"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """The number, or a usage error."""
        try:
            number = int(value) if self._whole else float(value)
        except (ValueError, OverflowError):
            number = math.nan
        if not self._least <= number <= self._most:
            self.fail(f"expected {self.expected}, found {value!r:.80}", param, ctx)
        return number


class Items(click.ParamType):  # type: ignore[type-arg]
    """Text with items between spaces, each checked."""

    name = "list"
    expected = "text, or an array of texts"

    def __init__(self, check: Callable[[str], object]) -> None:
        self._check = check

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The items between single spaces, or a usage error."""
        for item in str(value).split():
            try:
                self._check(item)
            except ValueError as error:
                self.fail(str(error), param, ctx)
        return " ".join(str(value).split())


def settings_options(command: _Command) -> _Command:
    """An option for each setting of ``server.Settings`` that has words, and the file."""
    for setting in reversed(fields(Settings)):
        bounds: Bounds | None = setting.metadata.get("bounds")
        if bounds is not None:
            command = click.option(
                f"--{setting.name.replace('_', '-')}", type=_type_of(setting.default, bounds), default=setting.default,
                show_default=setting.name != _SECRET, envvar=f"{PREFIX}_{setting.name.upper()}", help=bounds.words,
            )(command)  # fmt: skip
    command = click.option(
        "--show-settings", is_flag=True, envvar=f"{PREFIX}_SHOW_SETTINGS", help="Write the settings as they would be, each with where it comes from, and stop."
    )(command)
    return click.option(
        "--config", type=click.Path(path_type=Path, dir_okay=False), is_eager=True, expose_value=False, envvar=f"{PREFIX}_CONFIG",
        callback=_read_file, help="TOML file of settings; options and variables win over it.",
    )(command)  # fmt: skip


def key_of(option: click.Parameter) -> str | None:
    """The key of an option in the file; None for what is no setting."""
    key = long_name(option).strip("-").replace("-", "_") if isinstance(option, click.Option) else None
    return None if key in _NO_SETTINGS else key


def effective(ctx: click.Context) -> str:
    """All settings as TOML, each with where it comes from; the token is not shown."""
    lines = []
    for option in ctx.command.params:
        key = key_of(option)
        if key is not None and option.name is not None and isinstance(option, click.Option):
            value, source = ctx.params[option.name], _source(ctx, option)
            if value is None or key == _SECRET:
                lines.append(f"# {key}: {'set' if value else 'not set'}, {source}")
            else:
                shown = json.dumps(value, ensure_ascii=False) if isinstance(value, (int, float, str)) else json.dumps(str(value), ensure_ascii=False)
                lines.append(f"{key} = {shown}  # {source}")
    return "\n".join(lines)


def _source(ctx: click.Context, option: click.Option) -> str:
    return {
        ParameterSource.COMMANDLINE: long_name(option), ParameterSource.ENVIRONMENT: str(option.envvar), ParameterSource.DEFAULT_MAP: "file",
    }.get(ctx.get_parameter_source(str(option.name)) or ParameterSource.DEFAULT, "default")  # fmt: skip


def _type_of(default: Any, bounds: Bounds) -> Any:
    if bounds.choices:
        return click.Choice(bounds.choices)
    if bounds.check is not None:
        return Items(bounds.check)
    return str if isinstance(default, str) else Number(isinstance(default, int), bounds.least, bounds.most)


# --- the file -------------------------------------------------------------------------------------


def _read_file(ctx: click.Context, _: click.Parameter, path: Path | None) -> None:
    """Has click take the values of the file where neither an option nor a variable gives one."""
    if path is None:
        return
    options = {key: option for option in ctx.command.params if (key := key_of(option)) is not None}
    faults, values = [], {}
    for key, value in _table(path, ctx).items():
        try:
            values[str(options[key].name)] = _fitting(options[key], value, ctx, path.parent)
        except KeyError:
            near = difflib.get_close_matches(key.replace("-", "_"), options, 1)
            faults.append(f"{path}: {key}: unknown key; expected {near[0] if near else 'one of ' + ', '.join(options)}")
        except click.BadParameter as error:
            faults.append(f"{path}: {key}: {error.message}")
    if faults:
        raise click.UsageError("\n".join(faults), ctx)
    if values.get(_SECRET) and path.stat().st_mode & 0o077:
        click.echo(f"demarche: {path} holds {_SECRET} and is open to other users of this machine; close it with chmod 600", err=True)
    ctx.default_map = values


def _table(path: Path, ctx: click.Context) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise click.UsageError(f"{path}: cannot be read: {error.strerror or error}", ctx) from error
    except UnicodeDecodeError as error:
        raise click.UsageError(f"{path}: expected UTF-8, found byte 0x{error.object[error.start]:02x} at offset {error.start}", ctx) from error
    except tomllib.TOMLDecodeError as error:
        raise click.UsageError(f"{path}: expected TOML: {error}", ctx) from error


def _fitting(option: click.Parameter, value: Any, ctx: click.Context, folder: Path) -> Any:
    """The value, of the type that TOML has for it; a path counts from the file's folder."""
    kind = option.type
    if isinstance(kind, Items) and isinstance(value, list) and all(isinstance(item, str) for item in value):
        value = " ".join(value)
    numeric = isinstance(kind, Number)
    fits = isinstance(value, (int, float)) and not isinstance(value, bool) if numeric else isinstance(value, str)
    if not fits or (numeric and kind.name == "integer" and not isinstance(value, int)):
        expected = getattr(kind, "expected", f"one of {', '.join(kind.choices)}" if isinstance(kind, click.Choice) else "text")
        raise click.BadParameter(f"expected {expected}, found {_named(value)}")
    if isinstance(kind, click.Path):
        value = str(folder / value)
    option.process_value(ctx, value)
    return value


def _named(value: Any) -> str:
    """A value of TOML with its kind, for people."""
    shown = json.dumps(value, ensure_ascii=False, default=str)
    return f"{shown if len(shown) <= 60 else shown[:57] + '...'} ({_KINDS.get(type(value), 'a date or time')})"


"""Writes the table of the server's settings into docs/cli.md, from the options that `demarche serve` has.

    python -m scripts.settings_table
"""

from pathlib import Path
from typing import Any, Final

import click

from cli.configuration import key_of
from cli.options import long_name
from cli.serving import serve

DOC: Final = Path(__file__).parent.parent / "docs" / "cli.md"
HEAD: Final = "| option | variable | key | default | |\n|---|---|---|---|---|\n"


def table() -> str:
    """A row for each option: flag, variable, key of the file, default, words."""
    return HEAD + "".join(_row(p) for p in serve.params if isinstance(p, click.Option) and p.name != "help")


def renewed(text: str) -> str:
    """The document with the table as it is now."""
    before, head, after = text.partition(HEAD)
    assert head, f"{DOC} has no table that begins with {HEAD!r}"
    rows = after.splitlines(keepends=True)
    rest = next((n for n, line in enumerate(rows) if not line.startswith("|")), len(rows))
    return before + table() + "".join(rows[rest:])


def _row(option: click.Option) -> str:
    key = key_of(option)
    return f"| `{long_name(option)}` | `{option.envvar}` | {f'`{key}`' if key else ''} | {_shown(option.default)} | {option.help} |\n"


def _shown(default: Any) -> str:
    if isinstance(default, bool) or not isinstance(default, (int, float, str, Path)) or default == "":
        return ""
    return f"`{default:_g}`" if isinstance(default, float) else f"`{default:_}`" if isinstance(default, int) and default >= 10_000 else f"`{default}`"


if __name__ == "__main__":
    DOC.write_text(renewed(DOC.read_text("utf-8")), "utf-8")

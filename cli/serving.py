"""Commands that answer: serve, demo."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from cli.articles import Reading, store_articles
from cli.options import base_option, store_option
from kg.errors import DemarcheError

SEED = Path(__file__).parent.parent / "seeds" / "articles" / "000_45e6a4ec4e16d680.txt"


def listening_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """``--host`` and ``--port``."""
    command = click.option(
        "--host",
        default="127.0.0.1",
        show_default=True,
        envvar="DEMARCHE_HOST",
        help="Address to listen on. [env: DEMARCHE_HOST]",
    )(command)
    return click.option(
        "--port",
        default=8094,
        show_default=True,
        type=click.IntRange(1, 65535),
        envvar="DEMARCHE_PORT",
        help="Port to listen on. [env: DEMARCHE_PORT]",
    )(command)


@click.command()
@store_option
@base_option
@listening_options
def serve(folder: Path, base: str, host: str, port: int) -> None:
    """Serve pages, SPARQL endpoint and data of the store."""
    _serve(folder, base, host, port)


def _serve(folder: Path, base: str, host: str, port: int) -> None:
    import server
    from kg.store import OxigraphStore

    store = OxigraphStore.open(folder, writable=False)
    app = server.create_app(store, server.Settings(base=base))
    click.echo(
        f"http://{host}:{port}/ ({len(store)} statements in {len(store.graphs())} graphs); stop with Ctrl-C", err=True
    )
    server.serve(app, host, port)


@click.command()
@store_option
@base_option
@listening_options
@click.option("--no-serve", is_flag=True, help="Stop after storing.")
def demo(folder: Path, base: str, host: str, port: int, no_serve: bool) -> None:
    """Convert, validate and store the seed article, then serve it."""
    from kg.store import OxigraphStore

    if not SEED.exists():
        raise DemarcheError(f"expected the seed article at {SEED}")
    if store_articles([str(SEED)], folder, Reading(published=None, identifier=None, encoding="utf-8-sig", base=base)):
        raise DemarcheError("the seed article was not stored")
    from server.queries import text_of

    counts = next(iter(OxigraphStore.open(folder, writable=False).query(text_of("pages/counts.rq")).rows()))
    click.echo(f"{counts['articles']} article, {counts['acts']} acts", err=True)
    if not no_serve:
        _serve(folder, base, host, port)


COMMANDS = (serve, demo)

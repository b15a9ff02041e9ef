"""Commands that answer: serve, demo."""

import logging
import signal
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, NoReturn, TypeVar

import click

from cli.articles import Reading, store_articles
from cli.configuration import Number, effective, settings_options
from cli.options import PREFIX, base_option, gazetteer_option, store_option
from kg.errors import ResourceError, StoreError
from server.settings import Settings

SEED: Final = Path(__file__).parent.parent / "seeds" / "articles" / "000_45e6a4ec4e16d680.txt"


_Command = TypeVar("_Command", bound=Callable[..., Any])


def serving_options(command: _Command) -> _Command:
    """Address, port and what ``server.Settings`` holds."""
    command = settings_options(command)
    command = click.option(
        "--port", default=8094, show_default=True, type=Number(whole=True, least=0, most=65_535), envvar=f"{PREFIX}_PORT",
        help="Port to listen on; 0 takes a free one.",
    )(command)  # fmt: skip
    return click.option(
        "--host", default="127.0.0.1", show_default=True, envvar=f"{PREFIX}_HOST", help="Address to listen on."
    )(command)


@click.command()
@store_option
@gazetteer_option
@base_option
@serving_options
def serve(folder: Path, own: Path | None, base: str, host: str, port: int, show_settings: bool, **limits: Any) -> None:
    r"""Serve pages, SPARQL endpoint and data of the store until Ctrl-C or SIGTERM.

    \b
    demarche serve                               http://127.0.0.1:8094/
    demarche serve --store news --port 9000
    demarche serve --host 0.0.0.0 --deadline 10  for others on the network
    demarche serve --config demarche.toml        settings from a file
    curl -d 'query=ASK {}' http://127.0.0.1:8094/sparql
    """
    if show_settings:
        click.echo(effective(click.get_current_context()))
        return
    import server
    from kg.gazetteer.packaged import index_in

    index_in(own)  # one that is not there is told at once
    _serve(folder, server.listen(host, port), Settings(base=base, gazetteer=own, **limits))


def _serve(folder: Path, bound: socket.socket, settings: Settings) -> None:
    import server
    from kg.store import OxigraphStore

    signal.signal(signal.SIGTERM, _stop)
    store = OxigraphStore.open(folder, writable=False)  # closed before anything is forked
    counted = f"{len(store)} statements in {len(store.graphs())} graphs; stop with Ctrl-C"
    host, port = bound.getsockname()[:2]

    def ready() -> None:
        click.echo(f"http://{f'[{host}]' if ':' in host else host}:{port}/", err=True)
        click.echo(counted, err=True)

    server.log_as_json(logging.getLogger().level)
    server.serve(folder, settings, bound, ready=ready)
    click.echo("stopped", err=True)


def _stop(signum: int, frame: object) -> NoReturn:
    """SIGTERM ends as Ctrl-C does: the server stops listening and leaves."""
    raise KeyboardInterrupt


@click.command()
@store_option
@gazetteer_option
@base_option
@serving_options
@click.option("--no-serve", is_flag=True, help="Stop after storing.")
def demo(folder: Path, own: Path | None, base: str, host: str, port: int, no_serve: bool, show_settings: bool, **limits: Any) -> None:
    r"""Convert, validate and store the seed article, then serve it.

    \b
    demarche demo               the address is printed; open it in a browser
    demarche demo --port 9000   on another port
    """
    if show_settings:
        click.echo(effective(click.get_current_context()))
        return
    import server
    from kg.gazetteer.packaged import index_in

    index_in(own)  # one that is not there is told at once
    settings = Settings(base=base, gazetteer=own, **limits)
    bound = None if no_serve else server.listen(host, port)  # a taken port is told before the work, not after
    if not SEED.exists():
        raise ResourceError(f"expected the seed article at {SEED}")
    reading = Reading(published=None, identifier=None, url=None, encoding="utf-8-sig", base=base)
    if store_articles([str(SEED)], folder, reading, own=own):
        raise StoreError("the seed article was not stored")
    _tell_counts(folder)
    if bound is not None:
        _serve(folder, bound, settings)


def _tell_counts(folder: Path) -> None:
    from kg.store import OxigraphStore
    from server.queries import text_of

    counts = next(iter(OxigraphStore.open(folder, writable=False).query(text_of("pages/counts.rq")).rows()))
    articles = "article" if counts["articles"] == "1" else "articles"
    click.echo(f"{counts['articles']} {articles}, {counts['acts']} acts", err=True)


COMMANDS = (serve, demo)

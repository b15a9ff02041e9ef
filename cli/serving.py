"""Commands that answer: serve, demo."""

import signal
import socket
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NoReturn, TypeVar

import click

from cli.articles import Reading, store_articles
from cli.options import PREFIX, base_option, store_option
from kg.errors import ResourceError, StoreError

if TYPE_CHECKING:
    from server import Settings

SEED: Final = Path(__file__).parent.parent / "seeds" / "articles" / "000_45e6a4ec4e16d680.txt"
# What an operator may decide, by field of server.Settings: type, default, help.
_LIMITS: Final[dict[str, tuple[Any, Any, str]]] = {
    "deadline": (click.FloatRange(0.1), 30.0, "Seconds until a visitor's query is stopped."),
    "workers": (click.IntRange(1), 2, "Processes that run visitors' queries."),
    "patience": (click.FloatRange(0), 5.0, "Seconds that a query waits for a free process."),
    "max_query_bytes": (click.IntRange(1), 100_000, "Longest query that is read."),
    "max_answer_bytes": (click.IntRange(1), 64_000_000, "Longest answer that is sent."),
    "max_memory_bytes": (click.IntRange(1), 1_500_000_000, "Memory that one query process may take."),
}
_Command = TypeVar("_Command", bound=Callable[..., Any])


def serving_options(command: _Command) -> _Command:
    """Address, port and the limits of visitors' queries."""
    for name, (kind, default, words) in reversed(_LIMITS.items()):
        command = click.option(
            f"--{name.replace('_', '-')}", type=kind, default=default, show_default=True,
            envvar=f"{PREFIX}_{name.upper()}", help=words,
        )(command)  # fmt: skip
    command = click.option(
        "--port", default=8094, show_default=True, type=click.IntRange(0, 65535), envvar=f"{PREFIX}_PORT",
        help="Port to listen on; 0 takes a free one.",
    )(command)  # fmt: skip
    return click.option(
        "--host", default="127.0.0.1", show_default=True, envvar=f"{PREFIX}_HOST", help="Address to listen on."
    )(command)


@click.command()
@store_option
@base_option
@serving_options
def serve(folder: Path, base: str, host: str, port: int, **limits: Any) -> None:
    r"""Serve pages, SPARQL endpoint and data of the store until Ctrl-C or SIGTERM.

    \b
    demarche serve                               http://127.0.0.1:8094/
    demarche serve --store news --port 9000
    demarche serve --host 0.0.0.0 --deadline 10  for others on the network
    curl -d 'query=ASK {}' http://127.0.0.1:8094/sparql
    """
    import server

    _serve(folder, server.listen(host, port), server.Settings(base=base, **limits))


def _serve(folder: Path, bound: socket.socket, settings: "Settings") -> None:
    import server
    from kg.store import OxigraphStore

    signal.signal(signal.SIGTERM, _stop)
    store = OxigraphStore.open(folder, writable=False)
    app = server.create_app(store, settings)
    host, port = bound.getsockname()[:2]
    click.echo(f"http://{f'[{host}]' if ':' in host else host}:{port}/", err=True)
    click.echo(f"{len(store)} statements in {len(store.graphs())} graphs; stop with Ctrl-C", err=True)
    server.serve(app, bound)
    click.echo("stopped", err=True)


def _stop(signum: int, frame: object) -> NoReturn:
    """SIGTERM ends as Ctrl-C does: the server stops listening and leaves."""
    raise KeyboardInterrupt


@click.command()
@store_option
@base_option
@serving_options
@click.option("--no-serve", is_flag=True, help="Stop after storing.")
def demo(folder: Path, base: str, host: str, port: int, no_serve: bool, **limits: Any) -> None:
    r"""Convert, validate and store the seed article, then serve it.

    \b
    demarche demo               the address is printed; open it in a browser
    demarche demo --port 9000   on another port
    """
    import server

    bound = None if no_serve else server.listen(host, port)  # a taken port is told before the work, not after
    if not SEED.exists():
        raise ResourceError(f"expected the seed article at {SEED}")
    reading = Reading(published=None, identifier=None, url=None, encoding="utf-8-sig", base=base)
    if store_articles([str(SEED)], folder, reading):
        raise StoreError("the seed article was not stored")
    _tell_counts(folder)
    if bound is not None:
        _serve(folder, bound, server.Settings(base=base, **limits))


def _tell_counts(folder: Path) -> None:
    from kg.store import OxigraphStore
    from server.queries import text_of

    counts = next(iter(OxigraphStore.open(folder, writable=False).query(text_of("pages/counts.rq")).rows()))
    articles = "article" if counts["articles"] == "1" else "articles"
    click.echo(f"{counts['articles']} {articles}, {counts['acts']} acts", err=True)


COMMANDS = (serve, demo)

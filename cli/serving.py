"""Commands that answer: serve, demo."""

import logging
import re
import signal
import socket
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NoReturn, TypeVar

import click

from cli.articles import Reading, store_articles
from cli.options import PREFIX, base_option, gazetteer_option, store_option
from kg.errors import ResourceError, StoreError

if TYPE_CHECKING:
    from server import Settings

SEED: Final = Path(__file__).parent.parent / "seeds" / "articles" / "000_45e6a4ec4e16d680.txt"


class Services(click.ParamType):  # type: ignore[type-arg]
    """Addresses of SPARQL endpoints, between spaces."""

    name = "URLS"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The addresses, or a usage error."""
        for address in str(value).split():
            if not re.fullmatch(r"https?://[^\s<>\"{}|^`\\]+", address):
                self.fail(f"expected addresses such as https://query.wikidata.org/sparql between spaces, found {address!r}", param, ctx)
        return " ".join(str(value).split())


# What an operator may decide, by field of server.Settings: type, default, help.
_SETTINGS: Final[dict[str, tuple[Any, Any, str]]] = {
    "deadline": (click.FloatRange(0.1), 30.0, "Seconds until a visitor's query is stopped."),
    "max_memory_bytes": (click.IntRange(1), 1_500_000_000, "Memory that one query process may take."),
    "max_rows": (click.IntRange(1), 1_000_000, "Most rows or triples of an answer."),
    "max_answer_bytes": (click.IntRange(1), 64_000_000, "Longest answer that is sent."),
    "max_query_bytes": (click.IntRange(1), 100_000, "Longest query that is read."),
    "services": (Services(), "", "Addresses that SERVICE may call, between spaces; without any no query reaches out."),
    "workers": (click.IntRange(1), 3, "Requests that are answered at the same time."),
    "long_queries": (click.IntRange(1), 2, "Further queries that may take longer than a moment."),
    "patience": (click.FloatRange(0.01), 5.0, "Seconds that a request waits for its turn."),
    "queue": (click.IntRange(1), 128, "Requests that may wait for their turn."),
    "client_requests": (click.IntRange(1), 32, "Requests of one client at the same time."),
    "client_seconds": (click.FloatRange(0), 60.0, "Seconds of query time of one client in a minute; 0 for any number."),
    "proxies": (click.IntRange(0), 0, "Trusted proxies in front of the server."),
    "cache_seconds": (click.IntRange(0), 0, "Seconds that caches may use an answer without asking again."),
    "connections": (click.IntRange(1), 1_000, "Connections at the same time."),
    "grace": (click.FloatRange(0), 10.0, "Seconds that requests get to end on SIGTERM."),
    "log": (click.Choice(["all", "slow", "none"]), "all", "Requests to log on stderr: all, slow and failed ones, none."),
    "slow_query": (click.FloatRange(0), 5.0, "Seconds from which a query is logged with its text."),
    "update_token": (str, "", "Whoever sends it may write by /update and /rdf-graph-store; without it nobody may."),
    "max_update_bytes": (click.IntRange(1), 5_000_000, "Longest update that is read."),
    "max_graph_bytes": (click.IntRange(1), 20_000_000, "Most RDF that one request may write to a graph."),
}
_Command = TypeVar("_Command", bound=Callable[..., Any])


def serving_options(command: _Command) -> _Command:
    """Address, port and the limits of visitors' queries."""
    for name, (kind, default, words) in reversed(_SETTINGS.items()):
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
@gazetteer_option
@base_option
@serving_options
def serve(folder: Path, own: Path | None, base: str, host: str, port: int, **limits: Any) -> None:
    r"""Serve pages, SPARQL endpoint and data of the store until Ctrl-C or SIGTERM.

    \b
    demarche serve                               http://127.0.0.1:8094/
    demarche serve --store news --port 9000
    demarche serve --host 0.0.0.0 --deadline 10  for others on the network
    curl -d 'query=ASK {}' http://127.0.0.1:8094/sparql
    """
    import server
    from kg.gazetteer.packaged import index_in

    index_in(own)  # one that is not there is told at once
    settings = server.Settings(base=base, gazetteer=own, **limits)
    _serve(folder, server.listen(host, port), settings)


def _serve(folder: Path, bound: socket.socket, settings: "Settings") -> None:
    import server
    from kg.store import OxigraphStore

    signal.signal(signal.SIGTERM, _stop)
    store = OxigraphStore.open(folder, writable=False)  # closed before anything is forked
    counted = f"{len(store)} statements in {len(store.graphs())} graphs; stop with Ctrl-C"
    host, port = bound.getsockname()[:2]

    def ready() -> None:
        click.echo(f"http://{f'[{host}]' if ':' in host else host}:{port}/", err=True)
        click.echo(counted, err=True)

    _log_requests()
    server.serve(folder, settings, bound, ready=ready)
    click.echo("stopped", err=True)


def _log_requests() -> None:
    """Lines of the log go to stderr as they are, whatever else is said there."""
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(message)s"))
    requests = logging.getLogger("demarche.requests")
    requests.handlers, requests.propagate = [handler], False
    requests.setLevel(logging.INFO)


def _stop(signum: int, frame: object) -> NoReturn:
    """SIGTERM ends as Ctrl-C does: the server stops listening and leaves."""
    raise KeyboardInterrupt


@click.command()
@store_option
@gazetteer_option
@base_option
@serving_options
@click.option("--no-serve", is_flag=True, help="Stop after storing.")
def demo(folder: Path, own: Path | None, base: str, host: str, port: int, no_serve: bool, **limits: Any) -> None:
    r"""Convert, validate and store the seed article, then serve it.

    \b
    demarche demo               the address is printed; open it in a browser
    demarche demo --port 9000   on another port
    """
    import server
    from kg.gazetteer.packaged import index_in

    index_in(own)  # one that is not there is told at once
    settings = server.Settings(base=base, gazetteer=own, **limits)
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

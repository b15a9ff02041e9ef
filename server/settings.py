"""The server's settings, read once at the entry point.

Each has its words and bounds beside it: the command line, the settings file (``cli/configuration.py``) and the table of
``docs/cli.md`` are made of them.
"""

import ipaddress
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from kg import iris

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
ANY: Final = 2**53  # the largest whole number that every reader of numbers keeps: no bound that anybody meets
_DAY: Final = 86_400  # seconds
_ADDRESS: Final = re.compile(r"https?://[^\s<>\"{}|^`\\]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """What a setting may be; ``check`` raises ``ValueError`` for an item of a list that it may not hold."""

    words: str
    least: float = 0
    most: float = ANY
    choices: tuple[str, ...] = ()
    check: Callable[[str], object] | None = None  # only of lists: text with items between spaces


def _setting(default: Any, words: str, *, shown: bool = True, **bounds: Any) -> Any:
    return field(default=default, repr=shown, metadata={"bounds": Bounds(words=words, **bounds)})


def _service(item: str) -> None:
    if not _ADDRESS.fullmatch(item):
        raise ValueError(f"expected addresses such as https://query.wikidata.org/sparql between spaces, found {item!r}")


def _network(item: str) -> Network:
    try:
        return ipaddress.ip_network(item)
    except ValueError:
        raise ValueError(f"expected IP addresses or networks such as 127.0.0.1 or 10.0.0.0/8 between spaces, found {item!r}") from None


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What an operator decides."""

    base: str = iris.BASE  # IRIs of the data begin with it
    gazetteer: Path | None = None  # folder of a gazetteer for /reconcile, instead of the packaged one
    # of one query
    deadline: float = _setting(30.0, "Seconds until a visitor's query is stopped.", least=0.1, most=_DAY)
    max_memory_bytes: int = _setting(1_500_000_000, "Memory that one query process may take beyond what it starts with.", least=1)
    max_rows: int = _setting(1_000_000, "Most rows or triples of an answer.", least=1)
    max_answer_bytes: int = _setting(64_000_000, "Longest answer that is sent.", least=1)
    max_query_bytes: int = _setting(100_000, "Longest query that is read.", least=1)
    services: str = _setting(
        "", "Addresses that SERVICE may call, between spaces; without any, the kernel keeps the processes that answer from the network.", check=_service
    )
    # of all queries together
    workers: int = _setting(3, "Requests that are answered at the same time, each by a process.", least=1, most=1_000)
    long_queries: int = _setting(2, "Further queries that may take longer than a moment (0.1 s).", least=1, most=1_000)
    patience: float = _setting(5.0, "Seconds that a request waits for its turn before it is turned away.", least=0.01, most=_DAY)
    queue: int = _setting(128, "Requests that may wait for their turn.", least=1)
    # of one client
    client_requests: int = _setting(32, "Requests of one client at the same time, at work or waiting.", least=1)
    client_seconds: float = _setting(60.0, "Seconds of query time of one client in a minute; 0 for any number.", most=_DAY)
    proxies: str = _setting(
        "", "Addresses or networks of trusted proxies, between spaces: only what they say of a client in X-Forwarded-For, -Proto and -Host counts.", check=_network
    )
    # of the service
    cache_seconds: int = _setting(0, "Seconds that caches may use an answer without asking again.", most=366 * _DAY)
    connections: int = _setting(1_000, "Connections at the same time.", least=1)
    grace: float = _setting(10.0, "Seconds that requests under way get to end on SIGTERM.", most=_DAY)
    log: str = _setting("all", "Requests to log on stderr: all, only slow and failed ones (slow), or none.", choices=("all", "slow", "none"))
    slow_query: float = _setting(5.0, "Seconds from which a request counts as slow and is logged with its query.", most=_DAY)
    # of writing
    update_token: str = _setting(
        "", "Who sends it may write by /update and /rdf-graph-store; without it nobody may. Other users of the machine can see the option, so set the variable.",
        shown=False,
    )  # fmt: skip
    max_update_bytes: int = _setting(5_000_000, "Longest update that is read.", least=1)
    max_graph_bytes: int = _setting(20_000_000, "Most RDF that one request may write to a graph.", least=1)

    @property
    def allowed_services(self) -> tuple[str, ...]:
        """The addresses of ``services``."""
        return tuple(self.services.split())

    @property
    def trusted_proxies(self) -> tuple[Network, ...]:
        """The networks of ``proxies``."""
        return tuple(_network(item) for item in self.proxies.split())

"""The server's settings, read once at the entry point."""

from dataclasses import dataclass, field
from pathlib import Path

from kg import iris


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What an operator decides; ``cli/serving.py`` has the words for each."""

    base: str = iris.BASE  # IRIs of the data begin with it
    gazetteer: Path | None = None  # folder of a gazetteer for /reconcile, instead of the packaged one
    # of one query
    deadline: float = 30.0  # seconds until a visitor's query is stopped
    max_memory_bytes: int = 1_500_000_000  # address space of one query process beyond what it starts with
    max_rows: int = 1_000_000  # rows or triples of an answer
    max_answer_bytes: int = 64_000_000
    max_query_bytes: int = 100_000
    services: str = ""  # addresses that SERVICE may call, between spaces
    # of all queries together
    workers: int = 3  # processes that answer at the same time
    long_queries: int = 2  # further processes for queries that take longer than a moment
    patience: float = 5.0  # seconds that a query waits for a free process before it is turned away
    queue: int = 128  # requests that may wait
    # of one client
    client_requests: int = 32  # at the same time, at work or waiting
    client_seconds: float = 60.0  # of query time in a minute
    proxies: int = 0  # trusted proxies in front, whose X-Forwarded-... headers count
    # of the service
    cache_seconds: int = 0  # that caches may use an answer without asking whether it still holds
    connections: int = 1_000
    grace: float = 10.0  # seconds that requests get to end when the server is told to stop
    log: str = "all"  # "all" requests, "slow" and failed ones, "none"
    slow_query: float = 5.0  # seconds from which a query is logged with its text
    # of writing
    update_token: str = field(default="", repr=False)  # who sends it may write; without one nobody may
    max_update_bytes: int = 5_000_000
    max_graph_bytes: int = 20_000_000  # of the RDF that one request writes to a graph

    @property
    def allowed_services(self) -> tuple[str, ...]:
        """The addresses of ``services``."""
        return tuple(self.services.split())

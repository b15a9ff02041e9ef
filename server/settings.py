"""The server's settings, read once at the entry point."""

from dataclasses import dataclass

from kg import iris


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What an operator decides."""

    base: str = iris.BASE  # IRIs of the data begin with it
    deadline: float = 30.0  # seconds until a visitor's query is stopped
    workers: int = 2  # processes that run visitors' queries
    patience: float = 5.0  # seconds that a query waits for a free process before it is turned away
    max_query_bytes: int = 100_000
    max_answer_bytes: int = 64_000_000
    max_memory_bytes: int = 1_500_000_000  # address space of one query process beyond what it starts with

"""The server's settings, read once at the entry point."""

from dataclasses import dataclass

from kg import iris


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What an operator decides."""

    base: str = iris.BASE  # IRIs of the data begin with it
    max_query_bytes: int = 100_000
    max_rows: int = 1_000_000  # rows of a SELECT that are sent

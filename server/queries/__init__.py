"""The queries of the pages, one per file; their first line tells what they answer."""

from functools import cache
from importlib.resources import files


@cache
def text_of(name: str) -> str:
    """The text of a query file."""
    return (files("server") / "queries" / name).read_text("utf-8")

"""The conventions of the comparison, read from ``scale.toml``."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

_PATH: Final = Path(__file__).with_name("scale.toml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """Which types may stand for each other and which words and kinds count."""

    family_of: Mapping[str, int]
    saying: int  # the family of statements
    uncoded: str
    name_words: frozenset[str]
    linked_kinds: frozenset[str]
    undirected: frozenset[str]
    actor_words: frozenset[str]
    sources: frozenset[str]
    targets: frozenset[str]

    def same_family(self, first: str, second: str) -> bool:
        """Whether one type may stand for the other."""
        return first == second or (first in self.family_of and self.family_of[first] == self.family_of.get(second))

    def is_saying(self, kind: str) -> bool:
        """Whether a type is of the family of statements."""
        return self.family_of.get(kind) == self.saying


@lru_cache(maxsize=1)
def load_scale() -> Scale:
    """The packaged conventions."""
    table = tomllib.loads(_PATH.read_text("utf-8"))
    family_of = {name: number for number, names in enumerate(table["families"]) for name in names}
    records = table["records"]
    return Scale(
        family_of=family_of, saying=family_of[table["saying"]], uncoded=table["uncoded"],
        name_words=frozenset(table["name_words"]), linked_kinds=frozenset(table["linked_kinds"]),
        undirected=frozenset(records["undirected"]), actor_words=frozenset(records["actor_words"]),
        sources=frozenset(records["sources"]), targets=frozenset(records["targets"]),
    )  # fmt: skip

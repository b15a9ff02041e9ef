"""The class closure over P279 (subclass of), from pairs of class and superclass.

Pairs are two columns of 32-bit numbers, so that the five million of a whole dump take 40 MB.
"""

import tomllib
from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from kg.concepts import ConceptScheme
from kg.growing.entity import number

Pairs = NDArray[np.uint32]  # shape (n, 2): class, superclass
_CLASSES: Final = Path(__file__).parent / "classes.toml"


class Classes:
    """The classes whose instances the gazetteer wants."""

    def __init__(self, pairs: Pairs, redirects: Mapping[int, int] | None = None) -> None:
        self._settings: Mapping[str, Any] = tomllib.loads(_CLASSES.read_text("utf-8"))
        self._pairs = _resolved(pairs, redirects or {})
        self.human = _number(self._settings["human"])
        self.genders = {_number(q): gender for q, gender in self._settings["genders"].items()}

    @cached_property
    def kinds(self) -> Mapping[int, int]:
        """The place of the kind (``classes.toml``) of the instances of a class."""
        found: dict[int, int] = {}
        kinds = sorted(enumerate(self._settings["kind"]), key=lambda k: (k[1].get("first", False), -k[0]))
        for place, row in kinds:
            found.update(dict.fromkeys(self.below(map(_number, row["roots"])), place))
        return found

    @cached_property
    def offices(self) -> Mapping[int, str]:
        """The class of office, ``""`` for none, of everything below a class of offices."""
        settings = self._settings["offices"]
        found = dict.fromkeys(self.below(map(_number, settings["roots"])), "")
        nearest: dict[int, int] = {}
        order = {key: place for place, key in enumerate(settings["order"])}
        for concept in sorted(ConceptScheme.load("offices").concepts.values(), key=lambda c: order.get(c.key, len(order))):
            root = number(concept.wikidata or "")
            if root is not None:
                key = settings["same"].get(concept.key, concept.key)
                for position, steps in self.below([root]).items():
                    if steps < nearest.get(position, 1 << 30):
                        found[position], nearest[position] = key, steps
        return found

    def kind_and_types(self, place: int) -> tuple[str, tuple[str, ...]]:
        """The kind and the ontology classes at a place of ``kinds``."""
        row = self._settings["kind"][place]
        return row["name"], tuple(row.get("types", ()))

    def below(self, roots: Iterable[int]) -> dict[int, int]:
        """All classes below some, themselves among them, with the least number of steps up; cycles end."""
        supers, classes = self._pairs[:, 1], self._pairs[:, 0]
        frontier = np.unique(np.fromiter(roots, dtype=np.uint32))
        found = dict.fromkeys(frontier.tolist(), 0)
        steps = 0
        while frontier.size:
            steps += 1
            first, last = np.searchsorted(supers, frontier, "left"), np.searchsorted(supers, frontier, "right")
            parts = [classes[a:b] for a, b in zip(first, last, strict=True) if a < b]
            below = np.unique(np.concatenate(parts)) if parts else np.empty(0, np.uint32)
            frontier = np.array([c for c in below.tolist() if c not in found], dtype=np.uint32)
            found.update(dict.fromkeys(frontier.tolist(), steps))
        return found


def office_settings() -> Mapping[str, Any]:
    """What ``classes.toml`` says of offices."""
    settings: Mapping[str, Any] = tomllib.loads(_CLASSES.read_text("utf-8"))["offices"]
    return settings


def office_roots() -> frozenset[int]:
    """The classes at which a way up from a position may end: those of the scheme, and the roots of offices."""
    told = (*office_settings()["roots"], *(c.wikidata or "" for c in ConceptScheme.load("offices").concepts.values()))
    return frozenset(n for q in told if (n := number(q)) is not None)


def target(redirects: Mapping[int, int], item: int) -> int:
    """Where a redirect leads in the end; one that leads in a circle leads nowhere else."""
    seen = {item}
    while item in redirects:
        item = redirects[item]
        if item in seen:
            return item
        seen.add(item)
    return item


def _resolved(pairs: Pairs, redirects: Mapping[int, int]) -> Pairs:
    """The pairs by superclass, redirects followed."""
    if redirects:
        moved = np.array(sorted(redirects), dtype=np.uint32)
        goals = np.array([target(redirects, i) for i in moved.tolist()], dtype=np.uint32)
        at = np.minimum(np.searchsorted(moved, pairs), len(moved) - 1)
        pairs = np.where(moved[at] == pairs, goals[at], pairs)
    return pairs[np.argsort(pairs[:, 1], kind="stable")]


def _number(identifier: str) -> int:
    value = number(identifier)
    if value is None:
        raise ValueError(f"{_CLASSES}: expected an item such as Q5, found {identifier!r}")
    return value

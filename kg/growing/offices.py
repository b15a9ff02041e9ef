"""What a Wikidata position is: its class of office and the state or body whose office it is.

In this order: what the packaged index says of the statement or of the position; the class that the closure over P279
gives; where that is none or a wide one, the position's English label, if it is a title of ``ontology/offices.ttl`` with
nothing behind it but the name of its state or body.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Final

from kg.concepts import ConceptScheme
from kg.gazetteer.seeds import OTHER_OFFICE
from kg.growing.closure import office_settings
from kg.growing.facts import Held, OfficeFact
from kg.growing.known import Known

_TOKEN: Final = re.compile(r"[^\W_]+(?:[’'][^\W_]+)*|[^\w\s]")


class Offices:
    """The positions that layers tell of."""

    def __init__(self, facts: Mapping[int, OfficeFact], known: Known, bodies: Mapping[int, str]) -> None:
        self._facts, self._known, self._bodies = facts, known, bodies  # bodies: number of a kept entity to its label
        self._scheme = ConceptScheme.load("offices")
        settings = office_settings()
        self._wide: Collection[str] = settings["wide"]
        self._near: tuple[str, ...] = tuple(settings["near"])
        self._classes: dict[int, str] = {}

    def title(self, position: int) -> str | None:
        """The English label of a position; None where no layer tells of it."""
        fact = self._facts.get(position)
        return None if fact is None else fact.label

    def of_statement(self, held: Held) -> tuple[str, int] | None:
        """Class of office and jurisdiction of a statement; None where no one state or body that is kept is told."""
        if held.statement in self._known.statements:
            return self._known.statements[held.statement]
        told = self._one(held.of)
        if told is None and held.position in self._known.offices:
            return self._known.offices[held.position]
        fact = self._facts.get(held.position)
        if fact is None:
            return None
        of = told or self._one(fact.of or self._named(fact.country, fact.label), fact.label)
        return None if of is None else (self._class(fact), of)

    def _one(self, items: Iterable[int], label: str = "") -> int | None:
        """The one body that is kept; of several the one that a label names."""
        kept = [i for i in items if i in self._bodies]
        if len(kept) > 1:
            kept = self._named(kept, label)
        return kept[0] if len(kept) == 1 else None

    def _named(self, items: Iterable[int], label: str) -> list[int]:
        return [i for i in items if any(re.search(rf"\b{re.escape(w)}\b", label) for w in self._words(i))]

    def _words(self, item: int) -> tuple[str, ...]:
        """The name and the adjectives of a body, none of one that is not kept."""
        return (self._bodies[item], *self._known.adjectives.get(item, ())) if item in self._bodies else ()

    def _class(self, fact: OfficeFact) -> str:
        if fact.id not in self._classes:
            self._classes[fact.id] = self._read_class(fact)
        return self._classes[fact.id]

    def _read_class(self, fact: OfficeFact) -> str:
        by_label = self._by_label(fact)
        near = self._title(fact).lower().startswith(self._near)
        if near or not fact.office:
            return by_label or OTHER_OFFICE
        return by_label or fact.office if fact.office in self._wide else fact.office

    def _title(self, fact: OfficeFact) -> str:
        """The label without the name or adjective of the body before it: "Armenian Foreign Minister"."""
        before = (w for i in (*fact.of, *fact.country) for w in self._words(i) if fact.label.startswith(f"{w} "))
        return fact.label.removeprefix(next(before, "")).strip()

    def _by_label(self, fact: OfficeFact) -> str | None:
        """The class whose title a label is, with or without the body's name behind or before it."""
        bodies = [w for i in (*fact.of, *fact.country) for w in self._words(i)]
        words = _TOKEN.findall(self._title(fact))
        found = self._scheme.longest_at(words, 0) if words else None
        if found is None:
            return None
        length, concept = found
        rest = " ".join(words[length:])
        if rest and not any(re.fullmatch(rf"(?:of|for|in|to|\() (?:the )?{re.escape(n)}(?: \))?", rest) for n in bodies):
            return None
        return kept_as(concept.key)


def kept_as(office: str) -> str:
    """The class of office under which the index keeps one of the scheme: a president's as that of a head of state."""
    same: Mapping[str, str] = office_settings()["same"]
    return same.get(office, office)

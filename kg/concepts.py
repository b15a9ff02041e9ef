"""SKOS schemes as look-ups: the wording of offices and topics to their concepts.

``ontology/offices.ttl`` and ``topics.ttl`` are the source; ``python -m kg.concepts`` writes
``kg/compiled/concepts.json``, and a test compares.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from kg.errors import ResourceError

COMPILED: Final = Path(__file__).parent / "compiled" / "concepts.json"
ONTOLOGY: Final = Path(__file__).parent.parent / "ontology"
SCHEMES: Final = ("offices", "topics")
_BREAK: Final = re.compile(r"[\s’'-]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Concept:
    """One concept with its labels, lower case, preferred one first."""

    iri: str
    key: str  # last part of the IRI
    label: str
    labels: tuple[str, ...]
    wikidata: str | None


class ConceptScheme:
    """Concepts by their wording."""

    def __init__(self, concepts: Sequence[Concept]) -> None:
        self.concepts: Mapping[str, Concept] = {c.key: c for c in concepts}
        self._by_label = {label: c for c in reversed(concepts) for label in c.labels}
        self._beginnings = {_beginning(label) for label in self._by_label}
        self._longest = max((len(label.replace("-", " - ").split()) for label in self._by_label), default=0)

    @classmethod
    def load(cls, name: str, compiled: Path = COMPILED) -> "ConceptScheme":
        """One of the schemes; ``ResourceError`` when the compiled form is missing."""
        try:
            rows = json.loads(compiled.read_text("utf-8"))[name]
        except (OSError, ValueError, KeyError) as error:
            raise ResourceError(f"expected the concepts of {name} at {compiled}: {error}") from error
        return cls([Concept(**{**row, "labels": tuple(row["labels"])}) for row in rows])

    def longest_at(self, words: Sequence[str], start: int) -> tuple[int, Concept] | None:
        """The longest label that begins at ``words[start]``: its length in words and its concept."""
        if self._beginnings.isdisjoint(_beginnings(words[start].lower())):
            return None
        for length in range(min(self._longest, len(words) - start), 0, -1):
            text = (
                " ".join(words[start : start + length])
                .lower()
                .replace(" - ", "-")
                .replace(" ’s", "’s")
                .replace(" 's", "'s")
            )
            open_form = text.replace("-", " ")
            for form in (text, _singular(text), open_form, _singular(open_form)):
                if form in self._by_label:
                    return length, self._by_label[form]
        return None

    def within(self, words: Sequence[str]) -> tuple[Concept, ...]:
        """The concepts whose labels occur in a row of words, in order, each once."""
        found: dict[str, Concept] = {}
        i = 0
        while i < len(words):
            hit = self.longest_at(words, i)
            if hit:
                found.setdefault(hit[1].key, hit[1])
            i += hit[0] if hit else 1
        return tuple(found.values())


@lru_cache(maxsize=65_536)
def _beginnings(word: str) -> tuple[str, str]:
    """How a label may begin with a word: as it stands, or in the singular."""
    return _beginning(word), _beginning(_singular(word))


def _beginning(text: str) -> str:
    """The first word of a label, of a hyphenated one its first part."""
    return _BREAK.split(text, maxsplit=1)[0]


def _singular(text: str) -> str:
    """The singular of a title or topic: "foreign ministers" -> "foreign minister"."""
    head, *rest = text.split(" of ", 1)
    if head.endswith("men"):
        head = head[:-3] + "man"
    elif head.endswith("ies"):
        head = head[:-3] + "y"
    elif head.endswith("s") and not head.endswith("ss"):
        head = head[:-1]
    return " of ".join([head, *rest])


def compile_concepts(ontology: Path = ONTOLOGY) -> str:
    """The JSON form of the schemes below ``ontology``."""
    from rdflib import RDF, SKOS, Graph

    content = {}
    for name in SCHEMES:
        graph = Graph().parse(ontology / f"{name}.ttl")
        rows = []
        for iri in sorted(graph.subjects(RDF.type, SKOS.Concept), key=str):
            label = str(graph.value(iri, SKOS.prefLabel))
            match = graph.value(iri, SKOS.exactMatch)
            labels = [label.lower(), *sorted(str(x).lower() for x in graph.objects(iri, SKOS.altLabel))]
            rows.append(
                {"iri": str(iri), "key": str(iri).rsplit("/", 1)[-1], "label": label, "labels": labels,
                 "wikidata": str(match).rsplit("/", 1)[-1] if match else None}
            )  # fmt: skip
        content[name] = rows
    return json.dumps(content, ensure_ascii=False, indent=0) + "\n"


if __name__ == "__main__":
    COMPILED.write_text(compile_concepts(), "utf-8")

"""Reads what the store says of one thing, with labels and addresses on this server."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from flask import current_app, g, url_for

from kg.iris import DEM
from kg.store import PREFIXES, OxigraphStore
from server.queries import text_of
from server.terms import Vocabulary, packaged

RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS: Final = "http://www.w3.org/2000/01/rdf-schema#"
SCHEMES: Final = "https://w3id.org/demarche/"
WIKIDATA: Final = "http://www.wikidata.org/entity/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """One value on a page: its words, and where it leads."""

    text: str
    href: str | None = None
    iri: str | None = None


class Facts(Mapping[str, tuple[Value, ...]]):
    """What is said of one thing: values by the IRI of the property."""

    def __init__(self, iri: str, values: dict[str, tuple[Value, ...]]) -> None:
        self.iri, self._values = iri, values

    def __getitem__(self, prop: str) -> tuple[Value, ...]:
        return self._values.get(prop, ())

    def __iter__(self):  # type: ignore[no-untyped-def]
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def text(self, prop: str) -> str:
        """The first value's words, or nothing."""
        return self[prop][0].text if self[prop] else ""

    @property
    def types(self) -> tuple[str, ...]:
        """The IRIs of the classes."""
        return tuple(v.iri for v in self[f"{RDF}type"] if v.iri)

    def dem(self, name: str) -> tuple[Value, ...]:
        """The values of one of our properties."""
        return self[DEM + name]


class Reader:
    """A store, the base of its data and the vocabulary."""

    def __init__(self, store: OxigraphStore, base: str, vocabulary: Vocabulary) -> None:
        self.store, self.base, self.vocabulary = store, base, vocabulary

    def rows(self, name: str, *, literals: Mapping[str, str] | None = None, **values: str) -> list[dict[str, str]]:
        """The rows of a page query; a row without any value is none."""
        answer = self.store.query(text_of(f"pages/{name}.rq"), literals=literals, **values)
        return [row for row in answer.rows() if row]

    def facts(self, iri: str) -> Facts:
        """All that is said of a thing."""
        found: dict[str, dict[Value, None]] = {}
        for row in self.rows("outgoing", thing=iri):
            is_iri = row.get("link") == "true"  # unbound for a triple term
            value = self.value(row["o"], row.get("label")) if is_iri else Value(text=row["o"])
            found.setdefault(row["p"], {})[value] = None
        return Facts(iri, {p: tuple(v) for p, v in found.items()})

    def value(self, iri: str, label: str | None = None) -> Value:
        """A thing with its label and its address here."""
        return Value(text=label or self.name(iri), href=self.href(iri), iri=iri)

    def name(self, iri: str) -> str:
        """A label from the vocabulary, else a short form of the IRI."""
        if iri.startswith(DEM):
            return self.vocabulary.label(iri) or iri[len(DEM) :]
        if iri.startswith(self.base):
            return iri[len(self.base) :]
        prefix = next((p for p, space in PREFIXES.items() if iri.startswith(space)), None)
        return f"{prefix}:{iri[len(PREFIXES[prefix]):]}" if prefix else iri

    def href(self, iri: str) -> str | None:
        """Where an IRI leads: to a page here, else to itself; what is not on the web leads nowhere."""
        if iri.startswith(self.base):
            return page_address(iri[len(self.base) :])
        if iri.startswith(DEM):
            return url_for("vocabulary.terms", _anchor=iri[len(DEM) :])
        if iri.startswith((f"{SCHEMES}queries", f"{SCHEMES}seeds/")):
            return f"/{iri.removeprefix(SCHEMES)}"
        for scheme in ("offices", "topics"):
            if iri.startswith(f"{SCHEMES}{scheme}/"):
                return url_for("vocabulary.concepts", scheme=scheme, _anchor=iri.rsplit("/", 1)[-1])
        return iri if iri.startswith(("http://", "https://")) else None


def page_address(path: str) -> str:
    """The page of a thing below the base; a fragment stays one."""
    path, _, fragment = path.partition("#")
    return url_for("dereference.page", path=path, _anchor=fragment or None)


def current_reader() -> Reader:
    """The reader of this request's snapshot."""
    return Reader(g.store, current_app.config["SETTINGS"].base, packaged())

"""The ontology's terms for people: labels, definitions, wording, examples, read once from the Turtle files."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Final

from rdflib import OWL, RDF, RDFS, SKOS, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

import ontology
from ontology.terms import DEM

FOLDER: Final = Path(ontology.__file__).parent
FRAME: Final = Namespace("https://w3id.org/demarche/frame#")
_SH: Final = Namespace("http://www.w3.org/ns/shacl#")
_POS: Final = {"VERB": "verb", "NOUN": "noun", "ADJ": "adjective"}
_SLOTS: Final = ("subject", "object", "indirectObject", "possessor", "modifier", "clause", "infinitive")
_KINDS: Final = (
    ("Object properties", OWL.ObjectProperty), ("Data properties", OWL.DatatypeProperty),
    ("Annotation properties", OWL.AnnotationProperty), ("Named values", OWL.NamedIndividual),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """Words that report an act, and what fills its roles."""

    words: tuple[str, ...]
    part_of_speech: str
    slots: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An example sentence with the roles that it fills."""

    text: str
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """Another term: its name, and its anchor where it is one of ours."""

    name: str
    anchor: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A class, property or named value."""

    name: str
    label: str
    definition: str
    status: str
    above: tuple[Reference, ...]
    below: tuple[Reference, ...]
    domain: tuple[Reference, ...]
    range: tuple[Reference, ...]
    examples: tuple[Told, ...]
    counter_examples: tuple[str, ...]
    wordings: tuple[Wording, ...]
    codes: tuple[str, ...]
    checks: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Terms under one heading."""

    name: str
    title: str
    terms: tuple[Term, ...]


@cache
def packaged() -> "Vocabulary":
    """The vocabulary that the product ships, read at the first call."""
    return Vocabulary.load()


class Vocabulary:
    """Core and act files as one graph, with what pages ask of it."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph

    @classmethod
    def load(cls) -> "Vocabulary":
        """Reads the packaged Turtle files."""
        graph = Graph()
        for path in (FOLDER / "core.ttl", FOLDER / "frames.ttl", *sorted((FOLDER / "acts").glob("*.ttl"))):
            graph.parse(path)
        return cls(graph)

    def label(self, iri: str) -> str | None:
        """The label of a term; None for what is no term."""
        found = self.graph.value(URIRef(iri), RDFS.label)
        return str(found) if found is not None else None

    def definition(self, iri: str) -> str:
        """The definition of a term, or nothing."""
        return str(self.graph.value(URIRef(iri), SKOS.definition) or "")

    def codes(self, iri: str) -> tuple[str, ...]:
        """The codes that other schemes give to an act."""
        schemes = (("CAMEO", DEM.cameo), ("PLOVER", DEM.plover))
        return tuple(f"{name} {v}" for name, p in schemes for v in sorted(map(str, self.graph.objects(URIRef(iri), p))))

    def lineage(self, iri: str) -> frozenset[str]:
        """A class and all classes above it."""
        return frozenset(map(str, self.graph.transitive_objects(URIRef(iri), RDFS.subClassOf)))

    def narrowest(self, classes: Iterable[str]) -> str | None:
        """The class with the longest lineage: the most particular of those of one thing."""
        return max(sorted(classes), key=lambda c: len(self.lineage(c)), default=None)

    @cached_property
    def act_types(self) -> tuple[str, ...]:
        """The classes that have a wording, by label."""
        return tuple(sorted({str(s) for s in self.graph.subjects(FRAME.evokedBy)}, key=lambda i: self.label(i) or i))

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """All terms under headings: classes by branch, then properties and values."""
        branches = sorted((self._children(DEM.Event) | self._children(DEM.DiplomaticAct)) - {DEM.DiplomaticAct}, key=self._label)
        found: list[Group] = []
        within: set[Node] = set()
        for branch in branches:
            below = {s for s in self.graph.transitive_subjects(RDFS.subClassOf, branch) if s is not None and s != branch}
            within |= below | {branch}
            terms = self._terms([branch, *sorted(below, key=self._label)])
            found.append(Group(name=_name(branch).lower(), title=f"Acts: {self._label(branch)}", terms=terms))
        others = sorted(self._own(OWL.Class) - within, key=self._label)
        found.append(Group(name="classes", title="Agents, places, documents, situations", terms=self._terms(others)))
        for title, kind in _KINDS:
            terms = self._terms(sorted(self._own(kind), key=self._label))
            found.append(Group(name=title.lower().replace(" ", "-"), title=title, terms=terms))
        return tuple(found)

    def _own(self, kind: URIRef) -> set[URIRef]:
        return {s for s in self.graph.subjects(RDF.type, kind) if isinstance(s, URIRef) and s.startswith(DEM.NAMESPACE)}

    def _children(self, node: URIRef) -> set[URIRef]:
        return {s for s in self.graph.subjects(RDFS.subClassOf, node) if isinstance(s, URIRef)}

    def _label(self, node: Node) -> str:
        return self.label(str(node)) or _name(node)

    def _terms(self, nodes: Iterable[Node]) -> tuple[Term, ...]:
        return tuple(self._term(node) for node in nodes if isinstance(node, URIRef))

    def _term(self, node: URIRef) -> Term:
        above = (o for p in (RDFS.subClassOf, RDFS.subPropertyOf) for o in self.graph.objects(node, p))
        below = (s for p in (RDFS.subClassOf, RDFS.subPropertyOf) for s in self.graph.subjects(p, node))
        told = {str(t.text): t for t in (self._told(e) for e in self.graph.objects(node, FRAME.example))}
        plain = (Told(text=str(e)) for e in self.graph.objects(node, SKOS.example) if str(e) not in told)
        return Term(
            name=_name(node), label=self._label(node), definition=self.definition(str(node)),
            status=str(self.graph.value(node, URIRef("http://www.w3.org/2003/06/sw-vocab-status/ns#term_status")) or ""),
            above=_references(above), below=_references(below),
            domain=_references(self.graph.objects(node, RDFS.domain)), range=_references(self.graph.objects(node, RDFS.range)),
            examples=(*sorted(told.values(), key=lambda t: t.text), *plain),
            counter_examples=tuple(sorted(map(str, self.graph.objects(node, FRAME.counterExample)))),
            wordings=tuple(sorted((self._wording(w) for w in self.graph.objects(node, FRAME.evokedBy)), key=lambda w: (w.part_of_speech, w.words))),
            codes=self.codes(str(node)), checks=tuple(sorted(self._checks(node))),
        )  # fmt: skip

    def _told(self, example: Node) -> Told:
        roles = (
            f"{self._label(self.graph.value(e, FRAME.role) or e)}: {self.graph.value(e, FRAME.filler)}"
            for e in self.graph.objects(example, FRAME.expects)
        )
        return Told(text=str(self.graph.value(example, FRAME.text)), roles=tuple(sorted(roles)))

    def _wording(self, node: Node) -> Wording:
        particle = self.graph.value(node, FRAME.particle)
        lemmas = sorted(str(o) for o in self.graph.objects(node, FRAME.lemma))
        part = str(self.graph.value(node, FRAME.pos) or "")
        words = tuple(f"{lemma} {particle}" if particle else lemma for lemma in lemmas)
        return Wording(words=words, part_of_speech=_POS.get(part, part), slots=tuple(dict.fromkeys(self._slots(node))))

    def _slots(self, node: Node) -> Iterator[str]:
        for template in self.graph.objects(node, FRAME.like):
            yield from self._slots(template)
        for slot in _SLOTS:
            for role in sorted(map(self._label, self.graph.objects(node, FRAME[slot]))):
                yield f"{self._label(FRAME[slot])} → {role}"
        yield from sorted(self._oblique(o) for o in self.graph.objects(node, FRAME.oblique))

    def _oblique(self, node: Node) -> str:
        cases = "/".join(sorted(str(c) for c in self.graph.objects(node, FRAME.case)))
        return f"{cases} … → {', '.join(sorted(self._label(r) for r in self.graph.objects(node, FRAME.role)))}"

    def _checks(self, node: URIRef) -> Iterator[str]:
        for shape in self.graph.subjects(_SH.targetClass, node):
            for prop in self.graph.objects(shape, _SH.property):
                yield from (str(m) for m in self.graph.objects(prop, _SH.message) if isinstance(m, Literal))


def _name(node: Node) -> str:
    text = str(node)
    return text.removeprefix(DEM.NAMESPACE) if text.startswith(DEM.NAMESPACE) else text.rsplit("#", 1)[-1].rsplit("/", 1)[-1]


def _references(nodes: Iterable[Node]) -> tuple[Reference, ...]:
    """Named nodes by name; those of other vocabularies have no anchor here."""
    names = sorted({(_name(n), n.startswith(DEM.NAMESPACE)) for n in nodes if isinstance(n, URIRef)})
    return tuple(Reference(name=name, anchor=name if own else None) for name, own in names)

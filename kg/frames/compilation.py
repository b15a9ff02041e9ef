"""Act files in, their compiled form out: reads and checks the Turtle of ``ontology/acts``.

``ontology/frames.ttl`` says what the properties mean.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from kg.errors import FrameError
from kg.frames.catalogue import DEM, ActCatalogue, ActType, Example, Frame, Pattern, Slot
from kg.model import Relation

ONTOLOGY: Final = Path(__file__).parents[2] / "ontology"
_FRAME: Final = "https://w3id.org/demarche/frame#"
_RELATIONS: Final = {
    "subject": Relation.SUBJECT, "object": Relation.OBJECT, "indirectObject": Relation.INDIRECT_OBJECT,
    "clause": Relation.CLAUSE, "infinitive": Relation.INFINITIVE, "possessor": Relation.POSSESSOR,
    "modifier": Relation.MODIFIER, "oblique": Relation.OBLIQUE, "clauseSubject": Relation.CLAUSE_SUBJECT, "conditionSubject": Relation.CONDITION_SUBJECT,
}  # fmt: skip
ROLES: Final = frozenset(
    ["agent", "addressee", "hasParticipant", "host", "mediator", "signatory", "affected", "topic", "place", "outcome"]
)
KINDS: Final = frozenset(
    ["agent", "official", "person", "state", "polity", "organisation", "group", "place", "city", "region", "agreement", "conflict", "none", "owned"]
)
DEFAULT_WEIGHT: Final = 0.9


def compile_catalogue(ontology: Path = ONTOLOGY) -> str:
    """The JSON form of the act files below ``ontology``; ``FrameError`` for a faulty one."""
    catalogue = read_acts(ontology)
    rows = [asdict(act) for _, act in sorted(catalogue.types.items())]
    return json.dumps(rows, ensure_ascii=False, indent=0) + "\n"


def read_acts(ontology: Path = ONTOLOGY) -> ActCatalogue:
    """Parses core, frames and acts; ``FrameError`` names file, expectation and finding."""
    from rdflib import Graph  # only compiling needs it

    shared = Graph()
    for name in ("core.ttl", "frames.ttl"):
        shared.parse(ontology / name)
    types: dict[str, ActType] = {}
    graphs = {path: Graph().parse(path) for path in sorted((ontology / "acts").glob("*.ttl"))}
    everything = shared
    for graph in graphs.values():
        everything += graph
    for path, graph in graphs.items():
        act = _Reader(path.name, graph, everything).act()
        types[act.iri] = act
    return ActCatalogue(types)


class _Reader:
    """Reads one act file."""

    def __init__(self, file: str, graph: Any, everything: Any) -> None:
        from rdflib import RDFS, SKOS, Namespace

        self.file, self.graph, self.everything = file, graph, everything
        self.dem, self.frame, self.rdfs, self.skos = Namespace(DEM), Namespace(_FRAME), RDFS, SKOS

    def fail(self, expected: str, found: object) -> FrameError:
        return FrameError(f"ontology/acts/{self.file}: expected {expected}, found {found}")

    def act(self) -> ActType:
        subjects = list(self.graph.subjects(self.frame.evokedBy, None, unique=True))
        if len(subjects) != 1:
            raise self.fail("one class with frame:evokedBy", len(subjects))
        iri = subjects[0]
        examples = tuple(
            sorted((self.example(n) for n in self.graph.objects(iri, self.frame.example)), key=lambda e: e.text)
        )
        counter = tuple(sorted(map(str, self.graph.objects(iri, self.frame.counterExample))))
        if len(examples) < 2 or not counter:
            raise self.fail("two examples and a counter-example", f"{len(examples)} and {len(counter)}")
        return ActType(
            iri=str(iri),
            name=str(iri).removeprefix(DEM),
            label=self.literal(iri, self.rdfs.label),
            definition=self.literal(iri, self.skos.definition),
            ancestors=tuple(self.ancestors(iri)),
            cameo=self.optional(iri, self.dem.cameo),
            plover=self.optional(iri, self.dem.plover),
            cameo_planned=self.optional(iri, self.frame.cameoPlanned),
            minimum_sides=self.sides(iri),
            residual=self.optional(iri, self.frame.residual) == "true",
            remote=self.optional(iri, self.frame.remote) == "true",
            each=None if (each := self.graph.value(iri, self.frame.each)) is None else self.role(each),
            frames=tuple(
                sorted((self.one_frame(str(iri), n) for n in self.graph.objects(iri, self.frame.evokedBy)), key=repr)
            ),
            examples=examples,
            counter_examples=counter,
        )

    def literal(self, node: Any, prop: Any) -> str:
        value = self.graph.value(node, prop)
        if value is None:
            raise self.fail(str(prop).rsplit("#", 1)[-1], "none")
        return str(value)

    def optional(self, node: Any, prop: Any) -> str | None:
        values = sorted(map(str, self.graph.objects(node, prop)))
        if len(values) > 1:
            raise self.fail(f"one {str(prop).rsplit('#', 1)[-1]}", ", ".join(values))
        return values[0] if values else None

    def ancestors(self, iri: Any) -> Iterator[str]:
        seen, todo = [iri], [iri]
        while todo:
            for above in sorted(self.everything.objects(todo.pop(0), self.rdfs.subClassOf)):
                if str(above).startswith(DEM) and above not in seen:
                    seen.append(above)
                    todo.append(above)
        yield from map(str, seen[1:])

    def sides(self, iri: Any) -> int:
        from rdflib import URIRef

        for node in [iri, *map(URIRef, self.ancestors(iri))]:
            value = self.everything.value(node, self.dem.minimumSides)
            if value is not None:
                return int(value)
        return 0

    def example(self, node: Any) -> Example:
        expects = [
            (str(self.graph.value(e, self.frame.role)).removeprefix(DEM), str(self.graph.value(e, self.frame.filler)))
            for e in self.graph.objects(node, self.frame.expects)
        ]
        for role, _ in expects:
            if role not in ROLES:
                raise self.fail(f"a role of {sorted(ROLES)}", role)
        return Example(text=self.literal(node, self.frame.text), expects=tuple(sorted(expects)))

    def one_frame(self, act: str, node: Any) -> Frame:
        lemmas = self.words(node, self.frame.lemma)
        pos = self.optional(node, self.frame.pos)
        if not lemmas or pos not in ("VERB", "NOUN", "ADJ"):
            raise self.fail("a frame with lemma and pos VERB, NOUN or ADJ", f"{lemmas} {pos}")
        self.check(
            node,
            {"lemma", "pos", "particle", "voice", "speaker", "requires", "excludes", "like", "weight", "cameo", "cameoPlanned", "light", "modal", "negated", *_RELATIONS},
        )
        weight = self.optional(node, self.frame.weight)
        speaker = self.graph.value(node, self.frame.speaker)
        return Frame(
            act=act, lemmas=lemmas, pos=pos,
            particle=self.optional(node, self.frame.particle),
            voice=self.optional(node, self.frame.voice),
            speaker=None if speaker is None else self.role(speaker),
            modals=tuple(sorted(map(str, self.graph.objects(node, self.frame.modal)))),
            slots=tuple(dict.fromkeys(self.slots(node))),
            requires=tuple(sorted(set(map(self.pattern, self.taken_over(node, self.frame.requires))), key=repr)),
            excludes=tuple(sorted(set(map(self.pattern, self.taken_over(node, self.frame.excludes))), key=repr)),
            weight=DEFAULT_WEIGHT if weight is None else float(weight),
            cameo=self.optional(node, self.frame.cameo),
            cameo_planned=self.optional(node, self.frame.cameoPlanned),
            negated=_truth(self.optional(node, self.frame.negated)) is True,
            light=_truth(self.optional(node, self.frame.light)),
        )  # fmt: skip

    def check(self, node: Any, known: set[str]) -> None:
        for prop in self.graph.predicates(node, None, unique=True):
            if str(prop).removeprefix(_FRAME) not in known:
                raise self.fail("a property of ontology/frames.ttl", prop)

    def templates(self, node: Any) -> Iterator[Any]:
        """What a frame, pattern or template is like, at any remove."""
        for template in sorted(self.everything.objects(node, self.frame.like)):
            if (template, None, None) not in self.everything:
                raise self.fail("a template of ontology/frames.ttl", template)
            yield template
            yield from self.templates(template)

    def taken_over(self, node: Any, prop: Any) -> Iterator[Any]:
        """The values of a property, its own and those of its templates."""
        for place in (node, *self.templates(node)):
            yield from self.everything.objects(place, prop)

    def slots(self, node: Any) -> Iterator[Slot]:
        """The slots of a frame, its own before those of its templates: the first that fits is filled."""
        for place in dict.fromkeys((node, *self.templates(node))):
            yield from sorted(self.own_slots(place), key=repr)

    def own_slots(self, node: Any) -> Iterator[Slot]:
        for name, relation in _RELATIONS.items():
            for value in self.everything.objects(node, self.frame[name]):
                if relation is Relation.OBLIQUE:
                    cases = tuple(sorted(map(str, self.everything.objects(value, self.frame.case))))
                    yield Slot(
                        relation=relation, cases=cases, role=self.role(self.everything.value(value, self.frame.role))
                    )
                else:
                    yield Slot(relation=relation, cases=(), role=self.role(value))

    def role(self, value: Any) -> str:
        name = str(value).removeprefix(DEM)
        if name not in ROLES:
            raise self.fail(f"a role of {sorted(ROLES)}", value)
        return name

    def pattern(self, node: Any) -> Pattern:
        self.check(node, {"relation", "case", "lemma", "kind", "modal", "negated", "sameSubject", "like"})
        relation = self.value(node, self.frame.relation)
        kinds = self.words(node, self.frame.kind)
        if (relation is not None and relation not in _RELATIONS) or not set(kinds) <= KINDS:
            raise self.fail("a relation and kinds of docs/architecture.md", f"{relation} {kinds}")
        return Pattern(
            relation=_RELATIONS[relation] if relation else None,
            cases=self.words(node, self.frame.case),
            lemmas=self.words(node, self.frame.lemma),
            kinds=kinds,
            modals=self.words(node, self.frame.modal),
            negated=_truth(self.value(node, self.frame.negated)),
            same_subject=_truth(self.value(node, self.frame.sameSubject)),
        )

    def words(self, node: Any, prop: Any) -> tuple[str, ...]:
        return tuple(sorted(set(map(str, self.taken_over(node, prop)))))

    def value(self, node: Any, prop: Any) -> str | None:
        return next(iter(self.words(node, prop)), None)


def _truth(value: str | None) -> bool | None:
    return None if value is None else value == "true"

"""The catalogue of acts: act files in, types and frames out.

Every file of ``ontology/acts`` describes one type of act with its wording (``ontology/frames.ttl``
says what the properties mean). Parsing them takes longer than a conversion, so their content is
kept in ``kg/compiled/acts.json``, written by ``python -m kg.frames``; a test compares.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from kg.errors import FrameError, ResourceError
from kg.model import Relation

COMPILED: Final = Path(__file__).parent / "compiled" / "acts.json"
ONTOLOGY: Final = Path(__file__).parent.parent / "ontology"
_DEM: Final = "https://w3id.org/demarche/ontology#"
_FRAME: Final = "https://w3id.org/demarche/frame#"
_RELATIONS: Final = {
    "subject": Relation.SUBJECT, "object": Relation.OBJECT, "indirectObject": Relation.INDIRECT_OBJECT,
    "clause": Relation.CLAUSE, "infinitive": Relation.INFINITIVE, "possessor": Relation.POSSESSOR,
    "modifier": Relation.MODIFIER, "oblique": Relation.OBLIQUE, "clauseSubject": Relation.CLAUSE_SUBJECT,
}  # fmt: skip
ROLES: Final = frozenset(
    ["agent", "addressee", "hasParticipant", "host", "mediator", "signatory", "affected", "topic", "place", "outcome"]
)
KINDS: Final = frozenset(
    [
        "agent",
        "official",
        "person",
        "state",
        "polity",
        "organisation",
        "group",
        "place",
        "city",
        "region",
        "agreement",
        "conflict",
        "none",
    ]
)
DEFAULT_WEIGHT: Final = 0.9
ANY: Final = "*"  # as a lemma: any word of the part of speech


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """An argument and the role that it fills; no cases means any."""

    relation: Relation
    cases: tuple[str, ...]
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """What one argument must (or must not) be like; an empty key fits all."""

    relation: Relation | None
    cases: tuple[str, ...]
    lemmas: tuple[str, ...]
    kinds: tuple[str, ...]
    modals: tuple[str, ...]
    negated: bool | None = None  # polarity of the clause or infinitive; None is either
    same_subject: bool | None = None  # whether the clause's subject is the predicate's own; None is either


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """One way of wording an act."""

    act: str  # IRI
    lemmas: tuple[str, ...]
    pos: str
    particle: str | None
    voice: str | None
    speaker: str | None  # role of whose words these are; such a frame fits only inside somebody's words
    slots: tuple[Slot, ...]
    requires: tuple[Pattern, ...]
    excludes: tuple[Pattern, ...]
    modals: tuple[str, ...]  # one of these modals stands before the trigger; () asks for none
    weight: float
    cameo: str | None = None  # finer than the code of the act
    negated: bool = False  # the wording reports the act by its negation: "will not sign"
    light: bool | None = None  # whether a noun must (not) stand under a light verb; None is either

    @property
    def demands(self) -> int:
        """How much the wording asks for beside its trigger; a negation changes its sense and counts twice."""
        return len(self.requires) + bool(self.modals) + 2 * self.negated + (self.particle is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A sentence that proves the act, with roles and the words that fill them."""

    text: str
    expects: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ActType:
    """One class of act."""

    iri: str
    name: str  # local name
    label: str
    definition: str
    ancestors: tuple[str, ...]  # IRIs, nearest first
    cameo: str | None
    plover: str | None
    cameo_planned: str | None  # of the act when it is only planned ("will meet")
    minimum_sides: int
    residual: bool  # what remains of its kind where no stronger act is told
    remote: bool  # done from a distance: has no place of its own
    each: str | None  # role of which each filler makes an act of its own: a tour is a visit to each state
    frames: tuple[Frame, ...]
    examples: tuple[Example, ...]
    counter_examples: tuple[str, ...]

    @property
    def depth(self) -> int:
        """How far below the top of the class tree."""
        return len(self.ancestors)


class ActCatalogue:
    """All types of acts, with their frames by trigger."""

    def __init__(self, types: Mapping[str, ActType]) -> None:
        self.types = types
        self._names = {t.name: t for t in types.values()}
        self._frames: dict[tuple[str, str], list[Frame]] = {}
        for act in types.values():
            for frame in act.frames:
                for lemma in frame.lemmas:
                    self._frames.setdefault((lemma, frame.pos), []).append(frame)

    def frames_for(self, lemma: str, pos: str) -> tuple[Frame, ...]:
        """The frames that a word may evoke."""
        return (*self._frames.get((lemma, pos), ()), *self._frames.get((ANY, pos), ()))

    def by_name(self, name: str) -> ActType:
        """The type of a local name; ``KeyError`` for none."""
        return self._names[name]

    def is_a(self, iri: str, ancestor: str) -> bool:
        """Whether a type is, or lies below, a class given by local name."""
        wanted = _DEM + ancestor
        return iri == wanted or (iri in self.types and wanted in self.types[iri].ancestors)


def load_catalogue(compiled: Path = COMPILED) -> ActCatalogue:
    """The catalogue from its compiled form; ``ResourceError`` when that is missing."""
    try:
        rows = json.loads(compiled.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise ResourceError(f"expected the compiled acts at {compiled}: {error}") from error
    return ActCatalogue({row["iri"]: _act_from(row) for row in rows})


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
        self.dem, self.frame, self.rdfs, self.skos = Namespace(_DEM), Namespace(_FRAME), RDFS, SKOS

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
            name=str(iri).removeprefix(_DEM),
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
                if str(above).startswith(_DEM) and above not in seen:
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
            (str(self.graph.value(e, self.frame.role)).removeprefix(_DEM), str(self.graph.value(e, self.frame.filler)))
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
            {"lemma", "pos", "particle", "voice", "speaker", "requires", "excludes", "like", "weight", "cameo", "light", "modal", "negated", *_RELATIONS},
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
        name = str(value).removeprefix(_DEM)
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


def _act_from(row: dict[str, Any]) -> ActType:
    frames = tuple(_frame_from(frame) for frame in row.pop("frames"))
    examples = tuple(
        Example(text=e["text"], expects=tuple((r, f) for r, f in e["expects"])) for e in row.pop("examples")
    )
    lists: dict[str, Any] = {k: tuple(row.pop(k)) for k in ("ancestors", "counter_examples")}
    return ActType(frames=frames, examples=examples, **lists, **row)


def _frame_from(row: dict[str, Any]) -> Frame:
    slots = tuple(
        Slot(relation=Relation(s["relation"]), cases=tuple(s["cases"]), role=s["role"]) for s in row.pop("slots")
    )
    patterns: dict[str, Any] = {
        key: tuple(
            Pattern(
                relation=Relation(p["relation"]) if p["relation"] else None,
                cases=tuple(p["cases"]), lemmas=tuple(p["lemmas"]), kinds=tuple(p["kinds"]), modals=tuple(p["modals"]),
                negated=p["negated"], same_subject=p["same_subject"],
            )
            for p in row.pop(key)
        )
        for key in ("requires", "excludes")
    }  # fmt: skip
    return Frame(
        slots=slots, lemmas=tuple(row.pop("lemmas")), modals=tuple(row.pop("modals")), **patterns, **row
    )  # fmt: skip


if __name__ == "__main__":
    COMPILED.parent.mkdir(exist_ok=True)
    COMPILED.write_text(compile_catalogue(), "utf-8")

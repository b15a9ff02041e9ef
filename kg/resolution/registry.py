"""The entities of an article while its mentions are being linked."""

from dataclasses import dataclass, field, replace
from typing import Final

from kg import iris
from kg.gazetteer import Candidate, Entry, Gazetteer
from kg.gazetteer.names import fold, sound_key, surname
from kg.model import STATE_KINDS, Article, Entity, EntityKind, Mention, NearMatch, Span, Tenure

# The entities that a mention means, how sure that is (0 to 1), and on what grounds.
Found = tuple[tuple[str, ...], float, tuple[str, ...]]

MIN_SHORT_NAME: Final = 4  # letters
# Nouns by which the holder of a fuller title is told for short.
_PLAIN_TITLES: Final = frozenset({"minister", "secretary", "leader", "chief", "commander", "spokesman", "spokeswoman", "spokesperson", "adviser", "envoy"})


@dataclass(slots=True)
class Record:
    """An entity under construction."""

    iri: str
    kind: EntityKind
    label: str
    aliases: list[str] = field(default_factory=list)
    wikidata: str | None = None
    iso2: str | None = None
    iso3: str | None = None
    types: tuple[str, ...] = ()
    organ_of: str | None = None
    members: tuple[str, ...] = ()
    spans: list[Span] = field(default_factory=list)
    score: float | None = None
    reasons: tuple[str, ...] = ()
    key: str | None = None  # of the gazetteer
    gender: str | None = None  # "male", "female"
    near: tuple[NearMatch, ...] = ()
    statement: str | None = None  # Wikidata statement of the tenure that supports the link
    seat_of: str | None = None  # IRI of the state whose capital it is


class Registry:
    """Makes each entity once and remembers in which order things were told."""

    def __init__(self, article: Article, gazetteer: Gazetteer) -> None:
        self.article, self.gazetteer = article, gazetteer
        self.records: dict[str, Record] = {}
        self.tenures: dict[str, Tenure] = {}
        self._surnames: dict[str, list[str]] = {}

    def known(self, key: str) -> Record:
        """The record of a gazetteer entry; its organ-of chain is made too."""
        entry = self.gazetteer.entry(key)
        assert entry is not None
        iri = iris.entity(self.article.iri, key)
        if iri not in self.records:
            above = self.known(entry.organ_of).iri if entry.organ_of else None
            self.records[iri] = _from_entry(iri, entry, above)
            if len(entry.capital_of) == 1:
                self.records[iri].seat_of = iris.entity(self.article.iri, entry.capital_of[0])
        return self.records[iri]

    def told(self, kind: EntityKind, label: str) -> Record | None:
        """The record of a kind that was told first under a label, in any case of letters."""
        alike = (r for r in self.records.values() if r.kind is kind and r.label.lower() == label.lower())
        return next(alike, None)

    def state_of_seat(self, record: Record) -> Record | None:
        """The state whose capital a record is; None for all else."""
        return None if record.seat_of is None else self.known(record.seat_of.rsplit("/", 1)[-1])

    def make(self, iri: str, kind: EntityKind, label: str, **more: object) -> Record:
        """A record that the gazetteer does not hold, made once."""
        if iri not in self.records:
            self.records[iri] = Record(iri=iri, kind=kind, label=label, **more)  # type: ignore[arg-type]
        return self.records[iri]

    def link(self, record: Record, best: Candidate) -> None:
        """Makes a record the entity of the gazetteer that a name was found to mean."""
        record.key, record.wikidata, record.score, record.reasons = best.key, best.wikidata, best.score, best.grounds
        record.near, record.statement = (), best.statement

    def mentioned(self, record: Record, mention: Mention, form: str | None = None) -> None:
        """Adds a mention's span and surface form."""
        record.spans.append(mention.head if form is None else mention.span)
        surface = form or mention.head.of(self.article.body)
        if surface not in record.aliases:
            record.aliases.append(" ".join(surface.split()))

    # --- people -----------------------------------------------------------------------------------

    def person_by_name(
        self, name: str, *, office: str | None = None, state: str | None = None
    ) -> Record | None:
        """The person of this article that a full or short name means, the last told of several.

        A surname alone does not mean someone whose office in the same class is another state's.
        """
        parts = _parts(name)
        known = reversed(self._surnames.get(parts[-1] if parts else "", []))
        fits = [iri for iri in known if self._may_be(iri, parts)]
        if len(parts) == 1 and state is not None:
            fits = [iri for iri in fits if self.state_behind(iri) in (None, state)]
        if not fits and len(parts) == 1:
            fits = [iri for iri in self._by_first_name(parts[0]) if state is None or self.state_behind(iri) in (None, state)]
        return self.records[fits[0]] if fits else None

    def _by_first_name(self, first: str) -> list[str]:
        """The only person of the article with a first name, where names go by it ("Abiy" of "Abiy Ahmed")."""
        people = [r for r in self.records.values() if r.kind is EntityKind.PERSON]
        found = [r.iri for r in people if _parts(r.label)[:1] == [first] and len(_parts(r.label)) > 1]
        return found if len(found) == 1 else []

    def body_by_short_name(self, name: str) -> Record | None:
        """The body of this article whose longer name begins with one word: "Norair" of "Norair Airways"."""
        if " " in name or len(name) < MIN_SHORT_NAME or self.person_by_name(name) is not None:
            return None
        if any(r.label == name and r.kind is not EntityKind.PERSON for r in self.records.values()):
            return None
        for record in self.records.values():
            first, _, rest = record.label.partition(" ")
            if record.kind is EntityKind.ORGANISATION and record.key is None and rest and first == name:
                return record
        return None

    def is_inside_place(self, span: Span) -> bool:
        """Whether words are a piece of the name of a place that was told before: "Norair" of "Norair Medical Center"."""
        places = (s for r in self.records.values() if r.kind is EntityKind.PLACE for s in r.spans)
        return any(s != span and s.covers(span) for s in places)

    def _may_be(self, iri: str, parts: list[str]) -> bool:
        own = _parts(self.records[iri].label)
        if own == parts or len(parts) == 1:
            return True
        return own[-1:] == parts[-1:] and (set(parts) <= set(own) or set(own) <= set(parts))

    def gender_of(self, record: Record, gender: str | None = None) -> str | None:
        """ "male" or "female": as told here, else of the tables, else by the given name."""
        if gender is not None and record.gender is None:
            record.gender = gender
        if record.gender is not None:
            return record.gender
        known = self.gazetteer.gender(record.key) if record.key else None
        return known or self.gazetteer.gender_by_given_name(record.label)

    def add_person(self, record: Record, name: str) -> None:
        """Makes a person findable by surname; the longer name becomes the label."""
        if len(fold(name)) > len(fold(record.label)):
            record.label = name
        last = sound_key(surname(name))
        if record.iri not in self._surnames.setdefault(last, []):
            self._surnames[last].append(record.iri)

    def add_tenure(self, tenure: Tenure) -> None:
        """Keeps a tenure once: of two for one office, the one that names a state or body; two postings are two."""
        posting = _posting(tenure.title)
        for kept in self.tenures_of(tenure.person):
            if posting and posting != (_posting(kept.title) or posting):
                tenure = replace(tenure, iri=f"{tenure.iri}-{iris.slug(posting)}") if tenure.iri == kept.iri else tenure
                continue
            same = (
                kept.office == tenure.office if tenure.office else kept.title.lower() == tenure.title.lower()
            )
            if same and tenure.of in (None, kept.of):
                return
            if tenure.former is kept.former and tenure.of in (None, kept.of) and is_short_for(tenure.title, kept.title):
                return
            if tenure.former is kept.former and kept.of in (None, tenure.of) and is_short_for(kept.title, tenure.title):
                del self.tenures[kept.iri]
                continue
            if same and kept.of is None:
                del self.tenures[kept.iri]
        self.tenures[tenure.iri] = tenure

    def is_leader_by_surname(self, iri: str, state: str) -> bool:
        """Whether a person is told by surname only, without an office, and taken for the leader of a state."""
        record = self.records[iri]
        return record.kind is EntityKind.PERSON and " " not in record.label and record.organ_of == state and not self.tenures_of(iri)

    def tenures_of(self, person: str) -> tuple[Tenure, ...]:
        """The tenures told of a person so far."""
        return tuple(t for t in self.tenures.values() if t.person == person)

    def organ_noun(self, organ: Record) -> str:
        """The common noun of an organ that this article names: "armed forces"."""
        slug, code = organ.iri.rsplit("/", 1)[-1], self.code(organ.organ_of).lower()
        return slug.removesuffix(f"-{code}").replace("-", " ")

    def sister(self, organ: Record, state: str) -> Record | None:
        """The organ of the same kind of another state; None for a body that is no such organ."""
        slug, code = organ.iri.rsplit("/", 1)[-1], self.code(organ.organ_of).lower()
        if organ.organ_of is None or organ.key is not None or not slug.endswith(f"-{code}"):
            return None
        noun = self.organ_noun(organ)
        iri = iris.named(self.article.iri, "organisation", f"{noun} {self.code(state)}")
        label = f"{noun.capitalize()} of {self.records[state].label}"
        return self.make(iri, organ.kind, label, types=organ.types, organ_of=state)

    def state_behind(self, iri: str | None) -> str | None:
        """The state or polity at the top of an organ-of chain, or behind a person's office."""
        for _ in range(5):
            record = self.records.get(iri or "")
            if record is None:
                return None
            if record.kind in STATE_KINDS:
                return record.iri
            if record.kind is EntityKind.PERSON:
                own = [t for t in self.tenures_of(record.iri) if not t.former and t.of]
                iri = own[-1].of if own else record.organ_of
            else:
                iri = record.organ_of
        return None

    def code(self, iri: str | None) -> str:
        """The short code of a state or body for use inside IRIs."""
        record = self.records.get(iri or "")
        if record is None:
            return "unknown"
        return record.iso3 or record.iri.rsplit("/", 1)[-1]

    def finished(self) -> tuple[Entity, ...]:
        """The entities in the order of their first mention."""
        ordered = sorted(
            self.records.values(), key=lambda r: (min((s.start for s in r.spans), default=1 << 60), r.iri)
        )
        return tuple(map(_entity, ordered))

    def implied(self) -> tuple[Entity, ...]:
        """The states that the article names by their capitals alone."""
        seats = {r.seat_of for r in self.records.values() if r.seat_of and r.seat_of not in self.records}
        states = {iri: self.gazetteer.entry(iri.rsplit("/", 1)[-1]) for iri in sorted(seats)}
        return tuple(_entity(_from_entry(iri, entry, None)) for iri, entry in states.items() if entry is not None)


def _posting(title: str) -> str:
    """Where an office is held abroad: "Sudria" in "ambassador to Sudria", "" where it is not told."""
    return title.lower().partition(" to ")[2]


def is_short_for(title: str, full: str) -> bool:
    """Whether a title is the beginning of a longer one ("Deputy Secretary" of "Deputy Secretary of State"), or the noun of it."""
    short, long = title.lower(), full.lower()
    return long.startswith((f"{short} of ", f"{short} for ", f"{short} to ")) or (short in _PLAIN_TITLES and long.endswith(f" {short}"))


def _entity(r: Record) -> Entity:
    return Entity(
        iri=r.iri, kind=r.kind, label=r.label, aliases=tuple(r.aliases), wikidata=r.wikidata, iso2=r.iso2,
        iso3=r.iso3, types=r.types, organ_of=r.organ_of, members=r.members, seat_of=r.seat_of,
        mentions=tuple(sorted(set(r.spans))), score=r.score, reasons=r.reasons, statement=r.statement, near=r.near,
    )  # fmt: skip


def _parts(name: str) -> list[str]:
    """The parts of a name by sound, without generation suffix."""
    return [key for p in fold(name).split() if p not in ("jr", "sr", "ii", "iii") and (key := sound_key(p))]


def _from_entry(iri: str, entry: Entry, above: str | None) -> Record:
    linked = entry.wikidata is not None
    return Record(
        iri=iri, kind=entry.kind, label=entry.label, wikidata=entry.wikidata, iso2=entry.iso2, iso3=entry.iso3,
        types=entry.types, organ_of=above, score=0.95 if linked else None,
        reasons=("name in the gazetteer",) if linked else (), key=entry.key,
    )  # fmt: skip

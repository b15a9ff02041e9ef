"""A name, an office, a state and a day in, scored candidates out: the entity linker.

Candidates are scored by named features whose weights add up, and a person's carries the tenure that
supports it. What lies below the threshold is no link but a near match; a name that the tables do not
hold is an answer too ("not in the knowledge base"). Weights were chosen on the development articles;
docs/linking.md tells what they give.
"""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from kg.gazetteer.answers import TITLE_CLASSES, Holder, NamedPerson, NameMatch, Person
from kg.gazetteer.names import Form, fold, in_order, sound_key, surname
from kg.gazetteer.rows import NameUse
from kg.model import STATE_KINDS, EntityKind, NearMatch

if TYPE_CHECKING:
    from kg.gazetteer.index import Gazetteer

MIN_LINK_SCORE: Final = 0.6  # below it no link: a wrong id is worse than none
MIN_NEAR_SCORE: Final = 0.5  # from here on an article's graph tells a close match
MIN_SHOWN_SCORE: Final = 0.4  # below it not even a candidate to look at
MIN_LEAD: Final = 0.05  # by which the best of several must be ahead to be linked
LIFETIME: Final = 60  # years: an official of the tables whose every office is further off is somebody else
_PARTIAL: Final = {
    Form.PLAIN: ("full name but for initials, particles or a short form", 0.55), Form.CONSONANTS: ("full name with other vowels", 0.45),
    Form.TWO_PARTS: ("two parts of the full name", 0.4),
}  # fmt: skip
_OF_USE: Final = {
    NameUse.NAME: "name in the gazetteer", NameUse.ADJECTIVE: "adjective in the gazetteer", NameUse.PEOPLE: "name of its people",
    NameUse.METONYM: "seat that stands for it", NameUse.FOREIGN: "name in another language",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Feature:
    """What speaks for a candidate, or against it where the weight is negative."""

    name: str
    weight: float


NEWS_MEANS_ANOTHER: Final = Feature("news mostly means another of that name", -0.25)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An entity that a name may mean."""

    key: str
    name: str
    kind: EntityKind
    features: tuple[Feature, ...]
    source: str  # of the row
    wikidata: str | None = None
    tenure: "Holder | None" = None  # the evidence: the office held, best one that fits the day

    @property
    def score(self) -> float:
        """The weights of the features added up, 0 to 1."""
        return round(min(1.0, max(0.0, sum(f.weight for f in self.features))), 3)

    @property
    def reasons(self) -> tuple[str, ...]:
        """The names of the features."""
        return tuple(f.name for f in self.features)

    @property
    def grounds(self) -> tuple[str, ...]:
        """The reasons, and the tenure behind them in words."""
        return (*self.reasons, *([self.tenure.words] if self.tenure is not None else []))

    @property
    def statement(self) -> str | None:
        """The Wikidata statement of the tenure that is its evidence."""
        return None if self.tenure is None else self.tenure.statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Linking:
    """What a name means: the one it is linked to, None for none, and all that come near, best first."""

    name: str
    best: Candidate | None
    candidates: tuple[Candidate, ...]

    @property
    def near(self) -> tuple[NearMatch, ...]:
        """The items of Wikidata that it may be, where it is linked to none."""
        fit = [c for c in self.candidates if self.best is None and c.wikidata is not None and c.score >= MIN_NEAR_SCORE]
        return tuple(NearMatch(wikidata=c.wikidata or "", score=c.score, reasons=c.grounds, statement=c.statement) for c in fit)

    @property
    def verdict(self) -> str:
        """In words: linked, ambiguous, too uncertain, or not in the knowledge base."""
        if self.best is not None:
            return "linked"
        if not self.candidates:
            return "not in the knowledge base"
        return "ambiguous" if self.candidates[0].score >= MIN_LINK_SCORE else "too uncertain to link"


def link(
    gazetteer: "Gazetteer", name: str, *, office: str | None = None, of: str | None = None, on: date | None = None,
) -> Linking:  # fmt: skip
    """What a name means, of whatever kind.

    Args:
        gazetteer: The index.
        name: A whole name, in any case and spelling.
        office: Class of the office told of the person, a key of ``ontology/offices.ttl``.
        of: Key of the state or body told of the person.
        on: The day on which the name was in the news.
    """
    things = () if office else _things(gazetteer, name)
    return _decided(name, (*things, *people(gazetteer, name, office=office, of=of, on=on)))


def link_person(
    gazetteer: "Gazetteer", name: str, *, office: str | None = None, of: str | None = None, on: date | None = None,
) -> Linking:  # fmt: skip
    """The same of a person's full name: a surname alone names nobody, unless office and state are told (``called``)."""
    found = people(gazetteer, name, office=office, of=of, on=on) if len(fold(name).split()) > 1 else ()
    return _decided(name, found)


def people(
    gazetteer: "Gazetteer", name: str, *, office: str | None, of: str | None, on: date | None
) -> tuple[Candidate, ...]:
    """The people whose full name it may be; of a single word those who are called by it for short."""
    found = [(n.person, _likeness(name, n)) for n in gazetteer.people_named(name)]
    if not found and " " not in fold(name):
        found = [(p, Feature("surname", 0.4)) for p in gazetteer.people_called(name)]
    return tuple(_person(gazetteer, person, likeness, office, of, on) for person, likeness in found)


def called(gazetteer: "Gazetteer", name: str, office: str, of: str, on: date) -> Linking:
    """The holder of an office on a day, if a surname is his and no given name speaks against it."""
    found: dict[str, Candidate] = {}
    certain = {h.person for h in gazetteer.holders(office, of, on)}
    for holder in gazetteer.possible_holders(office, of, on):
        if may_be_called(holder.name, name):
            sure = holder.person in certain
            last = Feature("office held on the day", 0.25) if sure else Feature("office without a known end", 0.1)
            features = (Feature("surname", 0.35), Feature("state agrees", 0.15), Feature("office agrees", 0.1), last)
            found[holder.person] = _holder(gazetteer, holder, features)
    return _decided(name, tuple(found.values()) if len(found) == 1 else ())


def in_office(gazetteer: "Gazetteer", title: str, office: str, of: str, on: date) -> Linking:
    """Who a title alone means on a day: all certain holders, else, as near matches, those of whom no row tells the end."""
    certain = gazetteer.holders(office, of, on)
    held = Feature("office held on the day", 0.8) if certain else Feature("office without a known end", 0.5)
    found = {h.person: h for h in reversed(certain or gazetteer.possible_holders(office, of, on))}
    return _decided(title, tuple(_holder(gazetteer, h, (held,)) for h in found.values()))


def may_be_called(known: str, name: str) -> bool:
    """Whether a name has the surname of a known one and, if it tells a given name, its initial."""
    if sound_key(surname(known)) != sound_key(surname(name)):
        return False
    given, known_given = fold(name).split()[:-1], fold(known).split()[:-1]
    if not given or given == known_given[-len(given) :]:  # "Di Maio" of "Luigi Di Maio"
        return True
    return bool(known_given) and given[0][0] == known_given[0][0]


def _decided(name: str, found: tuple[Candidate, ...]) -> Linking:
    """The best candidate, if it is good enough and ahead of the next."""
    near = sorted((c for c in found if c.score >= MIN_SHOWN_SCORE), key=lambda c: (-c.score, c.key))
    clear = bool(near) and near[0].score >= MIN_LINK_SCORE and all(near[0].score - c.score >= MIN_LEAD for c in near[1:2])
    return Linking(name=name, best=near[0] if clear else None, candidates=tuple(near))


def _person(
    gazetteer: "Gazetteer", person: Person, likeness: Feature, office: str | None, of: str | None, on: date | None
) -> Candidate:
    tenures = gazetteer.tenures(person.key)
    features = [likeness]
    same_state = [t for t in tenures if of is not None and t.of == of]
    fit = same_state or tenures
    if same_state:
        features.append(Feature("state agrees", 0.15))
    elif of is not None and _is_state(gazetteer, of):  # the tables hold no offices of organisations that could agree
        features.append(Feature("state differs", -0.3))
        fit = ()
    same_office = [t for t in fit if t.office in _classes(office)]
    if same_office:
        features.append(Feature("office agrees", 0.1))
    held = [t for t in same_office if on is not None and t.held_on(on)]
    if held:
        features.append(Feature("office held on the day", 0.1))
    if on is not None and tenures and all(_far_from(t, on) for t in tenures):
        features.append(Feature("every office a lifetime off", -0.3))
    evidence = held or same_office or same_state
    return Candidate(
        key=person.key, name=person.name, kind=EntityKind.PERSON, features=tuple(features), source=person.source,
        wikidata=person.wikidata, tenure=evidence[0] if evidence and (held or not on) else next(iter(held), None),
    )  # fmt: skip


def _likeness(name: str, known: NamedPerson) -> Feature:
    """How a name agrees with one of a person: to the letter, in another order, by sound, or in part."""
    folded = fold(name)
    if known.form is not Form.FULL:
        return Feature(*_PARTIAL[known.form])
    if folded == known.known_as:
        parts = folded.count(" ") + 1
        return Feature("name of one word", 0.5) if parts == 1 else Feature("full name", 0.65 if parts == 2 else 0.7)
    if in_order(folded) == in_order(known.known_as):
        return Feature("full name in another order", 0.6)
    return Feature("spelling variant of the full name", 0.6)


def _classes(office: str | None) -> tuple[str, ...]:
    return TITLE_CLASSES.get(office, (office,)) if office else ()


def _is_state(gazetteer: "Gazetteer", key: str) -> bool:
    entry = gazetteer.entry(key)
    return entry is not None and entry.kind in STATE_KINDS


def _far_from(tenure: Holder, on: date) -> bool:
    """Whether a tenure began or was known more than a lifetime before the day, or begins as long after it."""
    years = [int(v[:4]) for v in (tenure.start, tenure.end, tenure.true_on if not tenure.end else None) if v]
    return bool(years) and (max(years) < on.year - LIFETIME or min(years) > on.year + LIFETIME)


def _holder(gazetteer: "Gazetteer", holder: Holder, features: tuple[Feature, ...]) -> Candidate:
    person = gazetteer.person(holder.person)
    return Candidate(
        key=holder.person, name=holder.name, kind=EntityKind.PERSON, features=features, source=holder.source,
        wikidata=person.wikidata if person is not None else None, tenure=holder,
    )  # fmt: skip


# --- things -------------------------------------------------------------------------------------------


def _things(gazetteer: "Gazetteer", name: str) -> tuple[Candidate, ...]:
    """States, bodies and places of a name, each once, by the use in which it is likeliest."""
    found: dict[str, Candidate] = {}
    for match in gazetteer.by_name(name):
        for candidate in _of_match(match, name):
            if candidate.key not in found or found[candidate.key].score < candidate.score:
                found[candidate.key] = candidate
    return tuple(found.values())


def _of_match(match: NameMatch, name: str) -> list[Candidate]:
    """One name: the only bearer is sure; of several the sort that news mostly means comes first, of one sort none."""
    candidates = []
    sorts = [(e.kind, "FormerState" in e.types, bool(e.capital_of), fold(e.label) == fold(name)) for e in match.entries]
    for rank, entry in enumerate(match.entries):
        features = [Feature(_OF_USE[match.use], 0.75 if match.use is NameUse.FOREIGN else 0.8)]
        if not match.strong:
            features.append(Feature("weak name", -0.3))
        elif len(match.entries) == 1:
            features.append(Feature("no other of that name", 0.15))
        elif rank or sorts.count(sorts[0]) > 1:
            features.append(NEWS_MEANS_ANOTHER)
        candidates.append(
            Candidate(key=entry.key, name=entry.label, kind=entry.kind, features=tuple(features), source=entry.source, wikidata=entry.wikidata)
        )
    return candidates

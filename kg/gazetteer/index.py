"""The gazetteer: names to entities, offices to holders by day.

Tenures are half-open intervals ``[start, end)``. A row says nothing beyond the day on which it was
known to be true: who held an office later is unknown, and an honest "unknown" is an answer.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from kg.errors import ResourceError
from kg.gazetteer.names import fold, sound_key, sound_keys, surname
from kg.model import EntityKind

NAMES: Final = Path(__file__).parent.parent / "compiled" / "names.json"
OFFICIALS: Final = Path(__file__).parent.parent / "compiled" / "officials.json"
MIN_PERSON_SCORE: Final = 0.6  # below it no link: a wrong id is worse than none
MIN_NAMESAKES: Final = 3  # people of a given name before it tells a gender
# What the tables call head of state or government goes by many titles.
TITLE_CLASSES: Final = {
    "president": ("head-of-state", "head-of-government"),
    "monarch": ("head-of-state",),
    "head-of-state": ("head-of-state",),
    "prime-minister": ("head-of-government",),
    "chancellor": ("head-of-government", "minister"),
    "head-of-government": ("head-of-government",),
    "leader": ("head-of-state", "head-of-government"),
    "crown-prince": ("head-of-government", "deputy-prime-minister", "defence-minister"),
}


class NameUse(StrEnum):
    """How a name refers."""

    NAME = "name"
    ADJECTIVE = "adjective"
    PEOPLE = "people"  # "Armenians"
    METONYM = "metonym"  # "the Kremlin"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An entity that is no person."""

    key: str  # Wikidata id, else a key of our own
    kind: EntityKind
    label: str
    wikidata: str | None = None
    iso2: str | None = None
    iso3: str | None = None
    types: tuple[str, ...] = ()
    organ_of: str | None = None
    capital_of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NameMatch:
    """A name at a place in a row of words."""

    length: int  # words
    use: NameUse
    entries: tuple[Entry, ...]  # best first


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """A person in an office, from a sourced row."""

    person: str
    name: str
    office: str
    of: str
    title: str
    start: str | None
    end: str | None
    true_on: str | None
    statement: str | None
    office_wikidata: str | None
    certain: bool  # False where the day lies beyond what the row knows


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonCandidate:
    """A person that a name may mean, with the features that speak for it."""

    key: str
    name: str
    score: float  # 0 to 1
    reasons: tuple[str, ...]
    tenure: Holder | None


class Gazetteer:
    """Look-ups over the compiled seeds."""

    def __init__(self, names: Mapping[str, Any], officials: Path = OFFICIALS) -> None:
        self._entries = {k: _entry(k, row) for k, row in names["entries"].items()}
        self._names: Mapping[str, Mapping[str, list[str]]] = names["names"]
        self._longest: Mapping[str, int] = names["longest"]
        self._upper: dict[str, str] = {}
        for name in self._names:
            self._upper.setdefault(name.upper(), name)
        self._officials = officials

    @classmethod
    def load(cls, names: Path = NAMES, officials: Path = OFFICIALS) -> "Gazetteer":
        """Reads the compiled names; people only when first asked for."""
        return cls(_json(names), officials)

    def entry(self, key: str) -> Entry | None:
        """The entity of a key."""
        return self._entries.get(key)

    def by_code(self, code: str) -> str | None:
        """The key of the state with an ISO 3166-1 alpha-3 code."""
        return self._codes.get(code)

    @cached_property
    def _codes(self) -> Mapping[str, str]:
        return {e.iso3: key for key, e in self._entries.items() if e.iso3 and "FormerState" not in e.types}

    def match(self, words: Sequence[str], start: int, *, all_caps: bool = False) -> tuple[NameMatch, ...]:
        """The names that begin at ``words[start]``, longest first; case counts unless ``all_caps``."""
        first = words[start]
        longest = self._longest.get(first.upper(), 0)
        found: list[NameMatch] = []
        for length in range(min(longest, len(words) - start), 0, -1):
            text = " ".join(words[start : start + length]).replace("’", "'")
            if all_caps:
                text = self._upper.get(text.upper(), text)
            for use, keys in self._names.get(text, {}).items():
                entries = tuple(self._entries[k] for k in keys)
                found.append(NameMatch(length=length, use=NameUse(use), entries=entries))
        return tuple(found)

    # --- people -------------------------------------------------------------------------------------

    @cached_property
    def _people(self) -> Mapping[str, Any]:
        rows: Mapping[str, Any] = _json(self._officials)
        return rows

    @cached_property
    def _by_key(self) -> Mapping[str, list[str]]:
        rows = [(person, name) for person, row in self._people.items() for name in (row["name"], *row["aliases"])]
        keys: dict[str, list[str]] = {}
        for (person, _), sound in zip(rows, sound_keys(name for _, name in rows), strict=True):
            for key in {sound, " ".join(sorted(sound.split()))}:
                if person not in keys.setdefault(key, []):
                    keys[key].append(person)
        return keys

    @cached_property
    def _by_office(self) -> Mapping[tuple[str, str], list[Holder]]:
        offices: dict[tuple[str, str], list[Holder]] = {}
        for person in self._people:
            for tenure in self.tenures(person):
                offices.setdefault((tenure.office, tenure.of), []).append(tenure)
        return offices

    def gender(self, person: str) -> str | None:
        """ "male" or "female" where a row says so."""
        value = self._people.get(person, {}).get("gender")
        return value if isinstance(value, str) else None

    def gender_by_given_name(self, name: str) -> str | None:
        """The gender that the sourced people of a given name share, where there are enough of them."""
        given = fold(name).split()
        counts = self._given_names.get(given[0], [0, 0]) if len(given) > 1 else [0, 0]
        if sum(counts) < MIN_NAMESAKES or min(counts) * 20 > max(counts):
            return None
        return "male" if counts[0] > counts[1] else "female"

    @cached_property
    def _given_names(self) -> Mapping[str, list[int]]:
        found: dict[str, list[int]] = {}
        for row in self._people.values():
            given = fold(row["name"]).split()
            if row["gender"] in ("male", "female") and len(given) > 1:
                found.setdefault(given[0], [0, 0])[row["gender"] == "female"] += 1
        return found

    def tenures(self, person: str) -> tuple[Holder, ...]:
        """All sourced tenures of a person."""
        row = self._people.get(person)
        if row is None:
            return ()
        return tuple(
            Holder(
                person=person, name=row["name"], office=t[0], of=t[1], title=t[2], start=t[3], end=t[4],
                true_on=t[5], statement=t[6], office_wikidata=t[7], certain=True,
            )
            for t in row["tenures"]
        )  # fmt: skip

    def tenures_on(self, person: str, on: date) -> tuple[Holder, ...]:
        """The sourced tenures of a person that cover a day."""
        return tuple(t for t in self.tenures(person) if _held(t, on) is True)

    def holders(self, office: str, of: str, on: date | None) -> tuple[Holder, ...]:
        """Who held a class of office of a state or body on a day: all that fit, () for unknown."""
        classes = TITLE_CLASSES.get(office, (office,))
        rows = [h for c in classes for h in self._by_office.get((c, of), [])]
        if on is None:
            return ()
        return tuple(h for h in rows if _held(h, on) is True)

    def may_hold(self, person: str, office: str, of: str, on: date) -> bool:
        """Whether a person held a class of office on a day, or no row says that the tenure was over."""
        classes = TITLE_CLASSES.get(office, (office,))
        return any(t.office in classes and t.of == of and _held(t, on) is not False for t in self.tenures(person))

    def link_person(
        self, name: str, *, office: str | None = None, of: str | None = None, on: date | None = None
    ) -> tuple[PersonCandidate, ...]:
        """The people that a full name may mean, best first, only those above the threshold.

        Office and state count for and against; without either, a name that several people carry
        links to none of them.
        """
        key = sound_key(name)
        if len(key.split()) < 2:
            return ()
        keys = dict.fromkeys([*self._by_key.get(key, []), *self._by_key.get(" ".join(sorted(key.split())), [])])
        found = [self._score(person, name, office, of, on) for person in keys]
        fit = sorted((c for c in found if c.score >= MIN_PERSON_SCORE), key=lambda c: (-c.score, c.key))
        if len(fit) > 1 and fit[0].score - fit[1].score < 0.05:
            return ()
        return tuple(fit)

    def by_surname(self, name: str, office: str, of: str, on: date) -> tuple[PersonCandidate, ...]:
        """The holder of an office on a day, if his surname is the given one and no given name speaks against it.

        A tenure without a known end counts with less weight beyond the day on which its row was true.
        """
        found = []
        for holder in (h for c in TITLE_CLASSES.get(office, (office,)) for h in self._by_office.get((c, of), [])):
            held = _held(holder, on)
            if held is not False and _may_be_called(holder.name, name):
                reasons = ("surname", "office held on the day" if held else "office without a known end")
                score = 0.85 if held else 0.7
                found.append(PersonCandidate(key=holder.person, name=holder.name, score=score, reasons=reasons, tenure=holder))
        return tuple(sorted(found, key=lambda c: -c.score)) if len({c.key for c in found}) == 1 else ()

    def state_of_leader(self, surname_only: str, on: date | None) -> str | None:
        """The one state of which all heads of state and government of a surname are known; those to come do not count."""
        holders = self._leaders.get(sound_key(surname_only), [])
        states = {h.of for h in holders if on is None or (h.start or "9999") <= on.isoformat()}
        return next(iter(states)) if len(states) == 1 else None

    @cached_property
    def _leaders(self) -> Mapping[str, list[Holder]]:
        found: dict[str, list[Holder]] = {}
        for (office, _), holders in self._by_office.items():
            if office in ("head-of-state", "head-of-government"):
                for holder in holders:
                    found.setdefault(sound_key(surname(holder.name)), []).append(holder)
        return found

    def _score(self, person: str, name: str, office: str | None, of: str | None, on: date | None) -> PersonCandidate:
        row = self._people[person]
        exact = fold(name) in {fold(n) for n in (row["name"], *row["aliases"])}
        score, reasons = (0.65, ["full name"]) if exact else (0.55, ["spelling variant of the full name"])
        tenures = self.tenures(person)
        same_state = [t for t in tenures if of is not None and t.of == of]
        if of is not None:
            score += 0.15 if same_state else -0.3
            reasons.append("state agrees" if same_state else "state differs")
        classes = TITLE_CLASSES.get(office, (office,)) if office else ()
        same_office = [t for t in same_state or tenures if t.office in classes]
        if same_office:
            score += 0.1
            reasons.append("office agrees")
        best = next((t for t in same_office if on and _held(t, on)), None)
        if best is not None:
            score += 0.1
            reasons.append("office held on the day")
        if len(fold(name).split()) > 2 and exact:
            score += 0.05
        return PersonCandidate(
            key=person, name=row["name"], score=round(min(1.0, max(0.0, score)), 3), reasons=tuple(reasons), tenure=best
        )


def _may_be_called(known: str, name: str) -> bool:
    """Whether a name has the surname of a known one and, if it tells a given name, its initial."""
    if sound_key(surname(known)) != sound_key(surname(name)):
        return False
    given, known_given = fold(name).split()[:-1], fold(known).split()[:-1]
    return not given or len(given[0]) == 0 or (bool(known_given) and given[0][0] == known_given[0][0])


def _held(tenure: Holder, on: date) -> bool | None:
    """Whether a tenure covers a day; None where the row cannot know."""
    day = on.isoformat()
    if tenure.start is not None and day < _first_day(tenure.start):
        return False
    if tenure.end is not None:
        return day < _first_day(tenure.end)
    if tenure.true_on is not None and day <= tenure.true_on:
        return True
    return None


def _first_day(value: str) -> str:
    return value + "-01-01"[(len(value) - 4) :] if len(value) < 10 else value


def _entry(key: str, row: Mapping[str, Any]) -> Entry:
    return Entry(
        key=key, kind=EntityKind(row["kind"]), label=row["label"], wikidata=row.get("wikidata"),
        iso2=row.get("iso2"), iso3=row.get("iso3"), types=tuple(row.get("types", ())),
        organ_of=row.get("organ_of"), capital_of=tuple(row.get("capital_of", ())),
    )  # fmt: skip


def _json(path: Path) -> Any:
    try:
        return json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise ResourceError(f"expected the compiled seeds at {path}: {error}; run python -m kg.gazetteer") from error

"""``seeds/`` in, rows of the index out: states, organisations, cities, what news names beside them, officials."""

import csv
import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any, Final

from kg.errors import ResourceError
from kg.gazetteer.names import fold, sound_key
from kg.gazetteer.rows import EntityRow, Name, NameUse, PersonRow, Row, TenureRow
from kg.model import EntityKind
from kg.rdf_files import parse_quads

SEEDS: Final = Path(__file__).parent.parent.parent / "seeds"
MIN_ALIAS_LIKENESS: Final = 0.5  # keeps transliterations, drops the twenty that read like somebody else
OTHER_OFFICE: Final = "other-office"  # an office of no class of the scheme
_KINDS: Final = {
    "State": EntityKind.STATE, "FormerState": EntityKind.STATE, "DeFactoPolity": EntityKind.POLITY,
    "SubnationalUnit": EntityKind.POLITY, "IntergovernmentalOrganization": EntityKind.ORGANISATION, "City": EntityKind.CITY,
}  # fmt: skip
# English words and surnames of leaders that are also names of cities with an official born there.
_AMBIGUOUS_CITIES: Final = frozenset(
    ["Of", "Bath", "Reading", "Mobile", "Nice", "Police", "Sale", "Best", "Man", "March", "Split", "Deal", "Most", "Lens", "Tours", "Independence", "Victoria", "Union", "Jordan", "Georgia", "Lincoln", "Hamilton", "Kent", "Jackson", "Sanders", "Nelson", "Norman", "Clinton", "Washington", "Columbus", "Kerry", "Powell", "Albright", "Cleveland", "Marshall", "Houston", "Austin", "Madison", "Franklin", "Monroe"]
)
_AREA_GROUPS: Final = frozenset({"Europe", "Asia", "Africa", "Latin America", "Balkans", "Caucasus", "Indo-Pacific"})
_Node = dict[str, list[str]]


def seed_rows(seeds: Path = SEEDS) -> Iterator[Row]:
    """All rows of the seeds; ``ResourceError`` for one that lacks a source or names what is not there."""
    entities: dict[str, EntityRow] = {}
    for row in _things(seeds):
        entities[row.key] = row
    _add_capitals(seeds, entities)
    _add_english(seeds, entities)
    _add_further(seeds, entities)
    _add_foreign(seeds, entities)
    yield from entities.values()
    yield from _officials(seeds)
    yield from _further_officials(seeds, {row.iso3: key for key, row in entities.items() if row.iso3})


def _nodes(*paths: Path) -> dict[str, _Node]:
    """The statements of Turtle files by subject and property, last parts of IRIs only, in the order of the subjects."""
    found: dict[str, _Node] = {}
    for quad in (q for path in paths for q in parse_quads(path)):
        subject, prop, value = (str(getattr(term, "value", term)) for term in quad.triple)
        is_iri = str(quad.object).startswith("<")
        found.setdefault(_local(subject), {}).setdefault(_local(prop), []).append(_local(value) if is_iri else value)
    return dict(sorted(found.items()))


def _local(iri: str) -> str:
    return re.split(r"[/#]", iri)[-1]


def _one(node: _Node, prop: str) -> str | None:
    return min(node[prop]) if prop in node else None


# --- states, organisations, cities ------------------------------------------------------------------


def _things(seeds: Path) -> Iterator[EntityRow]:
    for file in ("states.ttl", "organisations.ttl", "cities.ttl"):
        for key, node in _nodes(seeds / file).items():
            types, label = sorted(node["type"]), min(node["label"])
            kind = _KINDS[types[0]]
            names = [n for n in dict.fromkeys([label, *sorted(node.get("altLabel", ()))]) if _usable(n, kind)]
            yield EntityRow(
                key=key, kind=kind, label=label, source=_one(node, "hadPrimarySource") or "", wikidata=_one(node, "sameAs"),
                names=tuple(Name(text=n) for n in names), iso2=_one(node, "isoCode"), iso3=_one(node, "isoCode3"), types=tuple(types),
            )  # fmt: skip


def _usable(name: str, kind: EntityKind) -> bool:
    if kind is EntityKind.CITY:
        return len(name) > 3 and name[0].isupper() and name not in _AMBIGUOUS_CITIES and "," not in name
    return len(name) > 1 and name[0].isupper() and _latin(name) and "," not in name


def _latin(name: str) -> bool:
    return bool(re.fullmatch(r"[\w\s.,'’&()/-]+", name)) and all(ord(c) < 0x250 for c in name)


def _add_capitals(seeds: Path, entities: dict[str, EntityRow]) -> None:
    for state, node in _nodes(seeds / "states.ttl").items():
        for city in node.get("capital", ()):
            if city in entities:
                entities[city] = replace(entities[city], capital_of=(*entities[city].capital_of, state))


# --- what news names beside them ----------------------------------------------------------------------


def _add_english(seeds: Path, entities: dict[str, EntityRow]) -> None:
    path = seeds / "english-names.toml"
    by_code = {row.iso3: key for key, row in entities.items() if row.iso3}
    uses = {"adjectives": NameUse.ADJECTIVE, "people": NameUse.PEOPLE, "names": NameUse.NAME, "metonyms": NameUse.METONYM}
    for code, words in tomllib.loads(path.read_text("utf-8")).items():
        key = by_code.get(code, code)
        if key not in entities:
            raise ResourceError(f"{path}: {code} is no state of states.ttl")
        for spellings in words.pop("seats", ()):
            _add_seat(spellings, key, entities, path.name)
        _named(entities, key, (Name(text=v, strong=False) for v in words.pop("weak_names", ())))
        for kind, values in words.items():
            _named(entities, key, (Name(text=v.removeprefix("the "), use=uses[kind]) for v in values))


def _named(entities: dict[str, EntityRow], key: str, names: Iterable[Name]) -> None:
    entities[key] = replace(entities[key], names=tuple(dict.fromkeys([*entities[key].names, *names])))


def _add_seat(spellings: list[str], state: str, entities: dict[str, EntityRow], source: str) -> None:
    """A seat of government under all its spellings: the city of the tables where one bears the first, else one without id."""
    cities = (k for k, row in entities.items() if row.kind is EntityKind.CITY and row.names and row.names[0].text == spellings[0])
    key = next(cities, f"city-{_slug(spellings[0])}")
    if key not in entities:
        entities[key] = EntityRow(key=key, kind=EntityKind.CITY, label=spellings[0], types=("City",), source=source)
    if state not in entities[key].capital_of:
        entities[key] = replace(entities[key], capital_of=(*entities[key].capital_of, state))
    _named(entities, key, (Name(text=s) for s in spellings))


def _add_further(seeds: Path, entities: dict[str, EntityRow]) -> None:
    path = seeds / "further.toml"
    content = tomllib.loads(path.read_text("utf-8"))
    for row in content["organisation"]:
        _add_thing(row, EntityKind.ORGANISATION, tuple(row.get("types", ())), entities, path.name)
    for row in content["news"]:
        _add_thing(row, EntityKind.ORGANISATION, ("NewsOrganization",), entities, path.name)
    for row in content["people"]:
        _add_thing(row, EntityKind.GROUP, ("PopulationGroup",), entities, path.name, NameUse.PEOPLE)
    for row in content["region"]:
        _add_region(row, entities, path.name)


def _add_thing(
    row: dict[str, Any], kind: EntityKind, types: tuple[str, ...], entities: dict[str, EntityRow], file: str, use: NameUse = NameUse.NAME
) -> None:
    key = row.get("same_as_key") or row.get("wikidata") or row.get("key") or _slug(row["names"][0])
    if key not in entities:
        entities[key] = EntityRow(
            key=key, kind=kind, label=row["names"][0], types=types, source=row.get("source", file), wikidata=row.get("wikidata")
        )
    if "organ_of" in row:
        entities[key] = replace(entities[key], organ_of=row["organ_of"], types=tuple(dict.fromkeys([*entities[key].types, *types])))
    _named(entities, key, (Name(text=n, use=use) for n in row["names"]))


def _add_region(row: dict[str, Any], entities: dict[str, EntityRow], file: str) -> None:
    """A region under its names; the further names of a group of areas are regions of their own ("Central Asia")."""
    first, sourced = row["names"][0], row.get("wikidata")
    key = sourced or _slug(first)
    for name in row["names"]:
        own = _slug(name) if first in _AREA_GROUPS and name != first and not sourced else key
        if own not in entities:
            label = first if own == key else name
            entities[own] = EntityRow(key=own, kind=EntityKind.REGION, label=label, source=row.get("source", file), wikidata=sourced)
        _named(entities, own, [Name(text=name)])
    _named(entities, key, (Name(text=a, use=NameUse.ADJECTIVE) for a in row.get("adjectives", ())))


def _add_foreign(seeds: Path, entities: dict[str, EntityRow]) -> None:
    """Names of states in other languages, where nothing else bears them."""
    taken = {fold(n.text) for row in entities.values() for n in row.names}
    found: dict[str, list[Name]] = {}
    with (seeds / "foreign-names.tsv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, dialect="excel-tab", quoting=csv.QUOTE_NONE):
            if row["state"] in entities and fold(row["name"]) not in taken:
                found.setdefault(row["state"], []).append(Name(text=row["name"], use=NameUse.FOREIGN, strong=row["strength"] == "strong"))
    for key, names in found.items():
        _named(entities, key, names)


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


# --- officials ----------------------------------------------------------------------------------------


def _officials(seeds: Path) -> Iterator[Row]:
    nodes = _nodes(seeds / "officials.ttl", seeds / "executives.ttl")
    # of two rows of one statement the newer one holds
    tenures = sorted((n for n in nodes.values() if "OfficeTenure" in n["type"]), key=lambda n: n.get("trueOn", [""])[0])
    sources: dict[str, str] = {}  # a person's row has none of its own where a tenure's tells it
    for node in tenures:
        sources.setdefault(node["tenureHolder"][0], node["hadPrimarySource"][0])
    for key, node in nodes.items():
        if "Person" in node["type"]:
            labels = sorted(node["label"])
            aliases = sorted({*labels[1:], *node.get("altLabel", ())} - {labels[0]})
            yield PersonRow(
                key=key, name=labels[0], source=_one(node, "hadPrimarySource") or sources.get(key, ""),
                aliases=tuple(a for a in aliases if (a.isascii() or _latin(a)) and _may_name(labels[0], a)),
                gender=_one(node, "gender"), wikidata=_one(node, "sameAs"),
            )  # fmt: skip
    for node in tenures:
        office = nodes[node["tenureOf"][0]]
        match = office.get("exactMatch", ())
        yield TenureRow(
            person=node["tenureHolder"][0], office=_one(office, "officeClass") or OTHER_OFFICE, of=office["officeOf"][0],
            title=node["titleAsWritten"][0], source=node["hadPrimarySource"][0], start=_one(node, "tenureStart"), end=_one(node, "tenureEnd"),
            true_on=_one(node, "trueOn"), statement=_one(node, "identifier"), office_wikidata=match[0] if len(match) == 1 else None,
        )  # fmt: skip


def _further_officials(seeds: Path, by_code: dict[str, str]) -> Iterator[Row]:
    """Rows written by hand; a person of the tables has a key and a source only, for the tenures that the tables lack."""
    path = seeds / "further-officials.toml"
    for row in tomllib.loads(path.read_text("utf-8"))["person"]:
        if "name" in row:
            yield PersonRow(
                key=row["key"], name=row["name"], source=row["source"], aliases=tuple(row.get("aliases", ())),
                gender=row.get("gender"), wikidata=row.get("wikidata"),
            )  # fmt: skip
        for t in row.get("tenure", ()):
            of = by_code.get(t["of"], t["of"])
            yield TenureRow(person=row["key"], source=row["source"], **{**t, "of": of})


def _may_name(name: str, alias: str) -> bool:
    """Whether an alias can be a name of the same person: the tables hold a few of somebody else."""
    own, other = sound_key(name), sound_key(alias)
    if not _latin(name) or set(own.split()) & set(other.split()):
        return True
    return SequenceMatcher(None, own, other).ratio() >= MIN_ALIAS_LIKENESS

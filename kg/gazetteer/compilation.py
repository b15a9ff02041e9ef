"""Seeds in, index out: what ``kg/compiled/names.json`` and ``officials.json`` hold."""

import json
import re
import tomllib
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any, Final

from rdflib import RDF, RDFS, SKOS, Graph, Namespace, URIRef

from kg.gazetteer.names import sound_key

MIN_ALIAS_LIKENESS: Final = 0.5  # keeps transliterations, drops the twenty that read like somebody else
SEEDS: Final = Path(__file__).parent.parent.parent / "seeds"
DEM: Final = Namespace("https://w3id.org/demarche/ontology#")
SCHEMA: Final = Namespace("https://schema.org/")
_KINDS: Final = {"State": "state", "FormerState": "state", "DeFactoPolity": "polity", "SubnationalUnit": "polity",
                 "IntergovernmentalOrganization": "organisation", "City": "city"}  # fmt: skip
# A name may mean several things: the sort that news mostly means comes first.
_PRIORITY: Final = {"state": 0, "organisation": 1, "polity": 2, "region": 3, "city": 4, "place": 5, "group": 6}
_OTHER: Final = "other-office"  # an office of no class of the scheme
# English words that are also names of cities with an official born there.
_AMBIGUOUS_CITIES: Final = frozenset(
    ["Of", "Bath", "Reading", "Mobile", "Nice", "Police", "Sale", "Best", "Man", "March", "Split", "Deal", "Most", "Lens", "Tours", "Independence", "Victoria", "Union", "Jordan", "Georgia", "Lincoln", "Hamilton", "Kent", "Jackson", "Sanders", "Nelson", "Norman", "Clinton", "Washington", "Columbus", "Kerry", "Powell", "Albright", "Cleveland", "Marshall", "Houston", "Austin", "Madison", "Franklin", "Monroe"]
)


def compile_names(seeds: Path = SEEDS) -> str:
    """The JSON index of everything but people."""
    entries: dict[str, dict[str, Any]] = {}
    names: dict[str, dict[str, list[str]]] = {}
    for key, row, labels in _from_turtle(seeds):
        entries[key] = row
        for label in labels:
            _add(names, label, "name", key, entries)
    _add_capitals(seeds, entries)
    _add_english(seeds, entries, names)
    _add_further(seeds, entries, names)
    longest: dict[str, int] = {}
    for name in names:
        first = name.split()[0].upper()
        longest[first] = max(longest.get(first, 0), len(name.split()))
    content = {"entries": entries, "names": names, "longest": longest}
    return json.dumps(content, ensure_ascii=False, sort_keys=True, indent=0) + "\n"


def compile_officials(seeds: Path = SEEDS) -> str:
    """The JSON index of people and their tenures."""
    graph = Graph().parse(seeds / "officials.ttl").parse(seeds / "executives.ttl")
    people: dict[str, dict[str, Any]] = {}
    for person in _sorted(graph.subjects(RDF.type, DEM.Person)):
        labels = sorted(map(str, graph.objects(person, RDFS.label)))
        aliases = sorted({*labels[1:], *map(str, graph.objects(person, SKOS.altLabel))})
        gender = graph.value(person, SCHEMA.gender)
        people[_local(person)] = {"name": labels[0], "aliases": [a for a in aliases if (a.isascii() or _latin(a)) and _may_name(labels[0], a)],
                                  "gender": None if gender is None else str(gender), "tenures": []}  # fmt: skip
    for tenure in _sorted(graph.subjects(RDF.type, DEM.OfficeTenure)):
        office = graph.value(tenure, DEM.tenureOf)
        holder = graph.value(tenure, DEM.tenureHolder)
        assert office is not None
        assert holder is not None
        row = [
            _local(graph.value(office, DEM.officeClass) or _OTHER), _local(graph.value(office, DEM.officeOf)),
            _text(graph, tenure, DEM.titleAsWritten), _text(graph, tenure, DEM.tenureStart),
            _text(graph, tenure, DEM.tenureEnd), _text(graph, tenure, DEM.trueOn),
            _text(graph, tenure, SCHEMA.identifier), _exact_match(graph, office),
        ]  # fmt: skip
        people[_local(holder)]["tenures"].append(row)
    return json.dumps(people, ensure_ascii=False, sort_keys=True, indent=0) + "\n"


def _may_name(name: str, alias: str) -> bool:
    """Whether an alias can be a name of the same person: the tables hold a few of somebody else."""
    own, other = sound_key(name), sound_key(alias)
    if not _latin(name) or set(own.split()) & set(other.split()):
        return True
    return SequenceMatcher(None, own, other).ratio() >= MIN_ALIAS_LIKENESS


def _exact_match(graph: Graph, office: Any) -> str | None:
    """The Wikidata item of an office, where the rows agree on one."""
    found = _sorted(graph.objects(office, SKOS.exactMatch))
    return _local(found[0]) if len(found) == 1 else None


def _from_turtle(seeds: Path) -> Iterator[tuple[str, dict[str, Any], list[str]]]:
    for file in ("states.ttl", "organisations.ttl", "cities.ttl"):
        graph = Graph().parse(seeds / file)
        for subject in _sorted(set(graph.subjects(RDFS.label, None))):
            types = sorted(str(t).removeprefix(str(DEM)) for t in graph.objects(subject, RDF.type))
            row: dict[str, Any] = {
                "kind": _KINDS[types[0]],
                "label": str(graph.value(subject, RDFS.label)),
                "types": types,
            }
            row["wikidata"] = _local(subject)
            for ours, prop in (("iso2", DEM.isoCode), ("iso3", DEM.isoCode3)):
                if (value := graph.value(subject, prop)) is not None:
                    row[ours] = str(value)
            labels = [str(graph.value(subject, RDFS.label)), *sorted(map(str, graph.objects(subject, SKOS.altLabel)))]
            usable = [n for n in labels if _usable(n, row["kind"])]
            yield _local(subject), row, list(dict.fromkeys(usable))


def _usable(name: str, kind: str) -> bool:
    if kind == "city":
        return len(name) > 3 and name[0].isupper() and name not in _AMBIGUOUS_CITIES and "," not in name
    return len(name) > 1 and name[0].isupper() and _latin(name) and "," not in name


def _latin(name: str) -> bool:
    return bool(re.fullmatch(r"[\w\s.,'’&()/-]+", name)) and all(ord(c) < 0x250 for c in name)


def _add(
    names: dict[str, dict[str, list[str]]], name: str, use: str, key: str, entries: dict[str, dict[str, Any]]
) -> None:
    tokens = " ".join(_words(name))
    keys = names.setdefault(tokens, {}).setdefault(use, [])
    if key not in keys:
        keys.append(key)
        keys.sort(key=lambda k: (_PRIORITY[entries[k]["kind"]], "FormerState" in entries[k]["types"]))


def _words(name: str) -> list[str]:
    """A name cut as the tokeniser cuts running text."""
    return re.findall(
        r"(?:[A-Z]\.){2,}|[A-Z]\.(?=\s)|\w+(?=[’']s\b)|[’']s\b|[^\W\d_]+(?:[’'][^\W\d_]+)*|\w+|[^\w\s]", name
    )


def _add_capitals(seeds: Path, entries: dict[str, dict[str, Any]]) -> None:
    graph = Graph().parse(seeds / "states.ttl")
    for state, city in sorted(graph.subject_objects(DEM.capital)):
        if _local(city) in entries:
            entries[_local(city)].setdefault("capital_of", []).append(_local(state))


def _add_english(seeds: Path, entries: dict[str, dict[str, Any]], names: dict[str, dict[str, list[str]]]) -> None:
    by_code = {row["iso3"]: key for key, row in entries.items() if "iso3" in row}
    for code, words in tomllib.loads((seeds / "english-names.toml").read_text("utf-8")).items():
        key = by_code.get(code, code)
        if key not in entries:
            raise ValueError(f"seeds/english-names.toml: {code} is no state of seeds/states.ttl")
        uses = {"adjectives": "adjective", "people": "people", "names": "name", "metonyms": "metonym"}
        for spellings in words.pop("capitals", ()):
            _add_seat(spellings, key, entries, names)
        for kind, values in words.items():
            for value in values:
                _add(names, value.removeprefix("the "), uses[kind], key, entries)


def _add_seat(
    spellings: list[str], state: str, entries: dict[str, dict[str, Any]], names: dict[str, dict[str, list[str]]]
) -> None:
    """A seat of government under all its spellings: the city of the tables where one bears the first, else one without id."""
    known = names.get(" ".join(_words(spellings[0])), {}).get("name", [])
    key = next((k for k in known if entries[k]["kind"] == "city"), f"city-{_slug(spellings[0])}")
    city = entries.setdefault(key, {"kind": "city", "label": spellings[0], "types": ["City"]})
    if state not in city.setdefault("capital_of", []):
        city["capital_of"].append(state)
    for spelling in spellings:
        _add(names, spelling, "name", key, entries)


def _add_further(seeds: Path, entries: dict[str, dict[str, Any]], names: dict[str, dict[str, list[str]]]) -> None:
    content = tomllib.loads((seeds / "further.toml").read_text("utf-8"))
    for row in content["organisation"]:
        key = row.get("same_as_key", row["key"])
        if "same_as_key" not in row:
            entries[key] = {"kind": "organisation", "label": row["names"][0], "types": row.get("types", [])}
            if "organ_of" in row:
                entries[key]["organ_of"] = row["organ_of"]
        for name in row["names"]:
            _add(names, name, "name", key, entries)
    for row in content["news"]:
        key = _slug(row["names"][0])
        entries[key] = {"kind": "organisation", "label": row["names"][0], "types": ["NewsOrganization"]}
        for name in row["names"]:
            _add(names, name, "name", key, entries)
    for row in content["people"]:
        key = _slug(row["names"][0])
        entries[key] = {"kind": "group", "label": row["names"][0], "types": ["PopulationGroup"]}
        for name in row["names"]:
            _add(names, name, "people", key, entries)
    for row in content["region"]:
        key = row.get("wikidata", _slug(row["names"][0]))
        for name in row["names"]:
            own = key if name == row["names"][0] or "wikidata" in row or _variant(name, row) else _slug(name)
            entries.setdefault(own, {"kind": "region", "label": row["names"][0] if own == key else name, "types": []})
            if "wikidata" in row:
                entries[own]["wikidata"] = row["wikidata"]
            _add(names, name, "name", own, entries)
        for adjective in row.get("adjectives", ()):
            _add(names, adjective, "adjective", key, entries)


_AREA_GROUPS: Final = frozenset({"Europe", "Asia", "Africa", "Latin America", "Balkans", "Caucasus", "Indo-Pacific"})


def _variant(name: str, row: dict[str, Any]) -> bool:
    """Whether a further name of a region means the same stretch, not a part of it."""
    return row["names"][0] not in _AREA_GROUPS


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


def _sorted(nodes: Iterable[Any]) -> list[Any]:
    return sorted(nodes)


def _local(iri: Any) -> str:
    return str(iri).rsplit("/", 1)[-1]


def _text(graph: Graph, subject: Any, prop: URIRef) -> str | None:
    value = graph.value(subject, prop)
    return None if value is None else str(value)

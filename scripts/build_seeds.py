"""Writes the Turtle seeds from the fact tables: ``python scripts/build_seeds.py TABLES``.

TABLES holds states.csv, state_names.csv, organisations.csv, offices.csv, officials.csv and cities.csv; every row
of theirs names its source, which goes along as ``prov:hadPrimarySource``. The result is what the
repository keeps under ``seeds/``; run this again only when the tables have been refreshed.
"""

import csv
import re
import sys
from collections.abc import Iterator
from pathlib import Path

SEEDS = Path(__file__).parent.parent / "seeds"
PREFIXES = """@prefix dem: <https://w3id.org/demarche/ontology#> .
@prefix e: <https://w3id.org/demarche/id/entity/> .
@prefix o: <https://w3id.org/demarche/id/office/> .
@prefix t: <https://w3id.org/demarche/id/tenure/> .
@prefix wd: <http://www.wikidata.org/entity/> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <https://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

"""
OTHER = "other-office"  # no class of the scheme: told by its title alone
# Classes of office in the tables and the keys of ontology/offices.ttl.
OFFICE_CLASSES = {
    "foreign_minister": "foreign-minister", "defence_minister": "defence-minister",
    "head_of_government": "head-of-government", "head_of_state": "head-of-state", "speaker": "speaker",
    "deputy_head_of_government": "deputy-prime-minister", "military_chief": "chief-of-general-staff",
    "vice_president": "vice-president", "ambassador": "ambassador", "service_chief": "commander",
    "deputy_foreign_minister": "deputy-foreign-minister", "spokesperson": "spokesperson",
    "security_adviser": "security-adviser", "permanent_representative": "permanent-representative",
    "minister": "minister", "deputy_minister_or_other_deputy": "deputy-minister", "other": OTHER,
}  # fmt: skip
# Names by which English news knows what the tables call otherwise.
EVERYDAY = {
    "United States of America": "United States", "Russian Federation": "Russia", "Republic of Korea": "South Korea",
    "Türkiye": "Turkey", "Czechia": "Czech Republic", "Côte d'Ivoire": "Ivory Coast", "Côte d’Ivoire": "Ivory Coast", "Naoero": "Nauru", "DR Congo": "Democratic Republic of the Congo", "Congo-Brazzaville": "Republic of the Congo",
    "North Atlantic Treaty Organisation": "NATO", "League of Arab States": "Arab League",
    "Organization of the Petroleum Exporting Countries": "OPEC", "International Criminal Police Organization": "Interpol",
    "United Nations Educational, Scientific and Cultural Organization": "UNESCO", "United Nations Children’s Fund": "UNICEF",
    "Cooperation Council for the Arab States of the Gulf": "Gulf Cooperation Council",
    "Association of Southeast Asian Nations": "ASEAN", "United Nations World Food Programme": "World Food Programme",
}  # fmt: skip
MIN_CAPITAL_VOTES = 2  # one of the sources was wrong on a tenth of the capitals
ACTING_KINDS = {"un_member": "State", "un_observer": "State", "disputed": "DeFactoPolity", "former": "FormerState",
                "constituent": "SubnationalUnit", "territory": "SubnationalUnit"}  # fmt: skip


def main() -> int:
    """Writes every seed file."""
    if len(sys.argv) != 2 or not Path(sys.argv[1]).is_dir():
        print(__doc__, file=sys.stderr)
        return 2
    tables = Path(sys.argv[1])
    states = [r for r in rows(tables / "states.csv") if r["kind"] in ACTING_KINDS and r["qid"].startswith("Q")]
    codes = {r["qid"]: r["iso3"] or r["qid"] for r in states}
    write("states.ttl", state_lines(states))
    write("organisations.ttl", organisation_lines(tables))
    write("cities.ttl", city_lines(tables, states))
    (SEEDS / "foreign-names.tsv").write_text("\n".join(foreign_lines(tables, states)) + "\n", "utf-8")
    names = {r["qid"]: common(r["name"]) for r in states}
    write("officials.ttl", official_lines(tables, codes, names))
    return 0


def rows(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a table by column."""
    with path.open(encoding="utf-8", newline="") as f:
        for row in csv.DictReader(f):
            yield {k: (v or "").strip() for k, v in row.items() if k}


def write(name: str, lines: Iterator[str]) -> None:
    """One file, prefixes first, every subject once."""
    (SEEDS / name).write_text(PREFIXES + "\n".join(sorted(set(lines))) + "\n", "utf-8")


def text(value: str, tag: str = "") -> str:
    """A Turtle literal."""
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ") + '"' + tag


def labels(names: list[str]) -> str:
    """``skos:altLabel`` statements of distinct names."""
    return "".join(f" ; skos:altLabel {text(n, '@en')}" for n in dict.fromkeys(names) if n)


def state_lines(states: list[dict[str, str]]) -> Iterator[str]:
    """States, former states, polities and territories."""
    for r in states:
        kind = ACTING_KINDS[r["kind"]]
        if r["qid"] == "Q244165":
            kind = "DeFactoPolity"
        classes = "dem:FormerState, dem:State" if kind == "FormerState" else f"dem:{kind}"
        official = re.sub(r"^the ", "", r["official_name"])
        line = f"e:{r['qid']} a {classes} ; rdfs:label {text(common(r['name']), '@en')}{labels([r['name'], official])}"
        if r["iso2"]:
            line += f" ; dem:isoCode {text(r['iso2'])}"
        if r["iso3"]:
            line += f" ; dem:isoCode3 {text(r['iso3'])}"
        line += "".join(f" ; dem:capital e:{qid}" for qid, _ in capitals(r))
        yield f"{line} ; schema:sameAs wd:{r['qid']} ; prov:hadPrimarySource {text(r['source'])} ."


def capitals(row: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Id and name of each capital on which enough sources agree."""
    columns = (row[k].split("|") for k in ("capital_qid", "capital", "capital_votes"))
    for qid, name, votes in zip(*columns, strict=False):
        if qid.startswith("Q") and int(votes or 0) >= MIN_CAPITAL_VOTES:
            yield qid, name


def common(name: str) -> str:
    """The everyday English name of a state."""
    return EVERYDAY.get(name, re.sub(r",.*$", "", re.sub(r"\s*\(.*\)$", "", name)) or name)


def foreign_lines(tables: Path, states: list[dict[str, str]]) -> Iterator[str]:
    """Names of states in other languages and scripts, for look-ups of whole names; of several bearers none."""
    known = {r["qid"] for r in states}
    bearers: dict[str, set[str]] = {}
    for r in rows(tables / "state_names.csv"):
        bearers.setdefault(r["name"].casefold(), set()).add(r["qid"])
    yield "state\tname\tstrength\tsource"
    kept = [r for r in rows(tables / "state_names.csv") if r["qid"] in known and len(r["name"]) > 2 and len(bearers[r["name"].casefold()]) == 1]
    yield from sorted({f"{r['qid']}\t{r['name']}\t{r['strength']}\t{r['source']}" for r in kept if "\t" not in r["name"]})


def organisation_lines(tables: Path) -> Iterator[str]:
    """Intergovernmental organisations and their organs."""
    for r in rows(tables / "organisations.csv"):
        if not r["qid"].startswith("Q"):
            continue
        label = EVERYDAY.get(r["name"], r["name"])
        names = [n for n in (r["name"], r["acronym"], *r["aliases"].split("|")) if n != label]
        yield (
            f"e:{r['qid']} a dem:IntergovernmentalOrganization ; rdfs:label {text(label, '@en')}{labels(names)}"
            f" ; schema:sameAs wd:{r['qid']} ; prov:hadPrimarySource {text(r['sources'] or 'verified list of the tables')} ."
        )


def city_lines(tables: Path, states: list[dict[str, str]]) -> Iterator[str]:
    """Cities with a sourced id, capitals with two votes among them."""
    cities = {r["qid"]: (r["label"], r["source"]) for r in rows(tables / "cities.csv") if r["qid"].startswith("Q")}
    for r in states:
        for qid, name in capitals(r):
            cities.setdefault(qid, (name, r["capital_source"]))
    acting = {r["qid"] for r in states}  # a city-state is a state only
    for qid, (label, source) in cities.items():
        if qid not in acting and label:
            yield f"e:{qid} a dem:City ; rdfs:label {text(label, '@en')} ; schema:sameAs wd:{qid} ; prov:hadPrimarySource {text(source)} ."


def official_lines(tables: Path, codes: dict[str, str], names: dict[str, str]) -> Iterator[str]:
    """People, offices and dated tenures; the day on which a row was true goes along."""
    for r in rows(tables / "officials.csv"):
        if not re.fullmatch(r"Q\d+", r["person_qid"]) or not re.fullmatch(r"Q\d+", r["country_qid"]):
            continue
        person, state, office = r["person_qid"], r["country_qid"], OFFICE_CLASSES.get(r["office_class"])
        if office is None or state not in codes:
            continue
        aliases = [a for a in r["aliases"].split("|") if a and a != r["name"] and len(a) < 60]
        gender = f" ; schema:gender {text(r['gender'])}" if r["gender"] in ("male", "female") else ""
        yield f"e:{person} a dem:Person ; rdfs:label {text(r['name'], '@en')}{labels(aliases)}{gender} ; schema:sameAs wd:{person} ."
        number = r["office_qid"] if re.fullmatch(r"Q\d+", r["office_qid"]) else ""
        post = f"o:{office}-{codes[state]}" + (f"-{number}" if number and office in LOOSE else "")
        title = r["office_title"] or r["office_label"]
        match = f" ; skos:exactMatch wd:{number}" if number else ""
        label = (r["office_label"] or title) if office in LOOSE else f"{office.replace('-', ' ')} of {names[state]}"
        line = f"{post} a dem:Office ; rdfs:label {text(label, '@en')} ; dem:officeOf e:{state}"
        if office != OTHER:
            line += f" ; dem:officeClass <https://w3id.org/demarche/offices/{office}>"
        yield f"{line}{match} ."
        start, end = date(r["start"]), date(r["end"])
        tenure = f"t:{person}-{post.removeprefix('o:')}-{r['start'] or 'unknown'}"
        line = f"{tenure} a dem:OfficeTenure ; dem:tenureHolder e:{person} ; dem:tenureOf {post}"
        line += f" ; dem:titleAsWritten {text(title)}"
        line += f" ; dem:tenureStart {start}" if start else ""
        line += f" ; dem:tenureEnd {end}" if end and not r["end_inferred"] else ""
        line += f" ; dem:trueOn {date(r['asof'])}" if date(r["asof"]) else ""
        line += f" ; schema:identifier {text(r['wd_statement'])}" if r["wd_statement"] else ""
        yield f"{line} ; prov:hadPrimarySource {text(r['source'])} ."


LOOSE = {"minister", "deputy-minister", OTHER, "ambassador", "permanent-representative", "commander"}


def date(value: str) -> str | None:
    """A date literal of the precision that the table has."""
    kinds = {4: "gYear", 7: "gYearMonth", 10: "date"}
    if not re.fullmatch(r"\d{4}(-\d{2}){0,2}", value):
        return None
    return f'"{value}"^^xsd:{kinds[len(value)]}'


if __name__ == "__main__":
    raise SystemExit(main())

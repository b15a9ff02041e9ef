"""The pages of persons, states, bodies and places, and of any other node."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from kg.iris import DEM
from server.views.acts import ActRow, Quoted, act_rows
from server.views.reader import RDF, RDFS, WIKIDATA, Facts, Reader, Value
from server.views.text import day

SHOWN_ACTS: Final = 60  # acts on the page of one who takes part; the list of acts has the rest
_LABELS: Final = (f"{RDFS}label", "http://purl.org/dc/terms/title", "http://www.w3.org/2004/02/skos/core#prefLabel")
_ALT: Final = "http://www.w3.org/2004/02/skos/core#altLabel"
_SAME_AS: Final = "https://schema.org/sameAs"


@dataclass(frozen=True, slots=True, kw_only=True)
class Property:
    """One property with its values."""

    name: str
    href: str | None
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """Anything that has an IRI here, with all that is said of it."""

    iri: str
    label: str
    kinds: tuple[Value, ...]
    properties: tuple[Property, ...]
    incoming: tuple[Property, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tenure:
    """Someone in an office."""

    who: Value
    title: Value
    of: Value | None
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """The acts of one date."""

    date: str
    acts: tuple[ActRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link to Wikidata and why it was made."""

    item: Value
    score: str
    method: str
    reasons: tuple[str, ...]
    sure: bool = True  # False: a close match, below the threshold of a link


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """A thing and how often."""

    value: Value
    times: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityPage:
    """A person, state, body or place."""

    thing: Thing
    kind: Value
    codes: tuple[str, ...]
    aliases: tuple[str, ...]
    links: tuple[Link, ...]
    offices: tuple[Tenure, ...]
    officials: tuple[Tenure, ...]
    above: tuple[Value, ...]
    organs: tuple[Value, ...]
    partners: tuple[Counted, ...]
    quotes: tuple[Quoted, ...]
    claims: tuple[tuple[Value, Value], ...]
    days: tuple[Day, ...]
    total: int
    articles: tuple[Counted, ...]


def thing(reader: Reader, facts: Facts) -> Thing:
    """A node with every statement in which it stands."""
    incoming: dict[str, list[Value]] = {}
    for row in reader.rows("incoming", thing=facts.iri):
        incoming.setdefault(row["p"], []).append(reader.value(row["s"], row.get("label")))
    label = next((facts.text(p) for p in _LABELS if facts[p]), reader.name(facts.iri))
    return Thing(
        iri=facts.iri, label=label, kinds=_kinds(reader, facts.types),
        properties=tuple(_property(reader, p, facts[p]) for p in sorted(facts) if p != f"{RDF}type"),
        incoming=tuple(_property(reader, p, values) for p, values in sorted(incoming.items())),
    )  # fmt: skip


def _kinds(reader: Reader, types: Sequence[str]) -> tuple[Value, ...]:
    """The classes, the most particular first."""
    return tuple(reader.value(t) for t in sorted(types, key=lambda t: (-len(reader.vocabulary.lineage(t)), t)))


def _property(reader: Reader, prop: str, values: Sequence[Value]) -> Property:
    return Property(name=reader.name(prop), href=reader.href(prop), values=tuple(values))


def entity_page(reader: Reader, facts: Facts) -> EntityPage:
    """Someone or something that takes part in acts, or a place of acts."""
    described = thing(reader, facts)
    found = [r["act"] for r in reader.rows("acts-of", thing=facts.iri)]
    return EntityPage(
        thing=described, kind=described.kinds[0], codes=tuple(v.text for n in ("isoCode", "isoCode3") for v in facts.dem(n)),
        aliases=tuple(v.text for v in facts[_ALT] if v.text != described.label), links=_links(reader, facts),
        offices=tuple(_tenure(reader, r) for r in reader.rows("offices-of", thing=facts.iri)),
        officials=tuple(_tenure(reader, r) for r in reader.rows("officials-of", thing=facts.iri)),
        above=facts.dem("organOf"), organs=_listed(reader, "organs-of", facts.iri),
        partners=_counted(reader, "partners-of", facts.iri), quotes=_quotes(reader, facts.iri),
        claims=tuple((reader.value(r["claimant"], r["claimantLabel"]), reader.value(r["territory"], r["territoryLabel"])) for r in reader.rows("claims-of", thing=facts.iri)),
        days=_days(act_rows(reader, found[:SHOWN_ACTS])), total=len(found), articles=_counted(reader, "articles-of", facts.iri),
    )  # fmt: skip


def _links(reader: Reader, facts: Facts) -> tuple[Link, ...]:
    found: dict[str, Link] = {}
    same = {value.iri for value in facts[_SAME_AS]}
    for node in facts.dem("hasLink"):
        link = reader.facts(node.iri or "")
        for target in link.dem("linkTarget"):
            name = (target.iri or "").removeprefix(WIKIDATA)
            found.setdefault(name, Link(
                item=Value(text=name, href=target.href), score=link.text(f"{DEM}score"), method=link.text(f"{DEM}method"),
                reasons=tuple(v.text for v in link.dem("reason")), sure=target.iri in same,
            ))  # fmt: skip
    for value in facts[_SAME_AS]:
        name = (value.iri or "").removeprefix(WIKIDATA)
        found.setdefault(name, Link(item=Value(text=name, href=value.href), score="", method="", reasons=()))
    return tuple(found.values())


def _tenure(reader: Reader, row: dict[str, str]) -> Tenure:
    notes = [row.get("rank", ""), "former" if row.get("former") == "true" else "", f"as of {day(row['seen'])}" if "seen" in row else ""]
    return Tenure(
        who=reader.value(row["who"], row.get("whoLabel")), title=Value(text=row["title"], href=reader.href(row["tenure"])),
        of=reader.value(row["of"], row.get("ofLabel")) if "of" in row else None, note=", ".join(n for n in notes if n),
    )  # fmt: skip


def _listed(reader: Reader, query: str, iri: str) -> tuple[Value, ...]:
    return tuple(reader.value(r["thing2"], r.get("label")) for r in reader.rows(query, thing=iri))


def _counted(reader: Reader, query: str, iri: str) -> tuple[Counted, ...]:
    return tuple(
        Counted(value=reader.value(r["other"], r.get("label")), times=r["n"]) for r in reader.rows(query, thing=iri) if "other" in r
    )


def _quotes(reader: Reader, iri: str) -> tuple[Quoted, ...]:
    return tuple(
        Quoted(text=r["text"], href=reader.href(r["quote"]) or "", speakers=()) for r in reader.rows("quotes-of", thing=iri)
    )


def _days(rows: Sequence[ActRow]) -> tuple[Day, ...]:
    dates = dict.fromkeys(sorted((r.date for r in rows), key=lambda date: not date))  # undated last
    return tuple(Day(date=d, acts=tuple(r for r in rows if r.date == d)) for d in dates)

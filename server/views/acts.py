"""Acts: a row in a list, and the page of one act with all that it rests on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from kg import iris
from kg.iris import DEM
from kg.model import Span
from server.views.reader import RDFS, Facts, Reader, Value
from server.views.text import Mark, Piece, cut, day, period

_TIES: Final = ("subEventOf", "onSidelinesOf", "partOfConflict", "after", "before", "ledTo", "inReactionTo", "concerns", "sameOccurrenceAs", "instrument")  # fmt: skip
_FAMILIES: Final = ("Consultation", "SpeechAct", "UseOfForce", "ArmedConflict", "Harm", "PopularVote", "Deed")
_BROADER: Final = "http://www.w3.org/2004/02/skos/core#broader"


@dataclass(frozen=True, slots=True, kw_only=True)
class ActRow:
    """One act in a list."""

    iri: str
    href: str
    label: str  # as the graph has it: what it is and who takes part
    names: str  # the label without the kind, which stands beside it; nothing where it is all
    kind: Value
    family: str
    date: str
    inferred: bool
    place: Value | None
    factuality: str
    sides: tuple[Value, ...]
    topics: tuple[str, ...]
    quotes: tuple[str, ...]
    sentence: str
    article: Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """Someone in an act: who, in which role, in which office, for whom."""

    who: Value
    role: str
    office: Value | None
    behalf: tuple[Value, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A sentence that says so, with how it says it."""

    pieces: tuple[Piece, ...]
    place: str  # address in the article
    span: Span
    ground: Value
    factuality: str
    confidence: int  # per cent
    reasons: tuple[str, ...]
    sources: tuple[Value, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A heading with its values."""

    name: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoted:
    """Words in quotation marks and who said them."""

    text: str
    href: str
    speakers: tuple[Value, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """What an act is about: the words, and the concepts above them."""

    text: str
    concepts: tuple[Value, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ActPage:
    """One act in full."""

    row: ActRow
    definition: str
    factuality_meaning: str
    when: tuple[Named, ...]
    sides: tuple[Side, ...]
    topics: tuple[Topic, ...]
    outcomes: tuple[str, ...]
    quotes: tuple[Quoted, ...]
    estimates: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    related: tuple[Named, ...]
    codes: tuple[str, ...]


def act_row(reader: Reader, iri: str) -> ActRow:
    """An act as one row."""
    return _row(reader, reader.facts(iri))


def act_rows(reader: Reader, found: Iterable[str]) -> tuple[ActRow, ...]:
    """Acts as rows, in the order given."""
    return tuple(act_row(reader, iri) for iri in found)


def _row(reader: Reader, facts: Facts) -> ActRow:
    kind = reader.vocabulary.narrowest(facts.types) or f"{DEM}Event"
    stated = (facts.dem("edtf") or facts.dem("date") or facts.dem("inferredDate") or (Value(text=""),))[0].text
    shown, label = reader.value(kind), facts.text(f"{RDFS}label") or facts.iri
    return ActRow(
        iri=facts.iri, href=reader.href(facts.iri) or facts.iri, label=label, names="" if label == shown.text else label.removeprefix(f"{shown.text}: "),
        kind=shown, family=_family(facts.types), date=period(stated),
        inferred=bool(facts.dem("inferredDate")) and not facts.dem("date"), place=next(iter(facts.dem("place")), None),
        factuality=facts.text(f"{DEM}factuality"), sides=_sides_shown(facts),
        topics=tuple(v.text for v in facts.dem("topic")), quotes=tuple(v.text for v in facts.dem("quoteText")),
        sentence=_telling(reader, facts.iri), article=next(iter(facts.dem("reportedBy")), Value(text="")),
    )  # fmt: skip


def _telling(reader: Reader, iri: str) -> str:
    """The sentence with the word that tells an act, else the first that attests it."""
    word = iris.span_of(iri)
    rows = reader.rows("sentences-of", thing=iri)
    told = [r for r in rows if word and int(r["start"]) <= word.start and word.end <= int(r["end"])]
    return " ".join((told or rows or [{"words": ""}])[0]["words"].split())


def _family(types: Sequence[str]) -> str:
    names = {t.removeprefix(DEM) for t in types}
    return next((f.lower() for f in _FAMILIES if f in names), "other")


def _sides_shown(facts: Facts) -> tuple[Value, ...]:
    """Who takes part, those who act first; states where nobody is named; else what is affected."""
    for names in (("agent", "host", "hasParticipant"), ("involvesParty",), ("affected",)):
        found = tuple(dict.fromkeys(v for n in names for v in facts.dem(n)))
        if found:
            return found
    return ()


def act_page(reader: Reader, facts: Facts, marks: Sequence[Mark]) -> ActPage:
    """One act; ``marks`` are those of its article."""
    row = _row(reader, facts)
    factuality = facts.dem("factuality")
    return ActPage(
        row=row, definition=reader.vocabulary.definition(row.kind.iri or ""),
        factuality_meaning=reader.vocabulary.definition(factuality[0].iri or "") if factuality else "",
        when=_when(reader, facts), sides=_sides(reader, facts), topics=_topics(reader, facts),
        outcomes=tuple(v.text for v in facts.dem("outcomeText")), quotes=_quotes(reader, facts),
        estimates=tuple(_estimate(r) for r in reader.rows("estimates-of", thing=facts.iri)),
        evidence=evidence(reader, facts.iri, [m for m in marks if m.act == facts.iri]),
        related=_related(reader, facts), codes=reader.vocabulary.codes(row.kind.iri or ""),
    )  # fmt: skip


def _when(reader: Reader, facts: Facts) -> tuple[Named, ...]:
    found = []
    for extent in facts.dem("time"):
        time = reader.facts(extent.iri or "")
        begins, ends = _between(time, "earliestStart", "latestStart"), _between(time, "earliestEnd", "latestEnd")
        pairs = [("Words", time.text(f"{DEM}timeWords")), ("EDTF", time.text(f"{DEM}edtf"))]
        if begins != ends or " and " in begins:
            pairs += [("Begins", begins), ("Ends", ends)]
        found += [Named(name=name, values=(Value(text=text),)) for name, text in pairs if text]
    return tuple(found)


def _between(time: Facts, earliest: str, latest: str) -> str:
    first, last = day(time.text(DEM + earliest)), day(time.text(DEM + latest))
    if first and last and first != last:
        return f"between {first} and {last}"
    if first and last:
        return first
    return f"not before {first}" if first else f"not after {last}" if last else ""


def _sides(reader: Reader, facts: Facts) -> tuple[Side, ...]:
    found = []
    for node in facts.dem("hasParticipation"):
        part = reader.facts(node.iri or "")
        tenure = next(iter(part.dem("inCapacity")), None)
        title = reader.facts(tenure.iri or "").text(f"{DEM}titleAsWritten") if tenure else ""
        office = Value(text=title or tenure.text, href=tenure.href) if tenure else None
        for who in (*part.dem("participant"), *part.dem("participantThing")):
            role = part.text(f"{DEM}role").removesuffix(" (role)")
            behalf = tuple(b for b in part.dem("onBehalfOf") if b.iri != who.iri)
            found.append(Side(who=who, role=role, office=office, behalf=behalf))
    return tuple(found)


def _topics(reader: Reader, facts: Facts) -> tuple[Topic, ...]:
    found = []
    for topic in facts.dem("topic"):
        above = reader.facts(topic.iri or "")[_BROADER]
        found.append(Topic(text=topic.text, concepts=above))
    return tuple(found)


def _quotes(reader: Reader, facts: Facts) -> tuple[Quoted, ...]:
    found = []
    for node in facts.dem("hasQuotation"):
        quote = reader.facts(node.iri or "")
        found.append(Quoted(text=quote.text(f"{DEM}quoteText"), href=node.href or "", speakers=quote.dem("speaker")))
    return tuple(found)


def _estimate(row: dict[str, str]) -> str:
    return f"{row['kind']}: {row['words']}"


def _related(reader: Reader, facts: Facts) -> tuple[Named, ...]:
    ties = [Named(name=reader.name(DEM + tie), values=facts.dem(tie)) for tie in _TIES]
    back: dict[str, list[Value]] = {}
    for row in reader.rows("ties-to", thing=facts.iri):
        back.setdefault(f"{reader.name(row['p'])} (of this)", []).append(reader.value(row["act"], row["label"]))
    return (*(t for t in ties if t.values), *(Named(name=n, values=tuple(v)) for n, v in back.items()))


def evidence(reader: Reader, iri: str, marks: Sequence[Mark]) -> tuple[Evidence, ...]:
    """What attests a thing, in the order of the text."""
    by_node: dict[str, list[dict[str, str]]] = {}
    for row in reader.rows("attestations", thing=iri):
        by_node.setdefault(row["attestation"], []).append(row)
    found = [_evidence(reader, rows, marks) for rows in by_node.values()]
    return tuple(sorted(found, key=lambda e: e.span.start))


def _evidence(reader: Reader, rows: Sequence[dict[str, str]], marks: Sequence[Mark]) -> Evidence:
    first = rows[0]
    span = Span(int(first["start"]), int(first["end"]))
    sources = dict.fromkeys(reader.value(r["source"], r.get("sourceLabel")) for r in rows if "source" in r)
    inside = [m for m in marks if span.covers(m.span)]
    return Evidence(
        pieces=cut(first["words"], span.start, inside), span=span,
        place=f"{reader.href(first['article'])}#at-{span.start}", ground=reader.value(first["ground"]),
        factuality=reader.name(first["factuality"]), confidence=round(float(first["confidence"]) * 100),
        reasons=tuple(sorted({r["reason"] for r in rows if "reason" in r})), sources=tuple(sources),
    )  # fmt: skip

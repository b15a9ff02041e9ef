"""Sourced facts that Wikidata lacks, as commands of QuickStatements (form V1, Help:QuickStatements of Wikidata).

Only what has a property of its own there is proposed: that somebody held a particular office (P39) on the day of
an article (P585), with the article's address (P854), day (P577) and title (P1476) as reference. Meetings, calls or
statements have none; they would need items of their own. The properties and their datatypes are those that real
items use (``../shared/fixtures/wikidata``; ``ontology/alignments.ttl`` ties them to our terms).

A fact goes out only if a reader confirmed it (``kg/reviews.py``) in the words that stand there now, if converter and
linker are sure enough, and if the article has an address. What Wikidata lacks is told by the packaged tables, which
know it as of ``true_on``; QuickStatements adds to a statement that is there by now, and makes no second one.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache, partial
from typing import Final

from kg.gazetteer import Gazetteer
from kg.gazetteer.answers import TITLE_CLASSES
from kg.resolution.holding import SINGLE_OFFICES
from kg.reviews import Review
from kg.store import Store

MIN_CONFIDENCE: Final = 0.8  # of words and link; a full name whose state agrees reaches it
_DAY: Final = 11  # precision of a date in Wikidata: a day
_ITEM: Final = re.compile(r"Q[1-9]\d*")
_ADDRESS: Final = re.compile(r"https?://[^\s\"<>|]+")
# Each article's graph stands alone; a tenure that the article calls past was not held on its day.
_TENURES: Final = """SELECT ?attestation ?article ?url ?headline ?day ?person ?name ?item ?score ?class ?body ?title ?confidence ?words ?before ?after
WHERE { GRAPH ?article {
    ?tenure a dem:OfficeTenure ; dem:tenureHolder ?person ; dem:tenureOf ?office ; dem:titleAsWritten ?title ; dem:hasAttestation ?attestation .
    ?attestation dem:attestedIn ?article ; dem:factuality dem:asserted ; dem:confidence ?confidence ; oa:hasTarget/oa:hasSelector ?selector .
    ?selector oa:exact ?words ; oa:prefix ?before ; oa:suffix ?after .
    ?office dem:officeClass ?class ; dem:officeOf ?body .
    ?article dcterms:issued ?day .
    ?person rdfs:label ?name ; schema:sameAs ?item ; dem:hasLink ?link . ?link dem:linkTarget ?item ; dem:score ?score .
    OPTIONAL { ?article schema:url ?url } OPTIONAL { ?article dcterms:title ?headline }
    FILTER NOT EXISTS { ?tenure dem:former true } } }
ORDER BY ?article ?attestation"""


class Verdict(StrEnum):
    """Whether a fact goes out, or what keeps it back: the first reason that holds."""

    KNOWN = "known to Wikidata already"
    UNSURE = "not sure enough"
    REFUTED = "refuted by a reviewer"
    UNREVIEWED = "not reviewed"
    STALE = "reviewed in other words than the article has now"
    UNADDRESSED = "without the address of the article"
    READY = "ready"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """An office that an article tells of somebody whom Wikidata knows."""

    attestation: str  # IRI; what a review is of
    article: str  # IRI
    person: str  # Wikidata id
    office: str  # Wikidata id of the particular office
    name: str
    title: str  # as written
    day: str  # of publication, YYYY-MM-DD
    words: str
    before: str  # what stands in front of the words in the article, and behind them
    after: str
    confidence: float  # the smaller of those of words and link
    url: str | None
    headline: str | None
    verdict: Verdict


def proposals(
    store: Store, gazetteer: Gazetteer, reviews: Mapping[str, Review], *, min_confidence: float = MIN_CONFIDENCE, graph: str | None = None
) -> Iterator[Proposal]:
    """The offices that articles of the store tell, each with what keeps it back; of one article where ``graph`` names it."""
    office_item = cache(partial(_office_item, gazetteer))
    answer = store.query(_TENURES, article=graph) if graph else store.query(_TENURES)
    for row in answer.rows():
        person, office = _key(row["item"]), office_item(_key(row["class"]), _key(row["body"]))
        if office is None or not _ITEM.fullmatch(person):
            continue
        confidence = min(float(row["confidence"]), float(row["score"]))
        known = any(t.office_wikidata == office for t in gazetteer.tenures(person))
        verdict = Verdict.KNOWN if known else _verdict(row, reviews.get(row["attestation"]), confidence >= min_confidence)
        yield Proposal(
            attestation=row["attestation"], article=row.get("article") or graph or "", person=person, office=office, name=row["name"],
            title=row["title"], day=row["day"], words=row["words"], before=row["before"], after=row["after"], confidence=confidence, url=row.get("url"),
            headline=row.get("headline"), verdict=verdict,
        )  # fmt: skip


def _verdict(row: Mapping[str, str], review: Review | None, sure: bool) -> Verdict:
    if not sure:
        return Verdict.UNSURE
    if review is None:
        return Verdict.UNREVIEWED
    if review.words != row["words"]:
        return Verdict.STALE
    if not review.confirmed:
        return Verdict.REFUTED
    return Verdict.READY if _ADDRESS.fullmatch(row.get("url", "")) else Verdict.UNADDRESSED


def _office_item(gazetteer: Gazetteer, office: str, of: str) -> str | None:
    """The item of the one office of a class at a state or body, where all sourced rows agree on it.

    Classes of many offices ("minister") name no particular one, however few of them the tables hold.
    """
    if office not in SINGLE_OFFICES:
        return None
    classes = TITLE_CLASSES.get(office, (office,))
    found = {t.office_wikidata for one in classes for t in gazetteer.all_tenures(one) if t.of == of}
    return next(iter(found)) if len(found) == 1 else None


def _key(iri: str) -> str:
    return iri.rsplit("/", 1)[-1]


def commands(ready: Iterable[Proposal], *, retrieved: date | None = None) -> Iterator[str]:
    """One line a fact that is ready; each reference names address and day, ``retrieved`` (P813) where it is given.

    Two articles that tell one office give two lines; QuickStatements makes of them one statement with two references.
    """
    for one in ready:
        if one.verdict is not Verdict.READY or one.url is None:
            continue
        reference = ["S854", _quoted(one.url), "S577", _time(one.day)]
        if one.headline:
            reference += ["S1476", f"en:{_quoted(one.headline)}"]
        if retrieved is not None:
            reference += ["S813", _time(retrieved.isoformat())]
        yield "\t".join([one.person, "P39", one.office, "P585", _time(one.day), *reference])


def _time(day: str) -> str:
    return f"+{day}T00:00:00Z/{_DAY}"


def _quoted(text: str) -> str:
    """A string in quotes; what parts fields or commands becomes a blank or its look-alike."""
    return '"' + " ".join(text.replace('"', "”").replace("||", "¦¦").split()) + '"'

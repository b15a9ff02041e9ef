"""IRIs: every name of a thing is made here, as docs/architecture.md lists them."""

import re
import unicodedata
from typing import Final

from kg.model import Span

DEM: Final = "https://w3id.org/demarche/ontology#"
BASE: Final = "https://w3id.org/demarche/id/"


def slug(text: str) -> str:
    """Lower-case letters, digits and hyphens: the form of a name inside an IRI."""
    plain = unicodedata.normalize("NFKD", text)
    plain = "".join(c for c in plain if not unicodedata.combining(c)).lower()
    return re.sub(r"[^a-z0-9]+", "-", re.sub(r"[’']", "", plain)).strip("-")[:120] or "x"


def article(identifier: str, base: str = BASE) -> str:
    """An article, which is also the name of its graph."""
    return f"{base}article/{identifier}"


def text(article_iri: str) -> str:
    """The text of an article, into which its offsets count."""
    return f"{article_iri}#text"


def base_of(article_iri: str) -> str:
    """The base under which an article was named."""
    return article_iri.rsplit("article/", 1)[0]


def entity(article_iri: str, key: str) -> str:
    """An entity of the gazetteer, by Wikidata id or key of our own."""
    return f"{base_of(article_iri)}entity/{key}"


def named(article_iri: str, kind: str, name: str) -> str:
    """A person, body or place that the gazetteer does not know."""
    return f"{base_of(article_iri)}{kind}/{slug(name)}"


def link(article_iri: str, entity_iri: str, item: str) -> str:
    """The node of a link to an item of Wikidata; of an entity that bears another key its name is in front."""
    own = entity_iri.rsplit("/", 1)[-1]
    return f"{article_iri}/link/{item}" if own == item else f"{article_iri}/link/{own}-{item}"


def local(article_iri: str, kind: str, span: Span) -> str:
    """A thing of one article only, by the place of its first mention."""
    return f"{article_iri}/{kind}/{span.start}-{span.end}"


def span_of(iri: str) -> Span | None:
    """The place that ``local`` wrote into an IRI, or into that which this is a part of; None where there is none."""
    found = re.search(r"/(\d{1,9})-(\d{1,9})(?:/part/\d+)?$", iri)
    return Span(int(found[1]), int(found[2])) if found and int(found[1]) <= int(found[2]) else None


def act(article_iri: str, trigger: Span) -> str:
    """An act, by the offsets of its trigger: a corrected type keeps the IRI."""
    return local(article_iri, "act", trigger)


def part(iri: str, kind: str, number: int) -> str:
    """A participation, attestation or the like of an act."""
    return f"{iri}/{kind}/{number}"


def office(article_iri: str, office_class: str, of: str) -> str:
    """The office of a class at a state or body; ``of`` is a code or slug."""
    return f"{base_of(article_iri)}office/{office_class}-{of}"


def tenure(article_iri: str, person_iri: str, office_class: str, of: str) -> str:
    """One person in one office; of a person without a name a thing of the article, as the person is."""
    above = f"{article_iri}/" if person_iri.startswith(f"{article_iri}/") else base_of(article_iri)
    return f"{above}tenure/{person_iri.rsplit('/', 1)[-1]}-{office_class}-{of}"


def attestation(article_iri: str, iri: str, number: int) -> str:
    """The n-th attestation of a node in an article: under the article, also where others tell of the node."""
    above = iri if iri.startswith(f"{article_iri}/") else f"{article_iri}/{iri.removeprefix(base_of(article_iri))}"
    return part(above, "attestation", number)


def concept(name: str) -> str:
    """A term of the ontology by its local name."""
    return DEM + name

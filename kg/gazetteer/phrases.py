"""A phrase as news words it in, its office, state and name out: "the Russian Foreign Minister", "President Xi"."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from kg.concepts import ConceptScheme
from kg.gazetteer.compilation import words_of
from kg.gazetteer.index import Gazetteer
from kg.gazetteer.linking import Linking, called, in_office, link
from kg.gazetteer.rows import NameUse
from kg.model import EntityKind

_ACTING: Final = (EntityKind.STATE, EntityKind.POLITY, EntityKind.ORGANISATION)
_FILLERS: Final = frozenset({"the", "a", "an", "of", "to", "for", "and", "'s", ",", "."})


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """What the words tell; None and "" for what they leave out."""

    name: str
    title: str = ""
    office: str | None = None  # class of office
    of: str | None = None  # key of the state or body


def link_phrase(
    text: str, gazetteer: Gazetteer, offices: ConceptScheme, *, office: str | None = None, of: str | None = None, on: date | None = None
) -> Linking:
    """What a name means, or words with a title in them; office and state that the words leave out come as arguments."""
    phrase = read_phrase(text, gazetteer, offices)
    office, of = office or phrase.office, of or phrase.of
    if phrase.name and (" " in phrase.name or not (office and of and on)):
        return link(gazetteer, phrase.name, office=office, of=of, on=on)
    if phrase.name and office and of and on:
        found = called(gazetteer, phrase.name, office, of, on)
        return found if found.best is not None else link(gazetteer, phrase.name, office=office, of=of, on=on)
    if office and of and on:
        return in_office(gazetteer, text, office, of, on)
    return Linking(name=text, best=None, candidates=())


def office_class(text: str | None, offices: ConceptScheme) -> str | None:
    """A class of office by its key or a title; ``ValueError`` for neither."""
    if text is None or text in offices.concepts:
        return text
    words = words_of(text)
    hit = offices.longest_at(words, 0) if words else None
    if hit is None or hit[0] != len(words):
        raise ValueError(f"expected an office such as {', '.join(sorted(offices.concepts)[:4])} or a title, found {text!r}")
    return hit[1].key


def state_key(text: str | None, gazetteer: Gazetteer) -> str | None:
    """The key of a state or body by name, ISO 3166-1 code or Wikidata id; ``ValueError`` for what is none."""
    if text is None or gazetteer.entry(text) is not None:
        return text
    found = next((e.key for m in gazetteer.by_name(text) for e in m.entries if e.kind in _ACTING), None) or gazetteer.by_code(text.upper())
    if found is None:
        raise ValueError(f"expected a state or body by name, ISO code or Wikidata id, found {text!r}")
    return found


def read_phrase(text: str, gazetteer: Gazetteer, offices: ConceptScheme) -> Phrase:
    """Office and jurisdiction of a phrase with a title in it; a phrase without one is a name as a whole."""
    words = words_of(text)
    hit = next(((i, found) for i in range(len(words)) if (found := offices.longest_at(words, i)) is not None), None)
    if hit is None:
        return Phrase(name=" ".join(text.split()))
    start, (length, concept) = hit
    before, after = words[:start], words[start + length :]
    if not concept.key or (not before and not after):  # "Representative" alone
        return Phrase(name="", title=" ".join(words[start : start + length]), office=concept.key)
    of, left, right = _jurisdiction(before, after, gazetteer)
    name = " ".join(w for w in [*left, *right] if w.lower() not in _FILLERS)
    return Phrase(name=name, title=" ".join(words[start : start + length]), office=concept.key, of=of)


def _jurisdiction(
    before: Sequence[str], after: Sequence[str], gazetteer: Gazetteer
) -> tuple[str | None, Sequence[str], Sequence[str]]:
    """The state or body next to a title, and the words on both sides without it: behind "of", or in front."""
    for at in range(len(after)):
        if at and after[at - 1].lower() not in ("of", "the", "to", "for"):
            break
        for match in gazetteer.match(after, at):
            if match.entries[0].kind in _ACTING and match.use in (NameUse.NAME, NameUse.METONYM) and at:
                return match.entries[0].key, before, [*after[: at - 1], *after[at + match.length :]]
    for at in range(len(before)):
        for match in gazetteer.match(before, at):
            if match.entries[0].kind in _ACTING:
                return match.entries[0].key, [*before[:at], *before[at + match.length :]], after
    return None, before, after

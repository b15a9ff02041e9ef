"""Who holds an office on the article's day, by the dated rows of the gazetteer."""

import re
from typing import Final

from kg import iris
from kg.gazetteer import Holder
from kg.model import EntityKind
from kg.resolution.registry import Record, Registry

# Offices with one holder at a time: a title alone names him.
SINGLE_OFFICES: Final = frozenset(
    {"president", "prime-minister", "foreign-minister", "defence-minister", "monarch", "chancellor", "vice-president",
     "head-of-state", "head-of-government"}
)  # fmt: skip
NO_OFFICE: Final = frozenset({"official", "diplomat"})  # who act for a state without an office being told
UNNAMED: Final = "unnamed in the text"  # reason of a link to a holder of whom only the title is told
# Titles by which the holder of an office is told again.
LIKE_OFFICES: Final = {
    "head-of-state": ("head-of-state", "president", "monarch"),
    "head-of-government": ("head-of-government", "prime-minister", "chancellor"),
    "leader": ("leader", "president", "prime-minister", "chancellor", "monarch", "head-of-state", "head-of-government"),
    "monarch": ("monarch", "head-of-state"),
    "secretary-general": ("secretary-general", "chairperson"),
}  # fmt: skip


def holder_of(office: str | None, state: str | None, registry: Registry) -> Record | None:
    """The one person who held an office of a state on the day; None where nobody or several are known."""
    on = registry.article.published
    if state is None or on is None or office not in SINGLE_OFFICES:
        return None
    holders = registry.gazetteer.holders(office or "", registry.records[state].key or "", on)
    if len({h.person for h in holders}) != 1:
        return _named_here(office or "", registry.records[state].key or "", registry)
    return registry.person_by_name(holders[0].name) or _record_of(holders[0], registry)


def state_served(record: Record, registry: Registry) -> str | None:
    """The one state in whose offices a linked person stands on the day."""
    on = registry.article.published
    if record.key is None or on is None:
        return None
    states = {t.of for t in registry.gazetteer.tenures_on(record.key, on)}
    return registry.known(next(iter(states))).iri if len(states) == 1 else None


def state_of_leader(record: Record, registry: Registry) -> str | None:
    """The state of heads of state or government of that surname, for someone told by surname only."""
    if " " in record.label:
        return None
    key = registry.gazetteer.state_of_leader(record.label, registry.article.published)
    return registry.known(key).iri if key is not None else None


def wikidata_of(key: str) -> str | None:
    """The key of a row as Wikidata id, where it is one."""
    return key if re.fullmatch(r"Q\d+", key) else None


def _named_here(office: str, state: str, registry: Registry) -> Record | None:
    """The one person of the article whose known tenure began before the day and may go on, although no row says so."""
    on = registry.article.published
    found = [
        record
        for record in registry.records.values()
        if record.kind is EntityKind.PERSON and record.key is not None and on is not None
        and registry.gazetteer.may_hold(record.key, office, state, on)
    ]  # fmt: skip
    return found[0] if len(found) == 1 else None


def _record_of(holder: Holder, registry: Registry) -> Record:
    record = registry.make(
        iris.entity(registry.article.iri, holder.person), EntityKind.PERSON, holder.name, wikidata=wikidata_of(holder.person),
        key=holder.person, score=0.8, reasons=("office held on the day", UNNAMED, holder.words), statement=holder.statement,
    )  # fmt: skip
    registry.add_person(record, holder.name)
    return record

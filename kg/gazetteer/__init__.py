"""Names to entities, and offices to their holders on a day: the index over ``seeds/``."""

from kg.gazetteer.index import Entry, Gazetteer, Holder, NameMatch, NameUse, PersonCandidate

__all__ = ["Entry", "Gazetteer", "Holder", "NameMatch", "NameUse", "PersonCandidate"]

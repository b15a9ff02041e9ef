"""Names to entities, and offices to their holders on a day: the index over ``seeds/``."""

from kg.gazetteer.answers import Entry, Holder, NameMatch
from kg.gazetteer.index import Gazetteer
from kg.gazetteer.linking import Candidate, Feature, Linking
from kg.gazetteer.rows import NameUse

__all__ = ["Candidate", "Entry", "Feature", "Gazetteer", "Holder", "Linking", "NameMatch", "NameUse"]

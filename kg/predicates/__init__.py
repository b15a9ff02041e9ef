"""Parses in, predicate-argument structures out.

Every verb, event-like noun and predicative adjective becomes a ``Predicate`` whose arguments are
independent of wording: the passive is turned to the active, relative pronouns are replaced by what
they stand for, subjects are shared in coordination and control, coordinated fillers are listed, and
light verbs ("held talks with") hand their arguments to the noun. The relations follow Universal
Dependencies (https://universaldependencies.org/u/dep/); the method is that of PredPatt (White et
al. 2016) with light verbs added.
"""

from kg.predicates.drafts import case_of, conjuncts
from kg.predicates.stage import predicates

__all__ = ["case_of", "conjuncts", "predicates"]

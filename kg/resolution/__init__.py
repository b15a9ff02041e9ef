"""Mentions in, entities out: coreference and entity linking of one article, by turns.

Names first (tables, then full names, then surnames), then what needs them: bodies, counterparts,
titles alone, "both leaders", "the two sides", pronouns. A wrong link is worse than none.
"""

from kg.resolution.stage import resolve, with_implied

__all__ = ["resolve", "with_implied"]

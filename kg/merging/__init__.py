"""One act told twice becomes one act with all its evidence.

Within an article two tellings are one act when their types are related, their sides do not
contradict each other and nothing else (date, place) does: light verb and noun of one clause, verb
and noun in the same sentence, one speaker going on about one thing (rules of the annotation in
docs/evaluation.md).
"""

from kg.merging.stage import merge_acts

__all__ = ["merge_acts"]

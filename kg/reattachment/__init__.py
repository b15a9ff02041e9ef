"""Parses in, parses out: attachments that a parser of news gets wrong by rule are put right.

Each rule rests on the grammar of English and stands with its example where it is: for days and times ``times``, for
subjects and objects behind their verb ``subjects``, for names ``names``, for what a verb governs ``verbs``, for what
goes with the noun of a deed ``deeds``, for nouns below nouns ``nouns``, for whole clauses ``clauses``. The first rule that
finds a better head for a node counts (``stage``); those for clauses come last, and overrule it.
"""

from kg.reattachment.stage import reattach

__all__ = ["reattach"]

"""Tokens and entity tags in, mentions out: names, roles, bodies, groups, nominals, pronouns.

The statistical tagger finds names that no table holds; tables and a grammar of titles find the
rest, since newswire writes them in few ways: "[jurisdiction] title [of body] Name",
"Name, [the] title of X", "A and B ministers, N and M".
"""

from kg.recognition.stage import recognise

__all__ = ["recognise"]

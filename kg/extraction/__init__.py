"""Predicates and frames in, diplomatic acts with filled roles out.

The method is frame matching over predicate-argument structures (as in VerbNet- and PETRARCH-style
event coders), with the frames read from ``ontology/acts``: this code never names an act. It first
matches every predicate with the catalogue (``matching``, ``patterns``), fills the roles with linked entities
(``filling``, with who speaks, ``speakers``, and for whom somebody acts, ``capacities``), then adds what needs no frame: time, place, topics, ties to other acts
(``circumstances``, ``places``, ``topics``, ``ties``), and what only the course of the text tells: the day of undated
acts (``news_days``) and where they were (``scenes``).
"""

from kg.extraction.stage import extract_acts

__all__ = ["extract_acts"]

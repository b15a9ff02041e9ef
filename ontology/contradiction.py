"""A contradictory set of statements in, a small one that still contradicts itself out.

QuickXplain (Junker, AAAI 2004): halves are left out as long as the rest still contradicts itself, so
that every statement of the answer is needed. Facts first against the whole ontology, then the axioms
that those facts can touch.
"""

import logging
from collections.abc import Callable, Sequence
from typing import Final

from rdflib import OWL, RDF, URIRef

from ontology.axioms import Axiom

MAX_RUNS: Final = 150  # about two minutes of HermiT; reached only by contradictions of many parts
_LOG: Final = logging.getLogger(__name__)
Contradicts = Callable[[Sequence[Axiom]], bool]


def smallest(facts: Sequence[Axiom], axioms: Sequence[Axiom], contradicts: Contradicts) -> tuple[Axiom, ...]:
    """Facts and axioms that contradict each other, none of which can be left out.

    Past ``MAX_RUNS`` questions to the reasoner the set is still contradictory, but may hold a
    statement too many.
    """
    search = _Search(contradicts)
    needed_facts = search.minimise(search.pool(axioms, facts), facts)
    needed_axioms = search.minimise(needed_facts, search.pool(axioms, needed_facts))
    _LOG.info("a contradiction of %d statements after %d runs", len(needed_facts) + len(needed_axioms), search.runs)
    return (*needed_facts, *needed_axioms)


def touched(axioms: Sequence[Axiom], facts: Sequence[Axiom]) -> list[Axiom]:
    """The axioms that the names of the facts lead to: upwards from a name, sideways by disjointness."""
    names = {t for f in facts for t in f.terms}
    found: dict[Axiom, None] = {}
    grown = True
    while grown:
        grown = False
        for axiom in axioms:
            if axiom not in found and _leads(axiom, names):
                found[axiom] = None
                names |= axiom.terms
                grown = True
    return list(found)


def _leads(axiom: Axiom, names: set[URIRef]) -> bool:
    subject, prop, _ = axiom.head
    if axiom.declares or subject in names:
        return True
    if prop == RDF.type:  # a set of disjoint classes or different things
        return len(axiom.terms & names) > 1
    return prop == OWL.equivalentClass and axiom.terms - {subject} <= names


class _Search:
    """Counts the questions asked."""

    def __init__(self, contradicts: Contradicts) -> None:
        self.contradicts, self.runs = contradicts, 0

    def pool(self, axioms: Sequence[Axiom], facts: Sequence[Axiom]) -> list[Axiom]:
        """The axioms that the facts touch, where these suffice; else all."""
        near = touched(axioms, facts)
        return near if self._asks([*near, *facts]) else list(axioms)

    def minimise(self, background: Sequence[Axiom], rows: Sequence[Axiom]) -> list[Axiom]:
        """Those of ``rows`` that the contradiction with ``background`` needs."""
        if not rows or self._asks(background):
            return []
        return self._needed([*background], [], [*rows])

    def _needed(self, background: list[Axiom], added: list[Axiom], rows: list[Axiom]) -> list[Axiom]:
        if self.runs >= MAX_RUNS:
            return rows
        if added and self._asks(background):
            return []
        if len(rows) == 1:
            return rows
        left, right = rows[: len(rows) // 2], rows[len(rows) // 2 :]
        of_right = self._needed(background + left, left, right)
        of_left = self._needed(background + of_right, of_right, left)
        return of_left + of_right

    def _asks(self, rows: Sequence[Axiom]) -> bool:
        self.runs += 1
        return self.contradicts(rows)

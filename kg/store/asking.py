"""What a query or update may ask, and how its faults are told."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any, Final

import pyoxigraph as ox

from kg.errors import OutsideError, QueryError
from kg.faults import OPAQUE, fault_of
from kg.federation import calls, check_calls, without_calls
from kg.store.answers import PREFIXES
from kg.updates import prepare

_TOKEN: Final = re.compile(rf"{OPAQUE.pattern}|[?$](?P<variable>\w+)", re.DOTALL)


def refuse_outside(text: str, services: Collection[str], check: Callable[[str], object]) -> None:
    """``OutsideError`` for a ``SERVICE`` that is not allowed, ``QueryError`` where the text is not valid anyway."""
    try:
        if services:
            check_calls(text, services)
        elif calls(text):
            raise OutsideError("SERVICE reaches outside the store and is switched off")
    except OutsideError:
        try:
            check(without_calls(text))
        except (SyntaxError, ValueError) as error:
            raise query_error(text, error) from error
        except (OSError, RuntimeError):  # valid, though not on an empty store
            pass
        raise


def check_update(text: str, base: str | None) -> None:
    """``QueryError`` for an update that is not valid."""
    try:
        ox.Store().update(prepare(text, plain=True, loads=True), base_iri=base, prefixes=dict(PREFIXES))
    except (SyntaxError, ValueError) as error:
        raise query_error(text, error) from error
    except RuntimeError:  # valid, though not on an empty store
        pass


def query_error(text: str, error: Exception) -> QueryError:
    """The fault of a query in words, with its place."""
    fault = fault_of(text, str(error), PREFIXES)
    return QueryError(str(fault), line=fault.line, column=fault.column)


def bound(text: str, terms: Mapping[str, str]) -> str:
    """The query with terms, written as SPARQL, in the place of variables.

    Oxigraph's own substitution wants every such variable among those selected.
    """
    return _TOKEN.sub(lambda m: terms.get(m["variable"] or "", m[0]), text)


def graph_names(names: Iterable[str]) -> list[Any]:
    """Graphs by their IRIs; ``QueryError`` for what is none."""
    try:
        return [ox.NamedNode(name) for name in names]
    except ValueError as error:
        raise QueryError(f"expected the IRI of a graph: {error}") from error

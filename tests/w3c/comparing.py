"""Results compared: blank nodes by isomorphism, numbers by value, rows by how often they come, their order aside."""

import csv
import io
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyoxigraph as ox
from endpoint import Answer
from manifests import Description, quads_of

RS = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"
XSD = "http://www.w3.org/2001/XMLSchema#"
_NUMBERS: dict[str, Any] = {"decimal": lambda t: Decimal(t).normalize(), "integer": int, "double": float, "float": float}
_NUMBERS["boolean"] = lambda t: {"1": "true", "0": "false"}.get(t, t)
FORMATS = {
    ".srx": ox.QueryResultsFormat.XML, ".srj": ox.QueryResultsFormat.JSON, ".tsv": ox.QueryResultsFormat.TSV, ".csv": ox.QueryResultsFormat.CSV,
}  # fmt: skip
Rows = list[dict[str, Any]]


def accepted_for(expected: Path) -> str:
    """What to ask for, so that each form is put to the test by the tests that come in it."""
    form = FORMATS.get(expected.suffix)
    return f"{form.media_type if form else 'application/sparql-results+json'}, application/n-triples;q=0.9"


def same_graphs(found: list[ox.Quad], expected: list[ox.Quad]) -> bool:
    return _canonical(found) == _canonical(expected)


def same_results(answer: Answer, expected: Path) -> bool:
    """Whether an answer says what a file of the tests does."""
    if answer.kind == "application/n-triples":
        return same_graphs(list(ox.parse(answer.content, format=ox.RdfFormat.N_TRIPLES)), quads_of(expected))
    if expected.suffix == ".csv":
        return _cells(answer.content) == _cells(expected.read_bytes())
    found = _read(answer.content, ox.QueryResultsFormat.from_media_type(answer.kind))
    wanted = _read(expected.read_bytes(), FORMATS[expected.suffix]) if expected.suffix in FORMATS else _from_rdf(expected)
    return same_rows(found, wanted)


def same_rows(found: bool | Rows, wanted: bool | Rows) -> bool:
    if isinstance(found, bool) or isinstance(wanted, bool):
        return found is wanted
    return len(found) == len(wanted) and _canonical(_as_graph(found)) == _canonical(_as_graph(wanted))


def _canonical(quads: list[ox.Quad]) -> ox.Dataset:
    dataset = ox.Dataset(ox.Quad(_by_value(q.subject), q.predicate, _by_value(q.object), q.graph_name) for q in quads)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return dataset


def _by_value(term: Any) -> Any:
    """A number in one form for all that mean the same: 1.0 and 01.00 are one decimal."""
    if isinstance(term, ox.Triple):
        return ox.Triple(_by_value(term.subject), term.predicate, _by_value(term.object))
    read = _NUMBERS.get(term.datatype.value.removeprefix(XSD)) if isinstance(term, ox.Literal) else None
    try:
        return ox.Literal(str(read(term.value)), datatype=term.datatype) if read else term
    except (ValueError, ArithmeticError):
        return term  # not well-formed


def _as_graph(rows: Rows) -> list[ox.Quad]:
    """A blank node for each row, a statement for each of its values."""
    made = []
    for number, row in enumerate(rows):
        node = ox.BlankNode(f"row{number}")
        made.append(ox.Quad(node, ox.NamedNode("urn:is"), ox.NamedNode("urn:row")))
        made += [ox.Quad(node, ox.NamedNode(f"urn:variable:{name}"), value) for name, value in row.items()]
    return made


def _read(data: bytes, form: Any) -> bool | Rows:
    results: Any = ox.parse_query_results(data, format=form)
    if isinstance(results, ox.QueryBoolean):
        return bool(results)
    names = [v.value for v in results.variables]
    return [{n: row[n] for n in names if row[n] is not None} for row in results]


def _from_rdf(path: Path) -> bool | Rows:
    """A result set written as RDF."""
    described = Description(quads_of(path))
    for node in described.subjects(f"{RS}boolean"):
        return described.text(node, f"{RS}boolean") == "true"
    (top,) = described.subjects(f"{RS}resultVariable")[:1]
    return [
        {described.text(b, f"{RS}variable"): described.one(b, f"{RS}value") for b in described.all(solution, f"{RS}binding")}
        for solution in described.all(top, f"{RS}solution")
    ]


def _cells(data: bytes) -> list[list[tuple[str, str]]]:
    """The rows of a CSV file by name; blank nodes, which have no names of their own there, alike."""
    rows = csv.DictReader(io.StringIO(data.decode()))
    return sorted(sorted((name, _cell(value)) for name, value in row.items()) for row in rows)


def _cell(text: str) -> str:
    if text.startswith("_:"):
        return "_:"
    try:
        return str(Decimal(text).normalize())
    except ArithmeticError:
        return text

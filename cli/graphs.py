"""Commands on stores and RDF files: load, validate, query, export."""

import sys
from pathlib import Path

import click

from cli.options import store_option
from kg.errors import DemarcheError, QueryError

RESULT_FORMATS = {
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
}
GRAPH_FORMATS = {"turtle": "text/turtle", "trig": "application/trig", "nquads": "application/n-quads", "ntriples": "application/n-triples",
                 "jsonld": "application/ld+json", "rdfxml": "application/rdf+xml"}  # fmt: skip


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--graph", help="IRI of the graph to load into; else quads keep theirs.")
@store_option
def load(files: tuple[Path, ...], graph: str | None, folder: Path) -> None:
    """Load RDF FILES (.ttl .nt .nq .trig .rdf .jsonld) into the store, each whole or not at all."""
    from kg.store import OxigraphStore

    store = OxigraphStore.open(folder)
    for path in files:
        click.echo(f"{path}: {store.load_file(path, graph)} statements", err=True)


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
def validate(file: Path) -> None:
    """Check an RDF FILE against all shapes; exit status 1 for a violation."""
    from kg.rdf_files import parse_rdf
    from kg.validation import Shapes, summary
    from kg.validation import validate as run

    report = run(parse_rdf(file), Shapes.load())
    if report.results:
        click.echo(summary(report.results))
    if not report.conforms:
        raise DemarcheError(f"{file}: {len(report.violations)} violations")
    click.echo(f"{file}: conforms", err=True)


@click.command()
@click.argument("query")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", *RESULT_FORMATS, "turtle", "ntriples", "jsonld", "rdfxml"]),
    default="table",
    show_default=True,
)
@store_option
def query(query: str, form: str, folder: Path) -> None:
    """Ask the store: QUERY is SPARQL, a file that holds it, or - for stdin."""
    from kg.store import OxigraphStore

    text = _query_text(query)
    answer = OxigraphStore.open(folder, writable=False).query(text)
    if answer.kind == "triples":
        kind = GRAPH_FORMATS.get(form if form in GRAPH_FORMATS else "turtle", "text/turtle")
        click.echo(answer.serialise(kind).decode(), nl=False)
    elif form == "table":
        _print_table(answer)
    elif form in RESULT_FORMATS:
        click.echo(answer.serialise(RESULT_FORMATS[form]).decode().rstrip("\n"))
    else:
        raise QueryError(f"--format {form} is for CONSTRUCT and DESCRIBE; this query gives rows")


def _query_text(query: str) -> str:
    if query == "-":
        return sys.stdin.read()
    if query.endswith((".rq", ".sparql")):
        try:
            return Path(query).read_text("utf-8")
        except OSError as error:
            raise QueryError(f"{query}: cannot be read: {error.strerror}") from error
    return query


def _print_table(answer: object) -> None:
    if answer.kind == "boolean":  # type: ignore[attr-defined]
        click.echo("yes" if answer.boolean else "no")  # type: ignore[attr-defined]
        return
    lines = answer.serialise("text/tab-separated-values").decode().rstrip("\n").split("\n")  # type: ignore[attr-defined]
    rows = [line.split("\t") for line in lines]
    widths = [min(60, max(len(r[i]) for r in rows if i < len(r))) for i in range(len(rows[0]))]
    for row in rows:
        click.echo("  ".join(cell.ljust(w) for cell, w in zip(row, widths, strict=False)).rstrip())
    click.echo(f"{len(rows) - 1} rows", err=True)


@click.command()
@click.option("--format", "form", type=click.Choice(list(GRAPH_FORMATS)), default="trig", show_default=True)
@click.option("--graph", help="IRI of one graph; else everything.")
@store_option
def export(form: str, graph: str | None, folder: Path) -> None:
    """Write the store, or one graph, to stdout."""
    from kg.store import OxigraphStore

    store = OxigraphStore.open(folder, writable=False)
    if graph is not None and graph not in store.graphs():
        raise DemarcheError(f"no graph {graph} in {folder}")
    sys.stdout.buffer.write(store.export(GRAPH_FORMATS[form], graph))


COMMANDS = (load, validate, query, export)

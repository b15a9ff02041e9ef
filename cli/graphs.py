"""Commands on stores and RDF files: load, validate, query, export."""

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from cli.options import DayType, base_option, gazetteer_option, store_option
from cli.reviewing import write_quickstatements
from kg.errors import DemarcheError, QueryError, StoreError

if TYPE_CHECKING:
    from kg.store import Answer

ROWS: Final = {
    "json": "application/sparql-results+json", "xml": "application/sparql-results+xml",
    "csv": "text/csv", "tsv": "text/tab-separated-values",
}  # fmt: skip
TRIPLES: Final = {
    "turtle": "text/turtle", "ntriples": "application/n-triples", "jsonld": "application/ld+json",
    "rdfxml": "application/rdf+xml",
}  # fmt: skip
QUICKSTATEMENTS: Final = "quickstatements"
QUADS: Final = {"trig": "application/trig", "nquads": "application/n-quads", **TRIPLES}
WIDEST: Final = 60  # characters to which the columns of a table are filled up
MAX_QUERY: Final = 10_000_000  # bytes of a query from stdin or a file
_MANY: Final = 50_000  # statements after whose loading the files of the store are put in order


@click.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option("--graph", help="IRI of the graph to load into; else quads keep theirs and triples get one per file.")
@click.option("--plain", is_flag=True, help="Make a store of other data: a default graph of its own, without ontology and seeds.")
@click.option("--officials", is_flag=True, help="Also load the 15,530 dated tenures of officials (slow, 170 MB).")
@store_option
@base_option
def load(files: tuple[Path, ...], graph: str | None, plain: bool, officials: bool, folder: Path, base: str) -> None:
    r"""Load RDF FILES (.ttl .nt .nq .trig .rdf .jsonld) into the store, each whole or not at all.

    The store also gets the ontology and the seeds, and is brought up to date with them.

    \b
    demarche load graph.ttl --store news
    demarche load more.nq extra.ttl
    demarche load treaties.rdf --graph https://example.org/treaties
    demarche load data.trig --plain --store other
    demarche load --officials                who held which office, and when
    """
    from kg.background import add_background
    from kg.store import OxigraphStore, read_rdf

    if not files and not officials:
        raise click.UsageError("expected FILES, or --officials")
    first = read_rdf(files[0], graph) if files else []  # before a store is made for what cannot be loaded
    store = OxigraphStore.open(folder, plain=plain)
    loaded = 0
    for number, path in enumerate(files, 1):
        statements = store.load(first if number == 1 else read_rdf(path, graph), path.name, graph)
        first = []
        click.echo(f"[{number}/{len(files)}] {path}: {statements} statements", err=True)
        loaded += statements
    # Afterwards, so that the ontology of an export that is loaded again is not loaded twice.
    for name in () if store.plain else add_background(store, base=base, officials=officials):
        click.echo(f"written: {name}", err=True)
    if loaded >= _MANY or officials:
        store.put_in_order()


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
def validate(file: Path) -> None:
    r"""Check an RDF FILE against all shapes; exit status 1 for a violation.

    \b
    demarche convert article.txt > article.ttl && demarche validate article.ttl
    """
    from kg.rdf_files import parse_rdf
    from kg.validation import Shapes, summary
    from kg.validation import validate as run

    report = run(parse_rdf(file), Shapes.load())
    if report.results:
        click.echo(summary(report.results))
    if not report.conforms:
        number = len(report.violations)
        raise DemarcheError(f"{file}: {number} violation{'s' if number > 1 else ''}")
    click.echo(f"{file}: conforms", err=True)


@click.command()
@click.argument("query")
@click.option(
    "--format", "form", type=click.Choice(["table", *ROWS, *TRIPLES]),
    help="By default a table for rows, yes or no for ASK, Turtle for triples.",
)  # fmt: skip
@store_option
def query(query: str, form: str | None, folder: Path) -> None:
    r"""Ask the store: QUERY is SPARQL, a file that holds it, or - for stdin.

    The default graph is the union of all graphs; GRAPH ?g tells them apart.

    \b
    demarche query 'SELECT ?s WHERE { ?s a <https://w3id.org/demarche/ontology#Meeting> }'
    demarche query meetings.rq --format csv > meetings.csv
    demarche query - --format turtle < describe.rq
    """
    from kg.store import OxigraphStore

    text = _query_text(query)
    answer = OxigraphStore.open(folder, writable=False).query(text)
    if answer.kind == "triples":
        _check(form, TRIPLES, "this query gives triples")
        click.echo(answer.serialise(TRIPLES[form or "turtle"]).decode(), nl=False)
    elif form in (None, "table"):
        _print_table(answer)
    else:
        _check(form, ROWS, "this query gives rows" if answer.kind == "rows" else "this query gives yes or no")
        if answer.kind == "boolean" and form in ("csv", "tsv"):
            raise click.UsageError("--format csv and tsv have no form for yes or no; take json, xml or table")
        click.echo(answer.serialise(ROWS[form or "json"]).decode().rstrip("\n"))


def _check(form: str | None, possible: dict[str, str], words: str) -> None:
    if form is not None and form not in possible:
        raise click.UsageError(f"--format {form} does not fit: {words}; take {', '.join(possible)}")


def _query_text(query: str) -> str:
    path = Path(query)
    if query != "-" and not (query.endswith((".rq", ".sparql")) or ("\n" not in query and _is_file(path))):
        return query
    try:
        if query == "-":
            data = sys.stdin.buffer.read(MAX_QUERY + 1)
        else:
            with path.open("rb") as source:
                data = source.read(MAX_QUERY + 1)
        if len(data) > MAX_QUERY:
            raise QueryError(f"{query}: expected a query of at most {MAX_QUERY:,} bytes, found more")
        return data.decode("utf-8-sig")
    except OSError as error:
        raise QueryError(f"{query}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise QueryError(f"{query}: expected UTF-8, found byte 0x{data[error.start]:02x} at {error.start}") from error


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):  # a query is no good name of a file
        return False


def _print_table(answer: "Answer") -> None:
    if answer.kind == "boolean":
        click.echo("yes" if answer.boolean else "no")
        return
    names, rows = answer.variables, [[row.get(n, "") for n in answer.variables] for row in answer.rows()]
    cells = [names, *([" ".join(value.split()) for value in row] for row in rows)]
    widths = [min(WIDEST, max(len(row[i]) for row in cells)) for i in range(len(names))]
    for row in cells:
        click.echo("  ".join(v.ljust(w) for v, w in zip(row, widths, strict=True)).rstrip())
    click.echo(f"{len(rows)} {'row' if len(rows) == 1 else 'rows'}", err=True)


@click.command()
@click.option("--format", "form", type=click.Choice([*QUADS, QUICKSTATEMENTS]), default="trig", show_default=True)
@click.option("--graph", help="IRI of one graph; else everything.")
@click.option(
    "--min-confidence", type=click.FloatRange(0, 1), help="quickstatements: how sure words and link must be, by default 0.8."
)  # fmt: skip
@click.option("--retrieved", type=DayType(), help="quickstatements: day on which you read the articles, for the references.")
@gazetteer_option
@store_option
def export(
    form: str, graph: str | None, min_confidence: float | None, retrieved: date | None, own: Path | None, folder: Path
) -> None:
    r"""Write the store, or one graph, to stdout; trig and nquads keep graphs apart, the other forms join them.

    quickstatements writes offices that Wikidata lacks and a reviewer confirmed (demarche review), with references.

    \b
    demarche export --format quickstatements > to-wikidata.tsv
    demarche export --format nquads > backup.nq
    demarche load backup.nq --store restored
    demarche export --graph https://w3id.org/demarche/ontology --format turtle
    """
    from kg.store import OxigraphStore

    if form != QUICKSTATEMENTS and (min_confidence is not None or retrieved is not None):
        raise click.UsageError(f"--min-confidence and --retrieved belong to --format {QUICKSTATEMENTS}")
    store = OxigraphStore.open(folder, writable=False)
    if graph is not None and graph not in store.graphs():
        raise StoreError(f"{folder}: expected one of its {len(store.graphs())} graphs, found no {graph}")
    if form == QUICKSTATEMENTS:
        write_quickstatements(store, graph, min_confidence, retrieved, own)
        return
    store.write(sys.stdout.buffer, QUADS[form], graph)


COMMANDS = (load, validate, query, export)

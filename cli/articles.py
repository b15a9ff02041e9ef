"""Commands that read articles: convert, ingest."""

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import click

from cli.options import article_files, base_option, reading_options, store_option
from kg.errors import DemarcheError, ReadingError
from kg.model import Article, Conversion

FORMATS = {"turtle": "ttl", "trig": "trig", "nquads": "nq", "jsonld": "jsonld", "rdfxml": "rdf", "json": "json"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How to read the articles of one run."""

    published: date | None
    identifier: str | None
    encoding: str
    base: str

    def article(self, path: str) -> Article:
        """One article; "-" is stdin."""
        from kg.reading import article_of, decode, read_article

        if path == "-":
            text = decode(sys.stdin.buffer.read(), "stdin", self.encoding)
            return article_of(text, name="stdin", identifier=self.identifier, published=self.published, base=self.base)
        return read_article(
            path, identifier=self.identifier, published=self.published, encoding=self.encoding, base=self.base
        )


@click.command()
@click.argument("articles", nargs=-1, required=True)
@click.option(
    "--format",
    "form",
    type=click.Choice(list(FORMATS)),
    default="turtle",
    show_default=True,
    help="Form of the result.",
)
@click.option(
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder for one file per article, instead of stdout.",
)
@click.option(
    "--explain", is_flag=True, help="Show what each stage found, sentence by sentence, instead of the result."
)
@reading_options
@base_option
def convert(
    articles: tuple[str, ...], form: str, output: Path | None, explain: bool, published: date | None,
    identifier: str | None, encoding: str, base: str,
) -> None:  # fmt: skip
    """Convert ARTICLES (files, folders of .txt, or - for stdin); nothing is stored."""
    from kg.pipeline import convert as run
    from kg.resources import Resources

    reading = Reading(published=published, identifier=identifier, encoding=encoding, base=base)
    paths = _checked(articles, identifier, output, many_allowed=output is not None or explain)
    if output is not None:
        output.mkdir(parents=True, exist_ok=True)
    resources = Resources.load()
    failed = 0
    for path in paths:
        try:
            article = reading.article(path)
        except ReadingError as error:
            if len(paths) == 1:
                raise
            click.echo(f"demarche: {error}", err=True)
            failed += 1
            continue
        if article.published is None:
            click.echo(f"{path}: no date found; relative times stay open (give --published)", err=True)
        conversion = run(article, resources)
        text = _explained(conversion, resources) if explain else _written(conversion, resources, form)
        if output is None:
            click.echo(text, nl=False)
        else:
            (output / f"{Path(path).stem if path != '-' else 'stdin'}.{FORMATS[form]}").write_text(text, "utf-8")
    if failed:
        raise DemarcheError(f"{failed} of {len(paths)} articles could not be read")


def _checked(
    articles: tuple[str, ...], identifier: str | None, output: Path | None, *, many_allowed: bool
) -> list[str]:
    paths = list(article_files(articles))
    if not paths:
        raise ReadingError(f"{', '.join(articles)}: expected articles, found no .txt file")
    if len(paths) > 1 and not many_allowed:
        raise click.UsageError("several articles need --output FOLDER")
    if len(paths) > 1 and identifier:
        raise click.UsageError("--id names one article")
    return paths


def _written(conversion: Conversion, resources: object, form: str) -> str:
    catalogue = resources.catalogue  # type: ignore[attr-defined]
    if form == "json":
        from kg.exchange.article_json import to_json

        return to_json(conversion, catalogue)
    from kg.exchange.serialisation import serialise
    from kg.graph import build_graph

    return serialise(build_graph(conversion, catalogue), conversion.article.iri, form)


def _explained(conversion: Conversion, resources: object) -> str:
    from kg.explanation import explain

    return explain(conversion, resources.catalogue)  # type: ignore[attr-defined]


@click.command()
@click.argument("articles", nargs=-1, required=True)
@store_option
@reading_options
@base_option
def ingest(
    articles: tuple[str, ...], folder: Path, published: date | None, identifier: str | None, encoding: str, base: str
) -> None:
    """Convert, validate and store ARTICLES; each becomes one named graph, replaced whole."""
    reading = Reading(published=published, identifier=identifier, encoding=encoding, base=base)
    paths = _checked(articles, identifier, None, many_allowed=True)
    failed = store_articles(paths, folder, reading)
    if failed:
        raise DemarcheError(f"{failed} of {len(paths)} articles were not stored")


def store_articles(paths: Iterable[str], folder: Path, reading: Reading) -> int:
    """Stores what can be stored, tells what cannot: the number of articles refused."""
    rows = list(paths)
    read: list[tuple[str, Article]] = []
    failed = 0
    for path in rows:
        try:
            read.append((path, reading.article(path)))
        except ReadingError as error:
            failed += 1
            click.echo(f"demarche: {error}", err=True)
    twice = {a.iri for _, a in read if sum(b.iri == a.iri for _, b in read) > 1}
    if twice:
        raise DemarcheError(
            f"several files would be stored as {', '.join(sorted(twice))}: rename them or ingest them apart with --id"
        )
    return failed + (_store(read, folder, reading.base) if read else 0)


def _store(read: list[tuple[str, Article]], folder: Path, base: str) -> int:
    from kg.background import add_background
    from kg.graph import build_graph
    from kg.pipeline import convert as run
    from kg.resources import Resources
    from kg.store import OxigraphStore
    from kg.validation import Shapes, set_aside, summary, validate

    resources, shapes = Resources.load(), Shapes.load()
    store = OxigraphStore.open(folder)
    add_background(store, base=base)
    failed = 0
    for number, (path, article) in enumerate(read, 1):
        try:
            graph = build_graph(run(article, resources), resources.catalogue)
            clean, aside = set_aside(graph, validate(graph, shapes), article.iri)
            store.put(article.iri, clean)
        except DemarcheError as error:
            failed += 1
            click.echo(f"demarche: {path}: {error}", err=True)
            continue
        click.echo(f"[{number}/{len(read)}] {path}: {len(clean)} statements", err=True)
        for fact in aside:
            click.echo(f"  set aside: {summary(fact.results)}", err=True)
    return failed


COMMANDS = (convert, ingest)

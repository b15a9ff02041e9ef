"""Commands that read articles: convert, ingest."""

import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from cli.options import (
    article_files,
    base_option,
    gazetteer_option,
    reading_options,
    same_as_option,
    store_option,
)
from kg.errors import DemarcheError, ReadingError, StoreError
from kg.model import Article, Conversion

if TYPE_CHECKING:
    from kg.resources import Resources

FORMATS: Final = {
    "turtle": "ttl", "trig": "trig", "nquads": "nq", "jsonld": "jsonld", "rdfxml": "rdf", "json": "json",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How to read the articles of one run."""

    published: date | None
    identifier: str | None
    url: str | None
    encoding: str
    base: str

    def article(self, path: str) -> Article:
        """One article, with a warning on stderr about a date that is missing or to come; "-" is stdin."""
        from kg.reading import MAX_BYTES, article_of, decode, read_article

        if path == "-":
            text = decode(sys.stdin.buffer.read(MAX_BYTES + 1), "stdin", self.encoding)
            article = article_of(
                text, name="stdin", identifier=self.identifier, published=self.published, url=self.url, base=self.base
            )
        else:
            article = read_article(
                path, identifier=self.identifier, published=self.published, url=self.url, encoding=self.encoding, base=self.base
            )
        _warn_of_date(path, article.published)
        return article


def _warn_of_date(path: str, published: date | None) -> None:
    if published is None:
        _say(f"{path}: no date found; relative times stay open (give --published)")
    elif published > date.today() + timedelta(days=1):  # a day, for the time zones
        _say(f"{path}: published {published}, which is yet to come; relative times count from it (give --published)")


@click.command()
@click.argument("articles", nargs=-1, required=True)
@click.option(
    "--format", "form", type=click.Choice(list(FORMATS)), default="turtle", show_default=True, help="Form of the result."
)
@click.option(
    "--output", type=click.Path(path_type=Path, file_okay=False),
    help="Folder for one file per article, instead of stdout.",
)
@click.option("--explain", is_flag=True, help="What each stage found, sentence by sentence, instead of the result.")
@reading_options
@gazetteer_option
@base_option
@same_as_option
def convert(
    articles: tuple[str, ...], form: str, output: Path | None, explain: bool, published: date | None,
    identifier: str | None, url: str | None, encoding: str, own: Path | None, base: str, owl_same_as: bool,
) -> None:  # fmt: skip
    r"""Convert ARTICLES (files, folders of .txt, or - for stdin) and store nothing.

    \b
    demarche convert article.txt                        Turtle
    demarche convert article.txt --format json          one JSON object (schema: kg/exchange/article.schema.json)
    demarche convert articles/ --format nquads --output graphs/
    demarche convert article.txt --explain              why a sentence gave an act, or none
    demarche convert - --published 2021-04-02 < article.txt
    """
    from kg.gazetteer.packaged import index_in
    from kg.resources import Resources

    reading = Reading(published=published, identifier=identifier, url=url, encoding=encoding, base=base)
    paths = _checked(articles, identifier, url)
    if len(paths) > 1 and output is None and not explain:
        raise click.UsageError("several articles need --output FOLDER")
    ending = "txt" if explain else FORMATS[form]
    targets = _targets(paths, output, ending) if output is not None else {}
    resources: Resources | None = None
    failed = 0
    for number, path in enumerate(paths, 1):
        try:
            article = reading.article(path)
        except ReadingError as error:
            if len(paths) == 1:
                raise
            _say(f"demarche: {error}")
            failed += 1
            continue
        resources = resources or Resources.load(index=index_in(own))  # not before there is something to convert
        text = _text(article, resources, None if explain else form, owl_same_as)
        if targets:
            targets[path].write_text(text, "utf-8")
            _say(f"[{number}/{len(paths)}] {path}: {targets[path]}")
        else:
            click.echo(text, nl=False)
    if failed:
        raise DemarcheError(f"{failed} of {len(paths)} articles could not be read")


def _checked(articles: tuple[str, ...], identifier: str | None, url: str | None) -> list[str]:
    paths = list(article_files(articles))
    if not paths:
        raise ReadingError(f"{', '.join(articles)}: expected articles, found no .txt file")
    if len(paths) > 1 and (identifier or url):
        raise click.UsageError(f"{'--id' if identifier else '--url'} names one article")
    return paths


def _targets(paths: list[str], output: Path, ending: str) -> dict[str, Path]:
    """The file of each article; ``DemarcheError`` where two would be written to one."""
    targets = {path: output / f"{Path(path).stem if path != '-' else 'stdin'}.{ending}" for path in paths}
    twice = [str(target) for target, n in Counter(targets.values()).items() if n > 1]
    if twice:
        raise DemarcheError(f"several articles would be written to {', '.join(twice)}: convert them apart")
    output.mkdir(parents=True, exist_ok=True)
    return targets


def _text(article: Article, resources: "Resources", form: str | None, owl_same_as: bool) -> str:
    """A conversion in one of ``FORMATS``, or explained."""
    from kg.pipeline import convert as run

    conversion = run(article, resources)
    if form is None:
        from kg.explanation import explain

        return explain(conversion, resources.catalogue)
    return _written(conversion, resources, form, owl_same_as)


def _written(conversion: Conversion, resources: "Resources", form: str, owl_same_as: bool) -> str:
    if form == "json":
        from kg.exchange.article_json import to_json

        return to_json(conversion, resources.catalogue)
    from kg.exchange.serialisation import serialise
    from kg.graph import build_graph

    graph = build_graph(conversion, resources.catalogue, owl_same_as=owl_same_as)
    return serialise(graph, conversion.article.iri, form)


@click.command()
@click.argument("articles", nargs=-1, required=True)
@store_option
@reading_options
@gazetteer_option
@base_option
@same_as_option
def ingest(
    articles: tuple[str, ...], folder: Path, published: date | None, identifier: str | None, url: str | None,
    encoding: str, own: Path | None, base: str, owl_same_as: bool,
) -> None:  # fmt: skip
    r"""Convert, validate and store ARTICLES; each becomes one named graph, replaced whole.

    What violates a shape is set aside and told; the rest is stored. The store also gets the ontology
    and the seeds (states, organisations, offices, cities), and is brought up to date with them.

    \b
    demarche ingest article.txt
    demarche ingest articles/ --store news
    cat article.txt | demarche ingest - --id visit-to-norland --published 2021-04-02
    """
    reading = Reading(published=published, identifier=identifier, url=url, encoding=encoding, base=base)
    paths = _checked(articles, identifier, url)
    failed = store_articles(paths, folder, reading, own=own, owl_same_as=owl_same_as)
    if failed:
        raise StoreError(f"{failed} of {len(paths)} articles were not stored")


def store_articles(
    paths: Iterable[str], folder: Path, reading: Reading, *, own: Path | None = None, owl_same_as: bool = False
) -> int:
    """Stores what can be stored, tells what cannot: the number of articles refused."""
    read: list[tuple[str, Article]] = []
    failed = 0
    for path in paths:
        try:
            read.append((path, reading.article(path)))
        except ReadingError as error:
            failed += 1
            _say(f"demarche: {error}")
    twice = [iri for iri, n in Counter(article.iri for _, article in read).items() if n > 1]
    if twice:
        raise DemarcheError(
            f"several files would be stored as {', '.join(sorted(twice))}: rename them or ingest them apart with --id"
        )
    return failed + (_store(read, folder, reading.base, own, owl_same_as) if read else 0)


def _store(read: list[tuple[str, Article]], folder: Path, base: str, own: Path | None, owl_same_as: bool) -> int:
    from kg.background import add_background
    from kg.gazetteer.packaged import index_in
    from kg.graph import build_graph
    from kg.pipeline import convert as run
    from kg.resources import Resources
    from kg.setting_aside import sort_out
    from kg.store import OxigraphStore
    from kg.validation import Shapes, summary

    store = OxigraphStore.open(folder)  # first: a store that cannot be opened is told before the work
    resources, shapes = Resources.load(index=index_in(own)), Shapes.load()
    for name in add_background(store, base=base):
        _say(f"written: {name}")
    failed = 0
    for number, (path, article) in enumerate(read, 1):
        try:
            graph = build_graph(run(article, resources), resources.catalogue, owl_same_as=owl_same_as)
            kept = sort_out(graph, shapes, article.iri)
            store.put(article.iri, kept.clean)
        except StoreError:
            raise
        except DemarcheError as error:
            failed += 1
            _say(f"demarche: {path}: {error}")
            continue
        _say(f"[{number}/{len(read)}] {path}: {len(kept.clean)} statements")
        for fact in kept.aside:
            _say(f"  set aside: {summary(fact.results)}")
    return failed


def _say(words: str) -> None:
    click.echo(words, err=True)


COMMANDS = (convert, ingest)

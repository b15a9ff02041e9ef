"""Commands on the ontology and the gazetteer: ontology, reason, link."""

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli.options import DayType, base_option, gazetteer_option
from kg.errors import DemarcheError

if TYPE_CHECKING:  # takes longer to import than most commands run
    from rdflib import Graph

    from kg.gazetteer import Candidate


@click.group()
def ontology() -> None:
    r"""Check the ontology, or a graph against it.

    \b
    demarche ontology check                        is it consistent?
    demarche ontology check graph.ttl              does the graph contradict it, and where?
    demarche ontology quality
    demarche ontology docs > ontology.html
    """


@ontology.command()
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--quick", is_flag=True, help="Say only whether it is consistent; look for no explanation.")
def check(file: Path | None, quick: bool) -> None:
    """Is the ontology, with the RDF in FILE where given, consistent? Uses HermiT, which needs Java.

    Where it is not, prints the statements and axioms that contradict each other: exit status 1.
    """
    from ontology.reasoning import check as run
    from ontology.reasoning import explain

    graph = _parsed(file)
    report = run(graph)
    click.echo(report.words())
    if report.sound:
        return
    if not quick:
        click.echo("looking for the statements that contradict each other (a minute or two) ...", err=True)
        for line in explain(report, graph):
            click.echo(f"  {line}")
    raise DemarcheError(f"{file or 'the ontology'}: {report.words()}")


@ontology.command()
def quality() -> None:
    """Run the quality queries over the ontology: pitfalls, missing words, missing metadata."""
    from ontology.quality import run_checks

    failed = 0
    for name, rows in run_checks():
        failed += bool(rows)
        click.echo(f"{name}: {'ok' if not rows else ', '.join(rows)}")
    if failed:
        raise DemarcheError(f"{failed} checks failed")


@ontology.command()
def docs() -> None:
    """Write the ontology as one HTML page to stdout."""
    from ontology.documentation import page

    click.echo(page(), nl=False)


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
def reason(file: Path) -> None:
    r"""Write the triples that HermiT infers from FILE, in a graph apart (TriG), to stdout.

    Needs Java.

    \b
    demarche convert article.txt > article.ttl
    demarche reason article.ttl > inferred.trig && demarche load inferred.trig
    """
    from kg.rdf_files import parse_rdf
    from ontology.reasoning import infer

    click.echo(infer(parse_rdf(file)), nl=False)


def _parsed(file: Path | None) -> "Graph | None":
    from kg.rdf_files import parse_rdf

    return None if file is None else parse_rdf(file)


@click.command()
@click.argument("name")
@click.option("--on", "day", type=DayType(), help="Day on which the name was in the news.")
@click.option("--office", help="Class of office, or a title, such as foreign-minister.")
@click.option("--of", "state", help="State or body by name, ISO code or Wikidata id.")
@click.option("--kind", type=click.Choice(["person", "organisation", "place"]), default="person", show_default=True,
              help="Of what the IRI tells that a name gets which nobody knows.")  # fmt: skip
@click.option("--explain", is_flag=True, help="Show the features behind each score, and the tenure that supports it.")
@gazetteer_option
@base_option
def link(
    name: str, day: date | None, office: str | None, state: str | None, kind: str, explain: bool, own: Path | None, base: str
) -> None:
    r"""Whom or what does NAME mean? Prints JSON lines: what it is linked to, then what comes near.

    NAME is a name in any spelling, or words with a title in them. What the tables do not hold, or cannot
    tell, gets an IRI of its own and the verdict in words; that is an answer, not an error.

    \b
    demarche link Kyiv
    demarche link "the Russian Foreign Minister" --on 2021-04-02 --explain
    demarche link "Sergei Lavrov" --on 2021-04-02 --office foreign-minister --of Russia
    """
    if not name.split():
        raise click.UsageError("NAME is empty")
    from kg import iris
    from kg.concepts import ConceptScheme
    from kg.gazetteer import Gazetteer
    from kg.gazetteer.packaged import index_in
    from kg.gazetteer.phrases import link_phrase, office_class, state_key

    gazetteer, offices = Gazetteer.load(index_in(own)), ConceptScheme.load("offices")
    try:
        found = link_phrase(
            name, gazetteer, offices, on=day, office=office_class(office, offices), of=state_key(state, gazetteer)
        )
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    article = iris.article("", base)
    if found.best is None:
        click.echo(_json(iri=iris.named(article, kind, name), label=name, linked=False, verdict=found.verdict))
    for candidate in found.candidates:
        linked = candidate is found.best
        row: dict[str, object] = {"iri": iris.entity(article, candidate.key), "id": candidate.key, "label": candidate.name}
        row |= {"kind": candidate.kind.value, "linked": linked, "score": candidate.score}
        click.echo(_json(**row, **(_evidence(candidate, day) if explain else {})))


def _evidence(candidate: "Candidate", day: date | None) -> dict[str, object]:
    """The features behind a score with their weights, the tenure, and who says so."""
    row: dict[str, object] = {"features": {f.name: f.weight for f in candidate.features}, "source": candidate.source}
    if (tenure := candidate.tenure) is not None:
        row["tenure"] = {
            "title": tenure.title, "of": tenure.of, "start": tenure.start, "end": tenure.end, "true_on": tenure.true_on,
            "statement": tenure.statement, "held": None if day is None else tenure.held_on(day),
        }  # fmt: skip
    return row


def _json(**row: object) -> str:
    return json.dumps(row, ensure_ascii=False)


COMMANDS = (ontology, reason, link)

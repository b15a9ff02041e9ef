"""Commands on the ontology and the gazetteer: ontology, reason, link."""

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli.options import DayType
from kg.errors import DemarcheError

if TYPE_CHECKING:  # takes longer to import than most commands run
    from rdflib import Graph


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
@click.option("--office", help="Class of office, such as foreign-minister.")
@click.option("--of", "state", help="State by name or ISO code.")
@click.option("--explain", is_flag=True, help="Show score, reasons and the tenure that supports each.")
def link(name: str, day: date | None, office: str | None, state: str | None, explain: bool) -> None:
    r"""Whom or what does NAME mean? Prints candidates as JSON lines, best first; exit status 1 for none.

    \b
    demarche link Kyiv
    demarche link "Sergei Lavrov" --on 2021-04-02 --office foreign-minister --of Russia --explain
    """
    if not name.split():
        raise click.UsageError("NAME is empty")
    from kg.gazetteer import Gazetteer

    gazetteer = Gazetteer.load()
    of = _state_key(gazetteer, state)
    found: list[dict[str, object]] = []
    for match in gazetteer.match(name.split(), 0):
        if match.length == len(name.split()):
            found += [
                {"id": e.wikidata or e.key, "label": e.label, "kind": e.kind.value, "use": match.use.value}
                for e in match.entries
            ]
    for person in gazetteer.link_person(name, office=office, of=of, on=day):
        row: dict[str, object] = {"id": person.key, "label": person.name, "kind": "person", "score": person.score}
        if explain:
            row["reasons"] = list(person.reasons)
            if person.tenure is not None:
                row["tenure"] = {
                    "title": person.tenure.title,
                    "start": person.tenure.start,
                    "end": person.tenure.end,
                    "statement": person.tenure.statement,
                }
        found.append(row)
    for row in found:
        click.echo(json.dumps(row, ensure_ascii=False))
    if not found:
        raise DemarcheError(f"{name}: not in the knowledge base")


def _state_key(gazetteer: object, state: str | None) -> str | None:
    if state is None:
        return None
    for match in gazetteer.match(state.split(), 0):  # type: ignore[attr-defined]
        if match.entries[0].kind.value in ("state", "polity"):
            return str(match.entries[0].key)
    raise DemarcheError(f"{state}: expected a state by its English name")


COMMANDS = (ontology, reason, link)

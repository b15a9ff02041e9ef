"""Commands for reviewers: review list, confirm, refute."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli.options import PREFIX, gazetteer_option, store_option

if TYPE_CHECKING:
    from kg.exchange.quickstatements import Proposal
    from kg.store import Store

_reviewer = click.option(
    "--by", "reviewer", required=True, envvar=f"{PREFIX}_REVIEWER", help="Your name, as it shall stand in the review."
)
_note = click.option("--note", help="Why, in a sentence.")
_attestations = click.argument("attestations", nargs=-1, required=True)


@click.group()
def review() -> None:
    r"""Say whether an article's words tell what the graph says they tell.

    What is confirmed may go to Wikidata (demarche export --format quickstatements), nothing else does.

    \b
    demarche review list --store news
    demarche review confirm ATTESTATION --by "A. Editor" --store news
    demarche review refute ATTESTATION --by "A. Editor" --note "his predecessor" --store news
    """


@review.command("list")
@click.option("--all", "everything", is_flag=True, help="Also those that are ready or kept back for another reason.")
@gazetteer_option
@store_option
def list_(everything: bool, own: Path | None, folder: Path) -> None:
    """Show the offices that Wikidata lacks and that wait for a review, each with its words."""
    from kg.exchange.quickstatements import Verdict
    from kg.store import OxigraphStore

    store = OxigraphStore.open(folder, writable=False)
    waiting = (Verdict.UNREVIEWED, Verdict.STALE)
    found = [p for p in found_in(store, own) if everything or p.verdict in waiting]
    for one in found:
        click.echo(one.attestation)
        click.echo(f"  {one.name} ({one.person}) holds {one.title} ({one.office}) on {one.day}, confidence {one.confidence:.2f}: {one.verdict}")
        click.echo("  " + " ".join(f"…{one.before}[{one.words}]{one.after}…".split()))
    click.echo(f"{len(found)} {'office' if len(found) == 1 else 'offices'}", err=True)


@review.command()
@_attestations
@_reviewer
@_note
@store_option
def confirm(attestations: tuple[str, ...], reviewer: str, note: str | None, folder: Path) -> None:
    """Record that the words of ATTESTATIONS (IRIs) tell it."""
    _record(attestations, True, reviewer, note, folder)


@review.command()
@_attestations
@_reviewer
@_note
@store_option
def refute(attestations: tuple[str, ...], reviewer: str, note: str | None, folder: Path) -> None:
    """Record that the words of ATTESTATIONS (IRIs) do not tell it."""
    _record(attestations, False, reviewer, note, folder)


def _record(attestations: Iterable[str], confirmed: bool, reviewer: str, note: str | None, folder: Path) -> None:
    from kg.reviews import review as record
    from kg.store import OxigraphStore

    for one in record(OxigraphStore.open(folder), attestations, confirmed=confirmed, reviewer=reviewer, note=note):
        click.echo(f"{'confirmed' if confirmed else 'refuted'}: {one.attestation}", err=True)


def found_in(store: "Store", own: Path | None, min_confidence: float | None = None, graph: str | None = None) -> list["Proposal"]:
    """What the store's articles tell of offices that Wikidata may lack, with what keeps each back."""
    from kg.exchange.quickstatements import MIN_CONFIDENCE, proposals
    from kg.gazetteer import Gazetteer
    from kg.gazetteer.packaged import index_in
    from kg.reviews import latest

    return list(proposals(
        store, Gazetteer.load(index_in(own)), latest(store), min_confidence=MIN_CONFIDENCE if min_confidence is None else min_confidence, graph=graph
    ))  # fmt: skip


def write_quickstatements(
    store: "Store", graph: str | None, min_confidence: float | None, retrieved: date | None, own: Path | None
) -> None:
    """Writes the commands to stdout and says on stderr what was kept back, and why."""
    from kg.exchange.quickstatements import Verdict, commands

    found = found_in(store, own, min_confidence, graph)
    for line in commands(found, retrieved=retrieved):
        click.echo(line)
    counts = Counter(p.verdict for p in found)
    kept = ", ".join(f"{counts[v]} {v}" for v in Verdict if v is not Verdict.READY and counts[v])
    click.echo(f"{counts[Verdict.READY]} of {len(found)} offices written{f'; kept back: {kept}' if kept else ''}", err=True)


COMMANDS = (review,)

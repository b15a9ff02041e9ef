"""Commands that grow a gazetteer of the user's own: build, refresh, add, show, remove, renew."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from cli.options import PREFIX, DayType
from kg.errors import GrowingError

if TYPE_CHECKING:
    from click._termui_impl import ProgressBar

    from kg.growing.assembly import Report
    from kg.growing.known import Open
    from kg.growing.layers import Folder

DEFAULT_GAZETTEER: Final = Path("demarche-gazetteer")
FEW: Final = 100_000  # people of a settlement


@click.group()
def gazetteer() -> None:
    r"""Grow a gazetteer of your own, from a Wikidata dump, from Wikidata itself, or from your own tables.

    It is a folder; commands that read names use it when they are told to: --gazetteer FOLDER.

    \b
    demarche gazetteer build --dump wikidata-20261102-all.json.gz
    demarche gazetteer refresh --of Armenia --contact you@example.org
    demarche gazetteer add envoys.csv
    demarche gazetteer show
    demarche link "the Armenian Foreign Minister" --on 2026-11-20 --gazetteer demarche-gazetteer
    """


_folder = click.option(
    "--gazetteer", "folder", type=click.Path(path_type=Path, file_okay=False), default=DEFAULT_GAZETTEER, show_default=True,
    envvar=f"{PREFIX}_GAZETTEER", help="Folder of the gazetteer.",
)  # fmt: skip


@gazetteer.command()
@click.option("--dump", "path", type=click.Path(path_type=Path), required=True,
              help="A Wikidata JSON dump: .json, plain or packed as .gz, .bz2 or .zst.")  # fmt: skip
@click.option("--as-of", type=DayType(), help="Day of the dump, where its name does not tell it.")
@click.option("--min-population", type=click.IntRange(min=0), default=FEW, show_default=True,
              help="People of the smallest settlement that is taken in; capitals of states always are.")  # fmt: skip
@click.option("--known-offices", is_flag=True, help="Leave out offices of no class that Demarche knows, such as members of parliament.")
@_folder
def build(path: Path, as_of: date | None, min_population: int, known_offices: bool, folder: Path) -> None:
    """Take in states, organisations, settlements and everybody with an office from a Wikidata dump.

    A build that was stopped goes on where it was when the same command is run again.
    """
    from kg.growing.building import Build
    from kg.growing.dump import Dump
    from kg.growing.layers import DUMP, Folder, Header

    dump, target = Dump(path), Folder(folder)
    day = as_of or dump.day()
    if day is None:
        raise click.UsageError(f"{path}: its name tells no day (as in wikidata-20261102-all.json.gz): give it with --as-of")
    if day > date.today():
        click.echo(f"{path}: of {day}, which is yet to come: tenures without an end will hold up to then", err=True)
    with target.lock():
        work = Build(dump, target.work, min_population=min_population)
        if work.resumed:
            click.echo(f"going on {work.place()}", err=True)
        with _progress() as tell:
            facts = work.run(lambda stage, read, size: tell(f"pass {stage} of 2", read, size))
        click.echo("making the index ...", err=True)
        header = Header(
            source=f"Wikidata JSON dump of {day} (CC0 1.0)", as_of=day.isoformat(), file=target.unused(DUMP),
            known_offices=known_offices, min_population=min_population,
        )  # fmt: skip
        report = target.put(DUMP, header, facts)
        work.clear()
    click.echo(f"{work.state.lines:,} lines read; left out: {work.state.broken:,} broken, {work.state.odd:,} of unknown form", err=True)
    _tell(report, target)


@gazetteer.command()
@click.argument("ids", nargs=-1)
@click.option("--of", "state", help="Only officials of this state or body: by name, ISO code or Wikidata id.")
@click.option("--office", help="Only those of this class of office, or a title, such as foreign-minister.")
@click.option("--contact", envvar=f"{PREFIX}_CONTACT", help="How Wikidata can reach you: an e-mail address or a page.")
@click.option("--max-age", type=click.FloatRange(min=0), default=1.0, show_default=True,
              help="Days for which an answer is kept and not asked for again.")  # fmt: skip
@click.option("--endpoint", default="https://www.wikidata.org/w/api.php", show_default=True, help="Address of the API.")
@_folder
def refresh(
    ids: tuple[str, ...], state: str | None, office: str | None, contact: str | None, max_age: float, endpoint: str, folder: Path
) -> None:
    """Ask Wikidata who is in office now: for IDS, else for all tenures whose end is not known, and who follows.

    This is the only command that uses the network.
    """
    from kg.growing.client import Client
    from kg.growing.entity import number
    from kg.growing.http import http
    from kg.growing.layers import Folder
    from kg.growing.refreshing import Refresh

    if not contact or not contact.isprintable() or not ("@" in contact or "://" in contact):
        raise click.UsageError("Wikidata wants to know how to reach whoever asks: give --contact, an e-mail address or a page")
    if not endpoint.startswith(("https://", "http://")):
        raise click.UsageError(f"--endpoint: expected an http address, found {endpoint!r}")
    if wrong := [i for i in ids if number(i) is None]:
        raise click.UsageError(f"expected ids such as Q30, found {', '.join(wrong)}")
    target = Folder(folder)
    with target.lock():
        items = [n for i in ids if (n := number(i))] or _of_open(_open(target, state, office))
        client = Client(http(contact), target.cache, endpoint=endpoint, max_age=max_age * 86400)
        with _progress() as tell:
            facts = Refresh(client, tell).facts(items)
        report = target.add_live(facts)
    missing = f"; Wikidata has no {', '.join(client.missing[:10])}" if client.missing else ""
    click.echo(f"{client.requests:,} requests, {client.from_cache:,} answers kept from before{missing}", err=True)
    _tell(report, target)


@gazetteer.command()
@click.argument("table", type=click.Path(path_type=Path))
@_folder
def add(table: Path, folder: Path) -> None:
    """Add a CSV table of your own; one of the same name is replaced.

    Officials need the columns name, office, of and source, other things name, kind and source.
    """
    from kg.gazetteer import Gazetteer
    from kg.growing.layers import Folder
    from kg.growing.table import read_table

    target = Folder(folder)
    with target.lock():
        rows = read_table(table, Gazetteer.load(target.index) if target.index.exists() else Gazetteer.load())
        target.add_table(table.stem, rows)
    click.echo(f"{table}: {len(rows):,} rows; {_use(target)}", err=True)


@gazetteer.command()
@_folder
def show(folder: Path) -> None:
    """List the layers of the gazetteer, in the order in which they are laid over the packaged one."""
    from kg.growing.layers import Folder

    target = Folder(_there(folder))
    for name in target.names():
        header = target.header(name)
        if header is not None:
            click.echo(f"{name}\t{header.as_of}\t{header.source}")


@gazetteer.command()
@click.argument("layer")
@_folder
def remove(layer: str, folder: Path) -> None:
    """Take away a layer by the name that show tells, such as dump or tables/envoys."""
    from kg.growing.layers import Folder

    target = Folder(_there(folder))
    with target.lock():
        _tell(target.remove(layer), target)


@gazetteer.command()
@_folder
def renew(folder: Path) -> None:
    """Make the index anew of the layers and the packaged gazetteer, as it is after an update of Demarche."""
    from kg.growing.layers import Folder

    target = Folder(_there(folder))
    with target.lock():
        _tell(target.renew(), target)


def _there(folder: Path) -> Path:
    """A folder, which must be there."""
    if not folder.is_dir():
        raise GrowingError(f"{folder}: expected a gazetteer, found no such folder")
    return folder


def _open(target: "Folder", state: str | None, office: str | None) -> list["Open"]:
    """The tenures without a known end, of one state or body, of one class of office."""
    from kg.concepts import ConceptScheme
    from kg.gazetteer import Gazetteer
    from kg.gazetteer.phrases import office_class, state_key
    from kg.growing.entity import number
    from kg.growing.known import Known
    from kg.growing.offices import kept_as

    index = target.index if target.index.exists() else None
    try:
        of = state_key(state, Gazetteer.load(index) if index else Gazetteer.load())
        kind = office_class(office, ConceptScheme.load("offices"))
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    found = (Known.of(index) if index else Known.of()).open
    kept = [t for t in found if (of is None or t.of == number(of)) and (kind is None or t.office == kept_as(kind))]
    if not kept:
        raise click.UsageError("no tenure without a known end is of that state and office: give IDS")
    return kept


def _of_open(tenures: list["Open"]) -> list[int]:
    """The items behind tenures: people, positions, states."""
    return sorted({i for t in tenures for i in (t.person, t.position, t.of) if i})


def _tell(report: "Report", target: "Folder") -> None:
    click.echo(f"{report.people:,} people with {report.tenures:,} tenures, {report.entities:,} other entities; {_use(target)}", err=True)
    for reason, count in (+report.left_out).most_common():
        click.echo(f"left out: {count:,} {reason}", err=True)


def _use(target: "Folder") -> str:
    return f"use them with --gazetteer {target.path}"


class _Teller:
    """A bar on stderr for each stage; click shows its label alone where stderr is no terminal."""

    def __init__(self) -> None:
        self._stage = ""
        self._bar: ProgressBar[int] | None = None

    def __call__(self, stage: str, done: int, size: int) -> None:
        if stage != self._stage or self._bar is None:
            self.close()
            self._stage = stage
            self._bar = click.progressbar(length=max(size, 1), label=stage, file=sys.stderr).__enter__()
        self._bar.update(done - self._bar.pos)

    def close(self) -> None:
        """Ends the bar."""
        if self._bar is not None:
            self._bar.__exit__(None, None, None)
            self._bar = None


@contextmanager
def _progress() -> Iterator[_Teller]:
    """Progress on stderr."""
    teller = _Teller()
    try:
        yield teller
    finally:
        teller.close()


COMMANDS = (gazetteer,)

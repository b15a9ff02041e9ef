"""Commands that keep a store safe: backup, restore."""

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli.options import store_option
from kg.errors import StoreError, StoreInUse
from kg.locking import count_up, exchange, generation_of, in_use, never_finished, writing

if TYPE_CHECKING:
    from kg.store import OxigraphStore


@click.command()
@click.argument("target", type=click.Path(path_type=Path))
@store_option
def backup(target: Path, folder: Path) -> None:
    r"""Copy the store as it is now into a new folder TARGET, also while it is served and written.

    The copy is a store: query it, serve it, or restore it. On the disk of the store it shares files with it and
    takes a moment; copy it elsewhere from there.

    \b
    demarche backup backups/2026-11-25 --store news
    """
    from kg.store import OxigraphStore

    if target.exists():
        raise StoreError(f"{target}: expected a folder that does not exist yet")
    store = OxigraphStore.open(folder, writable=False)
    target.parent.mkdir(parents=True, exist_ok=True)
    part = _free(target, "part")
    try:
        store.backup(part)
        part.rename(target)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    click.echo(f"written: {target}, {_counted(OxigraphStore.open(target, writable=False))}", err=True)


@click.command()
@click.argument("source", type=click.Path(path_type=Path))
@store_option
def restore(source: Path, folder: Path) -> None:
    r"""Put a copy of the backup SOURCE in the place of the store; a server that runs goes on with it.

    The store that was there is kept beside it, its name followed by ".before".

    \b
    demarche restore backups/2026-11-25 --store news
    """
    from kg.store import OxigraphStore

    if source.resolve() == folder.resolve():
        raise StoreError(f"{source}: expected a backup, found the store itself")
    words = _counted(OxigraphStore.open(source, writable=False))
    before = folder.with_name(f"{folder.name}.before")
    if folder.exists() and before.exists():
        raise StoreError(f"{before}: a store from before an earlier restore is still there; move it away first")
    part = _free(folder, "part")
    part.parent.mkdir(parents=True, exist_ok=True)
    OxigraphStore.open(source, writable=False).backup(part)
    try:
        if folder.exists():
            _check_replaceable(folder)
            with writing(folder):
                if in_use(folder):
                    raise StoreInUse(f"{folder}: the store is being written by another process; try again when it is done")
                count_up(part, max(generation_of(folder), generation_of(part)) + 1)  # readers of the store that was there notice
                OxigraphStore.open(part)  # leaves the snapshot that they will open
                part.rename(before)
                exchange(before, folder)
        else:
            part.rename(folder)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    click.echo(f"restored: {folder}, {words}" + (f"; what was there is in {before}" if before.exists() else ""), err=True)


def _check_replaceable(folder: Path) -> None:
    """``StoreError`` for what is no store; one that is damaged, or whose making was cut short, may be replaced."""
    if not folder.is_dir() or not (generation_of(folder) or (folder / "CURRENT").exists() or never_finished(folder) or not any(folder.iterdir())):
        raise StoreError(f"{folder}: expected a store or nothing, found something else")


def _free(target: Path, ending: str) -> Path:
    """A name beside the target for what is not whole yet; what an interrupted run left there goes."""
    part = target.with_name(f"{target.name}.{ending}")
    shutil.rmtree(part, ignore_errors=True)
    return part


def _counted(store: "OxigraphStore") -> str:
    return f"{len(store):,} statements in {len(store.graphs())} graphs"


COMMANDS = (backup, restore)

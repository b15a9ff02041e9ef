"""Folders that are no store, or a damaged one: what is wrong, and what to do about it."""

import re
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from kg.errors import StoreError
from kg.locking import OWN_FILES, generation_of, never_finished
from kg.snapshots import snapshot_of

_WANTING: Final = re.compile(r"No space left|Disk quota|File too large|Permission denied|Read-only file system|Too many open files|Cannot allocate")


def check_folder(folder: Path) -> None:
    """``StoreError`` for a folder that holds other things than a store, or a store without the file that makes it one."""
    others = {p.name for p in folder.iterdir()} - OWN_FILES if folder.is_dir() else set()
    if not others or (folder / "CURRENT").exists() or never_finished(folder):
        return
    if generation_of(folder):
        raise StoreError(f"{folder}: the store is damaged: it has no file CURRENT{remedy(folder)}")
    raise StoreError(f"{folder}: expected a store, found a folder with other things or a damaged store (no file CURRENT)")


def remedy(folder: Path, error: Exception | None = None) -> str:
    """What to do about a damaged store; nothing where it is only that rights, space or memory are wanting."""
    if _WANTING.search(str(error)):
        return ""
    snapshot = snapshot_of(folder, generation_of(folder))
    try:
        len(ox.Store.read_only(str(snapshot)))
    except (OSError, RuntimeError):
        return f"; put a backup in its place: demarche restore BACKUP --store {folder}"
    return f"; its copy for readers can still be opened, put it in its place: demarche restore {snapshot} --store {folder}"

"""Opening the files of a store: for writing with a snapshot for readers beside it, or as they are."""

import logging
import os
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from kg.locking import (
    count_up,
    cut_short_writer,
    generation_of,
    is_cut_short,
    unmark_change,
    was_cut_short,
    writing,
)
from kg.snapshots import discard, is_snapshot, publish, snapshot_of

log = logging.getLogger(__name__)
_TRIES: Final = 10  # of opening a store that is being written; of 3,000 openings 5 failed at first


def open_for_writing(folder: Path) -> ox.Store:
    """The store to write to; readers find a snapshot beside it from now on."""
    store = ox.Store(str(folder))
    generation = generation_of(folder)
    snapshot = snapshot_of(folder, generation)
    if not snapshot.is_dir():
        publish(folder, generation, store.backup)
        count_up(folder, generation)
    elif was_cut_short(folder) and not _same(store, snapshot):  # the change was made, and nobody could see it yet
        publish(folder, generation + 1, store.backup)
        count_up(folder, generation + 1, cut_short_writer(folder))
    unmark_change(folder)
    return store


def settle(folder: Path) -> bool:
    """Leaves readers a snapshot of what is in the store: where none is yet, in a restored backup, say, and after a change that was cut short.

    Where that cannot be done now, but readers have an earlier snapshot, they keep it: False.
    """
    if not is_cut_short(folder) and not _lacks_snapshot(folder):
        return True
    if not os.access(folder, os.W_OK) or is_snapshot(folder):
        return False
    try:
        with writing(folder):
            if was_cut_short(folder) or _lacks_snapshot(folder):
                open_for_writing(folder)
    except (OSError, RuntimeError) as error:
        if _lacks_snapshot(folder):
            raise
        log.warning("%s: a change that was cut short cannot be shown to readers yet: %s", folder, error)
        return False
    return True


def _lacks_snapshot(folder: Path) -> bool:
    return not snapshot_of(folder, generation_of(folder)).is_dir()


def renew_snapshot(folder: Path) -> None:
    """Makes a snapshot anew of the store, in the place of one that is damaged; raises what pyoxigraph does where that is damaged too."""
    with writing(folder):
        store = ox.Store(str(folder))
        generation = generation_of(folder) + 1
        try:
            publish(folder, generation, store.backup)
            ox.Store.read_only(str(snapshot_of(folder, generation)))
        except (OSError, RuntimeError):
            discard(folder, generation)
            raise
        count_up(folder, generation)
        unmark_change(folder)


def _same(store: ox.Store, snapshot: Path) -> bool:
    """Whether store and snapshot hold the same statements and graphs."""
    try:
        seen = ox.Store.read_only(str(snapshot))
        graphs = [{str(g) for g in s.named_graphs()} for s in (store, seen)]
        return graphs[0] == graphs[1] and len(store) == len(seen) and all(a == b for a, b in zip(store, seen, strict=True))
    except (OSError, RuntimeError, ValueError):
        return False


def as_it_is(folder: Path) -> ox.Store:
    """The store itself; tried again where a writer has tidied a file away between its naming and its opening."""
    for left in reversed(range(_TRIES)):
        try:
            return ox.Store.read_only(str(folder))
        except (OSError, RuntimeError) as error:
            if not left or "No such file" not in str(error):
                raise
    raise AssertionError("the last try returns or raises")


def identity(snapshot: Path) -> str:
    """What tells a snapshot from another under the same name; nothing for one that is not there."""
    try:
        found = snapshot.stat()
    except OSError:
        return ""
    return f"{found.st_ino}-{found.st_mtime_ns}"

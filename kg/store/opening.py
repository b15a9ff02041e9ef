"""Opening the files of a store: for writing with a snapshot for readers beside it, or as they are."""

import os
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from kg.locking import count_up, generation_of, unmark_change, was_cut_short, writing
from kg.snapshots import publish, snapshot_of

_TRIES: Final = 10  # of opening a store that is being written; of 3,000 openings 5 failed at first


def open_for_writing(folder: Path) -> ox.Store:
    """The store to write to; readers find a snapshot beside it from now on."""
    store = ox.Store(str(folder))
    generation = generation_of(folder) + was_cut_short(folder)
    if not snapshot_of(folder, generation).is_dir():
        publish(folder, generation, store.backup)
        count_up(folder, generation)
    unmark_change(folder)
    return store


def ensure_snapshot(folder: Path) -> None:
    """Leaves a snapshot where none is yet: in a restored backup, say."""
    if snapshot_of(folder, generation_of(folder)).is_dir() or not os.access(folder, os.W_OK):
        return
    with writing(folder):
        if not snapshot_of(folder, generation_of(folder)).is_dir():
            open_for_writing(folder)


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

"""How processes share a store folder: a lock around every change, and a count of changes.

A writer holds the lock while it changes the store, leaves a snapshot and clears old ones away; a reader
while it finds the newest snapshot and takes its lease (``kg/snapshots.py``).
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from kg.snapshots import FOLDER

_LOCK: Final = "demarche-lock"
_GENERATION: Final = "demarche-generation"
_CHANGING: Final = "demarche-changing"  # stands from before a change until readers can see it
_PLAIN: Final = "demarche-plain"  # the default graph is a graph of its own
OWN_FILES: Final = frozenset({_LOCK, _GENERATION, f"{_GENERATION}.new", _CHANGING, _PLAIN, FOLDER})


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Keeps readers from opening the store; waits for those that do."""
    yield from _held(folder, os.O_RDWR | os.O_CREAT, fcntl.LOCK_EX)


@contextmanager
def opening(folder: Path) -> Iterator[None]:
    """Keeps writers from changing the store; waits for a change to end."""
    if (folder / _LOCK).exists():
        yield from _held(folder, os.O_RDONLY, fcntl.LOCK_SH)
    else:  # nobody has ever written here
        yield


def _held(folder: Path, flags: int, how: int) -> Iterator[None]:
    file = os.open(folder / _LOCK, flags, 0o644)
    try:
        fcntl.flock(file, how)
        yield
    finally:
        os.close(file)  # which gives the lock back


def generation_of(folder: Path) -> int:
    """How often the store has been changed."""
    try:
        file = os.open(f"{folder}/{_GENERATION}", os.O_RDONLY)  # asked at every request: a tenth of the time of Path.read_text
        try:
            return int(os.read(file, 32))
        finally:
            os.close(file)
    except (OSError, ValueError):
        return 0


def count_up(folder: Path, generation: int) -> None:
    """Tells readers that there is something new."""
    draft = folder / f"{_GENERATION}.new"
    draft.write_text(str(generation), "ascii")
    draft.replace(folder / _GENERATION)


def mark_change(folder: Path) -> None:
    """Marks that a change goes on; the mark of a process that was killed meanwhile stays."""
    (folder / _CHANGING).touch()


def unmark_change(folder: Path) -> None:
    """Marks that the change is over: readers can see it, or there was none."""
    (folder / _CHANGING).unlink(missing_ok=True)


def was_cut_short(folder: Path) -> bool:
    """Whether the last change was cut short, so that the store may be ahead of its newest snapshot."""
    return (folder / _CHANGING).exists()


def is_plain(folder: Path) -> bool:
    """Whether the store's default graph is a graph of its own rather than the union of the others."""
    return (folder / _PLAIN).exists()


def make_plain(folder: Path) -> None:
    """Has the store's default graph be a graph of its own."""
    (folder / _PLAIN).touch()

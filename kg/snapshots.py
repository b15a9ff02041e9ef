"""Frozen states of a store beside it, for readers: Oxigraph must not read files that another process writes.

Reading them anyway can miss a part of what was written last and can run for ever. So a writer
leaves a backup behind each change (Oxigraph links the files, which takes some 10 ms), readers open the newest and
hold a lock on it, and a writer clears away those that nobody holds.
"""

import fcntl
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Final

FOLDER: Final = "demarche-snapshots"
PLAIN: Final = "demarche-plain"  # the default graph is a graph of its own
_HELD: Final = "held"  # the file in a snapshot that its readers lock


class Lease:
    """Keeps a snapshot from being cleared away as long as it lives."""

    def __init__(self, snapshot: Path) -> None:
        self._file = os.open(snapshot / _HELD, os.O_RDONLY)
        fcntl.flock(self._file, fcntl.LOCK_SH)

    def __del__(self) -> None:
        if hasattr(self, "_file"):
            os.close(self._file)


def snapshot_of(folder: Path, generation: int) -> Path:
    """Where the snapshot of a generation stands or would stand."""
    return folder / FOLDER / str(generation)


def publish(folder: Path, generation: int, backup: Callable[[str], None]) -> None:
    """Leaves the state of a generation for readers, whole before it bears its name."""
    target = snapshot_of(folder, generation)
    draft = target.with_suffix(".new")
    target.parent.mkdir(exist_ok=True)
    for left_over in (draft, target):  # of a process that was killed in between
        shutil.rmtree(left_over, ignore_errors=True)
    backup(str(draft))
    (draft / _HELD).touch()
    if (folder / PLAIN).exists():
        (draft / PLAIN).touch()
    draft.rename(target)


def is_snapshot(folder: Path) -> bool:
    """Whether this is itself a snapshot, to which nobody writes."""
    return folder.resolve().parent.name == FOLDER


def discard(folder: Path, generation: int) -> None:
    """Takes a snapshot away that no reader has been told of."""
    shutil.rmtree(snapshot_of(folder, generation), ignore_errors=True)


def clear(folder: Path, newest: int) -> None:
    """Takes away the snapshots before the newest that nobody reads."""
    for snapshot in (folder / FOLDER).iterdir():
        if snapshot.name != str(newest) and not is_locked(snapshot / _HELD):  # a draft has no such file
            shutil.rmtree(snapshot, ignore_errors=True)


def is_locked(path: Path, lock: Callable[[int, int], object] = fcntl.flock, flags: int = os.O_RDONLY) -> bool:
    """Whether another process holds a lock on a file (``fcntl.flock``, or ``lockf`` for a file opened to be written); False without the file."""
    try:
        file = os.open(path, flags)
    except OSError:
        return False
    try:
        lock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return True
    finally:
        os.close(file)
    return False

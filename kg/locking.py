"""How processes share a store folder: a lock around every change, and a count of changes.

A writer holds the lock while it changes the store, leaves a snapshot and clears old ones away; a reader
while it finds the newest snapshot and takes its lease (``kg/snapshots.py``). The lock falls with the process that
holds it, so that a mark of a change without a lock tells of one that was killed.
"""

import ctypes
import fcntl
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from kg.snapshots import FOLDER, PLAIN, is_locked

_LOCK: Final = "demarche-lock"
_GENERATION: Final = "demarche-generation"
_CHANGING: Final = "demarche-changing"  # stands from before a change until readers can see it
OWN_FILES: Final = frozenset({_LOCK, _GENERATION, f"{_GENERATION}.new", _CHANGING, PLAIN, FOLDER})
_HERE, _EXCHANGE = -100, 2  # AT_FDCWD, RENAME_EXCHANGE
# What RocksDB makes of a new store before the file CURRENT, which makes it one.
_BEGUN: Final = re.compile(r"LOCK|LOG(\.old\.\d+)?|IDENTITY|MANIFEST-\d+|\d+\.dbtmp|OPTIONS-\d+(\.dbtmp)?")


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
    path = folder / _LOCK
    file = os.open(path, flags, 0o644)
    try:
        fcntl.flock(file, how)
        while not os.path.samestat(os.fstat(file), os.stat(path)):  # another store was put in the place of this one meanwhile
            os.close(file)
            file = os.open(path, flags, 0o644)
            fcntl.flock(file, how)
        yield
    finally:
        os.close(file)  # which gives the lock back


def generation_of(folder: Path) -> int:
    """How often the store has been changed."""
    try:
        file = os.open(f"{folder}/{_GENERATION}", os.O_RDONLY)  # asked at every request: a tenth of the time of Path.read_text
        try:
            return int(os.read(file, 64).partition(b" ")[0])
        finally:
            os.close(file)
    except (OSError, ValueError):
        return 0


def last_writer(folder: Path) -> int:
    """The number of the process that made the last change, also where another had to show it to readers; 0 where that is not known."""
    return _number(folder / _GENERATION, 1)


def count_up(folder: Path, generation: int, writer: int | None = None) -> None:
    """Tells readers that there is something new, by default of this process."""
    draft = folder / f"{_GENERATION}.new"
    draft.write_text(f"{generation} {os.getpid() if writer is None else writer}", "ascii")
    draft.replace(folder / _GENERATION)


def mark_change(folder: Path) -> None:
    """Marks that this process changes the store; the mark stays when it is killed meanwhile."""
    (folder / _CHANGING).write_text(str(os.getpid()), "ascii")


def unmark_change(folder: Path) -> None:
    """Marks that the change is over: readers can see it, or there was none."""
    (folder / _CHANGING).unlink(missing_ok=True)


def was_cut_short(folder: Path) -> bool:
    """Whether the last change was cut short, so that the store may be ahead of its newest snapshot; asked under the lock."""
    return os.path.exists(f"{folder}/{_CHANGING}")


def is_cut_short(folder: Path) -> bool:
    """Whether a change was cut short and none goes on; asked without the lock, at every request."""
    if not was_cut_short(folder):
        return False
    try:
        file = os.open(folder / _LOCK, os.O_RDONLY)
    except OSError:
        return False
    try:
        fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        return was_cut_short(folder)  # a change that went on may have ended meanwhile
    except OSError:
        return False
    finally:
        os.close(file)


def cut_short_writer(folder: Path) -> int:
    """The number of the process whose change was cut short; 0 where that is not known."""
    return _number(folder / _CHANGING, 0)


def _number(path: Path, place: int) -> int:
    try:
        return int(path.read_text("ascii").split()[place])
    except (OSError, ValueError, IndexError):
        return 0


def never_finished(folder: Path) -> bool:
    """Whether this is a store whose making was cut short before anything could be in it."""
    names = {path.name for path in folder.iterdir()} if folder.is_dir() else set()
    return _LOCK in names and _GENERATION not in names and all(name in OWN_FILES or _BEGUN.fullmatch(name) for name in names)


def exchange(one: Path, other: Path) -> None:
    """Has two folders change places: in one step, so that neither name is ever without one, where the file system can (man 2 renameat2)."""
    rename = getattr(ctypes.CDLL(None), "renameat2", None)
    if rename is None or rename(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE) != 0:
        aside = one.with_name(f"{one.name}.aside")
        one.rename(aside)
        other.rename(one)
        aside.rename(other)


def in_use(folder: Path) -> bool:
    """Whether a process has the store open for writing; also of a damaged one, by the lock that RocksDB takes."""
    return is_locked(folder / "LOCK", fcntl.lockf, os.O_RDWR)


def is_plain(folder: Path) -> bool:
    """Whether the store's default graph is a graph of its own rather than the union of the others."""
    return (folder / PLAIN).exists()


def make_plain(folder: Path) -> None:
    """Has the store's default graph be a graph of its own."""
    (folder / PLAIN).touch()

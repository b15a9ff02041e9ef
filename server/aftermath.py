"""A change whose process was killed in, what became of it out: it is there for everybody to see, or it never was."""

import asyncio
from enum import Enum
from pathlib import Path
from typing import Final

from kg.errors import DemarcheError
from kg.locking import generation_of, is_cut_short, last_writer
from server.messages import SETTLE, encode
from server.pool import Pool
from server.workers import Worker, WorkerLost

_WITHIN: Final = 30.0  # seconds: what was cut short is compared with what was there before, some 8 s for a million statements


class Fate(Enum):
    """What became of a change, in words."""

    DONE = "it was carried out"
    UNDONE = "nothing was changed"
    UNKNOWN = "look whether it was carried out"  # others wrote meanwhile, or nobody can write now


async def fate_of(worker: Worker, pool: Pool, folder: Path, before: int) -> Fate:
    """Has what a process has left shown to readers, and tells whether it is its change.

    Args:
        worker: the process, which is ended should it still run.
        pool: where to find another one, which opens the store anew.
        folder: the store.
        before: the store's generation when the process was asked.
    """
    try:
        async with asyncio.timeout(_WITHIN):
            await worker.end()
            while not await _settled(pool):
                pass
    except (TimeoutError, DemarcheError):
        return Fate.UNKNOWN
    if is_cut_short(folder):
        return Fate.UNKNOWN
    if generation_of(folder) == before:
        return Fate.UNDONE
    return Fate.DONE if last_writer(folder) == worker.process else Fate.UNKNOWN


async def _settled(pool: Pool) -> bool:
    """Whether a process has opened the store anew; what killed the other may have killed this one too."""
    other = await pool.take()
    try:
        other.send(encode(SETTLE, None))
        await other.message()
    except WorkerLost:
        pool.discard(other)
        return False
    except BaseException:
        pool.discard(other)
        raise
    pool.put_back(other)
    return True

"""What processes take: their children, address space, memory and processor time (man 5 proc)."""

import os
from collections.abc import Iterator
from pathlib import Path

_PAGE = os.sysconf("SC_PAGE_SIZE")
_TICK = os.sysconf("SC_CLK_TCK")


def children_of(process: int) -> Iterator[int]:
    """All descendants that are alive."""
    try:
        text = Path(f"/proc/{process}/task/{process}/children").read_text("ascii")
    except OSError:
        return
    for child in map(int, text.split()):
        yield child
        yield from children_of(child)


def address_space_and_memory(process: int) -> tuple[int, int]:
    """Bytes of address space and of resident memory; nothing of a process that has gone."""
    try:
        size, resident = Path(f"/proc/{process}/statm").read_text("ascii").split()[:2]
    except OSError:
        return 0, 0
    return int(size) * _PAGE, int(resident) * _PAGE


def processor_seconds(process: int) -> float:
    """User and system time so far."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text("ascii").rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / _TICK

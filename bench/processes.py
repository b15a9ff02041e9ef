"""Processes of the command: with which variables they start, and what they take (man 5 proc)."""

import os
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_PAGE = os.sysconf("SC_PAGE_SIZE")
_TICK = os.sysconf("SC_CLK_TCK")


def environment(**more: str) -> dict[str, str]:
    """The variables of a process: none of the user's own settings of Demarche, and this working tree's code."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("DEMARCHE_")}
    return {**kept, "PYTHONPATH": str(ROOT), **more}


def direct_children_of(process: int) -> list[int]:
    """The processes that a process has started and that are alive."""
    try:
        return [int(p) for p in Path(f"/proc/{process}/task/{process}/children").read_text("ascii").split()]
    except OSError:
        return []


def children_of(process: int) -> Iterator[int]:
    """All descendants that are alive."""
    for child in direct_children_of(process):
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

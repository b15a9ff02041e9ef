"""Facts out of a dump, in two passes, and on from where the last run was stopped.

The first pass gathers the pairs of class and superclass (P279) and the redirects, the second the facts of whatever
the closure of the classes wants. Each few seconds what is written is made safe and the place in the dump noted:
a run that begins with the same dump and settings goes on there, and ends with the same bytes as one never stopped.
"""

import array
import logging
import os
import shutil
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final, Protocol

import msgspec
import numpy as np
from msgspec import Struct

from kg.errors import DumpError
from kg.growing.closure import Classes, target
from kg.growing.dump import Block, Dump, Point
from kg.growing.entity import ClassClaims, ClassLine, KindClaims, KindLine, number, true_statements
from kg.growing.facts import EntityFact, PersonFact, encode, fact_of

CHECKPOINT: Final = 20.0  # seconds between two places to go on from
_SHOWN: Final = 5  # broken lines that are named
_STATE: Final = "state.json"
_log = logging.getLogger(__name__)
_class_line = msgspec.json.Decoder(ClassLine).decode
_kind_line = msgspec.json.Decoder(KindLine).decode


class Progress(Protocol):
    """Is told how far the work is."""

    def __call__(self, stage: int, read: int, size: int) -> None:
        """Compressed bytes read in pass 1 or 2, of how many."""
        ...


class State(Struct):
    """Where a build is, and what it has counted."""

    identity: str
    settings: str
    stage: int = 1
    offset: int = 0
    skip: int = 0
    read: int = 0  # compressed bytes read to get there
    before: str = ""  # digest of what stands before them
    written: dict[str, int] = {}  # bytes of each file that are safe
    lines: int = 0
    broken: int = 0  # lines that hold no JSON
    odd: int = 0  # entities that have another form than any known
    facts: int = 0
    unpacked: int = 0  # bytes, of both passes


class Build:
    """A build in a folder of its own."""

    def __init__(self, dump: Dump, folder: Path, *, min_population: int, clock: Callable[[], float] = time.monotonic) -> None:
        self.dump, self.folder, self.min_population, self._clock = dump, folder, min_population, clock
        folder.mkdir(parents=True, exist_ok=True)
        self.state = self._restored()
        self.resumed = self.state.stage > 1 or self.state.offset + self.state.skip > 0

    def run(self, progress: Progress) -> Path:
        """The file of facts; ``DumpError`` where the dump ends early or holds no entity, and the work can go on later."""
        if self.state.stage == 1:
            with self._files("pairs", "redirects") as files:
                self._pass(progress, lambda data: self._classes(data, files["pairs"], files["redirects"]), files)
            if not self.state.lines:
                raise DumpError(f"{self.dump.path}: expected entities, one to a line; {self.state.broken:,} lines hold none")
            self._move_on()
        if self.state.stage == 2:
            redirects = self._redirects()
            classes = Classes(self._numbers("pairs"), redirects)
            self._formerly: dict[int, list[int]] = {}
            for old, new in sorted(redirects.items()):
                self._formerly.setdefault(new, []).append(old)
            with self._files("facts") as files:
                self._pass(progress, lambda data: self._facts(data, classes, redirects, files["facts"]), files)
            if not self.state.facts:
                raise DumpError(f"{self.dump.path}: expected states, people and offices; none of its {self.state.lines:,} entities is any")
            self._move_on()
        return self.folder / "facts"

    def place(self) -> str:
        """Where the build is, in words."""
        state = self.state
        return f"in pass {state.stage} of 2 at byte {state.read:,} of {self.dump.size:,}" if state.stage < 3 else "with the index"

    def clear(self) -> None:
        """Removes what is of use only to a build that is not done."""
        shutil.rmtree(self.folder)

    def _pass(self, progress: Progress, read: Callable[[memoryview], None], files: Mapping[str, BinaryIO]) -> None:
        """One run over the dump, a line at a time."""
        state, due = self.state, self._clock() + CHECKPOINT
        try:
            for block in self.dump.blocks(Point(offset=state.offset, skip=state.skip)):
                for line in _lines(block.data):
                    read(line)
                self._count(block)
                progress(state.stage, block.read, self.dump.size)
                if self._clock() >= due:
                    self._save(files)
                    due = self._clock() + CHECKPOINT
        except DumpError:  # between two blocks: what was read of a dump that is not complete stands
            self._save(files)
            raise
        self._save(files)

    def _count(self, block: Block) -> None:
        self.state.offset, self.state.skip, self.state.read = block.end.offset, block.end.skip, block.read
        self.state.unpacked += len(block.data)
        if self.state.stage == 1:
            self.state.broken += block.dropped

    def _classes(self, line: memoryview, pairs: BinaryIO, redirects: BinaryIO) -> None:
        """First pass: superclasses and redirects."""
        try:
            entity = _class_line(line)
        except msgspec.ValidationError:  # the second pass tells
            entity = ClassLine()
        except (msgspec.MsgspecError, UnicodeError) as error:
            return self._broken(line, error)
        self.state.lines += 1
        item = number(entity.id)
        if item is not None and isinstance(entity.claims, ClassClaims) and entity.claims.P279:
            above = {s.mainsnak.item for s in true_statements(entity.claims.P279)} - {None}
            pairs.write(array.array("I", [n for c in sorted(filter(None, above)) for n in (item, c)]).tobytes())
        elif entity.redirect and (old := number(entity.entity)) and (new := number(entity.redirect)):
            redirects.write(array.array("I", [old, new]).tobytes())
        return None

    def _facts(self, line: memoryview, classes: Classes, redirects: Mapping[int, int], facts: BinaryIO) -> None:
        """Second pass: the facts of what the closure wants; lines that are broken were counted before."""
        try:
            glance = _kind_line(line)
            if not isinstance(glance.claims, KindClaims) or not _wanted(glance, classes, redirects):
                return
            fact = fact_of(glance.entity(), classes, redirects)
        except msgspec.ValidationError as error:
            self.state.odd += 1
            if self.state.odd <= _SHOWN:
                _log.warning("an entity of unknown form is left out: %s: %s ...", error, bytes(line[:60]))
            return
        except (msgspec.MsgspecError, UnicodeError):
            return
        if fact is None or (isinstance(fact, EntityFact) and fact.kind == "city" and self._small(fact)):
            return
        if isinstance(fact, PersonFact):
            fact.formerly = self._formerly.get(fact.id, [])
        facts.write(encode(fact) + b"\n")
        self.state.facts += 1

    def _small(self, city: EntityFact) -> bool:
        """Whether a settlement is below the threshold and the capital of nothing."""
        return city.population < self.min_population and not city.capital_of

    def _broken(self, line: memoryview, error: Exception) -> None:
        self.state.broken += 1
        if self.state.broken <= _SHOWN:
            _log.warning("line %s is broken and left out: %s: %s ...", self.state.lines + self.state.broken, error, bytes(line[:60]))

    # --- what is kept between runs ------------------------------------------------------------------

    def _restored(self) -> State:
        """The state of a run that was stopped, where dump and settings are the same; a fresh one otherwise."""
        fresh = State(identity=self.dump.identity, settings=f"population {self.min_population}")
        try:
            old = msgspec.json.decode((self.folder / _STATE).read_bytes(), type=State)
        except (OSError, msgspec.MsgspecError):
            return fresh
        same = (old.identity, old.settings) == (fresh.identity, fresh.settings) and old.read <= self.dump.size
        if not same or self.dump.before(old.read) != old.before:
            return fresh
        sizes = {n: p.stat().st_size if (p := self.folder / n).exists() else -1 for n in old.written}
        return old if all(sizes[n] >= size for n, size in old.written.items()) else fresh

    @contextmanager
    def _files(self, *names: str) -> Iterator[Mapping[str, BinaryIO]]:
        """Files to append to, cut back to what is safe."""
        files: dict[str, BinaryIO] = {}
        try:
            for name in names:
                files[name] = (self.folder / name).open("ab")
                files[name].truncate(self.state.written.get(name, 0))
            yield files
        finally:
            for file in files.values():
                file.close()

    def _save(self, files: Mapping[str, BinaryIO]) -> None:
        """Makes safe what is written, then notes the place."""
        for name, file in files.items():
            file.flush()
            os.fsync(file.fileno())
            self.state.written[name] = file.tell()
        self._note()

    def _move_on(self) -> None:
        self.state.stage, self.state.offset, self.state.skip, self.state.read = self.state.stage + 1, 0, 0, 0
        self._note()

    def _note(self) -> None:
        self.state.before = self.dump.before(self.state.read)
        draft = self.folder / f"{_STATE}.new"
        draft.write_bytes(msgspec.json.encode(self.state))
        os.replace(draft, self.folder / _STATE)

    def _numbers(self, name: str) -> "np.ndarray[tuple[int, int], np.dtype[np.uint32]]":
        return np.fromfile(self.folder / name, dtype=np.uint32).reshape(-1, 2)

    def _redirects(self) -> dict[int, int]:
        told = {int(old): int(new) for old, new in self._numbers("redirects")}
        return {old: target(told, old) for old in told}


def _lines(data: bytes) -> Iterator[memoryview]:
    """The lines of a block without what ends them, by sight instead of copied; not the brackets of the array."""
    view, start = memoryview(data), 0
    while start < len(data):
        following = data.find(b"\n", start) + 1 or len(data) + 1
        end = following - 1
        while end > start and data[end - 1] in b",\r \t":
            end -= 1
        if end - start > 1:
            yield view[start:end]
        start = following


def _wanted(line: KindLine, classes: Classes, redirects: Mapping[int, int]) -> bool:
    """Whether an entity may give a fact, as far as its classes tell."""
    claims = line.claims
    assert isinstance(claims, KindClaims)
    above = [redirects.get(i, i) for s in (*claims.P31, *claims.P279) if (i := s.mainsnak.item) is not None]
    if claims.P39 and classes.human in above:
        return True
    return number(line.id) in classes.offices or any(c in classes.kinds or c in classes.offices for c in above)

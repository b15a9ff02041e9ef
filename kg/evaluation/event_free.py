"""Sentences that tell no act of any type: how many of them are given one.

A file of sentences is either text (one sentence a line; "#" begins a comment) or a table of
treebank sentences (CSV with the columns ``file`` and ``sent_id``), which are read from the CoNLL-U
files of a treebank folder and never copied.
"""

import csv
import gzip
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from kg.errors import EvaluationError
from kg.evaluation.predicted import PredictedAct


@dataclass(frozen=True, slots=True, kw_only=True)
class EventFree:
    """One sentence without an act, and where it is from."""

    id: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """A sentence in which an act was found all the same."""

    sentence: EventFree
    acts: tuple[PredictedAct, ...]


def read_event_free(path: Path, treebanks: Path | None = None) -> tuple[EventFree, ...]:
    """The sentences of a file; ``EvaluationError`` for a missing file, column or treebank sentence."""
    if not path.is_file():
        raise EvaluationError(f"{path}: expected a file of event-free sentences, found none")
    if path.suffix == ".csv":
        return tuple(_from_treebanks(path, treebanks))
    lines = (line.strip() for line in path.read_text("utf-8").splitlines())
    kept = [line for line in lines if line and not line.startswith("#")]
    return tuple(EventFree(id=f"{path.name}:{number}", text=line) for number, line in enumerate(kept, 1))


def _from_treebanks(path: Path, treebanks: Path | None) -> Iterator[EventFree]:
    if treebanks is None:
        raise EvaluationError(f"{path}: lists sentences of treebanks; give their folder with --treebanks")
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(row for row in file if not row.startswith("#")))
    if not rows or not {"file", "sent_id"} <= set(rows[0]):
        raise EvaluationError(f"{path}: expected a table with the columns file and sent_id")
    texts = {name: sentences_of(treebanks / name) for name in sorted({row["file"] for row in rows})}
    for row in rows:
        text = texts[row["file"]].get(row["sent_id"])
        if text is None:
            raise EvaluationError(f"{path}: sentence {row['sent_id']} not found in {treebanks / row['file']}")
        yield EventFree(id=row["sent_id"], text=text)


def sentences_of(path: Path) -> Mapping[str, str]:
    """The text of each sentence of a CoNLL-U file (plain or gzip) by its id."""
    found: dict[str, str] = {}
    name = ""
    try:
        with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
            for line in lines:
                if line.startswith("# sent_id"):
                    name = line.split("=", 1)[1].strip()
                elif line.startswith("# text ="):
                    found[name] = line.split("=", 1)[1].strip()
    except (OSError, EOFError) as error:
        raise EvaluationError(f"{path}: expected a CoNLL-U file: {error}") from error
    return found

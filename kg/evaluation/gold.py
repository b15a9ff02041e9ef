"""Gold articles: JSON files annotated by hand in, values out. ``docs/evaluation.md`` shows the form."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from kg.errors import EvaluationError

_TEXT_FOLDERS: Final = (".", "../articles", "../corpus")  # where an article's text may lie, from its gold file


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldEntity:
    """An entity with the names that the article gives it."""

    name: str
    kind: str
    aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldRole:
    """An office told; ``of`` is None where the article names no state or body."""

    person: str
    title: str
    of: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldAct:
    """One act; ``date`` is ISO 8601 (day, month, year, or two with a slash), None where none is told."""

    id: str
    type: str
    participants: tuple[tuple[str, str], ...]  # name, part
    sentence: str
    date: str | None
    place: str | None
    quote: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldArticle:
    """One article as annotated; ``text`` is the file that holds its words, None where it lies nowhere near."""

    name: str
    text: Path | None
    entities: tuple[GoldEntity, ...]
    roles: tuple[GoldRole, ...]
    acts: tuple[GoldAct, ...]


def read_gold(folder: Path, texts: Path | None = None) -> tuple[GoldArticle, ...]:
    """Every gold article of a folder, by name, with its text from ``texts`` or from near by.

    Raises:
        EvaluationError: there is none in the folder, or one is malformed.
    """
    paths = sorted(folder.glob("*.json"))
    if not paths:
        raise EvaluationError(f"{folder}: expected a folder of gold articles (*.json), found none")
    return tuple(_article(path, texts) for path in paths)


def read_json(path: Path) -> Any:
    """The content of a JSON file; ``EvaluationError`` when it cannot be read."""
    try:
        return json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise EvaluationError(f"{path}: cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise EvaluationError(f"{path}: expected JSON, found: {error}") from error


def malformed(path: Path | str, what: str, error: Exception) -> EvaluationError:
    """The error for a file that lacks a key or has another type there."""
    found = f"no {error}" if isinstance(error, KeyError) else str(error)
    return EvaluationError(f"{path}: expected {what} (docs/evaluation.md), found {found}")


def _article(path: Path, texts: Path | None) -> GoldArticle:
    content = read_json(path)
    try:
        return GoldArticle(
            name=path.stem,
            text=_text_of(path, texts),
            entities=tuple(_entity(row) for row in content["entities"]),
            roles=tuple(_role(row) for row in content.get("roles", ())),
            acts=tuple(_act(row, number) for number, row in enumerate(content["acts"], 1)),
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise malformed(path, "the form of a gold article", error) from error


def _text_of(path: Path, texts: Path | None) -> Path | None:
    folders = [texts] if texts else [path.parent / folder for folder in _TEXT_FOLDERS]
    files = (folder / f"{path.stem}.txt" for folder in folders)
    return next((file for file in files if file.is_file()), None)


def _entity(row: Mapping[str, Any]) -> GoldEntity:
    return GoldEntity(name=row["name"], kind=row["kind"], aliases=tuple(row.get("aliases_in_text", ())))


def _role(row: Mapping[str, Any]) -> GoldRole:
    return GoldRole(person=row["person"], title=row["role"], of=row.get("of"))


def _act(row: Mapping[str, Any], number: int) -> GoldAct:
    people: Sequence[Mapping[str, str]] = row["participants"]
    return GoldAct(
        id=row.get("id", str(number)), type=row["type"], sentence=row["sentence"],
        participants=tuple((p["name"], p.get("as", "participant")) for p in people),
        date=row.get("date"), place=row.get("place"), quote=row.get("quote"),
    )  # fmt: skip

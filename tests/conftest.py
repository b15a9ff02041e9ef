"""What tests share: resources loaded once, texts of invented states turned to conversions."""

import os
import tempfile
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from kg.gazetteer import Gazetteer, NameUse
from kg.gazetteer.compilation import compile_index
from kg.gazetteer.packaged import up_to_date
from kg.gazetteer.rows import EntityRow, Name, Row
from kg.model import Article, Conversion, EntityKind, Part, PartKind, Span
from kg.pipeline import convert
from kg.reading import article_of, read_article
from kg.resources import Resources

ROOT = Path(__file__).parent.parent
SEED = ROOT / "seeds" / "articles" / "000_45e6a4ec4e16d680.txt"
# Invented states in the place of real ones: (key, name, adjective, people, capital)
INVENTED = (
    ("X1", "Norland", "Norlandic", "Norlanders", "Norgrad"),
    ("X2", "Sudria", "Sudrian", "Sudrians", "Sudstadt"),
    ("X3", "Ostia", "Ostian", "Ostians", "Ostburg"),
)


@cache
def with_invented_states() -> Gazetteer:
    """The packaged index with three invented states and a council added."""
    rows: list[Row] = []
    for i, (key, name, adjective, people, capital) in enumerate(INVENTED, 1):
        uses = ((name, NameUse.NAME), (adjective, NameUse.ADJECTIVE), (people, NameUse.PEOPLE))
        names = tuple(Name(text=text, use=use) for text, use in uses)
        rows.append(EntityRow(key=key, kind=EntityKind.STATE, label=name, source="invented", names=names, types=("State",), iso2=f"X{i}", iso3=f"XX{i}"))
        rows.append(EntityRow(key=f"{key}C", kind=EntityKind.CITY, label=capital, source="invented", names=(Name(text=capital),), types=("City",), capital_of=(key,)))
    council = "Northern Council"
    rows.append(EntityRow(key="XN", kind=EntityKind.ORGANISATION, label=council, source="invented", names=(Name(text=council),), types=("IntergovernmentalOrganization",)))
    path = Path(tempfile.mkdtemp()) / "invented.db"
    compile_index(rows, path, base=up_to_date())
    return Gazetteer.load(path)


@pytest.fixture(scope="session")
def resources() -> Resources:
    """The packaged resources."""
    return Resources.load()


@pytest.fixture(scope="session")
def invented(resources: Resources) -> Resources:
    """Resources with Norland, Sudria and Ostia."""
    from dataclasses import replace

    return replace(resources, gazetteer=with_invented_states())


def article(text: str, published: date | None = date(2021, 4, 2)) -> Article:
    """An article of plain paragraphs."""
    parts, at = [], 0
    for line in text.split("\n"):
        if line.strip():
            parts.append(Part(kind=PartKind.PARAGRAPH, span=Span(at, at + len(line))))
        at += len(line) + 1
    made = article_of(text, identifier="test", published=published)
    from dataclasses import replace

    return replace(made, parts=tuple(parts), published=published)


@pytest.fixture(scope="session")
def converted(invented: Resources) -> Callable[..., Conversion]:
    """Converts a text about the invented states."""

    def run(text: str, published: date | None = date(2021, 4, 2)) -> Conversion:
        return convert(article(text, published), invented)

    return run


@pytest.fixture(scope="session")
def seed(resources: Resources) -> Conversion:
    """The seed article, converted."""
    return convert(read_article(SEED), resources)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The shared material; tests that need it are skipped without it."""
    folder = os.environ.get("DEMARCHE_SHARED", "")
    if not folder or not Path(folder).is_dir():
        pytest.skip("DEMARCHE_SHARED names no folder: this test reads evaluation material that is not part of the project")
    return Path(folder)

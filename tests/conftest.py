"""What tests share: resources loaded once, texts of invented states turned to conversions."""

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from kg.gazetteer import Gazetteer
from kg.gazetteer.index import NAMES
from kg.model import Article, Conversion, Part, PartKind, Span
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


def with_invented_states() -> Gazetteer:
    """The packaged names with three invented states and a council added."""
    import json

    names = json.loads(NAMES.read_text("utf-8"))
    for i, (key, name, adjective, people, capital) in enumerate(INVENTED, 1):
        names["entries"][key] = {"kind": "state", "label": name, "types": ["State"], "iso2": f"X{i}", "iso3": f"XX{i}"}
        names["entries"][f"{key}C"] = {"kind": "city", "label": capital, "types": ["City"], "capital_of": [key]}
        for text, use, target in ((name, "name", key), (adjective, "adjective", key), (people, "people", key), (capital, "name", f"{key}C")):
            names["names"][text] = {use: [target]}
            names["longest"][text.split()[0].upper()] = len(text.split())
    names["entries"]["XN"] = {"kind": "organisation", "label": "Northern Council", "types": ["IntergovernmentalOrganization"]}
    names["names"]["Northern Council"] = {"name": ["XN"]}
    names["longest"]["NORTHERN"] = 2
    return Gazetteer(names)


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

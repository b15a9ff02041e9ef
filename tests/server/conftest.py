"""A store with the seed article, and the application over it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from kg.background import add_background
from kg.graph import build_graph
from kg.model import Conversion
from kg.resources import Resources
from kg.store import OxigraphStore
from server import Settings, create_app


@pytest.fixture(scope="session")
def store_folder(seed: Conversion, resources: Resources, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("store")
    store = OxigraphStore.open(folder)
    add_background(store)
    store.put(seed.article.iri, build_graph(seed, resources.catalogue))
    return folder


@pytest.fixture(scope="session")
def app(store_folder: Path) -> Iterator[Flask]:
    made = create_app(OxigraphStore.open(store_folder, writable=False), Settings(deadline=20))
    yield made
    made.extensions["demarche-workers"].close()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def seed_copy(store_folder: Path, tmp_path: Path) -> Path:
    """A store of one's own to write to."""
    OxigraphStore.open(store_folder, writable=False).backup(tmp_path / "copy")
    return tmp_path / "copy"

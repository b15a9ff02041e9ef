"""A store with the seed article, and the application over it."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from bench.processes import environment
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
def app(store_folder: Path) -> Flask:
    return create_app(OxigraphStore.open(store_folder, writable=False), Settings(deadline=20))


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def seed_copy(store_folder: Path, tmp_path: Path) -> Path:
    """A store of one's own to write to."""
    OxigraphStore.open(store_folder, writable=False).backup(tmp_path / "copy")
    return tmp_path / "copy"


@contextmanager
def serving(folder: Path, *options: str, log: Path | None = None) -> Iterator[str]:
    """The address of a server of its own over a store; what it logs goes to a file."""
    with running(folder, *options, log=log) as (address, _):
        yield address


@contextmanager
def running(folder: Path, *options: str, log: Path | None = None) -> Iterator[tuple[str, "subprocess.Popen[str]"]]:
    """The address of a server, and its process."""
    command = [sys.executable, "-m", "cli.main", "serve", "--store", str(folder), "--port", "0", *options]
    with subprocess.Popen(command, env=environment(), stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stderr is not None
            line = next((x for x in process.stderr if x.startswith("http://")), "")
            assert line, "the server did not start"
            with open(log or os.devnull, "w", encoding="utf-8") as out:
                copier = subprocess.Popen(["cat"], stdin=process.stderr, stdout=out)
            yield line.strip(), process
        finally:
            process.terminate()
            process.wait(30)
    copier.wait(10)


Serving = Callable[..., AbstractContextManager[str]]


@pytest.fixture(scope="session")
def server_over() -> Serving:
    """Starts a server over a store: ``with server_over(folder, "--deadline", "2") as address``."""
    return serving


@pytest.fixture(scope="session")
def live(store_folder: Path) -> Iterator[str]:
    """The address of a server over the seed article's store, its queries in processes that can be killed."""
    with serving(store_folder, "--deadline", "20", "--client-seconds", "0") as address:
        yield address

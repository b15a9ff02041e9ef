"""The application factory."""

import logging
from pathlib import Path

from flask import Flask, g

from kg.errors import StoreError
from kg.store import OxigraphStore
from server import (
    browse,
    dereference,
    errors,
    exporting,
    graphstore,
    reconciliation,
    sparql,
    update,
    vocabulary,
    wellknown,
)
from server.caching import complete
from server.protocol import longest_body
from server.security import add_headers
from server.settings import Settings
from server.shortcut import Shortcut

log = logging.getLogger(__name__)


class Source:
    """The store that answers come from: a snapshot, taken anew when another process has written."""

    def __init__(self, store: OxigraphStore | Path) -> None:
        self._folder = store if isinstance(store, Path) else store.folder
        self._store = None if isinstance(store, Path) else store

    @property
    def store(self) -> OxigraphStore:
        """The newest snapshot; while that cannot be opened, the one before."""
        if self._store is None:
            self._store = OxigraphStore.open(self._folder, writable=False)
        elif self._store.outdated():
            try:
                self._store = OxigraphStore.open(self._folder, writable=False)
            except StoreError as error:
                log.warning("still reading the snapshot before: %s", error)
        return self._store

    def warm(self) -> None:
        """Opens the store, so that the first request does not wait for it."""
        try:
            len(self.store.graphs())
        except StoreError as error:
            log.warning("%s", error)  # each request is told so


def create_app(store: OxigraphStore | Path, settings: Settings | None = None) -> Flask:
    """The WSGI application over a store, or over the store in a folder, which is opened at the first request."""
    settings = settings or Settings()
    app = Flask(__name__, static_folder="static", template_folder="templates")
    app.config["SETTINGS"] = settings
    app.config["MAX_CONTENT_LENGTH"] = longest_body(settings, "")  # views that take more say so
    app.url_map.strict_slashes = False
    app.jinja_env.globals["data_address"] = dereference.data_address
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    for part in (sparql, update, graphstore, exporting, wellknown, dereference, vocabulary, reconciliation, browse):
        app.register_blueprint(part.blueprint)
    errors.register(app)
    app.after_request(add_headers)
    app.after_request(complete)  # comes before: Flask begins with the last one
    source = app.extensions["demarche-source"] = Source(store)
    app.wsgi_app = Shortcut(app, app.wsgi_app)  # type: ignore[method-assign]

    @app.before_request
    def take_snapshot() -> None:
        g.store = source.store

    return app


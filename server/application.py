"""The application factory."""

import logging
from pathlib import Path
from typing import Final

from flask import Flask, Response, g, request
from werkzeug.middleware.proxy_fix import ProxyFix

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
from server.protocol import longest_body
from server.settings import Settings

log = logging.getLogger(__name__)
_SECURITY: Final = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'; form-action 'self'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "Link, Location, Retry-After, WWW-Authenticate",
}
_PREFLIGHT: Final = {
    "Access-Control-Allow-Methods": "GET, HEAD, POST, PUT, DELETE, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, Authorization, Content-Type",
    "Access-Control-Max-Age": "86400",
}


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
        elif self._store.stale():
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
    source = app.extensions["demarche-source"] = Source(store)
    if settings.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=0, x_proto=settings.proxies, x_host=settings.proxies)  # type: ignore[method-assign]

    @app.before_request
    def take_snapshot() -> None:
        g.store = source.store

    @app.after_request
    def add_headers(response: Response) -> Response:
        if response.status_code in (204, 304):
            response.headers.pop("Content-Type", None)  # there is no content
        standing = _SECURITY | _PREFLIGHT if request.method == "OPTIONS" else _SECURITY
        response.headers.extend({name: value for name, value in standing.items() if name not in response.headers})
        return response

    return app


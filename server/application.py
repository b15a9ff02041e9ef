"""The application factory."""

from flask import Flask, Response, g

from kg.store import OxigraphStore
from server import browse, dereference, errors, sparql, vocabulary
from server.settings import Settings

_SECURITY = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'; form-action 'self'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


class Source:
    """The store that requests read: a snapshot, taken anew when another process has written."""

    def __init__(self, store: OxigraphStore) -> None:
        self._store = store

    @property
    def store(self) -> OxigraphStore:
        """The newest snapshot."""
        if self._store.stale():
            self._store = OxigraphStore.open(self._store.folder, writable=False)
        return self._store


def create_app(store: OxigraphStore, settings: Settings | None = None) -> Flask:
    """The WSGI application over a store."""
    app = Flask(__name__, static_folder="static", template_folder="templates")
    app.config["SETTINGS"] = settings or Settings()
    app.config["SOURCE"] = Source(store)
    app.config["MAX_CONTENT_LENGTH"] = app.config["SETTINGS"].max_query_bytes
    app.url_map.strict_slashes = False
    for part in (sparql, dereference, vocabulary, browse):
        app.register_blueprint(part.blueprint)
    errors.register(app)

    @app.before_request
    def take_snapshot() -> None:
        g.store = app.config["SOURCE"].store

    @app.after_request
    def add_headers(response: Response) -> Response:
        for name, value in _SECURITY.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Access-Control-Allow-Origin", "*")
        return response

    return app

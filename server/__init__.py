"""How the graph is read: SPARQL endpoint, dereferenceable IRIs, pages."""

from server.application import create_app
from server.production import listen, serve
from server.settings import Settings

__all__ = ["Settings", "create_app", "listen", "serve"]

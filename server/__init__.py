"""How the graph is read: SPARQL endpoint, dereferenceable IRIs, pages.

What needs Flask is imported when it is asked for, so that the command line can know the settings without it.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from server.settings import Settings

if TYPE_CHECKING:
    from server.application import create_app
    from server.observing import log_as_json
    from server.production import listen, serve

__all__ = ["Settings", "create_app", "listen", "log_as_json", "serve"]
_HOMES: Final = {"create_app": "application", "listen": "production", "log_as_json": "observing", "serve": "production"}


def __getattr__(name: str) -> Any:
    """PEP 562."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)

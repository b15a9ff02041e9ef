"""Who may write: whoever bears the operator's token, nobody where there is none. Cookies play no part."""

import hmac

from flask import current_app, request
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import Forbidden, Unauthorized

from server.settings import Settings


def bears_token(settings: Settings, authorization: str) -> bool:
    """Whether the value of an ``Authorization`` header is the operator's token."""
    scheme, _, given = authorization.partition(" ")
    right = hmac.compare_digest(given.strip().encode("utf-8", "replace"), settings.update_token.encode())
    return bool(settings.update_token) and scheme.lower() == "bearer" and right


def require_token() -> None:
    """403 where writing is switched off, 401 without the right ``Authorization: Bearer`` header."""
    settings: Settings = current_app.config["SETTINGS"]
    if not settings.update_token:
        raise Forbidden("writing is switched off at this server; its operator switches it on by setting DEMARCHE_UPDATE_TOKEN")
    if not bears_token(settings, request.headers.get("Authorization", "")):
        raise Unauthorized(
            "writing needs the header Authorization: Bearer with the token of this server",
            www_authenticate=WWWAuthenticate("bearer", {"realm": "demarche"}),
        )

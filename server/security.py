"""The headers that stand on every answer: what pages may load, and that scripts of any page may read answers (CORS)."""

from typing import Final

from flask import Response, request

_SECURITY: Final = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'; form-action 'self'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "Allow, Content-Disposition, ETag, Link, Location, Retry-After, WWW-Authenticate",
}
STANDING: Final = tuple(_SECURITY.items())
_PREFLIGHT: Final = {
    "Access-Control-Allow-Methods": "GET, HEAD, POST, PUT, DELETE, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, Authorization, Content-Type, If-None-Match",
    "Access-Control-Max-Age": "86400",
}


def add_headers(response: Response) -> Response:
    """Completes an answer's headers; those that it has stay."""
    if response.status_code in (204, 304):
        response.headers.pop("Content-Type", None)  # there is no content
    standing = _SECURITY | _PREFLIGHT if request.method == "OPTIONS" else _SECURITY
    response.headers.extend({name: value for name, value in standing.items() if name not in response.headers})
    return response

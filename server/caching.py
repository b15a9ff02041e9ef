"""What clients may keep of answers that are made whole (pages, descriptions, data): an ETag of their content, 304, gzip.

Answers to queries and exports have theirs of snapshot, query and form (``server/answering.py``), before anything is run.
"""

import gzip
import hashlib
from typing import Final

from flask import Response, current_app, request

from server.answering import Streamed, cache_headers, unchanged
from server.framing import GZIP_LEVEL, WORTH_COMPRESSING, takes_gzip
from server.protocol import READING

_VARYING: Final = ("Accept", "Accept-Encoding")


def complete(response: Response) -> Response:
    """Makes an answer that a client may keep one that it need not fetch twice; errors are not kept."""
    if response.status_code >= 400:
        response.headers.setdefault("Cache-Control", "no-store")
    if response.status_code == 304 or isinstance(response, Streamed):
        return response
    response.vary.update(_VARYING)
    kept = not (response.cache_control.no_store or response.status_code != 200 or request.method not in READING)
    if not kept:
        return response
    response.direct_passthrough = False  # static files
    content = response.get_data()
    tag = response.get_etag()[0] or hashlib.sha256(content).hexdigest()[:32]
    for name, value in cache_headers(tag, current_app.config["SETTINGS"]).items():
        response.headers.setdefault(name, value)
    if unchanged(tag):
        request.environ.setdefault("demarche.notes", {})["outcome"] = "not modified"
        response.status_code = 304
        response.set_data(b"")
        del response.headers["Content-Length"]
    elif takes_gzip(request.headers.get("Accept-Encoding", "")) and len(content) >= WORTH_COMPRESSING:
        response.set_data(gzip.compress(content, GZIP_LEVEL, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
        response.set_etag(f"{tag}-gzip")  # RFC 9110, 8.8.3
    return response

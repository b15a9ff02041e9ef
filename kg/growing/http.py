"""The one module that opens connections: GET, with who asks in every request.

It follows a few redirects, gives no answer a second try and reads no more than a bound: what to do about an answer is
``client``'s to say.
"""

from collections.abc import Mapping
from importlib.metadata import version
from typing import Final, Protocol

import urllib3
from msgspec import Struct

from kg import __version__
from kg.errors import WikidataError

CONNECTIONS: Final = 3  # at once, as https://www.mediawiki.org/wiki/API:Etiquette asks for restraint
LARGEST: Final = 1 << 28  # bytes of an answer: 50 of the longest entities
_REDIRECTS: Final = 5
_TIMEOUT: Final = urllib3.Timeout(connect=20, read=120)  # seconds
_PROJECT: Final = "https://w3id.org/demarche"


class Answer(Struct, frozen=True):
    """What a server sent."""

    status: int
    headers: Mapping[str, str]  # names in lower case
    body: bytes


class Http(Protocol):
    """How ``client`` asks; ``WikidataError`` where nothing comes back."""

    def __call__(self, url: str, fields: Mapping[str, str]) -> Answer:
        """The answer to GET with such fields in the query."""
        ...


def http(contact: str) -> Http:
    """A way to ask that says who does.

    Args:
        contact: How the asking user can be reached, as https://meta.wikimedia.org/wiki/User-Agent_policy wants it:
            an e-mail address or a page.
    """
    headers = {"User-Agent": f"Demarche/{__version__} ({_PROJECT}; {contact}) urllib3/{version('urllib3')}", "Accept-Encoding": "gzip"}
    pool = urllib3.PoolManager(
        maxsize=CONNECTIONS, block=True, timeout=_TIMEOUT, headers=headers,
        retries=urllib3.Retry(connect=0, read=0, status=0, other=0, redirect=_REDIRECTS, respect_retry_after_header=False),
    )  # fmt: skip

    def get(url: str, fields: Mapping[str, str]) -> Answer:
        try:
            response = pool.request("GET", url, fields=dict(fields), preload_content=False)
            try:
                body = response.read(LARGEST + 1, decode_content=True)
            finally:
                response.release_conn()
        except urllib3.exceptions.MaxRetryError as error:
            if isinstance(error.reason, urllib3.exceptions.ResponseError):
                raise WikidataError(f"{url}: more than {_REDIRECTS} redirects, one after the other: they lead in a circle") from error
            raise WikidataError(f"{url}: cannot be reached: {error.reason}") from error
        except (urllib3.exceptions.HTTPError, OSError) as error:
            raise WikidataError(f"{url}: {error}") from error
        if len(body) > LARGEST:
            raise WikidataError(f"{url}: the answer has more than {LARGEST:,} bytes")
        return Answer(response.status, {k.lower(): v for k, v in response.headers.items()}, body)

    return get
